"""Honours of places, bodies and persons; one's own relatives; the end of a term and an erasure, on their pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import given
from tests.awards.given_awards import picture
from tests.factories import AccountFactory, PersonFactory
from tests.refusals import refused
from tests.signing import enter
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import local_date
from yuanba.people import actions, queries
from yuanba.people.models import Account, Honour, Organisation, OrganisationTerm, Person, Relation
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = "0" * 32
SENT = {"year": "2018", "title": "法治小区", "granted_by": "市司法局", "request_key": KEY}


@pytest.fixture
def world():
    return given.subdistrict(per_compound=2, now=clock.now())


def browser(world, post: str, place: int = 0) -> Client:
    client = Client()
    enter(client, world.staff[post][place])
    return client


@pytest.fixture
def worker(world) -> Client:
    return browser(world, "COMMUNITY_WORKER")


def test_honour_of_a_compound_is_registered_shown_and_revoked(worker: Client, world) -> None:
    place = world.compounds[0].pk
    page = reverse("people:honours", args=["place", place])
    assert "还没有登记荣誉" in worker.get(page).content.decode()
    assert f'href="{page}"' in worker.get(f"/places/{place}").content.decode()
    proof = SimpleUploadedFile("牌匾.png", picture("牌匾"))
    answer = worker.post(f"{page}/new", {**SENT, "evidence": proof})
    assert answer.headers["Location"] == page
    row = Honour.objects.get()
    proved = worker.get(f"/honours/{row.pk}/proof")
    assert b"".join(proved.streaming_content).startswith(b"\x89PNG")
    proved.close()
    assert "法治小区" in Client().get(f"/places/{place}").content.decode()
    assert worker.post(f"/honours/{row.pk}/revoke", {"reason": "x", "request_key": KEY}).status_code == 409
    worker.post(f"/honours/{row.pk}/revoke", {"reason": "复核不合格，取消称号", "request_key": KEY})
    assert "法治小区" not in Client().get(f"/places/{place}").content.decode()
    assert "复核不合格，取消称号" in worker.get(page).content.decode()


def test_honours_are_kept_by_the_workers_of_the_place(worker: Client, world) -> None:
    elsewhere = world.compounds[2].pk
    assert worker.get(f"/honours/place/{elsewhere}").status_code == 404
    assert worker.get("/honours/ship/1").status_code in (403, 404)
    by = {"actor": system("t"), "now": clock.now()}
    row = actions.register_honour(year=2018, title="a", granted_by="b", territory_id=elsewhere, **by)
    for page in ("revoke", "proof"):
        assert worker.get(f"/honours/{row.pk}/{page}").status_code == 404
    about = {"honour_id": row.pk, "reason": "不再符合", "now": clock.now()}
    mine = world.actor("COMMUNITY_WORKER", now=clock.now())
    refused("people.other_place", actions.revoke_honour, territory_id=world.compounds[0].pk, actor=mine, **about)
    refused("people.not_allowed", actions.revoke_honour, territory_id=elsewhere, actor=mine, **about)


def test_honour_of_a_person_needs_that_the_person_agrees(worker: Client, world) -> None:
    person = Account.objects.get(pk=world.residents[0].pk).person_id
    page = f"/honours/person/{person}"
    assert worker.post(f"{page}/new", SENT).status_code == 200
    facts = {"year": 2018, "title": "a", "granted_by": "b", "territory_id": world.compounds[0].pk, "person_id": person}
    by = {"actor": system("t"), "now": clock.now()}
    refused("people.honour_no_consent", actions.register_honour, **facts, **by)
    worker.post(f"{page}/new", {**SENT, "person_agrees": "on"})
    row = Honour.objects.get()
    assert row.person_id == person
    worker.post(f"/honours/{row.pk}/revoke", {"reason": "本人要求撤回", "request_key": KEY})
    assert not queries.honours_of(person_id=person).exists()
    assert "本人要求撤回" in worker.get(page).content.decode()


def test_honour_of_a_body(worker: Client, world) -> None:
    body = Organisation.objects.create(kind="OWNERS_COMMITTEE", name="业委会", territory=world.compounds[0])
    worker.post(f"/honours/organisation/{body.pk}/new", SENT)
    assert queries.honours_of(organisation_id=body.pk).count() == 1
    assert worker.get("/honours/organisation/99999").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_honours_ask_the_same_whatever_their_number(worker, world, django_assert_num_queries, number: int) -> None:
    place, by = world.compounds[0].pk, {"actor": system("t"), "now": clock.now()}
    for year in range(number):
        actions.register_honour(year=2000 + year, title="a", granted_by="b", territory_id=place, **by)
    with django_assert_num_queries(13):
        assert worker.get(f"/honours/place/{place}").content.decode().count("<h2>20") == number


def test_worker_declares_a_relative_and_ends_it(worker: Client, world) -> None:
    known = PersonFactory(name="周小弟", phone="13900006666")
    assert "还没有申报" in worker.get("/me/relatives").content.decode()
    sent = {"name": "周小弟", "phone": "139 0000 6666", "request_key": KEY}
    assert worker.post("/me/relatives", {**sent, "phone": "13900006667"}).status_code == 409
    assert worker.post("/me/relatives", {**sent, "phone": "12"}).status_code == 409
    worker.post("/me/relatives", sent)
    row = Relation.objects.get()
    me = Account.objects.get(pk=world.staff["COMMUNITY_WORKER"][0].pk).person_id
    assert (row.person_id, row.relative_id) == (me, known.pk)
    assert "周**" in worker.get("/me/relatives").content.decode()
    other = browser(world, "SCREENER")
    assert other.post(f"/me/relatives/{row.pk}").status_code == 404
    worker.post(f"/me/relatives/{row.pk}")
    assert not Relation.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_relatives_ask_the_same_whatever_their_number(worker, world, django_assert_num_queries, number: int) -> None:
    me = Account.objects.get(pk=world.staff["COMMUNITY_WORKER"][0].pk).person
    for _ in range(number):
        Relation.objects.create(person=me, relative=PersonFactory(), declared_at=clock.now())
    with django_assert_num_queries(9):
        assert worker.get("/me/relatives").content.decode().count("结束申报") >= number


def test_term_of_office_ends_without_another(world) -> None:
    officer = browser(world, "SECURITY_ADMIN")
    body = Organisation.objects.create(kind="OWNERS_COMMITTEE", name="业委会", territory=world.compounds[0])
    term = OrganisationTerm.objects.create(organisation=body, number=1, from_date=local_date(clock.now()))
    page = f"/organisations/{body.pk}/term/{term.pk}/end"
    assert page in officer.get(f"/organisations/{body.pk}").content.decode()
    day = local_date(clock.now()) + timedelta(days=1)
    officer.post(page, {"to_date": day.isoformat(), "request_key": KEY})
    term.refresh_from_db()
    assert term.to_date == day
    assert officer.get(f"/organisations/{body.pk}/term/99999/end").status_code == 404


def test_whoever_asked_is_erased_once_off_the_roll(worker: Client, world) -> None:
    by = {"actor": system("t"), "now": clock.now()}
    account = Account.objects.get(pk=world.residents[0].pk)
    facts = {"account_id": account.pk, "kind": "ERASE", "text": "搬走了"}
    mine = {"actor": queries.actor_for(account, clock.now()), "now": clock.now()}
    asked = actions.ask_about_data(**facts, **mine)
    page = f"/data-requests/{asked.pk}/erase"
    assert page in worker.get("/data-requests").content.decode()
    sent = {"reason": "本人申请，已搬走", "request_key": KEY}
    assert worker.post(page, sent).status_code == 409
    today = local_date(clock.now())
    account.person.ownerships.update(to_date=today)
    account.person.residences.update(to_date=today)
    person = account.person_id
    officer = AccountFactory(person=None)
    lost = actions.ask_about_data(
        account_id=officer.pk, kind="ERASE", text="x", actor=queries.actor_for(officer, clock.now()), now=clock.now()
    )
    assert worker.get(f"/data-requests/{lost.pk}/erase").headers["Location"] == f"/data-requests/{lost.pk}"
    actions.erase_person(person_id=person, reason="本人申请，已搬走", **by)
    assert Person.objects.get(pk=person).name == ""
