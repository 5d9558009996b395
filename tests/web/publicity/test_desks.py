"""The desk of notices and the desk of objections, each for whoever may."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests import given
from tests.refusals import refused
from tests.signing import enter
from tests.web.publicity.given import (
    BODY,
    CONTACT,
    KEY,
    LONG,
    decided,
    drafted,
    objected,
    opened,
    picture,
    today,
    upload,
    years,
)
from yuanba.audit.models import AuditEvent
from yuanba.files.models import StoredFile
from yuanba.publicity import actions
from yuanba.publicity.models import Notice, Objection, Posting
from yuanba.web import clock
from yuanba.web.publicity.blocks import blocks, lines_of

pytestmark = pytest.mark.django_db
REASON = {"request_key": KEY, "reason": "名单有误，重新公示"}


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=1, now=clock.now())


def as_(client, world, post: str, place: int = 0):
    enter(client, world.staff[post][place])
    return client


def new(world, **changes: object) -> dict[str, object]:
    return {
        "request_key": KEY,
        "title": "更换井盖的公示",
        "text": "拟更换下列井盖。\n\n# 位置\n- 东门\n- 西门\n\n编号 | 位置\n1 | 东门",
        "territory": world.street.pk,
        "working_days": 5,
        "decision_days": 5,
        "contact_line": CONTACT,
        "needs_board": "on",
        **changes,
    }


def hung(client, notice: Notice, **changes: object):
    data = {
        "request_key": KEY,
        "place": "东门公示栏",
        "posted_date": today().isoformat(),
        "photo": picture(),
        **changes,
    }
    return client.post(f"/desk/notices/{notice.pk}/posting", data)


@pytest.mark.parametrize("number", [1, 3])
def test_desk_takes_the_same_queries_whatever_its_length(client, world, number: int, django_assert_num_queries) -> None:
    for _ in range(number):
        objected(opened(world), world)
    as_(client, world, "STREET_ORGANISER")
    client.get("/desk/notices")
    with django_assert_num_queries(10):
        page = client.get("/desk/notices").content.decode()
    assert page.count('<th scope="row">') == number


@pytest.mark.parametrize("number", [1, 3])
def test_queue_takes_the_same_queries_whatever_its_length(client, world, number, django_assert_num_queries) -> None:
    notice = opened(world)
    for _ in range(number):
        objected(notice, world)
    as_(client, world, "APPEAL_OFFICER")
    client.get("/desk/objections")
    with django_assert_num_queries(8):
        page = client.get("/desk/objections").content.decode()
    assert page.count('<th scope="row">') == number
    assert "与事实不符" not in page
    assert "赵某某" not in page


def test_a_notice_is_drafted_once_changed_and_opened(client, world) -> None:
    years()
    as_(client, world, "STREET_ORGANISER")
    for _ in range(2):
        answer = client.post("/desk/notices/new", new(world))
    notice = Notice.objects.get()
    assert answer.url == f"/desk/notices/{notice.pk}"
    assert [block["type"] for block in notice.body] == ["paragraph", "heading", "list", "table"]
    client.post(f"/desk/notices/{notice.pk}/text", {"request_key": KEY, "title": "井盖公示", "text": "改了。"})
    assert client.post(f"/desk/notices/{notice.pk}/open").status_code == 302
    notice.refresh_from_db()
    assert (notice.state, notice.title) == ("OPEN", "井盖公示")
    late = client.post(f"/desk/notices/{notice.pk}/text", {"request_key": KEY, "title": "x", "text": "y"})
    assert late.status_code == 409
    assert "公开以后不能改写" in late.content.decode()


def test_the_gate_shows_what_it_found_and_masks_it(client, world) -> None:
    notice = drafted(world, body=[{"type": "paragraph", "text": "联系人电话 13800001234。"}])
    as_(client, world, "STREET_ORGANISER")
    shut = client.post(f"/desk/notices/{notice.pk}/open")
    assert shut.status_code == 422
    assert "核对个人号码" in client.get(f"/desk/notices/{notice.pk}").content.decode()
    page = client.get(f"/desk/notices/{notice.pk}/numbers").content.decode()
    assert "<del>联系人电话 13800001234。</del>" in page
    assert "<ins>联系人电话 138****1234。</ins>" in page
    client.post(f"/desk/notices/{notice.pk}/numbers")
    assert client.post(f"/desk/notices/{notice.pk}/open").status_code == 302


def test_the_photo_proves_the_posting_once_and_everybody_sees_it(client, world) -> None:
    notice = opened(world)
    as_(client, world, "STREET_ORGANISER")
    assert "还没有公示栏张贴的照片" in client.get(f"/desk/notices/{notice.pk}").content.decode()
    assert [hung(client, notice).status_code for _ in range(2)] == [302, 302]
    posting = Posting.objects.get(channel="BOARD")
    client.logout()
    picture_ = client.get(f"/notices/{notice.pk}/photos/{posting.pk}")
    assert picture_.headers["Content-Type"] == "image/jpeg"
    assert b"".join(picture_.streaming_content).startswith(b"\xff\xd8")
    assert "东门公示栏" in client.get(f"/notices/{notice.pk}").content.decode()
    assert client.get(f"/notices/{notice.pk + 1}/photos/{posting.pk}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"photo": upload(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "公示栏.jpg")}, 409),
        ({"photo": upload(b"MZ" + b"\0" * 200, "公示栏.jpg")}, 409),
        ({"posted_date": "2021-02-30"}, 200),
        ({"posted_date": "2020-01-01"}, 422),
    ],
    ids=["svg", "program", "no such day", "before the opening"],
)
def test_a_posting_that_proves_nothing_is_refused(client, world, changes, status) -> None:
    notice = opened(world)
    as_(client, world, "STREET_ORGANISER")
    assert hung(client, notice, **changes).status_code == status
    assert not Posting.objects.filter(channel="BOARD").exists()


def test_a_notice_is_extended_and_withdrawn_with_a_reason_that_everybody_reads(client, world) -> None:
    notice = opened(world)
    as_(client, world, "STREET_ORGANISER")
    longer = {"request_key": KEY, "working_days": 2, "reason": "公示栏刚修好"}
    assert client.post(f"/desk/notices/{notice.pk}/extend", longer).status_code == 302
    assert "公示栏刚修好" in client.get(f"/notices/{notice.pk}").content.decode()
    leak = {**longer, "reason": "请打 13800001234"}
    assert client.post(f"/desk/notices/{notice.pk}/extend", leak).status_code == 422
    assert client.post(f"/desk/notices/{notice.pk}/withdraw", {"request_key": KEY, "reason": ""}).status_code == 200
    assert client.post(f"/desk/notices/{notice.pk}/withdraw", REASON).status_code == 302
    assert "名单有误，重新公示" in client.get(f"/notices/{notice.pk}").content.decode()


def test_the_conclusion_waits_for_term_photo_and_objections(client, world, later) -> None:
    notice = opened(world)
    filed = objected(notice, world)
    as_(client, world, "STREET_ORGANISER")
    hung(client, notice)
    end = {"request_key": KEY, "conclusion": "公示期满，异议已处理完毕。"}
    assert "24:00 为止" in client.post(f"/desk/notices/{notice.pk}/conclude", end).content.decode()
    later(LONG)
    as_(client, world, "STREET_ORGANISER")
    assert "还有 1 件异议" in client.post(f"/desk/notices/{notice.pk}/conclude", end).content.decode()
    assert client.get(f"/notices/{notice.pk}/outcome").status_code == 404
    decided(world, filed)
    assert client.post(f"/desk/notices/{notice.pk}/conclude", end).status_code == 302
    page = client.get(f"/notices/{notice.pk}/outcome").content.decode()
    assert "公示期满，异议已处理完毕。" in page
    assert "赵某某" not in page


@pytest.mark.parametrize("paper", ["a3", "a4"])
def test_the_sheet_for_the_board_is_a_pdf_that_says_until_when(client, world, paper: str) -> None:
    notice = opened(world)
    as_(client, world, "STREET_ORGANISER")
    answer = client.get(f"/desk/notices/{notice.pk}/poster.pdf?paper={paper}")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).replace("\n", "")
    assert "24:00" in text
    assert "花城小区" in text
    assert client.get(f"/desk/notices/{drafted(world).pk}/poster.pdf").status_code == 404


def test_somebody_not_involved_decides(client, world) -> None:
    filed = objected(opened(world), world)
    address = f"/desk/objections/{filed.objection.pk}"
    as_(client, world, "APPEAL_OFFICER")
    assert "与事实不符" in client.get(address).content.decode()
    leak = client.post(address, {"request_key": KEY, "finding": "dismiss", "reason": "已电话 13800001234 核实"})
    assert leak.status_code == 422
    assert client.post(address, {"request_key": KEY, "finding": "uphold", "reason": "属实"}).status_code == 302
    again = client.post(address, {"request_key": KEY, "finding": "dismiss", "reason": "不属实"})
    assert again.status_code == 409
    assert Objection.objects.get().state == "UPHELD"


def test_a_sealed_objection_is_closed_to_whoever_should_not_see_it(client, world) -> None:
    now = clock.now()
    letter = StoredFile.objects.create(
        sha256="0" * 64, received_sha256="0" * 64, size=1, kind="pdf", name="公函.pdf", visibility="PRIVATE",
        uploader="x", uploaded_at=now,
    )  # fmt: skip
    filed = objected(opened(world), world, kind="ORGANISATION", name="长堤物业", file_id=letter.pk)
    address = f"/desk/objections/{filed.objection.pk}"
    for post in ("STREET_ORGANISER", "SCREENER", "COMMUNITY_WORKER"):
        as_(client, world, post)
        for page in ("", "/author", "/proof"):
            assert client.get(address + page).status_code == 403
    stranger = given.appointed(world, "APPEAL_OFFICER", world.communities[0], name="申别处", phone="13900007001")
    enter(client, stranger)
    for page in ("", "/author", "/proof"):
        assert client.get(address + page).status_code == 404
    # Somebody who decides, but made the notice with another hat on.
    Notice.objects.filter(pk=filed.objection.notice_id).update(drafted_by=world.actor("APPEAL_OFFICER").id)
    as_(client, world, "APPEAL_OFFICER")
    closed = client.get(address)
    assert closed.status_code == 403
    assert "与事实不符" not in closed.content.decode()
    assert client.post(f"{address}/author", REASON).status_code == 403


def test_who_objected_is_shown_for_a_reason_that_is_kept(client, world) -> None:
    filed = objected(opened(world), world)
    address = f"/desk/objections/{filed.objection.pk}"
    as_(client, world, "APPEAL_OFFICER")
    for page in (address, f"{address}/author"):
        assert "赵某某" not in client.get(page).content.decode()
    shown = client.post(f"{address}/author", {"request_key": KEY, "reason": "电话核实"})
    assert "赵某某" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert AuditEvent.objects.filter(verb="objection.unmask").count() == 1
    hidden = objected(filed.objection.notice, world, kind="ANONYMOUS", name="", contact="")
    assert client.get(f"/desk/objections/{hidden.objection.pk}/author").status_code == 404


@pytest.mark.parametrize(
    ("post", "path"),
    [
        ("APPEAL_OFFICER", "open"),
        ("COMMUNITY_WORKER", "withdraw"),
        ("SCREENER", "posting"),
        ("STREET_LEADER", "text"),
    ],
)
def test_the_wrong_role_is_turned_away(client, world, post: str, path: str) -> None:
    notice = drafted(world)
    as_(client, world, post)
    assert client.post(f"/desk/notices/{notice.pk}/{path}", REASON).status_code == 403
    notice.refresh_from_db()
    assert notice.state == "DRAFT"


def test_the_organiser_of_another_place_finds_nothing(client, world) -> None:
    notice = drafted(world)
    stranger = given.appointed(world, "STREET_ORGANISER", world.communities[0], name="组别处", phone="13900007002")
    enter(client, stranger)
    assert client.get(f"/desk/notices/{notice.pk}").status_code == 404
    assert client.post(f"/desk/notices/{notice.pk}/open").status_code == 404


def test_a_posting_needs_the_right_place(world) -> None:
    refused(
        "notice.not_yours",
        actions.record_posting,
        notice_id=opened(world).pk,
        place="东门",
        posted_date=today(),
        photo_file_id=1,
        actor=world.actor("COMMUNITY_WORKER", now=clock.now()),
        now=clock.now(),
    )


def test_text_and_blocks_are_one_another() -> None:
    assert blocks(lines_of(BODY)) == BODY
