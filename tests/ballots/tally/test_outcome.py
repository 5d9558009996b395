"""Passed or not, on the edge and 1 cm² or 1 m² beside it; the silent; the law of a day."""

from datetime import date

import pytest

from yuanba.ballots.tally import CountItem, CountPaper, Roll, Silent, law, tally
from yuanba.ballots.tally.outcome import needed

DAY = date(2026, 11, 20)
# Areas of 1,200 owners with 90 m² each; 2/3 and 3/4 of them are whole numbers.
AREA = 900_000
YES_NO = CountItem("q", 1, ("agree", "against", "abstain"))


def threshold(matter: str = law.PROPERTY_COMPANY, on: date = DAY) -> dict[str, str]:
    row = law.row_for(law.OWNERS, matter, on)
    assert row is not None
    return row.threshold()


def outcome(agree: int, others: int, of: int, *, extra: int = 0, matter: str = law.PROPERTY_COMPANY) -> dict:
    """`agree` and `others` owners come, of `of`; `extra` cm² more or less with the first who agrees."""
    cast = [
        CountPaper(str(one), 0, {"q": ("agree" if one < agree else "against",)}, 1, AREA + (extra if one == 0 else 0))
        for one in range(agree + others)
    ]
    rule = {"id": "yes-no-abstain", "version": 1, "source": "x", "threshold": threshold(matter)}
    roll = Roll(of, of, of * AREA, by_area=True)
    return tally(rule, [YES_NO], cast, roll)["items"][0]["outcome"]


@pytest.mark.parametrize("beside", [1, 10_000])
def test_two_thirds_of_the_area_is_enough_and_a_little_less_is_not(beside: int) -> None:
    assert outcome(800, 0, 1200)["passed"]
    assert outcome(800, 0, 1200, extra=beside)["passed"]
    below = outcome(800, 0, 1200, extra=-beside)
    assert (below["passed"], below["failed"]) == (0, ["participation.area_cm2"])
    row = next(one for one in below["comparisons"] if one["short"])
    assert (row["needed"], row["got"], row["short"]) == (800 * AREA, 800 * AREA - beside, beside)


@pytest.mark.parametrize("beside", [1, 10_000])
def test_half_of_those_who_came_is_not_enough_and_three_quarters_are(beside: int) -> None:
    half = outcome(400, 400, 1200)
    assert half["failed"] == ["assent.heads", "assent.area_cm2"]
    # One owner more, but area exactly at one half plus nothing: 1 cm² beside decides.
    assert outcome(401, 399, 1200)["passed"]
    assert outcome(600, 200, 1200, matter=law.RAISE_REPAIR_FUND)["passed"]
    # The first agrees with less: both the area that came and the area that agreed shrink by it.
    special = outcome(601, 200, 1200, extra=-AREA - beside + AREA, matter=law.REBUILD)
    assert special["passed"]
    below = outcome(600, 200, 1200, extra=-beside, matter=law.REBUILD)
    assert "assent.area_cm2" in below["failed"]


def test_many_heads_with_little_area_do_not_pass() -> None:
    cast = [CountPaper(str(one), 0, {"q": ("agree",)}, 1, 1) for one in range(99)]
    cast.append(CountPaper("big", 0, {"q": ("against",)}, 1, 1_000_000))
    rule = {"id": "yes-no-abstain", "version": 1, "source": "x", "threshold": threshold()}
    found = tally(rule, [YES_NO], cast, Roll(100, 100, 1_000_099, by_area=True))["items"][0]["outcome"]
    assert found["failed"] == ["assent.area_cm2"]


def test_needed_is_the_least_number_that_satisfies_the_share() -> None:
    assert [needed("2/3", whole) for whole in (0, 1, 3, 4, 6)] == [1, 1, 2, 3, 4]
    assert [needed(">1/2", whole) for whole in (0, 1, 2, 3, 4)] == [1, 1, 2, 2, 3]
    assert needed("3/4", 1_234_567_890_123_457) == 925_925_917_592_593
    for text in ("", "2", "0.5", "3/2", ">", "1/0", "-1/2"):
        with pytest.raises(ValueError, match="no share"):
            needed(text, 10)


def silence(counts_as: str, agree: int, against: int, silent: list[Silent]) -> dict:
    cast = [CountPaper(str(n), 0, {"q": ("agree" if n < agree else "against",)}, 1, 1) for n in range(agree + against)]
    rule = {"id": "yes-no-abstain", "version": 1, "source": "x", "threshold": threshold()}
    if counts_as:
        rule["silence"] = {"reference": "议事规则第12条", "counts_as": counts_as}
    return tally(rule, [YES_NO], cast, Roll(9, 9, 9, by_area=True), silent=silent)


def test_the_silent_count_only_by_a_rule_of_procedure_and_with_proof() -> None:
    silent = [Silent(f"s{n}", 1, 1, "挂号信 1") for n in range(4)] + [Silent("s9", 1, 1, ""), Silent("0", 1, 1, "x")]
    assert silence("", 4, 1, silent)["items"][0]["outcome"]["failed"] == [
        "participation.heads",
        "participation.area_cm2",
    ]
    joined = silence("majority", 4, 1, silent)
    found = joined["items"][0]["outcome"]
    assert (found["passed"], found["silent_joined"], joined["silence"]["rows"]) == (1, "agree", 4)
    assert [row["got"] for row in found["comparisons"]] == [9, 8, 9, 8]
    assert joined["participation"]["papers"] == 5  # what was cast stays what was cast
    present = silence("present", 4, 1, silent)["items"][0]["outcome"]
    assert present["failed"] == ["assent.heads", "assent.area_cm2"]


def test_the_day_picks_the_law() -> None:
    assert threshold(law.USE_REPAIR_FUND, date(2020, 12, 31))["row"] == "prc-property-law-76-special"
    assert threshold(law.USE_REPAIR_FUND, date(2021, 1, 1))["row"] == "prc-civil-code-278-ordinary"
    assert threshold(law.CHANGE_COMMON_PARTS)["assent"] == "3/4"
    assert law.row_for(law.OWNERS, law.COVENANT, date(2007, 9, 30)) is None
    assert law.row_for(law.RESIDENTS_MEETING, law.DECISION, DAY) is None  # the revised law is not entered
    old = threshold(law.COVENANT, date(2020, 12, 31))
    assert law.in_force(old, date(2020, 12, 31))
    assert not law.in_force(old, DAY)
    assert not law.in_force(threshold() | {"assent": ">1/3"}, DAY)


def test_every_matter_has_one_row_a_day_and_every_row_its_source() -> None:
    for row in law.LAW:
        assert row.article
        assert row.paraphrase
        assert row.url.startswith("https://")
        for matter in row.matters:
            for day in (row.from_date, (row.to_date or DAY)):
                rows = [
                    one
                    for one in law.LAW
                    if one.body == row.body
                    and matter in one.matters
                    and one.from_date <= day
                    and (one.to_date is None or day < one.to_date)
                ]
                assert len(rows) <= 1
