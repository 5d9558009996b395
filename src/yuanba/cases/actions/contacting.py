"""The number of a reporter, for whoever has to call them: every look at it is recorded."""

from datetime import datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.cases import rules
from yuanba.cases.actions.beats import phone_of
from yuanba.cases.models import Report
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Account


@transaction.atomic
def contact(*, report_id: int, actor: Actor, now: datetime) -> str:
    """The reporter's number, "" if none was given or it is forgotten; the log says who looked.

    Raises Refused: cases.missing, cases.not_permitted.
    """
    report = Report.objects.select_related("case", "case__category", "case__building").filter(pk=report_id).first()
    if report is None:
        raise Refused(no("cases.missing", rules.CONFIDENTIAL))
    require(rules.may_see(report.case, actor, now))
    require(rules.may_handle(report.case, actor, now))
    record(verb="cases.contact", subject=str(report), actor=actor, now=now, territory_id=report.case.territory_id)
    number = report.account_ref.removeprefix("account:")
    if number.isdecimal():
        return (
            Account.objects.filter(pk=int(number), closed_at__isnull=True).values_list("phone", flat=True).first() or ""
        )
    return phone_of(report)
