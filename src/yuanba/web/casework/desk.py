"""The list of cases: by queue and filter, the next deadline first, any page as fast as the first."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from yuanba.cases import queries, states, template
from yuanba.cases.models import Case
from yuanba.cases.queries import Filters
from yuanba.places import queries as places
from yuanba.web import clock, sent
from yuanba.web.cases.labels import LEVELS, QUEUES, STATE_KINDS, STATES, category_name, organ_name
from yuanba.web.cases.public import words
from yuanba.web.casework import frame
from yuanba.web.dates import by

Text = Any


@dataclass(frozen=True)
class Tab:
    """A queue of the desk: which states, in which order."""

    key: str
    label: Text
    states: frozenset[str]
    order: str = "due"
    mine: bool = False
    unassigned: bool = False
    empty: Text = ""


TABS = (
    Tab("mine", gettext_lazy("Mine"), states.OPEN, "due", mine=True,
        empty=gettext_lazy("Nothing waits for you.")),
    Tab("new", gettext_lazy("New, nobody's yet"), frozenset({states.REPORTED, states.ACCEPTED}), unassigned=True,
        empty=gettext_lazy("Everything has somebody who sees to it.")),
    Tab("open", gettext_lazy("All open"), states.RUNNING, empty=gettext_lazy("Nothing is open.")),
    Tab("waiting", gettext_lazy("Waits for a day"), frozenset({states.WAITING}), "new", empty=gettext_lazy("Nothing waits.")),
    Tab("answered", gettext_lazy("To call back"), frozenset({states.ANSWERED}), "new",
        empty=gettext_lazy("No answer waits for a word.")),
    Tab("all", gettext_lazy("Everything"), frozenset(), "new", empty=gettext_lazy("No case yet.")),
)  # fmt: skip
BY_KEY = {tab.key: tab for tab in TABS}
KEPT = ("tab", "place", "category", "level", "organ", "queue", "late", "urgent")


@frame.worker
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """One page of one queue. A number typed into the search leads straight to its case."""
    number = request.GET.get("number", "").strip()
    if number:
        found = Case.objects.filter(number=number).only("number").first() or _by_order(number)
        if found is not None:
            return redirect("casework:case", found.number)
    tab = BY_KEY.get(request.GET.get("tab", ""), TABS[0])
    now = clock.now()
    shown = queries.desk(request.actor, _filters(request, tab), now, after=request.GET.get("after", ""))
    names = places.names_at({case.territory_id for case in shown.rows}, frame.today())
    context = {
        "tab": tab,
        "tabs": [(one, _address(request, tab=one.key, after="")) for one in TABS],
        "rows": [_row(case, names.get(case.territory_id, ""), now) for case in shown.rows],
        "next_url": _address(request, after=shown.after) if shown.after else "",
        "first_url": _address(request, after="") if request.GET.get("after") else "",
        "filters": _choices(request),
        "is_narrowed": any(request.GET.get(name) for name in KEPT[1:]),
        "number": number,
        "is_unknown": bool(number),
        "late": bool(request.GET.get("late")),
        "urgent": bool(request.GET.get("urgent")),
    }
    return frame.page(request, "casework/desk.html", context)


def _by_order(number: str) -> Case | None:
    """The case of a hotline's order number; whoever may not see it is told by the page of the case."""
    return Case.objects.filter(hotline_orders__number=number).only("number").first()


def _filters(request: HttpRequest, tab: Tab) -> Filters:
    asked = request.GET
    place, category = sent.whole(asked.get("place")), sent.whole(asked.get("category"))
    return Filters(
        territory_ids=frozenset({place}) if place else frozenset(),
        states=tab.states,
        category_ids=frozenset({category}) if category else frozenset(),
        queue=asked.get("queue", "") if asked.get("queue") in QUEUES else "",
        level=asked.get("level", "") if asked.get("level") in LEVELS else "",
        organ=asked.get("organ", "") if asked.get("organ") in template.organs() else "",
        handler_ref=request.actor.id if tab.mine else "",
        without_handler=tab.unassigned,
        overdue=bool(asked.get("late")),
        urgent=bool(asked.get("urgent")),
        order="new" if tab.mine and not asked.get("late") else tab.order,
    )


def _choices(request: HttpRequest) -> list[tuple[str, Text, list[tuple[str, Text]], str]]:
    """(name, label, options, chosen) of each select."""
    kinds = [(str(one.pk), category_name(one)) for one in queries.categories_at(frame.today())]
    spots = [(str(pk), name) for pk, name in frame.where_cases_lie(request)]
    organs = [(key, organ_name(key)) for key in template.organs()]
    found = [
        ("place", _("Place"), spots),
        ("category", _("Kind"), kinds),
        ("level", _("Level"), list(LEVELS.items())),
        ("organ", _("Service organ"), organs),
        ("queue", _("Queue"), list(QUEUES.items())),
    ]
    return [(name, label, options, request.GET.get(name, "")) for name, label, options in found]


def _address(request: HttpRequest, **changes: str) -> str:
    kept = {name: request.GET.get(name, "") for name in KEPT} | changes
    values = {name: value for name, value in kept.items() if value}
    return f"{reverse('casework:desk')}?{urlencode(values)}"


def _row(case: Case, place: str, now: Any) -> dict[str, Any]:
    late = case.due_at is not None and case.due_at <= now
    return {
        "case": case,
        "name": category_name(case.category),
        "said": "" if case.confidential or case.anonymised_at else case.public_text,
        "where": " · ".join(one for one in (place, words.where(case)) if one),
        "state": STATES[case.state],
        "kind": STATE_KINDS[case.state],
        "level": LEVELS[case.level],
        "late": late,
        "due": by(case.due_at) if case.due_at else "",
        "until": by(case.clock_at) if case.state == states.WAITING and case.clock_at else "",
    }
