"""Who works on cases in a place: for dispatching, and for whose name stands on a line of a ledger."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yuanba.people.models import Appointment, Organisation
from yuanba.people.posts import POSTS
from yuanba.people.queries import staff_accounts
from yuanba.places.queries import current, lineage

WORK = frozenset({"cases.handle", "cases.desk", "cases.supervise"})


@dataclass(frozen=True)
class Worker:
    """Somebody who handles cases in a place: the account's reference, the posts held there, and the grids served."""

    reference: str
    name: str
    body: str
    posts: tuple[str, ...]
    grid_ids: frozenset[int]


def workers_at(territory_id: int, on: date) -> list[Worker]:
    """Everybody who handles cases there, by name; each once, with the body of the earliest post. Three queries."""
    posts = [post for post, permissions in POSTS.items() if permissions & WORK]
    rows = list(
        Appointment.objects.filter(current(on), post__in=posts, territory_id__in=lineage(territory_id, on))
        .select_related("person", "organisation")
        .order_by("person__name", "pk")
    )
    accounts = staff_accounts([row.person_id for row in rows])
    of_person: dict[int, list[Appointment]] = {}
    for row in rows:
        if row.person_id in accounts:
            of_person.setdefault(row.person_id, []).append(row)
    found = [
        Worker(
            f"account:{accounts[person_id].pk}",
            held[0].person.name,
            held[0].organisation.name,
            tuple(dict.fromkeys(one.post for one in held)),
            frozenset(one.grid_id for one in held if one.grid_id is not None),
        )
        for person_id, held in of_person.items()
    ]
    return sorted(found, key=lambda one: (one.name, one.body))


def workers(territory_id: int, on: date) -> list[tuple[str, str]]:
    """(account reference, name and body) of everybody who handles cases there, by name. Three queries."""
    return [(one.reference, f"{one.name} · {one.body}") for one in workers_at(territory_id, on)]


def bodies_near(territory_id: int, on: date) -> QuerySet[Organisation]:
    """The organisations of the place and of what lies over it that have not ended: who may be responsible, or help."""
    rows = Organisation.objects.filter(territory_id__in=lineage(territory_id, on))
    return rows.filter(Q(ended_date__isnull=True) | Q(ended_date__gt=on)).order_by("name", "pk")
