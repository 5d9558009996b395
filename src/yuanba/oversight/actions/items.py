"""One item of a hand-over: counted, signed by each side for itself, disputed with a reason and with who must act."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.oversight import procedure_rules, queries, rules, states, texts
from yuanba.oversight.actions.handing_over import REPLY
from yuanba.oversight.actions.selecting import WORK
from yuanba.oversight.actions.steps import move, note, tell, words
from yuanba.oversight.models import HandoverItem, ItemSignature
from yuanba.people.models import Person
from yuanba.places.queries import name_at

BOTH = frozenset({HandoverItem.Side.OLD, HandoverItem.Side.NEW})


@dataclass(frozen=True)
class Count:
    """What was found: how many (of money: fen), in which condition, with a photo or a paper."""

    counted: int
    condition: str
    note: str = ""
    file_id: int | None = None


@transaction.atomic
def check_item(*, item_id: int, count: Count, actor: Actor, now: datetime) -> HandoverItem:
    """The item was counted; signatures under an earlier count no longer hold. By either company or the committee.

    Raises Refused(handover.not_running, handover.not_a_side, handover.unreadable, handover_item.no_such_move).
    """
    item = _item(item_id)
    require(procedure_rules.is_a_side(item, actor, now))
    if count.condition not in HandoverItem.Condition.values or count.counted < 0:
        raise Refused(no("handover.unreadable", rules.HANDING_OVER))
    move(item, "check", actor=actor, now=now, detail={"revision": item.revision + 1})
    item.counted, item.condition, item.note = count.counted, count.condition, clean(count.note)[:400]
    item.file_id = count.file_id or item.file_id
    item.reason, item.must_act, item.act_by_date = "", "", None
    item.revision += 1
    item.save()
    return item


@transaction.atomic
def sign_item(*, item_id: int, side: str, revision: int, actor: Actor, now: datetime) -> HandoverItem:
    """Somebody signs for the own side what the item says in `revision`; with both companies' signatures it is done.

    The committee's signature witnesses. Without a new company the committee takes over, and signs for the new side.
    Raises Refused(handover.not_your_side, .not_counted, .counted_anew, .signed_already, .not_running).
    """
    item = _item(item_id)
    require(procedure_rules.speaks_for_side(item, side, actor, now))
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    if person is None:
        raise Refused(no("handover.not_your_side", rules.HANDING_OVER))
    return _signed(item, side, revision, person=person, name=person.name, scan=None, actor=actor, now=now)


@dataclass(frozen=True)
class OnPaper:
    """A signature on a printed protocol: who signed, and the scan."""

    name: str
    scan_file_id: int


@transaction.atomic
def keep_paper_signature(
    *, item_id: int, side: str, revision: int, paper: OnPaper, actor: Actor, now: datetime
) -> HandoverItem:
    """A side signed on paper; the committee keeps it with the scan, no company for the other.

    Raises Refused(handover.not_your_side, handover.name_missing, as sign_item does).
    """
    item = _item(item_id)
    if not rules.may(actor, WORK, item.handover.compound_id, now):
        require(procedure_rules.speaks_for_side(item, side, actor, now))
    if not clean(paper.name):
        raise Refused(no("handover.name_missing", rules.HANDING_OVER))
    name = clean(paper.name)[:60]
    return _signed(item, side, revision, person=None, name=name, scan=paper.scan_file_id, actor=actor, now=now)


@transaction.atomic
def dispute_item(
    *, item_id: int, reason: str, must_act: str, act_by: date | None, actor: Actor, now: datetime
) -> HandoverItem:
    """The item is open: why, who must act, and by when are public. By either company or the committee.

    Raises Refused(handover.not_a_side, handover.unreadable, handover.act_by_past, selection.reason_missing).
    """
    item = _item(item_id)
    require(procedure_rules.is_a_side(item, actor, now))
    if must_act not in HandoverItem.Side.values:
        raise Refused(no("handover.unreadable", rules.HANDING_OVER))
    if act_by is not None and act_by < local_date(now):
        raise Refused(no("handover.act_by_past", rules.HANDING_OVER, day=act_by.isoformat()))
    item.reason = words(reason, "selection.reason_missing")
    move(item, "dispute", actor=actor, now=now, reason=item.reason, detail={"must_act": must_act})
    item.must_act, item.act_by_date = must_act, act_by
    item.save()
    compound = item.handover.compound_id
    for permission in (REPLY, WORK):
        tell("company.item_disputed", permission, compound, now=now, item=item.name, reason=item.reason,
             compound=name_at(compound, local_date(now)), who=texts.SIDES[must_act][0])  # fmt: skip
    return item


def _item(item_id: int) -> HandoverItem:
    """The item, locked, of a hand-over that runs. Raises Refused(handover.not_running)."""
    rows = HandoverItem.objects.select_for_update(of=("self",))
    item = rows.select_related("handover__old", "handover__new").get(pk=item_id)
    if item.handover.state not in states.UNDER_WAY:
        raise Refused(no("handover.not_running", rules.HANDING_OVER, state=item.handover.state))
    return item


def _signed(  # noqa: PLR0913  a signature is what it is
    item: HandoverItem,
    side: str,
    revision: int,
    *,
    person: Person | None,
    name: str,
    scan: int | None,
    actor: Actor,
    now: datetime,
) -> HandoverItem:
    require(procedure_rules.may_sign(item, side))
    if revision != item.revision:
        raise Refused(no("handover.counted_anew", "a signature is for what stands there now"))
    row = ItemSignature(
        item=item,
        revision=revision,
        side=side,
        person=person,
        name=name,
        scan_file_id=scan,
        signed_at=now,
        recorded_by=actor.id,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(no("handover.signed_already", rules.HANDING_OVER, side=side)) from error
    note(item, "handover_item.sign", actor=actor, now=now, detail={"side": side, "revision": revision})
    if item.state == states.CHECKED and set(queries.signatures_now(item)) >= BOTH:
        move(item, "sign_off", actor=actor, now=now)
        item.save(update_fields=["state"])
    return item
