"""Staff sign in by name, password and a time-based code; the security administrator makes and recovers accounts."""

import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people import texts
from yuanba.people.actions.news import tell
from yuanba.people.keys import keyed_hash, same, seal, unseal
from yuanba.people.models import Account, Person, SignInAttempt
from yuanba.people.queries.accounts import address_lock, login_lock
from yuanba.people.queries.persons import person_lineages, service_lineages
from yuanba.people.rules import holds, reason_given, sign_in_open

STEP_SECONDS = 30  # Source: RFC 6238 section 5.2
SKEW_STEPS = 1  # a clock may be half a minute off
TEMPORARY_BYTES = 12
LONGEST_LOGIN = 60


@dataclass(frozen=True)
class Enrolment:
    """A second factor to be set up: the secret to type, and the address that a QR code carries."""

    secret: str
    uri: str


@transaction.atomic
def create_staff_account(
    *, person_id: int, login: str, actor: Actor, now: datetime, password: str = ""
) -> tuple[Account, str]:
    """The person has a staff account; with it comes a temporary password (or the one given), to be changed at once.

    Whoever sees the password could act as the person: it takes the permission over every place in which they serve.

    Raises Refused: people.not_allowed, people.login_malformed, people.login_taken, people.has_staff_account.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    _require_over(person_id, actor, "people.appoint", now)
    name = clean(login).lower()
    if not name or name.startswith(("+", "closed:")) or len(name) > LONGEST_LOGIN:
        raise Refused(no("people.login_malformed", "GB/T 22239-2019"))
    if Account.objects.filter(person=person, is_staff_account=True, closed_at__isnull=True).exists():
        raise Refused(no("people.has_staff_account", "one account per person"))
    temporary = password or secrets.token_urlsafe(TEMPORARY_BYTES)
    account = Account(
        login=name, person=person, is_staff_account=True, must_change_password=not password, created_at=now
    )
    account.set_password(temporary)
    account.password_set_at = now
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(no("people.login_taken", "one account per login")) from error
    record(verb="staff_account_opened", subject=str(account), actor=actor, now=now, detail={"person": person_id})
    return account, temporary


def check_password(*, login: str, password: str, address: str, now: datetime) -> Account:
    """The staff account whose password this is; the second factor comes next. Call outside a transaction.

    Raises Refused: people.sign_in_refused (whatever was wrong), people.locked_out (minutes).
    """
    name = clean(login).lower()
    require(sign_in_open(login_lock(name, now, address), now))
    require(sign_in_open(address_lock(address, now), now))
    account = Account.objects.filter(login=name, is_staff_account=True, is_active=True, closed_at__isnull=True).first()
    if account is None:
        make_password(password)  # an unknown name takes as long as a known one
    if account is None or not account.check_password(password):
        _note(name, address, now, succeeded=False)
        raise Refused(no("people.sign_in_refused", "GB/T 22239-2019"))
    return account


def check_second_factor(*, account_id: int, code: str, address: str, now: datetime) -> Account:
    """The account is signed in: the code is right, of this half minute (or a neighbour), and was not used before.

    Call outside a transaction. Raises Refused: people.second_factor_missing, people.second_factor_wrong,
    people.locked_out.
    """
    account = Account.objects.get(pk=account_id)
    require(sign_in_open(login_lock(account.login, now, address), now))
    if account.totp_secret is None or account.totp_confirmed_at is None:
        raise Refused(no("people.second_factor_missing", "GB/T 22239-2019"))
    good = _use_step(account, code, now)
    _note(account.login, address, now, succeeded=good)
    if not good:
        raise Refused(no("people.second_factor_wrong", "GB/T 22239-2019"))
    return account


@transaction.atomic
def begin_second_factor(*, account_id: int, now: datetime, again: bool = False) -> Enrolment:
    """A fresh secret waits to be confirmed; with `again` the one that waits already, for a page that is shown anew.

    Raises Refused(people.second_factor_exists) once one is confirmed.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    if account.totp_confirmed_at is not None:
        raise Refused(no("people.second_factor_exists", "GB/T 22239-2019"))
    if again and account.totp_secret is not None:
        secret = unseal(account.totp_secret, f"totp:{account.pk}").decode()
    else:
        secret = pyotp.random_base32()
        account.totp_secret = seal(secret.encode(), f"totp:{account.pk}")
        account.save(update_fields=["totp_secret"])
    return Enrolment(secret, pyotp.TOTP(secret).provisioning_uri(name=account.login, issuer_name="Yuanba"))


@transaction.atomic
def confirm_second_factor(*, account_id: int, code: str, now: datetime) -> Account:
    """The second factor stands. Raises Refused: people.second_factor_missing, people.second_factor_wrong."""
    account = Account.objects.select_for_update().get(pk=account_id)
    if account.totp_secret is None:
        raise Refused(no("people.second_factor_missing", "GB/T 22239-2019"))
    if account.totp_confirmed_at is None:
        if not _use_step(account, code, now):
            raise Refused(no("people.second_factor_wrong", "GB/T 22239-2019"))
        account.totp_confirmed_at = now
        account.save(update_fields=["totp_confirmed_at"])
        record(verb="second_factor_set", subject=str(account), actor=_self(account), now=now)
    return account


def change_password(*, account_id: int, old: str, new: str, now: datetime, address: str = "") -> Account:
    """The password is the new one, and every device is signed out.

    Call outside a transaction: wrong old ones count as failed sign-ins, so that a leaked session cannot guess.
    Raises Refused: people.sign_in_refused (wrong old one), people.locked_out, people.password_weak (its reasons),
    people.password_same.
    """
    account = Account.objects.get(pk=account_id)
    require(sign_in_open(login_lock(account.login, now, address), now))
    if not account.check_password(old):
        _note(account.login, address, now, succeeded=False)
        raise Refused(no("people.sign_in_refused", "GB/T 22239-2019"))
    return _set_password(account_id, old, new, now)


@transaction.atomic
def _set_password(account_id: int, old: str, new: str, now: datetime) -> Account:
    account = Account.objects.select_for_update().get(pk=account_id)
    if not account.check_password(old):
        raise Refused(no("people.sign_in_refused", "GB/T 22239-2019"))
    if same(old, new):
        raise Refused(no("people.password_same", "GB/T 22239-2019"))
    try:
        validate_password(new, account)
    except ValidationError as error:
        raise Refused(
            no("people.password_weak", "GB/T 22239-2019", reasons=[one.code for one in error.error_list])
        ) from error
    account.set_password(new)
    account.password_set_at = now
    account.must_change_password = False
    account.session_epoch += 1
    account.save(update_fields=["password", "password_set_at", "must_change_password", "session_epoch"])
    record(verb="password_changed", subject=str(account), actor=_self(account), now=now)
    return account


@transaction.atomic
def recover_staff(*, account_id: int, reason: str, actor: Actor, now: datetime) -> str:
    """Password and second factor are gone, every device is signed out; the temporary password, shown once.

    Raises Refused: people.not_allowed, people.reason_missing, people.recover_self.
    """
    account = Account.objects.select_for_update().get(pk=account_id, is_staff_account=True)
    require(reason_given(reason))
    if actor.account_id == account.pk:
        raise Refused(no("people.recover_self", "GB/T 22239-2019"))
    _require_over(account.person_id, actor, "people.recover", now)
    temporary = secrets.token_urlsafe(TEMPORARY_BYTES)
    account.set_password(temporary)
    account.password_set_at = now
    account.must_change_password = True
    account.totp_secret, account.totp_confirmed_at = None, None
    account.session_epoch += 1
    account.save()
    record(verb="staff_recovered", subject=str(account), actor=actor, now=now, detail={"reason_length": len(reason)})
    tell(account, "staff_recovered", texts.recovered(), now)
    return temporary


@transaction.atomic
def set_active(*, account_id: int, is_active: bool, reason: str, actor: Actor, now: datetime) -> Account:
    """The account is locked, its devices signed out, or it is open again. Raises Refused as recover_staff."""
    account = Account.objects.select_for_update().get(pk=account_id)
    require(reason_given(reason))
    _require_over(account.person_id, actor, "people.recover", now)
    account.is_active = is_active
    account.session_epoch += 1
    account.save(update_fields=["is_active", "session_epoch"])
    verb = "account_unlocked" if is_active else "account_locked"
    record(verb=verb, subject=str(account), actor=actor, now=now)
    return account


def _require_over(person_id: int | None, actor: Actor, permission: str, now: datetime) -> None:
    """The permission holds over every place in which the person serves: an office below takes no account of one above.

    Of whoever serves nowhere, over one of the homes; over whoever has no place at all, held anywhere is enough.
    """
    on = local_date(now)
    served = service_lineages(person_id, on) if person_id else []
    for lineage in served:
        require(holds(actor, permission, lineage))
    homes = person_lineages(person_id, on) if person_id else []
    if served or (not homes and actor.holds_anywhere(permission)):
        return
    require(holds(actor, permission, {territory for lineage in homes for territory in lineage}))


@transaction.atomic
def _use_step(account: Account, code: str, now: datetime) -> bool:
    assert account.totp_secret is not None, "a code is checked against a secret"
    secret = unseal(account.totp_secret, f"totp:{account.pk}").decode()
    current = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in range(current - SKEW_STEPS, current + SKEW_STEPS + 1):
        if same(totp.at(step * STEP_SECONDS), code.strip()):
            fresh = Account.objects.filter(pk=account.pk, totp_last_step__lt=step)
            return bool(fresh.update(totp_last_step=step))
    return False


def _note(login: str, address: str, now: datetime, *, succeeded: bool) -> None:
    SignInAttempt.objects.create(
        login=login[:60], address_hash=keyed_hash("address", address), succeeded=succeeded, at=now
    )


def _self(account: Account) -> Actor:
    return Actor(f"account:{account.pk}", account.pk, account.person_id)
