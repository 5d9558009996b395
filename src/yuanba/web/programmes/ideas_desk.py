"""Residents' ideas at the desk: talked over, chosen or not, taken into a plan."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.programmes import actions, queries, rules, states
from yuanba.programmes.models import CompoundPlan, MicroProject
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import holding
from yuanba.web.programmes import shown
from yuanba.web.programmes.desk import choices_for, order_of
from yuanba.web.programmes.forms import DeclineForm, HeldForm, ItemForm, MeetForm
from yuanba.web.programmes.frame import ACTIVE, BOTH, Small, by, compound_name, must_hold, small_step


def _idea(request: HttpRequest, pk: int) -> MicroProject:
    found = queries.micro_project(pk)
    if found is None or found.state == states.WITHDRAWN:
        raise Http404
    must_hold(request, rules.PLAN, found.territory_id)
    return found


@holding(rules.PLAN)
@require_safe
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea and its one next step."""
    found = _idea(request, pk)
    context = shown.idea_row(found) | {
        "active": ACTIVE,
        "desk": True,
        "place_name": compound_name(found.territory_id),
        "was_held": found.meets_at is not None and found.meets_at <= clock.now(),
        "has_plans": bool(_plans(found)),
    }
    return render(request, "programmes/idea_desk.html", context)


def _plans(found: MicroProject) -> list[CompoundPlan]:
    rows = queries.plans_in([found.territory_id])
    return [one for one in rows if one.state in (states.DRAFT, states.RUNNING)]


@holding(rules.PLAN)
@require_http_methods(BOTH)
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The idea is put up for a talk, chosen, declined, or taken into a plan."""
    found = _idea(request, pk)
    if verb == "take-up":
        return _take_up(request, found)
    same = {"project_id": pk, **by(request)}
    steps = {
        "meet": Small(
            MeetForm, _("When is it talked over?"), _("Announce it"), _("Announced. Whoever proposed it is told."),
            lambda data: actions.deliberate(meets_at=data["meets_at"], where=data["where"], **same), found.title,
        ),
        "choose": Small(
            HeldForm, _("The talk was for it"), _("Keep the result"), _("Chosen. Now take it into a plan."),
            lambda data: actions.choose(held=_held(data), **same), found.title,
        ),
        "decline": Small(
            DeclineForm, _("It is not taken up"), _("Decline and publish why"), _("Declined. Whoever proposed it is told why."),
            lambda data: actions.decline(
                reason=data["reason"], held=_held(data) if data["present"] else None, **same
            ), found.title,
        ),
    }  # fmt: skip
    return small_step(request, steps, verb, reverse("programmes:idea_desk", args=[pk]))


def _held(data: dict[str, Any]) -> actions.Deliberation:
    return actions.Deliberation(data["present"], data["in_favour"] or 0, data["against"] or 0, data["minutes"])


def _take_up(request: HttpRequest, found: MicroProject) -> HttpResponse:
    """Into which plan, then the item's form with what the resident wrote."""
    plans = _plans(found)
    asked = request.GET.get("plan", "")
    plan = next((one for one in plans if str(one.pk) == asked), plans[0] if len(plans) == 1 else None)
    if plan is None:
        context = {"active": ACTIVE, "idea": found, "plans": plans, "desk": True}
        return render(request, "programmes/take_up.html", context)
    initial = {"title": found.title, "what": found.what}
    form = filled(ItemForm, request, initial=initial, choices=choices_for(found.territory_id), needs_asked=False)
    return act(
        request,
        form,
        lambda data: actions.take_up(project_id=found.pk, plan_id=plan.pk, order=order_of(data), **by(request)),
        heading=_("Take it into a plan"),
        lead=plan.title,
        button=_("Take it into the plan"),
        back=reverse("programmes:plan", args=[plan.pk]),
        done=_("It is an item of the plan now. Whoever proposed it is told."),
        active=ACTIVE,
    )
