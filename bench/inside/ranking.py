"""A campaign of 1,000 entries that 20 jurors have scored by 5 criteria: aggregated, ranked, shown."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench.inside import answer

CRITERIA = 5
CATEGORY = "person"
PLAYBOOK = Path("playbooks/awards/huayang-2021.toml")
LOOKS = 7  # page views of which the median counts


def work(entries: int, jurors: int) -> dict[str, Any]:
    """CPU-seconds of the arithmetic alone, of the same with reading and storing, and of the page."""
    from django.test import Client

    from yuanba.awards.actions import jury
    from yuanba.awards.queries.standings import standings

    show, run, panel, now = campaign(entries)
    judged(panel, run, jurors, now)
    organiser = show.organiser(now)
    pure = arithmetic(panel, show)
    stored = spent(lambda: jury.close_jury(run, actor=organiser, now=now))
    ranked = spent(lambda: standings(show.campaign, "bench"))
    make_ranking(show, organiser, now)
    browser, address = Client(), f"/desk/awards/{show.campaign.pk}/results"
    enter(browser, show, now)
    assert browser.get(address).status_code == 200, browser.get(address).status_code
    page = median(spent(lambda: browser.get(address)) for _ in range(LOOKS))
    return {"arithmetic": pure, "with_database": stored + ranked, "page": page}


def spent(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def campaign(entries: int) -> tuple[Any, Any, Any, datetime]:
    """A campaign whose jury stage has one panel and so many qualified entries of one category."""
    from yuanba.awards.models import Entry, StagePanel, StageRun, StageTarget
    from yuanba.awards.playbook.reading import read
    from yuanba.kernel.calendar import day_start
    from yuanba.rubrics.models import Panel, Rubric
    from yuanba.simulation.award import announce
    from yuanba.simulation.invent import Inventor
    from yuanba.simulation.world import build, plans_for

    playbook, inventor, quiet = read(PLAYBOOK.read_bytes()), Inventor(7), lambda line: None
    now = day_start(playbook.stages[0].opens) - timedelta(days=10)
    world = build(plans_for(60, inventor), inventor, now, tell=quiet)
    show = announce(world, playbook, Random(7), entries=0, turnout=0, now=now, tell=quiet)
    run = StageRun.objects.select_related("campaign").get(campaign=show.campaign, kind="JURY")
    home = world.compounds[0].territory
    made = Entry.objects.bulk_create(
        Entry(
            campaign=show.campaign, category=CATEGORY, serial=f"B-{number}", code=f"B{number:05d}", channel="ONLINE",
            state="QUALIFIED", request_key=f"b{number}", registered_by="system:bench", nominee_name=f"测量{number}",
            nominee_territory=home, received_at=now, submitted_at=now,
        )
        for number in range(entries)
    )  # fmt: skip
    criteria = [{"key": f"c{one}", "title": f"标准{one}", "weight": one + 1} for one in range(CRITERIA)]
    rubric = Rubric.objects.create(
        key="bench", version=1, title="测量", criteria=criteria, scale_min=0, scale_max=100, source="bench",
        content_hash="0" * 64, created_at=now, created_by="system:bench",
    )  # fmt: skip
    panel = Panel.objects.create(
        subject_ref="bench", name="测量组", territory=world.street, rubric=rubric, method="ALL_READ", seats=20,
        state="CLOSED", created_at=now, created_by="system:bench",
    )  # fmt: skip
    StagePanel.objects.create(stage_run=run, name="测量组", panel_id=panel.pk, categories=[CATEGORY])
    StageTarget.objects.bulk_create(StageTarget(stage_run=run, entry=one, key=f"entry:{one.code}") for one in made)
    return show, run, panel, now


def judged(panel: Any, run: Any, jurors: int, now: datetime) -> None:
    """Every juror's sheet of every entry is in. The same marks at every run."""
    from yuanba.people.models import Person
    from yuanba.rubrics.models import Assignment, PanelMember, PanelSubject, Score, ScoreSheet

    draw = Random(7)
    people = Person.objects.bulk_create(
        Person(name=f"评委{number}", roll_key=f"bench-{number}", created_at=now) for number in range(jurors)
    )
    members = PanelMember.objects.bulk_create(
        PanelMember(panel=panel, person=person, code=f"J{number}", origin="NAMED", seated_at=now, declared_at=now)
        for number, person in enumerate(people)
    )
    keys = run.targets.order_by("pk").values_list("key", flat=True)
    subjects = PanelSubject.objects.bulk_create(
        PanelSubject(panel=panel, subject_ref=key, code=f"S{number}") for number, key in enumerate(keys)
    )
    pairs = [(member, subject) for subject in subjects for member in members]
    assigned = Assignment.objects.bulk_create(
        (Assignment(member=member, subject=subject) for member, subject in pairs), 5000
    )
    sheets = ScoreSheet.objects.bulk_create(
        (ScoreSheet(assignment=one, state="SUBMITTED", saved_at=now, submitted_at=now) for one in assigned), 5000
    )

    def scores() -> Iterator[Score]:
        for sheet in sheets:
            middle = draw.randrange(30, 95)
            for one in range(CRITERIA):
                yield Score(sheet=sheet, criterion=f"c{one}", value=max(0, min(100, middle + draw.randrange(-8, 9))))

    Score.objects.bulk_create(scores(), 5000)


def arithmetic(panel: Any, show: Any) -> float:
    """Marks to totals, the severity model, the ranking with and without the vote: nothing is read or stored."""
    from yuanba.awards import ranking
    from yuanba.rubrics import aggregate, queries

    marks = queries.results(panel)
    rule = ranking.rule_for(show.playbook, CATEGORY)

    def all_of_it() -> None:
        totals = aggregate.weighted_totals(marks, panel.rubric.weights)
        found = aggregate.severity_model(totals).scores
        candidates = [
            ranking.Candidate(entry, "", number, {"jury": score}) for number, (entry, score) in enumerate(found.items())
        ]
        ranking.rank(rule, candidates, "bench")
        ranking.rank(ranking.without(rule), candidates, "bench")

    return spent(all_of_it)


def make_ranking(show: Any, organiser: Any, now: datetime) -> None:
    """The final ranking stands as its snapshot; the other stages are closed without anything in them."""
    from yuanba.awards.actions import results
    from yuanba.awards.models import Campaign, StageRun

    StageRun.objects.filter(campaign=show.campaign).update(state="CLOSED", closed_at=now)
    Campaign.objects.filter(pk=show.campaign.pk).update(state="RUNNING", lot={"seed": "bench", "source": "bench"})
    fresh = show.fresh()
    results.make_ranking(campaign_id=fresh.pk, version=fresh.version, actor=organiser, now=now)


def enter(browser: Any, show: Any, now: datetime) -> None:
    """The organiser is signed in with the second factor."""
    from yuanba.people.actions import start_session
    from yuanba.web import clock

    account = show.world.staff["STREET_ORGANISER"][0]
    browser.force_login(account)
    held = browser.session
    held.update({"second_factor": True, "label": "测量", "epoch": account.session_epoch})
    held.save()
    start_session(
        account=account, session_key=str(held.session_key), label="bench", now=clock.now(), second_factor=True
    )


if __name__ == "__main__":
    answer(work)
