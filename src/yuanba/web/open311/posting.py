"""POST: another system reports a case, or adds to one of its own. Its key is the proof; no cookie is looked at."""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from yuanba.cases import actions
from yuanba.cases import queries as cases
from yuanba.cases.models import Case, Client
from yuanba.cases.queries.clients import actor_of, client_of
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.web import clock
from yuanba.web.doors import anyone
from yuanba.web.open311 import asked, reading, rows
from yuanba.web.open311.asked import Params, Unreadable
from yuanba.web.open311.reading import spoken
from yuanba.web.open311.written import answer
from yuanba.web.refusals import explain

KEY_LENGTH = 40  # of a client's own number


@anyone
@csrf_exempt  # the key is the proof, and no cookie is looked at
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """GET: the cases. POST: a case stands; the same external_id sent again is the same case."""
    if request.method != "POST":
        return reading.requests(request, form=form)
    params, client, actor = _admitted(request)
    now = clock.now()
    on = local_date(now)
    asked.jurisdiction(params, on)
    code = params.get("service_code", "").strip()
    if code not in {one.key for one in reading.told_to_machines(on)}:
        raise Unreadable(_("service_code is not known here"))
    at = asked.spot(params, client.territory_id, on)
    external = params.get("external_id", "").strip()[:KEY_LENGTH]
    order = actions.NewReport(
        category=code,
        territory_id=at.territory_id,
        text=params.get("description", ""),
        client_key=f"{actor.id}:{external or secrets.token_hex(8)}",
        building_id=at.building_id,
        entrance_id=at.entrance_id,
        premises_id=at.premises_id,
        place_note=params.get(f"attribute[{rows.PLACE}]", "") or at.note,
        source=Case.Source.OPEN311,
        external_ref=f"{actor.id}:{external}" if external else "",
        name=_name(params),
        phone=params.get("phone", ""),
        told_at=asked.instant(params, "requested_datetime"),
        keep_private=params.get(f"attribute[{rows.PRIVATE}]", "") == "yes",
    )
    case = _done(lambda: actions.report(order=order, actor=actor, now=now))
    return answer(form, "service_requests", [_received(case, params)])


@anyone
@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def updates(request: HttpRequest, form: str) -> HttpResponse:
    """GET: what happened to cases. POST: a system adds words to a case that it reported; the same words twice are once."""
    if request.method != "POST":
        return reading.updates(request, form=form)
    params, _client, actor = _admitted(request)
    pk = cases.id_of(params.get("service_request_id", "").strip())
    if pk is None:
        raise Unreadable(_("service_request_id is not known here, or not public"), HTTPStatus.NOT_FOUND)
    text = params.get("description", "")
    thread = _done(lambda: actions.add_words(case_id=pk, text=text, actor=actor, now=clock.now()))
    return answer(form, "service_request_updates", [{"update_id": f"report-{thread.pk}"}])


def _admitted(request: HttpRequest) -> tuple[Params, Client, Actor]:
    """What was sent, by whom. Raises Unreadable: the key opens nothing."""
    params = {**request.GET.dict(), **request.POST.dict()}
    given = params.pop("api_key", "")
    client = client_of(given) if given else None
    if client is None:
        raise Unreadable(_("api_key is missing, or opens nothing (any more)"), HTTPStatus.FORBIDDEN)
    return params, client, actor_of(client)


def _done(act: Callable[[], Any]) -> Any:
    """What the action returns; its refusal in the words that people read."""
    try:
        return act()
    except Refused as refused:
        said = explain(refused.verdict)
        missing = refused.verdict.code == "cases.missing"
        status = (
            HTTPStatus.NOT_FOUND if missing else said.status if said.status in {403, 429} else HTTPStatus.BAD_REQUEST
        )
        raise Unreadable(f"{said.rule} {said.next_step}".strip(), status) from refused


def _name(params: Params) -> str:
    """Family name first, as it is said here."""
    return f"{params.get('last_name', '')}{params.get('first_name', '')}".strip()[:40]


def _received(case: Case, params: Params) -> rows.Row:
    notice = _("Photos are not fetched from other addresses.") if params.get("media_url") else None
    return {
        "service_request_id": case.number,
        "token": case.number,
        "service_notice": notice,
        "account_id": None,
        "html_url": settings.PUBLIC_URL.rstrip("/") + reverse("cases:thread", args=[case.number]),
    }
