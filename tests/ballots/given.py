"""A subdistrict with voters and staff, and a ballot brought by its own actions to the state that a test wants."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests import factories
from yuanba.ballots import actions
from yuanba.ballots.models import Ballot, RollRow
from yuanba.files.models import StoredFile
from yuanba.kernel.actor import Actor, Grant, system
from yuanba.kernel.calendar import SHANGHAI
from yuanba.people.models import Person
from yuanba.places.models import Compound, Territory

OPENS = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
CLOSES = datetime(2026, 11, 9, 18, 0, tzinfo=SHANGHAI)
BEFORE = OPENS - timedelta(days=10)
DURING = OPENS + timedelta(days=1)
LAST = CLOSES - timedelta(seconds=1)
RULE = {"id": "choose-k", "version": 1, "source": "the campaign's announcement, section 5"}
SCAN = "ab" * 32
TICK = system("tick")

ITEMS = (
    actions.NewItem(
        "persons", 2, (actions.NewOption("entry:1"), actions.NewOption("entry:2"), actions.NewOption("entry:3"))
    ),
    actions.NewItem("companies", 1, (actions.NewOption("entry:7", "长堤物业"), actions.NewOption("entry:8"))),
)


@dataclass
class Place:
    """示范街道 with one compound and its voters; staff by the permission they hold in the street."""

    street: Territory
    compound: Compound
    voters: list[Person]
    staff: int = field(default=0)

    def official(self, *permissions: str, at: Territory | None = None) -> Actor:
        """A new staff member, a person of its own, with these permissions."""
        self.staff += 1
        person = factories.PersonFactory()
        territory_id = (at or self.street).pk
        grants = frozenset(Grant(permission, territory_id) for permission in permissions)
        return Actor(f"account:9{self.staff}", 900 + self.staff, person.pk, grants)

    def organiser(self) -> Actor:
        return self.official("ballots.organise", "ballots.decide", "ballots.statutory", "surveys.organise")

    def clerk(self) -> Actor:
        return self.official("ballots.paper", "surveys.paper", at=self.compound.territory)

    def reviewer(self) -> Actor:
        return self.official("ballots.review")


def place(voters: int = 3, street: Territory | None = None) -> Place:
    street = street or factories.TerritoryFactory(kind="SUBDISTRICT", name="示范街道")
    community = factories.TerritoryFactory(kind="COMMUNITY", name="长堤社区", parent=street)
    compound = factories.CompoundFactory(territory__parent=community)
    entrance = factories.EntranceFactory(building__compound=compound)
    people = []
    for _ in range(voters):
        premises = factories.PremisesFactory(entrance=entrance)
        people.append(factories.ResidenceFactory(premises=premises).person)
    return Place(street, compound, people)


def order(here: Place, **changes: object) -> actions.BallotOrder:
    values: dict[str, object] = {
        "territory_id": here.street.pk,
        "title": "最美小区网上投票",
        "items": ITEMS,
        "rule": RULE,
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "ordered_by": "stage:4",
    }
    return actions.BallotOrder(**(values | changes))  # type: ignore[arg-type]


def announced(here: Place, **changes: object) -> Ballot:
    organiser = here.organiser()
    ballot = actions.draft(order=order(here, **changes), actor=organiser, now=BEFORE)
    return actions.announce(ballot_id=ballot.pk, actor=organiser, now=BEFORE)


def opened(here: Place, **changes: object) -> Ballot:
    ballot = announced(here, **changes)
    return actions.open_ballot(ballot_id=ballot.pk, actor=TICK, now=OPENS)


def closed(ballot: Ballot) -> Ballot:
    return actions.close(ballot_id=ballot.pk, actor=TICK, now=CLOSES)


def published(ballot: Ballot, here: Place) -> Ballot:
    actions.count(ballot_id=ballot.pk, actor=TICK, now=CLOSES)
    return actions.publish(ballot_id=ballot.pk, actor=here.organiser(), now=CLOSES)


def voter(person: Person) -> Actor:
    return Actor(f"account:{person.pk}", person.pk, person.pk)


def ticket(ballot: Ballot, person: Person, now: datetime = DURING) -> str:
    return actions.issue_ticket(ballot_id=ballot.pk, actor=voter(person), now=now)


def cast(text: str, now: datetime = DURING, signals: object = None, **choices: list[str]) -> object:
    return actions.cast(
        ticket=text,
        choices=choices or {"persons": ["entry:2"]},
        channel="PHONE",
        now=now,
        signals=signals,  # type: ignore[arg-type]
    )


def row_of(ballot: Ballot, person: Person) -> RollRow:
    return RollRow.objects.get(ballot=ballot, person=person)


def scan() -> StoredFile:
    """A scanned sheet, as files keeps it."""
    return StoredFile.objects.create(
        sha256=SCAN,
        received_sha256=SCAN,
        size=10,
        kind="jpeg",
        name="scan.jpg",
        visibility="STAFF",
        uploader="account:1",
        uploaded_at=BEFORE,
    )


def received(ballot: Ballot, person: Person, here: Place, now: datetime = DURING) -> str:
    """The serial of a sheet that came back and is scanned."""
    row = row_of(ballot, person)
    sheet = actions.issue_paper_sheet(ballot_id=ballot.pk, roll_row_id=row.pk, actor=here.clerk(), now=now)
    actions.receive_paper_sheet(serial=sheet.serial, scan_file_id=scan().pk, actor=here.clerk(), now=now)
    return str(sheet.serial)
