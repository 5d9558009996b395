"""What a demonstration shows its visitors, and nobody else: how to sign in as each post, without a second device."""

from dataclasses import dataclass
from datetime import datetime

import pyotp
from django.conf import settings
from django.db.models import Min

from yuanba.kernel.calendar import local_date
from yuanba.people.keys import unseal
from yuanba.people.models import Account, Appointment
from yuanba.people.posts import POSTS
from yuanba.places.queries import current

PASSWORD = "Yuanba-demo-2026"  # noqa: S105 - of invented people; a system check keeps it to demonstrations


@dataclass(frozen=True)
class DemonstrationSignIn:
    """The login of the first account with a post, and the second factor's code of this half minute ("" before it is set)."""

    post: str
    login: str
    organisation: str
    code: str


def demonstration_sign_ins(now: datetime) -> tuple[DemonstrationSignIn, ...]:
    """One sign-in per post, in the order of people.posts; empty outside demonstrations. Three queries."""
    if not (settings.DEMONSTRATION and settings.SHOW_SIGN_IN_CODES):
        return ()
    served = Appointment.objects.filter(current(local_date(now)), person__accounts__is_staff_account=True)
    served = served.filter(person__accounts__closed_at__isnull=True)
    first = dict(served.values_list("post").annotate(Min("person__accounts")))
    accounts = Account.objects.in_bulk(list(first.values()))
    offices = dict(served.order_by("-pk").values_list("person_id", "organisation__name"))
    return tuple(
        DemonstrationSignIn(post, account.login, offices.get(account.person_id or 0, ""), _code(account, now))
        for post in POSTS
        if (account := accounts.get(first.get(post, 0))) is not None
    )


def _code(account: Account, now: datetime) -> str:
    if account.totp_secret is None or account.totp_confirmed_at is None:
        return ""
    return pyotp.TOTP(unseal(account.totp_secret, f"totp:{account.pk}").decode()).at(now)
