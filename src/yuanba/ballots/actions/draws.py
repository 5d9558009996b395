"""Draws for a ballot that anybody can repeat: the pool's hash is announced, a later public draw gives the number.

A tie takes the number at the count; a sample of the sheets of paper is read once more by somebody who had not keyed it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from yuanba.ballots import queries, rules, sealing, states
from yuanba.ballots.actions.steps import lineage_of, locked, note
from yuanba.ballots.casting import check_choices
from yuanba.ballots.models import Ballot, BallotDraw, PaperSheet, SampleReading
from yuanba.ballots.tally import pool_hash as item_hash
from yuanba.ballots.tally import tally, undecided
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.draw import draw as drawn_from
from yuanba.kernel.draw import pool_hash
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require

SOURCE = "the pool is published first, a later public draw names the number"
SEED_LENGTH = 200


@transaction.atomic
def announce_draw(
    *,
    ballot_id: int,
    purpose: str,
    due_date: date,
    public_draw: str = "",
    places: int = 1,
    actor: Actor,
    now: datetime,
) -> BallotDraw:
    """Pool, hash and the later draw are public. For a TIE the rule names the draw; for a SAMPLE `places` are drawn.

    Raises Refused: ballots.not_permitted, .draw_too_early (the day is over), .draw_unnamed, .draw_stands, .no_tie_waits,
    .sheets_open, .reviews_open, .not_closed_yet, .sample_too_large.
    """
    ballot = locked(ballot_id)
    require(rules.may_organise(actor, lineage_of(ballot, now)))
    if due_date < local_date(now):
        raise Refused(no("ballots.draw_too_early", SOURCE, day=due_date))
    if purpose == BallotDraw.Purpose.TIE:
        pool: list[Any] = _waiting(ballot)
        digest, public_draw, places = _digest(pool), pool[0]["draw"], 1
    else:
        pool = _sheets(ballot, places)
        digest = pool_hash(pool)
    if not clean(public_draw):
        raise Refused(no("ballots.draw_unnamed", SOURCE))
    try:
        with transaction.atomic():
            row = BallotDraw.objects.create(
                ballot=ballot,
                purpose=purpose,
                pool=pool,
                pool_hash=digest,
                places=places,
                public_draw=clean(public_draw)[:80],
                due_date=due_date,
                announced_at=now,
                announced_by=actor.id,
            )
    except IntegrityError as error:
        raise Refused(no("ballots.draw_stands", SOURCE)) from error
    note(ballot, "announce_draw", actor=actor, now=now, detail={"draw": row.pk, "pool": digest})
    return row


@transaction.atomic
def take_seed(*, draw_id: int, seed: str, actor: Actor, now: datetime) -> BallotDraw:
    """The number of the public draw is taken, once; a sample is drawn by it.

    Raises Refused: ballots.no_such_draw, .not_permitted, .draw_made, .draw_not_yet, .seed_missing.
    """
    row, ballot = _locked_draw(draw_id)
    require(rules.may_organise(actor, lineage_of(ballot, now)))
    if row.seed:
        raise Refused(no("ballots.draw_made", SOURCE, seed=row.seed))
    if local_date(now) < row.due_date:
        raise Refused(no("ballots.draw_not_yet", SOURCE, day=row.due_date))
    number = clean(seed)[:SEED_LENGTH]
    if not number:
        raise Refused(no("ballots.seed_missing", SOURCE))
    row.seed, row.drawn_at, row.drawn_by = number, now, actor.id
    row.drawn = drawn_from(row.pool, row.places, number) if row.purpose == BallotDraw.Purpose.SAMPLE else []
    row.save(update_fields=["seed", "drawn_at", "drawn_by", "drawn"])
    note(ballot, "draw", actor=actor, now=now, detail={"draw": row.pk})
    return row


@transaction.atomic
def read_again(
    *, draw_id: int, serial: str, choices: Mapping[str, Sequence[str]], actor: Actor, now: datetime
) -> SampleReading:
    """A drawn sheet was read once more, by another clerk than those who keyed it.

    Raises Refused: ballots.no_such_draw, .not_in_sample, .not_permitted, .same_clerk, .read_already, and those of
    casting.check_choices.
    """
    row, ballot = _locked_draw(draw_id)
    sheet = PaperSheet.objects.select_related("paper").filter(ballot=ballot, serial=serial).first()
    if sheet is None or sheet.paper is None or serial not in row.drawn:
        raise Refused(no("ballots.not_in_sample", SOURCE, serial=serial[:16]))
    queries.paper_sheet(serial, actor, now)  # refuses whom the desk would refuse
    require(rules.may_key(actor, sheet))
    read = check_choices(queries.desk(ballot.pk), choices, at=sheet.issued_at, on_paper=True)
    text = sealing.choices_text(read)
    agrees = text == sheet.paper.choices
    try:
        with transaction.atomic():
            found = SampleReading.objects.create(
                draw=row, serial=serial, agrees=agrees, choices=text, read_at=now, read_by=actor.id
            )
    except IntegrityError as error:
        raise Refused(no("ballots.read_already", SOURCE, serial=serial)) from error
    note(ballot, "read_again", actor=actor, now=now, detail={"sheet": sheet.pk, "agrees": agrees})
    return found


def _waiting(ballot: Ballot) -> list[dict[str, Any]]:
    """The questions whose tie waits for a draw, with the hash of their pool; nothing else of the count leaves here."""
    if ballot.state != states.CLOSED:
        raise Refused(no("ballots.not_closed_yet", SOURCE, state=ballot.state))
    require(rules.sheets_decided(ballot.sheets.filter(state__in=[states.RECEIVED, states.DISPUTED]).count()))
    require(rules.reviews_decided(ballot.reviews.filter(state__in=[states.OPEN, states.PROPOSED]).count()))
    items = {item.key: item for item in queries.count_items(ballot.pk)}
    papers, roll = queries.count_papers(ballot), queries.roll_of(ballot)
    outcome = tally(ballot.rule, list(items.values()), papers, roll, silent=queries.silent(ballot))
    keys = sorted({one["item"] for one in undecided(outcome) if "pool" in one["tie"]})
    if not keys:
        raise Refused(no("ballots.no_tie_waits", SOURCE))
    return [
        {
            "item": key,
            "options": sorted(items[key].options),
            "hash": item_hash(items[key]),
            "draw": (items[key].rule or ballot.rule)["tie"]["draw"],
        }
        for key in keys
    ]


def _digest(pool: Sequence[Mapping[str, Any]]) -> str:
    """The hash of the one pool; of several, the hash of their hashes, one on each line."""
    hashes = [one["hash"] for one in pool]
    return hashes[0] if len(hashes) == 1 else pool_hash(hashes)


def _sheets(ballot: Ballot, places: int) -> list[str]:
    if ballot.state not in (states.CLOSED, *states.TALLIED):
        raise Refused(no("ballots.not_closed_yet", SOURCE, state=ballot.state))
    require(rules.sheets_decided(ballot.sheets.filter(state__in=[states.RECEIVED, states.DISPUTED]).count()))
    pool = queries.entered_serials(ballot.pk)
    if not 1 <= places <= len(pool):
        raise Refused(no("ballots.sample_too_large", SOURCE, sheets=len(pool)))
    return pool


def _locked_draw(draw_id: int) -> tuple[BallotDraw, Ballot]:
    found = BallotDraw.objects.filter(pk=draw_id).values_list("ballot_id", flat=True).first()
    if found is None:
        raise Refused(no("ballots.no_such_draw", SOURCE, draw=draw_id))
    ballot = locked(found)
    return BallotDraw.objects.get(pk=draw_id), ballot
