"""Casting on a phone: one paper per voter, whatever is sent, and the same answer to the same paper."""

import base64
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tests.ballots import given
from yuanba.ballots import actions, casting, queries, sealing, writer
from yuanba.ballots.models import Paper, VoteSignal
from yuanba.kernel import canonical
from yuanba.kernel.verdict import Refused

pytestmark = pytest.mark.django_db


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.verdict.code


def test_cast_stores_one_paper_that_opens_its_commitment() -> None:
    here = given.place()
    ballot = given.opened(here)
    answer = given.cast(given.ticket(ballot, here.voters[0]), persons=["entry:3", "entry:1"], companies=["entry:7"])
    paper = Paper.objects.get(ballot=ballot)
    assert json.loads(paper.choices) == {"companies": ["entry:7"], "persons": ["entry:1", "entry:3"]}
    assert paper.commitment == answer.commitment == sealing.commitment_of(answer.salt, paper.choices)
    assert (paper.leaf_hash, paper.attempt, paper.channel, paper.state) == (answer.leaf_hash, 0, "PHONE", "VALID")
    assert paper.roll_row.code == answer.code


def test_identical_retry_has_the_identical_result_and_one_signal() -> None:
    here = given.place()
    ballot = given.opened(here)
    ticket = given.ticket(ballot, here.voters[0])
    signals = casting.Signals("203.0.113.5", "device-1", 40)
    first = given.cast(ticket, signals=signals, persons=["entry:1", "entry:2"])
    again = given.cast(ticket, signals=signals, persons=["entry:2", "entry:1"], now=given.DURING + timedelta(minutes=2))
    assert first == again
    assert (Paper.objects.count(), VoteSignal.objects.count()) == (1, 1)


def test_retry_after_the_close_still_gets_its_result() -> None:
    here = given.place()
    ballot = given.opened(here)
    ticket = given.ticket(ballot, here.voters[0], now=given.LAST)
    first = given.cast(ticket, now=given.LAST)
    given.closed(ballot)
    assert given.cast(ticket, now=given.CLOSES + timedelta(minutes=1)) == first


def test_other_choice_is_a_conflict() -> None:
    here = given.place()
    ballot = given.opened(here)
    ticket = given.ticket(ballot, here.voters[0])
    given.cast(ticket, persons=["entry:1"])
    assert refused(given.cast, ticket, persons=["entry:2"]) == "ballots.already_cast"
    assert refused(given.ticket, ballot, here.voters[0]) == "ballots.already_cast"


def test_two_tabs_give_one_paper() -> None:
    here = given.place()
    ballot = given.opened(here)
    tabs = [given.ticket(ballot, here.voters[0]), given.ticket(ballot, here.voters[0], given.DURING + timedelta(0, 9))]
    given.cast(tabs[0], persons=["entry:1"])
    assert refused(given.cast, tabs[1], persons=["entry:3"]) == "ballots.already_cast"
    assert Paper.objects.count() == 1


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({"persons": ["entry:1", "entry:2", "entry:3"]}, "ballots.too_many"),
        ({"persons": ["entry:1", "entry:1"]}, "ballots.option_twice"),
        ({"persons": ["entry:7"]}, "ballots.option_unknown"),
        ({"persons": "entry:1"}, "ballots.option_unknown"),
        ({"persons": [["entry:1"]]}, "ballots.option_unknown"),
        ({"persons": [17]}, "ballots.option_unknown"),
        ({"elders": ["entry:1"]}, "ballots.item_unknown"),
        ({"persons": []}, "ballots.nothing_chosen"),
    ],
)
def test_impossible_choice_is_refused(choices: dict, code: str) -> None:
    here = given.place()
    ballot = given.opened(here)
    assert refused(given.cast, given.ticket(ballot, here.voters[0]), **choices) == code
    assert not Paper.objects.exists()


def test_too_few_choices_are_refused() -> None:
    here = given.place()
    items = (actions.NewItem("persons", 2, given.ITEMS[0].options, minimum=2),)
    ballot = given.opened(here, items=items)
    assert refused(given.cast, given.ticket(ballot, here.voters[0]), persons=["entry:1"]) == "ballots.too_few"


def test_ticket_lives_fifteen_minutes() -> None:
    here = given.place()
    ballot = given.opened(here)
    ticket = given.ticket(ballot, here.voters[0])
    late = given.DURING + timedelta(minutes=15)
    assert refused(given.cast, ticket, now=late) == "ballots.ticket_expired"
    given.cast(ticket, now=late - timedelta(seconds=1))


def test_ticket_of_another_ballot_opens_nothing_here() -> None:
    here = given.place()
    one, two = given.opened(here), given.opened(here, ordered_by="stage:5")
    ticket = sealing.read_ticket(given.ticket(one, here.voters[0]), bytes.fromhex(one.secret.ticket_key), given.DURING)
    forged = sealing.Ticket(two.pk, ticket.roll_row_id, ticket.code, 0, 0, "", ticket.expires)
    assert refused(given.cast, forged.written(bytes.fromhex(one.secret.ticket_key))) == "ballots.ticket_invalid"
    # Even a ticket signed with the right key finds no row: the roll row belongs to the other ballot.
    assert refused(given.cast, forged.written(bytes.fromhex(two.secret.ticket_key))) == "ballots.try_again"
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    "text", ["", ".", "abc", "e30.", "\u7968.x", "a" * 2000, "bm90IGpzb24=.00", "W10=.00", "eyJhIjoiMCJ9.00"]
)
def test_text_that_is_no_ticket_is_refused(text: str) -> None:
    assert refused(given.cast, text) == "ballots.ticket_invalid"


def test_ticket_with_words_for_numbers_is_refused() -> None:
    claims = {"a": "0", "b": 1, "c": "", "e": 0, "p": "", "r": 1, "x": 1}
    text = base64.urlsafe_b64encode(canonical.encode(claims)).decode()
    assert refused(given.cast, f"{text}.00") == "ballots.ticket_invalid"


def test_changed_ticket_is_refused() -> None:
    here = given.place()
    ballot = given.opened(here)
    payload, _, mac = given.ticket(ballot, here.voters[0]).partition(".")
    other, _, _ = given.ticket(ballot, here.voters[1]).partition(".")
    assert refused(given.cast, f"{other}.{mac}") == "ballots.ticket_invalid"
    assert refused(given.cast, f"{payload}.{'0' * 64}") == "ballots.ticket_invalid"
    assert refused(given.cast, f"{payload}.") == "ballots.ticket_invalid"


def test_ticket_after_sign_out_is_refused_also_for_a_stored_paper() -> None:
    here = given.place()
    ballot = given.opened(here)
    ticket = given.ticket(ballot, here.voters[0])
    given.cast(ticket, persons=["entry:1"])
    assert actions.end_tickets(person_id=here.voters[0].pk, now=given.DURING) == 1
    # Neither the right nor a wrong guess of what was chosen is answered.
    assert refused(given.cast, ticket, persons=["entry:1"]) == "ballots.ticket_revoked"
    assert refused(given.cast, ticket, persons=["entry:2"]) == "ballots.ticket_revoked"


def test_cast_after_the_closing_time_is_refused_before_anybody_closed() -> None:
    here = given.place()
    ballot = given.opened(here)
    ticket = given.ticket(ballot, here.voters[0], now=given.LAST)
    assert refused(given.cast, ticket, now=given.CLOSES) == "ballots.closed"
    assert refused(given.ticket, ballot, here.voters[0], given.CLOSES) == "ballots.closed"


def test_cast_after_annulment_is_refused() -> None:
    here = given.place()
    ballot = given.opened(here)
    ticket = given.ticket(ballot, here.voters[0])
    actions.annul(ballot_id=ballot.pk, reason="候选名单有误", actor=here.organiser(), now=given.DURING)
    assert refused(given.cast, ticket) == "ballots.annulled"


def test_voter_of_another_subdistrict_gets_no_ticket() -> None:
    here, elsewhere = given.place(), given.place()
    ballot = given.opened(here)
    assert refused(given.ticket, ballot, elsewhere.voters[0]) == "ballots.not_on_roll"


def test_unverified_account_gets_no_ticket() -> None:
    here = given.place()
    ballot = given.opened(here)
    assert refused(actions.issue_ticket, ballot_id=ballot.pk, actor=given.TICK, now=given.DURING) == (
        "ballots.not_verified"
    )
    assert refused(actions.issue_ticket, ballot_id=0, actor=given.TICK, now=given.DURING) == "ballots.no_such_ballot"


def test_ticket_before_the_opening_is_refused() -> None:
    here = given.place()
    ballot = given.announced(here)
    assert refused(given.ticket, ballot, here.voters[0]) == "ballots.not_yet_open"


def test_withdrawn_candidate_is_refused_and_earlier_votes_stay() -> None:
    here = given.place()
    ballot = given.opened(here)
    given.cast(given.ticket(ballot, here.voters[0]), persons=["entry:1"])
    late = given.ticket(ballot, here.voters[1])
    actions.withdraw_option(
        ballot_id=ballot.pk, option_key="entry:1", reason="退出评选", actor=here.organiser(), now=given.DURING
    )
    assert refused(given.cast, late, persons=["entry:1"]) == "ballots.option_withdrawn"
    given.cast(late, persons=["entry:2"])
    given.published(given.closed(ballot), here)
    item = queries.public_result(ballot.pk)["items"][0]
    assert (item["votes"], item["withdrawn"]) == ({"entry:2": 1, "entry:3": 0}, {"entry:1": 1})


def test_withdrawal_between_preparing_and_writing_is_noticed() -> None:
    here = given.place()
    ballot = given.opened(here)
    desk = queries.desk(ballot.pk)
    ticket = given.ticket(ballot, here.voters[0])
    paper = casting.prepare(desk, ticket=ticket, choices={"persons": ["entry:1"]}, channel="PHONE", now=given.DURING)
    actions.withdraw_option(
        ballot_id=ballot.pk, option_key="entry:1", reason="退出评选", actor=here.organiser(), now=given.DURING
    )
    with transaction.atomic():
        assert writer.insert([paper]) == set()
        assert writer.insert([]) == set()


def test_a_group_stands_or_falls_row_by_row() -> None:
    here = given.place()
    ballot = given.opened(here)
    desk = queries.desk(ballot.pk)

    def paper(person: int, option: str) -> casting.Prepared:
        ticket = given.ticket(ballot, here.voters[person])
        choices = {"persons": [option]}
        return casting.prepare(desk, ticket=ticket, choices=choices, channel="PHONE", now=given.DURING)

    batch = [paper(0, "entry:1"), paper(1, "entry:2"), paper(1, "entry:3"), paper(2, "entry:3")]
    actions.end_tickets(person_id=here.voters[2].pk, now=given.DURING)
    with transaction.atomic():
        stored = writer.insert(batch)
    assert stored == {(batch[0].roll_row_id, 0), (batch[1].roll_row_id, 0)}
    assert Paper.objects.count() == 2


def test_revote_is_a_chain_where_the_manifest_allows_it() -> None:
    here = given.place()
    ballot = given.opened(here, revotes_allowed=True)
    first = given.cast(given.ticket(ballot, here.voters[0]), persons=["entry:1"])
    stale = given.ticket(ballot, here.voters[0])
    second = given.cast(given.ticket(ballot, here.voters[0]), persons=["entry:2"])
    assert refused(given.cast, stale, persons=["entry:3"]) == "ballots.already_cast"
    assert [paper.previous for paper in Paper.objects.order_by("attempt")] == ["", first.leaf_hash]
    given.published(given.closed(ballot), here)
    assert queries.public_result(ballot.pk)["items"][0]["votes"] == {"entry:1": 0, "entry:2": 1, "entry:3": 0}
    rows = list(queries.public_inputs(ballot.pk))
    assert [row["leaf_hash"] for row in rows] == [first.leaf_hash, second.leaf_hash]
    assert ["choices" in row for row in rows] == [False, True]


def test_second_attempt_without_revotes_is_not_inserted_even_with_a_ticket() -> None:
    here = given.place()
    ballot = given.opened(here)
    first = given.cast(given.ticket(ballot, here.voters[0]))
    row = given.row_of(ballot, here.voters[0])
    expires = int((given.DURING + timedelta(minutes=5)).timestamp())
    ticket = sealing.Ticket(ballot.pk, row.pk, row.code, 0, 1, first.leaf_hash, expires)
    assert refused(given.cast, ticket.written(bytes.fromhex(ballot.secret.ticket_key))) == "ballots.try_again"


def test_database_holds_one_paper_per_roll_row() -> None:
    here = given.place()
    ballot = given.opened(here)
    given.cast(given.ticket(ballot, here.voters[0]))
    paper = Paper.objects.get()
    paper.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.save(force_insert=True)
    paper.pk, paper.attempt = None, 1
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.save(force_insert=True)


def test_cast_takes_at_most_six_statements(django_assert_max_num_queries) -> None:
    here = given.place()
    ballot = given.opened(here)
    ticket = given.ticket(ballot, here.voters[0])
    with django_assert_max_num_queries(6):
        given.cast(ticket, signals=casting.Signals("203.0.113.5", "device-1", 40))


def test_one_of_a_household_casts_for_all() -> None:
    here = given.place(1)
    dwelling = here.voters[0].residences.get().premises
    other = factories.ResidenceFactory(premises=dwelling).person
    ballot = given.opened(here, electorate="HOUSEHOLDS")
    assert ballot.roll_rows == 1
    tickets = [given.ticket(ballot, person) for person in (here.voters[0], other)]
    given.cast(tickets[0], persons=["entry:1"])
    assert refused(given.cast, tickets[1], persons=["entry:2"]) == "ballots.already_cast"
    assert actions.end_tickets(person_id=other.pk, now=given.DURING) == 1
