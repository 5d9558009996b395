"""Paging by key: every row once, in order, forward and back, whatever is added meanwhile."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import CREATED, AccountFactory
from yuanba.people.models import Account
from yuanba.web.paging import BadCursor, decode, encode, paged

pytestmark = pytest.mark.django_db


def walked(sort: str, size: int) -> list[list[int]]:
    """The keys of every page, forward."""
    pages, after = [], ""
    while True:
        page = paged(Account.objects.all(), sort=sort, size=size, after=after)
        pages.append([row.pk for row in page.rows])
        after = page.next
        if not after:
            return pages


def walked_back(sort: str, size: int) -> list[list[int]]:
    """The keys of every page, from the last page backward, put in order again."""
    page = paged(Account.objects.all(), sort=sort, size=size)
    while page.next:
        page = paged(Account.objects.all(), sort=sort, size=size, after=page.next)
    pages = [[row.pk for row in page.rows]]
    while page.previous:
        page = paged(Account.objects.all(), sort=sort, size=size, before=page.previous)
        pages.append([row.pk for row in page.rows])
    return pages[::-1]


def in_order(sort: str) -> list[int]:
    """The keys as Python would sort them: value, then key, rows without a value last."""
    falling, name = sort.startswith("-"), sort.removeprefix("-")
    rows = [(getattr(row, name), row.pk) for row in Account.objects.all()]
    valued = sorted((row for row in rows if row[0] is not None), reverse=falling)
    valueless = sorted((row for row in rows if row[0] is None), key=lambda row: row[1], reverse=falling)
    return [pk for _, pk in valued + valueless]


@pytest.mark.parametrize("sort", ["phone", "-phone", "created_at", "-created_at", "pk", "-pk", "is_active"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.booleans(), st.integers(0, 3)), max_size=12), size=st.integers(1, 5))
def test_every_row_stands_once_in_order(sort: str, rows: list[tuple[bool, int]], size: int, db) -> None:
    Account.objects.all().delete()
    for number, (has_phone, hours) in enumerate(rows):
        AccountFactory(
            login=f"n{number}",
            phone=f"1990000{number:04d}" if has_phone else None,
            created_at=CREATED + timedelta(hours=hours),
            is_active=has_phone,
        )
    expected = in_order(sort)
    assert [pk for page in walked(sort, size) for pk in page] == expected
    assert [pk for page in walked_back(sort, size) for pk in page] == expected
    assert all(len(page) <= size for page in walked(sort, size))


def test_row_added_in_front_shifts_nothing() -> None:
    first, second, third = (AccountFactory() for _ in range(3))
    page = paged(Account.objects.all(), sort="-pk", size=1)
    AccountFactory()
    rest = paged(Account.objects.all(), sort="-pk", size=5, after=page.next)
    assert [row.pk for row in page.rows + rest.rows] == [third.pk, second.pk, first.pk]


@pytest.mark.parametrize("rows", [1, 3])
def test_page_is_one_query(rows: int, django_assert_num_queries) -> None:
    accounts = [AccountFactory() for _ in range(rows)]
    with django_assert_num_queries(1):
        assert len(paged(Account.objects.all(), sort="created_at", size=20).rows) == len(accounts)


@pytest.mark.parametrize(
    "cursor", ["x", "WyJpbnQiLDEsImEiXQ", "bnVsbA", "W10", "💥", "WyJkYXRlIiwiMjAyMS0wMi0zMCIsMV0"]
)
def test_bad_cursor_shows_the_first_page(cursor: str) -> None:
    account = AccountFactory()
    assert [row.pk for row in paged(Account.objects.all(), after=cursor).rows] == [account.pk]
    with pytest.raises(BadCursor):
        decode(cursor)


@pytest.mark.parametrize("value", [None, 3, "王", CREATED, CREATED.date(), True])
def test_cursor_comes_back_as_it_went(value) -> None:
    assert decode(encode(value, 7)) == (value, 7)


def test_a_list_without_empty_values_can_be_read_from_an_index(django_assert_num_queries) -> None:
    for number in range(5):
        AccountFactory(login=f"n{number}", phone=f"1990000000{number}" if number else None)
    rows = Account.objects.filter(phone__isnull=False)

    with django_assert_num_queries(2) as seen:
        first = paged(rows, sort="-phone", size=2)
        second = paged(rows, sort="-phone", size=2, after=first.next)

    assert [row.phone[-1] for row in [*first.rows, *second.rows]] == ["4", "3", "2", "1"]
    assert not [query["sql"] for query in seen.captured_queries if "NULLS" in query["sql"] or "IS NULL" in query["sql"]]
