"""An invented subdistrict, made by the same actions that its office would use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import local_date
from yuanba.people import actions as people
from yuanba.people.models import Account, Organisation, Residence
from yuanba.people.queries import actor_for
from yuanba.people.queries.demonstration import PASSWORD
from yuanba.places import actions as places
from yuanba.places.models import Territory
from yuanba.simulation.invent import Inventor
from yuanba.simulation.roll_workbook import workbook

SINCE = date(2015, 1, 1)
BASIS = "模拟"

COMMUNITIES = ("四河社区", "通济桥社区", "古城社区", "滨江社区", "龙河社区")
PEOPLE_PER_DWELLING = 1.7  # what `Inventor.home` draws on average; only plans how many homes to invent
STAFF = (
    ("STREET_ORGANISER", 2),
    ("STREET_LEADER", 2),
    ("SCREENER", 4),
    ("APPEAL_OFFICER", 1),
    ("HOUSING_OFFICER", 1),
    ("FINANCE_OFFICER", 2),
    ("ROLL_KEEPER", 1),
    ("LETTER_CLERK", 2),
)


@dataclass(frozen=True)
class CompoundPlan:
    """A compound to invent. `community` is an index."""

    name: str
    community: int
    dwellings: int
    shops: int
    buildings: int


@dataclass
class CompoundMade:
    """A compound with the persons who live in it."""

    territory: Territory
    name: str
    community: int
    persons: list[int] = field(default_factory=list)


@dataclass
class World:
    """The subdistrict, its staff by post, its compounds with their residents, and who has signed in so far."""

    inventor: Inventor
    street: Territory
    office: Organisation
    communities: list[Territory]
    compounds: list[CompoundMade] = field(default_factory=list)
    staff: dict[str, list[Account]] = field(default_factory=dict)
    workers: dict[int, list[Account]] = field(default_factory=dict)
    citizens: dict[int, Account] = field(default_factory=dict)
    phones: dict[int, str] = field(default_factory=dict)  # of residents, as far as the roll has them
    brands: set[str] = field(default_factory=set)
    _actors: dict[tuple[int, date], Actor] = field(default_factory=dict)

    def actor(self, account: Account, now: datetime) -> Actor:
        """The actor of a staff account, read once a day."""
        key = (account.pk, local_date(now))
        if key not in self._actors:
            self._actors[key] = actor_for(account, now)
        return self._actors[key]

    def officer(self, post: str, now: datetime, place: int = 0) -> Actor:
        """The actor of the `place`-th holder of a post (counted round)."""
        return self.actor(self.staff[post][place % len(self.staff[post])], now)

    def worker(self, community: int, now: datetime, place: int = 0) -> Actor:
        """A community worker of the community."""
        return self.actor(self.workers[community][place % len(self.workers[community])], now)

    def citizen(self, person_id: int, community: int, now: datetime) -> Actor:
        """The resident behind their own phone, verified at the desk the first time."""
        account = self.citizens.get(person_id)
        if account is None:
            account = self.citizens[person_id] = self._verified(person_id, community, now)
        return Actor(id=f"account:{account.pk}", account_id=account.pk, person_id=person_id)

    def _verified(self, person_id: int, community: int, now: datetime) -> Account:
        """By one worker where the roll has the phone, else by two who see the document and hear the same number."""
        phone = self.phones.get(person_id) or self.inventor.phone()
        for place in range(2):
            row = people.verify_at_desk(
                phone=phone, person_id=person_id, actor=self.worker(community, now, place), now=now
            )
            if row is not None:
                return row.account
        raise AssertionError("two workers verify anybody")

    def home_of(self, territory_id: int) -> CompoundMade:
        return next(one for one in self.compounds if one.territory.pk == territory_id)


def plans_for(residents: int, inventor: Inventor) -> list[CompoundPlan]:
    """Twelve compounds or more of believable size, in five communities or more, for about so many residents."""
    dwellings = max(24, int(residents / PEOPLE_PER_DWELLING))
    number = max(12, dwellings // 1500) if dwellings >= 240 else 3
    communities = max(len(COMMUNITIES), number // 8) if number >= 12 else 2
    taken: set[str] = set()
    weights = [inventor.random.randrange(60, 140) for _ in range(number)]
    plans = []
    for place, weight in enumerate(weights):
        size = max(4, dwellings * weight // sum(weights))
        buildings = max(1, size // 90)
        plans.append(CompoundPlan(inventor.compound_name(taken), place % communities, size, size // 25, buildings))
    return plans


def build(
    plans: Sequence[CompoundPlan],
    inventor: Inventor,
    now: datetime,
    *,
    name: str = "华阳街道",
    tell: Callable[[str], None] = lambda line: None,
) -> World:
    """The subdistrict stands: territory, office, staff, and a roll that came in by `import_roll`, compound by compound."""
    maker = system("simulation")
    street = places.found(kind="SUBDISTRICT", name=name, from_date=SINCE, basis=BASIS, actor=maker, now=now)
    founded = people.found_deployment(
        name=name,
        office=f"{name}办事处",
        territory_id=street.pk,
        administrators=administrators(inventor),
        from_date=SINCE,
        now=now,
    )
    number = max(plan.community for plan in plans) + 1
    names = [COMMUNITIES[place] if place < len(COMMUNITIES) else f"第{place + 1}社区" for place in range(number)]
    communities = [
        places.found(
            kind="COMMUNITY", name=one, parent_id=street.pk, from_date=SINCE, basis=BASIS, actor=maker, now=now
        )
        for one in names
    ]
    world = World(inventor, street, founded.office, communities)
    for account in founded.accounts:
        world.staff.setdefault(account.login.upper().replace("-", "_"), []).append(account)
    hire_all(world, now)
    for plan in plans:
        world.compounds.append(raise_compound(world, plan, now))
        tell(f"{plan.name}: {len(world.compounds[-1].persons)} 人")
    return world


def administrators(inventor: Inventor) -> list[people.FirstAdministrator]:
    """The three administrators; logins are their posts in lower case."""
    return [
        people.FirstAdministrator(post, inventor.name(), inventor.phone(), post.lower().replace("_", "-"), PASSWORD)
        for post in ("SYSTEM_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN")
    ]


def hire_all(world: World, now: datetime) -> None:
    """The office's posts are filled, and every community has two community workers."""
    for post, number in STAFF:
        for place in range(number):
            login = post.lower().replace("_", "-") + (f"-{place + 1}" if number > 1 else "")
            world.staff.setdefault(post, []).append(hire(world, post, world.street, login, now))
    for place, community in enumerate(world.communities):
        world.workers[place] = [
            hire(world, "COMMUNITY_WORKER", community, f"worker-{place + 1}-{one}", now) for one in (1, 2)
        ]


def hire(
    world: World, post: str, territory: Territory, login: str, now: datetime, organisation: Organisation | None = None
) -> Account:
    """Somebody of the staff register with this post there and a staff account."""
    maker = system("simulation")
    person = people.register_person(name=world.inventor.name(), phone=world.inventor.phone(), actor=maker, now=now)
    people.appoint(
        person_id=person.pk,
        organisation_id=(organisation or world.office).pk,
        post=post,
        territory_id=territory.pk,
        from_date=SINCE,
        basis=BASIS,
        actor=maker,
        now=now,
    )
    account, _ = people.create_staff_account(person_id=person.pk, login=login, password=PASSWORD, actor=maker, now=now)
    return account


def raise_compound(world: World, plan: CompoundPlan, now: datetime) -> CompoundMade:
    """The compound stands, with the buildings, owners and residents of its property office's Excel."""
    maker = system("simulation")
    parent = world.communities[plan.community]
    territory = places.found(
        kind="COMPOUND", name=plan.name, parent_id=parent.pk, from_date=SINCE, basis=BASIS, actor=maker, now=now
    )
    keeper = world.officer("ROLL_KEEPER", now)
    content = workbook(world.inventor.homes(plan.dwellings, plan.shops, plan.buildings))
    preview = people.preview_roll(
        compound_id=territory.pk, content=content, as_of_date=local_date(now), actor=keeper, now=now
    )
    people.import_roll(preview=preview, accept_good_rows=True, actor=keeper, now=now)
    living = Residence.objects.filter(premises__compound_id=territory.pk, to_date__isnull=True)
    persons = dict(living.order_by("pk").values_list("person_id", "person__phone"))
    world.phones.update((person, phone) for person, phone in persons.items() if phone)
    return CompoundMade(territory, plan.name, plan.community, list(persons))
