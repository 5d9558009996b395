"""What the clock does for campaigns: overdue corrections lapse, stages open and close by their dates and exit rules."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from yuanba.awards.actions.corrections import lapse_overdue
from yuanba.awards.actions.locks import locked_stage
from yuanba.awards.actions.stages import close_stage, live_campaigns, open_stage, tend
from yuanba.awards.models import Campaign, StageRun
from yuanba.awards.queries import blockers
from yuanba.kernel.actor import system
from yuanba.kernel.verdict import Refused

TICK = system("tick")


@dataclass
class Advance:
    """What one run did: "campaign:3/screening" per move, and per campaign the code that stopped it."""

    opened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    lapsed: int = 0
    stopped: dict[str, str] = field(default_factory=dict)


def advance(now: datetime) -> Advance:
    """Every live campaign is as far as its dates and exit rules allow. Each step is a transaction of its own.

    What one campaign lacks does not hold up another; whatever is refused stands in `stopped`.
    """
    done = Advance()
    for campaign in live_campaigns():
        try:
            done.lapsed += lapse_overdue(campaign_id=campaign.pk, actor=TICK, now=now)
            while _step(campaign, done, now):
                pass
        except Refused as refusal:
            done.stopped[str(campaign)] = refusal.verdict.code
    return done


def _step(campaign: Campaign, done: Advance, now: datetime) -> bool:
    """True if the campaign's current stage made a move, so that there may be more to do."""
    with transaction.atomic():
        run = blockers.current_run(campaign)
        if run is None:
            return False
        run = locked_stage(run.pk)
        name = f"{campaign}/{run.key}"
        if run.state == StageRun.State.WAITING:
            if blockers.opening(run, now):
                return False
            open_stage(stage_run_id=run.pk, version=run.version, actor=TICK, now=now)
            done.opened.append(name)
            return True
        if run.state == StageRun.State.CLOSED:
            return True
        tend(run, actor=TICK, now=now)
        if blockers.closing(run, now):
            return False
        close_stage(stage_run_id=run.pk, version=run.version, actor=TICK, now=now)
        done.closed.append(name)
        return True
