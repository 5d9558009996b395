"""Keeping the list of needs and the offers, and the sheets of joint consultations."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuanba.kernel.calendar import local_date
from yuanba.programmes import actions, queries, rules, states
from yuanba.programmes.models import Consultation, Need
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.cases.labels import category_name
from yuanba.web.doors import holding
from yuanba.web.programmes.forms import (
    DAY,
    AnswerForm,
    HearForm,
    NeedForm,
    ReasonForm,
    ResourceForm,
    SettleForm,
    SheetForm,
)
from yuanba.web.programmes.frame import ACTIVE, BOTH, Small, by, compound_name, must_hold, small_step
from yuanba.web.programmes.labels import SHEET_STATES, SIDES, SOURCES, TRACES


@holding(rules.PLAN)
@require_safe
def index(request: HttpRequest, place: int) -> HttpResponse:
    """The needs of a compound and what is offered to it."""
    must_hold(request, rules.PLAN, place)
    context = {
        "active": ACTIVE,
        "desk": True,
        "place_id": place,
        "place_name": compound_name(place),
        "rows": [(one, SOURCES[one.source]) for one in queries.needs(place)],
        "issues": [(one, category_name(one.category)) for one in queries.issues(place)],
        "resources": list(queries.resources(place, local_date(clock.now()))),
    }
    return render(request, "programmes/needs_desk.html", context)


@holding(rules.PLAN)
@require_http_methods(BOTH)
def new(request: HttpRequest, place: int) -> HttpResponse:
    """A need goes on the list."""
    must_hold(request, rules.PLAN, place)
    form = filled(NeedForm, request)

    def do(data: dict[str, Any]) -> object:
        need = actions.NewNeed(
            territory_id=place,
            title=data["title"],
            source=data["source"],
            about=data["about"],
            source_note=data["source_note"],
            mentions=data["mentions"],
            case_numbers=form.numbers(),
        )
        return actions.note_need(new=need, **by(request))

    return act(
        request,
        form,
        do,
        heading=_("Put a need on the list"),
        lead=compound_name(place),
        button=_("Put it on the list"),
        back=reverse("programmes:needs_desk", args=[place]),
        done=_("It stands on the list. Everybody reads it."),
        active=ACTIVE,
    )


@holding(rules.PLAN)
@require_POST
def from_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A problem that comes again and again goes on the list."""
    need = actions.need_from_issue(issue_id=pk, **by(request))
    messages.success(request, _("It stands on the list. Everybody reads it."))
    return redirect("programmes:need_desk", need.pk)


@holding(rules.PLAN)
@require_http_methods(BOTH)
def resource_new(request: HttpRequest, place: int) -> HttpResponse:
    """What somebody offers goes on the list."""
    must_hold(request, rules.PLAN, place)

    def do(data: dict[str, Any]) -> object:
        last = data["last_date"]
        offer = actions.NewResource(
            place, data["provider"], data["offer"], data["contact_line"], data["from_date"], last and last + DAY
        )
        return actions.offer_resource(new=offer, **by(request))

    return act(
        request,
        filled(ResourceForm, request, initial={"from_date": local_date(clock.now())}),
        do,
        heading=_("Enter what is offered"),
        lead=compound_name(place),
        button=_("Put it on the list"),
        back=reverse("programmes:needs_desk", args=[place]),
        done=_("It stands on the list. Everybody reads it."),
        active=ACTIVE,
    )


def _need(request: HttpRequest, pk: int) -> Need:
    found = queries.need(pk)
    if found is None:
        raise Http404
    must_hold(request, rules.PLAN, found.territory_id)
    return found


@holding(rules.PLAN)
@require_safe
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """One need: what it rests on, the consultations on it, its answer."""
    found = _need(request, pk)
    context = {
        "active": ACTIVE,
        "desk": True,
        "need": found,
        "source": SOURCES[found.source],
        "place_name": compound_name(found.territory_id),
        "traces": [(TRACES.get(kind, kind), number) for kind, number in queries.trace_counts(pk).items()],
        "cases": queries.case_numbers(pk),
        "sheets": [(one, SHEET_STATES[one.state]) for one in queries.consultations(pk)],
        "items": queries.items_for(pk),
    }
    return render(request, "programmes/need_desk.html", context)


@holding(rules.PLAN)
@require_http_methods(BOTH)
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Answered in public, or open again."""
    found = _need(request, pk)
    same = {"need_id": pk, **by(request)}
    steps = {
        "answer": Small(
            AnswerForm, _("Answer in public"), _("Publish the answer"), _("Answered. Everybody reads it."),
            lambda data: actions.answer_need(answer=data["answer"], **same), found.title,
        ),
        "reopen": Small(
            ReasonForm, _("Open the need again"), _("Open it again"), _("It is open again."),
            lambda data: actions.reopen_need(reason=data["reason"], **same), found.title,
        ),
    }  # fmt: skip
    return small_step(request, steps, verb, reverse("programmes:need_desk", args=[pk]), answer=found.answer)


@holding(rules.PLAN)
@require_http_methods(BOTH)
def sheet_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet for a joint consultation."""
    found = _need(request, pk)
    return act(
        request,
        filled(SheetForm, request, initial={"held_date": local_date(clock.now())}),
        lambda data: actions.open_consultation(need_id=pk, held_date=data["held_date"], **by(request)),
        heading=_("Joint consultation"),
        lead=found.title,
        button=_("Open the sheet"),
        back=reverse("programmes:need_desk", args=[pk]),
        done=_("Write down what each side says, then settle it."),
        active=ACTIVE,
    )


def _sheet(request: HttpRequest, pk: int) -> Consultation:
    found = queries.consultation(pk)
    if found is None:
        raise Http404
    must_hold(request, rules.PLAN, found.need.territory_id)
    return found


@holding(rules.PLAN)
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What each side said, and what it came to."""
    found = _sheet(request, pk)
    if found.state == states.SETTLED:
        return redirect("programmes:need", found.need_id)
    views = list(found.views.all())
    context = {
        "active": ACTIVE,
        "desk": True,
        "sheet": found,
        "state": SHEET_STATES[found.state],
        "views": [(SIDES[one.side], one) for one in views],
        "is_open": found.state == states.DRAFT,
        "may_settle": bool(rules.both_sides(views)) and found.held_date <= local_date(clock.now()),
        "least": rules.LEAST_SIDES,
    }
    return render(request, "programmes/sheet.html", context)


@holding(rules.PLAN)
@require_http_methods(BOTH)
def sheet_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A side is heard; the sheet is settled, or put away."""
    found = _sheet(request, pk)
    same = {"consultation_id": pk, **by(request)}
    lead = found.need.title
    steps = {
        "hear": Small(
            HearForm, _("Write down what a side says"), _("Keep it"), _("Kept."),
            lambda data: actions.hear(side=data["side"], name=data["name"], said=data["said"], **same), lead,
        ),
        "settle": Small(
            SettleForm, _("What the consultation came to"), _("Settle and publish it"), _("Settled. Everybody reads it."),
            lambda data: actions.settle_consultation(
                found=actions.Findings(data["cause"], data["responsibility"], data["remedy"]), **same
            ), lead,
        ),
        "drop": Small(
            ReasonForm, _("Put the sheet away"), _("Put it away"), _("The sheet is put away."),
            lambda data: actions.drop_consultation(reason=data["reason"], **same), lead,
        ),
    }  # fmt: skip
    return small_step(request, steps, verb, reverse("programmes:sheet", args=[pk]))
