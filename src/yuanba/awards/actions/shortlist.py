"""Shortlists between stages: whoever does not reach the next round is dropped and told; the rest goes on."""

from datetime import datetime
from typing import Any

from django.db import transaction

from yuanba.audit import actions as audit
from yuanba.awards import rules
from yuanba.awards.actions.locks import locked_stage
from yuanba.awards.actions.snapshots import keep_ranking
from yuanba.awards.actions.steps import move_entries, tell
from yuanba.awards.models import Entry, Ranking, ShortlistPublication, StageRun
from yuanba.awards.pinned import playbook_of, stage_of
from yuanba.awards.queries.candidates import stage_categories
from yuanba.awards.queries.shortlists import latest
from yuanba.awards.queries.snapshots import ranking_document
from yuanba.awards.queries.standings import by_code, candidates
from yuanba.awards.ranking import SeedNeeded, rule_for, shortlist
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no, require


def cut(run: StageRun, *, actor: Actor, now: datetime) -> dict[str, int]:
    """In each category of `keep` the first so many go on; {"kept", "dropped"}. An unranked entry is dropped.

    Raises Refused(ranking.seed_needed) where only the lot parts the last place.
    """
    stage = stage_of(run.campaign, run.key)
    wanted = {key: stage.keep[key] for key in stage_categories(run) if key in stage.keep}
    if not wanted:
        return {}
    playbook = playbook_of(run.campaign)
    everybody = candidates(run.campaign, run.campaign.entries.filter(state="QUALIFIED"))
    entries = by_code(run.campaign)
    documents: list[dict[str, Any]] = []
    dropped: list[Entry] = []
    kept = 0
    for key, number in wanted.items():
        rule = rule_for(playbook, key)
        try:
            ranking = shortlist(
                rule, everybody[key], run.key, number, by=stage.keep_by, seed=run.campaign.lot.get("seed") or None
            )
        except SeedNeeded as error:
            raise Refused(no("ranking.seed_needed", "playbook: tie_break", count=len(error.entries))) from None
        documents.append(ranking_document(ranking))
        stays = {row.entry for row in ranking.winners}
        kept += len(stays)
        dropped += [entries[one.entry] for one in everybody[key] if one.entry not in stays]
    keep_ranking(
        run.campaign,
        Ranking.Purpose.SHORTLIST,
        {"stage": run.key, "keep": wanted, "by": stage.keep_by, "categories": documents},
        stage_run=run,
        actor=actor,
        now=now,
    )
    move_entries(dropped, "drop", actor=actor, now=now, cause=f"shortlist:{run.key}")
    for entry in dropped:
        tell(entry, "entry.dropped", now=now)
    return {"kept": kept, "dropped": len(dropped)}


@transaction.atomic
def publish(*, stage_run_id: int, actor: Actor, now: datetime) -> ShortlistPublication:
    """Everybody may read who goes on after the stage; publishing it again changes nothing.

    Raises Refused: awards.not_allowed, shortlist.none (the stage is not closed, or cuts nobody).
    """
    run = locked_stage(stage_run_id)
    require(rules.may_organise(actor, run.campaign, now))
    ranking = latest(run)
    if ranking is None or run.state != StageRun.State.CLOSED:
        raise Refused(no("shortlist.none", "playbook: keep"))
    publication, is_new = ShortlistPublication.objects.get_or_create(
        ranking=ranking, defaults={"published_by": actor.id, "published_at": now}
    )
    if is_new:
        audit.record(
            verb="awards.shortlist.publish",
            subject=f"ranking:{ranking.pk}",
            actor=actor,
            now=now,
            territory_id=run.campaign.territory_id,
            detail={"stage": run.key, "sha256": ranking.sha256},
        )
    return publication
