"""Deadlines of the levels and office hours: what holds, what was decided for later, on which ground; and a new row."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.cases import actions, rules
from yuanba.cases.models import Category, LevelTerm
from yuanba.cases.queries.dated import day_minutes, hours_from, terms_from
from yuanba.cases.terms import LEVELS as ORDER
from yuanba.kernel.calendar import ONE_DAY, local_date
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.cases.labels import LEVELS, TERM_CLASSES
from yuanba.web.doors import holding
from yuanba.web.forms import PageForm
from yuanba.web.places.forms import day_field

URGENT = Category.TermClass.URGENT
MOST_DAYS, MOST_MINUTES = 60, 1440


class GroundForm(PageForm):
    from_date = day_field(gettext_lazy("From this day on"))
    source = forms.CharField(
        label=gettext_lazy("Rule or decision it rests on"), max_length=200, help_text=gettext_lazy("Name and number.")
    )


class DaysForm(GroundForm):
    field_order = ["days", "from_date", "source"]
    days = forms.DecimalField(
        label=gettext_lazy("Working days"), min_value=Decimal("0.1"), max_value=MOST_DAYS, decimal_places=1,
        help_text=gettext_lazy("Half a day is 0.5."),
    )  # fmt: skip


class MinutesForm(GroundForm):
    field_order = ["minutes", "from_date", "source"]
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes by the clock, day and night"), min_value=1, max_value=MOST_MINUTES
    )


class HoursForm(GroundForm):
    field_order = ["spans", "from_date", "source"]
    spans = forms.CharField(
        label=gettext_lazy("Office hours of a working day"), max_length=60,
        help_text=gettext_lazy("For example 09:00-12:00 13:00-17:00"),
    )  # fmt: skip


@holding(rules.SUPERVISE)
@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """Every class with its levels, its whole, and the ground each number rests on."""
    on = local_date(clock.now())
    rows, per_day = terms_from(on), day_minutes(on)
    classes = [_of_class(key, [row for row in rows if row.term_class == key], per_day, on) for key in TERM_CLASSES]
    context = {"classes": classes, "hours": hours_from(on), "today": on, "desk": True, "active": "deadlines"}
    return render(request, "cases/deadlines.html", context)


def _of_class(key: str, rows: list[LevelTerm], per_day: int, on: Any) -> dict[str, Any]:
    now = {row.level: row for row in rows if row.from_date <= on}
    later = [row for row in rows if row.from_date > on]
    return {
        "key": key,
        "name": TERM_CLASSES[key],
        "levels": [(level, LEVELS[level], _said(now[level].minutes, key, per_day)) for level in ORDER if level in now],
        "whole": _said(sum(row.minutes for row in now.values()), key, per_day),
        "sources": sorted({row.source for row in now.values()}),
        "later": [(LEVELS[row.level], _said(row.minutes, key, per_day), row.from_date, row.source) for row in later],
    }


def _said(minutes: int, key: str, per_day: int) -> str:
    """ "1.5 working days", for urgent kinds "30 minutes"."""
    if key == URGENT:
        return _("%(n)s minutes") % {"n": minutes}
    days = (Decimal(minutes) / per_day).quantize(Decimal("0.1")).normalize()
    return _("%(n)s working days") % {"n": f"{days:f}"}


@holding(rules.SUPERVISE)
@require_http_methods(["GET", "HEAD", "POST"])
def deadline(request: HttpRequest, term_class: str, level: str) -> HttpResponse:
    """A new time for a level; what runs keeps the date that was said."""
    if term_class not in TERM_CLASSES or level not in LEVELS:
        raise Http404
    now, on = clock.now(), local_date(clock.now())
    is_urgent, per_day = term_class == URGENT, day_minutes(on)
    row = next((one for one in terms_from(on) if (one.term_class, one.level) == (term_class, level)), None)
    if row is None:
        raise Http404
    opens = {"from_date": on + ONE_DAY, "minutes": row.minutes, "days": (Decimal(row.minutes) / per_day).normalize()}
    form = filled(MinutesForm if is_urgent else DaysForm, request, initial=opens)

    def do(data: dict[str, Any]) -> None:
        minutes = data["minutes"] if is_urgent else int(data["days"] * per_day)
        term = actions.NewTerm(term_class, level, minutes, data["source"], data["from_date"])
        actions.set_term(term=term, actor=request.actor, now=now)  # type: ignore[attr-defined]

    return act(
        request,
        form,
        do,
        heading=f"{TERM_CLASSES[term_class]} · {LEVELS[level]}",
        lead=_("Cases that are under way keep the date that was said."),
        button=_("Set the deadline"),
        done=_("The new deadline holds from its day on."),
        back=reverse("cases:deadlines"),
        active="deadlines",
    )


@holding(rules.SUPERVISE)
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """New office hours, in which the deadlines count."""
    now, on = clock.now(), local_date(clock.now())
    form = filled(
        HoursForm,
        request,
        initial={"from_date": on + ONE_DAY, "spans": next((one.spans for one in hours_from(on)), "")},
    )

    def do(data: dict[str, Any]) -> None:
        what = {"spans": data["spans"], "source": data["source"], "from_date": data["from_date"]}
        actions.set_hours(**what, actor=request.actor, now=now)  # type: ignore[attr-defined]

    return act(
        request,
        form,
        do,
        heading=_("Office hours of a working day"),
        lead=_("Cases that are under way keep the date that was said."),
        button=_("Set the office hours"),
        done=_("The new office hours hold from their day on."),
        back=reverse("cases:deadlines"),
        active="deadlines",
    )
