"""Phone, paper, proxy and hall at once for one roll row, two co-owners, proxy against principal: one paper, each time."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.ballots import acting, given
from tests.ballots.test_races import at_once
from yuanba.ballots import actions
from yuanba.ballots.models import Authorisation, Paper, PaperDetail, ProxySeat, RollRow

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_200_at_once_by_phone_paper_proxy_and_hands_give_one_paper_for_each_row() -> None:
    here = acting.each_their_own(5)
    ballot = acting.opened(here)
    owners, proxy = here.voters[:4], here.voters[4]
    at = acting.meeting(here, *owners)
    rows = [given.row_of(ballot, owner) for owner in owners]
    calls: list[Callable[[], object]] = []
    for owner in owners:
        acting.authorised(here, ballot, owner, proxy)
        serial = given.received(ballot, owner, here)
        read = {"serial": serial, "choices": {"q1": ["against"]}, "now": given.DURING}
        actions.key_paper(actor=here.clerk(), **read)
        own, other = given.ticket(ballot, owner), acting.ticket_for(ballot, proxy, owner)
        calls += [partial(acting.vote, own, "agree") for _ in range(24)]
        calls += [partial(acting.vote, other, "abstain") for _ in range(24)]
        calls.append(partial(actions.key_paper, actor=here.clerk(), **read))
    count = acting.hands(here, ballot, at, agree=tuple(rows))
    confirm = partial(actions.confirm_hands, count_id=count.pk, now=given.DURING)
    calls += [partial(confirm, actor=here.clerk()) for _ in range(4)]
    outcome = at_once(sorted(calls, key=lambda call: hash(call) % 977))
    assert sum(outcome.values()) == 200
    assert outcome["ok:CONFIRMED"] == 1 and Paper.objects.count() == 4
    assert sorted(Paper.objects.values_list("roll_row_id", flat=True)) == sorted(row.pk for row in rows)
    by_proxy = PaperDetail.objects.filter(seat__isnull=False).count()
    assert by_proxy == Paper.objects.filter(choices__contains="abstain").count()
    assert not set(outcome) - {
        "ok:", "ok:CONFIRMED", "ok:ENTERED", "ok:REJECTED", "ballots.already_cast", "ballots.ticket_revoked",
        "hall_count.no_such_move",
    }  # fmt: skip


def test_two_co_owners_at_once_and_a_proxy_against_its_principal_give_one_paper_each() -> None:
    here = given.place(4)
    one, two, alone, proxy = here.voters
    acting.owners(here, (one, two), (one, two), (alone,), (proxy,))
    ballot = acting.opened(here)
    acting.authorised(here, ballot, alone, proxy)
    shared = RollRow.objects.get(ballot=ballot, person__isnull=True)
    tickets = [acting.ticket_for(ballot, person, shared) for person in (one, two)]
    tickets += [acting.ticket_for(ballot, person, alone) for person in (alone, proxy)]
    outcome = at_once(
        partial(acting.vote, text, ("agree", "against")[number % 2])
        for number, text in enumerate(tickets)
        for _ in range(10)
    )
    assert outcome == {"ok:": 20, "ballots.already_cast": 20}
    assert sorted(Paper.objects.values_list("roll_row_id", flat=True)) == sorted(
        [shared.pk, given.row_of(ballot, alone).pk]
    )


def test_a_proxy_with_three_places_is_given_no_fourth_however_many_ask_at_once() -> None:
    here = given.place(9)
    threshold = {"row": "own", "source": "议事规则", "participation": "", "assent": ">1/2", "of": "participants"}
    rule = {"id": "yes-no-abstain", "version": 1, "source": "议事规则", "threshold": threshold}
    ballot = acting.opened(here, kind="STATUTORY", electorate="RESIDENTS", rule=rule, consent_reference="函〔2026〕1号")
    proxy = here.voters[8]
    acting.scan()
    calls = [partial(acting.authorised, here, ballot, person, proxy) for person in here.voters[:8]]
    outcome = at_once(calls)
    assert outcome == {"ok:IN_FORCE": 3, "ballots.proxy_limit": 5}
    assert Authorisation.objects.count() == ProxySeat.objects.count() == 3


def test_revoking_while_the_proxy_casts_is_clean() -> None:
    here = acting.each_their_own(13)
    ballot = acting.opened(here)
    proxy = here.voters[12]
    calls: list[Callable[[], object]] = []
    for owner in here.voters[:12]:
        made = acting.authorised(here, ballot, owner, proxy)
        act = {"authorisation_id": made.pk, "actor": given.voter(owner), "now": given.DURING}
        calls += [partial(acting.vote, acting.ticket_for(ballot, proxy, owner)), partial(actions.revoke, **act)]
    outcome = at_once(calls)
    cast = Paper.objects.count()
    assert outcome["ok:REVOKED"] == 12 and outcome["ok:"] == cast and outcome["ballots.ticket_revoked"] == 12 - cast
    assert ProxySeat.objects.filter(ended_at__isnull=True).count() == cast == PaperDetail.objects.count()
