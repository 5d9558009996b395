"""Pages that belong to one person are nobody else's: every personal page of A, asked for by B and by a visitor."""

import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.attacks import hostile
from tests.flows import award_way as way
from tests.signing import enter
from tests.web.awards.conftest import Desk, desk, draft, quick_passwords  # noqa: F401
from yuanba.awards.models import Entry
from yuanba.people.models import Account

pytestmark = pytest.mark.django_db
STARTS = ("/", "/me", "/me/entries", "/me/messages", "/me/devices", "/me/data", "/me/prizes", "/ballots", "/surveys")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def browser(account: Account) -> Client:
    client = Client()
    enter(client, account)
    return client


def own_pages(client: Client) -> list[str]:
    """Every address under /me with something in it that is not the same for everybody, and whatever it links to."""
    walk = hostile.Walk(client, each=3)
    walk.crawl(*STARTS)
    found = [one for route, paths in walk.pages.items() for one in paths if "<" in route and route.startswith("me/")]
    return [one.partition("?")[0] for one in found]


def test_pages_of_one_applicant_are_closed_to_others(desk) -> None:  # noqa: F811
    world = desk.show.world
    desk.entered(1)
    owner, other = (Account.objects.get(pk=one.pk) for one in (world.residents[0], world.residents[1]))
    pages = own_pages(browser(owner))
    assert any("/me/entries/" in one for one in pages), pages
    for page in pages:
        mine = browser(owner).get(page)
        mine.close()
        assert mine.status_code == 200, page
        assert browser(other).get(page).status_code in (403, 404), page
        assert Client().get(page).status_code == 302, page
        answer = browser(other).post(page, {"request_key": "0" * 32, "version": "1"})
        assert answer.status_code in (403, 404, 405), page


def test_personal_pages_are_kept_nowhere(desk) -> None:  # noqa: F811
    """No proxy and no back button of the next person on a shared phone shows them."""
    world = desk.show.world
    desk.entered(1)
    walk = hostile.Walk(browser(world.residents[0]), each=1)
    walk.crawl(*STARTS)
    for path in [one for several in walk.pages.values() for one in several]:
        answer = browser(world.residents[0]).get(path)
        answer.close()
        if answer.status_code == 200:
            assert "no-store" in answer.headers.get("Cache-Control", ""), path
            assert "Cookie" in answer.headers.get("Vary", ""), path


def test_receipts_of_one_voter_are_not_anothers(desk) -> None:  # noqa: F811
    show = desk.show
    desk.screening(3)
    for entry in Entry.objects.filter(state="SUBMITTED"):
        show.screen(entry, desk.now)
    show.tick(desk.at("2021-11-03", 0))
    show.tick(desk.at("2021-11-15", 0))
    desk.at("2021-11-16")
    run = show.run("vote")
    way.vote_all(show, run, desk.now)
    run.refresh_from_db()
    page = f"/ballots/{run.ballot_id}/receipt"
    codes = [browser(one).get(page).content.decode() for one in show.world.residents[:2]]
    assert codes[0] != codes[1]
    assert Client().get(page).status_code == 302
