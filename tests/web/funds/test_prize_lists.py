"""A prize list is checked by one, approved by another, paid with proof; payee data stay masked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import given
from tests.awards import given_awards
from tests.awards.given_awards import at, picture
from tests.signing import enter
from yuanba.funds import actions
from yuanba.funds.actions import Details, Heading, Prize
from yuanba.funds.models import PrizeLine, PrizeList
from yuanba.kernel.calendar import local_date
from yuanba.people import actions as people
from yuanba.people.models import Consent, ConsentText
from yuanba.web import clock
from yuanba.web.funds import lists

pytestmark = pytest.mark.django_db
KEY = "0" * 32
NOW = at("2026-11-20")


@pytest.fixture
def world(settings, monkeypatch, db) -> given.World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return given.subdistrict(now=NOW)


def opened(world: given.World, post: str) -> Client:
    client = Client()
    enter(client, world.staff[post][0])
    return client


def handed(world: given.World, number: int = 2) -> PrizeList:
    prizes = [
        Prize(f"entry:{one}", "PERSON", "person", 300000, person_id=world.residents[one].person_id)
        for one in range(number)
    ]
    heading = Heading("campaign:999", "2026年评选", world.street.pk, 10**8)
    return actions.draft_list(heading=heading, prizes=prizes, actor=world.actor("STREET_ORGANISER"), now=NOW)


def body(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[-1500:]
    return answer.content.decode()


def test_list_is_checked_and_approved_by_two_and_paid_with_proof(world) -> None:
    found = handed(world)
    finance, leader, organiser = (
        opened(world, post) for post in ("FINANCE_OFFICER", "STREET_LEADER", "STREET_ORGANISER")
    )
    address = reverse("funds:prize_list", args=[found.pk])
    assert "2026年评选" in body(finance.get(reverse("funds:prize_lists")))
    text = body(finance.get(address))
    assert "陆仟元整" in text
    assert "审核无误" in text
    assert leader.post(reverse("funds:approve", args=[found.pk])).status_code == 409
    assert organiser.post(reverse("funds:check", args=[found.pk])).status_code == 403
    assert finance.post(reverse("funds:check", args=[found.pk])).status_code == 302
    assert leader.post(reverse("funds:approve", args=[found.pk])).status_code == 302
    assert finance.post(reverse("funds:settle", args=[found.pk])).status_code == 409
    line = found.lines.order_by("number").first()
    values = {"paid_date": "2026-11-20", "request_key": KEY, "proof": SimpleUploadedFile("回单.png", picture("回单"))}
    refused = finance.post(reverse("funds:pay", args=[line.pk]), values)
    assert refused.status_code == 409
    assert "获奖人还没填收款信息" in refused.content.decode()
    given_payee(world, line)
    text = body(finance.get(address))
    assert "****5678" in text
    assert "6222000012345678" not in text
    values["proof"] = SimpleUploadedFile("回单.png", picture("回单"))
    assert finance.post(reverse("funds:pay", args=[line.pk]), values).status_code == 302
    why = {"reason": "户名不符", "request_key": KEY}
    assert finance.post(reverse("funds:line", args=[line.pk, "bounce"]), why).status_code == 302
    assert leader.post(reverse("funds:line", args=[line.pk, "cancel"]), why).status_code == 302
    assert PrizeLine.objects.get(pk=line.pk).state == "CANCELLED"
    assert finance.post(reverse("funds:line", args=[line.pk, "cancel"]), why).status_code in (403, 409)
    assert finance.get(reverse("funds:line", args=[line.pk, "no"])).status_code == 404


def given_payee(world: given.World, line: PrizeLine) -> None:
    text = ConsentText.objects.create(
        kind="PAYEE", version=1, text_zh="同意", text_en="agreed", is_separate=True, published_at=NOW
    )
    account = world.residents[0]
    consent = people.give_consent(account_id=account.pk, kind="PAYEE", version=1, actor=world.resident(0), now=NOW)
    assert isinstance(consent, Consent) and consent.text_id == text.pk
    details = Details(holder="王小明", account="6222000012345678", bank="某银行", id_number=an_id_number())
    actions.give_payee(
        line_id=line.pk, details=details, consent_id=consent.pk, keep_until=local_date(at("2027-11-20")),
        actor=world.resident(0), now=NOW,
    )  # fmt: skip


def an_id_number() -> str:
    """A fake that passes the check digit."""
    body = "11010119900307" + "001"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def test_payee_is_shown_once_with_a_reason(world) -> None:
    found = handed(world)
    finance, leader = opened(world, "FINANCE_OFFICER"), opened(world, "STREET_LEADER")
    finance.post(reverse("funds:check", args=[found.pk]))
    leader.post(reverse("funds:approve", args=[found.pk]))
    line = found.lines.order_by("number").first()
    given_payee(world, line)
    address = reverse("funds:line", args=[line.pk, "unmask"])
    assert "6222" not in body(finance.get(address))
    answer = finance.post(address, {"reason": "打款核对", "request_key": KEY})
    assert "6222000012345678" in body(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert leader.post(address, {"reason": "看看", "request_key": KEY}).status_code != 200


def test_list_goes_back_with_a_reason_and_leaves_as_paper(world) -> None:
    found = handed(world)
    finance = opened(world, "FINANCE_OFFICER")
    sheet = finance.get(reverse("funds:prize_list", args=[found.pk]) + "?format=xlsx")
    assert b"".join(sheet.streaming_content)[:2] == b"PK"
    sheet.close()
    assert finance.get(reverse("funds:paper", args=[found.pk])).content[:5] == b"%PDF-"
    address = reverse("funds:send_back", args=[found.pk])
    body(finance.get(address))
    assert finance.post(address, {"reason": "名单有误", "request_key": KEY}).status_code == 302
    assert PrizeList.objects.get().state == "RETURNED"


def test_list_is_closed_to_others(world) -> None:
    found = handed(world)
    assert opened(world, "SCREENER").get(reverse("funds:prize_list", args=[found.pk])).status_code in (403, 409)


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_much_for_three_lines_as_for_one(world, number, django_assert_num_queries) -> None:
    found = handed(world, number)
    client = opened(world, "FINANCE_OFFICER")
    address = reverse("funds:prize_list", args=[found.pk])
    body(client.get(address))
    with django_assert_num_queries(15):
        body(client.get(address))


def test_list_says_where_somebody_else_than_the_winner_is_paid(world) -> None:
    found = handed(world, 1)
    finance, leader = opened(world, "FINANCE_OFFICER"), opened(world, "STREET_LEADER")
    finance.post(reverse("funds:check", args=[found.pk]))
    leader.post(reverse("funds:approve", args=[found.pk]))
    address = reverse("funds:prize_list", args=[found.pk])
    assert "领款人不是获奖对象" not in body(finance.get(address))
    line = found.lines.get()
    given_payee(world, line)
    winner = line.person.name
    assert ("领款人不是获奖对象：王**" in body(finance.get(address))) is not winner.startswith("王")
    line.person.name = "赵一"
    line.person.save()
    assert "领款人不是获奖对象：王**" in body(finance.get(address))


def test_paper_names_the_community_and_what_it_is(settings, monkeypatch, db) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    world, now = given_awards.world_of(), at("2021-12-20")
    monkeypatch.setattr(clock, "now", lambda: now)
    seen = []
    monkeypatch.setattr(lists.papers, "prize_list", lambda content: seen.append(content) or b"%PDF-")
    show = given_awards.announced(world)
    show.tick(at("2021-09-10", 0))
    entry = show.enter(world.resident(0), at("2021-09-11"))
    heading = Heading(f"campaign:{show.campaign.pk}", "2026年评选", world.street.pk, 10**8)
    prizes = [Prize(f"entry:{entry.pk}", "PERSON", "person", 300000, person_id=world.residents[0].person_id)]
    found = actions.draft_list(heading=heading, prizes=prizes, actor=world.actor("STREET_ORGANISER"), now=now)
    opened(world, "FINANCE_OFFICER").get(reverse("funds:paper", args=[found.pk]))
    (content,) = seen
    assert content.title == "2026年评选奖金名单"
    assert content.reference == f"编号 {found.pk}"
    assert content.groups[0].lines[0].community == "长堤社区"
