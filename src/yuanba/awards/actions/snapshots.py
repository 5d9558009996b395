"""A ranking is kept as it was computed, with its hash; a later one stands beside it, never over it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yuanba.audit import actions as audit
from yuanba.awards.models import Campaign, Ranking, StageRun
from yuanba.kernel.actor import Actor


def digest(document: Mapping[str, Any]) -> str:
    """The SHA-256 of the document in sorted compact JSON (RFC 8785 for strings and integers; it may be long)."""
    data = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(data).hexdigest()


def keep_ranking(
    campaign: Campaign,
    purpose: str,
    document: dict[str, Any],
    *,
    actor: Actor,
    now: datetime,
    stage_run: StageRun | None = None,
    cause: str = "",
) -> Ranking:
    """The snapshot stands as the campaign's next number. The caller holds the campaign's or the stage's lock."""
    last = campaign.rankings.order_by("-number").first()
    ranking = Ranking.objects.create(
        campaign=campaign,
        number=1 if last is None else last.number + 1,
        purpose=purpose,
        stage_run=stage_run,
        snapshot=document,
        sha256=digest(document),
        made_by=actor.id,
        made_at=now,
        cause=cause[:400],
    )
    audit.record(
        verb="awards.ranking.make",
        subject=f"ranking:{ranking.pk}",
        actor=actor,
        now=now,
        territory_id=campaign.territory_id,
        detail={"campaign": campaign.pk, "number": ranking.number, "sha256": ranking.sha256, "purpose": purpose},
    )
    return ranking
