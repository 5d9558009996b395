"""A resident votes secretly, loses the phone's storage and goes on with the code; the trustees open; nothing leaks."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests import given
from tests.ballots.secret import house as houses
from tests.shots import shot
from tests.signing import enter, enter_in_browser
from tests.web.ballots.given import TICK, announced
from yuanba.audit import logs
from yuanba.ballots import actions, queries, secret_places
from yuanba.ballots.models import Ballot
from yuanba.ballots.secret import codes, papers
from yuanba.web import clock

ITEMS = (
    actions.NewItem(
        "q1", 1, (actions.NewOption("a", "香樟苑"), actions.NewOption("b", "白鹭里")), label="小区取哪个名字？"
    ),
)
RULE = {"id": "approval", "version": 1, "source": "the announcement", "seats": 1}
OTHERS = 19  # with the first voter a batch


@pytest.fixture
def house(tmp_path: Path, settings, monkeypatch) -> houses.House:
    world = given.subdistrict(per_compound=7, now=clock.now())
    ballot = announced(world, level="S", kind=Ballot.Kind.OPINION, items=ITEMS, rule=RULE, ordered_by="")
    issuers, urn = houses.services(tmp_path, logs.verifier_key(logs.REGISTER))
    organiser, now = world.actor("STREET_ORGANISER", now=clock.now()), clock.now()
    shares = actions.hold_ceremony(ballot_id=ballot.pk, actor=organiser, now=now)
    found = houses.House(None, ballot, issuers, urn, shares, tmp_path)  # type: ignore[arg-type]
    found.world = world  # type: ignore[attr-defined]
    services = {"issuers": issuers, "urn": found.near, "urn_address": houses.ADDRESS}
    actions.ask_services(ballot_id=ballot.pk, actor=organiser, now=now, **services)
    found.ballot = actions.open_ballot(ballot_id=ballot.pk, actor=TICK, now=clock.now())
    monkeypatch.setattr(secret_places, "issuers", lambda: issuers)
    policy = settings.CONTENT_SECURITY_POLICY
    own = {"connect-src": [*policy["DIRECTIVES"]["connect-src"], houses.ADDRESS]}
    settings.CONTENT_SECURITY_POLICY = policy | {"DIRECTIVES": policy["DIRECTIVES"] | own}
    settings.SECRET_QUICK = 150
    return found


def with_urn(page: Page, house: houses.House) -> list[dict]:
    """The urn answers this page at its own address; gives the headers that came with each request."""
    came: list[dict] = []
    number = f"ballot:{house.ballot.pk}"

    def answer(route: Route) -> None:
        came.append(route.request.all_headers())
        if route.request.method == "POST":
            status, said = house.cast(route.request.post_data_buffer, clock.now())
        else:
            if not house.urn.is_ready(number, clock.now()):
                house.urn.learn(number, clock.now())
            status, said = house.urn.look(number, route.request.url.rpartition("/")[2])
        headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}
        route.fulfill(status=status, headers=headers, body=json.dumps(said))

    page.route(f"{houses.ADDRESS}/**", answer)
    return came


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_resident_votes_secretly_and_goes_on_with_the_code(
    house, browser_page, live_server, axe, small_targets
) -> None:
    address = f"/secret/{house.ballot.pk}"
    me = house.world.residents[0]
    page = browser_page(phone=True, elder=True)
    came, visited = with_urn(page, house), []
    page.on("request", lambda request: visited.append(request.url))
    enter_in_browser(page, live_server.url, me)
    page.goto(address)
    expect(page.get_by_text("投票密码丢了，这一票就没了")).to_be_visible()
    axe(page)
    assert small_targets(page, 60) == []
    shot(page, "secret-begin-elder")
    page.get_by_role("button", name="我明白").click()
    expect(page.locator("[data-seed-lines] li")).to_have_count(4)
    expect(page.locator("[data-seed-qr] svg")).to_be_visible()
    code = "\n".join(page.locator("[data-seed-lines] li").all_inner_texts())
    axe(page)
    shot(page, "secret-code-elder")
    page.get_by_text("我已经把投票密码留在手机以外的地方").click()
    page.get_by_role("button", name="领投票凭证").click()
    page.get_by_text("白鹭里").click()
    axe(page)
    shot(page, "secret-sheet-elder")
    page.get_by_role("button", name="核对并提交").click()
    expect(page.locator("[data-rows]")).to_contain_text("白鹭里")
    shot(page, "secret-review-elder")
    page.locator("[data-cast]").click()
    expect(page.get_by_role("heading", name="等着和别人的票混在一起")).to_be_visible()
    shot(page, "secret-waiting-elder")
    for number in range(1, OTHERS + 1):
        house.cast(house.paper(house.world.residents[number].person, number, clock.now(), q1=["a"]), clock.now())
    expect(page.get_by_role("heading", name="您的票已进票箱")).to_be_visible()
    assert actions.secret_round(urn=house.near, issuers=house.issuers, now=clock.now()) == OTHERS + 1
    expect(page.locator("[data-in-log]")).to_be_visible()
    axe(page)
    shot(page, "secret-written-elder")
    assert came and all("cookie" not in headers and "referer" not in headers for headers in came)
    that_the_site_was_not_asked_about_one_paper([one for one in visited if live_server.url in one], house)
    kept = page.evaluate("Object.values(localStorage).join()")
    assert "白鹭里" not in kept and '["b"]' not in kept
    # Another phone, with nothing on it: a mistake in the code is said with its line, then the same vote is found.
    page = browser_page(phone=True)
    with_urn(page, house)
    enter_in_browser(page, live_server.url, me)
    page.goto(address)
    expect(page.get_by_role("heading", name="填入您的投票密码")).to_be_visible()
    first, rest = code.split("\n", 1)
    page.fill("#secret-code", f"{first}\n{('1' if rest[0] != '1' else '2') + rest[1:]}")
    page.get_by_role("button", name="用这个投票密码继续").click()
    expect(page.locator("[data-says=code_line]")).to_contain_text("2")
    shot(page, "secret-restore")
    page.fill("#secret-code", codes.written(bytes(32)))
    page.get_by_role("button", name="用这个投票密码继续").click()
    expect(page.locator('[data-says="ballots.token_conflict"]')).to_be_visible()
    page.fill("#secret-code", code.lower())
    page.get_by_role("button", name="用这个投票密码继续").click()
    expect(page.get_by_role("heading", name="您的票已进票箱")).to_be_visible()
    expect(page.locator("[data-in-log]")).to_be_visible()
    assert queries.participation(house.ballot.pk).papers == OTHERS + 1


def that_the_site_was_not_asked_about_one_paper(visited: list[str], house: houses.House) -> None:
    """No address of the platform, as a web log would keep it, names a key, a paper or a leaf."""
    ballot = str(house.ballot)
    assert any(f"/logs/{ballot}/tile/" in one for one in visited), "the phone looked into the log"
    for body in house.urn.papers(ballot):
        one = papers.read(body, house.on)
        for name in (one.hash, one.key_hash, papers.leaf_hash(ballot, one.hash)):
            assert not [address for address in visited if name in address]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_keys_of_ones_own_are_refused_and_old_phones_are_sent_to_paper(house, browser_page, live_server) -> None:
    me = house.world.residents[0]
    page = browser_page()
    enter_in_browser(page, live_server.url, me)
    told = queries.published_manifest(house.ballot.pk)
    manifest = json.loads(told["manifest"])
    manifest["secret"]["issuers"].reverse()
    told["manifest"] = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    page.route("**/manifest.json", lambda route: route.fulfill(json=told))
    page.goto(f"/secret/{house.ballot.pk}")
    expect(page.get_by_role("heading", name="现在先不要投")).to_be_visible()
    shot(page, "secret-untrusted")
    page = browser_page(script=False)
    enter_in_browser(page, live_server.url, me)
    page.goto(f"/secret/{house.ballot.pk}")
    expect(page.get_by_text("纸票没有编号")).to_be_visible()
    expect(page.locator("[data-secret]")).to_be_hidden()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_trustees_open_together_and_a_wrong_share_is_said(house, browser_page, axe) -> None:
    end = house.ballot.closes_at
    for number in range(3):
        house.cast(house.paper(house.world.residents[number].person, number, clock.now(), q1=["b"]), clock.now())
    page = browser_page(phone=True)
    address = f"/secret/{house.ballot.pk}/trustees"
    page.goto(address)
    expect(page.get_by_text("截止以后才需要填份额")).to_be_visible()
    actions.close(ballot_id=house.ballot.pk, actor=TICK, now=end)
    actions.secret_round(urn=house.near, issuers=house.issuers, now=end)
    page.goto(address)
    wrong = ("1" if house.shares[0][3] != "1" else "2").join((house.shares[0][:3], house.shares[0][4:]))
    for text, says in ((wrong, "第 1 行"), (house.shares[0], "已到1份"), (house.shares[0], "已到1份")):
        page.fill("textarea", text)
        page.get_by_role("button", name="填入我的份额").click()
        expect(page.locator("main")).to_contain_text(says)
    axe(page)
    shot(page, "secret-trustees")
    page.fill("textarea", "\n".join(codes.shown(house.shares[2])))
    page.get_by_role("button", name="填入我的份额").click()
    expect(page.get_by_text("到场的保管人够了")).to_be_visible()
    actions.count(ballot_id=house.ballot.pk, actor=TICK, now=end)
    assert queries.result(house.ballot.pk)["items"][0]["votes"] == {"a": 0, "b": 3}
    organiser = house.world.actor("STREET_ORGANISER", now=end)
    actions.publish(ballot_id=house.ballot.pk, actor=organiser, now=end)
    page.goto(f"/ballots/{house.ballot.pk}/check")
    page.get_by_role("button", name="核对这次投票").click()
    expect(page.locator("[data-holds]")).to_contain_text("不记名投票")
    expect(page.locator("[data-result]")).to_contain_text("白鹭里")
    axe(page)
    shot(page, "check-secret")
    page.goto(f"/secret/{house.ballot.pk}/limits")
    axe(page)
    shot(page, "secret-limits")


@pytest.mark.django_db
def test_ceremony_shows_every_share_once_and_to_organisers_only(client, tmp_path: Path) -> None:
    world = given.subdistrict(per_compound=7, now=clock.now())
    ballot = announced(world, level="S", kind=Ballot.Kind.OPINION, items=ITEMS, rule=RULE, ordered_by="")
    address = f"/desk/secret/{ballot.pk}/ceremony"
    assert client.get(address).status_code == 302
    enter(client, world.residents[0])
    assert client.get(address).status_code == 403
    enter(client, world.staff["STREET_ORGANISER"][0])
    assert "两家发证方" in client.get(address).content.decode()
    page = client.post(address, {"verb": "hold"})
    assert page["Cache-Control"] == "no-store"
    assert page.content.decode().count("share-sheet") == 3
    assert "share-sheet" not in client.get(address).content.decode()
    assert client.post(address, {"verb": "hold"}).status_code == 409


@pytest.mark.django_db
def test_the_open_sheet_is_never_shown_for_a_secret_vote(house, client) -> None:
    enter(client, house.world.residents[0])
    for answer in (
        client.get(f"/ballots/{house.ballot.pk}/sheet"),
        client.post(f"/ballots/{house.ballot.pk}/sheet/review", {"item.q1": "a"}),
        client.post(f"/ballots/{house.ballot.pk}/sheet/change", {"item.q1": "a"}),
    ):
        assert (answer.status_code, answer["Location"]) == (302, f"/secret/{house.ballot.pk}")
    assert f'href="/secret/{house.ballot.pk}"' in client.get(f"/ballots/{house.ballot.pk}").content.decode()
