"""Rankings as documents: strings, whole numbers, lists and objects, so that their hash is everybody's hash."""

from fractions import Fraction
from typing import Any

from yuanba.awards.queries.standings import Standing
from yuanba.awards.ranking import CategoryRanking, Part


def text(value: Fraction | None) -> str:
    """ "7/3", or "" where there is no score."""
    return "" if value is None else f"{value.numerator}/{value.denominator}"


def _part(part: Part) -> dict[str, Any]:
    return {
        "stage": part.stage,
        "raw": text(part.raw),
        "normalised": text(part.normalised),
        "weight": text(part.weight),
        "contribution": text(part.contribution),
    }


def ranking_document(ranking: CategoryRanking) -> dict[str, Any]:
    """One ranked category with every step shown."""
    return {
        "category": ranking.category,
        "rows": [
            {
                "entry": row.entry,
                "kind": row.kind,
                "place": row.place,
                "composite": text(row.composite),
                "parts": [_part(part) for part in row.parts],
                "tie": row.tie,
                "tier": row.tier,
                "reason": row.reason,
            }
            for row in ranking.rows
        ],
        "unranked": [
            {"entry": one.entry, "kind": one.kind, "reason": one.reason, "parts": [_part(part) for part in one.parts]}
            for one in ranking.unranked
        ],
        "empty": dict(ranking.empty),
        "amount_fen": ranking.amount_fen,
    }


def standing_document(standing: Standing) -> dict[str, Any]:
    """A ranked category with what the vote changed."""
    change = standing.without_vote
    return {
        **ranking_document(standing.ranking),
        "without_vote": {
            "changed": change.changed,
            "only_with": list(change.only_first),
            "only_without": list(change.only_second),
            "other_tier": list(change.other_tier),
        },
    }
