"""Judged live in a hall: the chair calls the candidates up one by one and shows each result once all sheets are in."""

from datetime import datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no, require
from yuanba.rubrics import queries, rules
from yuanba.rubrics.actions.steps import locked_panel
from yuanba.rubrics.models import Panel, PanelSubject


@transaction.atomic
def call_up(*, panel_id: int, subject_ref: str, actor: Actor, now: datetime) -> PanelSubject:
    """The candidate is up, and the members may score it. By the chair. An earlier one may be called again.

    Raises Refused(panel.not_chair, panel.not_live, panel.not_open, panel.over, panel.unknown_subject).
    """
    panel, subject = _directed(panel_id, subject_ref, actor, now)
    if subject.called_at is None:
        subject.called_at = now
        subject.save(update_fields=["called_at"])
    if panel.up_id != subject.pk:
        panel.up = subject
        panel.save(update_fields=["up"])
        record(verb="panel.call_up", subject=str(panel), actor=actor, now=now, detail={"code": subject.code})
    return subject


@transaction.atomic
def show(*, panel_id: int, subject_ref: str, actor: Actor, now: datetime) -> PanelSubject:
    """The hall sees what the panel's sheets about the candidate add up to, and no mark about it changes. By the chair.

    Raises Refused(panel.sheets_missing, sheet.not_called, and those of `call_up`).
    """
    panel, subject = _directed(panel_id, subject_ref, actor, now)
    if subject.shown_at is not None:
        return subject
    handed_in, missing = queries.hands(subject)
    require(rules.may_show(subject, handed_in, missing))
    subject.shown_at = now
    subject.save(update_fields=["shown_at"])
    detail = {"code": subject.code, "sheets": handed_in}
    record(verb="panel.show", subject=str(panel), actor=actor, now=now, detail=detail)
    return subject


def _directed(panel_id: int, subject_ref: str, actor: Actor, now: datetime) -> tuple[Panel, PanelSubject]:
    panel = locked_panel(panel_id)
    require(rules.may_chair(queries.member_of(panel, actor)))
    require(rules.may_direct(panel, now))
    subject = queries.live_subjects(panel).filter(subject_ref=subject_ref).first()
    if subject is None:
        raise Refused(no("panel.unknown_subject", rules.SECTION, subject=subject_ref[:80]))
    return panel, subject
