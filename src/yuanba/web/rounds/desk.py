"""Keeping rounds: planning, starting, how far they are, the list behind every figure."""

from datetime import timedelta
from typing import Any

from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.cases import round_rules, states
from yuanba.cases.actions import rounds
from yuanba.cases.queries import round_lists
from yuanba.kernel.calendar import local_date
from yuanba.places.models import Building, Territory
from yuanba.places.queries import name_at, names_at
from yuanba.programmes import rules as plan_rules
from yuanba.surveys.queries import participation
from yuanba.web import clock, sent
from yuanba.web.acting import act, filled
from yuanba.web.doors import holding
from yuanba.web.rounds.findings import found_rows
from yuanba.web.rounds.forms import DropForm, NothingForm, RoundForm
from yuanba.web.rounds.frame import BOTH, by, door_shown, round_of, round_shown
from yuanba.web.rounds.labels import CHIPS, RESULTS, STATES
from yuanba.web.rounds.walking import places_of

ACTIVE = "rounds-desk"
DESK = {"active": ACTIVE, "desk": True}
MOST = 100
MOST_DOORS = 1000
DAY = timedelta(days=1)
USUAL_DAYS = 14  # what the form suggests
TARGET = 80  # per cent; Source: the rate that the compound of the reports names, a default and no law


@holding(round_rules.KEEP)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The rounds of the visitor's compounds."""
    places = places_of(request, round_rules.KEEP)
    found = list(round_lists.rounds_in(places)[:MOST])
    tallies = round_lists.tallies([one.pk for one in found])
    compounds = Territory.objects.filter(pk__in=places, kind=Territory.Kind.COMPOUND).values_list("pk", flat=True)
    names = names_at(compounds, local_date(clock.now()))
    rows = [
        (one, names.get(one.territory_id, ""), STATES[one.state], CHIPS[one.state], tallies.get(one.pk))
        for one in found
    ]
    context = DESK | {"rows": rows, "places": sorted(names.items(), key=lambda one: one[1])}
    return render(request, "rounds/desk.html", context)


@holding(round_rules.KEEP)
@require_http_methods(BOTH)
def new(request: HttpRequest, place: int) -> HttpResponse:
    """A new draft with its list of doors."""
    if not round_rules.holds(request.actor, round_rules.KEEP, place, clock.now()):
        raise Http404
    today = local_date(clock.now())
    buildings = list(
        Building.objects.filter(compound_id=place).order_by(Length("name"), "name").values_list("pk", "name")
    )
    initial = {"from_date": today, "last_date": today + USUAL_DAYS * DAY, "asks": True}

    def do(data: dict[str, Any]) -> object:
        order = rounds.NewRound(
            territory_id=place,
            title=data["title"],
            purpose=data["purpose"],
            contact_line=data["contact_line"],
            from_date=data["from_date"],
            to_date=data["last_date"] + DAY,
            building_ids=tuple(data["buildings"]),
            asks=data["asks"],
        )
        return rounds.draft_round(new=order, **by(request))

    return act(
        request,
        filled(RoundForm, request, initial=initial, buildings=buildings),
        do,
        heading=_("Plan a door-knock round"),
        lead=name_at(place, today),
        button=_("Keep the draft of the round"),
        back=reverse("rounds:desk"),
        done=_("The draft is kept with its list of doors. Look at it, then start the round."),
        active=ACTIVE,
    )


@holding(round_rules.KEEP)
@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the round is, by building, and what was asked for."""
    found = round_of(request, pk, round_rules.KEEP)
    tally, now = round_lists.tally(pk), clock.now()
    waiting = round_lists.waiting_doors(pk)
    survey_over = found.survey is None or now >= found.survey.closes_at
    context = DESK | round_shown(found) | {
        "tally": tally,
        "target": TARGET,
        "results": [(value or "NOT_YET", label, _number(tally, value)) for value, label in RESULTS.items()],
        "rows": round_lists.by_building(pk),
        "disputes": round_lists.disputes_of(found),
        "demands": found_rows(found),
        "answered": participation(found.survey_id) if found.survey_id else None,
        "may_end": found.state == states.WALKING and survey_over and bool(round_rules.may_end(found, waiting, now)),
        "may_plan": bool(plan_rules.holds(request.actor, plan_rules.PLAN, found.territory_id, now)),
    }  # fmt: skip
    return render(request, "rounds/board.html", context)


def _number(tally: round_lists.Tally, result: str) -> int:
    return int(getattr(tally, result.lower() or "open"))


@holding(round_rules.KEEP)
@require_safe
def doors(request: HttpRequest, pk: int) -> HttpResponse:
    """The doors behind a figure: of one result, of one building."""
    found = round_of(request, pk, round_rules.KEEP)
    asked = request.GET.get("result")
    result = {"NOT_YET": ""}.get(asked, asked) if asked in {"NOT_YET", *RESULTS} else None
    building = sent.whole(request.GET.get("building"))
    rows = round_lists.doors(pk, building_id=building, result=result)[:MOST_DOORS]
    context = DESK | round_shown(found) | {
        "rows": [door_shown(one) for one in rows],
        "heading": RESULTS[result] if result is not None else _("All doors"),
    }  # fmt: skip
    return render(request, "rounds/doors.html", context)


@holding(round_rules.KEEP)
@require_http_methods(BOTH)
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Started, ended, or put away."""
    found = round_of(request, pk, round_rules.KEEP)
    same = {"round_id": pk, **by(request)}
    steps: dict[str, tuple[Any, Any, Any, Any]] = {
        "start": (
            NothingForm, _("Start the round"), _("It has started. Residents can read about it."),
            lambda data: rounds.start_round(**same),
        ),
        "end": (
            NothingForm, _("End the round"), _("The round is over. Its figures stand."),
            lambda data: rounds.end_round(**same),
        ),
        "drop": (
            DropForm, _("Put the draft of the round away"), _("The draft of the round is put away."),
            lambda data: rounds.drop_round(reason=data["reason"], **same),
        ),
    }  # fmt: skip
    if verb not in steps:
        raise Http404
    form_class, heading, done, do = steps[verb]
    back = reverse("rounds:board", args=[pk])
    form = filled(form_class, request)
    return act(
        request, form, do, heading=heading, lead=found.title, button=heading, back=back, done=done, active=ACTIVE
    )
