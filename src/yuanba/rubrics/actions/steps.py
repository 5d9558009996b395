"""Moving a panel or a sheet: its state, an append-only row, and the audit log, together."""

from datetime import datetime
from typing import Any

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.transitions import Table
from yuanba.rubrics import states
from yuanba.rubrics.models import Panel, ScoreSheet, Step


def move(
    row: Panel | ScoreSheet,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """`row.state` is the target of `verb`, and the step is kept; the caller saves the row. Raises Refused."""
    table: Table = states.PANEL if isinstance(row, Panel) else states.SHEET
    source, row.state = row.state, table.step(row.state, verb)
    Step.objects.create(
        subject=str(row), verb=verb, source=source, target=row.state, actor=actor.id, at=now, reason=reason[:400]
    )
    territory_id = row.territory_id if isinstance(row, Panel) else None
    record(
        verb=f"{table.name}.{verb}", subject=str(row), actor=actor, now=now, detail=detail, territory_id=territory_id
    )


def locked_panel(panel_id: int) -> Panel:
    """The panel, locked until the transaction ends, with its rubric."""
    return Panel.objects.select_for_update(of=("self",)).select_related("rubric").get(pk=panel_id)
