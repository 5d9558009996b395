"""An account becomes a person of the roll: by a sealed letter's code, or by a community worker at the desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people import texts
from yuanba.people.actions.bodies import reach_of
from yuanba.people.actions.news import tell
from yuanba.people.keys import keyed_hash, letter_code, letter_text
from yuanba.people.models import Account, LetterBatch, LetterCode, Person, SignInAttempt, Verification
from yuanba.people.queries.persons import person_lineages
from yuanba.people.queries.roll import roll_at
from yuanba.people.rules import CLAIM_TRIES, LETTER_LIFE, holds, may_release_letters, reason_given, sign_in_open
from yuanba.people.states import LETTERS, RELEASED
from yuanba.places.queries import premises_label, spoken

BATCH = 500
CLAIM_WINDOW = timedelta(hours=1)
# What a community worker may have looked at. Their eyes are enough: no copy is kept.
EVIDENCE = frozenset({"ID_CARD", "DEED", "HOUSEHOLD_BOOK", "LEASE", "PERSONALLY_KNOWN"})


@dataclass(frozen=True)
class Letter:
    """One sealed letter, to be printed once: the code is nowhere else in the clear."""

    person_id: int
    name: str
    premises: str
    code: str
    expires_at: datetime


@transaction.atomic
def request_letters(*, territory_id: int, actor: Actor, now: datetime, person_ids: tuple[int, ...] = ()) -> LetterBatch:
    """A print run is asked for: for these persons, or for everybody on the territory's roll who is not verified.

    Raises Refused(people.not_allowed).
    """
    require(holds(actor, "people.letters_request", reach_of(actor, territory_id, now)))
    row = LetterBatch.objects.create(
        territory_id=territory_id, person_ids=sorted(set(person_ids)), requested_by=actor.id, requested_at=now
    )
    detail = {"persons": len(row.person_ids)}
    record(verb="letters_requested", subject=str(row), actor=actor, now=now, detail=detail, territory_id=territory_id)
    return row


@transaction.atomic
def release_letters(*, batch_id: int, actor: Actor, now: datetime) -> list[Letter]:
    """Every person of the batch has a fresh code, printed from what is returned; their older letters no longer work.

    Raises Refused: people.letters_take_two, people.not_allowed, letters.no_such_move, people.letters_for_nobody.
    """
    batch = LetterBatch.objects.select_for_update().get(pk=batch_id)
    require(may_release_letters(actor, batch.requested_by, reach_of(actor, batch.territory_id, now)))
    batch.state = LETTERS.step(batch.state, "release")
    homes = _addressees(batch, now)
    if not homes:
        raise Refused(no("people.letters_for_nobody", "sealed letters go to people on the roll"))
    batch.released_by, batch.released_at = actor.id, now
    batch.save(update_fields=["state", "released_by", "released_at"])
    expires_at = now + LETTER_LIFE
    codes = {person_id: letter_code() for person_id in homes}
    for part in _parts(sorted(homes)):
        LetterCode.objects.filter(person__in=part, used_at__isnull=True, voided_at__isnull=True).update(voided_at=now)
    LetterCode.objects.bulk_create(
        [
            LetterCode(
                batch=batch,
                person_id=person_id,
                premises_id=homes[person_id],
                code_hash=_hash(code),
                expires_at=expires_at,
            )
            for person_id, code in codes.items()
        ],
        batch_size=BATCH,
    )
    record(
        verb="letters_released",
        subject=str(batch),
        actor=actor,
        now=now,
        detail={"letters": len(codes)},
        territory_id=batch.territory_id,
    )
    return _letters(homes, codes, expires_at)


@transaction.atomic
def void_letters(*, batch_id: int, reason: str, actor: Actor, now: datetime) -> LetterBatch:
    """The batch's unused codes no longer work (a lost bag of letters). Raises Refused: people.reason_missing…"""
    batch = LetterBatch.objects.select_for_update().get(pk=batch_id)
    require(holds(actor, "people.letters_request", reach_of(actor, batch.territory_id, now)))
    require(reason_given(reason))
    batch.state = LETTERS.step(batch.state, "void")
    batch.save(update_fields=["state"])
    voided = batch.codes.filter(used_at__isnull=True, voided_at__isnull=True).update(voided_at=now)
    record(
        verb="letters_voided",
        subject=str(batch),
        actor=actor,
        now=now,
        detail={"letters": voided},
        territory_id=batch.territory_id,
    )
    return batch


def claim_by_letter(*, account_id: int, code: str, actor: Actor, now: datetime) -> Verification:
    """The account is the person to whom the letter was sealed. Call outside a transaction: wrong codes are counted.

    Raises Refused: people.letter_wrong (also expired, used, void), people.locked_out, people.person_taken,
    people.account_taken, people.not_your_account.
    """
    if actor.account_id != account_id:
        raise Refused(no("people.not_your_account", "only the own account"))
    tries = SignInAttempt.objects.filter(login=f"letter:{account_id}", succeeded=False, at__gt=now - CLAIM_WINDOW)
    if tries.count() >= CLAIM_TRIES:
        require(sign_in_open(tries.latest("at").at + CLAIM_WINDOW, now))
    letter = LetterCode.objects.filter(
        code_hash=_hash(letter_text(code)), used_at__isnull=True, voided_at__isnull=True, expires_at__gt=now
    ).first()
    if letter is None or letter.batch.state != RELEASED:
        SignInAttempt.objects.create(login=f"letter:{account_id}", succeeded=False, at=now)
        raise Refused(no("people.letter_wrong", "a sealed letter proves the home"))
    with transaction.atomic():
        taken = LetterCode.objects.filter(pk=letter.pk, used_at__isnull=True, voided_at__isnull=True)
        if not taken.update(used_at=now):
            raise Refused(no("people.letter_wrong", "a sealed letter proves the home"))
        account = Account.objects.select_for_update().get(pk=account_id)
        chains = person_lineages(letter.person_id, local_date(now))
        return verify_account(
            account, letter.person, Seen(Verification.Method.LETTER, "LETTER", chains), actor=actor, now=now
        )


@transaction.atomic
def unverify(*, verification_id: int, reason: str, actor: Actor, now: datetime) -> Verification:
    """The account is nobody of the roll any more, and is told why; the person may be verified again.

    Raises Refused: people.not_allowed, people.reason_missing, people.verification_ended.
    """
    row = Verification.objects.select_for_update().select_related("account").get(pk=verification_id)
    reach = {one for chain in person_lineages(row.person_id, local_date(now)) for one in chain}
    require(holds(actor, "people.verify", reach))
    require(reason_given(reason))
    if row.ended_at is not None:
        raise Refused(no("people.verification_ended", "verified against the roll"))
    end_verification(row, reason, now)
    detail = {"account": row.account_id, "person": row.person_id}
    record(verb="unverified", subject=str(row), actor=actor, now=now, detail=detail)
    tell(row.account, "unverified", texts.unverified(reason), now)
    return row


def end_verification(row: Verification, reason: str, now: datetime) -> None:
    """The row is ended and its account is nobody; inside the caller's transaction."""
    row.ended_at, row.ended_reason = now, reason.strip()[:120]
    row.save(update_fields=["ended_at", "ended_reason"])
    Account.objects.filter(pk=row.account_id).update(person=None)


@dataclass(frozen=True)
class Seen:
    """By what somebody is known to be this person: the method, the evidence, and the lineages of the person's places."""

    method: str
    evidence: str
    chains: list[tuple[int, ...]]


def verify_account(account: Account, person: Person, seen: Seen, *, actor: Actor, now: datetime) -> Verification:
    """The account is the person, in the caller's transaction, who has asked whether it may be."""
    if account.is_staff_account or account.closed_at is not None:
        raise Refused(no("people.account_taken", "one account per person"))
    try:
        with transaction.atomic():
            row = Verification.objects.create(
                account=account, person=person, method=seen.method, verified_by=actor.id, verified_at=now
            )
            Account.objects.filter(pk=account.pk).update(person=person)
    except IntegrityError as error:
        code = "person_taken" if person.verifications.filter(ended_at__isnull=True).exists() else "account_taken"
        raise Refused(no(f"people.{code}", "one account per person")) from error
    detail = {"account": account.pk, "person": person.pk, "evidence": seen.evidence}
    record(verb="verified", subject=str(row), actor=actor, now=now, detail=detail)
    tell(account, "verified", texts.verified(_place(seen.chains, now)), now)
    return row


def _place(chains: list[tuple[int, ...]], now: datetime) -> str:
    return spoken(chains[0][:2], local_date(now)) if chains else ""


def _addressees(batch: LetterBatch, now: datetime) -> dict[int, int]:
    """Person to premises, of everybody on the roll (resident or owner) who is not verified yet, as far as asked for."""
    on = local_date(now)
    rows_of = roll_at(on, "RESIDENTS", batch.territory_id)
    homes: dict[int, int | None] = {row.person_id: row.premises_id for row in rows_of if row.person_id}
    for row in roll_at(on, "OWNERS", batch.territory_id):
        for person_id in row.voters:
            homes.setdefault(person_id, row.premises_id)
    if batch.person_ids:
        wanted = set(batch.person_ids)
        homes = {person: premises for person, premises in homes.items() if person in wanted}
    verified: set[int] = set()
    for part in _parts(sorted(homes)):
        rows = Verification.objects.filter(person__in=part, ended_at__isnull=True)
        verified.update(rows.values_list("person_id", flat=True))
    return {person: home for person, home in homes.items() if home is not None and person not in verified}


def _letters(homes: dict[int, int], codes: dict[int, str], expires_at: datetime) -> list[Letter]:
    names: dict[int, str] = {}
    labels: dict[int, str] = {}
    for part in _parts(sorted(homes)):
        names.update(Person.objects.filter(pk__in=part).values_list("pk", "name"))
    for part in _parts(sorted(set(homes.values()))):
        labels.update(premises_label(part))
    letters = [Letter(one, names[one], labels[homes[one]], code, expires_at) for one, code in codes.items()]
    return sorted(letters, key=lambda letter: (letter.premises, letter.person_id))


def _parts(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


def _hash(code: str) -> str:
    return keyed_hash("letter", code)
