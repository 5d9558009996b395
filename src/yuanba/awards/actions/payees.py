"""Winners say where their prize goes: their separate consent and the sealed data in one move."""

from datetime import datetime, timedelta

from django.db import transaction

from yuanba.awards.actions.consents import agree
from yuanba.awards.texts import PAYEE
from yuanba.funds import actions as funds
from yuanba.funds.actions.payees import Details
from yuanba.funds.models import Payee
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date

# Ours: until the yearly tax return of the year of payment is over; the tick deletes it then.
KEPT_DAYS = 540


@transaction.atomic
def give(*, line_id: int, details: Details, consent_version: int, actor: Actor, now: datetime) -> Payee:
    """The payee data of a prize are sealed under the winner's separate consent.

    Raises Refused as `funds.actions.give_payee` and `consents.agree` do.
    """
    consent = agree(kind=PAYEE, version=consent_version, subject=f"prize_line:{line_id}", actor=actor, now=now)
    return funds.give_payee(
        line_id=line_id,
        details=details,
        consent_id=consent.pk,
        keep_until=local_date(now) + timedelta(days=KEPT_DAYS),
        actor=actor,
        now=now,
    )
