"""Changing the number one signs in with: by oneself with both phones in hand, or at a desk when the old one is lost.

The old number hears of it either way, so that somebody who did not ask for it can say so.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_mobile
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue
from yuanba.people import texts
from yuanba.people.actions.codes import good_code, phone_of, use_up
from yuanba.people.actions.news import tell
from yuanba.people.actions.verify import EVIDENCE
from yuanba.people.models import Account, Person, PhoneChange
from yuanba.people.queries.accounts import account_of
from yuanba.people.queries.desk_proofs import desk_facts
from yuanba.people.queries.persons import person_lineages
from yuanba.people.rules import PHONE_CHANGE_LIFE, holds, may_check_phone_change, may_verify_at_desk, reason_given
from yuanba.people.states import ASKED, PHONE_CHANGE


def change_phone(
    *, account_id: int, phone: str, old_code: str, code: str, actor: Actor, now: datetime, ticket: str = ""
) -> Account:
    """The account signs in with another phone; a code to each proved both. Every device is signed out, the old number told.

    Call outside a transaction: wrong codes are counted. A right code is used up only with the other.
    Raises Refused: people.not_your_account, people.phone_same, people.old_code_wrong, people.code_wrong,
    people.phone_taken.
    """
    number = phone_of(phone)
    account = Account.objects.get(pk=account_id)
    if actor.account_id != account_id or not account.phone:
        raise Refused(no("people.not_your_account", "only the own account"))
    if number == account.phone:
        raise Refused(no("people.phone_same", "a phone is proved by its code"))
    old = good_code(phone=account.phone, code=old_code, now=now, ticket=ticket)
    if old is None:
        raise Refused(no("people.old_code_wrong", "a phone is proved by its code"))
    new = good_code(phone=number, code=code, now=now, ticket=ticket)
    if new is None:
        raise Refused(no("people.code_wrong", "a phone is proved by its code"))
    with transaction.atomic():
        if not (use_up(old, now) and use_up(new, now)):
            raise Refused(no("people.code_wrong", "a phone is proved by its code"))
        return _move(account_id, number, actor=actor, now=now)


@transaction.atomic
def ask_phone_change(*, person_id: int, phone: str, evidence: str, actor: Actor, now: datetime) -> PhoneChange:
    """A second person is to check that this person, whose document was seen, has lost the phone. The old number is told.

    Raises Refused: people.not_allowed, people.desk_self, people.desk_relative, people.desk_own_phone,
    people.evidence_unknown, people.phone_malformed, people.not_verified, people.phone_same, people.phone_taken,
    people.phone_change_waits.
    """
    if evidence not in EVIDENCE:
        raise Refused(no("people.evidence_unknown", "the evidence seen at the desk", evidence=evidence))
    number = phone_of(phone)
    person = Person.objects.select_for_update().get(pk=person_id)
    require(holds(actor, "people.verify", _places(person_id, now)))
    _require_stranger(actor, person_id, number, now)
    account = account_of(person_id)
    if account is None or not account.phone:
        raise Refused(no("people.not_verified", "verified against the roll"))
    if number == account.phone:
        raise Refused(no("people.phone_same", "a phone is proved by its code"))
    if Account.objects.filter(phone=number).exists():
        raise Refused(no("people.phone_taken", "one account per phone"))
    try:
        with transaction.atomic():
            row = PhoneChange.objects.create(
                account=account, person=person, phone=number, evidence=evidence, asked_by=actor.id, asked_at=now
            )
    except IntegrityError as error:
        raise Refused(no("people.phone_change_waits", "one change of phone at a time")) from error
    detail = {"account": account.pk, "person": person_id, "evidence": evidence}
    record(verb="phone_change_asked", subject=str(row), actor=actor, now=now, detail=detail)
    _warn(account.phone, "phone_change_asked", texts.phone_change_asked(mask_mobile(number)), now)
    return row


@transaction.atomic
def confirm_phone_change(*, change_id: int, phone: str, actor: Actor, now: datetime) -> Account:
    """The account signs in with the new number, which a second person heard and typed again.

    Raises Refused: people.not_allowed, people.desk_self, people.desk_relative, people.desk_own_phone,
    people.phone_takes_two, people.phone_differs, people.phone_change_late, people.not_verified, people.phone_taken,
    phone_change.no_such_move.
    """
    row = _checked(change_id, actor, now)
    PHONE_CHANGE.step(row.state, "confirm")
    if now - row.asked_at > PHONE_CHANGE_LIFE:
        raise Refused(
            no("people.phone_change_late", "a change of phone is approved in time", days=PHONE_CHANGE_LIFE.days)
        )
    if phone_of(phone) != row.phone:
        raise Refused(no("people.phone_differs", "keyed twice"))
    account = account_of(row.person_id)
    if account is None or account.pk != row.account_id:
        raise Refused(no("people.not_verified", "verified against the roll"))
    moved = _move(row.account_id, row.phone, actor=actor, now=now)
    _decide(row, "confirm", actor.id, now)
    record(verb="phone_change_confirmed", subject=str(row), actor=actor, now=now, detail={"account": row.account_id})
    return moved


@transaction.atomic
def refuse_phone_change(*, change_id: int, reason: str, actor: Actor, now: datetime) -> PhoneChange:
    """The number stays, and the account reads why. Whoever asked may take it back like this.

    Raises Refused: people.not_allowed, people.reason_missing, phone_change.no_such_move.
    """
    row = PhoneChange.objects.select_for_update().select_related("account").get(pk=change_id)
    require(holds(actor, "people.verify", _places(row.person_id, now)))
    require(reason_given(reason))
    _decide(row, "refuse", actor.id, now, reason.strip()[:200])
    record(verb="phone_change_refused", subject=str(row), actor=actor, now=now, detail={"account": row.account_id})
    tell(row.account, "phone_change_refused", texts.phone_change_refused(row.reason), now)
    return row


def lapse_phone_changes(now: datetime) -> int:
    """Changes that nobody checked in time are over, their numbers gone; how many. For the tick."""
    late = PhoneChange.objects.filter(state=ASKED, asked_at__lt=now - PHONE_CHANGE_LIFE)
    return late.update(state=PHONE_CHANGE.step(ASKED, "lapse"), phone="", decided_at=now)


def _checked(change_id: int, actor: Actor, now: datetime) -> PhoneChange:
    row = PhoneChange.objects.select_for_update().get(pk=change_id)
    require(may_check_phone_change(actor, row.asked_by, _places(row.person_id, now)))
    _require_stranger(actor, row.person_id, row.phone, now)
    return row


def _require_stranger(actor: Actor, person_id: int, number: str, now: datetime) -> None:
    """As at verification: neither oneself nor one's family, and never one's own phone."""
    facts = desk_facts(actor=actor, person_id=person_id, phone=number, on=local_date(now))
    require(may_verify_at_desk(actor, person_id, is_close=facts.is_close, is_own_phone=facts.is_own_phone))


def _decide(row: PhoneChange, verb: str, by: str, now: datetime, reason: str = "") -> None:
    row.state = PHONE_CHANGE.step(row.state, verb)
    row.phone, row.decided_by, row.decided_at, row.reason = "", by, now, reason
    row.save(update_fields=["state", "phone", "decided_by", "decided_at", "reason"])


def _move(account_id: int, number: str, *, actor: Actor, now: datetime) -> Account:
    """The account has the number, in the caller's transaction; its old number and its inbox are told."""
    account = Account.objects.select_for_update().get(pk=account_id)
    old = account.phone
    account.phone, account.login = number, f"+86{number}"
    account.session_epoch += 1
    try:
        with transaction.atomic():
            account.save(update_fields=["phone", "login", "session_epoch"])
    except IntegrityError as error:
        raise Refused(no("people.phone_taken", "one account per phone")) from error
    record(verb="phone_changed", subject=str(account), actor=actor, now=now)
    words = texts.phone_changed(mask_mobile(number))
    if old:
        _warn(old, "phone_changed", words, now)
    tell(account, "phone_changed", words, now)
    return account


def _warn(phone: str, kind: str, words: tuple[str, str], now: datetime) -> None:
    """By SMS, for whoever holds that phone."""
    enqueue(channel="sms", address=phone, person_ref="", kind=kind, text_zh=words[0], text_en=words[1], now=now)


def _places(person_id: int, now: datetime) -> set[int]:
    chains: Sequence[tuple[int, ...]] = person_lineages(person_id, local_date(now))
    return {one for chain in chains for one in chain}
