"""A form as the sheet of a secret ballot, and opened sheets as answers. Pure.

Each choice about each target is an item ("t3.q1": the third target, the first question; "g.q2": a general one) whose
options are the steps of the scale or the keys of the options. Nothing has to be answered; a text cannot be asked: all
sheets are public after the opening, and how somebody writes names them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yuanba.surveys.questions import GENERAL, MULTI, SCALE, TEXT, Question

# Source: docs/reference/ballots.md, an item's and an option's label have 120 characters.
LABEL = 120


@dataclass(frozen=True)
class SheetQuestion:
    """One item: about which target (its `ref`, "" for none), and which question, by its place on the form."""

    item: str
    ref: str
    question: Question
    place: int

    @property
    def options(self) -> tuple[str, ...]:
        """The keys of the options, as they stand on the form."""
        one = self.question
        return tuple(str(step) for step in range(one.low, one.high + 1)) if one.kind == SCALE else one.options

    @property
    def choose(self) -> int:
        return len(self.question.options) if self.question.kind == MULTI else 1


def asked(questions: Sequence[Question]) -> list[tuple[int, Question]]:
    """The questions that a secret sheet can hold, with their places on the form."""
    return [(place, one) for place, one in enumerate(questions) if one.kind != TEXT]


def sheet(questions: Sequence[Question], refs: Sequence[str]) -> list[SheetQuestion]:
    """The items about these targets in their order, the general ones last."""
    found = []
    for number, ref in [*enumerate(refs, 1), (0, GENERAL)]:
        for place, one in asked(questions):
            if one.per_target == (ref != GENERAL):
                found.append(SheetQuestion(f"{f't{number}' if number else 'g'}.q{place + 1}", ref, one, place))
    return found


def values(choices: Mapping[str, Sequence[str]], items: Sequence[SheetQuestion]) -> dict[str, dict[str, Any]]:
    """What one opened sheet says, as an answer does; a target of which nothing was said is left out."""
    said: dict[str, dict[str, Any]] = {}
    for one in items:
        chosen = choices.get(one.item, ())
        if chosen:
            said.setdefault(one.ref, {})[one.question.key] = _value(one.question, chosen)
    return said


def _value(question: Question, chosen: Sequence[str]) -> Any:
    if question.kind == MULTI:
        return sorted(chosen)
    return int(chosen[0]) if question.kind == SCALE else chosen[0]


def label(item: SheetQuestion, name: str, text: str) -> str:
    """What the ballot calls the item: whom it is about, and what is asked."""
    return f"{name}：{text}"[:LABEL] if name else text[:LABEL]


def option_label(item: SheetQuestion, raw: Mapping[str, Any], option: str) -> str:
    if item.question.kind == SCALE:
        return option
    named: Mapping[str, str] = {one["key"]: one.get("text_zh", "") for one in raw.get("options", ())}
    return str(named.get(option) or option)[:LABEL]


def each(sheets: Iterator[Mapping[str, Sequence[str]]], items: Sequence[SheetQuestion]) -> Iterator[dict[str, Any]]:
    """The answers of opened sheets; blank ones say nothing."""
    for choices in sheets:
        said = values(choices, items)
        if said:
            yield said
