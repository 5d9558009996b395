"""Elections under every rule, random by a seed, and what the program makes of them: the other counters' examples."""

import random
from typing import Any

from yuanba.ballots.tally import RULES, CountItem, CountPaper, Roll, Silent, law, problem, tally

OPTIONS = ("A", "B", "C", "D", "E")
YES_NO = ("agree", "against", "abstain")
SEED = "03 09 14 22 27 31 + 08"
MEASURES = ("heads", "area_cm2")
STEPS = {
    "approval": (*MEASURES, "draw"),
    "committee": (*MEASURES, "draw"),
    "ranked-irv": ("first-round", "draw"),
    "ranked-schulze": ("draw",),
    "budget-greedy": ("more-votes", "lower-cost", "draw"),
    "budget-equal-shares": ("more-votes", "lower-cost", "draw"),
}
THRESHOLDS = [row.threshold() for row in law.LAW]


def _rule(dice: random.Random, name: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": name, "version": 1, "source": "规约第五条"}
    if name in STEPS and dice.random() < 0.7:
        steps = dice.sample(STEPS[name], dice.randint(0, len(STEPS[name])))
        rule["tie"] = {"steps": steps} | ({"draw": "双色球"} if "draw" in steps else {})
    if name in ("approval", "committee"):
        rule |= {"seats": dice.randint(1, 4), "order": dice.choice(MEASURES)}
    if name in ("approval", "committee", "yes-no-abstain") and dice.random() < 0.6:
        rule["threshold"] = dice.choice(THRESHOLDS)
    if name.startswith("ranked"):
        rule["truncated"] = "allowed"
    if name.startswith("budget"):
        rule |= {"budget_fen": dice.randint(1, 80), "cost_fen": {key: dice.randint(1, 30) for key in OPTIONS}}
    if name == "budget-equal-shares":
        rule["step_fen"] = dice.randint(1, 7)
    return rule


def _by_square(rule: dict[str, Any], sizes: tuple[int, ...]) -> dict[str, Any]:
    """Where every home has 90 m² a budget grows by its step for each 100 m²; for crumbs of a home that would take for ever."""
    return rule | ({"version": 2} if rule["id"] == "budget-equal-shares" and sizes == (900_000,) else {})


def _paper(dice: random.Random, code: int, attempt: int, name: str, sizes: tuple[int, ...]) -> dict[str, Any]:
    options = YES_NO if name == "yes-no-abstain" else OPTIONS
    most = 1 if options is YES_NO else len(options)
    answer = dice.sample(options, dice.randint(0, most))
    return {
        "code": f"{code:02}",
        "attempt": attempt,
        "choices": {"q": answer if name.startswith("ranked") else sorted(answer)},
        "heads": 1,
        "area_cm2": dice.choice(sizes),
        "channel": dice.choice(("PHONE", "PAPER")),
        "void_reason": "RING" if dice.random() < 0.1 else "",
    }


def election(number: int) -> dict[str, Any]:
    """Papers, roll and rule; every ninth of the same rule. With revotes, voided papers, withdrawals and silent voters."""
    dice = random.Random(number)
    names = sorted({key for key, _ in RULES})
    name = names[number % len(names)]
    sizes = dice.choice([(900_000,), (1, 100, 899_999, 900_000, 900_001)])
    codes = dice.sample(range(25), dice.choice([0, 3, 6, 9, 25]))
    papers = [_paper(dice, code, 0, name, sizes) for code in codes]
    papers += [_paper(dice, code, 1, name, sizes) for code in codes if dice.random() < 0.1]
    rule = _by_square(_rule(dice, name), sizes)
    silent: list[dict[str, Any]] = []
    if dice.random() < 0.4:
        rule["silence"] = {"reference": "议事规则", "counts_as": dice.choice(("majority", "present"))}
        silent = [
            {"code": code, "heads": 1, "area_cm2": dice.choice(sizes), "proof": dice.choice(("", "letter 7"))}
            for code in ("00", "01", "s0", "s1", "s2")
        ]
    options = YES_NO if name == "yes-no-abstain" else OPTIONS
    return {
        "manifest": {
            "rule": rule,
            "electorate": dice.choice(("OWNERS", "RESIDENTS")),
            "items": [{"key": "q", "choose": 1 if options is YES_NO else 5, "minimum": 0, "options": list(options)}],
            "roll": {"rows": 30, "heads": dice.randint(1, 30), "area_cm2": dice.randint(1, 10**7)},
        },
        "papers": papers,
        "withdrawn": sorted(dice.sample(OPTIONS, dice.randint(0, 2))) if options is OPTIONS else [],
        "seed": dice.choice(("", SEED, SEED)),
        "silent": silent,
    }


def counted(election: dict[str, Any]) -> dict[str, Any]:
    """The program's own result."""
    manifest = election["manifest"]
    gone = frozenset(election["withdrawn"])
    items = [
        CountItem(item["key"], item["choose"], tuple(item["options"]), gone, item.get("rule", {}))
        for item in manifest["items"]
    ]
    assert all(problem(item, item.rule or manifest["rule"]) is None for item in items)
    roll = Roll(**manifest["roll"], by_area=manifest["electorate"] == "OWNERS")
    papers = [CountPaper(**one) for one in election["papers"]]
    silent = [Silent(**one) for one in election["silent"]]
    return tally(manifest["rule"], items, papers, roll, seed=election["seed"], silent=silent)
