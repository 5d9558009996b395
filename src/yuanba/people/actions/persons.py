"""The staff register, declared relatives, and showing a masked field to somebody with a reason."""

from datetime import datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.identifiers import BadIdentifier, mobile
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.keys import roll_key
from yuanba.people.models import Person, Relation, Unmasking
from yuanba.people.queries.persons import known_person, may_see_person
from yuanba.people.rules import holds, may_register, reason_given

UNMASKABLE = frozenset({"name", "phone"})


@transaction.atomic
def register_person(*, name: str, phone: str, actor: Actor, now: datetime) -> Person:
    """The person of this name and phone: the one that the roll knows already, else a new one of the staff register.

    Raises Refused: people.not_allowed, people.name_missing, people.phone_malformed.
    """
    if not may_register(actor):
        require(holds(actor, "people.appoint", ()))
    full = clean(name)
    if not full:
        raise Refused(no("people.name_missing", "a person or a body has a name"))
    try:
        number = mobile(phone)
    except BadIdentifier as error:
        raise Refused(no("people.phone_malformed", "mobile numbers of the mainland")) from error
    known = Person.objects.filter(name=full, phone=number, erased_at__isnull=True).order_by("pk").first()
    if known is not None:
        return known
    key = roll_key(name=full, phone=number)
    try:
        with transaction.atomic():
            row = Person.objects.create(name=full, phone=number, roll_key=key, created_at=now)
    except IntegrityError:
        return Person.objects.get(roll_key=key)
    record(verb="person_registered", subject=str(row), actor=actor, now=now)
    return row


@transaction.atomic
def declare_relation(*, person_id: int, relative_id: int, actor: Actor, now: datetime) -> Relation:
    """The two are declared relatives; declaring again changes nothing. Made by the person, or by an officer for it.

    Raises Refused: people.not_your_place, people.relation_self.
    """
    require(may_see_person(actor, person_id, now))
    if person_id == relative_id:
        raise Refused(no("people.relation_self", "relations"))
    row, made = Relation.objects.get_or_create(
        person_id=person_id, relative_id=relative_id, defaults={"declared_at": now}
    )
    if made:
        record(
            verb="relation_declared",
            subject=f"person:{person_id}",
            actor=actor,
            now=now,
            detail={"relative": relative_id},
        )
    return row


def declare_relative(*, name: str, phone: str, actor: Actor, now: datetime) -> Relation:
    """The actor declared the person of this name and number a relative, so that neither judges the other.

    Raises Refused: people.relative_unknown (nobody here has both: there is nothing to judge), people.phone_malformed,
    people.relation_self, people.not_your_place.
    """
    try:
        number = mobile(phone)
    except BadIdentifier as error:
        raise Refused(no("people.phone_malformed", "mobile numbers of the mainland")) from error
    found = known_person(name, number)
    if found is None or actor.person_id is None:
        raise Refused(no("people.relative_unknown", "relations"))
    return declare_relation(person_id=actor.person_id, relative_id=found.pk, actor=actor, now=now)


@transaction.atomic
def withdraw_relation(*, relation_id: int, actor: Actor, now: datetime) -> None:
    """The declaration no longer stands; the log keeps that it did. Raises Refused(people.not_your_place)."""
    row = Relation.objects.select_for_update().get(pk=relation_id)
    require(may_see_person(actor, row.person_id, now))
    row.delete()
    record(
        verb="relation_withdrawn",
        subject=f"person:{row.person_id}",
        actor=actor,
        now=now,
        detail={"relative": row.relative_id},
    )


@transaction.atomic
def unmask(*, person_id: int, field: str, reason: str, actor: Actor, now: datetime) -> str:
    """The field of the person in full, shown to the actor; who, whose, which and how it was reasoned is in the log.

    The reason's text stays out of the log, as all text does; it is returned to nobody.
    Raises Refused: people.not_your_place, people.reason_missing, people.field_unknown.
    """
    if field not in UNMASKABLE:
        raise Refused(no("people.field_unknown", "PIPL 6", field=field))
    require(may_see_person(actor, person_id, now))
    require(reason_given(reason))
    person = Person.objects.get(pk=person_id)
    Unmasking.objects.create(person=person, field=field, reason=clean(reason), actor=actor.id, at=now)
    record(verb="unmasked", subject=str(person), actor=actor, now=now, detail={"field": field})
    return str(getattr(person, field))
