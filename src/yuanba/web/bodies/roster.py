"""The roster of a community: grid workers with the people each serves, building leads and cluster leads."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yuanba.kernel.identifiers import mask_name
from yuanba.people import actions, queries
from yuanba.people.models import Appointment
from yuanba.places.lists import buildings_of, clusters_of
from yuanba.places.models import Territory
from yuanba.places.queries import children_at, name_at
from yuanba.web import sent
from yuanba.web.acting import act, filled
from yuanba.web.bodies import forms
from yuanba.web.bodies.scope import both, by, community, nodes, today
from yuanba.web.doors import holding
from yuanba.web.people.labels import POSTS
from yuanba.web.places.labels import GRID_LEVELS
from yuanba.web.refusals import explain

DOOR = "people.keep_roster"
LEADS = {"building": "BUILDING_LEAD", "cluster": "CLUSTER_LEAD"}


def roster_of(pk: int) -> str:
    return reverse("bodies:roster", args=[pk])


@holding(DOOR)
@require_safe
def rosters(request: HttpRequest) -> HttpResponse:
    """The communities whose roster is mine; straight on if it is one."""
    places = nodes(request, DOOR, frozenset({Territory.Kind.COMMUNITY}))
    if len(places) == 1:
        return HttpResponseRedirect(roster_of(places[0][0]))
    return render(request, "bodies/rosters.html", {"places": places})


@holding(DOOR)
@require_safe
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """Who serves each grid and building, what is empty, and how many people one worker serves."""
    community(request, pk)
    on = today()
    lines = queries.grid_roster(pk, on)
    total = queries.grid_workers(pk, on)
    compounds = [node for node in children_at(pk, on) if node.kind == Territory.Kind.COMPOUND]
    leads = queries.leads_in([node.id for node in compounds], on)
    context = {
        "pk": pk,
        "name": name_at(pk, on),
        "lines": [
            (line, GRID_LEVELS[line.level], "" if line.size else explain(line.size).rule, whole(line.per_worker))
            for line in lines
        ],
        "total": total,
        "each": whole(total.per_worker),
        "empty_count": sum(1 for line in lines if not line.workers),
        "compounds": [(node, leads[node.id]) for node in compounds],
    }
    return render(request, "bodies/roster.html", context)


def whole(share: Any) -> int | None:
    """People ÷ workers as people read it, half up."""
    return None if share is None else int(share * 2 + 1) // 2


def assign(request: HttpRequest, community_pk: int, place_pk: int, post: str, parts: list) -> HttpResponse:
    """The form that gives a grid, building or cluster to somebody."""
    asked = sent.whole(request.GET.get("part"))
    form = filled(
        forms.AssignForm,
        request,
        parts=parts,
        initial={"from_date": today(), "part": "" if asked is None else str(asked)},
    )

    def do(values: dict) -> object:
        person = actions.register_person(name=values["name"], phone=values["phone"], **by(request))
        facts = {name: values[name] for name in ("from_date", "to_date", "relay_line")}
        return actions.assign(
            post=post, person_id=person.pk, territory_id=place_pk, part_id=values["part"], **facts, **by(request)
        )

    return act(
        request, form, do, heading=f"{POSTS[post]} · {name_at(place_pk, today())}", button=_("Appoint"),
        lead=_("The public sees the surname and the contact line, never the number."), back=roster_of(community_pk),
        done=_("Appointed. It stands on the page of the compound."), active="bodies",
    )  # fmt: skip


@holding(DOOR)
@both
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    """A grid worker for one of the lowest grids."""
    community(request, pk)
    grids = [(line.grid_id, line.name) for line in queries.grid_roster(pk, today())]
    return assign(request, pk, pk, "GRID_WORKER", grids)


@holding(DOOR)
@both
def lead(request: HttpRequest, pk: int, compound_pk: int, post: str) -> HttpResponse:
    """A building lead or a cluster lead of a compound."""
    community(request, pk)
    if post not in LEADS or compound_pk not in {node.id for node in children_at(pk, today())}:
        raise Http404
    rows = buildings_of(compound_pk) if post == "building" else clusters_of(compound_pk)
    return assign(request, pk, compound_pk, LEADS[post], [(row.pk, row.name) for row in rows])


@holding(DOOR)
@both
def end(request: HttpRequest, pk: int, appointment_pk: int) -> HttpResponse:
    """Somebody serves no longer from a day on."""
    community(request, pk)
    places = {pk, *(node.id for node in children_at(pk, today()))}
    posts = (*LEADS.values(), "GRID_WORKER")
    rows = Appointment.objects.filter(pk=appointment_pk, territory_id__in=places, post__in=posts)
    row = rows.select_related("person").first()
    if row is None:
        raise Http404

    def do(values: dict) -> object:
        return actions.end_appointment(appointment_id=appointment_pk, to_date=values["to_date"], **by(request))

    return act(
        request, filled(forms.EndForm, request), do, heading=f"{POSTS[row.post]} {mask_name(row.person.name)}",
        button=_("Ends the service"), back=roster_of(pk), done=_("Ended. From that day on it carries nothing."), active="bodies",
    )  # fmt: skip
