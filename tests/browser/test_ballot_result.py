"""The page of a result that fell short: readable on a phone, in elder mode too."""

import pytest
from tests.shots import shot
from tests.web.ballots.test_outcome import committee, owners

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_result_of_an_owners_vote_on_a_phone(browser_page, live_server, axe, elder: bool) -> None:
    ballot = owners([["agree"]])
    page = browser_page(elder=elder)
    page.goto(f"{live_server.url}/ballots/{ballot.pk}/result")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    shot(page, f"result-owners-{elder}")


def test_result_with_an_open_seat_on_a_desktop(desktop, live_server, axe) -> None:
    ballot = committee()
    desktop.goto(f"{live_server.url}/ballots/{ballot.pk}/result")
    axe(desktop)
    shot(desktop, "result-committee")
