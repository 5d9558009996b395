"""What a stage gave every candidate, once it has ended."""

from fractions import Fraction
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanba.awards.models import Campaign, StageRun, StageScore
from yuanba.awards.pinned import playbook_of
from yuanba.web.awards.labels import SCORE_STATES
from yuanba.web.awards.staff.context import category_names, group_name, nominee
from yuanba.web.tables import Chip, Column, Filter, Link, Table, View

HUNDREDTHS = 100


def decimal(value: Fraction | None, digits: int = 2) -> str:
    """Fraction(250, 3) -> "83.33", rounded half up; "" where there is none. Never a float."""
    if value is None:
        return ""
    scale: int = 10**digits
    scaled = int(abs(value) * scale + Fraction(1, 2))
    whole, rest = divmod(scaled, scale)
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{whole}.{rest:0{digits}d}" if digits else f"{sign}{whole}"


def fraction(text: str) -> Fraction | None:
    """ "7/3" of a snapshot as a fraction; None for ""."""
    return Fraction(text) if text else None


def score_view(request: HttpRequest, run: StageRun) -> View | None:
    """The scores of an ended stage as a table, or None: nothing is shown before."""
    if run.state != StageRun.State.CLOSED or run.kind not in ("SURVEY", "VOTE", "JURY"):
        return None
    rows = StageScore.objects.filter(stage_run=run).select_related("entry__campaign").defer("entry__deeds")
    return score_table(run.campaign).view(request, rows)


def score_table(campaign: Campaign) -> Table:
    playbook = playbook_of(campaign)
    return Table(
        "scores",
        gettext_lazy("Scores"),
        [
            Column(
                "name",
                gettext_lazy("Put forward"),
                lambda row: Link(nominee(row.entry, playbook), reverse("awards:entry_look", args=[row.entry_id])),
                head=True,
            ),
            Column("code", gettext_lazy("Public code"), lambda row: row.entry.code, sort="entry__code"),
            Column(
                "category",
                gettext_lazy("Category"),
                lambda row: group_name(playbook, row.entry.category, row.entry.kind),
                sort="entry__category",
            ),
            Column("score", gettext_lazy("Score"), score, amount=True),
            Column("detail", gettext_lazy("Counted"), counted),
        ],
        [
            Filter(
                "category",
                gettext_lazy("Category"),
                lambda rows, value: rows.filter(entry__category=value),
                list(category_names(playbook).items()),
            )
        ],
        sort="entry__code",
        exportable=False,
        empty_title=gettext_lazy("Nobody took part in this stage"),
    )


def score(row: StageScore) -> str | Chip:
    """The raw score; too few answers say so and are no zero."""
    if row.state != StageScore.State.SCORED:
        return Chip(SCORE_STATES[row.state], "amber")
    return decimal(Fraction(int(row.num), int(row.den)))


def counted(row: StageScore) -> str:
    """What the score rests on: how many answered, voted or read."""
    detail: dict[str, Any] = row.detail
    if "n" in detail:
        return _("%(n)s of %(invited)s answered") % {"n": detail["n"], "invited": detail.get("invited", "–")}
    if "votes" in detail:
        return _("%(n)s votes") % {"n": detail["votes"]}
    if "sheets" in detail:
        return _("%(n)s score sheets") % {"n": detail["sheets"]}
    return ""
