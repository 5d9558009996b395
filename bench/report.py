"""The table on the screen, the JSON beside it, and the same as Markdown for the reference page."""

import json
from pathlib import Path
from typing import Any

from bench.row import Row

FILE = Path("build/bench.json")
HEADS = ("name", "value", "unit", "held against", "ratio", "target", "ok")
MARKS = {True: "yes", False: "NO", None: ""}


def document(machine: dict[str, Any], rows: list[Row], missing: list[str]) -> dict[str, Any]:
    return {"machine": machine, "rows": [row.document() for row in rows], "left_out": missing}


def save(result: dict[str, Any]) -> None:
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n")


def load() -> dict[str, Any]:
    return dict(json.loads(FILE.read_text()))


def lines(result: dict[str, Any]) -> list[list[str]]:
    return [
        [
            row["name"],
            number(row["value"]),
            row["unit"],
            number(row["limit_value"]),
            number(row["ratio"]),
            row["target"],
            MARKS[row["ok"]],
        ]
        for row in result["rows"]
    ]


def number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def text(result: dict[str, Any]) -> str:
    """The table for a terminal, with what was left out and why."""
    table = [list(HEADS), *lines(result)]
    widths = [max(len(line[column]) for line in table) for column in range(len(HEADS))]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table]
    shown.insert(1, "-" * max(map(len, shown)))
    notes = [f"  {row['name']}: {row['note']}" for row in result["rows"] if row["note"]]
    missing = [f"Left out: {one}" for one in result["left_out"]]
    return "\n".join([*shown, "", *notes, *missing])


def markdown(result: dict[str, Any]) -> str:
    """Machine and table for docs/reference/performance.md."""
    machine = result["machine"]
    about = [f"| {key.replace('_', ' ')} | {value} |" for key, value in machine.items()]
    table = [f"| {' | '.join(line)} |" for line in lines(result)]
    notes = [f"- *{row['name']}*: {row['note']}" for row in result["rows"] if row["note"]]
    return "\n".join(
        [
            "| machine | |",
            "|---|---|",
            *about,
            "",
            f"| {' | '.join(HEADS)} |",
            "|" + "---|" * len(HEADS),
            *table,
            "",
            *notes,
            *[f"- Left out: {one}" for one in result["left_out"]],
        ]
    )
