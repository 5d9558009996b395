"""Figures of the case work in the visitor's places: each with what is counted, and down to the cases themselves."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from yuanba.cases import queries, rules
from yuanba.cases.queries.lists import places_of
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no
from yuanba.places.models import Territory
from yuanba.places.queries import names_at
from yuanba.web import clock, sent
from yuanba.web.cases.labels import STATE_KINDS, STATES, category_name
from yuanba.web.dates import span
from yuanba.web.doors import staff

WORK = (rules.HANDLE, rules.DESK, rules.SUPERVISE)
SPANS = {"30": gettext_lazy("30 days"), "90": gettext_lazy("90 days"), "365": gettext_lazy("One year")}
SHOWN = 200
MINUTES_OF_AN_HOUR = 60
Words = tuple[str | Promise, str | Promise]
# Key → what it is called, and what is counted out of what.
NAMES: dict[str, Words] = {
    "response_rate": (
        gettext_lazy("Taken on in time"),
        gettext_lazy("Taken on before the first level's deadline, out of those taken on or past that deadline."),
    ),
    "resolution_rate": (
        gettext_lazy("Solved"),
        gettext_lazy("Closed as fixed, out of those that are ours and answered, ended or past the limit."),
    ),
    "satisfaction_rate": (
        gettext_lazy("Share of satisfied reporters"),
        gettext_lazy("Words of reporters that it is solved, out of all their words to answers."),
    ),
    "answered_share": (gettext_lazy("With an answer"), gettext_lazy("Answered, closed or lapsed, out of all.")),
    "closed_share": (gettext_lazy("Closed with a confirmation"), gettext_lazy("Confirmed by the reporter or a call-back.")),
    "confirmed_share": (
        gettext_lazy("Confirmed by the reporter in person"), gettext_lazy("Closed by the reporter's own word, out of all.")
    ),
    "lapsed_share": (
        gettext_lazy("Lapsed without a word"), gettext_lazy("Nobody said anything to the answer. Not counted as solved.")
    ),
    "reopened_share": (gettext_lazy("Taken up again"), gettext_lazy("Not solved at the first answer, out of all.")),
    "escalated_share": (gettext_lazy("Missed a deadline"), gettext_lazy("Moved up a level by the clock, out of all.")),
    "closed_in_grid": (
        gettext_lazy("Solved within the grid"), gettext_lazy("Closed without leaving the grid's level, out of those closed.")
    ),
    "repeat_rate": (
        gettext_lazy("Came again"),
        gettext_lazy("The same kind in the same building had been reported within 90 days before."),
    ),
}  # fmt: skip


def _places(request: HttpRequest) -> dict[int, str]:
    """Compounds and communities in which the visitor works, by id. Raises Refused for whoever works on no cases."""
    on = local_date(clock.now())
    inside = places_of(request.actor, WORK, on)  # type: ignore[attr-defined]
    if not inside:
        raise Refused(no("cases.not_permitted", rules.POSTS_SOURCE, permission=rules.HANDLE))
    kinds = [Territory.Kind.COMPOUND, Territory.Kind.COMMUNITY]
    ids = Territory.objects.filter(pk__in=inside, kind__in=kinds).values_list("pk", flat=True)
    return dict(sorted(names_at(ids, on).items(), key=lambda one: one[1]))


def _asked(request: HttpRequest) -> tuple[dict[int, str], int | None, str, date, date]:
    """The places, the one that was chosen (None for all), and the span with its days. Raises Http404."""
    places = _places(request)
    place = sent.whole(request.GET.get("place")) if request.GET.get("place") else None
    days = request.GET.get("days", "90")
    if days not in SPANS or (request.GET.get("place") and place not in places):
        raise Http404
    last = local_date(clock.now())
    return places, place, days, last - timedelta(days=int(days) - 1), last


@staff
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """The figures of a span: nobody is ranked, and nothing is shown without what it was made of."""
    places, place, days, first, last = _asked(request)
    ids, now = ({place} if place else set(places)), clock.now()
    found = queries.figures(ids, first, last, now)
    time = queries.handling(queries.counted(ids, first, last))
    rate = queries.complaint_rate(ids, first, last)
    context = {
        "rows": [(key, *words, found[key], _per_cent(found[key])) for key, words in NAMES.items()],
        "total": found["answered_share"].denominator,
        "per_100": f"{float(rate.share):.1f}" if rate.share is not None else "–",
        "time": time,
        "median": _hours(time.median),
        "p90": _hours(time.p90),
        "places": places,
        "chosen": place,
        "days": days,
        "spans": SPANS,
        "period": span(first, last),
        "desk": True,
        "active": "case-figures",
    }
    return render(request, "cases/numbers.html", context)


def _per_cent(figure: queries.Figure) -> str:
    """A whole per cent; a dash while there is nothing to divide by."""
    return "–" if figure.share is None else f"{round(100 * figure.share)}%"


def _hours(minutes: int | None) -> str:
    if minutes is None:
        return "–"
    hours = minutes / MINUTES_OF_AN_HOUR
    return _("%(n)s hours") % {"n": f"{hours:.1f}"} if hours < 48 else _("%(n)s days") % {"n": f"{hours / 24:.1f}"}


@staff
@require_safe
def behind(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """The cases that a figure counts; confidential ones only for their supervisor."""
    places, place, days, first, last = _asked(request)
    if key not in NAMES or key == "satisfaction_rate" or part not in ("numerator", "denominator"):
        raise Http404
    now = clock.now()
    rows = queries.drill(key, part, {place} if place else set(places), first, last, now)
    count = rows.count()
    above = places_of(request.actor, (rules.SUPERVISE,), last)  # type: ignore[attr-defined]
    shown = [
        one
        for one in rows.select_related("category").defer("text").order_by("-pk")[:SHOWN]
        if not one.confidential or one.territory_id in above
    ]
    context = {
        "name": NAMES[key][0],
        "what": NAMES[key][1],
        "count": count,
        "cases": [_line(one, places) for one in shown],
        "hidden": min(count, SHOWN) - len(shown),
        "is_cut": count > SHOWN,
        "back": f"?days={days}" + (f"&place={place}" if place else ""),
        "desk": True,
        "active": "case-figures",
    }
    return render(request, "cases/behind.html", context)


def _line(case: Any, places: dict[int, str]) -> dict[str, Any]:
    return {
        "case": case,
        "kind": category_name(case.category),
        "where": places.get(case.territory_id, ""),
        "state": STATES[case.state],
        "colour": STATE_KINDS[case.state],
    }
