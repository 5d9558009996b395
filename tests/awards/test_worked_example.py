"""The example of docs/explanation/ranking.md, every number of it computed by hand first."""

from fractions import Fraction
from pathlib import Path

import pytest

from yuanba.awards.ranking import Candidate, CategoryRule, StageRule, TierRule, difference, rank, without
from yuanba.rubrics.aggregate import severity_model, trimmed_mean, weighted_total

PAGES = [Path(__file__).resolve().parents[2] / "docs" / "explanation" / f"ranking{tail}.md" for tail in ("", ".zh-CN")]
RULE = CategoryRule(
    category="collective",
    quota=2,
    tiers=(TierRule("prize", 2, 1_000_000),),
    kinds={},
    stages=(
        StageRule("survey", "SURVEY", 0, 100, "scale"),
        StageRule("vote", "VOTE", 0, 0, "best"),
        StageRule("jury", "JURY", 0, 10, "scale"),
    ),
    weights={"survey": 30, "vote": 10, "jury": 60},
    missing="reweigh",
    tie_break=("stage:jury", "stage:survey", "earlier_submission", "lot"),
)
# Two questions from 1 to 5: 100 × (mark - 1) / 4, the mean of a person's two, then the mean over persons.
SURVEY = {"A": Fraction(8 * 100 + 4 * (75 + 50) // 2, 12), "B": Fraction(175, 2), "C": Fraction(75), "D": None}
VOTES = {"A": 120, "B": 300, "C": 150, "D": 60}
SHEETS = {
    "A": ["9", "9", "8.4", "9.6", "6"],
    "B": ["8", "7.5", "8.5", "10", "7.5"],
    "C": ["9", "9", "9.5", "8.5", "9"],
    "D": ["9.5", "9.5", "9.5", "10", "9"],
}
JURY = {"A": "8.8", "B": "8", "C": "9", "D": "9.5"}
COMPOSITE = {"A": "83.05", "B": "84.25", "C": "81.5", "D": "590/7"}


def candidates() -> list[Candidate]:
    return [
        Candidate(one, "", place, {"survey": SURVEY[one], "vote": Fraction(VOTES[one]), "jury": Fraction(JURY[one])})
        for place, one in enumerate("ABCD", start=1)
    ]


def test_a_sheet_is_a_weighted_mean() -> None:
    sheet = {"effect": 9, "benefit": 8, "model": 10}
    assert weighted_total(sheet, {"effect": 40, "benefit": 30, "model": 30}) == 9


@pytest.mark.parametrize("entry", "ABCD")
def test_the_jury_leaves_out_one_highest_and_one_lowest(entry: str) -> None:
    assert trimmed_mean([Fraction(points) for points in SHEETS[entry]]) == Fraction(JURY[entry])


def test_the_survey_of_a_is_as_told() -> None:
    assert SURVEY["A"] == Fraction("87.5")


def test_composites_places_and_prizes() -> None:
    made = rank(RULE, candidates())
    assert {row.entry: row.composite for row in made.rows} == {one: Fraction(text) for one, text in COMPOSITE.items()}
    assert [row.entry for row in made.rows] == ["D", "B", "A", "C"]
    assert [row.entry for row in made.winners] == ["D", "B"]


def test_without_the_vote_another_wins() -> None:
    lighter = rank(without(RULE), candidates())
    assert {row.entry: row.composite for row in lighter.rows} == {
        "A": Fraction(7905, 90),
        "B": Fraction("82.5"),
        "C": Fraction(85),
        "D": Fraction(95),
    }
    changed = difference(rank(RULE, candidates()), lighter)
    assert (changed.only_first, changed.only_second) == (("B",), ("A",))


def test_two_strict_jurors_are_found_and_taken_out() -> None:
    kind = {"P": 8, "Q": 6, "R": 7}
    strict = {"P": 6, "Q": 4, "R": 5, "S": 6}
    scores = {(juror, entry): points for juror in ("J1", "J3") for entry, points in kind.items()}
    scores |= {(juror, entry): points for juror in ("J2", "J4") for entry, points in strict.items()}
    model = severity_model(scores)
    assert model.scores == {"P": 7, "Q": 5, "R": 6, "S": 7}
    assert {name: one.severity for name, one in model.jurors.items()} == {"J1": -1, "J2": 1, "J3": -1, "J4": 1}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_pages_show_these_numbers(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for number in ("83.05", "84.25", "81.5", "590/7", "87.83", "82.5"):
        assert number in text, f"{page.name} lacks {number}"
    for sheets in SHEETS.values():
        assert ", ".join(sheets) in text
