"""Whoever knocks: which doors, and what came of each. Works without a network while the page of a building is open."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.cases import round_rules
from yuanba.cases.actions import rounds
from yuanba.cases.models import DoorRound, HouseholdVisit, RoundHousehold
from yuanba.cases.queries import categories_at, round_lists
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.kernel.verdict import Refused
from yuanba.places.queries import names_at
from yuanba.surveys import queries as surveys
from yuanba.web import clock
from yuanba.web.cases.labels import category_name
from yuanba.web.doors import holding
from yuanba.web.refusals import explain
from yuanba.web.rounds.forms import MINUTES, told_at
from yuanba.web.rounds.frame import BOTH, by, door_shown, label_of, round_of, round_shown
from yuanba.web.rounds.labels import RESULTS
from yuanba.web.surveys import asking

ACTIVE = {"active": "rounds-walk"}
TOLD = (1, 2)  # so many demands fit into one form; more go into another visit
MOST_DOORS = 200  # of a building on one page


@holding(round_rules.VISIT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The rounds under way in the visitor's compounds."""
    found = list(round_lists.walking_in(places_of(request)))
    tallies = round_lists.tallies([one.pk for one in found])
    names = names_at({one.territory_id for one in found}, local_date(clock.now()))
    rows = [(one, names.get(one.territory_id, ""), tallies[one.pk]) for one in found]
    return render(request, "rounds/walks.html", ACTIVE | {"rows": rows})


def places_of(request: HttpRequest, permission: str = round_rules.VISIT) -> frozenset[int]:
    return round_lists.places_with(request.actor, permission, local_date(clock.now()))  # type: ignore[attr-defined]


@holding(round_rules.VISIT)
@require_safe
def buildings(request: HttpRequest, pk: int) -> HttpResponse:
    """The buildings of a round, with how many doors are left in each."""
    found = round_of(request, pk, round_rules.VISIT)
    context = ACTIVE | round_shown(found) | {"rows": round_lists.by_building(pk), "tally": round_lists.tally(pk)}
    return render(request, "rounds/buildings.html", context)


@holding(round_rules.VISIT)
@never_cache
@require_safe
def building(request: HttpRequest, pk: int, building: int) -> HttpResponse:
    """Every door of a building, each with its own small form."""
    found = round_of(request, pk, round_rules.VISIT)
    doors = list(round_lists.doors(pk, building_id=building)[:MOST_DOORS])
    if not doors:
        raise Http404
    waiting = surveys.unanswered_homes(found.survey_id) if found.survey_id else {}
    blocks = _blocks(found, waiting)
    rows = [
        door_shown(one)
        | {"client_key": uuid4().hex, "blocks": blocks if one.premises_id in waiting else [], "said": {}, "why": None}
        for one in doors
    ]
    context = ACTIVE | round_shown(found) | _form_facts(request) | {"rows": rows}
    context["building_name"] = doors[0].premises.entrance.building.name
    return render(request, "rounds/building.html", context)


def _form_facts(request: HttpRequest) -> dict[str, Any]:
    kinds = [(one.key, category_name(one)) for one in categories_at(local_date(clock.now()))]
    results = [(value, label) for value, label in RESULTS.items() if value]
    return {"kinds": kinds, "results": results, "told": TOLD, "owner": request.actor.id}  # type: ignore[attr-defined]


def _blocks(found: DoorRound, waiting: Mapping[int, Any], said: Mapping[str, Any] | None = None) -> list[asking.Block]:
    """The questionnaire, the same for every household."""
    row = next(iter(waiting.values()), None)
    if row is None or found.survey_id is None:
        return []
    return asking.shown(surveys.sheet(found.survey_id, row), said or {})


@holding(round_rules.VISIT)
@never_cache
@require_http_methods(BOTH)
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """One door: its form and what was written before. A phone that kept a knock sends it here, once."""
    one = round_lists.door(pk)
    if one is None:
        raise Http404
    found = round_of(request, one.round_id, round_rules.VISIT)
    by_script = request.headers.get("X-Outbox") == "1"
    waiting = surveys.unanswered_homes(found.survey_id) if found.survey_id else {}
    mine = {one.premises_id: waiting[one.premises_id]} if one.premises_id in waiting else {}
    why = None
    if request.method == "POST":
        try:
            rounds.record_visit(new=_visit(request, one, found), **by(request))
        except Refused as refused:
            why = explain(refused.verdict)
            if by_script:
                return JsonResponse({"state": "refused", "why": f"{why.rule} {why.next_step}"})
        else:
            if by_script:
                return JsonResponse({"state": "sent", "number": label_of(one)})
            messages.success(request, _("Written down: %(door)s.") % {"door": label_of(one)})
            return redirect("rounds:building", one.round_id, one.premises.entrance.building_id)
    row = door_shown(one) | {
        "client_key": request.POST.get("client_key") or uuid4().hex,
        "blocks": _blocks(found, mine, _answers(request, found)),
        "said": request.POST,
        "why": why,
    }
    context = ACTIVE | round_shown(found) | _form_facts(request) | {"row": row, "visits": _visits(request, one)}
    return render(request, "rounds/door.html", context, status=why.status if why else 200)


def _visits(request: HttpRequest, one: RoundHousehold) -> list[dict[str, Any]]:
    found = round_lists.visits_of(one.pk)
    return [
        {
            "visit": visit,
            "result": RESULTS[visit.result],
            "cases": [demand.case for demand in visit.demands.all()],
            "may_correct": place == 0 and bool(round_rules.may_correct(visit, request.actor, clock.now())),  # type: ignore[attr-defined]
        }
        for place, visit in enumerate(found)
    ]


def _visit(request: HttpRequest, one: RoundHousehold, found: DoorRound) -> rounds.NewVisit:
    """What was sent for this door."""
    sent = request.POST
    told = tuple(
        rounds.Told(sent.get(f"category{place}", ""), sent.get(f"text{place}", ""), sent.get(f"phone{place}", ""))
        for place in TOLD
        if sent.get(f"text{place}", "").strip() or sent.get(f"category{place}", "")
    )
    return rounds.NewVisit(
        household_id=one.pk,
        result=sent.get("result", ""),
        client_key=sent.get("client_key", ""),
        appointment_at=_instant(sent.get("appointment_at", "")),
        told=told,
        answers=_answers(request, found) or None,
        told_at=told_at(sent.get("told_at", "")),
    )


def _instant(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, MINUTES).replace(tzinfo=SHANGHAI)
    except ValueError:
        return None


def _answers(request: HttpRequest, found: DoorRound) -> dict[str, dict[str, Any]]:
    """The questionnaire as it was filled in; nothing for a round without one."""
    if request.method != "POST" or found.survey is None:
        return {}
    sheet = surveys.empty_sheet(found.survey_id)
    return asking.sent(request.POST, sheet)


@holding(round_rules.VISIT)
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A wrong code is put right."""
    visit = HouseholdVisit.objects.select_related("household__round").filter(pk=pk).first()
    if visit is None:
        raise Http404
    round_of(request, visit.household.round_id, round_rules.VISIT)
    rounds.correct_visit(visit_id=pk, result=request.POST.get("result", ""), **by(request))
    messages.success(request, _("Put right. Both stay on the list."))
    return redirect("rounds:door", visit.household_id)
