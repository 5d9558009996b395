"""The gap report: which compounds lack a branch, a committee, a company, grid workers or building leads (R-194)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yuanba.oversight.queries import contracts_at
from yuanba.people.queries import Gaps, gaps_of
from yuanba.places.models import Territory
from yuanba.web import sent, sheets
from yuanba.web.bodies.scope import nodes, today
from yuanba.web.doors import holding


@dataclass(frozen=True)
class Line:
    """One compound with what it has and lacks. `missing` counts the things that are not there."""

    pk: int
    name: str
    gaps: Gaps
    company: str

    @property
    def missing(self) -> int:
        gaps = self.gaps
        return sum(
            (
                not gaps.has_branch,
                not gaps.has_committee,
                not self.company,
                not gaps.grids or bool(gaps.outside_grids or gaps.grids_unserved),
                not gaps.buildings or bool(gaps.buildings_without_lead),
            )
        )


HEADS = (
    _("Compound"), _("Party organisation"), _("Owners' or courtyard committee"), _("Property company"),
    _("Special governance committee"), _("Dwellings and shops"), _("In no grid"), _("Grids"),
    _("Grids without a worker"), _("Buildings"), _("Buildings without a lead"),
)  # fmt: skip


def sheet_line(line: Line) -> list[str | int]:
    """One compound as a row: 1 where something stands, 0 where it is missing, and the counts."""
    gaps = line.gaps
    return [
        line.name, int(gaps.has_branch), int(gaps.has_committee), line.company, int(gaps.has_special_committee),
        gaps.homes, gaps.outside_grids, gaps.grids, gaps.grids_unserved, gaps.buildings, gaps.buildings_without_lead,
    ]  # fmt: skip


@holding("people.keep_roster")
@require_safe
def gaps(request: HttpRequest) -> HttpResponseBase:
    """Every compound of mine as of a day, those that lack most first."""
    on = sent.day(request.GET.get("on")) or today()
    places = nodes(request, "people.keep_roster", frozenset({Territory.Kind.COMPOUND}))
    ids = [pk for pk, _place in places]
    found, contracts = gaps_of(ids, on), contracts_at(ids, on)
    lines = [
        Line(pk, name, found[pk], contracts[pk].company.organisation.name if pk in contracts else "")
        for pk, name in places
    ]
    lines.sort(key=lambda one: (-one.missing, one.name))
    if request.GET.get("format") == "xlsx":
        return sheets.response(request, "compound-gaps", [str(head) for head in HEADS], map(sheet_line, lines))
    context = {
        "on": on,
        "lines": lines,
        "without": sum(1 for one in lines if one.missing),
    }
    return render(request, "bodies/gaps.html", context)
