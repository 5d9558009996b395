"""A first owners' assembly from its preparatory group to the filed committee, and what is refused on the way."""

from datetime import timedelta

import pytest

from tests import factories
from tests.assemblies import given
from tests.refusals import refused
from yuanba.assemblies import actions, queries, states
from yuanba.assemblies.models import Assembly, Candidate, Seat
from yuanba.assemblies.terms import due
from yuanba.ballots.models import Ballot, Item
from yuanba.kernel.calendar import local_date
from yuanba.messaging.models import Message
from yuanba.people.models import Appointment, Organisation, Ownership

pytestmark = pytest.mark.django_db
NOW, TODAY = given.NOW, given.TODAY


@pytest.fixture
def here() -> given.Place:
    return given.place()


def test_from_the_group_to_the_filing(here) -> None:
    worker = here.staff("COMMUNITY_WORKER", here.community)
    factories.AccountFactory(person_id=worker.person_id, is_staff_account=False)
    row = given.called(here)
    assert Message.objects.filter(kind="assemblies.called").exists()
    ballot = row.ballot
    assert (ballot.electorate, ballot.kind, ballot.matter) == ("OWNERS", "OPINION", "committee-members")
    assert list(Item.objects.filter(ballot=ballot).order_by("position").values_list("key", flat=True)) == [
        "rules", "covenant", "committee",
    ]  # fmt: skip
    end = given.voted(here, row)
    row = actions.record_result(assembly_id=row.pk, actor=here.staff("STREET_ORGANISER"), now=end)
    assert row.state == states.ELECTED
    seats = queries.seats_of(row.term.pk, local_date(end))
    assert [one.person for one in seats] == here.owners[:5]
    assert row.term.due_date.year == end.year + 5
    assert not Appointment.objects.filter(post__startswith="PREPARATION", to_date__isnull=True).exists()
    assert "assemblies.serve" in {grant.permission for grant in here.owner(0, end).grants}
    by = {"actor": here.owner(0, end), "now": end}
    row = actions.hold_first_meeting(
        assembly_id=row.pk, chair_id=here.owners[0].pk, vice_ids=(here.owners[1].pk,), present=4,
        met_date=local_date(end), **by,
    )  # fmt: skip
    chair = here.owner(0, end)
    assert chair.holds("ballots.organise", [here.compound.pk])
    assert not here.owner(2, end).holds("ballots.organise", [here.compound.pk])
    row = actions.hand_in(assembly_id=row.pk, handed_in_date=local_date(end), actor=chair, now=end)
    housing = here.staff("HOUSING_OFFICER")
    filed = {"filed_date": local_date(end), "number": "华住建备〔2026〕3号", "reason": ""}
    refused(
        "assemblies.not_yours", actions.decide_filing, assembly_id=row.pk, is_filed=True, actor=chair, now=end, **filed
    )
    row = actions.decide_filing(assembly_id=row.pk, is_filed=True, actor=housing, now=end, **filed)
    assert row.state == states.FILED
    clocks = {one.key: one for one in queries.deadlines(row)}
    assert not any(one.is_late(local_date(end)) for one in clocks.values())
    assert clocks["filing"].due == local_date(end) + timedelta(days=30)


def test_group_needs_owners_an_odd_number_and_a_head(here) -> None:
    guide = here.staff("STREET_ORGANISER")
    by = {"actor": guide, "now": NOW}
    row = actions.begin(kind="FIRST", territory_id=here.compound.pk, formed_date=TODAY, sizes=(5, 0, 5), **by)
    post = {"assembly_id": row.pk, "posted_date": TODAY, **by}
    refused("assemblies.group_even", actions.post_group, **post)
    actions.add_member(assembly_id=row.pk, side="DEVELOPER", name="建设单位代表", **by)
    refused("assemblies.group_owners", actions.post_group, **post)
    for number in (7, 8):
        actions.add_member(assembly_id=row.pk, side="OWNER", person_id=here.owners[number].pk, **by)
    refused("assemblies.group_head", actions.post_group, **post)
    stranger = factories.PersonFactory()
    refused("assemblies.not_owner", actions.add_member, assembly_id=row.pk, side="OWNER", person_id=stranger.pk, **by)
    refused("assemblies.under_way", actions.begin, kind="FIRST", territory_id=here.compound.pk, formed_date=TODAY,
            sizes=(5, 0, 5), **by)  # fmt: skip
    refused("assemblies.not_yours", actions.begin, kind="FIRST", territory_id=here.compound.pk, formed_date=TODAY,
            sizes=(5, 0, 5), actor=here.owner(0), now=NOW)  # fmt: skip


@pytest.mark.parametrize(
    ("sizes", "code"),
    [((4, 0, 5), "seats"), ((13, 0, 5), "seats"), ((5, 0, 6), "term_years"), ((5, 0, 2), "term_years")],
)
def test_sizes_of_a_committee_follow_the_rule(here, sizes, code) -> None:
    refused(f"assemblies.{code}", actions.begin, kind="FIRST", territory_id=here.compound.pk, formed_date=TODAY,
            sizes=sizes, actor=here.staff("STREET_ORGANISER"), now=NOW)  # fmt: skip


def test_only_owners_stand_and_ties_are_told(here) -> None:
    row = given.nominating(here)
    tenant = factories.ResidenceFactory(premises=Ownership.objects.first().premises, relation="TENANT").person
    desk = here.staff("COMMUNITY_WORKER", here.community)
    by = {"assembly_id": row.pk, "actor": desk, "now": NOW}
    refused("assemblies.not_owner", actions.nominate, form=actions.Nomination(tenant.pk), **by)
    refused("assemblies.in_group", actions.nominate, form=actions.Nomination(here.owners[7].pk), **by)
    refused("assemblies.tie_unsaid", actions.nominate, form=actions.Nomination(here.owners[0].pk, tie="RELATIVE"), **by)
    company = factories.OrganisationFactory(kind="PROPERTY_COMPANY", name="花城物业", territory=here.street)
    factories.AppointmentFactory(
        person=here.owners[1], organisation=company, territory=here.compound, post="PROPERTY_MANAGER"
    )
    silent = actions.nominate(form=actions.Nomination(here.owners[1].pk), **by)
    assert (silent.tie, silent.state, silent.on_paper) == ("EMPLOYED", "NOMINATED", True)
    refused("assemblies.named_already", actions.nominate, form=actions.Nomination(here.owners[1].pk), **by)
    refused("assemblies.not_yours", actions.nominate, assembly_id=row.pk, form=actions.Nomination(here.owners[2].pk),
            actor=here.owner(3), now=NOW)  # fmt: skip


def test_neighbours_name_with_twenty_signatures_and_each_signs_once() -> None:
    here = given.place(24)
    row = given.nominating(here)
    desk = here.staff("COMMUNITY_WORKER", here.community)
    named = actions.nominate(
        assembly_id=row.pk, form=actions.Nomination(here.owners[0].pk, "OWNERS"), actor=desk, now=NOW
    )
    signers = list(range(1, 24))
    for one in signers[:19]:
        actions.support(candidate_id=named.pk, actor=here.owner(one), now=NOW)
    refused("assemblies.signed_already", actions.support, candidate_id=named.pk, actor=here.owner(1), now=NOW)
    assert Candidate.objects.get(pk=named.pk).state == states.NAMED
    actions.support(candidate_id=named.pk, person_id=here.owners[20].pk, actor=desk, now=NOW)
    assert Candidate.objects.get(pk=named.pk).state == states.NOMINATED


def test_rejection_has_a_reason_and_objections_block_the_call(here) -> None:
    row = given.nominating(here)
    guide = here.staff("STREET_ORGANISER")
    first = given.stand(row, here, range(6))[0]
    refused(
        "assemblies.no_reason",
        actions.screen,
        candidate_id=first.pk,
        is_admitted=False,
        reason=" ",
        actor=guide,
        now=NOW,
    )
    actions.screen(candidate_id=first.pk, is_admitted=False, reason="材料不全", actor=guide, now=NOW)
    assert "材料不全" in Message.objects.get(kind="assemblies.screened").text_zh
    codes = {one.code for one in queries.blocking(row, NOW)}
    assert codes == {"assemblies.unscreened", "assemblies.too_few", "assemblies.drafts_missing"}
    said = actions.object_to_candidate(candidate_id=first.pk, text="材料已经补了", actor=here.owner(0), now=NOW)
    refused("assemblies.own_case", actions.answer_objection, objection_id=said.pk, answer="好",
            actor=here.owner(0).__class__(guide.id, guide.account_id, here.owners[0].pk, guide.grants), now=NOW)  # fmt: skip
    assert queries.open_objections(row.pk) == 1
    actions.answer_objection(objection_id=said.pk, answer="已核实，准予参选", actor=guide, now=NOW)
    actions.screen(candidate_id=first.pk, is_admitted=True, reason="", actor=guide, now=NOW)
    assert Candidate.objects.get(pk=first.pk).state == states.ADMITTED


def test_matters_hang_out_fifteen_days_and_consent_is_the_streets(here) -> None:
    row = given.posted(here)
    guide = here.staff("STREET_ORGANISER")
    soon = actions.Window(NOW + timedelta(days=14), NOW + timedelta(days=30))
    refused("assemblies.matters_short", actions.call, assembly_id=row.pk, window=soon, actor=guide, now=NOW)
    lead = here.owner(7)
    assert lead.holds("assemblies.prepare", [here.compound.pk])
    window = actions.Window(NOW + timedelta(days=15), NOW + timedelta(days=30), "华街函〔2026〕8号")
    refused("assemblies.consent_by_street", actions.call, assembly_id=row.pk, window=window, actor=lead, now=NOW)
    row = actions.call(assembly_id=row.pk, window=window, actor=guide, now=NOW)
    assert row.ballot.kind == "STATUTORY"
    refused("assemblies.called_already", actions.withdraw, candidate_id=row.candidates.first().pk,
            actor=here.owner(0), now=NOW)  # fmt: skip


def test_vote_that_misses_the_threshold_fails_and_is_repeated(here) -> None:
    row = given.called(here)
    end = given.voted(here, row, voters=5)  # two thirds of nine owners are six
    guide = here.staff("STREET_ORGANISER")
    row = actions.record_result(assembly_id=row.pk, actor=guide, now=end)
    assert row.state == states.FAILED
    assert not Organisation.objects.filter(kind="OWNERS_COMMITTEE").exists()
    row = actions.repeat(assembly_id=row.pk, actor=guide, now=end)
    assert (row.state, row.ballot_id) == (states.NOMINATING, None)


def test_result_that_is_not_public_gives_no_seats(here) -> None:
    row = given.called(here)
    refused("assemblies.result_missing", actions.record_result, assembly_id=row.pk,
            actor=here.staff("STREET_ORGANISER"), now=NOW)  # fmt: skip
    assert not Seat.objects.exists()
    refused("assemblies.ballot_runs", actions.cancel, assembly_id=row.pk, reason="另行安排",
            actor=here.staff("STREET_ORGANISER"), now=NOW)  # fmt: skip


def test_courtyard_elects_by_households_and_only_without_an_owners_committee(here) -> None:
    row = given.nominating(here, kind="COURTYARD", seats=3)
    guide = here.staff("STREET_ORGANISER")
    for one in given.stand(row, here, range(4)):
        actions.screen(candidate_id=one.pk, is_admitted=True, reason="", actor=guide, now=NOW)
    row = actions.post_candidates(assembly_id=row.pk, posted_date=TODAY, actor=guide, now=NOW)
    row = actions.call(
        assembly_id=row.pk, window=actions.Window(NOW + given.OPENS, NOW + given.CLOSES), actor=guide, now=NOW
    )
    assert (row.ballot.electorate, row.ballot.matter, row.ballot.rule.get("threshold")) == ("HOUSEHOLDS", "", None)
    end = given.voted(here, row, voters=4)
    row = actions.record_result(assembly_id=row.pk, actor=guide, now=end)
    assert row.committee.kind == "COURTYARD_COMMITTEE"
    assert Assembly.objects.get(pk=row.pk).state == states.ELECTED


def test_deadlines_at_their_edges(here) -> None:
    row = given.begun(here)
    clock = next(one for one in queries.deadlines(row) if one.key == "group-posted")
    assert clock.due == TODAY + timedelta(days=7)
    assert not clock.is_late(TODAY + timedelta(days=7))
    assert clock.is_late(TODAY + timedelta(days=8))
    late = actions.post_group(
        assembly_id=row.pk, posted_date=TODAY + timedelta(days=8), actor=here.staff("STREET_ORGANISER"),
        now=NOW + timedelta(days=9),
    )  # fmt: skip
    assert next(one for one in queries.deadlines(late) if one.key == "group-posted").is_late(TODAY)
    assert due("term-change", given.date(2026, 11, 30)).isoformat() == "2027-02-28"


def test_everything_on_one_ballot_only(here) -> None:
    given.called(here)
    assert Ballot.objects.count() == 1
