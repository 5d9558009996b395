"""People's rights over their data: ask, be answered with a reason, close the account, be erased (C-005)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean_lines
from yuanba.kernel.verdict import YES, Refused, Verdict, no, require
from yuanba.people import texts
from yuanba.people.actions.news import tell
from yuanba.people.actions.verify import end_verification
from yuanba.people.keys import keyed_hash
from yuanba.people.models import (
    Account,
    DataRequest,
    DeviceSession,
    Person,
    PhoneChange,
    Relation,
    SignInAttempt,
    SignInCode,
)
from yuanba.people.queries.persons import last_places, person_lineages, service_lineages
from yuanba.people.rules import KEEP_ATTEMPTS, KEEP_REQUESTS, holds, is_system, may_erase, reason_given
from yuanba.people.states import ASKED, DATA_REQUEST, OPEN, PHONE_CHANGE
from yuanba.places.queries import current, lineage


@transaction.atomic
def ask_about_data(*, account_id: int, kind: str, text: str, actor: Actor, now: datetime) -> DataRequest:
    """The request stands in the officers' list. Raises Refused: people.not_your_account, people.asked_already."""
    if actor.account_id != account_id:
        raise Refused(no("people.not_your_account", "PIPL 45"))
    if kind not in DataRequest.Kind.values:
        raise Refused(no("people.kind_unknown", "PIPL 50", kind=kind))
    Account.objects.select_for_update().get(pk=account_id)
    if DataRequest.objects.filter(account_id=account_id, kind=kind, state=OPEN).exists():
        raise Refused(no("people.asked_already", "PIPL 50", kind=kind))
    row = DataRequest.objects.create(account_id=account_id, kind=kind, text=clean_lines(text), made_at=now)
    record(verb="data_requested", subject=str(row), actor=actor, now=now, detail={"kind": kind})
    return row


@transaction.atomic
def answer_data_request(
    *, request_id: int, granted: bool, actor: Actor, now: datetime, reason: str = ""
) -> DataRequest:
    """The request was carried out, or refused with its reason, and whoever asked is told.

    What was asked for is done by its own action (import, close_account, erase_person).
    Raises Refused: people.not_allowed, people.reason_missing, data_request.no_such_move.
    """
    row = DataRequest.objects.select_for_update().select_related("account").get(pk=request_id)
    require(_may_answer(actor, row.account, now))
    if not granted:
        require(reason_given(reason))
    row.state = DATA_REQUEST.step(row.state, "grant" if granted else "refuse")
    row.reason, row.answered_at, row.answered_by = reason.strip()[:200], now, actor.id
    row.save(update_fields=["state", "reason", "answered_at", "answered_by"])
    record(verb="data_answered", subject=str(row), actor=actor, now=now, detail={"granted": granted})
    tell(row.account, "data_answered", texts.request_answered(granted, row.reason), now)
    return row


@transaction.atomic
def close_account(*, account_id: int, actor: Actor, now: datetime) -> Account:
    """The account is closed and says nothing of anybody: no phone, no name, no device. The roll is not touched.

    Staff keep theirs as long as they serve: what needs two people goes by accounts, and a second one would be another.
    Raises Refused: people.not_your_account, people.account_closed, people.still_appointed.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    if actor.account_id != account_id and not is_system(actor):
        raise Refused(no("people.not_your_account", "PIPL 47"))
    if account.closed_at is not None:
        raise Refused(no("people.account_closed", "PIPL 47"))
    served = service_lineages(account.person_id, local_date(now)) if account.person_id else []
    if account.is_staff_account and served:
        raise Refused(no("people.still_appointed", "two people", appointments=len(served)))
    for verification in account.verifications.filter(ended_at__isnull=True):
        end_verification(verification, "account closed", now)
    _forget_sign_in(account, now)
    account.login, account.phone, account.person = f"closed:{account.pk}", None, None
    account.totp_secret, account.totp_confirmed_at = None, None
    account.last_login, account.elder_mode = None, False
    account.language = Account._meta.get_field("language").get_default()
    account.set_unusable_password()
    account.is_active, account.closed_at = False, now
    account.session_epoch += 1
    account.save()
    record(verb="account_closed", subject=str(account), actor=actor, now=now)
    return account


@transaction.atomic
def erase_person(*, person_id: int, reason: str, actor: Actor, now: datetime) -> Person:
    """Nothing of the person is readable any more; dated rows, honours and the log keep only its number.

    It is done by whoever answers in a place where the person once owned, lived or served; somebody without any such
    place is erased by whoever answers anywhere.
    Raises Refused: people.not_allowed, people.reason_missing, people.still_on_roll, people.still_appointed.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    on = local_date(now)
    places = last_places(person_id)
    if places or not actor.holds_anywhere("people.answer"):
        require(holds(actor, "people.answer", {one for place in places for one in lineage(place, on)}))
    require(reason_given(reason))
    rows = person.ownerships.filter(current(on)).count() + person.residences.filter(current(on)).count()
    require(may_erase(rows, person.appointments.filter(current(on)).count()))
    for account in Account.objects.filter(person=person, closed_at__isnull=True):
        close_account(account_id=account.pk, actor=Actor(actor.id, account.pk), now=now)
    person.name, person.phone, person.birth_month, person.under_14_until = "", "", "", None
    person.roll_key = keyed_hash("erased", f"{person.pk}")
    person.died_date = None
    person.erased_at = now
    person.save()
    person.unmaskings.all().delete()
    Relation.objects.filter(Q(person=person) | Q(relative=person)).delete()
    record(verb="person_erased", subject=str(person), actor=actor, now=now)
    return person


def _may_answer(actor: Actor, account: Account, now: datetime) -> Verdict:
    """Whoever answers in one of the person's places; an account that no roll knows has no place."""
    chains = person_lineages(account.person_id, local_date(now)) if account.person_id else []
    if not chains and actor.holds_anywhere("people.answer"):
        return YES
    return holds(actor, "people.answer", {one for chain in chains for one in chain})


def _forget_sign_in(account: Account, now: datetime) -> None:
    DeviceSession.objects.filter(account=account).delete()
    SignInAttempt.objects.filter(login__in=[account.login, f"letter:{account.pk}"]).delete()
    for change in PhoneChange.objects.select_for_update().filter(account=account, state=ASKED):
        change.state, change.phone, change.decided_at = PHONE_CHANGE.step(change.state, "lapse"), "", now
        change.save(update_fields=["state", "phone", "decided_at"])
    if account.phone:
        SignInCode.objects.filter(phone=account.phone).delete()


def forget_requests(*, now: datetime) -> int:
    """Requests about data that were answered longer than KEEP_REQUESTS ago are gone; how many. For the tick."""
    return DataRequest.objects.filter(answered_at__lt=now - KEEP_REQUESTS).delete()[0]


def forget_attempts(*, now: datetime) -> int:
    """Sign-in codes and attempts older than KEEP_ATTEMPTS are gone; how many. For the tick: looks at the oldest row only."""
    before = now - KEEP_ATTEMPTS
    gone = 0
    for model, instant in ((SignInCode, "issued_at"), (SignInAttempt, "at")):
        oldest = model.objects.order_by("pk").values_list(instant, flat=True).first()
        if oldest is not None and oldest < before:
            gone += model.objects.filter(**{f"{instant}__lt": before}).delete()[0]
    return gone
