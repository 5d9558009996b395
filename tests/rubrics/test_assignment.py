from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yuanba.rubrics.assignment import CannotAssign, components, deal, read_all


@st.composite
def panels(draw):
    jurors = [f"J{number}" for number in range(1, draw(st.integers(2, 9)) + 1)]
    subjects = [f"C{number}" for number in range(1, draw(st.integers(1, 60)) + 1)]
    pairs = [(juror, subject) for juror in jurors for subject in subjects]
    barred = draw(st.sets(st.sampled_from(pairs), max_size=len(pairs) // 6))
    readers = draw(st.integers(1, min(4, len(jurors))))
    return jurors, subjects, barred, readers, draw(st.integers(10, 40)), draw(st.text(min_size=1, max_size=8))


def dealt(panel):
    jurors, subjects, barred, readers, percent, seed = panel
    return deal(jurors, subjects, barred, readers_per_subject=readers, shared_percent=percent, seed=seed)


@given(panels())
def test_deal_respects_recusals_shares_and_hangs_together(panel) -> None:
    jurors, subjects, barred, readers, percent, _ = panel
    try:
        readings = dealt(panel)
    except CannotAssign as error:
        assert error.code in {"panel.too_few_readers", "panel.disconnected"}
        return
    pairs = [(reading.juror, reading.subject) for reading in readings]
    assert len(set(pairs)) == len(pairs)
    assert not set(pairs) & barred
    shared = {reading.subject for reading in readings if reading.is_shared}
    assert len(shared) * 100 >= len(subjects) * percent
    for subject in shared:
        assert {juror for juror, one in pairs if one == subject} == {j for j in jurors if (j, subject) not in barred}
    counted = Counter(subject for _, subject in pairs)
    assert all(counted[subject] >= readers for subject in subjects if subject not in shared)
    assert len(components(pairs)) == 1
    assert {juror for juror, _ in pairs} == set(jurors)


@given(panels())
def test_deal_without_recusals_is_balanced(panel) -> None:
    jurors, subjects, _, readers, percent, seed = panel
    readings = deal(jurors, subjects, set(), readers_per_subject=readers, shared_percent=percent, seed=seed)
    loads = Counter(reading.juror for reading in readings)
    assert max(loads.values()) - min(loads.values()) <= 1


@given(panels())
def test_deal_is_the_same_on_every_machine(panel) -> None:
    jurors, subjects, barred, readers, percent, seed = panel
    assume(len(barred) == 0)
    turned = (jurors, list(reversed(subjects)), barred, readers, percent, seed)
    assert sorted(dealt(panel)) == sorted(dealt(turned))


def test_loads_are_evened_out_along_chains_of_hand_overs() -> None:
    # J3 may read C1-C3 only, J2 nothing of them: without hand-overs J1 would be overloaded.
    subjects = [f"C{number}" for number in range(1, 10)]
    barred = {("J3", subject) for subject in subjects[4:]}
    readings = deal(["J1", "J2", "J3"], subjects, barred, readers_per_subject=1, shared_percent=10, seed="x")
    loads = Counter(reading.juror for reading in readings)
    assert max(loads.values()) - min(loads.values()) <= 1


def test_a_subject_that_nobody_may_read_is_named() -> None:
    with pytest.raises(CannotAssign) as refusal:
        read_all(["J1", "J2"], ["C1", "C2"], {("J1", "C2"), ("J2", "C2")})
    assert refusal.value.code == "panel.too_few_readers"
    assert refusal.value.facts == {"subject": "C2", "readers": 0, "needed": 1}


def test_a_panel_that_falls_apart_is_refused() -> None:
    with pytest.raises(CannotAssign) as refusal:
        read_all(["J1", "J2"], ["C1", "C2"], {("J1", "C2"), ("J2", "C1")})
    assert refusal.value.code == "panel.disconnected"


def test_a_twentieth_is_not_enough_to_share() -> None:
    with pytest.raises(AssertionError):
        deal(["J1", "J2"], ["C1"], set(), readers_per_subject=1, shared_percent=5, seed="x")
