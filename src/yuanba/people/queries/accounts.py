"""Reading accounts: lock-outs, sessions, second factors, verification."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from yuanba.kernel.verdict import Verdict, no
from yuanba.people.keys import keyed_hash
from yuanba.people.models import Account, DeviceSession, SignInAttempt, Verification
from yuanba.people.rules import FAILURES_COUNT_FOR, FREE_FAILURES_ADDRESS, KNOWN_FOR, lock_until, session_live


def login_lock(login: str, now: datetime, address: str = "") -> datetime | None:
    """Until when this login is locked after its failures since the last success; None if it is open.

    At an address from which the login succeeded lately only the failures made there count: strangers lock nobody out.
    """
    tried = SignInAttempt.objects.filter(login=login)
    rows = tried.filter(at__gt=now - FAILURES_COUNT_FOR)
    where = keyed_hash("address", address)
    if tried.filter(address_hash=where, succeeded=True, at__gt=now - KNOWN_FOR).exists():
        rows = rows.filter(address_hash=where)
    last = rows.filter(succeeded=True).order_by("-at").values_list("at", flat=True).first()
    failures = rows.filter(succeeded=False)
    if last is not None:
        failures = failures.filter(at__gt=last)
    return lock_until(list(failures.order_by("at").values_list("at", flat=True)))


def address_lock(address: str, now: datetime) -> datetime | None:
    """Until when an address is locked; it is shared by many, so that more failures are free and a success clears none."""
    rows = SignInAttempt.objects.filter(
        address_hash=keyed_hash("address", address), succeeded=False, at__gt=now - FAILURES_COUNT_FOR
    )
    return lock_until(list(rows.order_by("at").values_list("at", flat=True)), FREE_FAILURES_ADDRESS)


def sessions_of(account_id: int) -> QuerySet[DeviceSession]:
    """The signed-in devices of an account, the last used first."""
    return DeviceSession.objects.filter(account_id=account_id, revoked_at__isnull=True).order_by("-seen_at", "-pk")


def session_state(*, account: Account, session_key: str, epoch: int, now: datetime) -> Verdict:
    """Yes while this device is signed in: not revoked, of the account's epoch, not idle too long. One query.

    Codes: people.session_revoked, people.session_idle, people.account_locked.
    """
    if not account.is_active or account.closed_at is not None:
        return no("people.account_locked", "GB/T 22239-2019")
    row = DeviceSession.objects.filter(session_key=session_key, account_id=account.pk).first()
    if row is None or row.revoked_at is not None or epoch != account.session_epoch:
        return no("people.session_revoked", "GB/T 22239-2019")
    minutes = settings.STAFF_IDLE_MINUTES if account.is_staff_account else settings.RESIDENT_IDLE_MINUTES
    return session_live(row.seen_at, now, minutes)


def verification_of(account_id: int) -> Verification | None:
    """The account's open verification with its person; None while it is nobody of the roll."""
    rows = Verification.objects.filter(account_id=account_id, ended_at__isnull=True).select_related("person")
    return rows.first()


def is_verified(account: Account) -> bool:
    return verification_of(account.pk) is not None


def account_of(person_id: int) -> Account | None:
    """The open resident's account that is verified to be this person."""
    rows = Account.objects.filter(person_id=person_id, is_staff_account=False, closed_at__isnull=True)
    return rows.first()


def account_by_login(login: str) -> Account | None:
    return Account.objects.filter(login=login, closed_at__isnull=True).first()


def open_account_by_id(account_id: int) -> Account | None:
    """The account with its person, unless it is closed or locked."""
    rows = Account.objects.filter(pk=account_id, is_active=True, closed_at__isnull=True)
    return rows.select_related("person").first()
