"""The paper channel: a sheet is printed for a roll row, received with its scan, read by two clerks, then entered.

Whatever becomes of a sheet is kept: a late one, one that two clerks cannot agree on and one whose voter had cast by
phone end REJECTED with the reason, so that every serial that was issued is accounted for.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from yuanba.ballots import queries, rules, sealing, states, writer
from yuanba.ballots.actions.steps import locked, note
from yuanba.ballots.casting import Desk, check_choices, seal
from yuanba.ballots.models import Ballot, Keying, Paper, PaperDetail, PaperSheet, ProxySeat, RollRow
from yuanba.ballots.states import SHEET
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.queries import lineage

SERIAL_BYTES = 6
# Source: BALLOTS.md, "Paper": keyed by two clerks, differences by a third.
READINGS = 3
PAPER_SOURCE = "paper and phone go through one roll row"


@transaction.atomic
def issue_paper_sheet(
    *, ballot_id: int, roll_row_id: int, actor: Actor, now: datetime, for_proxy: bool = False
) -> PaperSheet:
    """A sheet with a serial of its own may be printed for this voter; the phone stays open until one of them is in.

    `for_proxy`: the voter's proxy fills it in and signs it.
    Raises Refused: ballots.not_permitted, .not_on_roll, .no_paper_channel, .secret_by_token, .already_cast, .sheet_out,
    .no_proxy, and those of rules.may_vote_now.
    """
    row = RollRow.objects.select_related("ballot", "premises").filter(pk=roll_row_id, ballot_id=ballot_id).first()
    if row is None:
        raise Refused(no("ballots.not_on_roll", "the roll frozen at opening", date=""))
    require(rules.may_handle_paper(actor, lineage_of_row(row, now)))
    require(rules.may_vote_now(row.ballot, now))
    if row.ballot.level != "N":
        raise Refused(no("ballots.secret_by_token", "a secret sheet has no serial"))
    if row.ballot.paper_rule == Ballot.PaperRule.NONE:
        raise Refused(no("ballots.no_paper_channel", "the announcement"))
    last = row.papers.order_by("-attempt").first()
    if last is not None and row.ballot.paper_rule != Ballot.PaperRule.SUPERSEDES:
        raise Refused(no("ballots.already_cast", "one paper per roll row", channel=last.channel))
    seat = ProxySeat.objects.filter(roll_row=row, ended_at__isnull=True).first() if for_proxy else None
    if for_proxy and seat is None:
        raise Refused(no("ballots.no_proxy", "the authorisation is entered first"))
    try:
        with transaction.atomic():
            sheet = PaperSheet.objects.create(
                ballot_id=ballot_id,
                roll_row=row,
                serial=secrets.token_hex(SERIAL_BYTES).upper(),
                issued_at=now,
                issued_by=actor.id,
                seat=seat,
            )
    except IntegrityError as error:
        raise Refused(no("ballots.sheet_out", PAPER_SOURCE)) from error
    note(row.ballot, "issue_paper_sheet", actor=actor, now=now, detail={"sheet": sheet.pk})
    return sheet


@transaction.atomic
def receive_paper_sheet(*, serial: str, scan_file_id: int, actor: Actor, now: datetime) -> PaperSheet:
    """The sheet came back and its scan is kept (a StoredFile); after the closing time it is REJECTED, reason "late".

    Raises Refused: ballots.no_such_sheet, .not_permitted, .no_scan, paper_sheet.no_such_move.
    """
    sheet = _locked(serial)
    require(rules.may_handle_paper(actor, lineage_of_row(sheet.roll_row, now)))
    ballot = locked(sheet.ballot_id)  # closing counts the sheets that wait to be keyed: none may slip in behind it
    if now >= ballot.closes_at or ballot.state != states.OPEN:
        return _end(sheet, "reject", reason="late", actor=actor, now=now)
    scan = chosen([scan_file_id]).get(scan_file_id)
    if scan is None:
        raise Refused(no("ballots.no_scan", PAPER_SOURCE, serial=sheet.serial))
    sheet.state = SHEET.step(sheet.state, "receive")
    sheet.received_at, sheet.received_by = now, actor.id
    sheet.scan_file_id, sheet.scan_hash = scan.pk, scan.sha256
    sheet.save()
    note(sheet.ballot, "receive_paper_sheet", actor=actor, now=now, detail={"sheet": sheet.pk, "scan": scan.sha256})
    return sheet


@transaction.atomic
def cancel_paper_sheet(*, serial: str, reason: str, actor: Actor, now: datetime) -> PaperSheet:
    """A sheet that was lost or spoilt is out of use, and another may be issued.

    Raises Refused: ballots.no_such_sheet, .not_permitted, .reason_missing, paper_sheet.no_such_move.
    """
    sheet = _locked(serial)
    require(rules.may_handle_paper(actor, lineage_of_row(sheet.roll_row, now)))
    text = clean(reason)[:60]
    if not text:
        raise Refused(no("ballots.reason_missing", "an act without a reason cannot be checked"))
    return _end(sheet, "cancel", reason=text, actor=actor, now=now)


@transaction.atomic
def key_paper(*, serial: str, choices: Mapping[str, Sequence[str]], actor: Actor, now: datetime) -> PaperSheet:
    """One clerk's reading is kept; the first reading that two clerks share is entered as the voter's paper.

    Items with too many crosses, or with none, are keyed empty. Look at the returned state: RECEIVED (a second reading
    is due), DISPUTED (a third is), ENTERED, or REJECTED with reason "unreadable" or "already_cast".
    Raises Refused: ballots.no_such_sheet, .not_permitted, .not_scanned, .closed, .same_clerk, .try_again, and those of
    casting.check_choices.
    """
    sheet = _locked(serial)
    require(rules.may_handle_paper(actor, lineage_of_row(sheet.roll_row, now)))
    if sheet.state not in (states.RECEIVED, states.DISPUTED):
        raise Refused(no("ballots.not_scanned", PAPER_SOURCE, serial=serial, state=sheet.state))
    if sheet.ballot.state not in (states.OPEN, states.CLOSED):
        raise Refused(no("ballots.closed", "the count is made", closes=sheet.ballot.closes_at.isoformat()))
    require(rules.may_key(actor, sheet))
    desk = queries.desk(sheet.ballot_id)
    text = sealing.choices_text(check_choices(desk, choices, at=sheet.issued_at, on_paper=True))
    earlier = list(sheet.keyings.values_list("choices", flat=True))
    Keying.objects.create(sheet=sheet, clerk=actor.id, clerk_person_id=actor.person_id, choices=text, keyed_at=now)
    note(sheet.ballot, "key_paper", actor=actor, now=now, detail={"sheet": sheet.pk, "reading": len(earlier) + 1})
    if text in earlier:
        return _enter(sheet, desk, text, actor=actor, now=now)
    if len(earlier) + 1 >= READINGS:
        return _end(sheet, "reject", reason="unreadable", actor=actor, now=now)
    if earlier:
        sheet.state = SHEET.step(sheet.state, "dispute")
        sheet.save(update_fields=["state"])
    return sheet


def _enter(sheet: PaperSheet, desk: Desk, text: str, *, actor: Actor, now: datetime) -> PaperSheet:
    """The reading is the voter's paper, and tickets issued before are ended; unless another paper of the row stands."""
    row = RollRow.objects.select_for_update().get(pk=sheet.roll_row_id)
    row.epoch += 1
    row.save(update_fields=["epoch"])
    last = row.papers.order_by("-attempt").first()
    if last is not None and (desk.paper_rule != Ballot.PaperRule.SUPERSEDES or last.state == states.VOIDED):
        return _end(sheet, "reject", reason="already_cast", actor=actor, now=now)
    if sheet.seat is not None and sheet.seat.ended_at is not None:
        return _end(sheet, "reject", reason="proxy_ended", actor=actor, now=now)
    clerks = sorted(sealing.clerk_code(desk.code_key, one.clerk) for one in sheet.keyings.filter(choices=text))
    sheet.leaf = {"clerks": clerks, "scan": sheet.scan_hash, "serial": sheet.serial}
    besides = {"paper": sheet.leaf} | ({"proxy": sheet.seat.code} if sheet.seat is not None else {})
    leave = sealing.Ticket(
        ballot_id=sheet.ballot_id,
        roll_row_id=row.pk,
        code=row.code,
        epoch=row.epoch,
        attempt=0 if last is None else last.attempt + 1,
        previous="" if last is None else last.leaf_hash,
        expires=0,
    )
    assert sheet.received_at is not None, "a sheet is keyed after it was received"
    paper = seal(
        desk,
        leave=leave,
        choices=sealing.choices_of(text),
        channel=Paper.Channel.PAPER,
        now=sheet.received_at,
        besides=besides,
    )
    if not writer.insert([paper], on_paper=True):
        # Nobody else can have cast, since the roll row is ours: a candidate was withdrawn, or the ballot was counted.
        raise Refused(no("ballots.try_again", "the ballot changed while the sheet was keyed"))
    sheet.paper = Paper.objects.get(ballot_id=sheet.ballot_id, roll_row=row, attempt=paper.attempt)
    if sheet.seat is not None:
        PaperDetail.objects.create(paper=sheet.paper, leaf={"proxy": sheet.seat.code}, seat=sheet.seat)
    sheet.state = SHEET.step(sheet.state, "enter")
    sheet.save()
    note(sheet.ballot, "enter_paper", actor=actor, now=now, detail={"sheet": sheet.pk, "leaf": paper.leaf_hash})
    return sheet


def _end(sheet: PaperSheet, verb: str, *, reason: str, actor: Actor, now: datetime) -> PaperSheet:
    sheet.state = SHEET.step(sheet.state, verb)
    sheet.reason = reason
    sheet.save()
    note(sheet.ballot, f"{verb}_paper_sheet", actor=actor, now=now, detail={"sheet": sheet.pk})
    return sheet


def _locked(serial: str) -> PaperSheet:
    sheets = PaperSheet.objects.select_for_update(of=("self",)).select_related("ballot", "roll_row", "seat")
    sheet = sheets.filter(serial=clean(serial).upper()).first()
    if sheet is None:
        raise Refused(no("ballots.no_such_sheet", PAPER_SOURCE, serial=serial[:16]))
    return sheet


def lineage_of_row(row: RollRow, now: datetime) -> tuple[int, ...]:
    """The places whose clerks may handle this voter's sheet: the compound of the row, and everything above it."""
    territory_id = row.ballot.territory_id if row.premises is None else row.premises.compound_id
    return lineage(territory_id, local_date(now))
