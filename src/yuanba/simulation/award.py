"""A whole award campaign with invented people: every step by the action that a page would call, on a simulated clock."""

import resource
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from yuanba.awards import actions as awards
from yuanba.awards.actions.campaigns import Document
from yuanba.awards.models import StageRun
from yuanba.awards.playbook.model import Playbook
from yuanba.kernel.calendar import day_start
from yuanba.simulation import answering, counts, entering, judging, naming, papers, screening
from yuanba.simulation.invent import Inventor
from yuanba.simulation.show import Show
from yuanba.simulation.world import World, build, plans_for

BEFORE = timedelta(days=10)  # the campaign is announced so long before its first stage


def simulate(
    *,
    playbook: Playbook,
    seed: int,
    entries: int,
    residents: int,
    turnout: int,
    bundle: Path,
    tell: Callable[[str], None],
) -> dict[str, Any]:
    """The campaign has run from announcement to prize list in the present, empty database. Returns the report as printed.

    `turnout` is per cent of residents; the bundle stands at `bundle` (a folder). The same arguments give the same
    awards.
    """
    started = time.monotonic()
    now = day_start(playbook.stages[0].opens) - BEFORE
    inventor = Inventor(seed, phones=residents)  # thrown away: here a number needs no invented beginning
    world = build(plans_for(residents, inventor), inventor, now, tell=tell)
    show = announce(world, playbook, Random(seed), entries=entries, turnout=turnout, now=now, tell=tell)
    play(show)
    export(show, bundle)
    report = counts.report(show, bundle)
    report["seconds"] = round(time.monotonic() - started)
    report["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return report


def announce(  # noqa: PLR0913 -- a campaign, its world and how it goes
    world: World,
    playbook: Playbook,
    random: Random,
    *,
    entries: int,
    turnout: int,
    now: datetime,
    tell: Callable[[str], None],
    code: str = "",
) -> Show:
    """The campaign is drafted by one officer, with its approval document, and opened by another."""
    organiser = world.officer("STREET_ORGANISER", now)
    campaign = awards.campaigns.draft(
        territory_id=world.street.pk,
        code=code or f"S{playbook.year}",
        playbook_text=playbook.source_text,
        actor=organiser,
        now=now,
    )
    document = Document(
        kind="APPROVAL",
        title="关于开展评选活动的批复",
        issued_by=world.office.name,
        stored_file_id=papers.stored(organiser, now),
    )
    awards.campaigns.add_document(campaign_id=campaign.pk, document=document, actor=organiser, now=now)
    show = Show(world, campaign, playbook, random, entries, turnout, tell)
    awards.campaigns.open_campaign(
        campaign_id=campaign.pk, version=show.fresh().version, actor=world.officer("STREET_LEADER", now), now=now
    )
    return show


def play(show: Show) -> None:
    """Stage by stage, people do what the stage is for; the clock opens and closes by itself."""
    for run in StageRun.objects.filter(campaign=show.fresh()).order_by("position"):
        fresh = show.run_of(run.key)
        show.tell(f"{fresh.opens_at:%Y-%m-%d} {show.playbook.stage(run.key).name}")
        if run.kind == "PUBLICITY":
            publish(show, fresh)
            continue
        PREPARE.get(run.kind, nothing)(show, fresh)
        awards.advance(fresh.opens_at)
        PLAY.get(run.kind, nothing)(show, show.run_of(run.key))
        close(show, fresh)


def close(show: Show, run: StageRun) -> None:
    """The clock closes the stage; where only a lot parts a shortlist, it is drawn first."""
    now = run.closes_at + timedelta(hours=12)
    awards.advance(run.closes_at)
    stopped = awards.advance(now).stopped
    if "ranking.seed_needed" in stopped.values():
        stopped = awards.advance(naming.draw_lot(show, now)).stopped
    assert show.run_of(run.key).state == "CLOSED", f"{run.key}: {stopped}"


def export(show: Show, bundle: Path) -> None:
    """What the campaign publishes for others to recompute stands at `bundle`."""
    now = last_close(show) + timedelta(days=1)
    awards.exporting.export_bundle(campaign_id=show.campaign.pk, target=bundle, actor=show.organiser(now), now=now)


def nothing(show: Show, run: StageRun) -> None:
    return None


def before_screening(show: Show, run: StageRun) -> None:
    screening.prepare(show, run.opens_at - timedelta(hours=5))


def before_jury(show: Show, run: StageRun) -> None:
    judging.seat(show, run, run.opens_at - timedelta(hours=10))


PREPARE: dict[str, Callable[[Show, StageRun], None]] = {"SCREENING": before_screening, "JURY": before_jury}
PLAY: dict[str, Callable[[Show, StageRun], None]] = {
    "REGISTRATION": entering.come_in,
    "SCREENING": screening.screen_all,
    "SURVEY": answering.answer,
    "VOTE": answering.vote,
    "JURY": judging.judge,
    "COMMENT": answering.comment,
}


def publish(show: Show, run: StageRun) -> None:
    """Ranking, notice, objections, the end of the term by the work calendar, naming, prizes."""
    now = naming.rank(show, max(run.opens_at, last_close(show)) + timedelta(hours=9))
    naming.propose(show, now)
    naming.object_to(show, now + timedelta(hours=23))
    for day in range(1, naming.PATIENCE):
        awards.advance(now + timedelta(days=day))
        if show.run_of(run.key).state == "CLOSED":
            naming.name(show, now + timedelta(days=day, hours=1))
            return
    raise AssertionError(f"the notice does not end: {awards.advance(now + timedelta(days=naming.PATIENCE))}")


def last_close(show: Show) -> datetime:
    """When the last stage before the notice was closed."""
    rows = StageRun.objects.filter(campaign=show.campaign, closed_at__isnull=False)
    found = [at for at in rows.values_list("closed_at", flat=True) if at is not None]
    return max(found)
