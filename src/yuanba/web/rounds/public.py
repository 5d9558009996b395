"""What residents read about a round: who knocks when and why, that they may refuse, and later what came of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuanba.cases import questionnaire, states
from yuanba.cases.queries import round_lists
from yuanba.web.doors import anyone
from yuanba.web.rounds.findings import found_rows
from yuanba.web.rounds.frame import round_shown

PUBLIC = frozenset({states.WALKING, states.OVER})


@anyone
@require_safe
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """The round; its counts once it is over, none below five."""
    found = round_lists.door_round(pk)
    if found is None or found.state not in PUBLIC:
        raise Http404
    is_over = found.state == states.OVER
    rows = found_rows(found) if is_over else []
    context = round_shown(found) | {
        "tally": round_lists.tally(pk) if is_over else None,
        "rows": [one for one in rows if one["total"] >= questionnaire.LEAST_ANSWERS],
        "few": sum(one["total"] < questionnaire.LEAST_ANSWERS for one in rows),
        "least": questionnaire.LEAST_ANSWERS,
    }
    return render(request, "rounds/about.html", context)
