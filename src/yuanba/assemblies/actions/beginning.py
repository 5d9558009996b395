"""The committee's first days: its first meeting elects the chair, then it is filed."""

from datetime import date, datetime

from django.db import transaction

from yuanba.assemblies import queries, rules
from yuanba.assemblies.actions.forming import hand_of
from yuanba.assemblies.actions.seating import appoint_to
from yuanba.assemblies.actions.steps import locked, move_on
from yuanba.assemblies.models import Assembly, Seat
from yuanba.assemblies.states import ASSEMBLY
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require


@transaction.atomic
def hold_first_meeting(
    *,
    assembly_id: int,
    chair_id: int,
    vice_ids: tuple[int, ...],
    present: int,
    met_date: date,
    actor: Actor,
    now: datetime,
) -> Assembly:
    """Chair and vice chairs are elected among the members (persons), and hold their posts.

    Raises Refused: assemblies.not_yours, .meeting_too_small, .chair_unknown, .day_ahead, assembly.no_such_move.
    """
    assembly = locked(assembly_id)
    require(rules.may(actor, [rules.SERVE, rules.GUIDE], assembly.territory_id, now))
    require(ASSEMBLY.may(assembly.state, "meet"))
    assert assembly.term is not None and assembly.committee is not None, "an elected committee has a term"
    require(rules.happened(met_date, assembly.elected_date or met_date, now))
    members = {
        one.person_id: one
        for one in queries.seats_of(assembly.term.pk, local_date(now))
        if one.title != Seat.Title.ALTERNATE
    }
    require(rules.meeting_valid(min(present, len(members)), len(members)))
    if chair_id not in members or not set(vice_ids) <= set(members) - {chair_id}:
        raise Refused(no("assemblies.chair_unknown", "物业管理条例 第16条"))
    for person_id, title in [(chair_id, Seat.Title.CHAIR), *((one, Seat.Title.VICE_CHAIR) for one in vice_ids)]:
        seat = members[person_id]
        seat.title = title
        seat.save(update_fields=["title"])
        appoint_to(assembly.committee, seat, hand_of(assembly), now)
    assembly.met_date = met_date
    move_on(assembly, "meet", actor=actor, now=now)
    return assembly


@transaction.atomic
def hand_in(*, assembly_id: int, handed_in_date: date, actor: Actor, now: datetime) -> Assembly:
    """The filing went to the housing authority and the subdistrict on that day.

    Raises Refused: assemblies.not_yours, .day_ahead, .day_before, assembly.no_such_move.
    """
    assembly = locked(assembly_id)
    require(rules.may(actor, [rules.CHAIR, rules.GUIDE], assembly.territory_id, now))
    require(ASSEMBLY.may(assembly.state, "hand_in"))
    require(rules.happened(handed_in_date, assembly.met_date or handed_in_date, now))
    assembly.handed_in_date = handed_in_date
    move_on(assembly, "hand_in", actor=actor, now=now)
    return assembly


@transaction.atomic
def decide_filing(
    *, assembly_id: int, is_filed: bool, filed_date: date, number: str, reason: str, actor: Actor, now: datetime
) -> Assembly:
    """Filed under its number, or sent back with what is missing. A courtyard committee is recorded by the subdistrict.

    Raises Refused: assemblies.not_yours, .no_reason, .number_missing, .day_ahead, assembly.no_such_move.
    """
    assembly = locked(assembly_id)
    who = rules.GUIDE if assembly.kind == Assembly.Kind.COURTYARD else rules.FILE
    require(rules.may(actor, [who], assembly.territory_id, now))
    require(ASSEMBLY.may(assembly.state, "file"))
    if not is_filed:
        words = clean(reason)[:400]
        if not words:
            raise Refused(no("assemblies.no_reason", "an act without a reason cannot be checked"))
        move_on(assembly, "send_back", actor=actor, now=now, reason=words)
        return assembly
    if not clean(number):
        raise Refused(no("assemblies.number_missing", "物业管理条例 第16条"))
    require(rules.happened(filed_date, assembly.handed_in_date or filed_date, now))
    assembly.filed_date, assembly.filing_number = filed_date, clean(number)[:80]
    move_on(assembly, "file", actor=actor, now=now)
    return assembly
