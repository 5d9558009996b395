"""The public draw that parts ties: named and announced with the pool's hash first, its result filled in later."""

from datetime import datetime

from django.db import transaction

from yuanba.audit import actions as audit
from yuanba.awards import rules
from yuanba.awards.actions.locks import locked
from yuanba.awards.models import Campaign
from yuanba.kernel.actor import Actor
from yuanba.kernel.draw import pool_hash
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require

SOURCE = "a draw by a public seed"


@transaction.atomic
def announce_lot(*, campaign_id: int, source: str, draw_at: datetime, actor: Actor, now: datetime) -> Campaign:
    """Which later public draw parts ties is announced, with the hash of everybody whom it may concern.

    Raises Refused: awards.not_allowed, lot.not_later, lot.unnamed, lot.drawn.
    """
    campaign = locked(campaign_id)
    require(rules.may_organise(actor, campaign, now))
    if campaign.lot.get("seed"):
        raise Refused(no("lot.drawn", SOURCE))
    if not clean(source):
        raise Refused(no("lot.unnamed", SOURCE))
    if draw_at <= now:
        raise Refused(no("lot.not_later", SOURCE))
    codes = sorted(campaign.entries.filter(state="QUALIFIED").values_list("code", flat=True))
    campaign.lot = {
        "source": clean(source)[:200],
        "draw_at": draw_at.isoformat(),
        "announced_at": now.isoformat(),
        "pool_hash": pool_hash(codes),
        "pool": len(codes),
    }
    campaign.save(update_fields=["lot"])
    _note("announce", campaign, actor, now)
    return campaign


@transaction.atomic
def draw_lot(*, campaign_id: int, seed: str, actor: Actor, now: datetime) -> Campaign:
    """The result of the named public draw is the seed; the same seed once more changes nothing.

    Raises Refused: awards.not_allowed, lot.not_announced, lot.not_yet, lot.drawn, lot.unnamed.
    """
    campaign = locked(campaign_id)
    require(rules.may_organise(actor, campaign, now))
    if not campaign.lot:
        raise Refused(no("lot.not_announced", SOURCE))
    if campaign.lot.get("seed"):
        if campaign.lot["seed"] == clean(seed):
            return campaign
        raise Refused(no("lot.drawn", SOURCE))
    if now < datetime.fromisoformat(campaign.lot["draw_at"]):
        raise Refused(no("lot.not_yet", SOURCE))
    if not clean(seed):
        raise Refused(no("lot.unnamed", SOURCE))
    campaign.lot = {**campaign.lot, "seed": clean(seed)[:200], "drawn_at": now.isoformat()}
    campaign.save(update_fields=["lot"])
    _note("draw", campaign, actor, now)
    return campaign


def _note(verb: str, campaign: Campaign, actor: Actor, now: datetime) -> None:
    audit.record(
        verb=f"awards.lot.{verb}",
        subject=f"campaign:{campaign.pk}",
        actor=actor,
        now=now,
        territory_id=campaign.territory_id,
        detail={"pool_hash": campaign.lot["pool_hash"], "seed": campaign.lot.get("seed", "")},
    )
