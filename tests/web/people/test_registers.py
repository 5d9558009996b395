"""The roll's import, sealed letters, bodies, appointments, staff accounts, the audit trail, requests, the register."""

import re
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.factories import (
    AccountFactory,
    AppointmentFactory,
    BuildingFactory,
    CompoundFactory,
    EntranceFactory,
    OrganisationFactory,
    OwnershipFactory,
    PremisesFactory,
    TerritoryFactory,
)
from tests.people.sheets import HEAD, roll
from tests.signing import enter
from yuanba.audit.actions import seal
from yuanba.audit.models import AuditEvent
from yuanba.people import fields
from yuanba.people.actions import ask_about_data
from yuanba.people.models import Account, Appointment, LetterBatch, Ownership, RollJob
from yuanba.people.queries import actor_for
from yuanba.people.tasks import read_roll, write_roll
from yuanba.places.models import Territory
from yuanba.web import clock
from yuanba.web.people import register

pytestmark = pytest.mark.django_db

KEY = "0" * 32
GOOD = ("3栋", "1单元", "101", 80, "甲", "13800000001")
BAD = ("3栋", "1单元", "102", "很大", "乙", "13800000002")


@pytest.fixture
def street() -> Territory:
    return TerritoryFactory(kind="SUBDISTRICT", name="示范街道")


@pytest.fixture
def compound(street: Territory) -> Territory:
    return CompoundFactory(territory__name="花城小区", territory__parent=street).territory


@pytest.fixture
def browser(street: Territory):
    """browser("SECURITY_ADMIN") is a new browser of somebody with that post in the subdistrict."""

    def made(post: str) -> Client:
        body = OrganisationFactory(territory=street)
        person = AppointmentFactory(post=post, organisation=body, territory=street).person
        number = Account.objects.count()
        client = Client()
        enter(client, AccountFactory(person=person, is_staff_account=True, phone=None, login=f"staff-{number}"))
        return client

    return made


def uploaded(client: Client, compound: Territory, *rows, content: bytes | None = None):
    file = BytesIO(roll(*rows, head=HEAD) if content is None else content)
    file.name = "名册.xlsx"
    sent = {"compound": compound.pk, "as_of_date": "2026-11-01", "file": file, "request_key": KEY}
    return client.post("/roll/upload", sent)


def worked(job: RollJob, task) -> None:
    """What the worker beside the pages does."""
    account = int(job.made_by.removeprefix("account:"))
    task.call(job.pk, account, clock.now().isoformat())


def test_roll_is_read_shown_accepted_and_imported(browser, compound: Territory) -> None:
    keeper = browser("ROLL_KEEPER")
    answer = uploaded(keeper, compound, GOOD, BAD)
    job = RollJob.objects.get()
    assert answer.headers["Location"] == f"/roll/{job.pk}"
    assert "排队等待" in keeper.get(f"/roll/{job.pk}").content.decode()
    fragment = keeper.get(f"/roll/{job.pk}", headers={"hx-request": "true"})
    assert (fragment.status_code, b"<html" in fragment.content) == (200, False)
    worked(job, read_roll)
    assert keeper.get(f"/roll/{job.pk}", headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
    page = keeper.get(f"/roll/{job.pk}").content.decode()
    for text in ("面积“很大”不是大于 0 的数", "第 3 行", "D 列"):
        assert text in page
    sheet = load_workbook(BytesIO(b"".join(keeper.get(f"/roll/{job.pk}/errors.xlsx").streaming_content))).active
    assert [cell.value for cell in sheet[3]][:3] == ["名册", 3, "D"]
    refused = keeper.post(f"/roll/{job.pk}", {"request_key": KEY})
    assert (refused.status_code, "名册里有 1 处错误" in refused.content.decode()) == (409, True)
    assert keeper.post(f"/roll/{job.pk}", {"accept_good_rows": "on", "request_key": KEY}).status_code == 302
    assert "排队等待" in keeper.get(f"/roll/{job.pk}").content.decode()
    worked(job, write_roll)
    assert "文件已删除" in keeper.get(f"/roll/{job.pk}").content.decode()
    assert Ownership.objects.count() == 1
    assert "已导入" in keeper.get("/roll").content.decode()


OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"<html><table></table></html>", "其实是网页"), (OLD_EXCEL, ".xls"), (b"PK\x03\x04junk", "损坏")],
)
def test_file_that_is_no_workbook_is_refused_in_plain_words(browser, compound, content: bytes, words: str) -> None:
    answer = uploaded(browser("ROLL_KEEPER"), compound, content=content)
    assert words in answer.content.decode()
    assert RollJob.objects.count() == 0


def test_roll_can_be_dropped(browser, compound: Territory) -> None:
    keeper = browser("ROLL_KEEPER")
    uploaded(keeper, compound, GOOD)
    job = RollJob.objects.get()
    assert keeper.post(f"/roll/{job.pk}/drop").headers["Location"] == "/roll"
    assert "已放弃" in keeper.get(f"/roll/{job.pk}").content.decode()


def test_roll_of_another_place_is_not_there(browser, compound: Territory, street: Territory) -> None:
    uploaded(browser("ROLL_KEEPER"), compound, GOOD)
    elsewhere = TerritoryFactory(kind="SUBDISTRICT", name="别的街道")
    body = OrganisationFactory(territory=elsewhere)
    other = AppointmentFactory(post="ROLL_KEEPER", organisation=body, territory=elsewhere)
    client = Client()
    enter(client, AccountFactory(person=other.person, is_staff_account=True, phone=None, login="elsewhere"))
    assert client.get(f"/roll/{RollJob.objects.get().pk}").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_history_asks_the_same_whatever_its_length(browser, compound, django_assert_num_queries, number: int) -> None:
    keeper = browser("ROLL_KEEPER")
    for _ in range(number):
        uploaded(keeper, compound, GOOD)
    keeper.get("/roll")
    with django_assert_num_queries(11):
        assert keeper.get("/roll").content.decode().count("待核对") == 0


def test_letters_take_two_and_come_as_a_pdf_once(browser, compound: Territory) -> None:
    premises = PremisesFactory(entrance=EntranceFactory(building=BuildingFactory(compound=compound.compound)))
    OwnershipFactory(premises=premises)
    one, other = browser("LETTER_CLERK"), browser("LETTER_CLERK")
    assert one.post("/letters/ask", {"territory": compound.pk, "request_key": KEY}).status_code == 302
    batch = LetterBatch.objects.get()
    assert one.post(f"/letters/{batch.pk}/release").status_code == 403
    answer = other.post(f"/letters/{batch.pk}/release")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert other.post(f"/letters/{batch.pk}/release").status_code == 409
    assert "共 1 封" in one.get("/letters").content.decode()
    one.post(f"/letters/{batch.pk}/void", {"reason": "打印件丢失", "request_key": KEY})
    assert "已作废" in one.get("/letters").content.decode()


def test_body_is_registered_and_somebody_appointed(browser, street: Territory) -> None:
    admin = browser("SECURITY_ADMIN")
    sent = {"kind": "RESIDENTS_COMMITTEE", "name": "长堤社区居委会", "territory": street.pk, "request_key": KEY}
    assert admin.post("/organisations/new", sent).status_code == 302
    page = admin.get("/organisations?q=长堤").content.decode()
    pk = int(re.search(r"/organisations/(\d+)\"", page).group(1))
    assert admin.post("/organisations/new", sent).status_code == 409
    person = {"name": "周敏", "phone": "13900008888", "post": "COMMUNITY_WORKER", "territory": street.pk}
    appointed = {**person, "building": "", "from_date": "2026-11-01", "request_key": KEY}
    assert admin.post(f"/organisations/{pk}/appoint", appointed).status_code == 302
    page = admin.get(f"/organisations/{pk}").content.decode()
    assert "周*" in page
    assert "周敏" not in page
    row = Appointment.objects.get(organisation_id=pk)
    opened = admin.post(f"/staff/new/{row.person_id}", {"login": "zhoumin", "request_key": KEY})
    assert "临时密码" in opened.content.decode()
    assert opened.headers["Cache-Control"] == "private, no-store"
    account = Account.objects.get(login="zhoumin")
    assert admin.post(f"/staff/{account.pk}/lock", {"reason": "离岗一周", "request_key": KEY}).status_code == 302
    assert "已停用" in admin.get(f"/staff/{account.pk}").content.decode()
    assert admin.post(f"/staff/{account.pk}/unlock", {"reason": "回来了。", "request_key": KEY}).status_code == 302
    assert (
        "临时密码"
        in admin.post(f"/staff/{account.pk}/recover", {"reason": "手机丢失", "request_key": KEY}).content.decode()
    )
    ended = {"to_date": "2026-12-01", "request_key": KEY}
    assert admin.post(f"/organisations/{pk}/appointments/{row.pk}/end", ended).status_code == 302
    assert admin.post(f"/organisations/{pk}/term", {"to_date": "2026-11-01", "request_key": KEY}).status_code == 302
    assert "第 1 届" in admin.get(f"/organisations/{pk}").content.decode()
    assert admin.post(f"/organisations/{pk}/end", {"to_date": "2026-12-01", "request_key": KEY}).status_code == 302


def test_administrators_stay_apart(browser, street: Territory) -> None:
    admin = browser("SECURITY_ADMIN")
    held = AppointmentFactory(post="AUDIT_ADMIN", organisation=OrganisationFactory(territory=street), territory=street)
    sent = {
        "name": held.person.name, "phone": held.person.phone, "post": "SYSTEM_ADMIN", "territory": street.pk,
        "building": "", "from_date": "2026-11-01", "request_key": KEY,
    }  # fmt: skip
    answer = admin.post(f"/organisations/{held.organisation_id}/appoint", sent)
    assert "不能和另外两种管理员由同一人担任" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("post", "path", "queries"),
    [("SECURITY_ADMIN", "/staff", 5), ("SECURITY_ADMIN", "/organisations", 5), ("AUDIT_ADMIN", "/audit", 7)],
)
def test_register_asks_the_same_whatever_its_length(
    browser, django_assert_num_queries, number: int, post: str, path: str, queries: int
) -> None:
    client = browser(post)
    for _ in range(number):
        browser("SCREENER")
    client.get(path)
    with django_assert_num_queries(queries + 1):
        assert client.get(path).status_code == 200


def test_audit_is_read_by_its_administrator_only_and_checked(browser) -> None:
    auditor = browser("AUDIT_ADMIN")
    assert browser("SECURITY_ADMIN").get("/audit").status_code == 403
    seal(clock.now())
    page = auditor.get("/audit?verb=signed_in&since=2020-01-01").content.decode()
    assert "signed_in" in page
    assert auditor.get("/audit?since=2026-02-30").status_code == 200
    assert "链条完整" in auditor.post("/audit/check", follow=True).content.decode()
    AuditEvent.objects.filter(sequence=0).update(verb="nothing")
    assert "链条有问题" in auditor.post("/audit/check", follow=True).content.decode()


def test_request_is_answered_with_a_reason(browser) -> None:
    account = AccountFactory(person=None, phone="13900009999", login="+8613900009999")
    by = {"actor": actor_for(account, clock.now()), "now": clock.now()}
    row = ask_about_data(account_id=account.pk, kind="CORRECT", text="名字写错了", **by)
    worker = browser("COMMUNITY_WORKER")
    assert "139****9999" in worker.get("/data-requests").content.decode()
    assert "名字写错了" in worker.get(f"/data-requests/{row.pk}").content.decode()
    sent = {"granted": "0", "reason": "", "request_key": KEY}
    assert worker.post(f"/data-requests/{row.pk}", sent).status_code == 409
    assert worker.post(f"/data-requests/{row.pk}", {**sent, "reason": "名册与身份证一致"}).status_code == 302


def test_public_register_says_every_personal_field_once() -> None:
    told = [field for line in register.KEPT for field in line.fields]
    assert sorted(told) == sorted(fields.PERSONAL)


def test_register_is_public(client: Client) -> None:
    page = client.get("/privacy/register").content.decode()
    assert "区分同名者的指纹值" in page
