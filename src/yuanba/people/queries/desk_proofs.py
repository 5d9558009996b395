"""What keeps a lone worker at the desk from making anybody's account their own."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet

from yuanba.kernel.actor import Actor
from yuanba.people.models import DeskProof
from yuanba.people.rules import DESK_PROOF_LIFE
from yuanba.people.states import FINISHED

# Asked of everybody who comes to a desk, and so all questions are one statement: each part has its index, where an
# "or" between two tables would read every verification there is.
_FACTS = """
WITH home(id) AS (
    SELECT premises_id FROM people_ownership
    WHERE person_id = %(worker)s AND from_date <= %(day)s AND (to_date IS NULL OR to_date > %(day)s)
    UNION
    SELECT premises_id FROM people_residence
    WHERE person_id = %(worker)s AND from_date <= %(day)s AND (to_date IS NULL OR to_date > %(day)s)
), theirs(id) AS (
    SELECT premises_id FROM people_ownership
    WHERE person_id = %(person)s AND from_date <= %(day)s AND (to_date IS NULL OR to_date > %(day)s)
    UNION
    SELECT premises_id FROM people_residence
    WHERE person_id = %(person)s AND from_date <= %(day)s AND (to_date IS NULL OR to_date > %(day)s)
)
SELECT
    EXISTS (SELECT 1 FROM home JOIN theirs ON theirs.id = home.id)
    OR EXISTS (SELECT 1 FROM people_relation WHERE person_id = %(worker)s AND relative_id = %(person)s)
    OR EXISTS (SELECT 1 FROM people_relation WHERE person_id = %(person)s AND relative_id = %(worker)s),
    EXISTS (SELECT 1 FROM people_person WHERE id = %(worker)s AND phone = %(phone)s)
    OR EXISTS (
        SELECT 1 FROM people_account WHERE person_id = %(worker)s AND phone = %(phone)s AND closed_at IS NULL
    ),
    EXISTS (SELECT 1 FROM people_verification WHERE person_id = %(person)s AND ended_at IS NULL),
    EXISTS (
        SELECT 1 FROM people_account a JOIN people_verification v ON v.account_id = a.id
        WHERE a.phone = %(phone)s AND v.ended_at IS NULL
    ),
    EXISTS (
        SELECT 1 FROM people_rolljob WHERE made_by = %(worker_id)s AND state = %(finished)s AND compound_id IN (
            SELECT p.compound_id FROM theirs JOIN places_premises p ON p.id = theirs.id
        )
    ),
    EXISTS (SELECT 1 FROM people_deskproof WHERE person_id = %(person)s),
    EXISTS (SELECT 1 FROM people_account WHERE phone = %(phone)s)
"""


@dataclass(frozen=True)
class DeskFacts:
    """What the register knows of a worker, a person and a number that meet at a desk.

    `is_close`: worker and person live or own together, or one declared the other a relative; `is_own_phone`: the number
    is the worker's; `is_person_taken`, `is_phone_taken`: an account is this person, or this number somebody, already;
    `is_own_roll`: the worker brought in the roll of a compound where the person owns or lives; `was_seen`: there are
    first looks at the person, still good or not; `has_account`: the number signs in already.
    """

    is_close: bool
    is_own_phone: bool
    is_person_taken: bool
    is_phone_taken: bool
    is_own_roll: bool
    was_seen: bool
    has_account: bool


def desk_facts(*, actor: Actor, person_id: int, phone: str, on: date) -> DeskFacts:
    """As of that day. One query."""
    facts = {
        "worker": actor.person_id,
        "worker_id": actor.id,
        "person": person_id,
        "phone": phone,
        "day": on.isoformat(),
        "finished": FINISHED,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, facts)
        return DeskFacts(*(bool(one) for one in cursor.fetchone()))


def desk_proofs(person_id: int, now: datetime) -> QuerySet[DeskProof]:
    """The first looks at this person that still count, the latest first."""
    return DeskProof.objects.filter(person_id=person_id, seen_at__gt=now - DESK_PROOF_LIFE).order_by("-seen_at")
