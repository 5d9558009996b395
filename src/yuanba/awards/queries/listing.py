"""How other subjects know a stage and a list, and what the notices of a list say about going on."""

from datetime import datetime

from yuanba.awards.models import Campaign, Entry, StageRun
from yuanba.kernel.verdict import Verdict
from yuanba.publicity import queries as publicity


def panel_ref(run: StageRun) -> str:
    """How rubrics and ballots know a stage."""
    return f"stage_run:{run.pk}"


def notice_ref(campaign: Campaign, number: int) -> str:
    """How publicity knows the number-th notice of a campaign's proposed list."""
    return f"campaign:{campaign.pk}/list:{number}"


def notices_over(campaign: Campaign, now: datetime) -> Verdict:
    """Every notice of the proposed list has run its course without an open objection: what naming waits for."""
    numbers = list(campaign.list_notices.order_by("number").values_list("number", flat=True))
    verdict = publicity.may_go_on(notice_ref(campaign, numbers[0] if numbers else 1), now)
    for number in numbers[1:]:
        verdict = publicity.may_go_on(notice_ref(campaign, number), now) if verdict else verdict
    return verdict


def upheld_entries(campaign: Campaign) -> tuple[Entry, ...]:
    """The entries against which an objection to any notice of the list was upheld; refs are "entry:CODE"."""
    refs: set[str] = set()
    for number in campaign.list_notices.values_list("number", flat=True):
        refs |= set(publicity.upheld_about(notice_ref(campaign, number)))
    codes = [ref.removeprefix("entry:") for ref in refs]
    return tuple(campaign.entries.filter(code__in=codes).select_related("campaign").order_by("pk"))


def unheeded(campaign: Campaign) -> tuple[Entry, ...]:
    """Entries that are still on the ranked list although an objection to them was upheld."""
    return tuple(entry for entry in upheld_entries(campaign) if entry.state in ("PROPOSED", "UNPLACED"))
