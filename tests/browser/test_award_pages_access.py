"""Pages of the awards that no other flow looks at: recommending, a candidate's card, results, certificate, desk, notices."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page
from tests.awards import given_awards
from tests.awards.given_awards import LIGHT, at
from tests.shots import shot
from tests.signing import enter_in_browser
from tests.web.awards.conftest import Desk, judged
from tests.web.entering.test_mine import name, propose

from yuanba.awards.actions.corrections import ask
from yuanba.awards.models import Certificate, Entry
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ELDER = pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def looked(axe, small_targets):
    """looked(page, name): nothing breaks the rules of access, nothing sticks out, everything can be hit."""

    def check(page: Page, called: str, size: int = 44) -> None:
        axe(page)
        shot(page, called)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], called
        assert small_targets(page, size) == [], called

    return check


@ELDER
def test_recommendation_and_card(browser_page, live_server, monkeypatch, looked, elder: bool) -> None:
    show = given_awards.announced(given_awards.world_of(), LIGHT, at("2021-09-01"))
    first = show.campaign.stage_runs.order_by("position").first()
    now = first.opens_at + timedelta(hours=10)
    show.tick(first.opens_at)
    monkeypatch.setattr(clock, "now", lambda: now)
    desk = browser_page(phone=False, elder=elder)
    enter_in_browser(desk, live_server.url, show.world.staff["COMMUNITY_WORKER"][0])
    desk.goto("/desk/entries/HY2021/new/recommended")
    looked(desk, f"recommend-choose-{elder}")
    desk.locator("main .cards a").first.click()
    looked(desk, f"recommend-{elder}")
    page = browser_page(elder=elder)
    enter_in_browser(page, live_server.url, show.world.residents[0], label="")
    page.goto("/awards/HY2021/enter")
    page.locator("label.choice").first.click()
    page.locator("button.send").first.click()
    looked(page, f"recommend-neighbour-{elder}", 60 if elder else 44)


@ELDER
def test_card_results_and_certificate(browser_page, live_server, monkeypatch, looked, elder: bool) -> None:
    desk = Desk(given_awards.announced(given_awards.world_of()), monkeypatch)
    desk.show.tick(desk.at("2021-09-10", 0))
    judged(desk)
    propose(desk)
    page = browser_page(elder=elder)
    size = 60 if elder else 44
    page.goto("/awards/HY2021/results")
    looked(page, f"results-proposed-{elder}", size)
    code = Entry.objects.filter(state="PROPOSED").order_by("pk")[0].code
    page.goto(f"/awards/HY2021/candidates/{code}")
    looked(page, f"card-{elder}", size)
    name(desk)
    page.goto("/awards/HY2021/results")
    looked(page, f"results-named-{elder}", size)
    page.goto("/awards/HY2021/results/person")
    looked(page, f"ranking-{elder}", size)
    page.goto(f"/awards/certificates/{Certificate.objects.order_by('pk')[0].code}")
    looked(page, f"certificate-{elder}", size)
    page.goto("/awards/certificates/ABCDEFGH")
    looked(page, f"certificate-unknown-{elder}", size)
    winner = Entry.objects.filter(state="NAMED", account__isnull=False).order_by("pk")[0]
    enter_in_browser(page, live_server.url, winner.account, label="")
    page.goto(f"/me/entries/{winner.serial}")
    looked(page, f"winner-{elder}", size)


@ELDER
def test_desk_mends_and_looks_after_notices(browser_page, live_server, monkeypatch, looked, elder: bool) -> None:
    desk = Desk(given_awards.announced(given_awards.world_of()), monkeypatch)
    desk.show.tick(desk.at("2021-09-10", 0))
    entry = desk.entered()[0]
    ask(entry_id=entry.pk, items=["material:deeds"], note="请补一页", actor=desk.show.screener(), now=desk.now)
    page = browser_page(phone=False, elder=elder)
    enter_in_browser(page, live_server.url, desk.account("COMMUNITY_WORKER"))
    page.goto(f"/desk/entries/{entry.serial}")
    looked(page, f"desk-entry-{elder}")
    page.goto(f"/desk/entries/{entry.serial}/mend")
    looked(page, f"desk-mend-{elder}")
    for path in ("/desk/notices", "/desk/objections"):
        page.goto(path)
        looked(page, f"{path.rpartition('/')[2]}-{elder}")
