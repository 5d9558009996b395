"""Counting invented papers by the rules, and counting them a second time in the verifier. The same papers at every run."""

import hashlib
import time
from collections.abc import Callable
from random import Random
from typing import Any

from bench.inside import answer

TEN = tuple(f"entry:{number}" for number in range(10))
YES_NO = ("agree", "against", "abstain")
AREA = 900_000  # cm²
VOTERS = 5000
PROJECTS = tuple(f"p{number:02}" for number in range(50))
BUDGET_FEN = 1_000_000_00
STEP_FEN = 1_00
SEED = "bench"


def work(papers: int, recounted: int) -> dict[str, Any]:
    """CPU-seconds of each tally by heads and by area, of equal shares with its runs, and of the verifier's recount."""
    random = Random(7)
    codes = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(papers)]
    crosses: dict[str, tuple[tuple[str, ...], Callable[[], list[str]]]] = {
        "yes-no-abstain": (YES_NO, lambda: [random.choice(YES_NO)]),
        "approval": (TEN, lambda: [option for option in TEN if random.random() < 0.4]),
        "ranked-irv": (TEN, lambda: random.sample(TEN, len(TEN))),
        "ranked-schulze": (TEN, lambda: random.sample(TEN, len(TEN))),
    }
    seen = {key: counted(key, options, draw, codes, recounted) for key, (options, draw) in crosses.items()}
    return seen | {"budget-equal-shares": shares(random, codes[:VOTERS])}


def counted(
    key: str, options: tuple[str, ...], draw: Callable[[], list[str]], codes: list[str], recounted: int
) -> dict[str, float]:
    from yuanba.ballots.tally import CountItem, CountPaper, Roll, tally

    rule = {"id": key, "version": 1, "source": "bench"}
    papers = [CountPaper(code, 0, {"q": draw()}, 1, AREA) for code in codes]
    item = CountItem("q", 1 if options is YES_NO else len(options), options)
    sizes = (len(codes), len(codes), len(codes) * AREA)
    both, _ = spent(lambda: tally(rule, [item], papers, Roll(*sizes, by_area=True)))
    heads, _ = spent(lambda: tally(rule, [item], papers, Roll(*sizes)))
    again = recount(rule, item, papers[:recounted])
    return {"both": both, "heads": heads, "recount": again}


def recount(rule: dict[str, Any], item: Any, papers: list[Any], expected: Any = None) -> float:
    """The verifier's count of the same papers by heads; it must come to what is expected, the tally's."""
    from yuanba import verify
    from yuanba.ballots.tally import Roll, tally

    names = ("code", "attempt", "choices", "heads", "area_cm2", "channel", "void_reason")
    rows = [{name: getattr(paper, name) for name in names} for paper in papers]
    roll = {"rows": len(rows), "heads": len(rows), "area_cm2": len(rows) * AREA}
    asked = {"key": item.key, "choose": item.choose, "minimum": 0, "options": list(item.options)}
    manifest = {"rule": rule, "electorate": "RESIDENTS", "items": [asked], "roll": roll}
    took, found = spent(lambda: verify.recount(manifest, rows, set(), SEED))
    assert found == (expected or tally(rule, [item], papers, Roll(**roll))), "the two counts differ"
    return took


def shares(random: Random, codes: list[str]) -> dict[str, float]:
    """5,000 voters and 50 projects of very different popularity; the money would pay for about a fifth of them."""
    from yuanba.ballots.tally import CountItem, CountPaper, Roll, tally

    liked = [random.random() ** 2 * 0.35 + 0.03 for _ in PROJECTS]
    costs = {option: random.randrange(5_000_00, 200_000_00, 100_00) for option in PROJECTS}
    papers = [
        CountPaper(code, 0, {"q": [one for one, share in zip(PROJECTS, liked, strict=True) if random.random() < share]})
        for code in codes
    ]
    tie = {"steps": ["more-votes", "lower-cost", "draw"], "draw": "bench"}
    rule = {"id": "budget-equal-shares", "version": 1, "source": "bench", "tie": tie}
    rule |= {"budget_fen": BUDGET_FEN, "cost_fen": costs, "step_fen": STEP_FEN}
    item = CountItem("q", len(PROJECTS), PROJECTS)
    took, found = spent(lambda: tally(rule, [item], papers, Roll(len(codes), len(codes), len(codes) * AREA), seed=SEED))
    first = found["items"][0]
    assert not first["tie"], "the draw decides every tie"
    recounted = recount(rule, item, papers, found)
    return {"heads": took, "runs": first["runs"], "chosen": len(first["chosen"]), "recount": recounted}


def spent(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    found = work()
    return time.process_time() - started, found


if __name__ == "__main__":
    answer(work)
