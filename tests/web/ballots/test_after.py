"""After the count on pages: the posting clock and its proof, the official tally beside ours, draws for everybody."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from PIL import Image

from tests import given
from tests.ballots.given import scan
from tests.signing import enter
from tests.web.ballots import owners
from tests.web.ballots.test_owners_pages import KEY
from yuanba.ballots import actions
from yuanba.ballots.models import Ballot, OfficialTally
from yuanba.kernel.calendar import local_date
from yuanba.web import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> given.World:
    return given.subdistrict(per_compound=4, now=clock.now())


@pytest.fixture
def ballot(world) -> Ballot:
    """Closed and published just now: three agreed, one against."""
    now = clock.now()
    ballot = owners.opened(world)
    for number, answer in enumerate(("agree", "agree", "agree", "against")):
        owners.vote(world, ballot, number, answer)
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=now - timedelta(minutes=1))
    ballot.refresh_from_db()
    return owners.published(world, ballot)


@pytest.fixture
def organiser(client, world):
    enter(client, world.staff["STREET_ORGANISER"][0])
    return client


def picture() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (60, 40), "#1f6f5c").save(data, "JPEG")
    return SimpleUploadedFile("board.jpg", data.getvalue(), "image/jpeg")


def test_posting_clock_and_proof(organiser, ballot) -> None:
    assert "要把结果张贴到小区里" in organiser.get(f"/desk/ballots/{ballot.pk}").content.decode()
    today = local_date(clock.now())
    sent = {"place": "东门公告栏", "posted_date": today.isoformat(), "photo": picture(), "request_key": KEY}
    late = sent | {"posted_date": (today + timedelta(days=1)).isoformat(), "photo": picture()}
    assert organiser.post(f"/desk/ballots/{ballot.pk}/post", late).status_code == 409
    assert organiser.post(f"/desk/ballots/{ballot.pk}/post", sent).status_code == 302
    organiser.logout()
    page = organiser.get(f"/ballots/{ballot.pk}/result").content.decode()
    assert "结果按时张贴" in page
    photo = organiser.get(re.search(r"/ballots/\d+/postings/\d+/photo", page)[0])
    assert photo["Content-Type"] == "image/jpeg"
    photo.close()


def numbers(*pairs: tuple[str, str]) -> dict[str, str]:
    named = {f"heads.{place}": heads for place, (heads, _) in enumerate(pairs)}
    return named | {f"area.{place}": area for place, (_, area) in enumerate(pairs)}


Q1 = (("4", "360"), ("4", "360"), ("3", "270"), ("1", "90"), ("0", "0"), ("0", "0"))
Q2 = (("4", "360.00"), ("0", "0"), ("0", "0"), ("0", "0"))


def test_official_tally_by_hand_wrong_line_by_line_then_beside_ours(organiser, ballot) -> None:
    address = f"/desk/ballots/{ballot.pk}/official"
    values = {"system": "市业主投票系统", "remark": "有一张票当天收到", "request_key": KEY}
    wrong = organiser.post(address, values | numbers(*Q1[:2], ("三", "270"), *Q1[3:], *Q2))
    assert wrong.status_code == 422
    assert "“三”不是整数人数" in wrong.content.decode()
    wrong = organiser.post(address, values | numbers(*Q1[:2], ("2", "270"), *Q1[3:], *Q2)).content.decode()
    assert "加起来是 3，参加的是 4（人数）" in wrong
    assert 'value="360.00"' in wrong
    assert not OfficialTally.objects.exists()
    ours = numbers(*Q1, *Q2)
    assert organiser.post(address, values | ours).status_code == 302
    assert "两边每个数字都一样" in organiser.get(f"/ballots/{ballot.pk}/result").content.decode()
    other = numbers(*Q1[:2], ("2", "180"), ("2", "180"), *Q1[4:], *Q2)
    organiser.post(address, values | other)
    page = organiser.get(f"/ballots/{ballot.pk}/result").content.decode()
    assert "同意（人数）：官方 2，本平台 3，官方少 1" in page
    assert "有一张票当天收到" in page


def test_official_tally_from_its_own_spreadsheet(organiser, ballot) -> None:
    blank = organiser.get(f"/desk/ballots/{ballot.pk}/official.xlsx").content
    book = load_workbook(BytesIO(blank))
    rows = list(book.active.iter_rows())
    head = next(place for place, row in enumerate(rows) if row[2].value == "人数")
    for row, (heads, area) in zip(rows[head + 1 :], (*Q1, *Q2), strict=False):
        row[2].value, row[3].value = int(heads), float(area)
    rows[head + 3][2].value = 2
    for expected, status in (("加起来是 3", 422), ("", 302)):
        out = BytesIO()
        book.save(out)
        file = SimpleUploadedFile("计票.xlsx", out.getvalue())
        answer = organiser.post(
            f"/desk/ballots/{ballot.pk}/official", {"system": "市", "file": file, "request_key": KEY}
        )
        assert answer.status_code == status, answer.content.decode()
        assert expected in answer.content.decode()
        rows[head + 3][2].value = 3
    kept = organiser.get(f"/desk/ballots/{ballot.pk}/official/file")
    assert kept.status_code == 200
    kept.close()


def test_draw_is_announced_taken_and_computed_again(client, world) -> None:
    item = actions.NewItem(
        "q1",
        1,
        (actions.NewOption("o1", "白鹭"), actions.NewOption("o2", "石桥")),
        label="小区标志",
        rule={
            "id": "approval",
            "version": 1,
            "source": "意见",
            "seats": 1,
            "tie": {"steps": ["draw"], "draw": "双色球"},
        },
    )
    ballot = owners.opened(world, items=(item,), matter="")
    now = clock.now()
    for number, option in enumerate(("o1", "o2")):
        ticket = actions.issue_ticket(ballot_id=ballot.pk, actor=world.resident(number), now=now)
        actions.cast(ticket=ticket, choices={"q1": [option]}, channel="PHONE", now=now)
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=now - timedelta(minutes=1))
    actions.close(ballot_id=ballot.pk, actor=owners.TICK, now=now)
    enter(client, world.staff["STREET_ORGANISER"][0])
    assert client.post(f"/desk/ballots/{ballot.pk}/move", {"verb": "count"}).status_code == 409
    address = f"/desk/ballots/{ballot.pk}/draws"
    client.post(address, {"purpose": "TIE", "due_date": local_date(now).isoformat(), "request_key": KEY})
    page = client.get(f"/ballots/{ballot.pk}/draws").content.decode()
    assert ballot.draws.get().pool_hash in page
    assert "双色球" in page
    assert "号码还没有出来" in page
    assert f"/ballots/{ballot.pk}/draws" in client.get(f"/ballots/{ballot.pk}").content.decode()
    client.post(f"{address}/{ballot.draws.get().pk}/number", {"seed": "03 09 14"})
    page = client.get(f"/ballots/{ballot.pk}/draws").content.decode()
    first = re.findall(r"白鹭|石桥", page[page.index("各项的签") :])[0]
    client.post(f"/desk/ballots/{ballot.pk}/move", {"verb": "count"})
    assert f"选出：{first}" in client.get(f"/desk/ballots/{ballot.pk}/count").content.decode()


def test_drawn_sheet_is_read_once_more_at_the_paper_desk(client, world) -> None:
    ballot, now = owners.opened(world), clock.now()
    row = ballot.roll.order_by("pk").first()
    boss = world.actor("STREET_ORGANISER", now=now)
    clerk = world.actor("COMMUNITY_WORKER", now=now)
    sheet = actions.issue_paper_sheet(ballot_id=ballot.pk, roll_row_id=row.pk, actor=clerk, now=now)
    actions.receive_paper_sheet(serial=sheet.serial, scan_file_id=scan().pk, actor=clerk, now=now)
    for number in (71, 72):
        other = replace(clerk, id=f"account:{number}", person_id=None)
        actions.key_paper(serial=sheet.serial, choices={"q1": ["agree"]}, actor=other, now=now)
    Ballot.objects.filter(pk=ballot.pk).update(closes_at=now - timedelta(minutes=1))
    actions.close(ballot_id=ballot.pk, actor=owners.TICK, now=now)
    draw = actions.announce_draw(
        ballot_id=ballot.pk, purpose="SAMPLE", public_draw="双色球", due_date=local_date(now), actor=boss, now=now
    )
    actions.take_seed(draw_id=draw.pk, seed="7", actor=boss, now=now)
    enter(client, world.staff["COMMUNITY_WORKER"][0])
    address = f"/desk/paper-ballots/draws/{draw.pk}/{sheet.serial}"
    assert address in client.get(f"/desk/paper-ballots/{ballot.pk}").content.decode()
    assert client.get(address).status_code == 200
    client.post(address, {"item.q1": ["against"]})
    assert address not in client.get(f"/desk/paper-ballots/{ballot.pk}").content.decode()
    assert "已经再看 1 张：0 张和录入的一致" in client.get(f"/ballots/{ballot.pk}/draws").content.decode()
