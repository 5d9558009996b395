"""What anybody may read: the three plans of a compound, its needs, residents' ideas, livelihood deeds."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yuanba.cases.queries.deeds import deeds as case_deeds
from yuanba.files.queries import chosen
from yuanba.kernel.calendar import day_start, local_date
from yuanba.places import queries as places
from yuanba.programmes import queries, rules, states
from yuanba.programmes.models import PlanItem
from yuanba.web import clock, downloads, sent
from yuanba.web.cases.labels import category_name
from yuanba.web.doors import anyone
from yuanba.web.programmes import shown
from yuanba.web.programmes.frame import compound_name, homes
from yuanba.web.programmes.labels import IDEA_STATES, SIDES, SOURCES, TRACES, TRACKS

PUBLIC = {"active": "plans", "trail": _("Plans and ideas")}
FIRST_YEAR = 2020


@anyone
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The visitor's own compounds first, then every compound that keeps plans."""
    own = homes(request)
    names = places.names_at(queries.places_with_plans() | own, local_date(clock.now()))
    rows = sorted(names.items(), key=lambda one: (one[0] not in own, one[1]))
    context = PUBLIC | {"rows": [(pk, name, pk in own) for pk, name in rows]}
    return render(request, "programmes/index.html", context)


def _frame(place: int) -> dict[str, Any]:
    return PUBLIC | {"place_id": place, "place_name": compound_name(place)}


@anyone
@require_safe
def board(request: HttpRequest, place: int) -> HttpResponse:
    """The plans of a compound, on two tracks: inside it, and the shops around."""
    frame, today = _frame(place), local_date(clock.now())
    track = request.GET.get("track", "")
    plans = list(queries.public_plans(place))
    by_plan: dict[int, list[PlanItem]] = {one.pk: [] for one in plans}
    for item in queries.items_of(by_plan):
        if track not in TRACKS or item.track == track:
            by_plan[item.plan_id].append(item)
    cards = [shown.plan_card(one, by_plan[one.pk], today) for one in plans]
    context = frame | {
        "running": [one for one in cards if one["plan"].state == states.RUNNING],
        "over": [one for one in cards if one["plan"].state != states.RUNNING],
        "tracks": list(TRACKS.items()),
        "track": track if track in TRACKS else "",
        "open_needs": sum(one.settled_at is None and not one.in_plans for one in queries.needs(place)),
        "deeds_count": _deeds_in(place, today.year),
        "year": today.year,
    }
    return render(request, "programmes/board.html", context)


def _deeds_in(place: int, year: int) -> int:
    """Items of plans and cases that count as livelihood deeds of that year. Two queries."""
    first, last = date(year, 1, 1), date(year + 1, 1, 1)
    cases = case_deeds([place], day_start(first), day_start(last))
    return queries.deeds([place], first, last).count() + cases.count()


@anyone
@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: who answers for it, by when, what it costs, which needs it answers, and how it goes."""
    found = _public_item(pk)
    context = _frame(found.plan.territory_id) | shown.item_page(found, local_date(clock.now()))
    return render(request, "programmes/item.html", context)


@anyone
@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo or record that shows that an item is done."""
    found = _public_item(pk)
    stored = chosen([found.proof_file_id]).get(found.proof_file_id) if found.proof_file_id else None
    if stored is None:
        raise Http404
    return downloads.picture(stored)


def _public_item(pk: int) -> PlanItem:
    found = queries.item(pk)
    if found is None or found.plan.state not in states.PUBLIC:
        raise Http404
    return found


@anyone
@require_safe
def needs(request: HttpRequest, place: int) -> HttpResponse:
    """What residents ask for, how often it was said, and whether a plan answers it; what is offered."""
    frame = _frame(place)
    rows = [(one, SOURCES[one.source]) for one in queries.needs(place)]
    context = frame | {"rows": rows, "resources": list(queries.resources(place, local_date(clock.now())))}
    return render(request, "programmes/needs.html", context)


@anyone
@require_safe
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """One need: where it comes from, the consultations on it, the items that answer it."""
    found = queries.need(pk)
    if found is None:
        raise Http404
    today = local_date(clock.now())
    context = _frame(found.territory_id) | {
        "need": found,
        "source": SOURCES[found.source],
        "traces": [(TRACES.get(kind, kind), number) for kind, number in queries.trace_counts(pk).items()],
        "sheets": [
            (one, [(SIDES[view.side], view) for view in one.views.all()])
            for one in queries.consultations(pk, settled=True)
        ],
        "items": [shown.item_row(one, today) for one in queries.items_for(pk)],
    }
    return render(request, "programmes/need.html", context)


@anyone
@require_safe
def ideas(request: HttpRequest, place: int) -> HttpResponse:
    """What residents propose."""
    rows = [shown.idea_row(one) for one in queries.micro_projects(place)]
    context = _frame(place) | {
        "open": [one for one in rows if one["idea"].state in states.MICRO_OPEN],
        "over": [one for one in rows if one["idea"].state not in states.MICRO_OPEN],
        "lives_here": place in homes(request),
    }
    return render(request, "programmes/ideas.html", context)


@anyone
@require_safe
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea on its way; nobody reads who proposed it."""
    found = queries.micro_project(pk)
    person_id = None if request.user.is_authenticated and request.user.is_staff_account else request.actor.person_id
    is_own = found is not None and person_id == found.person_id
    if found is None or (found.state == states.WITHDRAWN and not is_own):
        raise Http404
    lives_here = found.territory_id in homes(request)
    joins = found.state in (states.PROPOSED, states.DELIBERATING)
    context = _frame(found.territory_id) | shown.idea_row(found)
    context |= {
        "is_own": is_own,
        "may_join": lives_here and joins and not is_own,
        "joined": queries.supports(pk, person_id),
        "may_withdraw": is_own and joins,
        "must_sign_in": joins and not request.user.is_authenticated,
        "track": _track(found.state),
        "most": rules.MOST_OPEN_EACH,
    }
    return render(request, "programmes/idea.html", context)


def _track(state: str) -> list[dict[str, Any]]:
    """Proposed, talked over, chosen, in a plan, accepted: where it is on this way."""
    way = [states.PROPOSED, states.DELIBERATING, states.CHOSEN, states.UNDER_WAY, states.ACCEPTED]
    if state not in way:
        return [{"state": "stopped", "title": IDEA_STATES[state], "detail": ""}]
    at = way.index(state)
    last = state == states.ACCEPTED
    return [
        {
            "state": "done" if place < at or last else "now" if place == at else "next",
            "title": IDEA_STATES[one],
            "detail": "",
        }
        for place, one in enumerate(way)
    ]


@anyone
@require_safe
def deeds(request: HttpRequest, place: int) -> HttpResponse:
    """The livelihood deeds of a year, each with what was done."""
    frame, today = _frame(place), local_date(clock.now())
    asked = sent.whole(request.GET.get("year"), most=today.year)
    year = asked if asked is not None and asked >= FIRST_YEAR else today.year
    rows = list(queries.deeds([place], date(year, 1, 1), date(year + 1, 1, 1)))
    cases = list(case_deeds([place], day_start(date(year, 1, 1)), day_start(date(year + 1, 1, 1))))
    context = frame | {
        "year": year,
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < today.year else None,
        "rows": [(one, _item_of(one.ref)) for one in rows],
        "cases": [(one, category_name(one.category)) for one in cases],
    }
    return render(request, "programmes/deeds.html", context)


def _item_of(ref: str) -> int | None:
    kind, _colon, number = ref.partition(":")
    return sent.whole(number) if kind == "plan_item" else None
