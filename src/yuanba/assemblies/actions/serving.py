"""Seats during a term: resigning, losing membership with the home, moving up; hand-over; the change of term in time."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.assemblies import queries, rules, texts
from yuanba.assemblies.actions.seating import end_seat, move_up
from yuanba.assemblies.actions.steps import tell, tell_holders
from yuanba.assemblies.models import Assembly, HandOverItem, Seat, TermReminder
from yuanba.assemblies.states import HAND_OVER_ITEM
from yuanba.assemblies.terms import MEMBER_HAND_OVER, due
from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Organisation


def note(subject: object, verb: str, territory_id: int, *, actor: Actor, now: datetime, **detail: int | str) -> None:
    """The audit log tells of an act on a committee; ids and counts only."""
    record(
        verb=f"assemblies.{verb}", subject=str(subject), actor=actor, now=now, detail=detail, territory_id=territory_id
    )


@transaction.atomic
def resign(*, seat_id: int, note_text: str, actor: Actor, now: datetime) -> Seat:
    """The member leaves in writing; the first alternate moves up, and what the member kept is due within 3 days.

    One's own seat, or entered by the chair, the desk or the subdistrict from the signed letter.
    Raises Refused: assemblies.not_yours, .seat_over.
    """
    seat = _open_seat(seat_id)
    body = seat.term.organisation
    if actor.person_id != seat.person_id:
        require(rules.may(actor, [rules.CHAIR, rules.GUIDE, rules.DESK], body.territory_id, now))
    leave(seat, Seat.End.RESIGNED, actor, now, clean(note_text))
    note(seat, "resign", body.territory_id, actor=actor, now=now)
    return seat


def leave(seat: Seat, end: str, actor: Actor, now: datetime, why: str = "") -> None:
    """The seat is over for that reason: posts end, the alternate moves up, the hand-over is due, the person is told."""
    body = seat.term.organisation
    was_member = seat.title != Seat.Title.ALTERNATE
    end_seat(seat, end, _hand(seat), now, why)
    if was_member:
        last = due(MEMBER_HAND_OVER, local_date(now))
        assert last is not None, "days are always known"
        HandOverItem.objects.create(term=seat.term, seat=seat, kind=HandOverItem.Kind.FILES, due_date=last)
        move_up(body, seat.term_id, _hand(seat), now)
    zh, en = texts.ENDS[end]
    facts = {"body": body.name, "reason": zh, "reason_en": en}
    told = (texts.SEAT_ENDED[0].format(**facts), texts.SEAT_ENDED[1].format(**facts))
    tell([seat.person_id], "assemblies.seat_ended", told, now)


def end_seats_of_former_owners(now: datetime) -> int:
    """Whoever no longer owns (in a courtyard: owns or lives) there sits no longer; how many seats ended.

    Source: 业主大会和业主委员会指导规则 第43条: the seat ends by itself when the home is sold.
    """
    ended = 0
    on = local_date(now)
    for seat in queries.open_seats():
        body = seat.term.organisation
        is_courtyard = body.kind == Organisation.Kind.COURTYARD_COMMITTEE
        kind = Assembly.Kind.COURTYARD if is_courtyard else Assembly.Kind.RENEWAL
        if queries.belongs(kind, seat.person_id, body.territory_id, on):
            continue
        with transaction.atomic():
            fresh = Seat.objects.select_for_update(of=("self",)).select_related("term__organisation").get(pk=seat.pk)
            if fresh.to_date is None:
                leave(fresh, Seat.End.SOLD, _hand(fresh), now)
                note(fresh, "seat_sold", body.territory_id, actor=_hand(fresh), now=now)
                ended += 1
    return ended


def remind_of_term_changes(now: datetime) -> int:
    """Three months before a term ends its committee, the community and the subdistrict are told, once."""
    told = 0
    on = local_date(now)
    for term in queries.ending_terms(on):
        try:
            with transaction.atomic():
                TermReminder.objects.create(term=term, told_at=now)
        except IntegrityError:
            continue
        body = term.organisation
        facts = {"body": body.name, "day": term.due_date}
        words = (texts.TERM_ENDS[0].format(**facts), texts.TERM_ENDS[1].format(**facts))
        tell([one.person_id for one in queries.seats_of(term.pk, on)], "assemblies.term_ends", words, now)
        for permission in (rules.DESK, rules.GUIDE):
            tell_holders(permission, body.territory_id, "assemblies.term_ends", words, now)
        told += 1
    return told


@transaction.atomic
def give_over(*, item_id: int, note_text: str, actor: Actor, now: datetime) -> HandOverItem:
    """Whoever leaves (or the desk, from the signed list) says that it was handed over.

    Raises Refused: assemblies.not_yours, hand_over_item.no_such_move.
    """
    item = _item(item_id)
    _require_side(item, actor, now)
    item.state = HAND_OVER_ITEM.step(item.state, "give")
    item.given_by, item.given_at, item.note = actor.id, now, clean(note_text)[:200]
    item.save()
    note(item, "give_over", item.term.organisation.territory_id, actor=actor, now=now, kind=item.kind)
    return item


@transaction.atomic
def receive_over(*, item_id: int, actor: Actor, now: datetime) -> HandOverItem:
    """Another person than the giver has received it.

    Raises Refused: assemblies.not_yours, .two_sign, hand_over_item.no_such_move.
    """
    item = _item(item_id)
    require(rules.may(actor, [rules.SERVE, rules.DESK, rules.GUIDE], item.term.organisation.territory_id, now))
    if item.given_by == actor.id:
        raise Refused(no("assemblies.two_sign", "交接双方签字"))
    item.state = HAND_OVER_ITEM.step(item.state, "receive")
    item.received_by, item.received_at = actor.id, now
    item.save()
    note(item, "receive_over", item.term.organisation.territory_id, actor=actor, now=now, kind=item.kind)
    return item


def _require_side(item: HandOverItem, actor: Actor, now: datetime) -> None:
    """Whoever sat in the term that ended, else somebody with a post there."""
    sat = Seat.objects.filter(term=item.term, person_id=actor.person_id).exists() if actor.person_id else False
    if not sat:
        allowed = [rules.SERVE, rules.DESK, rules.GUIDE]
        require(rules.may(actor, allowed, item.term.organisation.territory_id, now))


def _item(item_id: int) -> HandOverItem:
    rows = HandOverItem.objects.select_for_update(of=("self",)).select_related("term__organisation")
    return rows.get(pk=item_id)


def _open_seat(seat_id: int) -> Seat:
    rows = Seat.objects.select_for_update(of=("self",)).select_related("term__organisation")
    seat = rows.filter(pk=seat_id).first()
    if seat is None or seat.to_date is not None:
        raise Refused(no("assemblies.seat_over", "the seats of the term"))
    return seat


def _hand(seat: Seat) -> Actor:
    return Actor(id=f"system:{seat}")


def hand_over_due(term_id: int, on: date) -> None:
    """Seal, files, accounts and contracts of a term that is over are due for hand-over. Within an action."""
    last = due("hand-over", on)
    assert last is not None, "days are always known"
    for kind in (
        HandOverItem.Kind.SEAL,
        HandOverItem.Kind.FILES,
        HandOverItem.Kind.ACCOUNTS,
        HandOverItem.Kind.CONTRACTS,
    ):
        HandOverItem.objects.get_or_create(term_id=term_id, seat=None, kind=kind, defaults={"due_date": last})
