"""A compound with owners and officers, and an assembly brought by its own actions to the state that a test wants."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests import factories
from tests.ballots.given import voter
from tests.officers import officer
from yuanba.assemblies import actions, queries
from yuanba.assemblies.models import Assembly, Candidate
from yuanba.ballots import actions as ballots
from yuanba.files.models import StoredFile
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.people.models import Account, Person
from yuanba.people.queries import actor_for
from yuanba.places.models import Territory

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
TODAY = date(2026, 3, 2)
OPENS, CLOSES = timedelta(days=16), timedelta(days=26)
TICK = system("tick")
SEATS = 5


@dataclass
class Place:
    """示范街道, one community, one compound: nine owners with 90 m² each, every one with an account."""

    street: Territory
    community: Territory
    compound: Territory
    owners: list[Person]
    accounts: list[Account]

    def staff(self, post: str, at: Territory | None = None) -> Actor:
        return officer(post, at or self.street, NOW)

    def owner(self, number: int, now: datetime = NOW) -> Actor:
        return actor_for(self.accounts[number], now)


def place(owners: int = 9) -> Place:
    street = factories.TerritoryFactory(kind="SUBDISTRICT", name="示范街道")
    community = factories.TerritoryFactory(kind="COMMUNITY", name="长堤社区", parent=street)
    compound = factories.CompoundFactory(territory__parent=community, territory__name="花城小区")
    entrance = factories.EntranceFactory(building__compound=compound)
    persons, accounts = [], []
    for _ in range(owners):
        home = factories.PremisesFactory(entrance=entrance)
        person = factories.OwnershipFactory(premises=home).person
        factories.ResidenceFactory(premises=home, person=person)
        persons.append(person)
        accounts.append(factories.AccountFactory(person=person))
    return Place(street, community, compound.territory, persons, accounts)


def begun(here: Place, kind: str = "FIRST", seats: int = SEATS, now: datetime = NOW) -> Assembly:
    """Owners 7 and 8 and the subdistrict are in the group."""
    guide = here.staff("STREET_ORGANISER")
    by = {"actor": guide, "now": now}
    row = actions.begin(
        kind=kind, territory_id=here.compound.pk, formed_date=local_date(now), sizes=(seats, 2, 5), **by
    )
    for number in (7, 8):
        actions.add_member(assembly_id=row.pk, side="OWNER", person_id=here.owners[number].pk, **by)
    actions.add_member(assembly_id=row.pk, side="SUBDISTRICT", person_id=guide.person_id, is_lead=True, **by)
    return row


def nominating(here: Place, **how: object) -> Assembly:
    row = begun(here, **how)  # type: ignore[arg-type]
    now = row.begun_at
    return actions.post_group(
        assembly_id=row.pk, posted_date=local_date(now), actor=here.staff("STREET_ORGANISER"), now=now
    )


def stand(row: Assembly, here: Place, numbers: range | list[int], now: datetime = NOW) -> list[Candidate]:
    return [
        actions.nominate(
            assembly_id=row.pk, form=actions.Nomination(here.owners[one].pk, statement="愿意为大家办事"),
            actor=here.owner(one, now), now=now,
        )
        for one in numbers
    ]  # fmt: skip


def posted(here: Place, candidates: int = 6, **how: object) -> Assembly:
    row = nominating(here, **how)
    now = row.begun_at
    guide = here.staff("STREET_ORGANISER")
    for one in stand(row, here, range(candidates), now):
        actions.screen(candidate_id=one.pk, is_admitted=True, reason="", actor=guide, now=now)
    for kind in ("RULES", "COVENANT"):
        actions.add_document(assembly_id=row.pk, kind=kind, file_id=draft().pk, name="草案.pdf", actor=guide, now=now)
    return actions.post_candidates(assembly_id=row.pk, posted_date=local_date(now), actor=guide, now=now)


def called(here: Place, **how: object) -> Assembly:
    row = posted(here, **how)  # type: ignore[arg-type]
    now = row.begun_at
    return actions.call(
        assembly_id=row.pk, window=actions.Window(now + OPENS, now + CLOSES),
        actor=here.staff("STREET_ORGANISER"), now=now,
    )  # fmt: skip


def voted(here: Place, row: Assembly, voters: int = 7, *, rules: str = "agree") -> datetime:
    """So many owners have voted for the first five candidates; the count is public. Returns when."""
    ballot = row.ballot
    assert ballot is not None
    ballots.open_ballot(ballot_id=ballot.pk, actor=TICK, now=ballot.opens_at)
    during, end = ballot.opens_at + timedelta(days=1), ballot.closes_at
    keys = [str(one) for one in queries.candidates(row.pk)][: row.seats]
    choices = {"committee": keys}
    if row.kind == "FIRST":
        choices |= {"rules": [rules], "covenant": ["agree"]}
    for person in here.owners[:voters]:
        ticket = ballots.issue_ticket(ballot_id=ballot.pk, actor=voter(person), now=during)
        ballots.cast(ticket=ticket, choices=choices, channel="PHONE", now=during)
    guide = here.staff("STREET_ORGANISER")
    ballots.close(ballot_id=ballot.pk, actor=TICK, now=end)
    ballots.count(ballot_id=ballot.pk, actor=guide, now=end)
    ballots.publish(ballot_id=ballot.pk, actor=guide, now=end)
    return end


def elected(here: Place, **how: object) -> tuple[Assembly, datetime]:
    row = called(here, **how)
    end = voted(here, row)
    return actions.record_result(assembly_id=row.pk, actor=here.staff("STREET_ORGANISER"), now=end), end


def in_office(here: Place, **how: object) -> tuple[Assembly, datetime]:
    """The committee has its chair (owner 0) and vice chair (owner 1)."""
    row, end = elected(here, **how)
    row = actions.hold_first_meeting(
        assembly_id=row.pk, chair_id=here.owners[0].pk, vice_ids=(here.owners[1].pk,), present=5,
        met_date=local_date(end), actor=here.owner(0, end), now=end,
    )  # fmt: skip
    return row, end


def draft() -> StoredFile:
    return StoredFile.objects.create(
        sha256="cd" * 32, received_sha256="cd" * 32, size=10, kind="pdf", name="草案.pdf", visibility="PUBLIC",
        uploader="account:1", uploaded_at=NOW,
    )  # fmt: skip
