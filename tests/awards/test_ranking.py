"""Ranking: worked examples by hand, and what holds for any campaign."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuanba.awards.playbook import read
from yuanba.awards.ranking import (
    Candidate,
    CategoryRanking,
    CategoryRule,
    SeedNeeded,
    StageRule,
    TierRule,
    decided,
    difference,
    rank,
    rule_for,
    shortlist,
    without,
)

F = Fraction
ROOT = Path(__file__).parents[2]
SURVEY = StageRule("survey", "SURVEY", 0, 100, "scale")
VOTE = StageRule("vote", "VOTE", 0, 0, "best")
JURY = StageRule("jury", "JURY", 0, 10, "scale")
RULE = CategoryRule(
    category="person",
    quota=2,
    tiers=(TierRule("prize", 2, 300_000),),
    kinds={},
    stages=(SURVEY, VOTE, JURY),
    weights={"survey": 30, "vote": 10, "jury": 60},
    missing="reweigh",
    tie_break=("stage:jury", "stage:survey", "earlier_submission", "lot"),
)


def candidate(
    entry: str, survey: object, vote: object, jury: object, *, kind: str = "", submitted: int = 0
) -> Candidate:
    given = {"survey": survey, "vote": vote, "jury": jury}
    return Candidate(entry, kind, submitted, {key: None if raw is None else F(str(raw)) for key, raw in given.items()})


def winners(ranking: CategoryRanking) -> list[str]:
    return [row.entry for row in ranking.winners]


def test_worked_example() -> None:
    """A: 80, 50 of 200 votes = 25, 9 of 10 = 90: 24 + 2.5 + 54 = 80.5. B: 75, 100, 80: 22.5 + 10 + 48, the same."""
    ranking = rank(RULE, [candidate("A", 80, 50, 9), candidate("B", 75, 200, 8), candidate("C", 0, 0, 5)])
    assert [(row.entry, row.place, row.composite, row.tier) for row in ranking.rows] == [
        ("A", 1, F(161, 2), "prize"),
        ("B", 2, F(161, 2), "prize"),
        ("C", 3, F(30), ""),
    ]
    assert ranking.rows[1].tie == "stage:jury"
    assert ranking.rows[2].reason == "quota"
    assert [(part.stage, part.normalised, part.contribution) for part in ranking.rows[0].parts] == [
        ("survey", F(80), F(24)),
        ("vote", F(25), F(5, 2)),
        ("jury", F(90), F(54)),
    ]
    assert ranking.amount_fen == 600_000


def test_a_missing_score_is_reweighed_never_zero() -> None:
    """Without a sufficient survey: vote 10/70 and jury 60/70 of the whole."""
    row = rank(RULE, [candidate("A", None, 10, 7)]).rows[0]
    assert row.composite == F(100 * 10, 70) + F(70 * 60, 70)
    assert [part.weight for part in row.parts] == [0, F(100, 7), F(600, 7)]


def test_a_missing_score_can_leave_an_entry_unranked() -> None:
    ranking = rank(replace(RULE, missing="unranked"), [candidate("A", None, 10, 7), candidate("B", 5, 1, 1)])
    assert [(row.entry, row.reason) for row in ranking.unranked] == [("A", "missing:survey")]
    assert winners(ranking) == ["B"]
    assert ranking.empty == {"prize": 1}


def test_no_score_at_all_is_unranked_under_either_rule() -> None:
    assert rank(RULE, [candidate("A", None, None, None)]).unranked[0].reason == "no_score"


def test_ties_go_down_the_declared_steps() -> None:
    same = [
        candidate("A", 3, 10, 6, submitted=2),
        candidate("B", 3, 10, 6, submitted=1),
        candidate("C", 3, 10, 6, submitted=2),
    ]
    rows = rank(RULE, same, "2021140").rows
    assert rows[0].entry == "B"
    assert [row.tie for row in rows] == ["", "earlier_submission", "lot"]


def test_the_lot_needs_its_seed() -> None:
    same = [candidate("A", 3, 10, 6), candidate("B", 3, 10, 6)]
    with pytest.raises(SeedNeeded) as caught:
        rank(RULE, same)
    assert caught.value.entries == ("A", "B")


def test_a_missing_stage_score_stands_last_in_a_tie() -> None:
    """Composite of jury alone 50 each; B has a survey too. In the step by survey, A's gap stands behind."""
    rule = replace(RULE, weights={"jury": 100}, tie_break=("stage:survey", "lot"))
    ranking = rank(rule, [candidate("A", None, 0, 5), candidate("B", 1, 0, 5)])
    assert [row.entry for row in ranking.rows] == ["B", "A"]


def test_places_below_the_least_score_stay_empty() -> None:
    ranking = rank(replace(RULE, least_score=60), [candidate("A", 5, 10, 9), candidate("B", 1, 0, 5)])
    assert winners(ranking) == ["A"]
    assert ranking.rows[1].reason == "least_score"
    assert (ranking.empty, ranking.amount_fen) == ({"prize": 1}, 300_000)


def test_a_barred_entry_keeps_its_place_and_the_next_moves_up() -> None:
    people = [candidate("A", 5, 10, 9), candidate("B", 4, 5, 8), candidate("C", 3, 5, 7)]
    ranking = rank(RULE, people, barred={"A": "objection"})
    assert [(row.entry, row.place, row.tier, row.reason) for row in ranking.rows] == [
        ("A", 1, "", "objection"),
        ("B", 2, "prize", ""),
        ("C", 3, "prize", ""),
    ]


def test_places_decided_by_a_meeting_keep_the_quota() -> None:
    ranking = decided(RULE, [("C", ""), ("A", ""), ("B", "")], barred={"C": "objection"})
    assert winners(ranking) == ["A", "B"]
    assert decided(RULE, [("C", "")]).empty == {"prize": 1}


def test_tiers_are_filled_from_the_top() -> None:
    tiers = (TierRule("gold", 1, 500), TierRule("silver", 2, 200))
    three = [candidate("A", 5, 10, 9), candidate("B", 4, 5, 8)]
    ranking = rank(replace(RULE, quota=3, tiers=tiers), three)
    assert [row.tier for row in ranking.rows] == ["gold", "silver"]
    assert (ranking.empty, ranking.amount_fen) == ({"gold": 0, "silver": 1}, 700)


def test_divided_and_shared_places() -> None:
    """Three places: one kept for old courtyards, two shared by the rest. The best three are not old."""
    rule = replace(RULE, quota=3, tiers=(TierRule("prize", 3, 1),), kinds={"old": 1, "new": None})
    ranking = rank(
        rule,
        [
            candidate("A", 5, 4, 9, kind="new"),
            candidate("B", 5, 4, 8, kind="new"),
            candidate("C", 5, 4, 7, kind="new"),
            candidate("D", 5, 4, 6, kind="old"),
            candidate("E", 5, 4, 5, kind="old"),
        ],
    )
    assert winners(ranking) == ["A", "B", "D"]
    assert [row.reason for row in ranking.rows] == ["", "", "quota", "", "quota"]


def test_a_kept_place_that_nobody_takes_stays_empty() -> None:
    rule = replace(RULE, kinds={"old": 1, "new": None})
    ranking = rank(rule, [candidate("A", 5, 4, 9, kind="new"), candidate("B", 5, 4, 8, kind="new")])
    assert winners(ranking) == ["A"]
    assert ranking.empty == {"prize": 1}


def test_without_the_vote_the_others_share_the_whole() -> None:
    people = [candidate("A", 3, 100, 6), candidate("B", 3, 0, "6.2"), candidate("C", 5, 0, 9)]
    first, second = rank(RULE, people), rank(without(RULE), people)
    assert winners(first) == ["C", "A"]
    assert winners(second) == ["C", "B"]
    told = difference(first, second)
    assert (told.only_first, told.only_second, told.changed) == (("A",), ("B",), 1)
    assert second.rows[0].parts[0].weight == F(30 * 100, 90)


def test_normalising_by_range_and_best() -> None:
    rule = replace(RULE, stages=(replace(JURY, normalise="range"),), weights={"jury": 100})
    rows = rank(rule, [candidate("A", 1, 1, 8), candidate("B", 1, 1, 6), candidate("C", 1, 1, 5)]).rows
    assert [row.composite for row in rows] == [100, F(100, 3), 0]
    assert [row.composite for row in rank(rule, [candidate("A", 1, 1, 8)]).rows] == [100]
    best = replace(rule, stages=(replace(JURY, normalise="best"),))
    assert [row.composite for row in rank(best, [candidate("A", 1, 1, 8), candidate("B", 1, 1, 6)]).rows] == [100, 75]


def test_an_adjusted_score_outside_the_scale_is_kept_within_it() -> None:
    rule = replace(RULE, weights={"jury": 100})
    rows = rank(rule, [candidate("A", 1, 1, "10.5"), candidate("B", 1, 1, "-0.5")]).rows
    assert [row.composite for row in rows] == [100, 0]


def test_shortlists_80_to_50_to_20_to_10() -> None:
    playbook = read((ROOT / "tests/awards/playbooks/rounds.toml").read_text(encoding="utf-8"))
    rule = rule_for(playbook, "compound")
    people = [
        Candidate(f"E{at:02}", "new" if at % 2 else "old", at, {"paper": F(at), "visit": F(at % 11), "final": F(at, 4)})
        for at in range(80)
    ]
    first = shortlist(rule, people, "paper", 50)
    kept = {row.entry for row in first.winners}
    assert kept == {f"E{at:02}" for at in range(30, 80)}
    second = shortlist(rule, [one for one in people if one.entry in kept], "visit", 20, by="composite", seed="s")
    assert len(second.winners) == 20
    kept = {row.entry for row in second.winners}
    final = rank(replace(rule, least_score=0), [one for one in people if one.entry in kept], "s")
    assert len(final.winners) == 10
    assert [row.tier for row in final.winners] == ["first"] + ["second"] * 3 + ["third"] * 6
    assert sum(row.kind == "new" for row in final.winners) == 6
    assert final.amount_fen == playbook.amount_fen


def test_the_rule_comes_from_the_playbook() -> None:
    playbook = read((ROOT / "playbooks/awards/huayang-2021.toml").read_text(encoding="utf-8"))
    person, communication = rule_for(playbook, "person"), rule_for(playbook, "communication")
    assert person.stages == (SURVEY, VOTE, JURY)
    assert person.weights == {"survey": 30, "vote": 10, "jury": 60}
    assert (communication.weights, communication.stages) == ({"jury": 100}, (JURY,))
    assert without(communication) == communication


RAW = st.one_of(st.none(), st.integers(0, 10).map(F))


@st.composite
def fields(draw: st.DrawFn) -> tuple[CategoryRule, list[Candidate]]:
    people = [
        Candidate(f"E{at}", draw(st.sampled_from(["old", "new", "odd"])), draw(st.integers(0, 3)),
                  {"survey": draw(RAW), "vote": draw(RAW), "jury": draw(RAW)})
        for at in range(draw(st.integers(0, 12)))
    ]  # fmt: skip
    tiers = tuple(TierRule(f"t{at}", draw(st.integers(1, 3)), 100 - at) for at in range(draw(st.integers(1, 3))))
    quota = sum(tier.quota for tier in tiers)
    own = draw(st.integers(0, quota))
    rule = replace(
        RULE,
        quota=quota,
        tiers=tiers,
        kinds={"old": own, "new": None, "odd": None} if own else {},
        missing=draw(st.sampled_from(["reweigh", "unranked"])),
        least_score=draw(st.sampled_from([0, 50])),
        stages=tuple(replace(stage, normalise=draw(st.sampled_from(["scale", "best", "range"])))
                     for stage in (replace(SURVEY, low=0, high=10), VOTE, JURY)),
    )  # fmt: skip
    return rule, people


@settings(max_examples=150, deadline=None)
@given(fields(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(field: tuple[CategoryRule, list[Candidate]], random: object) -> None:
    rule, people = field
    mixed = list(people)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert rank(rule, people, "seed") == rank(rule, mixed, "seed")


@settings(max_examples=150, deadline=None)
@given(fields())
def test_places_and_quotas_always_add_up(field: tuple[CategoryRule, list[Candidate]]) -> None:
    rule, people = field
    ranking = rank(rule, people, "seed")
    assert len(ranking.rows) + len(ranking.unranked) == len(people)
    assert [row.place for row in ranking.rows] == list(range(1, len(ranking.rows) + 1))
    assert len(ranking.winners) + sum(ranking.empty.values()) == rule.quota
    for tier in rule.tiers:
        assert sum(row.tier == tier.key for row in ranking.rows) == tier.quota - ranking.empty[tier.key]
    own = rule.kinds.get("old")
    assert own is None or sum(row.kind == "old" for row in ranking.winners) <= own
    assert all((row.tier == "") != (row.reason == "") for row in ranking.rows)
    assert all(0 <= row.composite <= 100 for row in ranking.rows)
    assert all(row.composite == sum(part.contribution for part in row.parts) for row in ranking.rows)
    composites = [row.composite for row in ranking.rows]
    assert composites == sorted(composites, reverse=True)


@settings(max_examples=150, deadline=None)
@given(fields(), st.data())
def test_a_better_score_never_lowers_a_place(field: tuple[CategoryRule, list[Candidate]], data: st.DataObject) -> None:
    """On a fixed scale, with every score there: whoever gains stands no lower than before."""
    rule, people = field
    rule = replace(rule, stages=(replace(SURVEY, low=0, high=10), replace(JURY, key="vote"), JURY))
    people = [replace(one, scores={key: raw or F(0) for key, raw in one.scores.items()}) for one in people]
    if not people:
        return
    lucky = data.draw(st.sampled_from(people))
    stage = data.draw(st.sampled_from(["survey", "vote", "jury"]))
    better = replace(lucky, scores={**lucky.scores, stage: lucky.scores[stage] + 1})  # type: ignore[operator]
    before = {row.entry: row.place for row in rank(rule, people, "seed").rows}
    after = {
        row.entry: row.place for row in rank(rule, [better if one is lucky else one for one in people], "seed").rows
    }
    assert after[lucky.entry] <= before[lucky.entry]
