"""The community's desk: proxies, paper, messages, recommendations, the second look, the lists."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.awards import given_awards
from tests.awards.given_awards import LIGHT, at
from tests.signing import enter
from yuanba.awards.actions.checks import run_checks
from yuanba.awards.models import AutomaticCheck, Entry, FormIssue
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import SHANGHAI
from yuanba.oversight import actions as oversight
from yuanba.oversight.models import FeeStatus
from yuanba.people import actions as people
from yuanba.people.models import Consent, Person, Residence
from yuanba.people.queries import actor_for

pytestmark = pytest.mark.django_db
NEW = "/desk/entries/HY2021/new"


@pytest.fixture
def colleague(campaign) -> Client:
    """A second worker of the same community."""
    browser = Client()
    enter(browser, campaign.world.staff["COMMUNITY_WORKER"][2])
    return browser


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("签字表.png", given_awards.picture("签字"))


def form(campaign, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "request_key": uuid4().hex, "received_date": "2021-09-20", "received_hour": "09:30", "kind": "",
        "nominee_name": "李桂芳", "territory": str(campaign.world.compounds[0].pk), "contact_phone": "138 0000 1234",
        "answer-takes_part": "多年义务帮邻居", "answer-duties": "按时交费", "answer-neighbours": "口碑好",
        "deeds": "", "file-scan": scan(),
    }  # fmt: skip
    return values | changes


def test_worker_enters_for_somebody_and_a_colleague_confirms(worker: Client, colleague: Client, campaign) -> None:
    answer = worker.post(f"{NEW}/desk/person", form(campaign))
    entry = Entry.objects.get()
    assert answer.headers["Location"] == f"/desk/entries/{entry.serial}"
    assert (entry.state, entry.channel, entry.contact_phone) == ("RECEIVED", "COMMUNITY", "13800001234")
    assert entry.received_at == at("2021-09-20", 9, 30)
    assert f"/checks/{entry.serial}" not in worker.get("/desk/entries/checks").content.decode()
    page = colleague.get(f"/desk/entries/checks/{entry.serial}").content.decode()
    assert "李桂芳" in page
    shown = colleague.get(f"/desk/entries/checks/{entry.serial}/scan")
    assert shown.headers["Content-Type"] == "image/png"
    shown.close()
    values = {"agrees": "1", "reason": "", "request_key": uuid4().hex}
    assert colleague.post(f"/desk/entries/checks/{entry.serial}", values).status_code == 302
    entry.refresh_from_db()
    assert entry.state == "SUBMITTED"


def test_second_person_sees_every_line_that_was_keyed(worker: Client, colleague: Client, campaign) -> None:
    changes = {
        "sex": "女",
        "birth_month": "1954年3月",
        "building": "3栋",
        "political_status": "群众",
        "contact_name": "李小妹",
    }
    worker.post(f"{NEW}/desk/person", form(campaign, **changes))
    address = f"/desk/entries/checks/{Entry.objects.get().serial}"
    page = colleague.get(address).content.decode()
    order = [
        "姓名",
        "性别",
        "1954年3月",
        "李小妹",
        "13800001234",
        "3栋",
        "群众",
        "向物业企业核对缴费",
        "没勾",
        "口碑好",
        "主要事迹",
    ]
    found = [page.find(words) for words in order]
    assert -1 not in found, dict(zip(order, found, strict=True))
    assert "哪里不一致（可不填）" not in page
    bare = form(campaign, nominee_name="王桂芳")
    worker.post(f"{NEW}/desk/person", bare)
    page = colleague.get(f"/desk/entries/checks/{Entry.objects.get(nominee_name='王桂芳').serial}").content.decode()
    assert page.count("（没填）") >= 5, "what the paper may say and nobody keyed in"
    values = {"agrees": "1", "reason": "", "request_key": uuid4().hex}
    assert colleague.post(address, values).status_code == 302
    assert "13800001234" not in colleague.get(address).content.decode(), "compared: the phone is masked again"


def test_nobody_confirms_the_own_keying(worker: Client, campaign) -> None:
    worker.post(f"{NEW}/desk/person", form(campaign))
    entry = Entry.objects.get()
    answer = worker.post(
        f"/desk/entries/checks/{entry.serial}", {"agrees": "1", "reason": "", "request_key": uuid4().hex}
    )
    assert answer.status_code == 409
    assert "第二个人" in answer.content.decode()


def test_disagreeing_takes_a_reason(worker: Client, colleague: Client, campaign) -> None:
    worker.post(f"{NEW}/desk/person", form(campaign))
    entry = Entry.objects.get()
    address = f"/desk/entries/checks/{entry.serial}"
    assert colleague.post(address, {"agrees": "0", "reason": "", "request_key": uuid4().hex}).status_code == 200
    colleague.post(address, {"agrees": "0", "reason": "姓名对不上", "request_key": uuid4().hex})
    entry.refresh_from_db()
    assert entry.state == "DISCARDED"


def test_same_form_twice_is_one_entry(worker: Client, campaign) -> None:
    key = uuid4().hex
    for _ in range(2):
        worker.post(f"{NEW}/desk/person", form(campaign, request_key=key))
    assert Entry.objects.count() == 1


def test_mistake_costs_no_upload(worker: Client, campaign) -> None:
    answer = worker.post(f"{NEW}/desk/person", form(campaign, nominee_name=""))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "签字表.png" in page
    kept = page.partition('name="kept-scan" value="')[2].partition('"')[0]
    values = form(campaign, **{"kept-scan": kept})
    del values["file-scan"]
    assert worker.post(f"{NEW}/desk/person", values).status_code == 302


def test_scan_of_somebody_else_is_not_taken(worker: Client, colleague: Client, campaign) -> None:
    page = colleague.post(f"{NEW}/desk/person", form(campaign, nominee_name="")).content.decode()
    kept = page.partition('name="kept-scan" value="')[2].partition('"')[0]
    values = form(campaign, **{"kept-scan": kept})
    del values["file-scan"]
    assert worker.post(f"{NEW}/desk/person", values).status_code == 409
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"received_date": "2021-02-30"}, "没有这一天"),
        ({"received_hour": "25:00"}, "15:30"),
        ({"contact_phone": "123"}, "11 位"),
        ({"received_date": "2021-09-25"}, "未来"),
        ({"nominee_name": "王" * 61}, "60"),
        ({"file-scan": ""}, "凭据"),
    ],
)
def test_mistake_is_named(worker: Client, campaign, changes: dict, told: str) -> None:
    answer = worker.post(f"{NEW}/desk/person", form(campaign, **changes))
    assert answer.status_code == 409
    assert told in answer.content.decode()
    assert "多年义务帮邻居" in answer.content.decode()


def test_compound_of_another_community_is_refused(worker: Client, campaign) -> None:
    answer = worker.post(f"{NEW}/desk/person", form(campaign, territory=str(campaign.world.compounds[2].pk)))
    assert answer.status_code in (403, 409)
    assert not Entry.objects.exists()


def test_form_is_handed_out_comes_back_and_is_keyed_in(worker: Client, campaign) -> None:
    values = {"what": "person/", "territory": str(campaign.world.compounds[0].pk), "issued_to": "李婆婆",
              "request_key": uuid4().hex}  # fmt: skip
    answer = worker.post("/desk/entries/HY2021/forms", values, follow=True)
    issue = FormIssue.objects.get()
    assert issue.serial in answer.content.decode()
    document = worker.get(f"/desk/entries/forms/{issue.serial}.docx")
    assert document.content[:2] == b"PK"
    back = worker.get(f"/desk/entries/forms/{issue.serial}")
    assert back.headers["Location"] == f"{NEW}/paper/person?kind=&serial={issue.serial}"
    assert issue.serial in worker.get(back.headers["Location"]).content.decode()
    worker.post(f"{NEW}/paper/person", form(campaign, form_serial=issue.serial.lower()))
    assert Entry.objects.get().serial == issue.serial
    assert worker.get(f"/desk/entries/forms/{issue.serial}").headers["Location"] == f"/desk/entries/{issue.serial}"
    again = worker.post(f"{NEW}/paper/person", form(campaign, form_serial=issue.serial))
    assert "已经录入" in again.content.decode()
    wrong = worker.post(f"{NEW}/paper/person", form(campaign, form_serial="HY2021F-00009-9"))
    assert wrong.status_code == 409


MESSAGE = (
    "Received: from mx.example.org by mail.huayang.example; Sun, 19 Sep 2021 21:15:00 +0800\r\n"
    "Message-ID: <entry-7@example.org>\r\nFrom: li@example.org\r\nTo: baoming@huayang.example\r\n"
    "Date: Sun, 19 Sep 2021 21:14:30 +0800\r\nSubject: =?utf-8?b?5oql5ZCN?=\r\n\r\n报名材料见附件。\r\n"
).encode()


def test_message_is_registered_with_its_own_time(worker: Client, campaign) -> None:
    values = form(campaign, **{"file-scan": SimpleUploadedFile("报名.eml", MESSAGE)})
    del values["received_date"], values["received_hour"]
    assert worker.post(f"{NEW}/email/person", values).status_code == 302
    entry = Entry.objects.select_related("email_intake").get()
    assert entry.received_at == at("2021-09-19", 21, 15)
    assert (entry.email_intake.message_ref, entry.email_intake.sender) == ("<entry-7@example.org>", "li@example.org")
    again = worker.post(f"{NEW}/email/person", form(campaign, **{"file-scan": SimpleUploadedFile("再.eml", MESSAGE)}))
    assert "已经登记" in again.content.decode()


def test_message_without_a_time_asks_for_it(worker: Client, campaign) -> None:
    values = form(campaign, **{"file-scan": SimpleUploadedFile("正文.txt", "报名：李桂芳".encode())})
    del values["received_date"], values["received_hour"]
    answer = worker.post(f"{NEW}/email/person", values)
    assert answer.status_code == 409
    assert "什么时候到" in answer.content.decode()


def test_body_recommends_within_its_quota(world, on) -> None:
    show = given_awards.announced(world, LIGHT, at("2021-09-01"))
    first = show.campaign.stage_runs.order_by("position").first()
    show.tick(first.opens_at)
    now = on(first.opens_at.astimezone(SHANGHAI))
    body = people.found_organisation(
        kind="OWNERS_COMMITTEE", name="花城小区业主委员会", territory_id=world.compounds[0].pk, actor=system("given"),
        now=world.now,
    )  # fmt: skip
    browser = Client()
    enter(browser, world.staff["COMMUNITY_WORKER"][0])
    page = browser.get("/desk/entries/HY2021/new/recommended").content.decode()
    address = page.partition('href="/desk/entries/HY2021/new/recommended/')[2].partition('"')[0]
    assert address
    values = form(show, received_date=f"{now:%Y-%m-%d}", received_hour="00:00", body_kind="compound",
                  body_name="花城小区", opinion="同意推荐")  # fmt: skip
    path, _question, query = address.partition("?")
    values["kind"] = query.partition("kind=")[2]
    offered = browser.get(f"/desk/entries/HY2021/new/recommended/{address}").content.decode()
    values["body_kind"] = offered.partition('name="body_kind"')[2].partition('<option value="')[2].partition('"')[0]
    asked = browser.post(f"/desk/entries/HY2021/new/recommended/{path}", values)
    assert "花城小区业主委员会" in asked.content.decode()
    kept = asked.content.decode().partition('name="kept-scan" value="')[2].partition('"')[0]
    values |= {"body": str(body.pk), "kept-scan": kept, "file-scan": ""}
    assert browser.post(f"/desk/entries/HY2021/new/recommended/{path}", values).status_code == 302
    assert Entry.objects.get().recommendation.body_ref == f"organisation:{body.pk}"


def test_resident_has_no_desk(resident: Client, campaign) -> None:
    assert resident.get("/desk/entries").status_code in (302, 403)


def test_entry_of_another_community_is_not_there(worker: Client, campaign) -> None:
    entry = campaign.enter(campaign.world.resident(9), at("2021-09-11"), compound=2)
    assert worker.get(f"/desk/entries/{entry.serial}").status_code == 404
    assert entry.serial not in worker.get("/desk/entries/all").content.decode()


@pytest.mark.parametrize(
    ("path", "queries"), [("/desk/entries", 21), ("/desk/entries/all", 10), ("/desk/entries/checks", 13)]
)
@pytest.mark.parametrize("number", [1, 3])
def test_lists_are_a_constant_number_of_queries(
    worker: Client, colleague: Client, campaign, django_assert_num_queries, path: str, queries: int, number: int
) -> None:
    for place in range(number):
        worker.post(f"{NEW}/desk/person", form(campaign, nominee_name=f"李{place}"))
    assert colleague.get(path).status_code == 200
    with django_assert_num_queries(queries):
        colleague.get(path)


def test_list_goes_out_as_a_spreadsheet(worker: Client, campaign) -> None:
    worker.post(f"{NEW}/desk/person", form(campaign))
    answer = worker.get("/desk/entries/all?format=xlsx")
    assert "spreadsheetml" in answer.headers["Content-Type"]
    answer.close()


def neighbour(campaign) -> Person:
    """Somebody on the roll of the first compound."""
    return Residence.objects.filter(premises__compound_id=campaign.world.compounds[0].pk).order_by("pk")[0].person


def test_worker_picks_the_person_from_the_roll(worker: Client, campaign) -> None:
    person = neighbour(campaign)
    typed = form(campaign, nominee_name=person.name, find="1", deeds="三年来清扫楼道")
    page = worker.post(f"{NEW}/desk/person", typed).content.decode()
    assert f'name="person" value="{person.pk}"' in page
    assert "三年来清扫楼道" in page and 'name="kept-scan"' in page
    assert "请再看一下" not in page
    assert not Entry.objects.exists()

    values = form(campaign, nominee_name=person.name, person=str(person.pk))
    assert worker.post(f"{NEW}/desk/person", values).status_code == 302
    assert Entry.objects.get().nominee_person_id == person.pk


def test_a_name_that_the_roll_lacks_is_said_and_still_entered(worker: Client, campaign) -> None:
    page = worker.post(f"{NEW}/desk/person", form(campaign, find="1")).content.decode()
    assert "名册里没有" in page
    assert worker.post(f"{NEW}/desk/person", form(campaign, person="")).status_code == 302
    assert Entry.objects.get().nominee_person_id is None


def test_a_person_of_another_name_or_place_is_refused(worker: Client, campaign) -> None:
    answer = worker.post(f"{NEW}/desk/person", form(campaign, person=str(neighbour(campaign).pk)))
    assert answer.status_code == 409
    assert "名册上" in answer.content.decode()
    assert not Entry.objects.exists()


def test_with_a_signature_the_company_is_asked_and_the_check_answers(
    worker: Client, colleague: Client, campaign
) -> None:
    person, now = neighbour(campaign), at("2021-09-20")
    officer = actor_for(campaign.world.staff["HOUSING_OFFICER"][0], now)
    company = people.found_organisation(
        kind="PROPERTY_COMPANY", name="花城物业", territory_id=campaign.world.street.pk, founded_date=date(2010, 1, 1),
        role_line="028-00000010", actor=system("test"), now=now,
    )  # fmt: skip
    file = oversight.open_company_file(organisation_id=company.pk, actor=officer, now=now)
    compound = campaign.world.compounds[0]
    oversight.start_project(
        company_id=file.pk, compound_id=compound.pk, from_date=date(2015, 1, 1), actor=officer, now=now
    )
    values = form(campaign, nominee_name=person.name, fees_agreed="on")
    assert "先在名册里选" in worker.post(f"{NEW}/desk/person", values).content.decode()

    values = form(campaign, nominee_name=person.name, person=str(person.pk), fees_agreed="on")
    assert worker.post(f"{NEW}/desk/person", values).status_code == 302
    asked = FeeStatus.objects.filter(person=person)
    assert {Consent.objects.get(pk=row.consent_id).channel for row in asked} == {"PAPER"}
    assert asked.count() >= 1
    asked.update(answer="YES", answered_at=now, answered_by="test")
    entry = Entry.objects.get()
    assert "同意（已勾）" in colleague.get(f"/desk/entries/checks/{entry.serial}").content.decode()
    run_checks([entry], now)
    check = AutomaticCheck.objects.get(entry=entry, register="FEE_STATUS")
    assert check.result == "CLEAR"
