"""Meetings and shows of hands for the desk: who was there, which rows may raise a hand, what waits for a second clerk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from yuanba.ballots.models import Ballot, HallCount, Meeting, Paper, ProxySeat, RollRow
from yuanba.places.queries import compound_ids, descendants, lineage


@dataclass(frozen=True, slots=True)
class RowInHall:
    """A roll row whose voter, or whose proxy, is on the list of a meeting."""

    roll_row_id: int
    number: int
    premises_id: int | None
    names: tuple[str, ...]
    by_proxy: bool
    has_cast: bool


def meetings_of(territories: Collection[int], on: date) -> QuerySet[Meeting]:
    """The meetings of these places, below and above them, newest first, with `people` (how many were there)."""
    places: set[int] = set()
    for territory_id in territories:
        places |= {
            territory_id,
            *descendants(territory_id, on),
            *lineage(territory_id, on),
            *compound_ids(territory_id, on),
        }
    rows = Meeting.objects.filter(territory_id__in=places).annotate(people=Count("present"))
    return rows.order_by("-held_date", "-pk")


def rows_in_hall(ballot: Ballot, meeting: Meeting) -> list[RowInHall]:
    """The rows for which somebody on the list may raise a hand, each once, voters before proxies. Four queries."""
    there = dict(meeting.present.values_list("person_id", "person__name"))
    rows = RollRow.objects.filter(Q(person_id__in=there) | Q(members__person_id__in=there), ballot=ballot).distinct()
    found: dict[int, RowInHall] = {}
    own = list(rows.prefetch_related("members").order_by("number"))
    seats = ProxySeat.objects.filter(ballot=ballot, person_id__in=there, ended_at__isnull=True).select_related(
        "roll_row"
    )
    seated = [(seat.roll_row, seat.person_id or 0) for seat in seats.order_by("roll_row__number")]
    ids = [row.pk for row in own] + [row.pk for row, _ in seated]
    cast = set(Paper.objects.filter(ballot=ballot, roll_row_id__in=ids).values_list("roll_row_id", flat=True))
    for row in own:
        people = {row.person_id, *(one.person_id for one in row.members.all())}
        names = tuple(name for person, name in sorted(there.items()) if person in people)
        found[row.pk] = RowInHall(row.pk, row.number, row.premises_id, names, False, row.pk in cast)
    for row, person in seated:
        if row.pk not in found:
            found[row.pk] = RowInHall(row.pk, row.number, row.premises_id, (there[person],), True, row.pk in cast)
    return list(found.values())


def hall_counts(ballot: Ballot) -> QuerySet[HallCount]:
    """The shows of hands of a ballot, newest first, with `rows` (hands)."""
    return (
        HallCount.objects.filter(ballot=ballot).select_related("meeting").annotate(rows=Count("hands")).order_by("-pk")
    )
