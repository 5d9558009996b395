"""The desk and the handler at work: accept, dispatch, start, wait, go on, and what is written beside."""

from datetime import datetime

from django.db import transaction

from yuanba.cases import rules, states, terms, texts
from yuanba.cases.actions.beats import (
    filled,
    locked,
    move_on,
    note,
    reasoned,
    tell_reporters,
    tell_staff,
)
from yuanba.cases.actions.reporting import attach, own_files
from yuanba.cases.models import Attachment, Case, Note, Transfer
from yuanba.cases.queries.intake import clock_for
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean_lines
from yuanba.kernel.redaction import for_everybody
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Account
from yuanba.people.queries import actor_for

CLOCK = system("tick")


@transaction.atomic
def accept(*, case_id: int, actor: Actor, now: datetime, revision: int | None = None) -> Case:
    """The desk has read it and takes it on. Raises Refused: cases.missing, .changed_meanwhile, .not_permitted, …"""
    case = locked(case_id, revision)
    steered(case, actor, now)
    move_on(case, "accept", actor=actor, now=now)
    return case


@transaction.atomic
def dispatch(
    *, case_id: int, handler_ref: str, actor: Actor, now: datetime, reason: str = "", revision: int | None = None
) -> Case:
    """The case is somebody's, who is told. `handler_ref` is "account:12" of who handles cases in its place.

    Raises Refused: cases.missing, .changed_meanwhile, .not_permitted, .no_handler, .nothing_changes, case.no_such_move.
    """
    case = locked(case_id, revision)
    steered(case, actor, now)
    require(states.CASE.may(case.state, "dispatch"))
    if handler_ref == case.handler_ref and case.state == states.DISPATCHED:
        raise Refused(no("cases.nothing_changes", rules.SOURCE))
    handles(case, handler_ref, now)
    said = reasoned(reason) if reason.strip() else ""
    moved(case, Transfer.Kind.DISPATCH, actor, now, said, to_handler=handler_ref)
    case.handler_ref = handler_ref
    move_on(case, "dispatch", actor=actor, now=now, reason=said)
    if handler_ref != actor.id:
        tell_staff([handler_ref], "dispatched", filled(texts.DISPATCHED, case, case.due_at), case, now)
    return case


@transaction.atomic
def start(*, case_id: int, actor: Actor, now: datetime, revision: int | None = None) -> Case:
    """Somebody works on it; where nobody was named it is whoever starts."""
    case = locked(case_id, revision)
    handled(case, actor, now)
    case.handler_ref = case.handler_ref or actor.id
    move_on(case, "start", actor=actor, now=now)
    return case


@transaction.atomic
def wait(
    *, case_id: int, until: datetime, reason: str, actor: Actor, now: datetime, revision: int | None = None
) -> Case:
    """No deadline runs until then, for a reason that every reporter reads.

    Raises Refused: cases.reason_missing, .personal_numbers, .waits_backwards, .waits_too_long, case.no_such_move, …
    """
    case = locked(case_id, revision)
    handled(case, actor, now)
    require(states.CASE.may(case.state, "wait"))
    require(rules.may_wait_until(until, now))
    said = reasoned(reason, 200)
    terms.stand_still(case, clock_for(case.category, now, back_to=case.due_at), now, until)
    case.waiting_for = said
    move_on(case, "wait", actor=actor, now=now, reason=said, until=until.isoformat())
    zh, en = texts.WAITING
    tell_reporters(case, "waiting", filled((zh, en), case, until, reason=said), now)
    return case


@transaction.atomic
def resume(*, case_id: int, actor: Actor, now: datetime, revision: int | None = None) -> Case:
    """What was left of the deadlines runs again."""
    case = locked(case_id, revision)
    if actor.id != CLOCK.id:
        handled(case, actor, now)
    require(states.CASE.may(case.state, "resume"))
    terms.run_on(case, clock_for(case.category, now), now)
    case.waiting_for = ""
    move_on(case, "resume", actor=actor, now=now)
    tell_staff([case.handler_ref], "resumed", filled(texts.RESUMED, case, case.due_at), case, now)
    return case


@transaction.atomic
def add_note(*, case_id: int, text: str, actor: Actor, now: datetime) -> Note:
    """A remark that only those who work on the case read. Raises Refused: cases.nothing_told, .text_too_long, …"""
    case = locked(case_id)
    handled(case, actor, now)
    words = clean_lines(text)
    require(rules.is_told(words, 0))
    row = Note.objects.create(case=case, text=words, at=now, by=actor.id)
    note(case, "add_note", actor=actor, now=now)
    return row


@transaction.atomic
def attach_files(
    *, case_id: int, file_ids: tuple[int, ...], actor: Actor, now: datetime, kind: str = Attachment.Kind.PROOF
) -> Case:
    """The actor's own uploads belong to the case: a reporter's photo, or proof of what was done."""
    case = locked(case_id)
    require(rules.may_see(case, actor, now))
    thread = rules.own_report(case, actor)
    if thread is None:
        handled(case, actor, now)
    known = set(case.attachments.filter(file_id__in=file_ids).values_list("file_id", flat=True))
    files = [one for one in own_files(file_ids, actor) if one.pk not in known]
    if case.attachments.count() + len(files) > rules.MOST_FILES * (case.reports_count + 1):
        raise Refused(no("cases.too_many_files", rules.SOURCE, most=rules.MOST_FILES))
    attach(case, thread, files, actor, now, kind="" if thread is not None else kind)
    if files:
        note(case, "attach", actor=actor, now=now)
    return case


@transaction.atomic
def publish(*, case_id: int, shown: bool, actor: Actor, now: datetime, public_text: str | None = None) -> Case:
    """The case is on the public board, or off it; with a text that somebody made readable for all, if given.

    Raises Refused: cases.confidential_stays, .not_permitted, .missing.
    """
    case = locked(case_id)
    steered(case, actor, now)
    if case.confidential:
        raise Refused(no("cases.confidential_stays", rules.CONFIDENTIAL))
    case.is_public = shown
    case.public_text = for_everybody(case.text if public_text is None else public_text) if shown else ""
    note(case, "publish", actor=actor, now=now, shown=shown)
    return case


@transaction.atomic
def publish_attachment(
    *, attachment_id: int, shown: bool, actor: Actor, now: datetime, public_file_id: int | None = None
) -> Attachment:
    """Somebody has looked at the picture, blurred it where needed, and everybody may see that copy; or no longer."""
    row = Attachment.objects.filter(pk=attachment_id).first()
    case = locked(row.case_id if row is not None else 0)
    assert row is not None, "a case was found"
    steered(case, actor, now)
    if case.confidential:
        raise Refused(no("cases.confidential_stays", rules.CONFIDENTIAL))
    row.is_public, row.public_file_id = shown, public_file_id if shown else None
    row.save(update_fields=["is_public", "public_file_id"])
    note(case, "publish", actor=actor, now=now, attachment=row.pk, shown=shown)
    return row


@transaction.atomic
def mark_deed(*, case_id: int, counts: bool, actor: Actor, now: datetime) -> Case:
    """The case counts as a livelihood deed (为民办实事), or no longer."""
    case = locked(case_id)
    steered(case, actor, now)
    if case.is_deed != counts:
        case.is_deed = counts
        note(case, "mark_deed", actor=actor, now=now, counts=counts)
    return case


def steered(case: Case, actor: Actor, now: datetime) -> None:
    """Whoever may not see the case learns nothing of it; whoever may not steer it, why. Raises Refused."""
    require(rules.may_see(case, actor, now))
    require(rules.may_steer(case, actor, now))


def handled(case: Case, actor: Actor, now: datetime) -> None:
    """As `steered`, for those who work on it."""
    require(rules.may_see(case, actor, now))
    require(rules.may_handle(case, actor, now))


def handles(case: Case, handler_ref: str, now: datetime) -> None:
    """The account works on cases in the place; on those about a worker only as a supervisor. Raises Refused."""
    number = handler_ref.removeprefix("account:")
    account = Account.objects.filter(pk=int(number)).first() if number.isascii() and number.isdecimal() else None
    wanted = (rules.SUPERVISE,) if case.category.supervisor_only else (rules.HANDLE, rules.DESK, rules.SUPERVISE)
    on = local_date(now)
    worker = actor_for(account, now) if account is not None else None
    if worker is None or not any(rules.holds(worker, one, case.territory_id, on) for one in wanted):
        raise Refused(no("cases.no_handler", rules.POSTS_SOURCE))


def moved(  # noqa: PLR0913 - a transfer is what it is
    case: Case,
    kind: str,
    actor: Actor,
    now: datetime,
    reason: str,
    *,
    to_level: str = "",
    to_organ: str = "",
    to_handler: str = "",
    to_category: str = "",
) -> Transfer:
    """The way from where the case is to where it goes is written down; before the case itself changes."""
    return Transfer.objects.create(
        case=case,
        kind=kind,
        from_level=case.level,
        to_level=to_level or case.level,
        from_organ=case.organ,
        to_organ=to_organ or case.organ,
        from_handler=case.handler_ref,
        to_handler=to_handler,
        from_category=case.category.key if to_category else "",
        to_category=to_category,
        reason=reason,
        at=now,
        by=actor.id,
    )
