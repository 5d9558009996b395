"""The counting rules by id and version, and what a rule's document must say before a ballot may be drafted with it.

A rule document stands in the manifest: {"id", "version", "source", "tie": {"steps", "draw"}, ...}. What else it names:
`seats`, `order`, `threshold` (committee, approval), `threshold` (yes-no-abstain), `truncated` (rankings),
`budget_fen`, `cost_fen`, `step_fen` (budgets), `silence` (where a rule of procedure lets the silent count).
A new version is a new row; an old ballot is always counted by the version in its manifest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from yuanba.ballots.tally import budget, plain, ranked
from yuanba.ballots.tally.model import AREA, HEADS, Answers, CountItem, Weights
from yuanba.ballots.tally.outcome import Turnout, readable
from yuanba.ballots.tally.ties import DRAW, TieRule

CHOOSE_K = "choose-k"
YES_NO = "yes-no-abstain"
APPROVAL = "approval"
IRV = "ranked-irv"
SCHULZE = "ranked-schulze"
COMMITTEE = "committee"
GREEDY = "budget-greedy"
EQUAL_SHARES = "budget-equal-shares"

# How the silent may be counted where a rule of procedure says so: with the majority, or as taking part only.
MAJORITY, PRESENT = "majority", "present"

Document = Mapping[str, Any]
Count = Callable[[CountItem, Answers, Document, TieRule, Turnout], dict[str, Any]]
Wrong = tuple[str, dict[str, str | int]]


@dataclass(frozen=True, slots=True)
class CountingRule:
    """`steps` may stand in its tie rule; `check` says what its document lacks; `ranked`: the order of choices counts."""

    id: str
    version: int
    count: Count
    steps: frozenset[str] = frozenset()
    check: Callable[[CountItem, Document], Wrong | None] = lambda item, rule: None
    ranked: bool = False
    may_have_threshold: bool = False


ByMeasure = Callable[[CountItem, Weights, Document, TieRule], dict[str, Any]]


def each_measure(count: ByMeasure, by_area: ByMeasure | None = None) -> Count:
    """The same count by heads and, where the electorate weighs, by area: `agree` says whether both choose the same."""

    def counted(item: CountItem, answers: Answers, rule: Document, ties: TieRule, turnout: Turnout) -> dict[str, Any]:
        document = count(item, answers.heads, rule, ties)
        if turnout.roll.by_area:
            document[AREA] = (by_area or count)(item, answers.area_cm2, rule, ties)
            document["agree"] = int(sorted(document["chosen"]) == sorted(document[AREA]["chosen"]))
        return document

    return counted


def problem(item: CountItem, rule: Document) -> Wrong | None:
    """Why this rule cannot count this item, as a refusal code with its facts; None if it can."""
    found = RULES.get(name_of(rule))
    if found is None or not rule.get("source"):
        return "ballots.rule_unknown", {"rule": str(rule.get("id", ""))[:40]}
    tie = rule.get("tie", {})
    steps = list(tie.get("steps", ()))
    if not set(steps) <= found.steps or len(set(steps)) < len(steps) or (DRAW in steps) != bool(tie.get("draw")):
        return "ballots.tie_rule_unknown", {"item": item.key, "rule": found.id}
    if "threshold" in rule and not (found.may_have_threshold and readable(rule["threshold"])):
        return "ballots.threshold_unreadable", {"item": item.key, "rule": found.id}
    return found.check(item, rule)


def silence_problem(rule: Document) -> bool:
    """Whether a rule lets the silent count without saying by which rule of procedure, or how."""
    terms = rule.get("silence")
    return terms is not None and not (terms.get("reference") and terms.get("counts_as") in (MAJORITY, PRESENT))


def name_of(rule: Document) -> tuple[str, int]:
    """The id and version of a rule document; ("", 0) for what names none."""
    key, version = rule.get("id"), rule.get("version")
    return (key, version) if isinstance(key, str) and type(version) is int else ("", 0)


def is_ranked(rule: Document) -> bool:
    found = RULES.get(name_of(rule))
    return found is not None and found.ranked


def wants_all(rule: Document) -> bool:
    """Whether a ranking must name every option (a truncated one is refused)."""
    return is_ranked(rule) and rule.get("truncated", "refused") != "allowed"


def _yes_no(item: CountItem, rule: Document) -> Wrong | None:
    offered = set(item.options)
    if item.choose == 1 and {plain.AGREE, plain.AGAINST} <= offered <= {plain.AGREE, plain.AGAINST, plain.ABSTAIN}:
        return None
    return "ballots.not_yes_no", {"item": item.key}


def _seats(item: CountItem, rule: Document) -> Wrong | None:
    places = rule.get("seats", 1)
    if type(places) is int and 1 <= places <= len(item.options) and rule.get("order", HEADS) in (HEADS, AREA):
        return None
    return "ballots.seats_out_of_range", {"item": item.key, "options": len(item.options)}


def _ranking(item: CountItem, rule: Document) -> Wrong | None:
    if item.choose == len(item.options) and rule.get("truncated", "refused") in ("refused", "allowed"):
        return None
    return "ballots.ranking_needs_all", {"item": item.key, "options": len(item.options)}


def _money(item: CountItem, rule: Document) -> Wrong | None:
    costs = rule.get("cost_fen")
    if isinstance(costs, Mapping) and set(costs) == set(item.options):
        amounts = [rule.get("budget_fen"), *costs.values()]
        if all(type(amount) is int and amount > 0 for amount in amounts):
            return None
    return "ballots.budget_incomplete", {"item": item.key}


def _shares(item: CountItem, rule: Document) -> Wrong | None:
    wrong = _money(item, rule)
    if wrong is not None:
        return wrong
    step = rule.get("step_fen")
    # Nobody's share need exceed the dearest project: then one voter alone could pay for it.
    if type(step) is int and step > 0 and max(rule["cost_fen"].values()) <= step * budget.MOST_RUNS:
        return None
    return "ballots.step_out_of_range", {"item": item.key}


def _table(*rules: CountingRule) -> dict[tuple[str, int], CountingRule]:
    return {(rule.id, rule.version): rule for rule in rules}


_BY_VOTES = frozenset({HEADS, AREA, DRAW})
_BY_MONEY = frozenset({budget.MORE_VOTES, budget.LOWER_COST, DRAW})
RULES = _table(
    CountingRule(CHOOSE_K, 1, plain.choose_k),
    CountingRule(YES_NO, 1, plain.yes_no, check=_yes_no, may_have_threshold=True),
    CountingRule(APPROVAL, 1, plain.seats, _BY_VOTES, _seats, may_have_threshold=True),
    CountingRule(COMMITTEE, 1, plain.seats, _BY_VOTES, _seats, may_have_threshold=True),
    CountingRule(IRV, 1, each_measure(ranked.irv), frozenset({ranked.FIRST_ROUND, DRAW}), _ranking, ranked=True),
    CountingRule(SCHULZE, 1, each_measure(ranked.schulze), frozenset({DRAW}), _ranking, ranked=True),
    CountingRule(GREEDY, 1, each_measure(budget.greedy), _BY_MONEY, _money),
    CountingRule(EQUAL_SHARES, 1, each_measure(budget.equal_shares), _BY_MONEY, _shares),
    CountingRule(EQUAL_SHARES, 2, each_measure(budget.equal_shares, budget.equal_shares_by_square), _BY_MONEY, _shares),
)
