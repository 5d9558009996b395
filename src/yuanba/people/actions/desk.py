"""Verifying somebody at the desk: by the number that the roll has, or by two workers who heard the same number."""

from datetime import datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.actions.codes import open_account, phone_of
from yuanba.people.actions.verify import EVIDENCE, Seen, verify_account
from yuanba.people.keys import keyed_hash, same
from yuanba.people.models import DeskProof, Person, Verification
from yuanba.people.queries.desk_proofs import desk_facts, desk_proofs
from yuanba.people.queries.persons import person_lineages
from yuanba.people.rules import DESK_PROOF_LIFE, holds, may_verify_at_desk, takes_two_workers


@transaction.atomic
def verify_at_desk(
    *, phone: str, person_id: int, actor: Actor, now: datetime, evidence: str = "ID_CARD"
) -> Verification | None:
    """The account of this phone (made if there is none) is this person, whose document the community worker has seen.

    None if it takes a second worker who sees the document and hears the same number: it is not the roll's, or this
    worker imported the roll. Until a colleague does the same here, nobody is verified.
    `evidence` says which kind of document (a key of EVIDENCE); it stands in the log, the document itself nowhere.
    Raises Refused: people.not_allowed, people.desk_self, people.desk_relative, people.desk_own_phone,
    people.person_taken, people.account_taken, people.phone_malformed, people.phone_differs, people.evidence_unknown.
    """
    if evidence not in EVIDENCE:
        raise Refused(no("people.evidence_unknown", "the evidence seen at the desk", evidence=evidence))
    person = Person.objects.select_for_update().get(pk=person_id)
    number, on = phone_of(phone), local_date(now)
    chains = person_lineages(person_id, on)
    require(holds(actor, "people.verify", {one for chain in chains for one in chain}))
    facts = desk_facts(actor=actor, person_id=person_id, phone=number, on=on)
    require(may_verify_at_desk(actor, person_id, is_close=facts.is_close, is_own_phone=facts.is_own_phone))
    if facts.is_person_taken:
        raise Refused(no("people.person_taken", "one account per person"))
    if facts.is_phone_taken:
        raise Refused(no("people.account_taken", "one account per person"))
    takes_two = takes_two_workers(actor, is_roll_phone=person.phone == number, is_own_roll=facts.is_own_roll)
    if takes_two and not (facts.was_seen and _seen_before(person, number, actor, now)):
        _note(person, number, evidence, actor=actor, now=now)
        return None
    account = open_account(number, now, is_new=not facts.has_account)
    row = verify_account(account, person, Seen(Verification.Method.DESK, evidence, chains), actor=actor, now=now)
    if facts.was_seen:
        DeskProof.objects.filter(person=person).delete()
    return row


def forget_desk_proofs(now: datetime) -> int:
    """First looks that no second followed in a week are gone; how many. For the tick."""
    return DeskProof.objects.filter(seen_at__lt=now - DESK_PROOF_LIFE).delete()[0]


def _seen_before(person: Person, number: str, actor: Actor, now: datetime) -> bool:
    """True if a colleague heard the same number. Raises Refused(people.phone_differs) if they heard another."""
    others = [row.phone_hash for row in desk_proofs(person.pk, now).exclude(seen_by=actor.id)]
    if others and not any(same(one, _hash(person, number)) for one in others):
        raise Refused(no("people.phone_differs", "keyed twice"))
    return bool(others)


def _note(person: Person, number: str, evidence: str, *, actor: Actor, now: datetime) -> None:
    """What this worker saw last is what counts of theirs."""
    row = DeskProof(person=person, seen_by=actor.id, phone_hash=_hash(person, number), seen_at=now)
    DeskProof.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["person", "seen_by"], update_fields=["phone_hash", "seen_at"]
    )
    record(
        verb="desk_proof_seen",
        subject=str(row),
        actor=actor,
        now=now,
        detail={"person": person.pk, "evidence": evidence},
    )


def _hash(person: Person, number: str) -> str:
    return keyed_hash("desk", f"{person.pk}\n{number}")
