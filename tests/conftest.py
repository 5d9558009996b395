"""What every test stands on: its own folder for keys and files, fresh catalogues, shut sockets, and a browser.

PostgreSQL tests are skipped on another database, browser tests where there is no Chromium.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation.reloader import translation_file_changed
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from pytest_socket import socket_allow_hosts

from yuanba.web import messages

# A busy machine is no finding: speed is measured by ./dev bench, never by a test.
hypothesis.register_profile("yuanba", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("yuanba")

pytest_plugins = ["tests.browser"]


def pytest_configure() -> None:
    """The pages speak Chinese in tests too, in the first run after a catalogue changed as well.

    pytest-django loads Django, and with it the old catalogues, before any conftest is read: they are read again.
    """
    messages.compile_all()
    translation_file_changed(None, Path("django.mo"))


def pytest_runtest_setup() -> None:
    """Nothing outside this machine can be reached."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path: Path) -> None:
    """Keys and files go to the test's own folder, never to the deployment's."""
    settings.DATA_DIR = tmp_path
    settings.FILES_DIR = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["tests.hashers.QuickArgon2"]
    settings.PAGE_SECONDS = 0


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--with-database", action="store_true", help="only the tests that ask the database")


def asks_the_database(item: pytest.Item) -> bool:
    """Whether another database could make a difference to this test."""
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not {"db", "transactional_db", "live_server"}.isdisjoint(
        fixtures
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--with-database"):
        others = [item for item in items if not asks_the_database(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if asks_the_database(item)]
    if connection.vendor != "postgresql":
        skip = pytest.mark.skip(reason="needs PostgreSQL: set YUANBA_DATABASE_URL=postgresql://…")
        for item in items:
            if item.get_closest_marker("postgresql"):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """In the end nobody else holds the database: a page that still asked the live server must not keep it from going."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def connections_stay(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A streamed file that a test leaves half read must not close the connection that its transaction runs on."""
    if "live_server" not in request.fixturenames:
        monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda self: None)
