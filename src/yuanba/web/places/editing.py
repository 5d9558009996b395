"""Changing the tree, the cards, the grids and the calendar: each a small form before one action."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from yuanba.kernel.calendar import local_date
from yuanba.places import actions, lists, queries
from yuanba.web import clock
from yuanba.web.acting import act, filled
from yuanba.web.doors import holding
from yuanba.web.places import forms

editable = require_http_methods(["GET", "HEAD", "POST"])


def by(request: HttpRequest) -> dict:
    """Who acts, and when."""
    return {"actor": request.actor, "now": clock.now()}


def today() -> date:
    return local_date(clock.now())


def card(pk: int) -> str:
    return reverse("places:place", args=[pk])


def plain(values: dict) -> dict:
    """The cleaned values without the form's own key."""
    return {name: value for name, value in values.items() if name != "request_key"}


def titled(heading: object, pk: int) -> str:
    return f"{heading} · {queries.name_at(pk, today())}"


@holding("places.edit")
@editable
def found(request: HttpRequest, pk: int) -> HttpResponse:
    form = filled(forms.FoundForm, request)

    def do(values: dict) -> object:
        return actions.found(**plain(values), parent_id=pk, **by(request))

    return act(
        request, form, do, heading=titled(_("Found a territory in"), pk), button=_("Found it"), back=card(pk),
        done=_("It stands in the tree now."),
    )  # fmt: skip


@holding("places.edit")
@editable
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    node = queries.version_at(pk, today())
    form = filled(forms.RenameForm, request, initial={"name": node.name, "code": node.code} if node else {})

    def do(values: dict) -> object:
        return actions.rename(territory_id=pk, **plain(values), **by(request))

    return act(
        request, form, do, heading=titled(_("Rename"), pk), button=_("Rename it"), back=card(pk),
        done=_("Renamed. Older days keep the older name."),
    )  # fmt: skip


def others_like(pk: int) -> list[tuple[int, str]]:
    """The other territories of its kind."""
    nodes = queries.tree_at(today())
    kind = next((node.kind for node in nodes if node.id == pk), "")
    return [(node.id, node.name) for node in nodes if node.kind == kind and node.id != pk]


@holding("places.edit")
@editable
def move(request: HttpRequest, pk: int) -> HttpResponse:
    nodes = queries.tree_at(today())
    places = [(node.id, node.name) for node in nodes if node.kind != "COMPOUND" and node.id != pk]
    form = filled(forms.MoveForm, request, places=places)

    def do(values: dict) -> object:
        rest = {name: values[name] for name in ("from_date", "basis")}
        return actions.move(territory_id=pk, parent_id=values["parent"], **rest, **by(request))

    return act(
        request, form, do, heading=titled(_("Move"), pk), button=_("Move it"), back=card(pk),
        done=_("Moved. Older days keep the older place."),
    )  # fmt: skip


@holding("places.edit")
@editable
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    form = filled(forms.MergeForm, request, places=others_like(pk))

    def do(values: dict) -> object:
        rest = {name: values[name] for name in ("name", "code", "from_date", "basis")}
        return actions.merge(territory_ids=[pk, *values["others"]], **rest, **by(request))

    return act(
        request, form, do, heading=titled(_("Merge"), pk), button=_("Merge them"), back=card(pk),
        done=_("Merged. The old names stay findable and lead to the new one."),
        lead=_("Everything that lies in them, their rolls included, goes over to the whole."),
    )  # fmt: skip


@holding("places.edit")
@editable
def split(request: HttpRequest, pk: int) -> HttpResponse:
    children = [(node.id, node.name) for node in queries.children_at(pk, today())]
    buildings = [(row.pk, row.name) for row in lists.buildings_of(pk)]
    form = filled(forms.SplitForm, request, children=children, buildings=buildings)

    def do(values: dict) -> object:
        second, far = set(values.get("children", ())), set(values.get("buildings", ()))
        parts = [
            actions.Part(
                values["first"],
                children=tuple(one for one, _name in children if one not in second),
                buildings=tuple(one for one, _name in buildings if one not in far),
            ),
            actions.Part(values["second"], children=tuple(second), buildings=tuple(far)),
        ]
        rest = {name: values[name] for name in ("from_date", "basis")}
        return actions.split(territory_id=pk, parts=parts, **rest, **by(request))

    return act(
        request, form, do, heading=titled(_("Split"), pk), button=_("Split it"), back=card(pk),
        done=_("Split. The old name stays findable and leads to the parts."),
    )  # fmt: skip


@holding("places.edit")
@editable
def end(request: HttpRequest, pk: int) -> HttpResponse:
    form = filled(forms.BasisForm, request)

    def do(values: dict) -> object:
        return actions.end(territory_id=pk, **plain(values), **by(request))

    return act(
        request, form, do, heading=titled(_("End"), pk), button=_("End it"), back=card(pk),
        done=_("Ended. Everything recorded stays readable."),
    )  # fmt: skip


@holding("places.edit")
@editable
def overlay(request: HttpRequest, pk: int) -> HttpResponse:
    areas = [(node.id, node.name) for node in queries.tree_at(today()) if node.kind == "FUNCTIONAL_AREA"]
    form = filled(forms.OverlayForm, request, places=areas)

    def do(values: dict) -> object:
        return actions.add_overlay(
            area_id=values["area"], territory_id=pk, from_date=values["from_date"], **by(request)
        )

    return act(
        request, form, do, heading=titled(_("Put under a functional area"), pk), button=_("Put it there"),
        back=card(pk), done=_("Done."),
    )  # fmt: skip


@holding("places.edit")
@editable
def end_overlay(request: HttpRequest, pk: int, overlay_pk: int) -> HttpResponse:
    form = filled(forms.DayForm, request)

    def do(values: dict) -> object:
        return actions.end_overlay(overlay_id=overlay_pk, to_date=values["to_date"], **by(request))

    return act(
        request, form, do, heading=titled(_("Take from the functional area"), pk), button=_("Take it out"),
        back=card(pk), done=_("Done."),
    )  # fmt: skip


@holding("places.card")
@editable
def population(request: HttpRequest, pk: int) -> HttpResponse:
    form = filled(forms.PopulationForm, request)

    def do(values: dict) -> object:
        return actions.record_population(territory_id=pk, **plain(values), **by(request))

    return act(
        request, form, do, heading=titled(_("Population"), pk), button=_("Record it"), back=card(pk),
        lead=_("No figure is shown without its source and its day."),
    )  # fmt: skip


@holding("places.card")
@editable
def asset(request: HttpRequest, pk: int) -> HttpResponse:
    form = filled(forms.AssetForm, request)

    def do(values: dict) -> object:
        return actions.record_asset(territory_id=pk, **plain(values), **by(request))

    return act(request, form, do, heading=titled(_("Asset"), pk), button=_("Record it"), back=card(pk))


@holding("places.card")
@editable
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    form = filled(forms.CompoundForm, request)

    def do(values: dict) -> object:
        return actions.describe_compound(compound_id=pk, **plain(values), **by(request))

    return act(request, form, do, heading=titled(_("Kind and address"), pk), button=_("Keep it so"), back=card(pk))


@holding("places.card")
@editable
def fact(request: HttpRequest, pk: int) -> HttpResponse:
    form = filled(forms.FactForm, request, initial={"key": request.GET.get("key", "")})

    def do(values: dict) -> object:
        return actions.set_fact(compound_id=pk, **plain(values), **by(request))

    return act(
        request, form, do, heading=titled(_("One of the nine facts"), pk), button=_("Record it"), back=card(pk),
        lead=_("Older days keep their value; the same day is corrected."),
    )  # fmt: skip


@holding("places.card")
@editable
def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    form = filled(forms.MilestoneForm, request)

    def do(values: dict) -> object:
        return actions.add_milestone(territory_id=pk, **plain(values), **by(request))

    return act(request, form, do, heading=titled(_("Milestone"), pk), button=_("Record it"), back=card(pk))


@holding("places.card")
@require_POST
def remove_milestone(request: HttpRequest, pk: int, milestone_pk: int) -> HttpResponse:
    actions.remove_milestone(milestone_id=milestone_pk, **by(request))
    return redirect(card(pk))


@holding("places.card")
@editable
def phase(request: HttpRequest, pk: int) -> HttpResponse:
    form = filled(forms.NameForm, request)

    def do(values: dict) -> object:
        return actions.add_phase(compound_id=pk, name=values["name"], **by(request))

    return act(request, form, do, heading=titled(_("Phase"), pk), button=_("Add it"), back=card(pk))


@holding("places.card")
@editable
def cluster(request: HttpRequest, pk: int) -> HttpResponse:
    form = filled(forms.NameForm, request)

    def do(values: dict) -> object:
        return actions.add_cluster(compound_id=pk, name=values["name"], **by(request))

    return act(request, form, do, heading=titled(_("Cluster of buildings"), pk), button=_("Add it"), back=card(pk))


@holding("places.card")
@editable
def building(request: HttpRequest, pk: int, building_pk: int) -> HttpResponse:
    form = filled(
        forms.PlaceBuildingForm,
        request,
        phases=[(row.pk, row.name) for row in lists.phases_of(pk)],
        clusters=[(row.pk, row.name) for row in lists.clusters_of(pk)],
    )

    def do(values: dict) -> object:
        chosen = {"phase_id": values["phase"], "cluster_id": values["cluster"]}
        return actions.place_building(building_id=building_pk, **chosen, **by(request))

    return act(
        request, form, do, heading=titled(_("Phase and cluster of a building"), pk), button=_("Keep it so"),
        back=card(pk),
    )  # fmt: skip


@holding("places.edit")
@editable
def calendar_day(request: HttpRequest) -> HttpResponse:
    form = filled(forms.CalendarDayForm, request)

    def do(values: dict) -> object:
        return actions.set_day(**plain(values), **by(request))

    return act(
        request, form, do, heading=_("A day that a notice moves"), button=_("Enter it"),
        back=reverse("places:calendar"), done=_("Entered. Deadlines count with it from now on."),
    )  # fmt: skip


@holding("places.edit")
@editable
def calendar_year(request: HttpRequest) -> HttpResponse:
    form = filled(forms.CalendarYearForm, request)

    def do(values: dict) -> object:
        return actions.announce_year(year=values["year"], source=values["source"], **by(request))

    return act(
        request, form, do, heading=_("The notice of a year is out"), button=_("The year is known"),
        back=reverse("places:calendar"), done=_("Deadlines may count the days of this year now."),
    )  # fmt: skip
