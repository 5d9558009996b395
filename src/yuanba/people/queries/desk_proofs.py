"""What keeps a lone worker at the desk from making anybody's account their own."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection
from django.db.models import Exists, Q, QuerySet

from yuanba.kernel.actor import Actor
from yuanba.people.models import Account, DeskProof, Person, RollJob
from yuanba.people.rules import DESK_PROOF_LIFE, is_system
from yuanba.people.states import FINISHED

_CLOSE = """
WITH home(id) AS (
    SELECT premises_id FROM people_ownership
    WHERE person_id = %s AND from_date <= %s AND (to_date IS NULL OR to_date > %s)
    UNION
    SELECT premises_id FROM people_residence
    WHERE person_id = %s AND from_date <= %s AND (to_date IS NULL OR to_date > %s)
)
SELECT person_id FROM people_ownership
WHERE premises_id IN (SELECT id FROM home) AND person_id IS NOT NULL
    AND from_date <= %s AND (to_date IS NULL OR to_date > %s)
UNION
SELECT person_id FROM people_residence
WHERE premises_id IN (SELECT id FROM home) AND from_date <= %s AND (to_date IS NULL OR to_date > %s)
UNION
SELECT relative_id FROM people_relation WHERE person_id = %s
UNION
SELECT person_id FROM people_relation WHERE relative_id = %s
"""


def close_to(person_id: int | None, on: date) -> set[int]:
    """Whoever owns or lives in the same premises on that day, and declared relatives either way. One query."""
    if person_id is None:
        return set()
    day = on.isoformat()
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [person_id, day, day, person_id, day, day, day, day, day, day, person_id, person_id])
        return {row[0] for row in cursor.fetchall()} - {person_id}


def is_phone_of(phone: str, person_id: int | None) -> bool:
    """True if the register or an open account has this number for the person."""
    if person_id is None:
        return False
    accounts = Account.objects.filter(person_id=person_id, phone=phone, closed_at__isnull=True)
    return Person.objects.filter(Q(phone=phone) | Exists(accounts), pk=person_id).exists()


def needs_second(actor: Actor, person: Person, phone: str, places: Collection[int]) -> bool:
    """One pair of eyes is enough where the number is the roll's, and somebody else brought in that roll.

    The sign-in code goes to that number: whoever has no part in the roll of the person's `places` cannot have chosen it.
    """
    if is_system(actor):
        return False
    if person.phone != phone:
        return True
    imported = RollJob.objects.filter(made_by=actor.id, state=FINISHED, compound_id__in=places)
    return imported.exists()


def desk_proofs(person_id: int, now: datetime) -> QuerySet[DeskProof]:
    """The first looks at this person that still count, the latest first."""
    return DeskProof.objects.filter(person_id=person_id, seen_at__gt=now - DESK_PROOF_LIFE).order_by("-seen_at")
