"""Who may vote in a ballot, as entries: as the roll was frozen, or as it would be today."""

from datetime import date, datetime

from yuanba.ballots.models import Ballot
from yuanba.kernel.calendar import local_date
from yuanba.people.models import Organisation
from yuanba.people.queries import RollEntry, committee_at, roll_at
from yuanba.places.queries import lineage


def entries_at(ballot: Ballot, on: date) -> list[RollEntry]:
    """The entries of this ballot's electorate on a day. A constant number of queries."""
    if ballot.electorate == Ballot.Electorate.COMMITTEE:
        return committee_at(on, ballot.body_id or 0)
    if ballot.electorate == Ballot.Electorate.MEETING:
        present = ballot.meeting.present.order_by("person_id") if ballot.meeting is not None else ()
        people = [one.person_id for one in present]
        return [RollEntry(f"person:{person}", person, 1, 0, None) for person in people]
    within = ballot.rule.get("within", {}).get("entrances", ())  # an ordering subject asks some stairwells only
    return roll_at(on, ballot.electorate, ballot.territory_id, entrances=within)  # type: ignore[arg-type]


def entries_of(ballot: Ballot, now: datetime) -> list[RollEntry]:
    """The entries as they were on the day on which the roll was frozen, before it as they are today."""
    return entries_at(ballot, ballot.roll_date or local_date(now))


def organisations_on_roll(ballot: Ballot, now: datetime) -> list[tuple[str, str]]:
    """(entry key, name) of the organisations on the roll: they act through whom they authorise."""
    keys = [one.key for one in entries_of(ballot, now) if one.key.startswith("organisation:")]
    names = Organisation.objects.in_bulk([int(key.partition(":")[2]) for key in keys])
    return sorted(((key, names[int(key.partition(":")[2])].name) for key in keys), key=lambda one: one[1])


def lineage_at(territory_id: int, now: datetime) -> tuple[int, ...]:
    """The territory and everything above it today."""
    return lineage(territory_id, local_date(now))
