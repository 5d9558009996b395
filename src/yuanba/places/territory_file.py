"""Reads a table of territory (code, name, parent code, kind) from CSV, .xlsx or TOML bytes. Pure: it writes nothing."""

import csv
import io
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from yuanba.kernel.normal import clean
from yuanba.places.rules import RANK, Kind, code_well_formed

LIMIT_BYTES = 20 * 1024 * 1024
HEADERS = {
    "code": {"code", "代码", "区划代码", "统计用区划代码", "行政区划代码", "编码"},
    "name": {"name", "名称", "区划名称", "单位名称"},
    "parent": {"parent", "parent_code", "parent code", "上级代码", "上级", "父级代码", "上级区划代码"},
    "kind": {"kind", "类型", "级别", "层级"},
}
KINDS = {
    "国家": Kind.COUNTRY,
    "省": Kind.PROVINCE,
    "市": Kind.CITY,
    "区": Kind.DISTRICT,
    "县": Kind.DISTRICT,
    "区县": Kind.DISTRICT,
    "区(市)县": Kind.DISTRICT,
    "区（市）县": Kind.DISTRICT,
    "街道": Kind.SUBDISTRICT,
    "镇": Kind.TOWN,
    "乡": Kind.TOWN,
    "社区": Kind.COMMUNITY,
    "村": Kind.COMMUNITY,
    "小区": Kind.COMPOUND,
    "院落": Kind.COMPOUND,
    "功能区": Kind.FUNCTIONAL_AREA,
    "管理区": Kind.FUNCTIONAL_AREA,
}


@dataclass(frozen=True)
class TerritoryRow:
    """A line of the table. `parent` is a code or, where the parent has none, its name."""

    line: int
    code: str
    name: str
    parent: str
    kind: str


@dataclass(frozen=True)
class LineProblem:
    """What is wrong with a line, as a code with its fact; web says it in words."""

    line: int
    code: str
    fact: str = ""


@dataclass(frozen=True)
class TerritoryTable:
    rows: tuple[TerritoryRow, ...]
    problems: tuple[LineProblem, ...]


def read(content: bytes) -> TerritoryTable:
    """The rows of the table and what is wrong with it; rows with a problem are left out."""
    if len(content) > LIMIT_BYTES:
        return TerritoryTable((), (LineProblem(0, "places.file_too_large", str(LIMIT_BYTES)),))
    try:
        lines = list(_lines(content))
    except (CalamineError, tomllib.TOMLDecodeError, UnicodeDecodeError, csv.Error) as error:
        return TerritoryTable((), (LineProblem(0, "places.file_unreadable", type(error).__name__),))
    header = next(((line, columns) for line, cells in lines[:10] if (columns := _columns(cells))), None)
    if header is None:
        return TerritoryTable((), (LineProblem(0, "places.header_missing"),))
    return _table([(line, cells) for line, cells in lines if line > header[0]], header[1])


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    if content.startswith(b"PK"):
        yield from enumerate(([_text(cell) for cell in row] for row in _sheet(content)), start=1)
        return
    text = _decoded(content)
    if "[[" in text:
        tables = tomllib.loads(text)
        rows = next((value for value in tables.values() if isinstance(value, list)), [])
        yield 1, ["code", "name", "parent", "kind"]
        for place, row in enumerate(rows, start=2):
            yield (
                place,
                [_text(row.get(name, row.get(f"{name}_code", ""))) for name in ("code", "name", "parent", "kind")],
            )
        return
    sample = text.splitlines()[0] if text.strip() else ""
    yield from enumerate(csv.reader(io.StringIO(text), delimiter="\t" if "\t" in sample else ","), start=1)


def _sheet(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark; else GB 18030, which Excel in China saves CSV as."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    return clean(str(cell))


def _columns(cells: Sequence[str]) -> dict[str, int]:
    found = {
        field: place
        for place, cell in enumerate(cells)
        for field, names in HEADERS.items()
        if clean(cell).lower() in names
    }
    return found if {"name", "kind"} <= set(found) else {}


def _table(lines: list[tuple[int, list[str]]], columns: dict[str, int]) -> TerritoryTable:
    rows: list[TerritoryRow] = []
    problems: list[LineProblem] = []
    seen: set[str] = set()
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        row = _row(line, cells, columns)
        problem = _problem(row, seen)
        if problem is not None:
            problems.append(problem)
            continue
        seen.add(row.code)
        rows.append(row)
    return TerritoryTable(tuple(rows), tuple(problems))


def _row(line: int, cells: Sequence[str], columns: dict[str, int]) -> TerritoryRow:
    texts = {field: clean(cells[place]) if place < len(cells) else "" for field, place in columns.items()}
    kind = texts.get("kind", "")
    return TerritoryRow(
        line,
        texts.get("code", ""),
        texts.get("name", ""),
        texts.get("parent", ""),
        KINDS.get(kind, kind.upper()),
    )


def _problem(row: TerritoryRow, seen: set[str]) -> LineProblem | None:
    if not row.name:
        return LineProblem(row.line, "places.name_missing")
    if row.kind not in RANK and row.kind != Kind.FUNCTIONAL_AREA:
        return LineProblem(row.line, "places.kind_unknown", row.kind)
    if not code_well_formed(row.code):
        return LineProblem(row.line, "places.code_malformed", row.code)
    if row.code and row.code in seen:
        return LineProblem(row.line, "places.code_twice", row.code)
    return None
