"""The playbook of a campaign, read from the text that the campaign keeps."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from yuanba.awards.models import Campaign
from yuanba.awards.playbook import Category, Material, Playbook, Stage, kept
from yuanba.kernel.calendar import day_end, day_start


@lru_cache(maxsize=32)
def _read(text: str) -> Playbook:
    return kept(text)


def playbook_of(campaign: Campaign) -> Playbook:
    """The campaign's playbook; texts are valid when they are taken. Raises PlaybookError for a damaged row."""
    return _read(campaign.playbook_text)


def category_of(campaign: Campaign, key: str) -> Category | None:
    """The category with this key, or None if the playbook has none."""
    return next((category for category in playbook_of(campaign).categories if category.key == key), None)


def stage_of(campaign: Campaign, key: str) -> Stage:
    """The playbook's stage behind a stage run."""
    return playbook_of(campaign).stage(key)


def stage_of_kind(campaign: Campaign, kind: str, category: str = "") -> Stage | None:
    """The first stage of a kind that a category passes through (any category if none is given)."""
    playbook = playbook_of(campaign)
    stages = playbook.stages_for(category) if category else playbook.stages
    return next((stage for stage in stages if stage.kind == kind), None)


@dataclass(frozen=True)
class Window:
    """[opens_at, closes_at) in instants, from days that both belong to it. Asia/Shanghai."""

    opens_at: datetime
    closes_at: datetime


def window(opens: date, closes: date) -> Window:
    """The instants of a window of whole days, both inclusive, in Asia/Shanghai."""
    return Window(day_start(opens), day_end(closes))


def required_materials(category: Category, kind: str) -> tuple[Material, ...]:
    """The lines of the checklist without which an entry is incomplete."""
    return tuple(material for material in category.materials_for(kind) if material.required)
