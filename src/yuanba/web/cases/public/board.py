"""The public board of a compound: what is open until when, what was answered, and where it is on a drawn plan."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuanba.cases import queries as cases
from yuanba.cases import states
from yuanba.cases.models import Case
from yuanba.kernel.calendar import local_date
from yuanba.places import lists, queries
from yuanba.places.models import Territory
from yuanba.web import clock, sent
from yuanba.web.cases.labels import LEVELS, OUTCOMES, STATE_KINDS, STATES, category_name
from yuanba.web.cases.public import words
from yuanba.web.cases.public.plan import House, Plan, drawn
from yuanba.web.doors import anyone
from yuanba.web.kept import for_everybody


def row(case: Case) -> dict:
    """A line of the board: what, where, until when, and the last public reply."""
    replies = list(case.replies.all())
    return {
        "case": case,
        "name": category_name(case.category),
        "where": words.where(case),
        "state": STATES[case.state],
        "kind": STATE_KINDS[case.state],
        "level": LEVELS[case.level] if case.state in states.OPEN else "",
        "outcome": OUTCOMES.get(case.outcome, ""),
        "reply": replies[-1].public_text if replies else "",
    }


def plan_of(compound_id: int, open_by_building: dict[int, int]) -> Plan | None:
    """The drawing; none where no building is known."""
    houses = [House(*one) for one in lists.building_names(compound_id)]
    return drawn(houses, open_by_building) if houses else None


@anyone
@require_safe
@for_everybody
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """What anybody may read; of one building, if asked for."""
    found = lists.territory(pk)
    if found is None or found.kind not in (Territory.Kind.COMPOUND, Territory.Kind.COMMUNITY):
        raise Http404
    now = clock.now()
    counts = cases.board_counts(pk)
    building = sent.whole(request.GET.get("building"))
    after = sent.whole(request.GET.get("after"))
    page = cases.board_page(pk, now, building_id=building, after=after)
    rows = [row(case) for case in page.cases]
    name = queries.name_at(pk, local_date(now))
    context = {
        "pk": pk,
        "name": name,
        "counts": counts,
        "plan": plan_of(pk, counts.by_building) if found.kind == Territory.Kind.COMPOUND else None,
        "building": building,
        "older": f"?{urlencode({'building': building or '', 'after': page.after})}" if page.after else "",
        "newest": after is None,
        "open": [one for one in rows if one["case"].state in states.OPEN],
        "done": [one for one in rows if one["case"].state not in states.OPEN],
    }
    return render(request, "cases/public/board.html", context)
