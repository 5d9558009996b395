"""A meeting's list of those present: taken by its secretary, checked once by another against the signed sheet."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.ballots import queries, rules, states
from yuanba.ballots.models import Attendance, Meeting
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Person

SOURCE = "two people keep the list of a meeting"


@transaction.atomic
def convene(*, territory_id: int, title: str, held_date: date, where: str, actor: Actor, now: datetime) -> Meeting:
    """A meeting whose list is being taken. Raises Refused: ballots.not_permitted, .reason_missing, .meeting_ahead."""
    require(rules.may_handle_paper(actor, queries.lineage_at(territory_id, now)))
    name = clean(title)[:120]
    if not name:
        raise Refused(no("ballots.reason_missing", SOURCE))
    if held_date > local_date(now):
        raise Refused(no("ballots.meeting_ahead", SOURCE, day=held_date))
    meeting = Meeting.objects.create(
        territory_id=territory_id,
        title=name,
        held_date=held_date,
        where=clean(where)[:120],
        taken_by=actor.id,
        taken_person_id=actor.person_id,
    )
    _note(meeting, "convene", actor, now)
    return meeting


@transaction.atomic
def add_present(*, meeting_id: int, person_id: int, actor: Actor, now: datetime) -> Attendance:
    """This person was there. Raises Refused: ballots.no_such_meeting, .not_permitted, .list_stands, .already_present,
    .proxy_unknown, .proxy_dead."""
    meeting = _taking(meeting_id, actor, now)
    person = Person.objects.filter(pk=person_id, erased_at__isnull=True).first()
    if person is None:
        raise Refused(no("ballots.proxy_unknown", SOURCE))
    if person.died_date is not None and person.died_date <= meeting.held_date:
        raise Refused(no("ballots.proxy_dead", SOURCE, name=person.name))
    try:
        with transaction.atomic():
            return Attendance.objects.create(meeting=meeting, person=person, added_by=actor.id)
    except IntegrityError as error:
        raise Refused(no("ballots.already_present", SOURCE, name=person.name)) from error


@transaction.atomic
def remove_present(*, meeting_id: int, person_id: int, actor: Actor, now: datetime) -> None:
    """A slip of the pen, before the list is checked. Raises Refused as `add_present`."""
    meeting = _taking(meeting_id, actor, now)
    Attendance.objects.filter(meeting=meeting, person_id=person_id).delete()


@transaction.atomic
def keep_sheet(*, meeting_id: int, file_id: int, actor: Actor, now: datetime) -> Meeting:
    """The signed sheet's scan belongs to the list. Raises Refused: ballots.no_such_meeting, .not_permitted,
    .list_stands, .no_signed_sheet."""
    meeting = _taking(meeting_id, actor, now)
    scan = chosen([file_id]).get(file_id)
    if scan is None:
        raise Refused(no("ballots.no_signed_sheet", SOURCE))
    meeting.sheet_file_id, meeting.sheet_hash = scan.pk, scan.sha256
    meeting.save(update_fields=["sheet_file_id", "sheet_hash"])
    _note(meeting, "keep_sheet", actor, now)
    return meeting


@transaction.atomic
def check_list(*, meeting_id: int, actor: Actor, now: datetime) -> Meeting:
    """Another person compared the list with the signatures: it stands, and no longer changes.

    Raises Refused: ballots.no_such_meeting, .not_permitted, .same_secretary, .no_signed_sheet, .nobody_present,
    meeting.no_such_move.
    """
    meeting = _locked(meeting_id, actor, now)
    state = states.MEETING.step(meeting.state, "check")
    require(rules.may_check_list(actor, meeting))
    if not meeting.sheet_hash:
        raise Refused(no("ballots.no_signed_sheet", SOURCE))
    if not meeting.present.exists():
        raise Refused(no("ballots.nobody_present", SOURCE))
    meeting.state, meeting.checked_by, meeting.checked_person_id = state, actor.id, actor.person_id
    meeting.checked_at = now
    meeting.save()
    _note(meeting, "check", actor, now)
    return meeting


def _taking(meeting_id: int, actor: Actor, now: datetime) -> Meeting:
    meeting = _locked(meeting_id, actor, now)
    if meeting.state != states.TAKING:
        raise Refused(no("ballots.list_stands", SOURCE))
    return meeting


def _locked(meeting_id: int, actor: Actor, now: datetime) -> Meeting:
    meeting = Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting_id).first()
    if meeting is None:
        raise Refused(no("ballots.no_such_meeting", SOURCE))
    require(rules.may_handle_paper(actor, queries.lineage_at(meeting.territory_id, now)))
    return meeting


def _note(meeting: Meeting, verb: str, actor: Actor, now: datetime) -> None:
    detail = {"present": meeting.present.count()}
    record(
        verb=f"ballots.{verb}",
        subject=str(meeting),
        actor=actor,
        now=now,
        detail=detail,
        territory_id=meeting.territory_id,
    )
