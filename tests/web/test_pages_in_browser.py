"""The frame and the components in a real browser: targets, contrast, keyboard, no script, old habits of browsers."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ["/", "/about", "/privacy", "/accessibility", "/limits", "/components", "/nowhere"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_page_is_accessible(browser_page, axe, shown, path: str, elder: bool) -> None:
    page = browser_page(elder=elder)
    page.goto(path)
    axe(page)


@pytest.mark.parametrize("path", ["/", "/components"])
def test_page_is_accessible_on_a_desktop_in_english(browser_page, axe, shown, path: str) -> None:
    page = browser_page(phone=False, language="en")
    page.goto(path)
    axe(page)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("elder", "size"), [(False, 44), (True, 60)], ids=["standard", "elder"])
def test_targets_are_large_enough(browser_page, small_targets, shown, path: str, elder: bool, size: int) -> None:
    page = browser_page(elder=elder)
    page.goto(path)
    assert small_targets(page, size) == []


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_sticks_out_of_a_phone(browser_page, shown, path: str, elder: bool) -> None:
    page = browser_page(elder=elder)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_elder_mode_is_as_large_as_the_rules_say(browser_page, shown) -> None:
    page = browser_page(elder=True)
    page.goto("/privacy")
    sizes = page.evaluate(
        """() => ['p', 'h1'].map(name => {
             const style = getComputedStyle(document.querySelector('main ' + name));
             return [parseFloat(style.fontSize), parseFloat(style.lineHeight) / parseFloat(style.fontSize)];
           })"""
    )
    (text, leading), (heading, _) = sizes
    assert text >= 18  # Source: C-014
    assert leading >= 1.3
    assert heading >= 30


def test_switches_work_without_script(browser_page) -> None:
    page = browser_page(script=False)
    page.goto("/privacy")
    page.get_by_role("button", name="长辈模式").click()
    expect(page.locator("html")).to_have_class("elder")
    page.get_by_role("button", name="English").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy")
    expect(page).to_have_url(re.compile("/privacy$"))


def test_confirm_and_menu_fold_out_without_script(browser_page, shown) -> None:
    page = browser_page(script=False)
    page.goto("/components")
    page.locator("details.confirm > summary").click()
    expect(page.get_by_role("button", name="撤回", exact=True)).to_be_visible()


def test_form_can_be_filled_by_keyboard_alone(phone, shown) -> None:
    phone.goto("/")
    phone.keyboard.press("Tab")
    expect(phone.locator(".skip")).to_be_focused()
    phone.goto("/components")
    phone.locator("#id_opinion_0").focus()
    phone.keyboard.press("ArrowDown")
    expect(phone.locator("#id_opinion_1")).to_be_checked()


def test_whole_choice_card_is_the_target(phone, shown) -> None:
    phone.goto("/components")
    card = phone.locator("label.choice", has_text="反对").first
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    phone.mouse.click(box["x"] + box["width"] - 6, box["y"] + 6)
    expect(card.locator("input")).to_be_checked()


def test_button_waits_after_a_submit_and_is_free_again_after_back(phone, shown) -> None:
    phone.goto("/components")
    phone.evaluate("document.querySelector('form[data-draft]').addEventListener('submit', e => e.preventDefault())")
    button = phone.get_by_role("button", name="核对并提交")
    button.click()
    expect(button).to_be_disabled()
    phone.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(button).to_be_enabled()


def test_draft_survives_a_closed_page(browser_page, shown) -> None:
    page = browser_page()
    page.goto("/components")
    page.locator("#id_name").fill("怡康苑院委会")
    expect(page.locator("[data-draft-note]")).not_to_be_empty()
    page.goto("/")
    page.goto("/components")
    expect(page.locator("#id_name")).to_have_value("怡康苑院委会")


def test_draft_keeps_no_file_and_no_hidden_value(browser_page, shown) -> None:
    page = browser_page()
    page.goto("/components")
    page.locator("#id_name").fill("甲")
    expect(page.locator("[data-draft-note]")).not_to_be_empty()
    kept = page.evaluate("JSON.parse(localStorage.getItem('yuanba-draft:gallery')).values")
    assert {"csrfmiddlewaretoken", "request_key", "photo"} & kept.keys() == set()


def test_chart_is_drawn_from_its_table(desktop, shown) -> None:
    desktop.goto("/components")
    desktop.wait_for_selector(".chart canvas")
    expect(desktop.locator("#by-community tbody tr")).to_have_count(5)


def test_table_is_cards_on_a_phone_and_a_table_on_a_desk(browser_page, shown) -> None:
    for phone, display in ((True, "block"), (False, "table-row")):
        page = browser_page(phone=phone)
        page.goto("/components")
        assert page.locator("#table tbody tr").first.evaluate("row => getComputedStyle(row).display") == display
