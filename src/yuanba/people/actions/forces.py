"""Task forces of a subdistrict or district: their units with liaison persons, and the tasks of each unit (R-014)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.actions.bodies import appoint, reach_of, require_no_private
from yuanba.people.models import Appointment, ForceTask, ForceUnit, Organisation
from yuanba.people.rules import holds, period_in_order

LONGEST_TASK = 400


@transaction.atomic
def add_unit(  # noqa: PLR0913 - keyword-only: what a member unit is
    *,
    force_id: int,
    name: str,
    from_date: date,
    actor: Actor,
    now: datetime,
    is_lead: bool = False,
    line: str = "",
    liaison_id: int | None = None,
) -> ForceUnit:
    """The unit belongs to the task force from that day on; `liaison_id` is the person who answers for it there.

    Raises Refused: people.not_allowed, people.organisation_ended, people.name_missing, people.relay_line_private,
    people.unit_exists, people.lead_exists.
    """
    force = _force(force_id, actor, now)
    if not clean(name):
        raise Refused(no("people.name_missing", "a person or a body has a name"))
    number = clean(line)
    require_no_private(number)
    if is_lead and force.units.filter(to_date__isnull=True, is_lead=True).exists():
        raise Refused(no("people.lead_exists", "one unit leads a task force"))
    liaison = _liaison(force, liaison_id, from_date, number, actor, now) if liaison_id else None
    try:
        with transaction.atomic():
            row = ForceUnit.objects.create(
                force=force, name=clean(name), is_lead=is_lead, liaison=liaison, line=number, from_date=from_date
            )
    except IntegrityError as error:
        raise Refused(no("people.unit_exists", "one line for each unit")) from error
    record(verb="force_unit_added", subject=str(row), actor=actor, now=now, territory_id=force.territory_id)
    return row


def _liaison(
    force: Organisation, person_id: int, from_date: date, line: str, actor: Actor, now: datetime
) -> Appointment:
    """The appointment of the liaison person; who answers for two units has one."""
    held = force.appointments.filter(person_id=person_id, post="FORCE_LIAISON", to_date__isnull=True).first()
    return held or appoint(
        person_id=person_id,
        organisation_id=force.pk,
        post="FORCE_LIAISON",
        territory_id=force.territory_id,
        from_date=from_date,
        relay_line=line,
        actor=actor,
        now=now,
    )


@transaction.atomic
def end_unit(*, unit_id: int, to_date: date, actor: Actor, now: datetime) -> ForceUnit:
    """The unit belongs to the task force no longer. Raises Refused: people.not_allowed, people.unit_ended, people.period_empty,
    people.unit_has_tasks."""
    row = ForceUnit.objects.select_for_update(of=("self",)).select_related("force").get(pk=unit_id)
    _force(row.force_id, actor, now)
    if row.to_date is not None:
        raise Refused(no("people.unit_ended", "dated rows", to_date=row.to_date))
    require(period_in_order(row.from_date, to_date))
    if row.tasks.filter(done_date__isnull=True).exists():
        raise Refused(no("people.unit_has_tasks", "tasks do not vanish with a unit"))
    row.to_date = to_date
    row.save(update_fields=["to_date"])
    if row.liaison_id and not ForceUnit.objects.filter(liaison_id=row.liaison_id, to_date__isnull=True).exists():
        Appointment.objects.filter(pk=row.liaison_id, to_date__isnull=True, from_date__lt=to_date).update(
            to_date=to_date
        )
    record(verb="force_unit_ended", subject=str(row), actor=actor, now=now, territory_id=row.force.territory_id)
    return row


@transaction.atomic
def give_task(*, unit_id: int, text: str, due_date: date, actor: Actor, now: datetime) -> ForceTask:
    """The unit is to do this until that day. Raises Refused: people.not_allowed, people.unit_ended, people.words_missing,
    people.day_past."""
    unit = ForceUnit.objects.select_for_update(of=("self",)).select_related("force").get(pk=unit_id)
    _force(unit.force_id, actor, now)
    if unit.to_date is not None:
        raise Refused(no("people.unit_ended", "dated rows", to_date=unit.to_date))
    words = clean(text)[:LONGEST_TASK]
    if not words:
        raise Refused(no("people.words_missing", "a task says what is to be done"))
    if due_date < local_date(now):
        raise Refused(no("people.day_past", "a deadline lies ahead", day=due_date))
    row = ForceTask.objects.create(unit=unit, text=words, due_date=due_date, given_at=now, given_by=actor.id)
    record(verb="force_task_given", subject=str(row), actor=actor, now=now, territory_id=unit.force.territory_id)
    return row


@transaction.atomic
def finish_task(*, task_id: int, outcome: str, actor: Actor, now: datetime) -> ForceTask:
    """The task is done, with what came of it; said by the unit's liaison person or whoever keeps the task force.

    Raises Refused: people.not_allowed, people.task_done, people.words_missing.
    """
    row = (
        ForceTask.objects.select_for_update(of=("self",)).select_related("unit__force", "unit__liaison").get(pk=task_id)
    )
    unit = row.unit
    is_liaison = unit.liaison is not None and actor.person_id is not None and unit.liaison.person_id == actor.person_id
    if not is_liaison:
        require(holds(actor, "people.found_bodies", reach_of(actor, unit.force.territory_id, now)))
    if row.done_date is not None:
        raise Refused(no("people.task_done", "a task is done once", day=row.done_date))
    words = clean(outcome)[:LONGEST_TASK]
    if not words:
        raise Refused(no("people.words_missing", "a result says what was done"))
    row.done_date, row.outcome, row.done_by = local_date(now), words, actor.id
    row.save(update_fields=["done_date", "outcome", "done_by"])
    record(verb="force_task_done", subject=str(row), actor=actor, now=now, territory_id=unit.force.territory_id)
    return row


def _force(force_id: int, actor: Actor, now: datetime) -> Organisation:
    """The standing task force, locked, for somebody who founds such bodies there."""
    force = Organisation.objects.select_for_update().get(pk=force_id)
    if force.kind != Organisation.Kind.TASK_FORCE:
        raise Refused(no("people.kind_unknown", "the kinds of bodies", kind=force.kind))
    require(holds(actor, "people.found_bodies", reach_of(actor, force.territory_id, now)))
    if force.ended_date is not None and force.ended_date <= local_date(now):
        raise Refused(no("people.organisation_ended", "the register of bodies", ended_date=force.ended_date))
    return force
