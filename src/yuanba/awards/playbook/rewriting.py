"""A valid playbook's text with some of its plain values replaced; comments and layout stay as they were."""

import re
from collections.abc import Mapping
from datetime import date

from yuanba.awards.playbook.model import Playbook
from yuanba.awards.playbook.positions import Path, positions
from yuanba.awards.playbook.publishing import to_public_json
from yuanba.awards.playbook.reading import read

Value = str | int | date
# One plain value: a basic string on one line, a literal string on one line, a day or a number.
TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[^\s,\]}#]+')


class CannotRewrite(ValueError):
    """The text cannot take this value without somebody looking at it: edit the text itself."""


def written(value: Value) -> str:
    """The value as TOML. A day is written bare, as the shipped playbooks do."""
    if isinstance(value, str):
        plain = value.replace("\\", "\\\\").replace('"', '\\"')
        return (
            '"' + "".join(f"\\u{ord(one):04x}" if ord(one) < 0x20 or ord(one) == 0x7F else one for one in plain) + '"'
        )
    return value.isoformat() if isinstance(value, date) else str(value)


def rewritten(text: str, changes: Mapping[Path, Value]) -> str:
    """The text with the values at these paths replaced, `("stages", 0, "closes")` for one.

    Only what was named has changed, which is checked. Raises CannotRewrite where a path has no plain value of its own in
    the text, PlaybookError where the outcome is no valid playbook.
    """
    offsets = positions(text).offsets
    made = text
    for path in sorted(changes, key=lambda one: offsets.get(one, -1), reverse=True):
        if path not in offsets:
            raise CannotRewrite(path)
        made = _replaced(made, offsets[path], changes[path], path)
    if _other_values(read(text), changes) != _other_values(read(made), changes):
        raise CannotRewrite(tuple(changes))
    return made


def _replaced(text: str, start: int, value: Value, path: Path) -> str:
    equals = text.find("=", start, text.find("\n", start) if "\n" in text[start:] else len(text))
    if equals < 0:
        raise CannotRewrite(path)
    begin = equals + 1
    while text[begin : begin + 1] in (" ", "\t"):
        begin += 1
    token = TOKEN.match(text, begin)
    if token is None or (token[0] in ('""', "''") and text.startswith(token[0][0] * 3, begin)):
        raise CannotRewrite(path)
    quoted = token[0][0] in "\"'"
    same = written(value)
    kept = f'"{same}"' if quoted and isinstance(value, date) else same
    return text[:begin] + kept + text[token.end() :]


def _other_values(playbook: Playbook, changes: Mapping[Path, Value]) -> object:
    """Everything that the playbook says apart from the values at these paths."""
    document = to_public_json(playbook)
    document.pop("sha256")
    for path in changes:
        _forget(document, path)
    return document


def _forget(thing: object, path: Path) -> None:
    for part in path[:-1]:
        thing = thing[part]  # type: ignore[index]
    if isinstance(thing, dict):
        thing.pop(str(path[-1]), None)
        if path[-1] in ("quota", "prize_yuan"):  # a category without tiers repeats both in its only one
            for tier in thing.get("tiers", ()):
                tier.pop(str(path[-1]), None)
