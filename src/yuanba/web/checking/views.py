"""Check it yourself: the browser takes a published ballot's package apart and counts it again, and nobody is asked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuanba.ballots import queries
from yuanba.web import clock
from yuanba.web.ballots import choosing
from yuanba.web.doors import anyone


@anyone
@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The verifier in the browser, with the names that the package does not hold; refused before the result is out."""
    ballot = queries.visible(clock.now()).filter(pk=pk).first()
    if ballot is None:
        raise Http404
    queries.public_result(pk)  # refuses what is not published
    context = {
        "ballot": ballot,
        "items": choosing.shown(queries.sheet(pk), {}),
        "opens": queries.opens_to_everybody(ballot),
    }
    return render(request, "checking/check.html", context)
