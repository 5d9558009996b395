"""A committee at work: seats that end, mandates and their limits, supervision, questions, recall, and a courtyard's bounds."""

from datetime import timedelta

import pytest

from tests import factories
from tests.assemblies import given
from tests.ballots.given import voter
from tests.refusals import refused
from yuanba.assemblies import actions, queries, states
from yuanba.assemblies.models import HandOverItem, Mandate, OwnerQuestion, Recall, Seat, TermReminder
from yuanba.assemblies.terms import shifted
from yuanba.ballots import actions as ballots
from yuanba.ballots.actions import BallotOrder, NewItem, NewOption
from yuanba.ballots.models import Ballot
from yuanba.kernel.calendar import local_date
from yuanba.messaging.models import Message
from yuanba.people.models import Appointment, Ownership

pytestmark = pytest.mark.django_db
ASK = actions.Limits("REPAIR", "小额维修不必每次开会", 500_000, 2_000_000)


@pytest.fixture
def here() -> given.Place:
    return given.place()


def decided(ballot: Ballot, here: given.Place, item: str, answer: str, voters: int = 7):
    during, end = ballot.opens_at + timedelta(days=1), ballot.closes_at
    ballots.open_ballot(ballot_id=ballot.pk, actor=given.TICK, now=ballot.opens_at)
    for person in here.owners[:voters]:
        ticket = ballots.issue_ticket(ballot_id=ballot.pk, actor=voter(person), now=during)
        ballots.cast(ticket=ticket, choices={item: [answer]}, channel="PHONE", now=during)
    guide = here.staff("STREET_ORGANISER")
    ballots.close(ballot_id=ballot.pk, actor=given.TICK, now=end)
    ballots.count(ballot_id=ballot.pk, actor=guide, now=end)
    ballots.publish(ballot_id=ballot.pk, actor=guide, now=end)
    return end


def window(now) -> actions.Window:
    return actions.Window(now + given.OPENS, now + given.CLOSES)


def test_member_who_sold_the_flat_leaves_and_the_alternate_moves_up(here) -> None:
    row, now = given.in_office(here)
    waiting = Seat.objects.create(
        term=row.term, person=here.owners[6], title="ALTERNATE", rank=6, from_date=given.TODAY
    )
    later = now + timedelta(days=10)
    assert actions.end_seats_of_former_owners(later) == 0
    Ownership.objects.filter(person=here.owners[2]).update(to_date=local_date(later))
    assert actions.end_seats_of_former_owners(later - timedelta(days=1)) == 0
    assert actions.end_seats_of_former_owners(later) == 1
    assert actions.end_seats_of_former_owners(later) == 0
    gone = Seat.objects.get(person=here.owners[2])
    assert (gone.end, gone.to_date) == ("SOLD", local_date(later))
    assert not Appointment.objects.filter(person=here.owners[2], to_date__isnull=True).exists()
    up = Seat.objects.get(person=here.owners[6], to_date__isnull=True)
    assert (up.title, up.rank) == ("MEMBER", waiting.rank)
    assert HandOverItem.objects.get(seat=gone).due_date == local_date(later) + timedelta(days=3)
    assert Message.objects.filter(kind="assemblies.moved_up").exists()


def test_resignation_is_ones_own_or_entered_from_paper(here) -> None:
    row, now = given.in_office(here)
    seat = Seat.objects.get(term=row.term, person=here.owners[3])
    refused("assemblies.not_yours", actions.resign, seat_id=seat.pk, note_text="", actor=here.owner(5, now), now=now)
    actions.resign(seat_id=seat.pk, note_text="工作调动", actor=here.owner(3, now), now=now)
    refused("assemblies.seat_over", actions.resign, seat_id=seat.pk, note_text="", actor=here.owner(3, now), now=now)
    item = HandOverItem.objects.get(seat=seat)
    chair = here.owner(0, now)
    actions.give_over(item_id=item.pk, note_text="会议记录两本", actor=here.owner(3, now), now=now)
    refused("assemblies.two_sign", actions.receive_over, item_id=item.pk,
            actor=chair.__class__(here.owner(3, now).id, chair.account_id, chair.person_id, chair.grants), now=now)  # fmt: skip
    actions.receive_over(item_id=item.pk, actor=chair, now=now)
    assert HandOverItem.objects.get(pk=item.pk).state == states.RECEIVED


def test_change_of_term_is_told_three_months_before_once_and_old_things_are_due(here) -> None:
    row, now = given.in_office(here)
    first = shifted(row.term.due_date, -3)
    ahead = given.datetime.combine(first, now.timetz())
    assert actions.remind_of_term_changes(ahead - timedelta(days=1)) == 0
    assert actions.remind_of_term_changes(ahead) == 1
    assert actions.remind_of_term_changes(ahead + timedelta(days=1)) == 0
    assert TermReminder.objects.count() == 1
    actions.hand_in(assembly_id=row.pk, handed_in_date=local_date(now), actor=here.owner(0, now), now=now)
    actions.decide_filing(assembly_id=row.pk, is_filed=True, filed_date=local_date(now), number="1", reason="",
                          actor=here.staff("HOUSING_OFFICER"), now=now)  # fmt: skip
    again = given.called(here, kind="RENEWAL", now=now + timedelta(days=300))
    assert [item.key for item in again.ballot.items.all()] == ["committee"]
    end = given.voted(here, again)
    again = actions.record_result(assembly_id=again.pk, actor=here.staff("STREET_ORGANISER"), now=end)
    assert (again.term.number, again.committee) == (2, row.committee)
    assert set(Seat.objects.filter(term=row.term).values_list("end", flat=True)) == {"TERM"}
    assert set(HandOverItem.objects.filter(term=row.term).values_list("due_date", flat=True)) == {
        local_date(end) + timedelta(days=10)
    }


def test_mandate_comes_from_a_decided_ballot_and_ends_at_its_limit(here) -> None:
    _row, now = given.in_office(here)
    ask = {"territory_id": here.compound.pk, "purpose": "REPAIR"}
    assert queries.may_spend(**ask, amount_fen=1, on=local_date(now)).code == "assemblies.no_mandate"
    refused("assemblies.not_yours", actions.propose_mandate, territory_id=here.compound.pk, limits=ASK,
            window=window(now), actor=here.owner(2, now), now=now)  # fmt: skip
    chair = here.owner(0, now)
    mandate = actions.propose_mandate(
        territory_id=here.compound.pk, limits=ASK, window=window(now), actor=chair, now=now
    )
    refused("assemblies.result_missing", actions.adopt_mandate, mandate_id=mandate.pk, actor=chair, now=now)
    assert queries.may_spend(**ask, amount_fen=1, on=local_date(now)).code == "assemblies.no_mandate"
    end = decided(mandate.ballot, here, "mandate", "agree")
    actions.adopt_mandate(mandate_id=mandate.pk, actor=here.owner(0, end), now=end)
    on = local_date(end)
    assert queries.may_spend(**ask, amount_fen=500_000, on=on)
    assert queries.may_spend(**ask, amount_fen=500_001, on=on).code == "assemblies.beyond_limit"
    assert queries.may_spend(**ask, amount_fen=500_000, spent_fen=1_500_000, on=on)
    assert queries.may_spend(**ask, amount_fen=500_000, spent_fen=1_500_001, on=on).code == "assemblies.beyond_year"
    assert not queries.may_spend(**ask, amount_fen=1, on=on - timedelta(days=1))
    assert queries.may_spend(**(ask | {"purpose": "OTHER"}), amount_fen=1, on=on).code == "assemblies.no_mandate"


def test_mandate_that_the_owners_refuse_is_dropped(here) -> None:
    _row, now = given.in_office(here)
    chair = here.owner(0, now)
    mandate = actions.propose_mandate(
        territory_id=here.compound.pk, limits=ASK, window=window(now), actor=chair, now=now
    )
    end = decided(mandate.ballot, here, "mandate", "against")
    actions.adopt_mandate(mandate_id=mandate.pk, actor=here.owner(0, end), now=end)
    assert Mandate.objects.get().state == states.REJECTED


def test_courtyard_committee_passes_nothing_that_is_the_owners(here) -> None:
    row = given.nominating(here, kind="COURTYARD", seats=3)
    guide = here.staff("STREET_ORGANISER")
    for one in given.stand(row, here, range(4)):
        actions.screen(candidate_id=one.pk, is_admitted=True, reason="", actor=guide, now=given.NOW)
    row = actions.post_candidates(assembly_id=row.pk, posted_date=given.TODAY, actor=guide, now=given.NOW)
    row = actions.call(assembly_id=row.pk, window=window(given.NOW), actor=guide, now=given.NOW)
    end = given.voted(here, row, voters=4)
    actions.record_result(assembly_id=row.pk, actor=guide, now=end)
    actions.hold_first_meeting(assembly_id=row.pk, chair_id=here.owners[0].pk, vice_ids=(), present=3,
                               met_date=local_date(end), actor=here.owner(0, end), now=end)  # fmt: skip
    head = here.owner(0, end)
    assert head.holds("ballots.organise", [here.compound.pk])
    order = {
        "territory_id": here.compound.pk, "title": "更换电梯", "electorate": "OWNERS", "kind": "OPINION",
        "items": (NewItem("q1", 1, tuple(NewOption(one) for one in ("agree", "against")), label="是否更换"),),
        "rule": {"id": "yes-no-abstain", "version": 1, "source": "意见征询"},
        "opens_at": end + timedelta(days=16), "closes_at": end + timedelta(days=20),
    }  # fmt: skip
    told = refused("ballots.owners_decide", ballots.draft, order=BallotOrder(**order, matter="use-repair-fund"),
                   actor=head, now=end)  # fmt: skip
    assert told.source == "Civil Code 278"
    assert ballots.draft(order=BallotOrder(**order), actor=head, now=end).matter == ""
    refused("assemblies.courtyard_cannot", actions.propose_mandate, territory_id=here.compound.pk, limits=ASK,
            window=window(end), actor=head, now=end)  # fmt: skip
    verdict = queries.may_spend(territory_id=here.compound.pk, purpose="REPAIR", amount_fen=1, on=local_date(end))
    assert verdict.code == "assemblies.courtyard_spends"
    refused("assemblies.courtyard_cannot", actions.start_recall, territory_id=here.compound.pk, seat_id=None,
            reason="不公开账目", actor=here.owner(5, end), now=end)  # fmt: skip


def test_supervision_with_reply_and_recusal(here) -> None:
    row, now = given.in_office(here)
    company = factories.OrganisationFactory(kind="PROPERTY_COMPANY", name="花城物业", territory=here.street)
    other = factories.OrganisationFactory(kind="PROPERTY_COMPANY", name="别家物业", territory=here.street)
    manager = given.officer("PROPERTY_MANAGER", here.compound, now, organisation=company)
    stranger = given.officer("PROPERTY_MANAGER", here.compound, now, organisation=other)
    seen = actions.Observation("RECTIFICATION", "三栋消防通道堆放杂物", local_date(now), company.pk)
    by = {"territory_id": here.compound.pk, "seen": seen, "now": now}
    refused("assemblies.not_yours", actions.log_supervision, actor=here.owner(6, now), **by)
    Seat.objects.filter(term=row.term, person=here.owners[4]).update(tie="RELATIVE")
    refused("assemblies.recused", actions.log_supervision, actor=here.owner(4, now), **by)
    entry = actions.log_supervision(actor=here.owner(2, now), **by)
    assert entry.due_date == local_date(now) + timedelta(days=7)
    refused("assemblies.other_company", actions.reply, entry_id=entry.pk, text="已清理", actor=stranger, now=now)
    late = now + timedelta(days=20)
    actions.reply(entry_id=entry.pk, text="已清理", actor=manager, now=late)
    actions.insist(entry_id=entry.pk, text="五楼还有", actor=here.owner(2, late), now=late)
    actions.reply(entry_id=entry.pk, text="五楼也清了", actor=manager, now=late)
    actions.close_entry(entry_id=entry.pk, text="现场看过，已清理", actor=here.owner(2, late), now=late)
    refused("supervision.no_such_move", actions.reply, entry_id=entry.pk, text="谢谢", actor=manager, now=late)
    assert [one.is_company for one in queries.supervision(row.committee.pk)[0].replies.order_by("pk")] == [
        True, False, True,
    ]  # fmt: skip


def test_question_that_is_late_goes_to_the_community(here) -> None:
    _row, now = given.in_office(here)
    outsider = factories.AccountFactory(person=factories.PersonFactory())
    refused("assemblies.not_resident", actions.ask, territory_id=here.compound.pk, text="电梯何时修",
            actor=given.actor_for(outsider, now), now=now)  # fmt: skip
    question = actions.ask(territory_id=here.compound.pk, text="电梯何时修", actor=here.owner(8, now), now=now)
    desk = here.staff("COMMUNITY_WORKER", here.community)
    refused("assemblies.not_yours", actions.answer_question, question_id=question.pk, text="下周", actor=desk, now=now)
    assert actions.escalate_questions(now + timedelta(days=7)) == 0
    assert actions.escalate_questions(now + timedelta(days=8)) == 1
    assert OwnerQuestion.objects.get().state == states.ESCALATED
    actions.answer_question(question_id=question.pk, text="下周三", actor=desk, now=now + timedelta(days=9))
    for _ in range(3):
        actions.ask(territory_id=here.compound.pk, text="还有一问", actor=here.owner(8, now), now=now)
    refused("assemblies.asked_too_often", actions.ask, territory_id=here.compound.pk, text="再问",
            actor=here.owner(8, now), now=now)  # fmt: skip


def test_recall_by_a_fifth_on_phone_and_paper(here) -> None:
    row, now = given.in_office(here)
    seat = Seat.objects.get(term=row.term, person=here.owners[4])
    begin = {"territory_id": here.compound.pk, "seat_id": seat.pk, "reason": "长期不参加会议", "now": now}
    tenant = factories.AccountFactory(person=factories.PersonFactory())
    refused("assemblies.not_owner", actions.start_recall, actor=given.actor_for(tenant, now), **begin)
    recall = actions.start_recall(actor=here.owner(5, now), **begin)
    assert recall.state == states.COLLECTING  # one of nine owners
    far = queries.signed(recall, local_date(now))
    assert (far.heads, far.need_heads, far.need_area_cm2) == (1, 2, 1_620_000)
    refused("assemblies.signed_already", actions.sign_recall, recall_id=recall.pk, actor=here.owner(5, now), now=now)
    desk = here.staff("COMMUNITY_WORKER", here.community)
    recall = actions.sign_recall(recall_id=recall.pk, person_id=here.owners[6].pk, actor=desk, now=now)
    assert (recall.state, recall.due_date) == (states.DEMANDED, local_date(now) + timedelta(days=30))
    refused("assemblies.not_collecting", actions.sign_recall, recall_id=recall.pk, actor=here.owner(7, now), now=now)
    chair = here.owner(0, now)
    recall = actions.summon(recall_id=recall.pk, window=window(now), actor=chair, now=now)
    end = decided(recall.ballot, here, "recall", "agree")
    recall = actions.decide_recall(recall_id=recall.pk, actor=here.staff("STREET_ORGANISER"), now=end)
    assert recall.state == states.REMOVED
    assert Seat.objects.get(pk=seat.pk).end == "RECALLED"


def test_demand_without_a_fifth_lapses_after_its_days(here) -> None:
    _row, now = given.in_office(here)
    actions.start_recall(
        territory_id=here.compound.pk, seat_id=None, reason="账目不公开", actor=here.owner(5, now), now=now
    )
    assert actions.lapse_recalls(now + timedelta(days=60)) == 0
    assert actions.lapse_recalls(now + timedelta(days=61)) == 1
    assert Recall.objects.get().state == states.LAPSED
