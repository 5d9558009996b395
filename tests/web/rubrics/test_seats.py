"""Pages around the seats and the paper: keying twice, settling, stepping back, replacing, leaving, dissolving."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests import given
from tests.signing import enter
from tests.web.rubrics.given import opened, seated
from yuanba.rubrics import queries
from yuanba.rubrics.models import Panel, Recusal, ScoreSheet
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = {"request_key": "a" * 32}


@pytest.fixture
def world(db) -> given.World:
    made = given.subdistrict(per_compound=1, now=clock.now())
    given.appointed(made, "SCREENER", made.street, name="第二录入", phone="13900031234")
    return made


def scan() -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (4, 4), (200, 200, 200)).save(made, "PNG")
    return SimpleUploadedFile("sheet.png", made.getvalue(), "image/png")


def status_of_scan(client, sheet) -> int:
    answer = client.get(f"/jury/sheets/{sheet.pk}/scan")
    answer.close()
    return answer.status_code


def marks(**other: int) -> dict[str, object]:
    values = {"effect": 8, "innovation": 7, "people": 9} | other
    return {f"mark.{key}": value for key, value in values.items()} | KEY


def test_two_clerks_key_and_the_chair_settles(client, world) -> None:
    jury = opened(world, entries=1)
    sheet = jury.sheet(1)
    path = f"/desk/jury/sheets/{sheet.pk}/key"
    enter(client, world.staff["SCREENER"][0])
    assert client.get("/desk/jury/paper").status_code == 200
    assert "J2 · C1" in client.get(f"/desk/jury/paper/{jury.panel.pk}").content.decode()
    assert client.post(path, marks()).status_code == 409, "the first clerk adds the scan"
    assert client.post(path, {"mark.effect": 8, "scan": scan(), **KEY}).status_code == 409
    assert client.post(path, marks() | {"scan": scan()}).status_code == 302
    assert 'value="8" checked' in client.get(path).content.decode()

    enter(client, world.staff["SCREENER"][1])
    page = client.get(path).content.decode()
    assert "checked" not in page and 'class="scan"' in page
    assert status_of_scan(client, sheet) == 200
    assert client.post(path, marks(effect=3)).status_code == 302
    assert client.get(path).content.decode().count('class="field wrong"') == 1

    enter(client, jury.accounts[0])
    settle = f"/jury/sheets/{sheet.pk}/settle"
    assert settle in client.get(f"/jury/{jury.panel.pk}/chair").content.decode()
    assert client.get(settle).status_code == 403, "the chair's own sheet comes first"
    assert client.get(f"/jury/sheets/{sheet.pk}/scan").status_code == 403
    jury.score(0, "entry:E1")
    page = client.get(settle).content.decode()
    assert page.count('type="radio"') == 2
    assert status_of_scan(client, sheet) == 200
    assert client.post(settle, {}).status_code == 409
    assert client.post(settle, {"mark.effect": 3}).status_code == 302
    assert queries.marks(sheet.pk) == {"effect": 3, "innovation": 7, "people": 9}


def test_strangers_read_no_scan_and_jurors_key_nothing(client, world) -> None:
    jury = opened(world, entries=1)
    sheet = jury.sheet(1)
    enter(client, jury.accounts[2])
    assert client.get(f"/jury/sheets/{sheet.pk}/scan").status_code == 403
    assert client.get(f"/desk/jury/sheets/{sheet.pk}/key").status_code == 403
    assert client.get(f"/jury/sheets/{sheet.pk}/settle").status_code == 403


@pytest.mark.parametrize("entries", [1, 3])
def test_paper_desk_asks_the_same_number_of_questions(client, world, entries, django_assert_num_queries) -> None:
    jury = opened(world, entries=entries)
    enter(client, world.staff["SCREENER"][0])
    client.get(f"/desk/jury/paper/{jury.panel.pk}")
    with django_assert_num_queries(11):
        client.get(f"/desk/jury/paper/{jury.panel.pk}")
    assert ScoreSheet.objects.count() == 3 * entries


def test_juror_steps_back_from_one_entry(client, world) -> None:
    jury = opened(world)
    sheet = jury.sheet(1)
    path = f"/jury/sheets/{sheet.pk}/step-back"
    enter(client, jury.accounts[2])
    assert client.get(path).status_code == 404
    enter(client, jury.accounts[1])
    assert path in client.get(f"/jury/sheets/{sheet.pk}").content.decode()
    assert client.post(path, {"reason": "", **KEY}).status_code == 200
    assert client.post(path, {"reason": "他是我的表弟", **KEY}).status_code == 302
    assert Recusal.objects.get().member.code == "J2"
    assert ScoreSheet.objects.get(pk=sheet.pk).state == "VOID"
    assert client.get(path).status_code == 200


def test_chair_takes_an_entry_from_a_juror(client, world) -> None:
    jury = opened(world)
    path = f"/jury/{jury.panel.pk}/recuse"
    enter(client, jury.accounts[1])
    assert client.get(path).status_code == 403
    enter(client, jury.accounts[0])
    given_ = {"member": "J3", "entry": "entry:E2", "reason": "有业务往来", **KEY}
    assert client.post(path, given_).status_code == 302
    assert Recusal.objects.get().subject.code == "C2"


def test_organiser_names_a_successor_and_lets_a_member_leave(client, world) -> None:
    jury = opened(world, jurors=3)
    extra = given.appointed(world, "JUROR", world.street, name="候补", phone="13900029999")
    enter(client, world.staff["STREET_ORGANISER"][0])
    base = f"/desk/jury/panels/{jury.panel.pk}"
    assert f"{base}/replace" in client.get(base).content.decode()
    page = client.get(f"{base}/replace").content.decode()
    assert "候补" not in page and "候*" in page
    sent = {"member": "J2", "person": extra.person_id, "reason": "出差", **KEY}
    assert client.post(f"{base}/replace", sent).status_code == 302
    assert jury.panel.members.get(code="J4").person_id == extra.person_id
    leave = client.post(f"{base}/withdraw", {"member": "J3", "chair": "", "reason": "生病", **KEY})
    assert leave.status_code == 409
    assert "3" in leave.content.decode()


def test_jury_of_no_stage_is_not_dissolved(client, world) -> None:
    seated(world)
    enter(client, world.staff["STREET_ORGANISER"][0])
    assert client.get("/desk/jury/stages/99/dissolve").status_code == 404
    assert Panel.objects.get().state == "SEATED"
