"""Small worlds made by the real actions: `world = given.subdistrict()`, then `world.actor("SCREENER")`.

Rolls are rows of the factories (the importer has its own tests); whatever has a state is made by its action.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pyotp

from tests.factories import (
    BuildingFactory,
    EntranceFactory,
    OwnershipFactory,
    PersonFactory,
    PremisesFactory,
    ResidenceFactory,
)
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import SHANGHAI
from yuanba.people import actions as people
from yuanba.people.models import Account, Organisation, Person
from yuanba.people.queries import actor_for
from yuanba.places import actions as places
from yuanba.places.models import Premises, Territory

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
SINCE = date(2020, 1, 1)
ADDRESS = "192.0.2.1"
PASSWORD = "Yuanba-2026-tests"

# Who serves in `subdistrict()`: post, and "street" or the index of a community.
STAFF: tuple[tuple[str, str | int], ...] = (
    ("STREET_ORGANISER", "street"),
    ("STREET_LEADER", "street"),
    ("SCREENER", "street"),
    ("APPEAL_OFFICER", "street"),
    ("HOUSING_OFFICER", "street"),
    ("FINANCE_OFFICER", "street"),
    ("ROLL_KEEPER", "street"),
    ("LETTER_CLERK", "street"),
    ("JURY_CHAIR", "street"),
    ("COMMUNITY_WORKER", 0),
    ("COMMUNITY_WORKER", 1),
)


@dataclass
class World:
    """A subdistrict with two communities and three compounds (two in the first community), residents and staff.

    `residents` are verified accounts, `per_compound` of them in each compound, in order; `staff` maps a post to its
    accounts, in the order of STAFF.
    """

    street: Territory
    office: Organisation
    communities: list[Territory]
    compounds: list[Territory]
    premises: list[Premises]
    residents: list[Account]
    staff: dict[str, list[Account]] = field(default_factory=dict)
    now: datetime = NOW

    def actor(self, post: str, place: int = 0, now: datetime | None = None) -> Actor:
        """The actor behind the `place`-th account with this post."""
        return actor_for(self.staff[post][place], now or self.now)

    def resident(self, number: int = 0, now: datetime | None = None) -> Actor:
        return actor_for(self.residents[number], now or self.now)

    def residents_of(self, compound: int) -> list[Account]:
        """The verified residents of the `compound`-th compound."""
        share = len(self.residents) // len(self.compounds)
        return self.residents[compound * share : (compound + 1) * share]


def subdistrict(*, per_compound: int = 4, now: datetime = NOW) -> World:
    """The world of a subdistrict office on its first working day with Yuanba."""
    by = {"actor": system("given"), "now": now}
    since = {"from_date": SINCE, "basis": "示范"}
    street = places.found(kind="SUBDISTRICT", name="示范街道", code="510116008000", **since, **by)
    founded = people.found_deployment(
        name="示范街道",
        office="示范街道办事处",
        territory_id=street.pk,
        administrators=administrators(),
        from_date=SINCE,
        now=now,
    )
    communities = [
        places.found(kind="COMMUNITY", name=name, parent_id=street.pk, **since, **by)
        for name in ("长堤社区", "河畔社区")
    ]
    compounds = [
        places.found(kind="COMPOUND", name=name, parent_id=communities[place].pk, **since, **by)
        for name, place in (("花城小区", 0), ("桂苑小区", 0), ("江岸院落", 1))
    ]
    world = World(street, founded.office, communities, compounds, [], [], now=now)
    for account in founded.accounts:
        post = account.login.upper()
        world.staff.setdefault(post, []).append(account)
    for place, (post, where) in enumerate(STAFF):
        territory = street if where == "street" else communities[int(where)]
        appointed(world, post, territory, name=f"周工{place}", phone=f"1390000{place:04d}")
    for compound in compounds:
        world.premises += dwellings(compound, per_compound)
    for number, premises in enumerate(world.premises):
        world.residents.append(verified_resident(world, premises, number))
    return world


def administrators() -> list[people.FirstAdministrator]:
    """The three administrators, whose logins are their posts in lower case."""
    return [
        people.FirstAdministrator(post, f"管理{place}", f"1390000{place:04d}", post.lower(), PASSWORD)
        for place, post in enumerate(("SYSTEM_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"), start=9001)
    ]


def appointed(
    world: World, post: str, territory: Territory, *, name: str, phone: str, organisation: Organisation | None = None
) -> Account:
    """A person of the register with the post there, and a staff account with PASSWORD."""
    by = {"actor": system("given"), "now": world.now}
    person = people.register_person(name=name, phone=phone, **by)
    people.appoint(
        person_id=person.pk,
        organisation_id=(organisation or world.office).pk,
        post=post,
        territory_id=territory.pk,
        from_date=SINCE,
        **by,
    )
    account, _ = people.create_staff_account(person_id=person.pk, login=f"u{phone}", password=PASSWORD, **by)
    world.staff.setdefault(post, []).append(account)
    return account


def dwellings(compound: Territory, number: int) -> list[Premises]:
    """So many dwellings of 90 m² in one building of the compound, each owned and lived in by one person."""
    entrance = EntranceFactory(building=BuildingFactory(compound=compound.compound))
    made: Sequence[Premises] = PremisesFactory.create_batch(number, entrance=entrance)
    for premises in made:
        owner = PersonFactory()
        OwnershipFactory(premises=premises, person=owner, from_date=SINCE)
        ResidenceFactory(premises=premises, person=owner, from_date=SINCE)
    return list(made)


def verified_resident(world: World, premises: Premises, number: int) -> Account:
    """The first owner of the premises, verified at the desk of its community, with a phone of 1990000…"""
    person = Person.objects.get(ownerships__premises=premises, ownerships__to_date__isnull=True)
    row = people.verify_at_desk(
        phone=f"1990000{number:04d}", person_id=person.pk, actor=system("given"), now=world.now - timedelta(days=1)
    )
    assert row is not None
    return Account.objects.get(pk=row.account_id)


def second_factor(account: Account, now: datetime) -> pyotp.TOTP:
    """The account's confirmed second factor: `.at(moment)` is the code to type."""
    enrolment = people.begin_second_factor(account_id=account.pk, now=now)
    totp = pyotp.TOTP(enrolment.secret)
    people.confirm_second_factor(account_id=account.pk, code=totp.at(now), now=now)
    return totp
