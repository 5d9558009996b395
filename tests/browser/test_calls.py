"""A call and a covenant on a phone: nothing breaks the rules of access, and one tap signs."""

import pytest
from playwright.sync_api import expect
from tests import given
from tests.agreements.given import adopted
from tests.proposals.given import announced, handed_in, shortlisted
from tests.shots import shot
from tests.signing import enter_in_browser
from tests.web.publicity.given import years

from yuanba.agreements.models import Signature
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_neighbour_sees_the_shortlist_and_signs_the_covenant(phone, live_server, axe, small_targets) -> None:
    years()
    now = clock.now()
    world = given.subdistrict(per_compound=2, now=now)
    call = announced(world, now)
    for one in (0, 1):
        handed_in(world, call, now, one, "LOGO", f"标识{one}", colour=("red", "blue")[one])
        handed_in(world, call, now, one, "MOTTO", f"口号{one}")
    version = adopted(world, now)
    enter_in_browser(phone, live_server.url, world.residents[0])
    phone.goto(f"{live_server.url}/calls/{call.pk}/hand-in/logo")
    axe(phone)
    shortlisted(world, call, call.closes_at)
    phone.goto(f"{live_server.url}/calls/{call.pk}")
    expect(phone.get_by_role("link", name="对入围作品提意见")).to_be_visible()
    axe(phone)
    shot(phone, "call-phone")
    phone.goto(f"{live_server.url}/agreements/{version.agreement_id}")
    axe(phone)
    phone.get_by_role("link", name="读一读，签名").click()
    phone.get_by_role("button", name="我已读过，签名").click()
    expect(phone.get_by_text("您已在")).to_be_visible()
    axe(phone)
    assert small_targets(phone, 40) == []
    assert Signature.objects.count() == 1
