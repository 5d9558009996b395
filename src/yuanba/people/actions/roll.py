"""Importing a roll: preview first, nothing written unless all is well or the good rows are accepted, and idempotent."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from yuanba.audit.actions import record
from yuanba.kernel import many
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Refused, Verdict, no, require
from yuanba.people import roll_file
from yuanba.people.actions.bodies import reach_of
from yuanba.people.models import Organisation, Ownership, Person, Residence, RollImport
from yuanba.people.queries.roll_people import PersonRef, chunks
from yuanba.people.queries.roll_plan import Begin, Plan, RowChange, plan
from yuanba.people.roll_progress import WRITING, Tell, silent
from yuanba.people.roll_rows import PremisesKey, Problem, Problems, RollRow, namesakes, people_of
from yuanba.people.rules import holds
from yuanba.places.actions import PremisesRow, enter_premises
from yuanba.places.models import Compound

# Plain SQL where a subdistrict's roll comes in: as objects the same rows take three times as long.
PERSON = ("name", "phone", "birth_month", "roll_key", "created_at")
OWNERSHIP = ("premises_id", "person_id", "organisation_id", "share_num", "share_den", "from_date")
RESIDENCE = ("premises_id", "person_id", "relation", "from_date")


@dataclass(frozen=True)
class RollPreview:
    """What a file says and what importing it would change. Holds personal data: keep it in memory, store it nowhere.

    `counts`: rows, bad_rows, new, changed, unchanged, vanished, owners_begin, owners_end, residents_begin,
    residents_end, persons_new, persons_updated. `problem_counts` counts every kind, also those not listed.
    """

    compound_id: int
    as_of_date: date
    file_sha256: str
    rows: list[RollRow] = field(repr=False)
    problems: list[Problem]
    problem_counts: dict[str, int]
    errors: int
    counts: dict[str, int]
    changes: list[RowChange]
    vanished: list[PremisesKey]
    bad_keys: frozenset[PremisesKey] = field(repr=False)


def preview_roll(
    *, compound_id: int, content: bytes, as_of_date: date, actor: Actor, now: datetime, tell: Tell = silent
) -> RollPreview:
    """The file read and compared with the roll; nothing is written. `tell` hears how far it has come.

    Raises Refused: people.not_allowed, people.roll_date_future, people.roll_older, people.roll_no_compound.
    """
    _require_may(compound_id, as_of_date, actor, now)
    file = roll_file.read(content, as_of_date, tell)
    found = plan(compound_id, file.rows, as_of_date, file.bad_keys, tell)
    _note_known_namesakes(file.rows, found, file.problems)
    counts = {"rows": len(file.rows), "bad_rows": file.bad_rows} | found.counts()
    return RollPreview(
        compound_id,
        as_of_date,
        hashlib.sha256(content).hexdigest(),
        file.rows,
        file.problems.in_order(),
        dict(file.problems.counts),
        file.problems.errors,
        counts,
        found.changes,
        found.vanished,
        file.bad_keys,
    )


def may_import(preview: RollPreview, *, accept_good_rows: bool, end_vanished: bool = False) -> Verdict:
    """Whether a preview may be imported: without errors, or with the good rows accepted.

    Codes: people.roll_nothing_good, people.roll_has_errors (errors), people.roll_vanished_with_errors.
    """
    if not preview.rows:
        return no("people.roll_nothing_good", "the roll of the compound")
    if preview.errors and not accept_good_rows:
        return no("people.roll_has_errors", "the roll of the compound", errors=preview.errors)
    if preview.errors and end_vanished:
        return no("people.roll_vanished_with_errors", "the roll of the compound", errors=preview.errors)
    return YES


@transaction.atomic
def import_roll(
    *,
    preview: RollPreview,
    accept_good_rows: bool,
    actor: Actor,
    now: datetime,
    end_vanished: bool = False,
    tell: Tell = silent,
) -> RollImport:
    """The roll of the compound is that of the preview's good rows as of its day. Importing again changes nothing.

    A changed row ends the old dated row and begins a new one on that day; a row that began on that day is corrected.
    Premises that the file no longer names keep their people unless `end_vanished`.
    Raises Refused as may_import and preview_roll.
    """
    Compound.objects.select_for_update().filter(pk=preview.compound_id).first()
    _require_may(preview.compound_id, preview.as_of_date, actor, now)
    require(may_import(preview, accept_good_rows=accept_good_rows, end_vanished=end_vanished))
    tell(WRITING, 0)
    found = plan(preview.compound_id, preview.rows, preview.as_of_date, preview.bad_keys)
    tell(WRITING, 15)
    premises = enter_premises(
        compound_id=preview.compound_id,
        rows=(PremisesRow(row.key, row.kind, row.area_cm2, row.handed_over_date) for row in preview.rows),
        as_of_date=preview.as_of_date,
        actor=actor,
        now=now,
    )
    tell(WRITING, 40)
    counts = found.counts() | {"ended_vanished": len(found.vanished) if end_vanished else 0}
    persons, bodies = _enter_people(found, preview.compound_id, now)
    tell(WRITING, 60)
    gone_owners, gone_residents = found.owners_end, found.residents_end
    if end_vanished:
        gone_owners, gone_residents = gone_owners + found.vanished_owners, gone_residents + found.vanished_residents
    _end(Ownership, gone_owners, preview.as_of_date)
    _end(Residence, gone_residents, preview.as_of_date)
    _insert(Ownership, OWNERSHIP, (_ownership(row, premises, persons, bodies) for row in found.owners_begin))
    tell(WRITING, 80)
    _insert(Residence, RESIDENCE, (_residence(row, premises, persons) for row in found.residents_begin))
    tell(WRITING, 95)
    row = RollImport.objects.create(
        compound_id=preview.compound_id,
        file_sha256=preview.file_sha256,
        as_of_date=preview.as_of_date,
        counts=counts,
        imported_at=now,
        imported_by=actor.id,
    )
    record(
        verb="roll_imported", subject=str(row), actor=actor, now=now, detail=counts, territory_id=preview.compound_id
    )
    return row


def _require_may(compound_id: int, as_of_date: date, actor: Actor, now: datetime) -> None:
    require(holds(actor, "people.import_roll", reach_of(actor, compound_id, now)))
    if not Compound.objects.filter(pk=compound_id).exists():
        raise Refused(no("people.roll_no_compound", "the roll of the compound"))
    if as_of_date > local_date(now):
        raise Refused(no("people.roll_date_future", "dated rows", as_of_date=as_of_date))
    last = RollImport.objects.filter(compound_id=compound_id).order_by("-as_of_date").first()
    if last is not None and as_of_date < last.as_of_date:
        raise Refused(no("people.roll_older", "dated rows", as_of_date=as_of_date, last=last.as_of_date))


def _note_known_namesakes(rows: list[RollRow], found: Plan, problems: Problems) -> None:
    """Points out names that the compound knows already with another phone (of people that the file does not move)."""
    fresh = {(person.name, person.phone) for person in found.people.new.values() if person.phone}
    names = {name for name, _ in fresh}
    known: dict[str, set[str]] = {}
    for _, name in found.people.at_home:
        if name in names:
            known[name] = set()
    for person_id in set(found.people.at_home.values()):
        person = found.people.by_id[person_id]
        if person.name in known and person.phone:
            known[person.name].add(person.phone)
    met = [row for row in rows if any((one.name, one.phone) in fresh and known.get(one.name) for one in people_of(row))]
    if met:
        namesakes(met, problems, known)


# ---------------------------------------------------------------- writing


def _enter_people(found: Plan, compound_id: int, now: datetime) -> tuple[dict[str, int], dict[str, int]]:
    """The new persons and bodies exist, known ones have their new phones; reference to id for the new ones."""
    people = found.people
    at = connection.ops.adapt_datetimefield_value(now)
    new = ((one.name, one.phone, one.birth_month, key, at) for key, one in people.new.items())
    # Another compound's import may have made the same person meanwhile: theirs is taken.
    _insert(Person, PERSON, new, skip_known=True)
    persons: dict[str, int] = {}
    for part in chunks(people.new):
        persons.update(Person.objects.filter(roll_key__in=part).values_list("roll_key", "pk"))
    changed = [Person(pk=one.id, phone=one.phone, roll_key=one.key) for one in people.updates.values()]
    Person.objects.bulk_update(changed, ["phone", "roll_key"], batch_size=200)
    bodies = {
        reference: Organisation.objects.create(name=name, kind=kind, uscc=uscc, territory_id=compound_id).pk
        for reference, (name, kind, uscc) in people.new_bodies.items()
    }
    return persons, bodies


def _ownership(
    row: Begin, premises: dict[PremisesKey, int], persons: dict[str, int], bodies: dict[str, int]
) -> tuple[Any, ...]:
    """The columns of OWNERSHIP."""
    kind, reference = row.party
    is_person = kind == "person"
    who = _id(reference, persons if is_person else bodies)
    share = row.share
    party = (who, None) if is_person else (None, who)
    return premises[row.key], *party, share.numerator, share.denominator, row.from_date.isoformat()


def _residence(row: Begin, premises: dict[PremisesKey, int], persons: dict[str, int]) -> tuple[Any, ...]:
    """The columns of RESIDENCE."""
    return premises[row.key], _id(row.party[1], persons), row.relation, row.from_date.isoformat()


def _id(reference: PersonRef, made: dict[str, int]) -> int:
    return reference if isinstance(reference, int) else made[reference]


def _end(model: type[Ownership] | type[Residence], pks: Sequence[int], to_date: date) -> None:
    """The open rows end on the day; those that began on it are no history and go."""
    for part in chunks(pks):
        rows = model.objects.filter(pk__in=part, to_date__isnull=True)
        rows.filter(from_date__gte=to_date).delete()
        rows.update(to_date=to_date)


def _insert(
    model: type[Person] | type[Ownership] | type[Residence],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    skip_known: bool = False,
) -> None:
    with connection.cursor() as cursor:
        many.insert(cursor, model._meta.db_table, columns, rows, skip_known=skip_known)
