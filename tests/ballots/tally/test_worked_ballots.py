"""The page that residents follow with a pencil says what the program counts, in both languages."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.ballots.tally.made import rule
from yuanba.ballots.tally import CountItem, CountPaper, Roll, law, tally

DOCS = Path(__file__).resolve().parents[3] / "docs" / "explanation"
PAGES = ("worked-ballots.md", "worked-ballots.zh-CN.md")
MARK = re.compile(r"<!-- (table|result): ([^ ]+) ?(.*?) ?-->\n((?:\|.*\n)+)")
CM2 = 10_000  # in a square metre
YES_NO = ("agree", "against", "abstain")


class Page:
    """The marked tables of a page, without their head rows."""

    def __init__(self, name: str) -> None:
        self.rows: dict[tuple[str, str], list[list[str]]] = {}
        self.about: dict[str, str] = {}
        for kind, key, about, text in MARK.findall((DOCS / name).read_text(encoding="utf-8")):
            lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
            self.rows[kind, key] = lines[2:]
            self.rows[f"{kind} head", key] = lines[:1]
            self.about[key] = about

    def roll(self) -> list[tuple[int, int]]:
        """(owners, cm² of each) for each group."""
        return [(number(owners), number(each) * square(size)) for _, owners, each, size in self.rows["table", "roll"]]


def number(cell: str) -> int:
    return int(cell.replace(",", ""))


def square(cell: str) -> int:
    return int(Decimal(cell.replace(",", "")) * CM2)


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> Page:
    return Page(request.param)


def whole(page: Page) -> Roll:
    groups = page.roll()
    heads, area = sum(one for one, _ in groups), sum(one * size for one, size in groups)
    assert (heads, area) == (1692, 168_195 * CM2)
    return Roll(heads, heads, area, by_area=True)


def papers(groups: list[tuple[int, list[list[str]]]]) -> list[CountPaper]:
    """(cm² of each, what each of them chose) for each group."""
    return [
        CountPaper(f"{group}-{one}", 0, {"q": tuple(answer)}, 1, size)
        for group, (size, answers) in enumerate(groups)
        for one, answer in enumerate(answers)
    ]


@pytest.mark.parametrize("key", ["company", "wall", "absent"])
def test_owners_vote_comes_out_as_the_page_says(page: Page, key: str) -> None:
    row = next(one for one in law.LAW if one.key == page.about[key])
    groups = []
    for (_, size), (_, came, *votes) in zip(page.roll(), page.rows["table", key], strict=True):
        answers = [[name] for name, count in zip(YES_NO, votes, strict=True) for _ in range(number(count))]
        assert len(answers) == number(came)
        groups.append((size, answers))
    found = tally(
        rule("yes-no-abstain", threshold=row.threshold()), [CountItem("q", 1, YES_NO)], papers(groups), whole(page)
    )["items"][0]["outcome"]
    for told, seen in zip(page.rows["result", key], found["comparisons"], strict=True):
        read = number if seen["measure"] == "heads" else square
        assert [read(cell) for cell in told[1:]] == [seen["needed"], seen["got"], seen["short"]], told[0]
    assert found["passed"] == (key == "company")


def test_committee_comes_out_as_the_page_says(page: Page) -> None:
    came = {0: 1080, 1: 20, 2: 1, 3: 40, 4: 1}
    names = tuple(row[0] for row in page.rows["table", "committee"])
    sheets: dict[int, list[list[str]]] = {group: [[] for _ in range(count)] for group, count in came.items()}
    for column, group in enumerate((0, 1, 3), start=1):
        at = 0  # each candidate's crosses go to the next sheets, round and round: nobody has more than three
        for row in page.rows["table", "committee"]:
            for _ in range(number(row[column])):
                sheets[group][at % came[group]].append(row[0])
                at += 1
    groups = [(size, sheets[group]) for group, (_, size) in enumerate(page.roll())]
    threshold = law.LAW[0].threshold()
    found = tally(
        rule("committee", seats=3, threshold=threshold), [CountItem("q", 3, names)], papers(groups), whole(page)
    )["items"][0]
    for name, *_, heads, area, _ in page.rows["table", "committee"]:
        assert (number(heads), square(area)) == (found["votes"][name], found["area_cm2"]["votes"][name])
    assert found["chosen"] == [row[0] for row in page.rows["table", "committee"] if row[-1] in ("yes", "是")]


def test_logo_comes_out_as_the_page_says(page: Page) -> None:
    piles = page.rows["table", "logo"]
    item = CountItem("q", 4, tuple(piles[0][1:]))
    cast = papers([(0, [order] * number(sheets)) for sheets, *order in piles])
    for key, winner in page.rows["result", "logo"]:
        assert tally(rule(key), [item], cast, Roll(900, 900, 0))["items"][0]["chosen"] == [winner]


def test_budget_comes_out_as_the_page_says(page: Page) -> None:
    names = page.rows["table head", "budget"][0][1:]
    cast = papers(
        [
            (0, [[name for name, cross in zip(names, crosses, strict=True) if cross]] * number(sheets))
            for sheets, *crosses in page.rows["table", "budget"]
        ]
    )
    fen = {name: number(yuan) * 100 for name, yuan, _ in page.rows["table", "costs"]}
    terms: dict[str, Any] = {"budget_fen": 120_000_00, "cost_fen": fen}
    for key, funded in page.rows["result", "budget"]:
        step = {"step_fen": 10_00} if key == "budget-equal-shares" else {}
        found = tally(rule(key, **terms, **step), [CountItem("q", 4, tuple(names))], cast, Roll(600, 600, 0))["items"][
            0
        ]
        assert found["votes"] == {name: number(votes) for name, _, votes in page.rows["table", "costs"]}
        assert found["chosen"] == funded.split(", ")
        assert found.get("runs", 12) == 12


def test_both_pages_bear_the_same_numbers() -> None:
    english, chinese = (Page(name) for name in PAGES)
    for key, rows in english.rows.items():
        digits = [[re.sub(r"[^\d.,x]", "", cell) for cell in row[1:]] for row in rows]
        if key != ("result", "budget"):
            assert digits == [[re.sub(r"[^\d.,x]", "", cell) for cell in row[1:]] for row in chinese.rows[key]], key
