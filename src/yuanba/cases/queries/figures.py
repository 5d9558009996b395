"""Figures of the case work: each with its definition, numerator, denominator and period, down to the cases themselves.

Counted are cases by the day they were reported; merged ones count once, with the case that they became. No figure ranks
anybody. Answered, closed, fixed and confirmed are four different things; what lapsed is none of the last three.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import Count, F, Q, QuerySet

from yuanba.cases import states
from yuanba.cases.models import Case, LevelTerm, Step
from yuanba.kernel.calendar import day_end, day_start
from yuanba.places.models import Premises

HOUSEHOLDS = 100
DAYS_OF_A_MONTH = Fraction(36525, 1200)  # a twelfth of 365.25 days
CLOSED = Q(state=states.CLOSED)
ANSWERED = Q(state__in=[states.ANSWERED, states.CLOSED, states.LAPSED])
OURS = ~Q(outcome=Case.Outcome.NOT_OURS)
CONTENT = frozenset({"confirm", "confirm_joined", "call_back"})


@dataclass(frozen=True)
class Figure:
    """A number with what it was made of. `numerator` of `denominator`; shown as a share, or as it is where `unit` says."""

    key: str
    numerator: int
    denominator: int
    first: date
    last: date

    @property
    def share(self) -> Fraction | None:
        """None while there is nothing to divide by."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None


@dataclass(frozen=True)
class Handling:
    """How many minutes by the wall clock from report to confirmed end: median and 90th percentile; None without any."""

    closed: int
    median: int | None
    p90: int | None


def shares(now: datetime) -> dict[str, tuple[Q, Q]]:
    """Key → (numerator, denominator) as conditions on cases of the period. The numerator lies in the denominator."""
    due = Q(first_due_at__lte=now) | Q(responded_at__isnull=False)
    settled = Q(limit_at__lte=now) | Q(state__in=sorted(states.ENDED)) | ANSWERED
    everything = Q()
    return {
        # 响应率: somebody took it on before the first level's deadline, of those where it passed or somebody did.
        "response_rate": (due & Q(responded_at__lte=F("first_due_at")), due),
        # 解决率: closed as fixed, of those that are ours and answered, ended, or past the limit of the whole.
        "resolution_rate": (settled & OURS & CLOSED & Q(outcome=Case.Outcome.FIXED), settled & OURS),
        "answered_share": (ANSWERED, everything),
        "closed_share": (CLOSED, everything),
        "fixed_share": (CLOSED & Q(outcome=Case.Outcome.FIXED), everything),
        "confirmed_share": (CLOSED & Q(closed_by=Case.ClosedBy.REPORTER), everything),
        "lapsed_share": (Q(state=states.LAPSED), everything),
        "reopened_share": (Q(reopened__gt=0), everything),
        # The same kind had been reported for the same building (or the place, without one) within 90 days before.
        "repeat_rate": (Q(is_repeat=True), everything),
        "escalated_share": (Q(escalated__gt=0), everything),
        # 问题解决在网格: closed without ever leaving the grid level, of those closed.
        "closed_in_grid": (CLOSED & Q(level=LevelTerm.Level.GRID, escalated=0), CLOSED),
    }


def counted(
    territory_ids: Collection[int], first: date, last: date, *, level: str = "", category_id: int | None = None
) -> QuerySet[Case]:
    """The cases reported from `first` to `last`, both whole days, that a figure counts."""
    rows = Case.objects.filter(
        territory_id__in=territory_ids, created_at__gte=day_start(first), created_at__lt=day_end(last)
    ).exclude(state=states.MERGED)
    if level:
        rows = rows.filter(level=level)
    return rows if category_id is None else rows.filter(category_id=category_id)


def figures(
    territory_ids: Collection[int],
    first: date,
    last: date,
    now: datetime,
    *,
    level: str = "",
    category_id: int | None = None,
) -> dict[str, Figure]:
    """Every share of the period, and `satisfaction_rate`. Two queries."""
    rows = counted(territory_ids, first, last, level=level, category_id=category_id)
    wanted = {}
    for key, (top, below) in shares(now).items():
        wanted[f"{key}_n"] = Count("pk", filter=top) if top else Count("pk")
        wanted[f"{key}_d"] = Count("pk", filter=below) if below else Count("pk")
    found = rows.aggregate(**wanted)
    made = {key: Figure(key, found[f"{key}_n"], found[f"{key}_d"], first, last) for key in shares(now)}
    made["satisfaction_rate"] = Figure("satisfaction_rate", *_satisfied(rows), first, last)
    return made


def drill(
    key: str, part: str, territory_ids: Collection[int], first: date, last: date, now: datetime
) -> QuerySet[Case]:
    """The cases that a share counts: `part` is "numerator" or "denominator". Raises KeyError for another key."""
    rows = counted(territory_ids, first, last)
    top, below = shares(now)[key]
    return rows.filter(top if part == "numerator" else below)


def _satisfied(rows: QuerySet[Case]) -> tuple[int, int]:
    """Words of reporters to answers: content, of all. A case that was reopened twice has been answered three times."""
    said = Step.objects.filter(case__in=rows.values("pk"), verb__in=[*CONTENT, "dissatisfied"])
    found = said.aggregate(content=Count("pk", filter=Q(verb__in=CONTENT)), total=Count("pk"))
    return found["content"], found["total"]


def complaint_rate(territory_ids: Collection[int], first: date, last: date) -> Figure:
    """Cases per 100 households and month: cases × 100 by households × months, months as hundredths. Two queries.

    `numerator` is cases × 100 × days of a mean month, `denominator` households × days: the share is exact.
    """
    households = Premises.objects.filter(compound_id__in=territory_ids, kind=Premises.Kind.DWELLING).count()
    cases = counted(territory_ids, first, last).count()
    days = (last - first).days + 1
    exact = cases * HOUSEHOLDS * DAYS_OF_A_MONTH
    return Figure("complaint_rate", exact.numerator, households * days * exact.denominator, first, last)


def handling(rows: QuerySet[Case]) -> Handling:
    """Median and 90th percentile of the time to a confirmed end, by the nearest rank. One query, of closed cases."""
    times = sorted(
        int((ended - created) / timedelta(minutes=1)) if ended is not None else 0
        for created, ended in rows.filter(CLOSED, ended_at__isnull=False).values_list("created_at", "ended_at")
    )
    if not times:
        return Handling(0, None, None)
    return Handling(len(times), _rank(times, 50), _rank(times, 90))


def _rank(times: list[int], per_cent: int) -> int:
    """Source: nearest-rank percentile: the ceil(p/100 · n)-th smallest."""
    return times[-(-per_cent * len(times) // 100) - 1]
