"""The beats that every action on a selection or a hand-over shares."""

from datetime import datetime
from typing import Any

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.transitions import Table
from yuanba.kernel.verdict import Refused, no
from yuanba.messaging.actions import enqueue
from yuanba.oversight import rules, states, texts
from yuanba.oversight.models import Candidate, Handover, HandoverItem, ProcedureStep, Selection

REASON_LENGTH = 400
TABLES: dict[type, Table] = {
    Selection: states.SELECTION,
    Candidate: states.CANDIDATE,
    Handover: states.HANDOVER,
    HandoverItem: states.HANDOVER_ITEM,
}
Row = Selection | Candidate | Handover | HandoverItem


def selection_locked(selection_id: int) -> Selection:
    """The selection, locked until the transaction ends. Raises Refused(selection.unknown)."""
    rows = Selection.objects.select_for_update(of=("self",))
    found = rows.filter(pk=selection_id).first()
    if found is None:
        raise Refused(no("selection.unknown", rules.SELECTING, selection=selection_id))
    return found


def handover_locked(handover_id: int) -> Handover:
    """The hand-over, locked until the transaction ends. Raises Refused(handover.unknown)."""
    rows = Handover.objects.select_for_update(of=("self",))
    found = rows.filter(pk=handover_id).first()
    if found is None:
        raise Refused(no("handover.unknown", rules.HANDING_OVER, handover=handover_id))
    return found


def move(
    row: Row, verb: str, *, actor: Actor, now: datetime, reason: str = "", detail: dict[str, Any] | None = None
) -> None:
    """`row.state` is the target of `verb`, and step and audit event say so; the caller saves the row. Raises Refused."""
    table = TABLES[type(row)]
    source, row.state = row.state, table.step(row.state, verb)
    ProcedureStep.objects.create(
        subject=str(row), verb=verb, source=source, target=row.state, actor=actor.id, at=now, reason=reason
    )
    territory_id = compound_of(row)
    record(
        verb=f"{table.name}.{verb}", subject=str(row), actor=actor, now=now, detail=detail, territory_id=territory_id
    )


def note(row: Row, verb: str, *, actor: Actor, now: datetime, detail: dict[str, Any] | None = None) -> None:
    """The audit log tells of an act in the compound of this row."""
    record(verb=verb, subject=str(row), actor=actor, now=now, detail=detail, territory_id=compound_of(row))


def compound_of(row: Row) -> int:
    holder: Selection | Handover
    if isinstance(row, Candidate):
        holder = row.selection
    elif isinstance(row, HandoverItem):
        holder = row.handover
    else:
        holder = row
    return int(holder.compound_id)


def words(text: str, code: str) -> str:
    """A reason that somebody gave, cut to what is kept. Raises Refused(code) where there is none."""
    kept = clean(text)[:REASON_LENGTH]
    if not kept:
        raise Refused(no(code, "an act without a reason cannot be checked"))
    return kept


def tell(kind: str, permission: str, compound_id: int, *, now: datetime, **facts: Any) -> None:
    """Whoever holds `permission` in the compound finds a message in the inbox, each person one."""
    chinese, english = texts.MESSAGES[kind]
    for person_id in rules.people_with(permission, compound_id, now):
        enqueue(
            channel="inapp",
            address="",
            person_ref=f"person:{person_id}",
            kind=kind,
            text_zh=chinese.format(**facts),
            text_en=english.format(**facts),
            now=now,
        )
