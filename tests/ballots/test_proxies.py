"""Who stands for whom: given, agreed to, revoked, limited; the first paper stands, and the dead authorise nobody."""

import json
from datetime import date, timedelta

import pytest

from tests import factories
from tests.ballots import acting, given
from tests.refusals import refused
from yuanba.ballots import actions, queries
from yuanba.ballots.models import Authorisation, Paper, PaperDetail, ProxySeat, RollRow
from yuanba.messaging.models import Message
from yuanba.people.models import Ownership
from yuanba.places.models import Premises

pytestmark = pytest.mark.django_db


def act(person, **more: object) -> dict[str, object]:
    return {"actor": given.voter(person), "now": given.DURING} | more


def test_a_neighbour_who_agreed_votes_for_the_row_and_the_leaf_says_so() -> None:
    here = acting.each_their_own()
    ballot = acting.opened(here)
    owner, neighbour = here.voters[:2]
    asked = actions.authorise(
        ballot_id=ballot.pk, entry_key=acting.entry_of(ballot, owner), proxy_person_id=neighbour.pk, **act(owner)
    )
    refused("ballots.not_on_roll", acting.ticket_for, ballot=ballot, person=neighbour, principal=owner)
    refused("ballots.no_such_authorisation", actions.agree, authorisation_id=asked.pk, **act(owner))
    actions.agree(authorisation_id=asked.pk, **act(neighbour))
    rows = queries.acting_rows(ballot.pk, neighbour.pk)
    assert [(row.how, row.principal) for row in rows] == [("OWN", ""), ("PROXY", owner.name)]
    acting.vote(acting.ticket_for(ballot, neighbour, owner))
    acting.vote(given.ticket(ballot, neighbour), "against")
    actions.sequence_once(given.DURING)
    leaves = [json.loads(leaf) for index, leaf in queries.log_leaves(ballot.pk) if index]
    assert [sorted(set(leaf) - {"ballot", "code", "commitment", "previous"}) for leaf in leaves] == [
        ["channel", "proxy"],
        ["channel"],
    ]
    assert queries.check_log(ballot.pk)
    assert queries.cast_among(neighbour.pk, [ballot.pk]) == {ballot.pk}
    refused("ballots.already_cast", given.ticket, ballot=ballot, person=owner)
    assert set(Message.objects.values_list("person_ref", flat=True)) == {f"person:{owner.pk}", f"person:{neighbour.pk}"}


def test_an_owner_votes_in_spite_of_an_authorisation_and_the_first_paper_stands() -> None:
    here = acting.each_their_own()
    ballot = acting.opened(here)
    owner, proxy = here.voters[:2]
    acting.authorised(here, ballot, owner, proxy)
    ticket = acting.ticket_for(ballot, proxy, owner)
    acting.vote(given.ticket(ballot, owner), "against")
    refused("ballots.already_cast", acting.vote, text=ticket)
    assert Paper.objects.get().choices == '{"q1":["against"]}' and not PaperDetail.objects.exists()


def test_revoking_ends_the_ticket_but_not_a_vote_that_was_cast() -> None:
    here = acting.each_their_own()
    ballot = acting.opened(here)
    one, two, proxy = here.voters[:3]
    first, second = (acting.authorised(here, ballot, owner, proxy) for owner in (one, two))
    late = acting.ticket_for(ballot, proxy, two)
    acting.vote(acting.ticket_for(ballot, proxy, one))
    for made, owner in ((first, one), (second, two)):
        refused("ballots.no_such_authorisation", actions.revoke, authorisation_id=made.pk, **act(proxy))
        actions.revoke(authorisation_id=made.pk, **act(owner))
    refused("ballots.ticket_revoked", acting.vote, text=late)
    refused("ballots.not_on_roll", acting.ticket_for, ballot=ballot, person=proxy, principal=two)
    assert Paper.objects.count() == 1 and ProxySeat.objects.filter(ended_at__isnull=True).count() == 1
    acting.vote(given.ticket(ballot, two))


def test_the_dead_the_departed_and_the_unknown_authorise_nobody() -> None:
    here = acting.each_their_own()
    ballot = acting.announced(here)
    dead, gone, proxy, late = here.voters
    for person in (dead, gone):
        entry = acting.entry_of(ballot, person)
        if person is dead:
            person.died_date = date(2026, 9, 1)
            person.save()
            code = "ballots.principal_dead"
        else:
            Ownership.objects.filter(person=gone).update(to_date=date(2026, 9, 1))
            code = "ballots.principal_not_on_roll"
        written = actions.WrittenAuthorisation(entry, person.pk, actions.Proxy(proxy.pk), acting.scan().pk)
        enter = {"ballot_id": ballot.pk, "written": written, "actor": here.clerk(), "now": given.BEFORE}
        refused(code, actions.enter_authorisation, **enter)
    acting.authorised(here, ballot, late, proxy)
    ballot = actions.open_ballot(ballot_id=ballot.pk, actor=given.TICK, now=given.OPENS)
    row = given.row_of(ballot, late)
    late.died_date = given.OPENS.date()
    late.save()
    refused("ballots.principal_dead", acting.ticket_for, ballot=ballot, person=proxy, principal=row)


def test_statutory_residents_have_a_list_objections_rulings_and_three_proxies() -> None:
    here = given.place(6)
    threshold = {"row": "own", "source": "议事规则", "participation": "", "assent": ">1/2", "of": "participants"}
    rule = {"id": "yes-no-abstain", "version": 1, "source": "议事规则", "threshold": threshold}
    values = {"kind": "STATUTORY", "electorate": "RESIDENTS", "rule": rule, "consent_reference": "函〔2026〕1号"}
    ballot = acting.announced(here, **values)
    assert [row["what"] for row in json.loads(opened_manifest(here, values))["terms"]] == [
        "roll-shown", "objection", "ruling", "proxies",
    ]  # fmt: skip
    object_ = {"ballot_id": ballot.pk, "text": "漏了我爱人"}
    late = acting.TOLD + timedelta(days=6)
    refused("ballots.objection_late", actions.object_to_roll, actor=given.voter(here.voters[0]), now=late, **object_)
    said = actions.object_to_roll(actor=given.voter(here.voters[0]), now=late - timedelta(days=1), **object_)
    refused("ballots.objections_waiting", actions.open_ballot, ballot_id=ballot.pk, actor=given.TICK, now=given.OPENS)
    actions.answer_objection(objection_id=said.pk, answer="已补", actor=here.organiser(), now=late)
    proxy = here.voters[5]
    for person in here.voters[:3]:
        acting.authorised(here, ballot, person, proxy)
    more = {"here": here, "ballot": ballot, "principal": here.voters[3]}
    assert refused("ballots.proxy_limit", acting.authorised, proxy=proxy, **more).facts["limit"] == 3
    refused("ballots.proxy_not_voter", acting.authorised, proxy=factories.PersonFactory(), **more)
    ballot = actions.open_ballot(ballot_id=ballot.pk, actor=given.TICK, now=given.OPENS)
    assert ProxySeat.objects.filter(ballot=ballot, person=proxy).count() == 3


def opened_manifest(here: given.Place, values: dict[str, object]) -> str:
    return acting.opened(here, **values).manifest


def test_an_organisation_acts_through_whom_it_authorised_until_the_day_it_said() -> None:
    here = acting.each_their_own(2)
    company = factories.OrganisationFactory(kind="DEVELOPER", name="示范置业有限公司", territory=here.street)
    shop = factories.PremisesFactory(entrance=Premises.objects.first().entrance, kind="SHOP")
    Ownership.objects.create(premises=shop, organisation=company, from_date=factories.FOUNDED)
    ballot = acting.announced(here)
    assert queries.organisations_on_roll(ballot, acting.TOLD) == [(f"organisation:{company.pk}", company.name)]
    written = actions.WrittenAuthorisation(
        f"organisation:{company.pk}", None, actions.Proxy(here.voters[0].pk), acting.scan().pk,
        until_date=given.DURING.date(),
    )  # fmt: skip
    made = actions.enter_authorisation(ballot_id=ballot.pk, written=written, actor=here.clerk(), now=acting.TOLD)
    assert (made.principal_name, made.ballot) == (company.name, None)
    ballot = actions.open_ballot(ballot_id=ballot.pk, actor=given.TICK, now=given.OPENS)
    row = RollRow.objects.get(ballot=ballot, person__isnull=True)
    act = {"ballot_id": ballot.pk, "actor": given.voter(here.voters[0]), "roll_row_id": row.pk}
    refused("ballots.authorisation_over", actions.issue_ticket, now=given.DURING + timedelta(days=1), **act)
    acting.vote(actions.issue_ticket(now=given.DURING, **act))
    assert queries.participation(ballot.pk).heads == 1


def test_an_own_and_a_shared_row_are_each_cast_for_by_phone() -> None:
    here = given.place(3)
    me, partner, other = here.voters
    acting.owners(here, (me,), (me, partner), (other,))
    ballot = acting.opened(here)
    rows = queries.acting_rows(ballot.pk, me.pk)
    assert [row.how for row in rows] == ["OWN", "SHARED"]
    tickets = [
        actions.issue_ticket(ballot_id=ballot.pk, actor=given.voter(me), now=given.DURING, roll_row_id=row.roll_row_id)
        for row in rows
    ]
    for text in tickets:
        acting.vote(text)
    assert queries.participation(ballot.pk).heads == 2
    assert not PaperDetail.objects.exists()
    assert queries.latest_state(ballot.pk, partner.pk).has_cast
    refused("ballots.already_cast", given.ticket, ballot=ballot, person=partner)


def test_a_proxy_brings_the_paper_sheet_and_a_revoked_one_is_turned_away() -> None:
    here = acting.each_their_own()
    ballot = acting.opened(here)
    one, two, proxy = here.voters[:3]
    row = given.row_of(ballot, one)
    issue = {"ballot_id": ballot.pk, "actor": here.clerk(), "now": given.DURING, "for_proxy": True}
    refused("ballots.no_proxy", actions.issue_paper_sheet, roll_row_id=row.pk, **issue)
    made = [acting.authorised(here, ballot, owner, proxy) for owner in (one, two)]
    sheets = [actions.issue_paper_sheet(roll_row_id=given.row_of(ballot, who).pk, **issue) for who in (one, two)]
    actions.revoke(authorisation_id=made[1].pk, reason="本人来过", actor=here.clerk(), now=given.DURING)
    states = []
    for sheet in sheets:
        act = {"serial": sheet.serial, "now": given.DURING}
        actions.receive_paper_sheet(scan_file_id=acting.scan("f").pk, actor=here.clerk(), **act)
        for _ in range(2):
            done = actions.key_paper(choices={"q1": ["agree"]}, actor=here.clerk(), **act)
        states.append((done.state, done.reason))
    assert states == [("ENTERED", ""), ("REJECTED", "proxy_ended")]
    assert PaperDetail.objects.get().leaf == {"proxy": ProxySeat.objects.get(roll_row=row).code}


def test_an_award_lets_nobody_stand_for_another() -> None:
    here = acting.each_their_own()
    ballot = given.announced(here)
    act = {"ballot_id": ballot.pk, "entry_key": "person:1", "proxy_person_id": here.voters[1].pk}
    refused("ballots.no_proxies", actions.authorise, actor=given.voter(here.voters[0]), now=given.BEFORE, **act)
    assert not Authorisation.objects.exists()
