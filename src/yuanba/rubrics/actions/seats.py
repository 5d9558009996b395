"""A seat that falls empty: a reserve or a named person takes it, or it stays empty."""

from datetime import datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no, require
from yuanba.rubrics import queries, rules, states
from yuanba.rubrics.actions.panels import Seat, invite
from yuanba.rubrics.actions.readings import hand_on, void
from yuanba.rubrics.actions.steps import locked_panel
from yuanba.rubrics.models import Assignment, Panel, PanelMember, ScoreSheet


@transaction.atomic
def replace_member(
    *, panel_id: int, member_code: str, reason: str, actor: Actor, now: datetime, successor: Seat | None = None
) -> PanelMember:
    """Somebody else sits in the member's place; sheets already handed in are void.

    A drawn panel seats the next reserve of the draw, a named one the `successor`. The newcomer declares first and then
    takes the readings over. Raises Refused(panel.no_reserve, panel.reserve_waits, panel.sat_already,
    panel.reason_missing).
    """
    panel, leaving = _leaving(panel_id, member_code, reason, actor, now)
    seat = _successor(panel, successor)
    was_chair = leaving.is_chair
    _leave(leaving, reason, actor, now)
    newcomer = PanelMember.objects.create(
        panel=panel,
        person_id=seat.person_id,
        organisation_id=seat.organisation_id,
        code=f"J{PanelMember.objects.filter(panel=panel).count() + 1}",
        is_chair=was_chair,
        origin=PanelMember.Origin.NAMED if successor else PanelMember.Origin.RESERVE,
        seated_at=now,
        replaces=leaving,
    )
    detail = {"out": leaving.code, "in": newcomer.code}
    record(verb="panel.replace_member", subject=str(panel), actor=actor, now=now, detail=detail)
    if panel.state != states.DRAWN:
        invite(newcomer, now)
    return newcomer


@transaction.atomic
def withdraw_member(
    *, panel_id: int, member_code: str, reason: str, actor: Actor, now: datetime, chair_code: str = ""
) -> PanelMember:
    """The member sits no longer and nobody takes the seat; the sheets are void, dealt readings go to somebody else.

    Only where no reserve waits and enough members stay. `chair_code` says who takes the chair if it falls empty.
    Raises Refused(panel.reserve_waits, panel.too_few_left, panel.chair_not_a_member, panel.reason_missing).
    """
    panel, leaving = _leaving(panel_id, member_code, reason, actor, now)
    if queries.next_reserve(panel) is not None:
        raise Refused(no("panel.reserve_waits", rules.SECTION))
    require(rules.may_stay_empty(panel, queries.seated(panel).count() - 1))
    was_chair = leaving.is_chair
    readings = _leave(leaving, reason, actor, now)
    if was_chair and not queries.seated(panel).filter(code=chair_code).update(is_chair=True):
        raise Refused(no("panel.chair_not_a_member", rules.SECTION, person=chair_code))
    for reading in readings:
        hand_on(reading, now)
    detail = {"out": leaving.code, "chair": chair_code if was_chair else ""}
    record(verb="panel.withdraw_member", subject=str(panel), actor=actor, now=now, detail=detail)
    return leaving


def _leaving(panel_id: int, member_code: str, reason: str, actor: Actor, now: datetime) -> tuple[Panel, PanelMember]:
    """The locked panel and the member who is to leave it, with a reason."""
    panel = locked_panel(panel_id)
    require(rules.may_manage(actor, panel.territory_id, now))
    require(rules.may_recuse(panel))
    if not reason.strip():
        raise Refused(no("panel.reason_missing", rules.SECTION))
    leaving = queries.seated(panel).filter(code=member_code).first()
    if leaving is None:
        raise Refused(no("panel.not_a_member", rules.SECTION, member=member_code))
    return panel, leaving


def _successor(panel: Panel, named: Seat | None) -> Seat:
    """Whose turn it is to sit."""
    if queries.public_draw(panel) is not None:
        if named is not None:
            raise Refused(no("panel.reserve_waits", rules.SECTION))
        reserve = queries.next_reserve(panel)
        if reserve is None:
            raise Refused(no("panel.no_reserve", rules.SECTION))
        return Seat(reserve.person_id, reserve.organisation_id)
    if named is None:
        raise Refused(no("panel.no_reserve", rules.SECTION))
    if PanelMember.objects.filter(panel=panel, person_id=named.person_id).exists():
        raise Refused(no("panel.sat_already", rules.SECTION))
    return named


def _leave(leaving: PanelMember, reason: str, actor: Actor, now: datetime) -> list[Assignment]:
    """The seat is empty and its sheets are void; the readings that somebody else may take."""
    leaving.replaced_at, leaving.replaced_reason, leaving.is_chair = now, reason[:200], False
    leaving.save(update_fields=["replaced_at", "replaced_reason", "is_chair"])
    rows = ScoreSheet.objects.filter(assignment__member=leaving).exclude(state=states.VOID)
    left = list(rows.select_related("assignment__subject"))
    for sheet in left:
        void(sheet, reason, actor=actor, now=now)
    return [sheet.assignment for sheet in left if sheet.assignment.subject.withdrawn_at is None]
