"""The demonstration's campaign at its screening has something in every heap of the desk."""

from pathlib import Path
from random import Random

import pytest

from yuanba.awards import actions as awards
from yuanba.awards.models import Screening, StageRun
from yuanba.awards.playbook.reading import read
from yuanba.kernel.calendar import day_start
from yuanba.simulation import award, judging, screening
from yuanba.simulation.invent import Inventor
from yuanba.simulation.show import Show
from yuanba.simulation.world import build, plans_for

HUAYANG = Path(__file__).resolve().parents[2] / "playbooks" / "awards" / "huayang-2021.toml"
pytestmark = pytest.mark.django_db


@pytest.fixture
def show() -> Show:
    playbook = read(HUAYANG.read_bytes())
    now = day_start(playbook.stages[0].opens) - award.BEFORE
    inventor = Inventor(3)
    world = build(plans_for(200, inventor), inventor, now, tell=lambda line: None)
    return award.announce(world, playbook, Random(3), entries=14, turnout=1, now=now, tell=lambda line: None)


def until(show: Show, kind: str) -> StageRun:
    """The campaign is played until its stage of this kind has opened."""
    for run in StageRun.objects.filter(campaign=show.fresh()).order_by("position"):
        award.PREPARE.get(run.kind, award.nothing)(show, run)
        awards.advance(run.opens_at)
        fresh = show.run_of(run.key)
        if run.kind == kind:
            return fresh
        award.PLAY.get(run.kind, award.nothing)(show, fresh)
        award.close(show, run)
    raise AssertionError(kind)


def test_every_heap_has_something_and_no_second_is_the_first(show: Show) -> None:
    screening.under_way(show, until(show, "SCREENING"))
    states = set(show.campaign.entries.values_list("state", flat=True))
    assert {"SUBMITTED", "DOUBTED", "RETURNED", "APPEALED", "QUALIFIED"} <= states
    looks = Screening.objects.filter(entry__campaign=show.campaign)
    waiting = looks.get(state="AWAITING_SECOND")
    assert waiting.screened_by != f"account:{show.world.staff['SCREENER'][0].pk}", (
        "the shown screener can be the second"
    )
    assert waiting.findings.filter(finding="UNMET").exclude(reason="").count() == 1


def test_all_jurors_but_the_shown_one_have_declared(show: Show) -> None:
    run = until(show, "JURY")
    panel = judging.panels(run)[0]
    shown = judging.members(panel)[0]
    judging.declare(show, panel, run.opens_at, but=shown)
    assert panel.members.filter(declared_at__isnull=True).values_list("person_id", flat=True).get() == shown
