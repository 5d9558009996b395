"""A lift is consented to by the owners of its stairwell: by heads and area, floor by floor, taken back, objected, voted."""

from datetime import timedelta

import pytest

from tests import given as worlds
from tests.awards.given_awards import at, picture
from tests.factories import EntranceFactory, OwnershipFactory, PersonFactory, PremisesFactory
from tests.refusals import refused
from yuanba import verify
from yuanba.assemblies import renovation_terms
from yuanba.assemblies.actions import renovating
from yuanba.assemblies.actions.renovating import Proposal, VoteWindow
from yuanba.assemblies.models import Renovation
from yuanba.assemblies.queries import renovation as queries
from yuanba.ballots import actions as ballots
from yuanba.ballots import bundle
from yuanba.files import actions as files
from yuanba.kernel.actor import Actor, system
from yuanba.places.models import Entrance

pytestmark = pytest.mark.django_db
NOW = at("2026-03-02")
END = NOW + timedelta(days=20)


@pytest.fixture
def world(db) -> worlds.World:
    return worlds.subdistrict(now=NOW)


def stairwell(world: worlds.World, numbers: tuple[str, ...]) -> tuple[Entrance, list[Actor]]:
    """A second stairwell of the first compound: one owner a door, each 90 m²."""
    first = world.premises[0].entrance
    entrance = EntranceFactory(building=first.building, name="2单元")
    actors = []
    for number in numbers:
        person = PersonFactory()
        premises = PremisesFactory(entrance=entrance, number=number)
        OwnershipFactory(premises=premises, person=person, from_date=worlds.SINCE)
        actors.append(Actor(id=f"person:{person.pk}", person_id=person.pk))
    return entrance, actors


def asked(world: worlds.World, entrance: Entrance, **changes: object) -> Renovation:
    values = {"kind": "LIFT", "title": "2单元加装电梯", "plan": "外挂一部电梯。", "cost": "六楼每户三万。",
              "entrance_ids": (entrance.pk,), "closes_at": END}  # fmt: skip
    by = {"actor": world.actor("STREET_ORGANISER", now=NOW), "now": NOW}
    drafted = renovating.draft(compound_id=world.compounds[0].pk, proposal=Proposal(**(values | changes)), **by)
    return renovating.announce(renovation_id=drafted.pk, **by)


def shares(row: Renovation) -> dict[str, tuple[int, int]]:
    measured = queries.measured(row, queries.asked(row.pk))
    return {f"{one['what']}.{one['measure']}": (one["got"], one["needed"]) for one in measured["comparisons"]}


def test_owners_of_the_stairwell_alone_consent_take_back_and_are_measured(world) -> None:
    entrance, owners = stairwell(world, ("101", "201", "301", "401", "501", "601"))
    row = asked(world, entrance)
    assert row.asked.count() == 6
    say = {"renovation_id": row.pk, "now": NOW}
    refused("renovation.not_asked", renovating.say, answer="AGREE", actor=world.resident(0), **say)
    for owner in owners[1:4]:
        renovating.say(answer="AGREE", actor=owner, **say)
    assert shares(row)["participation.heads"] == (3, 4)
    renovating.say(answer="AGAINST", actor=owners[0], **say)
    assert shares(row)["assent.heads"] == (3, 3)
    renovating.say(answer="WITHDRAWN", actor=owners[1], **say)
    refused("renovation.nothing_to_take_back", renovating.say, answer="WITHDRAWN", actor=owners[1], **say)
    assert shares(row)["participation.heads"] == (3, 4)
    by_floor = {one.floor: one.agree for one in queries.floors(queries.asked(row.pk), is_open=True)}
    assert by_floor == {6: 0, 5: 0, 4: 1, 3: 1, 2: 0, 1: 0}
    assert {one.agree for one in queries.floors(queries.asked(row.pk), is_open=False)} == {None}
    assert renovating.close_due(END - timedelta(seconds=1)) == 0
    assert renovating.close_due(END) == 1
    row.refresh_from_db()
    assert row.state == "NOT_AGREED" and row.outcome["failed"]
    refused("renovation.not_running", renovating.say, answer="AGREE", actor=owners[4], **say)


def test_paper_consent_passes_and_the_stairwell_votes_with_changes(world, tmp_path) -> None:
    entrance, owners = stairwell(world, ("201", "301", "401", "501"))
    row = asked(world, entrance)
    desk = {"actor": world.actor("COMMUNITY_WORKER", now=NOW), "now": NOW}
    scan = files.store(content=picture("同意书"), name="同意书.png", kinds={"png"}, limit_bytes=1 << 20,
                       visibility="STAFF", **desk)  # fmt: skip
    for one in queries.asked(row.pk)[:3]:
        renovating.key_paper(asked_id=one.pk, answer="AGREE", scan_file_id=scan.pk, **desk)
    renovating.close_due(END)
    organiser = world.actor("STREET_ORGANISER", now=END)
    window = VoteWindow(END + timedelta(days=16), END + timedelta(days=30))
    row = renovating.call_vote(renovation_id=row.pk, window=window, actor=organiser, now=END)
    clock = system("tick")
    ballot = ballots.open_ballot(ballot_id=row.ballot_id, actor=clock, now=window.opens_at)
    assert (ballot.roll_rows, ballot.roll_heads) == (4, 4)  # the other four dwellings of the compound are not asked
    during = window.opens_at + timedelta(hours=1)
    for owner, answers in zip(owners, (["agree"], ["agree"], ["agree"], ["against", "agree"]), strict=True):
        for place, answer in enumerate(answers):
            when = during + timedelta(minutes=place)
            ticket = ballots.issue_ticket(ballot_id=ballot.pk, actor=owner, now=when)
            ballots.cast(ticket=ticket, choices={"renovation": [answer]}, channel="PHONE", now=when)
    over = window.closes_at + timedelta(hours=1)
    ballots.close(ballot_id=ballot.pk, actor=clock, now=window.closes_at)
    organiser = world.actor("STREET_ORGANISER", now=over)
    ballots.count(ballot_id=ballot.pk, actor=organiser, now=over)
    ballots.publish(ballot_id=ballot.pk, actor=organiser, now=over)
    assert renovating.read_votes_due(over) == 1
    row.refresh_from_db()
    assert row.state == "DECIDED" and row.outcome["passed"]
    archive = bundle.write(row.ballot, tmp_path / "bundle.zip", full=True)
    assert verify.main([str(archive)]) == 0


def test_objection_is_talked_about(world) -> None:
    entrance, owners = stairwell(world, ("101", "201"))
    row = asked(world, entrance)
    objection = renovating.object_to(renovation_id=row.pk, text="挡了一楼的光", actor=owners[0], now=NOW)
    by = {"objection_id": objection.pk, "actor": world.actor("COMMUNITY_WORKER", now=NOW), "now": NOW}
    talk = {"text": "改用玻璃井道，补偿一楼八千元。", "result": "SETTLED"}
    refused("assemblies.day_ahead", renovating.mediate, met_date=NOW.date() + timedelta(days=1), **talk, **by)
    renovating.mediate(met_date=NOW.date(), **talk, **by)
    (shown,) = queries.objections(row.pk)
    assert shown.result == "SETTLED" and len(shown.notes.all()) == 1
    refused("assemblies.not_yours", renovating.cancel, renovation_id=row.pk, reason="x", actor=owners[0], now=NOW)


def test_what_a_door_number_tells() -> None:
    told = {"402": 4, "1203": 12, "1": None, "A栋": None, "商铺3": None, "10203": None}
    assert {number: renovation_terms.floor_of(number) for number in told} == told
    assert renovation_terms.row_for("LIFT", NOW.date()).assent == "3/4"
    assert [one.region for one in renovation_terms.guidance("LIFT", NOW.date())] == ["", "51"]
