"""A jury stage: panels drawn in public, subjects and known conflicts, reading, and what the panels' sheets add up to.

The categories that share one score sheet share one panel. Several panels of a stage have the same pool and the same
seed, so the lot seats the same jurors on each.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import transaction

from yuanba.awards import judged, rules
from yuanba.awards.actions.locks import locked_stage
from yuanba.awards.actions.scores import keep_scores
from yuanba.awards.models import Entry, StagePanel, StageRun, StageTarget
from yuanba.awards.pinned import stage_of
from yuanba.awards.playbook import JurySettings, RubricItem
from yuanba.awards.queries.candidates import candidates_of, stage_categories
from yuanba.awards.queries.listing import panel_ref
from yuanba.awards.states import STAGE_RUNNING
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Refused, Verdict, no, require
from yuanba.people.models import Appointment, Relation, Residence
from yuanba.people.models import Ownership as Owned
from yuanba.places.queries import current
from yuanba.rubrics import actions as rubrics
from yuanba.rubrics import aggregate
from yuanba.rubrics import queries as rubric_queries
from yuanba.rubrics.actions.panels import Seat, Shape
from yuanba.rubrics.models import Panel

MANAGE = "rubrics.manage"
METHODS = {"trimmed_mean": Panel.Method.ALL_READ, "severity": Panel.Method.RANDOM}
JUDGED_STATES = ("CLOSED", "CONCLUDED")
UNSEATED = ("DRAFT", "POOL_ANNOUNCED", "DRAWN")


def settings_of(run: StageRun) -> JurySettings:
    settings = stage_of(run.campaign, run.key).settings
    assert isinstance(settings, JurySettings), "the kind says so"
    return settings


def sheets_of(run: StageRun) -> list[tuple[tuple[RubricItem, ...], list[str]]]:
    """Each different score sheet of the stage with the categories that use it, in the order of the playbook."""
    settings = settings_of(run)
    found: dict[tuple[RubricItem, ...], list[str]] = {}
    for category in stage_categories(run):
        found.setdefault(settings.rubric_for(category), []).append(category)
    return list(found.items())


@transaction.atomic
def set_up(*, stage_run_id: int, pool: Sequence[Seat], actor: Actor, now: datetime) -> StageRun:
    """The stage has its score sheets and panels, and everybody in `pool` may be drawn. Repeating it adds to the pool.

    Raises Refused: awards.not_allowed, jury.not_a_jury, jury.pool_too_small, jury.started.
    """
    run = _jury_stage(stage_run_id, actor, now)
    settings = settings_of(run)
    helper = rules.on_behalf(actor, run.campaign, MANAGE)
    stage = stage_of(run.campaign, run.key)
    for number, (sheet, categories) in enumerate(sheets_of(run), start=1):
        if not run.panels.filter(name=f"{stage.name} {number}").exists():
            _make_panel(run, f"{stage.name} {number}", sheet, categories, helper, now)
    for panel in run.panels.all():
        rubrics.add_to_pool(panel_id=panel.panel_id, pool=pool, actor=helper, now=now)
        size = len(rubric_queries.pool_items(Panel.objects.get(pk=panel.panel_id)))
        if size < max(settings.pool_least, settings.jurors):
            least = max(settings.pool_least, settings.jurors)
            raise Refused(no("jury.pool_too_small", "playbook: pool_least", count=size, least=least))
    return run


def _make_panel(
    run: StageRun, name: str, sheet: tuple[RubricItem, ...], categories: list[str], helper: Actor, now: datetime
) -> None:
    settings = settings_of(run)
    rubric = rubrics.define_rubric(
        key=f"{run.campaign.code}/{run.key}/{'+'.join(categories)}"[:80],
        title=name,
        criteria=[{"key": item.key, "title": item.name, "weight": item.weight} for item in sheet],
        scale=(0, settings.scale_max, 1),
        source=f"{run.campaign.code} playbook {run.campaign.playbook_sha256[:16]}",
        actor=helper,
        now=now,
    )
    shape = Shape(
        method=METHODS[settings.method],
        seats=settings.jurors,
        reserves=settings.reserve,
        readers_per_subject=settings.jurors_per_entry or settings.jurors,
        shared_percent=max(settings.shared_percent or 0, 10),
        is_on_the_spot=settings.on_the_spot,
    )
    panel = rubrics.create_panel(
        subject_ref=panel_ref(run),
        name=name[:80],
        territory_id=run.campaign.territory_id,
        rubric_id=rubric.pk,
        shape=shape,
        actor=helper,
        now=now,
    )
    StagePanel.objects.create(stage_run=run, name=name[:80], panel_id=panel.pk, categories=categories)


def _own_stage(stage_run_id: int, actor: Actor, now: datetime) -> StageRun:
    """The jury stage, locked, of the organiser's place."""
    run = locked_stage(stage_run_id)
    require(rules.may_organise(actor, run.campaign, now))
    if run.kind != "JURY":
        raise Refused(no("jury.not_a_jury", "playbook", kind=run.kind))
    return run


def _jury_stage(stage_run_id: int, actor: Actor, now: datetime) -> StageRun:
    """The jury stage, locked, while nobody sits: the organiser seats it before it opens, or anew after dissolving it."""
    run = _own_stage(stage_run_id, actor, now)
    seated = [panel for panel in rubric_queries.for_subject(panel_ref(run)) if panel.state not in UNSEATED]
    if run.state != StageRun.State.WAITING and (seated or run.state not in STAGE_RUNNING):
        raise Refused(no("jury.started", "the announced jury judges", state=run.state))
    return run


@transaction.atomic
def dissolve(*, stage_run_id: int, reason: str, actor: Actor, now: datetime) -> StageRun:
    """No panel of the stage judges any more, what was scored counts for nothing, and another jury may be drawn.

    All panels go together, for one lot seats them all. The pool must be announced anew. Raises Refused:
    awards.not_allowed, jury.not_a_jury, jury.no_panel, jury.judged (one has closed: its result stands),
    panel.reason_missing.
    """
    run = _own_stage(stage_run_id, actor, now)
    live = list(rubric_queries.for_subject(panel_ref(run)))
    if not live:
        raise Refused(no("jury.no_panel", "there is nothing to dissolve"))
    if run.state == StageRun.State.CLOSED or any(panel.state in JUDGED_STATES for panel in live):
        raise Refused(no("jury.judged", "no mark changes after the close"))
    helper = rules.on_behalf(actor, run.campaign, MANAGE)
    for panel in live:
        rubrics.dissolve(panel_id=panel.pk, reason=reason, actor=helper, now=now)
    run.panels.all().delete()  # the dissolved panels keep the stage's reference, their members and their history
    return run


@transaction.atomic
def announce_pool(*, stage_run_id: int, seed_source: str, seed_at: datetime, actor: Actor, now: datetime) -> StageRun:
    """The pool's hash is public, and so is which later public draw gives the seed."""
    run = _jury_stage(stage_run_id, actor, now)
    helper = rules.on_behalf(actor, run.campaign, MANAGE)
    source = seed_source or settings_of(run).seed_source
    for panel in run.panels.order_by("pk"):
        rubrics.announce_pool(panel_id=panel.panel_id, seed_source=source, seed_at=seed_at, actor=helper, now=now)
    return run


@transaction.atomic
def draw(*, stage_run_id: int, seed: str, actor: Actor, now: datetime) -> StageRun:
    """The lot has filled the seats; the same pool and seed seat the same people on every panel of the stage."""
    run = _jury_stage(stage_run_id, actor, now)
    helper = rules.on_behalf(actor, run.campaign, MANAGE)
    for panel in run.panels.order_by("pk"):
        rubrics.draw_members(panel_id=panel.panel_id, seed=seed, actor=helper, now=now)
    return run


@transaction.atomic
def seat(*, stage_run_id: int, chair_person_id: int, actor: Actor, now: datetime) -> StageRun:
    """The drawn members sit, with one of them in the chair."""
    run = _jury_stage(stage_run_id, actor, now)
    helper = rules.on_behalf(actor, run.campaign, MANAGE)
    for panel in run.panels.order_by("pk"):
        rubrics.seat(panel_id=panel.panel_id, chair_person_id=chair_person_id, actor=helper, now=now)
    return _in_session(run, helper, now)


def _in_session(run: StageRun, helper: Actor, now: datetime) -> StageRun:
    """A jury that was drawn anew while the stage runs has its subjects at once."""
    if run.state in STAGE_RUNNING:
        targets = list(run.targets.select_related("entry"))
        _hand_over(run, [target.entry for target in targets], helper, now)
    return run


@transaction.atomic
def appoint(
    *, stage_run_id: int, members: Sequence[Seat], chair_person_id: int, actor: Actor, now: datetime
) -> StageRun:
    """Named members sit without a draw, where the playbook names no public draw. Raises Refused(jury.must_be_drawn)."""
    run = _jury_stage(stage_run_id, actor, now)
    if settings_of(run).seed_source:
        raise Refused(no("jury.must_be_drawn", "playbook: seed_source"))
    helper = rules.on_behalf(actor, run.campaign, MANAGE)
    for panel in run.panels.order_by("pk"):
        rubrics.appoint(
            panel_id=panel.panel_id, members=members, chair_person_id=chair_person_id, actor=helper, now=now
        )
    return _in_session(run, helper, now)


def open_jury(run: StageRun, *, actor: Actor, now: datetime) -> None:
    """The panels have their subjects, and the conflicts that the registers know are recused; jurors declare the rest."""
    helper = rules.on_behalf(actor, run.campaign, MANAGE)
    entries = candidates_of(run)
    StageTarget.objects.bulk_create(
        [StageTarget(stage_run=run, entry=entry, key=subject_ref(entry)) for entry in entries], batch_size=500
    )
    _hand_over(run, entries, helper, now)


def _hand_over(run: StageRun, entries: Sequence[Entry], helper: Actor, now: datetime) -> None:
    """Each panel has the entries of its categories to judge, known conflicts recused; one without entries goes."""
    for panel in run.panels.order_by("pk"):
        own = [entry for entry in entries if entry.category in panel.categories]
        if own:
            refs = [subject_ref(entry) for entry in own]
            rubrics.add_subjects(panel_id=panel.panel_id, subject_refs=refs, actor=helper, now=now)
            note_conflicts(panel, own, helper, now)
        else:
            rubrics.dissolve(panel_id=panel.panel_id, reason="no candidates", actor=helper, now=now)


def subject_ref(entry: Entry) -> str:
    """How rubrics knows an entry: the pseudonym of the public files."""
    return f"entry:{entry.code}"


def note_conflicts(panel: StagePanel, entries: Sequence[Entry], helper: Actor, now: datetime) -> int:
    """Known conflicts are recused: same organisation, a dwelling in the compound, a declared relative, oneself."""
    members = rubric_queries.seated(Panel.objects.get(pk=panel.panel_id))
    people = list(members.values_list("person_id", flat=True))
    on = local_date(now)
    known = [
        *_same_organisation(people, entries, on),
        *_dwelling(people, entries, on),
        *_relatives(people, entries),
    ]
    if known:
        rubrics.note_known_conflicts(panel_id=panel.panel_id, conflicts=known, actor=helper, now=now)
    return len(known)


def _same_organisation(people: list[int], entries: Sequence[Entry], on: date) -> Iterable[tuple[int, str, str]]:
    rows = Appointment.objects.filter(current(on), person_id__in=people).values_list("person_id", "organisation_id")
    works_for = set(rows)
    for entry in entries:
        for person in people:
            if (person, entry.nominee_organisation_id) in works_for:
                yield person, subject_ref(entry), "SAME_ORGANISATION"


def _dwelling(people: list[int], entries: Sequence[Entry], on: date) -> Iterable[tuple[int, str, str]]:
    homes: set[tuple[int, int]] = set()
    for model in (Residence, Owned):
        rows = model.objects.filter(current(on), person_id__in=people)
        homes |= set(rows.values_list("person_id", "premises__compound_id"))
    for entry in entries:
        for person in people:
            if (person, entry.nominee_territory_id) in homes:
                yield person, subject_ref(entry), "DWELLING_IN_COMPOUND"


def _relatives(people: list[int], entries: Sequence[Entry]) -> Iterable[tuple[int, str, str]]:
    """A declared relative of the nominee or of the applicant, either way round; nobody judges themselves."""
    kin: set[tuple[int, int]] = {(person, person) for person in people}
    for one, other in Relation.objects.filter(person_id__in=people).values_list("person_id", "relative_id"):
        kin.add((one, other))
    for one, other in Relation.objects.filter(relative_id__in=people).values_list("relative_id", "person_id"):
        kin.add((one, other))
    for entry in entries:
        for person in people:
            if {(person, entry.nominee_person_id), (person, entry.applicant_id)} & kin:
                yield person, subject_ref(entry), "RELATIVE"


def may_go_on(run: StageRun) -> Verdict:
    """A jury may be given more time while a panel of it still judges; one whose panels all closed is over for good.

    Marks that were shown to the other jurors are no longer independent: a panel that closed never opens again.
    """
    panels = [panel.state for panel in rubric_queries.for_subject(panel_ref(run))]
    if run.state == StageRun.State.CLOSED or (panels and all(state in JUDGED_STATES for state in panels)):
        closed = local_date(run.closes_at - rules.ONE_INSTANT)
        return no("jury.over", "no mark changes after the close", closed=closed)
    return YES


def extend_jury(run: StageRun, *, actor: Actor, now: datetime) -> None:
    """Panels that score go on until the stage's new end."""
    helper = rules.on_behalf(actor, run.campaign, MANAGE)
    for panel in rubric_queries.for_subject(panel_ref(run)).filter(state="OPEN", closes_at__lt=run.closes_at):
        rubrics.extend_panel(panel_id=panel.pk, closes_at=run.closes_at, actor=helper, now=now)


def tend_jury(run: StageRun, *, actor: Actor, now: datetime) -> None:
    """Panels whose members have all declared are open for reading; those past the last instant are closed."""
    helper = rules.on_behalf(actor, run.campaign, MANAGE)
    for row in run.panels.order_by("pk"):
        panel = Panel.objects.get(pk=row.panel_id)
        silent = rubric_queries.seated(panel).filter(declared_at__isnull=True).exists()
        if panel.state == "SEATED" and not silent and now < run.closes_at:
            seed = f"{run.campaign.code}/{run.key}/{run.campaign.playbook_sha256}"
            rubrics.open_panel(panel_id=panel.pk, closes_at=run.closes_at, seed=seed, actor=helper, now=now)
        elif panel.state == "OPEN" and now >= run.closes_at:
            rubrics.close_panel(panel_id=panel.pk, actor=helper, now=now)


def close_jury(run: StageRun, *, actor: Actor, now: datetime) -> dict[str, int]:
    """Each candidate has what its panel's sheets add up to, as the playbook says; too few sheets are insufficient."""
    settings = settings_of(run)
    scores: dict[int, Fraction | None] = {}
    details: dict[int, Mapping[str, Any]] = {}
    sheets = 0
    for row in run.panels.order_by("pk"):
        panel = Panel.objects.select_related("rubric").get(pk=row.panel_id)
        if panel.state not in JUDGED_STATES:
            continue
        totals = aggregate.weighted_totals(rubric_queries.results(panel), panel.rubric.weights)
        sheets += len(totals)
        read_by = Counter(subject for _, subject in totals)
        found = judged.settled(settings.method, totals)
        for target in run.targets.filter(entry__category__in=row.categories):
            scores[target.entry_id] = found.get(target.key)
            details[target.entry_id] = {"sheets": read_by[target.key], "method": settings.method}
    keep_scores(run, scores, details, now=now)
    return {"sheets": sheets, "insufficient": sum(score is None for score in scores.values())}
