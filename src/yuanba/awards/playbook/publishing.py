"""A playbook leaves the file: as public JSON for bundles, and as a copy whose days are moved for demonstrations."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from yuanba.awards.playbook.model import Playbook, Stage
from yuanba.awards.playbook.positions import positions
from yuanba.awards.playbook.reading import read, shaped
from yuanba.awards.playbook.shape import Day, Flag, Many, Numbers, Shape, Table
from yuanba.awards.playbook.stages import SETTINGS

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def to_public_json(playbook: Playbook) -> dict[str, Any]:
    """The playbook as strings, whole numbers, lists and tables: days as text, flags as 0 or 1, absent values left out.

    The source text stays out; `sha256` names it.
    """
    return {**_table(playbook), "sha256": playbook.sha256}


def _table(thing: Any) -> dict[str, Any]:
    values = {name: getattr(thing, name) for name in shaped(type(thing))}
    found = {name: _value(value) for name, value in values.items() if value is not None}
    return {**found, **_table(thing.settings)} if isinstance(thing, Stage) else found


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    return value if isinstance(value, str | int) else _table(value)


def from_public_json(document: Mapping[str, Any]) -> Playbook:
    """The playbook that `to_public_json` wrote; its source text is empty. Raises KeyError or ValueError for others."""
    playbook = _thing(Playbook, document)
    assert isinstance(playbook, Playbook), "a table of Playbook makes a Playbook"
    return replace(playbook, sha256=str(document["sha256"]))


def _thing(row: type, raw: Mapping[str, Any]) -> Any:
    values = {name: _back(item.metadata["shape"], raw[name]) for name, item in shaped(row).items() if name in raw}
    if row is Stage:
        values["settings"] = _thing(SETTINGS[raw["kind"]], raw)
    known = {item.name: item for item in fields(row)}
    assert values.keys() <= known.keys(), "shaped fields are fields"
    return row(**values)


def _back(shape: Shape, raw: Any) -> Any:
    if isinstance(shape, Many):
        return tuple(_back(shape.item, item) for item in raw)
    if isinstance(shape, Table):
        return _thing(shape.row, raw)
    if isinstance(shape, Day):
        return date.fromisoformat(raw)
    if isinstance(shape, Flag):
        return bool(raw)
    return dict(raw) if isinstance(shape, Numbers) else raw


def shifted(playbook: Playbook, days: int) -> Playbook:
    """A copy whose stages are all `days` later (earlier if negative), its source text and hash to match."""
    if not playbook.source_text:
        return replace(playbook, stages=tuple(_later(stage, days) for stage in playbook.stages))
    return read(shifted_text(playbook.source_text, days))


def _later(stage: Stage, days: int) -> Stage:
    step = timedelta(days=days)
    return replace(stage, opens=stage.opens + step, closes=stage.closes + step)


def shifted_text(text: str, days: int) -> str:
    """A valid playbook's text with every stage window moved by `days`."""
    offsets = positions(text).offsets
    starts = [at for path, at in offsets.items() if path[0] == "stages" and path[-1] in ("opens", "closes")]
    for start in sorted(starts, reverse=True):
        found = DAY.search(text, start)
        assert found is not None, "a valid playbook has a day there"
        moved = date.fromisoformat(found[0]) + timedelta(days=days)
        text = text[: found.start()] + moved.isoformat() + text[found.end() :]
    return text
