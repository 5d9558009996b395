"""Keeping the registers: company files, records and their corrections, coverage, look-ups, fee status."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.oversight import queries, rules
from yuanba.oversight.models import (
    ComplianceRecord,
    CreditGrade,
    FeeStatus,
    PropertyCompany,
    RegisterCheck,
    RegisterCoverage,
    ServiceProject,
)
from yuanba.people.models import Consent, Organisation, OrganisationTerm
from yuanba.places.models import Premises


@transaction.atomic
def open_company_file(*, organisation_id: int, actor: Actor, now: datetime) -> PropertyCompany:
    """The company has a file; a second call answers with the same. Raises Refused(company.wrong_kind)."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    require(rules.may(actor, "oversight.register", organisation.territory_id, now))
    require(rules.may_be_company(organisation))
    company, is_new = PropertyCompany.objects.get_or_create(
        organisation=organisation, defaults={"opened_at": now, "opened_by": actor.id}
    )
    if is_new:
        record(verb="company.open_file", subject=str(company), actor=actor, now=now)
    return company


@transaction.atomic
def grade_company(
    *,
    company_id: int,
    grade: str,
    issuer: str,
    from_date: date,
    actor: Actor,
    now: datetime,
    evidence_file_id: int | None = None,
) -> CreditGrade:
    """The issuer's grade holds from that day; the one before ends. Raises Refused(company.grade_order)."""
    company = _company(company_id)
    require(rules.may(actor, "oversight.register", company.organisation.territory_id, now))
    earlier = CreditGrade.objects.filter(company=company, issuer=clean(issuer), to_date__isnull=True).first()
    if earlier is not None:
        if from_date <= earlier.from_date:
            raise Refused(no("company.grade_order", "grades in order of time", since=earlier.from_date.isoformat()))
        earlier.to_date = from_date
        earlier.save(update_fields=["to_date"])
    row = CreditGrade.objects.create(
        company=company,
        grade=clean(grade),
        issuer=clean(issuer),
        from_date=from_date,
        evidence_file_id=evidence_file_id,
        recorded_by=actor.id,
    )
    record(verb="company.grade", subject=str(company), actor=actor, now=now, detail={"grade": row.pk})
    return row


@transaction.atomic
def start_project(*, company_id: int, compound_id: int, from_date: date, actor: Actor, now: datetime) -> ServiceProject:
    """The company serves the compound from that day. Raises Refused(project.exists)."""
    company = _company(company_id)
    require(rules.may(actor, "oversight.register", compound_id, now))
    project = ServiceProject(company=company, compound_id=compound_id, from_date=from_date, recorded_by=actor.id)
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError as error:
        raise Refused(no("project.exists", "one project per company and compound")) from error
    record(verb="project.start", subject=str(project), actor=actor, now=now, territory_id=compound_id)
    return project


@transaction.atomic
def end_project(*, project_id: int, to_date: date, actor: Actor, now: datetime) -> ServiceProject:
    """The company serves the compound until the day before `to_date`. Raises Refused(project.ended, project.dates)."""
    project = ServiceProject.objects.select_for_update().get(pk=project_id)
    require(rules.may(actor, "oversight.register", project.compound_id, now))
    if project.to_date is not None:
        raise Refused(no("project.ended", "one project per company and compound", since=project.to_date.isoformat()))
    if to_date <= project.from_date:
        raise Refused(no("project.dates", "one project per company and compound", since=project.from_date.isoformat()))
    project.to_date = to_date
    project.save(update_fields=["to_date"])
    record(verb="project.end", subject=str(project), actor=actor, now=now, territory_id=project.compound_id)
    return project


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


@transaction.atomic
def ask_fee_status(
    *, person_id: int, premises_id: int, period: tuple[date, date], consent_id: int, actor: Actor, now: datetime
) -> tuple[FeeStatus, ...]:
    """Each company that served the compound in the half-open `period` is asked once; asking again changes nothing.

    Raises Refused(fee_status.no_consent, fee_status.no_company, fee_status.period).
    """
    consent = Consent.objects.select_related("account").filter(pk=consent_id).first()
    require(rules.consents(consent, person_id))
    start, end = period
    if end <= start or end > local_date(now) + timedelta(days=1):
        raise Refused(no("fee_status.period", rules.FEES, end=end.isoformat()))
    premises = Premises.objects.get(pk=premises_id)
    served = ServiceProject.objects.filter(compound_id=premises.compound_id, from_date__lt=end).exclude(
        to_date__lte=start
    )
    companies = sorted(set(served.values_list("company_id", flat=True)))
    if not companies:
        raise Refused(no("fee_status.no_company", rules.FEES))
    rows = []
    for company_id in companies:
        row, is_new = FeeStatus.objects.get_or_create(
            person_id=person_id,
            premises=premises,
            company_id=company_id,
            period_from_date=start,
            period_to_date=end,
            supersedes=None,
            defaults={"consent_id": consent_id, "asked_at": now, "asked_by": actor.id},
        )
        if is_new:
            record(verb="fee_status.ask", subject=str(row), actor=actor, now=now, detail={"consent": consent_id})
        rows.append(row)
    return tuple(rows)


@transaction.atomic
def confirm_fee_status(*, status_id: int, is_paid: bool, actor: Actor, now: datetime) -> FeeStatus:
    """The company has answered yes or no. Answering the same again changes nothing; another answer is a correction.

    Raises Refused(fee_status.no_consent if it was withdrawn since, fee_status.answered, oversight.not_yours).
    """
    status = _fee_status(status_id, actor, now)
    answer = FeeStatus.Answer.YES if is_paid else FeeStatus.Answer.NO
    if status.answer == answer:
        return status
    require(rules.may_answer(status))
    status.answer, status.answered_at, status.answered_by = answer, now, actor.id
    status.save(update_fields=["answer", "answered_at", "answered_by"])
    record(verb="fee_status.confirm", subject=str(status), actor=actor, now=now)
    return status


@transaction.atomic
def correct_fee_status(*, status_id: int, is_paid: bool, actor: Actor, now: datetime) -> FeeStatus:
    """Another row holds in the answered one's place. Raises Refused(record.superseded, fee_status.unanswered)."""
    old = _fee_status(status_id, actor, now)
    if not old.answer:
        raise Refused(no("fee_status.unanswered", rules.FEES))
    if not queries.fee_statuses().filter(pk=old.pk).exists():
        raise Refused(no("record.superseded", rules.FEES))
    row = FeeStatus.objects.create(
        person_id=old.person_id,
        premises_id=old.premises_id,
        company_id=old.company_id,
        period_from_date=old.period_from_date,
        period_to_date=old.period_to_date,
        consent_id=old.consent_id,
        asked_at=old.asked_at,
        asked_by=old.asked_by,
        answer=FeeStatus.Answer.YES if is_paid else FeeStatus.Answer.NO,
        answered_at=now,
        answered_by=actor.id,
        supersedes=old,
    )
    record(verb="fee_status.correct", subject=str(row), actor=actor, now=now, detail={"supersedes": old.pk})
    return row


def _company(company_id: int) -> PropertyCompany:
    rows = PropertyCompany.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=company_id)


def _fee_status(status_id: int, actor: Actor, now: datetime) -> FeeStatus:
    """The row, locked, if the actor manages property there and the consent still holds."""
    rows = FeeStatus.objects.select_for_update(of=("self",)).select_related("premises", "company")
    status = rows.get(pk=status_id)
    require(rules.may(actor, "oversight.fee_status", status.premises.compound_id, now))
    require(rules.answers_for(actor, status, now))
    consent = Consent.objects.select_related("account").filter(pk=status.consent_id).first()
    require(rules.consents(consent, status.person_id))
    return status


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
