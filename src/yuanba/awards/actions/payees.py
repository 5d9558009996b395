"""Winners say where their prize goes: their separate consent and the sealed data in one move."""

from datetime import datetime, timedelta

from django.db import transaction

from yuanba.awards.actions.consents import agree, agree_on_paper, newest_text
from yuanba.awards.texts import PAYEE
from yuanba.funds import actions as funds
from yuanba.funds.actions.payees import Details, SignedPaper
from yuanba.funds.models import Payee, PrizeLine
from yuanba.funds.rules import may_give_payee, speaker_of
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require

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


@transaction.atomic
def give_from_paper(
    *, line_id: int, details: Details, consent_version: int, paper_ref: str, actor: Actor, now: datetime
) -> Payee:
    """What a winner without an account wrote and signed on paper is sealed; finance has the paper before it.

    The consent is that of the person who speaks for the prize; where nobody of the registers does, the paper stands for
    it. Raises Refused as `give`, and people.consent_of_other where finance is not appointed in that person's place.
    """
    line = PrizeLine.objects.select_related("prize_list").get(pk=line_id)
    require(may_give_payee(line, actor, now))
    text = newest_text(PAYEE, now)
    if consent_version not in (0, text.version):
        raise Refused(no("people.consent_outdated", "PIPL 14", version=text.version))
    consent_id, person_id = None, speaker_of(line)
    if person_id is not None:
        subject = f"prize_line:{line_id}"
        consent_id = agree_on_paper(kind=PAYEE, person_id=person_id, subject=subject, actor=actor, now=now).pk
    return funds.give_payee(
        line_id=line_id,
        details=details,
        consent_id=consent_id,
        paper=SignedPaper(text.pk, paper_ref),
        keep_until=local_date(now) + timedelta(days=KEPT_DAYS),
        actor=actor,
        now=now,
    )
