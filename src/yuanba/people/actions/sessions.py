"""Signed-in devices: listed to their owner, revoked one by one or all at once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no
from yuanba.people.models import Account, DeviceSession
from yuanba.people.rules import KEEP_SESSIONS

SEEN_EVERY = timedelta(minutes=1)  # how exactly `seen_at` is kept, so that reading pages writes little


@transaction.atomic
def start_session(
    *, account: Account, session_key: str, label: str, now: datetime, second_factor: bool = False
) -> DeviceSession:
    """The device is signed in under this session key; `label` says which browser, without its address."""
    row, _ = DeviceSession.objects.update_or_create(
        session_key=session_key,
        defaults={
            "account": account,
            "label": clean(label)[:80],
            "signed_in_at": now,
            "seen_at": now,
            "revoked_at": None,
            "second_factor": second_factor,
        },
    )
    Account.objects.filter(pk=account.pk).update(last_login=now)
    actor = Actor(f"account:{account.pk}", account.pk, account.person_id)
    record(verb="signed_in", subject=str(account), actor=actor, now=now, detail={"second_factor": second_factor})
    return row


def touch_session(*, session_key: str, now: datetime) -> bool:
    """The device was seen now; writes at most once a minute. True if it wrote."""
    rows = DeviceSession.objects.filter(session_key=session_key, revoked_at__isnull=True, seen_at__lt=now - SEEN_EVERY)
    return bool(rows.update(seen_at=now))


@transaction.atomic
def end_session(*, session_key: str, now: datetime) -> None:
    """The device is signed out; a session that is not there, or over, stays so."""
    row = DeviceSession.objects.select_for_update().filter(session_key=session_key, revoked_at__isnull=True).first()
    if row is None:
        return
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    record(verb="signed_out", subject=f"account:{row.account_id}", actor=Actor(f"account:{row.account_id}"), now=now)


@transaction.atomic
def revoke_session(*, session_id: int, actor: Actor, now: datetime) -> DeviceSession:
    """One of the actor's own devices is signed out. Raises Refused(people.not_your_session)."""
    row = DeviceSession.objects.select_for_update().filter(pk=session_id).first()
    if row is None or row.account_id != actor.account_id:
        raise Refused(no("people.not_your_session", "only the own account"))
    if row.revoked_at is None:
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        record(verb="session_revoked", subject=f"account:{row.account_id}", actor=actor, now=now)
    return row


@transaction.atomic
def revoke_all(*, account_id: int, actor: Actor, now: datetime) -> Account:
    """Every device of the actor's own account is signed out. Raises Refused(people.not_your_session)."""
    if actor.account_id != account_id:
        raise Refused(no("people.not_your_session", "only the own account"))
    Account.objects.filter(pk=account_id).update(session_epoch=F("session_epoch") + 1)
    DeviceSession.objects.filter(account_id=account_id, revoked_at__isnull=True).update(revoked_at=now)
    record(verb="sessions_revoked", subject=f"account:{account_id}", actor=actor, now=now)
    return Account.objects.get(pk=account_id)


def forget_sessions(*, now: datetime) -> int:
    """Devices signed out, or unused until their session ran out, are gone KEEP_SESSIONS later; how many. For the tick."""
    before = now - KEEP_SESSIONS
    run_out = before - timedelta(seconds=settings.SESSION_COOKIE_AGE)  # no session lives longer without being used
    signed_out = DeviceSession.objects.filter(revoked_at__lt=before).delete()[0]
    return signed_out + DeviceSession.objects.filter(seen_at__lt=run_out).delete()[0]
