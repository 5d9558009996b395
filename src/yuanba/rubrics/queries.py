"""Reading panels: who sits, what a member may read, how far the scoring is, and the results once it has closed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Count, Q, QuerySet

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import require
from yuanba.places.queries import descendants
from yuanba.rubrics import rules, states
from yuanba.rubrics.models import (
    Draw,
    Panel,
    PanelMember,
    PanelSubject,
    PaperKeying,
    PoolMember,
    Recusal,
    Score,
    ScoreSheet,
    Step,
    Summary,
)

# (juror code, subject_ref) → criterion → mark: what rubrics.aggregate computes with.
Results = dict[tuple[str, str], dict[str, int]]


def for_subject(subject_ref: str) -> QuerySet[Panel]:
    """The panels of a stage, dissolved ones left out, oldest first."""
    rows = Panel.objects.filter(subject_ref=subject_ref).exclude(state=states.DISSOLVED)
    return rows.select_related("rubric").order_by("pk")


def pool_items(panel: Panel) -> list[str]:
    """The pool as it is published and hashed."""
    return [row.item for row in PoolMember.objects.filter(panel=panel).order_by("person_id")]


def pool_member(panel: Panel, item: str) -> PoolMember:
    return PoolMember.objects.get(panel=panel, person_id=int(item.removeprefix("person:")))


def public_draw(panel: Panel) -> Draw | None:
    """What anybody may know of the draw: pool hash, source of the seed, and once drawn the seed and the result."""
    return Draw.objects.filter(panel=panel).first()


def seated(panel: Panel) -> QuerySet[PanelMember]:
    """The members who sit now, by code number."""
    return PanelMember.objects.filter(panel=panel, replaced_at__isnull=True).select_related("panel").order_by("pk")


def member_of(panel: Panel, actor: Actor) -> PanelMember | None:
    """The seat of whoever acts, if they have one."""
    if actor.person_id is None:
        return None
    rows = PanelMember.objects.filter(panel=panel, replaced_at__isnull=True, person_id=actor.person_id)
    member = rows.order_by("pk").first()
    if member is not None:
        member.panel = panel  # known already, so that nobody asks for it
    return member


def panels_of(actor: Actor) -> QuerySet[Panel]:
    """The panels on which whoever acts sits, newest first."""
    if actor.person_id is None:
        return Panel.objects.none()
    mine = PanelMember.objects.filter(person_id=actor.person_id, replaced_at__isnull=True).values("panel_id")
    return Panel.objects.filter(pk__in=mine).exclude(state=states.DISSOLVED).select_related("rubric").order_by("-pk")


def next_reserve(panel: Panel) -> PoolMember | None:
    """The first of the draw's reserves who has never sat."""
    drawing = public_draw(panel)
    sat = {f"person:{person}" for person in PanelMember.objects.filter(panel=panel).values_list("person_id", flat=True)}
    waiting_items = [item for item in drawing.result if item not in sat] if drawing else []
    return pool_member(panel, waiting_items[0]) if waiting_items else None


def live_subjects(panel: Panel) -> QuerySet[PanelSubject]:
    return PanelSubject.objects.filter(panel=panel, withdrawn_at__isnull=True).order_by("pk")


def subjects_to_declare(panel: Panel, actor: Actor) -> tuple[PanelSubject, ...]:
    """What a member must declare conflicts about: references only, no material. Raises Refused(panel.not_a_member)."""
    member = member_of(panel, actor)
    if member is None:
        require(rules.may_read(None))
    return tuple(live_subjects(panel))


def sheets(panel: Panel) -> QuerySet[ScoreSheet]:
    """The sheets that count: void ones and withdrawn subjects left out."""
    rows = ScoreSheet.objects.filter(assignment__subject__panel=panel, assignment__subject__withdrawn_at__isnull=True)
    rows = rows.exclude(state=states.VOID).select_related("assignment__member", "assignment__subject")
    return rows.order_by("assignment__subject_id", "assignment__member_id")


def my_sheets(panel: Panel, actor: Actor) -> QuerySet[ScoreSheet]:
    """The sheets of whoever acts, with their scores. Raises Refused(panel.not_a_member, panel.conflicts_not_declared)."""
    member = member_of(panel, actor)
    require(rules.may_read(member))
    return sheets(panel).filter(assignment__member=member).prefetch_related("scores")


def may_read_subject(panel: Panel, subject_ref: str, actor: Actor) -> bool:
    """True if whoever acts declared conflicts and has the subject to read: asked before any material is shown."""
    member = member_of(panel, actor)
    return (
        bool(rules.may_read(member))
        and sheets(panel).filter(assignment__member=member, assignment__subject__subject_ref=subject_ref).exists()
    )


def waiting(panel: Panel) -> int:
    """How many sheets are not in; a newcomer of an open panel who has not declared yet counts as one."""
    silent = seated(panel).filter(declared_at__isnull=True).count() if panel.state == states.OPEN else 0
    return sheets(panel).exclude(state=states.SUBMITTED).count() + silent


def all_in(panel: Panel) -> bool:
    return sheets(panel).exists() and waiting(panel) == 0


def scores_of_others(panel: Panel, actor: Actor) -> QuerySet[ScoreSheet]:
    """The submitted sheets of the other members that whoever acts may read already; usually none.

    Nothing before every sheet is in, and nothing about a subject of which the reader is recused. On the spot each
    subject opens once all who read it have scored it.
    """
    member = member_of(panel, actor)
    require(rules.may_read(member))
    assert member is not None
    barred = Recusal.objects.filter(member=member).values("subject_id")
    rows = sheets(panel).filter(state=states.SUBMITTED).exclude(assignment__member=member)
    rows = rows.exclude(assignment__subject_id__in=barred).prefetch_related("scores")
    if panel.state in {states.CLOSED, states.CONCLUDED} or all_in(panel):
        return rows
    if not panel.is_on_the_spot:
        return rows.none()
    unfinished = sheets(panel).exclude(state=states.SUBMITTED).order_by().values("assignment__subject_id")
    return rows.exclude(assignment__subject_id__in=unfinished)


def hands(subject: PanelSubject) -> tuple[int, int]:
    """(sheets about the subject that are in, sheets that are not)."""
    states_ = list(ScoreSheet.objects.filter(assignment__subject=subject).values_list("state", flat=True))
    counting = [state for state in states_ if state != states.VOID]
    handed_in = counting.count(states.SUBMITTED)
    return handed_in, len(counting) - handed_in


def live_sheets(panel: Panel, subject: PanelSubject) -> QuerySet[ScoreSheet]:
    """The sheets about one subject that count, by juror: who has handed in."""
    return sheets(panel).filter(assignment__subject=subject).order_by("assignment__member_id")


def shown_totals(panel: Panel) -> dict[tuple[str, str], Fraction]:
    """(juror code, subject_ref) → weighted mean, of the subjects whose result was shown in the hall. One query."""
    shown = set(live_subjects(panel).filter(shown_at__isnull=False).values_list("subject_ref", flat=True))
    weights = panel.rubric.weights
    return {pair: _total(found, weights) for pair, found in _results(panel).items() if pair[1] in shown}


@dataclass(frozen=True)
class Progress:
    """How far one juror is; counts only."""

    code: str
    is_chair: bool
    has_declared: bool
    assigned: int
    submitted: int
    recused: int


def progress(panel: Panel) -> tuple[Progress, ...]:
    """Every seated juror's progress, without any mark. Two queries."""
    counted = Q(assignments__subject__withdrawn_at__isnull=True) & ~Q(assignments__sheet__state=states.VOID)
    done = Q(assignments__subject__withdrawn_at__isnull=True, assignments__sheet__state=states.SUBMITTED)
    rows = seated(panel).annotate(
        given=Count("assignments", filter=counted, distinct=True),
        done=Count("assignments", filter=done, distinct=True),
    )
    recused = dict(
        Recusal.objects.filter(member__panel=panel).values_list("member_id").annotate(number=Count("pk")).order_by()
    )
    return tuple(
        Progress(row.code, row.is_chair, row.declared_at is not None, row.given, row.done, recused.get(row.pk, 0))
        for row in rows
    )


def marks(sheet_id: int) -> dict[str, int]:
    return dict(Score.objects.filter(sheet_id=sheet_id).values_list("criterion", "value"))


def keyings(sheet: ScoreSheet) -> list[PaperKeying]:
    """What clerks read from the signed paper sheet, the earlier first."""
    return list(PaperKeying.objects.filter(assignment=sheet.assignment_id).order_by("pk"))


def paper_sheets(panel: Panel) -> QuerySet[ScoreSheet]:
    """The sheets that count, each with `keyed`: how many clerks have keyed it."""
    return sheets(panel).annotate(keyed=Count("assignment__keyings"))


def to_settle(panel: Panel) -> QuerySet[ScoreSheet]:
    """The paper sheets that two clerks read differently: the chair's turn."""
    rows = sheets(panel).annotate(keyed=Count("assignment__keyings")).exclude(state=states.SUBMITTED)
    return rows.filter(keyed__gte=rules.TWO_READINGS)


Differing = tuple[dict[str, int], dict[str, tuple[int, int]]]


def differing(sheet: ScoreSheet) -> Differing | None:
    """(marks on which two clerks agree, criterion → both readings where they differ); None unless two differ."""
    rows = keyings(sheet)
    if len(rows) < rules.TWO_READINGS or rows[0].values == rows[1].values:
        return None
    one, other = rows[0].values, rows[1].values
    apart = {key: (one[key], other[key]) for key in one if one[key] != other.get(key)}
    return {key: one[key] for key in one if key not in apart}, apart


def owes(member: PanelMember, subject_id: int) -> bool:
    """The member still has a sheet about the subject to hand in."""
    rows = ScoreSheet.objects.filter(assignment__member=member, assignment__subject=subject_id)
    return rows.filter(state__in=[states.DRAFT, states.RETURNED]).exists()


def results(panel: Panel) -> Results:
    """(juror code, subject_ref) → criterion → mark of every submitted sheet. One query.

    A sheet that was never handed in is absent, not zero. Raises Refused(panel.not_closed).
    """
    require(rules.may_see_results(panel))
    return _results(panel)


def _results(panel: Panel) -> Results:
    rows = Score.objects.filter(
        sheet__state=states.SUBMITTED,
        sheet__assignment__subject__panel=panel,
        sheet__assignment__subject__withdrawn_at__isnull=True,
    ).order_by("sheet__assignment__subject_id", "sheet__assignment__member_id", "pk")
    found: Results = defaultdict(dict)
    for juror, subject, criterion, value in rows.values_list(
        "sheet__assignment__member__code", "sheet__assignment__subject__subject_ref", "criterion", "value"
    ):
        found[juror, subject][criterion] = value
    return dict(found)


@dataclass(frozen=True)
class Severity:
    """How strict a juror is. `total` figures are weighted means on the rubric's scale, exact."""

    code: str
    sheets: int
    mean: Fraction
    lowest: Fraction
    highest: Fraction
    lean: Fraction | None  # mean difference to the co-readers of the same subjects; None if nobody shares one
    co_read: int  # how many subjects that rests on


def severity(panel: Panel) -> tuple[Severity, ...]:
    """For the chair, after the close: who is stricter or milder than those who read the same. Raises Refused."""
    weights = panel.rubric.weights
    return severities({pair: _total(marks, weights) for pair, marks in results(panel).items()})


def severities(totals: Mapping[tuple[str, str], Fraction]) -> tuple[Severity, ...]:
    """`lean` is the mean over co-read subjects of (own total - mean of the others' totals), by juror code."""
    by_subject: dict[str, dict[str, Fraction]] = defaultdict(dict)
    by_juror: dict[str, list[Fraction]] = defaultdict(list)
    for (juror, subject), total in totals.items():
        by_subject[subject][juror] = total
        by_juror[juror].append(total)
    found = []
    for juror, own in sorted(by_juror.items(), key=lambda item: (len(item[0]), item[0])):
        shared = [readers for readers in by_subject.values() if juror in readers and len(readers) > 1]
        gaps = [
            readers[juror] - Fraction(sum(readers.values()) - readers[juror], len(readers) - 1) for readers in shared
        ]
        lean = Fraction(sum(gaps), len(gaps)) if gaps else None
        found.append(Severity(juror, len(own), Fraction(sum(own), len(own)), min(own), max(own), lean, len(gaps)))
    return tuple(found)


def _total(values: Mapping[str, int], weights: Mapping[str, Fraction]) -> Fraction:
    return sum((values[key] * weight for key, weight in weights.items()), Fraction()) / sum(weights.values())


def latest_summary(panel: Panel) -> Summary | None:
    return Summary.objects.filter(panel=panel).prefetch_related("signatures__member").order_by("-version").first()


def unsigned(panel: Panel) -> list[str]:
    """The codes of seated members who have not answered the latest summary."""
    summary = latest_summary(panel)
    signed = {row.member_id for row in summary.signatures.all()} if summary else set()
    return [member.code for member in seated(panel) if member.pk not in signed]


def history(panel: Panel) -> QuerySet[Step]:
    return Step.objects.filter(subject=str(panel)).order_by("at", "pk")


def due_to_close(now: datetime) -> QuerySet[Panel]:
    """Open panels whose closing instant has come."""
    return Panel.objects.filter(state=states.OPEN, closes_at__lte=now).order_by("closes_at")


def managed(actor: Actor, now: datetime, permission: str = "rubrics.manage") -> QuerySet[Panel]:
    """The panels of the places where the actor manages juries (or keys their paper), newest first."""
    on = local_date(now)
    places: set[int] = set()
    for territory_id in actor.territories(permission):
        places |= descendants(territory_id, on) | {territory_id}
    return Panel.objects.filter(territory_id__in=places).select_related("rubric").order_by("-pk")
