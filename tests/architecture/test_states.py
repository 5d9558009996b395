"""Every state machine is a table: every state is reached, every move outside the table is refused."""

import importlib
from pathlib import Path

import pytest

from yuanba.kernel.transitions import Table
from yuanba.kernel.verdict import Refused

SOURCE = Path(__file__).resolve().parents[2] / "src" / "yuanba"


def tables() -> list[Table]:
    """Every Table that a states.py holds."""
    found: list[Table] = []
    for path in sorted(SOURCE.glob("*/states.py")):
        module = importlib.import_module(f"yuanba.{path.parent.name}.states")
        found += [value for value in vars(module).values() if isinstance(value, Table)]
    return found


TABLES = tables()


def test_there_are_tables_with_names_of_their_own() -> None:
    assert TABLES
    assert len({table.name for table in TABLES}) == len(TABLES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_state_is_reached(table: Table) -> None:
    assert table.reachable() == table.states


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_move_outside_the_table_is_refused(table: Table) -> None:
    verbs = {row.verb for row in table.rows}
    rows = {(source, row.verb): row.target for row in table.rows for source in row.sources}
    for state in table.states:
        for verb in verbs:
            if (state, verb) in rows:
                assert table.step(state, verb) == rows[state, verb]
            else:
                with pytest.raises(Refused) as refusal:
                    table.step(state, verb)
                assert refusal.value.verdict.code == f"{table.name}.no_such_move"
