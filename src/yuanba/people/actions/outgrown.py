"""What a guardian agreed to for a child ends on the day the child is 14; from then on it is asked itself (PIPL 31)."""

from datetime import datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import day_start, local_date
from yuanba.people import texts
from yuanba.people.actions.news import tell
from yuanba.people.models import Account, Person
from yuanba.people.queries.guardians import child_until, outgrown

CLOCK = system("age")


@transaction.atomic
def end_outgrown_consents(now: datetime, person_id: int | None = None) -> int:
    """Consents of guardians no longer hold from the day their child was 14 on; how many ended now. For the tick.

    With `person_id` only those for this person. The child's account is asked to say itself, the guardian's is told.
    """
    rows = list(outgrown(local_date(now), person_id).select_for_update(of=("self",)))
    for row in rows:
        assert row.person is not None, "a guardian consents for a person"
        until = child_until(row.person)
        assert until is not None, "only whoever is known to be 14 has outgrown anything"
        row.withdrawn_at = max(row.given_at, day_start(until))
        row.save(update_fields=["withdrawn_at"])
        record(verb="consent_outgrown", subject=str(row), actor=CLOCK, now=now, detail={"text": row.text_id})
    for person in {row.person_id: row.person for row in rows}.values():
        _say(person, [row.guardian_id for row in rows if row.person == person], now)
    return len(rows)


def _say(child: Person | None, guardians: list[int | None], now: datetime) -> None:
    """One message for the child and one for each guardian, however many consents ended."""
    open_accounts = Account.objects.filter(is_staff_account=False, closed_at__isnull=True)
    for account in open_accounts.filter(person=child):
        tell(account, "consent_outgrown", texts.asked_at_14(), now)
    for account in open_accounts.filter(person__in=set(guardians)):
        tell(account, "child_is_14", texts.child_is_14(), now)
