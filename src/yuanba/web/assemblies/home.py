"""Assemblies on the first page: where an owner can stand now."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from yuanba.assemblies import queries, states
from yuanba.kernel.calendar import local_date
from yuanba.people.queries import compounds_of
from yuanba.places.queries import name_at
from yuanba.web import clock
from yuanba.web.assemblies.labels import KINDS
from yuanba.web.home import Card


def cards(request: HttpRequest) -> Sequence[Card]:
    """In the resident's own compounds names are taken."""
    person_id = request.actor.person_id  # type: ignore[attr-defined]
    if person_id is None:
        return []
    on = local_date(clock.now())
    rows = queries.public().filter(state=states.NOMINATING, territory_id__in=compounds_of(person_id, on))
    return [
        Card(
            title=f"{name_at(row.territory_id, on)} · {KINDS[row.kind]}",
            text=_("Who wants to work for the compound can stand now."),
            chip=_("Names are taken"),
            url=reverse("assemblies:about", args=[row.pk]),
            action=_("See who stands"),
            order=20,
        )
        for row in rows
    ]
