"""Before a secret ballot opens: its terms, the dealer's ceremony, and the keys of issuers and urn."""

import base64
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from yuanba.audit import logs
from yuanba.ballots import queries, rules, states
from yuanba.ballots.actions.steps import lineage_of, locked, note
from yuanba.ballots.models import Ballot, Option, RollMember, RollRow, SecretBallot
from yuanba.ballots.secret import codes, hpke, papers, rsabssa, shamir
from yuanba.ballots.secret.clients import IssuerPort, Silent, UrnPort
from yuanba.ballots.secret.issuer import IssuerRefuses
from yuanba.ballots.secret.seed import ISSUERS
from yuanba.kernel import canonical
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no, require

BLOCK = 64  # sealed choices are padded to a multiple of so many bytes
MOST_TRUSTEES = 9
MOST_PADDED = 8192  # with two tokens still less than a paper may have
CEREMONY_SOURCE = "the dealer's ceremony"


@dataclass(frozen=True)
class SecretTerms:
    """Any `needed` of `trustees` open the ballot after its close. With `casts_from` it is strict: tokens only before.

    Fewer sheets than `least` are never opened: what a handful said would be known of each of them.
    """

    needed: int = 2
    trustees: int = 3
    casts_from: datetime | None = None
    least: int = 0


def check_terms(order: Any) -> None:
    """An order of level S can be held. Raises Refused: ballots.secret_by_area, .secret_no_revotes,
    .trustees_out_of_range, .casts_outside_window."""
    if order.level != "S":
        return
    terms: SecretTerms = order.secret or SecretTerms()
    require(rules.may_be_secret(order.electorate))
    if order.revotes_allowed:
        raise Refused(no("ballots.secret_no_revotes", "a second paper would have to name the first"))
    if not 2 <= terms.needed <= terms.trustees <= MOST_TRUSTEES:
        raise Refused(
            no("ballots.trustees_out_of_range", CEREMONY_SOURCE, needed=terms.needed, trustees=terms.trustees)
        )
    if terms.casts_from is not None and not order.opens_at < terms.casts_from < order.closes_at:
        raise Refused(no("ballots.casts_outside_window", "the announced window", casts=terms.casts_from.isoformat()))


def write_terms(ballot: Ballot, order: Any) -> None:
    """The secret terms of an order of level S stand; keys that were there are gone, for the sheet may be another one."""
    SecretBallot.objects.filter(ballot=ballot).delete()
    if order.level != "S":
        return
    terms: SecretTerms = order.secret or SecretTerms()
    SecretBallot.objects.create(
        ballot=ballot,
        is_strict=terms.casts_from is not None,
        casts_from=(terms.casts_from or order.opens_at).replace(microsecond=0),
        trustees=terms.trustees,
        needed=terms.needed,
        least=terms.least,
        padded=padded_length(order.items),
    )


def padded_length(items: Sequence[Any]) -> int:
    """How many bytes the longest sheet takes, rounded up. Raises Refused("ballots.sheet_too_large")."""
    longest = {
        item.key: sorted((option.key for option in item.options), key=lambda key: -len(key.encode()))[: item.choose]
        for item in items
    }
    length = -(-(len(canonical.encode(longest)) + 2) // BLOCK) * BLOCK
    if length > MOST_PADDED:
        raise Refused(no("ballots.sheet_too_large", "a secret paper has 16,384 bytes", options=len(items)))
    return length


@transaction.atomic
def hold_ceremony(
    *, ballot_id: int, actor: Actor, now: datetime, again: bool = False, with_ids: Sequence[int] = ()
) -> list[str]:
    """The ballot has a key that nobody keeps; the shares of it, one for each trustee, are returned once, to be printed.

    `with_ids` are other ballots of the same survey, which close at the same instant: one key and one share for all.
    `again` makes another key before the opening, and the earlier shares are worth nothing.
    Raises Refused: ballots.not_permitted, .not_secret, .secret_under_way, .ceremony_held.
    """
    together = [_before_opening(one, actor, now) for one in sorted({ballot_id, *with_ids})]
    if any(secret.sealing for _, secret in together) and not again:
        raise Refused(no("ballots.ceremony_held", CEREMONY_SOURCE))
    assert len({(ballot.closes_at, one.needed, one.trustees) for ballot, one in together}) == 1, "one survey's"
    needed, trustees = together[0][1].needed, together[0][1].trustees
    key = ec.generate_private_key(hpke.CURVE)
    sealing = hpke.point(key)
    shares = shamir.split(key.private_numbers().private_value, needed, trustees)
    for ballot, secret in together:
        secret.sealing = base64.b64encode(sealing).decode()
        secret.share_hashes = [codes.share_hash(x, y) for x, y in shares.items()]
        secret.save(update_fields=["sealing", "share_hashes"])
        note(ballot, "hold_ceremony", actor=actor, now=now, detail={"needed": needed, "trustees": trustees})
    return [codes.share_text(codes.Share(x, y, codes.share_tag(sealing, x, y))) for x, y in shares.items()]


def ask_services(
    *, ballot_id: int, issuers: Sequence[IssuerPort], urn: UrnPort, urn_address: str, actor: Actor, now: datetime
) -> SecretBallot:
    """Both issuers have made a key for this ballot, and the urn has told its own; the manifest will name them.

    Raises Refused: ballots.not_permitted, .not_secret, .secret_under_way, .issuers_missing, .issuer_silent,
    .issuer_refuses, .issuers_alike, .urn_silent.
    """
    _before_opening(ballot_id, actor, now)
    if len(issuers) != len(ISSUERS) or not urn_address:
        raise Refused(no("ballots.issuers_missing", "two issuers and an urn", issuers=len(issuers)))
    offers = [
        ask(port, {"ballot": f"ballot:{ballot_id}", "issuer": number, "kind": "offer"}, now)
        for number, port in zip(ISSUERS, issuers, strict=True)
    ]
    try:
        box = urn.offer()
    except Silent as error:
        raise Refused(no("ballots.urn_silent", "the urn", why=str(error))) from error
    for number, offer in zip(ISSUERS, offers, strict=True):
        try:
            rsabssa.public_key(papers.plain64(offer["key"]))
        except ValueError as error:
            raise Refused(no("ballots.issuer_refuses", "RFC 9474", issuer=number, why=str(error))) from error
    if len({offer["key"] for offer in offers}) != len(ISSUERS):
        raise Refused(no("ballots.issuers_alike", "two issuers that do not trust each other"))
    with transaction.atomic():
        ballot, secret = _before_opening(ballot_id, actor, now)
        secret.issuers, secret.urn = offers, {"address": urn_address, **box}
        secret.save(update_fields=["issuers", "urn"])
        note(ballot, "name_issuers", actor=actor, now=now, detail={"issuers": [one["name"] for one in offers]})
    return secret


def ask(port: IssuerPort, permit: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What an issuer answers to a permit with our signature. Raises Refused: ballots.issuer_silent, .issuer_refuses."""
    try:
        return port.ask(papers.stated(logs.signing_key(), permit, papers.PERMIT), now)
    except Silent as error:
        raise Refused(no("ballots.issuer_silent", "the issuer", issuer=permit["issuer"])) from error
    except IssuerRefuses as why:
        code = "ballots.token_conflict" if why.code == "conflict" else "ballots.issuer_refuses"
        raise Refused(no(code, "the issuer", issuer=permit["issuer"], why=why.code)) from why


def require_hidden(ballot: Ballot, voters: Collection[int], rows: int, now: datetime) -> None:
    """These voters can hide among each other, and no other secret ballots that ask one of the same questions tell of a
    few of them: neither one of those, nor all of them together.

    Raises Refused: ballots.secret_too_few, .secret_too_alike.
    """
    require(rules.enough_for_secrecy(rows))
    asked, ours, everybody = _questions(ballot), set(voters), set[int]()
    held = Ballot.objects.filter(level="S", opens_at__gt=now - timedelta(days=rules.DAYS_APART)).exclude(pk=ballot.pk)
    for other in held.exclude(state__in=[states.DRAFT, states.ANNOUNCED, states.ANNULLED]).order_by("pk"):
        if not asked & _questions(other):
            continue
        theirs = _voters(other)
        if ours & theirs:
            require(rules.unlike_before(len(ours - theirs), len(theirs - ours), other.pk))
            everybody |= theirs
            require(rules.unlike_before(len(ours - everybody), 0, other.pk))


def _voters(ballot: Ballot) -> set[int]:
    """Everybody on the frozen roll, of a household all who may act for it. Two queries."""
    own = RollRow.objects.filter(ballot=ballot, person__isnull=False).values_list("person_id", flat=True)
    shared = RollMember.objects.filter(roll_row__ballot=ballot).values_list("person_id", flat=True)
    return {pk for pk in (*own, *shared) if pk is not None}


def _questions(ballot: Ballot) -> set[tuple[str, tuple[str, ...]]]:
    """What is asked, each question with its options, in the words that people read."""
    rows = Option.objects.filter(item__ballot=ballot).order_by("item__position", "position")
    found: dict[str, list[str]] = {}
    for item, item_key, label, key in rows.values_list("item__label", "item__key", "label", "key"):
        found.setdefault(item or item_key, []).append(label or key)
    return {(item, tuple(options)) for item, options in found.items()}


def require_ready(ballot: Ballot, voters: Collection[int], now: datetime) -> SecretBallot:
    """The secret terms of a ballot that may open: its voters are hidden, and every key is there.

    Raises Refused: ballots.secret_too_few, .secret_too_alike, .secret_keys_missing.
    """
    secret = SecretBallot.objects.get(ballot=ballot)
    require_hidden(ballot, voters, ballot.roll_rows, now)
    require(queries.keys_there(secret))
    return secret


def _before_opening(ballot_id: int, actor: Actor, now: datetime) -> tuple[Ballot, SecretBallot]:
    with transaction.atomic():
        ballot = locked(ballot_id)
        require(rules.may_organise(actor, lineage_of(ballot, now)))
        secret = SecretBallot.objects.filter(ballot=ballot).first()
        if secret is None:
            raise Refused(no("ballots.not_secret", "the announced level", level=ballot.level))
        if ballot.state not in (states.DRAFT, states.ANNOUNCED):
            raise Refused(no("ballots.secret_under_way", "the manifest names every key", state=ballot.state))
        return ballot, secret
