"""A lone worker at the desk makes nobody's account their own."""

from datetime import date, timedelta

import pytest

from tests import given
from tests.factories import OwnershipFactory, PersonFactory, PremisesFactory, ResidenceFactory
from tests.given import NOW
from tests.refusals import refused
from yuanba.audit.models import AuditEvent
from yuanba.kernel.actor import Actor
from yuanba.people import actions
from yuanba.people.models import DeskProof, Person, Relation, RollJob, Verification

pytestmark = pytest.mark.django_db
PHONE = "13900007777"


@pytest.fixture
def world(db) -> given.World:
    world = given.subdistrict(per_compound=1)
    given.appointed(world, "COMMUNITY_WORKER", world.communities[0], name="孙工", phone="13900004444")
    return world


@pytest.fixture
def elder(world) -> Person:
    """Somebody of the first community whom nobody verified yet."""
    person = PersonFactory(phone="13800005555")
    premises = PremisesFactory(entrance=world.premises[0].entrance)
    ResidenceFactory(premises=premises, person=person, from_date=date(2020, 1, 1))
    return person


def at_desk(actor: Actor, person: Person, phone: str = PHONE, now=NOW) -> Verification | None:
    return actions.verify_at_desk(phone=phone, person_id=person.pk, actor=actor, now=now)


def test_any_other_number_takes_two_who_hear_the_same(world, elder) -> None:
    first, second = world.actor("COMMUNITY_WORKER", 0), world.actor("COMMUNITY_WORKER", 2)
    assert at_desk(first, elder) is None
    assert at_desk(first, elder) is None  # twice the same worker is one
    assert not Verification.objects.filter(person=elder).exists()
    assert PHONE not in str(DeskProof.objects.values().get())
    facts = {"phone": "13900007778", "person_id": elder.pk, "now": NOW}
    refused("people.phone_differs", actions.verify_at_desk, actor=second, **facts)
    row = at_desk(second, elder)
    assert row is not None and row.verified_by == second.id
    assert not DeskProof.objects.exists()
    assert AuditEvent.objects.filter(verb="desk_proof_seen", actor=first.id).exists()


def test_first_look_counts_a_week(world, elder) -> None:
    first, second = world.actor("COMMUNITY_WORKER", 0), world.actor("COMMUNITY_WORKER", 2)
    at_desk(first, elder)
    late = NOW + timedelta(days=8)
    assert at_desk(second, elder, now=late) is None
    assert actions.forget_desk_proofs(late) == 1


def test_number_of_the_roll_takes_one_unless_the_worker_brought_in_the_roll(world, elder) -> None:
    worker = world.actor("COMMUNITY_WORKER", 0)
    job = RollJob.objects.create(
        compound=world.premises[0].compound, file_id=1, file_name="名册.xlsx", as_of_date=NOW.date(), state="FINISHED",
        made_by=worker.id, made_at=NOW,
    )  # fmt: skip
    assert at_desk(worker, elder, elder.phone) is None
    job.delete()
    assert at_desk(worker, elder, elder.phone) is not None


def test_nobody_verifies_the_own_household_relatives_or_ties_somebody_to_the_own_phone(world, elder) -> None:
    worker = world.actor("COMMUNITY_WORKER", 0)
    facts = {"person_id": elder.pk, "actor": worker, "now": NOW}
    own = Person.objects.get(pk=worker.person_id)
    refused("people.desk_own_phone", actions.verify_at_desk, phone=own.phone, **facts)
    home = OwnershipFactory(premises=elder.residences.get().premises, person=own, from_date=date(2020, 1, 1))
    refused("people.desk_relative", actions.verify_at_desk, phone=elder.phone, **facts)
    home.delete()
    relation = Relation.objects.create(person=elder, relative=own, declared_at=NOW)
    refused("people.desk_relative", actions.verify_at_desk, phone=elder.phone, **facts)
    relation.delete()
    assert actions.verify_at_desk(phone=elder.phone, **facts)
