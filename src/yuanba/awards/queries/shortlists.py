"""Who goes on after a stage: the cut of each category, what parted the last place, and one entrant's own position."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yuanba.awards.models import Campaign, Entry, Ranking, StageRun
from yuanba.awards.queries.mine import own
from yuanba.kernel.actor import Actor


@dataclass(frozen=True)
class Line:
    """One entry of the ranking behind a cut: `place` 0 and `composite` "" where it has no score."""

    entry: Entry | None
    code: str
    place: int
    composite: str
    goes_on: bool
    tie: str


@dataclass(frozen=True)
class Cut:
    """One category: `keep` places for `came` entries; `tie` is the step that parted the last place, "" if the score did."""

    category: str
    keep: int
    came: int
    lines: tuple[Line, ...]
    tie: str

    @property
    def kept(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.goes_on)


def latest(run: StageRun) -> Ranking | None:
    """The newest cut of the stage."""
    return run.rankings.filter(purpose=Ranking.Purpose.SHORTLIST).order_by("-number").first()


def published(campaign: Campaign) -> tuple[Ranking, ...]:
    """The newest published cut of each stage, in the order of the stages. One query."""
    rows = campaign.rankings.filter(purpose=Ranking.Purpose.SHORTLIST, publication__isnull=False)
    newest: dict[int, Ranking] = {}
    for ranking in rows.select_related("stage_run", "publication").order_by("number"):
        if ranking.stage_run_id is not None:
            newest[ranking.stage_run_id] = ranking
    return tuple(sorted(newest.values(), key=lambda one: one.stage_run.position if one.stage_run else 0))


def cuts(ranking: Ranking) -> tuple[Cut, ...]:
    """The categories of a cut with their entries. One query."""
    documents: list[Mapping[str, Any]] = ranking.snapshot["categories"]
    codes = [row["entry"] for one in documents for row in (*one["rows"], *one["unranked"])]
    entries = {
        entry.code: entry
        for entry in Entry.objects.filter(campaign_id=ranking.campaign_id, code__in=codes).defer("deeds", "form")
    }
    keep: Mapping[str, int] = ranking.snapshot["keep"]
    return tuple(_cut(one, keep[one["category"]], entries) for one in documents)


def _cut(document: Mapping[str, Any], keep: int, entries: Mapping[str, Entry]) -> Cut:
    lines = [
        Line(entries.get(row["entry"]), row["entry"], row["place"], row["composite"], bool(row["tier"]), row["tie"])
        for row in document["rows"]
    ]
    first_out = next((line for line in lines if not line.goes_on), None)
    rest = [Line(entries.get(row["entry"]), row["entry"], 0, "", False, "") for row in document["unranked"]]
    tie = first_out.tie if first_out is not None and any(line.goes_on for line in lines) else ""
    return Cut(document["category"], keep, len(lines) + len(rest), (*lines, *rest), tie)


def own_lines(ranking: Ranking, actor: Actor) -> tuple[tuple[Cut, Line], ...]:
    """Where the actor's own entries stand in the cut, and nobody else's."""
    mine = set(own(actor).filter(campaign_id=ranking.campaign_id).values_list("code", flat=True))
    if not mine:
        return ()
    return tuple((cut, line) for cut in cuts(ranking) for line in cut.lines if line.code in mine)
