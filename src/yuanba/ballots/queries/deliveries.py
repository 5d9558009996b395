"""Whose papers were delivered, with proof: read by the count, and by the bundle in bytes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from yuanba.ballots.models import Ballot, Delivery, Paper
from yuanba.ballots.tally import Silent

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
