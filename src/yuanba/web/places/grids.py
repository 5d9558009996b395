"""The grids of a community: sizes with warnings, what lies in no grid, drawing and filling (R-041)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yuanba.people.queries import grid_workers
from yuanba.places import actions, lists, queries
from yuanba.web.acting import act, filled
from yuanba.web.doors import holding
from yuanba.web.places import forms
from yuanba.web.places.editing import by, editable, plain, titled, today
from yuanba.web.places.labels import GRID_LEVELS
from yuanba.web.refusals import explain

SHOWN = 300


def grids_of(pk: int) -> str:
    return reverse("places:grids", args=[pk])


@holding("places.card")
@require_safe
def grids(request: HttpRequest, pk: int) -> HttpResponse:
    """Every grid with its size, warnings, and the gaps."""
    on = today()
    low, high, source = queries.micro_grid_band(on)
    sizes = {row.grid_id: row for row in queries.grid_sizes(pk, on)}
    rows = [
        (row, GRID_LEVELS[row.level], sizes.get(row.pk), "" if row.pk not in sizes else warning(sizes[row.pk]))
        for row in lists.grids_of(pk, on)
    ]
    gaps = queries.grid_gaps(pk, on)
    context = {
        "pk": pk,
        "name": queries.name_at(pk, on),
        "rows": rows,
        "gap_count": gaps.count(),
        "gaps": gaps[:SHOWN],
        "band": (low, high, source),
        "workers": grid_workers(pk, on),
    }
    return render(request, "places/grids.html", context)


def warning(size: queries.GridSize) -> str:
    return "" if size.verdict else explain(size.verdict).rule


@holding("places.card")
@editable
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    upper = [(row.pk, row.name) for row in lists.grids_of(pk, today()) if row.level in {"COMMUNITY", "GENERAL"}]
    form = filled(forms.GridForm, request, grids=upper)

    def do(values: dict) -> object:
        rest = {name: values[name] for name in ("level", "name", "from_date")}
        return actions.draw_grid(community_id=pk, parent_id=values["parent"], **rest, **by(request))

    return act(
        request, form, do, heading=titled(_("Draw a grid in"), pk), button=_("Draw it"), back=grids_of(pk),
        lead=_("A community grid holds general grids, a general grid holds micro-grids; dedicated ones stand beside."),
    )  # fmt: skip


@holding("places.card")
@editable
def fill(request: HttpRequest, pk: int, grid_pk: int) -> HttpResponse:
    gaps = [
        (row.pk, f"{row.entrance.building.name}{row.entrance.name}{row.number}")
        for row in queries.grid_gaps(pk, today())[:SHOWN]
    ]
    form = filled(forms.FillGridForm, request, premises=gaps)

    def do(values: dict) -> object:
        return actions.place_in_grid(
            grid_id=grid_pk, premises_ids=values["premises"], from_date=values["from_date"], **by(request)
        )

    return act(request, form, do, heading=titled(_("Fill a grid in"), pk), button=_("Put them in"), back=grids_of(pk))


@holding("places.card")
@editable
def end(request: HttpRequest, pk: int, grid_pk: int) -> HttpResponse:
    form = filled(forms.DayForm, request)

    def do(values: dict) -> object:
        return actions.end_grid(grid_id=grid_pk, **plain(values), **by(request))

    return act(request, form, do, heading=titled(_("End a grid in"), pk), button=_("End it"), back=grids_of(pk))
