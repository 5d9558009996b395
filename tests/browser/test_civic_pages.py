"""axe, width and targets on the pages of numbers, texts, guardians, honours, funds and registers, forms included."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page
from tests import given
from tests.factories import PersonFactory, ResidenceFactory
from tests.kernel.invented import bank_card, id_number
from tests.shots import shot
from tests.signing import enter_in_browser

from yuanba.funds import actions as funds
from yuanba.funds.models import PrizeLine
from yuanba.kernel.actor import system
from yuanba.oversight import actions as oversight
from yuanba.oversight.models import ComplianceRecord, FeeStatus
from yuanba.people import actions
from yuanba.people.models import Account, Organisation, OrganisationTerm, PhoneChange
from yuanba.places import actions as places
from yuanba.web import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(db) -> given.World:
    """A subdistrict with something on every list."""
    made = given.subdistrict(per_compound=2, now=clock.now())
    by = {"actor": system("test"), "now": clock.now()}
    given.appointed(made, "COMMUNITY_WORKER", made.communities[0], name="孙工", phone="13900004444")
    _people(made, by)
    _places(made, by)
    _funds(made)
    _registers(made, by)
    return made


def _people(made: given.World, by: dict) -> None:
    resident = Account.objects.get(pk=made.residents[0].pk)
    actions.ask_phone_change(
        person_id=resident.person_id, phone="13900008888", evidence="ID_CARD",
        actor=made.actor("COMMUNITY_WORKER", now=clock.now()), now=clock.now(),
    )  # fmt: skip
    for words in ("收集您的手机号，用于通知。保存一年。", "收集您的手机号，用于通知和回访。保存两年。"):
        actions.publish_consent_text(kind="privacy", text_zh=words, text_en=words, **by)
    later = clock.now() + timedelta(days=3)
    actions.publish_consent_text(kind="TERMS", text_zh="我同意使用本网站。", text_en="I agree.", **by)
    actions.publish_consent_text(kind="TERMS", text_zh="我同意使用。", text_en="I agree.", from_at=later, **by)
    child = PersonFactory(name="王小宝", phone="", birth_month=f"{clock.now().year - 8}-01")
    ResidenceFactory(premises=made.premises[0], person=child, relation="FAMILY")
    place = made.compounds[0].pk
    honour = {"territory_id": place, **by}
    actions.register_honour(year=2018, title="市级优秀住宅小区", granted_by="市房管局", **honour)
    row = actions.register_honour(year=2019, title="法治小区", granted_by="市司法局", **honour)
    actions.revoke_honour(honour_id=row.pk, territory_id=place, reason="复核不合格，取消称号", **by)
    worker = Account.objects.get(pk=made.staff["COMMUNITY_WORKER"][0].pk)
    actions.declare_relation(person_id=worker.person_id, relative_id=resident.person_id, **by)


def _places(made: given.World, by: dict) -> None:
    place = made.compounds[0].pk
    places.add_milestone(territory_id=place, title="首次业主大会", month="2010-12", **by)
    places.set_fact(compound_id=place, key="GREENING_RATE", value="31", as_of_date=date(2021, 8, 1), **by)
    for year, value in ((2020, 30), (2024, 50)):
        day = date(year, 1, 1)
        places.set_parameter(key="micro_grid.low", value=value, source="街发〔2024〕3号", from_date=day, **by)


def _funds(made: given.World) -> None:
    now = clock.now()
    prizes = [
        funds.Prize(f"entry:{one}", "PERSON", "先进个人", 300000, person_id=made.residents[one].person_id)
        for one in range(3)
    ]
    heading = funds.Heading("campaign:999", "2026年小区治理评选奖金", made.street.pk, 10**8)
    found = funds.draft_list(heading=heading, prizes=prizes, actor=made.actor("STREET_ORGANISER", now=now), now=now)
    funds.check_list(list_id=found.pk, actor=made.actor("FINANCE_OFFICER", now=now), now=now)
    funds.approve_list(list_id=found.pk, actor=made.actor("STREET_LEADER", now=now), now=now)


def _registers(made: given.World, by: dict) -> None:
    company = Organisation.objects.create(kind="PROPERTY_COMPANY", name="安心物业", territory=made.street)
    committee = Organisation.objects.create(kind="OWNERS_COMMITTEE", name="花城小区业委会", territory=made.compounds[0])
    OrganisationTerm.objects.create(organisation=committee, number=1, from_date=date(2022, 1, 1))
    officer = {"actor": made.actor("HOUSING_OFFICER", now=clock.now()), "now": clock.now()}
    for kind in ("ABNORMAL_LIST", "PENALTY"):
        oversight.register(
            entry=oversight.Entry(kind, company.pk, date(2026, 1, 5), "市监局", "〔2026〕3号"), **officer
        )
    file = oversight.open_company_file(organisation_id=company.pk, **officer)
    oversight.grade_company(company_id=file.pk, grade="AA", issuer="市住建局", from_date=date(2025, 1, 1), **officer)
    oversight.start_project(company_id=file.pk, compound_id=made.compounds[0].pk, from_date=date(2024, 1, 1), **officer)
    _fee_question(made, company, by)


def _fee_question(made: given.World, company: Organisation, by: dict) -> None:
    manager = {"name": "钱经理", "phone": "13900004445", "organisation": company}
    given.appointed(made, "PROPERTY_MANAGER", made.compounds[0], **manager)
    actions.publish_consent_text(kind="AWARD_FEES", text_zh="同意查询", text_en="yes", is_separate=True, **by)
    resident = made.resident(0, now=clock.now())
    mine = {"actor": resident, "now": clock.now()}
    consent = actions.give_consent(kind="AWARD_FEES", version=1, account_id=resident.account_id, **mine)
    oversight.ask_fee_status(
        person_id=resident.person_id, premises_id=made.premises[0].pk, consent_id=consent.pk,
        period=(date(2024, 11, 20), date(2026, 11, 20)), **mine,
    )  # fmt: skip


def pages(made: given.World) -> dict[str, tuple[str, ...]]:
    """Who opens what."""
    person, place = Account.objects.get(pk=made.residents[0].pk).person_id, made.compounds[0].pk
    company = Organisation.objects.get(name="安心物业").pk
    committee = Organisation.objects.get(name="花城小区业委会").pk
    listing = ComplianceRecord.objects.get(kind="ABNORMAL_LIST").pk
    line = PrizeLine.objects.order_by("pk").first()
    change = PhoneChange.objects.get().pk
    honour = made.compounds[0].pk
    return {
        "RESIDENT": ("/", "/me", "/me/phone", "/me/consents", "/me/children", f"/places/{place}"),
        "COMMUNITY_WORKER": (
            "/", "/desk/people", f"/desk/people/{person}", f"/desk/people/{person}/phone", f"/desk/people/{person}/age",
            "/desk/phone-changes", f"/desk/phone-changes/{change}", f"/honours/place/{honour}",
            f"/honours/place/{honour}/new", f"/honours/person/{person}", f"/honours/person/{person}/new",
            "/me/relatives", f"/places/{place}", f"/places/{place}/labels", f"/places/{place}/fact",
            f"/places/{place}/describe", f"/places/{place}/milestone",
        ),
        "SECURITY_ADMIN": (
            "/consent-texts", "/consent-texts/privacy", "/consent-texts/TERMS", "/consent-texts/privacy/new",
            f"/organisations/{committee}", f"/organisations/{committee}/term",
        ),
        "SYSTEM_ADMIN": ("/parameters", "/parameters/micro_grid.low", f"/places/{place}"),
        "FINANCE_OFFICER": (
            "/", "/desk/prizes", f"/desk/prizes/{line.prize_list_id}", f"/desk/prizes/lines/{line.pk}/pay",
            f"/desk/prizes/lines/{line.pk}/bounce", f"/desk/prizes/lines/{line.pk}/unmask",
            f"/desk/prizes/lines/{line.pk}/from-paper", "/desk/prizes/tax-rules", "/desk/prizes/tax-rules/new",
        ),
        "STREET_ORGANISER": (f"/desk/prizes/{line.prize_list_id}", f"/desk/prizes/{line.prize_list_id}/correct"),
        "STREET_LEADER": (f"/desk/prizes/lines/{line.pk}/cancel", f"/desk/prizes/{line.prize_list_id}/send-back"),
        "HOUSING_OFFICER": (
            "/desk/registers", "/desk/registers/complete", f"/desk/registers/{company}",
            f"/desk/registers/{company}/lines/new", f"/desk/registers/{company}/looked-up",
            f"/desk/registers/lines/{listing}/correct", f"/desk/registers/lines/{listing}/cancel",
            f"/desk/registers/lines/{listing}/end", f"/desk/registers/{company}/projects/new",
            f"/desk/registers/{company}/grades/new",
        ),
        "PROPERTY_MANAGER": ("/desk/fees",),
        "LETTER_CLERK": ("/letters", "/letters/ask"),
    }  # fmt: skip


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_every_page_is_open_to_everybody(browser_page, live_server, axe, small_targets, world, elder: bool) -> None:
    wide, small = [], []
    for post, paths in pages(world).items():
        page: Page = browser_page(elder=elder)
        account = (
            world.residents[0] if post == "RESIDENT" else world.staff[post][2 if post == "COMMUNITY_WORKER" else 0]
        )
        enter_in_browser(page, live_server.url, account)
        for path in paths:
            answer = page.goto(path)
            assert answer is not None and answer.status == 200, (post, path)
            shot(page, f"{'elder-' if elder else ''}{post.lower()}{path.replace('/', '_')}")
            axe(page)
            wide += [path] if page.evaluate("document.documentElement.scrollWidth") > 390 else []
            small += [f"{path} {one}" for one in small_targets(page, 60 if elder else 44)]
    assert (wide, small) == ([], [])


def test_officer_looks_at_what_changes_before_publishing(browser_page, live_server, axe, world) -> None:
    page: Page = browser_page(phone=False)
    enter_in_browser(page, live_server.url, world.staff["SECURITY_ADMIN"][0])
    page.goto("/consent-texts/privacy/new")
    page.get_by_label("中文文本").fill("收集您的手机号，用于通知和投票。保存两年。")
    page.get_by_label("只改文字，其他不变").check()
    page.get_by_role("button", name="看看改动").click()
    page.get_by_role("heading", name="改动之处").wait_for()
    shot(page, "desktop-consent-text-look")
    axe(page)
    page.get_by_role("button", name="发布这一版").click()
    page.get_by_text("已发布").wait_for()
    shot(page, "desktop-consent-text")
    axe(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "bare"])
def test_two_colleagues_change_a_lost_number(browser_page, live_server, axe, world, script: bool) -> None:
    page: Page = browser_page(script=script)
    enter_in_browser(page, live_server.url, world.staff["COMMUNITY_WORKER"][2])
    page.goto("/desk/phone-changes")
    page.locator("main li a").first.click()
    page.get_by_label("请本人再报一遍新手机号").fill("13900008887")
    page.get_by_role("button", name="更换手机号").click()
    page.get_by_text("这个号码与登记的不一致").first.wait_for()
    if script:
        axe(page)
        shot(page, "phone-change-differs")
    page.get_by_label("请本人再报一遍新手机号").fill("13900008888")
    page.get_by_role("button", name="更换手机号").click()
    page.get_by_text("手机号已更换").wait_for()
    assert Account.objects.get(pk=world.residents[0].pk).phone == "13900008888"


def test_desktop_pages_look_whole(browser_page, live_server, world) -> None:
    for post, paths in pages(world).items():
        page: Page = browser_page(phone=False)
        account = (
            world.residents[0] if post == "RESIDENT" else world.staff[post][2 if post == "COMMUNITY_WORKER" else 0]
        )
        enter_in_browser(page, live_server.url, account)
        for path in paths:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 1280, path
            shot(page, f"desktop-{post.lower()}{path.replace('/', '_')}")


ELDER = pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])


@pytest.fixture
def looked(axe, small_targets):
    """looked(page, name, elder): no rule of access is broken, nothing sticks out, everything can be hit."""

    def check(page: Page, called: str, elder: bool) -> None:
        shot(page, f"{'elder-' if elder else ''}{called}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, called
        assert small_targets(page, 60 if elder else 44) == [], called

    return check


@ELDER
def test_finance_takes_a_payee_from_paper_and_looks_at_it_once(browser_page, live_server, looked, world, elder) -> None:
    line, card = PrizeLine.objects.order_by("pk")[0], bank_card("622200000000000001")
    page: Page = browser_page(elder=elder)
    enter_in_browser(page, live_server.url, world.staff["FINANCE_OFFICER"][0])
    page.goto(f"/desk/prizes/{line.prize_list_id}")
    page.get_by_role("link", name="按纸质件录入").first.click()
    looked(page, "payee-from-paper", elder)
    page.get_by_role("button", name="加密保存").click()
    looked(page, "payee-from-paper-missing", elder)
    answers = {
        "holder": "王建国",
        "bank": "示范银行天府支行",
        "payee_number": card,
        "id_number": id_number("110119"),
        "paper_ref": "2026年奖金卷第12号",
    }
    for name, value in answers.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_label("纸就在我面前").check()
    page.get_by_role("button", name="加密保存").click()
    page.get_by_text("已加密保存").wait_for()
    looked(page, "payee-taken", elder)
    page.goto(f"/desk/prizes/lines/{line.pk}/unmask")
    page.locator("[name=reason]").fill("打款核对")
    page.locator("button.send").click()
    page.get_by_text(card).wait_for()
    looked(page, "payee-unmasked", elder)


@ELDER
def test_property_company_answers_and_corrects_itself(browser_page, live_server, looked, world, elder) -> None:
    page: Page = browser_page(elder=elder)
    enter_in_browser(page, live_server.url, world.staff["PROPERTY_MANAGER"][0])
    page.goto("/desk/fees")
    looked(page, "fees-asked", elder)
    page.locator("button[value=NO]").click()
    page.locator("button[value=YES].link-button").wait_for()
    looked(page, "fees-answered", elder)
    page.locator("button[value=YES]").click()
    page.locator("button[value=NO].link-button").wait_for()
    looked(page, "fees-corrected", elder)
    assert FeeStatus.objects.get(superseded_by=None).answer == "YES"


@ELDER
def test_letters_of_a_colleague_are_printed_and_voided(browser_page, live_server, looked, world, elder) -> None:
    now = clock.now()
    given.appointed(world, "LETTER_CLERK", world.street, name="周信", phone="13900004446")
    ResidenceFactory(premises=world.premises[0], person=PersonFactory(name="李秀英"))
    first, second = (world.actor("LETTER_CLERK", place, now=now) for place in range(2))
    facts = {"territory_id": world.compounds[0].pk, "now": now}
    actions.request_letters(actor=first, **facts)
    other = actions.request_letters(actor=second, **facts)
    page: Page = browser_page(elder=elder)
    enter_in_browser(page, live_server.url, world.staff["LETTER_CLERK"][0])
    page.goto("/letters")
    for summary in page.locator("main details > summary").all():
        summary.click()
    looked(page, "letters-open", elder)
    with page.expect_download() as coming:
        page.locator(f"form[action='/letters/{other.pk}/release'] button").click()
    assert coming.value.suggested_filename == f"letters-{other.pk}.pdf"
    page.goto("/letters")
    void = page.locator(f"form[action='/letters/{other.pk}/void']")
    page.locator("details", has=void).locator("summary").click()
    void.locator("textarea").fill("一袋信在路上丢了")
    void.locator("button").click()
    page.get_by_text("已作废").first.wait_for()
    looked(page, "letters-voided", elder)
    assert not other.codes.filter(voided_at=None).exists()
