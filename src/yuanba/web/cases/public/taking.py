"""The board to take along: an Atom feed of its latest cases, and all that is public as CSV or a workbook."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yuanba.cases import queries as cases
from yuanba.cases.models import Case
from yuanba.cases.queries import outside
from yuanba.kernel.calendar import local_date
from yuanba.places import lists, queries
from yuanba.places.models import Territory
from yuanba.web import atom, clock, dates, sheets
from yuanba.web.cases.labels import LEVELS, OUTCOMES, STATES, category_name
from yuanba.web.cases.public import words
from yuanba.web.doors import anyone
from yuanba.web.kept import for_everybody

NEWEST = 50
# Source: OWASP, CSV Injection: a spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@anyone
@require_safe
@for_everybody
def feed(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest public cases of a compound with what was answered."""
    name, now = _name(pk), clock.now()
    found = outside.requests(outside.Wanted(territory_ids=[pk]), size=NEWEST)
    return atom.response(
        request,
        title=_("Reports of %(name)s") % {"name": name},
        here=atom.address("cases:feed", pk),
        page=atom.address("cases:board", pk),
        entries=(_entry(one) for one in found),
        now=now,
    )


def _entry(case: Case) -> atom.Entry:
    reply = _reply(case)
    parts = [str(STATES[case.state]), case.public_text, _("Reply: %(text)s") % {"text": reply} if reply else ""]
    where = words.where(case)
    return atom.Entry(
        link=atom.address("cases:thread", case.number),
        title=" · ".join(part for part in (category_name(case.category), where) if part),
        summary=" · ".join(part for part in parts if part),
        published_at=case.created_at,
        updated_at=case.changed_at,  # type: ignore[attr-defined]
    )


@anyone
@require_safe
def table(request: HttpRequest, pk: int, form: str) -> HttpResponse | StreamingHttpResponse:
    """Every public case of a compound, the newest first, written row by row."""
    _name(pk)
    if form not in ("csv", "xlsx"):
        raise Http404
    rows = (_row(one) for one in cases.public_of(pk))
    if form == "xlsx":
        return sheets.response(request, f"cases-{pk}", _heads(), rows)
    reply = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    reply.headers["Content-Disposition"] = f'attachment; filename="cases-{pk}-{local_date(clock.now()):%Y%m%d}.csv"'
    return reply


def _heads() -> list[str]:
    return [
        _("Number"), _("Kind"), _("Where"), _("Reported"), _("What was told"), _("State"), _("Level"), _("Due"),
        _("Answered"), _("Outcome"), _("Reply"),
    ]  # fmt: skip


def _row(case: Case) -> list[str]:
    return [
        case.number,
        category_name(case.category),
        words.where(case),
        dates.moment(case.created_at),
        case.public_text,
        str(STATES[case.state]),
        str(LEVELS[case.level]),
        dates.moment(case.limit_at) if case.limit_at else "",
        dates.moment(case.answered_at) if case.answered_at else "",
        str(OUTCOMES.get(case.outcome, "")),
        _reply(case),
    ]


def _reply(case: Case) -> str:
    replies = sorted(case.replies.all(), key=lambda one: one.pk)
    return replies[-1].public_text if replies else ""


class _Echo:
    """What csv writes to: the line comes back at once."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: Iterable[list[str]]) -> Iterator[Any]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(_heads())  # spreadsheets know by it that this is UTF-8
    for row in rows:
        yield writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])


def _name(pk: int) -> str:
    found = lists.territory(pk)
    if found is None or found.kind not in (Territory.Kind.COMPOUND, Territory.Kind.COMMUNITY):
        raise Http404
    return queries.name_at(pk, local_date(clock.now()))
