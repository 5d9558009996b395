"""Reading a secret ballot: whose turn was taken, what the log needs, and, after the trustees opened it, what was chosen."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from yuanba.audit import logs, witnesses
from yuanba.ballots import sealing, states
from yuanba.ballots.models import (
    Ballot,
    Option,
    RevokedKey,
    RollMember,
    RollRow,
    SealedPaper,
    SecretBallot,
    TrusteeShare,
    Turn,
)
from yuanba.ballots.secret import opening, papers
from yuanba.ballots.tally import CountPaper
from yuanba.kernel import canonical
from yuanba.kernel.verdict import YES, Refused, Verdict, no

CHUNK = 2000
NONE, TOKEN, PAPER, OFF_ROLL = "NONE", "TOKEN", "PAPER", "OFF_ROLL"


@dataclass(frozen=True)
class SecretState:
    """How far a secret ballot is: counts only. `have` of `needed` shares were handed in; `why` it cannot be counted yet."""

    tokens: int
    papers_given: int
    written: int
    sheets_found: int
    have: int
    needed: int
    trustees: int
    is_strict: bool
    casts_from: datetime
    has_ceremony: bool
    has_issuers: bool
    is_emptied: bool
    sheets_read: bool
    is_complete: bool
    is_opened: bool


def secret_state(ballot: Ballot) -> SecretState:
    """Five queries at any time."""
    secret = SecretBallot.objects.get(ballot=ballot)
    turns = list(Turn.objects.filter(ballot=ballot, state=states.TAKEN).values_list("channel", flat=True))
    return SecretState(
        tokens=turns.count(Turn.Channel.TOKEN),
        papers_given=turns.count(Turn.Channel.PAPER),
        written=secret.papers,
        sheets_found=len(secret.sheets.splitlines()),
        have=secret.needed if secret.key else TrusteeShare.objects.filter(ballot=ballot).count(),
        needed=secret.needed,
        trustees=secret.trustees,
        is_strict=secret.is_strict,
        casts_from=secret.casts_from,
        has_ceremony=bool(secret.sealing),
        has_issuers=bool(secret.issuers and secret.urn),
        is_emptied=secret.is_emptied,
        sheets_read=secret.sheets_read,
        is_complete=bool(logs.final([sealing.log_name(ballot.pk)])),
        is_opened=bool(secret.key),
    )


def keys_there(secret: SecretBallot) -> Verdict:
    """Whether the manifest can name every key, so that the ballot may open. No: ballots.secret_keys_missing."""
    there = {"ceremony": secret.sealing, "issuers": secret.issuers, "urn": secret.urn}
    missing = [name for name, key in there.items() if not key]
    return no("ballots.secret_keys_missing", "the manifest names every key", missing=missing[0]) if missing else YES


def opened(secret: SecretBallot) -> Verdict:
    """Whether a closed secret ballot can be counted. No: ballots.urn_not_emptied, .still_sealed."""
    if not logs.final([sealing.log_name(secret.pk)]):
        why = "sheets" if secret.is_emptied else "urn"
        return no("ballots.urn_not_emptied", "the log is complete before the count", why=why)
    if secret.key:
        return YES
    have = TrusteeShare.objects.filter(ballot=secret.pk).count()
    return no("ballots.still_sealed", "the trustees' shares", have=have, needed=secret.needed)


def secret_waits(ballot: Ballot) -> Verdict:
    """What a secret ballot waits for: keys before it opens, shares after its close. YES for every other one."""
    if ballot.level != "S" or ballot.state not in (states.ANNOUNCED, states.CLOSED):
        return YES
    secret = SecretBallot.objects.get(ballot=ballot)
    return keys_there(secret) if ballot.state == states.ANNOUNCED else opened(secret)


def turn_of(row: RollRow | None) -> str:
    """NONE, TOKEN or PAPER of a roll row; OFF_ROLL where there is none."""
    if row is None:
        return OFF_ROLL
    return Turn.objects.filter(roll_row=row, state=states.TAKEN).values_list("channel", flat=True).first() or NONE


def turns_of(ballot_id: int, row_ids: Collection[int]) -> dict[int, str]:
    """TOKEN or PAPER of those of the roll rows that took one."""
    taken = Turn.objects.filter(ballot_id=ballot_id, roll_row_id__in=list(row_ids), state=states.TAKEN)
    return dict(taken.values_list("roll_row_id", "channel"))


def turns_among(person_id: int, ballot_ids: Collection[int]) -> dict[int, str]:
    """TOKEN or PAPER of those of the secret ballots in which this person's row took one. Nobody knows who cast. One query."""
    own = Q(roll_row__person_id=person_id) | Q(
        roll_row__in=RollMember.objects.filter(person_id=person_id).values("roll_row_id")
    )
    taken = Turn.objects.filter(own, ballot_id__in=ballot_ids, state=states.TAKEN)
    return dict(taken.values_list("ballot_id", "channel"))


def secret_terms(ballot_id: int) -> papers.Terms:
    """The terms of an open secret ballot. Raises Refused: ballots.no_such_ballot, .not_secret, .not_yet_open."""
    ballot = Ballot.objects.filter(pk=ballot_id).exclude(state=states.DRAFT).first()
    if ballot is None:
        raise Refused(no("ballots.no_such_ballot", ballot=ballot_id))
    if ballot.level != "S":
        raise Refused(no("ballots.not_secret", "the announced level", level=ballot.level))
    if not ballot.manifest:
        raise Refused(no("ballots.not_yet_open", opens=ballot.opens_at.isoformat()))
    return papers.terms(ballot.manifest.encode())


def published_manifest(ballot_id: int) -> dict[str, Any]:
    """The manifest with the proof that the register holds it. Raises Refused as `secret_terms` does."""
    secret_terms(ballot_id)
    ballot = Ballot.objects.get(pk=ballot_id)
    head = logs.latest(logs.REGISTER)
    told = logs.beginning_with(logs.REGISTER, f'{{"ballot":"{ballot}","kind":"manifest",')
    assert head is not None and told, "an open ballot is in the register"
    index = told[0][0]
    return {
        "checkpoint": witnesses.with_cosignatures(head),
        "index": index,
        "manifest": ballot.manifest,
        "path": [one.hex() for one in logs.inclusion(index, head).hashes],
    }


def roll_lines(ballot: Ballot) -> Iterator[bytes]:
    """The leaves of the roll's tree, in its order: codes, never persons."""
    rows = RollRow.objects.filter(ballot=ballot).order_by("number").values_list("code", "heads", "area_cm2")
    for code, heads, area_cm2 in rows.iterator(CHUNK):
        yield f'{{"area_cm2":{area_cm2},"ballot":"{ballot}","code":"{code}","heads":{heads}}}\n'.encode()


def revoked_keys(ballot_id: int) -> list[str]:
    return sorted(RevokedKey.objects.filter(ballot_id=ballot_id).values_list("key_hash", flat=True))


def withdrawn(ballot_id: int) -> frozenset[str]:
    """The options that were withdrawn."""
    rows = Option.objects.filter(item__ballot_id=ballot_id, withdrawn_at__isnull=False)
    return frozenset(rows.values_list("key", flat=True))


def sealed_lines(ballot: Ballot) -> Iterator[bytes]:
    """Every paper of a closed ballot, in the order of their hashes."""
    rows = SealedPaper.objects.filter(ballot=ballot).order_by("hash").values_list("body", flat=True)
    for body in rows.iterator(CHUNK):
        yield f"{body}\n".encode()


def secret_papers(ballot: Ballot) -> Iterator[CountPaper]:
    """Every paper and every sheet, opened; what cannot be read is voided as UNREADABLE.

    Raises Refused("ballots.still_sealed").
    """
    secret = SecretBallot.objects.get(ballot=ballot)
    if not secret.key:
        raise Refused(no("ballots.still_sealed", "the trustees' shares", have=0, needed=secret.needed))
    key = opening.private_key(int(secret.key, 16), papers.plain64(secret.sealing))
    assert key is not None, "it was checked when it was stored"
    manifest = canonical.decode(ballot.manifest.encode())
    info = papers.SEAL + bytes.fromhex(ballot.manifest_hash)
    gone = withdrawn(ballot.pk)
    blank: dict[str, list[str]] = {item["key"]: [] for item in manifest["items"]}
    rows = SealedPaper.objects.filter(ballot=ballot).order_by("hash").values_list("key_hash", "body")
    for code, body in rows.iterator(CHUNK):
        choices = opening.choices_of(body.encode(), key, manifest, info, gone)
        yield CountPaper(code, 0, choices or blank, 1, 0, "PHONE", "" if choices else opening.UNREADABLE)
    for number, line in enumerate(secret.sheets.splitlines()):
        yield CountPaper(f"sheet:{number}", 0, json.loads(line), 1, 0, "PAPER", "")
