"""When a committee lets its duty lie: the subdistrict orders it, the community does it, the clock sees that it is done."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from yuanba.assemblies import queries, rules, texts
from yuanba.assemblies.actions.serving import note
from yuanba.assemblies.actions.steps import tell, tell_holders
from yuanba.assemblies.models import DutyOrder
from yuanba.assemblies.states import DUTY_ORDER
from yuanba.assemblies.terms import DUTY_SOURCES, ORDER_LEAVES, OURS, term
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import YES, Refused, Verdict, no, require
from yuanba.places.queries import name_at

MOST = 400
CLOCK = system("tick")


@transaction.atomic
def order_duty(
    *, territory_id: int, duty: str, reason: str, due_date: date | None, actor: Actor, now: datetime
) -> DutyOrder:
    """The subdistrict has ordered the committee to do what it lets lie, until a day; committee and community are told.

    Where fewer than half of the members are left there is nobody to order: the community acts for the committee at once.
    Raises Refused: assemblies.not_yours, .nobody_in_office, .duty_not_late, .no_reason, .order_too_short, .ordered_already.
    """
    on = local_date(now)
    require(rules.may(actor, [rules.GUIDE], territory_id, now))
    office = queries.office_at(territory_id, on)
    if office is None:
        raise Refused(no("assemblies.nobody_in_office", "the committees of the compound"))
    words = clean(reason)[:MOST]
    if not words:
        raise Refused(no("assemblies.no_reason", "an act without a reason cannot be checked"))
    if queries.duty_orders(territory_id).filter(body=office.body, duty=duty, state__in=queries.LIVE).exists():
        raise Refused(no("assemblies.ordered_already", "one order at a time"))
    late = next((one for one in queries.late_duties(office, on) if one.duty == duty), None)
    if late is None:
        raise Refused(no("assemblies.duty_not_late", DUTY_SOURCES.get(duty, OURS)))
    at_once = duty == DutyOrder.Duty.COMMITTEE
    if not at_once:
        require(_leaves_time(due_date, on))
    row = DutyOrder(
        territory_id=territory_id, body=office.body, duty=duty, recall=late.recall, reason=words,
        due_date=None if at_once else due_date, ordered_at=now, ordered_by=actor.id,
    )  # fmt: skip
    if at_once:
        row.state, row.taken_over_at, row.taken_over_by = DUTY_ORDER.step(row.state, "take_over"), now, actor.id
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(no("assemblies.ordered_already", "one order at a time")) from error
    note(row, "order_duty", territory_id, actor=actor, now=now, duty=duty)
    _tell(row, texts.ACTS_FOR if at_once else texts.ORDERED, now)
    return row


def _leaves_time(due_date: date | None, on: date) -> Verdict:
    least = on + timedelta(days=term(ORDER_LEAVES, on).number)
    if due_date is None or due_date < least:
        return no("assemblies.order_too_short", term(ORDER_LEAVES, on).source, least=least)
    return YES


@transaction.atomic
def take_over(*, order_id: int, actor: Actor, now: datetime) -> DutyOrder:
    """The day of the order has passed in vain: the community does it, guided by the subdistrict. All are told.

    Raises Refused: assemblies.not_yours, .order_runs, .duty_done, duty_order.no_such_move.
    """
    row = _locked(order_id)
    on = local_date(now)
    require(rules.may(actor, [rules.DESK, rules.GUIDE], row.territory_id, now))
    require(DUTY_ORDER.may(row.state, "take_over"))
    if queries.is_done(row, on):
        raise Refused(no("assemblies.duty_done", DUTY_SOURCES[row.duty]))
    if row.due_date is None or on <= row.due_date:
        raise Refused(no("assemblies.order_runs", DUTY_SOURCES[row.duty], due=row.due_date))
    row.state, row.taken_over_at, row.taken_over_by = DUTY_ORDER.step(row.state, "take_over"), now, actor.id
    row.save()
    note(row, "take_over", row.territory_id, actor=actor, now=now, duty=row.duty)
    _tell(row, texts.TAKEN_OVER, now)
    return row


@transaction.atomic
def withdraw_order(*, order_id: int, reason: str, actor: Actor, now: datetime) -> DutyOrder:
    """The order ends with its reason, and whoever stood in stands in no longer.

    Raises Refused: assemblies.not_yours, .no_reason, duty_order.no_such_move.
    """
    row = _locked(order_id)
    require(rules.may(actor, [rules.GUIDE], row.territory_id, now))
    words = clean(reason)[:MOST]
    if not words:
        raise Refused(no("assemblies.no_reason", "an act without a reason cannot be checked"))
    _end(row, DUTY_ORDER.step(row.state, "withdraw"), now, words)
    note(row, "withdraw_duty", row.territory_id, actor=actor, now=now, duty=row.duty)
    return row


def finish_duties(now: datetime) -> int:
    """Orders whose duty has been done are over, by whomever it was done; how many. For the tick."""
    found, on = 0, local_date(now)
    for pk in DutyOrder.objects.filter(state__in=queries.LIVE).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = _locked(pk)
            if row.state in queries.LIVE and queries.is_done(row, on):
                _end(row, DUTY_ORDER.step(row.state, "finish"), now, "")
                note(row, "finish_duty", row.territory_id, actor=CLOCK, now=now, duty=row.duty)
                found += 1
    return found


def _end(row: DutyOrder, state: str, now: datetime, words: str) -> None:
    row.state, row.ended_at, row.ended_note = state, now, words
    row.save()


def _locked(order_id: int) -> DutyOrder:
    rows = DutyOrder.objects.select_for_update(of=("self",)).select_related("body", "recall")
    row = rows.filter(pk=order_id).first()
    if row is None:
        raise Refused(no("assemblies.no_order", "the orders of the compound", order=order_id))
    return row


def _tell(row: DutyOrder, words: tuple[str, str], now: datetime) -> None:
    on = local_date(now)
    office = queries.office_at(row.territory_id, on)
    zh, en = texts.DUTIES[row.duty]
    facts = {"place": name_at(row.territory_id, on), "day": row.due_date, "source": DUTY_SOURCES[row.duty]}
    said = (words[0].format(duty=zh, **facts), words[1].format(duty=en, **facts))
    people = [] if office is None else [one.person_id for one in office.seats]
    tell(people, "assemblies.duty", said, now)
    tell_holders(rules.DESK, row.territory_id, "assemblies.duty", said, now)
