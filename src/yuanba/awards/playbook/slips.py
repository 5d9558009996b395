"""Slips of the pen that make a text no TOML: what people type instead, found on the line that could not be read.

TOML's own reasons ("Invalid value") help programmers. An officer is told the very character, and what to write instead.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields

from yuanba.awards.playbook.model import Category, Kind, Playbook, Routes, Stage
from yuanba.awards.playbook.shape import Many, Table
from yuanba.awards.playbook.stages import SETTINGS

STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
VALUE = r"^\s*[\w.-]+\s*=\s*"
WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
BRACKETS = {"【": "[", "】": "]", "［": "[", "］": "]", "｛": "{", "｝": "}", "（": "(", "）": ")"}
TRUTH = {"是": "true", "否": "false", "yes": "true", "no": "false", "True": "true", "False": "false", "TRUE": "true",
         "FALSE": "false"}  # fmt: skip


@dataclass(frozen=True)
class Slip:
    """What was typed instead: the code of its sentences, where on the line (from 1), and what they name."""

    code: str
    column: int
    facts: dict[str, str]


def _many_tables() -> frozenset[str]:
    """The last names of all tables that may stand several times, and so want two brackets."""
    found = set()
    for row in (Playbook, Category, Kind, Routes, Stage, *SETTINGS.values()):
        for item in fields(row):
            shape = item.metadata.get("shape")
            if isinstance(shape, Many) and isinstance(shape.item, Table):
                found.add(item.name)
    return frozenset(found)


LISTS = _many_tables()


def one_bracket(text: str) -> tuple[int, str] | None:
    """(line, name) of the first table with one bracket that may stand several times."""
    for number, line in enumerate(text.split("\n"), start=1):
        found = re.fullmatch(r"\s*\[([\w.-]+)\]\s*(#.*)?", line)
        if found and found[1].rpartition(".")[2] in LISTS:
            return number, found[1]
    return None


def slip(line: str) -> Slip | None:
    """What people commonly write on such a line instead of TOML; None where none of it is there."""
    bare = STRING.sub(lambda found: '"' + "x" * (len(found[0]) - 2) + '"', line)  # same length, text blinded
    return next((found for look in LOOKS if (found := look(line, bare)) is not None), None)


def _invisible(line: str, bare: str) -> Slip | None:
    found = re.search("[\u3000\u00a0\u200b\u200c\u200d\ufeff]", bare)
    return Slip("slip_invisible", found.start() + 1, {"which": f"U+{ord(found[0]):04X}"}) if found else None


def _equals(line: str, bare: str) -> Slip | None:
    found = re.match(r"^\s*([\w.-]+)\s*([＝：:])", bare)
    return Slip("slip_equals", found.start(2) + 1, {"got": found[2], "key": found[1]}) if found else None


def _quotes(line: str, bare: str) -> Slip | None:
    found = re.search(r"[=\[,，]\s*([“”‘’「」『』＂])", bare)
    return Slip("slip_quotes", found.start(1) + 1, {"got": found[1]}) if found else None


def _brackets(line: str, bare: str) -> Slip | None:
    found = re.search(r"[【】［］｛｝]", bare)
    return Slip("slip_brackets", found.start() + 1, {"got": found[0], "want": BRACKETS[found[0]]}) if found else None


def _day(line: str, bare: str) -> Slip | None:
    found = re.match(VALUE + r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?", bare.translate(WIDE))
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    return Slip("slip_day", found.start(1) + 1, {"want": f"{year}-{month:02d}-{day:02d}"})


def _digits(line: str, bare: str) -> Slip | None:
    found = re.search(r"[０-９]+", bare)
    return (
        Slip("slip_digits", found.start() + 1, {"got": found[0], "want": found[0].translate(WIDE)}) if found else None
    )


def _thousands(line: str, bare: str) -> Slip | None:
    found = re.match(VALUE + r"(\d{1,3}(?:[,，]\d{3})+)", bare)
    if found is None:
        return None
    return Slip("slip_number", found.start(1) + 1, {"got": found[1], "want": re.sub("[,，]", "", found[1])})


def _unit(line: str, bare: str) -> Slip | None:
    found = re.match(VALUE + r"(\d+)\s*([%％一-鿿]+)", bare)
    return Slip("slip_number", found.start(1) + 1, {"got": found[1] + found[2], "want": found[1]}) if found else None


def _commas(line: str, bare: str) -> Slip | None:
    found = re.search(r"[，、；]", bare.partition("#")[0])
    return Slip("slip_comma", found.start() + 1, {"got": found[0]}) if found else None


def _truth(line: str, bare: str) -> Slip | None:
    found = re.match(VALUE + r"(\w+)\s*(#.*)?$", bare)
    if found is None or found[1] not in TRUTH:
        return None
    return Slip("slip_truth", found.start(1) + 1, {"got": found[1], "want": TRUTH[found[1]]})


def _comment(line: str, bare: str) -> Slip | None:
    found = re.search(r"//|/\*|＃", bare)
    return Slip("slip_comment", found.start() + 1, {"got": found[0]}) if found else None


def _backslash(line: str, bare: str) -> Slip | None:
    found = re.search(r"\\", line)
    return Slip("slip_backslash", found.start() + 1, {}) if found else None


def _open_quote(line: str, bare: str) -> Slip | None:
    if line.count('"') % 2 == 0:
        return None
    return Slip("slip_quote_open", line.index('"') + 1, {})


def _no_quotes(line: str, bare: str) -> Slip | None:
    found = re.match(VALUE + r"([^\s\"'\[{\d+-].*?)\s*(#.*)?$", line)
    return Slip("slip_no_quotes", found.start(1) + 1, {"got": found[1][:20]}) if found else None


LOOKS: tuple[Callable[[str, str], Slip | None], ...] = (
    _invisible, _equals, _quotes, _brackets, _day, _digits, _thousands, _unit, _truth, _comment, _open_quote, _commas,
    _backslash, _no_quotes,
)  # fmt: skip
