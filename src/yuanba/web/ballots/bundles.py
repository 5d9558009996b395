"""The bundle of a published ballot as a download: the public edition for anybody, the full one for those who may."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from yuanba.ballots import bundle, queries
from yuanba.ballots.models import Ballot
from yuanba.web import clock
from yuanba.web.doors import anyone, signed_in


@anyone
@require_safe
def public(request: HttpRequest, pk: int) -> FileResponse:
    """What everybody gets: every paper, or totals where the area would name the flat."""
    return _packed(_published(pk), full=False)


@signed_in
@require_safe
def full(request: HttpRequest, pk: int) -> FileResponse:
    """Every paper opened, for voters on the roll and for the organisers above them."""
    ballot = _published(pk)
    queries.require_full_edition(ballot, request.actor, clock.now())  # type: ignore[attr-defined]
    return _packed(ballot, full=True)


def _published(pk: int) -> Ballot:
    ballot = queries.visible(clock.now()).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    queries.public_result(pk)  # refuses what is not published
    return ballot


def _packed(ballot: Ballot, *, full: bool) -> FileResponse:
    """The archive is packed once: nothing in it changes after publication."""
    edition = "full" if full else "public"
    file = Path(settings.DATA_DIR) / "bundles" / f"ballot-{ballot.pk}-{edition}.zip"
    if not file.exists():
        bundle.write(ballot, file, full=full)
    answer = FileResponse(file.open("rb"), as_attachment=True, filename=file.name, content_type="application/zip")
    answer.headers["Cache-Control"] = "private, no-store" if full else "public, max-age=3600"
    return answer
