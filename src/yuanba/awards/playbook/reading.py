"""A playbook text becomes a Playbook, or a PlaybookError with every mistake at once."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, replace
from datetime import date
from typing import Any

from yuanba.awards.playbook.checking import check
from yuanba.awards.playbook.mistakes import Mistake, PlaybookError, Report, close, mistake
from yuanba.awards.playbook.model import Category, Kind, Playbook, Stage, Tier
from yuanba.awards.playbook.positions import Path, positions
from yuanba.awards.playbook.shape import (
    BadValue,
    Day,
    Flag,
    Int,
    Key,
    Many,
    Numbers,
    Shape,
    Table,
    in_chinese,
    kind_of,
)
from yuanba.awards.playbook.slip_texts import SYNTAX_ZH
from yuanba.awards.playbook.slips import one_bracket, slip
from yuanba.awards.playbook.stages import SETTINGS
from yuanba.awards.playbook.texts import KINDS_ZH

LARGEST_BYTES = 256 * 1024  # Source: ours; Huayang's playbook has 15 KiB.
BAD_DAY = re.compile(r"=\s*([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")


def read(source: str | bytes) -> Playbook:
    """The playbook that a text holds, valid in every rule. Raises PlaybookError with all mistakes."""
    return _read(source, by_rules=True)


def kept(text: str) -> Playbook:
    """The playbook of a text that was valid when a campaign took it: a rule that came later does not reach back.

    Raises PlaybookError for a text that is damaged.
    """
    return _read(text, by_rules=False)


def _read(source: str | bytes, *, by_rules: bool) -> Playbook:
    raw, text = parsed(decoded(source))
    report = Report(positions(text))
    reader = Reader(report)
    playbook = reader.table(Playbook, raw, ())
    if by_rules:
        check(playbook, reader.paths, report)
    if report.found:
        raise PlaybookError(report.sorted())
    original = source if isinstance(source, str) else decoded(source)
    return replace(completed(playbook), source_text=original, sha256=hashlib.sha256(original.encode()).hexdigest())


PAGE = re.compile(r"\s*<(!doctype|html|\?xml)", re.IGNORECASE)


def decoded(source: str | bytes) -> str:
    """The text of a file's bytes, without byte order mark. Raises PlaybookError for what is no text."""
    text = _text(source)
    if not text.strip():
        raise PlaybookError((mistake("empty_file", (), (1, 1)),))
    if text.startswith("PK\x03\x04") or PAGE.match(text):
        raise PlaybookError((mistake("not_a_text", (), (1, 1)),))
    return text


def _text(source: str | bytes) -> str:
    content = source.encode(errors="surrogatepass") if isinstance(source, str) else source
    if len(content) > LARGEST_BYTES:
        raise PlaybookError((mistake("too_big", got=len(content), most=LARGEST_BYTES),))
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        guess, guess_en = _guess_encoding(content)
        raise PlaybookError(
            (mistake("not_text", (), (line, 1), byte=error.start + 1, guess=guess, guess_en=guess_en),)
        ) from None


def _guess_encoding(content: bytes) -> tuple[str, str]:
    if content.startswith(b"PK"):
        return "这像是 Word 或 Excel 文件,不是文本。", "It seems to be a Word or Excel file."
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "现在像是 UTF-16。", "It seems to be UTF-16."
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return "", ""
    return "现在像是 GBK。", "It seems to be GBK."


def parsed(text: str) -> tuple[dict[str, Any], str]:
    """The raw tables, and the text they were read from (days that no calendar has are quoted, and named later).

    Raises PlaybookError where the text is not TOML.
    """
    for _ in range(100):
        try:
            return tomllib.loads(text), text
        except RecursionError:
            raise PlaybookError((_syntax("nested too deeply", "括号嵌套过深。", (0, 0)),)) from None
        except ValueError as error:
            place, reason = _place(str(error), text)
            quoted = _quote_bad_day(text, place[0]) if "date" in reason else None
            if quoted is None:
                raise PlaybookError((_named(text, reason, place),)) from None
            text = quoted
    raise PlaybookError((_syntax("too many bad dates", "错误的日期太多。", (0, 0)),))


def _place(reason: str, text: str) -> tuple[tuple[int, int], str]:
    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)", reason)
    if found is None:
        return (0, 0), reason
    short = reason[: found.start()]
    if found[1] is None:
        return (text.count("\n") + 1, 1), short
    return (int(found[1]), int(found[2])), short


def _named(text: str, reason: str, place: tuple[int, int]) -> Mistake:
    """The slip that people make on such a line, or else what TOML says about it."""
    lines = text.split("\n")
    single = one_bracket(text)
    if single is not None and reason.startswith("Cannot"):
        return mistake("slip_bracket", (), (single[0], 1), got=single[1])
    # A quote or bracket that is never closed is noticed on a later line, often at the very end.
    line = place[0] if 0 < place[0] <= len(lines) else 0
    found = slip(lines[line - 1]) if line else None
    if found is None and reason.startswith(("Unclosed", "Unterminated", "Illegal", "Expected")):
        line, found = next(((at, one) for at in range(line - 1, 0, -1) if (one := slip(lines[at - 1]))), (line, None))
    if found is not None:
        return mistake(found.code, (), (line, found.column), **found.facts)
    if line and reason.startswith("Cannot overwrite"):
        return mistake("slip_twice", (), (line, 1), got=lines[line - 1].partition("=")[0].strip(" []"))
    return _syntax(reason, _syntax_zh(reason), place)


def _syntax(reason: str, reason_zh: str, place: tuple[int, int]) -> Mistake:
    return mistake("syntax", (), place, reason=reason, reason_zh=reason_zh)


def _syntax_zh(reason: str) -> str:
    return next((zh for en, zh in SYNTAX_ZH.items() if reason.startswith(en)), reason)


def _quote_bad_day(text: str, line: int) -> str | None:
    lines = text.split("\n")
    if not 0 < line <= len(lines):
        return None
    changed = BAD_DAY.sub(r'= "\1"', lines[line - 1])
    if changed == lines[line - 1]:
        return None
    lines[line - 1] = changed
    return "\n".join(lines)


class Reader:
    """Walks the raw tables by the shapes of the dataclasses, and remembers where each object came from."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.paths: dict[int, Path] = {}
        self.kept: list[object] = []  # an id is only good while its object lives

    def table(self, row: type, raw: Mapping[str, Any], path: Path) -> Any:
        """An object of `row`; what cannot be read is reported and replaced by a harmless value."""
        slots = shaped(row)
        settings = self._settings(raw, path) if row is Stage else None
        self._unknown(raw, path, [*slots, *(shaped(settings) if settings else ())], skip=row is Stage and not settings)
        values = {name: self._field(slots[name], raw, path) for name in slots}
        if row is Stage:
            values["settings"] = self._object(settings, raw, path) if settings else None
        return self._keep(row(**values), path)

    def _object(self, row: type, raw: Mapping[str, Any], path: Path) -> Any:
        return self._keep(row(**{name: self._field(item, raw, path) for name, item in shaped(row).items()}), path)

    def _keep(self, thing: Any, path: Path) -> Any:
        self.paths[id(thing)] = path
        self.kept.append(thing)
        return thing

    def _settings(self, raw: Mapping[str, Any], path: Path) -> type | None:
        kind = raw.get("kind")
        return SETTINGS.get(kind) if isinstance(kind, str) else None

    def _unknown(self, raw: Mapping[str, Any], path: Path, allowed: list[str], *, skip: bool) -> None:
        """Reports keys that nobody asked for; not in a stage of unknown kind, whose keys nobody knows."""
        for name in () if skip else raw.keys() - set(allowed):
            guess, guess_en = close(name, allowed)
            self.report.bad(
                "unknown_key", (*path, name), guess=guess, guess_en=guess_en, allowed=", ".join(sorted(allowed))
            )

    def _field(self, item: "Field[Any]", raw: Mapping[str, Any], path: Path) -> Any:
        shape: Shape = item.metadata["shape"]
        here = (*path, item.name)
        if item.name in raw:
            value = self.value(shape, raw[item.name], here)
            return item.default if value is None and item.default is not MISSING else value
        if item.default is not MISSING:
            return item.default
        if item.default_factory is not MISSING:
            return item.default_factory()
        self.report.bad(
            "missing",
            here,
            meaning=item.metadata["en"],
            meaning_zh=item.metadata["zh"],
            shape=shape.describe(),
            shape_zh=in_chinese(shape),
        )
        return harmless(shape)

    def value(self, shape: Shape, raw: object, path: Path) -> Any:
        """The clean value, or a harmless one after a report."""
        try:
            if isinstance(shape, Table):
                return self.table(shape.row, self._mapping(raw), path)
            if isinstance(shape, Many):
                return self._many(shape, raw, path)
            if isinstance(shape, Numbers):
                return self._numbers(shape, raw, path)
            return shape.take(raw)
        except BadValue as bad:
            facts: dict[str, object] = dict(bad.facts)
            if bad.code == "type":
                facts |= {f"{name}_zh": KINDS_ZH[str(facts[name])] for name in ("wanted", "got")}
            if bad.code == "choice":
                guess, guess_en = close(str(facts["got"]), str(facts["allowed"]).split(", "))
                facts |= {"guess": guess, "guess_en": guess_en}
            self.report.bad(bad.code, path, **facts)
            return harmless(shape)

    def _mapping(self, raw: object) -> Mapping[str, Any]:
        if not isinstance(raw, dict):
            raise BadValue("type", wanted="table", got=kind_of(raw))
        return raw

    def _many(self, shape: Many, raw: object, path: Path) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise BadValue("type", wanted="list", got=kind_of(raw))
        if len(raw) > shape.most:
            raise BadValue("many", got=len(raw), most=shape.most)
        if len(raw) < shape.least:
            raise BadValue("few", got=len(raw), least=shape.least)
        items = [(number, self.value(shape.item, value, (*path, number))) for number, value in enumerate(raw)]
        if not isinstance(shape.item, Table):
            self._repeated(items, path)
        return tuple(item for _, item in items if item is not None)

    def _repeated(self, items: list[tuple[int, Any]], path: Path) -> None:
        first: dict[Any, int] = {}
        for number, item in items:
            if item != "" and first.setdefault(item, number) != number:
                line = self.report.where.of((*path, first[item]))[0]
                self.report.bad("duplicate", (*path, number), key=item, line=line)

    def _numbers(self, shape: Numbers, raw: object, path: Path) -> dict[str, int]:
        values: dict[str, int] = {}
        for name, value in self._mapping(raw).items():
            key = self.value(Key(), name, (*path, name))
            number = self.value(Int(shape.low, shape.high), value, (*path, name))
            if key:
                values[key] = number
        return values


def shaped(row: type) -> "dict[str, Field[Any]]":
    """The fields of a dataclass that stand in the file, by name."""
    return {item.name: item for item in fields(row) if "shape" in item.metadata}


def harmless(shape: Shape) -> Any:
    """A value that no rule stumbles over, in place of one that could not be read."""
    if isinstance(shape, Many):
        return ()
    if isinstance(shape, Numbers):
        return {}
    if isinstance(shape, Table):
        return None
    return {Int: 0, Flag: False, Day: date.min}.get(type(shape), "")


def completed(playbook: Playbook) -> Playbook:
    """The playbook with shared criteria copied to the sub-kinds that share them, and a plain prize as one tier."""
    return replace(playbook, categories=tuple(_category(category) for category in playbook.categories))


def _category(category: Category) -> Category:
    own = {kind.key: kind for kind in category.kinds}
    kinds = tuple(_kind(kind, own) for kind in category.kinds)
    tiers = category.tiers or (
        Tier(
            key="prize",
            name=category.name,
            name_en=category.name_en,
            quota=category.quota,
            prize_yuan=category.prize_yuan or 0,
        ),
    )
    return replace(category, kinds=kinds, tiers=tiers)


def _kind(kind: Kind, own: Mapping[str, Kind]) -> Kind:
    if not kind.same_as:
        return kind
    other = own[kind.same_as]
    return replace(kind, criteria=other.criteria, materials=other.materials)
