"""Who watches the record, and the package of a result: on a phone, for everybody."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests import given
from tests.shots import shot
from tests.web.ballots.given import cast, finished, opened

from yuanba.audit import cosignatures, logs, witnesses
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_witnesses_and_package_on_a_phone(browser_page, live_server, axe, small_targets, elder: bool) -> None:
    world = given.subdistrict(per_compound=2, now=clock.now())
    ballot = opened(world)
    cast(world, ballot)
    finished(world, ballot)
    key = Ed25519PrivateKey.generate()
    witnesses.name(key=cosignatures.verifier_key("linju.example/w", key), now=clock.now())
    head = logs.latest(logs.REGISTER)
    line = cosignatures.cosign(head.note, "linju.example/w", key, clock.now())
    assert witnesses.collect(log=logs.REGISTER, text=f"{head.size}\n{line}\n", now=clock.now())
    page = browser_page(elder=elder)
    page.goto(f"{live_server.url}/ballots/{ballot.pk}/result")
    axe(page)
    shot(page, f"package-{elder}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="谁在见证公开记录").click()
    page.locator("summary", has_text="给技术人员").click()
    axe(page)
    shot(page, f"witnesses-{elder}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert small_targets(page, 60 if elder else 44) == []
