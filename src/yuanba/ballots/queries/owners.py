"""Before and during an owners' ballot: what its roll would be, what is wrong with it, and where people are still missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from yuanba.ballots import states
from yuanba.ballots.models import Ballot, Option, RollObjection, RollRow
from yuanba.ballots.queries.reading import ASKED_BY_OTHERS, participation
from yuanba.ballots.queries.rolls import entries_at, entries_of
from yuanba.ballots.tally.outcome import needed
from yuanba.kernel.calendar import local_date
from yuanba.people.queries import AlikePair, RollEntry, RollGap, alike_pairs, roll_gaps
from yuanba.places.queries import compound_ids

# Source: BALLOTS.md: subtotals are suppressed below 5.
SMALLEST_SHOWN = 5
LATELY = timedelta(days=60)
MOST_ASKED = 6
MOST = 100  # a page of history; older ballots keep their addresses


@dataclass(frozen=True, slots=True)
class RollPreview:
    """The roll as it would be frozen today, and its gaps (named to the organiser only)."""

    rows: int
    heads: int
    area_cm2: int
    unreachable: int  # rows for which nobody known may act
    gaps: tuple[RollGap, ...]
    compared: tuple[AlikePair, ...] = ()  # owners who looked like one, as the keeper of the roll answered


@dataclass(frozen=True, slots=True)
class EntranceToVisit:
    """An entrance with voters who have not voted. `missing` is None where it is fewer than SMALLEST_SHOWN."""

    name: str
    rows: int
    missing: int | None


@dataclass(frozen=True, slots=True)
class ToVisit:
    """`entrances` with most missing first; `small` entrances have too few voters to be told apart, `reached` are through."""

    entrances: tuple[EntranceToVisit, ...]
    small: int
    reached: int


@dataclass(frozen=True, slots=True)
class Meter:
    """How much of the roll took part, by "heads" or "area_cm2"; `need` is 0 where no rule asks for a share."""

    measure: str
    have: int
    total: int
    need: int


def meters(ballot: Ballot) -> tuple[Meter, ...]:
    """Participation by every measure of the electorate, with what the ballot's threshold needs. Never choices."""
    came, share = participation(ballot.pk), ballot.rule.get("threshold", {}).get("participation", "")
    sizes = [("heads", came.heads, came.roll_heads)]
    if ballot.electorate == Ballot.Electorate.OWNERS:
        sizes.append(("area_cm2", came.area_cm2, came.roll_area_cm2))
    return tuple(Meter(measure, have, total, needed(share, total) if share else 0) for measure, have, total in sizes)


def asked_lately(now: datetime) -> QuerySet[Ballot]:
    """What owners, residents or households are asked now or have answered within LATELY; one query, the newest MOST_ASKED."""
    under_way = Q(state__in=[states.ANNOUNCED, states.OPEN])
    over = Q(state=states.PUBLISHED, closes_at__gt=now - LATELY)
    rows = Ballot.objects.exclude(kind__in=ASKED_BY_OTHERS).filter(under_way | over)
    return rows.defer("manifest", "about").order_by("-opens_at", "pk")[:MOST_ASKED]


def asked_in(territory_id: int) -> QuerySet[Ballot]:
    """Every ballot of this place that the public may know of, newest first: its history."""
    rows = Ballot.objects.filter(territory_id=territory_id).exclude(state__in=[states.DRAFT, states.ANNULLED])
    rows = rows.exclude(kind=Ballot.Kind.SURVEY)
    return rows.defer("manifest", "about").order_by("-opens_at", "pk")


def history(territory_id: int) -> list[Ballot]:
    """Every ballot of this place that was ever announced, annulled ones too, newest first, with result and moves."""
    rows = Ballot.objects.filter(territory_id=territory_id).exclude(state=states.DRAFT)
    rows = rows.exclude(kind=Ballot.Kind.SURVEY)
    announced = rows.filter(steps__verb="announce")
    return list(
        announced.select_related("result").prefetch_related("steps").defer("about").order_by("-opens_at", "pk")[:MOST]
    )


def options_of(ballot_ids: Collection[int]) -> QuerySet[Option]:
    """The options of several ballots with their items, each in the order of its sheet; one query."""
    rows = Option.objects.filter(item__ballot_id__in=ballot_ids).select_related("item")
    return rows.order_by("item__ballot_id", "item__position", "position", "pk")


def roll_preview(ballot: Ballot, now: datetime) -> RollPreview:
    """What the opening would freeze if it were today."""
    on = local_date(now)
    entries = entries_at(ballot, on)
    is_owners = ballot.electorate == Ballot.Electorate.OWNERS
    return RollPreview(
        rows=len(entries),
        heads=sum(entry.heads for entry in entries),
        area_cm2=sum(entry.area_cm2 for entry in entries),
        unreachable=sum(not entry.voters for entry in entries),
        gaps=tuple(roll_gaps(on, ballot.territory_id)) if is_owners else (),
        compared=_compared(on, ballot.territory_id) if is_owners else (),
    )


def _compared(on: date, territory_id: int) -> tuple[AlikePair, ...]:
    return tuple(pair for pair in alike_pairs(on, compound_ids(territory_id, on)) if pair.answer is not None)


def own_entries(ballot: Ballot, person_id: int, now: datetime) -> list[RollEntry]:
    """The entries for which this person may act on the frozen roll, or could if it were frozen today."""
    return [entry for entry in entries_of(ballot, now) if person_id in entry.voters]


def to_visit(ballot_id: int) -> ToVisit:
    """Where voters are missing, entrance by entrance: one query, counts only, none below 5. Never who, never what."""
    cast = Count("papers", filter=Q(papers__attempt=0), distinct=True)
    fields = ("premises__entrance", "premises__entrance__building__name", "premises__entrance__name")
    rows = RollRow.objects.filter(ballot_id=ballot_id).order_by().values(*fields)
    counted = rows.annotate(rows=Count("pk", distinct=True), cast=cast)
    entrances, small, reached = [], 0, 0
    for row in counted:
        missing = row["rows"] - row["cast"]
        if row["rows"] < SMALLEST_SHOWN or row[fields[0]] is None:
            small += 1
        elif missing == 0:
            reached += 1
        else:
            name = f"{row[fields[1]]}{row[fields[2]]}"
            entrances.append(EntranceToVisit(name, row["rows"], missing if missing >= SMALLEST_SHOWN else None))
    entrances.sort(key=lambda one: (-(one.missing or 0), one.name))
    return ToVisit(tuple(entrances), small, reached)


def objections(ballot_id: int) -> QuerySet[RollObjection]:
    """What was said against the roll, open ones first."""
    rows = RollObjection.objects.filter(ballot_id=ballot_id).select_related("person")
    return rows.order_by(F("answered_at").asc(nulls_first=True), "raised_at", "pk")
