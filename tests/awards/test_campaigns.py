"""Drafting, documents, opening: nothing opens without what it rests on."""

from datetime import date

import pytest
from tests import given
from tests.awards import given_awards
from tests.awards.given_awards import LIGHT, at
from tests.factories import AppointmentFactory

from yuanba.awards import actions as awards
from yuanba.awards.actions.campaigns import Document
from yuanba.awards.models import Campaign
from yuanba.awards.queries import blockers
from yuanba.ballots.models import Ballot
from yuanba.kernel.calendar import WorkCalendar
from yuanba.kernel.verdict import Refused
from yuanba.messaging.models import Message
from yuanba.people.queries import actor_for
from yuanba.surveys.models import Survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return given_awards.world_of()


def refused(call) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.verdict.code


def test_draft_needs_the_organiser(world) -> None:
    code = refused(
        lambda: awards.campaigns.draft(
            territory_id=world.street.pk, code="HY2021", playbook_text="", actor=world.resident(), now=world.now
        )
    )
    assert code == "awards.not_allowed"


def test_draft_names_the_first_mistake_of_the_playbook(world) -> None:
    text = given_awards.HUAYANG.read_text().replace("quota = 30", "quota = 0", 1)
    with pytest.raises(Refused) as caught:
        awards.campaigns.draft(
            territory_id=world.street.pk,
            code="HY2021",
            playbook_text=text,
            actor=world.actor("STREET_ORGANISER"),
            now=world.now,
        )
    assert caught.value.verdict.code == "campaign.playbook_invalid"
    assert caught.value.verdict.facts["line"] > 0


def test_code_stands_once(world) -> None:
    given_awards.drafted(world)
    assert refused(lambda: given_awards.drafted(world, LIGHT)) == "campaign.code_taken"


def test_open_without_approval_is_refused(world) -> None:
    show = given_awards.drafted(world)
    assert [one.code for one in blockers.of_campaign(show.campaign, world.now)] == ["campaign.no_approval"]
    code = refused(
        lambda: awards.campaigns.open_campaign(
            campaign_id=show.campaign.pk, version=1, actor=show.leader(), now=world.now
        )
    )
    assert code == "campaign.no_approval"
    assert show.fresh().state == "DRAFT"


def test_approval_comes_with_its_file(world) -> None:
    show = given_awards.drafted(world)
    document = Document(kind="APPROVAL", title="批复", issued_by="街道")
    code = refused(
        lambda: awards.campaigns.add_document(
            campaign_id=show.campaign.pk, document=document, actor=show.organiser(), now=world.now
        )
    )
    assert code == "campaign.approval_without_file"


def test_open_pins_the_playbook_and_lays_out_the_stages(world) -> None:
    show = given_awards.announced(world)
    assert show.campaign.state == "ANNOUNCED"
    assert [run.kind for run in show.campaign.stage_runs.order_by("position")] == [
        "REGISTRATION", "MATERIALS", "SCREENING", "SURVEY", "VOTE", "JURY", "PUBLICITY",
    ]  # fmt: skip
    first = show.run("registration")
    assert (first.opens_at, first.closes_at) == (at("2021-09-10", 0), at("2021-10-10", 0))
    code = refused(
        lambda: awards.campaigns.set_playbook(
            campaign_id=show.campaign.pk, version=show.campaign.version, playbook_text=LIGHT.read_text(),
            actor=show.organiser(), now=world.now,
        )
    )  # fmt: skip
    assert code == "campaign.pinned"


def test_open_after_the_window_is_refused(world) -> None:
    show = given_awards.drafted(world)
    given_awards.approve(show, world.now)
    code = refused(
        lambda: awards.campaigns.open_campaign(
            campaign_id=show.campaign.pk, version=1, actor=show.leader(), now=at("2021-10-10", 0)
        )
    )
    assert code == "campaign.window_past"


def test_open_is_refused_where_a_holiday_leaves_the_notice_too_few_working_days(world, monkeypatch) -> None:
    off = {date(2021, 12, 8): False}
    monkeypatch.setattr(awards.campaigns, "calendar", lambda: WorkCalendar(off, 2021, 2021))
    show = given_awards.drafted(world)
    given_awards.approve(show, world.now)
    ask = {"campaign_id": show.campaign.pk, "version": 1, "actor": show.leader(), "now": world.now}
    assert refused(lambda: awards.campaigns.open_campaign(**ask)) == "campaign.notice_too_short"
    monkeypatch.setattr(awards.campaigns, "calendar", lambda: WorkCalendar(off, 2019, 2020))
    assert awards.campaigns.open_campaign(**ask).state == "ANNOUNCED", "nobody knows that year yet"


@pytest.mark.parametrize("hand", ["drafted", "wrote", "recorded"])
def test_whoever_prepared_a_campaign_does_not_open_it(world, hand) -> None:
    """Somebody with both posts opened what they had drafted themselves: only the page said that it takes two."""
    show = given_awards.drafted(world)
    both = world.staff["STREET_ORGANISER" if hand == "drafted" else "STREET_LEADER"][0]
    other = "STREET_LEADER" if hand == "drafted" else "STREET_ORGANISER"
    AppointmentFactory(person=both.person, organisation=world.office, territory=world.street, post=other)
    actor = actor_for(both, world.now)
    given_awards.approve(show, world.now)
    by = {"campaign_id": show.campaign.pk, "actor": actor, "now": world.now}
    if hand == "wrote":
        text = show.fresh().playbook_text
        awards.campaigns.set_playbook(version=show.campaign.version, playbook_text=text, **by)
    if hand == "recorded":
        document = Document(kind="BASIS", title="工作方案", issued_by="街道")
        awards.campaigns.add_document(document=document, **by)
    version = show.fresh().version
    assert refused(lambda: awards.campaigns.open_campaign(version=version, **by)) == "campaign.same_person"
    third = given.appointed(world, "STREET_LEADER", world.street, name="陈工", phone="13900007010")
    opened = awards.campaigns.open_campaign(version=version, **{**by, "actor": actor_for(third, world.now)})
    assert opened.state == "ANNOUNCED"


def test_of_two_changes_at_once_the_second_is_told(world) -> None:
    show = given_awards.drafted(world)
    text = show.campaign.playbook_text
    awards.campaigns.set_playbook(
        campaign_id=show.campaign.pk, version=1, playbook_text=text, actor=show.organiser(), now=world.now
    )
    code = refused(
        lambda: awards.campaigns.set_playbook(
            campaign_id=show.campaign.pk, version=1, playbook_text=text, actor=show.organiser(), now=world.now
        )
    )
    assert code == "awards.changed_meanwhile"


def test_cancel_says_why(world) -> None:
    show = given_awards.announced(world)
    version = show.campaign.version
    cancel = awards.campaigns.cancel
    who = {"campaign_id": show.campaign.pk, "version": version, "actor": show.leader(), "now": world.now}
    assert refused(lambda: cancel(reason=" ", **who)) == "awards.no_reason"
    assert cancel(reason="疫情", **who).state == "CANCELLED"
    assert Campaign.objects.get(pk=show.campaign.pk).steps.last().cause == "疫情"


def test_cancel_stops_what_runs(world) -> None:
    show = given_awards.announced(world)
    now = at("2021-09-10", 0)
    show.tick(now)
    entry = show.enter(world.resident(0, now), now)
    show.tick(at("2021-10-20", 0))
    show.screen(entry, at("2021-10-20"))
    show.tick(at("2021-11-03", 0))
    show.tick(at("2021-11-15", 0))
    run = show.run("vote")
    assert Ballot.objects.get(pk=run.ballot_id).state == "OPEN"
    awards.campaigns.cancel(
        campaign_id=show.campaign.pk, version=show.fresh().version, reason="上级要求停办", actor=show.leader(),
        now=at("2021-11-16"),
    )  # fmt: skip
    assert Ballot.objects.get(pk=run.ballot_id).state == "ANNULLED"
    assert Survey.objects.get(pk=show.run("survey").survey_id).state == "ANNULLED"
    assert Message.objects.filter(kind="awards.campaign.cancelled").count() == 1
    assert show.tick(at("2021-12-01")).closed == []


def test_a_document_is_on_file(world) -> None:
    show = given_awards.drafted(world)
    foreign = given_awards.upload(world.resident(), world.now, "别人的")
    document = Document(kind="APPROVAL", title="批复", issued_by="街道", stored_file_id=foreign)
    code = refused(
        lambda: awards.campaigns.add_document(
            campaign_id=show.campaign.pk, document=document, actor=show.organiser(), now=world.now
        )
    )
    assert code == "proof.not_on_file"
