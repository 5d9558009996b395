"""What bodies that offices and residents found must have: who founds which, which posts they give, who should sit there."""

from collections.abc import Collection
from dataclasses import dataclass, field

from yuanba.people.models import Organisation, Seat
from yuanba.places.models import Territory

Kind = Organisation.Kind
Capacity = Seat.Capacity
Place = Territory.Kind


@dataclass(frozen=True)
class BodyRule:
    """`wanted` are groups of capacities, of each of which at least one member should sit there: a hint, never a block."""

    founded_with: str  # the permission of whoever founds, fills and ends it
    lead_post: str
    member_post: str
    places: frozenset[str]  # kinds of territories in which it may stand
    needs_decision: bool = False
    needs_due_date: bool = True
    needs_building: bool = False
    one_per_place: bool = False
    wanted: tuple[frozenset[str], ...] = field(default=())


OFFICES = frozenset({Place.COMMUNITY, Place.SUBDISTRICT, Place.TOWN, Place.DISTRICT, Place.CITY})
RESIDENTS = frozenset({Capacity.RESIDENT, Capacity.KEY_RESIDENT, Capacity.BUILDING_LEAD, Capacity.VOLUNTEER})

RULES: dict[str, BodyRule] = {
    # Source: 小区专项治理工作委员会: founded by the subdistrict; people of the subdistrict, the community and residents.
    Kind.SPECIAL_COMMITTEE: BodyRule(
        "people.found_bodies", "SPECIAL_CHAIR", "SPECIAL_MEMBER", frozenset({Place.COMPOUND}), needs_decision=True,
        one_per_place=True, wanted=(frozenset({Capacity.STREET}), frozenset({Capacity.COMMUNITY}), RESIDENTS),
    ),
    Kind.SERVICE_ORGAN: BodyRule(
        "people.found_bodies", "ORGAN_LEAD", "ORGAN_MEMBER", frozenset({Place.COMPOUND}), needs_due_date=False
    ),
    Kind.TASK_FORCE: BodyRule(
        "people.found_bodies", "FORCE_LIAISON", "FORCE_LIAISON", OFFICES | {Place.COMPOUND}, needs_decision=True
    ),
    Kind.AUTONOMY_COMMITTEE: BodyRule(
        "people.keep_roster", "AUTONOMY_LEAD", "AUTONOMY_MEMBER", frozenset({Place.COMMUNITY, Place.COMPOUND})
    ),
    # Source: 楼栋互助小组 of a micro-grid lead, party members and key residents.
    Kind.MUTUAL_AID_GROUP: BodyRule(
        "people.keep_roster", "GROUP_LEAD", "GROUP_MEMBER", frozenset({Place.COMPOUND}), needs_due_date=False,
        needs_building=True,
        wanted=(
            frozenset({Capacity.MICRO_LEAD}), frozenset({Capacity.PARTY_MEMBER}), frozenset({Capacity.KEY_RESIDENT})
        ),
    ),
    Kind.RESIDENT_GROUP: BodyRule(
        "people.keep_roster", "GROUP_LEAD", "GROUP_MEMBER", frozenset({Place.COMMUNITY, Place.COMPOUND})
    ),
}  # fmt: skip


def missing(kind: str, capacities: Collection[str]) -> tuple[frozenset[str], ...]:
    """The groups of capacities that no member of such a body came as."""
    return tuple(group for group in RULES[kind].wanted if not group & set(capacities))
