"""Reading the registers: the look-back that eligibility rests on, company files, fee status."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.oversight import registers
from yuanba.oversight.models import (
    ComplianceRecord,
    CreditGrade,
    FeeStatus,
    PropertyCompany,
    RegisterCheck,
    RegisterCoverage,
    ServiceProject,
)
from yuanba.people.models import Appointment, Organisation, OrganisationTerm
from yuanba.people.posts import POSTS
from yuanba.places.queries import current, lineage

MET = "MET"
UNMET = "UNMET"
NOT_APPLICABLE = "NOT_APPLICABLE"
UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Finding:
    """What one register says about one body for [since, until], both days inclusive.

    MET: nothing stands there, and the register is known to be complete. UNMET: `records` stand there.
    NOT_APPLICABLE: such bodies have no such register. UNKNOWN: nothing stands there, but nobody confirmed that the
    register is complete or looked the body up; a person must.
    """

    kind: str
    result: str
    since: date
    until: date
    records: tuple[ComplianceRecord, ...] = ()
    source: str = ""


def current_records() -> QuerySet[ComplianceRecord]:
    """The rows that hold: not superseded, and not the cancellation of another."""
    return ComplianceRecord.objects.filter(superseded_by__isnull=True, is_cancellation=False)


def records_of(organisation_id: int) -> QuerySet[ComplianceRecord]:
    rows = current_records().filter(organisation_id=organisation_id).select_related("term")
    return rows.order_by("-happened_date", "-pk")


def look_back(
    organisation_id: int, kinds: Sequence[str], since: date, until: date, *, severity_from: str = registers.SERIOUS
) -> tuple[Finding, ...]:
    """One Finding per kind, in the order of `kinds`, over [since, until], both days inclusive.

    Incidents below `severity_from` do not count (the seed asks for 较大 and above). A body on a list on any day of the
    time is found. At most nine queries, whatever the number of kinds and records.
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    found = _found(organisation_id, kinds, since, until, severity_from)
    proof = _proof(organisation, kinds, until)
    return tuple(_finding(kind, organisation.kind, since, until, found[kind], proof[kind]) for kind in kinds)


def _finding(
    kind: str,
    organisation_kind: str,
    since: date,
    until: date,
    records: list[ComplianceRecord],
    proof: list[tuple[date, date, str]],
) -> Finding:
    if records:
        return Finding(kind, UNMET, since, until, tuple(records), "; ".join(record.issuer for record in records))
    if not registers.applies(kind, organisation_kind):
        return Finding(kind, NOT_APPLICABLE, since, until)
    if registers.is_covered(since, until, [(first, last) for first, last, _ in proof]):
        return Finding(kind, MET, since, until, (), "; ".join(dict.fromkeys(source for _, _, source in proof)))
    return Finding(kind, UNKNOWN, since, until)


def _found(
    organisation_id: int, kinds: Sequence[str], since: date, until: date, severity_from: str
) -> dict[str, list[ComplianceRecord]]:
    still_listed = Q(ended_date__isnull=True) | Q(ended_date__gte=since)
    within = Q(happened_date__lte=until) & (
        Q(kind__in=registers.LISTS) & still_listed | ~Q(kind__in=registers.LISTS) & Q(happened_date__gte=since)
    )
    found: dict[str, list[ComplianceRecord]] = defaultdict(list)
    for record in records_of(organisation_id).filter(within, kind__in=kinds):
        if not record.severity or registers.at_least(record.severity, severity_from):
            found[record.kind].append(record)
    return found


def _proof(organisation: Organisation, kinds: Sequence[str], until: date) -> dict[str, list[tuple[date, date, str]]]:
    """The days for which each register is known to be complete for the body.

    A statement says nothing about days after it was made.
    """
    places = lineage(organisation.territory_id, until)
    proof: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
    covers = RegisterCoverage.objects.filter(kind__in=kinds, territory_id__in=places)
    checks = RegisterCheck.objects.filter(kind__in=kinds, organisation=organisation)
    for cover in covers:
        last = min(cover.last_date, local_date(cover.confirmed_at))
        proof[cover.kind].append((cover.first_date, last, cover.source))
    for check in checks:
        proof[check.kind].append((check.first_date, min(check.last_date, local_date(check.checked_at)), check.source))
    return proof


def term_at(organisation_id: int, on: date) -> OrganisationTerm | None:
    """The committee's term on that day: since when infringements count (R-085)."""
    return OrganisationTerm.objects.filter(current(on), organisation_id=organisation_id).order_by("-from_date").first()


@dataclass(frozen=True)
class CompanyCard:
    """A company file as of a day."""

    company: PropertyCompany
    organisation: Organisation
    grades: tuple[CreditGrade, ...]
    projects: tuple[ServiceProject, ...]


def company_card(organisation_id: int, on: date) -> CompanyCard | None:
    """The file of a property company with the grades and projects of that day. Three queries."""
    rows = PropertyCompany.objects.select_related("organisation")
    company = rows.filter(organisation_id=organisation_id).first()
    if company is None:
        return None
    grades = tuple(CreditGrade.objects.filter(current(on), company=company).order_by("issuer"))
    projects = ServiceProject.objects.filter(current(on), company=company).select_related("compound")
    return CompanyCard(company, company.organisation, grades, tuple(projects.order_by("compound_id")))


def compounds_of(organisation_id: int, on: date) -> tuple[int, ...]:
    """The compounds (territory ids) that a company serves on that day: where its satisfaction survey goes."""
    rows = ServiceProject.objects.filter(current(on), company__organisation_id=organisation_id)
    return tuple(sorted(set(rows.values_list("compound_id", flat=True))))


def companies_of(compound_id: int, on: date) -> QuerySet[PropertyCompany]:
    """The companies that serve a compound on that day."""
    rows = ServiceProject.objects.filter(current(on), compound_id=compound_id).values("company_id")
    return PropertyCompany.objects.filter(pk__in=rows).select_related("organisation").order_by("pk")


def fee_statuses() -> QuerySet[FeeStatus]:
    """The rows that hold: not superseded."""
    return FeeStatus.objects.filter(superseded_by__isnull=True)


def fee_requests(company_id: int) -> QuerySet[FeeStatus]:
    """What a company still has to answer, oldest first."""
    rows = fee_statuses().filter(company_id=company_id, answer="").select_related("person", "premises__entrance")
    return rows.order_by("asked_at", "pk")


def companies_for(actor: Actor, on: date) -> QuerySet[PropertyCompany]:
    """The companies whose fee requests the actor answers: those that appointed the actor to it."""
    posts = [post for post, permissions in POSTS.items() if "oversight.fee_status" in permissions]
    rows = Appointment.objects.filter(current(on), person_id=actor.person_id or 0, post__in=posts)
    found = PropertyCompany.objects.filter(organisation_id__in=rows.values("organisation_id"))
    return found.select_related("organisation").order_by("pk")


def bodies(territory_ids: Collection[int]) -> QuerySet[Organisation]:
    """The bodies of these territories that a register may name: with `records`, how many lines hold about each."""
    lines = current_records().filter(organisation_id=OuterRef("pk")).order_by().values("organisation_id")
    counted = lines.annotate(number=Count("pk")).values("number")
    rows = Organisation.objects.filter(territory_id__in=territory_ids, ended_date__isnull=True)
    return rows.annotate(records=Coalesce(Subquery(counted), 0))


def fee_paid(person_id: int, since: date, until: date) -> str:
    """MET, UNMET, or UNKNOWN while a company has not answered, or not for all of [since, until], both inclusive.

    Over several premises one "no" is UNMET. Whether a person with no company to ask is "not applicable" is for the
    screener to say: it answers UNKNOWN here.
    """
    rows = list(fee_statuses().filter(person_id=person_id, period_from_date__lte=until, period_to_date__gt=since))
    if any(row.answer == FeeStatus.Answer.NO for row in rows):
        return UNMET
    if not rows or any(not row.answer for row in rows):
        return UNKNOWN
    by_premises: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for row in rows:
        by_premises[row.premises_id].append((row.period_from_date, registers.day_before(row.period_to_date)))
    is_whole = all(registers.is_covered(since, until, periods) for periods in by_premises.values())
    return MET if is_whole else UNKNOWN
