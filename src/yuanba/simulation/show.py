"""A simulated campaign as it goes by: the campaign, the world around it, and what was planted in it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import NamedTuple

from yuanba.awards.models import Campaign, StageRun
from yuanba.awards.playbook.model import Playbook
from yuanba.kernel.actor import Actor
from yuanba.simulation.world import World


@dataclass
class Planted:
    """What the simulation put in on purpose. Nothing that detects, screens or reviews may read this."""

    late: int = 0
    ineligible: set[int] = field(default_factory=set)  # entries
    duplicate: set[tuple[int, int]] = field(default_factory=set)  # pairs of entries, the smaller id first
    rigged: set[int] = field(default_factory=set)  # persons who vote as they are paid to
    conflict: set[tuple[int, int]] = field(default_factory=set)  # (juror's person, entry)


class Taker(NamedTuple):
    """Somebody who answers and votes; `community` and `compound` are indexes."""

    person: int
    community: int
    compound: int


@dataclass
class Show:
    """One run. `merit` is how good an entry really is, 0..100: people see it through noise."""

    world: World
    campaign: Campaign
    playbook: Playbook
    random: Random
    entries_wanted: int
    turnout: int  # per cent of the residents
    tell: Callable[[str], None]
    merit: dict[int, int] = field(default_factory=dict)
    community_of: dict[int, int] = field(default_factory=dict)  # entry → index of its community
    planted: Planted = field(default_factory=Planted)
    jury_ties: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))  # juror's person → what ties them
    takers: list[Taker] = field(default_factory=list)  # who takes part
    requests: int = 0

    def request_key(self) -> str:
        self.requests += 1
        return f"simulated-{self.requests}"

    def run_of(self, key: str) -> StageRun:
        return StageRun.objects.select_related("campaign").get(campaign=self.campaign, key=key)

    def fresh(self) -> Campaign:
        self.campaign = Campaign.objects.get(pk=self.campaign.pk)
        return self.campaign

    def organiser(self, now: datetime, place: int = 0) -> Actor:
        return self.world.officer("STREET_ORGANISER", now, place)

    def leader(self, now: datetime, place: int = 0) -> Actor:
        return self.world.officer("STREET_LEADER", now, place)

    def noise(self, width: int) -> int:
        return self.random.randrange(-width, width + 1)
