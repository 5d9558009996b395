"""The rectification ledger 整改台账: listed with a day and somebody responsible, proved, signed off by another person."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.cases import ledger_states as states
from yuanba.cases import rules
from yuanba.cases.actions import ledger_beats as beats
from yuanba.cases.models import Case, Rectification
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue

KEEP = (rules.DESK, rules.SUPERVISE)
LISTED = (
    "整改台账新列入一项，{day}前办完，请您负责。",
    "A line of the rectification ledger is yours, due before {day}.",
)
RETURNED = (
    "整改台账有一项复核没通过，请接着办。",
    "A line of the rectification ledger came back; please go on with it.",
)


@dataclass(frozen=True)
class NewLine:
    """What is to be put right, whose it is (`responsible_id`, an organisation), who sees to it, until which day."""

    territory_id: int
    problem: str
    responsible_id: int
    handler_ref: str
    due_date: date
    case_id: int | None = None


@transaction.atomic
def list_line(*, line: NewLine, actor: Actor, now: datetime) -> Rectification:
    """The line stands in the ledger, and who sees to it is told.

    Raises Refused: cases.not_permitted, .reason_missing, .personal_numbers, ledger.no_body, .no_handler, .day_past,
    .other_place, .no_case.
    """
    beats.may(actor, KEEP, line.territory_id, now)
    row = Rectification(
        territory_id=line.territory_id,
        case=_case(line, actor, now),
        problem=beats.told(line.problem)[:200],
        responsible=beats.body(line.responsible_id),
        handler_ref=beats.somebody(line.handler_ref, line.territory_id, now),
        due_date=beats.from_today(line.due_date, now),
        state=states.RECTIFICATION.initial,
        listed_at=now,
        listed_by=actor.id,
    )
    row.save(force_insert=True)
    beats.begin(row, "list", actor=actor, now=now)
    record(verb="rectification.list", subject=str(row), actor=actor, now=now, territory_id=row.territory_id)
    _tell(row, LISTED, actor, now)
    return row


def _case(line: NewLine, actor: Actor, now: datetime) -> Case | None:
    if line.case_id is None:
        return None
    case = Case.objects.filter(pk=line.case_id).first()
    if case is None or not rules.may_handle(case, actor, now):
        raise Refused(no("ledger.no_case", beats.SOURCE))
    if case.territory_id != line.territory_id:
        raise Refused(no("ledger.other_place", beats.SOURCE))
    if case.confidential:
        raise Refused(no("ledger.confidential", rules.CONFIDENTIAL))
    return case


@transaction.atomic
def postpone(*, line_id: int, due_date: date, reason: str, actor: Actor, now: datetime) -> Rectification:
    """Another day holds, with its reason in the history; the day before stays readable there.

    Raises Refused: ledger.unknown, .day_past, rectification.no_such_move, cases.not_permitted, .reason_missing.
    """
    row = beats.locked(Rectification, line_id)
    beats.may(actor, KEEP, row.territory_id, now)
    said = f"{row.due_date.isoformat()} → {due_date.isoformat()}：{beats.told(reason)}"
    row.due_date = beats.from_today(due_date, now)
    beats.move(row, "postpone", actor=actor, now=now, text=said)
    return row


@transaction.atomic
def prove(*, line_id: int, text: str, file_id: int | None, actor: Actor, now: datetime) -> Rectification:
    """What was done stands there, with a picture or paper if there is one; another person looks at it next.

    Raises Refused: ledger.unknown, rectification.no_such_move, cases.not_permitted, .reason_missing, .file_missing.
    """
    row = beats.locked(Rectification, line_id)
    if actor.id != row.handler_ref:
        beats.may(actor, (rules.HANDLE, *KEEP), row.territory_id, now)
    row.proof_text, row.proved_by = beats.told(text), actor.id
    row.proof_file_id = beats.own_file(file_id, actor)
    beats.move(row, "prove", actor=actor, now=now, text=row.proof_text, file_id=row.proof_file_id)
    return row


@transaction.atomic
def sign_off(*, line_id: int, revision: int, actor: Actor, now: datetime) -> Rectification:
    """It is put right: said by somebody who neither handles it nor brought the proof.

    Raises Refused: ledger.unknown, .changed_meanwhile, .own_work, rectification.no_such_move, cases.not_permitted.
    """
    row = beats.locked(Rectification, line_id, revision)
    beats.may(actor, KEEP, row.territory_id, now)
    require(states.RECTIFICATION.may(row.state, "sign_off"))
    beats.by_another(actor, row.handler_ref, row.proved_by)
    row.signed_by, row.ended_at = actor.id, now
    beats.move(row, "sign_off", actor=actor, now=now)
    return row


@transaction.atomic
def send_back(*, line_id: int, reason: str, actor: Actor, now: datetime) -> Rectification:
    """The proof does not do; who sees to it is told why. Raises Refused as `sign_off`, and cases.reason_missing."""
    row = beats.locked(Rectification, line_id)
    beats.may(actor, KEEP, row.territory_id, now)
    require(states.RECTIFICATION.may(row.state, "send_back"))
    beats.by_another(actor, row.handler_ref, row.proved_by)
    beats.move(row, "send_back", actor=actor, now=now, text=beats.told(reason))
    _tell(row, RETURNED, actor, now)
    return row


@transaction.atomic
def withdraw(*, line_id: int, reason: str, actor: Actor, now: datetime) -> Rectification:
    """It needs not be done any more; the line stays, with the reason. By a supervisor.

    Raises Refused: ledger.unknown, rectification.no_such_move, cases.not_permitted, .reason_missing.
    """
    row = beats.locked(Rectification, line_id)
    beats.may(actor, (rules.SUPERVISE,), row.territory_id, now)
    row.ended_at = now
    beats.move(row, "withdraw", actor=actor, now=now, text=beats.told(reason))
    return row


def _tell(row: Rectification, words: tuple[str, str], actor: Actor, now: datetime) -> None:
    if row.handler_ref == actor.id:
        return
    day = f"{row.due_date.month}月{row.due_date.day}日"
    enqueue(
        channel="inapp", address="", person_ref=row.handler_ref, kind="case.ledger",
        text_zh=words[0].format(day=day), text_en=words[1].format(day=row.due_date.isoformat()), now=now,
        params={"rectification": row.pk},
    )  # fmt: skip
