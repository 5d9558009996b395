"""From the plan to the signed hand-over through pages: committee, companies, subdistrict, owners, everybody."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.awards.given_awards import picture
from tests.oversight import given_selection as given
from tests.oversight.given_selection import NOW
from tests.signing import enter
from yuanba.oversight import actions, states
from yuanba.oversight.models import Handover, Selection, ServiceContract
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = "0" * 32
PLAN = {
    "kind": "SELECT", "title": "选哪一家物业公司", "service_level": "二级", "fee": "2.00", "payment": "TRUST",
    "term_months": "36", "method": "NEGOTIATION", "plan": "合同快到期了。\n请大家选一家。", "request_key": KEY,
}  # fmt: skip


class Clock:
    now = NOW


@pytest.fixture
def made(settings, monkeypatch, db) -> given.Compound:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    Clock.now = NOW
    monkeypatch.setattr(clock, "now", lambda: Clock.now)
    return given.compound()


def opened(account) -> Client:
    client = Client()
    enter(client, account)
    return client


def body(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[-1500:]
    return answer.content.decode()


def sent(client: Client, route: str, /, *args: object, **values: object) -> None:
    answer = client.post(reverse(f"oversight:{route}", args=args), {"request_key": KEY, **values})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert "sign-in" not in answer.headers["Location"]


def scan(words: str = "扫描") -> SimpleUploadedFile:
    return SimpleUploadedFile("扫描.png", picture(words))


def test_from_the_plan_to_the_signed_hand_over(made) -> None:
    chair, everybody = opened(made.chair), Client()
    assert "花城小区" in body(chair.get(reverse("oversight:choice_new")))
    sent(chair, "choice_new", **PLAN, compound=made.id, present=made.present.pk)
    choice = Selection.objects.get()
    assert everybody.get(reverse("oversight:choice", args=[choice.pk])).status_code == 404
    body(chair.get(reverse("oversight:choice_edit", args=[choice.pk])))
    sent(chair, "choice_step", choice.pk, verb="publish")
    choice.refresh_from_db()
    board = body(chair.get(reverse("oversight:choice_board", args=[choice.pk])))
    assert "还没有开过说明会" in board and "还没有候选公司" in board
    offer = {
        "company": made.companies[1].pk,
        "fee": "1.90",
        "text": "夜班两人",
        "document": scan(),
        "document_title": "报价书",
    }
    sent(opened(made.managers[1]), "offer_new", choice.pk, **offer)
    for name in ("session_new", "poll_new", "poll_paper", "opinion_new", "offer_new"):
        body(chair.get(reverse(f"oversight:{name}", args=[choice.pk])))
    officer = opened(made.world.staff["HOUSING_OFFICER"][0])
    expert = {"author": "王工", "credentials": "物业管理师", "text": "建议写进合同。", "declared": "on"}
    sent(officer, "opinion_new", choice.pk, **expert)
    sent(officer, "opinion_publish", choice.opinions.get().pk)
    Clock.now = given.consulted(made, choice)
    chair = opened(made.chair)  # sessions do not last that long
    public = body(everybody.get(reverse("oversight:choice", args=[choice.pk])))
    for words in ("邻里物业", "1.90 元", "王工", "23 人", "账目多久公布"):
        assert words in public
    when = [(Clock.now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M") for days in (16, 30)]
    sent(chair, "choice_vote", choice.pk, opens_at=when[0], closes_at=when[1], kind="OPINION", paper="on")
    choice.refresh_from_db()
    chosen = f"candidate:{choice.candidates.get().pk}"
    Clock.now = given.voted(made, choice, [{"company": [chosen]}] * 3)
    chair = opened(made.chair)
    sent(chair, "choice_step", choice.pk, verb="read")
    told = body(everybody.get(reverse("oversight:choice", args=[choice.pk])))
    assert "民法典 第278条" in told
    in_short = told[told.index("几句话看明白") : told.index("拟方案")]
    assert all(words in in_short for words in ("元以内", "业主的决定", "选出："))
    contract = {
        "company": made.companies[1].pk, "signed_date": Clock.now.date(), "from_date": "2026-07-01",
        "to_date": "2029-07-01", "service_level": "二级", "fee": "1.90", "payment": "TRUST", "summary": "每月公布账目",
        "contract_file": scan("合同"),
    }  # fmt: skip
    assert "1.9" in body(chair.get(reverse("oversight:choice_sign", args=[choice.pk])))
    sent(chair, "choice_sign", choice.pk, **contract)
    between = {"old": made.companies[0].pk, "new": made.companies[1].pk, "from_date": "2026-07-01"}
    body(chair.get(reverse("oversight:handover_new", args=[made.id])))
    sent(chair, "handover_new", made.id, **between)
    handover = Handover.objects.get()
    assert handover.selection == choice
    Clock.now = given.at("2026-07-01")
    signed_by_pages(made, handover, opened(made.chair), everybody)


def signed_by_pages(made, handover: Handover, chair: Client, everybody: Client) -> None:
    keys = handover.items.get(category="KEYS")
    for item in handover.items.exclude(pk=keys.pk):
        if item.category != "FUNDS":
            sent(chair, "handover_drop", item.pk)
    funds = handover.items.filter(category="FUNDS")
    sent(chair, "handover_step", handover.pk, verb="start")
    old, new = opened(made.managers[0]), opened(made.managers[1])
    assert "花城小区" in body(old.get(reverse("oversight:company_desk")))
    sent(old, "company_reply", made.companies[0].pk, str(handover.selection), text="谢谢各位业主三年的信任。")
    assert "三年的信任" in body(everybody.get(reverse("oversight:choice", args=[handover.selection_id])))
    sent(new, "handover_count", keys.pk, counted="12", condition="GOOD", photo=scan("钥匙"))
    assert "签字：原物业公司" in body(old.get(reverse("oversight:handover_item", args=[keys.pk])))
    refused = old.post(reverse("oversight:handover_sign", args=[keys.pk]), {"side": "NEW", "revision": 1})
    assert refused.status_code == 403 and "不能替这一方签字" in refused.content.decode()
    sent(old, "handover_sign", keys.pk, side="OLD", revision=1)
    sent(chair, "handover_paper", keys.pk, side="NEW", name="钱经理", scan=scan())
    keys.refresh_from_db()
    assert keys.state == states.SIGNED
    disputed = {"reason": "账对不上", "must_act": "OLD", "act_by": "2026-08-10"}
    for item in funds:
        sent(new, "handover_dispute", item.pk, **disputed)
    sent(old, "company_reply", made.companies[0].pk, str(funds[0]), text="差额是垫付的电费。")
    public = body(everybody.get(reverse("oversight:handover", args=[handover.pk])))
    assert "账对不上" in public and "差额是垫付的电费" in public and "8月10日" in public
    assert "钱经理" not in public
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = chair.get(reverse(f"oversight:handover_{kind}", args=[handover.pk]))
        assert answer.content.startswith(start)
    sent(chair, "handover_step", handover.pk, verb="close_open")
    assert "有遗留" in body(everybody.get(reverse("oversight:property")))
    assert everybody.get(reverse("oversight:handover_board", args=[handover.pk])).status_code == 302


def test_vote_that_did_not_pass_says_what_now(made) -> None:
    choice = given.published(made)
    candidate = given.offered(made, choice)
    after = given.consulted(made, choice)
    chair = made.actor(made.chair, after)
    choice = actions.call_vote(selection_id=choice.pk, window=given.window(after), actor=chair, now=after)
    Clock.now = given.voted(made, choice, [{"company": [f"candidate:{candidate.pk}"]}])
    client = opened(made.chair)
    sent(client, "choice_step", choice.pk, verb="read")
    public = body(Client().get(reverse("oversight:choice", args=[choice.pk])))
    assert "接下来怎么办" in public and "第950条" in public
    sent(client, "choice_step", choice.pk, verb="again")


def test_who_is_elsewhere_or_nobody_is_refused(made) -> None:
    choice = given.published(made)
    for account in (made.world.residents_of(0)[0], made.managers[1]):
        client = opened(account)
        assert client.get(reverse("oversight:choice_board", args=[choice.pk])).status_code == 403
    member = opened(made.member)
    late = member.post(reverse("oversight:choice_step", args=[choice.pk]), {"verb": "publish"})
    assert late.status_code == 403
    assert Client().get(reverse("oversight:property_desk")).status_code == 302
    wrong = opened(made.chair).post(
        reverse("oversight:session_new", args=[choice.pk]),
        {"starts_at": "2026-03-03T19:00", "place": "活动室", "topic": "方案", "request_key": KEY},
    )
    assert wrong.status_code == 409 and "至少要提前 3 天" in wrong.content.decode()


def test_offers_are_closed_to_others_until_their_day(made) -> None:
    choice = given.published(made, offers_until=date(2026, 3, 5))
    given.offered(made, choice)
    page = reverse("oversight:choice", args=[choice.pk])
    assert "1.90 元" not in body(Client().get(page))
    Clock.now = NOW + timedelta(days=4)
    assert "1.90 元" in body(Client().get(page))


def test_contract_and_notice_are_kept_by_the_desk(made) -> None:
    chair = opened(made.chair)
    page = body(chair.get(reverse("oversight:property_desk")))
    assert "4月1日" in page  # the last day for the company to say that it does not renew
    second = {
        "company": made.companies[1].pk, "signed_date": "2026-03-01", "from_date": "2026-03-01", "to_date": "",
        "service_level": "二级", "fee": "1.50", "payment": "LUMP_SUM", "summary": "按合同",
    }  # fmt: skip
    sent(chair, "contract_new", made.id, **second)
    contract = ServiceContract.objects.get(company=made.companies[1])
    assert "不定期" in body(chair.get(reverse("oversight:property_desk")))
    body(chair.get(reverse("oversight:notice_new", args=[contract.pk])))
    letter = {"kind": "END_INDEFINITE", "side": "OWNERS", "given_date": "2026-03-02", "letter": scan()}
    early = chair.post(
        reverse("oversight:notice_new", args=[contract.pk]), {**letter, "ends_date": "2026-05-01", "request_key": KEY}
    )
    assert early.status_code == 409 and "5月2日" in early.content.decode()
    sent(chair, "notice_new", contract.pk, **{**letter, "letter": scan()}, ends_date="2026-05-02")
