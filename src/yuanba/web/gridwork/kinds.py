"""The admitted list of grid tasks: public with its changes, kept by whoever approves tasks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.cases import actions, queries
from yuanba.kernel.calendar import local_date
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import anyone, holding
from yuanba.web.gridwork import forms
from yuanba.web.gridwork.labels import kind_name

both = require_http_methods(["GET", "HEAD", "POST"])
FIELDS = ("key", "name", "name_en", "source", "from_date")


@anyone
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """What grid workers may be given to do, and what was changed about it."""
    today = local_date(clock.now())
    context = {
        "kinds": [(row, kind_name(row)) for row in queries.task_kinds(today)],
        "changes": [(row, kind_name(row)) for row in queries.task_kind_changes()],
        "may_keep": request.actor.holds_anywhere("cases.approve_tasks"),
    }
    return render(request, "gridwork/list.html", context)


@holding("cases.approve_tasks")
@both
def admit(request: HttpRequest) -> HttpResponse:
    """One more line of the list, or another one under the same sign."""
    now = clock.now()
    form = filled(forms.KindForm, request, initial={"from_date": local_date(now)})

    def do(values: dict) -> object:
        facts = {name: values[name] for name in FIELDS}
        return actions.admit_task_kind(**facts, actor=request.actor, now=now)

    return act(
        request, form, do, heading=_("A kind of task for the admitted list"), button=_("Put it on the list"),
        lead=_("The list and its changes are public."), back=reverse("gridwork:list"), active="grid-tasks",
    )  # fmt: skip


@holding("cases.approve_tasks")
@both
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """A line leaves the list; what was given before goes on until its last day."""
    now = clock.now()
    row = queries.task_kinds(local_date(now)).filter(pk=pk).first()
    if row is None:
        raise Http404

    def do(values: dict) -> object:
        return actions.drop_task_kind(kind_id=pk, to_date=values["to_date"], actor=request.actor, now=now)

    return act(
        request, filled(forms.DropForm, request), do, heading=kind_name(row), button=_("Take it off the list"),
        back=reverse("gridwork:list"), active="grid-tasks",
    )  # fmt: skip
