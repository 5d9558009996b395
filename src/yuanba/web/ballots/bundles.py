"""The bundle of a published ballot as a download: the public edition for anybody, the full one for those who may."""

from http import HTTPStatus
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuanba.ballots import packing, queries, tasks
from yuanba.ballots.models import Ballot
from yuanba.web import clock
from yuanba.web.doors import anyone, signed_in


@anyone
@require_safe
def public(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What everybody gets: every paper, or totals where the area would name the flat."""
    return _packed(request, _published(pk), full=False)


@signed_in
@require_safe
def full(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every paper opened, for voters on the roll and for the organisers above them."""
    ballot = _published(pk)
    queries.require_full_edition(ballot, request.actor, clock.now())  # type: ignore[attr-defined]
    return _packed(request, ballot, full=True)


def _published(pk: int) -> Ballot:
    ballot = queries.visible(clock.now()).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    queries.public_result(pk)  # refuses what is not published
    return ballot


def _packed(request: HttpRequest, ballot: Ballot, *, full: bool) -> HttpResponseBase:
    """The archive: packed at once where that is quick, else by the worker; meanwhile an earlier one, or a page that says so."""
    if ballot.roll_rows <= packing.AT_ONCE:
        file: Path | None = packing.pack(ballot, full=full)
    else:
        file = packing.ready(ballot, full=full)
        if file != packing.current(ballot, full=full):
            tasks.ask_for(ballot, full=full, now=clock.now())
    if file is None:
        waiting = render(request, "ballots/packing.html", {"ballot": ballot}, status=HTTPStatus.SERVICE_UNAVAILABLE)
        waiting.headers["Retry-After"] = "60"
        return waiting
    name = f"{packing.name_of(ballot, full=full)}.zip"
    answer = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
    answer.headers["Cache-Control"] = "private, no-store" if full else "public, max-age=3600"
    return answer
