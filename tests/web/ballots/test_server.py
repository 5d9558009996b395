"""Two hundred requests of one voter at once, over HTTP, against the server that deployments run: one paper."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests import serving

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]
REQUESTS = 200


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A deployment of its own: a new SQLite file, or the test database on PostgreSQL."""
    if connection.vendor != "postgresql":
        return serving.environment(tmp_path)
    own = connection.settings_dict
    login = f"{quote(own['USER'])}:{quote(own['PASSWORD'])}@{own['HOST']}:{own['PORT'] or 5432}"
    return serving.environment(tmp_path, f"postgresql://{login}/{own['NAME']}")


@pytest.fixture
def server(environment) -> Iterator[tuple[int, dict[str, object]]]:
    """The web process of `yuanba serve` on a free port of this machine, with a ballot open: (port, facts)."""
    facts = serving.told(environment, "prepare")
    port = serving.free_port()
    process = serving.web(environment, port)
    try:
        yield port, facts
    finally:
        process.terminate()
        process.wait(20)


def test_two_hundred_requests_of_one_voter_give_one_paper(server, environment) -> None:
    port, facts = server
    ticket = ("ticket", str(facts["tickets"][0]))
    sheets = {
        "entry:A1": [ticket, ("item.persons", "entry:A1")],
        "entry:A2": [ticket, ("item.persons", "entry:A2")],
    }
    asked = [name for _ in range(REQUESTS // 2) for name in sheets]
    with ThreadPoolExecutor(REQUESTS) as crowd:
        answers = list(crowd.map(lambda name: (name, serving.send(port, sheets[name])), asked))
    counted = serving.told(environment, "count")
    assert len(counted["papers"]) == 1
    assert counted["signals"] == 1
    winner = json.loads(counted["papers"][0])["persons"][0]
    # The same sheet again is the same receipt; the other one is told that a sheet is in.
    assert Counter(answers) == {
        (winner, 302): REQUESTS // 2,
        (next(n for n in sheets if n != winner), 409): REQUESTS // 2,
    }
