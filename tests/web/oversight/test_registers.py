"""Registers keep what they said; a property company answers yes or no."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import given
from tests.awards.given_awards import at, picture
from tests.signing import enter
from yuanba.oversight import actions
from yuanba.oversight.models import ComplianceRecord, FeeStatus, PropertyCompany, ServiceProject
from yuanba.people import actions as people
from yuanba.people.models import ConsentText, Organisation
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = "0" * 32
NOW = at("2026-11-20")


@pytest.fixture
def world(settings, monkeypatch, db) -> given.World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return given.subdistrict(now=NOW)


@pytest.fixture
def company(world) -> Organisation:
    return Organisation.objects.create(kind="PROPERTY_COMPANY", name="安心物业", territory=world.street)


def opened(world: given.World, post: str, place: int = 0) -> Client:
    client = Client()
    enter(client, world.staff[post][place])
    return client


def body(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[-1500:]
    return answer.content.decode()


def test_line_is_added_corrected_and_cancelled_and_stays_readable(world, company) -> None:
    officer = opened(world, "HOUSING_OFFICER")
    assert "安心物业" in body(officer.get(reverse("oversight:bodies")))
    new = reverse("oversight:record_new", args=[company.pk])
    values = {"kind": "CRITICISM", "happened_date": "2026-05-06", "issuer": "街道办", "request_key": KEY}
    wrong = officer.post(new, {**values, "severity": "MINOR"})
    assert wrong.status_code == 409
    assert "只有安全事故" in wrong.content.decode()
    evidence = SimpleUploadedFile("通报.png", picture("通报"))
    assert officer.post(new, {**values, "evidence": evidence}).status_code == 302
    record = ComplianceRecord.objects.get()
    answer = officer.get(reverse("oversight:evidence", args=[record.pk]))
    b"".join(answer.streaming_content)
    answer.close()
    correct = reverse("oversight:record_correct", args=[record.pk])
    assert "街道办" in body(officer.get(correct))
    assert officer.post(correct, {**values, "issuer": "区住建局", "reason": "发文单位写错"}).status_code == 302
    live = ComplianceRecord.objects.get(supersedes=record)
    cancel = reverse("oversight:record_cancel", args=[live.pk])
    assert officer.post(cancel, {"reason": "已撤销", "request_key": KEY}).status_code == 302
    text = body(officer.get(reverse("oversight:body", args=[company.pk])))
    assert "已更正" in text and "已作废" in text
    assert officer.post(cancel, {"reason": "再来", "request_key": KEY}).status_code == 409


def test_screener_looks_up_but_does_not_register(world, company) -> None:
    screener = opened(world, "SCREENER")
    values = {
        "kind": "PENALTY", "first_date": "2024-11-20", "last_date": "2026-11-20", "source": "信用中国",
        "evidence": SimpleUploadedFile("截图.png", picture("截图")), "request_key": KEY,
    }  # fmt: skip
    assert screener.post(reverse("oversight:look_up", args=[company.pk]), values).status_code == 302
    assert "信用中国" in body(screener.get(reverse("oversight:body", args=[company.pk])))
    assert screener.get(reverse("oversight:record_new", args=[company.pk])).status_code == 403
    assert opened(world, "FINANCE_OFFICER").get(reverse("oversight:body", args=[company.pk])).status_code == 404


def test_office_states_that_a_register_is_complete(world) -> None:
    officer = opened(world, "HOUSING_OFFICER")
    address = reverse("oversight:coverage")
    values = {
        "territory": world.street.pk, "kind": "PENALTY", "first_date": "2024-01-01", "last_date": "2026-11-19",
        "source": "区执法局台账", "request_key": KEY,
    }  # fmt: skip
    assert officer.post(address, values).status_code == 302
    assert "区执法局台账" in body(officer.get(address))
    assert officer.post(address, {**values, "last_date": "2027-01-01"}).status_code == 409


def test_company_file_with_project_and_grade(world, company) -> None:
    officer = opened(world, "HOUSING_OFFICER")
    page = reverse("oversight:body", args=[company.pk])
    assert "建立档案" in body(officer.get(page))
    assert officer.post(reverse("oversight:open_file", args=[company.pk])).status_code == 302
    values = {"compound": world.compounds[0].pk, "from_date": "2020-01-01", "request_key": KEY}
    address = reverse("oversight:project_new", args=[company.pk])
    assert officer.post(address, values).status_code == 302
    assert officer.post(address, values).status_code == 409
    grade = {"grade": "AAA", "issuer": "物业协会", "from_date": "2025-01-01", "request_key": KEY}
    assert officer.post(reverse("oversight:grade_new", args=[company.pk]), grade).status_code == 302
    text = body(officer.get(page))
    assert "花城小区" in text and "AAA" in text
    project = ServiceProject.objects.get()
    end = reverse("oversight:project_end", args=[project.pk])
    assert officer.post(end, {"to_date": "2026-11-01", "request_key": KEY}).status_code == 302


def asked(world: given.World, company: Organisation, number: int = 1) -> None:
    officer = world.actor("HOUSING_OFFICER")
    file = actions.open_company_file(organisation_id=company.pk, actor=officer, now=NOW)
    actions.start_project(
        company_id=file.pk, compound_id=world.compounds[0].pk, from_date=date(2020, 1, 1), actor=officer, now=NOW
    )
    ConsentText.objects.create(
        kind="FEE_STATUS", version=1, text_zh="同意", text_en="agreed", is_separate=True, published_at=NOW
    )
    for one in range(number):
        actor = world.resident(one)
        consent = people.give_consent(kind="FEE_STATUS", version=1, account_id=actor.account_id, actor=actor, now=NOW)
        actions.ask_fee_status(
            person_id=actor.person_id, premises_id=world.premises[one].pk,
            period=(date(2024, 11, 20), date(2026, 11, 20)), consent_id=consent.pk, actor=actor, now=NOW,
        )  # fmt: skip


def test_property_company_answers_yes_or_no_and_corrects(world, company) -> None:
    asked(world, company)
    given.appointed(
        world, "PROPERTY_MANAGER", world.compounds[0], name="钱经理", phone="13900020001", organisation=company
    )
    manager = opened(world, "PROPERTY_MANAGER")
    row = FeeStatus.objects.get()
    address = reverse("oversight:fees")
    text = body(manager.get(address))
    assert "是，已缴" in text
    answer = reverse("oversight:fee_answer", args=[row.pk])
    assert opened(world, "SCREENER").post(answer, {"answer": "YES"}).status_code == 403
    assert manager.post(answer, {"answer": "YES"}).status_code == 302
    assert "更正为：未缴" in body(manager.get(address))
    assert manager.post(answer, {"answer": "NO"}).status_code == 302
    assert FeeStatus.objects.filter(superseded_by__isnull=True).get().answer == "NO"
    assert PropertyCompany.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_fee_page_asks_as_much_for_three_as_for_one(world, company, number, django_assert_num_queries) -> None:
    asked(world, company, number)
    given.appointed(
        world, "PROPERTY_MANAGER", world.compounds[0], name="钱经理", phone="13900020001", organisation=company
    )
    manager = opened(world, "PROPERTY_MANAGER")
    body(manager.get(reverse("oversight:fees")))
    with django_assert_num_queries(8):
        body(manager.get(reverse("oversight:fees")))


def test_body_is_taken_off_a_list(world, company) -> None:
    officer = opened(world, "HOUSING_OFFICER")
    by = {"actor": world.actor("HOUSING_OFFICER"), "now": NOW}
    entry = actions.Entry("ABNORMAL_LIST", company.pk, date(2026, 1, 5), "市监局")
    row = actions.register(entry=entry, **by)
    page = reverse("oversight:listing_end", args=[row.pk])
    assert page in body(officer.get(reverse("oversight:body", args=[company.pk])))
    assert officer.post(page, {"ended_date": "2026-01-01", "request_key": KEY}).status_code == 409
    assert officer.post(page, {"ended_date": "2026-06-01", "request_key": KEY}).status_code == 302
    assert ComplianceRecord.objects.latest("pk").ended_date == date(2026, 6, 1)
    assert page not in body(officer.get(reverse("oversight:body", args=[company.pk])))
