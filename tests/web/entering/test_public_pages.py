"""What anybody sees of a campaign."""

from dataclasses import replace

import pytest
from django.test import Client

from tests.awards import given_awards
from tests.awards.given_awards import at
from yuanba.awards import actions as awards
from yuanba.awards.pinned import playbook_of
from yuanba.web.awards import campaign_page

pytestmark = pytest.mark.django_db
PAGES = ["/awards", "/awards/finished", "/awards/cases", "/awards/certificates", "/awards/HY2021",
         "/awards/HY2021/categories", "/awards/HY2021/how-to-enter", "/awards/HY2021/candidates",
         "/awards/HY2021/results"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_opens_without_sign_in(client: Client, campaign, path: str, language: str) -> None:
    client.cookies["language"] = language
    answer = client.get(path)
    assert answer.status_code == 200
    assert "2021" in answer.content.decode() or path in PAGES[:4]


def test_campaign_page_says_what_until_when_and_on_what_basis(client: Client, campaign) -> None:
    page = client.get("/awards/HY2021").content.decode()
    for words in ("10月9日（周六）24:00 前", "3,000 元", "华阳街道关于深化和完善居民小区治理实施方案", "028-00000001",
                  campaign.campaign.playbook_sha256):  # fmt: skip
        assert words in page


def test_campaign_in_draft_is_not_there(client: Client, world, on) -> None:
    given_awards.drafted(world)
    on("2021-09-02")
    assert client.get("/awards/HY2021").status_code == 404
    assert "HY2021" not in client.get("/awards").content.decode()


def test_rules_are_the_pinned_file(client: Client, campaign) -> None:
    answer = client.get("/awards/HY2021/playbook.toml")
    assert answer.content.decode() == campaign.campaign.playbook_text
    assert "attachment" in answer.headers["Content-Disposition"]


def test_home_asks_what_can_be_done_now(client: Client, campaign) -> None:
    page = client.get("/").content.decode()
    assert "/awards/HY2021/enter" in page
    assert "10月9日（周六）24:00 前" in page


def test_home_counts_its_queries(client: Client, campaign, django_assert_num_queries) -> None:
    client.get("/")
    with django_assert_num_queries(4):
        client.get("/")


def test_names_are_not_public_while_entries_come_in(client: Client, campaign) -> None:
    entry = campaign.enter(campaign.world.resident(0), at("2021-09-11"))
    assert entry.nominee_name not in client.get("/awards/HY2021/candidates").content.decode()
    assert client.get(f"/awards/HY2021/candidates/{entry.code}").status_code == 404


def test_cancelled_campaign_says_why(client: Client, campaign) -> None:
    awards.campaigns.cancel(
        campaign_id=campaign.campaign.pk, version=campaign.fresh().version, reason="今年不办了",
        actor=campaign.leader(), now=at("2021-09-12"),
    )  # fmt: skip
    page = client.get("/awards/HY2021").content.decode()
    assert "今年不办了" in page
    assert "/awards/HY2021/enter" not in page


def test_rejected_entry_never_has_a_public_page(client: Client, campaign, on) -> None:
    kept, rejected = (campaign.enter(campaign.world.resident(place), at("2021-09-11")) for place in range(2))
    campaign.tick(at("2021-10-10", 0))
    campaign.tick(at("2021-10-20", 0))
    campaign.screen(kept, at("2021-10-20"))
    screening = campaign.screen(rejected, at("2021-10-20"), "REJECT", reason="不符合")
    awards.screening.second(
        screening_id=screening.pk, agrees=True, reason="同意", actor=campaign.screener(1), now=at("2021-10-20")
    )
    campaign.tick(at("2021-11-03", 0))
    on("2021-11-04")
    page = client.get("/awards/HY2021/candidates").content.decode()
    assert kept.nominee_name in page
    assert rejected.nominee_name not in page
    assert client.get(f"/awards/HY2021/candidates/{rejected.code}").status_code == 404


@pytest.mark.parametrize(("number", "queries"), [(1, 6), (3, 6)])
def test_candidates_are_a_constant_number_of_queries(
    client: Client, campaign, on, django_assert_num_queries, number: int, queries: int
) -> None:
    for place in range(number):
        campaign.enter(campaign.world.resident(place), at("2021-09-11"))
    campaign.tick(at("2021-10-10", 0))
    campaign.tick(at("2021-10-20", 0))
    for entry in campaign.campaign.entries.all():
        campaign.screen(entry, at("2021-10-20"))
    campaign.tick(at("2021-11-03", 0))
    on("2021-11-04")
    assert client.get("/awards/HY2021/candidates").content.decode().count("card-link") == number
    with django_assert_num_queries(queries):
        client.get("/awards/HY2021/candidates")


@pytest.mark.parametrize("code", ["", "NOSUCHCODE", "../../etc", "<script>"])
def test_unknown_certificate_is_said_to_be_unknown(client: Client, campaign, code: str) -> None:
    answer = client.get("/awards/certificates", {"code": code}, follow=True)
    assert answer.status_code in (200, 404)
    assert "真实有效" not in answer.content.decode()


def test_how_to_enter_is_offered_until_the_close(client: Client, campaign, on) -> None:
    address = "/awards/HY2021/how-to-enter"
    assert address in client.get("/awards/HY2021").content.decode()
    on("2021-10-10")
    assert address not in client.get("/awards/HY2021").content.decode()


def test_sub_kinds_that_share_places_say_so(resident: Client, campaign) -> None:
    page = resident.get("/awards/HY2021/enter").content.decode()
    assert page.count("5 类合计：25 个名额，每个 10,000 元") == 5
    assert "5 类合计：25 个名额，每个 10,000 元" in resident.get("/awards/HY2021/categories").content.decode()


@pytest.mark.parametrize(
    ("quotas", "told"),
    [
        ((None, None, 5), ["2 类合计：20 个名额", "2 类合计：20 个名额", "5 个名额"]),
        ((10, None, 5), ["10 个名额", "10 个名额", "5 个名额"]),
        ((10, 10, 5), ["10 个名额", "10 个名额", "5 个名额"]),
    ],
)
def test_places_of_sub_kinds_hold_for_any_playbook(campaign, quotas: tuple, told: list[str]) -> None:
    whole = next(one for one in playbook_of(campaign.fresh()).categories if one.key == "collective")
    kinds = tuple(replace(kind, quota=quota) for kind, quota in zip(whole.kinds[:3], quotas, strict=True))
    category = replace(whole, kinds=kinds)
    assert [campaign_page.kind_in_short(category, kind).partition("，")[0] for kind in kinds] == told
