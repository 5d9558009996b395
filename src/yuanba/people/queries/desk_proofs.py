"""What keeps a lone worker at the desk from making anybody's account their own."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from yuanba.kernel.actor import Actor
from yuanba.people.models import Account, DeskProof, Ownership, Person, Relation, Residence, RollJob
from yuanba.people.queries.persons import compounds_of
from yuanba.people.rules import DESK_PROOF_LIFE, is_system
from yuanba.people.states import FINISHED
from yuanba.places.queries import current


def close_to(person_id: int | None, on: date) -> set[int]:
    """Whoever owns or lives in the same premises on that day, and declared relatives either way."""
    if person_id is None:
        return set()
    shared = {
        premises
        for rows in (Ownership, Residence)
        for premises in rows.objects.filter(current(on), person_id=person_id).values_list("premises_id", flat=True)
    }
    found = {
        one
        for rows in (Ownership, Residence)
        for one in rows.objects.filter(current(on), premises_id__in=shared).values_list("person_id", flat=True)
    }
    for one, other in Relation.objects.filter(Q(person=person_id) | Q(relative=person_id)).values_list(
        "person_id", "relative_id"
    ):
        found |= {one, other}
    return found - {person_id}


def is_phone_of(phone: str, person_id: int | None) -> bool:
    """True if the register or an open account has this number for the person."""
    if person_id is None:
        return False
    accounts = Account.objects.filter(person_id=person_id, phone=phone, closed_at__isnull=True)
    return accounts.exists() or Person.objects.filter(pk=person_id, phone=phone).exists()


def needs_second(actor: Actor, person: Person, phone: str, on: date) -> bool:
    """One pair of eyes is enough where the number is the roll's, and somebody else brought in that roll.

    The sign-in code goes to that number: whoever has no part in the roll cannot have chosen it.
    """
    if is_system(actor):
        return False
    if person.phone != phone:
        return True
    imported = RollJob.objects.filter(made_by=actor.id, state=FINISHED, compound_id__in=compounds_of(person.pk, on))
    return imported.exists()


def desk_proofs(person_id: int, now: datetime) -> QuerySet[DeskProof]:
    """The first looks at this person that still count, the latest first."""
    return DeskProof.objects.filter(person_id=person_id, seen_at__gt=now - DESK_PROOF_LIFE).order_by("-seen_at")
