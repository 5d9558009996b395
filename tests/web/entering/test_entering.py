"""A resident enters, step by step, and every mistake keeps what was typed."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.awards import given_awards
from tests.awards.given_awards import at
from tests.signing import enter
from yuanba.awards.models import Attempt, Entry, EntryDraft, EntryMaterial
from yuanba.web.awards import uploads

pytestmark = pytest.mark.django_db
ENTER = "/awards/HY2021/enter"


def begun(client: Client, what: str = "person/") -> str:
    """A draft for the honour; its address."""
    answer = client.post(ENTER, {"what": what, "request_key": uuid4().hex})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"].removesuffix("/nominee")


def draft() -> EntryDraft:
    return EntryDraft.objects.get()


def nominee(campaign, **changes: str) -> dict[str, str]:
    values = {
        "who": "self", "nominee_name": "", "territory": str(campaign.world.compounds[0].pk), "sex": "", "birth_month": "",
        "building": "3栋", "political_status": "", "contact_name": "", "contact_phone": "１３８ ００００１２３４",
        "revision": str(draft().revision),
    }  # fmt: skip
    return values | changes


def criteria(**changes: str) -> dict[str, str]:
    values = {"answer-takes_part": "每周巡楼", "answer-duties": "按时缴费", "answer-neighbours": "调解邻里",
              "deeds": "三年来坚持清扫楼道。", "revision": str(draft().revision)}  # fmt: skip
    return values | changes


def letter(name: str = "事迹.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, given_awards.letter("事迹"))


def filled(client: Client, campaign) -> str:
    """A draft that is complete; its address."""
    address = begun(client)
    assert client.post(f"{address}/nominee", nominee(campaign)).status_code == 302
    assert client.post(f"{address}/criteria", criteria()).status_code == 302
    assert client.post(f"{address}/materials", {"file-deeds": letter()}).status_code == 302
    return address


def test_resident_enters_for_oneself(resident: Client, campaign) -> None:
    address = filled(resident, campaign)
    assert "每周巡楼" in resident.get(f"{address}/review").content.decode()
    answer = resident.post(f"{address}/review", {"declared": "on"})
    entry = Entry.objects.get()
    assert answer.headers["Location"] == f"/me/entries/{entry.serial}/sent"
    assert (entry.state, entry.channel, entry.contact_phone) == ("SUBMITTED", "ONLINE", "13800001234")
    person = campaign.world.residents[0].person
    assert (entry.nominee_person_id, entry.nominee_name, entry.applicant_id) == (person.pk, person.name, person.pk)
    assert entry.form == {"building": "3栋"}
    assert EntryMaterial.objects.get().material == "deeds"
    assert entry.serial in resident.get(answer.headers["Location"]).content.decode()


def test_sending_twice_is_one_entry(resident: Client, campaign) -> None:
    address = filled(resident, campaign)
    first = resident.post(f"{address}/review", {"declared": "on"})
    again = resident.post(f"{address}/review", {"declared": "on"})
    assert first.headers["Location"] == again.headers["Location"]
    assert Entry.objects.count() == 1
    assert resident.get(f"{address}/criteria").headers["Location"] == first.headers["Location"]


def test_midnight_passes_between_opening_and_sending(resident: Client, campaign, on) -> None:
    address = filled(resident, campaign)
    on(at("2021-10-09", 23, 59))
    assert resident.get(f"{address}/review").status_code == 200
    on(at("2021-10-10", 0))
    answer = resident.post(f"{address}/review", {"declared": "on"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "10月9日（周六）" in page
    assert "每周巡楼" in page
    assert not Entry.objects.exists()
    assert Attempt.objects.get().code == "entry.late"
    assert draft().data["values"]["answer-takes_part"] == "每周巡楼"


def test_draft_follows_its_owner_to_another_device(resident: Client, campaign) -> None:
    address = begun(resident)
    resident.post(f"{address}/criteria", criteria())
    other = Client()
    enter(other, campaign.world.residents[0])
    assert "每周巡楼" in other.get(f"{address}/criteria").content.decode()
    assert address in other.get("/me/entries").content.decode()


def test_draft_of_somebody_else_is_not_there(resident: Client, campaign) -> None:
    address = begun(resident)
    other = Client()
    enter(other, campaign.world.residents[1])
    assert other.get(f"{address}/nominee").status_code != 200


def test_autosave_answers_with_the_revision(resident: Client, campaign) -> None:
    address = begun(resident)
    answer = resident.post(f"{address}/save/criteria", criteria(**{"answer-takes_part": "刚写到一半"}))
    assert (answer.status_code, answer.headers["X-Draft-Revision"]) == (204, "2")
    assert "刚写到一半" in resident.get(f"{address}/criteria").content.decode()


def test_two_tabs_notice_each_other_and_lose_nothing(resident: Client, campaign) -> None:
    address = begun(resident)
    old = criteria(**{"answer-takes_part": "第一个窗口"})
    resident.post(f"{address}/criteria", criteria(**{"answer-takes_part": "第二个窗口"}))
    answer = resident.post(f"{address}/criteria", old)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "第一个窗口" in page
    assert draft().data["values"]["answer-takes_part"] == "第二个窗口"
    again = resident.post(f"{address}/criteria", old | {"revision": str(draft().revision)})
    assert again.status_code == 302
    assert draft().data["values"]["answer-takes_part"] == "第一个窗口"


def test_session_runs_out_in_the_middle(resident: Client, campaign) -> None:
    address = begun(resident)
    values = criteria(**{"answer-takes_part": "写了很久的一段"})
    page = f"http://testserver{address}/criteria"
    resident.logout()
    answer = resident.post(f"{address}/criteria", values, headers={"referer": page})
    assert "/sign-in" in answer.headers["Location"]
    enter(resident, campaign.world.residents[0])
    assert "写了很久的一段" in resident.get(f"{address}/criteria").content.decode()


@pytest.mark.parametrize("name", ["王" * 60, "𠮷野𡈽豊", "阿卜杜拉·买买提 木合塔尔", "欧阳　娜娜"])
def test_long_and_rare_names_are_taken(resident: Client, campaign, name: str) -> None:
    address = begun(resident)
    resident.post(f"{address}/nominee", nominee(campaign, who="other", nominee_name=name))
    resident.post(f"{address}/criteria", criteria())
    resident.post(f"{address}/review", {"declared": "on"})
    assert Entry.objects.get().nominee_name == name.replace("　", " ")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"who": "other", "nominee_name": "王" * 61}, "60"),
        ({"who": "other", "nominee_name": "  "}, "nominee_name"),
        ({"contact_phone": "12345"}, "11"),
        ({"contact_phone": "+86 28 8123"}, "11"),
        ({"birth_month": "2021-13"}, "1958-03"),
        ({"territory": "999999"}, "territory"),
        ({"territory": ""}, "territory"),
    ],
)
def test_mistake_is_named_and_everything_typed_stays(resident: Client, campaign, changes: dict, told: str) -> None:
    address = begun(resident)
    answer = resident.post(f"{address}/nominee", nominee(campaign, **changes))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert told in page
    assert "3栋" in page
    assert draft().data["values"]["building"] == "3栋"


@pytest.mark.parametrize("phone", ["+86 138 0000 1234", "１３８００００１２３４", "0086-13800001234"])
def test_phone_is_taken_as_people_write_it(resident: Client, campaign, phone: str) -> None:
    address = begun(resident)
    assert resident.post(f"{address}/nominee", nominee(campaign, contact_phone=phone)).status_code == 302


def test_day_that_no_calendar_has_is_named(resident: Client, campaign) -> None:
    address = begun(resident, "communication/")
    values = {"title": "院坝里的故事", "who": "self", "outlet": "社区公众号", "published_date": "2021-02-30", "address": "",
              "territory": str(campaign.world.compounds[0].pk), "contact_phone": "13800001234",
              "revision": str(draft().revision)}  # fmt: skip
    page = resident.post(f"{address}/nominee", values).content.decode()
    assert "2021-02-30" in page
    assert "没有这一天" in page
    mended = values | {"published_date": "2021年2月28日", "revision": str(draft().revision)}
    assert resident.post(f"{address}/nominee", mended).status_code == 302


BAD_FILES = [
    ("空.docx", b"", "空的"),
    ("事迹.docx", b"MZ\x90\x00" + b"\x00" * 64, "程序"),
    ("图.docx", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "脚本"),
    ("旧.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "不收"),
    ("坏.docx", b"PK\x03\x04" + b"\x00" * 40, "损坏"),
]


@pytest.mark.parametrize(("name", "content", "told"), BAD_FILES)
def test_bad_file_is_told_and_the_good_one_beside_it_stays(
    resident: Client, campaign, name: str, content: bytes, told: str
) -> None:
    address = begun(resident)
    picture = SimpleUploadedFile("照片.png", given_awards.picture("好"))
    answer = resident.post(
        f"{address}/materials", {"file-deeds": SimpleUploadedFile(name, content), "file-evidence": picture}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    if content:
        assert told in page
    assert "照片.png" in page
    assert [one["name"] for one in draft().data["files"]["evidence"]] == ["照片.png"]


def macro_document() -> bytes:
    """A .docx whose package names a macro project."""
    from zipfile import ZipFile

    made = BytesIO(given_awards.letter("宏"))
    with ZipFile(made, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\x00" * 32)
    return made.getvalue()


def test_document_with_macros_is_told(resident: Client, campaign) -> None:
    address = begun(resident)
    answer = resident.post(f"{address}/materials", {"file-deeds": SimpleUploadedFile("报告.docm", macro_document())})
    assert "宏" in answer.content.decode()
    assert answer.status_code == 409


def test_file_beyond_the_limit_is_told(resident: Client, campaign, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "MIB", 1024)  # 20 KiB stand for 20 MiB, a larger file for one of 1 GB
    address = begun(resident)
    large = SimpleUploadedFile("大.pdf", b"%PDF-1.4\n" + b"0" * 64 * 1024)
    answer = resident.post(f"{address}/materials", {"file-deeds": large})
    assert "文件超过了这里允许的大小" in answer.content.decode()


def test_scanner_warns_of_numbers_in_a_file(resident: Client, campaign) -> None:
    address = begun(resident)
    answer = resident.post(
        f"{address}/materials",
        {"file-deeds": SimpleUploadedFile("名单.docx", given_awards.letter("联系电话 13800001234")), "more": "1"},
    )
    assert "手机号" in answer.content.decode()


def test_file_can_be_taken_away_and_looked_at(resident: Client, campaign) -> None:
    address = filled(resident, campaign)
    kept = draft().data["files"]["deeds"][0]
    answer = resident.get(f"{address}/files/{kept['id']}")
    assert "attachment" in answer.headers["Content-Disposition"]
    answer.close()
    resident.post(f"{address}/materials", {"remove": str(kept["id"])})
    assert draft().data["files"]["deeds"] == []
    assert resident.get(f"{address}/files/{kept['id']}").status_code != 200


def test_review_sends_back_to_what_is_missing(resident: Client, campaign) -> None:
    address = begun(resident)
    resident.post(f"{address}/nominee", nominee(campaign))
    answer = resident.get(f"{address}/review")
    assert "answer-takes_part" in answer.content.decode()


def test_body_known_here_is_chosen(resident: Client, campaign) -> None:
    from yuanba.kernel.actor import system
    from yuanba.people import actions as people

    body = people.found_organisation(
        kind="OWNERS_COMMITTEE", name="花城小区业主委员会", territory_id=campaign.world.compounds[0].pk,
        actor=system("given"), now=campaign.world.now,
    )  # fmt: skip
    address = begun(resident, "collective/self_governance")
    values = {"nominee_name": "花城", "territory": str(campaign.world.compounds[0].pk), "contact_phone": "13800001234"}
    page = resident.post(f"{address}/nominee", values | {"find": "1", "revision": str(draft().revision)})
    assert "花城小区业主委员会" in page.content.decode()
    chosen = values | {"nominee_name": body.name, "organisation": str(body.pk), "revision": str(draft().revision)}
    assert resident.post(f"{address}/nominee", chosen).status_code == 302
    answers = {f"answer-{key}": "做了不少" for key in ("leadership", "lawful", "bridge", "main_actor")}
    resident.post(f"{address}/criteria", answers | {"deeds": "", "revision": str(draft().revision)})
    assert resident.post(f"{address}/review", {"declared": "on"}).status_code == 302
    assert Entry.objects.get().nominee_organisation_id == body.pk


@pytest.mark.parametrize(("day", "status"), [("2021-09-05", 200), ("2021-10-10", 200)])
def test_enter_page_says_when_it_is_too_early_or_too_late(
    resident: Client, campaign, on, day: str, status: int
) -> None:
    on(day)
    assert resident.get(ENTER).status_code == status


@pytest.mark.parametrize("number", [1, 3])
def test_my_entries_are_a_constant_number_of_queries(
    resident: Client, campaign, django_assert_num_queries, number: int
) -> None:
    for _ in range(number):
        campaign.enter(campaign.world.resident(0), at("2021-09-11"))
    assert resident.get("/me/entries").content.decode().count("/me/entries/HY2021-") == number
    with django_assert_num_queries(8):
        resident.get("/me/entries")


def test_a_verified_person_is_not_asked_for_the_own_name(resident: Client, campaign) -> None:
    address = begun(resident)
    page = resident.get(f"{address}/nominee").content.decode()
    name = campaign.world.residents[0].person.name
    assert f"我本人（{name}）" in page
    asked = page.split('class="only-other"')[1]
    assert 'name="nominee_name"' in asked.split("</div>")[0]


def test_deeds_are_taken_as_photographs(resident: Client, campaign) -> None:
    address = begun(resident)
    photo = SimpleUploadedFile("事迹.png", given_awards.picture("事迹"))
    assert resident.post(f"{address}/materials", {"file-deeds": photo}).status_code == 302
    assert [one["name"] for one in draft().data["files"]["deeds"]] == ["事迹.png"]
