"""The cast lane in front of Django: it takes what succeeds, hands on all else, and answers as the view would."""

from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError
from django.test import Client

from tests import given
from tests.web.ballots.given import opened
from yuanba.ballots import actions
from yuanba.ballots.actions.lane import end
from yuanba.ballots.models import Paper, VoteSignal
from yuanba.web import clock
from yuanba.web.ballots import lane

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = [("item.persons", "entry:A1")]
CHOSEN = '{"companies":[],"persons":["entry:A1"]}'


class Behind:
    """Django behind the lane, which notes whether it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.django = WSGIHandler()

    def __call__(self, environ, start_response):
        self.asked += 1
        return self.django(environ, start_response)


@pytest.fixture
def behind() -> Iterator[Behind]:
    yield Behind()
    end()  # the database of the tests is dropped: no thread may hold it


@pytest.fixture
def ticket() -> str:
    world = given.subdistrict(per_compound=2, now=clock.now())
    return actions.issue_ticket(ballot_id=opened(world).pk, actor=world.resident(0), now=clock.now())


def send(behind: Behind, fields, **more) -> tuple[int, dict[str, str], bytes]:
    """One POST through the lane: status, headers, body."""
    body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/cast",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "10.1.2.3",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "HTTP_COOKIE": "vote-device=phone-1",
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
        **more,
    }
    seen: list = []
    answer = lane.in_front_of(behind)(environ, lambda status, headers: seen.extend([status, headers]))
    content = b"".join(answer)
    return int(seen[0].split()[0]), dict(seen[1]), content


def test_a_vote_is_cast_without_django_and_its_repetition_too(behind, ticket) -> None:
    for _ in range(2):
        status, headers, _ = send(behind, [("ticket", ticket), *GOOD])
        assert (status, headers["Location"]) == (302, f"/ballots/{Paper.objects.get().ballot_id}/receipt")
    assert behind.asked == 0
    assert Paper.objects.get().choices == CHOSEN
    assert VoteSignal.objects.get().device_hash != ""


def test_the_lane_answers_as_the_view_does(behind, ticket) -> None:
    _, fast, _ = send(behind, [("ticket", ticket), *GOOD])
    slow = Client().post("/cast", {"ticket": ticket, "item.persons": "entry:A1"})
    assert (slow.status_code, behind.asked) == (302, 0)
    names = {"Location", "Cache-Control", "Content-Type", "X-Content-Type-Options", "Referrer-Policy"}
    names |= {"Cross-Origin-Opener-Policy", "Content-Length"}
    assert {name: fast[name] for name in names} == {name: slow[name] for name in names}


@pytest.mark.parametrize(
    ("fields", "more", "status"),
    [
        ([("item.persons", "entry:A1")], {}, 409),  # no ticket
        ([("ticket", "T"), ("item.persons", "entry:A9")], {}, 409),  # an option that nobody announced
        ([("ticket", "T"), ("item.persons", "entry:A1"), ("item.persons", "entry:A1")], {}, 409),
        ([("ticket", "T")], {}, 422),
        (b"ticket=%ff%fe&item.persons=entry%3AA1", {}, 409),
        ("ticket=中".encode(), {}, 409),
        (urlencode([("ticket", "T"), *GOOD]).encode(), {"CONTENT_LENGTH": "70000"}, 409),
        (urlencode([("ticket", "T"), *GOOD]).encode(), {"CONTENT_TYPE": "text/plain"}, 409),
        (urlencode([("ticket", "T"), *GOOD]).encode(), {"REQUEST_METHOD": "PUT"}, 405),
        (urlencode([("ticket", "T"), *GOOD]).encode(), {"PATH_INFO": "/cast/"}, 404),
    ],
)
def test_all_else_goes_on_to_django_and_casts_nothing(behind, ticket, fields, more, status) -> None:
    if isinstance(fields, list):
        fields = [(name, ticket if value == "T" else value) for name, value in fields]
    assert send(behind, fields, **more)[0] == status
    assert behind.asked == 1
    assert not Paper.objects.exists()


def test_another_choice_with_the_same_ticket_is_refused_by_the_page(behind, ticket) -> None:
    send(behind, [("ticket", ticket), *GOOD])
    status, _, page = send(behind, [("ticket", ticket), ("item.persons", "entry:A2")])
    assert (status, behind.asked) == (409, 1)
    assert "receipt" in page.decode()
    assert Paper.objects.get().choices == CHOSEN


def test_a_vote_outlives_a_group_that_failed(behind, ticket, monkeypatch) -> None:
    """The thread lives on, and the slow way casts what the group did not."""
    from yuanba.ballots import writer

    def broken(seen):
        raise RuntimeError("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr("yuanba.ballots.actions.lane.writer", type("W", (), {"commit": staticmethod(broken)}))
        assert send(behind, [("ticket", ticket), *GOOD])[0] == 302
    assert Paper.objects.count() == 1
    assert writer.insert([]) == set()
    assert send(behind, [("ticket", ticket), *GOOD])[0] == 302
    assert behind.asked == 0


def test_a_vote_outlives_a_lost_connection(behind, ticket, monkeypatch) -> None:
    """A thread of the lane whose connection broke hands the vote to Django and lets go of the connection."""
    closed = []

    def lost(**vote):
        raise OperationalError("the connection is lost")

    with monkeypatch.context() as patched:
        patched.setattr("yuanba.web.ballots.lane.actions.cast_together", lost)
        patched.setattr("yuanba.web.ballots.lane.close_old_connections", lambda: closed.append(True))
        assert send(behind, [("ticket", ticket), *GOOD])[0] == 302
    assert (behind.asked, closed, Paper.objects.count()) == (1, [True], 1)
