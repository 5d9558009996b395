"""Who goes on after a stage: the organiser's page, publishing it, the public page, and the own position."""

import pytest
from django.test import Client

from tests.awards import given_awards
from tests.awards.given_awards import Show, at
from tests.flows import award_way as way
from tests.flows.test_award_rounds import ROUNDS, judge
from tests.refusals import refused
from tests.signing import enter
from yuanba.awards import actions as awards
from yuanba.awards.models import Entry, ShortlistPublication
from yuanba.awards.queries import shortlists
from yuanba.rubrics.actions.panels import Seat
from yuanba.web import clock

pytestmark = pytest.mark.django_db
PAGE = "/awards/HY2021/shortlists/first_round"


@pytest.fixture
def show(monkeypatch) -> Show:
    """Eight compounds entered, five places in the next round; the sixth and the fifth have the same score."""
    made = given_awards.announced(given_awards.world_of(per_compound=8), ROUNDS)
    now = at("2021-09-10", 0)
    made.tick(now)
    made.codes = []
    for number in range(8):
        entry = made.enter(made.world.resident(number, now), now, "compound", title=f"小区{number}号")
        made.codes.append(Entry.objects.get(pk=entry.pk).code)
    people = way.experts(made, 5)
    run = {"stage_run_id": made.run("first_round").pk, "actor": made.organiser(), "now": now}
    members = [Seat(one.pk) for one in people]
    awards.jury.set_up(pool=members, **run)
    awards.jury.appoint(members=members, chair_person_id=people[2].pk, **run)
    monkeypatch.setattr(clock, "now", lambda: at("2021-10-02"))
    return made


def cut(show: Show) -> None:
    awards.lots.announce_lot(
        campaign_id=show.campaign.pk, source="双色球 2021115 期", draw_at=at("2021-09-20"),
        actor=show.organiser(), now=at("2021-09-11"),
    )  # fmt: skip
    awards.lots.draw_lot(campaign_id=show.campaign.pk, seed="03 08 11", actor=show.organiser(), now=at("2021-09-20"))
    judge(show, "first_round", "2021-09-21", "2021-10-01", lambda code, juror: 1 + max(show.codes.index(code), 3))


def browser(account) -> Client:
    client = Client()
    enter(client, account)
    return client


def test_organiser_sees_the_cut_and_publishes_it(show) -> None:
    by = {"stage_run_id": show.run("first_round").pk, "actor": show.organiser(), "now": at("2021-09-15")}
    refused("shortlist.none", awards.shortlist.publish, **by)
    cut(show)
    run = show.run("first_round")
    page = f"/desk/awards/stages/{run.pk}/shortlist"
    desk = browser(show.world.staff["STREET_ORGANISER"][0])
    text = desk.get(page).content.decode()
    assert text.count("进入下一轮</span>") == 5
    assert "抽签" in text, "the lot parted the fifth place"
    assert Client().get(PAGE).status_code == 404, "a staged decision is invisible"
    assert "shortlists/first_round" not in Client().get("/awards/HY2021").content.decode()
    refused("awards.not_allowed", awards.shortlist.publish, **{**by, "actor": show.world.resident(0, at("2021-10-02"))})
    assert desk.post(f"{page}/publish").status_code == 302
    assert desk.post(f"{page}/publish").status_code == 302
    assert ShortlistPublication.objects.count() == 1
    assert "shortlists/first_round" in Client().get("/awards/HY2021").content.decode()


def test_everybody_reads_names_and_each_entrant_the_own_position(show) -> None:
    cut(show)
    awards.shortlist.publish(stage_run_id=show.run("first_round").pk, actor=show.organiser(), now=at("2021-10-02"))
    text = Client().get(PAGE).content.decode()
    kept = {line.code for line in shortlists.cuts(shortlists.published(show.campaign)[0])[0].kept}
    assert len(kept) == 5
    for code in show.codes:
        title = Entry.objects.get(code=code).title
        assert (title in text) == (code in kept)
        assert code not in text
    assert "只有您看得到" not in text and "抽签" in text
    best = browser(show.world.residents[7]).get(PAGE).content.decode()
    assert "第 1 名" in best and best.count("只有您看得到") == 1
    worst = browser(show.world.residents[0]).get(PAGE).content.decode()
    assert worst.count("只有您看得到") == 1 and "第 1 名" not in worst


def test_public_page_asks_few_questions(show, django_assert_max_num_queries) -> None:
    cut(show)
    awards.shortlist.publish(stage_run_id=show.run("first_round").pk, actor=show.organiser(), now=at("2021-10-02"))
    with django_assert_max_num_queries(9):
        Client().get(PAGE)
