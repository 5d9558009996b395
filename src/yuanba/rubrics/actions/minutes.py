"""The panel's summary: drafted, signed or dissented from by every member, and concluded."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue
from yuanba.rubrics import queries, rules, states, texts
from yuanba.rubrics.actions.steps import locked_panel, move
from yuanba.rubrics.models import Panel, Summary, SummarySignature


@transaction.atomic
def draft_summary(*, panel_id: int, text: str, actor: Actor, now: datetime) -> Summary:
    """The next version of the minutes stands; signatures of earlier versions do not count for it.

    By the chair or the organiser, after the close. Raises Refused(panel.not_closed, panel.summary_empty).
    """
    panel = locked_panel(panel_id)
    if not rules.may_chair(queries.member_of(panel, actor)):
        require(rules.may_manage(actor, panel.territory_id, now))
    if panel.state != states.CLOSED:
        raise Refused(no("panel.not_closed", rules.SECTION, state=panel.state))
    body = clean_lines(text)
    if not body:
        raise Refused(no("panel.summary_empty", rules.SECTION))
    last = queries.latest_summary(panel)
    digest = hashlib.sha256(body.encode()).hexdigest()
    if last is not None and last.text_hash == digest:
        return last
    summary = Summary.objects.create(
        panel=panel,
        version=last.version + 1 if last else 1,
        text=body,
        text_hash=digest,
        drafted_at=now,
        drafted_by=actor.id,
    )
    detail = {"version": summary.version, "text_hash": digest}
    record(verb="panel.draft_summary", subject=str(panel), actor=actor, now=now, detail=detail)
    for member in queries.seated(panel):
        enqueue(
            channel="inapp",
            address="",
            person_ref=f"person:{member.person_id}",
            kind="panel.sign",
            text_zh=texts.SIGN[0].format(panel=panel.name),
            text_en=texts.SIGN[1].format(panel=panel.name),
            now=now,
            params={"panel": panel.pk},
        )
    return summary


@transaction.atomic
def sign_summary(*, panel_id: int, text_hash: str, actor: Actor, now: datetime, dissent: str = "") -> SummarySignature:
    """The member has confirmed the text with that hash, or dissented in writing. Once per version.

    Raises Refused(panel.not_a_member, panel.summary_changed, panel.summary_signed).
    """
    panel = locked_panel(panel_id)
    member = queries.member_of(panel, actor)
    require(rules.may_read(member))
    summary = queries.latest_summary(panel)
    if panel.state != states.CLOSED or summary is None or summary.text_hash != text_hash:
        raise Refused(no("panel.summary_changed", rules.SECTION))
    signature = SummarySignature(
        summary=summary, member=member, text_hash=text_hash, dissent=clean_lines(dissent), signed_at=now
    )
    try:
        with transaction.atomic():
            signature.save()
    except IntegrityError as error:
        raise Refused(no("panel.summary_signed", rules.SECTION)) from error
    detail = {"version": summary.version, "dissents": bool(signature.dissent)}
    record(verb="panel.sign_summary", subject=str(panel), actor=actor, now=now, detail=detail)
    return signature


@transaction.atomic
def conclude(*, panel_id: int, actor: Actor, now: datetime) -> Panel:
    """Every seated member has answered the latest summary; the panel's work is done. Raises Refused(panel.unsigned)."""
    panel = locked_panel(panel_id)
    if not rules.may_chair(queries.member_of(panel, actor)):
        require(rules.may_manage(actor, panel.territory_id, now))
    require(states.PANEL.may(panel.state, "conclude"))
    missing = queries.unsigned(panel)
    if missing or queries.latest_summary(panel) is None:
        raise Refused(no("panel.unsigned", rules.SECTION, members=", ".join(missing)))
    move(panel, "conclude", actor=actor, now=now)
    panel.save(update_fields=["state"])
    return panel
