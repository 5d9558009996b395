"""Paging by key: a page starts after the last row of the one before, however many rows were added meanwhile."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, OrderBy, Q, QuerySet

Row = TypeVar("Row", bound=Model)


class BadCursor(ValueError):
    """The address names no place in this list (it was cut off or made up); show the first page."""


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`rows` in order; `next` and `previous` are cursors for `?after=` and `?before=`, or ""."""

    rows: list[Row] = field(default_factory=list)
    next: str = ""
    previous: str = ""


def encode(value: Any, pk: int) -> str:
    """A cursor: the sort value and the key of one row, as an opaque word for an address."""
    kind = type(value).__name__
    plain = value.isoformat() if isinstance(value, (date, datetime)) else str(value) if kind == "Decimal" else value
    text = json.dumps([kind, plain, pk], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


READ: dict[str, Callable[[str], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "Decimal": Decimal,
}


def decode(cursor: str) -> tuple[Any, int]:
    """The value and key of a cursor. Raises BadCursor."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        kind, plain, pk = json.loads(raw)
        if isinstance(plain, (list, dict)) or not isinstance(pk, int):
            raise BadCursor(cursor)
        return (READ[kind](plain) if kind in READ else plain), pk
    except (ValueError, TypeError, KeyError, ArithmeticError, binascii.Error) as error:
        raise BadCursor(cursor) from error


def paged(rows: QuerySet[Row], *, sort: str = "-pk", size: int = 20, after: str = "", before: str = "") -> Page[Row]:
    """At most `size` rows of the list sorted by `sort` ("name", "-submitted_at", "-pk"), ties by key the same way.

    Rows without a value come last. Two queries never, one always (a bad cursor gives the first page).
    """
    falling = sort.startswith("-")
    path = sort.removeprefix("-")
    backward = bool(before) and not after
    listed = rows.annotate(_sort=F(path))
    try:
        if after or before:
            listed = listed.filter(_beyond(*decode(after or before), falling=falling, backward=backward))
    except BadCursor:
        after = before = ""
        backward = False
    found = list(listed.order_by(*_order(falling=falling, backward=backward))[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backward:
        found.reverse()
    if not found:
        return Page([], "", "")
    first, last = _cursor(found[0]), _cursor(found[-1])
    if backward:
        return Page(found, last, first if more else "")
    return Page(found, last if more else "", first if after else "")


def _cursor(row: Any) -> str:
    return encode(row._sort, row.pk)


def _order(*, falling: bool, backward: bool) -> tuple[OrderBy, OrderBy]:
    """By value then key; read backward both turn, and so does the place of the rows without a value."""
    downward = falling != backward
    nulls: dict[str, bool] = {"nulls_first": True} if backward else {"nulls_last": True}
    if downward:
        return F("_sort").desc(**nulls), F("pk").desc()
    return F("_sort").asc(**nulls), F("pk").asc()


def _beyond(value: Any, pk: int, *, falling: bool, backward: bool) -> Q:
    """The rows beyond this one, in reading direction."""
    step = "lt" if falling != backward else "gt"
    past_key = Q(**{f"pk__{step}": pk})
    if value is None:
        valueless = Q(_sort__isnull=True) & past_key
        return valueless | Q(_sort__isnull=False) if backward else valueless
    past = Q(**{f"_sort__{step}": value}) | (Q(_sort=value) & past_key)
    return past if backward else past | Q(_sort__isnull=True)
