"""The desks around a ballot: paper in two readings, reviews by two people, the organiser's steps."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image

from tests import given
from tests.signing import enter
from tests.web.ballots.given import CHOICES, announced, cast, opened, papers, row_of
from yuanba.ballots.casting import Signals
from yuanba.ballots.models import Ballot, PaperSheet, ReviewCase
from yuanba.web import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=2, now=clock.now())


def as_(client, world, post: str, place: int = 0):
    enter(client, world.staff[post][place])
    return client


def clerk(world, number: int):
    """The `number`-th clerk of the first community."""
    return given.appointed(
        world, "COMMUNITY_WORKER", world.communities[0], name=f"周文书{number}", phone=f"1390001{number:04d}"
    )


def picture() -> io.BytesIO:
    data = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(data, "JPEG")
    data.seek(0)
    data.name = "选票.jpg"
    return data


def issued(client, world, ballot: Ballot, resident: int = 0) -> PaperSheet:
    row = row_of(ballot, world.residents[resident])
    client.post(f"/desk/paper-ballots/{ballot.pk}/issue", {"roll_row": row.pk})
    return PaperSheet.objects.get(roll_row=row)


def scanned(client, sheet: PaperSheet) -> None:
    answer = client.post(
        f"/desk/paper-ballots/sheets/{sheet.serial}/scan", {"request_key": "a" * 32, "scan": picture()}
    )
    assert answer.status_code == 302


def test_paper_from_the_roll_to_two_equal_readings(client, world) -> None:
    ballot = opened(world)
    enter(client, clerk(world, 1))
    name = world.residents[0].person.name
    page = client.get(f"/desk/paper-ballots/{ballot.pk}?name={name}&premises=").content.decode()
    assert name not in re.sub(r'value="[^"]*"', "", page)
    assert f"/desk/paper-ballots/{ballot.pk}/issue" in page
    sheet = issued(client, world, ballot)
    assert client.get(f"/desk/paper-ballots/sheets/{sheet.serial}").status_code == 200
    scanned(client, sheet)
    key = f"/desk/paper-ballots/sheets/{sheet.serial}/key"
    client.post(key, CHOICES)
    assert papers(ballot) == 0
    again = client.post(key, CHOICES)
    assert again.status_code == 409
    enter(client, clerk(world, 2))
    assert " checked" not in client.get(key).content.decode()
    client.post(key, CHOICES)
    sheet.refresh_from_db()
    assert (sheet.state, papers(ballot)) == ("ENTERED", 1)


def test_two_different_readings_wait_for_a_third(client, world) -> None:
    ballot = opened(world)
    enter(client, clerk(world, 1))
    sheet = issued(client, world, ballot)
    scanned(client, sheet)
    key = f"/desk/paper-ballots/sheets/{sheet.serial}/key"
    client.post(key, CHOICES)
    enter(client, clerk(world, 2))
    client.post(key, {"item.persons": ["entry:A2"]})
    sheet.refresh_from_db()
    assert sheet.state == "DISPUTED"
    enter(client, clerk(world, 3))
    client.post(key, CHOICES)
    assert papers(ballot) == 1


def test_voter_who_took_paper_can_still_vote_on_the_phone_first(client, world) -> None:
    ballot = opened(world)
    enter(client, clerk(world, 1))
    sheet = issued(client, world, ballot)
    cast(world, ballot)
    scanned(client, sheet)
    key = f"/desk/paper-ballots/sheets/{sheet.serial}/key"
    client.post(key, CHOICES)
    enter(client, clerk(world, 2))
    client.post(key, CHOICES)
    page = client.get(f"/desk/paper-ballots/sheets/{sheet.serial}").content.decode()
    assert "note-brick" in page
    assert papers(ballot) == 1


def test_printed_sheet_is_a_pdf_with_its_number(client, world) -> None:
    ballot = opened(world)
    enter(client, clerk(world, 1))
    sheet = issued(client, world, ballot)
    answer = client.get(f"/desk/paper-ballots/sheets/{sheet.serial}/print")
    assert answer.content.startswith(b"%PDF")


def test_sheet_of_another_community_stays_shut(client, world) -> None:
    ballot = opened(world)
    enter(client, clerk(world, 1))
    sheet = issued(client, world, ballot)
    as_(client, world, "COMMUNITY_WORKER", 1)
    assert client.get(f"/desk/paper-ballots/sheets/{sheet.serial}").status_code == 403


def test_lost_sheet_is_taken_out_of_use_and_another_prepared(client, world) -> None:
    ballot = opened(world)
    enter(client, clerk(world, 1))
    sheet = issued(client, world, ballot)
    again = client.post(f"/desk/paper-ballots/{ballot.pk}/issue", {"roll_row": sheet.roll_row_id})
    assert again.status_code == 409
    client.post(f"/desk/paper-ballots/sheets/{sheet.serial}/cancel", {"request_key": "a" * 32, "reason": "老人弄丢了"})
    client.post(f"/desk/paper-ballots/{ballot.pk}/issue", {"roll_row": sheet.roll_row_id})
    assert PaperSheet.objects.filter(state="ISSUED").count() == 1


def ring(world, ballot: Ballot) -> None:
    """Four votes from one device."""
    for number in range(4):
        cast(world, ballot, number, Signals("192.0.2.9", "one-device", 0), persons=["entry:A3"])


def test_case_takes_two_reviewers(client, world) -> None:
    ballot = opened(world)
    ring(world, ballot)
    as_(client, world, "SCREENER")
    client.post(f"/desk/reviews/{ballot.pk}/look")
    case = ReviewCase.objects.get(kind="SHARED_DEVICE")
    page = client.get(f"/desk/reviews/cases/{case.pk}").content.decode()
    assert "entry:" not in page and "陈志强" not in page
    client.post(
        f"/desk/reviews/cases/{case.pk}", {"finding": "VOID", "reason": "同一手机连投四票", "request_key": "a" * 32}
    )
    assert client.post(f"/desk/reviews/cases/{case.pk}", {"agree": "1"}).status_code == 409
    as_(client, world, "STREET_LEADER")
    client.post(f"/desk/reviews/cases/{case.pk}", {"agree": "1"})
    case.refresh_from_db()
    assert case.state == "VOIDED"


def test_finding_needs_a_reason(client, world) -> None:
    ballot = opened(world)
    ring(world, ballot)
    as_(client, world, "SCREENER")
    client.post(f"/desk/reviews/{ballot.pk}/look")
    case = ReviewCase.objects.first()
    page = client.post(f"/desk/reviews/cases/{case.pk}", {"finding": "CLEAR", "reason": "", "request_key": "a" * 32})
    assert 'role="alert"' in page.content.decode()
    case.refresh_from_db()
    assert case.state == "OPEN"


def test_organiser_takes_every_step_and_sees_no_choice_before_the_count(client, world, later) -> None:
    ballot = announced(world)
    as_(client, world, "STREET_ORGANISER")
    board = f"/desk/ballots/{ballot.pk}"
    client.post(f"{board}/move", {"verb": "open"})
    cast(world, ballot, persons=["entry:A2"])
    page = client.get(board).content.decode()
    assert "李秀英" not in page
    assert client.get(f"{board}/count").status_code == 403
    assert client.post(f"{board}/move", {"verb": "close"}).status_code == 409
    later(timedelta(days=4))
    enter(client, world.staff["STREET_ORGANISER"][0])
    for verb in ("close", "count", "publish"):
        assert client.post(f"{board}/move", {"verb": verb}).status_code == 302, verb
    assert client.get(f"/ballots/{ballot.pk}/result").status_code == 200


def test_stale_step_is_told(client, world) -> None:
    ballot = opened(world)
    as_(client, world, "STREET_ORGANISER")
    assert client.post(f"/desk/ballots/{ballot.pk}/move", {"verb": "open"}).status_code == 409


def test_withdrawing_and_annulling_ask_for_a_reason(client, world) -> None:
    ballot = opened(world)
    as_(client, world, "STREET_ORGANISER")
    base = f"/desk/ballots/{ballot.pk}"
    client.post(f"{base}/withdraw", {"option": "entry:A1", "reason": "本人申请", "request_key": "a" * 32})
    assert "王建国" not in client.get(f"{base}/withdraw").content.decode()
    client.post(f"{base}/annul", {"reason": "", "request_key": "a" * 32})
    assert Ballot.objects.get().state == "OPEN"
    client.post(f"{base}/annul", {"reason": "公告有误，重新组织", "request_key": "a" * 32})
    assert "公告有误" in client.get(f"/ballots/{ballot.pk}").content.decode()


def test_open_sheets_and_cases_are_named_as_obstacles(client, world) -> None:
    ballot = opened(world)
    ring(world, ballot)
    as_(client, world, "SCREENER")
    client.post(f"/desk/reviews/{ballot.pk}/look")
    as_(client, world, "STREET_ORGANISER")
    assert f"/desk/reviews/{ballot.pk}" in client.get(f"/desk/ballots/{ballot.pk}").content.decode()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("post", "path", "queries"),
    [
        ("STREET_ORGANISER", "/desk/ballots", 12),
        ("COMMUNITY_WORKER", "/desk/paper-ballots", 13),
        ("SCREENER", "/desk/reviews", 10),
    ],
)
def test_lists_ask_the_same_number_of_questions(
    client, world, number: int, post: str, path: str, queries: int, django_assert_num_queries
) -> None:
    for _ in range(number):
        opened(world)
    as_(client, world, post)
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)
