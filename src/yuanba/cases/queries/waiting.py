"""What waits for somebody who works on cases: their own, and those that their organisation was asked to help with."""

from datetime import datetime

from yuanba.cases import states
from yuanba.cases.models import Case, CoHandler
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.people.models import Appointment
from yuanba.places.queries import current

MOST = 100


def own_open(actor: Actor) -> list[Case]:
    """The actor's open cases, at most a hundred: the next deadline first, those that wait last. One query."""
    rows = Case.objects.filter(handler_ref=actor.id, state__in=sorted(states.OPEN)).select_related("category")
    found = list(rows.defer("text", "public_text")[:MOST])
    return sorted(found, key=lambda case: (case.due_at is None, case.due_at, case.pk))


def asked_to_help(actor: Actor, now: datetime) -> list[Case]:
    """Open cases that a body of the actor was asked to help with and has not said what it did. One query."""
    if actor.person_id is None:
        return []
    bodies = Appointment.objects.filter(current(local_date(now)), person_id=actor.person_id).values("organisation_id")
    rows = CoHandler.objects.filter(organisation_id__in=bodies, done_at__isnull=True, case__confidential=False)
    rows = rows.filter(case__state__in=sorted(states.OPEN)).select_related("case", "case__category").order_by("pk")
    return [row.case for row in rows[:MOST]]
