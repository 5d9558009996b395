"""Paging by key: a page starts after the last row of the one before, however many rows were added meanwhile."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Model, OrderBy, Q, QuerySet
from django.db.models.lookups import IsNull

Row = TypeVar("Row", bound=Model)
LARGEST = 2**63 - 1  # of a whole number in both databases


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
        if isinstance(plain, (list, dict)) or not isinstance(pk, int) or not 0 <= pk <= LARGEST:
            raise BadCursor(cursor)
        return (READ[kind](plain) if kind in READ else plain), pk
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError, binascii.Error) as error:
        raise BadCursor(cursor) from error


def paged(rows: QuerySet[Row], *, sort: str = "-pk", size: int = 20, after: str = "", before: str = "") -> Page[Row]:
    """At most `size` rows of the list sorted by `sort` ("name", "-submitted_at", "-pk"), ties by key the same way.

    Rows without a value come last. Two queries never, one always (a bad cursor gives the first page). Where every row
    has a value (the column says so, or the list leaves the others out) an index on value and key finds any page at once.
    """
    way = _Way(sort, backward=bool(before) and not after, valued=_every_row_has(rows, sort.removeprefix("-")))
    listed = rows.annotate(_sort=F(sort.removeprefix("-")))
    try:
        if after or before:
            value, pk = decode(after or before)
            value = _fitting(listed.query.annotations["_sort"].output_field, value)
            listed = listed.filter(way.beyond(value, pk))
    except BadCursor:
        after = before = ""
        way = _Way(sort, backward=False, valued=way.valued)
    found = list(listed.order_by(*way.order())[: size + 1])
    more = len(found) > size
    found = found[:size]
    if way.backward:
        found.reverse()
    if not found:
        return Page([], "", "")
    first, last = _cursor(found[0]), _cursor(found[-1])
    if way.backward:
        return Page(found, last, first if more else "")
    return Page(found, last if more else "", first if after else "")


def _fitting(field: Field[Any, Any], value: Any) -> Any:
    """The value as the column holds such values. Raises BadCursor for one that no row can have: a made-up address."""
    if (isinstance(value, str) and "\0" in value) or (isinstance(value, int) and abs(value) > LARGEST):
        raise BadCursor(value)
    try:
        str(value).encode()  # half a character can be looked up nowhere
        if isinstance(value, datetime):
            value = value.astimezone(UTC)  # the databases keep instants so; one before the year 1 has none
        return None if value is None else field.to_python(value)
    except (ValidationError, ValueError, TypeError, ArithmeticError) as error:
        raise BadCursor(value) from error


def _cursor(row: Any) -> str:
    return encode(row._sort, row.pk)


def _every_row_has(rows: QuerySet[Any], path: str) -> bool:
    """True if no row of the list lacks a value at `path`: the model allows none, or the list filters them out."""
    try:
        field = rows.model._meta.pk if path == "pk" else rows.model._meta.get_field(path)
    except FieldDoesNotExist:
        return False  # a path through other models, or an annotation
    if not isinstance(field, Field):
        return False
    where = rows.query.where
    filtered = where.children if where.connector == "AND" and not where.negated else []
    return not field.null or any(
        isinstance(one, IsNull) and one.rhs is False and getattr(one.lhs, "target", None) is field for one in filtered
    )


@dataclass(frozen=True)
class _Way:
    """In which direction a list is read, and whether every row has a value to sort by."""

    sort: str
    backward: bool
    valued: bool

    @property
    def downward(self) -> bool:
        return self.sort.startswith("-") != self.backward

    def order(self) -> tuple[OrderBy, OrderBy]:
        """By value then key; read backward both turn, and so does the place of the rows without a value."""
        nulls: dict[str, bool] = {} if self.valued else {"nulls_first": True} if self.backward else {"nulls_last": True}
        if self.downward:
            return F("_sort").desc(**nulls), F("pk").desc()
        return F("_sort").asc(**nulls), F("pk").asc()

    def beyond(self, value: Any, pk: int) -> Q:
        """The rows beyond this one, in reading direction."""
        step = "lt" if self.downward else "gt"
        past_key = Q(**{f"pk__{step}": pk})
        if value is None:
            valueless = Q(_sort__isnull=True) & past_key
            return valueless | Q(_sort__isnull=False) if self.backward else valueless
        past = Q(**{f"_sort__{step}": value}) | (Q(_sort=value) & past_key)
        if self.valued:
            # Says nothing new, but it is what a database can look up in an index.
            return Q(**{f"_sort__{step}e": value}) & past
        return past if self.backward else past | Q(_sort__isnull=True)
