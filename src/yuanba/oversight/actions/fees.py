"""The yes or no of property companies about fees, asked with consent."""

from datetime import date, datetime, timedelta

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.oversight import queries, rules
from yuanba.oversight.models import FeeStatus, ServiceProject
from yuanba.people.models import Consent
from yuanba.places.models import Premises


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


def _fee_status(status_id: int, actor: Actor, now: datetime) -> FeeStatus:
    """The row, locked, if the actor manages property there and the consent still holds."""
    rows = FeeStatus.objects.select_for_update(of=("self",)).select_related("premises", "company")
    status = rows.get(pk=status_id)
    require(rules.may(actor, "oversight.fee_status", status.premises.compound_id, now))
    require(rules.answers_for(actor, status, now))
    consent = Consent.objects.select_related("account").filter(pk=status.consent_id).first()
    require(rules.consents(consent, status.person_id))
    return status
