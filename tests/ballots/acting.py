"""Owners of a compound who vote by phone, on paper, through proxies and by a show of hands; and what each act needs."""

from datetime import timedelta

from tests import factories
from tests.ballots import given
from tests.ballots.tally.made import rule
from yuanba.ballots import actions, queries
from yuanba.ballots.models import Authorisation, Ballot, HallCount, Meeting, RollRow
from yuanba.files.models import StoredFile
from yuanba.people.models import Ownership, Person
from yuanba.places.models import Premises

TOLD = given.OPENS - timedelta(days=20)
ITEM = actions.NewItem("q1", 1, tuple(actions.NewOption(key) for key in ("agree", "against", "abstain")))


def owners(here: given.Place, *sets: tuple[Person, ...]) -> None:
    """Each home of the place belongs to these persons from the start."""
    for home, persons in zip(Premises.objects.order_by("pk"), sets, strict=True):
        for person in persons:
            Ownership.objects.create(premises=home, person=person, from_date=factories.FOUNDED, share_den=len(persons))


def each_their_own(number: int = 4) -> given.Place:
    here = given.place(number)
    owners(here, *((person,) for person in here.voters))
    return here


def announced(here: given.Place, **changes: object) -> Ballot:
    organiser = here.organiser()
    values = {
        "territory_id": here.compound.pk, "kind": "OPINION", "electorate": "OWNERS", "items": (ITEM,),
        "rule": rule("yes-no-abstain"), "ordered_by": "",
    }  # fmt: skip
    ballot = actions.draft(order=given.order(here, **(values | changes)), actor=organiser, now=TOLD)
    return actions.announce(ballot_id=ballot.pk, actor=organiser, now=TOLD)


def opened(here: given.Place, **changes: object) -> Ballot:
    return actions.open_ballot(ballot_id=announced(here, **changes).pk, actor=given.TICK, now=given.OPENS)


def entry_of(ballot: Ballot, person: Person) -> str:
    """The entry of which this person is the only voter."""
    entries = queries.entries_of(ballot, given.DURING)
    return next(one.key for one in entries if one.voters == (person.pk,))


def scan(letter: str = "c") -> StoredFile:
    known = StoredFile.objects.filter(sha256=letter * 64).first()
    return known or StoredFile.objects.create(
        sha256=letter * 64, received_sha256=letter * 64, size=10, kind="jpeg", name="scan.jpg", visibility="PRIVATE",
        uploader="account:1", uploaded_at=TOLD,
    )  # fmt: skip


def authorised(here: given.Place, ballot: Ballot, principal: Person, proxy: Person, **changes: object) -> Authorisation:
    """The desk has entered a written authorisation."""
    written = {
        "entry_key": entry_of(ballot, principal), "principal_person_id": principal.pk,
        "proxy": actions.Proxy(proxy.pk), "scan_file_id": scan().pk,
    }  # fmt: skip
    now = TOLD if ballot.state == "ANNOUNCED" else given.DURING
    return actions.enter_authorisation(
        ballot_id=ballot.pk,
        written=actions.WrittenAuthorisation(**(written | changes)),  # type: ignore[arg-type]
        actor=here.clerk(),
        now=now,
    )


def ticket_for(ballot: Ballot, person: Person, principal: Person | RollRow) -> str:
    row = principal if isinstance(principal, RollRow) else given.row_of(ballot, principal)
    act = {"ballot_id": ballot.pk, "actor": given.voter(person), "now": given.DURING}
    return actions.issue_ticket(roll_row_id=row.pk, **act)


def vote(text: str, answer: str = "agree") -> object:
    return given.cast(text, q1=[answer])


def meeting(here: given.Place, *present: Person) -> Meeting:
    """A meeting whose list two people have kept."""
    secretary, second, now = here.clerk(), here.clerk(), given.DURING
    made = actions.convene(
        territory_id=here.compound.pk, title="业主大会现场会", held_date=given.DURING.date(), where="小广场",
        actor=secretary, now=now,
    )  # fmt: skip
    for person in present:
        actions.add_present(meeting_id=made.pk, person_id=person.pk, actor=secretary, now=now)
    actions.keep_sheet(meeting_id=made.pk, file_id=scan("d").pk, actor=secretary, now=now)
    return actions.check_list(meeting_id=made.pk, actor=second, now=now)


def hands(here: given.Place, ballot: Ballot, at: Meeting, **answers: tuple[RollRow, ...]) -> HallCount:
    """Keyed by one clerk: hands by answer."""
    record = actions.HallRecord(
        at.pk,
        {"q1": {answer: len(rows) for answer, rows in answers.items()}},
        tuple(actions.Hand(row.pk, {"q1": [answer]}) for answer, rows in answers.items() for row in rows),
        scan("e").pk,
    )
    return actions.key_hands(ballot_id=ballot.pk, record=record, actor=here.clerk(), now=given.DURING)
