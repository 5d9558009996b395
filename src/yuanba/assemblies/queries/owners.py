"""Who owns or lives in a compound on a day, and what ties somebody to its property company."""

from datetime import date

from django.db.models import Q

from yuanba.assemblies.models import Assembly, Candidate
from yuanba.assemblies.rules import OWNERS_ONLY
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.people.models import Organisation, Ownership, Residence
from yuanba.people.queries import RollEntry, organisations_of, relatives_of, roll_at
from yuanba.people.queries.roll import can_vote
from yuanba.places.queries import compound_ids, current, premises_label

OFFICES = (
    Organisation.Kind.SUBDISTRICT_OFFICE,
    Organisation.Kind.RESIDENTS_COMMITTEE,
    Organisation.Kind.DEPARTMENT,
)


def is_owner(person_id: int, territory_id: int, on: date) -> bool:
    """An adult who owns a dwelling or a shop of the compound, or a share of one, on that day."""
    rows = Ownership.objects.filter(current(on), can_vote(on), person_id=person_id)
    return rows.filter(premises__compound_id__in=compound_ids(territory_id, on)).exists()


def is_resident(person_id: int, territory_id: int, on: date) -> bool:
    """An adult who lives in the compound on that day."""
    rows = Residence.objects.filter(current(on), can_vote(on), person_id=person_id)
    return rows.filter(premises__compound_id__in=compound_ids(territory_id, on)).exists()


def belongs(kind: str, person_id: int, territory_id: int, on: date) -> bool:
    """May sit on the committee that this kind of assembly elects: an owner; in a courtyard a resident or an owner."""
    if is_owner(person_id, territory_id, on):
        return True
    return kind == Assembly.Kind.COURTYARD and is_resident(person_id, territory_id, on)


def may_ask(person_id: int | None, territory_id: int, on: date) -> Verdict:
    """Whoever lives or owns here asks the committee: asked before the form is shown, and again when it is sent."""
    if person_id is not None and (is_owner(person_id, territory_id, on) or is_resident(person_id, territory_id, on)):
        return YES
    return no("assemblies.not_resident", "the roll of the compound")


def may_demand(person_id: int | None, territory_id: int, on: date) -> Verdict:
    """Owners demand a recall, and sign a demand. Source: 物业管理条例 第13条."""
    if person_id is not None and is_owner(person_id, territory_id, on):
        return YES
    return no("assemblies.not_owner", "物业管理条例 第13条")


def may_speak(kind: str, person_id: int | None, territory_id: int, on: date) -> Verdict:
    """Whoever could sit on the committee speaks for a candidate, or against one."""
    if person_id is not None and belongs(kind, person_id, territory_id, on):
        return YES
    return no("assemblies.not_owner", OWNERS_ONLY)


def known_tie(person_id: int, on: date) -> str:
    """What the register knows: a post with a property company, a declared relative who has one, a post in an office."""
    own = _kinds(organisations_of(person_id, on))
    if Organisation.Kind.PROPERTY_COMPANY in own:
        return Candidate.Tie.EMPLOYED
    for relative in relatives_of(person_id):
        if Organisation.Kind.PROPERTY_COMPANY in _kinds(organisations_of(relative, on)):
            return Candidate.Tie.RELATIVE
    return Candidate.Tie.OFFICE if own & set(OFFICES) else Candidate.Tie.NONE


def voter_entry(person_id: int, territory_id: int, on: date) -> RollEntry | None:
    """The voter of the owners' roll for whom this person may sign, the one with most area first; None for no owner."""
    mine = [one for one in roll_at(on, "OWNERS", territory_id) if person_id in one.voters]
    return max(mine, key=lambda one: one.area_cm2, default=None)


def _kinds(organisation_ids: set[int]) -> set[str]:
    return set(Organisation.objects.filter(pk__in=organisation_ids).values_list("kind", flat=True))


def named(territory_id: int, name: str, home: str, on: date) -> list[int]:
    """The persons of the compound's roll with exactly this full name, by the door if one is given ("3栋1单元402")."""
    inside = Q(premises__compound__in=compound_ids(territory_id, on)) & current(on) & Q(person__name=clean(name))
    door = clean(home).replace(" ", "")
    found: dict[int, set[int]] = {}
    for rows in (Ownership.objects, Residence.objects):
        for person_id, premises_id in rows.filter(inside).values_list("person_id", "premises_id"):
            found.setdefault(person_id, set()).add(premises_id)
    if door and found:
        labels = premises_label({one for homes in found.values() for one in homes})
        found = {
            person: homes
            for person, homes in found.items()
            if any(labels.get(one, "").replace(" ", "").endswith(door) for one in homes)
        }
    return sorted(found)
