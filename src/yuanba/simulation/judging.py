"""How the jury is drawn and judges: some have conflicts, one is extreme."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from yuanba.awards import actions as awards
from yuanba.awards.models import Entry, StageRun
from yuanba.awards.playbook.stages import JurySettings
from yuanba.kernel.actor import Actor, system
from yuanba.people import actions as people
from yuanba.people.models import Person
from yuanba.people.queries.demonstration import EXPERT_LOGIN, PASSWORD
from yuanba.rubrics import actions as rubrics
from yuanba.rubrics import queries as rubric_queries
from yuanba.rubrics.actions.panels import Seat
from yuanba.rubrics.models import Panel
from yuanba.simulation.show import Show
from yuanba.simulation.world import SINCE

SEED = "05 12 17 21 28 33 07"  # of an invented public draw
TIES = ("compound", "organisation", "relative", "declared", "", "")
EXTREME = 45  # how many points of 100 the extreme juror is below the others


def seat(show: Show, run: StageRun, now: datetime) -> None:
    """The pool is announced, the lot is drawn by the named public draw, and the drawn members sit."""
    settings = settings_of(show, run)
    pool = experts(show, max(settings.pool_least or 0, settings.jurors + settings.reserve, 6) + 4, now)
    organiser = show.organiser(now)
    later = now + timedelta(hours=6)
    awards.jury.set_up(stage_run_id=run.pk, pool=[Seat(one.pk) for one in pool], actor=organiser, now=now)
    if settings.seed_source:
        awards.jury.announce_pool(
            stage_run_id=run.pk, seed_source=settings.seed_source, seed_at=later, actor=organiser, now=now
        )
        awards.jury.draw(stage_run_id=run.pk, seed=SEED, actor=organiser, now=later)
        chair = members(panels(run)[0])[0]
        awards.jury.seat(stage_run_id=run.pk, chair_person_id=chair, actor=organiser, now=later)
    else:
        seats = [Seat(one.pk) for one in pool[: settings.jurors]]
        awards.jury.appoint(stage_run_id=run.pk, members=seats, chair_person_id=pool[0].pk, actor=organiser, now=later)


def settings_of(show: Show, run: StageRun) -> JurySettings:
    settings = show.playbook.stage(run.key).settings
    assert isinstance(settings, JurySettings), "the kind says so"
    return settings


def experts(show: Show, number: int, now: datetime) -> list[Person]:
    """People of the expert list; two of three are tied to some candidate, and the simulation notes how."""
    made = []
    for place in range(number):
        tie = TIES[place % len(TIES)]
        maker = system("simulation")
        if tie == "compound":
            home = show.random.choice(show.world.compounds)
            person = Person.objects.get(pk=show.random.choice(home.persons))
            show.jury_ties[person.pk].add(f"compound:{home.territory.pk}")
        else:
            person = people.register_person(
                name=show.world.inventor.name(), phone=show.world.inventor.phone(), actor=maker, now=now
            )
        people.create_staff_account(
            person_id=person.pk, login=f"{EXPERT_LOGIN}{show.request_key()}", password=PASSWORD, actor=maker, now=now
        )
        if tie and tie != "compound":
            bind(show, person, tie, now)
        made.append(person)
    return made


def bind(show: Show, person: Person, tie: str, now: datetime) -> None:
    """The expert works for a company that is nominated, is a nominee's relative, or will declare a conflict."""
    entries = Entry.objects.filter(campaign=show.campaign, state="QUALIFIED").order_by("pk")
    maker = system("simulation")
    if tie == "organisation":
        entry = pick(show, list(entries.filter(nominee_organisation__kind="PROPERTY_COMPANY")))
        if entry is not None and entry.nominee_organisation_id is not None:
            people.appoint(
                person_id=person.pk,
                organisation_id=entry.nominee_organisation_id,
                post="PROPERTY_MANAGER",
                territory_id=entry.nominee_territory_id,
                from_date=SINCE,
                actor=maker,
                now=now,
            )
            show.jury_ties[person.pk].add(f"organisation:{entry.nominee_organisation_id}")
    elif tie == "relative":
        entry = pick(show, list(entries.filter(nominee_person__isnull=False)))
        if entry is not None and entry.nominee_person_id is not None:
            people.declare_relation(person_id=person.pk, relative_id=entry.nominee_person_id, actor=maker, now=now)
            show.jury_ties[person.pk].add(f"person:{entry.nominee_person_id}")
    else:
        entry = pick(show, list(entries))
        if entry is not None:
            show.jury_ties[person.pk].add(f"entry:{entry.code}")


def pick(show: Show, entries: Sequence[Entry]) -> Entry | None:
    return show.random.choice(entries) if entries else None


def judge(show: Show, run: StageRun) -> None:
    """Everybody declares, reads and scores; the panels close and sign their minutes."""
    part = (run.closes_at - run.opens_at) / 8
    note_planted(show, run)
    for panel in panels(run):
        declare(show, panel, run.opens_at + part)
    awards.advance(run.opens_at + part * 2)
    for panel in panels(run):
        score(show, run, panel, run.opens_at + part * 4)
    for panel in panels(run):
        sign(show, panel, run.opens_at + part * 7)


def panels(run: StageRun) -> list[Panel]:
    ids = run.panels.order_by("pk").values_list("panel_id", flat=True)
    found = Panel.objects.select_related("rubric").in_bulk(list(ids))
    return [panel for panel in found.values() if panel.state != "DISSOLVED"]


def members(panel: Panel) -> list[int]:
    return list(rubric_queries.seated(panel).order_by("pk").values_list("person_id", flat=True))


def juror(person_id: int) -> Actor:
    """A juror acts by membership, not by an appointment."""
    account = Person.objects.get(pk=person_id).accounts.get(is_staff_account=True)
    return Actor(id=f"account:{account.pk}", account_id=account.pk, person_id=person_id)


def ties_of(entry: Entry) -> set[str]:
    """By what an expert could be tied to the entry."""
    return {
        f"compound:{entry.nominee_territory_id}",
        f"organisation:{entry.nominee_organisation_id}",
        f"person:{entry.nominee_person_id}",
        f"person:{entry.applicant_id}",
        f"entry:{entry.code}",
    }


def note_planted(show: Show, run: StageRun) -> None:
    """Which seated member is tied to which candidate, from what the simulation knows itself."""
    codes = {f"entry:{entry.code}": entry for entry in Entry.objects.filter(campaign=show.campaign)}
    for panel in panels(run):
        subjects = rubric_queries.live_subjects(panel).values_list("subject_ref", flat=True)
        for person in members(panel):
            for ref in subjects:
                if show.jury_ties.get(person, set()) & ties_of(codes[ref]):
                    show.planted.conflict.add((person, codes[ref].pk))


def declare(show: Show, panel: Panel, now: datetime, *, but: int | None = None) -> None:
    """Every member has declared, except the person `but`, if any."""
    subjects = set(rubric_queries.live_subjects(panel).values_list("subject_ref", flat=True))
    for person in members(panel):
        if person == but:
            continue
        own = {tie: "曾共同开展项目" for tie in show.jury_ties.get(person, set()) if tie in subjects}
        rubrics.declare_conflicts(panel_id=panel.pk, conflicts=own, actor=juror(person), now=now)


def score(show: Show, run: StageRun, panel: Panel, now: datetime) -> None:
    """Every sheet is filled in by what the juror sees of the merit; the first member is extreme."""
    scale = settings_of(show, run).scale_max
    merit = {f"entry:{entry.code}": show.merit[entry.pk] for entry in Entry.objects.filter(campaign=show.campaign)}
    call_up(panel, now)
    for place, person in enumerate(members(panel)):
        actor = juror(person)
        bias = -EXTREME if place == 0 else show.noise(8)
        for sheet in rubric_queries.my_sheets(panel, actor):
            seen = merit[sheet.assignment.subject.subject_ref]
            values = {
                key: max(0, min(scale, (seen + bias + show.noise(15)) * scale // 100)) for key in panel.rubric.keys
            }
            rubrics.submit_sheet(sheet_id=sheet.pk, draft=rubrics.Draft(values), actor=actor, now=now)
        show.tell(f"评审 {panel.name} {place + 1}/{len(members(panel))}")


def call_up(panel: Panel, now: datetime) -> None:
    """Judged live, the chair calls one candidate after the other up."""
    if panel.is_on_the_spot:
        chair = juror(rubric_queries.seated(panel).get(is_chair=True).person_id)
        for ref in rubric_queries.live_subjects(panel).values_list("subject_ref", flat=True):
            rubrics.call_up(panel_id=panel.pk, subject_ref=ref, actor=chair, now=now)


def sign(show: Show, panel: Panel, now: datetime) -> None:
    organiser = show.organiser(now)
    rubrics.close_panel(panel_id=panel.pk, actor=organiser, now=now)
    summary = rubrics.draft_summary(panel_id=panel.pk, text="评审结果如评分表所示。", actor=organiser, now=now)
    for person in members(panel):
        rubrics.sign_summary(panel_id=panel.pk, text_hash=summary.text_hash, actor=juror(person), now=now)
    rubrics.conclude(panel_id=panel.pk, actor=organiser, now=now)
