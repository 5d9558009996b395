"""A jury stage that is given more days, and one whose jury is dissolved and named anew."""

from datetime import date, timedelta

import pytest
from tests.awards import given_awards
from tests.awards.given_awards import Show, at
from tests.flows import award_way as way
from tests.flows.test_award_rounds import ROUNDS
from tests.refusals import refused

from yuanba.awards import actions as awards
from yuanba.awards.queries import blockers
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import day_end
from yuanba.rubrics import actions as rubrics
from yuanba.rubrics import queries as rubric_queries
from yuanba.rubrics.actions.panels import Seat
from yuanba.rubrics.models import Panel

pytestmark = pytest.mark.django_db


@pytest.fixture
def show() -> Show:
    """The first round is open, its named jurors are asked to declare."""
    made = given_awards.announced(given_awards.world_of(per_compound=8), ROUNDS)
    now = at("2021-09-10", 0)
    made.tick(now)
    for number in range(6):
        made.enter(made.world.resident(number, now), now, "compound", nominee_name=f"小区{number}")
    made.jurors = way.experts(made, 10)
    name_jury(made, made.jurors[:5], now)
    made.tick(at("2021-09-21"))
    return made


def name_jury(show: Show, people, now) -> None:
    run = {"stage_run_id": show.run("first_round").pk, "actor": show.organiser(), "now": now}
    members = [Seat(one.pk) for one in people]
    awards.jury.set_up(pool=members, **run)
    awards.jury.appoint(members=members, chair_person_id=people[0].pk, **run)


def test_panels_go_on_with_their_stage(show) -> None:
    run = show.run("first_round")
    way.declare_all(run, at("2021-09-21"))
    show.tick(at("2021-09-21", 11))
    assert Panel.objects.get().closes_at == day_end(date(2021, 9, 30))
    awards.stages.extend(
        stage_run_id=run.pk,
        version=show.run("first_round").version,
        closes_date=date(2021, 10, 5),
        reason="有两位评委出差",
        actor=show.organiser(),
        now=at("2021-09-29"),
    )
    assert Panel.objects.get().closes_at == day_end(date(2021, 10, 5))
    show.tick(at("2021-10-01"))
    assert Panel.objects.get().state == "OPEN"
    assert way.judge_all(run, at("2021-10-04")) > 0
    show.tick(at("2021-10-06", 0))
    assert Panel.objects.get().state == "CLOSED"


def test_jury_whose_panels_closed_gets_no_later_end(show) -> None:
    run = show.run("first_round")
    way.declare_all(run, at("2021-09-21"))
    show.tick(at("2021-09-21", 11))
    after = day_end(date(2021, 9, 30)) + timedelta(minutes=1)
    rubrics.close_due(actor=system("tick"), now=after)
    assert (Panel.objects.get().state, show.run("first_round").state) == ("CLOSED", "OPEN")
    late = {
        "stage_run_id": run.pk,
        "version": show.run("first_round").version,
        "closes_date": date(2021, 10, 5),
        "reason": "有两位评委没打完",
        "actor": show.organiser(),
        "now": after + timedelta(hours=9),
    }
    verdict = refused("jury.over", awards.stages.extend, **late)
    assert verdict.facts["closed"] == date(2021, 9, 30)
    assert show.run("first_round").closes_at == day_end(date(2021, 9, 30))


def test_each_panel_is_named_where_it_blocks(show) -> None:
    found = blockers.of_campaign(show.fresh(), at("2021-09-21"))
    assert [dict(one.facts) for one in found if one.code == "jury.declarations"] == [{"panel": "初评 1"}]


def test_dissolved_jury_is_named_anew_while_the_stage_runs(show) -> None:
    run, now = show.run("first_round"), at("2021-09-22")
    way.declare_all(run, now)
    show.tick(now)
    by = {"stage_run_id": run.pk, "actor": show.organiser(), "now": now}
    refused("jury.started", awards.jury.set_up, pool=[Seat(one.pk) for one in show.jurors[5:]], **by)
    refused("panel.reason_missing", awards.jury.dissolve, reason="", **by)
    awards.jury.dissolve(reason="组长与申报单位有合作", **by)
    refused("jury.no_panel", awards.jury.dissolve, reason="又一次", **by)
    codes = [one.code for one in blockers.exit_rule(show.run("first_round"), now)]
    assert codes == ["jury.no_panel"]
    name_jury(show, show.jurors[5:], now)
    fresh = rubric_queries.for_subject(f"stage_run:{run.pk}").get()
    assert rubric_queries.live_subjects(fresh).count() == 6
    way.declare_all(show.run("first_round"), now)
    show.tick(at("2021-09-22", 12))
    assert way.judge_all(show.run("first_round"), at("2021-09-23")) == 6 * 3 + 2 * 2
    way.sign_all(show.run("first_round"), show.organiser(), at("2021-09-24"))
    refused("jury.judged", awards.jury.dissolve, reason="太晚了", **{**by, "now": at("2021-09-24")})
    show.tick(at("2021-10-01", 0))
    closed = show.run("first_round")
    assert closed.state == "CLOSED"
    assert Panel.objects.filter(state="DISSOLVED").count() == 1
    late = {"closes_date": date(2021, 10, 5), "reason": "重开", "actor": show.organiser(), "now": at("2021-10-01")}
    refused("jury.over", awards.stages.extend, stage_run_id=closed.pk, version=closed.version, **late)
