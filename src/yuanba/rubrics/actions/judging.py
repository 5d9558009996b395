"""Opening and closing a panel, and everything that happens to a score sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean_lines
from yuanba.kernel.verdict import Refused, Verdict, no, require
from yuanba.messaging.actions import enqueue
from yuanba.rubrics import queries, rules, states, texts
from yuanba.rubrics.actions.readings import deal_out
from yuanba.rubrics.actions.steps import locked_panel, move
from yuanba.rubrics.models import Panel, PanelMember, Recusal, Score, ScoreSheet, Submission

ONE_INSTANT = timedelta(microseconds=1)  # a day's end at 24:00 is the next day's beginning


@transaction.atomic
def open_panel(*, panel_id: int, closes_at: datetime | None, actor: Actor, now: datetime, seed: str = "") -> Panel:
    """The subjects are dealt out and the members may read. `seed` deals where no public draw gave one.

    Raises Refused(panel.declarations_missing, panel.nothing_to_judge, panel.closes_in_the_past, panel.seed_missing,
    panel.too_few_readers, panel.disconnected).
    """
    panel = locked_panel(panel_id)
    require(rules.may_manage(actor, panel.territory_id, now))
    panel.opens_at, panel.closes_at = now, closes_at
    members = list(queries.seated(panel))
    require(rules.may_open(panel, members, queries.live_subjects(panel).count(), now))
    drawing = queries.public_draw(panel)
    panel.assignment_seed = drawing.seed if drawing is not None else seed.strip()
    if panel.method == Panel.Method.RANDOM and not panel.assignment_seed:
        raise Refused(no("panel.seed_missing", rules.SECTION, seed_source=""))
    move(panel, "open", actor=actor, now=now, detail={"seed": panel.assignment_seed})
    panel.save(update_fields=["state", "opens_at", "closes_at", "assignment_seed"])
    readings = deal_out(panel, now)
    for member in members:
        number = sum(reading.member_id == member.pk for reading in readings)
        tell(member, "panel.opened", texts.OPENED, now, panel=panel.name, number=number)
    return panel


@transaction.atomic
def extend_panel(*, panel_id: int, closes_at: datetime, actor: Actor, now: datetime) -> Panel:
    """The open panel closes later, and its members know. One whose scoring is over keeps its end.

    Raises Refused(panel.not_yours, panel.not_open, panel.not_later).
    """
    panel = locked_panel(panel_id)
    require(rules.may_manage(actor, panel.territory_id, now))
    require(rules.may_extend(panel, closes_at, now))
    panel.closes_at = closes_at
    move(panel, "extend", actor=actor, now=now, detail={"closes_at": closes_at.isoformat()})
    panel.save(update_fields=["closes_at"])
    last = local_date(closes_at - ONE_INSTANT)
    for member in queries.seated(panel):
        tell(
            member,
            "panel.extended",
            texts.EXTENDED,
            now,
            panel=panel.name,
            year=last.year,
            month=last.month,
            day=last.day,
        )
    return panel


@transaction.atomic
def close_panel(*, panel_id: int, actor: Actor, now: datetime) -> Panel:
    """No mark changes any more; sheets that were not handed in count for nothing. The clock may do it when it is time.

    Raises Refused(panel.sheets_missing) before the closing instant.
    """
    panel = locked_panel(panel_id)
    is_due = panel.closes_at is not None and now >= panel.closes_at
    if not (is_due and actor.id == "system:tick") and not rules.may_chair(queries.member_of(panel, actor)):
        require(rules.may_manage(actor, panel.territory_id, now))
    waiting = queries.waiting(panel)
    require(rules.may_close(panel, waiting, now))
    move(panel, "close", actor=actor, now=now, detail={"missing": waiting})
    panel.save(update_fields=["state"])
    return panel


def close_due(*, actor: Actor, now: datetime) -> int:
    """Every panel whose closing instant has come is closed; how many were. For the tick."""
    due = list(queries.due_to_close(now).values_list("pk", flat=True))
    for panel_id in due:
        close_panel(panel_id=panel_id, actor=actor, now=now)
    return len(due)


@dataclass(frozen=True)
class Draft:
    """What a juror wrote: marks by criterion (None takes one away, one that is not named stays), and why.

    `comment` None leaves the sheet's as it is; `revision`, if given, must be the sheet's: another tab may have saved.
    """

    values: Mapping[str, int | None]
    comments: Mapping[str, str] = field(default_factory=dict)
    comment: str | None = None
    revision: int | None = None


@transaction.atomic
def save_draft(*, sheet_id: int, draft: Draft, actor: Actor, now: datetime) -> ScoreSheet:
    """The marks given so far are kept.

    Raises Refused(panel.not_open, panel.over, sheet.not_yours, sheet.recused, sheet.outside_scale,
    sheet.unknown_criterion, sheet.submitted, sheet.changed_elsewhere, sheet.not_called, sheet.shown).
    """
    panel, sheet, is_recused = locked_sheet(sheet_id)
    require(rules.is_running(panel, now))
    require(_may_score(panel, sheet, is_recused, actor))
    if sheet.state == states.SUBMITTED:
        raise Refused(no("sheet.submitted", rules.SECTION))
    require(rules.may_mark(sheet, panel))
    _take(panel, sheet, draft, now)
    sheet.save(update_fields=["comment", "revision", "saved_at"])
    return sheet


@transaction.atomic
def submit_sheet(*, sheet_id: int, actor: Actor, now: datetime, draft: Draft | None = None) -> ScoreSheet:
    """The sheet is in, with this last draft if one is given, and changes no more, unless the chair returns it.

    Submitting again changes nothing. An incomplete or outdated draft leaves everything as it was.
    Raises Refused(panel.not_open, panel.over, sheet.incomplete) and those of save_draft but sheet.submitted.
    """
    panel, sheet, is_recused = locked_sheet(sheet_id)
    require(_may_score(panel, sheet, is_recused, actor))
    if sheet.state == states.SUBMITTED:
        return sheet
    require(rules.is_running(panel, now))
    require(rules.may_mark(sheet, panel))
    if draft is not None:
        _take(panel, sheet, draft, now)
    return hand_in(panel, sheet, queries.marks(sheet.pk), actor=actor, now=now)


def _take(panel: Panel, sheet: ScoreSheet, draft: Draft, now: datetime) -> None:
    """The sheet has these marks and is one revision on; whoever calls saves it."""
    if draft.revision is not None and draft.revision != sheet.revision:
        raise Refused(no("sheet.changed_elsewhere", rules.SECTION, revision=sheet.revision))
    given = {key: value for key, value in draft.values.items() if value is not None}
    require(rules.on_scale(panel.rubric, given))
    write_marks(sheet, draft.values, draft.comments)
    if draft.comment is not None:
        sheet.comment = clean_lines(draft.comment)
    sheet.revision += 1
    sheet.saved_at = now


@transaction.atomic
def return_sheet(*, sheet_id: int, reason: str, actor: Actor, now: datetime) -> ScoreSheet:
    """The juror may change the sheet and hand it in again; what was handed in stays in `submissions`.

    Raises Refused(panel.not_chair, panel.reason_missing, panel.not_open, panel.over, sheet.shown).
    """
    panel, sheet, _ = locked_sheet(sheet_id)
    require(rules.may_chair(queries.member_of(panel, actor)))
    require(rules.is_running(panel, now))
    require(rules.may_mark(sheet, panel))
    if not reason.strip():
        raise Refused(no("panel.reason_missing", rules.SECTION))
    move(sheet, "return", actor=actor, now=now, reason=reason)
    sheet.return_reason = reason[:400]
    sheet.save(update_fields=["state", "return_reason"])
    reading = sheet.assignment
    tell(reading.member, "sheet.returned", texts.RETURNED, now, subject=reading.subject.code, reason=reason)
    return sheet


def locked_sheet(sheet_id: int) -> tuple[Panel, ScoreSheet, bool]:
    """The panel and then the sheet, both locked: closing and handing in cannot pass each other; whether it is barred."""
    panel = (
        Panel.objects.select_for_update(of=("self",))
        .select_related("rubric")
        .get(subjects__assignments__sheet=sheet_id)
    )
    recused = Recusal.objects.filter(member=OuterRef("assignment__member"), subject=OuterRef("assignment__subject"))
    rows = ScoreSheet.objects.select_for_update(of=("self",)).annotate(is_recused=Exists(recused))
    sheet = rows.select_related("assignment__member").get(pk=sheet_id)
    sheet.assignment.member.panel = panel
    return panel, sheet, bool(sheet.is_recused)


def _may_score(panel: Panel, sheet: ScoreSheet, is_recused: bool, actor: Actor) -> Verdict:
    reader = sheet.assignment.member
    is_reader = actor.person_id == reader.person_id and reader.replaced_at is None
    member = reader if is_reader else queries.member_of(panel, actor)
    return rules.may_score(sheet, member, is_recused)


def write_marks(sheet: ScoreSheet, values: Mapping[str, int | None], comments: Mapping[str, str]) -> None:
    """The sheet has these marks; None took one away."""
    gone = [key for key, value in values.items() if value is None]
    if gone:
        Score.objects.filter(sheet=sheet, criterion__in=gone).delete()
    rows = [
        Score(sheet=sheet, criterion=key, value=value, comment=clean_lines(comments.get(key, "")))
        for key, value in values.items()
        if value is not None
    ]
    Score.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["sheet", "criterion"], update_fields=["value", "comment"]
    )


def hand_in(panel: Panel, sheet: ScoreSheet, values: Mapping[str, int], *, actor: Actor, now: datetime) -> ScoreSheet:
    """The complete sheet is in. Raises Refused(sheet.outside_scale, sheet.incomplete)."""
    require(rules.on_scale(panel.rubric, values))
    require(rules.is_complete(panel.rubric, values))
    move(sheet, "submit", actor=actor, now=now, detail={"revision": sheet.revision})
    sheet.submitted_at = now
    sheet.save(update_fields=["comment", "revision", "saved_at", "state", "submitted_at"])
    Submission.objects.create(
        sheet=sheet, revision=sheet.revision, values=dict(values), submitted_at=now, submitted_by=actor.id
    )
    return sheet


def tell(member: PanelMember, kind: str, text: tuple[str, str], now: datetime, **facts: str | int) -> None:
    """The member has a message."""
    enqueue(
        channel="inapp",
        address="",
        person_ref=f"person:{member.person_id}",
        kind=kind,
        text_zh=text[0].format(**facts),
        text_en=text[1].format(**facts),
        now=now,
        params={"panel": member.panel_id},
    )
