"""Every model, value, state, table of moves and post has its line in docs/glossary.md, and no line outlives its thing."""

import enum
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps

import yuanba
from yuanba.config.reference import tables
from yuanba.people.posts import POSTS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
ROW = re.compile(r"^\| `([^`]+)` \|(.*)\|$")
CELLS = 5  # 中文, English, meaning, 含义, source
# Who shows, wires or drives the domain brings no words of its own into it.
NO_DOMAIN = ("yuanba.web", "yuanba.config", "yuanba.simulation", "yuanba.__main__")


def rows() -> list[tuple[str, list[str]]]:
    found = [ROW.match(line) for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return [(match[1], [cell.strip() for cell in match[2].split("|")]) for match in found if match]


def domain_modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(yuanba.__path__, "yuanba."):
        if not module.name.startswith(NO_DOMAIN) and ".migrations" not in module.name:
            yield importlib.import_module(module.name)


def models() -> set[str]:
    return {
        f"{config.label}.{model.__name__}"
        for config in apps.get_app_configs()
        if config.name.startswith("yuanba.")
        for model in config.get_models()
    }


def moves() -> set[str]:
    """Names of tables, and `table.STATE`."""
    return {table.name for table in tables()} | {
        f"{table.name}.{state}" for table in tables() for state in table.states
    }


def values() -> set[str]:
    """`subject.Class.VALUE` of every enumeration of the domain; one that repeats a table's states has its rows there."""
    states_of_tables = {table.states for table in tables()}
    found: set[str] = set()
    for module in domain_modules():
        for kind in vars(module).values():
            if not (isinstance(kind, type) and issubclass(kind, enum.Enum) and kind.__module__ == module.__name__):
                continue
            found |= of_class(kind, states_of_tables)
    for config in apps.get_app_configs():
        for model in config.get_models():
            for kind in vars(model).values():
                if isinstance(kind, type) and issubclass(kind, enum.Enum) and kind.__module__.startswith("yuanba."):
                    found |= of_class(kind, states_of_tables)
    return found


def of_class(kind: type[enum.Enum], states_of_tables: set[frozenset[str]]) -> set[str]:
    members = frozenset(str(member.value) for member in kind)
    if members in states_of_tables:
        return set()
    subject = kind.__module__.split(".")[1]
    return {f"{subject}.{kind.__qualname__}.{value}" for value in members}


def posts() -> set[str]:
    return {f"post.{name}" for name in POSTS}


@pytest.mark.parametrize("things", [models, moves, values, posts], ids=lambda things: things.__name__)
def test_every_thing_has_its_line(things) -> None:
    expected, known = things(), {code for code, _ in rows()}
    assert expected, "nothing was found; the test looks in the wrong place"
    assert sorted(expected - known) == []


def test_no_line_outlives_its_thing() -> None:
    alive = models() | moves() | values() | posts()
    assert sorted(code for code, _ in rows() if code not in alive) == []


def test_every_line_stands_once_and_is_whole() -> None:
    assert [code for code, times in Counter(code for code, _ in rows()).items() if times > 1] == []
    assert [code for code, cells in rows() if len(cells) != CELLS or not all(cells)] == []


def test_no_table_of_the_page_hides_a_line_from_this_test() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert [line for line in lines if not ROW.match(line) and not line.startswith("| code |")] == []
