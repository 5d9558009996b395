"""The moves themselves: each changes a state by its table, leaves a step, an audit leaf, and tells whom it concerns."""

from collections.abc import Sequence
from datetime import datetime

from yuanba.audit import actions as audit
from yuanba.awards import states
from yuanba.awards.models import Campaign, CampaignStep, Entry, EntryStep, StageRun, StageStep
from yuanba.awards.texts import text
from yuanba.kernel.actor import Actor
from yuanba.messaging import actions as messaging

CAUSE_LENGTH = 400  # of the step tables
BATCH = 500  # rows in one statement, below SQLite's limit of variables


def move_campaign(campaign: Campaign, verb: str, *, actor: Actor, now: datetime, cause: str = "") -> Campaign:
    """The campaign has made the move; its version has grown. The caller holds the row's lock."""
    target = states.CAMPAIGN.step(campaign.state, verb)
    CampaignStep.objects.create(
        campaign=campaign,
        verb=verb,
        from_state=campaign.state,
        to_state=target,
        actor=actor.id,
        cause=cause[:CAUSE_LENGTH],
        at=now,
    )
    campaign.state = target
    campaign.version += 1
    campaign.save()
    audit.record(
        verb=f"awards.campaign.{verb}",
        subject=f"campaign:{campaign.pk}",
        actor=actor,
        now=now,
        territory_id=campaign.territory_id,
        detail={"state": target},
    )
    return campaign


def move_stage(run: StageRun, verb: str, *, actor: Actor, now: datetime, cause: str = "") -> StageRun:
    """The stage has made the move; its version has grown. The caller holds the row's lock."""
    target = states.STAGE.step(run.state, verb)
    run.version += 1
    StageStep.objects.create(
        stage_run=run,
        verb=verb,
        from_state=run.state,
        to_state=target,
        version=run.version,
        actor=actor.id,
        cause=cause[:CAUSE_LENGTH],
        at=now,
    )
    run.state = target
    run.save()
    audit.record(
        verb=f"awards.stage.{verb}",
        subject=f"stage_run:{run.pk}",
        actor=actor,
        now=now,
        detail={"campaign": run.campaign_id, "state": target, "version": run.version},
    )
    return run


def move_entry(entry: Entry, verb: str, *, actor: Actor, now: datetime, cause: str = "") -> Entry:
    """The entry has made the move. The caller holds the row's lock."""
    target = states.ENTRY.step(entry.state, verb)
    EntryStep.objects.create(
        entry=entry,
        verb=verb,
        from_state=entry.state,
        to_state=target,
        actor=actor.id,
        cause=cause[:CAUSE_LENGTH],
        at=now,
    )
    entry.state = target
    entry.ended_at = now if target in states.ENTRY_ENDED else None
    entry.save()
    audit.record(
        verb=f"awards.entry.{verb}",
        subject=f"entry:{entry.pk}",
        actor=actor,
        now=now,
        detail={"campaign": entry.campaign_id, "state": target},
    )
    return entry


def move_entries(entries: Sequence[Entry], verb: str, *, actor: Actor, now: datetime, cause: str = "") -> int:
    """All these entries of one campaign have made the move, with one audit leaf that counts them."""
    steps = []
    for entry in entries:
        target = states.ENTRY.step(entry.state, verb)
        steps.append(
            EntryStep(
                entry=entry,
                verb=verb,
                from_state=entry.state,
                to_state=target,
                actor=actor.id,
                cause=cause[:CAUSE_LENGTH],
                at=now,
            )
        )
        entry.state = target
        entry.ended_at = now if target in states.ENTRY_ENDED else None
    EntryStep.objects.bulk_create(steps, batch_size=BATCH)
    Entry.objects.bulk_update(entries, ["state", "ended_at"], batch_size=BATCH // 4)
    if entries:
        audit.record(
            verb=f"awards.entry.{verb}",
            subject=f"campaign:{entries[0].campaign_id}",
            actor=actor,
            now=now,
            detail={"entries": len(entries), "first": entries[0].pk, "last": entries[-1].pk},
        )
    return len(entries)


def tell(entry: Entry, kind: str, *, now: datetime, **facts: str) -> None:
    """Whoever sent the entry in hears of it: in the app, or by SMS where there is no account but a number."""
    text_zh, text_en = text(kind, serial=entry.serial, **facts)
    if entry.account_id is not None:
        channel, address, ref = "inapp", f"account:{entry.account_id}", f"account:{entry.account_id}"
    elif entry.contact_phone:
        channel, address, ref = "sms", entry.contact_phone, f"entry:{entry.pk}"
    else:
        return
    messaging.enqueue(
        channel=channel,
        address=address,
        person_ref=ref,
        kind=f"awards.{kind}",
        text_zh=text_zh,
        text_en=text_en,
        now=now,
        params={"serial": entry.serial},
    )
