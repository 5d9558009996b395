"""Many at once, with real connections: exactly one paper, and nothing after the close."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from tests.ballots import given
from yuanba.ballots import actions
from yuanba.ballots.models import Ballot, Keying, Paper, PaperSheet
from yuanba.kernel.verdict import Refused

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

THREADS = 16  # as many as the connection pool gives


def at_once(calls: Iterable[Callable[[], object]]) -> Counter[str]:
    """Runs the calls on real connections, all waiting for one start; how often each outcome came."""
    calls = list(calls)
    start = threading.Barrier(min(THREADS, len(calls)))
    begun = threading.local()

    def run(call: Callable[[], object]) -> str:
        if not getattr(begun, "waited", False):
            begun.waited = True
            start.wait(timeout=20)
        try:
            return f"ok:{getattr(call(), 'state', '')}"
        except Refused as refusal:
            return refusal.verdict.code
        finally:
            connection.close()

    with ThreadPoolExecutor(min(THREADS, len(calls))) as pool:
        return Counter(pool.map(run, calls))


def test_200_casts_of_one_voter_give_one_paper() -> None:
    here = given.place()
    ballot = given.opened(here)
    ticket = given.ticket(ballot, here.voters[0])
    options = ["entry:1", "entry:2", "entry:3"]
    outcome = at_once(
        (lambda option=options[number % 3]: given.cast(ticket, persons=[option])) for number in range(200)
    )
    stored = Paper.objects.get(ballot=ballot)
    # Whoever sent the choice that stands was acknowledged, first or retried; all others were told.
    same = sum(options[number % 3] in stored.choices for number in range(200))
    assert outcome == {"ok:": same, "ballots.already_cast": 200 - same}


def test_one_voter_on_200_tickets_gives_one_paper() -> None:
    here = given.place()
    ballot = given.opened(here)
    tickets = [given.ticket(ballot, here.voters[0], given.DURING + timedelta(seconds=n)) for n in range(200)]
    late = given.DURING + timedelta(minutes=5)
    outcome = at_once((lambda text=text: given.cast(text, now=late)) for text in tickets)
    assert (outcome, Paper.objects.count()) == ({"ok:": 200}, 1)


def test_closing_while_casting_lets_nobody_in_after_the_close() -> None:
    here = given.place(60)
    ballot = given.opened(here)
    tickets = [given.ticket(ballot, person, now=given.LAST) for person in here.voters]
    seen: list[int] = []

    def close() -> Ballot:
        done = actions.close(ballot_id=ballot.pk, actor=given.TICK, now=given.CLOSES)
        seen.append(Paper.objects.count())
        return done

    calls: list[Callable[[], object]] = [(lambda text=text: given.cast(text, now=given.LAST)) for text in tickets]
    calls.insert(20, close)
    outcome = at_once(calls)
    # What stood when the close was committed is all that ever stands, and each of them was acknowledged.
    assert seen == [Paper.objects.count()] == [outcome["ok:"]]
    assert outcome["ok:"] + outcome["ballots.closed"] == 60 and outcome["ok:CLOSED"] == 1


def test_phone_against_paper_gives_one_paper() -> None:
    here = given.place(12)
    ballot = given.opened(here)
    calls: list[Callable[[], object]] = []
    for person in here.voters:
        serial = given.received(ballot, person, here)
        act = {"serial": serial, "choices": {"persons": ["entry:1"]}, "now": given.DURING}
        actions.key_paper(actor=here.clerk(), **act)
        ticket = given.ticket(ballot, person)
        second = here.clerk()
        calls.append(lambda act=act, second=second: actions.key_paper(actor=second, **act))
        calls.append(lambda ticket=ticket: given.cast(ticket, persons=["entry:3"]))
    outcome = at_once(calls)
    assert Paper.objects.count() == 12
    by_phone = Paper.objects.filter(channel="PHONE").count()
    assert outcome["ok:"] == by_phone == outcome["ok:REJECTED"]
    assert outcome["ok:ENTERED"] == 12 - by_phone == outcome["ballots.ticket_revoked"]


def test_two_clerks_at_once_read_one_sheet_twice_and_one_clerk_once() -> None:
    here = given.place()
    ballot = given.opened(here)
    act = {"choices": {"persons": ["entry:1"]}, "now": given.DURING}
    serial = given.received(ballot, here.voters[0], here)
    clerks = [here.clerk(), here.clerk()]
    outcome = at_once((lambda one=one: actions.key_paper(serial=serial, actor=one, **act)) for one in clerks)
    assert (outcome, Paper.objects.count()) == ({"ok:RECEIVED": 1, "ok:ENTERED": 1}, 1)
    other = given.received(ballot, here.voters[1], here)
    outcome = at_once((lambda: actions.key_paper(serial=other, actor=clerks[0], **act)) for _ in range(8))
    assert outcome == {"ok:RECEIVED": 1, "ballots.same_clerk": 7}
    assert Keying.objects.filter(sheet__serial=other).count() == 1


def test_sheets_issued_at_once_for_one_voter_are_one() -> None:
    here = given.place()
    ballot = given.opened(here)
    row, clerk = given.row_of(ballot, here.voters[0]), here.clerk()
    act = {"ballot_id": ballot.pk, "roll_row_id": row.pk, "actor": clerk, "now": given.DURING}
    outcome = at_once((lambda: actions.issue_paper_sheet(**act)) for _ in range(16))
    assert outcome == {"ok:ISSUED": 1, "ballots.sheet_out": 15}
    assert PaperSheet.objects.count() == 1


def test_withdrawal_while_casting_is_clean() -> None:
    here = given.place(30)
    ballot = given.opened(here)
    organiser = here.organiser()
    act = {"ballot_id": ballot.pk, "option_key": "entry:1", "reason": "退出", "actor": organiser, "now": given.DURING}
    calls: list[Callable[[], object]] = []
    for person in here.voters:
        ticket = given.ticket(ballot, person)
        calls.append(lambda ticket=ticket: given.cast(ticket, persons=["entry:1"]))
    calls.insert(10, lambda: actions.withdraw_option(**act))
    outcome = at_once(calls)
    assert outcome["ok:"] == Paper.objects.count() + 1
    assert outcome["ballots.option_withdrawn"] == 30 - Paper.objects.count()
