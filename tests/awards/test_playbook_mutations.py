"""Whatever is done to a valid playbook, reading it gives a playbook or a PlaybookError, never another failure."""

import tomllib
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from yuanba.awards.playbook import PlaybookError, lines, read
from yuanba.awards.playbook.positions import positions

ROOT = Path(__file__).parents[2]
TEXTS = [
    (ROOT / "playbooks/awards/huayang-2021.toml").read_text(encoding="utf-8"),
    (ROOT / "playbooks/awards/light.toml").read_text(encoding="utf-8"),
    (ROOT / "tests/awards/playbooks/rounds.toml").read_text(encoding="utf-8"),
]
NUMBERS = ["0", "-1", "1.5", "nan", "true", "2021-02-30", "2021-13-01", "1979-05-27", "07:32:00", "9" * 20]
WORDS = ['""', '"x"', '"lot"', '["lot"]', '"person"', '"""\n"""']
TABLES = ["[]", "{}", "[[]]", "[{}]", "{person=1}", "{a.b=1}", "]"]
VALUES = st.sampled_from(NUMBERS + WORDS + TABLES)


def survives(text: str) -> None:
    try:
        read(text)
    except PlaybookError as error:
        assert lines(error.mistakes)
        count = text.count("\n") + 1
        assert all(0 <= item.line <= count for item in error.mistakes)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2), st.data())
def test_a_changed_value_never_crashes(which: int, data: st.DataObject) -> None:
    rows = TEXTS[which].split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        number = data.draw(st.sampled_from([at for at, row in enumerate(rows) if " = " in row]))
        rows[number] = rows[number].split(" = ")[0] + " = " + data.draw(VALUES)
    survives("\n".join(rows))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2), st.data())
def test_lines_dropped_doubled_and_swapped_never_crash(which: int, data: st.DataObject) -> None:
    rows = TEXTS[which].split("\n")
    for _ in range(data.draw(st.integers(1, 5))):
        one, other = (data.draw(st.integers(0, len(rows) - 1)) for _ in range(2))
        what = data.draw(st.sampled_from(["drop", "double", "swap"]))
        if what == "drop":
            del rows[one]
        elif what == "double":
            rows.insert(other, rows[one])
        else:
            rows[one], rows[other] = rows[other], rows[one]
    survives("\n".join(rows))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2), st.data())
def test_bytes_put_in_anywhere_never_crash(which: int, data: st.DataObject) -> None:
    text = TEXTS[which]
    at = data.draw(st.integers(0, len(text)))
    extra = data.draw(
        st.one_of(st.text(max_size=8), st.sampled_from(["[[", "]]", '"""', "'", "=", "{", "\\", "#", "\r"]))
    )
    survives(text[:at] + extra + text[at:])


def test_every_value_of_a_playbook_has_its_own_line() -> None:
    def walk(value: Any, path: tuple[str | int, ...]) -> None:
        assert path in found.offsets or not path
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for name, item in items:
            walk(item, (*path, name))

    for text in TEXTS:
        found = positions(text)
        walk(tomllib.loads(text), ())
