"""Officers: persons with a staff account and an appointment, as actors."""

from datetime import datetime

from tests.factories import AppointmentFactory, OrganisationFactory, StaffAccountFactory
from yuanba.kernel.actor import Actor
from yuanba.people.models import Account, Organisation, Person
from yuanba.people.queries import actor_for
from yuanba.places.models import Territory


def officer(
    post: str,
    territory: Territory,
    now: datetime,
    *,
    person: Person | None = None,
    organisation: Organisation | None = None,
) -> Actor:
    """Somebody new (or `person`, whose earlier account is closed) appointed to the post in the territory."""
    if person is not None:
        Account.objects.filter(person=person, closed_at__isnull=True).update(closed_at=now)
    account = StaffAccountFactory(person=person) if person else StaffAccountFactory()
    body = organisation or OrganisationFactory(territory=territory)
    AppointmentFactory(person=account.person, organisation=body, territory=territory, post=post)
    return actor_for(account, now)


def somebody(person: Person, now: datetime) -> Actor:
    """A person with a staff account and no appointment: a juror, a winner."""
    account = Account.objects.filter(person=person, is_staff_account=True, closed_at__isnull=True).first()
    return actor_for(account or StaffAccountFactory(person=person), now)
