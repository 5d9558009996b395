"""The pages of assemblies and committees as the demonstration fills them: accessible on phone, desktop and for elders."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.shots import shot
from tests.signing import enter_in_browser

from yuanba.assemblies.models import Assembly, Candidate, Seat
from yuanba.people.models import Account
from yuanba.simulation import assemblies_shown
from yuanba.simulation.owning import OwnersInventor
from yuanba.simulation.world import CompoundPlan, build
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    now = clock.now()
    plans = [CompoundPlan(name, 0, size, 0, 1) for name, size in (("怡康苑", 14), ("银杏苑", 16))]
    made = build(plans, OwnersInventor(3, phones=60), now - timedelta(days=300), tell=lambda line: None)
    assemblies_shown.show(made, now)
    return made


def test_every_page_is_accessible(world, live_server, phone, desktop, browser_page, axe) -> None:
    done, names = Assembly.objects.order_by("pk")
    tied = Candidate.objects.get(tie="RELATIVE")
    office = f"/committees/{done.territory_id}"
    public = (
        "/assemblies",
        f"/assemblies/{done.pk}",
        f"/assemblies/{names.pk}",
        f"/assemblies/candidates/{tied.pk}",
        office,
    )
    for place, address in enumerate(public):
        phone.goto(live_server.url + address)
        expect(phone.locator("h1")).to_be_visible()
        axe(phone)
        shot(phone, f"public-{place}-phone")
    elder = browser_page(phone=True, elder=True)
    elder.goto(live_server.url + office)
    expect(elder.locator("h1")).to_be_visible()
    axe(elder)
    shot(elder, "office-elder")
    enter_in_browser(desktop, live_server.url, world.staff["STREET_ORGANISER"][0])
    for place, address in enumerate(
        ("/desk/assemblies", f"/desk/assemblies/{names.pk}", "/desk/assemblies/new", office)
    ):
        desktop.goto(live_server.url + address)
        expect(desktop.locator("h1")).to_be_visible()
        axe(desktop)
        shot(desktop, f"desk-{place}-desktop")
    chair = Seat.objects.get(title="CHAIR", to_date__isnull=True)
    enter_in_browser(phone, live_server.url, Account.objects.get(person=chair.person))
    for place, address in enumerate((f"/desk{office}?purpose=REPAIR&amount=90000", f"/desk{office}/log/new")):
        phone.goto(live_server.url + address)
        expect(phone.locator("h1")).to_be_visible()
        axe(phone)
        shot(phone, f"chair-{place}-phone")
