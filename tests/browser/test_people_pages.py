"""Letters, rolls and registers in a real browser; axe and the width of a phone on every page of people and places."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect
from tests.factories import (
    AccountFactory,
    AppointmentFactory,
    BuildingFactory,
    CompoundFactory,
    EntranceFactory,
    OrganisationFactory,
    OwnershipFactory,
    PersonFactory,
    PremisesFactory,
    ResidenceFactory,
    TerritoryFactory,
)
from tests.people.sheets import HEAD, roll
from tests.signing import enter_in_browser

from yuanba.kernel.actor import system
from yuanba.people import actions
from yuanba.people.models import Account, Ownership, RollJob
from yuanba.people.tasks import read_roll, write_roll
from yuanba.places import actions as places
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

POSTS = ("SYSTEM_ADMIN", "SECURITY_ADMIN", "COMMUNITY_WORKER", "ROLL_KEEPER", "LETTER_CLERK", "AUDIT_ADMIN")


class World:
    """A street with a compound, one owner, one officer who holds every post that the pages need, one resident."""

    def __init__(self) -> None:
        self.by = {"actor": system("test"), "now": clock.now()}
        self.street = TerritoryFactory(kind="SUBDISTRICT", name="示范街道")
        self.community = TerritoryFactory(parent=self.street, name="长堤社区")
        compound = CompoundFactory(territory__name="花城小区", territory__parent=self.community)
        self.compound = compound.territory
        entrance = EntranceFactory(building=BuildingFactory(compound=compound))
        premises = PremisesFactory(entrance=entrance, number="402")
        self.owner = PersonFactory(name="陈建国")
        OwnershipFactory(premises=premises, person=self.owner)
        ResidenceFactory(premises=premises, person=self.owner)
        person = PersonFactory(name="周敏")
        for post in POSTS:
            self.body = OrganisationFactory(territory=self.street)
            AppointmentFactory(person=person, organisation=self.body, territory=self.street, post=post)
        self.officer = AccountFactory(person=person, is_staff_account=True, phone=None, login="zhoumin")
        self.resident = AccountFactory(person=None, phone="13900007777", login="+8613900007777")


@pytest.fixture
def world(db) -> World:
    return World()


@pytest.fixture
def officer(browser_page, live_server, world: World):
    """officer(phone=False) opens a page signed in as the officer."""

    def opened(**how) -> Page:
        page: Page = browser_page(**how)
        enter_in_browser(page, live_server.url, world.officer)
        return page

    return opened


def test_resident_claims_with_the_letters_qr_on_a_phone(browser_page, live_server, axe, world: World) -> None:
    batch = actions.request_letters(territory_id=world.compound.pk, **world.by)
    other = {"actor": system("other"), "now": clock.now()}
    letter = actions.release_letters(batch_id=batch.pk, **other)[0]
    page: Page = browser_page()
    page.goto(f"/letter/{letter.code}")
    page.get_by_label("手机号").fill("13900007777")
    page.get_by_role("button", name="获取验证码").click()
    from yuanba.messaging.queries import latest

    page.get_by_label("短信验证码").fill(str(latest(address="13900007777", kind="sign_in_code").params["code"]))
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/verify")
    expect(page.get_by_label("信里的验证码")).to_have_value(letter.code)
    axe(page)
    page.get_by_role("button", name="确认", exact=True).click()
    page.wait_for_url("**/verify/done")
    expect(page.get_by_role("heading", name="您的身份已确认")).to_be_visible()
    axe(page)


def test_officer_imports_a_roll_with_a_mistake(officer, axe, tmp_path, world: World) -> None:
    file = tmp_path / "花城名册.xlsx"
    good, bad = ("3栋", "1单元", "101", 80, "甲", "13800000001"), ("3栋", "1单元", "102", "很大", "乙", "")
    file.write_bytes(roll(good, bad, head=HEAD))
    page = officer(phone=False)
    page.goto("/roll/upload")
    axe(page)
    page.get_by_label("物业的名册").set_input_files(file)
    page.get_by_role("button", name="读取").click()
    page.wait_for_url("**/roll/*")
    expect(page.get_by_text("排队等待")).to_be_visible()
    axe(page)
    job = RollJob.objects.get()
    read_roll.call(job.pk, world.officer.pk, clock.now().isoformat())
    page.get_by_role("heading", name="导入后会怎样").wait_for()  # the page looks again by itself
    expect(page.get_by_text("面积“很大”不是大于 0 的数")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("heading", name="名册里有 1 处错误")).to_be_visible()
    page.get_by_label("只导入没有错误的行").check()
    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("排队等待").wait_for()
    write_roll.call(job.pk, world.officer.pk, clock.now().isoformat())
    page.get_by_text("文件已删除").first.wait_for()
    assert Ownership.objects.filter(premises__number="101").count() == 1


STAFF_PAGES = (
    "/me", "/me/messages", "/me/devices", "/me/preferences", "/me/password", "/me/data", "/me/data/ask", "/me/consents",
    "/me/close", "/desk/people", "/desk/people?place={community}&premises=402", "/desk/people/{owner}",
    "/desk/people/{owner}/unmask/phone", "/roll", "/roll/upload", "/letters", "/letters/ask", "/organisations",
    "/organisations/new", "/organisations/{body}", "/organisations/{body}/appoint", "/organisations/{body}/end",
    "/staff", "/staff/{account}", "/staff/{account}/recover", "/audit", "/data-requests", "/privacy/register",
    "/places", "/places/{community}", "/places/{compound}", "/places/{community}/grids", "/places/{community}/found",
    "/places/{community}/merge", "/places/{compound}/split", "/places/{compound}/fact", "/calendar", "/calendar/day",
)  # fmt: skip


def prepared(world: World) -> dict[str, int]:
    """Something on every list."""
    places.load_calendar(**world.by)
    places.add_milestone(territory_id=world.compound.pk, title="首次业主大会", month="2010-12", **world.by)
    places.set_fact(
        compound_id=world.compound.pk, key="GREENING_RATE", value="31", as_of_date=date(2021, 8, 1), **world.by
    )
    places.draw_grid(
        community_id=world.community.pk, level="COMMUNITY", name="总网格", from_date=date(2026, 1, 1), **world.by
    )
    actions.request_letters(territory_id=world.compound.pk, **world.by)
    actions.publish_consent_text(kind="TERMS", text_zh="我同意使用本网站。", text_en="I agree.", **world.by)
    return {
        "community": world.community.pk, "compound": world.compound.pk, "owner": world.owner.pk,
        "body": world.body.pk, "account": Account.objects.get(login="zhoumin").pk,
    }  # fmt: skip


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_every_page_is_accessible_on_a_phone(officer, axe, small_targets, world: World, elder: bool) -> None:
    ids = prepared(world)
    page = officer(elder=elder)
    wide, small = [], []
    for path in STAFF_PAGES:
        answer = page.goto(path.format(**ids))
        assert answer.status == 200, path
        axe(page)
        wide += [path] if page.evaluate("document.documentElement.scrollWidth") > 390 else []
        small += [f"{path} {one}" for one in small_targets(page, 60 if elder else 44)]
    assert (wide, small) == ([], [])
