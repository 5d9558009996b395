"""What a round found: categories with counts, free texts counted by a person, and the way onto the list of needs."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yuanba.cases import round_rules, states
from yuanba.cases.actions import rounds
from yuanba.cases.models import DoorRound
from yuanba.cases.queries import round_lists
from yuanba.kernel.calendar import local_date
from yuanba.programmes import actions as programmes
from yuanba.programmes import rules as plan_rules
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.cases.labels import category_name
from yuanba.web.doors import holding
from yuanba.web.rounds.forms import CodesForm, NeedForm
from yuanba.web.rounds.frame import BOTH, by, round_of

ACTIVE = "rounds-desk"
MOST_TRACED = 150  # cases named as what a need rests on


def found_rows(found: DoorRound) -> list[dict[str, Any]]:
    return [
        {
            "pk": one.category.pk,
            "name": category_name(one.category),
            "cases": one.cases,
            "ticked": one.ticked,
            "texts": one.texts,
            "total": one.total,
        }
        for one in round_lists.demands(found)
    ]


@holding(round_rules.KEEP)
@require_http_methods(BOTH)
def codes(request: HttpRequest, pk: int) -> HttpResponse:
    """How many of the free texts speak of what; whoever counts has read them on the survey's own page."""
    found = round_of(request, pk, round_rules.KEEP)
    if found.state != states.OVER or found.survey is None:
        raise Http404
    categories = list(round_lists.askable(local_date(clock.now())))
    counted = {one.category.key: one.number for one in found.codes.select_related("category")}
    form = filled(
        CodesForm,
        request,
        initial=counted,
        categories=categories,
        names={one.key: category_name(one) for one in categories},
    )

    def do(data: dict[str, Any]) -> object:
        numbers = {one.key: data[one.key] for one in categories if data.get(one.key) is not None}
        return rounds.code_texts(round_id=pk, numbers=numbers, **by(request))

    return act(
        request,
        form,
        do,
        heading=_("Count what the texts speak of"),
        lead=found.title,
        notes=(_("Read the texts on the page of the survey, with a reason. Here only numbers are kept."),),
        button=_("Keep the numbers"),
        back=reverse("rounds:board", args=[pk]),
        done=_("The numbers are kept."),
        active=ACTIVE,
    )


@holding(plan_rules.PLAN)
@require_http_methods(BOTH)
def to_need(request: HttpRequest, pk: int, category: int) -> HttpResponse:
    """What was asked for goes on the public list of needs, with the round and the cases it rests on."""
    found = round_of(request, pk, round_rules.KEEP)
    one = next((row for row in round_lists.demands(found) if row.category.pk == category), None)
    if one is None:
        raise Http404
    name = category_name(one.category)
    form = filled(NeedForm, request, initial={"title": name, "mentions": max(one.total, 1)})
    cases = round_lists.cases_of(found, category).order_by("pk").values_list("pk", flat=True)[:MOST_TRACED]

    def do(data: dict[str, Any]) -> object:
        need = programmes.NewNeed(
            territory_id=found.territory_id,
            title=data["title"],
            about=data["about"],
            source="ROUND",
            source_note=found.title,
            category_key=one.category.key,
            mentions=data["mentions"],
            traces=(str(found), f"category:{one.category.key}", *(f"case:{case}" for case in cases)),
        )
        return programmes.note_need(new=need, **by(request))

    return act(
        request,
        form,
        do,
        heading=_("Put it on the list of needs"),
        lead=now_in_words("%(round)s · %(kind)s") % {"round": found.title, "kind": name},
        button=_("Put it on the list"),
        back=reverse("rounds:board", args=[pk]),
        done=_("It stands on the list of needs. Next: hold a joint consultation, then plan."),
        active=ACTIVE,
    )
