"""Reads one sheet of a roll, row by row, into drafts of premises."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import Any, NoReturn

from python_calamine import CalamineSheet

from yuanba.people import roll_cells as cells
from yuanba.people import roll_columns
from yuanba.people.roll_cells import BadCell
from yuanba.people.roll_guard import column_letters
from yuanba.people.roll_progress import EVERY
from yuanba.people.roll_rows import PremisesKey, Problems, RollOwner, RollResident

LONGEST = 40  # of a building, entrance or number
LONGEST_NAME = 120
_SUMMARY = re.compile(r"合计|小计|总计|制表|填表|审核|备注|说明|注[:：]")
_SHEET_BUILDING = re.compile(r".*?([0-9A-Za-z]+(?:号楼|栋|幢|座)).*")
SHOPS = "商铺"


@dataclass
class Draft:
    """A premises as its rows are met."""

    sheet: str
    row: int
    key: PremisesKey
    kind: str
    area_cm2: int | None
    handed_over_date: date | None
    owners: list[tuple[RollOwner, Fraction | None]] = field(default_factory=list)
    residents: list[RollResident] | None = None
    is_bad: bool = False


@dataclass
class Drafts:
    """What is met in all sheets: one draft per premises, and how many rows were given up."""

    problems: Problems
    as_of_date: date
    by_key: dict[PremisesKey, Draft] = field(default_factory=dict)
    lost_rows: int = 0


class SheetReader:
    """One sheet, row by row."""

    def __init__(self, name: str, missing: dict[tuple[int, int], str], reader: Drafts) -> None:
        self.name = name
        self.missing = missing
        self.reader = reader
        self.problems = reader.problems
        self.columns: dict[str, int] = {}
        self.tenants = False
        self.building = ""
        self.entrance = ""
        self.last: Draft | None = None
        self.parking = False
        found = _SHEET_BUILDING.fullmatch(name.strip())
        self.sheet_building = cells.building(found.group(1)) if found else ""
        self.sheet_kind = cells.SHOP if re.search("商铺|商业|门面|铺", name) else cells.DWELLING

    def read(self, sheet: CalamineSheet, reached: Callable[[int], None] = lambda row: None) -> None:
        """Reads the sheet into the drafts; an empty one is passed over, one without a heading is noted.

        `reached` hears of the row now and then.
        """
        rows = _filled(sheet)
        head = list(islice(rows, roll_columns.HEADER_ROWS + 1))
        if not any(any(row) for row in head):
            return
        found = roll_columns.detect(head)
        if found is None:
            self.problems.add(self.name, 0, "", "people.roll_no_header")
            return
        end, self.columns = found
        self.tenants = self._names_tenants(head[:end])
        for place, row in enumerate(head[end:], start=end + 1):
            self._row(place, row)
        for place, row in enumerate(rows, start=len(head) + 1):
            if place % EVERY == 0:
                reached(place)
            if any(row):
                self._row(place, row)

    def _names_tenants(self, head: list[list[Any]]) -> bool:
        """True if the column of residents is headed 租户 or 使用人."""
        column = self.columns.get("resident")
        names = [] if column is None else [roll_columns.heading(row[column]) for row in head]
        return any(name.startswith(("租", "使用人")) for name in names)

    # ------------------------------------------------------------ one row

    def _row(self, place: int, row: list[Any]) -> None:
        said = {name: cells.text(row[column]) for name, column in self.columns.items() if column < len(row)}
        gaps = [name for name, column in self.columns.items() if (place, column + 1) in self.missing]
        if not gaps and (not any(said.values()) or self._is_no_data(said)):
            return
        for name in gaps:
            self._problem(place, name, self.missing[place, self.columns[name] + 1])
        try:
            key = self._key(place, said)
            kind = self._kind(place, said)
            if kind == cells.PARKING:
                if not self.parking:
                    self.problems.add(self.name, place, "", "people.roll_parking")
                self.parking, self.last = True, None
                return
            self._enter(place, row, said, key, kind, bool(gaps))
        except BadCell:
            self.reader.lost_rows += 1
            self.last = None

    def _is_no_data(self, said: dict[str, str]) -> bool:
        """A sum, a signature, or the heading again on a printed page."""
        if any(_SUMMARY.match(said.get(name, "")) for name in ("building", "entrance", "number", "place")):
            return True
        return roll_columns.heading(said.get("number", "")) in roll_columns.SYNONYMS["number"]

    def _key(self, place: int, said: dict[str, str]) -> PremisesKey | None:
        """The premises of the row; None if it goes on with the premises of the row before."""
        number = said.get("number", "")
        if not number and said.get("place"):
            return self._whole(place, "place", "people.roll_place", said["place"])
        self._fill_down(said)
        if not number:
            if self.last is not None and (said.get("owner") or said.get("resident")):
                return None
            self._bad(place, "number", "people.roll_number")
        where = self.building or self.sheet_building
        if not where and self._kind(place, said) == cells.SHOP:
            where = SHOPS
        if not where:
            return self._whole(place, "building", "people.roll_building", number)
        return where, self.entrance, cells.number(number)

    def _fill_down(self, said: dict[str, str]) -> None:
        """An empty building or entrance is that of the row before; another building begins without an entrance."""
        building = cells.building(said["building"]) if said.get("building") else ""
        if building and building != self.building:
            self.building, self.entrance = building, ""
        if said.get("entrance"):
            self.entrance = cells.entrance(said["entrance"])

    def _whole(self, place: int, column: str, code: str, said: str) -> PremisesKey:
        found = cells.place(said)
        if found is None:
            self._bad(place, column, code, said)
        return found

    def _kind(self, place: int, said: dict[str, str]) -> str:
        try:
            return cells.kind(said.get("kind", "")) or self.sheet_kind
        except BadCell as bad:
            self._bad(place, "kind", bad.code, said["kind"])
            raise

    def _enter(
        self, place: int, row: list[Any], said: dict[str, str], key: PremisesKey | None, kind: str, is_bad: bool
    ) -> None:
        draft = self.last if key is None else self.reader.by_key.get(key)
        if draft is None:
            assert key is not None, "a row without a number goes on with the one before"
            if max(map(len, key)) > LONGEST:
                self._bad(place, "number", "people.roll_too_long", "".join(key))
            draft = Draft(self.name, place, key, kind, None, None)
            self.reader.by_key[key] = draft
        before = (len(draft.owners), len(draft.residents or ()), draft.area_cm2)
        repeats = draft.row != place and key is not None
        draft.is_bad |= is_bad
        self.last = draft
        self._premises(place, row, said, draft)
        self._owners(place, row, said, draft)
        self._residents(place, row, said, draft)
        if repeats and (len(draft.owners), len(draft.residents or ()), draft.area_cm2) == before and not draft.is_bad:
            self.problems.add(self.name, place, "", "people.roll_duplicate")

    def _premises(self, place: int, row: list[Any], said: dict[str, str], draft: Draft) -> None:
        if said.get("area"):
            try:
                area = cells.area_cm2(row[self.columns["area"]])
            except BadCell as bad:
                draft.is_bad |= self._problem(place, "area", bad.code, said["area"])
            else:
                if draft.area_cm2 not in (None, area):
                    draft.is_bad |= self._problem(place, "area", "people.roll_conflict", str(draft.row))
                draft.area_cm2 = area
        handed_over = self._day(place, row, said, "handed_over", draft)
        draft.handed_over_date = draft.handed_over_date or handed_over

    def _owners(self, place: int, row: list[Any], said: dict[str, str], draft: Draft) -> None:
        names = cells.names(said.get("owner", ""))
        if not names:
            return
        phones = self._phones(place, said.get("owner_phone", ""), len(names), "owner_phone")
        ids = self._identities(place, row, said, len(names))
        since = self._day(place, row, said, "owner_from", draft, no_future=True)
        try:
            shares = cells.shares(said.get("share", ""), len(names))
        except BadCell as bad:
            draft.is_bad |= self._problem(place, "share", bad.code, said["share"])
            return
        is_said = bool(said.get("share")) and said["share"] not in cells.TOGETHER
        for name, phone, identity, share in zip(names, phones, ids, shares, strict=True):
            self._check_name(place, "owner", name, draft)
            body = bool(identity.uscc) or cells.is_body(name)
            owner = RollOwner(name, phone, share, body, identity.id_number, identity.uscc, since)
            if not any(_same_person(owner, known) for known, _ in draft.owners):
                draft.owners.append((owner, share if is_said else None))

    def _residents(self, place: int, row: list[Any], said: dict[str, str], draft: Draft) -> None:
        if "resident" not in self.columns and "status" not in self.columns:
            return
        if draft.residents is None:
            draft.residents = []
        names = cells.names(said.get("resident", ""))
        # 起始日期 stands once, for whoever the row is about.
        dated = "resident_from" if "resident_from" in self.columns else "owner_from"
        since = self._day(place, row, said, dated, draft, no_future=True)
        status = cells.lived_in(said.get("status", ""))
        if not names:
            owners = [one for one, _ in draft.owners if status == "OWNER" and not one.is_body]
            for owner in owners:
                self._live(draft, RollResident(owner.name, owner.phone, "OWNER", since or owner.from_date))
            return
        phones = self._phones(place, said.get("resident_phone", ""), len(names), "resident_phone")
        told = cells.relation(said.get("relation", "")) or ("TENANT" if status == "TENANT" or self.tenants else "")
        for name, phone in zip(names, phones, strict=True):
            self._check_name(place, "resident", name, draft)
            own = next((one for one, _ in draft.owners if one.name == name and not one.is_body), None)
            if own is not None and phone in ("", own.phone):
                self._live(draft, RollResident(name, own.phone, "OWNER", since))
            else:
                self._live(draft, RollResident(name, phone, "FAMILY" if told in ("", "OWNER") else told, since))

    def _check_name(self, place: int, column: str, name: str, draft: Draft) -> None:
        if len(name) > LONGEST_NAME:
            draft.is_bad |= self._problem(place, column, "people.roll_too_long", name)

    @staticmethod
    def _live(draft: Draft, resident: RollResident) -> None:
        assert draft.residents is not None
        if not any(one.name == resident.name and one.phone == resident.phone for one in draft.residents):
            draft.residents.append(resident)

    # ------------------------------------------------------------ cells

    def _day(
        self, place: int, row: list[Any], said: dict[str, str], name: str, draft: Draft, no_future: bool = False
    ) -> date | None:
        if not said.get(name) or draft.is_bad:
            return None
        try:
            when = cells.day(row[self.columns[name]])
        except BadCell as bad:
            draft.is_bad |= self._problem(place, name, bad.code, said[name])
            return None
        if no_future and when is not None and when > self.reader.as_of_date:
            draft.is_bad |= self._problem(place, name, "people.roll_date_future", said[name])
            return None
        return when

    def _phones(self, place: int, said: str, number: int, name: str) -> list[str]:
        parts = cells.names(said) if said else []
        if len(parts) > number:
            # One person with two phones is common: the first is kept, and nothing is wrong.
            if number > 1:
                self._problem(place, name, "people.roll_phone_count")
            parts = parts[:number]
        phones: list[str] = []
        for part in parts:
            try:
                phones.append(cells.phone(part))
            except BadCell as bad:
                self._problem(place, name, bad.code, part)
                phones.append("")
        return phones + [""] * (number - len(phones))

    def _identities(self, place: int, row: list[Any], said: dict[str, str], number: int) -> list[cells.Identity]:
        text = said.get("owner_id", "")
        if not text:
            return [cells.Identity()] * number
        if isinstance(row[self.columns["owner_id"]], float):
            found = [cells.Identity(is_bad=True)]  # Excel keeps 15 digits of a number
        else:
            found = [cells.identity(part) for part in cells.names(text)][:number]
        if any(one.is_bad for one in found):
            self._problem(place, "owner_id", "people.roll_id_number")
        return found + [cells.Identity()] * (number - len(found))

    def _problem(self, place: int, name: str, code: str, value: str = "") -> bool:
        column = self.columns.get(name)
        return self.problems.add(
            self.name, place, column_letters(column + 1) if column is not None else "", code, value
        )

    def _bad(self, place: int, name: str, code: str, value: str = "") -> NoReturn:
        """Notes the error and gives the row up."""
        self._problem(place, name, code, value)
        raise BadCell(code)


def _filled(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """The rows with the value of each vertically merged range in all of its rows."""
    starts: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        starts.setdefault(top, []).append((bottom, left))
    running: dict[int, tuple[int, Any]] = {}
    for place, row in enumerate(sheet.iter_rows()):
        if running:
            running = {column: held for column, held in running.items() if place <= held[0]}
            for column, (_, value) in running.items():
                row[column] = value
        for bottom, left in starts.get(place, ()):
            if bottom > place and left < len(row):
                running[left] = (bottom, row[left])
        yield row


def _same_person(one: RollOwner, other: RollOwner) -> bool:
    if one.id_number and other.id_number:
        return one.id_number == other.id_number
    return one.name == other.name and (one.phone == other.phone or not one.phone or not other.phone)
