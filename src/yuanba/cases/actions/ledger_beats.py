"""The beats that every action in a ledger shares."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, TypeVar

from yuanba.audit.actions import record
from yuanba.cases import ledger_states as states
from yuanba.cases import rules
from yuanba.cases.actions.beats import reasoned
from yuanba.cases.models import LedgerStep, Rectification, RecurringIssue, SpecialMatter
from yuanba.cases.queries.workers import workers
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.transitions import Table
from yuanba.kernel.verdict import YES, Refused, no, require
from yuanba.people.models import Organisation

Row = TypeVar("Row", Rectification, SpecialMatter, RecurringIssue)
TABLES: dict[type, Table] = {
    Rectification: states.RECTIFICATION,
    SpecialMatter: states.SPECIAL,
    RecurringIssue: states.RECURRING,
}
SOURCE = "rules of the ledgers of this platform"
FOUR_EYES = "whoever handles it does not sign it off"
LONGEST = 300


def locked(model: type[Row], pk: int, revision: int | None = None) -> Row:
    """The row, exclusively until the transaction ends. Raises Refused: ledger.unknown, ledger.changed_meanwhile."""
    rows = model._default_manager.select_for_update(of=("self",))
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Refused(no("ledger.unknown", SOURCE))
    if revision is not None and revision != getattr(row, "revision", revision):
        raise Refused(no("ledger.changed_meanwhile", SOURCE))
    return row


def may(actor: Actor, permissions: Collection[str], territory_id: int, now: datetime) -> None:
    """Returns if one of the permissions is held there. Raises Refused: cases.not_permitted."""
    on = local_date(now)
    if not any(rules.holds(actor, one, territory_id, on) for one in permissions):
        raise Refused(no("cases.not_permitted", rules.POSTS_SOURCE, permission=min(permissions)))


def move(row: Row, verb: str, *, actor: Actor, now: datetime, text: str = "", file_id: int | None = None) -> None:
    """The row is in the next state and saved; step and audit event say so. Raises Refused(<table>.no_such_move)."""
    table = TABLES[type(row)]
    source, row.state = row.state, table.step(row.state, verb)
    if isinstance(row, (Rectification, SpecialMatter)):
        row.revision += 1
    row.save()
    _keep(row, verb, source, actor=actor, now=now, text=text, file_id=file_id)
    _record(row, verb, actor, now)


def begin(row: Row, verb: str, *, actor: Actor, now: datetime, text: str = "") -> None:
    """The first line of the row's history; the caller records the audit event by its own name."""
    _keep(row, verb, "", actor=actor, now=now, text=text, file_id=None)


def _keep(row: Row, verb: str, source: str, *, actor: Actor, now: datetime, text: str, file_id: int | None) -> None:
    LedgerStep.objects.create(
        subject=str(row), verb=verb, source=source, target=row.state, text=text[:LONGEST], file_id=file_id,
        at=now, by=actor.id,
    )  # fmt: skip


def _record(row: Row, verb: str, actor: Actor, now: datetime) -> None:
    """The audit log tells of a move under the name of its ledger."""
    told: dict[str, Any] = {"subject": str(row), "actor": actor, "now": now, "territory_id": row.territory_id}
    if isinstance(row, Rectification):
        record(verb=f"rectification.{verb}", **told)
    elif isinstance(row, SpecialMatter):
        record(verb=f"special_matter.{verb}", **told)
    else:
        record(verb=f"recurring_issue.{verb}", **told)


def told(text: str) -> str:
    """One line without personal numbers. Raises Refused: cases.reason_missing, cases.personal_numbers."""
    return reasoned(text, LONGEST)


def from_today(day: date, now: datetime) -> date:
    """Raises Refused: ledger.day_past."""
    if day < local_date(now):
        raise Refused(no("ledger.day_past", SOURCE, day=day.isoformat()))
    return day


def own_file(file_id: int | None, actor: Actor) -> int | None:
    """A file that the actor uploaded. Raises Refused: cases.file_missing."""
    if file_id is None:
        return None
    kept = chosen([file_id]).get(file_id)
    if kept is None or kept.uploader != actor.id or kept.erased_at is not None:
        raise Refused(no("cases.file_missing", rules.SOURCE))
    return file_id


def body(organisation_id: int) -> Organisation:
    """Raises Refused: ledger.no_body."""
    found = Organisation.objects.filter(pk=organisation_id).first()
    if found is None:
        raise Refused(no("ledger.no_body", SOURCE))
    return found


def somebody(handler_ref: str, territory_id: int, now: datetime) -> str:
    """Somebody who works on cases there. Raises Refused: ledger.no_handler."""
    if handler_ref not in dict(workers(territory_id, local_date(now))):
        raise Refused(no("ledger.no_handler", SOURCE))
    return handler_ref


def by_another(actor: Actor, *others: str) -> None:
    """Raises Refused: ledger.own_work."""
    require(no("ledger.own_work", FOUR_EYES) if actor.id in others else YES)
