"""Signals, suspicions, and two people who decide."""

import pytest
from django.db import IntegrityError, transaction

from tests.ballots import given
from tests.ballots.test_voting import refused
from yuanba.ballots import actions, casting, queries
from yuanba.ballots.detect import Kind, Limits, Sighting, detect
from yuanba.ballots.models import Option, Paper, ReviewCase, VoteSignal
from yuanba.messaging.models import Message


def sightings(count: int, start: int = 0, **values: object) -> list[Sighting]:
    """`count` votes with nothing in common but what `values` says."""
    made = []
    for number in range(start, start + count):
        own = {
            "code": f"{number:04}",
            "minute": number,
            "address": f"a{number}",
            "device": f"d{number}",
            "account_age_days": 90,
            "pattern": f"p{number % 5}",
        }
        made.append(Sighting(**(own | values)))  # type: ignore[arg-type]
    return made


def kinds(seen: list[Sighting], limits: Limits | None = None) -> set[str]:
    return {one.kind.value for one in detect(seen, limits or Limits())}


def test_ordinary_votes_raise_nothing() -> None:
    assert detect([]) == []
    assert kinds(sightings(200)) == set()


def test_family_phone_is_ordinary_and_a_fourth_voter_on_it_is_not() -> None:
    assert kinds(sightings(3, device="d")) == set()
    (found,) = detect(sightings(4, device="d"))
    assert (found.kind, found.anchor, found.codes) == (Kind.SHARED_DEVICE, "d", ("0000", "0001", "0002", "0003"))


def test_shared_gateway_counts_only_where_its_votes_agree() -> None:
    assert kinds(sightings(40, address="gateway")) == set()
    assert "SHARED_ADDRESS" in kinds(sightings(12, address="gateway", pattern="same"))


def test_burst_that_agrees_is_named_and_a_reminder_is_not() -> None:
    background = sightings(50)
    assert kinds(background + sightings(30, start=100, minute=7)) == set()
    assert kinds(background + sightings(30, start=100, minute=7, pattern="same")) == {"BURST"}


def test_new_accounts_that_are_most_of_a_choice_are_named() -> None:
    popular = sightings(100, pattern="same")
    young = sightings(10, start=200, pattern="same", account_age_days=1)
    assert kinds(popular + young) == set()
    assert kinds(young) == {"NEW_ACCOUNTS"}


def test_ring_is_chained_by_devices_and_addresses() -> None:
    ring = [Sighting(f"{n:02}", n * 60, f"a{n // 4}", f"d{n // 3}", 90, "same") for n in range(12)]
    found = detect(sightings(100, start=500) + ring)
    assert [(one.kind, len(one.codes)) for one in found] == [(Kind.RING, 12)]


def test_order_of_sightings_does_not_matter() -> None:
    seen = sightings(12, device="d", address="x", pattern="same", account_age_days=0) + sightings(30, start=50)
    assert detect(seen) == detect(list(reversed(seen)))


def rigged(here: given.Place, count: int = 5) -> object:
    """A ballot in which `count` voters cast from one device."""
    ballot = given.opened(here)
    for number, person in enumerate(here.voters[:count]):
        signals = casting.Signals(f"203.0.113.{number}", "one-device", 100)
        given.cast(given.ticket(ballot, person), signals=signals, persons=["entry:1"])
    return ballot


@pytest.mark.django_db
def test_addresses_and_devices_are_not_stored_as_such() -> None:
    here = given.place(5)
    rigged(here)
    signal = VoteSignal.objects.first()
    assert "203.0.113" not in signal.address_hash and len(signal.device_hash) == 32
    assert VoteSignal.objects.values("device_hash").distinct().count() == 1


@pytest.mark.django_db
def test_two_people_void_and_the_reason_is_published_as_a_count() -> None:
    here = given.place(6)
    ballot = rigged(here)
    (case,) = actions.open_reviews(ballot_id=ballot.pk, actor=here.reviewer(), now=given.DURING)
    assert actions.open_reviews(ballot_id=ballot.pk, actor=given.TICK, now=given.DURING) == []
    assert Paper.objects.filter(state="VOIDED").count() == 0
    first, second = here.reviewer(), here.reviewer()
    actions.review_signal(
        case_id=case.pk, finding="VOID", reason="一机多投", codes=case.codes[:4], actor=first, now=given.DURING
    )
    assert refused(actions.void, case_id=case.pk, actor=first, now=given.DURING) == "ballots.same_reviewer"
    twin = given.Actor("account:555", 555, first.person_id, first.grants)
    assert refused(actions.void, case_id=case.pk, actor=twin, now=given.DURING) == "ballots.same_reviewer"
    given.closed(ballot)
    count = {"ballot_id": ballot.pk, "actor": given.TICK, "now": given.CLOSES}
    assert refused(actions.count, **count) == "ballots.reviews_open"
    actions.void(case_id=case.pk, actor=second, now=given.CLOSES)
    given.published(ballot, here)
    result = queries.public_result(ballot.pk)
    assert (result["voided"], result["participation"]["papers"]) == ({"SHARED_DEVICE": 4}, 1)
    assert Paper.objects.count() == 5
    reasons = [row["void_reason"] for row in queries.public_inputs(ballot.pk)]
    assert sorted(reasons) == ["", *["SHARED_DEVICE"] * 4]


@pytest.mark.django_db
def test_voided_voter_cannot_cast_again() -> None:
    here = given.place(5)
    ballot = rigged(here)
    (case,) = actions.open_reviews(ballot_id=ballot.pk, actor=given.TICK, now=given.DURING)
    act = {"case_id": case.pk, "now": given.DURING}
    actions.review_signal(finding="VOID", reason="一机多投", actor=here.reviewer(), **act)
    actions.void(actor=here.reviewer(), **act)
    assert refused(given.ticket, ballot, here.voters[0]) == "ballots.paper_voided"
    told = list(Message.objects.filter(kind="ballot.paper_voided"))
    assert {one.person_ref for one in told} == {f"person:{one.pk}" for one in here.voters[:5]}
    assert "同一台设备" in told[0].text_zh and "异议" in told[0].text_zh
    options = set(Option.objects.values_list("key", "label"))
    assert not any(word and word in told[0].text_zh + told[0].text_en for pair in options for word in pair)
    assert "一机多投" not in told[0].text_zh, "the reviewer's own words stay in the file"


@pytest.mark.django_db
def test_cleared_case_is_opened_anew_only_if_more_votes_join() -> None:
    here = given.place(6)
    ballot = rigged(here)
    reviewer = here.reviewer()
    (case,) = actions.open_reviews(ballot_id=ballot.pk, actor=reviewer, now=given.DURING)
    assert queries.case_signals(case).count() == 5
    actions.review_signal(case_id=case.pk, finding="CLEAR", reason="养老院代投", actor=reviewer, now=given.DURING)
    assert actions.open_reviews(ballot_id=ballot.pk, actor=reviewer, now=given.DURING) == []
    signals = casting.Signals("203.0.113.9", "one-device", 100)
    given.cast(given.ticket(ballot, here.voters[5]), signals=signals, persons=["entry:1"])
    (again,) = actions.open_reviews(ballot_id=ballot.pk, actor=reviewer, now=given.DURING)
    assert (again.round, len(again.codes), again.state) == (1, 6, "OPEN")
    assert [one.state for one in queries.reviews(ballot.pk)] == ["CLEARED", "OPEN"]


@pytest.mark.django_db
def test_open_case_grows() -> None:
    here = given.place(6)
    ballot = rigged(here)
    (case,) = actions.open_reviews(ballot_id=ballot.pk, actor=given.TICK, now=given.DURING)
    signals = casting.Signals("203.0.113.9", "one-device", 100)
    given.cast(given.ticket(ballot, here.voters[5]), signals=signals, persons=["entry:1"])
    (grown,) = actions.open_reviews(ballot_id=ballot.pk, actor=given.TICK, now=given.DURING)
    assert (grown.pk, len(grown.codes)) == (case.pk, 6)


@pytest.mark.django_db
def test_ring_that_grew_is_the_same_case() -> None:
    here = given.place(12)
    ballot = given.opened(here)

    def cast(start: int, stop: int) -> None:
        for number in range(start, stop):
            signals = casting.Signals(f"203.0.113.{number // 4}", f"device-{number // 3}", 100)
            given.cast(given.ticket(ballot, here.voters[number]), signals=signals, persons=["entry:1"])

    cast(0, 8)
    (case,) = actions.open_reviews(ballot_id=ballot.pk, actor=given.TICK, now=given.DURING)
    cast(8, 12)
    (grown,) = actions.open_reviews(ballot_id=ballot.pk, actor=given.TICK, now=given.DURING)
    assert (case.kind, grown.pk, len(grown.codes)) == ("RING", case.pk, 12)


@pytest.mark.django_db
def test_review_refusals() -> None:
    here = given.place(5)
    ballot = rigged(here)
    (case,) = actions.open_reviews(ballot_id=ballot.pk, actor=given.TICK, now=given.DURING)
    act = {"case_id": case.pk, "finding": "VOID", "reason": "x", "actor": here.reviewer(), "now": given.DURING}
    review = actions.review_signal
    assert refused(review, **act | {"case_id": 0}) == "ballots.no_such_case"
    assert refused(review, **act | {"reason": ""}) == "ballots.reason_missing"
    assert refused(review, **act | {"codes": ["other"]}) == "ballots.codes_outside_case"
    assert refused(review, **act | {"actor": here.clerk()}) == "ballots.not_permitted"
    assert refused(actions.void, case_id=case.pk, actor=here.reviewer(), now=given.DURING) == (
        "vote_review.no_such_move"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewCase.objects.filter(pk=case.pk).update(state="VOIDED", proposed_by="a", decided_by="a")
    review(**act | {"finding": "CLEAR"})
    given.published(given.closed(ballot), here)
    assert refused(actions.open_reviews, ballot_id=ballot.pk, actor=given.TICK, now=given.CLOSES) == (
        "ballots.not_reviewable"
    )
