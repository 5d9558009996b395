"""Deadlines and office hours are dated rows: a new one begins, the old one ends, what ran under it keeps its dates."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.cases import rules
from yuanba.cases.models import Category, LevelTerm, WorkHours
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import YES, Refused, Verdict, no, require
from yuanba.kernel.worktime import OfficeHours
from yuanba.places.models import Compound
from yuanba.places.queries import descendants

MOST_MINUTES = 60 * 24 * 366


@dataclass(frozen=True)
class NewTerm:
    """So many minutes for a level and class from a day on, with the rule or decision that it rests on."""

    term_class: str
    level: str
    minutes: int
    source: str
    from_date: date


@transaction.atomic
def set_term(*, term: NewTerm, actor: Actor, now: datetime) -> LevelTerm:
    """The level has that time from its day on; cases that run keep the dates that were said.

    Raises Refused: cases.not_permitted, .term_unknown, .term_backwards, .source_missing.
    """
    require(may_set_for_all(actor, now))
    if term.term_class not in Category.TermClass.values or term.level not in LevelTerm.Level.values:
        raise Refused(no("cases.term_unknown", rules.SOURCE))
    if not 0 < term.minutes <= MOST_MINUTES:
        raise Refused(no("cases.term_unknown", rules.SOURCE))
    source = _dated(term.source, term.from_date, now)
    rows = LevelTerm.objects.select_for_update().filter(term_class=term.term_class, level=term.level)
    _end(rows.filter(to_date__isnull=True).first(), term.from_date)
    row = LevelTerm.objects.create(
        term_class=term.term_class,
        level=term.level,
        minutes=term.minutes,
        source=source,
        from_date=term.from_date,
        recorded_by=actor.id,
    )
    detail = {"class": term.term_class, "level": term.level, "minutes": term.minutes, "from": term.from_date}
    record(verb="cases.set_term", subject=str(row), actor=actor, now=now, detail=detail)
    return row


@transaction.atomic
def set_hours(*, spans: str, source: str, from_date: date, actor: Actor, now: datetime) -> WorkHours:
    """Deadlines count in these hours from that day on. Raises Refused: cases.hours_unreadable, and as `set_term`."""
    require(may_set_for_all(actor, now))
    said = clean(spans)
    try:
        OfficeHours.read(said)
    except ValueError as error:
        raise Refused(no("cases.hours_unreadable", rules.SOURCE)) from error
    basis = _dated(source, from_date, now)
    _end(WorkHours.objects.select_for_update().filter(to_date__isnull=True).first(), from_date)
    row = WorkHours.objects.create(spans=said, source=basis, from_date=from_date, recorded_by=actor.id)
    record(verb="cases.set_hours", subject=str(row), actor=actor, now=now, detail={"spans": said, "from": from_date})
    return row


def may_set_for_all(actor: Actor, now: datetime) -> Verdict:
    """Whoever supervises every compound of the deployment: the rows hold for all of them."""
    on = local_date(now)
    mine = set().union(*(descendants(top, on) for top in actor.territories(rules.SUPERVISE)))
    if mine and not Compound.objects.exclude(pk__in=mine).exists():
        return YES
    return no("cases.not_permitted", rules.POSTS_SOURCE, permission=rules.SUPERVISE)


def _dated(source: str, from_date: date, now: datetime) -> str:
    if not clean(source):
        raise Refused(no("cases.source_missing", rules.SOURCE))
    if from_date <= local_date(now):
        raise Refused(no("cases.term_backwards", rules.SOURCE, day=from_date.isoformat()))
    return clean(source)[:200]


def _end(row: LevelTerm | WorkHours | None, on: date) -> None:
    """The open row ends where the next begins; one that would begin later never does. Raises Refused."""
    if row is None:
        return
    if row.from_date >= on:
        raise Refused(no("cases.term_backwards", rules.SOURCE, day=row.from_date.isoformat()))
    row.to_date = on
    row.save(update_fields=["to_date"])
