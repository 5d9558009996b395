"""What every page of the registers shares."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from yuanba.files import actions as files
from yuanba.kernel.calendar import local_date
from yuanba.oversight import rules
from yuanba.people.models import Organisation
from yuanba.places import queries as places
from yuanba.web import clock

EVIDENCE = ("pdf", "jpeg", "png")
LARGEST = 20 * 1024 * 1024


def shown(request: HttpRequest, template: str, context: dict[str, Any], *, code: int = 200) -> HttpResponse:
    frame = {"desk": True, "active": "registers", "trail": _("Registers")}
    return render(request, template, {**frame, **context}, status=code)


def inside(request: HttpRequest, *permissions: str) -> set[int]:
    """The territories over which one of these permissions was granted, all below included."""
    on = local_date(clock.now())
    granted = {place for permission in permissions for place in request.actor.territories(permission)}  # type: ignore[attr-defined]
    return {below for place in granted for below in places.descendants(place, on)}


def body_of(request: HttpRequest, pk: int) -> Organisation:
    """A body of the visitor's places; others are unknown. Raises Http404."""
    rows = Organisation.objects.filter(territory_id__in=inside(request, "oversight.register", "oversight.check"))
    return get_object_or_404(rows, pk=pk)


def may_register(request: HttpRequest, body: Organisation) -> bool:
    return bool(rules.may(request.actor, "oversight.register", body.territory_id, clock.now()))  # type: ignore[attr-defined]


def stored(request: HttpRequest, upload: Any) -> int | None:
    """The id of the kept evidence, or None. Raises Refused as files.store does."""
    if not upload:
        return None
    kept = files.store(
        content=upload,
        name=upload.name,
        kinds=EVIDENCE,
        limit_bytes=LARGEST,
        visibility="STAFF",
        actor=request.actor,  # type: ignore[attr-defined]
        now=clock.now(),
    )
    return kept.pk
