"""A chart on a phone: every bar is there, its whole name beside it, whatever the size of the letters."""

import pytest
from playwright.sync_api import Page
from tests.shots import shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = [f"第{number}号 示范路社区邻里互助与垃圾分类志愿服务队" for number in range(1, 15)]
ROWS = """names => {
  const body = document.querySelector("#by-community tbody");
  body.replaceChildren(...names.map((name, place) => {
    const row = document.createElement("tr");
    const head = document.createElement("th"), cell = document.createElement("td");
    head.textContent = name;
    cell.setAttribute("data-value", String(900 + place));
    row.append(head, cell);
    return row;
  }));
}"""
# In each row of the canvas: is there the colour of a bar? Counted as runs. And: does anything touch the left edge?
LOOK = """() => {
  const box = document.querySelector("[data-table='by-community']"), canvas = box.querySelector("canvas");
  const { width, height } = canvas, pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  let bars = 0, inside = false, cut = false;
  for (let y = 0; y < height; y += 1) {
    let found = 0;
    for (let x = 0; x < width; x += 1) {
      const at = 4 * (y * width + x);
      found += pixels[at] === 31 && pixels[at + 1] === 111 && pixels[at + 2] === 92 && pixels[at + 3] === 255;
      cut = cut || (x === 0 && pixels[at + 3] > 0);
    }
    if (found > 20 && !inside) bars += 1;
    inside = found > 20;
  }
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8125;
  return { bars, cut, each: box.clientHeight / 14 / size };
}"""


def drawn(page: Page, names: list[str]) -> dict:
    """The gallery's chart with these names, drawn anew as a page with them would be."""
    page.route("**/figures-*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto("/components")
    page.evaluate(ROWS, names)
    page.unroute("**/figures-*.js")
    source = page.evaluate("Array.from(document.scripts).map(one => one.src).find(one => one.includes('figures-'))")
    page.evaluate(
        "src => new Promise(done => { const one = document.createElement('script'); one.src = src + '?again';"
        " one.onload = done; document.head.append(one); })",
        source,
    )
    page.wait_for_selector("[data-table='by-community'] canvas")
    page.wait_for_timeout(1500)  # the bars grow
    return page.evaluate(LOOK)


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_every_bar_has_its_place_and_its_name_on_a_phone(browser_page, live_server, settings, elder: bool) -> None:
    settings.MODE = "development"
    page = browser_page(elder=elder)
    found = drawn(page, NAMES)
    shot(page, f"chart-{elder}")
    assert found["bars"] == len(NAMES)
    assert not found["cut"]
    assert found["each"] > 4, "the lines of each name fit one above the other"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
