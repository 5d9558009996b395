"""Lines of the registers and their corrections, statements of coverage, look-ups."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.oversight import queries, rules
from yuanba.oversight.models import ComplianceRecord, RegisterCheck, RegisterCoverage
from yuanba.people.models import Organisation, OrganisationTerm


@dataclass(frozen=True)
class Entry:
    """A line of a register as it is written down."""

    kind: str
    organisation_id: int
    happened_date: date
    issuer: str
    document_no: str = ""
    severity: str = ""
    ended_date: date | None = None
    compound_id: int | None = None
    term_id: int | None = None
    evidence_file_id: int | None = None


@transaction.atomic
def register(*, entry: Entry, actor: Actor, now: datetime) -> ComplianceRecord:
    """The record stands. Raises Refused(record.severity, record.ended, record.in_the_future, record.term_missing,
    record.outside_term, record.issuer_missing)."""
    return _write(entry, None, "", actor=actor, now=now)


@transaction.atomic
def correct_record(*, record_id: int, entry: Entry, reason: str, actor: Actor, now: datetime) -> ComplianceRecord:
    """The new row holds in the old one's place; both stay readable. Raises Refused(record.superseded, record.reason_missing)."""
    old = _live_record(record_id, reason, actor, now)
    return _write(entry, old, reason, actor=actor, now=now)


@transaction.atomic
def cancel_record(*, record_id: int, reason: str, actor: Actor, now: datetime) -> ComplianceRecord:
    """The record does not hold (a penalty set aside, a mistaken entry): a cancelling row says why."""
    old = _live_record(record_id, reason, actor, now)
    return _write(_entry_of(old), old, reason, actor=actor, now=now, is_cancellation=True)


@transaction.atomic
def end_listing(*, record_id: int, ended_date: date, actor: Actor, now: datetime) -> ComplianceRecord:
    """The body was taken off the list; `ended_date` is the last day on it."""
    old = _live_record(record_id, "listing ended", actor, now)
    return _write(replace(_entry_of(old), ended_date=ended_date), old, "listing ended", actor=actor, now=now)


@transaction.atomic
def confirm_coverage(
    *, kind: str, territory_id: int, first_date: date, last_date: date, source: str, actor: Actor, now: datetime
) -> RegisterCoverage:
    """The office states that the register is complete for the territory and these days, both inclusive.

    Raises Refused(coverage.dates: the last day is in the future or before the first).
    """
    require(rules.may(actor, "oversight.register", territory_id, now))
    _check_days(first_date, last_date, now)
    row = RegisterCoverage.objects.create(
        kind=kind,
        territory_id=territory_id,
        first_date=first_date,
        last_date=last_date,
        source=clean(source),
        confirmed_at=now,
        confirmed_by=actor.id,
    )
    record(verb="register.confirm", subject=str(row), actor=actor, now=now, territory_id=territory_id)
    return row


@transaction.atomic
def record_check(
    *,
    kind: str,
    organisation_id: int,
    days: tuple[date, date],
    source: str,
    evidence_file_id: int,
    actor: Actor,
    now: datetime,
) -> RegisterCheck:
    """Somebody looked the body up for `days` (first, last, both inclusive) and found nothing; the screenshot is kept.

    What is found is registered instead. Raises Refused(coverage.dates).
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    require(rules.may(actor, "oversight.check", organisation.territory_id, now))
    _check_days(*days, now)
    row = RegisterCheck.objects.create(
        kind=kind,
        organisation=organisation,
        first_date=days[0],
        last_date=days[1],
        source=clean(source),
        evidence_file_id=evidence_file_id,
        checked_at=now,
        checked_by=actor.id,
    )
    record(verb="register.check", subject=str(row), actor=actor, now=now, detail={"organisation": organisation_id})
    return row


def _live_record(record_id: int, reason: str, actor: Actor, now: datetime) -> ComplianceRecord:
    """The record, locked, if the actor keeps the register of the body it is about, whatever it is corrected to."""
    rows = ComplianceRecord.objects.select_for_update(of=("self",)).select_related("organisation")
    old = rows.get(pk=record_id)
    require(rules.may(actor, "oversight.register", old.organisation.territory_id, now))
    if not queries.current_records().filter(pk=record_id).exists():
        raise Refused(no("record.superseded", rules.LOOK_BACK))
    if not reason.strip():
        raise Refused(no("record.reason_missing", rules.LOOK_BACK))
    return old


def _entry_of(old: ComplianceRecord) -> Entry:
    return Entry(
        kind=old.kind,
        organisation_id=old.organisation_id,
        happened_date=old.happened_date,
        issuer=old.issuer,
        document_no=old.document_no,
        severity=old.severity,
        ended_date=old.ended_date,
        compound_id=old.compound_id,
        term_id=old.term_id,
        evidence_file_id=old.evidence_file_id,
    )


def _write(
    entry: Entry,
    supersedes: ComplianceRecord | None,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    is_cancellation: bool = False,
) -> ComplianceRecord:
    organisation = Organisation.objects.get(pk=entry.organisation_id)
    require(rules.may(actor, "oversight.register", organisation.territory_id, now))
    require(rules.fits(entry.kind, entry.severity, entry.happened_date, entry.ended_date, local_date(now)))
    term = OrganisationTerm.objects.filter(pk=entry.term_id).first() if entry.term_id else None
    require(rules.in_term(entry.kind, term, entry.organisation_id, entry.happened_date))
    if not clean(entry.issuer):
        raise Refused(no("record.issuer_missing", rules.LOOK_BACK))
    row = ComplianceRecord(
        **{**vars(entry), "issuer": clean(entry.issuer), "document_no": clean(entry.document_no)},
        supersedes=supersedes,
        is_cancellation=is_cancellation,
        reason=reason.strip()[:400],
        recorded_at=now,
        recorded_by=actor.id,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(no("record.superseded", rules.LOOK_BACK)) from error
    detail = {"kind": entry.kind, "organisation": entry.organisation_id}
    record(
        verb="register.cancel" if is_cancellation else "register.correct" if supersedes else "register.add",
        subject=str(row),
        actor=actor,
        now=now,
        detail=detail,
        territory_id=organisation.territory_id,
    )
    return row


def _check_days(first: date, last: date, now: datetime) -> None:
    if last < first or last > local_date(now):
        raise Refused(no("coverage.dates", rules.LOOK_BACK, first=first.isoformat(), last=last.isoformat()))
