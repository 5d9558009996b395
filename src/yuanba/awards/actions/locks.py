"""One lock per action, before the check: a campaign, a stage, an entry."""

from yuanba.awards.models import Campaign, Entry, StageRun
from yuanba.kernel.verdict import Refused, no


def locked(campaign_id: int) -> Campaign:
    """The campaign with its row locked. Raises Refused(campaign.unknown)."""
    campaign = Campaign.objects.select_for_update().filter(pk=campaign_id).first()
    if campaign is None:
        raise Refused(no("campaign.unknown"))
    return campaign


def locked_stage(stage_run_id: int) -> StageRun:
    """The stage run with its row locked and its campaign at hand. Raises Refused(stage.unknown)."""
    rows = StageRun.objects.select_for_update(of=("self",)).select_related("campaign")
    run = rows.filter(pk=stage_run_id).first()
    if run is None:
        raise Refused(no("stage.unknown"))
    return run


def locked_entry(entry_id: int) -> Entry:
    """The entry with its row locked and its campaign at hand. Raises Refused(entry.unknown)."""
    rows = Entry.objects.select_for_update(of=("self",)).select_related("campaign")
    entry = rows.filter(pk=entry_id).first()
    if entry is None:
        raise Refused(no("entry.unknown"))
    return entry
