"""What the desk and the person see of homes, verification and requests about data."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import require
from yuanba.people.models import (
    DataRequest,
    LetterBatch,
    Ownership,
    Person,
    PhoneChange,
    Residence,
    RollJob,
    Verification,
)
from yuanba.people.queries.persons import MaskedPerson, masked_person, may_see_person, persons_within
from yuanba.people.states import ASKED
from yuanba.places.queries import compound_ids, current, descendants, names_at


@dataclass(frozen=True)
class Home:
    """Premises that a person owns or lives in: `roles` are OWNER, and OWNER, FAMILY or TENANT of those who live there."""

    premises_id: int
    compound_id: int
    compound: str
    building: str
    number: str
    kind: str
    owns: bool
    lives: bool
    from_date: date


def homes_of(person_id: int, on: date) -> tuple[Home, ...]:
    """Where the person owns or lives on that day, by compound and door. Three queries."""
    joined = "premises__entrance__building"
    owned = Ownership.objects.filter(current(on), person_id=person_id).select_related(joined)
    lived = Residence.objects.filter(current(on), person_id=person_id).select_related(joined)
    rows: list[Ownership | Residence] = [*owned.order_by("pk"), *lived.order_by("pk")]
    names = names_at([row.premises.compound_id for row in rows], on)
    own = {row.premises_id for row in rows if isinstance(row, Ownership)}
    live = {row.premises_id for row in rows if isinstance(row, Residence)}
    since = {row.premises_id: row.from_date for row in sorted(rows, key=lambda row: row.from_date, reverse=True)}
    places = {row.premises_id: row.premises for row in rows}
    homes = [
        Home(
            place.pk,
            place.compound_id,
            names.get(place.compound_id, ""),
            f"{place.entrance.building.name}{place.entrance.name}",
            place.number,
            place.kind,
            place.pk in own,
            place.pk in live,
            since[place.pk],
        )
        for place in places.values()
    ]
    return tuple(sorted(homes, key=lambda home: (home.compound_id, home.building, home.number)))


@dataclass(frozen=True)
class DeskPerson:
    """A person as a community worker sees one: masked, with homes and the account that claims it, if any."""

    person: MaskedPerson
    homes: tuple[Home, ...]
    verification: Verification | None


def desk_person(*, actor: Actor, person_id: int, now: datetime) -> DeskPerson:
    """The person, for somebody appointed over one of its places. Raises Refused(people.not_your_place)."""
    require(may_see_person(actor, person_id, now))
    person = Person.objects.get(pk=person_id)
    verification = Verification.objects.filter(person=person, ended_at__isnull=True).select_related("account").first()
    return DeskPerson(masked_person(person), homes_of(person_id, local_date(now)), verification)


def phone_changes(actor: Actor, on: date) -> QuerySet[PhoneChange]:
    """The changes of number that wait for a second person, of people whom the actor may verify, oldest first."""
    places = {one for place in actor.territories("people.verify") for one in descendants(place, on)}
    rows = PhoneChange.objects.filter(state=ASKED, person__in=persons_within(places, on))
    return rows.select_related("person", "account").order_by("pk")


def data_requests(actor: Actor, on: date) -> QuerySet[DataRequest]:
    """What people of the places where the actor answers asked about their data, with whose account it was.

    An account that no roll knows has no place: whoever answers anywhere answers it.
    """
    places = {one for place in actor.territories("people.answer") for one in descendants(place, on)}
    mine = Q(account__person__isnull=True) | Q(account__person__in=persons_within(places, on))
    return DataRequest.objects.filter(mine).select_related("account__person")


def data_requests_of(account_id: int) -> QuerySet[DataRequest]:
    return DataRequest.objects.filter(account_id=account_id).order_by("-made_at", "-pk")


def roll_jobs(actor: Actor, on: date) -> QuerySet[RollJob]:
    """The uploaded rolls of the compounds over which the actor keeps the roll, newest first."""
    return RollJob.objects.filter(compound__in=keeps_rolls_of(actor, on)).order_by("-pk")


def keeps_rolls_of(actor: Actor, on: date) -> set[int]:
    """The compounds whose roll the actor may import."""
    return {one for place in actor.territories("people.import_roll") for one in compound_ids(place, on)}


def letter_batches(actor: Actor, on: date) -> QuerySet[LetterBatch]:
    """The print runs of the places where the actor asks for or releases letters, newest first, with their letters' states.

    `letters`, `used` and `void` count the codes of each.
    """
    places: set[int] = set()
    for permission in ("people.letters_request", "people.letters_release"):
        for one in actor.territories(permission):
            places |= descendants(one, on)
    rows = LetterBatch.objects.filter(territory__in=places).annotate(
        letters=Count("codes"),
        used=Count("codes", filter=Q(codes__used_at__isnull=False)),
        void=Count("codes", filter=Q(codes__voided_at__isnull=False)),
    )
    return rows.order_by("-pk")
