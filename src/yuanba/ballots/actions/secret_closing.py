"""A secret ballot's papers: into the log while it runs, out of the urn at the close, opened by the trustees."""

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from yuanba.audit import logs
from yuanba.ballots import queries, rules, sealing, states
from yuanba.ballots.actions.secret_setup import ask
from yuanba.ballots.actions.sequencing import add_leaves, end_log
from yuanba.ballots.actions.steps import lineage_of, locked, note
from yuanba.ballots.models import (
    Ballot,
    RevokedKey,
    SealedPaper,
    SecretBallot,
    TrusteeShare,
    Turn,
    UrnReading,
)
from yuanba.ballots.secret import codes, opening, papers, shamir
from yuanba.ballots.secret.clients import IssuerPort, Silent, UrnPort
from yuanba.ballots.secret.seed import ISSUERS
from yuanba.kernel import canonical
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no, require

logger = logging.getLogger("yuanba.ballots.secret")
CHUNK = 2000
URN_SOURCE = "the urn and the log of the ballot"


def secret_round(*, urn: UrnPort, issuers: Sequence[IssuerPort], now: datetime) -> int:
    """Every batch that the urn wrote stands in its ballot's log, and the urns of closed ballots are emptied; new leaves.

    A service that does not answer, or answers wrongly, holds up its own ballot only; the next round asks again.
    """
    total = 0
    live = Ballot.objects.filter(level="S", state__in=[states.OPEN, states.CLOSED], sealed__is_emptied=False)
    for ballot in live.order_by("pk"):
        try:
            total += log_batches(ballot_id=ballot.pk, urn=urn, now=now)
            if ballot.state == states.CLOSED:
                empty_urn(ballot_id=ballot.pk, urn=urn, issuers=issuers, now=now)
        except (Refused, Silent) as why:
            logger.warning("%s: %s", ballot, why.verdict.code if isinstance(why, Refused) else why)
    return total


def log_batches(*, ballot_id: int, urn: UrnPort, now: datetime) -> int:
    """The batches that were written since have their leaves, each exactly once; how many leaves are new.

    Raises Silent.
    """
    total = 0
    while True:
        number = SecretBallot.objects.values_list("batches", flat=True).get(pk=ballot_id)
        hashes = urn.batch(f"ballot:{ballot_id}", number)
        if hashes is None:
            return total
        total += _log_batch(ballot_id, number, hashes, now)


@transaction.atomic
def _log_batch(ballot_id: int, number: int, hashes: Sequence[str], now: datetime) -> int:
    ballot = locked(ballot_id)
    moved = SecretBallot.objects.filter(pk=ballot_id, batches=number, is_emptied=False)
    if not moved.update(batches=number + 1, papers=F("papers") + len(hashes)):
        return 0  # another round was quicker
    add_leaves(ballot, [papers.leaf(str(ballot), one) for one in hashes], now)
    return len(hashes)


def empty_urn(*, ballot_id: int, urn: UrnPort, issuers: Sequence[IssuerPort], now: datetime) -> bool:
    """After the close: every paper is here, checked, and exactly those are in the log; the three statements too.

    False while the urn is not closed yet. Raises Silent; Refused: ballots.urn_differs, .too_many_cast, .issuer_silent,
    .issuer_refuses.
    """
    ballot = Ballot.objects.get(pk=ballot_id)
    on = papers.terms(ballot.manifest.encode())
    said = urn.closed(on.ballot, now)
    if said is None:
        return False
    log_batches(ballot_id=ballot_id, urn=urn, now=now)
    statements = [said]
    for issuer, port in zip(ISSUERS, issuers, strict=True):
        statements.append(ask(port, {"ballot": on.ballot, "issuer": issuer, "kind": "statement"}, now))
    found = sorted(_checked(urn.papers(on.ballot), on), key=lambda paper: paper.hash)
    _check_statements(ballot, on, statements, found)
    with transaction.atomic():
        ballot = locked(ballot_id)
        if not SecretBallot.objects.filter(pk=ballot_id, is_emptied=False).update(is_emptied=True):
            return True
        rows = (
            SealedPaper(ballot=ballot, hash=one.hash, key_hash=one.key_hash, body=one.body.decode()) for one in found
        )
        SealedPaper.objects.bulk_create(rows, batch_size=CHUNK)
        add_leaves(ballot, [canonical.encode(one) for one in statements], now)
        _end_if_complete(ballot, now)
    return True


def _checked(bodies: Iterator[bytes], on: papers.Terms) -> Iterator[papers.Paper]:
    for body in bodies:
        try:
            yield papers.read(body, on)
        except papers.BadPaper as bad:
            raise Refused(no("ballots.urn_differs", URN_SOURCE, why=bad.code)) from bad


def _check_statements(
    ballot: Ballot, on: papers.Terms, statements: Sequence[Mapping[str, object]], found: Sequence[papers.Paper]
) -> None:
    """What is about to be logged is what the verifier will accept. Raises Refused: ballots.urn_differs, .too_many_cast."""
    logged = {body for _, body in logs.entries(sealing.log_name(ballot.pk)) if '"kind":"sealed"' in body}
    leaves = {papers.leaf(on.ballot, paper.hash).decode() for paper in found}
    revoked = sorted(RevokedKey.objects.filter(ballot=ballot).values_list("key_hash", flat=True))
    wrong = [
        why
        for why, holds in (
            ("leaves", logged == leaves and len(leaves) == len(found)),
            ("keys", len({paper.key_hash for paper in found} - set(revoked)) == len(found)),
            ("count", statements[0].get("papers") == len(found)),
            ("statement", papers.is_stated(on.urn_key, statements[0])),
            ("issuers", all(papers.is_stated(on.statement_keys[one["issuer"]], one) for one in statements[1:])),  # type: ignore[index]
            ("revoked", all(one.get("revoked") == revoked for one in statements[1:])),
        )
        if not holds
    ]
    if wrong:
        raise Refused(no("ballots.urn_differs", URN_SOURCE, why=wrong[0]))
    for one in statements[1:]:
        live = int(str(one["issued"])) - len(revoked)
        given = Turn.objects.filter(ballot=ballot, channel=Turn.Channel.PAPER, state=states.TAKEN).count()
        if len(found) > live or live + given > ballot.roll_rows:
            raise Refused(no("ballots.too_many_cast", URN_SOURCE, cast=len(found), issued=live, rows=ballot.roll_rows))


@transaction.atomic
def read_urn(
    *, ballot_id: int, sheets: Sequence[Mapping[str, Sequence[str]]], actor: Actor, now: datetime
) -> SecretBallot:
    """One clerk's reading of every sheet in the paper urn, empty lists where nothing can be read. Two clerks who read
    the same sheets, in any order, are believed, and the count stands in the log.

    Raises Refused: ballots.not_permitted, .not_secret, .urn_not_emptied, .sheets_counted, .too_many_sheets,
    .option_unknown.
    """
    ballot = locked(ballot_id)
    require(rules.may_handle_paper(actor, lineage_of(ballot, now)))
    secret = _secret(ballot)
    if not secret.is_emptied:
        raise Refused(no("ballots.urn_not_emptied", "sheets are counted after the close"))
    if secret.sheets_read or logs.final([sealing.log_name(ballot.pk)]):
        raise Refused(no("ballots.sheets_counted", "two clerks read alike"))
    given = _papers_given(ballot)
    if len(sheets) > given:
        raise Refused(
            no("ballots.too_many_sheets", "no more sheets than were given out", found=len(sheets), given=given)
        )
    text = _sheets_text(ballot, sheets)
    UrnReading.objects.update_or_create(
        ballot=ballot, clerk=actor.id, defaults={"clerk_person_id": actor.person_id, "sheets": text}
    )
    note(ballot, "read_urn", actor=actor, now=now, detail={"found": len(sheets), "given": given})
    other = UrnReading.objects.filter(ballot=ballot, sheets=text).exclude(clerk=actor.id)
    if actor.person_id is not None:
        other = other.exclude(clerk_person_id=actor.person_id)
    second = other.first()
    if second is not None:
        _believe(secret, ballot, text, [second.clerk, actor.id], now)
    return secret


def _sheets_text(ballot: Ballot, sheets: Sequence[Mapping[str, Sequence[str]]]) -> str:
    """The sheets as the bundle shows them: canonical choices, one a line, in the order of their bytes."""
    manifest = canonical.decode(ballot.manifest.encode())
    items = [item["key"] for item in manifest["items"]]
    ranked, gone = opening.ranked_items(manifest), queries.withdrawn(ballot.pk)
    lines = []
    for sheet in sheets:
        full = {item: list(sheet.get(item, ())) for item in items}
        line = canonical.encode({item: chosen if item in ranked else sorted(chosen) for item, chosen in full.items()})
        if set(sheet) - set(items) or opening.readable(line, manifest, gone, on_paper=True) is None:
            raise Refused(no("ballots.option_unknown", "the announced sheet", item="", option=""))
        lines.append(line)
    return "".join(line.decode() + "\n" for line in sorted(lines))


def _believe(secret: SecretBallot, ballot: Ballot, text: str, clerks: Sequence[str], now: datetime) -> None:
    """The reading stands, and a leaf says who counted how many sheets."""
    secret.sheets, secret.sheets_read = text, True
    secret.save(update_fields=["sheets", "sheets_read"])
    key = bytes.fromhex(ballot.secret.code_key)
    leaf = {
        "ballot": str(ballot),
        "clerks": sorted(sealing.voter_code(key, clerk) for clerk in clerks),
        "found": len(text.splitlines()),
        "given": _papers_given(ballot),
        "kind": "sheets",
        "sheets": hashlib.sha256(text.encode()).hexdigest(),
    }
    add_leaves(ballot, [canonical.encode(leaf)], now)
    _end_if_complete(ballot, now)


def _end_if_complete(ballot: Ballot, now: datetime) -> None:
    """The closing is the log's last leaf, once the urn is emptied and the paper urn, if there is one, was read."""
    secret = SecretBallot.objects.get(ballot=ballot)
    if secret.is_emptied and (secret.sheets_read or not _papers_given(ballot)):
        end_log(ballot, now, papers=secret.papers)


@transaction.atomic
def hand_in_share(*, ballot_id: int, share: str, actor: Actor, now: datetime) -> SecretBallot:
    """A trustee's share is kept; with enough of them the ballot's key is there, and their values are erased.

    Ballots that share a ceremony are opened together, when the last of them is complete. Of those with fewer sheets
    than they may be opened with, the sealed papers are erased before the first share is taken.
    Raises Refused: ballots.no_such_ballot, .not_secret, .share_early, .share_unreadable, .share_wrong, .too_few_to_open.
    """
    rows = [_secret(locked(pk)) for pk in _sharing(ballot_id)]
    own = next(one for one in rows if one.pk == ballot_id)
    if own.key:
        return own
    together = [one for one in rows if one is own or one.ballot.state != states.ANNULLED]
    if not all(one.ballot.state == states.CLOSED and _is_complete(one) for one in together):
        raise Refused(no("ballots.share_early", "after the close, when the log is complete"))
    found = _read_share(share, own)
    thick = [one for one in together if _sheets_in(one) >= one.least]
    if not thick:
        least, sheets = own.least, _sheets_in(own)
        raise Refused(no("ballots.too_few_to_open", "so few cannot hide among each other", sheets=sheets, least=least))
    SealedPaper.objects.filter(ballot__in=[one.pk for one in together if one not in thick]).update(body="")
    for one in thick:
        _take_share(one, found, actor, now)
    return SecretBallot.objects.get(pk=ballot_id)


def _sharing(ballot_id: int) -> list[int]:
    """This ballot and all that share its ceremony, in the one order in which they are locked."""
    key = SecretBallot.objects.filter(pk=ballot_id).values_list("sealing", flat=True).first()
    if not key:
        return [ballot_id]
    return list(SecretBallot.objects.filter(sealing=key).order_by("pk").values_list("pk", flat=True))


def _is_complete(secret: SecretBallot) -> bool:
    return bool(logs.final([sealing.log_name(secret.pk)]))


def _sheets_in(secret: SecretBallot) -> int:
    return secret.papers + len(secret.sheets.splitlines())


def _take_share(secret: SecretBallot, found: codes.Share, actor: Actor, now: datetime) -> None:
    """One ballot has the share, once; with `needed` of them it has its key."""
    ballot = secret.ballot
    try:
        with transaction.atomic():
            TrusteeShare.objects.create(ballot=ballot, number=found.x, value=f"{found.y:064x}")
    except IntegrityError:
        return  # the same share again
    note(ballot, "hand_in_share", actor=actor, now=now, detail={"share": found.x})
    shares = {one.number: int(one.value, 16) for one in TrusteeShare.objects.filter(ballot=ballot) if one.value}
    if len(shares) >= secret.needed and not secret.key:
        number = shamir.combine(dict(list(shares.items())[: secret.needed]))
        assert opening.private_key(number, papers.plain64(secret.sealing)) is not None, "shares were checked"
        secret.key = f"{number:064x}"
        secret.save(update_fields=["key"])
        TrusteeShare.objects.filter(ballot=ballot).update(value="")
        note(ballot, "open_papers", actor=actor, now=now, detail={"papers": secret.papers})


def _read_share(text: str, secret: SecretBallot) -> codes.Share:
    try:
        share = codes.read_share(text)
    except codes.BadCode as bad:
        raise Refused(no("ballots.share_unreadable", "the check signs of the code", line=bad.line)) from bad
    is_known = 1 <= share.x <= len(secret.share_hashes)
    if not is_known or codes.share_hash(share.x, share.y) != secret.share_hashes[share.x - 1]:
        raise Refused(no("ballots.share_wrong", "the hashes in the manifest", share=share.x))
    return share


def require_opened(ballot: Ballot) -> None:
    """Raises Refused: ballots.urn_not_emptied, .still_sealed, for a secret ballot that cannot be counted yet."""
    require(queries.opened(SecretBallot.objects.get(ballot=ballot)))


def _papers_given(ballot: Ballot) -> int:
    return Turn.objects.filter(ballot=ballot, channel=Turn.Channel.PAPER, state=states.TAKEN).count()


def _secret(ballot: Ballot) -> SecretBallot:
    secret = SecretBallot.objects.filter(ballot=ballot).first()
    if secret is None:
        raise Refused(no("ballots.not_secret", "the announced level", level=ballot.level))
    secret.ballot = ballot
    return secret
