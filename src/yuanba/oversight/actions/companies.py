"""Company files: opened, graded, and which compounds they serve."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.oversight import rules
from yuanba.oversight.models import CreditGrade, PropertyCompany, ServiceProject
from yuanba.people.models import Organisation


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


def _company(company_id: int) -> PropertyCompany:
    rows = PropertyCompany.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=company_id)
