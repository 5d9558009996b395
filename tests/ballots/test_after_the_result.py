"""After the count: posting in time or late, the official tally, who is told what and when, draws that can be repeated."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.ballots import given
from tests.ballots.tally.made import DRAW, rule
from tests.ballots.test_opinion_ballots import TOLD, opened, order, owners, vote
from tests.refusals import refused
from yuanba.ballots import actions, posting, queries
from yuanba.ballots.models import Ballot, BallotNews, PaperSheet, ResultPosting
from yuanba.ballots.tally import official
from yuanba.files.models import StoredFile
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import SHANGHAI
from yuanba.messaging.actions import enqueue_for_all
from yuanba.messaging.models import Message

pytestmark = pytest.mark.django_db
COUNTED = given.CLOSES + timedelta(hours=1)


def photo(actor: Actor, kind: str = "jpeg") -> int:
    return StoredFile.objects.create(
        sha256="cd" * 32, received_sha256="cd" * 32, size=9, kind=kind, name="board.jpg", visibility="PUBLIC",
        uploader=actor.id, uploaded_at=COUNTED,
    ).pk  # fmt: skip


def published(here: given.Place, ballot: Ballot) -> Ballot:
    actions.open_and_close_due(given.CLOSES)
    actions.count(ballot_id=ballot.pk, actor=here.organiser(), now=COUNTED)
    return actions.publish(ballot_id=ballot.pk, actor=here.organiser(), now=COUNTED)


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=SHANGHAI)


def test_result_is_posted_within_three_days_and_late_is_said() -> None:
    here, people = owners(3)
    ballot = opened(here)
    vote(ballot, people[0], "agree")
    organiser = here.organiser()
    post = {"ballot_id": ballot.pk, "place": "东门公告栏", "actor": organiser}
    refused(
        "ballots.not_published",
        actions.post_result,
        posted_date=date(2026, 11, 9),
        photo_file_id=1,
        now=at(9, 20),
        **post,
    )
    published(here, ballot)
    ballot = Ballot.objects.get(pk=ballot.pk)
    assert queries.posting_duty(ballot, at(12)).due_date == date(2026, 11, 12)
    assert queries.posting_duty(ballot, at(14)).days_late == 2
    mine = photo(organiser)
    refused(
        "ballots.posting_day",
        actions.post_result,
        posted_date=date(2026, 11, 8),
        photo_file_id=mine,
        now=at(14),
        **post,
    )
    other = photo(here.organiser())
    refused(
        "ballots.posting_photo_missing",
        actions.post_result,
        posted_date=date(2026, 11, 13),
        photo_file_id=other,
        now=at(14),
        **post,
    )
    for _ in range(2):
        actions.post_result(posted_date=date(2026, 11, 13), photo_file_id=mine, now=at(14), **post)
    assert ResultPosting.objects.count() == 1
    duty = queries.posting_duty(ballot, at(20))
    assert (duty.is_done, duty.days_late) == (True, 1)


def test_every_day_has_one_posting_rule() -> None:
    assert posting.rule_on(date(2020, 4, 30)) is posting.RULES[1]
    assert posting.rule_on(date(2020, 5, 1)) is posting.RULES[0]
    assert posting.rule_on(date(2001, 1, 1)) is posting.RULES[1]


def test_organisers_hear_once_a_day_of_a_result_to_be_posted() -> None:
    here, people = owners(3)
    account = factories.StaffAccountFactory()
    factories.AppointmentFactory(
        person=account.person, territory=here.street, post="STREET_ORGANISER", from_date=date(2020, 1, 1)
    )
    ballot = opened(here)
    vote(ballot, people[0], "agree")
    published(here, ballot)
    assert [actions.remind_posting_due(now) for now in (at(10), at(11), at(11, 15), at(12), at(14))] == [0, 1, 0, 1, 1]
    assert "已经晚了 2 天" in Message.objects.latest("pk").text_zh


def test_voters_hear_of_announcement_close_and_result_once_each_by_day() -> None:
    here, people = owners(4)
    for person in people[:3]:
        factories.AccountFactory(person=person)
    organiser = here.organiser()
    ballot = actions.draft(order=order(here), actor=organiser, now=TOLD)
    actions.announce(ballot_id=ballot.pk, actor=organiser, now=TOLD)
    night = TOLD.replace(hour=23)
    assert [actions.tell_due(night), actions.tell_due(TOLD), actions.tell_due(TOLD)] == [0, 3, 0]
    actions.open_and_close_due(given.OPENS)
    vote(ballot, people[0], "agree")
    before = given.CLOSES - timedelta(days=2)
    assert [actions.tell_due(before - timedelta(minutes=1)), actions.tell_due(before)] == [0, 2]
    closing = Message.objects.filter(kind="ballot.closing")
    assert {one.person_ref for one in closing} == {f"person:{person.pk}" for person in people[1:3]}
    assert all("还没有投票" in one.text_zh and "agree" not in one.text_zh for one in closing)
    published(here, ballot)
    assert actions.tell_due(at(10)) == 3
    assert actions.tell_due(at(25)) == 0
    assert BallotNews.objects.count() == 3


def test_two_thousand_messages_are_one_statement() -> None:
    references = [f"person:{number}" for number in range(1766)]
    with CaptureQueriesContext(connection) as asked:
        told = enqueue_for_all(
            person_refs=references, kind="ballot.result", text_zh="甲", text_en="a", now=at(9), params={"ballot": 1}
        )
    assert (told, len(asked)) == (1766, 1)
    assert Message.objects.latest("pk").params == {"ballot": 1}


def lines(agree: str = "2", came: str = "3") -> list[official.Line]:
    rows = [("", "roll", "4", "360"), ("", "came", came, "270"), ("q1", "agree", agree, "180"),
            ("q1", "against", "1", "90"), ("q1", "abstain", "0", "0"), ("q1", "blank", "0", "0")]  # fmt: skip
    return [official.Line(number, *row) for number, row in enumerate(rows, 1)]


def test_official_tally_stands_beside_ours_and_a_wrong_one_is_refused_line_by_line() -> None:
    here, people = owners(4)
    ballot = opened(here)
    for person, answer in zip(people, ("agree", "agree", "against", "against"), strict=True):
        vote(ballot, person, answer)
    organiser = here.organiser()
    entry = actions.TallyEntry("市业主投票系统", lines())
    values = {"ballot_id": ballot.pk, "actor": organiser, "now": COUNTED}
    refused("ballots.tally_hidden", actions.enter_official_tally, entry=entry, **values)
    published(here, ballot)
    why = refused(
        "ballots.official_wrong", actions.enter_official_tally, entry=actions.TallyEntry("市", lines("5")), **values
    )
    assert why.facts["lines"] == 1
    refused(
        "ballots.official_system_missing",
        actions.enter_official_tally,
        entry=actions.TallyEntry(" ", lines()),
        **values,
    )
    actions.enter_official_tally(entry=entry, **values)
    found = queries.official_beside(Ballot.objects.get(pk=ballot.pk), queries.result(ballot.pk))
    assert [(one["what"], one["measure"], one["official"], one["ours"]) for one in found.differences] == [
        ("came", "heads", 3, 4),
        ("came", "area_cm2", 2_700_000, 3_600_000),
        ("against", "heads", 1, 2),
        ("against", "area_cm2", 900_000, 1_800_000),
    ]


def test_tie_draw_announces_its_pool_and_feeds_the_count() -> None:
    here = given.place(2)
    item = actions.NewItem("logo", 2, (actions.NewOption("crane"), actions.NewOption("bridge")))
    ballot = given.opened(here, items=(item,), rule=rule("ranked-irv", tie=DRAW))
    for person, keys in zip(here.voters, (["crane", "bridge"], ["bridge", "crane"]), strict=True):
        given.cast(given.ticket(ballot, person), logo=keys)
    organiser, day = here.organiser(), given.CLOSES.date()
    announce = {"ballot_id": ballot.pk, "purpose": "TIE", "actor": organiser, "now": given.CLOSES}
    refused("ballots.not_closed_yet", actions.announce_draw, due_date=day, **announce)
    given.closed(ballot)
    refused("ballots.draw_too_early", actions.announce_draw, due_date=day - timedelta(days=1), **announce)
    why = refused("ballots.draw_needed", actions.count, ballot_id=ballot.pk, actor=given.TICK, now=given.CLOSES)
    drawn = actions.announce_draw(due_date=day + timedelta(days=2), **announce)
    assert (drawn.pool_hash, drawn.public_draw) == (why.facts["pool"], DRAW["draw"])
    refused("ballots.draw_stands", actions.announce_draw, due_date=day, **announce)
    take = {"draw_id": drawn.pk, "seed": "03 09 14", "actor": organiser}
    refused("ballots.draw_not_yet", actions.take_seed, now=given.CLOSES, **take)
    later = given.CLOSES + timedelta(days=2)
    actions.take_seed(now=later, **take)
    refused("ballots.draw_made", actions.take_seed, now=later, **take)
    actions.count(ballot_id=ballot.pk, actor=given.TICK, now=later)
    assert queries.result(ballot.pk)["draw"] == "03 09 14"


def test_sample_of_paper_is_drawn_and_read_by_another_clerk() -> None:
    here = given.place(2)
    ballot = given.opened(here)
    for person in here.voters:
        serial = given.received(ballot, person, here)
        clerks = here.clerk(), here.clerk()
        for clerk in clerks:
            actions.key_paper(serial=serial, choices={"persons": ["entry:2"]}, actor=clerk, now=given.DURING)
    given.closed(ballot)
    organiser = here.organiser()
    announce = {
        "ballot_id": ballot.pk,
        "purpose": "SAMPLE",
        "public_draw": "双色球",
        "due_date": given.CLOSES.date(),
        "actor": organiser,
        "now": given.CLOSES,
    }
    refused("ballots.sample_too_large", actions.announce_draw, places=3, **announce)
    drawn = actions.announce_draw(places=2, **announce)
    actions.take_seed(draw_id=drawn.pk, seed="7", actor=organiser, now=given.CLOSES)
    again = {"draw_id": drawn.pk, "now": given.CLOSES}
    keyed = PaperSheet.objects.get(serial=serial)
    refused(
        "ballots.same_clerk",
        actions.read_again,
        serial=keyed.serial,
        choices={"persons": ["entry:2"]},
        actor=clerks[0],
        **again,
    )
    assert actions.read_again(serial=keyed.serial, choices={"persons": ["entry:2"]}, actor=here.clerk(), **again).agrees
    refused("ballots.read_already", actions.read_again, serial=keyed.serial, choices={}, actor=here.clerk(), **again)
    refused("ballots.not_in_sample", actions.read_again, serial="NONE", choices={}, actor=here.clerk(), **again)
