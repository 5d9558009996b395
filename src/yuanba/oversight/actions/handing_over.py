"""A hand-over between two companies: prepared from a list, started, overdue by the clock, finished or closed with rests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.oversight import procedure_rules, queries, rules, states, terms, texts
from yuanba.oversight.actions.selecting import SELECT, WORK
from yuanba.oversight.actions.steps import handover_locked, move, note, tell, words
from yuanba.oversight.models import Handover, HandoverItem, ProcedureStep, Selection
from yuanba.places.queries import name_at

CLOCK = system("tick")
REPLY = "oversight.reply"
MOST_ITEMS = 300


@dataclass(frozen=True)
class NewItem:
    """One thing to hand over, as it is expected. Amounts of money are in fen."""

    category: str
    name: str
    unit: str = ""
    expected: int | None = None


SHIPPED = tuple(NewItem(category, name, unit) for category, name, unit in texts.HANDOVER_LIST)


@dataclass(frozen=True)
class Between:
    """Who hands over to whom, from which day, and by when where both sides agreed on another day than the default."""

    old_id: int
    new_id: int | None
    from_date: date
    due_date: date | None = None
    agreed_source: str = ""


@transaction.atomic
def prepare_handover(
    *,
    compound_id: int,
    between: Between,
    actor: Actor,
    now: datetime,
    items: Sequence[NewItem] = SHIPPED,
    selection_id: int | None = None,
) -> Handover:
    """A hand-over stands with its list, which may be changed until it starts.

    Raises Refused(handover.under_way, handover.dates, handover.same_company, handover.not_contracted).
    """
    require(rules.may(actor, SELECT, compound_id, now))
    if between.old_id == between.new_id:
        raise Refused(no("handover.same_company", rules.HANDING_OVER))
    term = terms.term(terms.HANDOVER, between.from_date)
    due = between.due_date or terms.handover_due(between.from_date)
    if due < between.from_date or (between.due_date and not clean(between.agreed_source)):
        raise Refused(no("handover.dates", term.source, days=term.number))
    handover = Handover(
        compound_id=compound_id,
        selection=_contracted(selection_id, compound_id),
        old_id=between.old_id,
        new_id=between.new_id,
        from_date=between.from_date,
        due_date=due,
        due_source=clean(between.agreed_source)[:200] or term.source,
        prepared_at=now,
        prepared_by=actor.id,
    )
    try:
        with transaction.atomic():
            handover.save()
    except IntegrityError as error:
        raise Refused(no("handover.under_way", "one hand-over at a time in a compound")) from error
    for place, item in enumerate(items[:MOST_ITEMS], 1):
        _add(handover, place, item)
    ProcedureStep.objects.create(
        subject=str(handover), verb="prepare", source="", target=states.PREPARED, actor=actor.id, at=now
    )
    note(handover, "company_handover.prepare", actor=actor, now=now, detail={"items": len(items)})
    return handover


@transaction.atomic
def add_item(*, handover_id: int, item: NewItem, actor: Actor, now: datetime) -> HandoverItem:
    """One more thing is on the list; while a hand-over runs too, since things turn up. Raises Refused(handover.over, …)."""
    handover = handover_locked(handover_id)
    require(rules.may(actor, WORK, handover.compound_id, now))
    if handover.state not in {states.PREPARED, *states.UNDER_WAY}:
        raise Refused(no("handover.over", rules.HANDING_OVER, state=handover.state))
    last = handover.items.order_by("-position").first()
    if last is not None and last.position >= MOST_ITEMS:
        raise Refused(no("handover.too_many_items", rules.HANDING_OVER, most=MOST_ITEMS))
    row = _add(handover, last.position + 1 if last else 1, item)
    note(handover, "company_handover.add_item", actor=actor, now=now, detail={"item": row.pk})
    return row


@transaction.atomic
def drop_item(*, item_id: int, actor: Actor, now: datetime) -> HandoverItem:
    """The thing does not exist here; before the start only. Raises Refused(handover.started, handover_item.no_such_move)."""
    item = HandoverItem.objects.select_for_update(of=("self",)).select_related("handover").get(pk=item_id)
    require(rules.may(actor, WORK, item.handover.compound_id, now))
    if item.handover.state != states.PREPARED:
        raise Refused(no("handover.started", "after the start nothing leaves the list unseen"))
    move(item, "drop", actor=actor, now=now)
    item.save(update_fields=["state"])
    return item


@transaction.atomic
def start_handover(*, handover_id: int, actor: Actor, now: datetime) -> Handover:
    """The list stands and is public; both companies count and sign. They are told the last day."""
    handover = handover_locked(handover_id)
    require(rules.may(actor, SELECT, handover.compound_id, now))
    if not handover.items.exclude(state=states.DROPPED).exists():
        raise Refused(no("handover.no_items", rules.HANDING_OVER))
    move(handover, "start", actor=actor, now=now)
    handover.save(update_fields=["state"])
    tell("company.handover_started", REPLY, handover.compound_id, now=now, compound=_name(handover, now),
         due=handover.due_date.isoformat())  # fmt: skip
    return handover


@transaction.atomic
def finish_handover(*, handover_id: int, actor: Actor, now: datetime) -> Handover:
    """Everything was handed over and signed by both sides. Raises Refused(handover.items_open, …)."""
    handover = handover_locked(handover_id)
    require(rules.may(actor, SELECT, handover.compound_id, now))
    require(states.HANDOVER.may(handover.state, "finish"))
    require(procedure_rules.all_signed(_open(handover)))
    return _end(handover, "finish", actor, now)


@transaction.atomic
def close_with_open_items(*, handover_id: int, actor: Actor, now: datetime) -> Handover:
    """The round is over; what is open stays public with its reason and with who must act, until it is signed.

    Raises Refused(handover.nothing_open, handover.open_without_reason, …).
    """
    handover = handover_locked(handover_id)
    require(rules.may(actor, SELECT, handover.compound_id, now))
    require(states.HANDOVER.may(handover.state, "close_open"))
    if not _open(handover):
        raise Refused(no("handover.nothing_open", rules.HANDING_OVER))
    silent = handover.items.filter(state__in=[states.LISTED, states.CHECKED]).count()
    require(procedure_rules.open_items_explained(silent))
    return _end(handover, "close_open", actor, now)


@transaction.atomic
def cancel_handover(*, handover_id: int, reason: str, actor: Actor, now: datetime) -> Handover:
    """It never began: the contract fell through, or the list was made for the wrong company."""
    handover = handover_locked(handover_id)
    require(rules.may(actor, SELECT, handover.compound_id, now))
    move(handover, "cancel", actor=actor, now=now, reason=words(reason, "selection.reason_missing"))
    handover.save(update_fields=["state"])
    return handover


def fall_due(now: datetime) -> int:
    """Every running hand-over whose last day is over is overdue, and committee, companies and street know; how many."""
    due = list(queries.overdue(local_date(now)).values_list("pk", flat=True))
    return sum(_fall_due(pk, now) for pk in due)


@transaction.atomic
def _fall_due(handover_id: int, now: datetime) -> int:
    handover = handover_locked(handover_id)
    if handover.state != states.RUNNING or handover.due_date >= local_date(now):
        return 0
    number = _open(handover)
    move(handover, "fall_due", actor=CLOCK, now=now, detail={"open": number})
    handover.save(update_fields=["state"])
    for permission in (REPLY, WORK, "oversight.advise"):
        tell("company.handover_overdue", permission, handover.compound_id, now=now,
             compound=_name(handover, now), open=number)  # fmt: skip
    return 1


def _end(handover: Handover, verb: str, actor: Actor, now: datetime) -> Handover:
    move(handover, verb, actor=actor, now=now, detail={"open": _open(handover)})
    handover.ended_at = now
    handover.save(update_fields=["state", "ended_at"])
    return handover


def _open(handover: Handover) -> int:
    return handover.items.filter(state__in=states.UNRESOLVED).count()


def _name(handover: Handover, now: datetime) -> str:
    return name_at(handover.compound_id, local_date(now))


def _contracted(selection_id: int | None, compound_id: int) -> Selection | None:
    if selection_id is None:
        return None
    found = Selection.objects.filter(pk=selection_id, compound_id=compound_id, state=states.CONTRACTED).first()
    if found is None:
        raise Refused(no("handover.not_contracted", "a hand-over follows a contract"))
    return found


def _add(handover: Handover, position: int, item: NewItem) -> HandoverItem:
    if item.category not in HandoverItem.Category.values or not clean(item.name):
        raise Refused(no("handover.item_unreadable", rules.HANDING_OVER))
    return HandoverItem.objects.create(
        handover=handover,
        position=position,
        category=item.category,
        name=clean(item.name)[:120],
        unit=clean(item.unit)[:10],
        expected=item.expected,
    )
