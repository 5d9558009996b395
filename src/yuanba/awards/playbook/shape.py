"""What one value of a playbook may look like: a shape takes a raw TOML value and gives the clean one, or says why not.

Pure data and pure functions; `reading` walks the tables with them and `explaining` prints them as the reference.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from datetime import date, datetime
from typing import Any

KEY_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,39}")
LARGEST = 2**53 - 1  # Source: BALLOTS.md, canonical bytes: integers below 2^53.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class BadValue(Exception):
    """Raised when a value does not fit its shape; carries the code and the facts of the sentence that explains it."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def kind_of(value: object) -> str:
    """The plain name of a TOML value's type, as people call it."""
    if isinstance(value, bool):
        return "true/false"
    names = ((int, "integer"), (float, "decimal"), (str, "text"), (list, "list"), (dict, "table"), (date, "date"))
    return next((name for kind, name in names if isinstance(value, kind)), "time")


def of_type(value: object, kind: type, wanted: str) -> None:
    """Returns only if the value has the type. Raises BadValue otherwise."""
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise BadValue("type", wanted=wanted, got=kind_of(value))


@dataclass(frozen=True)
class Text:
    """Text of 1 to `most` characters, NFC, trimmed; `least` 0 allows it to be empty."""

    most: int = 200
    least: int = 1

    def take(self, value: object) -> str:
        of_type(value, str, "text")
        text = unicodedata.normalize("NFC", str(value)).strip()
        if len(text) < self.least:
            raise BadValue("empty")
        if len(text) > self.most:
            raise BadValue("too_long", most=self.most, got=len(text))
        if CONTROL.search(text):
            raise BadValue("control")
        return text

    def describe(self) -> str:
        return f"text, up to {self.most} characters"


@dataclass(frozen=True)
class Key:
    """A short name in small Latin letters by which other parts of the file refer to this one."""

    def take(self, value: object) -> str:
        of_type(value, str, "text")
        if not KEY_PATTERN.fullmatch(str(value)):
            raise BadValue("key_form", got=str(value)[:40])
        return str(value)

    def describe(self) -> str:
        return "key: a-z, 0-9, _"


@dataclass(frozen=True)
class Int:
    """A whole number from `low` to `high`, both allowed."""

    low: int = 0
    high: int = LARGEST

    def take(self, value: object) -> int:
        if isinstance(value, float):
            raise BadValue("float", got=repr(value))
        of_type(value, int, "integer")
        assert isinstance(value, int), "of_type has seen to it"
        if not self.low <= value <= self.high:
            got = str(value) if abs(value) < LARGEST else "…"
            raise BadValue("range", low=self.low, high=self.high, got=got)
        return value

    def describe(self) -> str:
        return f"integer, {self.low} to {self.high}"


@dataclass(frozen=True)
class Flag:
    """true or false."""

    def take(self, value: object) -> bool:
        of_type(value, bool, "true/false")
        return bool(value)

    def describe(self) -> str:
        return "true or false"


@dataclass(frozen=True)
class Day:
    """A calendar day, bare or quoted: 2021-09-10."""

    def take(self, value: object) -> date:
        if isinstance(value, datetime):
            raise BadValue("type", wanted="date", got="time")
        if isinstance(value, str):
            return self.parse(value.strip())
        of_type(value, date, "date")
        assert isinstance(value, date), "of_type has seen to it"
        return value

    def parse(self, text: str) -> date:
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError(text)
            return date.fromisoformat(text)
        except ValueError:
            raise BadValue("bad_date", got=text[:40]) from None

    def describe(self) -> str:
        return "day, 2021-09-10"


@dataclass(frozen=True)
class OneOf:
    """One of the listed words."""

    values: tuple[str, ...]

    def take(self, value: object) -> str:
        of_type(value, str, "text")
        if value not in self.values:
            raise BadValue("choice", got=str(value)[:40], allowed=", ".join(self.values))
        return str(value)

    def describe(self) -> str:
        return "one of " + ", ".join(self.values)


@dataclass(frozen=True)
class Numbers:
    """A table from keys to whole numbers: `{ person = 60, case = 16 }`."""

    low: int = 0
    high: int = LARGEST

    def describe(self) -> str:
        return f"table of key = integer, {self.low} to {self.high}"


@dataclass(frozen=True)
class Table:
    """One table read into a dataclass."""

    row: type

    def describe(self) -> str:
        return f"table, see {self.row.__name__}"


@dataclass(frozen=True)
class Many:
    """A list of values or of tables, `least` to `most` of them."""

    item: "Scalar | Table"
    least: int = 0
    most: int = 100

    def describe(self) -> str:
        return f"list of {self.least} to {self.most}: {self.item.describe()}"


Scalar = Text | Key | Int | Flag | Day | OneOf
Shape = Scalar | Numbers | Table | Many


def in_chinese(shape: Shape) -> str:
    """What a value looks like, for whoever must add one."""
    if isinstance(shape, Text):
        return f"文字，最多 {shape.most} 字，加英文引号"
    if isinstance(shape, Int):
        return f"{shape.low} 到 {shape.high} 的整数"
    if isinstance(shape, OneOf):
        return "可选：" + "、".join(shape.values)
    if isinstance(shape, Many):
        return f"{shape.least} 到 {shape.most} 项"
    plain = {Key: "代号，小写英文字母", Flag: "true 或 false", Day: "日期，如 2021-09-10", Numbers: "代号 = 整数"}
    return plain.get(type(shape), "一组项目")


def slot(shape: Shape, en: str, zh: str, *, default: Any = MISSING) -> Any:
    """A dataclass field that knows its shape and what it means in both languages; no default means it must be given."""
    metadata: Mapping[str, object] = {"shape": shape, "en": en, "zh": zh}
    if isinstance(default, dict):
        return field(metadata=metadata, default_factory=dict)
    return field(metadata=metadata, default=default)
