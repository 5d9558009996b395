"""A resident's survey: one form about all candidates of the compound, answered once; and the published result."""

from datetime import datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.kernel.verdict import Refused, no
from yuanba.surveys import actions, queries, rules, states
from yuanba.surveys.models import Survey
from yuanba.web import clock, drafts
from yuanba.web.doors import anyone, resident
from yuanba.web.refusals import explain
from yuanba.web.surveys import asking, counting, secretly
from yuanba.web.surveys.labels import STATE_KINDS, STATES, what

SHOWN = 100
CHARTED = 15  # bars that can be told apart
ONCE = {"surveys.already_answered"}


@anyone
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What I am asked, and results."""
    person_id = request.actor.person_id  # type: ignore[attr-defined]
    mine = list(queries.open_for(person_id, clock.now())) if person_id is not None else []
    published = queries.visible().filter(state=states.PUBLISHED)[:SHOWN]
    return render(
        request, "surveys/index.html", {"mine": mine, "begun": secretly.begun(person_id), "published": list(published)}
    )


@resident
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; sent, it is answered once and for all. That of a secret survey is sealed on the phone."""
    now = clock.now()
    survey = queries.visible().select_related("form").filter(pk=pk).first()
    if survey is None:
        raise Http404
    verdict = rules.may_answer_now(survey, now)
    if survey.level == "S":
        return secretly.form(request, survey, verdict)
    row = queries.roll_row_of(pk, request.actor.person_id)
    if not verdict or row is None:
        raise Refused(
            verdict if not verdict else no("surveys.not_on_roll", "the roll frozen at opening", date=survey.roll_date)
        )
    sheet = queries.sheet(pk, row)
    return redirect("surveys:thanks", pk) if sheet.is_answered else _fill_in(request, sheet, now)


def _fill_in(request: HttpRequest, sheet: queries.FormSheet, now: datetime) -> HttpResponse:
    waiting, why = drafts.take(request) if request.method != "POST" else request.POST, None
    answer: dict[str, Any] = asking.sent(waiting, sheet) if waiting is not None else {}
    if request.method == "POST":
        try:
            actions.answer(survey_id=sheet.survey.pk, values=answer, actor=request.actor, now=now)  # type: ignore[attr-defined]
        except Refused as refused:
            if refused.verdict.code not in ONCE:
                why = refused.verdict
        if why is None:
            return redirect("surveys:thanks", sheet.survey.pk)
    context = {
        "survey": sheet.survey,
        "what": what(sheet.survey),
        "blocks": asking.shown(sheet, answer, why),
        "why": explain(why) if why is not None else None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if why is not None else HTTPStatus.OK
    return render(request, "surveys/form.html", context, status=status)


@resident
@require_safe
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """It arrived; nobody can look up what was said, the person included."""
    row = queries.roll_row_of(pk, request.actor.person_id)
    survey = queries.visible().filter(pk=pk).first()
    if survey is None or row is None or row.answered_date is None:
        return redirect("surveys:form", pk)
    return render(request, "surveys/thanks.html", {"survey": survey})


@anyone
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Score, number of answers, response rate and interval of each target; too few answers are said to be too few."""
    survey = queries.visible().select_related("form").filter(pk=pk).first()
    if survey is None:
        raise Http404
    return render(request, "surveys/result.html", scored(survey, queries.public_result(pk)))


def scored(survey: Survey, document: dict[str, Any]) -> dict[str, Any]:
    """What the result page shows."""
    targets = by_score(survey, document)
    bars = [(name, Decimal(one["score_centi"]) / 100) for name, one in targets if "score_centi" in one]
    return {
        "survey": survey,
        "state": STATES[survey.state],
        "kind": STATE_KINDS[survey.state],
        "result": document,
        "targets": targets if any(one.get("scored") for one in survey.form.questions) else [],
        "counted": counting.counted(survey, document),
        "is_thin": all(told["state"] != "OK" for told in document["targets"].values()),
        "bars": bars[:CHARTED] if len(bars) > 1 else [],
        "is_public": survey.state == states.PUBLISHED,
        "places": secretly.places_of(survey) if survey.level == "S" else [],
    }


def by_score(survey: Survey, document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """(label, outcome) of every target: the best score first, equal ones as they were asked; those too thin come last."""
    asked = list(survey.targets.order_by("pk").values_list("ref", "label"))
    found = [(label or ref, document["targets"][ref]) for ref, label in asked if ref in document["targets"]]
    return sorted(found, key=lambda row: (row[1]["state"] != "OK", -(row[1].get("score_centi") or 0)))
