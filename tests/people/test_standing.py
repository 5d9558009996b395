"""Bodies of a compound: founding, organs, seats, what they lack; who answers for a place; words; task forces; gaps."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests import given
from tests.factories import EntranceFactory, PersonFactory, PremisesFactory
from tests.given import NOW
from tests.refusals import refused
from yuanba.kernel.actor import system
from yuanba.messaging.models import Message
from yuanba.people import actions, queries
from yuanba.people.actions import NewBody, NewSeat
from yuanba.people.models import Appointment, Consent, Organisation, OrganisationTerm, Word
from yuanba.people.queries.words import supervisors_of
from yuanba.people.rules import KEEP_WORDS, WORDS_A_DAY
from yuanba.places import actions as places
from yuanba.places.models import BuildingCluster

pytestmark = pytest.mark.django_db

DAY = NOW.date()
YEAR = DAY + timedelta(days=365)


@pytest.fixture
def world() -> given.World:
    return given.subdistrict(per_compound=2)


@pytest.fixture
def by(world: given.World) -> dict:
    """A community worker acts: the grid manager of the community."""
    return {"actor": world.actor("COMMUNITY_WORKER"), "now": NOW}


@pytest.fixture
def street(world: given.World) -> dict:
    return {"actor": world.actor("STREET_ORGANISER"), "now": NOW}


def committee(world: given.World, **changes) -> NewBody:
    facts = {
        "kind": "SPECIAL_COMMITTEE", "name": "花城小区专项治理工作委员会", "territory_id": world.compounds[0].pk,
        "purpose": "解决电梯、停车和积怨", "from_date": DAY, "due_date": YEAR, "decided_by": "示范街道办事处",
        "decision_number": "示街办〔2026〕8号", "decided_date": DAY,
    }  # fmt: skip
    return NewBody(**(facts | changes))


def group(world: given.World, building_id: int | None) -> NewBody:
    return NewBody("MUTUAL_AID_GROUP", "1栋互助小组", world.compounds[0].pk, "邻里互助", DAY, building_id=building_id)


def house(world: given.World) -> int:
    return world.premises[0].entrance.building_id


def micro_grid(world: given.World, by: dict):
    facts = {"community_id": world.communities[0].pk, "from_date": DAY, **by}
    top = places.draw_grid(level="COMMUNITY", name="总网格", **facts)
    general = places.draw_grid(level="GENERAL", name="一般网格1", parent_id=top.pk, **facts)
    grid = places.draw_grid(level="MICRO", name="微网格1", parent_id=general.pk, **facts)
    places.place_in_grid(grid_id=grid.pk, premises_ids=[one.pk for one in world.premises[:2]], from_date=DAY, **by)
    return grid


def serving(world: given.World, post: str, by: dict, **where) -> Appointment:
    place = {"territory_id": world.compounds[0].pk} | where
    return actions.appoint(
        person_id=PersonFactory().pk, organisation_id=world.office.pk, post=post, from_date=DAY, **place, **by
    )


def test_special_committee_rests_on_a_decision_and_has_a_term_and_five_organs(world, by, street):
    found = {"actor": street["actor"], "now": NOW}
    refused("people.not_allowed", actions.found_body, order=committee(world), **by)
    refused("people.body_decision", actions.found_body, order=committee(world, decided_by=""), **found)
    refused("people.body_term", actions.found_body, order=committee(world, due_date=None), **found)
    refused("people.body_purpose", actions.found_body, order=committee(world, purpose=" "), **found)
    elsewhere = committee(world, territory_id=world.communities[0].pk)
    refused("people.body_place", actions.found_body, order=elsewhere, **found)
    body = actions.found_body(order=committee(world), **found)
    refused("people.body_exists", actions.found_body, order=committee(world, name="另一个"), **found)
    organs = queries.organs_of([body.pk], DAY)
    assert [one.key for one in organs] == ["NEIGHBOURS", "AUTONOMY", "SAFETY", "SERVICES", "RIGHTS"]
    assert all(one.organisation.charter.purpose for one in organs)
    own = actions.found_organ(committee_id=body.pk, key="PARKING", name="停车小组", duty="停车", **found)
    refused(
        "people.organ_exists", actions.found_organ, committee_id=body.pk, key="PARKING", name="停车", duty="停", **found
    )
    assert own.parent_id == body.pk
    seat = NewSeat(PersonFactory().pk, True, "STREET", DAY, source_unit="社区发展办")
    refused("people.secondment_open_ended", actions.take_seat, organisation_id=body.pk, order=seat, **found)
    chair = actions.take_seat(
        organisation_id=body.pk, order=NewSeat(seat.person_id, True, "STREET", DAY, YEAR, "社区发展办", "牵头"), **found
    )
    (sitting,) = queries.sittings([body.pk], DAY)[body.pk]
    assert (sitting.is_lead, sitting.source_unit, sitting.to_date) == (True, "社区发展办", YEAR)
    lack = queries.lack_of(body.kind, [sitting])
    assert (lack.no_lead, len(lack.missing)) == (False, 2)
    later = NOW + timedelta(days=30)
    late = {"actor": street["actor"], "now": later}
    refused(
        "people.reason_missing", actions.end_body, organisation_id=body.pk, ended_date=later.date(), reason="", **late
    )
    actions.end_body(organisation_id=body.pk, ended_date=later.date(), reason="任务完成", **late)
    chair.refresh_from_db()
    assert chair.to_date == later.date()
    assert not queries.bodies_in([body.territory_id], later.date()).exists()
    assert set(OrganisationTerm.objects.values_list("to_date", flat=True)) == {later.date()}
    refused("people.organisation_ended", actions.take_seat, organisation_id=body.pk, order=seat, **late)


def test_a_group_says_which_kind_of_member_is_missing_and_keeps_no_party_member_without_consent(world, by):
    refused("people.body_building", actions.found_body, order=group(world, None), **by)
    body = actions.found_body(order=group(world, house(world)), **by)
    person = world.residents[0].person_id
    order = NewSeat(person, False, "PARTY_MEMBER", DAY)
    refused("people.party_needs_consent", actions.take_seat, organisation_id=body.pk, order=order, **by)
    agreed = NewSeat(person, False, "PARTY_MEMBER", DAY, has_consented=True)
    row = actions.take_seat(organisation_id=body.pk, order=agreed, **by)
    assert row.building_id == house(world)
    micro = NewSeat(PersonFactory().pk, True, "MICRO_LEAD", DAY)
    actions.take_seat(organisation_id=body.pk, order=micro, **by)
    lack = queries.lack_of(body.kind, queries.sittings([body.pk], DAY)[body.pk])
    assert lack.missing == (frozenset({"KEY_RESIDENT"}),)
    consent = Consent.objects.get(person_id=person)
    actions.withdraw_consent(consent_id=consent.pk, actor=world.resident(0), now=NOW)
    assert {one.capacity for one in queries.sittings([body.pk], DAY)[body.pk]} == {"MICRO_LEAD", "RESIDENT"}


def test_a_group_of_residents_notes_its_results(world, by):
    order = NewBody("RESIDENT_GROUP", "房屋质量监督小组", world.compounds[0].pk, "看住整改", DAY, YEAR)
    body = actions.found_body(order=order, **by)
    lead = world.residents[0].person_id
    actions.take_seat(organisation_id=body.pk, order=NewSeat(lead, True, "RESIDENT", DAY), **by)
    note = {"organisation_id": body.pk, "on_date": DAY, "text": "督促补漏 6 处", "now": NOW}
    refused("people.not_allowed", actions.note_result, actor=world.resident(1), **note)
    refused(
        "people.day_ahead",
        actions.note_result,
        actor=world.resident(0),
        **(note | {"on_date": DAY + timedelta(days=1)}),
    )
    assert actions.note_result(actor=world.resident(0), **note).text == "督促补漏 6 处"


def test_who_answers_for_a_place_is_one_query(world, by, street, django_assert_num_queries):
    home = world.premises[0]
    building = home.entrance.building
    building.cluster = BuildingCluster.objects.create(compound=building.compound, name="东组团")
    building.save()
    body = actions.found_body(order=committee(world), **street)
    safety = queries.organs_of([body.pk], DAY).get(key="SAFETY").organisation
    grid = micro_grid(world, by)
    worker = serving(world, "GRID_WORKER", by, territory_id=world.communities[0].pk, grid_id=grid.pk)
    lead = serving(world, "BUILDING_LEAD", by, building_id=building.pk)
    cluster = serving(world, "CLUSTER_LEAD", by, cluster_id=building.cluster_id)
    fill = {"from_date": DAY, "capacity": "RESIDENT"}
    member, head = PersonFactory(), PersonFactory()
    for person, leads in ((member, False), (head, True)):
        actions.take_seat(organisation_id=safety.pk, order=NewSeat(person.pk, leads, **fill), **street)
    other = PremisesFactory(entrance=EntranceFactory(building__compound=building.compound))
    ask = {"on": DAY, "organ_key": "SAFETY"}
    with django_assert_num_queries(1):
        found = queries.responsible(building.compound_id, premises_id=home.pk, **ask)
    assert found.grid == (worker.person_id,)
    assert (found.building, found.cluster) == ((lead.person_id,), (cluster.person_id,))
    assert (found.organ, found.organ_id, found.committee_id) == ((head.pk, member.pk), safety.pk, body.pk)
    assert found.committee == ()
    assert found.first() == ("GRID", (worker.person_id,))
    assert queries.responsible(building.compound_id, building_id=building.pk, **ask) == found
    elsewhere = queries.responsible(building.compound_id, premises_id=other.pk, **ask)
    assert (elsewhere.grid, elsewhere.building, elsewhere.cluster) == ((), (), ())
    assert elsewhere.first() == ("COMMITTEE", (head.pk, member.pk))
    rights = queries.responsible(building.compound_id, DAY, organ_key="RIGHTS")
    assert (rights.organ, rights.organ_id is not None, rights.first()) == ((), True, ("", ()))


@pytest.mark.parametrize("doors", [1, 3])
def test_roster_counts_the_people_each_worker_serves(world, by, doors, django_assert_num_queries):
    grid = micro_grid(world, by)
    for _ in range(doors):
        serving(world, "GRID_WORKER", by, territory_id=world.communities[0].pk, grid_id=grid.pk)
    with django_assert_num_queries(5):
        (line,) = queries.grid_roster(world.communities[0].pk, DAY)
    assert (line.members, line.people, line.per_worker) == (2, 2, Fraction(2, doors))
    assert not line.size  # two homes are fewer than thirty
    assert line.size.facts["low"] == 30


def test_community_fills_posts_of_its_roster_and_no_others(world, by):
    grid = micro_grid(world, by)
    row = serving(world, "GRID_WORKER", by, territory_id=world.communities[0].pk, grid_id=grid.pk)
    person, office = PersonFactory().pk, world.office.pk
    facts = {"person_id": person, "organisation_id": office, "from_date": DAY, **by}
    refused("people.not_allowed", actions.appoint, post="SCREENER", territory_id=world.street.pk, **facts)
    refused("people.not_allowed", actions.appoint, post="GRID_WORKER", territory_id=world.communities[1].pk, **facts)
    own = facts | {"person_id": by["actor"].person_id}
    refused("people.appoint_self", actions.appoint, post="GRID_WORKER", territory_id=world.communities[0].pk, **own)
    stranger = PersonFactory(phone="13800007777")
    refused(
        "people.relay_line_private", actions.appoint, post="BUILDING_LEAD", territory_id=world.compounds[0].pk,
        relay_line="138-0000-7777 转 1", **facts,
    )  # fmt: skip
    assert stranger.pk
    ended = actions.end_appointment(appointment_id=row.pk, to_date=DAY + timedelta(days=1), **by)
    assert ended.to_date


def word(world, lead, kind: str, number: int = 0, key: str = "a" * 32, text: str = "谢谢您帮我找师傅") -> Word:
    return actions.leave_word(
        kind=kind, appointment_id=lead.pk, text=text, request_key=key, actor=world.resident(number), now=NOW
    )


def test_thanks_reach_the_worker_and_a_complaint_only_the_supervisor(world, by):
    lead = actions.appoint(
        person_id=world.residents[1].person_id, organisation_id=world.office.pk, post="BUILDING_LEAD",
        territory_id=world.compounds[0].pk, building_id=house(world), from_date=DAY, **by,
    )  # fmt: skip
    assert queries.own_helpers(world.residents[0].person_id, DAY) == {lead.pk}
    Message.objects.all().delete()
    thanks = word(world, lead, "THANKS")
    assert word(world, lead, "THANKS") == thanks
    question = word(world, lead, "QUESTION", key="b" * 32)
    complaint = word(world, lead, "COMPLAINT", key="c" * 32, text="敲门太凶")
    served, boss = world.resident(1), by["actor"]
    assert set(queries.words_for(served.person_id)) == {thanks, question}
    assert list(queries.complaints_for(boss, DAY)) == [complaint]
    assert list(queries.complaints_for(served, DAY)) == []
    told = Message.objects.filter(kind__in=["word_left", "complaint_left"]).values_list("person_ref", flat=True)
    assert sorted(told) == sorted([served.id, served.id, boss.id])
    assert not Message.objects.filter(text_zh__contains="敲门").exists()
    refused("people.word_not_for_you", actions.answer_word, word_id=complaint.pk, text="好", actor=served, now=NOW)
    refused("people.word_not_for_you", actions.answer_word, word_id=question.pk, text="好", actor=boss, now=NOW)
    actions.answer_word(word_id=question.pk, text="明天我来", actor=served, now=NOW)
    actions.answer_word(word_id=complaint.pk, text="已谈话", actor=boss, now=NOW)
    refused("word.no_such_move", actions.answer_word, word_id=question.pk, text="又", actor=served, now=NOW)
    stranger = len(world.residents) - 1  # of another community
    refused(
        "people.word_not_yours", actions.leave_word, kind="THANKS", appointment_id=lead.pk, text="好",
        request_key="d" * 32, actor=world.resident(stranger), now=NOW,
    )  # fmt: skip
    for number in range(WORDS_A_DAY - 3):
        word(world, lead, "THANKS", key=f"{number:032d}")
    refused(
        "people.words_enough", actions.leave_word, kind="THANKS", appointment_id=lead.pk, text="好",
        request_key="e" * 32, actor=world.resident(0), now=NOW,
    )  # fmt: skip
    assert actions.forget_words(NOW + KEEP_WORDS) == 0
    assert actions.forget_words(NOW + KEEP_WORDS + timedelta(days=1)) == WORDS_A_DAY


def test_a_complaint_about_the_only_supervisor_goes_up(world):
    boss = world.actor("COMMUNITY_WORKER")
    row = actions.appoint(
        person_id=boss.person_id, organisation_id=world.office.pk, post="BUILDING_LEAD", from_date=DAY,
        territory_id=world.compounds[0].pk, actor=system("test"), now=NOW,
    )  # fmt: skip
    assert supervisors_of(row, DAY) == [world.actor("STREET_ORGANISER").person_id]
    complaint = word(world, row, "COMPLAINT")
    assert complaint not in queries.complaints_for(boss, DAY)
    refused("people.word_not_for_you", actions.answer_word, word_id=complaint.pk, text="好", actor=boss, now=NOW)


def test_task_force_has_one_lead_unit_liaisons_and_tasks(world, street):
    order = NewBody(
        "TASK_FORCE", "小区工作专班", world.street.pk, "三年攻坚", DAY, YEAR, "区委社会工作部", "", DAY
    )  # fmt: skip
    force = actions.found_body(order=order, **street)
    person = world.actor("SCREENER").person_id
    facts = {"force_id": force.pk, "from_date": DAY, **street}
    unit = actions.add_unit(name="住建局", is_lead=True, line="028-00000000", liaison_id=person, **facts)
    refused("people.lead_exists", actions.add_unit, name="城管局", is_lead=True, **facts)
    refused("people.unit_exists", actions.add_unit, name="住建局", **facts)
    refused("people.day_past", actions.give_task, unit_id=unit.pk, text="排查电梯", due_date=date(2026, 1, 1), **street)
    task = actions.give_task(unit_id=unit.pk, text="排查电梯", due_date=YEAR, **street)
    refused("people.unit_has_tasks", actions.end_unit, unit_id=unit.pk, to_date=YEAR, **street)
    other, liaison = world.actor("APPEAL_OFFICER"), world.actor("SCREENER")
    refused("people.not_allowed", actions.finish_task, task_id=task.pk, outcome="完成", actor=other, now=NOW)
    actions.finish_task(task_id=task.pk, outcome="12 部已排查", actor=liaison, now=NOW)
    refused("people.task_done", actions.finish_task, task_id=task.pk, outcome="完成", actor=liaison, now=NOW)
    actions.end_unit(unit_id=unit.pk, to_date=YEAR, **street)
    assert Appointment.objects.get(pk=unit.liaison_id).to_date == YEAR


@pytest.mark.parametrize("number", [1, 3])
def test_gaps_of_compounds_take_as_many_queries_for_one_as_for_three(
    world, by, street, number, django_assert_num_queries
):
    actions.found_body(order=committee(world), **street)
    grid = micro_grid(world, by)
    assert grid.pk
    serving(world, "BUILDING_LEAD", by, building_id=house(world))
    ids = [one.pk for one in world.compounds[:number]]
    with django_assert_num_queries(5):
        found = queries.gaps_of(ids, DAY)
    one = found[ids[0]]
    assert (one.has_special_committee, one.has_branch, one.has_committee) == (True, False, False)
    assert (one.homes, one.outside_grids, one.grids, one.grids_unserved) == (2, 0, 1, 1)
    assert (one.buildings, one.buildings_without_lead) == (1, 0)
    assert Organisation.objects.filter(kind="SERVICE_ORGAN").count() == 5
