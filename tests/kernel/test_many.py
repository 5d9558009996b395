"""Many rows at once, on each database: none, more than one statement holds, known ones, and text that looks like commands."""

import pytest
from django.db import connection

from yuanba.kernel import many

pytestmark = pytest.mark.django_db
HOSTILE = ["", "\\N", "\\.", "a\tb\nc\r\\d", "'; DROP TABLE thing; --", "%s", "𬱖\u202e", None]


@pytest.fixture
def cursor():
    with connection.cursor() as one:
        one.execute("CREATE TEMPORARY TABLE thing (a integer UNIQUE, b text)")
        yield one
        one.execute("DROP TABLE thing")


def stored(cursor) -> list[tuple[int, str | None]]:
    cursor.execute("SELECT a, b FROM thing ORDER BY a")
    return [tuple(row) for row in cursor.fetchall()]


def test_no_rows_are_no_rows(cursor) -> None:
    many.insert(cursor, "thing", ["a", "b"], [])
    assert stored(cursor) == []


def test_every_text_arrives_as_it_is(cursor) -> None:
    rows = list(enumerate(HOSTILE))
    many.insert(cursor, "thing", ["a", "b"], iter(rows))
    assert stored(cursor) == rows


def test_known_rows_stay_and_new_ones_come(cursor) -> None:
    many.insert(cursor, "thing", ["a", "b"], [(1, "first")])
    for _ in range(2):  # twice in one transaction
        many.insert(cursor, "thing", ["a", "b"], [(1, "second"), (2, "new"), (2, "twice")], skip_known=True)
    assert stored(cursor) == [(1, "first"), (2, "new")]


def test_more_rows_than_one_statement_takes(cursor) -> None:
    number = many.VARIABLES // 2 + 1
    many.insert(cursor, "thing", ["a", "b"], ((at, "x") for at in range(number)))
    assert len(stored(cursor)) == number
