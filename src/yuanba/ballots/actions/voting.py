"""Casting on a phone: a ticket first, then one sheet, and a signed receipt. (The cast lane does it for many at once.)"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from yuanba.ballots import queries, receipts, rules, sealing, states, writer
from yuanba.ballots.casting import CastResult, Desk, Prepared, Signals, prepare
from yuanba.ballots.models import Ballot, Paper, PaperDetail, ProxySeat, RollMember, RollRow
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, Verdict, no, require

# A candidate withdrawn between reading the desk and writing the paper makes us look again; more often is a storm.
LOOKS = 3
# Open ballots of one deployment are few; more at once only cost a reading each.
DESKS_KEPT = 64
# Not the manifest, which has several hundred kilobytes where there are many candidates.
TICKET_NEEDS = ("state", "level", "opens_at", "closes_at", "roll_date", "revotes_allowed", "secret__ticket_key")
_DESKS: dict[int, Desk] = {}


def issue_ticket(*, ballot_id: int, actor: Actor, now: datetime, roll_row_id: int | None = None) -> str:
    """A ticket with which this person may cast one sheet within 15 minutes. Nothing is stored.

    `roll_row_id`: for which row, where the person may act for several (a shared home, a voter who authorised them).
    Raises Refused: ballots.no_such_ballot, .not_yet_open, .closed, .annulled, .not_verified, .not_on_roll,
    .secret_by_token, .paper_voided, .already_cast (where no revote is allowed: a new ticket would let others try out
    what was chosen), .authorisation_over, .principal_dead.
    """
    ballot = Ballot.objects.select_related("secret").only(*TICKET_NEEDS).filter(pk=ballot_id).first()
    if ballot is None:
        raise Refused(no("ballots.no_such_ballot", ballot=ballot_id))
    if ballot.level != "N":
        raise Refused(no("ballots.secret_by_token", "the announced level"))
    require(rules.may_vote_now(ballot, now))
    if actor.person_id is None:
        raise Refused(no("ballots.not_verified", "verified residents vote"))
    voter = queries.standing_of(ballot_id, actor.person_id, roll_row_id)
    if voter is None:
        raise Refused(no("ballots.not_on_roll", "the roll frozen at opening", date=ballot.roll_date))
    if voter.state == states.VOIDED:
        raise Refused(no("ballots.paper_voided", "decided by two reviewers"))
    if voter.channel is not None and not ballot.revotes_allowed:
        raise Refused(_already_cast(voter.channel))
    seat = queries.seat_of(voter.roll_row_id, actor.person_id) if voter.proxied else None
    if seat is not None:
        require(rules.authorisation_holds(seat.authorisation, local_date(now)))
    ticket = sealing.Ticket(
        ballot_id=ballot_id,
        roll_row_id=voter.roll_row_id,
        code=voter.code,
        epoch=voter.epoch,
        attempt=0 if voter.attempt is None else voter.attempt + 1,
        previous=voter.leaf_hash or "",
        expires=int((now + sealing.TICKET_LIFE).timestamp()),
        proxy="" if seat is None else seat.code,
    )
    return ticket.written(bytes.fromhex(ballot.secret.ticket_key))


def cast(
    *, ticket: str, choices: Mapping[str, Sequence[str]], channel: str, now: datetime, signals: Signals | None = None
) -> CastResult:
    """The paper stands, durably when the outermost transaction ends; the same call again has the same result.

    At most six statements: ballot with keys and options (kept in memory), BEGIN, the paper, the signal, COMMIT.
    Raises Refused: those of casting.prepare; ballots.ticket_revoked, .already_cast, .not_yet_open, .closed, .annulled.
    """
    assert channel == Paper.Channel.PHONE, "sheets of paper come in through key_paper"
    ballot_id = sealing.ticket_ballot(ticket)
    for look in range(LOOKS):
        desk = desk_of(ballot_id, is_fresh=look > 0)
        try:
            paper = prepare(desk, ticket=ticket, choices=choices, channel=channel, now=now)
        except Refused:
            if look == 0:
                continue  # the desk in memory may be of yesterday; only a fresh one refuses
            raise
        cast_at = now if _write(desk, paper, signals) else _stored_at(paper)
        if cast_at is not None:
            return receipts.handed_out(paper, cast_at)
    raise Refused(no("ballots.try_again", "the sheet changed while it was sent"))


@transaction.atomic
def end_tickets(*, person_id: int, now: datetime) -> int:
    """No ticket issued so far to this person is good any more; how many roll rows that were. Signing out calls it."""
    live = RollRow.objects.filter(ballot__in=Ballot.objects.filter(state=states.OPEN))
    own = live.filter(person_id=person_id)
    shared = live.filter(pk__in=RollMember.objects.filter(person_id=person_id).values("roll_row_id"))
    seats = ProxySeat.objects.filter(person_id=person_id, ended_at__isnull=True).values("roll_row_id")
    return sum(rows.update(epoch=F("epoch") + 1) for rows in (own, shared, live.filter(pk__in=seats)))


def desk_of(ballot_id: int, *, is_fresh: bool) -> Desk:
    """The desk of a ballot from this process's memory, or read now.

    A stale one does no harm: it is not believed when it refuses, and what it accepts is re-checked where it is written.
    """
    desk = None if is_fresh else _DESKS.get(ballot_id)
    if desk is None:
        desk = queries.desk(ballot_id)
        if len(_DESKS) >= DESKS_KEPT:
            _DESKS.clear()
        _DESKS[ballot_id] = desk
    return desk


def _write(desk: Desk, paper: Prepared, signals: Signals | None) -> bool:
    with transaction.atomic():
        if not writer.insert([paper]):
            return False
        if paper.besides:
            _note_proxy(paper)
        if signals is not None:
            writer.insert_signals([(paper, signals, desk.signal_salt)])
    return True


def _note_proxy(paper: Prepared) -> None:
    """What the leaf says besides stands beside the paper. The epoch held, and whoever ends a seat raises it."""
    stored = Paper.objects.get(ballot_id=paper.ballot_id, roll_row_id=paper.roll_row_id, attempt=paper.attempt)
    seats = ProxySeat.objects.filter(roll_row_id=paper.roll_row_id, code=paper.besides["proxy"], ended_at__isnull=True)
    PaperDetail.objects.create(paper=stored, leaf=dict(paper.besides), seat=seats.get())


def _stored_at(paper: Prepared) -> datetime | None:
    """When this very paper was stored before (a retry); None if the sheet changed and another look is due.

    The epoch comes first: a ticket that was ended must not serve to try out what was chosen.
    Raises Refused: ballots.ticket_revoked, .already_cast, .not_yet_open, .closed, .annulled.
    """
    row = RollRow.objects.select_related("ballot").get(pk=paper.roll_row_id)
    if row.epoch != paper.epoch:
        raise Refused(no("ballots.ticket_revoked", sealing.TICKET_SOURCE))
    stored = Paper.objects.filter(ballot_id=paper.ballot_id, roll_row=row, attempt=paper.attempt).first()
    if stored is not None:
        if stored.leaf_hash == paper.leaf_hash:
            return stored.cast_at
        raise Refused(_already_cast(stored.channel))
    require(rules.may_vote_now(row.ballot, paper.cast_at))
    return None


def _already_cast(channel: str) -> Verdict:
    return no("ballots.already_cast", "one paper per roll row", channel=channel)
