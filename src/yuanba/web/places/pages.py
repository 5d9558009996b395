"""What anybody may read of places: the tree as of a day, the cards of communities and compounds, the calendar."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuanba.agreements import queries as agreements
from yuanba.ballots import queries as ballots
from yuanba.kernel.calendar import local_date
from yuanba.people.queries import building_leads, compound_card, honours_of
from yuanba.places import lists, queries
from yuanba.places.models import Territory
from yuanba.proposals import queries as proposals
from yuanba.web import clock, sent
from yuanba.web.agreements.labels import KINDS as TEXT_KINDS
from yuanba.web.ballots.labels import STATE_KINDS, STATES
from yuanba.web.doors import anyone
from yuanba.web.places.goings import goings_on, office
from yuanba.web.places.labels import ASSETS, CHANGES, COMPOUND_KINDS, FACTS, KINDS, fact_text, month


def as_of(request: HttpRequest) -> date:
    """The day that the address asks for, else today."""
    return sent.day(request.GET.get("on")) or local_date(clock.now())


def may(request: HttpRequest, permission: str, chain: tuple[int, ...]) -> bool:
    """Whether the page shows a button; the action decides again."""
    return bool(request.actor.holds(permission, chain))


@anyone
@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """The roots of the tree, and what lies directly in them."""
    on = as_of(request)
    nodes = queries.tree_at(on)
    known = {node.id for node in nodes}
    roots = [node for node in nodes if node.parent_id not in known]
    below = {root.id: [node for node in nodes if node.parent_id == root.id] for root in roots}
    context = {"on": on, "roots": roots, "below": below, "kinds": KINDS, "today": local_date(clock.now())}
    return render(request, "places/tree.html", context)


@anyone
@require_safe
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """One territory as of a day: where it lies, what lies in it, what became of it, and its card."""
    found = lists.territory(pk)
    if found is None:
        raise Http404
    on = as_of(request)
    chain = queries.lineage(pk, on)
    names = queries.names_at(chain, on)
    heirs = queries.successors(pk, on)
    context = {
        "pk": pk,
        "on": on,
        "today": local_date(clock.now()),
        "territory": found,
        "name": queries.name_at(pk, on),
        "way": [(one, names.get(one, "")) for one in reversed(chain[1:])],
        "children": queries.children_at(pk, on),
        "heirs": [(one, queries.name_at(one, on)) for one in heirs if one != pk],
        "ended": heirs != (pk,),
        "areas": lists.overlays_over(pk, on),
        "managed": lists.overlaid_by(pk, on) if found.kind == Territory.Kind.FUNCTIONAL_AREA else (),
        "changes": lists.change_lines(queries.history(pk)),
        "population": queries.population(pk, on),
        "assets": queries.assets(pk, on),
        "milestones": [(month(row.month), row) for row in queries.milestones(pk)],
        "honours": honours_of(territory_id=pk),
        "identity": proposals.identity_of(pk, on),
        "texts": list(agreements.held_in([pk], on)),
        "text_kinds": TEXT_KINDS,
        "kinds": KINDS,
        "asset_kinds": ASSETS,
        "change_kinds": CHANGES,
        "may_edit": may(request, "places.edit", chain),
        "may_card": may(request, "places.card", chain) or may(request, "places.edit", chain),
        "may_label": may(request, "places.card", chain),
        "may_honour": may(request, "people.honours", chain),
        "may_roll": may(request, "people.import_roll", chain),
    }
    if found.kind == Territory.Kind.COMPOUND:
        return render(request, "places/compound.html", {**context, **_card(found, on)})
    return render(request, "places/place.html", context)


def _card(found: Territory, on: date) -> dict[str, object]:
    """What only compounds have."""
    facts = [(FACTS[fact.key], fact_text(fact), fact) for fact in compound_card(found.pk, on)]
    return {
        "office": office(found.pk, on),
        "goings": goings_on(found.pk),
        "facts": facts,
        "missing": [label for label, text, _fact in facts if not text],
        "compound_kind": COMPOUND_KINDS[found.compound.kind],
        "phases": lists.phases_of(found.pk),
        "clusters": lists.clusters_of(found.pk),
        "buildings": lists.buildings_of(found.pk),
        "leads": building_leads(found.pk, on),
        "ballots": list(ballots.asked_in(found.pk)),
        "ballot_states": STATES,
        "ballot_kinds": STATE_KINDS,
    }


@anyone
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Which years the working days are known of, and the days that their notices moved."""
    years = list(lists.calendar_years())
    today = local_date(clock.now())
    year = sent.whole(request.GET.get("year"), most=sent.LAST_YEAR) or today.year
    context = {
        "years": years,
        "year": year,
        "known": year in {row.year for row in years},
        "next_unknown": next(
            (one for one in (today.year, today.year + 1) if one not in {row.year for row in years}), 0
        ),
        "days": lists.moved_days(year),
        "may_edit": request.actor.holds_anywhere("places.edit") and lists.edits_for_all(request.actor, today),
    }
    return render(request, "places/calendar.html", context)
