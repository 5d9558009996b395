"""Signed paper sheets: two clerks key each, differences are shown, the chair settles them from the scan."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, Verdict, no, require
from yuanba.rubrics import queries, rules, states, texts
from yuanba.rubrics.actions.judging import hand_in, locked_sheet, tell, write_marks
from yuanba.rubrics.models import Panel, PaperKeying, ScoreSheet


@transaction.atomic
def key_paper(
    *, sheet_id: int, values: Mapping[str, int], scan_file_id: int, actor: Actor, now: datetime
) -> ScoreSheet:
    """One clerk has keyed a signed paper sheet; once two different clerks agree on every mark it is handed in.

    A clerk may correct the own keying. Raises Refused(sheet.incomplete, sheet.outside_scale, sheet.submitted,
    sheet.keyed_by_member, sheet.keyed_by_two, …).
    """
    panel, sheet, is_recused = locked_sheet(sheet_id)
    require(rules.may_manage(actor, panel.territory_id, now, rules.KEY_PAPER))
    require(_may_take(panel, sheet, is_recused, now))
    earlier = list(PaperKeying.objects.filter(assignment=sheet.assignment).exclude(keyed_by=actor.id))
    require(rules.may_key(queries.member_of(panel, actor), len(earlier)))
    require(rules.on_scale(panel.rubric, values))
    require(rules.is_complete(panel.rubric, values))
    PaperKeying.objects.update_or_create(
        assignment=sheet.assignment,
        keyed_by=actor.id,
        defaults={"values": dict(values), "scan_file_id": scan_file_id, "keyed_at": now},
    )
    record(verb="sheet.key_paper", subject=str(sheet), actor=actor, now=now, detail={"scan": scan_file_id})
    if not any(row.values == dict(values) for row in earlier):
        if earlier:
            _call_the_chair(panel, sheet, now)
        return sheet
    return _taken(panel, sheet, values, actor=actor, now=now)


@transaction.atomic
def settle_paper(*, sheet_id: int, values: Mapping[str, int], actor: Actor, now: datetime) -> ScoreSheet:
    """The chair has read the scan where two clerks differ, and the sheet is handed in with `values`.

    `values` are the marks of the criteria that differ, each as one of the clerks read it; the others stand. The chair's
    own sheet about the subject is in by then. Raises Refused(panel.not_chair, sheet.nothing_to_settle,
    sheet.settle_after_own, sheet.not_as_keyed, sheet.submitted, panel.not_open, panel.over).
    """
    panel, sheet, is_recused = locked_sheet(sheet_id)
    chair = queries.member_of(panel, actor)
    require(rules.may_chair(chair))
    require(_may_take(panel, sheet, is_recused, now))
    found = queries.differing(sheet)
    if found is None:
        raise Refused(no("sheet.nothing_to_settle", rules.SECTION))
    assert chair is not None, "may_chair says so"
    require(rules.may_settle(chair, sheet, queries.owes(chair, sheet.assignment.subject_id)))
    agreed, differing = found
    require(rules.as_keyed(differing, values))
    record(verb="sheet.settle_paper", subject=str(sheet), actor=actor, now=now, detail={"differing": len(differing)})
    return _taken(panel, sheet, {**agreed, **values}, actor=actor, now=now)


def _call_the_chair(panel: Panel, sheet: ScoreSheet, now: datetime) -> None:
    for chair in queries.seated(panel).filter(is_chair=True):
        juror, subject = sheet.assignment.member.code, sheet.assignment.subject.code
        tell(chair, "sheet.differs", texts.DIFFERS, now, juror=juror, subject=subject)


def _may_take(panel: Panel, sheet: ScoreSheet, is_recused: bool, now: datetime) -> Verdict:
    running = rules.is_running(panel, now)
    if not running:
        return running
    if sheet.state == states.SUBMITTED:
        return no("sheet.submitted", rules.SECTION)
    return rules.may_score(sheet, sheet.assignment.member, is_recused)


def _taken(panel: Panel, sheet: ScoreSheet, values: Mapping[str, int], *, actor: Actor, now: datetime) -> ScoreSheet:
    write_marks(sheet, values, {})
    sheet.channel = ScoreSheet.Channel.PAPER
    sheet.revision += 1
    sheet.save(update_fields=["channel", "revision"])
    return hand_in(panel, sheet, dict(values), actor=actor, now=now)
