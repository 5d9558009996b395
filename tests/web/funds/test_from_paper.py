"""A winner without an account signs on paper; finance types it in, and nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import given
from tests.factories import PersonFactory, ResidenceFactory
from tests.kernel.invented import bank_card, id_number
from tests.refusals import refused
from tests.web.funds.test_corrections import KEY, NOW, opened
from yuanba.awards.actions import payees
from yuanba.funds import actions, queries
from yuanba.funds.actions import Heading, Prize
from yuanba.funds.models import Payee, PrizeLine
from yuanba.people.models import Consent
from yuanba.web import clock

pytestmark = pytest.mark.django_db
CARD = bank_card("622200000000000001")


@pytest.fixture
def world(monkeypatch, db) -> given.World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return given.subdistrict(now=NOW)


def lines(world: given.World) -> dict[str, PrizeLine]:
    """An approved list: somebody of the roll without an account, a work whose author nobody knows, a resident."""
    elder = PersonFactory(name="王桂芳", phone="")
    ResidenceFactory(premises=world.premises[0], person=elder)
    prizes = [
        Prize("entry:1", "PERSON", "person", 300_000, person_id=elder.pk),
        Prize("entry:2", "PERSON", "work", 300_000),
        Prize("entry:3", "PERSON", "other", 300_000, person_id=world.residents[0].person_id),
    ]
    heading = Heading("campaign:999", "2026年评选", world.street.pk, 10**8)
    found = actions.draft_list(heading=heading, prizes=prizes, actor=world.actor("STREET_ORGANISER"), now=NOW)
    actions.check_list(list_id=found.pk, actor=world.actor("FINANCE_OFFICER"), now=NOW)
    actions.approve_list(list_id=found.pk, actor=world.actor("STREET_LEADER"), now=NOW)
    return dict(zip(("elder", "unknown", "resident"), queries.lines(found).order_by("number"), strict=True))


def sheet(**changes: str) -> dict[str, str]:
    return {
        "version": "0",
        "holder": "王桂芳",
        "bank": "示范银行",
        "payee_number": CARD,
        "id_number": id_number("110119"),
        "paper_ref": "2026年奖金第12号",
        "agreed": "on",
        "request_key": KEY,
        **changes,
    }


def sent(client: Client, line: PrizeLine, **changes: str):
    return client.post(reverse("funds:from_paper", args=[line.pk]), sheet(**changes))


def test_finance_seals_what_a_winner_without_an_account_signed(world) -> None:
    line, finance = lines(world)["elder"], opened(world, "FINANCE_OFFICER")
    address = reverse("funds:prize_list", args=[line.prize_list_id])
    assert reverse("funds:from_paper", args=[line.pk]) in finance.get(address).content.decode()
    page = finance.get(reverse("funds:from_paper", args=[line.pk]))
    assert "我单独同意" in page.content.decode() and "no-store" in page.headers["Cache-Control"]
    assert sent(finance, line).headers["Location"] == address
    payee, consent = Payee.objects.get(), Consent.objects.get()
    assert (payee.holder_masked, payee.paper_ref) == ("王**", "2026年奖金第12号")
    assert (consent.person_id, consent.channel, consent.pk) == (line.person_id, "PAPER", payee.consent_id)
    text = finance.get(address).content.decode()
    assert CARD not in text and reverse("funds:from_paper", args=[line.pk]) not in text
    assert queries.payee_of(line).account_masked == f"****{CARD[-4:]}"


def test_where_nobody_speaks_for_the_winner_the_signed_paper_does(world) -> None:
    line, finance = lines(world)["unknown"], opened(world, "FINANCE_OFFICER")
    assert sent(finance, line).status_code == 302
    payee = Payee.objects.get()
    assert payee.consent_id is None and payee.paper_text_id is not None
    assert not Consent.objects.exists()


def test_without_signature_paper_or_id_number_nothing_is_kept(world) -> None:
    line, finance = lines(world)["elder"], opened(world, "FINANCE_OFFICER")
    for changes in ({"agreed": ""}, {"paper_ref": " "}, {"id_number": ""}):
        page = sent(finance, line, **changes)
        assert page.status_code == 200 and 'aria-invalid="true"' in page.content.decode(), changes
    assert sent(finance, line, payee_number="12").status_code == 409
    assert not Payee.objects.exists() and not Consent.objects.exists()


def test_other_posts_and_other_streets_are_turned_away(world) -> None:
    line = lines(world)["elder"]
    for post in ("COMMUNITY_WORKER", "STREET_ORGANISER", "STREET_LEADER"):
        assert sent(opened(world, post), line).status_code == 403
    assert not Payee.objects.exists()


def test_whoever_has_an_account_is_named_as_such(world) -> None:
    line, finance = lines(world)["resident"], opened(world, "FINANCE_OFFICER")
    assert "已有账号" in finance.get(reverse("funds:from_paper", args=[line.pk])).content.decode()


def test_paper_alone_does_not_stand_for_somebody_who_is_known(world) -> None:
    found = lines(world)
    facts = {
        "details": actions.Details("王桂芳", CARD, "示范银行", id_number("110119")),
        "keep_until": NOW.date().replace(year=2028),
        "actor": world.actor("FINANCE_OFFICER"),
        "now": NOW,
    }
    payees.give_from_paper(
        line_id=found["unknown"].pk, details=facts["details"], consent_version=0, paper_ref="1", actor=facts["actor"],
        now=NOW,
    )  # fmt: skip
    paper = actions.SignedPaper(Payee.objects.get().paper_text_id, "1")
    refused("payee.no_consent", actions.give_payee, line_id=found["elder"].pk, paper=paper, **facts)
    unnamed = actions.SignedPaper(paper.text_id, " ")
    refused("payee.paper_unnamed", actions.give_payee, line_id=found["unknown"].pk, paper=unnamed, **facts)
    refused("payee.no_consent", actions.give_payee, line_id=found["unknown"].pk, **facts)
