"""A secret ballot from its announcement to its result, through the real actions; and what each step refuses."""

from datetime import timedelta

import pytest

from tests.ballots import given
from tests.ballots.secret import house as houses
from tests.refusals import refused
from yuanba.ballots import actions, bundle, queries
from yuanba.ballots.models import Ballot, RollRow, SealedPaper, Turn
from yuanba.ballots.secret import codes
from yuanba.kernel import canonical
from yuanba.people.models import Residence
from yuanba.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(tmp_path) -> houses.House:
    return houses.opened(tmp_path)


def test_from_tokens_to_the_result(house, tmp_path) -> None:
    people = house.place.voters
    bodies = [
        house.paper(person, number, q1=[["agree", "against"][number % 3 == 0]])
        for number, person in enumerate(people[:10])
    ]
    assert [house.cast(body)[0] for body in bodies] == [202] * 10
    clerk, other = house.clerk(), house.clerk()
    rows = [queries.roll_row_of(house.ballot.pk, person.pk) for person in people[10:12]]
    for row in rows:
        actions.give_paper(ballot_id=house.ballot.pk, roll_row_id=row.pk, actor=clerk, now=given.DURING)
    assert house.round() == 0  # nothing is written yet
    house.closed()
    assert SealedPaper.objects.count() == 10
    refused(
        "ballots.share_early",
        actions.hand_in_share,
        ballot_id=house.ballot.pk,
        share=house.shares[0],
        actor=clerk,
        now=given.CLOSES,
    )
    sheets = [{"q1": ["against"]}, {"q1": []}]
    for who, read in ((clerk, sheets), (other, sheets[:1]), (other, sheets[::-1])):
        secret = actions.read_urn(ballot_id=house.ballot.pk, sheets=read, actor=who, now=given.CLOSES)
    assert secret.sheets_read
    refused("ballots.still_sealed", actions.count, ballot_id=house.ballot.pk, actor=given.TICK, now=given.CLOSES)
    house.opened()
    result = queries.public_result(given.published(house.ballot, house.place).pk)
    assert result["participation"] == {"papers": 12, "heads": 12, "area_cm2": 0, "on_paper": 2}
    assert result["items"][0]["votes"] == {"agree": 6, "against": 5} and result["items"][0]["blank"] == 1
    assert queries.check_log(house.ballot.pk)
    assert verify(bundle.write(house.ballot, tmp_path / "bundle.zip", full=True)) == []


def test_a_batch_is_written_before_it_is_acknowledged_and_stands_in_the_log_once(tmp_path) -> None:
    house = houses.opened(tmp_path, voters=21)
    bodies = [house.paper(person, number) for number, person in enumerate(house.place.voters[:20])]
    assert {house.cast(body)[1]["state"] for body in bodies[:19]} == {"waiting"}
    status, said = house.cast(bodies[19])
    assert (status, said["state"]) == (200, "written")
    assert house.cast(bodies[0]) == house.cast(bodies[0]) and house.cast(bodies[0])[0] == 200
    assert (house.round(), house.round()) == (20, 0)
    assert queries.participation(house.ballot.pk).papers == 20
    again, _ = houses.services(tmp_path, house.issuers[0].register_key)[::-1]
    again.learn(str(house.ballot), given.DURING)
    assert again.cast(bodies[3], given.DURING)[0] == 200, "what was acknowledged is there after a restart"


def test_who_took_a_token_gets_no_paper_and_the_other_way_round(house) -> None:
    first, second = house.place.voters[:2]
    clerk = house.clerk()
    answers = house.ask(first, 1)
    assert house.ask(first, 1) == answers
    refused("ballots.token_conflict", house.ask, person=first, number=2)
    row = queries.roll_row_of(house.ballot.pk, first.pk)
    give = {"ballot_id": house.ballot.pk, "actor": clerk, "now": given.DURING}
    assert refused("ballots.turn_taken", actions.give_paper, roll_row_id=row.pk, **give).facts["channel"] == "TOKEN"
    row = queries.roll_row_of(house.ballot.pk, second.pk)
    actions.give_paper(roll_row_id=row.pk, **give)
    refused("ballots.paper_given", house.ask, person=second, number=3)
    refused("ballots.secret_by_token", given.ticket, ballot=house.ballot, person=first)
    refused("ballots.secret_by_token", actions.issue_paper_sheet, roll_row_id=row.pk, **give)


def test_an_unused_token_is_given_back_with_its_seed_before_votes_are_cast(tmp_path) -> None:
    casts = given.OPENS + timedelta(days=3)
    house = houses.opened(tmp_path, secret=actions.SecretTerms(casts_from=casts))
    person, clerk = house.place.voters[0], house.clerk()
    body = house.paper(person, 1)
    assert house.cast(body) == (403, {"error": "early"})
    back = {"ballot_id": house.ballot.pk, "actor": clerk, "issuers": house.issuers}
    text = codes.written(houses.seed(1))
    refused(
        "ballots.seed_unknown", actions.give_back_token, seed=codes.written(houses.seed(9)), now=given.DURING, **back
    )
    assert refused("ballots.seed_unreadable", actions.give_back_token, seed=text[::-1], now=given.DURING, **back).facts[
        "line"
    ]
    row = actions.give_back_token(seed=text, now=given.DURING, **back)
    house.ask(person, 2)
    assert Turn.objects.filter(roll_row=row).count() == 2
    refused("ballots.casting_began", actions.give_back_token, seed=codes.written(houses.seed(2)), now=casts, **back)
    refused("ballots.tokens_over", house.ask, person=house.place.voters[1], number=3, now=casts)
    assert house.cast(body, casts) == (403, {"error": "revoked"})
    house.published()
    manifest = canonical.decode(house.ballot.manifest.encode())["secret"]
    assert manifest["strict"] == 1 and manifest["tokens_until"] == manifest["casts_from"]


def test_what_cannot_be_secret_is_refused(tmp_path) -> None:
    place = given.place(11)
    values = {"level": "S", "kind": Ballot.Kind.OPINION, "items": houses.ITEMS, "rule": houses.RULE}
    drafted = {"actor": place.organiser(), "now": given.BEFORE}

    def order(**changes: object) -> actions.BallotOrder:
        return given.order(place, **(values | changes))

    refused("ballots.secret_by_area", actions.draft, order=order(electorate=Ballot.Electorate.OWNERS), **drafted)
    refused("ballots.secret_no_revotes", actions.draft, order=order(revotes_allowed=True), **drafted)
    for terms in ((1, 3), (4, 3), (2, 10)):
        secret = actions.SecretTerms(*terms)
        refused("ballots.trustees_out_of_range", actions.draft, order=order(secret=secret), **drafted)
    secret = actions.SecretTerms(casts_from=given.OPENS)
    refused("ballots.casts_outside_window", actions.draft, order=order(secret=secret), **drafted)
    ballot = actions.draft(order=order(), **drafted)
    found = refused("ballots.secret_too_few", actions.announce, ballot_id=ballot.pk, **drafted)
    assert found.facts == {"rows": 11, "least": 12}


def test_two_counts_of_the_same_question_never_tell_of_a_few_people(tmp_path) -> None:
    """Small-group differencing: all, and then all but one, are asked the same; the difference would be one person's vote."""
    first = houses.opened(tmp_path, voters=14)
    moved = first.place.voters[0]
    drafted = {"actor": first.place.organiser(), "now": given.BEFORE + timedelta(hours=2)}
    values = {"level": "S", "kind": Ballot.Kind.OPINION, "items": houses.ITEMS, "rule": houses.RULE}
    ballot = actions.draft(order=given.order(first.place, **values), **drafted)
    Residence.objects.filter(person=moved).update(to_date=given.BEFORE.date())
    announce = {"ballot_id": ballot.pk, "actor": first.place.organiser(), "now": given.OPENS}
    found = refused("ballots.secret_too_alike", actions.announce, **announce)
    assert (found.facts["people"], found.facts["other"]) == (1, first.ballot.pk)
    Residence.objects.filter(person=moved).update(to_date=None)
    actions.announce(**announce)  # the very same people: nothing can be subtracted


def test_counts_that_tell_of_nobody_alone_do_not_tell_together() -> None:
    """Two compounds are asked apart, then the street with three more people: all minus both would be those three."""
    place = given.place(27)
    here, there, more = (place.voters[start:stop] for start, stop in ((0, 12), (12, 24), (24, 27)))
    other_item = actions.NewItem("q2", 1, (actions.NewOption("a"), actions.NewOption("b")), label="别的问题")
    values = {"level": "S", "kind": Ballot.Kind.OPINION, "items": houses.ITEMS, "rule": houses.RULE}
    drafted = {"actor": place.organiser(), "now": given.BEFORE}
    for people in (here, there):
        asked = actions.draft(order=given.order(place, **(values | {"items": (other_item, *houses.ITEMS)})), **drafted)
        rows = [RollRow(ballot=asked, number=at, code=f"{at:064x}", person=one, heads=1, area_cm2=0, epoch=0)
                for at, one in enumerate(people)]  # fmt: skip
        RollRow.objects.bulk_create(rows)
        Ballot.objects.filter(pk=asked.pk).update(state="CLOSED", manifest_hash="0" * 64)
    whole = actions.draft(order=given.order(place, **values), **drafted)
    found = refused("ballots.secret_too_alike", actions.announce, ballot_id=whole.pk, **drafted)
    assert found.facts["people"] == len(more)


def test_a_ballot_opens_only_with_every_key(tmp_path) -> None:
    place = given.place(12)
    ballot = given.announced(place, level="S", kind=Ballot.Kind.OPINION, items=houses.ITEMS, rule=houses.RULE)
    open_it = {"ballot_id": ballot.pk, "actor": given.TICK, "now": given.OPENS}
    assert refused("ballots.secret_keys_missing", actions.open_ballot, **open_it).facts["missing"] == "ceremony"
    held = {"ballot_id": ballot.pk, "actor": place.organiser(), "now": given.BEFORE}
    before = actions.hold_ceremony(**held)
    refused("ballots.ceremony_held", actions.hold_ceremony, **held)
    assert before != actions.hold_ceremony(again=True, **held) and len(before) == 3
    assert refused("ballots.secret_keys_missing", actions.open_ballot, **open_it).facts["missing"] == "issuers"


def test_one_trustee_missing_and_one_wrong_share(house) -> None:
    bodies = [house.paper(person, number) for number, person in enumerate(house.place.voters[:6])]
    assert {house.cast(body)[0] for body in bodies} == {202}
    house.closed()
    hand = {"ballot_id": house.ballot.pk, "actor": given.TICK, "now": given.CLOSES}
    good = codes.read_share(house.shares[1])
    wrong = codes.share_text(codes.Share(2, good.y + 1, good.tag))
    assert refused("ballots.share_wrong", actions.hand_in_share, share=wrong, **hand).facts["share"] == 2
    other = codes.share_text(codes.Share(7, 5, good.tag))
    assert refused("ballots.share_wrong", actions.hand_in_share, share=other, **hand).facts["share"] == 7
    text = house.shares[0]
    assert refused("ballots.share_unreadable", actions.hand_in_share, share="U" + text[1:], **hand).facts["line"] == 1
    for _ in range(2):  # the same share twice is one share
        assert not actions.hand_in_share(share=text, **hand).key
    found = refused(
        "ballots.still_sealed", actions.count, ballot_id=house.ballot.pk, actor=given.TICK, now=given.CLOSES
    )
    assert found.facts == {"have": 1, "needed": 2}
    assert actions.hand_in_share(share=house.shares[2], **hand).key
    assert not house.ballot.shares.exclude(value="").exists()
    actions.count(ballot_id=house.ballot.pk, actor=given.TICK, now=given.CLOSES)
