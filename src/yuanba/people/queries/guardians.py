"""Children under 14: who they are, and who of their household may consent for them (C-003)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yuanba.kernel.calendar import day_start, local_date
from yuanba.kernel.identifiers import mask_name
from yuanba.people.models import Consent, Person, Residence
from yuanba.people.rules import OWN_CONSENT_YEARS, born_before, under_14_until
from yuanba.places.queries import current


@dataclass(frozen=True)
class Child:
    """Somebody under 14 in one's household: masked, until which day, and the open consents that were given for it."""

    id: int
    name: str
    until: date
    consents: tuple[Consent, ...]


def child_until(person: Person) -> date | None:
    """The day from which the person may consent alone; None if nobody ever said."""
    return under_14_until(person.birth_month, person.under_14_until)


def shared_homes(person_id: int, other_id: int, on: date) -> int:
    """In how many dwellings both live on that day."""
    mine = Residence.objects.filter(current(on), person_id=person_id).values("premises_id")
    return Residence.objects.filter(current(on), person_id=other_id, premises__in=mine).count()


def children_of_household(person_id: int, on: date) -> tuple[Child, ...]:
    """The children under 14 who live with the person, by name, with what was consented for them. Two queries."""
    mine = Residence.objects.filter(current(on), person_id=person_id).values("premises_id")
    together = Residence.objects.filter(current(on), premises__in=mine).values("person_id")
    rows = Person.objects.filter(pk__in=together, erased_at__isnull=True).exclude(pk=person_id)
    rows = rows.filter(~Q(birth_month="") | Q(under_14_until__gt=on)).order_by("name", "pk")
    young = {row.pk: (row, until) for row in rows if (until := child_until(row)) is not None and until > on}
    given: dict[int, list[Consent]] = {}
    for consent in consents_for(set(young)):
        given.setdefault(consent.person_id or 0, []).append(consent)
    return tuple(Child(pk, mask_name(row.name), until, tuple(given.get(pk, ()))) for pk, (row, until) in young.items())


def consents_for(children: set[int]) -> QuerySet[Consent]:
    """What guardians agreed to for these children and did not take back."""
    rows = Consent.objects.filter(person__in=children, guardian__isnull=False, withdrawn_at__isnull=True)
    return rows.select_related("text").order_by("pk")


def outgrown(on: date, person_id: int | None = None) -> QuerySet[Consent]:
    """What guardians agreed to for somebody who is 14 or older on the day, and which is not ended yet."""
    by_roll = Q(person__birth_month__gt="", person__birth_month__lt=born_before(on, OWN_CONSENT_YEARS))
    said = Q(person__birth_month="", person__under_14_until__lte=on)
    rows = Consent.objects.filter(by_roll | said, guardian__isnull=False, withdrawn_at__isnull=True)
    return (rows if person_id is None else rows.filter(person=person_id)).select_related("person").order_by("pk")


def ended_with_childhood(person: Person) -> dict[str, date]:
    """By kind of text: the day on which a guardian's consent for this person ended because the person was 14."""
    until = child_until(person)
    if until is None:
        return {}
    rows = Consent.objects.filter(person=person, guardian__isnull=False, subject="", withdrawn_at__gte=day_start(until))
    return {kind: local_date(at) for kind, at in rows.values_list("text__kind", "withdrawn_at") if at is not None}
