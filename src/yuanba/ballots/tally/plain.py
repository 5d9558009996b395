"""Counting crosses: choose k, yes / no / abstain, approval, and committees with seats."""

from collections.abc import Mapping, Sequence
from typing import Any

from yuanba.ballots.tally.model import AREA, HEADS, Answers, CountItem, Roll, Weight, Weights
from yuanba.ballots.tally.outcome import Turnout, decide
from yuanba.ballots.tally.ties import TieRule

# The keys that a yes / no / abstain item must have. "Against" is always offered; a sheet may leave abstaining out.
AGREE, AGAINST, ABSTAIN = "agree", "against", "abstain"


def votes_of(item: CountItem, weights: Weights) -> dict[str, int]:
    """How much each option has, every chosen one counting fully."""
    votes = dict.fromkeys(item.options, 0)
    for answer, weight in weights.items():
        assert len(answer) <= item.choose, f"{item.key}: a paper with more than {item.choose} choices was stored"
        for option in answer:
            votes[option] += weight
    return votes


def parted(item: CountItem, votes: Mapping[str, int]) -> dict[str, Any]:
    """The votes as a result shows them: withdrawn options apart, since they win nothing."""
    return {
        "votes": {option: votes[option] for option in item.options if option not in item.withdrawn},
        "withdrawn": {option: votes[option] for option in item.options if option in item.withdrawn},
    }


def choose_k(
    item: CountItem, answers: Answers, rule: Mapping[str, Any], ties: TieRule, turnout: Turnout
) -> dict[str, Any]:
    """Each of up to k choices counts fully. Nobody is declared the winner: whoever ordered the ballot ranks."""
    return counts(item, answers, turnout.roll)


def yes_no(
    item: CountItem, answers: Answers, rule: Mapping[str, Any], ties: TieRule, turnout: Turnout
) -> dict[str, Any]:
    """Agree, against, abstain; whether it passed is the threshold's matter, where the rule names one."""
    document = counts(item, answers, turnout.roll)
    threshold = rule.get("threshold")
    if threshold:
        votes = {measure: votes_of(item, answers.by(measure)) for measure in (HEADS, AREA)}
        agreed = _weight(votes, AGREE)
        against = _weight(votes, AGAINST)
        document["outcome"] = decide(threshold, turnout, agreed, against=against)
        document["chosen"] = [AGREE] if document["outcome"]["passed"] else []
    return document


def seats(
    item: CountItem, answers: Answers, rule: Mapping[str, Any], ties: TieRule, turnout: Turnout
) -> dict[str, Any]:
    """Approval and committees: the options with most votes take the seats (`seats`, one if the rule names none).

    Votes are ordered by heads, or by area if the rule says {"order": "area_cm2"}. With a threshold only those who
    reach it by every measure can be chosen. Nobody without a vote is chosen.
    """
    document = counts(item, answers, turnout.roll)
    votes = {measure: votes_of(item, answers.by(measure)) for measure in (HEADS, AREA)}
    places, order = int(rule.get("seats", 1)), votes[rule.get("order", HEADS)]
    able = [option for option in item.standing if order[option]]
    if "threshold" in rule:
        outcomes = {one: decide(rule["threshold"], turnout, _weight(votes, one)) for one in item.standing}
        document["outcomes"] = outcomes
        able = [option for option in able if outcomes[option]["passed"]]
    document["seats"] = places
    return document | taken(able, order, places, ties, {HEADS: _most(votes[HEADS]), AREA: _most(votes[AREA])})


def taken(
    options: Sequence[str], votes: Mapping[str, int], places: int, ties: TieRule, keys: Mapping[str, Any]
) -> dict[str, Any]:
    """Who takes the places by most votes, and the tie at the edge if there was one."""
    able = sorted(options, key=lambda option: -votes[option])
    if len(able) <= places:
        return {"chosen": able, "tie": {}}
    edge = votes[able[places - 1]]
    sure = [option for option in able if votes[option] > edge]
    equal = [option for option in able if votes[option] == edge]
    picked = ties.pick(equal, places - len(sure), keys)
    chosen = [option for option in able if option in sure or option in picked.chosen]
    return {"chosen": chosen, "tie": ties.told(picked, equal, places - len(sure))}


def counts(item: CountItem, answers: Answers, roll: Roll) -> dict[str, Any]:
    """Votes and withdrawn by heads; the same by area where the electorate weighs."""
    document = parted(item, votes_of(item, answers.heads))
    if roll.by_area:
        document[AREA] = parted(item, votes_of(item, answers.area_cm2))
    return document


def _weight(votes: Mapping[str, Mapping[str, int]], option: str) -> Weight:
    return Weight(heads=votes[HEADS].get(option, 0), area_cm2=votes[AREA].get(option, 0))


def _most(votes: Mapping[str, int]) -> Any:
    return lambda option: -votes[option]
