"""A show of hands: keyed row by row by one clerk, confirmed by another before the close; each hand is then a paper."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from yuanba.ballots import queries, rules, sealing, states, writer
from yuanba.ballots.actions.steps import locked, note, require_desk
from yuanba.ballots.casting import HALL, Desk, check_choices, seal
from yuanba.ballots.models import Ballot, HallCount, HallHand, Meeting, Paper, PaperDetail, ProxySeat, RollRow
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require

SOURCE = "a show of hands is kept row by row by two clerks"
Choices = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Hand:
    """What one roll row raised a hand for; `by_proxy` where its proxy was there."""

    roll_row_id: int
    choices: Choices
    by_proxy: bool = False


@dataclass(frozen=True)
class HallRecord:
    """What was called out ({item: {option: hands}}), the hands, and the scan of the signed record of the count."""

    meeting_id: int
    called: Mapping[str, Mapping[str, int]]
    hands: tuple[Hand, ...]
    record_file_id: int


@transaction.atomic
def key_hands(*, ballot_id: int, record: HallRecord, actor: Actor, now: datetime) -> HallCount:
    """The show of hands waits for a second clerk; nothing counts yet.

    Raises Refused: ballots.not_permitted, .no_hall_vote, those of rules.may_vote_now, .no_such_meeting,
    .meeting_not_checked, .no_hall_record, .no_hands, .not_on_roll, .hand_twice, .not_present, .no_proxy, .hands_differ,
    .hall_waiting, and those of casting.check_choices.
    """
    ballot = locked(ballot_id)
    require_desk(ballot, actor, now)
    require(rules.may_vote_now(ballot, now))
    if ballot.kind == Ballot.Kind.AWARD:
        raise Refused(no("ballots.no_hall_vote", SOURCE))
    meeting = Meeting.objects.filter(pk=record.meeting_id).first()
    if meeting is None or meeting.territory_id != ballot.territory_id:
        raise Refused(no("ballots.no_such_meeting", SOURCE))
    require(rules.list_checked(meeting))
    scan = chosen([record.record_file_id]).get(record.record_file_id)
    if scan is None:
        raise Refused(no("ballots.no_hall_record", SOURCE))
    desk = queries.desk(ballot_id)
    texts = _checked(ballot, meeting, desk, record, now)
    try:
        with transaction.atomic():
            count = HallCount.objects.create(
                ballot=ballot,
                meeting=meeting,
                called={item: dict(options) for item, options in record.called.items()},
                record_file_id=scan.pk,
                record_hash=scan.sha256,
                keyed_by=actor.id,
                keyed_person_id=actor.person_id,
                keyed_at=now,
            )
    except IntegrityError as error:
        raise Refused(no("ballots.hall_waiting", SOURCE)) from error
    HallHand.objects.bulk_create(
        HallHand(count=count, roll_row_id=hand.roll_row_id, by_proxy=hand.by_proxy, choices=text)
        for hand, text in zip(record.hands, texts, strict=True)
    )
    note(ballot, "key_hands", actor=actor, now=now, detail={"count": count.pk, "hands": len(texts)})
    return count


@transaction.atomic
def confirm_hands(*, count_id: int, actor: Actor, now: datetime) -> HallCount:
    """Every hand is the paper of its roll row, but where another paper stood before; that hand keeps the reason.

    Raises Refused: ballots.no_such_count, .not_permitted, those of rules.may_vote_now (late keying counts for nothing),
    .same_clerk, .try_again, hall_count.no_such_move.
    """
    count, ballot = _locked(count_id, actor, now)
    require(rules.may_vote_now(ballot, now))
    state = states.HALL.step(count.state, "confirm")
    require(rules.may_confirm_hands(actor, count))
    desk = queries.desk(ballot.pk)
    clerks = sorted(sealing.clerk_code(desk.code_key, one) for one in (count.keyed_by, actor.id))
    told: dict[str, object] = {"clerks": clerks, "meeting": f"meeting:{count.meeting_id}", "record": count.record_hash}
    entered = 0
    for hand in count.hands.order_by("roll_row_id"):
        entered += _enter(ballot, desk, hand, told, now)
    count.state, count.decided_by, count.decided_person_id, count.decided_at = state, actor.id, actor.person_id, now
    count.save()
    detail = {"count": count.pk, "papers": entered, "record": count.record_hash}
    note(ballot, "confirm", actor=actor, now=now, detail=detail)
    return count


@transaction.atomic
def drop_hands(*, count_id: int, reason: str, actor: Actor, now: datetime) -> HallCount:
    """What was keyed was wrong: it is dropped with its reason, and may be keyed anew.

    Raises Refused: ballots.no_such_count, .not_permitted, .reason_missing, hall_count.no_such_move.
    """
    count, ballot = _locked(count_id, actor, now)
    said = clean(reason)[:200]
    if not said:
        raise Refused(no("ballots.reason_missing", "an act without a reason cannot be checked"))
    count.state = states.HALL.step(count.state, "drop")
    count.reason, count.decided_by, count.decided_person_id, count.decided_at = said, actor.id, actor.person_id, now
    count.save()
    note(ballot, "drop", actor=actor, now=now, detail={"count": count.pk})
    return count


def _checked(ballot: Ballot, meeting: Meeting, desk: Desk, record: HallRecord, now: datetime) -> list[str]:
    """The canonical choices of each hand: every row once, its voter or proxy on the list, and the sums as called out."""
    ids = [hand.roll_row_id for hand in record.hands]
    if not ids:
        raise Refused(no("ballots.no_hands", SOURCE))
    rows = RollRow.objects.filter(ballot=ballot, pk__in=ids).prefetch_related("members").in_bulk()
    if len(rows) < len(set(ids)):
        raise Refused(no("ballots.not_on_roll", "the roll frozen at opening", date=ballot.roll_date))
    if len(set(ids)) < len(ids):
        raise Refused(no("ballots.hand_twice", SOURCE))
    there = set(meeting.present.values_list("person_id", flat=True))
    seats = dict(
        ProxySeat.objects.filter(roll_row__in=rows, ended_at__isnull=True).values_list("roll_row_id", "person_id")
    )
    texts, sums = [], Counter[tuple[str, str]]()
    for hand in record.hands:
        row = rows[hand.roll_row_id]
        own = {row.person_id, *(one.person_id for one in row.members.all())}
        if hand.by_proxy and row.pk not in seats:
            raise Refused(no("ballots.no_proxy", "the authorisation is entered first"))
        if not ({seats[row.pk]} if hand.by_proxy else own) & there:
            raise Refused(no("ballots.not_present", SOURCE, row=row.number))
        checked = check_choices(desk, hand.choices, at=now, on_paper=True)
        sums.update((item, option) for item, options in checked.items() for option in options)
        texts.append(sealing.choices_text(checked))
    _compare(record.called, sums)
    return texts


def _compare(called: Mapping[str, Mapping[str, int]], sums: Mapping[tuple[str, str], int]) -> None:
    """Raises Refused("ballots.hands_differ") where the hands of an option are not as many as were called out."""
    told = {(item, option): number for item, options in called.items() for option, number in options.items()}
    for item, option in sorted(set(told) | set(sums)):
        there, said = sums.get((item, option), 0), told.get((item, option), 0)
        if there != said:
            raise Refused(no("ballots.hands_differ", SOURCE, item=item, option=option, called=said, hands=there))


def _enter(ballot: Ballot, desk: Desk, hand: HallHand, told: dict[str, object], now: datetime) -> bool:
    """The hand is the row's paper, and tickets issued before are ended; or it keeps why not."""
    row = RollRow.objects.select_for_update().get(pk=hand.roll_row_id)
    if row.papers.exists():
        return _refused(hand, "already_cast")
    seat = ProxySeat.objects.filter(roll_row=row, ended_at__isnull=True).first() if hand.by_proxy else None
    if hand.by_proxy and seat is None:
        return _refused(hand, "proxy_ended")
    row.epoch += 1
    row.save(update_fields=["epoch"])
    besides = {"hall": told} | ({"proxy": seat.code} if seat is not None else {})
    leave = sealing.Ticket(ballot.pk, row.pk, row.code, row.epoch, 0, "", 0)
    choices = sealing.choices_of(hand.choices)
    paper = seal(desk, leave=leave, choices=choices, channel=HALL, now=now, besides=besides)
    if not writer.insert([paper]):
        raise Refused(no("ballots.try_again", "the ballot changed while the hands were confirmed"))
    hand.paper = Paper.objects.get(ballot=ballot, roll_row=row, attempt=0)
    hand.save(update_fields=["paper"])
    PaperDetail.objects.create(paper=hand.paper, leaf=besides, seat=seat)
    return True


def _refused(hand: HallHand, why: str) -> bool:
    hand.refused = why
    hand.save(update_fields=["refused"])
    return False


def _locked(count_id: int, actor: Actor, now: datetime) -> tuple[HallCount, Ballot]:
    ballot_id = HallCount.objects.filter(pk=count_id).values_list("ballot_id", flat=True).first()
    if ballot_id is None:
        raise Refused(no("ballots.no_such_count", SOURCE))
    ballot = locked(ballot_id)
    require_desk(ballot, actor, now)
    return HallCount.objects.select_for_update(of=("self",)).get(pk=count_id), ballot
