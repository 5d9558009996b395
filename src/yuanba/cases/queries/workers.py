"""Who works on cases in a place: for dispatching, and for whose name stands on a line of a ledger."""

from datetime import date

from django.db.models import Q, QuerySet

from yuanba.people.models import Appointment, Organisation
from yuanba.people.posts import POSTS
from yuanba.people.queries import staff_accounts
from yuanba.places.queries import current, lineage

WORK = frozenset({"cases.handle", "cases.desk", "cases.supervise"})


def workers(territory_id: int, on: date) -> list[tuple[str, str]]:
    """(account reference, name and body) of everybody who handles cases there, by name. Three queries."""
    posts = [post for post, permissions in POSTS.items() if permissions & WORK]
    rows = list(
        Appointment.objects.filter(current(on), post__in=posts, territory_id__in=lineage(territory_id, on))
        .select_related("person", "organisation")
        .order_by("person__name", "pk")
    )
    accounts = staff_accounts([row.person_id for row in rows])
    found = {
        f"account:{accounts[row.person_id].pk}": f"{row.person.name} · {row.organisation.name}"
        for row in reversed(rows)
        if row.person_id in accounts
    }
    return sorted(found.items(), key=lambda one: one[1])


def bodies_near(territory_id: int, on: date) -> QuerySet[Organisation]:
    """The organisations of the place and of what lies over it that have not ended: who may be responsible, or help."""
    rows = Organisation.objects.filter(territory_id__in=lineage(territory_id, on))
    return rows.filter(Q(ended_date__isnull=True) | Q(ended_date__gt=on)).order_by("name", "pk")
