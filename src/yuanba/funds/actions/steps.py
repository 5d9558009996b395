"""Moving a prize list or a line: its state, an append-only row, and the audit log, together."""

from datetime import datetime
from typing import Any

from yuanba.audit.actions import record
from yuanba.funds import states
from yuanba.funds.models import PrizeLine, PrizeList, Step
from yuanba.kernel.actor import Actor


def move(
    row: PrizeList | PrizeLine,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """`row.state` is the target of `verb`, and the step is kept; the caller saves the row. Raises Refused."""
    table = states.PRIZE_LIST if isinstance(row, PrizeList) else states.PRIZE_LINE
    source, row.state = row.state, table.step(row.state, verb)
    Step.objects.create(
        subject=str(row), verb=verb, source=source, target=row.state, actor=actor.id, at=now, reason=reason[:400]
    )
    territory_id = row.territory_id if isinstance(row, PrizeList) else row.prize_list.territory_id
    record(
        verb=f"{table.name}.{verb}", subject=str(row), actor=actor, now=now, detail=detail, territory_id=territory_id
    )
