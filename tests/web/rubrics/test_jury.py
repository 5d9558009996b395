"""A jury's pages: declare first, read and score, hidden until all are in, the chair, the minutes, the draw."""

import re
from datetime import timedelta

import pytest

from tests import given
from tests.signing import enter
from tests.web.rubrics.given import opened, seated
from yuanba.rubrics import actions
from yuanba.rubrics.models import Panel, PanelMember, Score, ScoreSheet
from yuanba.web import candidates, clock

pytestmark = pytest.mark.django_db
KEY = {"request_key": "a" * 32}


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=1, now=clock.now())


@pytest.fixture(autouse=True)
def names(monkeypatch) -> None:
    cards = {"entry:E1": candidates.Card("花城小区：把停车难办好"), "entry:E2": candidates.Card("江岸院落：楼道换新颜")}
    monkeypatch.setattr(candidates, "resolvers", lambda: {"entry": lambda references: cards})


def test_nothing_is_read_before_the_declaration(client, world) -> None:
    jury = seated(world)
    enter(client, jury.accounts[1])
    base = f"/jury/{jury.panel.pk}"
    assert client.get(base)["Location"] == f"{base}/declare"
    assert "停车难" in client.get(f"{base}/declare").content.decode()
    assert client.post(f"{base}/declare", {}).status_code == 422
    client.post(f"{base}/declare", {"conflict": "entry:E2", "why.entry:E2": "表弟参评"})
    member = PanelMember.objects.get(person_id=jury.accounts[1].person_id)
    assert member.declared_at is not None
    assert member.recusals.get().subject.subject_ref == "entry:E2"


def test_marks_are_kept_as_a_draft_and_handed_in_once_complete(client, world) -> None:
    jury = opened(world)
    enter(client, jury.accounts[1])
    sheet = jury.sheet(1)
    path = f"/jury/sheets/{sheet.pk}"
    client.post(path, {"mark.effect": "8", "note.effect": "很扎实", "comment": "不错", "do": "save"})
    assert Score.objects.get(sheet=sheet).value == 8
    missing = client.post(path, {"mark.effect": "8", "mark.people": "9", "do": "submit"})
    assert missing.status_code == 422
    assert Score.objects.get(sheet=sheet, criterion="people").value == 9  # what was written is kept
    assert missing.content.decode().count('class="field wrong"') == 1
    client.post(path, {"mark.effect": "8", "mark.people": "9", "mark.innovation": "7", "do": "submit"})
    sheet.refresh_from_db()
    assert sheet.state == "SUBMITTED"
    assert client.post(path, {"mark.effect": "1", "do": "save"}).status_code == 409
    assert Score.objects.get(sheet=sheet, criterion="effect").value == 8


def test_mark_outside_the_scale_is_refused_and_stays_typed(client, world) -> None:
    jury = opened(world)
    enter(client, jury.accounts[1])
    answer = client.post(f"/jury/sheets/{jury.sheet(1).pk}", {"mark.effect": "11", "do": "save"})
    assert answer.status_code == 422
    assert Score.objects.count() == 0


def test_second_window_is_told(client, world) -> None:
    jury = opened(world)
    enter(client, jury.accounts[1])
    path = f"/jury/sheets/{jury.sheet(1).pk}"
    client.post(path, {"mark.effect": "8", "revision": "0", "do": "save"})
    late = client.post(path, {"mark.effect": "3", "revision": "0", "do": "save"})
    assert late.status_code == 409
    assert 'value="3" checked' in late.content.decode()


def test_page_saves_by_itself(client, world) -> None:
    jury = opened(world)
    enter(client, jury.accounts[1])
    answer = client.post(f"/jury/sheets/{jury.sheet(1).pk}/draft", {"mark.effect": "6", "revision": "0"})
    page = answer.content.decode()
    assert 'id="saved"' in page and 'name="revision" id="revision" value="1"' in page
    assert Score.objects.get().value == 6


def test_sheets_and_marks_of_others_stay_shut_until_all_are_in(client, world) -> None:
    jury = opened(world)
    jury.score(0, "entry:E1")
    enter(client, jury.accounts[1])
    assert client.get(f"/jury/sheets/{jury.sheet(0).pk}").status_code == 404
    assert "<td" not in client.get(f"/jury/{jury.panel.pk}/others").content.decode()
    jury.score_all()
    assert client.get(f"/jury/{jury.panel.pk}/others").content.decode().count("<tr>") == 5


def test_strangers_and_late_marks_are_refused(client, world, later) -> None:
    jury = opened(world)
    enter(client, world.residents[0])
    assert client.get(f"/jury/{jury.panel.pk}").status_code == 403
    later(timedelta(days=8))
    enter(client, jury.accounts[1])
    answer = client.post(f"/jury/sheets/{jury.sheet(1).pk}", {"mark.effect": "8", "do": "save"})
    assert answer.status_code == 409
    assert not re.search(r"\d{4}-\d\d-\d\dT", answer.content.decode())


def test_chair_sees_who_is_missing_returns_a_sheet_and_concludes(client, world) -> None:
    jury = opened(world)
    jury.score_all()
    enter(client, jury.accounts[1])
    base = f"/jury/{jury.panel.pk}"
    assert client.get(f"{base}/chair").status_code == 403
    enter(client, jury.accounts[0])
    assert client.get(f"{base}/chair").status_code == 200
    client.post(f"/jury/sheets/{jury.sheet(1).pk}/return", {"reason": "请补充理由", **KEY})
    assert jury.sheet(1).state == "RETURNED"
    assert client.post(f"{base}/close").status_code == 409
    jury.score_all()
    client.post(f"{base}/close")
    page = client.get(f"{base}/chair").content.decode()
    assert "+" in page and "−" in page
    client.post(f"{base}/minutes", {"text": "评审小组共评 2 份材料。", **KEY})
    assert client.post(f"{base}/conclude").status_code == 409
    for number, dissent in enumerate(("", "", "对 C2 有保留")):
        enter(client, jury.accounts[number])
        digest = jury.panel.summaries.get().text_hash
        client.post(f"{base}/sign", {"text_hash": digest, "dissent": dissent, **KEY})
    enter(client, jury.accounts[0])
    assert "对 C2 有保留" in client.get(f"{base}/chair").content.decode()
    client.post(f"{base}/conclude")
    assert Panel.objects.get().state == "CONCLUDED"


def test_organiser_sees_progress_but_no_mark_before_the_close(client, world) -> None:
    jury = opened(world)
    jury.score(0, "entry:E1")
    enter(client, world.staff["STREET_ORGANISER"][0])
    page = client.get(f"/desk/jury/panels/{jury.panel.pk}").content.decode()
    assert "J1" in page and "<table" not in page
    assert client.get("/desk/jury").status_code == 200


def test_draw_is_announced_then_public_and_can_be_repeated(client, world, later) -> None:
    now = clock.now()
    organiser = world.actor("STREET_ORGANISER", now=now)
    jury = seated(world)
    people = [member.person_id for member in jury.panel.members.all()]
    panel = actions.create_panel(
        subject_ref="campaign:2/stage:jury",
        name="抽选小组",
        territory_id=world.street.pk,
        rubric_id=jury.panel.rubric_id,
        shape=actions.Shape(seats=2, reserves=1),
        actor=organiser,
        now=now,
    )
    actions.add_to_pool(panel_id=panel.pk, pool=[actions.Seat(person) for person in people], actor=organiser, now=now)
    drawing = actions.announce_pool(
        panel_id=panel.pk,
        seed_source="福彩双色球第2026134期",
        seed_at=now + timedelta(hours=1),
        actor=organiser,
        now=now,
    )
    page = client.get(f"/panels/{panel.pk}/draw").content.decode()
    assert drawing.pool_hash in page and "第2026134期" in page
    assert client.get(f"/panels/{panel.pk}/pool.txt").status_code == 404
    after = now + timedelta(hours=2)
    actions.draw_members(panel_id=panel.pk, seed="03 08 11 19 22 30 + 05", actor=organiser, now=after)
    page = client.get(f"/panels/{panel.pk}/draw").content.decode()
    assert "03 08 11" in page
    assert len(client.get(f"/panels/{panel.pk}/pool.txt").content.splitlines()) == 3


@pytest.mark.parametrize("entries", [1, 3])
def test_my_entries_ask_the_same_number_of_questions(client, world, entries: int, django_assert_num_queries) -> None:
    jury = opened(world, entries=entries)
    enter(client, jury.accounts[1])
    client.get(f"/jury/{jury.panel.pk}")
    with django_assert_num_queries(11):
        client.get(f"/jury/{jury.panel.pk}")
    assert ScoreSheet.objects.count() == 3 * entries
