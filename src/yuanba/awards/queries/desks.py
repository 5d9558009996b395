"""What those who run a campaign see: which campaigns, what moved last, and which files they may open."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from yuanba.awards import rules
from yuanba.awards.models import Campaign, CampaignStep, Entry, EntryMaterial, StageRun, StageStep
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.places import queries as places

STAFF = (rules.ORGANISE, rules.APPROVE, rules.SCREEN, rules.APPEAL)


def seen_by(actor: Actor, now: datetime) -> QuerySet[Campaign]:
    """The campaigns that somebody runs, approves or screens, drafts included, newest first."""
    on = local_date(now)
    inside: set[int] = set()
    for permission in STAFF:
        for territory_id in actor.territories(permission):
            inside |= {territory_id} | places.descendants(territory_id, on)
    return Campaign.objects.filter(territory_id__in=inside).order_by("-year", "-pk")


def may_see(actor: Actor, campaign: Campaign, now: datetime) -> Verdict:
    """Whoever runs, approves, screens or decides appeals there may see the campaign's desk."""
    lineage = places.lineage(campaign.territory_id, local_date(now))
    if any(actor.holds(permission, lineage) for permission in STAFF):
        return YES
    return no("awards.not_allowed", "appointments", permission=rules.ORGANISE)


def territories(actor: Actor, permission: str, now: datetime) -> dict[int, str]:
    """Where the actor may set up a campaign: the territories of the appointments, with their names."""
    return places.names_at(actor.territories(permission), local_date(now))


@dataclass(frozen=True)
class Move:
    """A move of the campaign or of one of its stages ("" is the campaign itself)."""

    stage: str
    verb: str
    actor: str
    cause: str
    at: datetime


def trail(campaign: Campaign) -> tuple[Move, ...]:
    """Every move of the campaign and its stages, newest first. Two queries."""
    own = [Move("", one.verb, one.actor, one.cause, one.at) for one in CampaignStep.objects.filter(campaign=campaign)]
    rows = StageStep.objects.filter(stage_run__campaign=campaign).select_related("stage_run")
    of_stages = [Move(one.stage_run.key, one.verb, one.actor, one.cause, one.at) for one in rows]
    return tuple(sorted([*own, *of_stages], key=lambda move: move.at, reverse=True))


def last_move(run: StageRun) -> StageStep | None:
    """Who moved the stage last: what the slower of two organisers is told."""
    return StageStep.objects.filter(stage_run=run).order_by("-version").first()


def last_step(campaign: Campaign) -> CampaignStep | None:
    """Who moved the campaign last."""
    return CampaignStep.objects.filter(campaign=campaign).order_by("-pk").first()


def entry_for(actor: Actor, entry_id: int, now: datetime) -> Entry | None:
    """The entry with its campaign, if the actor sees that campaign's desk."""
    entry = Entry.objects.select_related("campaign").filter(pk=entry_id).first()
    return entry if entry is not None and may_see(actor, entry.campaign, now) else None


def material_for(actor: Actor, material_id: int, now: datetime) -> EntryMaterial | None:
    """The handed-in file, if the actor sees its campaign's desk."""
    rows = EntryMaterial.objects.select_related("entry__campaign").filter(pk=material_id)
    material = rows.first()
    return material if material is not None and may_see(actor, material.entry.campaign, now) else None
