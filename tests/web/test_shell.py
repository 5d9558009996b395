"""The frame of every page: headers, language, size, statements, errors."""

from types import SimpleNamespace

import pytest
from django.test import Client

from tests.factories import AccountFactory
from tests.signing import enter
from yuanba.web import home, nav

pytestmark = pytest.mark.django_db  # the first page shows what is going on
PAGES = ["/", "/about", "/privacy", "/accessibility", "/limits"]


@pytest.mark.parametrize("path", PAGES)
def test_page_opens_in_both_languages(client: Client, path: str) -> None:
    assert 'lang="zh-Hans"' in client.get(path).content.decode()
    client.cookies["language"] = "en"
    assert 'lang="en"' in client.get(path).content.decode()


@pytest.mark.parametrize("path", PAGES[1:])
def test_page_without_sign_in_asks_no_database(client: Client, path: str, django_assert_num_queries, db) -> None:
    with django_assert_num_queries(0):
        assert client.get(path).status_code == 200


def test_page_tells_browsers_what_is_forbidden(client: Client) -> None:
    headers = client.get("/").headers
    policy = {
        rule.split()[0]: rule.split()[1:] for rule in headers["Content-Security-Policy"].split(";") if rule.strip()
    }
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_language_comes_from_the_choice_not_from_the_browser(client: Client) -> None:
    assert "长辈模式" in client.get("/", headers={"accept-language": "en"}).content.decode()
    answer = client.post("/language", {"language": "en", "next": "/about"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/about")
    assert "Large print" in client.get("/").content.decode()


def test_language_unknown_falls_back_to_chinese(client: Client) -> None:
    client.post("/language", {"language": "tlh"})
    assert "长辈模式" in client.get("/").content.decode()


def test_elder_mode_switches_on_and_off(client: Client) -> None:
    client.post("/elder", {"elder": "1"})
    assert 'class="elder"' in client.get("/").content.decode()
    client.post("/elder", {"elder": "0"})
    assert 'class="elder"' not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_switch_leads_nowhere_else(client: Client, target: str) -> None:
    assert client.post("/elder", {"elder": "1", "next": target}).headers["Location"] == "/"


def test_unknown_address_is_explained_in_our_look(client: Client) -> None:
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert "回首页" in answer.content.decode()


def test_wrong_method_is_explained(client: Client) -> None:
    answer = client.get("/elder")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "请返回" in answer.content.decode()


def test_stale_form_is_explained(shown) -> None:
    answer = Client(enforce_csrf_checks=True).post("/components", {})
    assert answer.status_code == 403
    assert "草稿还在" in answer.content.decode()


def test_broken_page_is_explained_without_database(client: Client, monkeypatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("yuanba.web.shell.views.connection.cursor", lambda: 1 / 0)
    answer = client.get("/healthz")
    assert answer.status_code == 500
    assert "我们这边出了故障" in answer.content.decode()


def test_health_answers_if_the_database_does(client: Client, db) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_gallery_is_for_makers_only(client: Client, settings) -> None:
    assert client.get("/components").status_code == 404
    settings.MODE = "demonstration"
    assert client.get("/components").status_code == 200


def test_demonstration_says_so_and_is_not_for_search_engines(client: Client, settings) -> None:
    settings.DEMONSTRATION = True
    assert "演示" in client.get("/").content.decode()
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_home_shows_the_cards_of_the_subjects_in_their_order(client, monkeypatch) -> None:
    early = home.Card("评选", text="三天后截止", url="/about", action="报名", order=10)
    late = home.Card("公示", order=40, url="/privacy", action="看名单")
    modules = [SimpleNamespace(cards=lambda request: [late]), SimpleNamespace(cards=lambda request: (early,))]
    monkeypatch.setattr(home.subjects, "modules", lambda name: modules if name == "home" else ())
    page = client.get("/").content.decode()
    assert 0 < page.index("三天后截止") < page.index("看名单")


def test_staff_see_their_own_work_before_what_is_public(client, monkeypatch) -> None:
    staff = AccountFactory(is_staff_account=True, login="zhou", phone=None)
    enter(client, staff)
    waits = home.Card("等我核对", order=10)
    public = home.Card("公开评选", order=30)
    real = home.subjects.modules
    modules = [SimpleNamespace(cards=lambda request: [public, waits])]
    monkeypatch.setattr(home.subjects, "modules", lambda name: modules if name == "home" else real(name))
    page = client.get("/").content.decode()
    places = [page.index(words) for words in ("我的工作", "等我核对", "公开评选", 'card-link" href="/me"')]
    assert places == sorted(places)
    assert page.count("等我核对") == 1


def test_first_page_folds_what_goes_on_elsewhere_behind_the_first_six(client, monkeypatch) -> None:
    made = [home.Card(f"第{n}件", url="/about", action="看", order=20 if n < 3 else 30) for n in range(1, 10)]
    modules = [SimpleNamespace(cards=lambda request: made)]
    monkeypatch.setattr(home.subjects, "modules", lambda name: modules if name == "home" else ())
    page = client.get("/").content.decode()
    fold = page.index("<details")
    assert "还有 3 件事在进行" in page
    assert page.index("第6件") < fold < page.index("第7件")


def test_entries_of_work_stand_by_subject_before_the_folded_public_ones() -> None:
    work = [
        nav.Link(f"w{order}", f"w{order}", "/", 0, is_work=True, order=order) for order in (12, 20, 21, 32, 36, 41, 85)
    ]
    public = [nav.Link("votes", "votes", "/", 0, order=30), nav.Link("me", "me", "/me", 2, order=90)]
    groups = nav.grouped([*work, *public])
    assert [[link.key for link in group.links] for group in groups] == [
        ["w12"], ["w20", "w21"], ["w32"], ["w36"], ["w41"], ["w85"], ["votes"], ["me"],
    ]  # fmt: skip
    assert [group.is_folded for group in groups] == [False] * 6 + [True, False]
    assert next(group.label for group in nav.grouped([*work[:3], *public])) == ""
    assert nav.grouped(public) == [nav.Group("", public)]
