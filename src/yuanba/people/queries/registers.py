"""The registers as lists: bodies, appointments, staff accounts."""

from datetime import date

from django.db.models import QuerySet

from yuanba.people.models import Account, Appointment, Organisation, OrganisationTerm
from yuanba.places.queries import current


def organisations() -> QuerySet[Organisation]:
    """Every body that stands, with its upper one."""
    return Organisation.objects.filter(ended_date__isnull=True).select_related("parent")


def organisation(organisation_id: int) -> Organisation | None:
    return Organisation.objects.filter(pk=organisation_id).select_related("parent").first()


def terms_of(organisation_id: int) -> QuerySet[OrganisationTerm]:
    return OrganisationTerm.objects.filter(organisation_id=organisation_id).order_by("-number")


def appointments_in_force(on: date) -> QuerySet[Appointment]:
    """Whoever serves on that day or will serve, with person, body and building."""
    later = Appointment.objects.filter(from_date__gt=on)
    rows = Appointment.objects.filter(current(on)) | later
    return rows.select_related("person", "organisation", "building")


def staff_list() -> QuerySet[Account]:
    """Every staff account that is not closed, with its person."""
    return Account.objects.filter(is_staff_account=True, closed_at__isnull=True).select_related("person")
