"""How far a long download is, and the finished file; for whoever ordered it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yuanba.files import exports
from yuanba.files.models import Export
from yuanba.kernel.verdict import no
from yuanba.web import downloads
from yuanba.web.doors import signed_in
from yuanba.web.refusals import explain

STATES = {
    "QUEUED": _("Waiting its turn"),
    "RUNNING": _("Being made"),
    "DONE": _("Ready"),
    "FAILED": _("Could not be made"),
}
KINDS = {"QUEUED": "sky", "RUNNING": "amber", "DONE": "leaf", "FAILED": "brick"}
SHOWN = 50


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """My long downloads of the last days."""
    rows = [
        {"export": one, "state": STATES[one.state], "kind": KINDS[one.state]}
        for one in exports.of(request.actor)[:SHOWN]  # type: ignore[attr-defined]
    ]
    return render(request, "exports/index.html", {"rows": rows, "days": exports.KEEP_DAYS})


@signed_in
@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress, by itself every two seconds and by the button without script; then the file."""
    found = _mine(request, pk)
    running = found.state in (Export.State.QUEUED, Export.State.RUNNING)
    context = {
        "export": found,
        "state": STATES[found.state],
        "kind": KINDS[found.state],
        "poll": reverse("exports:job", args=[pk]) if running else "",
        "why": explain(no(found.refused_code)) if found.refused_code else None,
        "until": found.file.keep_until_date if found.file else None,
    }
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "exports/_job.html" if fragment else "exports/job.html", context)


@signed_in
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The finished file."""
    found = _mine(request, pk)
    if found.file is None:
        raise Http404
    return downloads.attachment(found.file)


def _mine(request: HttpRequest, pk: int) -> Export:
    found = exports.of(request.actor).filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found
