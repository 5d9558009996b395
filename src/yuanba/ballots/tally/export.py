"""The papers of an item in two formats that other programs count: Pabulib (.pb) for budgets, BLT for rankings.

Sheets stand sorted by what they say, so that no number points to a voter; blank ones are left out. Heads count, not area.
Sources: https://pabulib.org/format; the .blt files of OpenSTV and OpaVote.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from yuanba.ballots.tally.model import CountItem, CountPaper, answers, standing

ABOUT = ("description", "unit", "instance", "date_begin", "date_end")
RULES = {"budget-greedy": "greedy", "budget-equal-shares": "equalshares/add1"}


def pabulib(
    item: CountItem,
    rule: Mapping[str, Any],
    papers: Sequence[CountPaper],
    *,
    about: Mapping[str, str],
    names: Mapping[str, str],
    chosen: Sequence[str] = (),
) -> str:
    """A budget's votes as a .pb file. `about` has ABOUT (days as 16.09.2023), `names` what each project is called.

    Withdrawn projects are left out, and so is a sheet that wants nothing else. Money is in fen, as counted.
    """
    wishes = _sheets(item, papers)
    place = {option: str(number) for number, option in enumerate(item.options, start=1)}
    votes = {option: sum(option in wish for wish in wishes) for option in item.standing}
    out = io.StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\n").writerow
    meta = {name: about[name] for name in ABOUT[:1]} | {"country": "China"} | {name: about[name] for name in ABOUT[1:]}
    meta |= {"num_projects": str(len(item.standing)), "num_votes": str(len(wishes))}
    meta |= {"budget": str(rule["budget_fen"]), "vote_type": "approval", "rule": RULES[rule["id"]]}
    meta |= {"min_length": "1", "max_length": str(item.choose), "currency": "CNY fen"}
    for row in (["META"], ["key", "value"], *map(list, meta.items())):
        write(row)
    for row in (["PROJECTS"], ["project_id", "cost", "votes", "name", "selected"]):
        write(row)
    for option in item.standing:
        picked = int(option in chosen)
        write([place[option], rule["cost_fen"][option], votes[option], _line(names.get(option, option)), picked])
    for row in (["VOTES"], ["voter_id", "vote"]):
        write(row)
    for number, wish in enumerate(wishes, start=1):
        write([number, ",".join(place[option] for option in wish)])
    return out.getvalue()


def blt(item: CountItem, papers: Sequence[CountPaper], *, title: str, names: Mapping[str, str], seats: int = 1) -> str:
    """Rankings as a .blt file: equal ones in one line with their number; withdrawn options are marked, not left out."""
    place = {option: number for number, option in enumerate(item.options, start=1)}
    heads = answers(item, _valid(papers)).heads
    rows = sorted((tuple(place[option] for option in answer), weight) for answer, weight in heads.items() if answer)
    lines = [f"{len(item.options)} {seats}"]
    lines += [f"-{place[option]}" for option in item.options if option in item.withdrawn]
    lines += [" ".join(map(str, (weight, *answer, 0))) for answer, weight in rows]
    lines += ["0", *(f'"{_quoted(names.get(option, option))}"' for option in item.options), f'"{_quoted(title)}"']
    return "\n".join(lines) + "\n"


def _valid(papers: Sequence[CountPaper]) -> list[CountPaper]:
    return [paper for paper in standing(papers) if not paper.void_reason]


def _sheets(item: CountItem, papers: Sequence[CountPaper]) -> list[tuple[str, ...]]:
    """What each voter wants of what still stands, in the order of the sheet; a voter with several heads several times."""
    wishes = []
    for paper in _valid(papers):
        wanted = set(paper.choices.get(item.key, ()))
        wishes += [tuple(option for option in item.standing if option in wanted)] * paper.heads
    order = {option: place for place, option in enumerate(item.options)}
    return sorted((wish for wish in wishes if wish), key=lambda wish: [order[option] for option in wish])


def _line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return _line(text).replace('"', "'")
