"""Anyone checks a published vote in the browser: its own package, a broken copy, and what they kept."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import given
from tests.shots import shot
from tests.web.ballots.given import cast, finished, opened
from yuanba.audit import logs
from yuanba.ballots import bundle
from yuanba.web import clock

HOLDS = "[data-holds]"
FAILS = "[data-fails]"


@pytest.mark.django_db
def test_page_comes_with_the_result_and_not_before(client) -> None:
    world = given.subdistrict(per_compound=2, now=clock.now())
    ballot = opened(world)
    assert client.get(f"/ballots/{ballot.pk}/check").status_code == 403
    assert client.get("/ballots/9999/check").status_code == 404
    finished(world, ballot)
    page = client.get(f"/ballots/{ballot.pk}/check").content.decode()
    assert "自己核对" in page and f"/ballots/{ballot.pk}/bundle.zip" in page
    assert f"/ballots/{ballot.pk}/check" in client.get(f"/ballots/{ballot.pk}/result").content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_anyone_verifies_in_the_browser(browser_page, axe, small_targets, tmp_path: Path) -> None:
    world = given.subdistrict(per_compound=2, now=clock.now())
    ballot = opened(world)
    for number in range(2):
        cast(world, ballot, number)
    ballot = finished(world, ballot)
    archive = bundle.write(ballot, tmp_path / "bundle.zip", full=False)
    page = browser_page(phone=True, elder=True)
    page.goto(f"/ballots/{ballot.pk}/check")
    axe(page)
    shot(page, "check-before-elder")
    page.get_by_role("button", name="核对这次投票").click()
    expect(page.locator(HOLDS)).to_be_visible()
    expect(page.locator(HOLDS)).to_contain_text(logs.latest(f"ballot:{ballot.pk}").root_hash)
    expect(page.locator("[data-steps] .done")).to_have_count(9)
    expect(page.locator("[data-result]")).to_contain_text("王建国")
    axe(page)
    assert small_targets(page, 60) == []
    shot(page, "check-holds-elder")
    # On files, and nothing is asked or sent: a copy with one byte changed, something else, and a root that is another one.
    page = browser_page(phone=False)
    page.goto(f"/ballots/{ballot.pk}/check")
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.set_input_files("#bundle-file", archive)
    expect(page.locator(HOLDS)).to_be_visible()
    shot(page, "check-holds-desktop")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK" + archive.read_bytes()[2:-40])
    page.set_input_files("#bundle-file", broken)
    expect(page.locator(FAILS)).to_contain_text("损坏")
    expect(page.locator(HOLDS)).to_be_hidden()
    page.locator("summary", has_text="我还留着回执").click()
    page.fill("#kept-root", "0" * 64)
    page.set_input_files("#bundle-file", archive)
    expect(page.locator(FAILS)).to_contain_text("对不上")
    assert sent == []
    axe(page)
    shot(page, "check-fails-desktop")
