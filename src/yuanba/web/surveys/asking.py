"""A survey's form as a page shows it and as a browser sends it back: fields named TARGET|QUESTION."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yuanba.kernel.verdict import Verdict
from yuanba.surveys import queries, sealed
from yuanba.surveys.models import Survey, SurveyGroup
from yuanba.surveys.queries import FormSheet
from yuanba.web import candidates
from yuanba.web.refusals import explain
from yuanba.web.surveys.labels import SCALES

GENERAL = ""
SCALE_STEP = re.compile(r"-?[0-9]{1,4}")


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    checked: bool


@dataclass(frozen=True)
class Asked:
    """One question about one target; `kind` is SCALE, SINGLE, MULTI or TEXT."""

    name: str
    kind: str
    text: str
    choices: tuple[Choice, ...]
    value: str
    required: bool
    wrong: str
    full: str = ""  # with whom it is about, where the page repeats it alone


@dataclass(frozen=True)
class Block:
    """All questions about one target; `ref` "" for the general ones."""

    ref: str
    name: str
    summary: str
    url: str
    questions: tuple[Asked, ...]


def sent(values: QueryDict, sheet: FormSheet) -> dict[str, dict[str, Any]]:
    """The answer in a sent form, as surveys.answer wants it; whatever is no number stays text and is refused there."""
    answer: dict[str, dict[str, Any]] = {}
    for ref in (GENERAL, *(target.ref for target in sheet.targets)):
        block: dict[str, Any] = {}
        for question in sheet.questions:
            if bool(question.get("per_target", True)) != (ref != GENERAL):
                continue
            given = [one for one in values.getlist(f"{ref}|{question['key']}") if one.strip()]
            if given:
                block[question["key"]] = _value(question["kind"], given)
        if block:
            answer[ref] = block
    return answer


def shown(sheet: FormSheet, answer: Mapping[str, Mapping[str, Any]], why: Verdict | None = None) -> list[Block]:
    """The targets one after the other, the general questions last."""
    cards = candidates.cards(target.ref for target in sheet.targets)
    blocks = []
    for target in sheet.targets:
        card = cards.get(target.ref)
        name = target.label or (card.name if card else target.ref)
        asked = _asked(sheet, target.ref, answer.get(target.ref, {}), why)
        blocks.append(Block(target.ref, name, card.summary if card else "", card.url if card else "", asked))
    general = _asked(sheet, GENERAL, answer.get(GENERAL, {}), why)
    return [*blocks, Block(GENERAL, _("In general"), "", "", general)] if general else blocks


def sealed_blocks(survey: Survey, ballot_id: int, *, seed: str) -> list[Block]:
    """The secret sheet, target by target, in an order of the voter's own: fields are named as the phone seals them."""
    group = SurveyGroup.objects.get(survey=survey, ballot=ballot_id)
    targets = list(queries.targets_of(group.pk))
    items = sealed.sheet(queries.questions_of(survey), [one.ref for one in targets])
    cards = candidates.cards(one.ref for one in targets)
    names = {one.ref: one.label or (cards[one.ref].name if one.ref in cards else one.ref) for one in targets}
    order = sorted(names, key=lambda ref: sha256(f"{seed}\0{ref}".encode()).digest())
    blocks = []
    for ref in (*order, GENERAL):
        name, card = names.get(ref, _("In general")), cards.get(ref)
        asked = tuple(_sealed(survey, one, names.get(ref, "")) for one in items if one.ref == ref)
        if asked:
            blocks.append(Block(ref, name, card.summary if card else "", card.url if card else "", asked))
    return blocks


def _sealed(survey: Survey, item: sealed.SheetQuestion, name: str) -> Asked:
    question = survey.form.questions[item.place]
    words = text(question)
    full = f"{name}：{words}" if name else words
    return Asked(f"item.{item.item}", question["kind"], words, tuple(_choices(question, None)), "", False, "", full)


def scale(low: int, high: int) -> Sequence[tuple[int, str]]:
    """Every step of a scale in words, best first; scales that we have no words for say their ends."""
    words = SCALES.get(high - low + 1)
    steps = range(low, high + 1)
    if words is not None:
        told = [(step, str(word)) for step, word in zip(steps, words, strict=True)]
    else:
        ends = {low: _("%(n)s (worst)") % {"n": low}, high: _("%(n)s (best)") % {"n": high}}
        told = [(step, ends.get(step, str(step))) for step in steps]
    return told[::-1]


def text(question: Mapping[str, Any]) -> str:
    """What is asked, in the language of the page as far as the form has it."""
    english = (get_language() or "").startswith("en")
    first, second = ("text_en", "text_zh") if english else ("text_zh", "text_en")
    return str(question.get(first) or question.get(second) or question["key"])


def _value(kind: str, given: list[str]) -> Any:
    if kind == "MULTI":
        return given
    if kind == "SCALE":
        return int(given[0]) if SCALE_STEP.fullmatch(given[0]) else given[0]
    return given[0]


def _asked(sheet: FormSheet, ref: str, values: Mapping[str, Any], why: Verdict | None) -> tuple[Asked, ...]:
    found = []
    for question in sheet.questions:
        if bool(question.get("per_target", True)) != (ref != GENERAL):
            continue
        key, kind = question["key"], question["kind"]
        value = values.get(key)
        is_wrong = why is not None and why.facts.get("question") == key and why.facts.get("target", ref) == ref
        found.append(
            Asked(
                f"{ref}|{key}",
                kind,
                text(question),
                tuple(_choices(question, value)),
                str(value or "") if kind == "TEXT" else "",
                bool(question.get("required")),
                explain(why).rule if is_wrong and why is not None else "",
            )
        )
    return tuple(found)


def answers_of(question: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(key, words) of everything that can be chosen, as the form shows it."""
    return [(one.value, one.label) for one in _choices(question, None)]


def _choices(question: Mapping[str, Any], value: Any) -> list[Choice]:
    if question["kind"] == "SCALE":
        steps = scale(question["low"], question["high"])
        return [Choice(str(step), label, value == step) for step, label in steps]
    picked = value if isinstance(value, list) else [value]
    return [Choice(one["key"], text(one), one["key"] in picked) for one in question.get("options", ())]
