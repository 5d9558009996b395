"""For which roll row a voter acts: most have one and are not asked; whoever has several picks, on a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from yuanba.ballots import queries
from yuanba.ballots.models import Ballot
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import names_at, premises_label
from yuanba.web import clock
from yuanba.web.filters import area
from yuanba.web.sent import whole


def names_of(ballots: QuerySet[Ballot]) -> dict[int, str]:
    """The names of the places where these ballots are held: two compounds may ask the same question. Two queries."""
    places = ballots.order_by().values_list("territory_id", flat=True).distinct()
    return names_at(places, local_date(clock.now()))


@dataclass(frozen=True)
class Choice:
    """One row as the chooser shows it."""

    roll_row_id: int
    name: str
    hint: str
    has_cast: bool


def asked_for(request: HttpRequest) -> int | None:
    """The row named in the address or the form; None where none is. One of somebody else's finds nothing."""
    return whole(request.POST.get("row") or request.GET.get("row"))


def choices(ballot_id: int, person_id: int) -> list[Choice]:
    """Every row for which this person may act, in words."""
    rows = queries.acting_rows(ballot_id, person_id)
    homes = premises_label(row.premises_id for row in rows if row.premises_id is not None)
    return [Choice(row.roll_row_id, _name(row), _hint(row, homes), row.has_cast) for row in rows]


def named(ballot_id: int, person_id: int, roll_row_id: int) -> Choice | None:
    """The row in words, where the person acts for several; None where there is only this one."""
    found = choices(ballot_id, person_id)
    return next((one for one in found if one.roll_row_id == roll_row_id), None) if len(found) > 1 else None


def _name(row: queries.ActingRow) -> str:
    if row.how == queries.PROXY:
        return _("For %(name)s, who authorised you") % {"name": row.principal}
    return _("My own sheet") if row.how == queries.OWN else _("Our shared sheet")


def _hint(row: queries.ActingRow, homes: dict[int, str]) -> str:
    parts: Sequence[str] = (
        homes.get(row.premises_id or 0, ""),
        area(row.area_cm2) if row.area_cm2 else "",
    )
    return " · ".join(part for part in parts if part)
