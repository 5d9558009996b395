"""Who acts: an account with the permissions that its appointments give on this day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from yuanba.kernel.actor import Actor, Grant
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_name
from yuanba.people.models import Account, Appointment
from yuanba.people.posts import POSTS, RESIDENT_POSTS
from yuanba.places.queries import current, lineage

# Source: sqlite.org/limits.html: 32,766 variables in one statement.
MOST_AT_ONCE = 20_000


def actor_for(account: Account, now: datetime) -> Actor:
    """The actor behind an account at `now`: its person and one Grant per permission and place of open appointments.

    An account of a resident (no password, no second factor) carries the posts of RESIDENT_POSTS only; all others
    need a staff account. A closed or locked account carries nothing. One query.
    """
    reference = f"account:{account.pk}"
    if account.person_id is None or not account.is_active or account.closed_at is not None:
        return Actor(id=reference, account_id=account.pk)
    grants = grants_of(account.person_id, local_date(now), staff=account.is_staff_account)
    return Actor(id=reference, account_id=account.pk, person_id=account.person_id, grants=grants)


def grants_of(person_id: int, on: date, *, staff: bool) -> frozenset[Grant]:
    """What the person's appointments allow on that day; without `staff` only the posts that residents hold."""
    rows = Appointment.objects.filter(current(on), person_id=person_id).values_list("post", "territory_id")
    return frozenset(
        Grant(permission, territory_id)
        for post, territory_id in rows
        if staff or post in RESIDENT_POSTS
        for permission in POSTS.get(post, frozenset())
    )


def appointments_at(on: date, *, post: str = "", territory_id: int | None = None) -> QuerySet[Appointment]:
    """The appointments valid on that day, with person and organisation, by post and (exact) territory if given."""
    rows = Appointment.objects.filter(current(on)).select_related("person", "organisation")
    if post:
        rows = rows.filter(post=post)
    if territory_id is not None:
        rows = rows.filter(territory_id=territory_id)
    return rows.order_by("post", "from_date", "pk")


def posts_of(person_id: int, on: date) -> frozenset[str]:
    return frozenset(Appointment.objects.filter(current(on), person_id=person_id).values_list("post", flat=True))


def holders(permission: str, territory_id: int, on: date) -> QuerySet[Appointment]:
    """The appointments that give `permission` in the territory on that day: whom to tell, who must act."""
    posts = [post for post, permissions in POSTS.items() if permission in permissions]
    rows = Appointment.objects.filter(current(on), post__in=posts, territory_id__in=lineage(territory_id, on))
    return rows.select_related("person", "organisation").order_by("post", "pk")


def staff_accounts(person_ids: list[int]) -> dict[int, Account]:
    """The open staff account of each person that has one. One query."""
    rows = Account.objects.filter(Q(closed_at__isnull=True), person_id__in=person_ids, is_staff_account=True)
    return {row.person_id: row for row in rows if row.person_id is not None}


def with_accounts(person_ids: Sequence[int]) -> list[int]:
    """Those of the persons who have an open account in which to read a message. One query for each 20,000 of them."""
    found: set[int] = set()
    for start in range(0, len(person_ids), MOST_AT_ONCE):
        some = person_ids[start : start + MOST_AT_ONCE]
        rows = Account.objects.filter(closed_at__isnull=True, is_staff_account=False, person_id__in=some)
        found |= {pk for pk in rows.values_list("person_id", flat=True) if pk is not None}
    return sorted(found)


def persons_behind(references: Iterable[str]) -> set[int]:
    """The persons whose accounts ("account:12") these are, closed ones too: a second account is not somebody else."""
    ids = {
        int(one.removeprefix("account:"))
        for one in references
        if one.startswith("account:") and one.removeprefix("account:").isdecimal()
    }
    rows = Account.objects.filter(pk__in=ids, person__isnull=False).values_list("person_id", flat=True)
    return {person_id for person_id in rows if person_id is not None}


def names_behind(references: Iterable[str]) -> dict[str, str]:
    """For each "account:12" the masked name (周**) of its person; other references are left out. One query."""
    ids = {
        int(one.removeprefix("account:"))
        for one in references
        if one.startswith("account:") and one.removeprefix("account:").isdecimal()
    }
    rows = Account.objects.filter(pk__in=ids, person__isnull=False).values_list("pk", "person__name")
    return {f"account:{pk}": mask_name(name) for pk, name in rows}
