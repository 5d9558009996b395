"""Residents sign in by phone and a code by SMS. Nothing here tells whether a phone is known."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet

from yuanba.audit.actions import record
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import day_start, local_date
from yuanba.kernel.identifiers import BadIdentifier, mobile
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue
from yuanba.people import texts
from yuanba.people.keys import keyed_hash, same, six_digits
from yuanba.people.models import Account, SignInAttempt, SignInCode
from yuanba.people.queries.accounts import address_lock
from yuanba.people.rules import (
    CODE_LIFE,
    CODE_RESEND,
    CODE_TRIES,
    CODES_A_DAY_ADDRESS,
    CODES_A_DAY_PHONE,
    CODES_A_DAY_PHONE_ADDRESS,
    sign_in_open,
)


def phone_of(text: str) -> str:
    """The 11 digits. Raises Refused(people.phone_malformed)."""
    try:
        return mobile(text)
    except BadIdentifier as error:
        raise Refused(no("people.phone_malformed", "mobile numbers of the mainland")) from error


@transaction.atomic
def request_code(*, phone: str, address: str, now: datetime, ticket: str = "") -> SignInCode:
    """A code is on its way to the phone, whether an account has it or not; earlier ones of this ticket no longer work.

    `ticket` is a secret of the browser that asks: the code works with it only, so that a stranger's wrong tries, and
    a stranger's own request, leave it alone.
    Raises Refused: people.phone_malformed, people.code_too_soon (seconds), people.code_phone_limit,
    people.code_address_limit.
    """
    number, where = phone_of(phone), keyed_hash("address", address)
    _one_at_a_time(where, number)
    since = day_start(local_date(now))
    sent = SignInCode.objects.filter(phone=number, issued_at__gte=since).order_by("-issued_at")
    last = SignInCode.objects.filter(phone=number).order_by("-issued_at").first()
    if last is not None and now - last.issued_at < CODE_RESEND:
        left = CODE_RESEND - (now - last.issued_at)
        raise Refused(no("people.code_too_soon", "so many codes a day", seconds=int(left.total_seconds()) + 1))
    if sent.filter(address_hash=where).count() >= CODES_A_DAY_PHONE_ADDRESS:
        raise Refused(no("people.code_phone_limit", "so many codes a day", limit=CODES_A_DAY_PHONE_ADDRESS))
    if sent.count() >= CODES_A_DAY_PHONE:
        raise Refused(no("people.code_phone_limit", "so many codes a day", limit=CODES_A_DAY_PHONE))
    if SignInCode.objects.filter(address_hash=where, issued_at__gte=since).count() >= CODES_A_DAY_ADDRESS:
        raise Refused(no("people.code_address_limit", "so many codes a day", limit=CODES_A_DAY_ADDRESS))
    _live(number, ticket, now).update(expires_at=now)
    code = six_digits()
    row = SignInCode.objects.create(
        phone=number,
        code_hash=_hash(number, code),
        issued_at=now,
        expires_at=now + CODE_LIFE,
        address_hash=where,
        ticket_hash=_ticket(ticket),
    )
    text_zh, text_en = texts.sign_in_code(code, int(CODE_LIFE.total_seconds()) // 60)
    enqueue(
        channel="sms",
        address=number,
        person_ref="",
        kind="sign_in_code",
        text_zh=text_zh,
        text_en=text_en,
        now=now,
        params={"code": code},
        secret_until=row.expires_at,
    )
    return row


def _one_at_a_time(*names: str) -> None:
    """Requests from one address, and to one phone, wait for each other, so that none slips past the limits together.

    There is no row to lock: the phone may be unknown. On SQLite the transaction has begun IMMEDIATE and is alone.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name in names:
            key = int.from_bytes(hashlib.sha256(b"sign_in_code:" + name.encode()).digest()[:8], signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def sign_in_by_code(*, phone: str, code: str, address: str, now: datetime, ticket: str = "") -> Account:
    """The open account of this phone, made now if there was none. Call outside a transaction: failed tries are kept.

    Raises Refused: people.phone_malformed, people.locked_out, people.code_wrong (also if expired, used up or never
    sent), people.account_locked.
    """
    number = phone_of(phone)
    require(sign_in_open(address_lock(address, now), now))
    good = use_code(phone=number, code=code, now=now, ticket=ticket)
    SignInAttempt.objects.create(
        login=f"+86{number}", address_hash=keyed_hash("address", address), succeeded=good, at=now
    )
    if not good:
        raise Refused(no("people.code_wrong", "a phone is proved by its code"))
    account = _account(number, now)
    if not account.is_active:
        raise Refused(no("people.account_locked", "GB/T 22239-2019"))
    return account


def use_code(*, phone: str, code: str, now: datetime, ticket: str = "") -> bool:
    """True once for the right code in time. Every try counts before it is compared, also of those made in parallel."""
    row = good_code(phone=phone, code=code, now=now, ticket=ticket)
    return row is not None and use_up(row, now)


@transaction.atomic
def good_code(*, phone: str, code: str, now: datetime, ticket: str = "") -> SignInCode | None:
    """The code that was sent to the phone for this ticket, if this is it; the try is counted, the code not yet used up."""
    row = _live(phone, ticket, now).order_by("-issued_at").first()
    if row is None:
        return None
    open_row = SignInCode.objects.filter(pk=row.pk, used_at__isnull=True, tries__lt=CODE_TRIES)
    if not open_row.update(tries=F("tries") + 1) or not same(row.code_hash, _hash(phone, code.strip())):
        return None
    return row


def code_waits(*, phone: str, ticket: str, now: datetime) -> bool:
    """True if a code that works with this ticket is on its way to the phone."""
    return _live(phone, ticket, now).exists()


def use_up(row: SignInCode, now: datetime) -> bool:
    """True for the one who uses the code first."""
    return bool(SignInCode.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=now))


def _account(phone: str, now: datetime, *, is_new: bool = False) -> Account:
    found = None if is_new else Account.objects.filter(phone=phone, closed_at__isnull=True).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            account = Account(login=f"+86{phone}", phone=phone, created_at=now)
            account.set_unusable_password()
            account.save(force_insert=True)
            record(verb="account_opened", subject=str(account), actor=system("sign_in"), now=now)
    except IntegrityError:
        return Account.objects.get(phone=phone, closed_at__isnull=True)
    return account


def open_account(phone: str, now: datetime, *, is_new: bool = False) -> Account:
    """The account of a phone, made if there is none: for the desk, where somebody else types it.

    `is_new` says that none was there a moment ago; one made meanwhile is found all the same.
    """
    return _account(phone_of(phone), now, is_new=is_new)


def _live(phone: str, ticket: str, now: datetime) -> QuerySet[SignInCode]:
    """The codes of a phone that still work in the browser with this ticket."""
    rows = SignInCode.objects.filter(phone=phone, used_at__isnull=True, expires_at__gt=now)
    return rows.filter(ticket_hash=_ticket(ticket))


def _ticket(ticket: str) -> str:
    return keyed_hash("ticket", ticket) if ticket else ""


def _hash(phone: str, code: str) -> str:
    return keyed_hash("code", f"{phone}\n{code}")
