"""Dealing out who reads what, and passing a reading on when somebody steps back."""

from datetime import datetime

from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no
from yuanba.rubrics import assignment, queries, rules, states
from yuanba.rubrics.actions.steps import move
from yuanba.rubrics.models import Assignment, Panel, PanelMember, Recusal, ScoreSheet


def deal_out(panel: Panel, now: datetime) -> list[Assignment]:
    """Every reading of the panel exists, each with an empty sheet. Raises Refused(too_few_readers, disconnected)."""
    members = {member.code: member for member in queries.seated(panel)}
    subjects = {subject.code: subject for subject in queries.live_subjects(panel)}
    barred = set(Recusal.objects.filter(member__panel=panel).values_list("member__code", "subject__code"))
    try:
        if panel.method == Panel.Method.ALL_READ:
            readings = assignment.read_all(list(members), list(subjects), barred)
        else:
            readings = assignment.deal(
                list(members),
                list(subjects),
                barred,
                readers_per_subject=panel.readers_per_subject,
                shared_percent=panel.shared_percent,
                seed=panel.assignment_seed,
            )
    except assignment.CannotAssign as error:
        raise Refused(no(error.code, rules.SECTION, **error.facts)) from error
    rows = Assignment.objects.bulk_create(
        Assignment(member=members[one.juror], subject=subjects[one.subject], is_shared=one.is_shared)
        for one in readings
    )
    ScoreSheet.objects.bulk_create(ScoreSheet(assignment=row, saved_at=now) for row in rows)
    return rows


def void(sheet: ScoreSheet, reason: str, *, actor: Actor, now: datetime) -> None:
    """The sheet counts for nothing; its marks and submissions stay."""
    move(sheet, "void", actor=actor, now=now, reason=reason)
    sheet.save(update_fields=["state"])


def hand_on(reading: Assignment, now: datetime) -> Assignment | None:
    """In a dealt panel the subject goes to whoever may read it and has the least to read, if there is somebody.

    Shared subjects are read by everybody who may already. Ties go to the lower code number, so that it can be retraced.
    """
    panel = Panel.objects.get(pk=reading.subject.panel_id)
    if panel.method != Panel.Method.RANDOM or reading.is_shared:
        return None
    busy = set(Assignment.objects.filter(subject=reading.subject_id).values_list("member_id", flat=True))
    barred = set(Recusal.objects.filter(subject=reading.subject_id).values_list("member_id", flat=True))
    loads = {member.pk: 0 for member in queries.seated(panel).filter(declared_at__isnull=False)}
    for member_id in queries.sheets(panel).values_list("assignment__member_id", flat=True):
        if member_id in loads:
            loads[member_id] += 1
    free = [member_id for member_id in loads if member_id not in busy | barred]
    if not free:
        return None  # a recusal is never refused for want of a reader: the chair sees the gap in the progress
    taker = PanelMember.objects.get(pk=min(free, key=lambda member_id: (loads[member_id], member_id)))
    row = Assignment.objects.create(member=taker, subject=reading.subject)
    ScoreSheet.objects.create(assignment=row, saved_at=now, state=states.DRAFT)
    return row
