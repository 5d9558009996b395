"""The paper channel: through the same roll row, read by two clerks."""

from datetime import timedelta

import pytest

from tests.ballots import given
from tests.ballots.test_voting import refused
from yuanba.ballots import actions, queries, sealing
from yuanba.ballots.models import Paper, PaperSheet

pytestmark = pytest.mark.django_db

ONE, TWO = {"persons": ["entry:1"]}, {"persons": ["entry:2"]}


def key(serial: str, here: given.Place, choices: dict, actor=None) -> PaperSheet:
    return actions.key_paper(serial=serial, choices=choices, actor=actor or here.clerk(), now=given.DURING)


def test_two_equal_readings_are_the_voters_paper() -> None:
    here = given.place()
    ballot = given.opened(here)
    serial = given.received(ballot, here.voters[0], here)
    assert key(serial, here, ONE).state == "RECEIVED"
    sheet = key(serial, here, ONE)
    assert (sheet.state, sheet.paper.channel, sheet.paper.cast_at) == ("ENTERED", "PAPER", given.DURING)
    assert refused(given.ticket, ballot, here.voters[0]) == "ballots.already_cast"
    given.published(given.closed(ballot), here)
    (row,) = queries.public_inputs(ballot.pk)
    leaf = sealing.leaf_bytes(
        ballot_id=ballot.pk,
        code=row["code"],
        commitment=row["commitment"],
        channel="PAPER",
        previous="",
        besides={"paper": row["paper"]},
    )
    assert row["leaf_hash"] == sealing.leaf_hash(leaf)
    assert (row["paper"]["serial"], row["paper"]["scan"], len(row["paper"]["clerks"])) == (serial, given.SCAN, 2)


def test_differing_readings_go_to_a_third() -> None:
    here = given.place()
    ballot = given.opened(here)
    serial = given.received(ballot, here.voters[0], here)
    key(serial, here, ONE)
    assert key(serial, here, TWO).state == "DISPUTED"
    assert key(serial, here, TWO).paper.choices == sealing.choices_text({"companies": [], **TWO})


def test_three_different_readings_reject_the_sheet() -> None:
    here = given.place()
    ballot = given.opened(here)
    serial = given.received(ballot, here.voters[0], here)
    for choices in (ONE, TWO, {}):
        sheet = key(serial, here, choices)
    assert (sheet.state, sheet.reason) == ("REJECTED", "unreadable")
    assert refused(key, serial, here, ONE) == "ballots.not_scanned"


def test_one_clerk_does_not_read_twice() -> None:
    here = given.place()
    serial = given.received(given.opened(here), here.voters[0], here)
    clerk = here.clerk()
    key(serial, here, ONE, clerk)
    assert refused(key, serial, here, ONE, clerk) == "ballots.same_clerk"
    second_account = given.Actor("account:777", 777, clerk.person_id, clerk.grants)
    assert refused(key, serial, here, ONE, second_account) == "ballots.same_clerk"


def test_paper_after_phone_is_rejected_and_phone_after_paper_refused() -> None:
    here = given.place()
    ballot = given.opened(here)
    first, second = here.voters[:2]
    serial, other = given.received(ballot, first, here), given.received(ballot, second, here)
    given.cast(given.ticket(ballot, first), persons=["entry:3"])
    key(serial, here, ONE)
    sheet = key(serial, here, ONE)
    assert (sheet.state, sheet.reason, sheet.paper) == ("REJECTED", "already_cast", None)
    ticket = given.ticket(ballot, second)
    key(other, here, ONE)
    key(other, here, ONE)
    assert refused(given.cast, ticket, persons=["entry:3"]) == "ballots.ticket_revoked"
    assert Paper.objects.count() == 2


def test_later_paper_supersedes_where_the_manifest_says_so() -> None:
    here = given.place()
    ballot = given.opened(here, revotes_allowed=True, paper_rule="SUPERSEDES")
    given.cast(given.ticket(ballot, here.voters[0]), persons=["entry:3"])
    serial = given.received(ballot, here.voters[0], here)
    key(serial, here, ONE)
    assert key(serial, here, ONE).paper.attempt == 1
    given.published(given.closed(ballot), here)
    result = queries.public_result(ballot.pk)
    assert (result["items"][0]["votes"]["entry:1"], result["participation"]["on_paper"]) == (1, 1)


def test_late_sheet_is_rejected_on_record_and_a_sheet_in_time_is_keyed_after_the_close() -> None:
    here = given.place()
    ballot = given.opened(here)
    in_time = given.received(ballot, here.voters[0], here, now=given.LAST)
    row = given.row_of(ballot, here.voters[1])
    late = actions.issue_paper_sheet(ballot_id=ballot.pk, roll_row_id=row.pk, actor=here.clerk(), now=given.LAST)
    late = actions.receive_paper_sheet(
        serial=late.serial, scan_file_id=given.scan().pk, actor=here.clerk(), now=given.CLOSES
    )
    assert (late.state, late.reason) == ("REJECTED", "late")
    given.closed(ballot)
    count = {"ballot_id": ballot.pk, "actor": given.TICK, "now": given.CLOSES}
    assert refused(actions.count, **count) == "ballots.sheets_open"
    key(in_time, here, ONE)
    assert key(in_time, here, ONE).state == "ENTERED"
    actions.count(**count)


def test_sheet_is_not_keyed_after_annulment() -> None:
    here = given.place()
    ballot = given.opened(here)
    serial = given.received(ballot, here.voters[0], here)
    actions.annul(ballot_id=ballot.pk, reason="名册有误", actor=here.organiser(), now=given.DURING)
    assert refused(key, serial, here, ONE) == "ballots.closed"


def test_sheet_printed_before_a_withdrawal_may_name_the_candidate() -> None:
    here = given.place()
    ballot = given.opened(here)
    serial = given.received(ballot, here.voters[0], here)
    actions.withdraw_option(
        ballot_id=ballot.pk,
        option_key="entry:1",
        reason="退出",
        actor=here.organiser(),
        now=given.DURING + timedelta(hours=1),
    )
    key(serial, here, ONE)
    assert key(serial, here, ONE).state == "ENTERED"
    row = given.row_of(ballot, here.voters[1])
    later = given.DURING + timedelta(hours=2)
    sheet = actions.issue_paper_sheet(ballot_id=ballot.pk, roll_row_id=row.pk, actor=here.clerk(), now=later)
    actions.receive_paper_sheet(serial=sheet.serial, scan_file_id=given.scan().pk, actor=here.clerk(), now=later)
    assert refused(key, sheet.serial, here, ONE) == "ballots.option_withdrawn"


def test_one_live_sheet_per_voter_and_another_after_cancelling() -> None:
    here = given.place()
    ballot = given.opened(here)
    row = given.row_of(ballot, here.voters[0])
    act = {"ballot_id": ballot.pk, "roll_row_id": row.pk, "actor": here.clerk(), "now": given.DURING}
    first = actions.issue_paper_sheet(**act)
    assert refused(actions.issue_paper_sheet, **act) == "ballots.sheet_out"
    cancel = {"serial": first.serial, "actor": here.clerk(), "now": given.DURING}
    assert refused(actions.cancel_paper_sheet, reason=" ", **cancel) == "ballots.reason_missing"
    actions.cancel_paper_sheet(reason="遗失", **cancel)
    assert actions.issue_paper_sheet(**act).serial != first.serial
    assert queries.sheets(ballot.pk).count() == 2


def test_refusals_at_the_desk() -> None:
    here = given.place()
    ballot = given.opened(here)
    phone_only = given.opened(here, paper_rule="NONE", ordered_by="stage:9")
    act = {"actor": here.clerk(), "now": given.DURING}
    row = given.row_of(phone_only, here.voters[0])
    issue = actions.issue_paper_sheet
    assert refused(issue, ballot_id=phone_only.pk, roll_row_id=row.pk, **act) == "ballots.no_paper_channel"
    assert refused(issue, ballot_id=ballot.pk, roll_row_id=row.pk, **act) == "ballots.not_on_roll"
    row = given.row_of(ballot, here.voters[0])
    given.cast(given.ticket(ballot, here.voters[0]))
    assert refused(issue, ballot_id=ballot.pk, roll_row_id=row.pk, **act) == "ballots.already_cast"
    row = given.row_of(ballot, here.voters[1])
    sheet = issue(ballot_id=ballot.pk, roll_row_id=row.pk, **act)
    assert refused(actions.receive_paper_sheet, serial=sheet.serial, scan_file_id=0, **act) == "ballots.no_scan"
    assert refused(key, "0" * 12, here, ONE) == "ballots.no_such_sheet"
    stranger = given.place().clerk()
    row = given.row_of(ballot, here.voters[2])
    assert refused(issue, ballot_id=ballot.pk, roll_row_id=row.pk, actor=stranger, now=given.DURING) == (
        "ballots.not_permitted"
    )
