"""A survey on the secret level: the form seals its answers on the phone, and one ceremony makes the keys of all places."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yuanba.ballots import queries as ballots
from yuanba.ballots import secret_places
from yuanba.ballots.models import Ballot, Turn
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, Verdict, no
from yuanba.places.queries import names_at
from yuanba.surveys import actions, queries, rules, secret_queries, states
from yuanba.surveys.models import Survey
from yuanba.web import clock
from yuanba.web.ballots.labels import STATE_KINDS, STATES
from yuanba.web.doors import holding
from yuanba.web.secret import pages
from yuanba.web.surveys import asking


def form(request: HttpRequest, survey: Survey, verdict: Verdict) -> HttpResponse:
    """The sheet of the own place, sealed on the phone. After the close whoever took a ticket still looks it up here.

    Raises Refused as rules.may_answer_now does; surveys.not_on_roll.
    """
    person_id = request.actor.person_id  # type: ignore[attr-defined]
    ballot = secret_queries.ballot_of(survey.pk, person_id)
    if ballot is None or not ballot.manifest:
        raise Refused(
            verdict if not verdict else no("surveys.not_on_roll", "the roll frozen at opening", date=survey.roll_date)
        )
    has_ticket = ballots.turns_among(person_id, [ballot.pk]).get(ballot.pk) == Turn.Channel.TOKEN
    if not verdict and not (has_ticket and verdict.code == "surveys.closed"):
        raise Refused(verdict)
    row = ballots.roll_row_of(ballot.pk, person_id)
    more: dict[str, Any] = {
        "survey": survey,
        "blocks": asking.sealed_blocks(survey, ballot.pk, seed=str(row.pk if row else 0)),
        "has_texts": any(one["kind"] == "TEXT" for one in survey.form.questions),
        "onward": reverse("surveys:index"),
        "onward_label": _("To the surveys"),
    }
    return pages.sheet_page(request, ballot, "surveys/secret_form.html", **more)


@holding("surveys.organise")
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest, pk: int) -> HttpResponse:
    """The dealer's page for all places at once: services, ceremony, shares to be printed, once."""
    now = clock.now()
    survey = queries.looked_after_by(request.actor, now, rules.ORGANISE).filter(pk=pk, level="S").first()
    places = secret_queries.places(pk) if survey is not None else []
    first = places[0].ballot if places else None
    if survey is None or first is None:
        raise Http404
    shares: list[pages.PrintedShare] = []
    verb, by = request.POST.get("verb", ""), {"survey_id": pk, "actor": request.actor, "now": now}
    if request.method == "POST" and verb == "services":
        actions.ask_services(
            issuers=secret_places.issuers(), urn=secret_places.urn(), urn_address=secret_places.urn_address(), **by
        )
        messages.success(request, _("Both issuers and the urn have told their keys."))
        return redirect("surveys:keys", pk)
    if request.method == "POST" and verb in ("hold", "again"):
        made = actions.hold_ceremony(again=verb == "again", **by)
        shares = [pages.printed(first.pk, number, text) for number, text in enumerate(made, start=1)]
    context = {
        "ballot": first,
        "heading": survey.title,
        "state": ballots.secret_state(first),
        "shares": shares,
        "may_hold": survey.state == states.DRAFT,
        "active": "survey-desk",
        "trail": _("Surveys"),
        "own": reverse("surveys:keys", args=[pk]),
        "back": reverse("surveys:board", args=[pk]),
    }
    answer = render(request, "secret/ceremony.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def places_of(survey: Survey) -> list[dict[str, Any]]:
    """Every place with its ballot, as board, paper desk and result link it."""
    rows = secret_queries.places(survey.pk)
    names = names_at([one.territory_id for one in rows], local_date(clock.now()))
    return [
        {
            "name": names.get(one.territory_id, "?"),
            "ballot": one.ballot,
            "state": STATES[one.ballot.state],
            "kind": STATE_KINDS[one.ballot.state],
        }
        for one in rows
        if one.ballot is not None
    ]


def begun(person_id: int | None) -> list[tuple[Survey, Ballot, str]]:
    """The open secret surveys in which this person took a ticket or a sheet of paper: what the site can know."""
    return secret_queries.begun_by(person_id, clock.now()) if person_id is not None else []
