"""How an item of a running plan goes on, in public: begun, held up, done, signed off by somebody else."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.programmes import rules, states, texts
from yuanba.programmes.actions.steps import locked, move_on, note, reasoned, tell
from yuanba.programmes.models import CompoundPlan, Deed, MicroProject, PlanItem, Progress


@transaction.atomic
def start(*, item_id: int, text: str, actor: Actor, now: datetime) -> PlanItem:
    """The work has begun; `text` says how, or nothing. Raises Refused: programmes.plan_not_running, plan_item.no_such_move."""
    item = _running(item_id, rules.REPORT, actor, now)
    return _moved(item, "start", clean(text), actor, now)


@transaction.atomic
def report_progress(*, item_id: int, text: str, spent_fen: int | None = None, actor: Actor, now: datetime) -> Progress:
    """Everybody reads how far it is, and what was spent in all if that is said.

    Raises Refused: programmes.missing, .not_permitted, .plan_not_running, .item_over, .reason_missing, .budget,
    .spent_less.
    """
    item = _running(item_id, rules.REPORT, actor, now)
    if item.state in states.ITEM_OVER:
        raise Refused(no("programmes.item_over", rules.SOURCE))
    said = reasoned(text, rules.PROGRESS_LENGTH)
    if spent_fen is not None:
        if not 0 <= spent_fen <= rules.LARGEST_FEN:
            raise Refused(no("programmes.budget", rules.SOURCE))
        if spent_fen < item.spent_fen:
            raise Refused(no("programmes.spent_less", rules.SOURCE, before=item.spent_fen // 100))
        item.spent_fen = spent_fen
        item.save(update_fields=["spent_fen"])
    return _told(item, "note", said, actor, now, spent_fen=spent_fen)


@transaction.atomic
def stall(*, item_id: int, reason: str, actor: Actor, now: datetime) -> PlanItem:
    """The item is held up, and everybody reads why. Raises Refused: programmes.reason_missing, plan_item.no_such_move."""
    item = _running(item_id, rules.REPORT, actor, now)
    return _moved(item, "stall", reasoned(reason, rules.PROGRESS_LENGTH), actor, now)


@transaction.atomic
def resume(*, item_id: int, text: str, actor: Actor, now: datetime) -> PlanItem:
    """The work goes on. Raises Refused: plan_item.no_such_move."""
    item = _running(item_id, rules.REPORT, actor, now)
    return _moved(item, "resume", clean(text), actor, now)


@transaction.atomic
def move_day(*, item_id: int, due_date: date, reason: str, actor: Actor, now: datetime) -> PlanItem:
    """The item is due on another day; the earlier one and the reason stay readable.

    Raises Refused: programmes.not_permitted, .item_over, .due_outside, .reason_missing.
    """
    item = _running(item_id, rules.PLAN, actor, now)
    if item.state in (*states.ITEM_OVER, states.DONE):
        raise Refused(no("programmes.item_over", rules.SOURCE))
    require(rules.due_within(due_date, item.plan, now))
    said = reasoned(reason, rules.PROGRESS_LENGTH)
    earlier, item.due_date = item.due_date, due_date
    item.save(update_fields=["due_date"])
    _told(item, "move_day", said, actor, now, earlier_due_date=earlier)
    return item


@dataclass(frozen=True)
class Proof:
    """What proves that it is done, in words, and the file that shows it (of the reporter, or none)."""

    text: str
    file_id: int | None = None


@transaction.atomic
def report_done(*, item_id: int, proof: Proof, actor: Actor, now: datetime) -> PlanItem:
    """The item waits for its sign-off by somebody else.

    Raises Refused: programmes.text_missing, .file_missing, plan_item.no_such_move.
    """
    item = _running(item_id, rules.REPORT, actor, now)
    require(states.ITEM.may(item.state, "report_done"))
    words = clean_lines(proof.text)
    require(rules.said(words))
    if proof.file_id is not None:
        stored = chosen([proof.file_id]).get(proof.file_id)
        if stored is None or stored.uploader != actor.id or stored.erased_at is not None:
            raise Refused(no("programmes.file_missing", rules.SOURCE))
    item.proof, item.proof_file_id = words, proof.file_id
    item.done_at, item.done_by, item.done_person_id = now, actor.id, actor.person_id
    return _moved(item, "report_done", words[: rules.PROGRESS_LENGTH], actor, now)


@transaction.atomic
def send_back(*, item_id: int, reason: str, actor: Actor, now: datetime) -> PlanItem:
    """It is not done yet, and everybody reads what is missing. Raises Refused: programmes.same_person, .reason_missing."""
    item = _running(item_id, rules.ACCEPT, actor, now)
    require(states.ITEM.may(item.state, "send_back"))
    require(rules.is_another(actor, item))
    return _moved(item, "send_back", reasoned(reason, rules.PROGRESS_LENGTH), actor, now)


@transaction.atomic
def sign_off(*, item_id: int, text: str, is_deed: bool = False, actor: Actor, now: datetime) -> PlanItem:
    """The item is accepted by another person than who reported it; with `is_deed` it counts as a livelihood deed.

    Raises Refused: programmes.same_person, plan_item.no_such_move.
    """
    item = _running(item_id, rules.ACCEPT, actor, now)
    require(states.ITEM.may(item.state, "sign_off"))
    require(rules.is_another(actor, item))
    item.accepted_at, item.accepted_by = now, actor.id
    _moved(item, "sign_off", clean(text), actor, now)
    project = MicroProject.objects.select_for_update().filter(item=item).first()
    if project is not None:
        move_on(project, "accept", territory_id=project.territory_id, actor=actor, now=now)
        tell(project, "accepted", texts.ACCEPTED, now)
    if is_deed:
        _mark(item.plan.territory_id, item.title, str(item), local_date(now), actor, now)
    return item


@transaction.atomic
def drop_item(*, item_id: int, reason: str, actor: Actor, now: datetime) -> PlanItem:
    """The item will not be done, and everybody reads why; a micro project behind it stays chosen for another plan.

    Raises Refused: programmes.reason_missing, plan_item.no_such_move.
    """
    item = _running(item_id, rules.PLAN, actor, now, also_draft=True)
    require(states.ITEM.may(item.state, "drop_item"))
    said = reasoned(reason, rules.PROGRESS_LENGTH)
    _moved(item, "drop_item", said, actor, now)
    project = MicroProject.objects.select_for_update().filter(item=item).first()
    if project is not None:
        project.item = None
        move_on(project, "give_up", territory_id=project.territory_id, actor=actor, now=now, reason=said)
        tell(project, "given_up", texts.GIVEN_UP, now, reason=said)
    return item


@transaction.atomic
def mark_deed(*, item_id: int, actor: Actor, now: datetime) -> Deed:
    """An accepted item counts as a livelihood deed of the day of its acceptance.

    Raises Refused: programmes.not_permitted, .not_accepted, .deed_twice.
    """
    item = locked(PlanItem, item_id)
    territory_id = item.plan.territory_id
    require(rules.holds(actor, rules.ACCEPT, territory_id, now))
    if item.accepted_at is None:
        raise Refused(no("programmes.not_accepted", rules.SOURCE))
    return _mark(territory_id, item.title, str(item), local_date(item.accepted_at), actor, now)


@transaction.atomic
def unmark_deed(*, deed_id: int, reason: str, actor: Actor, now: datetime) -> Deed:
    """It counts no more; the row and the reason stay. Raises Refused: programmes.not_permitted, .reason_missing."""
    deed = locked(Deed, deed_id)
    require(rules.holds(actor, rules.ACCEPT, deed.territory_id, now))
    if deed.ended_at is not None:
        raise Refused(no("programmes.deed_ended", rules.SOURCE))
    deed.reason, deed.ended_at = reasoned(reason), now
    deed.save(update_fields=["reason", "ended_at"])
    note("unmark_deed", subject=deed.ref, territory_id=deed.territory_id, actor=actor, now=now)
    return deed


def _mark(territory_id: int, title: str, ref: str, done: date, actor: Actor, now: datetime) -> Deed:
    if Deed.objects.filter(ref=ref, ended_at__isnull=True).exists():
        raise Refused(no("programmes.deed_twice", rules.SOURCE))
    deed = Deed.objects.create(
        territory_id=territory_id, title=title, ref=ref, done_date=done, made_at=now, made_by=actor.id
    )
    note("mark_deed", subject=ref, territory_id=territory_id, actor=actor, now=now)
    return deed


def _running(item_id: int, permission: str, actor: Actor, now: datetime, *, also_draft: bool = False) -> PlanItem:
    """The item of a running plan, locked behind its plan, for whoever holds the permission there."""
    plan_id = PlanItem.objects.filter(pk=item_id).values_list("plan_id", flat=True).first()
    if plan_id is None:
        raise Refused(no("programmes.missing", pk=item_id))
    plan = locked(CompoundPlan, plan_id)
    require(rules.holds(actor, permission, plan.territory_id, now))
    if plan.state != states.RUNNING and not (also_draft and plan.state == states.DRAFT):
        raise Refused(no("programmes.plan_not_running", rules.SOURCE, state=plan.state))
    item = PlanItem.objects.get(pk=item_id)
    item.plan = plan
    return item


def _moved(item: PlanItem, verb: str, text: str, actor: Actor, now: datetime) -> PlanItem:
    """The item has moved, and everybody reads the move. Raises Refused: plan_item.no_such_move, programmes.personal_numbers."""
    require(rules.impersonal(text))
    move_on(item, verb, territory_id=item.plan.territory_id, actor=actor, now=now, reason=text)
    _told(item, verb, text, actor, now, recorded=True)
    return item


def _told(
    item: PlanItem, verb: str, text: str, actor: Actor, now: datetime, *, recorded: bool = False, **more: Any
) -> Progress:
    kept = {"verb": verb, "text": text[: rules.PROGRESS_LENGTH], "at": now, "by": actor.id}
    row = Progress.objects.create(item=item, **kept, **more)
    if not recorded:
        note("report", subject=str(item), territory_id=item.plan.territory_id, actor=actor, now=now)
    return row
