"""Moving a notice or an objection: its state, an append-only row, and the audit log, together."""

from datetime import datetime
from typing import Any

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.publicity import states
from yuanba.publicity.models import Notice, Objection, Step


def move(
    row: Notice | Objection,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """`row.state` is the target of `verb`, and the step is kept; the caller saves the row. Raises Refused."""
    is_notice = isinstance(row, Notice)
    table = states.NOTICE if is_notice else states.OBJECTION
    source, row.state = row.state, table.step(row.state, verb)
    Step.objects.create(
        subject=str(row), verb=verb, source=source, target=row.state, actor=actor.id, at=now, reason=reason[:400]
    )
    territory_id = row.territory_id if isinstance(row, Notice) else row.notice.territory_id
    record(
        verb=f"{table.name}.{verb}", subject=str(row), actor=actor, now=now, detail=detail, territory_id=territory_id
    )
