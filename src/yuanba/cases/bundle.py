"""The public figures of a place as a bundle that anybody recomputes: every case as numbers, nobody's words.

Format: docs/reference/cases-bundle.md. `yuanba verify` reads it; nothing in it names a person, a home or a text.
"""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.db.models import Count, Q

from yuanba.cases.models import Case, RoundHousehold
from yuanba.cases.queries import complaint_rate, counted, figures
from yuanba.cases.queries.figures import CONTENT, Figure
from yuanba.cases.queries.round_lists import tally
from yuanba.kernel.canonical import encode
from yuanba.places.models import Premises

FORMAT = "yuanba-cases-bundle/1"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever it is packed


@dataclass(frozen=True)
class Asked:
    """What is published: a place by name, a period and the base it is compared with (whole days), a round or None."""

    territory_id: int
    name: str
    first: date
    last: date
    base_first: date
    base_last: date
    round_id: int | None = None


def stated(asked: Asked, now: datetime) -> dict[str, dict[str, Any]]:
    """Every figure with its numerator, denominator and period; the complaint rate with its base."""
    place = [asked.territory_id]
    found = {key: _told(one) for key, one in figures(place, asked.first, asked.last, now).items()}
    rate = complaint_rate(place, asked.first, asked.last)
    base = complaint_rate(place, asked.base_first, asked.base_last)
    found["complaint_rate"] = _told(rate) | {"base": _told(base)}
    if asked.round_id is not None:
        doors = tally(asked.round_id)
        found["screening_rate"] = _told(Figure("screening_rate", doors.visited, doors.due, asked.first, asked.last))
    return found


def _told(figure: Figure) -> dict[str, Any]:
    period = [figure.first.isoformat(), figure.last.isoformat()]
    return {"numerator": figure.numerator, "denominator": figure.denominator, "period": period}


def write(asked: Asked, target: Path, now: datetime) -> dict[str, dict[str, Any]]:
    """The bundle stands at `target` (.zip); what it states is returned."""
    found = stated(asked, now)
    files = {
        "cases.jsonl": _lines(_cases(asked)),
        "doors.jsonl": _lines(_doors(asked.round_id)),
        "figures.json": _lines([found]),
    }
    manifest = {
        "format": FORMAT,
        "place": asked.name,
        "period": [asked.first.isoformat(), asked.last.isoformat()],
        "base_period": [asked.base_first.isoformat(), asked.base_last.isoformat()],
        "as_of": _instant(now),
        "households": Premises.objects.filter(compound_id=asked.territory_id, kind=Premises.Kind.DWELLING).count(),
        "files": {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
        },
    }
    files["manifest.json"] = _lines([manifest])
    files["ROOT"] = hashlib.sha256(files["manifest.json"]).hexdigest().encode() + b"\n"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), files[name], zipfile.ZIP_DEFLATED)
    return found


def _cases(asked: Asked) -> Iterator[Mapping[str, Any]]:
    """A line for each case of the period and of its base, in the order of their reports; merged ones are none."""
    said = Count("steps", filter=Q(steps__verb__in=[*CONTENT, "dissatisfied"]))
    content = Count("steps", filter=Q(steps__verb__in=CONTENT))
    spans = ((asked.base_first, asked.base_last), (asked.first, asked.last))
    pks = {pk for span in spans for pk in counted([asked.territory_id], *span).values_list("pk", flat=True)}
    rows = Case.objects.filter(pk__in=pks).annotate(said=said, content=content)
    for case in rows.order_by("created_at", "pk"):
        yield {
            "reported": _instant(case.created_at),
            "first_due": _instant(case.first_due_at),
            "limit": _instant(case.limit_at),
            "responded": _instant(case.responded_at),
            "state": case.state,
            "outcome": case.outcome,
            "closed_by": case.closed_by,
            "level": case.level,
            "escalated": case.escalated,
            "reopened": case.reopened,
            "repeat": int(case.is_repeat),
            "content": case.content,
            "said": case.said,
        }


def _doors(round_id: int | None) -> Iterator[Mapping[str, Any]]:
    """The last result at each door of the round, sorted: no line tells which door it is."""
    if round_id is None:
        return
    results = RoundHousehold.objects.filter(round_id=round_id).values_list("result", flat=True)
    yield from ({"result": one} for one in sorted(results))


def _lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return b"".join(encode(row) + b"\n" for row in rows)


def _instant(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")
