"""Posts work in their own place: nobody erases, honours or moves deadlines for people of another one."""

from datetime import date, timedelta

import pytest

from tests import given
from tests.factories import PersonFactory, PremisesFactory, ResidenceFactory
from tests.given import NOW
from tests.refusals import refused
from yuanba.kernel.actor import system
from yuanba.people import actions as people
from yuanba.people.models import Honour
from yuanba.places import actions as places

pytestmark = pytest.mark.django_db
DAY = NOW.date()


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=1)


def test_worker_erases_nobody_of_another_community(world) -> None:
    gone = PersonFactory()
    premises = PremisesFactory(entrance=world.premises[2].entrance)
    moved = DAY - timedelta(days=10)
    ResidenceFactory(premises=premises, person=gone, from_date=date(2020, 1, 1), to_date=moved)
    facts = {"person_id": gone.pk, "reason": "本人申请删除", "now": NOW}
    refused("people.not_allowed", people.erase_person, actor=world.actor("COMMUNITY_WORKER", 0), **facts)
    assert people.erase_person(actor=world.actor("COMMUNITY_WORKER", 1), **facts).erased_at == NOW


def test_worker_registers_no_honour_for_people_and_bodies_of_another_community(world) -> None:
    here, there = world.communities
    worker = world.actor("COMMUNITY_WORKER", 0)
    facts = {"year": 2018, "title": "先进个人", "granted_by": "市民政局", "territory_id": here.pk, "now": NOW}
    far = world.residents_of(2)[0].person_id
    body = people.found_organisation(
        kind="OWNERS_COMMITTEE", name="江岸院落业委会", territory_id=there.pk, actor=system("given"), now=NOW
    )
    refused("people.not_allowed", people.register_honour, person_id=far, actor=worker, **facts)
    refused("people.not_allowed", people.register_honour, organisation_id=body.pk, actor=worker, **facts)
    people.register_honour(person_id=world.residents_of(0)[0].person_id, person_agrees=True, actor=worker, **facts)
    assert Honour.objects.count() == 1


def test_keeper_of_one_community_moves_no_deadline_of_all(client, world) -> None:
    given.appointed(world, "SYSTEM_ADMIN", world.communities[0], name="吴工", phone="13900007030")
    top, below = world.actor("SYSTEM_ADMIN", 0), world.actor("SYSTEM_ADMIN", 1)
    day = {"day": date(2026, 12, 31), "is_workday": False, "source": "通知", "now": NOW}
    number = {"key": "micro_grid.low", "value": 1, "source": "x", "from_date": DAY, "now": NOW}
    refused("places.not_for_all", places.set_day, actor=below, **day)
    refused("places.not_for_all", places.announce_year, year=2031, source="x", actor=below, now=NOW)
    refused("places.not_for_all", places.load_calendar, actor=below, now=NOW)
    refused("places.not_for_all", places.set_parameter, actor=below, **number)
    assert places.set_day(actor=top, **day).source == "通知"
    assert places.set_parameter(actor=top, **number).value == 1
