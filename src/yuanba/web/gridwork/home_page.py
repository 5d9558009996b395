"""The grid worker's page: what is late first, three queues, tasks of the own grids."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.cases import actions, queries
from yuanba.cases.models import Case
from yuanba.kernel.calendar import local_date
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.cases.labels import STATE_KINDS, STATES, category_name
from yuanba.web.doors import holding
from yuanba.web.gridwork import forms
from yuanba.web.gridwork.labels import QUEUES, kind_name

CASE_PAGE = "casework:case"


def shown(case: Case) -> dict[str, object]:
    """A case as a line of a queue."""
    return {
        "number": case.number,
        "category": category_name(case.category),
        "where": case.building.name if case.building else "",
        "due_at": case.due_at,
        "late": case.due_at is not None and case.due_at <= clock.now(),
        "urgent": case.is_urgent,
        "state": STATES[case.state],
        "chip": STATE_KINDS[case.state],
    }


@holding("cases.grid")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Three queues and the tasks of my grids."""
    now = clock.now()
    grids = queries.own_grids(request.actor, local_date(now))
    found = queries.queues(request.actor, grids, now)
    context = {
        "grids": grids,
        "queues": [(QUEUES[one.key], one, [shown(case) for case in one.cases]) for one in found],
        "late": sum(one.late for one in found),
        "case_page": CASE_PAGE,
        "parts": [
            (part, kind_name(part.task.kind) if part.task.kind else "")
            for part in queries.parts_before(request.actor, grids, local_date(now))
        ],
    }
    return render(request, "gridwork/home.html", context)


@holding("cases.grid")
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """A task is done in one of my grids."""
    now = clock.now()
    grids = queries.own_grids(request.actor, local_date(now))
    part = queries.parts_before(request.actor, grids, local_date(now)).filter(pk=pk).first()
    if part is None:
        raise Http404

    def do(values: dict) -> object:
        return actions.done_in_grid(part_id=pk, note=values["note"], actor=request.actor, now=now)

    return act(
        request, filled(forms.DoneForm, request), do, heading=f"{part.task.title} · {part.grid.name}",
        button=_("It is done in my grid"), notes=(part.task.text,) if part.task.text else (), back=reverse("gridwork:home"),
        done=_("Noted. One thing less."), active="grid", desk=False,
    )  # fmt: skip
