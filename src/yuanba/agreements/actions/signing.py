"""Signatures: with one tap, on paper with a scan, by an organisation; and taken back."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from yuanba.agreements import queries, rules, states
from yuanba.agreements.actions.steps import locked, note
from yuanba.agreements.models import Agreement, AgreementVersion, Signature
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Person
from yuanba.places.queries import lineage


@transaction.atomic
def sign(*, version_id: int, text_hash: str, shows_name: bool, actor: Actor, now: datetime) -> Signature:
    """The person stands by exactly the text that was on the page. Signing again changes nothing but `shows_name`.

    Raises Refused: agreements.not_verified, .not_to_sign, .not_for_persons, .not_adult, .not_of_here, .not_owner,
    .text_changed.
    """
    version = locked(version_id)
    if actor.person_id is None:
        raise Refused(no("agreements.not_verified", rules.SOURCE))
    person = Person.objects.get(pk=actor.person_id)
    require(rules.may_sign(version, person, local_date(now)))
    if text_hash != version.text_hash:
        raise Refused(no("agreements.text_changed", rules.SOURCE))
    earlier = queries.signature_of(version_id, person.pk)
    if earlier is not None:
        return show_name(signature_id=earlier.pk, shows_name=shows_name, actor=actor, now=now)
    return _kept(version, actor, now, person=person, shows_name=shows_name, signed_date=local_date(now))


@transaction.atomic
def sign_on_paper(
    *,
    version_id: int,
    person_id: int,
    scan_file_id: int,
    signed_date: date,
    shows_name: bool,
    actor: Actor,
    now: datetime,
) -> Signature:
    """A signature on paper stands with its scan; one that the person gave before stays the one.

    Raises Refused: agreements.not_permitted, .scan_missing, .signed_when, and those of `sign`.
    """
    version = locked(version_id)
    require(rules.may_take_paper(actor, version.agreement.territory_id, now))
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Refused(no("agreements.not_of_here", rules.SOURCE))
    require(rules.may_sign(version, person, local_date(now)))
    _check_paper(version, scan_file_id, signed_date, actor, now)
    earlier = queries.signature_of(version_id, person_id)
    if earlier is not None:
        return earlier
    return _kept(
        version, actor, now, person=person, shows_name=shows_name, signed_date=signed_date, scan_file_id=scan_file_id
    )


@transaction.atomic
def sign_for_party(
    *, version_id: int, party_name: str, scan_file_id: int, signed_date: date, actor: Actor, now: datetime
) -> Signature:
    """An organisation signed on paper with its seal; its name is public.

    Raises Refused: agreements.not_permitted, .not_to_sign, .not_for_parties, .party_missing, .scan_missing,
    .signed_when, .personal_numbers.
    """
    version = locked(version_id)
    require(rules.may_organise(actor, version.agreement.territory_id, now))
    if version.state != states.ADOPTED:
        raise Refused(no("agreements.not_to_sign", rules.SOURCE, state=version.state))
    if version.agreement.signers != Agreement.Signers.PARTIES:
        raise Refused(no("agreements.not_for_parties", rules.SOURCE))
    name = clean(party_name)[:120]
    if not name:
        raise Refused(no("agreements.party_missing", rules.SOURCE))
    require(rules.impersonal(name))
    _check_paper(version, scan_file_id, signed_date, actor, now)
    earlier = version.signatures.filter(party_name=name, state=states.SIGNED).first()
    if earlier is not None:
        return earlier
    return _kept(version, actor, now, party_name=name, signed_date=signed_date, scan_file_id=scan_file_id)


@transaction.atomic
def show_name(*, signature_id: int, shows_name: bool, actor: Actor, now: datetime) -> Signature:
    """The name is public from now on, or no longer. Raises Refused: agreements.not_yours, .no_signature."""
    signature, version = _found(signature_id)
    require(rules.is_own_signature(actor, signature, lineage(version.agreement.territory_id, local_date(now))))
    if signature.shows_name != shows_name:
        signature.shows_name = shows_name
        signature.save(update_fields=["shows_name"])
        note(version, "show_name", actor=actor, now=now, detail={"signature": signature.pk, "shown": shows_name})
    return signature


@transaction.atomic
def withdraw_signature(*, signature_id: int, actor: Actor, now: datetime) -> Signature:
    """The signature counts no longer, and the name is gone from the page; that it stood is kept.

    Raises Refused: agreements.not_yours, .no_signature, agreement_signature.no_such_move.
    """
    signature, version = _found(signature_id)
    require(rules.is_own_signature(actor, signature, lineage(version.agreement.territory_id, local_date(now))))
    signature.state = states.SIGNATURE.step(signature.state, "unsign")
    signature.withdrawn_at, signature.shows_name = now, False
    signature.save(update_fields=["state", "withdrawn_at", "shows_name"])
    note(version, "unsign", actor=actor, now=now, detail={"signature": signature.pk})
    return signature


def _kept(version: AgreementVersion, actor: Actor, now: datetime, **columns: Any) -> Signature:
    """The signature, or the one that somebody quicker has written."""
    channel = Signature.Channel.PAPER if "scan_file_id" in columns else Signature.Channel.ONLINE
    try:
        with transaction.atomic():
            row = Signature.objects.create(
                version=version, channel=channel, signed_at=now, recorded_by=actor.id, **columns
            )
    except IntegrityError:
        same = {name: columns[name] for name in ("person", "party_name") if name in columns}
        return Signature.objects.get(version=version, state=states.SIGNED, **same)
    note(version, "sign", actor=actor, now=now, detail={"signature": row.pk, "channel": channel})
    return row


def _check_paper(version: AgreementVersion, scan_file_id: int, signed_date: date, actor: Actor, now: datetime) -> None:
    scan = chosen([scan_file_id]).get(scan_file_id)
    if scan is None or scan.erased_at is not None or scan.uploader != actor.id:
        raise Refused(no("agreements.scan_missing", rules.SOURCE))
    if signed_date > local_date(now) or (version.decision_date and signed_date < version.decision_date):
        raise Refused(no("agreements.signed_when", rules.SOURCE, day=signed_date.isoformat()))


def _found(signature_id: int) -> tuple[Signature, AgreementVersion]:
    version_id = Signature.objects.filter(pk=signature_id).values_list("version_id", flat=True).first()
    if version_id is None:
        raise Refused(no("agreements.no_signature", signature=signature_id))
    version = locked(version_id)
    return Signature.objects.get(pk=signature_id), version
