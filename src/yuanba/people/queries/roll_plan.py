"""What importing a roll would change: compared with the open dated rows, premises by premises, without writing."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from yuanba.people.models import Ownership, Residence
from yuanba.people.queries.roll_people import CHUNK, People, PersonRef
from yuanba.people.roll_progress import CHECKING, EVERY, Tell, part, silent
from yuanba.people.roll_rows import PremisesKey, RollRow
from yuanba.places.queries import PremisesState, premises_of

Party = tuple[str, PersonRef]
"""("person", id or roll key) or ("body", id or reference)."""
SHOWN = 500


@dataclass(frozen=True, slots=True)
class Begin:
    """A dated row to begin: of an owner with a share, or of a resident with a relation."""

    key: PremisesKey
    party: Party
    from_date: date
    share: Fraction = Fraction(1)
    relation: str = ""


@dataclass(frozen=True)
class RowChange:
    """What changes at one door: any of "area", "kind", "handed_over", "owners", "residents"."""

    key: PremisesKey
    sheet: str
    row: int
    what: tuple[str, ...]


@dataclass
class Plan:
    """The writes of an import. `ended` are pks of rows that end; counts are of premises."""

    people: People
    owners_begin: list[Begin] = field(default_factory=list)
    owners_end: list[int] = field(default_factory=list)
    residents_begin: list[Begin] = field(default_factory=list)
    residents_end: list[int] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[RowChange] = field(default_factory=list)
    vanished: list[PremisesKey] = field(default_factory=list)
    vanished_owners: list[int] = field(default_factory=list)
    vanished_residents: list[int] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "vanished": len(self.vanished),
            "owners_begin": len(self.owners_begin),
            "owners_end": len(self.owners_end),
            "residents_begin": len(self.residents_begin),
            "residents_end": len(self.residents_end),
            "persons_new": len(self.people.new),
            "persons_updated": len(self.people.updates),
        }


@dataclass(frozen=True, slots=True)
class _Open:
    """An open dated row: its pk and what it says."""

    pk: int
    said: Fraction | str


_OpenRows = dict[int, dict[Party, _Open]]


def plan(
    compound_id: int,
    rows: list[RollRow],
    as_of_date: date,
    bad_keys: frozenset[PremisesKey],
    tell: Tell = silent,
) -> Plan:
    """What importing the rows would change as of the day. About ten queries and one per 5,000 phones."""
    tell(CHECKING, 0)
    known = premises_of(compound_id)
    owned, lived = _ownerships(compound_id), _residences(compound_id)
    people = People(compound_id)
    people.load(rows)
    result = Plan(people)
    for place, row in enumerate(rows):
        if place % EVERY == 0:
            tell(CHECKING, part(place, len(rows)))
        _compare(row, known.get(row.key), owned, lived, result, as_of_date)
    met = {row.key for row in rows} | bad_keys
    for key, state in known.items():
        if key not in met and (owned.get(state.id) or lived.get(state.id)):
            result.vanished.append(key)
            result.vanished_owners += [row.pk for row in owned.get(state.id, {}).values()]
            result.vanished_residents += [row.pk for row in lived.get(state.id, {}).values()]
    return result


def _ownerships(compound_id: int) -> _OpenRows:
    found: _OpenRows = {}
    rows = Ownership.objects.filter(premises__compound_id=compound_id, to_date__isnull=True).values_list(
        "pk", "premises_id", "person_id", "organisation_id", "share_num", "share_den"
    )
    for pk, premises_id, person_id, organisation_id, num, den in rows.iterator(CHUNK):
        party: Party = ("person", person_id) if person_id else ("body", organisation_id)
        found.setdefault(premises_id, {})[party] = _Open(pk, Fraction(num, den))
    return found


def _residences(compound_id: int) -> _OpenRows:
    found: _OpenRows = {}
    rows = Residence.objects.filter(premises__compound_id=compound_id, to_date__isnull=True).values_list(
        "pk", "premises_id", "person_id", "relation"
    )
    for pk, premises_id, person_id, relation in rows.iterator(CHUNK):
        found.setdefault(premises_id, {})[("person", person_id)] = _Open(pk, relation)
    return found


def _compare(
    row: RollRow, state: PremisesState | None, owned: _OpenRows, lived: _OpenRows, result: Plan, as_of_date: date
) -> None:
    what = _premises_changes(row, state)
    premises_id = state.id if state else None
    owners = {} if premises_id is None else owned.get(premises_id, {})
    wanted_owners = _wanted_owners(row, premises_id, result.people)
    if wanted_owners:
        begun = _difference(owners, {party: share for party, (share, _) in wanted_owners.items()}, result.owners_end)
        for party in begun:
            share, since = wanted_owners[party]
            day = as_of_date if owners or since is None else since
            result.owners_begin.append(Begin(row.key, party, day, share=share))
        what += ["owners"] * bool(begun or set(owners) - set(wanted_owners))
    if row.residents is not None:
        residents = {} if premises_id is None else lived.get(premises_id, {})
        wanted = _wanted_residents(row, premises_id, result.people)
        begun = _difference(residents, {party: said for party, (said, _) in wanted.items()}, result.residents_end)
        for party in begun:
            relation, since = wanted[party]
            day = as_of_date if residents or since is None else since
            result.residents_begin.append(Begin(row.key, party, day, relation=str(relation)))
        what += ["residents"] * bool(begun or set(residents) - set(wanted))
    _count(row, state, what, result)


def _premises_changes(row: RollRow, state: PremisesState | None) -> list[str]:
    if state is None:
        return []
    what = ["area"] if row.area_cm2 not in (None, state.area_cm2) else []
    what += ["kind"] if row.kind != state.kind else []
    what += ["handed_over"] if row.handed_over_date not in (None, state.handed_over_date) else []
    return what


def _difference(stand: dict[Party, _Open], wanted: dict[Party, Fraction | str], ended: list[int]) -> list[Party]:
    """Notes the open rows that end; the parties whose row begins."""
    ended += [row.pk for party, row in stand.items() if wanted.get(party) != row.said]
    return [party for party, said in wanted.items() if party not in stand or stand[party].said != said]


def _wanted_owners(row: RollRow, premises_id: int | None, people: People) -> dict[Party, tuple[Fraction, date | None]]:
    place = _place(people.compound_id, row.key)
    wanted: dict[Party, tuple[Fraction, date | None]] = {}
    for owner in row.owners:
        party: Party
        if owner.is_body:
            party = ("body", people.body(owner))
        else:
            party = ("person", people.person(owner.name, owner.phone, owner.id_number, premises_id, place))
        share = wanted[party][0] if party in wanted else Fraction(0)
        wanted[party] = (share + owner.share, owner.from_date)
    return wanted


def _wanted_residents(
    row: RollRow, premises_id: int | None, people: People
) -> dict[Party, tuple[Fraction | str, date | None]]:
    place = _place(people.compound_id, row.key)
    ids = {owner.name: owner.id_number for owner in row.owners}
    wanted: dict[Party, tuple[Fraction | str, date | None]] = {}
    for resident in row.residents or ():
        id_number = ids.get(resident.name, "") if resident.relation == "OWNER" else ""
        person = people.person(resident.name, resident.phone, id_number, premises_id, place)
        wanted.setdefault(("person", person), (resident.relation, resident.from_date))
    return wanted


def _place(compound_id: int, key: PremisesKey) -> str:
    return f"{compound_id}\n" + "\n".join(key)


def _count(row: RollRow, state: PremisesState | None, what: list[str], result: Plan) -> None:
    if state is None:
        result.new += 1
    elif what:
        result.changed += 1
        if len(result.changes) < SHOWN:
            result.changes.append(RowChange(row.key, row.sheet, row.row, tuple(what)))
    else:
        result.unchanged += 1
