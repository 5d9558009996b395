"""What a roll file says, once it is understood: rows per premises, with owners and residents, and its problems."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from yuanba.people.roll_texts import PROBLEMS, said

PremisesKey = tuple[str, str, str]
LISTED = 500  # problems of one kind that are listed; the count goes on


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at sheet, row (from 1; 0: the whole sheet or file) and column ("B")."""

    sheet: str
    row: int
    column: str
    code: str
    message_zh: str
    message_en: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class RollOwner:
    """An owner as the file names it. The ID number is for the roll key only, and is shown and kept nowhere."""

    name: str
    phone: str
    share: Fraction
    is_body: bool = False
    id_number: str = field(default="", repr=False)
    uscc: str = ""
    from_date: date | None = None


@dataclass(frozen=True, slots=True)
class RollResident:
    name: str
    phone: str
    relation: str
    from_date: date | None = None


@dataclass(frozen=True, slots=True)
class RollRow:
    """One dwelling or shop. `residents` None: the file does not say who lives there; () : nobody does."""

    sheet: str
    row: int
    key: PremisesKey
    kind: str
    area_cm2: int | None
    handed_over_date: date | None
    owners: tuple[RollOwner, ...]
    residents: tuple[RollResident, ...] | None


@dataclass
class Problems:
    """The list of problems as it grows: every kind counted, the first LISTED of each kind kept."""

    listed: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, sheet: str, row: int, column: str, code: str, value: str = "") -> bool:
        """Notes the problem; True if it is an error."""
        is_error = PROBLEMS[code][0]
        self.counts[code] += 1
        if self.counts[code] <= LISTED:
            self.listed.append(Problem(sheet, row, column, code, *said(code, value), is_error))
        return is_error

    @property
    def errors(self) -> int:
        return sum(number for code, number in self.counts.items() if PROBLEMS[code][0])

    def in_order(self) -> list[Problem]:
        """As a person goes through the file: by sheet as met, by row, errors first."""
        sheets = {name: place for place, name in enumerate(dict.fromkeys(one.sheet for one in self.listed))}
        return sorted(self.listed, key=lambda one: (sheets[one.sheet], one.row, not one.is_error, one.column))


@dataclass
class RollFile:
    """The good rows of a file and its problems. `bad_rows`: left out for an error; `bad_keys`: those whose door is known."""

    rows: list[RollRow]
    problems: Problems
    bad_rows: int = 0
    bad_keys: frozenset[PremisesKey] = frozenset()

    @property
    def is_readable(self) -> bool:
        return bool(self.rows)


def people_of(row: RollRow) -> tuple[RollOwner | RollResident, ...]:
    """Everybody whom the row names, owners first."""
    return (*row.owners, *(row.residents or ()))


def namesakes(rows: Iterable[RollRow], problems: Problems, known: dict[str, set[str]] | None = None) -> None:
    """Notes people of the same name with another phone, in the file or in `known` (name to phones), once each."""
    phones: dict[str, set[str]] = {name: set(numbers) for name, numbers in (known or {}).items()}
    for row in rows:
        for person in people_of(row):
            if not person.phone:
                continue
            seen = phones.setdefault(person.name, set())
            if seen and person.phone not in seen:
                problems.add(row.sheet, row.row, "", "people.roll_namesake", person.name)
            seen.add(person.phone)
