"""From a ticket and choices to a row ready to be written: everything about a cast that needs no database.

The cast lane keeps one Desk per ballot in memory and calls `prepare` in its request threads; the writer then inserts
many at once. What may have changed since the Desk was read is re-checked by the inserting statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yuanba.ballots import sealing
from yuanba.kernel.verdict import Refused, no

PHONE = "PHONE"
PAPER = "PAPER"
HALL = "HALL"
RULE_SOURCE = "the announced sheet"


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """One question: `options` maps each key to the instant of its withdrawal, or None.

    `ranked`: the order of the choices counts; `complete`: a ranking names every option that still stands, or none.
    """

    key: str
    choose: int
    minimum: int
    options: Mapping[str, datetime | None]
    ranked: bool = False
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """All that casting needs to know about a ballot, as of `revision`."""

    ballot_id: int
    state: str
    opens_at: datetime
    closes_at: datetime
    revision: int
    revotes_allowed: bool
    paper_rule: str
    items: tuple[ItemSpec, ...]
    ballot_key: bytes = field(repr=False)
    code_key: bytes = field(repr=False)
    ticket_key: bytes = field(repr=False)
    signal_salt: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A paper before it is written; `revision` and `epoch` must still hold when it is."""

    ballot_id: int
    roll_row_id: int
    code: str
    epoch: int
    attempt: int
    previous: str
    choices: str
    salt: str
    commitment: str
    leaf_hash: str
    channel: str
    cast_at: datetime
    revision: int
    besides: Mapping[str, Any] = field(
        default_factory=dict
    )  # what the leaf says besides: by which proxy, in which hall


@dataclass(frozen=True, slots=True)
class CastResult:
    """What the voter gets back. The salt is given once, for the page to check the commitment; `receipt` never holds it."""

    code: str
    leaf_hash: str
    commitment: str
    salt: str
    receipt: str = ""  # receipts.issue: the signed promise that the paper will stand in the log


@dataclass(frozen=True, slots=True)
class Signals:
    """How the request came in. Address and device are hashed with the ballot's salt before anything is stored."""

    address: str = ""
    device: str = ""
    account_age_days: int = 0


def prepare(desk: Desk, *, ticket: str, choices: Mapping[str, Sequence[str]], channel: str, now: datetime) -> Prepared:
    """The paper that this ticket and these choices make; nothing is stored.

    Raises Refused: ballots.ticket_invalid, .ticket_expired, and those of `complete_choices`.
    """
    leave = sealing.read_ticket(ticket, desk.ticket_key, now)
    if leave.ballot_id != desk.ballot_id:
        raise Refused(no("ballots.ticket_invalid", sealing.TICKET_SOURCE))
    checked, besides = complete_choices(desk, choices, at=now), {"proxy": leave.proxy} if leave.proxy else {}
    return seal(desk, leave=leave, choices=checked, channel=channel, now=now, besides=besides)


def seal(
    desk: Desk,
    *,
    leave: sealing.Ticket,
    choices: Mapping[str, Sequence[str]],
    channel: str,
    now: datetime,
    besides: Mapping[str, Any] | None = None,
) -> Prepared:
    """The paper with salt, commitment and leaf for choices that were checked before."""
    besides = dict(besides or {})
    text = sealing.choices_text(choices)
    salt = sealing.salt_of(desk.ballot_key, leave.roll_row_id, leave.attempt)
    commitment = sealing.commitment_of(salt, text)
    leaf = sealing.leaf_bytes(
        ballot_id=desk.ballot_id,
        code=leave.code,
        commitment=commitment,
        channel=channel,
        previous=leave.previous,
        besides=besides,
    )
    return Prepared(
        ballot_id=desk.ballot_id,
        roll_row_id=leave.roll_row_id,
        code=leave.code,
        epoch=leave.epoch,
        attempt=leave.attempt,
        previous=leave.previous,
        choices=text,
        salt=salt,
        commitment=commitment,
        leaf_hash=sealing.leaf_hash(leaf),
        channel=channel,
        cast_at=now,
        revision=desk.revision,
        besides=besides,
    )


def complete_choices(desk: Desk, choices: Mapping[str, Sequence[str]], *, at: datetime) -> dict[str, list[str]]:
    """The choices of a voter, something chosen in at least one item. The review page asks before a ticket is issued.

    Raises Refused: ballots.nothing_chosen, and those of `check_choices`.
    """
    checked = check_choices(desk, choices, at=at)
    if not any(checked.values()):
        raise Refused(no("ballots.nothing_chosen", RULE_SOURCE))
    return checked


def check_choices(
    desk: Desk, choices: Mapping[str, Sequence[str]], *, at: datetime, on_paper: bool = False
) -> dict[str, list[str]]:
    """The choices with every item of the sheet; an item left out is an empty one. Sorted, but for rankings: the order
    in which boxes were ticked says nothing.

    `at` is when the sheet was printed: an option withdrawn later is no fault of whoever filled it in on paper, and
    the tally sets it aside. On paper nobody can be asked again, so too few crosses (a blank or spoilt item) pass, and
    a ranking with a gap or with one option twice is a spoilt item: it counts as blank.
    Raises Refused: ballots.item_unknown, .option_unknown, .option_twice, .too_many, .too_few, .option_withdrawn,
    .ranking_incomplete.
    """
    unknown = set(choices) - {item.key for item in desk.items}
    if unknown:
        raise Refused(no("ballots.item_unknown", RULE_SOURCE, item=min(unknown)))
    checked = {}
    for item in desk.items:
        chosen = list(choices.get(item.key, ()))
        if on_paper and item.ranked and _is_spoilt(item, chosen, at):
            chosen = []
        _check_item(item, chosen, at)
        if len(chosen) < item.minimum and not on_paper:
            raise Refused(no("ballots.too_few", RULE_SOURCE, item=item.key, minimum=item.minimum, chosen=len(chosen)))
        checked[item.key] = chosen if item.ranked else sorted(chosen)
    return checked


def _is_spoilt(item: ItemSpec, chosen: list[str], at: datetime) -> bool:
    return len(set(chosen)) != len(chosen) or _gap(item, chosen, at) > 0


def _gap(item: ItemSpec, chosen: list[str], at: datetime) -> int:
    """How many options a ranking that must be complete leaves out; a blank one leaves nothing out."""
    if not item.complete or not chosen:
        return 0
    asked = {option for option, gone in item.options.items() if gone is None or gone > at}
    return len(asked - set(chosen))


def _check_item(item: ItemSpec, chosen: list[str], at: datetime) -> None:
    for option in chosen:
        if not isinstance(option, str) or option not in item.options:
            raise Refused(no("ballots.option_unknown", RULE_SOURCE, item=item.key, option=str(option)[:40]))
    if len(set(chosen)) != len(chosen):
        raise Refused(no("ballots.option_twice", RULE_SOURCE, item=item.key))
    if len(chosen) > item.choose:
        raise Refused(no("ballots.too_many", RULE_SOURCE, item=item.key, choose=item.choose, chosen=len(chosen)))
    for option in chosen:
        withdrawn_at = item.options[option]
        if withdrawn_at is not None and withdrawn_at <= at:
            raise Refused(no("ballots.option_withdrawn", "manual withdrawal", item=item.key, option=option))
    gap = _gap(item, chosen, at)
    if gap:
        ranked, options = len(chosen), len(chosen) + gap
        raise Refused(no("ballots.ranking_incomplete", RULE_SOURCE, item=item.key, ranked=ranked, options=options))
