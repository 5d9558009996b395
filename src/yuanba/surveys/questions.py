"""Reading a form and an answer: which questions there are, and whether what somebody sent answers them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no

SCALE, SINGLE, MULTI, TEXT = "SCALE", "SINGLE", "MULTI", "TEXT"
KINDS = frozenset({SCALE, SINGLE, MULTI, TEXT})
FIELDS = frozenset({"key", "kind", "text_zh", "text_en", "low", "high", "options", "required", "per_target", "scored"})
FORM_SOURCE = "the form and its version"
# A text answer is read by people; longer ones belong in a letter.
TEXT_LIMIT = 500
GENERAL = ""

Values = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Question:
    """One question. `per_target` asks it about every candidate; a `scored` SCALE enters the score, low..high as 0..100.

    `options` are the keys of SINGLE and MULTI. A TEXT is never published.
    """

    key: str
    kind: str
    low: int = 0
    high: int = 0
    options: tuple[str, ...] = ()
    required: bool = False
    per_target: bool = True
    scored: bool = False


def read_form(questions: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """The questions of a form. Each is {"key", "kind", "text_zh", "text_en", …}, options as [{"key", "text_zh", …}].

    Raises Refused: surveys.form_empty, .form_question_bad (with key and what).
    """
    read = tuple(_question(one) for one in questions)
    if not read:
        raise Refused(no("surveys.form_empty", FORM_SOURCE))
    if len({one.key for one in read}) != len(read):
        raise _bad("", "key twice")
    return read


def scored(questions: Sequence[Question]) -> tuple[Question, ...]:
    return tuple(one for one in questions if one.scored)


def check_answer(
    questions: Sequence[Question], targets: Sequence[str], values: Mapping[str, Any], *, on_paper: bool = False
) -> Values:
    """The values by target, cleaned, "" for the general questions; a target left out was not judged.

    On paper nobody can be asked again, so a required question may be empty there.
    Raises Refused: surveys.target_unknown, .question_unknown, .answer_out_of_range, .answer_missing,
    .nothing_answered.
    """
    checked: Values = {}
    for ref in values:
        if ref != GENERAL and ref not in targets:
            raise Refused(no("surveys.target_unknown", FORM_SOURCE, target=str(ref)[:40]))
    for ref in (GENERAL, *targets):
        asked = {one.key: one for one in questions if one.per_target == (ref != GENERAL)}
        block = _block(asked, values.get(ref) or {})
        if (block or ref == GENERAL) and not on_paper:
            _require_all(asked, block, ref)
        if block:
            checked[ref] = block
    if not checked:
        raise Refused(no("surveys.nothing_answered", FORM_SOURCE))
    return checked


def _question(raw: Mapping[str, Any]) -> Question:
    key, kind = str(raw.get("key", "")), str(raw.get("kind", ""))
    unknown = set(raw) - FIELDS
    if unknown:
        raise _bad(key, f"unknown: {min(unknown)}")
    if not key or kind not in KINDS:
        raise _bad(key, "key or kind")
    low, high = raw.get("low", 0), raw.get("high", 0)
    if kind == SCALE and not (isinstance(low, int) and isinstance(high, int) and low < high):
        raise _bad(key, "low and high")
    options = tuple(str(option["key"]) for option in raw.get("options", ()))
    if kind in (SINGLE, MULTI) and (not options or len(set(options)) != len(options)):
        raise _bad(key, "options")
    is_scored = bool(raw.get("scored", False))
    per_target = bool(raw.get("per_target", True))
    if is_scored and (kind != SCALE or not per_target):
        raise _bad(key, "scored")
    return Question(key, kind, low, high, options, bool(raw.get("required", False)), per_target, is_scored)


def _bad(key: str, what: str) -> Refused:
    return Refused(no("surveys.form_question_bad", FORM_SOURCE, question=key, what=what))


def _block(asked: Mapping[str, Question], raw: Any) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise Refused(no("surveys.question_unknown", FORM_SOURCE, question=str(raw)[:40]))
    block = {}
    for key, value in raw.items():
        question = asked.get(key)
        if question is None:
            raise Refused(no("surveys.question_unknown", FORM_SOURCE, question=str(key)[:40]))
        if value in (None, "", []):
            continue
        block[key] = _value(question, value)
    return block


def _value(question: Question, value: Any) -> Any:
    if question.kind == SCALE:
        fits = isinstance(value, int) and not isinstance(value, bool) and question.low <= value <= question.high
    elif question.kind == SINGLE:
        fits = value in question.options
    elif question.kind == MULTI:
        fits = isinstance(value, list) and len(set(map(str, value))) == len(value)
        fits = fits and all(one in question.options for one in value)
        value = sorted(value) if fits else value
    else:
        fits = isinstance(value, str) and len(value) <= TEXT_LIMIT
        value = clean(value) if fits else value
    if not fits:
        raise Refused(no("surveys.answer_out_of_range", FORM_SOURCE, question=question.key))
    return value


def _require_all(asked: Mapping[str, Question], block: Mapping[str, Any], ref: str) -> None:
    for question in asked.values():
        if question.required and question.key not in block:
            raise Refused(no("surveys.answer_missing", FORM_SOURCE, question=question.key, target=ref))
