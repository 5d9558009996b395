"""Tables as data: columns, filters and a sort; paged by key on screen, whole as a spreadsheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise

from yuanba.web import paging, sheets
from yuanba.web.exports import running

Text = str | Promise


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere."""

    text: Text
    url: str


@dataclass(frozen=True)
class Chip:
    """A cell that shows a state; `kind` is leaf, amber, brick, sky or plain."""

    text: Text
    kind: str = "plain"


@dataclass(frozen=True)
class Column:
    """`cell(row)` gives text, a number, None, a Link or a Chip. `sort` is the field path it sorts by, if it does.

    `head` marks the one column that names the row; `amount` sets it right. `sheet(row)` gives the plain value for
    the spreadsheet (by default the text of the cell); `screen_only` columns (buttons) are not exported.
    """

    key: str
    label: Text
    cell: Callable[[Any], Any]
    sort: str = ""
    head: bool = False
    amount: bool = False
    sheet: Callable[[Any], Any] | None = None
    screen_only: bool = False


@dataclass(frozen=True)
class Filter:
    """`apply(rows, value)` narrows the list. With `choices` it is a select, without a search box."""

    key: str
    label: Text
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]
    choices: Sequence[tuple[str, Text]] | Callable[[], Sequence[tuple[str, Text]]] = ()

    def options(self) -> list[tuple[str, Text]]:
        return list(self.choices() if callable(self.choices) else self.choices)

    def accepts(self, value: str) -> bool:
        options = self.options()
        return bool(value) and (not options or value in {key for key, _ in options})


@dataclass(frozen=True)
class Head:
    label: Text
    sort_url: str
    direction: str  # "ascending", "descending" or ""
    amount: bool


@dataclass(frozen=True)
class Cell:
    value: Any
    label: Text
    kind: str  # "text", "link" or "chip"
    head: bool
    amount: bool


@dataclass(frozen=True)
class View:
    """What components/table.html shows."""

    table: "Table"
    heads: list[Head]
    rows: list[list[Cell]]
    filters: list[tuple[Filter, str]]
    next_url: str
    previous_url: str
    first_url: str
    bare_url: str
    export_url: str
    sort: str
    narrowed: bool


@dataclass(frozen=True)
class Table:
    """A list page: `view(request, rows)` for the template, `sheet(request, rows)` for ?format=xlsx.

    `key` names it in the log, the file name and the addresses; `caption` says what is listed, for screen readers too.
    """

    key: str
    caption: Text
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    sort: str = "-pk"
    size: int = 20
    exportable: bool = True
    empty_title: Text = ""
    empty_text: Text = ""
    cards: bool = True

    def wants_sheet(self, request: HttpRequest) -> bool:
        return self.exportable and request.GET.get("format") == "xlsx"

    def chosen_sort(self, request: HttpRequest) -> str:
        """The sort that the address asks for, if a column offers it; else the table's own."""
        asked = request.GET.get("sort", "")
        offered = {column.key: column.sort for column in self.columns if column.sort}
        path = offered.get(asked.removeprefix("-"))
        if path is None:
            return self.sort
        return f"-{path}" if asked.startswith("-") else path

    def narrowed(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that the address's filters leave."""
        for filter_ in self.filters:
            value = request.GET.get(filter_.key, "").strip()
            if filter_.accepts(value):
                rows = filter_.apply(rows, value)
        return rows

    def view(self, request: HttpRequest, rows: QuerySet[Any]) -> View:
        """One page of the list as the address asks for it."""
        page = paging.paged(
            self.narrowed(request, rows),
            sort=self.chosen_sort(request),
            size=self.size,
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
        values = [(filter_, request.GET.get(filter_.key, "").strip()) for filter_ in self.filters]
        return View(
            table=self,
            heads=[self._head(request, column) for column in self.columns],
            rows=[[self._cell(column, row) for column in self.columns] for row in page.rows],
            filters=values,
            next_url=self._address(request, after=page.next) if page.next else "",
            previous_url=self._address(request, before=page.previous) if page.previous else "",
            first_url=self._address(request),
            bare_url=request.path,
            export_url=self._address(request, format="xlsx") if self.exportable else "",
            sort=request.GET.get("sort", ""),
            narrowed=any(filter_.accepts(value) for filter_, value in values),
        )

    def sheet(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponseBase:
        """The whole filtered list as .xlsx, its first row saying who took it out and when; a long one by the worker."""
        path = self.chosen_sort(request)
        chosen = self.narrowed(request, rows)
        ordered = running.later(request, chosen.order_by().count(), str(self.caption))
        if ordered is not None:
            return ordered
        listed = chosen.order_by(path, "-pk" if path.startswith("-") else "pk")
        columns = [column for column in self.columns if not column.screen_only]
        lines = ([self._plain(column, row) for column in columns] for row in listed.iterator(chunk_size=2000))
        return sheets.response(request, self.key, [str(column.label) for column in columns], lines)

    def respond(self, request: HttpRequest, rows: QuerySet[Any]) -> "View | HttpResponseBase":
        """The view, or the spreadsheet if the address asks for one; pages that need both in one line use it."""
        return self.sheet(request, rows) if self.wants_sheet(request) else self.view(request, rows)

    def _address(self, request: HttpRequest, **changes: str) -> str:
        kept = {filter_.key: request.GET.get(filter_.key, "") for filter_ in self.filters}
        kept["sort"] = request.GET.get("sort", "")
        values = {name: value for name, value in {**kept, **changes}.items() if value}
        return f"{request.path}?{urlencode(values)}" if values else request.path

    def _head(self, request: HttpRequest, column: Column) -> Head:
        if not column.sort:
            return Head(column.label, "", "", column.amount)
        current = self.chosen_sort(request)
        direction = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(current, "")
        turned = f"-{column.key}" if direction == "ascending" else column.key
        return Head(column.label, self._address(request, sort=turned), direction, column.amount)

    def _cell(self, column: Column, row: Any) -> Cell:
        value = column.cell(row)
        kind = {Link: "link", Chip: "chip"}.get(type(value), "text")
        return Cell("" if value is None else value, column.label, kind, column.head, column.amount)

    def _plain(self, column: Column, row: Any) -> Any:
        if column.sheet is not None:
            return column.sheet(row)
        value = column.cell(row)
        return str(value.text) if isinstance(value, (Link, Chip)) else value
