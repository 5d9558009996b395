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
    """The archive is packed once, and anew when a witness has signed since: nothing else in it changes."""
    name = f"ballot-{ballot.pk}-{'full' if full else 'public'}"
    folder = Path(settings.DATA_DIR) / "bundles"
    file = folder / f"{name}-{bundle.signed_by_witnesses(ballot)}.zip"
    if not file.exists():
        older = list(folder.glob(f"{name}-*.zip"))
        bundle.write(ballot, file, full=full)
        for one in older:
            one.unlink(missing_ok=True)
    answer = FileResponse(file.open("rb"), as_attachment=True, filename=f"{name}.zip", content_type="application/zip")
    answer.headers["Cache-Control"] = "private, no-store" if full else "public, max-age=3600"
    return answer
