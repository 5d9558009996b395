"""Dogs, objects thrown from height, e-bikes in lifts: advise, order, recheck, hand to the authority. Never a fine.

Source of the way: 民法典 art. 942 ¶2 (the property service provider stops what breaks rules of public order, environment
or fire safety, reports it to the authority and assists), art. 286 (committee and provider may ask that it be stopped).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.cases import ledger_states as states
from yuanba.cases import rules
from yuanba.cases.actions import ledger_beats as beats
from yuanba.cases.models import Case, Category, SpecialMatter
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.models import Building

WORK = (rules.HANDLE, rules.DESK, rules.SUPERVISE)
# Whose it becomes when advice and order did not help; the page proposes it, a person decides.
AUTHORITIES: dict[str, tuple[str, str]] = {
    "DOGS": ("公安派出所", "《成都市养犬管理条例》第五条"),
    "OBJECTS": ("公安派出所", "《民法典》第一千二百五十四条第三款"),
    "EBIKES": ("消防救援机构", "《高层民用建筑消防安全管理规定》第三十七条、第四十七条"),
}
WHO_LENGTH = 80


@dataclass(frozen=True)
class Clue:
    """What was seen where. `who` says whose it is without a name: "3栋1单元住户", or nothing."""

    territory_id: int
    kind: str
    what: str
    responsible_id: int
    handler_ref: str
    who: str = ""
    building_id: int | None = None
    case_id: int | None = None


@transaction.atomic
def note(*, clue: Clue, actor: Actor, now: datetime) -> SpecialMatter:
    """The matter is in the ledger of its kind, with who is responsible for it here.

    Raises Refused: cases.not_permitted, .reason_missing, .personal_numbers, special_matter.no_kind, ledger.no_body,
    .no_handler, .other_place, .no_case.
    """
    beats.may(actor, WORK, clue.territory_id, now)
    if clue.kind not in Category.Special.values:
        raise Refused(no("special_matter.no_kind", beats.SOURCE))
    if clue.building_id is not None and not _lies_there(clue):
        raise Refused(no("ledger.other_place", beats.SOURCE))
    row = SpecialMatter(
        territory_id=clue.territory_id,
        building_id=clue.building_id,
        case=_case(clue, actor, now),
        kind=clue.kind,
        what=beats.told(clue.what)[:200],
        who=beats.told(clue.who)[:WHO_LENGTH] if clue.who.strip() else "",
        responsible=beats.body(clue.responsible_id),
        handler_ref=beats.somebody(clue.handler_ref, clue.territory_id, now),
        state=states.SPECIAL.initial,
        noted_at=now,
        noted_by=actor.id,
    )
    row.save(force_insert=True)
    beats.begin(row, "note", actor=actor, now=now, text=row.what)
    record(verb="special_matter.note", subject=str(row), actor=actor, now=now, territory_id=row.territory_id)
    return row


def _lies_there(clue: Clue) -> bool:
    return Building.objects.filter(pk=clue.building_id or 0, compound_id=clue.territory_id).exists()


def _case(clue: Clue, actor: Actor, now: datetime) -> Case | None:
    if clue.case_id is None:
        return None
    case = Case.objects.filter(pk=clue.case_id, territory_id=clue.territory_id).first()
    if case is None or case.confidential or not rules.may_handle(case, actor, now):
        raise Refused(no("ledger.no_case", beats.SOURCE))
    return case


@transaction.atomic
def advise(*, matter_id: int, text: str, actor: Actor, now: datetime) -> SpecialMatter:
    """Somebody talked with whoever it concerns; what was said is kept, and it may be done again.

    Raises Refused: ledger.unknown, special_matter.no_such_move, cases.not_permitted, .reason_missing.
    """
    row = _worked(matter_id, actor, now)
    beats.move(row, "advise", actor=actor, now=now, text=beats.told(text))
    return row


@transaction.atomic
def order(*, matter_id: int, text: str, due_date: date, actor: Actor, now: datetime) -> SpecialMatter:
    """A written order says what is to be put right until which day. Raises Refused as `advise`, and ledger.day_past."""
    row = _worked(matter_id, actor, now)
    row.order_text, row.due_date = beats.told(text), beats.from_today(due_date, now)
    beats.move(row, "order", actor=actor, now=now, text=row.order_text)
    return row


@dataclass(frozen=True)
class Recheck:
    """What a second look found. `is_settled`: it is put right."""

    is_settled: bool
    text: str
    file_id: int | None = None


@transaction.atomic
def recheck(*, matter_id: int, found: Recheck, revision: int, actor: Actor, now: datetime) -> SpecialMatter:
    """Settled, said by another person than who handles it; or found again.

    Raises Refused: ledger.unknown, .changed_meanwhile, .own_work, special_matter.no_such_move, cases.not_permitted,
    .reason_missing, .file_missing.
    """
    row = _worked(matter_id, actor, now, revision)
    verb = "settle" if found.is_settled else "find_again"
    require(states.SPECIAL.may(row.state, verb))
    if found.is_settled:
        beats.by_another(actor, row.handler_ref)
        row.ended_at = now
    row.rechecked_by = actor.id
    file_id = beats.own_file(found.file_id, actor)
    beats.move(row, verb, actor=actor, now=now, text=beats.told(found.text), file_id=file_id)
    return row


@transaction.atomic
def hand_over(
    *, matter_id: int, authority: str, document: str, reason: str, actor: Actor, now: datetime
) -> SpecialMatter:
    """It is the authority's now, with the paper that went there; by a supervisor, at once where somebody is in danger.

    Raises Refused: ledger.unknown, special_matter.no_such_move, .no_authority, cases.not_permitted, .reason_missing.
    """
    row = beats.locked(SpecialMatter, matter_id)
    beats.may(actor, (rules.SUPERVISE,), row.territory_id, now)
    if not authority.strip():
        raise Refused(no("special_matter.no_authority", beats.SOURCE))
    row.authority, row.document = beats.told(authority)[:80], beats.told(document)[:120] if document.strip() else ""
    beats.move(row, "hand_over", actor=actor, now=now, text=beats.told(reason))
    return row


@transaction.atomic
def hear_back(*, matter_id: int, text: str, actor: Actor, now: datetime) -> SpecialMatter:
    """What the authority said ends the matter here. Raises Refused as `advise`."""
    row = _worked(matter_id, actor, now)
    row.ended_at = now
    beats.move(row, "hear_back", actor=actor, now=now, text=beats.told(text))
    return row


@transaction.atomic
def drop(*, matter_id: int, reason: str, actor: Actor, now: datetime) -> SpecialMatter:
    """The clue led to nothing; it stays, with the reason. By a supervisor. Raises Refused as `advise`."""
    row = beats.locked(SpecialMatter, matter_id)
    beats.may(actor, (rules.SUPERVISE,), row.territory_id, now)
    row.ended_at = now
    beats.move(row, "drop", actor=actor, now=now, text=beats.told(reason))
    return row


def _worked(matter_id: int, actor: Actor, now: datetime, revision: int | None = None) -> SpecialMatter:
    row = beats.locked(SpecialMatter, matter_id, revision)
    if actor.id != row.handler_ref:
        beats.may(actor, WORK, row.territory_id, now)
    return row
