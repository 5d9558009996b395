"""An answer, and what its reporters say to it: only they, or a call-back that was logged, close a case."""

from datetime import datetime

from django.db import transaction

from yuanba.cases import rules, states, terms, texts
from yuanba.cases.actions.beats import answerable, filled, locked, move_on, note, tell_reporters, tell_staff
from yuanba.cases.actions.reporting import attach, own_files
from yuanba.cases.actions.working import CLOCK, handled
from yuanba.cases.models import Attachment, CallBack, Case, Reply, Report
from yuanba.cases.queries.intake import clock_for
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.redaction import for_everybody
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.queries import persons_behind


@transaction.atomic
def answer(  # noqa: PLR0913 - an answer is what it is
    *,
    case_id: int,
    outcome: str,
    text: str,
    actor: Actor,
    now: datetime,
    handed_to: str = "",
    file_ids: tuple[int, ...] = (),
    revision: int | None = None,
) -> Case:
    """Everybody who reported it has the answer, and until rules.silence_end to say whether it is solved.

    `outcome` is FIXED, EXPLAINED or NOT_OURS; for the last `handed_to` says whose it is. `file_ids` are proof.
    Raises Refused: cases.outcome_missing, .reply_missing, .text_too_long, .personal_numbers, .handed_to_missing,
    .file_missing, case.no_such_move, …
    """
    case = locked(case_id, revision)
    handled(case, actor, now)
    require(states.CASE.may(case.state, "answer"))
    words, whose = clean_lines(text), clean(handed_to)[:120]
    _is_whole(outcome, words, whose)
    files = own_files(file_ids, actor)
    Reply.objects.create(
        case=case,
        outcome=outcome,
        text=words,
        public_text=words if not case.confidential else "",
        handed_to=whose if outcome == Case.Outcome.NOT_OURS else "",
        at=now,
        by=actor.id,
    )
    attach(case, None, files, actor, now, kind=Attachment.Kind.PROOF)
    case.reports.exclude(verdict="").update(verdict="", verdict_at=None)
    case.handler_ref = case.handler_ref or actor.id
    case.outcome, case.answered_at = outcome, now
    until = rules.silence_end(now)
    terms.stop(case, until)
    move_on(case, "answer", actor=actor, now=now, outcome=outcome)
    tell_reporters(case, "answered", filled(texts.ANSWERED, case, until), now)
    return case


@transaction.atomic
def confirm(*, case_id: int, actor: Actor, now: datetime, text: str = "") -> Case:
    """A reporter says that it is solved. The word of the first one closes the case; of the others it is recorded.

    Twice is once. Raises Refused: cases.missing, .not_reporter, .own_answer, case.no_such_move.
    """
    case = locked(case_id)
    thread = _own_thread(case, actor, now)
    if case.state == states.CLOSED and thread.verdict == Report.Verdict.CONTENT:
        return case
    if thread.is_first or case.state != states.CLOSED:
        require(states.CASE.may(case.state, "confirm"))
    if actor.id == _last_answer_by(case):
        raise Refused(no("cases.own_answer", rules.CONFIRMATION))
    _said(thread, Report.Verdict.CONTENT, text, now)
    if thread.is_first:
        _close(case, "confirm", actor, now)
    else:
        note(case, "confirm_joined", actor=actor, now=now, report=thread.pk)
    return case


@transaction.atomic
def dissatisfied(*, case_id: int, text: str, actor: Actor, now: datetime) -> Case:
    """A reporter says that it is not solved: without anybody's leave it is in hand again, and its handler is told.

    Twice is once. Raises Refused: cases.missing, .not_reporter, .reopening_over, case.no_such_move.
    """
    case = locked(case_id)
    thread = _own_thread(case, actor, now)
    if case.state in states.OPEN and thread.verdict == Report.Verdict.DISCONTENT:
        return case
    require(rules.may_reopen(case, now))
    _said(thread, Report.Verdict.DISCONTENT, text, now)
    _reopen(case, actor, now, for_everybody(clean(text)))
    return case


@transaction.atomic
def call_back(
    *, case_id: int, report_id: int, result: str, actor: Actor, now: datetime, note_text: str = ""
) -> CallBack:
    """A call to a reporter by somebody else than who answered: content closes the case, discontent takes it up again.

    Raises Refused: cases.call_back_by_handler, .not_among_reports, .outcome_missing, .reopening_over,
    case.no_such_move, …
    """
    case = locked(case_id)
    handled(case, actor, now)
    thread = case.reports.filter(pk=report_id).first()
    if thread is None:
        raise Refused(no("cases.not_among_reports", rules.CONFIRMATION))
    if result not in CallBack.Result.values:
        raise Refused(no("cases.outcome_missing", rules.CONFIRMATION))
    require(states.CASE.may(case.state, "call_back"))
    _is_another(case, actor)
    words = clean(note_text)[: rules.REASON_LENGTH]
    row = CallBack.objects.create(case=case, report=thread, result=result, note=words, at=now, by=actor.id)
    if result == CallBack.Result.CONTENT:
        _said(thread, Report.Verdict.CONTENT, "", now)
        _close(case, "call_back", actor, now)
    elif result == CallBack.Result.DISCONTENT:
        require(rules.may_reopen(case, now))
        _said(thread, Report.Verdict.DISCONTENT, "", now)
        _reopen(case, actor, now, "")
    else:
        note(case, "called", actor=actor, now=now)
    return row


@transaction.atomic
def lapse(*, case_id: int, now: datetime) -> Case:
    """Nobody said anything to the answer in time: the case rests and counts in no figure of what was solved."""
    case = locked(case_id)
    require(states.CASE.may(case.state, "lapse"))
    case.ended_at = now
    terms.stop(case, now + terms.KEEP)
    move_on(case, "lapse", actor=CLOCK, now=now)
    tell_reporters(case, "lapsed", filled(texts.LAPSED, case, rules.reopen_end(now)), now)
    return case


def _is_whole(outcome: str, words: str, whose: str) -> None:
    if outcome not in Case.Outcome.values:
        raise Refused(no("cases.outcome_missing", rules.SOURCE))
    if not words:
        raise Refused(no("cases.reply_missing", rules.SOURCE))
    if len(words) > rules.TEXT_LENGTH:
        raise Refused(no("cases.text_too_long", rules.SOURCE, most=rules.TEXT_LENGTH, length=len(words)))
    require(rules.impersonal(f"{words}\n{whose}"))
    if outcome == Case.Outcome.NOT_OURS and not whose:
        raise Refused(no("cases.handed_to_missing", rules.SOURCE))


def _own_thread(case: Case, actor: Actor, now: datetime) -> Report:
    require(rules.may_see(case, actor, now))
    thread = rules.own_report(case, actor)
    if thread is None:
        raise Refused(no("cases.not_reporter", rules.CONFIRMATION))
    return thread


def _said(thread: Report, verdict: str, text: str, now: datetime) -> None:
    thread.verdict, thread.verdict_at = verdict, now
    thread.verdict_text = clean(text)[: rules.REASON_LENGTH]
    thread.save(update_fields=["verdict", "verdict_at", "verdict_text"])


def _last_answer_by(case: Case) -> str:
    return case.replies.order_by("-pk").values_list("by", flat=True).first() or ""


def _is_another(case: Case, actor: Actor) -> None:
    """Whoever answered does not call, whichever account they use."""
    by = _last_answer_by(case)
    if actor.id == by or (actor.person_id is not None and actor.person_id in persons_behind([by])):
        raise Refused(no("cases.call_back_by_handler", rules.CONFIRMATION))


def _close(case: Case, verb: str, actor: Actor, now: datetime) -> None:
    case.ended_at = now
    case.closed_by = Case.ClosedBy.REPORTER if verb == "confirm" else Case.ClosedBy.CALL_BACK
    terms.stop(case, now + terms.KEEP)
    move_on(case, verb, actor=actor, now=now)
    others = [one for one in case.reports.order_by("pk") if one.account_ref != actor.id]
    tell_reporters(case, "closed", filled(texts.CLOSED, case, None), now, others)


def _reopen(case: Case, actor: Actor, now: datetime, reason: str) -> None:
    case.outcome, case.answered_at, case.ended_at, case.closed_by = "", None, None, ""
    case.reopened += 1
    terms.start_whole(case, clock_for(case.category, now), now)
    move_on(case, "dissatisfied", actor=actor, now=now, reason=reason)
    tell_staff(answerable(case, now), "unsatisfied", filled(texts.UNSATISFIED, case, case.due_at), case, now)
    tell_reporters(case, "reopened", filled(texts.REOPENED, case, case.limit_at), now)
