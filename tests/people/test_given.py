"""The small world that other tests stand on."""

import pytest

from tests import given
from yuanba.people.queries import is_verified, roll_at
from yuanba.places.queries import lineage

pytestmark = pytest.mark.django_db


def test_subdistrict_has_residents_and_staff():
    world = given.subdistrict(per_compound=2)
    on = given.NOW.date()
    assert len(roll_at(on, "RESIDENTS", world.street.pk)) == 6
    assert all(is_verified(account) for account in world.residents)
    assert world.actor("ROLL_KEEPER").holds("people.import_roll", lineage(world.compounds[2].pk, on))
    assert not world.actor("COMMUNITY_WORKER", 0).holds("people.verify", lineage(world.communities[1].pk, on))
    assert [account.person_id for account in world.residents_of(1)] == [
        account.person_id for account in world.residents[2:4]
    ]
    assert world.resident(0).grants == frozenset()
    assert world.actor("SECURITY_ADMIN").holds("people.appoint", lineage(world.street.pk, on))
