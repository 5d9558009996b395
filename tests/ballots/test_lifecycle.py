"""From draft to published: who may, when, and what everybody may see on the way."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tests.ballots import given
from tests.ballots.test_voting import refused
from yuanba.audit.models import AuditEvent
from yuanba.ballots import actions, queries, sealing
from yuanba.ballots.models import Ballot, BallotStep, RollRow
from yuanba.ballots.tally import CountItem, CountPaper, Roll, tally
from yuanba.kernel import merkle

pytestmark = pytest.mark.django_db


def test_whole_way_leaves_its_steps_and_audit_events() -> None:
    here = given.place()
    ballot = given.opened(here)
    given.cast(given.ticket(ballot, here.voters[0]))
    given.published(given.closed(ballot), here)
    verbs = list(BallotStep.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["draft", "announce", "open", "close", "count", "publish"]
    assert AuditEvent.objects.filter(subject=f"ballot:{ballot.pk}").count() == 6


def test_opening_freezes_the_roll_with_its_root() -> None:
    here = given.place(4)
    ballot = given.opened(here)
    rows = list(RollRow.objects.filter(ballot=ballot).order_by("number"))
    assert [row.code for row in rows] == sorted(row.code for row in rows)
    leaves = [sealing.roll_leaf(ballot.pk, row.code, row.heads, row.area_cm2) for row in rows]
    assert ballot.roll_root == merkle.root(leaves).hex()
    assert (ballot.roll_rows, ballot.roll_heads, ballot.roll_area_cm2) == (4, 4, 0)
    late = factories.ResidenceFactory(premises=here.voters[0].residences.get().premises).person
    assert refused(given.ticket, ballot, late) == "ballots.not_on_roll"


def test_manifest_names_items_rule_and_roll_but_nobody() -> None:
    here = given.place()
    ballot = given.opened(here)
    manifest = queries.public_manifest(ballot.pk)
    assert manifest["items"][1] == {"key": "companies", "choose": 1, "minimum": 0, "options": ["entry:7", "entry:8"]}
    assert (manifest["roll"]["root"], manifest["rule"]) == (ballot.roll_root, given.RULE)
    assert "长堤物业" not in ballot.manifest


def test_owners_roll_adds_areas() -> None:
    here = given.place(0)
    entrance = factories.EntranceFactory(building__compound=here.compound)
    owner = factories.PersonFactory()
    for area in (900_000, 1_200_001):
        premises = factories.PremisesFactory(entrance=entrance, area_cm2=area)
        factories.OwnershipFactory(premises=premises, person=owner)
    ballot = given.opened(here, electorate="OWNERS")
    assert (ballot.roll_rows, ballot.roll_heads, ballot.roll_area_cm2) == (1, 1, 2_100_001)
    given.cast(given.ticket(ballot, owner))
    given.published(given.closed(ballot), here)
    assert queries.public_result(ballot.pk)["participation"]["area_cm2"] == 2_100_001
    # The area would name the flat, so nothing is opened in public.
    assert [set(row) & {"choices", "salt"} for row in queries.public_inputs(ballot.pk)] == [set()]


def test_nobody_opens_or_closes_outside_the_window() -> None:
    here = given.place()
    ballot = given.announced(here)
    early = given.OPENS - timedelta(seconds=1)
    assert refused(actions.open_ballot, ballot_id=ballot.pk, actor=given.TICK, now=early) == "ballots.not_yet_open"
    assert refused(actions.open_ballot, ballot_id=ballot.pk, actor=given.TICK, now=given.CLOSES) == "ballots.closed"
    actions.open_ballot(ballot_id=ballot.pk, actor=here.organiser(), now=given.OPENS)
    assert refused(actions.close, ballot_id=ballot.pk, actor=given.TICK, now=given.LAST) == "ballots.not_yet_closing"


def test_two_organisers_closing_at_once_close_it_once() -> None:
    here = given.place()
    ballot = given.opened(here)
    given.closed(ballot)
    assert refused(given.closed, ballot) == "ballot.no_such_move"


def test_empty_roll_is_refused() -> None:
    here = given.place(0)
    ballot = given.announced(here)
    assert refused(actions.open_ballot, ballot_id=ballot.pk, actor=given.TICK, now=given.OPENS) == "ballots.roll_empty"


def test_stranger_may_do_nothing() -> None:
    here, elsewhere = given.place(), given.place()
    stranger = elsewhere.organiser()
    assert refused(actions.draft, order=given.order(here), actor=stranger, now=given.BEFORE) == "ballots.not_permitted"
    ballot = given.opened(here)
    for act in (actions.announce, actions.close, actions.count, actions.publish, actions.open_ballot):
        assert refused(act, ballot_id=ballot.pk, actor=stranger, now=given.CLOSES) == "ballots.not_permitted"
    assert refused(actions.close, ballot_id=0, actor=stranger, now=given.CLOSES) == "ballots.no_such_ballot"


OPTION = actions.NewOption("entry:1")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"closes_at": given.OPENS}, "ballots.window_empty"),
        ({"rule": {"id": "coin", "source": "x"}}, "ballots.rule_unknown"),
        ({"rule": {"id": "choose-k", "source": ""}}, "ballots.rule_unknown"),
        ({"items": ()}, "ballots.no_items"),
        ({"items": (given.ITEMS[0], given.ITEMS[0])}, "ballots.item_twice"),
        ({"items": (actions.NewItem("a", 1, ()),)}, "ballots.item_without_options"),
        ({"items": (actions.NewItem("a", 1, (OPTION, OPTION)),)}, "ballots.option_keys_twice"),
        ({"items": (actions.NewItem("a", 0, (OPTION,)),)}, "ballots.choose_out_of_range"),
        ({"items": (actions.NewItem("a", 1, (OPTION,), minimum=2),)}, "ballots.choose_out_of_range"),
        ({"paper_rule": "SUPERSEDES"}, "ballots.paper_rule_needs_revotes"),
    ],
)
def test_impossible_order_is_refused(changes: dict, code: str) -> None:
    here = given.place()
    order = given.order(here, **changes)
    assert refused(actions.draft, order=order, actor=here.organiser(), now=given.BEFORE) == code


def test_sheet_beyond_canonical_bytes_is_refused_at_announcing() -> None:
    here = given.place()
    options = tuple(actions.NewOption(f"entry:{number:030}") for number in range(2000))
    order = given.order(here, items=(actions.NewItem("persons", 1, options),))
    ballot = actions.draft(order=order, actor=here.organiser(), now=given.BEFORE)
    assert refused(actions.announce, ballot_id=ballot.pk, actor=here.organiser(), now=given.BEFORE) == (
        "ballots.sheet_too_large"
    )


def test_draft_announced_after_its_window_is_refused() -> None:
    here = given.place()
    ballot = actions.draft(order=given.order(here), actor=here.organiser(), now=given.BEFORE)
    assert refused(actions.announce, ballot_id=ballot.pk, actor=here.organiser(), now=given.CLOSES) == "ballots.closed"


def test_annulling_needs_a_reason_and_hides_the_result() -> None:
    here = given.place()
    ballot = given.published(given.closed(given.opened(here)), here)
    organiser = here.organiser()
    assert refused(actions.annul, ballot_id=ballot.pk, reason="  ", actor=organiser, now=given.CLOSES) == (
        "ballots.reason_missing"
    )
    actions.annul(ballot_id=ballot.pk, reason="名册有误", actor=organiser, now=given.CLOSES)
    assert refused(queries.public_result, ballot.pk) == "ballots.not_published"
    assert refused(queries.result, ballot.pk) == "ballots.tally_hidden"


def test_withdrawal_is_refused_for_strangers_unknown_ones_and_after_the_count() -> None:
    here = given.place()
    ballot = given.closed(given.opened(here))
    organiser = here.organiser()
    act = {"ballot_id": ballot.pk, "reason": "退出", "actor": organiser, "now": given.CLOSES}
    assert refused(actions.withdraw_option, option_key="entry:99", **act) == "ballots.option_unknown"
    first = actions.withdraw_option(option_key="entry:1", **act)
    assert actions.withdraw_option(option_key="entry:1", **act | {"reason": "again"}).withdrawn_reason == "退出"
    assert Ballot.objects.get(pk=ballot.pk).revision == 1 and first.withdrawn_at == given.CLOSES
    actions.count(ballot_id=ballot.pk, actor=given.TICK, now=given.CLOSES)
    assert refused(actions.withdraw_option, option_key="entry:2", **act) == "ballots.withdrawn_too_late"


def test_no_count_is_told_before_the_count_and_only_staged_until_published() -> None:
    here = given.place()
    ballot = given.opened(here)
    given.cast(given.ticket(ballot, here.voters[0]))
    assert refused(queries.result, ballot.pk) == "ballots.tally_hidden"
    assert refused(lambda: list(queries.count_papers(Ballot.objects.get(pk=ballot.pk)))) == "ballots.tally_hidden"
    given.closed(ballot)
    assert refused(queries.result, ballot.pk) == "ballots.tally_hidden"
    actions.count(ballot_id=ballot.pk, actor=given.TICK, now=given.CLOSES)
    assert queries.result(ballot.pk)["items"][0]["votes"]["entry:2"] == 1
    assert refused(queries.public_result, ballot.pk) == "ballots.not_published"
    assert refused(lambda: list(queries.public_inputs(ballot.pk))) == "ballots.not_published"


def test_anyone_recounts_from_what_is_public() -> None:
    here = given.place(5)
    ballot = given.opened(here)
    for person, option in zip(here.voters, ("entry:1", "entry:1", "entry:2", "entry:3"), strict=False):
        given.cast(given.ticket(ballot, person), persons=[option], companies=["entry:8"])
    given.published(given.closed(ballot), here)
    manifest, result = queries.public_manifest(ballot.pk), queries.public_result(ballot.pk)
    papers = []
    for row in queries.public_inputs(ballot.pk):
        text = sealing.choices_text(row["choices"])
        assert row["commitment"] == sealing.commitment_of(row["salt"], text)
        leaf = sealing.leaf_bytes(
            ballot_id=ballot.pk,
            code=row["code"],
            commitment=row["commitment"],
            channel=row["channel"],
            previous=row["previous"],
        )
        assert row["leaf_hash"] == sealing.leaf_hash(leaf)
        papers.append(CountPaper(row["code"], row["attempt"], row["choices"], heads=row["heads"]))
    items = [CountItem(item["key"], item["choose"], tuple(item["options"])) for item in manifest["items"]]
    roll = Roll(manifest["roll"]["rows"], manifest["roll"]["heads"], manifest["roll"]["area_cm2"])
    assert tally(manifest["rule"], items, papers, roll) == result
    assert "person" not in json.dumps(list(queries.public_inputs(ballot.pk)), ensure_ascii=False).replace("persons", "")


def test_publication_erases_the_signal_salt() -> None:
    here = given.place()
    ballot = given.published(given.closed(given.opened(here)), here)
    ballot.secret.refresh_from_db()
    assert ballot.secret.signal_salt == ""


def test_option_order_differs_by_voter_and_stays() -> None:
    here = given.place(12)
    ballot = given.opened(here)
    rows = [given.row_of(ballot, person) for person in here.voters]
    orders = [tuple(one.key for one in queries.sheet(ballot.pk, row).items[0].options) for row in rows]
    assert orders == [tuple(one.key for one in queries.sheet(ballot.pk, row).items[0].options) for row in rows]
    assert len(set(orders)) > 1
    assert [one.key for one in queries.sheet(ballot.pk).items[0].options] == ["entry:1", "entry:2", "entry:3"]


@pytest.mark.parametrize("voters", [1, 3])
def test_reading_takes_the_same_number_of_queries(voters: int, django_assert_num_queries) -> None:
    here = given.place(voters)
    ballot = given.opened(here)
    for person in here.voters:
        given.cast(given.ticket(ballot, person))
    with django_assert_num_queries(2):
        seen = queries.participation(ballot.pk)
    assert (seen.papers, seen.rows, seen.heads) == (voters, voters, voters)
    with django_assert_num_queries(1):
        assert list(queries.open_for(here.voters[0].pk, given.DURING)) == [ballot]
    with django_assert_num_queries(2):
        queries.sheet(ballot.pk)
    given.published(given.closed(ballot), here)
    with django_assert_num_queries(2):
        assert len(list(queries.public_inputs(ballot.pk))) == voters


def test_voter_state_and_lists() -> None:
    here = given.place()
    ballot = given.opened(here)
    given.cast(given.ticket(ballot, here.voters[0]))
    assert queries.voter_state(ballot.pk, here.voters[0].pk).channel == "PHONE"
    assert not queries.voter_state(ballot.pk, here.voters[1].pk).has_cast
    assert queries.voter_state(ballot.pk, 0) is None
    assert list(queries.visible(given.DURING)) == [ballot]
    assert queries.ordered_by("stage:4") == ballot
    assert refused(queries.public_manifest, given.announced(here).pk) == "ballots.not_yet_open"


def test_database_refuses_a_known_window_turned_round_and_an_opening_without_manifest() -> None:
    here = given.place()
    ballot = given.announced(here)
    for changes in ({"closes_at": given.BEFORE}, {"state": "OPEN"}, {"state": "WON"}, {"level": "X"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ballot.objects.filter(pk=ballot.pk).update(**changes)


def test_clock_finds_what_is_due() -> None:
    here = given.place()
    ballot = given.announced(here)
    early = given.OPENS - timedelta(seconds=1)
    assert [list(queries.due_to_open(at)) for at in (early, given.OPENS, given.CLOSES)] == [[], [ballot], []]
    actions.open_ballot(ballot_id=ballot.pk, actor=given.TICK, now=given.OPENS)
    assert [list(queries.due_to_close(at)) for at in (given.LAST, given.CLOSES)] == [[], [ballot]]
