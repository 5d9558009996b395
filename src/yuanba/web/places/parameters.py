"""Dated numbers that practice or an office sets: which holds, since when, by which source, and what held before."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.cases.actions import recurring
from yuanba.kernel.calendar import local_date
from yuanba.places import actions, lists
from yuanba.places.rules import MICRO_GRID_HIGH, MICRO_GRID_LOW, MICRO_GRID_SOURCE
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import anyone, holding
from yuanba.web.forms import PageForm
from yuanba.web.places.forms import day_field

# Every number that code looks up: its name, and what holds as long as nobody entered another.
KNOWN: dict[str, tuple[Any, int, str]] = {
    "micro_grid.low": (gettext_lazy("Fewest households of a micro-grid"), MICRO_GRID_LOW, MICRO_GRID_SOURCE),
    recurring.TIMES: (
        gettext_lazy("Cases of one kind in one place that raise a recurring issue"),
        recurring.DEFAULT_TIMES,
        recurring.SOURCE,
    ),
    recurring.DAYS: (gettext_lazy("Days within which they are counted"), recurring.DEFAULT_DAYS, recurring.SOURCE),
    "micro_grid.high": (gettext_lazy("Most households of a micro-grid"), MICRO_GRID_HIGH, MICRO_GRID_SOURCE),
}


class ParameterForm(PageForm):
    value = forms.IntegerField(label=gettext_lazy("Value"), min_value=0, max_value=2_000_000_000)
    from_date = day_field(gettext_lazy("From this day on"))
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=200, help_text=gettext_lazy("The document, its number and day.")
    )


@anyone
@require_safe
def parameters(request: HttpRequest) -> HttpResponse:
    """Every dated number with its source and its history."""
    on = local_date(clock.now())
    kept = lists.parameter_history()
    lines = []
    for key, (label, default, source) in KNOWN.items():
        rows = kept.get(key, [])
        now = next((row for row in rows if row.from_date <= on and (row.to_date is None or row.to_date > on)), None)
        lines.append(
            {
                "key": key,
                "label": label,
                "value": now.value if now else default,
                "source": now.source if now else source,
                "since": now.from_date if now else None,
                "rows": rows,
                "coming": [row for row in rows if row.from_date > on],
            }
        )
    may_edit = request.actor.holds_anywhere("places.edit") and lists.edits_for_all(request.actor, on)
    return render(request, "places/parameters.html", {"lines": lines, "may_edit": may_edit, "on": on})


@holding("places.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def parameter(request: HttpRequest, key: str) -> HttpResponse:
    """Another value from a day on; what held before stays readable."""
    if key not in KNOWN:
        raise Http404

    def do(values: dict) -> object:
        facts = {name: values[name] for name in ("value", "from_date", "source")}
        return actions.set_parameter(key=key, actor=request.actor, now=clock.now(), **facts)

    return act(
        request, filled(ParameterForm, request), do, heading=KNOWN[key][0], button=_("Set it"),
        lead=_("The value until now stays in the history."), back=reverse("places:parameters"), done=_("The new value is set."),
    )  # fmt: skip
