"""The keepers' desk: what waits, plans from draft to end, and what stands in them."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.kernel.calendar import local_date
from yuanba.people.models import Organisation
from yuanba.places.queries import lineage
from yuanba.programmes import actions, queries, rules, states
from yuanba.programmes.models import CompoundPlan
from yuanba.web import clock
from yuanba.web.acting import Do, Text, act, filled
from yuanba.web.doors import holding
from yuanba.web.programmes import shown
from yuanba.web.programmes.forms import DAY, AdoptForm, ItemForm, OutcomeForm, PlanForm, ReasonForm, values_of
from yuanba.web.programmes.frame import ACTIVE, BOTH, Small, by, compound_name, compounds_with, must_hold, small_step

MOST = 100


@holding(rules.REPORT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, then every plan of the visitor's compounds."""
    today = local_date(clock.now())
    mine = compounds_with(request, rules.REPORT)
    names = dict(mine)
    plans = list(queries.plans_in(names)[:MOST])
    context = {
        "active": ACTIVE,
        "desk": True,
        "places": compounds_with(request, rules.PLAN),
        "names": names,
        "to_accept": [shown.item_row(one, today) for one in queries.items_to_accept(names)[:MOST]],
        "late": [shown.item_row(one, today) for one in queries.late_items(names, today)[:MOST]],
        "waiting": [shown.idea_row(one) for one in queries.waiting_projects(names)[:MOST]],
        "plans": [shown.plan_card(one, [], today) for one in plans],
    }
    return render(request, "programmes/desk.html", context)


@holding(rules.PLAN)
@require_http_methods(BOTH)
def new(request: HttpRequest, place: int) -> HttpResponse:
    """A new draft."""
    must_hold(request, rules.PLAN, place)
    today = local_date(clock.now())
    initial = {"from_date": today, "last_date": date(today.year + 1, today.month, 1) - DAY}

    def do(data: dict[str, Any]) -> object:
        plan = actions.NewPlan(place, data["kind"], data["title"], data["from_date"], data["last_date"] + DAY)
        return actions.draft_plan(new=plan, **by(request))

    return act(
        request,
        filled(PlanForm, request, initial=initial),
        do,
        heading=_("Draft one of the three plans"),
        lead=compound_name(place),
        button=_("Keep the draft"),
        back=reverse("programmes:desk"),
        done=_("The draft is kept. Add what is to be done."),
        active=ACTIVE,
    )


def _plan(request: HttpRequest, pk: int, permission: str = rules.REPORT) -> CompoundPlan:
    found = queries.plan(pk)
    if found is None:
        raise Http404
    must_hold(request, permission, found.territory_id)
    return found


@holding(rules.REPORT)
@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan with its items, and what can be done with it now."""
    found, today = _plan(request, pk), local_date(clock.now())
    items = queries.items_of([pk])
    keeps = bool(rules.holds(request.actor, rules.PLAN, found.territory_id, clock.now()))
    context = shown.plan_card(found, items, today) | {
        "active": ACTIVE,
        "desk": True,
        "place_name": compound_name(found.territory_id),
        "keeps": keeps,
        "may_add": keeps and found.state in (states.DRAFT, states.RUNNING),
        "has_needs": any(one.settled_at is None for one in queries.needs(found.territory_id)),
        "may_close": keeps and found.state == states.RUNNING and bool(rules.all_over(items)),
    }
    return render(request, "programmes/plan_desk.html", context)


@holding(rules.PLAN)
@require_http_methods(BOTH)
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Adopted, closed, or put away."""
    found = _plan(request, pk, rules.PLAN)
    same = {"plan_id": pk, **by(request)}
    steps = {
        "adopt": Small(
            AdoptForm,
            _("Adopt the plan"),
            _("Adopt and publish it"),
            _("The plan runs. Everybody reads it."),
            lambda data: actions.adopt(decision=data["decision"], decided_date=data["decided_date"], **same),
            found.title,
        ),
        "close": Small(
            OutcomeForm,
            _("Close the plan"),
            _("Close and publish what came of it"),
            _("The plan is closed."),
            lambda data: actions.close_plan(outcome=data["outcome"], **same),
            found.title,
        ),
        "drop": Small(
            ReasonForm,
            _("Put the draft away"),
            _("Put it away"),
            _("The draft is put away."),
            lambda data: actions.drop_plan(reason=data["reason"], **same),
            found.title,
        ),
    }
    back = reverse("programmes:plan", args=[pk])
    return small_step(request, steps, verb, back, decided_date=local_date(clock.now()))


def choices_for(place: int) -> dict[str, list[tuple[int, str]]]:
    """What an item of this place can refer to: its needs, settled consultations, offers, and the bodies that answer."""
    today = local_date(clock.now())
    needs = [one for one in queries.needs(place) if one.settled_at is None]
    bodies = Organisation.objects.filter(territory_id__in=lineage(place, today), ended_date__isnull=True)
    return {
        "needs": [(one.pk, f"{one.number}. {one.title}") for one in needs],
        "consultation": [(one.pk, f"{one.need.number}. {one.need.title}") for one in queries.settled_sheets(place)],
        "resources": [(one.pk, f"{one.provider} · {one.offer}") for one in queries.resources(place, today)],
        "owner": list(bodies.order_by("name").values_list("pk", "name")),
    }


def order_of(data: dict[str, Any]) -> actions.ItemOrder:
    return actions.ItemOrder(
        title=data["title"],
        what=data["what"],
        owner_id=data["owner"],
        contact_line=data["contact_line"],
        due_date=data["last_date"],
        need_ids=tuple(data["needs"]),
        budget_fen=data["budget"] or 0,
        funding=data["funding"],
        track=data["track"],
        consultation_id=data.get("consultation") or None,
        resource_ids=tuple(data.get("resources") or ()),
    )


@holding(rules.PLAN)
@require_http_methods(BOTH)
def item_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Something to do is added to the plan."""
    found = _plan(request, pk, rules.PLAN)
    form = filled(ItemForm, request, choices=choices_for(found.territory_id))
    return _item_form(
        request,
        form,
        found,
        lambda data: actions.add_item(plan_id=pk, order=order_of(data), **by(request)),
        _("Added."),
    )


@holding(rules.PLAN)
@require_http_methods(BOTH)
def item_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """An item of a draft is changed."""
    one = queries.item(pk)
    if one is None or one.plan.state != states.DRAFT:
        raise Http404
    found = _plan(request, one.plan_id, rules.PLAN)
    form = filled(ItemForm, request, initial=values_of(one), choices=choices_for(found.territory_id))
    return _item_form(
        request,
        form,
        found,
        lambda data: actions.change_item(item_id=pk, order=order_of(data), **by(request)),
        _("Changed."),
    )


def _item_form(request: HttpRequest, form: ItemForm, found: CompoundPlan, do: Do, done: Text) -> HttpResponse:
    return act(
        request,
        form,
        do,
        heading=_("What is to be done"),
        lead=found.title,
        button=_("Keep it"),
        back=reverse("programmes:plan", args=[found.pk]),
        done=done,
        active=ACTIVE,
    )
