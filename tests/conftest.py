"""What every test stands on: its own folder for keys and files, and no PostgreSQL test on another database."""

from pathlib import Path

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path: Path) -> None:
    """Keys and files go to the test's own folder, never to the deployment's."""
    settings.DATA_DIR = tmp_path
    settings.FILES_DIR = tmp_path / "files"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if connection.vendor != "postgresql":
        skip = pytest.mark.skip(reason="needs PostgreSQL: set YUANBA_DATABASE_URL=postgresql://…")
        for item in items:
            if item.get_closest_marker("postgresql"):
                item.add_marker(skip)
