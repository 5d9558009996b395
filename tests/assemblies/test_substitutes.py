"""A committee lets its duty lie: ordered by the subdistrict, done by the community after the day, never before it."""

from datetime import timedelta

import pytest

from tests.assemblies import given
from tests.refusals import refused
from yuanba.assemblies import actions, queries, states
from yuanba.assemblies.models import Assembly, DutyOrder, Recall, Seat
from yuanba.assemblies.terms import shifted
from yuanba.kernel.calendar import local_date
from yuanba.messaging.models import Message
from yuanba.people.models import OrganisationTerm

pytestmark = pytest.mark.django_db
Duty = DutyOrder.Duty
DAY = timedelta(days=1)


@pytest.fixture
def here() -> given.Place:
    return given.place()


def late(here: given.Place, now) -> list[str]:
    office = queries.office_at(here.compound.pk, local_date(now))
    return [one.duty for one in queries.late_duties(office, local_date(now))]


def ordering(here: given.Place, now, duty: str, **changes: object) -> dict:
    by = {"territory_id": here.compound.pk, "duty": duty, "reason": "业主两次来街道反映。", "now": now}
    due = local_date(now) + 10 * DAY
    return by | {"due_date": due, "actor": here.staff("STREET_ORGANISER")} | changes


def test_an_assembly_that_owners_demanded_is_called_by_the_community_when_the_order_passes_in_vain(here) -> None:
    _row, now = given.in_office(here)
    recall = actions.start_recall(
        territory_id=here.compound.pk, seat_id=None, reason="不公开账目", actor=here.owner(5, now), now=now
    )
    recall = actions.sign_recall(
        recall_id=recall.pk, person_id=here.owners[6].pk, actor=here.staff("COMMUNITY_WORKER", here.community), now=now
    )
    desk = here.staff("COMMUNITY_WORKER", here.community)
    in_time = given_time(recall)
    assert late(here, in_time) == []
    refused("assemblies.duty_not_late", actions.order_duty, **ordering(here, in_time, Duty.RECALL_VOTE))
    lies = in_time + DAY
    assert late(here, lies) == [Duty.RECALL_VOTE]
    order = ordering(here, lies, Duty.RECALL_VOTE)
    refused("assemblies.not_yours", actions.order_duty, **order | {"actor": desk})
    refused("assemblies.no_reason", actions.order_duty, **order | {"reason": " "})
    refused("assemblies.order_too_short", actions.order_duty, **order | {"due_date": local_date(lies) + 2 * DAY})
    row = actions.order_duty(**order)
    assert (row.state, row.recall_id) == (states.ORDERED, recall.pk)
    assert late(here, lies) == [] and Message.objects.filter(kind="assemblies.duty").count() == 7
    refused("assemblies.ordered_already", actions.order_duty, **order)
    take = {"order_id": row.pk, "actor": desk}
    refused("assemblies.order_runs", actions.take_over, now=lies + 10 * DAY, **take)
    after = lies + 11 * DAY
    window = actions.Window(after + 16 * DAY, after + 20 * DAY)
    refused("assemblies.not_yours", actions.summon, recall_id=recall.pk, window=window, actor=desk, now=after)
    assert actions.finish_duties(after) == 0
    row = actions.take_over(now=after, **take)
    assert row.state == states.TAKEN_OVER
    recall = actions.summon(recall_id=recall.pk, window=window, actor=desk, now=after)
    assert recall.state == states.CALLED and recall.ballot.state == "ANNOUNCED"
    assert (actions.finish_duties(after), actions.finish_duties(after)) == (1, 0)
    row.refresh_from_db()
    assert row.state == states.DONE
    refused("duty_order.no_such_move", actions.withdraw_order, order_id=row.pk, reason="已办", now=after,
            actor=here.staff("STREET_ORGANISER"))  # fmt: skip


def given_time(recall: Recall):
    """The last day on which the committee may still call it."""
    return given.NOW + (recall.due_date - local_date(given.NOW))


def test_a_committee_that_calls_after_the_order_has_done_it_and_nobody_takes_over(here) -> None:
    _row, now = given.in_office(here)
    recall = actions.start_recall(
        territory_id=here.compound.pk, seat_id=None, reason="不公开账目", actor=here.owner(5, now), now=now
    )
    actions.sign_recall(recall_id=recall.pk, actor=here.owner(6, now), now=now)
    recall.refresh_from_db()
    lies = given_time(recall) + DAY
    row = actions.order_duty(**ordering(here, lies, Duty.RECALL_VOTE))
    window = actions.Window(lies + 17 * DAY, lies + 20 * DAY)
    actions.summon(recall_id=recall.pk, window=window, actor=here.owner(0, lies), now=lies + DAY)
    desk = here.staff("COMMUNITY_WORKER", here.community)
    refused("assemblies.duty_done", actions.take_over, order_id=row.pk, actor=desk, now=lies + 30 * DAY)
    assert actions.finish_duties(lies + 30 * DAY) == 1


def test_a_change_of_term_that_nobody_prepares_is_begun_by_the_community(here) -> None:
    row, now = given.in_office(here)
    Assembly.objects.filter(pk=row.pk).update(state=states.FILED)
    ends = OrganisationTerm.objects.get(pk=row.term_id).due_date
    in_time = now + (shifted(ends, -3) - local_date(now))
    assert late(here, in_time) == [] and late(here, in_time + DAY) == [Duty.TERM_CHANGE]
    lies = in_time + DAY
    order = actions.order_duty(**ordering(here, lies, Duty.TERM_CHANGE))
    after, desk = lies + 11 * DAY, here.staff("COMMUNITY_WORKER", here.community)
    begin = {"kind": "RENEWAL", "territory_id": here.compound.pk, "formed_date": local_date(after), "sizes": (5, 2, 5)}
    refused("assemblies.not_yours", actions.begin, actor=desk, now=after, **begin)
    actions.take_over(order_id=order.pk, actor=desk, now=after)
    assembly = actions.begin(actor=desk, now=after, **begin)
    actions.add_member(
        assembly_id=assembly.pk, side="OWNER", person_id=here.owners[7].pk, actor=desk, now=after, is_lead=False
    )
    post = {"assembly_id": assembly.pk, "posted_date": local_date(after), "now": after}
    refused("assemblies.not_yours", actions.post_group, actor=desk, **post)  # guided: the subdistrict posts the group
    assert actions.finish_duties(after) == 0, "the community stands in until the next committee is filed"
    Assembly.objects.update(state=states.FILED)
    OrganisationTerm.objects.update(due_date=ends + 900 * DAY)
    assert actions.finish_duties(after) == 1
    refused("assemblies.not_yours", actions.begin, actor=desk, now=after, **begin)


def test_with_fewer_than_half_of_its_members_the_community_acts_for_the_committee(here) -> None:
    row, now = given.in_office(here)
    now += DAY
    desk, guide = here.staff("COMMUNITY_WORKER", here.community), here.staff("STREET_ORGANISER")
    seen = {"territory_id": here.compound.pk, "seen": actions.Observation("CHECK", "电梯年检过期", local_date(now))}
    Seat.objects.filter(term=row.term, title="ALTERNATE").delete()
    for number in (2, 3):
        seat = Seat.objects.get(term=row.term, person=here.owners[number])
        actions.resign(seat_id=seat.pk, note_text="搬家", actor=here.owner(number, now), now=now)
    refused("assemblies.duty_not_late", actions.order_duty, **ordering(here, now, Duty.COMMITTEE))  # three of five
    seat = Seat.objects.get(term=row.term, person=here.owners[4])
    actions.resign(seat_id=seat.pk, note_text="身体不好", actor=here.owner(4, now), now=now)
    assert late(here, now) == [Duty.COMMITTEE]
    refused("assemblies.not_yours", actions.log_supervision, actor=desk, now=now, **seen)
    order = actions.order_duty(**ordering(here, now, Duty.COMMITTEE, due_date=None))
    assert (order.state, order.taken_over_by) == (states.TAKEN_OVER, order.ordered_by)
    entry = actions.log_supervision(actor=desk, now=now, **seen)
    actions.close_entry(entry_id=entry.pk, text="已复检", actor=desk, now=now)
    assert actions.finish_duties(now) == 0
    actions.withdraw_order(order_id=order.pk, reason="候补委员已补齐。", actor=guide, now=now)
    refused("assemblies.not_yours", actions.log_supervision, actor=desk, now=now, **seen)
