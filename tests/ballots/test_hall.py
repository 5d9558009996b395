"""A show of hands: row by row, by two clerks, before the close; meetings and committees as electorates."""

import json
from dataclasses import replace

import pytest

from tests import factories
from tests.ballots import acting, given
from tests.refusals import refused
from yuanba.ballots import actions, queries
from yuanba.ballots.models import Attendance, HallHand, Paper, RollRow
from yuanba.people.models import OrganisationTerm

pytestmark = pytest.mark.django_db


def test_hands_are_keyed_by_one_and_confirmed_by_another_and_each_is_a_paper() -> None:
    here = acting.each_their_own()
    ballot = acting.opened(here)
    one, two, three, four = (given.row_of(ballot, person) for person in here.voters)
    at = acting.meeting(here, *here.voters[:3])
    refused("ballots.not_present", acting.hands, here=here, ballot=ballot, at=at, agree=(one, four))
    count = acting.hands(here, ballot, at, agree=(one, two), against=(three,))
    refused("ballots.hall_waiting", acting.hands, here=here, ballot=ballot, at=at, agree=(one,))
    acting.vote(given.ticket(ballot, here.voters[1]), "abstain")
    clerk = given.Actor(count.keyed_by, 1, count.keyed_person_id, here.clerk().grants)
    refused("ballots.same_clerk", actions.confirm_hands, count_id=count.pk, actor=clerk, now=given.DURING)
    refused("ballots.closed", actions.confirm_hands, count_id=count.pk, actor=here.clerk(), now=given.CLOSES)
    actions.confirm_hands(count_id=count.pk, actor=here.clerk(), now=given.DURING)
    assert list(HallHand.objects.order_by("pk").values_list("refused", flat=True)) == ["", "already_cast", ""]
    assert sorted(Paper.objects.values_list("channel", flat=True)) == ["HALL", "HALL", "PHONE"]
    refused("ballots.already_cast", given.ticket, ballot=ballot, person=here.voters[0])
    actions.sequence_once(given.DURING)
    halls = [json.loads(leaf).get("hall") for index, leaf in queries.log_leaves(ballot.pk) if index]
    told = [hall for hall in halls if hall]
    assert len(told) == 2 and len(set(told[0]["clerks"])) == 2 and told[0]["record"] == "e" * 64
    assert queries.check_log(ballot.pk)


def test_what_was_called_out_is_what_the_rows_say() -> None:
    here = acting.each_their_own(2)
    ballot = acting.opened(here)
    rows = [given.row_of(ballot, person) for person in here.voters]
    at = acting.meeting(here, *here.voters)
    record = actions.HallRecord(
        at.pk, {"q1": {"agree": 3}}, tuple(actions.Hand(row.pk, {"q1": ["agree"]}) for row in rows), acting.scan().pk
    )
    key = {"ballot_id": ballot.pk, "actor": here.clerk(), "now": given.DURING}
    facts = refused("ballots.hands_differ", actions.key_hands, record=record, **key).facts
    assert (facts["called"], facts["hands"]) == (3, 2)
    twice = actions.HallRecord(at.pk, {"q1": {"agree": 2}}, record.hands[:1] * 2, acting.scan().pk)
    refused("ballots.hand_twice", actions.key_hands, record=twice, **key)
    refused("ballots.no_hands", actions.key_hands, record=replace(twice, hands=()), **key)


def test_a_list_is_checked_by_another_person_against_the_signed_sheet() -> None:
    here = acting.each_their_own(2)
    secretary, now = here.clerk(), given.DURING
    act = {"actor": secretary, "now": now}
    made = actions.convene(
        territory_id=here.compound.pk, title="居民代表会", held_date=now.date(), where="社区会议室", **act
    )
    actions.add_present(meeting_id=made.pk, person_id=here.voters[0].pk, **act)
    refused("ballots.already_present", actions.add_present, meeting_id=made.pk, person_id=here.voters[0].pk, **act)
    refused("ballots.same_secretary", actions.check_list, meeting_id=made.pk, **act)
    other = {"actor": here.clerk(), "now": now}
    refused("ballots.no_signed_sheet", actions.check_list, meeting_id=made.pk, **other)
    actions.keep_sheet(meeting_id=made.pk, file_id=acting.scan().pk, **act)
    ballot = acting.announced(here, electorate="MEETING", meeting_id=made.pk)
    open_it = {"ballot_id": ballot.pk, "actor": given.TICK, "now": given.OPENS}
    refused("ballots.meeting_not_checked", actions.open_ballot, **open_it)
    actions.check_list(meeting_id=made.pk, **other)
    refused("ballots.list_stands", actions.add_present, meeting_id=made.pk, person_id=here.voters[1].pk, **act)
    ballot = actions.open_ballot(**open_it)
    assert (ballot.roll_rows, Attendance.objects.count()) == (1, 1)
    assert json.loads(ballot.manifest)["meeting"] == {"meeting": f"meeting:{made.pk}", "sheet": "c" * 64}
    acting.vote(given.ticket(ballot, here.voters[0]))
    refused("ballots.not_on_roll", given.ticket, ballot=ballot, person=here.voters[1])


def test_members_of_a_committee_in_office_vote_one_head_each_without_proxies() -> None:
    here = acting.each_their_own(3)
    body = factories.OrganisationFactory(kind="OWNERS_COMMITTEE", name="业委会", territory=here.compound.territory)
    for person in here.voters[:2]:
        factories.AppointmentFactory(person=person, organisation=body, post="OWNERS_MEMBER")
    refused("ballots.body_missing", acting.announced, here=here, electorate="COMMITTEE")
    ballot = acting.opened(here, electorate="COMMITTEE", body_id=body.pk)
    told = json.loads(ballot.manifest)
    assert (ballot.roll_rows, told["body"]) == (2, body.pk)
    assert [row["row"] for row in told["terms"]] == ["prc-owners-guidelines-39"]
    acting.vote(given.ticket(ballot, here.voters[0]))
    assert RollRow.objects.filter(ballot=ballot, premises__isnull=True).count() == 2
    OrganisationTerm.objects.create(organisation=body, number=1, from_date="2020-01-01", to_date="2025-01-01")
    refused("ballots.roll_empty", acting.opened, here=here, electorate="COMMITTEE", body_id=body.pk)
