"""What a stage gave each entry, kept as exact fractions."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from yuanba.awards.models import StageRun, StageScore


def keep_scores(
    run: StageRun,
    scores: Mapping[int, Fraction | None],
    details: Mapping[int, Mapping[str, Any]],
    *,
    now: datetime,
) -> int:
    """Each entry (by id) has its score of the stage; None stands as INSUFFICIENT, never as zero. How many there are.

    A stage that closes a second time replaces what it gave the first time.
    """
    StageScore.objects.filter(stage_run=run).delete()
    StageScore.objects.bulk_create(
        [
            StageScore(
                stage_run=run,
                entry_id=entry_id,
                state="INSUFFICIENT" if score is None else "SCORED",
                num="" if score is None else str(score.numerator),
                den="" if score is None else str(score.denominator),
                detail=dict(details.get(entry_id, {})),
                recorded_at=now,
            )
            for entry_id, score in sorted(scores.items())
        ],
        batch_size=250,
    )
    return len(scores)


def fraction(score: StageScore) -> Fraction | None:
    """The score, or None where there are too few answers."""
    return Fraction(int(score.num), int(score.den)) if score.state == "SCORED" else None
