"""Tasks of the grids at the desk: given from the list, asked for with a reason, approved by another, called off."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.cases import actions, queries
from yuanba.cases.models import GridTask
from yuanba.kernel.calendar import local_date
from yuanba.people.queries import names_behind
from yuanba.places.lists import grids_of
from yuanba.places.models import Territory
from yuanba.places.queries import descendants, lineage, name_at, names_at, territories_of_kind
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import holding
from yuanba.web.forms import ReasonForm
from yuanba.web.gridwork import forms
from yuanba.web.gridwork.labels import TASK_CHIPS, TASK_STATES, kind_name

DOOR = "cases.give_tasks"
SHOWN = 100
both = require_http_methods(["GET", "HEAD", "POST"])


def by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": clock.now()}  # type: ignore[attr-defined]


def inside(request: HttpRequest) -> set[int]:
    on = local_date(clock.now())
    return {one for place in request.actor.territories(DOOR) for one in descendants(place, on)}  # type: ignore[attr-defined]


@holding(DOOR)
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks of my communities; those that wait for approval first."""
    rows = list(queries.grid_tasks(inside(request))[:SHOWN])
    rows.sort(key=lambda row: row.state != "ASKED")
    places = names_at([row.territory_id for row in rows], local_date(clock.now()))
    context = {
        "rows": [(row, kind_name(row.kind) if row.kind else "", places.get(row.territory_id, "")) for row in rows],
        "states": TASK_STATES,
        "chips": TASK_CHIPS,
        "waiting": sum(1 for row in rows if row.state == "ASKED"),
    }
    return render(request, "gridwork/tasks.html", context)


@holding(DOOR)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """For which community."""
    on = local_date(clock.now())
    held = request.actor.territories(DOOR)
    found = {node.id: node.name for place in held
             for node in territories_of_kind({Territory.Kind.COMMUNITY}, place, on)}  # fmt: skip
    return render(request, "gridwork/choose.html", {"places": list(found.items())})


@holding(DOOR)
@both
def give(request: HttpRequest, place_pk: int) -> HttpResponse:
    """Something for the grids of a community."""
    on = local_date(clock.now())
    if not request.actor.holds(DOOR, lineage(place_pk, on)):
        raise Http404
    kinds = [(row.key, kind_name(row)) for row in queries.task_kinds(on)]
    grids = [(row.pk, row.name) for row in grids_of(place_pk, on) if row.level in {"MICRO", "DEDICATED"}]
    first = kinds[0][0] if kinds else ""
    form = filled(forms.TaskForm, request, kinds=kinds, grids=grids, initial={"from_date": on, "kind": first})

    def do(values: dict) -> object:
        facts = {name: values[name] for name in ("title", "text", "why", "from_date", "last_date")}
        order = actions.NewTask(place_pk, values["kind"], grid_ids=tuple(values["grids"]), **facts)
        return actions.give_grid_task(order=order, **by(request))

    return act(
        request, form, do, heading=" · ".join((_("Something for the grids"), name_at(place_pk, on))), button=_("Give it"),
        lead=_("What the admitted list does not name needs a reason and somebody else's approval first."),
        back=reverse("gridwork:tasks"), done=_("Done. Tasks of the list have reached the grids."), active="grid-tasks",
    )  # fmt: skip


def task_or_404(request: HttpRequest, pk: int) -> GridTask:
    row = queries.task(pk)
    if row is None or row.territory_id not in inside(request):
        raise Http404
    return row


def page(pk: int) -> str:
    return reverse("gridwork:task", args=[pk])


@holding(DOOR)
@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: where it stands, and what each grid said."""
    row = task_or_404(request, pk)
    on = local_date(clock.now())
    context = {
        "task": row,
        "kind": kind_name(row.kind) if row.kind else "",
        "place": name_at(row.territory_id, on),
        "parts": list(row.parts.select_related("grid").order_by("grid__name", "pk")),
        "state": TASK_STATES[row.state],
        "chip_kind": TASK_CHIPS[row.state],
        "names": names_behind([row.asked_by, row.decided_by]),
        "may_decide": row.state == "ASKED"
        and row.asked_by != request.actor.id
        and request.actor.holds("cases.approve_tasks", lineage(row.territory_id, on)),
        "may_call_off": row.state in {"ASKED", "OPEN"},
    }
    return render(request, "gridwork/task.html", context)


@holding("cases.approve_tasks")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The grids have it until its last day."""
    task_or_404(request, pk)
    actions.approve_grid_task(task_id=pk, **by(request))
    return redirect("gridwork:task", pk)


@holding("cases.approve_tasks")
@both
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody has to do it, and why."""
    task_or_404(request, pk)

    def do(values: dict) -> object:
        return actions.refuse_grid_task(task_id=pk, reason=values["reason"], **by(request))

    return act(
        request, filled(ReasonForm, request), do, heading=_("Do not approve it"), button=_("Do not approve it"),
        back=page(pk), active="grid-tasks",
    )  # fmt: skip


@holding(DOOR)
@both
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """It needs not be done any more."""
    task_or_404(request, pk)

    def do(values: dict) -> object:
        return actions.call_off_grid_task(task_id=pk, reason=values["reason"], **by(request))

    return act(
        request, filled(ReasonForm, request), do, heading=_("Call it off"), button=_("Call it off"), back=page(pk),
        active="grid-tasks",
    )  # fmt: skip
