"""What a demonstration shows its visitors, and nobody else: how to sign in as each post, without a second device."""

from dataclasses import dataclass
from datetime import datetime

import pyotp
from django.conf import settings

from yuanba.kernel.calendar import local_date
from yuanba.people.keys import unseal
from yuanba.people.models import Account, Appointment
from yuanba.people.posts import POSTS
from yuanba.places.queries import current

PASSWORD = "Yuanba-demo-2026"  # noqa: S105 - of invented people; a system check keeps it to demonstrations


SHOWN_PER_POST = 12  # of a panel's many experts a few are enough
EXPERT = "EXPERT"  # no post: somebody of the expert list, whose only appointment is at the company they work for
EXPERT_LOGIN = "expert-"


@dataclass(frozen=True)
class DemonstrationSignIn:
    """The login of an account with a post, and the second factor's code of this half minute ("" before it is set).

    `post` is EXPERT for experts who are tied to a company and hold no seat: they are no managers to try the desk with.
    """

    post: str
    login: str
    organisation: str
    code: str


def demonstration_sign_ins(now: datetime) -> tuple[DemonstrationSignIn, ...]:
    """The first sign-ins of each post, in the order of people.posts, experts last; empty outside demonstrations.

    Two queries.
    """
    if not (settings.DEMONSTRATION and settings.SHOW_SIGN_IN_CODES):
        return ()
    served = Appointment.objects.filter(current(local_date(now))).select_related("organisation").order_by("pk")
    by_post: dict[str, dict[int, str]] = {post: {} for post in (*POSTS, EXPERT)}
    accounts = {
        row.person_id: row
        for row in Account.objects.filter(is_staff_account=True, closed_at__isnull=True, person__isnull=False)
    }
    for row in served:
        is_expert = row.post != "JUROR" and _is_expert(accounts.get(row.person_id))
        by_post[EXPERT if is_expert else row.post].setdefault(row.person_id, row.organisation.name)
    return tuple(
        DemonstrationSignIn(post, accounts[person].login, office, _code(accounts[person], now))
        for post, people in by_post.items()
        for person, office in [pair for pair in people.items() if pair[0] in accounts][:SHOWN_PER_POST]
    )


def _is_expert(account: Account | None) -> bool:
    return account is not None and account.login.startswith(EXPERT_LOGIN)


def _code(account: Account, now: datetime) -> str:
    if account.totp_secret is None or account.totp_confirmed_at is None:
        return ""
    return pyotp.TOTP(unseal(account.totp_secret, f"totp:{account.pk}").decode()).at(now)
