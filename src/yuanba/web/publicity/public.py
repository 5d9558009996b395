"""What anybody may read: every notice that was opened, newest first, and each with its proof and its objections."""

from datetime import timedelta
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yuanba.files.queries import chosen
from yuanba.publicity import queries, rules, states
from yuanba.publicity.models import Notice, Posting
from yuanba.web import clock, dates, downloads
from yuanba.web.doors import anyone
from yuanba.web.kept import for_everybody
from yuanba.web.publicity import noticed
from yuanba.web.publicity.labels import NOTICE_CHIPS, NOTICE_STATES
from yuanba.web.tables import Chip, Column, Link, Table

ONE_INSTANT = timedelta(microseconds=1)  # `closes_at` no longer belongs to the term


def _title(row: Notice) -> Link:
    return Link(row.title, reverse("publicity:notice", args=[row.pk]))


def _term(row: Notice) -> str:
    """From when to when it hangs. One that is over says its year: it stays, and is read and copied years later."""
    assert row.opens_at is not None and row.closes_at is not None, "public notices have a term"
    year = True if row.closes_at <= clock.now() else None
    return dates.term(dates.local(row.opens_at).date(), dates.local(row.closes_at - ONE_INSTANT).date(), year=year)


def can_object(row: Notice) -> str:
    """Until when, if anybody may object now."""
    return dates.by(row.closes_at) if rules.may_object(row, clock.now()) and row.closes_at else ""


NOTICES = Table(
    "notices",
    _("Public notices"),
    [
        Column("title", _("Notice"), _title, head=True),
        Column("term", _("On notice"), _term, sort="opens_at"),
        Column("state", _("State"), lambda row: Chip(NOTICE_STATES[row.state], NOTICE_CHIPS[row.state])),
        Column("until", _("Objections taken"), can_object),
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
    return render(request, "publicity/notice.html", shown(found))


def shown(found: Notice) -> dict[str, Any]:
    """What the page of a notice says; for staff also before it is public."""
    assert found.opens_at is not None and found.closes_at is not None, "public notices have a term"
    gone, later = noticed.changes(found)
    return {
        "notice": found,
        "term": _term(found),
        "last_day": rules.last_day_of(found.closes_at),
        "may_object": bool(rules.may_object(found, clock.now())),
        "is_running": found.state in states.RUNNING,
        "state": NOTICE_STATES[found.state],
        "kind": NOTICE_CHIPS[found.state],
        "counts": queries.objection_counts(found),
        "boards": [one for one in found.postings.all() if one.channel == Posting.Channel.BOARD],
        "gone": gone,
        "later": [reverse("publicity:notice", args=[pk]) for pk in later],
        "extensions": [one for one in queries.history(found) if one.verb == "extend"],
    }


@anyone
@require_safe
@for_everybody
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of a notice: how many objected, how many were right, and what follows."""
    found = queries.public_notice(pk)
    if found is None or found.state in states.RUNNING:
        raise Http404
    return render(request, "publicity/outcome.html", shown(found))


@anyone
@require_safe
def photo(request: HttpRequest, pk: int, photo: int) -> FileResponse:
    """The picture that proves a posting."""
    found = queries.public_notice(pk)
    rows = [one for one in found.postings.all() if one.pk == photo and one.photo_file_id] if found else []
    stored = chosen([one.photo_file_id for one in rows if one.photo_file_id])
    if not stored:
        raise Http404
    return downloads.picture(next(iter(stored.values())))
