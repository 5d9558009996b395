"""Who takes part in a secret ballot: a token for the phone or a sheet of paper, one of them, once."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from yuanba.ballots import queries, rules, states
from yuanba.ballots.actions.paper import lineage_of_row
from yuanba.ballots.actions.secret_setup import ask
from yuanba.ballots.actions.sequencing import add_leaves
from yuanba.ballots.actions.steps import lineage_of, locked, note
from yuanba.ballots.models import Ballot, RevokedKey, RollRow, SecretBallot, TokenRequest, Turn
from yuanba.ballots.secret import codes, papers, rsabssa
from yuanba.ballots.secret.clients import IssuerPort
from yuanba.ballots.secret.seed import ISSUERS, voice
from yuanba.kernel import canonical
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, Verdict, no, require

TURN_SOURCE = "one token or one sheet of paper for each voter"


def ask_token(
    *, ballot_id: int, blinded: Sequence[str], actor: Actor, issuers: Sequence[IssuerPort], now: datetime
) -> list[str]:
    """Both issuers' blind signatures, Base64; from now on this voter gets no paper. The same messages, the same answer.

    Call outside a transaction: the turn is kept before anybody is asked.
    Raises Refused: ballots.no_such_ballot, .not_secret, .not_yet_open, .closed, .annulled, .tokens_over, .not_verified,
    .not_on_roll, .blinded_unreadable, .paper_given, .token_conflict, .issuer_silent, .issuer_refuses.
    """
    ballot, on = _open_secret(ballot_id, now)
    if actor.person_id is None:
        raise Refused(no("ballots.not_verified", "verified residents vote"))
    row = queries.roll_row_of(ballot_id, actor.person_id)
    # Who took a token in time may ask for the same one again: the phone's storage may be wiped any day.
    if now >= on.tokens_until and queries.turn_of(row) != Turn.Channel.TOKEN:
        raise Refused(no("ballots.tokens_over", "the announced window", until=on.tokens_until.isoformat()))
    if row is None:
        raise Refused(no("ballots.not_on_roll", "the roll frozen at opening", date=ballot.roll_date))
    _check_blinded(blinded, on)
    turn = _turn_with(row, blinded)
    found = []
    for request, port in zip(turn.requests.order_by("issuer"), issuers, strict=True):
        if not request.signature:
            _sign(request, row.code, on, port, now)
        found.append(request.signature)
    return found


def _check_blinded(blinded: Sequence[str], on: papers.Terms) -> None:
    """Raises Refused("ballots.blinded_unreadable") unless each is 256 bytes between 1 and n - 1."""
    try:
        numbers = [int.from_bytes(_sized(papers.plain64(one))) for one in blinded]
        good = [1 < z < int.from_bytes(on.moduli[issuer]) - 1 for issuer, z in zip(ISSUERS, numbers, strict=True)]
    except (ValueError, TypeError, AttributeError):
        good = [False]
    if not all(good):
        raise Refused(no("ballots.blinded_unreadable", "RFC 9474, 4.3"))


def _sized(data: bytes) -> bytes:
    if len(data) != rsabssa.BYTES:
        raise ValueError("not 256 bytes")
    return data


@transaction.atomic
def _turn_with(row: RollRow, blinded: Sequence[str]) -> Turn:
    """The voter's turn with exactly these requests, now or before. Raises Refused: ballots.paper_given, .token_conflict."""
    try:
        with transaction.atomic():
            turn = Turn.objects.create(ballot_id=row.ballot_id, roll_row=row, channel=Turn.Channel.TOKEN)
            for issuer, one in zip(ISSUERS, blinded, strict=True):
                TokenRequest.objects.create(turn=turn, issuer=issuer, blinded=one)
    except IntegrityError:
        turn = Turn.objects.get(roll_row=row, state=states.TAKEN)
        require(_same_turn(turn, blinded))
    return turn


def _same_turn(turn: Turn, blinded: Sequence[str]) -> Verdict:
    if turn.channel == Turn.Channel.PAPER:
        return no("ballots.paper_given", TURN_SOURCE)
    asked = list(turn.requests.order_by("issuer").values_list("blinded", flat=True))
    return Verdict(True) if asked == list(blinded) else no("ballots.token_conflict", TURN_SOURCE)


def _sign(request: TokenRequest, code: str, on: papers.Terms, port: IssuerPort, now: datetime) -> None:
    """The request has its answer, which is a signature of what was asked."""
    permit = {
        "ballot": on.ballot,
        "blinded": request.blinded,
        "code": code,
        "issuer": request.issuer,
        "kind": "token",
    }
    signature = str(ask(port, permit, now).get("signature", ""))
    n = int.from_bytes(on.moduli[request.issuer])
    try:
        signed = pow(int.from_bytes(_sized(papers.plain64(signature))), rsabssa.EXPONENT, n)
    except ValueError:
        signed = 0
    if signed != int.from_bytes(papers.plain64(request.blinded)):
        raise Refused(no("ballots.issuer_refuses", "RFC 9474, 4.3", issuer=request.issuer, why="signature"))
    request.signature = signature
    request.save(update_fields=["signature"])


@transaction.atomic
def give_paper(*, ballot_id: int, roll_row_id: int, actor: Actor, now: datetime) -> Turn:
    """This voter has a sheet without a number, to be put into the paper urn; no token can be taken any more.

    Raises Refused: ballots.no_such_ballot, .not_secret, .not_permitted, .no_paper_channel, .not_yet_open, .closed,
    .annulled, .not_on_roll, .turn_taken.
    """
    ballot, _ = _open_secret(ballot_id, now)
    row = RollRow.objects.select_related("ballot", "premises").filter(pk=roll_row_id, ballot=ballot).first()
    if row is None:
        raise Refused(no("ballots.not_on_roll", "the roll frozen at opening", date=ballot.roll_date))
    require(rules.may_handle_paper(actor, lineage_of_row(row, now)))
    if ballot.paper_rule == Ballot.PaperRule.NONE:
        raise Refused(no("ballots.no_paper_channel", "the announcement"))
    try:
        with transaction.atomic():
            turn = Turn.objects.create(ballot=ballot, roll_row=row, channel=Turn.Channel.PAPER)
    except IntegrityError as error:
        before = Turn.objects.get(roll_row=row, state=states.TAKEN)
        raise Refused(no("ballots.turn_taken", TURN_SOURCE, channel=before.channel)) from error
    note(ballot, "give_secret_paper", actor=actor, now=now)
    return turn


def give_back_token(
    *, ballot_id: int, seed: str, actor: Actor, issuers: Sequence[IssuerPort], now: datetime
) -> RollRow:
    """A token that nobody can have used is void, its key is named in the log, and its voter may take another, or paper.

    The seed is the proof: only who took the token has it. Before the first vote can be cast, and never later.
    Raises Refused: ballots.no_such_ballot, .not_secret, .not_permitted, .not_yet_open, .closed, .annulled,
    .casting_began, .seed_unreadable, .seed_unknown, .issuer_silent, .issuer_refuses.
    """
    ballot, on = _open_secret(ballot_id, now)
    require(rules.may_handle_paper(actor, lineage_of(ballot, now)))
    if now >= on.casts_from:
        raise Refused(
            no("ballots.casting_began", "a token that may have been used stays", casts=on.casts_from.isoformat())
        )
    try:
        data = codes.read_seed(seed)
    except codes.BadCode as bad:
        raise Refused(no("ballots.seed_unreadable", "the check signs of the code", line=bad.line)) from bad
    mine = voice(data, on.manifest_hash, on.moduli)
    asked = base64.b64encode(mine.blinded(1, on.moduli[1])).decode()
    request = TokenRequest.objects.select_related("turn__roll_row").filter(
        turn__ballot=ballot, turn__state=states.TAKEN, issuer=1, blinded=asked
    )
    found = request.first()
    if found is None:
        raise Refused(no("ballots.seed_unknown", "the seed is the proof"))
    row = found.turn.roll_row
    for issuer, port in zip(ISSUERS, issuers, strict=True):
        ask(port, {"ballot": on.ballot, "code": row.code, "issuer": issuer, "kind": "void", "seed": data.hex()}, now)
    _void(found.turn, hashlib.sha256(mine.key).hexdigest(), actor, now)
    return row


@transaction.atomic
def _void(turn: Turn, key_hash: str, actor: Actor, now: datetime) -> None:
    ballot = locked(turn.ballot_id)
    if not Turn.objects.filter(pk=turn.pk, state=states.TAKEN).update(state=states.GIVEN_BACK):
        return  # somebody else did it
    RevokedKey.objects.create(ballot=ballot, key_hash=key_hash)
    add_leaves(ballot, [canonical.encode({"ballot": str(ballot), "key": key_hash, "kind": "revoked"})], now)
    note(ballot, "give_back_token", actor=actor, now=now, detail={"key": key_hash})


def _open_secret(ballot_id: int, now: datetime) -> tuple[Ballot, papers.Terms]:
    """The ballot and the terms of its manifest, while votes are taken."""
    ballot = Ballot.objects.filter(pk=ballot_id).first()
    if ballot is None:
        raise Refused(no("ballots.no_such_ballot", ballot=ballot_id))
    if ballot.level != "S" or not SecretBallot.objects.filter(ballot=ballot).exists():
        raise Refused(no("ballots.not_secret", "the announced level", level=ballot.level))
    require(rules.may_vote_now(ballot, now))
    return ballot, papers.terms(ballot.manifest.encode())
