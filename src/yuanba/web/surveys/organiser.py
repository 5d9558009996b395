"""The organiser's view of a survey: how many answered where, what blocks the next step, never what they said."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.kernel.calendar import local_date
from yuanba.places.queries import names_at
from yuanba.surveys import actions, queries, rules, secret_queries, states
from yuanba.surveys.models import Survey
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.dates import until
from yuanba.web.doors import holding
from yuanba.web.forms import ReasonForm
from yuanba.web.refusals import explain
from yuanba.web.surveys import resident, secretly
from yuanba.web.surveys.labels import DONE, MOVES, STATE_KINDS, STATES
from yuanba.web.tables import Chip, Column, Link, Table

VERBS: dict[str, Callable[..., Any]] = {
    "open": actions.open_survey,
    "close": actions.close,
    "score": actions.score_survey,
    "publish": actions.publish,
}
SURVEYS = Table(
    "surveys",
    _("Surveys of your place"),
    [
        Column("title", _("Survey"), lambda row: Link(row.title, reverse("surveys:board", args=[row.pk])), head=True),
        Column("state", _("State"), lambda row: Chip(STATES[row.state], STATE_KINDS[row.state]), sort="state"),
        Column("closes", _("Closes"), lambda row: until(row.closes_at), sort="closes_at"),
    ],
    sort="-opens_at",
    empty_title=_("No survey yet"),
    empty_text=_("A survey is set up by the stage of an award campaign that needs it."),
)


@holding("surveys.organise")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The surveys of the organiser's places."""
    rows = queries.looked_after_by(request.actor, clock.now(), rules.ORGANISE)
    if SURVEYS.wants_sheet(request):
        return SURVEYS.sheet(request, rows)
    return render(request, "surveys/desk.html", {"table": SURVEYS.view(request, rows)})


@holding("surveys.organise")
@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers by compound against the minimum, and the next step."""
    survey, now = _mine(request, pk), clock.now()
    seen = queries.participation_by_group(pk)
    names = names_at(seen, local_date(now))
    verb = next((one for one in MOVES if states.SURVEY.may(survey.state, one)), "")
    context = {
        "survey": survey,
        "state": STATES[survey.state],
        "kind": STATE_KINDS[survey.state],
        "total": queries.participation(pk),
        "groups": [(names.get(place, "?"), part.answered, part.invited) for place, part in seen.items()],
        "blocking": [
            {"text": told.rule, "who": told.contact, "url": "", "action": ""}
            for told in (explain(why) for why in queries.blocking(survey, now))
        ],
        "verb": verb,
        "verb_label": MOVES.get(verb, ""),
        "may_annul": states.SURVEY.may(survey.state, "annul"),
        "has_scores": survey.state in states.TALLIED,
        "places": secretly.places_of(survey) if survey.level == "S" else [],
        "urn": secret_queries.fullest(pk),
        "may_paper": request.actor.holds_anywhere("ballots.paper"),
        "has_texts": survey.level == "N"
        and survey.state in (states.CLOSED, *states.TALLIED)
        and request.actor.holds_anywhere(rules.READ_TEXTS),
    }
    return render(request, "surveys/board.html", context)


@holding("surveys.organise")
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """The survey takes the step that the form names."""
    verb = request.POST.get("verb", "")
    if verb not in VERBS:
        raise Http404
    VERBS[verb](survey_id=pk, actor=request.actor, now=clock.now())
    messages.success(request, DONE[verb])
    return redirect("surveys:board", pk)


@holding("surveys.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def annul(request: HttpRequest, pk: int) -> HttpResponse:
    """The survey counts for nothing, with its reason."""
    survey = _mine(request, pk)
    return act(
        request,
        filled(ReasonForm, request),
        lambda given: actions.annul(survey_id=pk, reason=given["reason"], actor=request.actor, now=clock.now()),
        heading=_("Annul the survey"),
        button=_("Annul the survey"),
        back=reverse("surveys:board", args=[pk]),
        done=_("The survey is annulled."),
        lead=survey.title,
        active="survey-desk",
    )


@holding("surveys.organise")
@require_safe
def staged(request: HttpRequest, pk: int) -> HttpResponse:
    """The scores before they are published, for whoever publishes them."""
    survey = _mine(request, pk)
    return render(request, "surveys/result.html", resident.scored(survey, queries.result(pk)))


def _mine(request: HttpRequest, pk: int) -> Survey:
    survey = queries.looked_after_by(request.actor, clock.now(), rules.ORGANISE).filter(pk=pk).first()
    if survey is None:
        raise Http404
    return survey
