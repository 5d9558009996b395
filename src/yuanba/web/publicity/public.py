"""What anybody may read: every notice that was opened, newest first, and each with its proof and its objections."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yuanba.publicity import queries
from yuanba.publicity.models import Notice
from yuanba.web import dates
from yuanba.web.doors import anyone
from yuanba.web.kept import for_everybody
from yuanba.web.publicity.labels import NOTICE_CHIPS, NOTICE_STATES
from yuanba.web.tables import Chip, Column, Link, Table

ONE_INSTANT = timedelta(microseconds=1)  # `closes_at` no longer belongs to the term


def _title(row: Notice) -> Link:
    return Link(row.title, reverse("publicity:notice", args=[row.pk]))


def _term(row: Notice) -> str:
    assert row.opens_at is not None and row.closes_at is not None, "public notices have a term"
    return dates.span(dates.local(row.opens_at).date(), dates.local(row.closes_at - ONE_INSTANT).date())


NOTICES = Table(
    "notices",
    _("Public notices"),
    [
        Column("title", _("Notice"), _title, head=True),
        Column("term", _("On notice"), _term, sort="opens_at"),
        Column("state", _("State"), lambda row: Chip(NOTICE_STATES[row.state], NOTICE_CHIPS[row.state])),
    ],
    sort="-opens_at",
    exportable=False,
    empty_title=_("No notice so far"),
    empty_text=_("Whatever is put on public notice stands here, and stays."),
)


@anyone
@require_safe
@for_everybody
def index(request: HttpRequest) -> HttpResponse:
    """The archive of notices, the newest first. One query, however many there are."""
    rows = queries.public().defer("body", "conclusion")
    return render(request, "publicity/index.html", {"table": NOTICES.view(request, rows)})


@anyone
@require_safe
@for_everybody
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: its text, where it hung, how many objected, and what came of it."""
    found = queries.public_notice(pk)
    if found is None:
        raise Http404
    context = {
        "notice": found,
        "term": _term(found),
        "state": NOTICE_STATES[found.state],
        "kind": NOTICE_CHIPS[found.state],
        "counts": queries.objection_counts(found),
        "boards": [one for one in found.postings.all() if one.channel == "BOARD"],
    }
    return render(request, "publicity/notice.html", context)
