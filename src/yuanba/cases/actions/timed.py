"""What the clock does to cases: up a level, on after waiting, lapsed after silence, forgotten after its term.

Each looks at the oldest first, takes some at a time in one transaction, and can be killed between any two: what was
done is done, and what was not is due still.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from yuanba.audit.actions import record_each
from yuanba.cases import rules, states, terms, texts
from yuanba.cases.actions.answering import lapse
from yuanba.cases.actions.beats import accounts_with, filled, tell_reporter
from yuanba.cases.actions.forgetting import forget
from yuanba.cases.actions.working import CLOCK, resume
from yuanba.cases.models import Case, Category, Report, Step, Transfer
from yuanba.cases.queries.intake import clock_for
from yuanba.kernel.calendar import day_start
from yuanba.kernel.verdict import Refused
from yuanba.messaging.actions import enqueue_each
from yuanba.places.queries import calendar

AT_ONCE = 500
MOVED = ("state", "level", "handler_ref", "due_at", "clock_at", "due_official", "escalated")
Told = list[tuple[str, str, str, int]]  # person_ref, Chinese, English, case


class _Round:
    """What one run of the clock has read already: the clocks of categories, whom to tell in a place."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._clocks: dict[int, terms.Clock] = {}
        self._supervisors: dict[int, list[str]] = {}

    def clock(self, category: Category) -> terms.Clock:
        if category.pk not in self._clocks:
            self._clocks[category.pk] = clock_for(category, self.now)
        return self._clocks[category.pk]

    def supervisors(self, case: Case) -> list[str]:
        if case.territory_id not in self._supervisors:
            self._supervisors[case.territory_id] = accounts_with(rules.SUPERVISE, case, self.now)
        return self._supervisors[case.territory_id]


def escalate_due(now: datetime, at_once: int = AT_ONCE) -> int:
    """Every case whose level's deadline passed is on the next one, and both sides know; how many moves.

    On the highest level it is overdue, which is said once. A case whose whole limit has passed goes to the top.
    """
    around, total = _Round(now), 0
    while moved := _escalate_some(around, at_once):
        total += moved
    return total


@transaction.atomic
def _escalate_some(around: _Round, at_once: int) -> int:
    now = around.now
    due = Case.objects.filter(clock_at__lte=now, state__in=sorted(states.RUNNING)).order_by("clock_at", "pk")
    cases = list(_exclusively(due.select_related("category", "building"))[:at_once])
    if not cases:
        return 0
    steps, ways, told = [], [], []
    for case in cases:
        before, old_level, old_handler = case.state, case.level, case.handler_ref
        verb = _escalate_one(case, around)
        steps.append(_step(case, verb, before, now))
        if verb == "escalate":
            ways.append(_way(case, old_level, old_handler, now))
        told.append((verb, old_handler))
    _save(cases)
    Step.objects.bulk_create(steps)
    Transfer.objects.bulk_create(ways)
    for verb in ("escalate", "overdue"):
        subjects = [(str(one), one.territory_id) for one, (done, _) in zip(cases, told, strict=True) if done == verb]
        if subjects:
            record_each(verb=f"cases.{verb}", subjects=subjects, actor=CLOCK, now=now)
    _tell(cases, told, around)
    return len(cases)


def _save(cases: Sequence[Case]) -> None:
    """Those that go alike are written together: the clock's own day sends most of them to the same hour."""
    alike: dict[tuple[Any, ...], list[int]] = {}
    for case in cases:
        alike.setdefault(tuple(getattr(case, name) for name in MOVED), []).append(case.pk)
    for values, ids in alike.items():
        changes = dict(zip(MOVED, values, strict=True))
        Case.objects.filter(pk__in=ids).update(revision=F("revision") + 1, **changes)


def _exclusively(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Two ticks take different cases where the database can; where it cannot, one waits for the other."""
    skip = connection.features.has_select_for_update_skip_locked
    return rows.select_for_update(of=("self",), skip_locked=skip)


def _escalate_one(case: Case, around: _Round) -> str:
    """The case as it is after its deadline passed, not saved; "escalate", or "overdue" on the highest level."""
    above = terms.level_above(case)
    if not above:
        case.clock_at = None
        return "overdue"
    case.state = states.CASE.step(case.state, "escalate")
    case.level, case.handler_ref = above, ""
    case.escalated += 1
    terms.start_level(case, around.clock(case.category), around.now)
    return "escalate"


def _step(case: Case, verb: str, before: str, now: datetime) -> Step:
    return Step(case=case, verb=verb, source=before, target=case.state, level=case.level, at=now, by=CLOCK.id)


def _way(case: Case, old_level: str, old_handler: str, now: datetime) -> Transfer:
    return Transfer(
        case=case,
        kind=Transfer.Kind.ESCALATION,
        from_level=old_level,
        to_level=case.level,
        from_organ=case.organ,
        to_organ=case.organ,
        from_handler=old_handler,
        at=now,
        by=CLOCK.id,
    )


def _tell(cases: Sequence[Case], told: Sequence[tuple[str, str]], around: _Round) -> None:
    """Reporters hear of the new date; whoever had it and, on the highest level, the supervisors hear that it is late."""
    by_id = {case.pk: case for case in cases}
    verbs = {case.pk: verb for case, (verb, _) in zip(cases, told, strict=True)}
    up: Told = []
    for report in Report.objects.filter(case_id__in=[pk for pk, verb in verbs.items() if verb == "escalate"]):
        case = by_id[report.case_id]
        words = filled(texts.ESCALATED, case, case.limit_at)
        if report.account_ref:
            up.append((report.account_ref, *words, case.pk))
        else:
            tell_reporter(report, "escalated", words, around.now)
    late: Told = []
    for case, (verb, handler) in zip(cases, told, strict=True):
        at_the_top = case.level == terms.LEVELS[-1]
        words = filled(texts.OVERDUE if verb == "overdue" else texts.TIMED_OUT, case, None)
        whom = {handler} - {""} | set(around.supervisors(case) if at_the_top else ())
        late += [(ref, *words, case.pk) for ref in sorted(whom)]
    for kind, rows in (("case.escalated", up), ("case.timed_out", late)):
        once = list(dict.fromkeys(rows))
        if once:
            params = [{"case": pk} for *_, pk in once]
            enqueue_each(kind=kind, told=[row[:3] for row in once], now=around.now, params=params)


def resume_due(now: datetime) -> int:
    """Cases whose day of waiting has come are in hand again; how many."""
    due = Case.objects.filter(state=states.WAITING, clock_at__lte=now)
    return _each(due, lambda pk: resume(case_id=pk, actor=CLOCK, now=now))


def lapse_due(now: datetime) -> int:
    """Answered cases that nobody said anything about in time rest; how many."""
    due = Case.objects.filter(state=states.ANSWERED, clock_at__lte=now)
    return _each(due, lambda pk: lapse(case_id=pk, now=now))


def anonymise_due(now: datetime) -> int:
    """Ended cases whose term is over name nobody any more; how many."""
    due = Case.objects.filter(state__in=sorted(states.ENDED), clock_at__lte=now, anonymised_at__isnull=True)
    return _each(due, lambda pk: forget(case_id=pk, now=now))


def settle_due_dates(now: datetime) -> int:
    """Deadlines that were counted without a year's holidays are counted anew once these are announced; how many."""
    around, total = _Round(now), 0
    last = calendar().last_year
    if not last:
        return 0
    unknown = day_start(date(last + 1, 1, 1))  # from here on nothing is announced
    rows = Case.objects.filter(due_official=False, state__in=sorted(states.RUNNING), limit_at__lt=unknown).order_by(
        "pk"
    )
    for pk in list(rows.values_list("pk", flat=True)):
        total += _settle(pk, around)
    return total


@transaction.atomic
def _settle(case_id: int, around: _Round) -> int:
    case = Case.objects.select_for_update(of=("self",)).select_related("category").get(pk=case_id)
    if case.due_official or case.state not in states.RUNNING:
        return 0
    clock = around.clock(case.category)
    last = case.steps.filter(verb__in=RESTARTS).order_by("-pk").values_list("at", flat=True).first() or case.created_at
    if case.steps.filter(
        verb="wait"
    ).exists():  # what had stood still is not counted twice: the date that was said stays
        return Case.objects.filter(pk=case.pk).update(due_official=True)
    limit, official = clock.add(_whole_since(case), clock.from_level(case.category.start_level))
    if not official:
        return 0
    case.limit_at, case.due_official = limit, True
    terms.start_level(case, clock, last)
    if last == case.created_at:
        case.first_due_at = case.due_at
    Case.objects.filter(pk=case.pk).update(
        limit_at=case.limit_at,
        due_at=case.due_at,
        clock_at=case.clock_at,
        first_due_at=case.first_due_at,
        due_official=case.due_official,
        revision=F("revision") + 1,
    )
    return 1


RESTARTS = ("report", "split", "escalate", "hand_over", "dissatisfied", "reroute")


def _whole_since(case: Case) -> datetime:
    again = case.steps.filter(verb="dissatisfied").order_by("-pk").values_list("at", flat=True).first()
    return again or case.created_at


def _each(rows: QuerySet[Case], act: Callable[[int], object]) -> int:
    """The act on each, in a transaction of its own; whoever was quicker has won."""
    done = 0
    for pk in list(rows.order_by("clock_at", "pk").values_list("pk", flat=True)):
        try:
            act(pk)
            done += 1
        except Refused:
            continue
    return done
