"""Results as people read them: who holds which place, and every entrant's breakdown under its public code."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from yuanba.awards.models import Campaign
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import Playbook
from yuanba.awards.queries.showing import Result
from yuanba.web.awards.labels import RANK_REASONS
from yuanba.web.awards.words import fraction, points, said, tier_name
from yuanba.web.filters import yuan


@dataclass(frozen=True)
class Place:
    number: int
    name: str
    title: str
    where: str
    tier: str
    prize: str
    code: str


def places(campaign: Campaign, result: Result, names: dict[int, str]) -> list[Place]:
    """Who holds a place, with the name of the compound or community."""
    category = playbook_of(campaign).category(result.category)
    return [
        Place(
            title.place,
            title.entry.nominee_name,
            title.entry.title,
            names.get(title.entry.nominee_territory_id, ""),
            tier_name(category, title.tier),
            yuan(title.prize_fen) if title.prize_fen else "",
            title.entry.code,
        )
        for title in result.titles
    ]


def reason_text(code: str) -> str:
    return str(RANK_REASONS.get(code.partition(":")[0], code)) if code else ""


@dataclass(frozen=True)
class Line:
    """One entrant of a ranking: `cells` are the contributions of the stages, `total` the composite."""

    place: str
    name: str
    code: str
    cells: list[str]
    total: str
    note: str


def heads(playbook: Playbook, result: dict[str, Any]) -> list[tuple[str, str]]:
    """(key, name with its weight) of the stages that count in this category."""
    weights = playbook.weights_for(result["category"])
    return [(key, f"{said(playbook.stage(key))} {weight}%") for key, weight in weights.items()]


def lines(campaign: Campaign, result: Result) -> list[Line]:
    """Everybody of a category: those on the list by name, the others by code. No query."""
    keys = [key for key, _ in heads(playbook_of(campaign), result.ranking)]
    names = {title.entry.code: title.entry.nominee_name for title in result.titles}
    found = [_line(row, keys, names, str(row["place"])) for row in result.ranking["rows"]]
    return found + [_line(row, keys, names, "–") for row in result.ranking["unranked"]]


def _line(row: dict[str, Any], keys: list[str], names: dict[str, str], place: str) -> Line:
    given = {part["stage"]: points(fraction(part["contribution"])) if part["raw"] else "–" for part in row["parts"]}
    return Line(
        place,
        names.get(row["entry"], ""),
        row["entry"],
        [given.get(key, "–") for key in keys],
        points(fraction(row.get("composite", ""))),
        reason_text(row["reason"]),
    )


def bars(result: Result, listed: list[Line], most: int = 30) -> list[tuple[str, Decimal]]:
    """(name or code, composite) of the first `most`, for the chart."""
    chosen = [line for line in listed if line.total != "–"][:most]
    return [(line.name or line.code, Decimal(line.total)) for line in chosen]


def without_vote(result: Result) -> str:
    """Whether the winners would be others if the vote weighed nothing."""
    change = result.ranking.get("without_vote", {})
    if not change.get("changed"):
        return gettext("Without the online vote the same would be honoured.")
    many = len(change.get("only_with", [])) or len(change.get("other_tier", []))
    return gettext("Without the online vote %(many)s of them would be others.") % {"many": many}


@dataclass(frozen=True)
class Part:
    """One line of an entrant's own breakdown."""

    stage: str
    raw: str
    normalised: str
    weight: str
    contribution: str


def breakdown_parts(playbook: Playbook, document: dict[str, Any]) -> list[Part]:
    return [
        Part(
            said(playbook.stage(part["stage"])),
            points(fraction(part["raw"])),
            points(fraction(part["normalised"])),
            f"{points(fraction(part['weight']), 1)}%",
            points(fraction(part["contribution"])),
        )
        for part in document["parts"]
    ]
