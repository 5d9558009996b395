"""Whose papers were delivered, with proof: read by the count, and by the bundle in bytes."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from yuanba.ballots import sealing
from yuanba.ballots.models import Ballot, Delivery, Paper, RollRow
from yuanba.ballots.tally import Silent
from yuanba.kernel.calendar import local_date
from yuanba.people.queries import owner_keys
from yuanba.places.models import Premises
from yuanba.places.queries import compound_ids, premises_label

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class DeliveryCounts:
    """How many voters are on the roll, how many of those without a paper have a proof of delivery, and how many have none."""

    rows: int
    cast: int
    proved: int
    unproved: int


def counts_silence(ballot: Ballot) -> bool:
    """Whether the ballot names a rule of procedure by which the silent count."""
    return bool(ballot.rule.get("silence", {}).get("reference"))


def silent(ballot: Ballot) -> Iterator[Silent]:
    """Every voter with a proof of delivery; the tally leaves out those with a paper. Nobody where no rule is named."""
    if not counts_silence(ballot):
        return
    fields = ("roll_row__code", "roll_row__heads", "roll_row__area_cm2", "way")
    for code, heads, area, way in _rows(ballot).values_list(*fields).iterator(CHUNK):
        yield Silent(code, heads, area, way)


def delivery_lines(ballot: Ballot) -> Iterator[bytes]:
    """The canonical line of each proof, in the order of the codes."""
    fields = ("roll_row__code", "day", "file_hash", "way")
    for code, day, file_hash, way in _rows(ballot).values_list(*fields).iterator(CHUNK):
        yield f'{{"code":"{code}","day":"{day.isoformat()}","file":"{file_hash}","way":"{way}"}}\n'.encode()


def deliveries_hash(ballot: Ballot) -> str:
    """SHA-256 of all lines: the closing leaf carries it, so that no proof is added once it could change the result."""
    digest = hashlib.sha256()
    for line in delivery_lines(ballot):
        digest.update(line)
    return digest.hexdigest()


def delivery_counts(ballot: Ballot) -> DeliveryCounts:
    """For the organiser's page, at any time: never what anybody chose. Three queries."""
    cast = Paper.objects.filter(ballot=ballot, attempt=0)
    number, proved = cast.count(), _rows(ballot)
    waiting = proved.exclude(roll_row__in=cast.values("roll_row_id")).count()
    return DeliveryCounts(ballot.roll_rows, number, waiting, ballot.roll_rows - number - waiting)


def _rows(ballot: Ballot) -> QuerySet[Delivery]:
    return Delivery.objects.filter(ballot=ballot).order_by("roll_row__code")


def rows_of_homes(ballot: Ballot, homes: Collection[str]) -> dict[str, list[int]]:
    """home as people call it ("3栋1单元402") -> the roll rows that speak for it; none where nothing is called so."""
    on = ballot.roll_date or local_date(ballot.opens_at)
    every = Premises.objects.filter(compound_id__in=compound_ids(ballot.territory_id, on)).values_list("pk", flat=True)
    wanted = {home.replace(" ", "") for home in homes}
    named = {pk: label.replace(" ", "") for pk, label in premises_label(every).items()}
    asked = {pk: label for pk, label in named.items() if label in wanted}
    found: dict[str, list[int]] = {label: [] for label in wanted}
    for pk, row in _speakers(ballot, on, asked.keys()):
        found[asked[pk]].append(row)
    return found


def _speakers(ballot: Ballot, on: date, premises: Collection[int]) -> Iterator[tuple[int, int]]:
    """(premises, roll row): an owner's row also for the second home, elsewhere every row of the home."""
    if ballot.electorate != Ballot.Electorate.OWNERS:
        rows = RollRow.objects.filter(ballot=ballot, premises_id__in=premises)
        yield from ((premises_id or 0, pk) for premises_id, pk in rows.values_list("premises_id", "pk"))
        return
    within = ballot.rule.get("within", {}).get("entrances", ())
    keys = {pk: key for pk, key in owner_keys(on, ballot.territory_id, entrances=within).items() if pk in premises}
    code_key = bytes.fromhex(ballot.secret.code_key)
    codes = {pk: sealing.voter_code(code_key, key) for pk, key in keys.items()}
    rows_by_code = dict(RollRow.objects.filter(ballot=ballot, code__in=codes.values()).values_list("code", "pk"))
    yield from ((pk, rows_by_code[code]) for pk, code in codes.items() if code in rows_by_code)
