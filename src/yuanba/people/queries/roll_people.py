"""Who the people of a roll file are: persons already known, or new ones, each once, without a query per row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from yuanba.people.keys import roll_key
from yuanba.people.models import Organisation, Ownership, Person, Residence
from yuanba.people.roll_cells import body_kind
from yuanba.people.roll_rows import RollOwner, RollRow

CHUNK = 5000
Item = TypeVar("Item")
PersonRef = int | str
"""The id of a known person, or the roll key of one to be made."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    name: str
    phone: str
    birth_month: str


@dataclass(slots=True)
class Known:
    """A person of the database, as far as matching needs it."""

    id: int
    name: str
    phone: str
    key: str


@dataclass
class People:
    """Resolves the names of a file. `new` and `updates` are what an import would write."""

    compound_id: int
    by_id: dict[int, Known] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    by_phone: dict[tuple[str, str], int] = field(default_factory=dict)
    at_home: dict[tuple[int, str], int] = field(default_factory=dict)
    id_keys: dict[tuple[str, str], str] = field(default_factory=dict)
    new: dict[str, NewPerson] = field(default_factory=dict)
    updates: dict[int, Known] = field(default_factory=dict)
    bodies: dict[str, int] = field(default_factory=dict)
    new_bodies: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # ref: name, kind, uscc

    def load(self, rows: Sequence[RollRow]) -> None:
        """Everybody whom the rows might mean is known: the compound's people, and whoever has a phone or key of the file."""
        self._load_homes()
        phones, keys, codes, names = set(), set(), set(), set()
        for row in rows:
            for owner in row.owners:
                if owner.is_body:
                    codes.add(owner.uscc)
                    names.add(owner.name)
                elif owner.id_number:
                    key = roll_key(name=owner.name, id_number=owner.id_number)
                    keys.add(key)
                    if owner.phone:
                        self.id_keys[owner.name, owner.phone] = key
                phones.add(owner.phone)
            phones.update(resident.phone for resident in row.residents or ())
        for part in chunks(phones - {""}):
            self._add(Person.objects.filter(phone__in=part, erased_at__isnull=True))
        for part in chunks(keys):
            self._add(Person.objects.filter(roll_key__in=part))
        self._load_bodies(codes - {""}, names)

    def _load_homes(self) -> None:
        for model in (Residence, Ownership):
            rows = model.objects.filter(
                premises__compound_id=self.compound_id, to_date__isnull=True, person__isnull=False
            ).values_list("premises_id", "person_id", "person__name", "person__phone", "person__roll_key")
            for premises_id, person_id, name, phone, key in rows.iterator(CHUNK):
                self._know(person_id, name, phone, key)
                self.at_home[premises_id, name] = person_id

    def _add(self, rows: "Iterable[Person]") -> None:
        for row in rows:
            self._know(row.pk, row.name, row.phone, row.roll_key)

    def _know(self, person_id: int, name: str, phone: str, key: str) -> None:
        if person_id not in self.by_id:
            self.by_id[person_id] = Known(person_id, name, phone, key)
            self.by_key[key] = person_id
            if phone:
                self.by_phone.setdefault((name, phone), person_id)

    def _load_bodies(self, codes: set[str], names: set[str]) -> None:
        for part in chunks(codes):
            self.bodies.update(Organisation.objects.filter(uscc__in=part).values_list("uscc", "pk"))
        kinds = [Organisation.Kind.OTHER, Organisation.Kind.DEVELOPER]
        for part in chunks(names):
            rows = Organisation.objects.filter(name__in=part, kind__in=kinds, ended_date__isnull=True, uscc="")
            for pk, name in rows.order_by("-pk").values_list("pk", "name"):
                self.bodies[name] = pk

    # ------------------------------------------------------------ one mention

    def body(self, owner: RollOwner) -> PersonRef:
        """The organisation of this owner: its id, or the reference of one to be made."""
        reference = owner.uscc or owner.name
        known = self.bodies.get(reference)
        if known is not None:
            return known
        self.new_bodies.setdefault(reference, (owner.name, body_kind(owner.name), owner.uscc))
        return reference

    def person(self, name: str, phone: str, id_number: str, premises_id: int | None, place: str) -> PersonRef:
        """Who this is: by ID number; else by name and phone; else by name at these premises; else somebody new."""
        key = self._strongest(name, phone, id_number, place)
        found = self.by_key.get(key)
        if found is None and phone:
            found = self.by_phone.get((name, phone))
        if found is None and premises_id is not None:
            found = self.at_home.get((premises_id, name))
        if found is None:
            if key not in self.new:
                month = f"{id_number[6:10]}-{id_number[10:12]}" if id_number else ""
                self.new[key] = NewPerson(name, phone, month)
            return key
        self._update(self.by_id[found], phone, key, place)
        return found

    def _strongest(self, name: str, phone: str, id_number: str, place: str) -> str:
        if id_number:
            return roll_key(name=name, id_number=id_number)
        if phone and (name, phone) in self.id_keys:
            return self.id_keys[name, phone]
        return roll_key(name=name, phone=phone, place=place)

    def _update(self, known: Known, phone: str, key: str, place: str) -> None:
        """A new phone is taken over; a key by phone or place follows it, a key by ID number stays."""
        weak = known.key != key and known.key in (
            roll_key(name=known.name, phone=known.phone),
            roll_key(name=known.name, place=place),
        )
        stronger = weak and (bool(phone) or not known.phone) and key not in self.by_key and key not in self.new
        if not stronger and phone in ("", known.phone):
            return
        if stronger:
            self.by_key[key] = known.id
            known.key = key
        known.phone = phone or known.phone
        self.updates[known.id] = known


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in lists of at most CHUNK."""
    everything = list(items)
    for start in range(0, len(everything), CHUNK):
        yield everything[start : start + CHUNK]
