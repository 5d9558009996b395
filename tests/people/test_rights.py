"""The field register, consent, what is kept about me, unmasking, requests, relatives, appointments and bodies."""

from datetime import date, timedelta

import pytest
from django.apps import apps

from tests import given
from tests.factories import AccountFactory, BuildingFactory, PersonFactory
from tests.given import NOW
from yuanba.audit.models import AuditDetail, AuditEvent
from yuanba.kernel.actor import system
from yuanba.kernel.verdict import Refused
from yuanba.people import actions, fields, queries
from yuanba.people.models import Account, Unmasking
from yuanba.people.queries import actor_for
from yuanba.places.actions import draw_grid

DAY = NOW.date()


def refusal(call, **facts):
    with pytest.raises(Refused) as refused:
        call(**facts)
    return refused.value.verdict.code


def test_every_field_of_a_person_has_a_purpose_a_basis_and_a_term():
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("people").get_models()
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
    assert found == set(fields.PERSONAL) | fields.NOT_PERSONAL
    assert not set(fields.PERSONAL) & fields.NOT_PERSONAL
    assert all(one.purpose and one.basis and one.until for one in fields.PERSONAL.values())


pytest_db = pytest.mark.django_db


@pytest.fixture
def world():
    return given.subdistrict(per_compound=1)


@pytest_db
def test_consent_is_given_withdrawn_and_asked_anew():
    by = {"actor": system("test"), "now": NOW}
    text = {"kind": "privacy", "text_zh": "同意", "text_en": "I agree"}
    first = actions.publish_consent_text(**text, **by)
    assert actions.publish_consent_text(**text, **by) == first
    account = AccountFactory()
    mine = {"account_id": account.pk, "actor": actor_for(account, NOW), "now": NOW}
    given_row = actions.give_consent(kind="privacy", version=1, **mine)
    assert actions.give_consent(kind="privacy", version=1, **mine) == given_row
    assert queries.consent_state("privacy", account_id=account.pk).holds
    actions.publish_consent_text(**(text | {"text_zh": "同意更多"}), **by)
    state = queries.consent_state("privacy", account_id=account.pk)
    assert (state.holds, state.asked_anew, state.text.version) == (False, True, 2)
    assert refusal(actions.give_consent, kind="privacy", version=1, **mine) == "people.consent_outdated"
    second = actions.give_consent(kind="privacy", version=2, **mine)
    stranger = AccountFactory()
    other = {"actor": actor_for(stranger, NOW), "now": NOW}
    assert refusal(actions.withdraw_consent, consent_id=second.pk, **other) == "people.consent_of_other"
    actions.withdraw_consent(consent_id=second.pk, actor=mine["actor"], now=NOW)
    assert not queries.consent_state("privacy", account_id=account.pk).holds


@pytest_db
def test_what_is_kept_about_me_is_whole_and_without_secrets(world):
    resident = world.residents[0]
    kept = queries.kept_about(Account.objects.get(pk=resident.pk))
    assert kept["person"][0]["name"].startswith("王小")
    assert len(kept["ownerships"]) == len(kept["residences"]) == 1
    assert kept["verifications"][0]["method"] == "DESK"
    assert "password" not in str(kept) and "roll_key" not in str(kept)


@pytest_db
def test_names_are_masked_and_unmasking_leaves_a_trace(world):
    person = world.residents[0].person or Account.objects.get(pk=world.residents[0].pk).person
    near, far = world.actor("COMMUNITY_WORKER", 0), world.actor("COMMUNITY_WORKER", 1)
    masked = queries.masked_person(person)
    assert (masked.name, masked.phone[3:7]) == ("王**", "****")
    assert queries.may_see_person(near, person.pk, NOW)
    assert not queries.may_see_person(far, person.pk, NOW)
    facts = {"person_id": person.pk, "field": "phone", "now": NOW}
    assert refusal(actions.unmask, reason="phone back", actor=far, **facts) == "people.not_your_place"
    assert refusal(actions.unmask, reason="x", actor=near, **facts) == "people.reason_missing"
    assert actions.unmask(reason="phone back", actor=near, **facts) == person.phone
    assert Unmasking.objects.get().reason == "phone back"
    event = AuditEvent.objects.get(verb="unmasked")
    assert AuditDetail.objects.get(event=event).body != "" and "phone back" not in str(
        AuditDetail.objects.get(event=event).body
    )
    assert queries.kept_about(Account.objects.get(pk=world.residents[0].pk))["unmaskings"][0]["field"] == "phone"


@pytest_db
def test_requests_are_answered_with_a_reason(world):
    resident = world.residents[0]
    mine = actor_for(resident, NOW)
    ask = {"account_id": resident.pk, "kind": "CORRECT", "text": "名字写错了", "actor": mine, "now": NOW}
    row = actions.ask_about_data(**ask)
    assert refusal(actions.ask_about_data, **ask) == "people.asked_already"
    worker = {"request_id": row.pk, "actor": world.actor("COMMUNITY_WORKER"), "now": NOW}
    assert refusal(actions.answer_data_request, granted=False, **worker) == "people.reason_missing"
    answered = actions.answer_data_request(granted=False, reason="the register says so", **worker)
    assert (answered.state, answered.reason) == ("REFUSED", "the register says so")
    assert refusal(actions.answer_data_request, granted=True, **worker) == "data_request.no_such_move"


@pytest_db
def test_relatives_are_declared_for_conflicts(world):
    one, two = world.residents[0], world.residents[1]
    mine = {"actor": actor_for(Account.objects.get(pk=one.pk), NOW), "now": NOW}
    persons = Account.objects.get(pk=one.pk).person_id, Account.objects.get(pk=two.pk).person_id
    row = actions.declare_relation(person_id=persons[0], relative_id=persons[1], **mine)
    assert queries.are_related(persons[1], persons[0])
    assert queries.relatives_of(persons[1]) == {persons[0]}
    assert refusal(actions.declare_relation, person_id=persons[1], relative_id=persons[0], **mine)
    actions.withdraw_relation(relation_id=row.pk, **mine)
    assert not queries.are_related(*persons)


@pytest_db
def test_appointments_are_made_by_others_and_administrators_are_apart(world):
    admin = world.actor("SECURITY_ADMIN")
    person = PersonFactory()
    facts = {
        "organisation_id": world.office.pk, "territory_id": world.street.pk, "from_date": DAY, "actor": admin,
        "now": NOW,
    }  # fmt: skip
    row = actions.appoint(person_id=person.pk, post="AUDIT_ADMIN", **facts)
    assert refusal(actions.appoint, person_id=person.pk, post="SYSTEM_ADMIN", **facts) == "people.administrators_apart"
    assert refusal(actions.appoint, person_id=person.pk, post="AUDIT_ADMIN", **facts) == "people.appointed_already"
    assert refusal(actions.appoint, person_id=person.pk, post="KING", **facts) == "people.post_unknown"
    assert refusal(actions.appoint, person_id=admin.person_id, post="SCREENER", **facts) == "people.appoint_self"
    screener = facts | {"actor": world.actor("SCREENER")}
    assert refusal(actions.appoint, person_id=person.pk, post="JUROR", **screener) == "people.not_allowed"
    ending = {"appointment_id": row.pk, "actor": admin, "now": NOW}
    assert refusal(actions.end_appointment, to_date=DAY, **ending) == "people.period_empty"
    actions.end_appointment(to_date=DAY + timedelta(days=30), **ending)
    later = facts | {"from_date": DAY + timedelta(days=30)}
    assert actions.appoint(person_id=person.pk, post="SYSTEM_ADMIN", **later)
    assert queries.posts_of(person.pk, DAY) == {"AUDIT_ADMIN"}


@pytest_db
def test_building_leads_answer_by_a_relay_line(world):
    compound = world.compounds[0]
    building = BuildingFactory(compound=compound.compound, name="9栋")
    person = PersonFactory(phone="13800009999")
    facts = {
        "person_id": person.pk, "organisation_id": world.office.pk, "post": "BUILDING_LEAD",
        "territory_id": compound.pk, "from_date": DAY, "actor": world.actor("SECURITY_ADMIN"), "now": NOW,
        "building_id": building.pk,
    }  # fmt: skip
    assert refusal(actions.appoint, relay_line="138 0000 9999", **facts) == "people.relay_line_private"
    actions.appoint(relay_line="028-0000 0000 转 12", **facts)
    (lead,) = queries.building_leads(compound.pk, DAY)
    assert (lead.building, lead.relay_line) == ("9栋", "028-0000 0000 转 12")
    elsewhere = facts | {"territory_id": world.compounds[1].pk}
    assert refusal(actions.appoint, **elsewhere) == "people.other_place"


@pytest_db
def test_grid_workers_and_their_load(world):
    community = world.communities[0]
    grid = draw_grid(
        community_id=community.pk, level="COMMUNITY", name="总网格", from_date=DAY, actor=system("test"), now=NOW
    )
    for person in PersonFactory.create_batch(2):
        actions.appoint(
            person_id=person.pk, organisation_id=world.office.pk, post="GRID_WORKER", territory_id=community.pk,
            from_date=DAY, grid_id=grid.pk, actor=world.actor("SECURITY_ADMIN"), now=NOW,
        )  # fmt: skip
    roster = queries.grid_workers(community.pk, DAY)
    assert (roster.workers, roster.residents, roster.per_worker) == (2, 2, 1)


@pytest_db
def test_bodies_have_terms_and_honours(world):
    by = {"actor": world.actor("COMMUNITY_WORKER"), "now": NOW}
    community = world.communities[0].pk
    body = {"kind": "OWNERS_COMMITTEE", "name": "花城小区业委会", "territory_id": community}
    committee = actions.found_organisation(**body, **by)
    assert refusal(actions.found_organisation, **body, **by) == "people.organisation_exists"
    assert refusal(actions.found_organisation, **(body | {"uscc": "123"}), **by) == "people.uscc_malformed"
    first = actions.open_term(organisation_id=committee.pk, from_date=date(2020, 1, 1), **by)
    second = actions.open_term(organisation_id=committee.pk, from_date=date(2024, 1, 1), **by)
    first.refresh_from_db()
    assert (first.to_date, second.number) == (date(2024, 1, 1), 2)
    actions.end_term(term_id=second.pk, to_date=date(2026, 1, 1), **by)
    facts = {"territory_id": community, "year": 2018, "title": "法治小区", "granted_by": "市司法局"}
    actions.register_honour(**facts, **by)
    actions.register_honour(organisation_id=committee.pk, **facts, **by)
    assert queries.honours_of(territory_id=community).count() == 1
    assert queries.honours_of(organisation_id=committee.pk).count() == 1
    assert refusal(actions.register_honour, **(facts | {"title": " "}), **by) == "people.honour_incomplete"
    actions.end_organisation(organisation_id=committee.pk, ended_date=DAY, **by)
    assert refusal(actions.end_organisation, organisation_id=committee.pk, ended_date=DAY, **by)


@pytest_db
def test_deployment_is_founded_once(world):
    facts = {"name": "x", "office": "x", "administrators": given.administrators(), "now": NOW}
    assert refusal(actions.found_deployment, **facts) == "people.founded_already"
    Account.objects.filter(is_staff_account=True).update(is_staff_account=False, person=None)
    one = facts | {"administrators": given.administrators()[:2]}
    assert refusal(actions.found_deployment, **one) == "people.administrators_incomplete"
