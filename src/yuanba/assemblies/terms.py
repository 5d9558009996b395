"""Deadlines and sizes of assemblies and committees as dated rows, each with the text that it comes from.

Pure: no database. `of` says how far a row carries: NATIONAL law or ministry rule; MODEL, another city's regulation taken
as a good default because Sichuan's and Chengdu's present texts could not be checked here; PRACTICE, our own declared rule.
A rule of procedure that the owners adopted may be stricter; a local regulation, once checked, is another row.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from yuanba.kernel.calendar import WorkCalendar, YearUnknown

NATIONAL, MODEL, PRACTICE = "national", "model", "practice"
GUIDANCE = "业主大会和业主委员会指导规则（建房〔2009〕274号）"
REGULATION = "物业管理条例（2018年修订）"
BEIJING = "北京市物业管理条例（2024年修订）第31至43条（参照）"
OURS = "本平台约定的默认期限"

DAYS, WORKDAYS, MONTHS, YEARS, PERSONS, PER_CENT = "days", "workdays", "months", "years", "persons", "per cent"

GROUP_POSTED = "group-posted"
MATTERS_POSTED = "matters-posted"
FIRST_ASSEMBLY = "first-assembly"
FIRST_ASSEMBLY_LATEST = "first-assembly-latest"
NOTICE = "notice"
RESULT_POSTED = "result-posted"
FIRST_MEETING = "first-meeting"
FILING = "filing"
FILING_DECIDED = "filing-decided"
OWNERS_NAME = "owners-name-a-candidate"
SEATS_FEWEST = "seats-fewest"
SEATS_MOST = "seats-most"
TERM_SHORTEST = "term-shortest"
TERM_LONGEST = "term-longest"
TERM_CHANGE = "term-change"
HAND_OVER = "hand-over"
MEMBER_HAND_OVER = "member-hand-over"
DEMAND = "demand"
DEMAND_OPEN = "demand-open"
DEMAND_MET = "demand-met"
OWNER_ANSWER = "owner-answer"
COMPANY_ANSWER = "company-answer"
ORDER_LEAVES = "order-leaves"


@dataclass(frozen=True, slots=True)
class TermRow:
    """`number` of `unit`, from `from_date` until before `to_date` (None: in force)."""

    key: str
    number: int
    unit: str
    source: str
    of: str
    from_date: date
    to_date: date | None = None


SINCE_GUIDANCE = date(2010, 1, 1)
SINCE_REGULATION = date(2007, 10, 1)
SINCE_OURS = date(2010, 1, 1)

TERMS = (
    TermRow(GROUP_POSTED, 7, DAYS, BEIJING, MODEL, SINCE_OURS),
    TermRow(MATTERS_POSTED, 15, DAYS, f"{GUIDANCE}第12条", NATIONAL, SINCE_GUIDANCE),
    TermRow(FIRST_ASSEMBLY, 60, DAYS, BEIJING, MODEL, SINCE_OURS),
    TermRow(FIRST_ASSEMBLY_LATEST, 90, DAYS, f"{GUIDANCE}第15条", NATIONAL, SINCE_GUIDANCE),
    TermRow(NOTICE, 15, DAYS, f"{REGULATION}第14条", NATIONAL, SINCE_REGULATION),
    TermRow(RESULT_POSTED, 3, DAYS, BEIJING, MODEL, SINCE_OURS),
    TermRow(FIRST_MEETING, 7, DAYS, f"{GUIDANCE}第32条", NATIONAL, SINCE_GUIDANCE),
    TermRow(FILING, 30, DAYS, f"{REGULATION}第16条", NATIONAL, SINCE_REGULATION),
    TermRow(FILING_DECIDED, 5, WORKDAYS, BEIJING, MODEL, SINCE_OURS),
    TermRow(OWNERS_NAME, 20, PERSONS, OURS, PRACTICE, SINCE_OURS),
    TermRow(SEATS_FEWEST, 5, PERSONS, f"{GUIDANCE}第31条", NATIONAL, SINCE_GUIDANCE),
    TermRow(SEATS_MOST, 11, PERSONS, f"{GUIDANCE}第31条", NATIONAL, SINCE_GUIDANCE),
    TermRow(TERM_SHORTEST, 3, YEARS, "各地条例的通行做法（三至五年）", PRACTICE, SINCE_OURS),
    TermRow(TERM_LONGEST, 5, YEARS, f"{GUIDANCE}第32条", NATIONAL, SINCE_GUIDANCE),
    TermRow(TERM_CHANGE, 3, MONTHS, f"{GUIDANCE}第47条", NATIONAL, SINCE_GUIDANCE),
    TermRow(HAND_OVER, 10, DAYS, f"{GUIDANCE}第48条", NATIONAL, SINCE_GUIDANCE),
    TermRow(MEMBER_HAND_OVER, 3, DAYS, f"{GUIDANCE}第45条", NATIONAL, SINCE_GUIDANCE),
    TermRow(DEMAND, 20, PER_CENT, f"{REGULATION}第13条；{GUIDANCE}第21条", NATIONAL, SINCE_GUIDANCE),
    TermRow(DEMAND_OPEN, 60, DAYS, OURS, PRACTICE, SINCE_OURS),
    TermRow(DEMAND_MET, 30, DAYS, OURS, PRACTICE, SINCE_OURS),
    TermRow(OWNER_ANSWER, 7, DAYS, OURS, PRACTICE, SINCE_OURS),
    TermRow(COMPANY_ANSWER, 7, DAYS, OURS, PRACTICE, SINCE_OURS),
    TermRow(ORDER_LEAVES, 7, DAYS, OURS, PRACTICE, SINCE_OURS),
)
# By which article somebody else acts where a committee does not: ordered first, then done by the community under the
# subdistrict's guidance; with fewer than half of its members left the community acts for the committee.
DUTY_SOURCES = {
    "RECALL_VOTE": f"{GUIDANCE}第51条",
    "TERM_CHANGE": f"{GUIDANCE}第57条",
    "COMMITTEE": f"{GUIDANCE}第58条",
}


def term(key: str, on: date) -> TermRow:
    """The row in force on that day. Raises LookupError where none is entered."""
    for row in TERMS:
        if row.key == key and row.from_date <= on and (row.to_date is None or on < row.to_date):
            return row
    raise LookupError(f"no term {key} on {on}")


def due(key: str, start: date, calendar: WorkCalendar | None = None) -> date | None:
    """The last day of a term that begins on `start` (which does not count); None where next year's holidays are unknown.

    Source: Civil Code (民法典) art. 201: the day on which a period begins is not counted; art. 202: months end on the
    same day of the last month, or on its last day.
    """
    row = term(key, start)
    if row.unit == WORKDAYS:
        assert calendar is not None, "working days need a calendar"
        try:
            return calendar.add_workdays(start, row.number)
        except YearUnknown:
            return None
    if row.unit in (MONTHS, YEARS):
        return shifted(start, row.number * (12 if row.unit == YEARS else 1))
    return start + timedelta(days=row.number)


def shifted(day: date, months: int) -> date:
    """The same day so many months later (earlier if negative), or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
