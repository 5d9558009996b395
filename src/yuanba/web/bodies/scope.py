"""Where the visitor keeps bodies and rosters, and what every page of them needs."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.views.decorators.http import require_http_methods

from yuanba.kernel.calendar import local_date
from yuanba.people import queries
from yuanba.people.models import Organisation
from yuanba.people.standing import RULES
from yuanba.places.lists import territory
from yuanba.places.models import Territory
from yuanba.places.queries import descendants, lineage, territories_of_kind
from yuanba.web import clock

both = require_http_methods(["GET", "HEAD", "POST"])


def today() -> date:
    return local_date(clock.now())


def by(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when."""
    return {"actor": request.actor, "now": clock.now()}  # type: ignore[attr-defined]


def may(request: HttpRequest, permission: str, territory_id: int) -> bool:
    """Whether the page shows a button; the action decides again."""
    actor = request.actor  # type: ignore[attr-defined]
    return actor.holds_anywhere(permission) and actor.holds(permission, lineage(territory_id, today()))


def inside(request: HttpRequest, permission: str) -> set[int]:
    """Every territory in which the visitor holds the permission."""
    held = request.actor.territories(permission)  # type: ignore[attr-defined]
    return {one for place in held for one in descendants(place, today())}


def nodes(request: HttpRequest, permission: str, kinds: frozenset[str]) -> list[tuple[int, str]]:
    """The places of these kinds in which the visitor holds the permission: (id, name), in order of code and name."""
    held = request.actor.territories(permission)  # type: ignore[attr-defined]
    found = {node.id: node.name for place in held for node in territories_of_kind(kinds, place, today())}
    return list(found.items())


def body_or_404(pk: int) -> Organisation:
    row = queries.body(pk)
    if row is None:
        raise Http404
    return row


def kept_body(request: HttpRequest, pk: int) -> Organisation:
    """A body that the visitor keeps; to all others the page does not exist."""
    row = body_or_404(pk)
    if not may(request, RULES[row.kind].founded_with, row.territory_id):
        raise Http404
    return row


def community(request: HttpRequest, pk: int) -> Territory:
    """A community whose roster the visitor keeps."""
    found = territory(pk)
    if found is None or found.kind != Territory.Kind.COMMUNITY or not may(request, "people.keep_roster", pk):
        raise Http404
    return found
