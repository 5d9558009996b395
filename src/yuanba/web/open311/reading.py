"""GET: discovery, services and their definitions, requests, updates, tokens, places. Anyone may read what is public."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yuanba.cases import queries as cases
from yuanba.cases.models import Category
from yuanba.cases.queries import outside
from yuanba.kernel.calendar import local_date
from yuanba.places import queries as places
from yuanba.places.models import Building, Territory
from yuanba.web import clock
from yuanba.web.doors import anyone
from yuanba.web.open311 import asked, openapi, rows
from yuanba.web.open311.asked import Unreadable
from yuanba.web.open311.written import TYPES, answer, errors, instant

# Source: Open311 service discovery, version 1.
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-20T00:00:00+08:00"

View = Callable[..., HttpResponse]


def spoken(view: View) -> View:
    """A view of this interface: its last argument is the form; what cannot be read is answered in that form."""

    @wraps(view)
    def read(request: HttpRequest, *args: Any, form: str, **kwargs: Any) -> HttpResponse:
        if form not in TYPES:
            return errors("xml", HTTPStatus.NOT_FOUND, _("xml and json are spoken here"))
        try:
            return view(request, *args, form=form, **kwargs)
        except Unreadable as said:
            return errors(form, said.status, said.description)

    return read


@anyone
@require_safe
@spoken
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where the interface is and what it speaks."""
    base = settings.PUBLIC_URL.rstrip("/")
    endpoint = {
        "specification": SPECIFICATION,
        "url": base + reverse("open311:services", args=["json"]).removesuffix("/services.json"),
        "changeset": CHANGED,
        "type": "production" if settings.MODE == "production" else "test",
        "formats": ["text/xml", "application/json"],
    }
    found = {
        "changeset": CHANGED,
        "contact": base,
        "key_service": _("Ask the subdistrict for a key; it holds for one place."),
        "endpoints": [endpoint],
    }
    return answer(form, "discovery", found)


@anyone
@require_safe
@spoken
def services(request: HttpRequest, form: str) -> HttpResponse:
    """The kinds that can be reported today; confidential ones are told to people, not to machines."""
    on = local_date(clock.now())
    asked.jurisdiction(request.GET, on)
    return answer(form, "services", [rows.service(one) for one in told_to_machines(on)])


def told_to_machines(on: Any) -> list[Category]:
    return [one for one in cases.categories_at(on) if not one.confidential]


@anyone
@require_safe
@spoken
def definition(request: HttpRequest, code: str, form: str) -> HttpResponse:
    found = [one for one in told_to_machines(local_date(clock.now())) if one.key == code]
    if not found:
        raise Unreadable(_("service_code is not known here"), HTTPStatus.NOT_FOUND)
    return answer(form, "service_definition", rows.definition(found[0]))


@anyone
@require_safe
@spoken
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """Public cases by the filters of the standard, the newest first; page and page_size as others added them."""
    now = clock.now()
    on = local_date(now)
    first, size = asked.page(request.GET)
    found = outside.requests(asked.wanted(request.GET, now, on), first=first, size=size)
    names = places.names_at({one.territory_id for one in found}, on)
    return answer(form, "service_requests", [rows.request(one, names) for one in found])


@anyone
@require_safe
@spoken
def one_request(request: HttpRequest, number: str, form: str) -> HttpResponse:
    found = outside.requests(outside.Wanted(numbers=(number,)))
    if not found:
        raise Unreadable(_("service_request_id is not known here, or not public"), HTTPStatus.NOT_FOUND)
    names = places.names_at([found[0].territory_id], local_date(clock.now()))
    return answer(form, "service_requests", [rows.request(found[0], names)])


@anyone
@require_safe
@spoken
def token(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """We number at once, and the token is the number: this is for clients that always ask."""
    found = outside.requests(outside.Wanted(numbers=(number,)))
    if not found:
        raise Unreadable(_("token is not known here, or its case is not public"), HTTPStatus.NOT_FOUND)
    return answer(form, "service_requests", [{"service_request_id": found[0].number, "token": number}])


@anyone
@require_safe
@spoken
def updates(request: HttpRequest, form: str) -> HttpResponse:
    """What happened to public cases, in order. Source: the extension of GeoReport v2 by mySociety."""
    now = clock.now()
    params = request.GET
    numbers = asked.listed(params, "service_request_id")
    since, until = asked.instant(params, "start_date"), asked.instant(params, "end_date")
    if not numbers and since is None:
        since = (until or now) - asked.SPAN
    wanted = outside.Wanted(asked.jurisdiction(params, local_date(now)), numbers, since=since, until=until)
    return answer(form, "service_request_updates", [rows.update(one) for one in outside.updates(wanted)])


@anyone
@require_safe
@spoken
def known_places(request: HttpRequest, form: str) -> HttpResponse:
    """Compounds and their buildings with the address_id that POST takes; ours, for we have no coordinates."""
    on = local_date(clock.now())
    below = asked.jurisdiction(request.GET, on)
    first, size = asked.page(request.GET)
    nodes = [one for one in places.tree_at(on) if one.kind == Territory.Kind.COMPOUND]
    nodes = [one for one in nodes if below is None or one.id in below]
    names = {one.id: one.name for one in nodes[first : first + size]}
    found = [{"address_id": f"territory-{pk}", "address": name} for pk, name in names.items()]
    for building in Building.objects.filter(compound_id__in=names).order_by("compound_id", "pk"):
        address = f"{names[building.compound_id]} {building.name}"
        found.append({"address_id": f"building-{building.pk}", "address": address})
    return answer(form, "places", found)


@anyone
@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """The interface as OpenAPI 3.1."""
    base = settings.PUBLIC_URL.rstrip("/") + reverse("open311:services", args=["json"]).removesuffix("/services.json")
    reply = JsonResponse(openapi.document(base, instant(clock.now()) or ""), json_dumps_params={"ensure_ascii": False})
    reply.headers["Access-Control-Allow-Origin"] = "*"
    return reply
