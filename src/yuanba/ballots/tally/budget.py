"""Participatory budgets: greedy by votes, and the method of equal shares completed with Add1 and then by votes.

Sources: D. Peters, G. Pierczynski, P. Skowron, "Proportional Participatory Budgeting with Additive Utilities",
NeurIPS 2021 (equal shares; what a voter gets from a project is its cost); P. Faliszewski et al., "Participatory
Budgeting: Data, Tools, and Analysis", IJCAI 2023 (Add1, Pabulib, pabutools).
Money is whole fen. A rule names {"budget_fen", "cost_fen": {option: fen}} and for equal shares "step_fen": for each
voter, and by area for each cm² (version 1) or for each 100 m², about a home (version 2).
"""

import heapq
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from yuanba.ballots.tally.model import CountItem, Weights
from yuanba.ballots.tally.plain import parted, votes_of
from yuanba.ballots.tally.ties import TieRule

MORE_VOTES, LOWER_COST = "more-votes", "lower-cost"
# A run of equal shares takes milliseconds; a step that could ask for more runs than this is a slip of the pen.
MOST_RUNS = 5000
STEP_CM2 = 1_000_000
Groups = list[tuple[tuple[str, ...], int]]  # what voters wish for, and how many (or how much area) wish for it


class Undecided(Exception):
    """A tie that the rule does not decide; carries it as the result tells it."""

    def __init__(self, told: dict[str, Any]) -> None:
        super().__init__("undecided")
        self.told = told


@dataclass(frozen=True, slots=True)
class Plan:
    """What may be funded: costs and votes of the standing options that anybody voted for, and the money."""

    budget: int
    cost: Mapping[str, int]
    votes: Mapping[str, int]
    ties: TieRule

    def spent(self, funded: Collection[str]) -> int:
        return sum(self.cost[option] for option in funded)

    def fits(self, funded: Collection[str]) -> list[str]:
        """What can still be paid for after `funded`."""
        left = self.budget - self.spent(funded)
        return [option for option in self.cost if option not in funded and self.cost[option] <= left]

    def keys(self) -> dict[str, Any]:
        return {MORE_VOTES: lambda option: -self.votes[option], LOWER_COST: lambda option: self.cost[option]}


def greedy(item: CountItem, weights: Weights, rule: Mapping[str, Any], ties: TieRule) -> dict[str, Any]:
    """Projects by votes, most first; each is funded if it still fits, else passed over."""
    plan, document = _plan(item, weights, rule, ties)
    try:
        funded = by_votes(plan, [])
    except Undecided as tie:
        return document | {"chosen": [], "spent_fen": 0, "tie": tie.told}
    return document | {"chosen": funded, "spent_fen": plan.spent(funded), "tie": {}}


def equal_shares(item: CountItem, weights: Weights, rule: Mapping[str, Any], ties: TieRule) -> dict[str, Any]:
    """Every voter (every cm² where area counts) holds an equal share, which grows by the step; see `_shared`."""
    return _shared(item, weights, rule, ties, Fraction(rule["step_fen"]), most=0)


def equal_shares_by_square(item: CountItem, weights: Weights, rule: Mapping[str, Any], ties: TieRule) -> dict[str, Any]:
    """Every cm² holds an equal share, which grows by the step for each 100 m², at most MOST_RUNS times."""
    return _shared(item, weights, rule, ties, Fraction(rule["step_fen"], STEP_CM2), most=MOST_RUNS + 1)


def _shared(
    item: CountItem, weights: Weights, rule: Mapping[str, Any], ties: TieRule, step: Fraction, *, most: int
) -> dict[str, Any]:
    """Every voter holds an equal share; supporters pay for a project together, the best value per fen first.

    Projects that are equally good value and share no backer are bought one after the other; others of equal value ask
    the tie rule. Add1: as long as something could still be paid for, all start again with `step` more each, in at most
    `most` runs (0: no end is set); the last run that the budget covers stands. What then still fits is funded by votes.
    """
    plan, document = _plan(item, weights, rule, ties)
    groups = _groups(weights, plan)
    voters = sum(weight for _, weight in groups)
    document |= {"voters": voters, "runs": 0, "share": "0/1", "rounds": [], "completed": []}
    rounds: list[dict[str, Any]] = []
    try:
        while voters and (not most or document["runs"] < most):
            document["runs"] += 1
            share = Fraction(plan.budget, voters) + (document["runs"] - 1) * step
            found = _run(plan, groups, share)
            if sum(plan.cost[row["option"]] for row in found) > plan.budget:
                break
            rounds, document["share"] = found, _ratio(share)
            if not plan.fits([row["option"] for row in rounds]):
                break
        shared = [row["option"] for row in rounds]
        funded = by_votes(plan, shared)
    except Undecided as tie:
        return document | {"share": "0/1", "chosen": [], "spent_fen": 0, "tie": tie.told}
    done = {"rounds": rounds, "completed": funded[len(shared) :], "chosen": funded, "spent_fen": plan.spent(funded)}
    return document | done | {"tie": {}}


def by_votes(plan: Plan, funded: list[str]) -> list[str]:
    """`funded`, and by votes whatever else fits. Raises Undecided where the order of equals matters and nothing says it."""
    funded = list(funded)
    levels = sorted({plan.votes[option] for option in plan.cost}, reverse=True)
    for level in levels:
        while equal := [option for option in plan.fits(funded) if plan.votes[option] == level]:
            if plan.spent([*funded, *equal]) <= plan.budget:
                funded += equal
                break
            funded.append(_one(plan, equal))
    return funded


def _one(plan: Plan, equal: list[str]) -> str:
    picked = plan.ties.pick(equal, 1, plan.keys())
    if picked.tied:
        raise Undecided(plan.ties.told(picked, equal, 1))
    return picked.chosen[0]


def _run(plan: Plan, groups: Groups, share: Fraction) -> list[dict[str, Any]]:
    """One run of equal shares: what is bought, in order, and what each supporter who can pays for it at most."""
    purses = Purses.filled(plan, groups, share)
    # A project's price only rises while purses shrink: an old price is a lower bound, and is looked at again when due.
    queue = [(Fraction(1, plan.votes[option]), option) for option in plan.cost]
    heapq.heapify(queue)
    bought: list[dict[str, Any]] = []
    while True:
        best, price = _cheapest(plan, queue, purses)
        if not best:
            return bought
        equal = [option for option in plan.cost if option in best]
        option = purses.alone(equal) or _one(plan, equal)
        for other in best:
            if other != option:
                heapq.heappush(queue, (price, other))
        pays = price * plan.cost[option]
        purses.pay(option, pays)
        bought.append({"option": option, "pays": _ratio(pays)})


def _cheapest(plan: Plan, queue: list[tuple[Fraction, str]], purses: "Purses") -> tuple[list[str], Fraction]:
    """The projects with the lowest price now, taken out of the queue; those that nobody can pay for any more are gone."""
    best: list[str] = []
    lowest = Fraction(0)
    looked: list[tuple[Fraction, str]] = []
    while queue and (not best or queue[0][0] <= lowest):
        _, option = heapq.heappop(queue)
        pays = purses.price(option, plan.cost[option])
        if pays is None:
            continue
        price = pays / plan.cost[option]
        if not best or price < lowest:
            looked += [(lowest, other) for other in best]
            best, lowest = [option], price
        elif price == lowest:
            best.append(option)
        else:
            looked.append((price, option))
    for entry in looked:
        heapq.heappush(queue, entry)
    return best, lowest


class Purses:
    """What each group of like-minded voters still holds, per voter.

    Money is counted in 1/unit fen, the unit growing so that every payment is whole: nothing is ever rounded.
    """

    def __init__(self, unit: int, purses: list[int], weight: list[int], backers: dict[str, list[int]]) -> None:
        self.unit, self.purses, self.weight, self.backers = unit, purses, weight, backers

    @classmethod
    def filled(cls, plan: Plan, groups: Groups, share: Fraction) -> "Purses":
        backers: dict[str, list[int]] = {option: [] for option in plan.cost}
        for number, (wish, _) in enumerate(groups):
            for option in wish:
                backers[option].append(number)
        return cls(share.denominator, [share.numerator] * len(groups), [weight for _, weight in groups], backers)

    def alone(self, options: list[str]) -> str:
        """The first of them that shares no backer with another, "" if there is none: buying it changes no price."""
        for option in options:
            backers = set(self.backers[option])
            if all(backers.isdisjoint(self.backers[other]) for other in options if other != option):
                return option
        return ""

    def price(self, option: str, cost_fen: int) -> Fraction | None:
        """What each who can pays: the others give all they have. None if all together have too little."""
        due = cost_fen * self.unit
        able = [(self.purses[number], self.weight[number]) for number in self.backers[option]]
        by = sum(weight for _, weight in able)
        while by:
            poor = [(purse, weight) for purse, weight in able if purse * by < due]
            if not poor:
                return Fraction(due, by * self.unit)
            able = [(purse, weight) for purse, weight in able if purse * by >= due]
            due -= sum(purse * weight for purse, weight in poor)
            by -= sum(weight for _, weight in poor)
        return None

    def pay(self, option: str, fen: Fraction) -> None:
        """Every backer pays `fen`, or all that is left."""
        grow = (fen * self.unit).denominator
        if grow > 1:
            self.unit *= grow
            self.purses = [purse * grow for purse in self.purses]
        most = int(fen * self.unit)
        for number in self.backers[option]:
            self.purses[number] -= min(self.purses[number], most)


def _groups(weights: Weights, plan: Plan) -> Groups:
    """Voters who want the same share one purse's history: each different wish once, with its weight, in a fixed order."""
    wishes: dict[tuple[str, ...], int] = {}
    for answer, weight in weights.items():
        wish = tuple(sorted(option for option in answer if option in plan.cost))
        if wish and weight:
            wishes[wish] = wishes.get(wish, 0) + weight
    return sorted(wishes.items())


def _plan(item: CountItem, weights: Weights, rule: Mapping[str, Any], ties: TieRule) -> tuple[Plan, dict[str, Any]]:
    votes = votes_of(item, weights)
    wanted = {option: rule["cost_fen"][option] for option in item.standing if votes[option]}
    document = {**parted(item, votes), "budget_fen": rule["budget_fen"]}
    return Plan(rule["budget_fen"], wanted, votes, ties), document


def _ratio(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
