import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanba.kernel.transitions import Table, move
from yuanba.kernel.verdict import Refused

DOOR = Table(
    "door",
    "SHUT",
    (
        move("open", "SHUT", "OPEN", "anyone"),
        move("shut", "OPEN", "SHUT", "anyone"),
        move("brick", ["SHUT", "OPEN"], "GONE", "mason", "bricks"),
    ),
)
VERBS = ["open", "shut", "brick", "paint"]


@pytest.mark.parametrize("state", sorted(DOOR.states))
@pytest.mark.parametrize("verb", VERBS)
def test_every_move_is_a_row_or_refused(state: str, verb: str) -> None:
    rows = [row for row in DOOR.rows if row.verb == verb and state in row.sources]
    if rows:
        assert DOOR.step(state, verb) == rows[0].target
    else:
        with pytest.raises(Refused) as caught:
            DOOR.step(state, verb)
        assert caught.value.verdict.code == "door.no_such_move"


@given(st.lists(st.sampled_from(VERBS)))
def test_no_walk_leaves_the_states(verbs: list[str]) -> None:
    state = DOOR.initial
    for verb in verbs:
        if DOOR.may(state, verb):
            state = DOOR.step(state, verb)
        assert state in DOOR.states
        assert (not DOOR.verbs(state)) == (state in DOOR.final)


def test_bad_tables_are_refused() -> None:
    with pytest.raises(AssertionError, match="no move reaches"):
        Table("x", "A", (move("go", "B", "C", "anyone"),))
    with pytest.raises(AssertionError, match="twice"):
        Table("x", "A", (move("go", "A", "B", "anyone"), move("go", "A", "C", "anyone")))


def test_diagram_names_every_move() -> None:
    assert DOOR.diagram().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> SHUT",
        "    SHUT --> OPEN: open (anyone)",
        "    OPEN --> SHUT: shut (anyone)",
        "    OPEN --> GONE: brick (mason)",
        "    SHUT --> GONE: brick (mason)",
        "    GONE --> [*]",
    ]
