"""Reading ballots. Nothing here returns a count of choices before the ballot is counted (rules.may_see_tally)."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum

from yuanba.ballots import rules, states
from yuanba.ballots.casting import Desk, ItemSpec
from yuanba.ballots.detect import Sighting
from yuanba.ballots.models import (
    Ballot,
    BallotResult,
    Option,
    Paper,
    PaperDetail,
    PaperSheet,
    ReviewCase,
    VoteSignal,
)
from yuanba.ballots.queries.secrecy import secret_papers, secret_state
from yuanba.ballots.tally import CountItem, CountPaper, Roll, is_ranked, wants_all
from yuanba.kernel.verdict import Refused, no, require

CHUNK = 5000
ASKED_BY_OTHERS = (Ballot.Kind.AWARD, Ballot.Kind.SURVEY)  # whoever ordered them tells of them


@dataclass(frozen=True)
class Participation:
    """How many took part, never what they chose. `papers` of `rows`, and the same by heads and area."""

    papers: int
    rows: int
    heads: int
    roll_heads: int
    area_cm2: int
    roll_area_cm2: int


def visible(now: datetime) -> QuerySet[Ballot]:
    """Ballots that the public may know of: announced or later, not drafts."""
    return Ballot.objects.exclude(state=states.DRAFT).select_related("territory").order_by("-opens_at", "pk")


def ordered_by(reference: str) -> Ballot | None:
    """The latest ballot that `reference` ("stage:4") ordered."""
    return Ballot.objects.filter(ordered_by=reference).order_by("-pk").first()


def due_to_open(now: datetime) -> QuerySet[Ballot]:
    """The announced ballots whose window has begun and not ended: for tick, or for whoever ordered them."""
    return Ballot.objects.filter(state=states.ANNOUNCED, opens_at__lte=now, closes_at__gt=now).order_by(
        "opens_at", "pk"
    )


def due_to_close(now: datetime) -> QuerySet[Ballot]:
    """The open ballots whose window has ended."""
    return Ballot.objects.filter(state=states.OPEN, closes_at__lte=now).order_by("closes_at", "pk")


def desk(ballot_id: int) -> Desk:
    """All that casting needs, in two queries. Raises Refused("ballots.no_such_ballot")."""
    ballot = Ballot.objects.select_related("secret").defer("manifest").filter(pk=ballot_id).first()
    if ballot is None:
        raise Refused(no("ballots.no_such_ballot", ballot=ballot_id))
    # Plain columns: an award's sheet names thousands, and every keyed sheet of paper reads it anew.
    fields = ("item__key", "item__choose", "item__minimum", "item__rule", "key", "withdrawn_at")
    items: dict[str, ItemSpec] = {}
    withdrawals: dict[str, datetime | None] = {}
    for item, choose, minimum, own_rule, key, withdrawn_at in options(ballot_id).values_list(*fields):
        if item not in items:
            rule, withdrawals = own_rule or ballot.rule, {}
            items[item] = ItemSpec(item, choose, minimum, withdrawals, is_ranked(rule), wants_all(rule))
        withdrawals[key] = withdrawn_at
    secret = ballot.secret
    return Desk(
        ballot_id=ballot.pk,
        state=ballot.state,
        opens_at=ballot.opens_at,
        closes_at=ballot.closes_at,
        revision=ballot.revision,
        revotes_allowed=ballot.revotes_allowed,
        paper_rule=ballot.paper_rule,
        items=tuple(items.values()),
        ballot_key=bytes.fromhex(secret.ballot_key),
        code_key=bytes.fromhex(secret.code_key),
        ticket_key=bytes.fromhex(secret.ticket_key),
        signal_salt=bytes.fromhex(secret.signal_salt),
    )


def options(ballot_id: int) -> QuerySet[Option]:
    """Every option with its item, in the order of the manifest."""
    rows = Option.objects.filter(item__ballot_id=ballot_id).select_related("item")
    return rows.order_by("item__position", "position", "pk")


def participation(ballot_id: int) -> Participation:
    """Who took part so far, by sheets, heads and area; two queries, at any time."""
    ballot = Ballot.objects.get(pk=ballot_id)
    if ballot.level == "S":
        state = secret_state(ballot)
        cast = state.written + state.sheets_found
        return Participation(cast, ballot.roll_rows, cast, ballot.roll_heads, 0, ballot.roll_area_cm2)
    # Attempt 0 stands for its row: each row that ever cast has exactly one.
    first = Paper.objects.filter(ballot_id=ballot_id, attempt=0)
    sums = first.aggregate(papers=Count("pk"), heads=Sum("roll_row__heads"), area=Sum("roll_row__area_cm2"))
    return Participation(
        papers=sums["papers"],
        rows=ballot.roll_rows,
        heads=sums["heads"] or 0,
        roll_heads=ballot.roll_heads,
        area_cm2=sums["area"] or 0,
        roll_area_cm2=ballot.roll_area_cm2,
    )


def count_items(ballot_id: int) -> list[CountItem]:
    """The items as the tally wants them."""
    grouped: dict[str, list[Option]] = {}
    for option in options(ballot_id):
        grouped.setdefault(option.item.key, []).append(option)
    return [
        CountItem(
            key,
            group[0].item.choose,
            tuple(one.key for one in group),
            frozenset(one.key for one in group if one.withdrawn_at is not None),
            group[0].item.rule,
        )
        for key, group in grouped.items()
    ]


def count_papers(ballot: Ballot) -> Iterator[CountPaper]:
    """The papers as the tally wants them. Only for the count: raises Refused("ballots.tally_hidden") before CLOSED."""
    if ballot.state != states.CLOSED:
        require(rules.may_see_tally(ballot.state))
    if ballot.level == "S":
        yield from secret_papers(ballot)
        return
    # Plain columns, and each different sheet read once: a count may see a million papers.
    fields = ("pk", "roll_row__code", "attempt", "choices", "roll_row__heads", "roll_row__area_cm2", "channel")
    rows = Paper.objects.filter(ballot_id=ballot.pk).values_list(*fields, "voiding__case__kind")
    by_proxy = set(PaperDetail.objects.filter(seat__ballot_id=ballot.pk).values_list("pk", flat=True))
    read: dict[str, dict[str, list[str]]] = {}
    for pk, code, attempt, text, heads, area, channel, kind in rows.iterator(CHUNK):
        choices = read.get(text)
        if choices is None:
            choices = read[text] = json.loads(text)
        yield CountPaper(code, attempt, choices, heads, area, channel, kind or "", pk in by_proxy)


def roll_of(ballot: Ballot) -> Roll:
    by_area = ballot.electorate == Ballot.Electorate.OWNERS
    return Roll(ballot.roll_rows, ballot.roll_heads, ballot.roll_area_cm2, by_area)


def result(ballot_id: int) -> dict[str, Any]:
    """The counted result (for whoever staged it). Raises Refused("ballots.tally_hidden") before the count."""
    ballot = Ballot.objects.get(pk=ballot_id)
    require(rules.may_see_tally(ballot.state))
    document: dict[str, Any] = json.loads(BallotResult.objects.get(pk=ballot_id).document)
    return document


def public_result(ballot_id: int) -> dict[str, Any]:
    """The published result. Raises Refused("ballots.not_published"): a staged decision is invisible."""
    _require_published(Ballot.objects.get(pk=ballot_id))
    return result(ballot_id)


def public_manifest(ballot_id: int) -> dict[str, Any]:
    """Leaf 0, public from the opening on: items, options, rule, roll root, times. Raises Refused."""
    ballot = Ballot.objects.get(pk=ballot_id)
    if not ballot.manifest:
        raise Refused(no("ballots.not_yet_open", opens=ballot.opens_at.isoformat()))
    document: dict[str, Any] = json.loads(ballot.manifest)
    return document


def public_inputs(ballot_id: int) -> Iterator[dict[str, Any]]:
    """Every paper of a published ballot by code, so that anyone recounts: the last attempt opened with choices and salt.

    Earlier attempts appear as commitments only, since a revote protects whoever was pressed. Area-weighted ballots
    show no openings here at all: the area would name the flat. Raises Refused("ballots.not_published").
    """
    ballot = Ballot.objects.get(pk=ballot_id)
    _require_published(ballot)
    is_open = opens_to_everybody(ballot)
    held: dict[str, Any] | None = None
    for paper in _papers(ballot_id):
        row = _public_row(paper)
        if held is not None:
            yield held if is_open and held["code"] != row["code"] else _closed(held)
        held = row
    if held is not None:
        yield held if is_open else _closed(held)


def opens_to_everybody(ballot: Ballot) -> bool:
    """True if every paper is opened to the public after publication; not where the area would name the flat."""
    return bool(ballot.electorate != Ballot.Electorate.OWNERS)


def sheets(ballot_id: int) -> QuerySet[PaperSheet]:
    """The paper channel's sheets with their keyings, newest first."""
    rows = PaperSheet.objects.filter(ballot_id=ballot_id).select_related("roll_row")
    return rows.prefetch_related("keyings").order_by("-pk")


def reviews(ballot_id: int) -> QuerySet[ReviewCase]:
    return ReviewCase.objects.filter(ballot_id=ballot_id).order_by("state", "kind", "pk")


def case_signals(case: ReviewCase) -> QuerySet[VoteSignal]:
    """How the votes of a case came in: minutes, hashes, ages; reviewers never see what was chosen."""
    return VoteSignal.objects.filter(ballot_id=case.ballot_id, code__in=case.codes).order_by("minute", "pk")


def sightings(ballot_id: int) -> Iterator[Sighting]:
    """What detect.py looks at: each standing phone vote with its signal. Equal choices become equal hashes."""
    patterns: dict[str, str] = {}
    papers = Paper.objects.filter(ballot_id=ballot_id, state=states.VALID).order_by("attempt")
    for code, choices in papers.values_list("roll_row__code", "choices").iterator(CHUNK):
        patterns[code] = hashlib.sha256(choices.encode()).hexdigest()
    for signal in VoteSignal.objects.filter(ballot_id=ballot_id).iterator(CHUNK):
        if signal.code in patterns:
            yield Sighting(
                code=signal.code,
                minute=signal.minute,
                address=signal.address_hash,
                device=signal.device_hash,
                account_age_days=signal.account_age_days,
                pattern=patterns[signal.code],
            )


def _papers(ballot_id: int) -> Iterator[Paper]:
    """All papers by code and attempt, with what a publication tells of them."""
    rows = Paper.objects.filter(ballot_id=ballot_id).select_related("roll_row", "voiding__case", "sheet", "detail")
    return rows.order_by("roll_row__code", "attempt").iterator(CHUNK)


def _void_reason(paper: Paper) -> str:
    if paper.state != states.VOIDED:
        return ""
    return paper.voiding.case.kind


def _public_row(paper: Paper) -> dict[str, Any]:
    row = {"paper": paper.sheet.leaf} if paper.channel == Paper.Channel.PAPER else {}
    detail = paper.detail.leaf if hasattr(paper, "detail") else {}
    return {
        **row,
        **detail,
        "code": paper.roll_row.code,
        "attempt": paper.attempt,
        "channel": paper.channel,
        "choices": json.loads(paper.choices),
        "commitment": paper.commitment,
        "heads": paper.roll_row.heads,
        "leaf_hash": paper.leaf_hash,
        "previous": paper.previous,
        "salt": paper.salt,
        "void_reason": _void_reason(paper),
    }


def _closed(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("choices", "salt")}


def _require_published(ballot: Ballot) -> None:
    if ballot.state != states.PUBLISHED:
        raise Refused(no("ballots.not_published", "a staged decision is invisible until published", state=ballot.state))
