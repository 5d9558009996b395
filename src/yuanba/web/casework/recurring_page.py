"""What comes again and again: raised by itself, answered by a plan or by saying why none is needed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.cases import ledger_states as states
from yuanba.cases import rules
from yuanba.cases.actions import recurring
from yuanba.cases.queries.ledgers import recurring_issues
from yuanba.places import queries as places
from yuanba.web.acting import act, filled
from yuanba.web.cases.labels import category_name
from yuanba.web.casework import frame
from yuanba.web.casework.labels import RECURRING_KINDS, RECURRINGS
from yuanba.web.casework.ledgers import WhyForm

SHOWN = 100


@frame.worker
@require_safe
def issues(request: HttpRequest) -> HttpResponse:
    """The issues of the visitor's places, those that ask for a plan first."""
    rows = list(recurring_issues(frame.inside(request))[:SHOWN])
    rows.sort(key=lambda row: (row.state != states.RAISED, -row.pk))
    names = places.names_at([row.territory_id for row in rows], frame.today())
    shown = [
        {
            "row": row, "name": category_name(row.category), "place": names.get(row.territory_id, ""),
            "state": RECURRINGS[row.state], "kind": RECURRING_KINDS[row.state], "is_open": row.state == states.RAISED,
            "may_explain": row.state == states.RAISED and frame.may(request, rules.SUPERVISE, row.territory_id),
            "cases_url": f"{reverse('casework:desk')}?tab=all&place={row.territory_id}&category={row.category_id}",
        }
        for row in rows
    ]  # fmt: skip
    return frame.page(request, "casework/recurring.html", {"rows": shown})


@frame.worker
@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """No plan is needed, and why."""
    row = recurring_issues(frame.inside(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    form = filled(WhyForm, request)

    def do(data: dict[str, Any]) -> object:
        return recurring.explain(issue_id=pk, reason=data["reason"], **frame.by(request))

    return act(request, form, do, heading=_("It needs no plan"), button=_("Keep it"), back=reverse("casework:recurring"),
               done=_("Kept. What comes after today is counted anew."), active="casework",
               notes=(category_name(row.category),))  # fmt: skip
