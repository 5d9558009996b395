"""Results (being written)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yuanba.web.awards.staff_context import campaign_of, shown
from yuanba.web.doors import staff


@staff
@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    return shown(request, "awards/staff_trail.html", {"moves": []}, campaign_of(request, pk), room="results")
