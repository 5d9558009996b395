"""Kinds and where their cases go: dated rules, tried on last month's cases before they hold; what the suggestion is worth."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yuanba.cases import queries, rules, template
from yuanba.cases.actions import routing_rules
from yuanba.cases.actions.dating import may_set_for_all
from yuanba.cases.actions.routing_rules import NewRule
from yuanba.cases.models import RoutingRule
from yuanba.cases.queries.routes import Trial, rules_in, trial
from yuanba.cases.queries.suggested import newest
from yuanba.cases.queries.workers import workers
from yuanba.kernel.verdict import Refused
from yuanba.places import lists as place_lists
from yuanba.places import queries as places
from yuanba.web.acting import filled
from yuanba.web.cases.labels import QUEUES, TERM_CLASSES, category_name, organ_name
from yuanba.web.casework import frame
from yuanba.web.casework.case_forms import words
from yuanba.web.forms import PageForm
from yuanba.web.places.forms import day_field

SHOWN = 50


class RuleForm(PageForm):
    category = forms.ChoiceField(label=gettext_lazy("Kind"))
    building = forms.TypedChoiceField(
        label=gettext_lazy("Only this building"), coerce=int, empty_value=None, required=False
    )
    cluster = forms.TypedChoiceField(
        label=gettext_lazy("Only this cluster of buildings"), coerce=int, empty_value=None, required=False
    )
    organ = forms.ChoiceField(label=gettext_lazy("Goes to which service organ"))
    handler = forms.ChoiceField(label=gettext_lazy("And to whom"), required=False)
    from_date = day_field(gettext_lazy("From this day on"))
    to_date = day_field(gettext_lazy("Until this day (not included)"), required=False)
    reason = words(gettext_lazy("Why"), most=200)

    def __init__(self, *args: Any, place: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = frame.categories()
        self.fields["organ"].choices = [(key, organ_name(key)) for key in template.organs()]
        self.fields["handler"].choices = [("", _("Nobody yet")), *workers(place, frame.today())]
        for name, rows in (("building", place_lists.buildings_of(place)), ("cluster", place_lists.clusters_of(place))):
            found = [(one.pk, one.name) for one in rows]
            if found:
                self.fields[name].choices = [("", "–"), *found]
            else:
                del self.fields[name]

    def rule(self, place: int) -> NewRule:
        data = self.cleaned_data
        return NewRule(
            category=data["category"], territory_id=place, organ=data["organ"], handler_ref=data["handler"],
            from_date=data["from_date"], to_date=data["to_date"], reason=data["reason"],
            building_id=data.get("building"), cluster_id=data.get("cluster"),
        )  # fmt: skip


class EndForm(PageForm):
    to_date = day_field(gettext_lazy("The first day on which it no longer holds"))


@frame.worker
@require_safe
def routing(request: HttpRequest) -> HttpResponse:
    """Every kind with its organ, the rules that say otherwise, and what the suggestion is worth."""
    rows = list(rules_in(request.actor, frame.today())[:SHOWN])
    names = places.names_at([row.territory_id for row in rows if row.territory_id], frame.today())
    kinds = [
        {"row": one, "name": category_name(one), "organ": organ_name(one.organ), "queue": QUEUES[one.queue],
         "term": TERM_CLASSES[one.term_class]}
        for one in queries.categories_at(frame.today())
    ]  # fmt: skip
    context = {
        "kinds": kinds,
        "rules": [_shown(request, row, names) for row in rows],
        "learnt": newest(),
        "may_add": request.actor.holds_anywhere(rules.SUPERVISE),
        "may_set_kinds": may_set_for_all(request.actor, frame.by(request)["now"]).ok,
    }
    return frame.page(request, "casework/routing.html", context)


def _shown(request: HttpRequest, row: RoutingRule, names: dict[int, str]) -> dict[str, Any]:
    where = [names.get(row.territory_id or 0, _("Everywhere"))]
    where += [one.name for one in (row.building, row.cluster) if one is not None]
    on = frame.today()
    return {
        "row": row,
        "name": category_name(row.category),
        "where": " · ".join(where),
        "organ": organ_name(row.organ),
        "handler": frame.people([row.handler_ref]).get(row.handler_ref, "") if row.handler_ref else "",
        "is_over": row.to_date is not None and row.to_date <= on,
        "is_coming": row.from_date > on,
        "may_end": row.territory_id is not None and (row.to_date is None or row.to_date > on)
        and frame.may(request, rules.SUPERVISE, row.territory_id),
    }  # fmt: skip


@frame.worker
@require_http_methods(["GET", "HEAD", "POST"])
def rule_new(request: HttpRequest) -> HttpResponse:
    """A rule is tried on last month's cases first; with the second sending it holds."""
    place = _place(request)
    if isinstance(place, HttpResponse):
        return place
    form = filled(RuleForm, request, place=place, initial={"from_date": frame.today()})
    tried = None
    if request.method == "POST" and form.is_valid():
        try:
            if "confirmed" in request.POST:
                routing_rules.add_rule(rule=form.rule(place), **frame.by(request))
                messages.success(request, _("The rule holds from its day on."))
                return redirect("casework:routing")
            proposed = routing_rules.checked(form.rule(place), frame.by(request)["now"])
            tried = _trial(request, proposed, None)
        except Refused as refused:
            form.refuse(refused)
    context = {"form": form, "tried": _turns(tried), "place": places.full_name_at(place, frame.today()),
               "heading": _("A routing rule"), "keep": _("Let it hold"), "back": reverse("casework:routing")}  # fmt: skip
    return frame.page(request, "casework/rule.html", context, code=form.why[0].status if form.why else 200)


def _place(request: HttpRequest) -> "int | HttpResponse":
    place, asked = frame.chosen_place(
        request, (rules.SUPERVISE,), heading=_("A routing rule"), route="casework:rule_new"
    )
    return asked if asked is not None else place


def _trial(request: HttpRequest, added: RoutingRule | None, ended: RoutingRule | None) -> Trial:
    row = added or ended
    assert row is not None, "something is tried"
    return trial(
        category_id=row.category_id, territory_ids=frame.inside(request), added=added,
        without=ended.pk if ended else None, now=frame.by(request)["now"],
    )  # fmt: skip


def _turns(tried: Trial | None) -> dict[str, Any] | None:
    if tried is None:
        return None
    rows = [
        (case, category_name(case.category), organ_name(turn.before.organ), organ_name(turn.after.organ))
        for case, turn in tried.turns[:SHOWN]
    ]
    return {"looked_at": tried.looked_at, "count": len(tried.turns), "rows": rows, "is_cut": len(tried.turns) > SHOWN}


@frame.worker
@require_http_methods(["GET", "HEAD", "POST"])
def rule_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule ends: tried first, then kept."""
    row = rules_in(request.actor, frame.today()).filter(pk=pk).first()
    if row is None:
        raise Http404
    form = filled(EndForm, request, initial={"to_date": frame.today()})
    tried = None
    if request.method == "POST" and form.is_valid():
        try:
            if "confirmed" in request.POST:
                routing_rules.end_rule(rule_id=pk, to_date=form.cleaned_data["to_date"], **frame.by(request))
                messages.success(request, _("The rule ends on that day; the row stays."))
                return redirect("casework:routing")
            tried = _trial(request, None, row)
        except Refused as refused:
            form.refuse(refused)
    context = {"form": form, "tried": _turns(tried), "place": f"{category_name(row.category)} → {organ_name(row.organ)}",
               "heading": _("End a rule"), "keep": _("End this rule"), "back": reverse("casework:routing")}  # fmt: skip
    return frame.page(request, "casework/rule.html", context, code=form.why[0].status if form.why else 200)
