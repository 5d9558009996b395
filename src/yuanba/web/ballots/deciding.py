"""What a ballot with a threshold needs, and the result in one sentence with its exact numbers and its article."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yuanba.ballots.models import Ballot, Option
from yuanba.web.ballots import telling
from yuanba.web.ballots.labels import ANSWERS, HOW, SHARES
from yuanba.web.ballots.telling import exact, said
from yuanba.web.filters import percent

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
    word: str = ""  # the result in one word
    told: tuple[telling.Told, ...] = ()  # the steps of a count that has some
    is_ranked: bool = False  # the bars are first places


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
    labels: dict[str, dict[str, str]] = {}
    items: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for one in options:
        labels.setdefault(one.item.key, {})[one.key] = one.label or str(ANSWERS.get(one.key, one.key))
        items[one.item.key] = one.item.label or one.item.key, one.item.rule or ballot.rule
    return [_question(item, *items[item["key"]], labels[item["key"]], document) for item in document["items"]]


def _question(
    item: Mapping[str, Any],
    name: str,
    rule: Mapping[str, Any],
    labels: Mapping[str, str],
    document: Mapping[str, Any],
) -> Question:
    answers = tuple(_answer(item, key, labels[key], document) for key in _ordered(item))
    outcome = item.get("outcome")
    if outcome is not None:
        rows = tuple(compared(row) for row in outcome["comparisons"])
        passed = bool(outcome["passed"])
        word = _("Passed") if passed else _("Not passed")
        return Question(name, passed, _because(rows, passed), outcome["source"], rows, answers, item["blank"], word)
    if "chosen" not in item:
        return Question(name, None, "", "", (), answers, item["blank"])
    is_settled = bool(item["chosen"]) and bool(item.get("agree", 1))
    word = _("Chosen") if is_settled else _("Nothing chosen")
    steps = telling.told(item, rule, labels)
    if steps:
        tie = telling.tie_words(item["tie"], labels) if item["tie"].get("undecided") else ""
        text, how = f"{telling.chosen_words(item, labels)} {tie}".strip(), str(HOW.get(rule.get("id", ""), ""))
        ranked = rule["id"].startswith("ranked")
        return Question(name, is_settled, text, how, (), answers, item["blank"], word, steps, ranked)
    text, source, rows = _seats(item, labels)
    return Question(name, is_settled, text, source, rows, answers, item["blank"], word)


def _seats(item: Mapping[str, Any], labels: Mapping[str, str]) -> tuple[str, str, tuple[Comparison, ...]]:
    """Approval and committees: who reached the threshold and took a seat; else why the best one did not."""
    outcomes = item.get("outcomes", {})
    best = max(outcomes, key=lambda key: (item["votes"][key], key), default="")
    rows = tuple(compared(row) for row in outcomes[best]["comparisons"]) if best else ()
    source = outcomes[best]["source"] if best else ""
    taken = _(", ").join(labels[key] for key in item["chosen"])
    if taken:
        text = _("Chosen: %(names)s.") % {"names": taken}
    elif best:
        text = _("Nobody and nothing is chosen. Closest was %(name)s. %(why)s") % {
            "name": labels[best],
            "why": _because(rows, False),
        }
    else:
        text = _("Nobody and nothing is chosen.")
    empty = item.get("seats", 1) - len(item["chosen"])
    if taken and empty > 0:
        text += " " + ngettext("%(n)s seat stays empty.", "%(n)s seats stay empty.", empty) % {"n": empty}
    return f"{text} {telling.tie_words(item.get('tie', {}), labels)}".strip(), source, rows


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


def compared(row: Mapping[str, Any]) -> Comparison:
    measure = row["measure"]
    return Comparison(
        name=str(COMPARED[row["what"], measure]),
        rule=str(SHARES.get(row["share"], row["share"])),
        got=row["got"],
        of=row["of"],
        needed=row["needed"],
        got_text=said(measure, row["got"]),
        of_text=said(measure, row["of"]),
        needed_text=said(measure, row["needed"]),
        short_text=said(measure, row["short"]),
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
        # Households, members and residents are counted in one way only.
        name_of = str(MEASURES[measure]) if "area_cm2" in item else _("Votes for it")
        bars.append((name_of, votes[key], came, exact(measure, votes[key]), share))
    return Answer(name, key in item.get("chosen", ()), tuple(bars))
