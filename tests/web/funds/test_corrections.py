"""Tax rules as dated rows; a list is corrected by another list; payee data is deleted when nobody needs it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests import given
from tests.awards.given_awards import at
from tests.kernel.invented import id_number
from tests.signing import enter
from yuanba.funds import actions
from yuanba.funds.actions import Details, Heading, Prize
from yuanba.funds.models import Payee, PrizeLine, PrizeList, TaxRule
from yuanba.kernel.calendar import local_date
from yuanba.people import actions as people
from yuanba.people.models import Account
from yuanba.people.queries import actor_for
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = "0" * 32
NOW = at("2026-11-20")


@pytest.fixture
def world(settings, monkeypatch, db) -> given.World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return given.subdistrict(now=NOW)


def opened(world: given.World, post: str) -> Client:
    client = Client()
    enter(client, world.staff[post][0])
    return client


def approved(world: given.World) -> PrizeList:
    prizes = [
        Prize(f"entry:{one}", "PERSON", "person", 300000, person_id=world.residents[one].person_id) for one in range(2)
    ]
    heading = Heading("campaign:999", "2026年评选", world.street.pk, 10**8)
    found = actions.draft_list(heading=heading, prizes=prizes, actor=world.actor("STREET_ORGANISER"), now=NOW)
    actions.check_list(list_id=found.pk, actor=world.actor("FINANCE_OFFICER"), now=NOW)
    return actions.approve_list(list_id=found.pk, actor=world.actor("STREET_LEADER"), now=NOW)


def test_defaults_are_shown_and_another_rule_is_entered(world) -> None:
    finance = opened(world, "FINANCE_OFFICER")
    page = reverse("funds:tax_rules")
    text = finance.get(page).content.decode()
    assert "20.00%" in text and "本系统的默认规则" in text
    actions.adopt_tax_rules(actor=world.actor("FINANCE_OFFICER"), now=NOW)
    sent = {
        "recipient": "PERSON", "grantor": "BELOW_PROVINCE", "code": "EXEMPT", "percent": "0", "from_date": "2026-11-20",
        "source": "税务局函〔2026〕5号", "note": "", "request_key": KEY,
    }  # fmt: skip
    new = reverse("funds:tax_rule")
    assert finance.post(new, {**sent, "from_date": "2018-01-01"}).status_code == 409
    assert finance.post(new, {**sent, "percent": "120"}).status_code == 200
    assert finance.post(new, sent).headers["Location"] == page
    rows = TaxRule.objects.filter(recipient="PERSON", grantor="BELOW_PROVINCE").order_by("from_date")
    assert [row.rate_num for row in rows] == [1, 0]
    text = finance.get(page).content.decode()
    assert "税务局函〔2026〕5号" in text and "20.00%" in text
    assert reverse("funds:tax_rules") in finance.get(reverse("funds:prize_lists")).content.decode()
    assert opened(world, "STREET_ORGANISER").get(page).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_rules_ask_the_same_whatever_their_number(world, django_assert_num_queries, number: int) -> None:
    finance = opened(world, "FINANCE_OFFICER")
    actions.adopt_tax_rules(actor=world.actor("FINANCE_OFFICER"), now=NOW)
    first = TaxRule.objects.filter(recipient="PERSON").order_by("pk").first()
    for year in range(number):
        day = first.from_date.replace(year=2000 + year)
        TaxRule.objects.create(
            recipient="PERSON", grantor="BELOW_PROVINCE", code="OTHER", rate_num=1, rate_den=5, source="x",
            from_date=day, to_date=day.replace(year=2001 + year), recorded_at=NOW, recorded_by="system:t",
        )  # fmt: skip
    with django_assert_num_queries(8):
        assert finance.get(reverse("funds:tax_rules")).content.decode().count('<p class="mb-0">x') == number


def test_correction_goes_its_own_way_and_pays_the_difference(world) -> None:
    found = approved(world)
    organiser = opened(world, "STREET_ORGANISER")
    page = reverse("funds:correct", args=[found.pk])
    assert page in organiser.get(reverse("funds:prize_list", args=[found.pk])).content.decode()
    one, two = PrizeLine.objects.filter(prize_list=found).order_by("number")
    sent = {f"line-{one.pk}": "3000.00", f"line-{two.pk}": "2500.50", "reason": "金额录错", "request_key": KEY}
    assert organiser.post(page, {**sent, f"line-{two.pk}": "3000"}).status_code == 409
    answer = organiser.post(page, sent)
    made = PrizeList.objects.latest("pk")
    assert answer.headers["Location"] == reverse("funds:prize_list", args=[made.pk])
    assert (made.corrects_id, made.gross_fen) == (found.pk, 250050 - 300000)
    assert organiser.post(page, sent).status_code == 409
    again = reverse("funds:correct", args=[made.pk])
    assert organiser.get(again).status_code == 200
    assert "2500.50" in organiser.get(again).content.decode()


def test_only_who_drafts_corrects(world) -> None:
    found = approved(world)
    assert opened(world, "FINANCE_OFFICER").get(reverse("funds:correct", args=[found.pk])).status_code == 403


def test_payee_data_is_deleted_once_it_is_paid(world) -> None:
    found = approved(world)
    line = PrizeLine.objects.filter(prize_list=found).first()
    account = Account.objects.get(pk=world.residents[0].pk)
    mine = {"actor": actor_for(account, NOW), "now": NOW}
    people.publish_consent_text(
        kind="PRIZE_PAYEE",
        text_zh="同意",
        text_en="yes",
        is_separate=True,
        actor=world.actor("SECURITY_ADMIN"),
        now=NOW,
    )
    consent = people.give_consent(kind="PRIZE_PAYEE", version=1, account_id=account.pk, **mine)
    number = id_number("110101")
    details = Details("王小明", "6222000011112222", "某某银行", number)
    keep = local_date(NOW).replace(year=2027)
    actions.give_payee(line_id=line.pk, details=details, consent_id=consent.pk, keep_until=keep, **mine)
    PrizeLine.objects.filter(pk=line.pk).update(state="CANCELLED")
    finance = opened(world, "FINANCE_OFFICER")
    text = finance.get(reverse("funds:prize_list", args=[found.pk])).content.decode()
    erase = reverse("funds:erase_payee", args=[line.pk])
    assert erase in text and not re.search(number, text)
    assert finance.post(erase).status_code == 302
    assert Payee.objects.get().erased_at == NOW
    assert opened(world, "STREET_ORGANISER").post(erase).status_code == 403
