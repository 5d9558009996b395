"""The same kind of problem again and again in one place raises an issue that asks for a plan, not for one more answer."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Min, QuerySet

from yuanba.audit.actions import record
from yuanba.cases import ledger_states as states
from yuanba.cases import rules
from yuanba.cases import states as case_states
from yuanba.cases.actions import ledger_beats as beats
from yuanba.cases.models import Case, RecurringIssue
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no
from yuanba.places.queries import parameter

# Changed as a dated number on the page of numbers.
SOURCE = "本平台默认：一个季度五次，约三周一次"
TIMES, DAYS = "cases.recurring_times", "cases.recurring_days"
DEFAULT_TIMES, DEFAULT_DAYS = 5, 90


def raise_due(*, actor: Actor, now: datetime) -> int:
    """Every place and kind that came often enough within the window has one open issue, whose count is of now.

    What came before the last issue was planned or explained is not counted again. Confidential kinds are left out.
    Returns how many are new; doing it twice changes nothing.
    """
    times, days = _number(TIMES, DEFAULT_TIMES, now), _number(DAYS, DEFAULT_DAYS, now)
    found = _often(now - timedelta(days=days), times)
    opened = 0
    for row in found:
        opened += _raised(row, times, days, actor, now)
    return opened


def _number(key: str, default: int, now: datetime) -> int:
    row = parameter(key, local_date(now))
    return max(row.value, 1) if row is not None else default


def _counted(since: datetime) -> QuerySet[Case]:
    rows = Case.objects.filter(created_at__gte=since, confidential=False, category__confidential=False)
    return rows.exclude(state=case_states.MERGED)


def _often(since: datetime, times: int) -> list[dict[str, Any]]:
    rows = _counted(since).order_by().values("territory_id", "category_id")
    counted: QuerySet[Any, Any] = rows.annotate(times=Count("pk"), first=Min("created_at"), last=Max("created_at"))
    return list(counted.filter(times__gte=times).order_by("territory_id", "category_id"))


def _raised(row: dict[str, Any], times: int, days: int, actor: Actor, now: datetime) -> int:
    where = {"territory_id": row["territory_id"], "category_id": row["category_id"]}
    open_one = RecurringIssue.objects.filter(**where, state=states.RAISED)
    if open_one.update(cases_count=row["times"], last_at=row["last"]):
        return 0
    ended = RecurringIssue.objects.filter(**where, ended_at__isnull=False).order_by("-ended_at").first()
    if ended is not None and ended.ended_at is not None and ended.ended_at > row["first"]:
        anew = _counted(ended.ended_at).filter(**where)
        row |= anew.aggregate(times=Count("pk"), first=Min("created_at"), last=Max("created_at"))
        if row["times"] < times:
            return 0
    try:
        _open(row, days, actor, now)
    except IntegrityError:  # another process was quicker
        return 0
    return 1


@transaction.atomic
def _open(row: dict[str, Any], days: int, actor: Actor, now: datetime) -> None:
    issue = RecurringIssue.objects.create(
        territory_id=row["territory_id"],
        category_id=row["category_id"],
        cases_count=row["times"],
        window_days=days,
        first_at=row["first"],
        last_at=row["last"],
        raised_at=now,
    )
    beats.begin(issue, "raise", actor=actor, now=now)
    record(verb="recurring_issue.raise", subject=str(issue), actor=actor, now=now, territory_id=issue.territory_id)


@transaction.atomic
def plan(*, issue_id: int, plan_ref: str, actor: Actor, now: datetime) -> RecurringIssue:
    """A plan took the issue up; `plan_ref` names it ("plan:12"). Called by whoever keeps the plans.

    Raises Refused: ledger.unknown, recurring_issue.no_such_move, .no_plan, cases.not_permitted.
    """
    row = beats.locked(RecurringIssue, issue_id)
    beats.may(actor, (rules.DESK, rules.SUPERVISE), row.territory_id, now)
    if not plan_ref.strip():
        raise Refused(no("recurring_issue.no_plan", beats.SOURCE))
    row.plan_ref, row.ended_at, row.ended_by = plan_ref.strip()[:40], now, actor.id
    beats.move(row, "plan", actor=actor, now=now, text=row.plan_ref)
    return row


@transaction.atomic
def explain(*, issue_id: int, reason: str, actor: Actor, now: datetime) -> RecurringIssue:
    """No plan is needed, and why is public. By a supervisor.

    Raises Refused: ledger.unknown, recurring_issue.no_such_move, cases.not_permitted, .reason_missing.
    """
    row = beats.locked(RecurringIssue, issue_id)
    beats.may(actor, (rules.SUPERVISE,), row.territory_id, now)
    row.reason, row.ended_at, row.ended_by = beats.told(reason), now, actor.id
    beats.move(row, "explain", actor=actor, now=now, text=row.reason)
    return row
