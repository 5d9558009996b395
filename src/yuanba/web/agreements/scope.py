"""The compounds and communities in which somebody may do something, by name; proposals ask here too."""

from django.http import HttpRequest

from yuanba.kernel.calendar import local_date
from yuanba.people.queries import compounds_of
from yuanba.places.models import Territory
from yuanba.places.queries import descendants, lineage, names_at
from yuanba.web import clock

KINDS = (Territory.Kind.COMPOUND, Territory.Kind.COMMUNITY)


def places_of(request: HttpRequest, permission: str) -> list[tuple[int, str]]:
    """(id, name) of every compound and community where the visitor holds `permission`."""
    on = local_date(clock.now())
    mine: set[int] = set()
    for territory_id in request.actor.territories(permission):  # type: ignore[attr-defined]
        mine |= descendants(territory_id, on)
    kept = Territory.objects.filter(pk__in=mine, kind__in=KINDS).values_list("pk", flat=True)
    return sorted(((pk, name) for pk, name in names_at(kept, on).items() if name), key=lambda one: one[1])


def around(person_id: int) -> set[int]:
    """The compounds where the person lives or owns, and every place above them: what is the community's is theirs too."""
    on = local_date(clock.now())
    return {above for one in compounds_of(person_id, on) for above in lineage(one, on)}
