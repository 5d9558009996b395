"""What a ballot with a threshold needs, and the result in one sentence with its exact numbers and its article."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanba.ballots.models import Ballot, Option
from yuanba.web.ballots.labels import ANSWERS, SHARES
from yuanba.web.filters import CM2_PER_M2, number, percent

MEASURES: Mapping[str, str | Promise] = {"heads": gettext_lazy("by heads"), "area_cm2": gettext_lazy("by area")}
COMPARED: Mapping[tuple[str, str], str | Promise] = {
    ("participation", "heads"): gettext_lazy("Owners who took part"),
    ("participation", "area_cm2"): gettext_lazy("Area that took part"),
    ("assent", "heads"): gettext_lazy("Owners who agreed"),
    ("assent", "area_cm2"): gettext_lazy("Area that agreed"),
}


@dataclass(frozen=True)
class Comparison:
    """One line of the outcome: `got` of `of`, `needed` to reach; the texts are exact."""

    name: str
    rule: str
    got: int
    of: int
    needed: int
    got_text: str
    of_text: str
    needed_text: str
    short_text: str

    @property
    def reached(self) -> bool:
        return self.got >= self.needed


@dataclass(frozen=True)
class Answer:
    """An option with its votes by every measure: (name of the measure, votes, of, votes in words, share in words)."""

    name: str
    is_chosen: bool
    bars: tuple[tuple[str, int, int, str, str], ...]


@dataclass(frozen=True)
class Question:
    """An item of the result. `passed` is None where no threshold decides."""

    label: str
    passed: bool | None
    sentence: str
    source: str
    comparisons: tuple[Comparison, ...]
    answers: tuple[Answer, ...]
    blank: int


def exact(measure: str, value: int) -> str:
    """1142 heads as they are; 585725001 cm² as "58,572.5001 ㎡"."""
    return number(value) if measure == "heads" else exact_area(value)


def exact_area(area_cm2: int) -> str:
    """Thresholds are held to the square centimetre, so its digits are shown where there are some."""
    whole, rest = divmod(area_cm2, CM2_PER_M2)
    digits = f"{rest:04d}"
    return f"{whole:,}.{digits[:2] if digits.endswith('00') else digits} ㎡"


def _said(measure: str, value: int) -> str:
    text = exact(measure, value)
    return _("%(n)s heads") % {"n": text} if measure == "heads" else text


def needs(ballot: Ballot) -> str:
    """How many must take part and agree, in one sentence; "" where no threshold decides."""
    threshold = ballot.rule.get("threshold")
    if not threshold:
        return ""
    words = {key: SHARES.get(threshold[key], threshold[key]) for key in ("participation", "assent")}
    if not words["participation"]:
        return _("Needed: %(assent)s of all owners agree, by heads and by area.") % words
    return (
        _("Needed: %(participation)s of the owners take part, and of these %(assent)s agree, by heads and by area.")
        % words
    )


def questions(ballot: Ballot, document: Mapping[str, Any], options: Sequence[Option]) -> list[Question]:
    """Every item of a counted ballot as the result page shows it."""
    labels = {(one.item.key, one.key): one.label or str(ANSWERS.get(one.key, one.key)) for one in options}
    names = {one.item.key: one.item.label or one.item.key for one in options}
    return [_question(item, names[item["key"]], labels, document) for item in document["items"]]


def _question(
    item: Mapping[str, Any], name: str, labels: Mapping[tuple[str, str], str], document: Mapping[str, Any]
) -> Question:
    answers = tuple(_answer(item, key, labels[item["key"], key], document) for key in _ordered(item))
    outcome = item.get("outcome")
    if outcome is not None:
        rows = tuple(_compared(row) for row in outcome["comparisons"])
        passed = bool(outcome["passed"])
        return Question(name, passed, _because(rows, passed), outcome["source"], rows, answers, item["blank"])
    if "chosen" not in item:
        return Question(name, None, "", "", (), answers, item["blank"])
    return _chosen(item, name, labels, answers)


def _chosen(
    item: Mapping[str, Any], name: str, labels: Mapping[tuple[str, str], str], answers: tuple[Answer, ...]
) -> Question:
    """Approval and committees: who reached the threshold and took a seat; else why the best one did not."""
    outcomes = item.get("outcomes", {})
    best = max(outcomes, key=lambda key: (item["votes"][key], key), default="")
    rows = tuple(_compared(row) for row in outcomes[best]["comparisons"]) if best else ()
    source = outcomes[best]["source"] if best else ""
    taken = _(", ").join(labels[item["key"], key] for key in item["chosen"])
    if taken:
        text = _("Chosen: %(names)s.") % {"names": taken}
    elif best:
        text = _("Nobody and nothing is chosen. Closest was %(name)s. %(why)s") % {
            "name": labels[item["key"], best],
            "why": _because(rows, False),
        }
    else:
        text = _("Nobody and nothing is chosen.")
    if item.get("tie", {}).get("undecided"):
        text += " " + _("Some are equal, and no rule that was announced decides between them.")
    return Question(name, bool(item["chosen"]), text, source, rows, answers, item["blank"])


def _because(rows: Sequence[Comparison], passed: bool) -> str:
    if passed:
        return _("Passed, because enough took part and enough of them agreed, by heads and by area.")
    short = _("; ").join(
        _("%(what)s: %(needed)s needed, %(got)s there, %(short)s short")
        % {"what": row.name, "needed": row.needed_text, "got": row.got_text, "short": row.short_text}
        for row in rows
        if not row.reached
    )
    return _("Not passed, because: %(short)s.") % {"short": short}


def _compared(row: Mapping[str, Any]) -> Comparison:
    measure = row["measure"]
    return Comparison(
        name=str(COMPARED[row["what"], measure]),
        rule=str(SHARES.get(row["share"], row["share"])),
        got=row["got"],
        of=row["of"],
        needed=row["needed"],
        got_text=_said(measure, row["got"]),
        of_text=_said(measure, row["of"]),
        needed_text=_said(measure, row["needed"]),
        short_text=_said(measure, row["short"]),
    )


def _ordered(item: Mapping[str, Any]) -> list[str]:
    """Agree, against, abstain stay in this order; options by most votes."""
    keys = list(item["votes"])
    if set(keys) <= set(ANSWERS):
        return [key for key in ANSWERS if key in keys]
    return sorted(keys, key=lambda key: -item["votes"][key])


def _answer(item: Mapping[str, Any], key: str, name: str, document: Mapping[str, Any]) -> Answer:
    bars = []
    for measure, votes in (("heads", item["votes"]), ("area_cm2", item.get("area_cm2", {}).get("votes"))):
        if votes is None:
            continue
        came = document["participation"][measure]
        share = percent(Fraction(votes[key], came or 1))
        bars.append((str(MEASURES[measure]), votes[key], came, exact(measure, votes[key]), share))
    return Answer(name, key in item.get("chosen", ()), tuple(bars))
