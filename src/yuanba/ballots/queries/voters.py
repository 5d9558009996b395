"""For which roll rows a person may act: the own one, those shared with others, those of voters who authorised the person.

Most people have one row; whoever has several says for which one each sheet is cast.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from yuanba.ballots import states
from yuanba.ballots.models import Ballot, Paper, ProxySeat, RollMember, RollRow

OWN, SHARED, PROXY = "OWN", "SHARED", "PROXY"


@dataclass(frozen=True)
class VoterState:
    """A voter in one ballot: on the roll, and whether a paper of the row stands, by which channel.

    `leaf_hash` names the paper that stands without saying what it holds; "" if none does.
    """

    roll_row_id: int
    code: str
    has_cast: bool
    channel: str
    leaf_hash: str = ""
    cast_at: datetime | None = None
    is_voided: bool = False


@dataclass(frozen=True, slots=True)
class ActingRow:
    """A roll row for which a person may act: `how` OWN, SHARED or PROXY, and whose it is where another authorised."""

    roll_row_id: int
    how: str
    premises_id: int | None
    area_cm2: int
    has_cast: bool
    cast_at: datetime | None
    principal: str = ""


# One statement where the roll row and its last paper were two: every ticket asks.
_STANDING = """
SELECT r.id, r.code, r.epoch, p.attempt, p.leaf_hash, p.channel, p.state
FROM ballots_rollrow r LEFT JOIN ballots_paper p ON p.ballot_id = r.ballot_id AND p.roll_row_id = r.id
WHERE r.ballot_id = %s AND r.{column} = %s ORDER BY p.attempt DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A roll row and its last attempt: `attempt` is None, and what follows too, if it has cast nothing yet."""

    roll_row_id: int
    code: str
    epoch: int
    attempt: int | None
    leaf_hash: str | None
    channel: str | None
    state: str | None
    proxied: bool = False  # not the own row: shared, or that of a principal


def open_for(person_id: int, now: datetime) -> QuerySet[Ballot]:
    """The ballots in which this person may cast at `now`, for whomever; what a survey holds is listed by the survey."""
    # Three indexed look-ups: one condition over the tables would read the whole roll.
    own = RollRow.objects.filter(person_id=person_id).values("ballot_id")
    shared = RollMember.objects.filter(person_id=person_id).values("roll_row__ballot_id")
    seats = ProxySeat.objects.filter(person_id=person_id, ended_at__isnull=True).values("ballot_id")
    live = Ballot.objects.filter(state=states.OPEN, opens_at__lte=now, closes_at__gt=now)
    live = live.exclude(kind=Ballot.Kind.SURVEY)
    return live.filter(Q(pk__in=own) | Q(pk__in=shared) | Q(pk__in=seats)).order_by("closes_at", "pk")


def cast_among(person_id: int, ballot_ids: Collection[int]) -> set[int]:
    """Those of the ballots in which a paper stands for every row for which this person may act. One query."""
    no_paper = ~Exists(Paper.objects.filter(ballot_id=OuterRef("ballot_id"), roll_row_id=OuterRef("pk")))
    rows = RollRow.objects.filter(_mine(person_id), ballot_id__in=ballot_ids).annotate(waits=no_paper)
    told = dict[int, bool]()
    for ballot_id, waits in rows.values_list("ballot_id", "waits"):
        told[ballot_id] = told.get(ballot_id, False) or waits
    return {ballot_id for ballot_id, waits in told.items() if not waits}


def _mine(person_id: int) -> Q:
    shared = RollMember.objects.filter(person_id=person_id).values("roll_row_id")
    seats = ProxySeat.objects.filter(person_id=person_id, ended_at__isnull=True).values("roll_row_id")
    return Q(person_id=person_id) | Q(pk__in=shared) | Q(pk__in=seats)


def acting_rows(ballot_id: int, person_id: int) -> list[ActingRow]:
    """Every row for which this person may act: the own one, shared ones, then those of others. Four queries."""
    rows = list(RollRow.objects.filter(_mine(person_id), ballot_id=ballot_id))
    shared = set(
        RollMember.objects.filter(roll_row__in=rows, person_id=person_id).values_list("roll_row_id", flat=True)
    )
    seats = ProxySeat.objects.filter(roll_row__in=rows, person_id=person_id, ended_at__isnull=True)
    names = dict(seats.values_list("roll_row_id", "authorisation__principal_name"))
    cast = dict(
        Paper.objects.filter(ballot_id=ballot_id, roll_row__in=rows)
        .order_by("attempt")
        .values_list("roll_row_id", "cast_at")
    )
    found = []
    for row in rows:
        how = OWN if row.person_id == person_id else SHARED if row.pk in shared else PROXY
        name = names.get(row.pk, "") if how == PROXY else ""
        found.append(ActingRow(row.pk, how, row.premises_id, row.area_cm2, row.pk in cast, cast.get(row.pk), name))
    return sorted(found, key=lambda one: ((OWN, SHARED, PROXY).index(one.how), one.roll_row_id))


def acts_for_several(ballot_id: int, person_id: int) -> bool:
    """Whether this person says for which row a sheet is cast. One query."""
    return RollRow.objects.filter(_mine(person_id), ballot_id=ballot_id)[:2].count() > 1


def roll_row_of(ballot_id: int, person_id: int, roll_row_id: int | None = None) -> RollRow | None:
    """The roll row for which this person may act: the one asked for; else the own, a shared one, that of a principal."""
    if roll_row_id is not None:
        return RollRow.objects.filter(_mine(person_id), ballot_id=ballot_id, pk=roll_row_id).first()
    own = RollRow.objects.filter(ballot_id=ballot_id, person_id=person_id).first()
    if own is not None:
        return own
    shared = RollRow.objects.filter(ballot_id=ballot_id, members__person_id=person_id).order_by("number").first()
    return shared or RollRow.objects.filter(_mine(person_id), ballot_id=ballot_id).order_by("number").first()


def standing_of(ballot_id: int, person_id: int, roll_row_id: int | None = None) -> Standing | None:
    """Of the roll row for which this person may act (as roll_row_of); one query for most."""
    if roll_row_id is None:
        own = _standing(ballot_id, "person_id", person_id)
        if own is not None:
            return own
    row = roll_row_of(ballot_id, person_id, roll_row_id)
    found = None if row is None else _standing(ballot_id, "id", row.pk)
    return None if found is None or row is None else replace(found, proxied=row.person_id != person_id)


def _standing(ballot_id: int, column: str, value: int) -> Standing | None:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING.format(column=column), [ballot_id, value])
        found = cursor.fetchone()
    return None if found is None else Standing(*found)


def seat_of(roll_row_id: int, person_id: int) -> ProxySeat | None:
    """The seat by which this person acts for the row, None for its voter and for whoever shares it."""
    mine = RollRow.objects.filter(Q(person_id=person_id) | Q(members__person_id=person_id), pk=roll_row_id)
    if mine.exists():
        return None
    seats = ProxySeat.objects.filter(roll_row_id=roll_row_id, person_id=person_id, ended_at__isnull=True)
    return seats.select_related("authorisation__principal").first()


def voter_state(ballot_id: int, person_id: int, roll_row_id: int | None = None) -> VoterState | None:
    """None if the person is not on the roll (or may not act for the row asked for)."""
    row = roll_row_of(ballot_id, person_id, roll_row_id)
    return None if row is None else state_of(row)


def latest_state(ballot_id: int, person_id: int) -> VoterState | None:
    """Of the row for which this person's side cast last; of the first row if none did. What a receipt is shown for."""
    cast = [row for row in acting_rows(ballot_id, person_id) if row.cast_at is not None]
    if not cast:
        return voter_state(ballot_id, person_id)
    newest = max(cast, key=lambda row: (row.cast_at, row.roll_row_id))
    return state_of(RollRow.objects.get(pk=newest.roll_row_id))


def state_of(row: RollRow) -> VoterState:
    """Whether a paper of this row stands."""
    papers = Paper.objects.filter(ballot_id=row.ballot_id, roll_row=row).order_by("-attempt")
    paper = papers.only("channel", "leaf_hash", "cast_at", "state").first()
    if paper is None:
        return VoterState(row.pk, row.code, False, "")
    voided = paper.state == states.VOIDED
    return VoterState(row.pk, row.code, True, paper.channel, paper.leaf_hash, paper.cast_at, voided)
