"""Importing a table of territory: what is new is founded, what is called or placed otherwise is renamed or moved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused
from yuanba.places.actions.territory import found, move, rename
from yuanba.places.models import TerritoryVersion
from yuanba.places.queries import tree_at
from yuanba.places.rules import RANK, Kind
from yuanba.places.territory_file import LineProblem, TerritoryRow


@dataclass
class TerritoryReport:
    """How many territories were founded, renamed, moved or stood already, and the lines that were refused."""

    founded: int = 0
    renamed: int = 0
    moved: int = 0
    unchanged: int = 0
    problems: list[LineProblem] = field(default_factory=list)


@transaction.atomic
def import_territory(
    *, rows: Sequence[TerritoryRow], from_date: date, basis: str, actor: Actor, now: datetime
) -> TerritoryReport:
    """Every good row's territory stands with its name, code and parent; repeating changes nothing.

    A territory is known by its code, else by its name under its parent. Rows may come in any order.
    """
    report = TerritoryReport()
    known = _Known(from_date)
    for row in sorted(rows, key=lambda row: (RANK.get(row.kind, RANK[Kind.CITY]), row.line)):
        try:
            with transaction.atomic():
                _enter(row, known, report, basis=basis, actor=actor, now=now)
        except Refused as refused:
            report.problems.append(LineProblem(row.line, refused.verdict.code, row.code or row.name))
    return report


class _Known:
    """The tree of the day by code, by name, and by name under a parent, as the import grows it."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.by_code: dict[str, int] = {}
        self.by_name: dict[str, int] = {}
        self.under: dict[tuple[int | None, str], int] = {}
        self.names: dict[int, tuple[str, int | None]] = {}
        for node in tree_at(on):
            self.add(node.id, node.code, node.name, node.parent_id)

    def add(self, territory_id: int, code: str, name: str, parent_id: int | None) -> None:
        if code:
            self.by_code[code] = territory_id
        self.by_name.setdefault(name, territory_id)
        self.under[parent_id, name] = territory_id
        self.names[territory_id] = (name, parent_id)


def _enter(
    row: TerritoryRow, known: _Known, report: TerritoryReport, *, basis: str, actor: Actor, now: datetime
) -> None:
    parent_id = known.by_code.get(row.parent, known.by_name.get(row.parent)) if row.parent else None
    if row.parent and parent_id is None:
        report.problems.append(LineProblem(row.line, "places.parent_missing", row.parent))
        return
    stands = known.by_code.get(row.code) if row.code else known.under.get((parent_id, row.name))
    if stands is None:
        new = found(
            kind=row.kind,
            name=row.name,
            code=row.code,
            parent_id=parent_id,
            from_date=known.on,
            basis=basis,
            actor=actor,
            now=now,
        )
        report.founded += 1
        known.add(new.pk, row.code, row.name, parent_id)
        return
    name, old_parent = known.names[stands]
    if name == row.name and old_parent == parent_id:
        report.unchanged += 1
        return
    _alter(row, stands, parent_id, known, report, basis=basis, actor=actor, now=now)


def _alter(  # noqa: PLR0913 - the row's facts and the action's who and when
    row: TerritoryRow,
    territory_id: int,
    parent_id: int | None,
    known: _Known,
    report: TerritoryReport,
    *,
    basis: str,
    actor: Actor,
    now: datetime,
) -> None:
    name, old_parent = known.names[territory_id]
    if name != row.name:
        rename(territory_id=territory_id, name=row.name, from_date=known.on, basis=basis, actor=actor, now=now)
        report.renamed += 1
    if parent_id is not None and parent_id != old_parent:
        if name != row.name:
            # Both on one day: the version just made is the day's, so it takes the parent too.
            TerritoryVersion.objects.filter(territory_id=territory_id, to_date__isnull=True).update(parent_id=parent_id)
        else:
            move(territory_id=territory_id, parent_id=parent_id, from_date=known.on, basis=basis, actor=actor, now=now)
        report.moved += 1
    known.add(territory_id, row.code, row.name, parent_id)
