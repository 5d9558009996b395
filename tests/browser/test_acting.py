"""Owners who stand for each other and for several sheets on a phone; meetings, hands and deliveries at a desk."""

import pytest
from playwright.sync_api import expect
from tests import given
from tests.ballots.acting import scan
from tests.factories import FOUNDED
from tests.shots import shot
from tests.signing import enter_in_browser
from tests.web.ballots import owners
from tests.web.ballots.test_desks import clerk

from yuanba.ballots import actions, queries
from yuanba.people.models import Ownership
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db) -> given.World:
    """The first three homes have one owner each; the first owner shares the fourth."""
    made = given.subdistrict(per_compound=4, now=clock.now())
    people = [account.person for account in made.residents_of(0)]
    Ownership.objects.all().delete()
    sets = ([people[0]], [people[1]], [people[2]], [people[0], people[3]])
    for home, persons in zip(made.premises[:4], sets, strict=True):
        for person in persons:
            Ownership.objects.create(premises=home, person=person, from_date=FOUNDED, share_den=len(persons))
    return made


def test_an_owner_asks_a_neighbour_who_votes_for_both_on_a_phone(browser_page, live_server, axe, world) -> None:
    ballot = owners.opened(world)
    neighbour = world.residents[0].person
    page = browser_page(phone=True, elder=True)
    enter_in_browser(page, live_server.url, world.residents[1])
    page.goto(f"/ballots/{ballot.pk}/proxies")
    page.get_by_label("您信任的人的全名").fill(neighbour.name)
    page.get_by_label("对方的手机号码").fill(neighbour.phone)
    axe(page)
    shot(page, "proxies-ask-elder")
    page.get_by_role("button", name="发给对方").click()
    expect(page.get_by_text("等对方答复")).to_be_visible()
    page = browser_page(phone=True)
    enter_in_browser(page, live_server.url, world.residents[0])
    page.goto(f"/ballots/{ballot.pk}/proxies")
    expect(page.get_by_role("heading", name="请您代为投票")).to_be_visible()
    axe(page)
    shot(page, "proxies-asked")
    page.get_by_role("button", name="同意", exact=True).click()
    page.get_by_role("link", name="去投票").click()
    expect(page.get_by_role("link", name="填这张票")).to_have_count(3)
    axe(page)
    shot(page, "which")
    page.get_by_role("link", name="填这张票").last.click()
    shot(page, "sheet-for-another")
    page.locator("label.choice", has_text="同意").first.click()
    page.get_by_role("button", name="下一步").or_(page.get_by_role("button", name="核对")).first.click()
    shot(page, "review-for-another")
    page.get_by_role("button", name="投票").or_(page.get_by_role("button", name="提交")).first.click()
    expect(page.get_by_role("link", name="还要填这张")).to_have_count(2)
    axe(page)
    shot(page, "receipt-several")


def test_hands_and_deliveries_at_the_desk(browser_page, live_server, axe, world) -> None:
    rule = owners.order(world, clock.now()).rule
    ballot = owners.opened(world, rule={**rule, "silence": {"reference": "议事规则第二十条", "counts_as": "majority"}})
    first, now = world.actor("COMMUNITY_WORKER"), clock.now()
    place = world.compounds[0].pk
    met = actions.convene(
        territory_id=place, title="业主大会现场会", held_date=now.date(), where="小广场", actor=first, now=now
    )
    for number in (1, 2):
        person = world.residents[number].person
        actions.add_present(meeting_id=met.pk, person_id=person.pk, actor=first, now=now)
    actions.keep_sheet(meeting_id=met.pk, file_id=scan().pk, actor=first, now=now)
    page = browser_page(phone=False)
    enter_in_browser(page, live_server.url, clerk(world, 2))
    for address, name in (
        ("/desk/meetings", "meetings"),
        (f"/desk/meetings/{met.pk}", "meeting"),
        (f"/desk/paper-ballots/{ballot.pk}/proxies", "proxy-desk"),
        (f"/desk/paper-ballots/{ballot.pk}/proxies/new?person={world.residents[1].person_id}", "proxy-new"),
        (f"/desk/paper-ballots/{ballot.pk}/deliveries", "deliveries"),
    ):
        page.goto(address)
        axe(page)
        shot(page, name)
    page.goto(f"/desk/meetings/{met.pk}")
    page.locator("summary", has_text="名单无误").click()
    page.locator("button", has_text="名单无误").click()
    expect(page.get_by_text("名单已核对，不再改动。")).to_be_visible()
    page.goto(f"/desk/paper-ballots/{ballot.pk}/hall/{met.pk}")
    axe(page)
    shot(page, "hands")
    rows = queries.rows_in_hall(ballot, queries.meetings_of([place], now.date()).get(pk=met.pk))
    assert len(rows) == 2
