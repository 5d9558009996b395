"""The roll as of a day: who votes, with how many heads and how much area."""

from datetime import date

import pytest

from tests.factories import (
    CREATED,
    AccountFactory,
    AppointmentFactory,
    CompoundFactory,
    OrganisationFactory,
    OwnershipFactory,
    PersonFactory,
    PremisesFactory,
    ResidenceFactory,
    StaffAccountFactory,
    TerritoryFactory,
)
from yuanba.people.queries import actor_for, roll_at

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def street():
    return TerritoryFactory(kind="SUBDISTRICT", name="示范街道")


@pytest.fixture
def compound(street):
    return CompoundFactory(territory__parent=TerritoryFactory(name="长堤社区", parent=street))


def premises(compound, **facts):
    return PremisesFactory(entrance__building__compound=compound, **facts)


def test_residents_are_adults_who_live_or_own_there_once(street, compound):
    home, shop = premises(compound), premises(compound, kind="SHOP")
    owner, child, dead, tenant, trader = PersonFactory.create_batch(5)
    child.birth_month, dead.died_date = "2010-03", date(2026, 1, 1)
    child.save(), dead.save()
    OwnershipFactory(premises=home, person=owner)
    OwnershipFactory(premises=shop, person=trader)
    for person in (owner, child, dead, tenant):
        ResidenceFactory(premises=home, person=person)
    assert [entry.person_id for entry in roll_at(DAY, "RESIDENTS", street.pk)] == [owner.pk, tenant.pk]


def test_owners_have_one_head_for_all_premises_of_one_set(street, compound):
    first, second, third = (premises(compound, area_cm2=area) for area in (900_000, 500_000, 1_000_000))
    one, two = PersonFactory.create_batch(2)
    company = OrganisationFactory(kind="PROPERTY_COMPANY")
    OwnershipFactory(premises=first, person=one)
    OwnershipFactory(premises=second, person=one)
    OwnershipFactory(premises=third, person=one, share_den=2)
    OwnershipFactory(premises=third, person=two, share_den=2)
    shop = premises(compound, kind="SHOP", area_cm2=300_000)
    OwnershipFactory(premises=shop, person=None, organisation=company)
    found = roll_at(DAY, "OWNERS", compound.pk)
    assert [(entry.key, entry.heads, entry.area_cm2, entry.voters) for entry in found] == [
        (f"person:{one.pk}", 1, 1_400_000, (one.pk,)),
        (f"joint:{one.pk}+{two.pk}", 1, 1_000_000, (one.pk, two.pk)),
        (f"organisation:{company.pk}", 1, 300_000, ()),
    ]


def test_developer_is_one_head_for_what_is_unsold_or_not_handed_over(street, compound):
    developer, buyer = OrganisationFactory(kind="DEVELOPER"), PersonFactory()
    for _ in range(2):
        unsold = premises(compound, area_cm2=800_000)
        OwnershipFactory(premises=unsold, person=None, organisation=developer)
    bought = premises(compound, area_cm2=900_000)
    sold = premises(compound, area_cm2=700_000, handed_over_date=date(2026, 12, 1))
    for home in (bought, sold):
        OwnershipFactory(premises=home, person=buyer)
    before = {entry.key: (entry.heads, entry.area_cm2) for entry in roll_at(DAY, "OWNERS", compound.pk)}
    assert before == {f"organisation:{developer.pk}": (1, 2_300_000), f"person:{buyer.pk}": (1, 900_000)}
    after = {entry.key: (entry.heads, entry.area_cm2) for entry in roll_at(date(2026, 12, 1), "OWNERS", compound.pk)}
    assert after == {f"organisation:{developer.pk}": (1, 1_600_000), f"person:{buyer.pk}": (1, 1_600_000)}


def test_no_area_is_left_out_of_the_roll_because_nobody_can_act(street, compound):
    """Two flats of a dead owner are one head, a flat without a known owner one, a widow and the estate together one."""
    dead, widow = PersonFactory(died_date=date(2026, 1, 1)), PersonFactory()
    for _ in range(2):
        OwnershipFactory(premises=premises(compound, area_cm2=500_000), person=dead)
    unknown, shared, own = (premises(compound, area_cm2=area) for area in (600_000, 700_000, 800_000))
    OwnershipFactory(premises=shared, person=dead, share_den=2)
    OwnershipFactory(premises=shared, person=widow, share_den=2)
    OwnershipFactory(premises=own, person=widow)
    late = premises(compound, area_cm2=400_000, handed_over_date=date(2027, 1, 1))
    found = {entry.key: (entry.heads, entry.area_cm2, entry.voters) for entry in roll_at(DAY, "OWNERS", compound.pk)}
    assert found == {
        f"person:{dead.pk}": (1, 1_000_000, ()),
        f"premises:{unknown.pk}": (1, 600_000, ()),
        f"joint:{dead.pk}+{widow.pk}": (1, 700_000, (widow.pk,)),
        f"person:{widow.pk}": (1, 800_000, (widow.pk,)),
        f"undelivered:{late.compound_id}": (1, 400_000, ()),
    }


def test_premises_without_an_area_are_counted_as_unmeasured(street, compound):
    owner, known, unknown = PersonFactory(), premises(compound), premises(compound)
    unknown.areas.all().delete()
    for home in (known, unknown):
        OwnershipFactory(premises=home, person=owner)
    (entry,) = roll_at(DAY, "OWNERS", compound.pk)
    assert (entry.area_cm2, entry.unmeasured) == (900_000, 1)


def test_households_are_dwellings_with_their_people(street, compound):
    home, let = premises(compound), premises(compound)
    owner, wife = PersonFactory.create_batch(2)
    ResidenceFactory(premises=home, person=owner)
    ResidenceFactory(premises=home, person=wife, relation="FAMILY")
    OwnershipFactory(premises=let, person=owner)
    found = roll_at(DAY, "HOUSEHOLDS", street.pk)
    assert [(entry.key, entry.voters) for entry in found] == [
        (f"household:{home.pk}", (owner.pk, wife.pk)),
        (f"household:{let.pk}", (owner.pk,)),
    ]


def test_roll_is_that_of_the_day(street, compound):
    home = premises(compound)
    before, after = PersonFactory.create_batch(2)
    OwnershipFactory(premises=home, person=before, to_date=date(2026, 6, 1))
    OwnershipFactory(premises=home, person=after, from_date=date(2026, 6, 1))
    assert [entry.person_id for entry in roll_at(date(2026, 5, 31), "OWNERS", street.pk)] == [before.pk]
    assert [entry.person_id for entry in roll_at(date(2026, 6, 1), "OWNERS", street.pk)] == [after.pk]


@pytest.mark.parametrize("electorate", ["RESIDENTS", "OWNERS", "HOUSEHOLDS"])
def test_roll_takes_the_same_queries_for_one_and_three(street, compound, electorate, django_assert_num_queries):
    for number in (1, 2):
        for _ in range(number):
            OwnershipFactory(premises=premises(compound))
        with django_assert_num_queries({"RESIDENTS": 6, "OWNERS": 8, "HOUSEHOLDS": 6}[electorate]):
            roll_at(DAY, electorate, street.pk)


def test_actor_carries_what_open_appointments_allow(django_assert_num_queries):
    account = StaffAccountFactory()
    now = AppointmentFactory(person=account.person, post="ROLL_KEEPER")
    AppointmentFactory(person=account.person, post="LETTER_CLERK", to_date=date(2020, 1, 1))
    with django_assert_num_queries(1):
        actor = actor_for(account, CREATED)
    assert actor.person_id == account.person_id
    assert actor.holds("people.import_roll", [now.territory_id])
    assert not actor.holds_anywhere("people.letters_release")


def test_resident_account_carries_no_staff_post():
    account = AccountFactory(person=PersonFactory())
    AppointmentFactory(person=account.person, post="SECURITY_ADMIN")
    assert actor_for(account, CREATED).grants == frozenset()


def test_inactive_account_is_nobody():
    account = StaffAccountFactory(is_active=False)
    AppointmentFactory(person=account.person, post="SECURITY_ADMIN")
    assert actor_for(account, CREATED).person_id is None
