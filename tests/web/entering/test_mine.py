"""What an applicant does after sending: mend, withdraw, appeal, agree, read the own points, say where the prize goes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.awards import given_awards
from tests.awards.given_awards import LIGHT, at
from tests.flows import award_way as way
from tests.signing import enter
from tests.web.awards.conftest import Desk, judged
from yuanba.awards import actions as awards
from yuanba.awards.actions.corrections import ask
from yuanba.awards.models import Appeal, Certificate, Entry, EntryComment, NamingDecision, Title
from yuanba.funds import actions as funds
from yuanba.funds.models import Payee, PrizeList
from yuanba.oversight.models import FeeStatus
from yuanba.people.models import Consent, Person
from yuanba.web import drafts

pytestmark = pytest.mark.django_db


def key() -> dict[str, str]:
    return {"request_key": uuid4().hex}


def test_withdrawn_entry_takes_no_further_part(resident: Client, campaign) -> None:
    entry = campaign.enter(campaign.world.resident(0), at("2021-09-11"))
    assert "撤回报名" in resident.get(f"/me/entries/{entry.serial}").content.decode()
    for _ in range(2):
        assert resident.post(f"/me/entries/{entry.serial}/withdraw", {"reason": "", **key()}).status_code == 302
    entry.refresh_from_db()
    assert entry.state == "WITHDRAWN"
    assert "/withdraw" not in resident.get(f"/me/entries/{entry.serial}").content.decode()


def test_entry_of_somebody_else_is_not_there(resident: Client, campaign) -> None:
    entry = campaign.enter(campaign.world.resident(1), at("2021-09-11"))
    material = entry.materials.first()
    for path in ("", "/sent", "/mend", f"/files/{material.pk}"):
        assert resident.get(f"/me/entries/{entry.serial}{path}").status_code == 404
    for path in ("/withdraw", "/appeal", "/fees"):
        assert resident.post(f"/me/entries/{entry.serial}{path}", key()).status_code == 404


def test_own_file_is_a_download(resident: Client, campaign) -> None:
    entry = campaign.enter(campaign.world.resident(0), at("2021-09-11"))
    answer = resident.get(f"/me/entries/{entry.serial}/files/{entry.materials.first().pk}")
    assert "attachment" in answer.headers["Content-Disposition"]
    answer.close()


def test_mending_after_the_deadline_is_refused_with_the_way_on(resident: Client, campaign, on) -> None:
    entry = campaign.enter(campaign.world.resident(0), at("2021-09-11"))
    ask(entry_id=entry.pk, items=["material:deeds"], note="请补", actor=campaign.screener(), now=at("2021-09-12"))
    on("2021-09-20")
    enter(resident, campaign.world.residents[0])
    answer = resident.post(f"/me/entries/{entry.serial}/mend", {"again": "1", **key()})
    assert answer.status_code == 409
    assert "申诉" in answer.content.decode()


def test_rejected_entry_is_appealed_within_its_term(resident: Client, campaign, on) -> None:
    show = campaign
    entry = show.enter(show.world.resident(0), at("2021-09-11"))
    show.tick(at("2021-10-10", 0))
    show.tick(at("2021-10-20", 0))
    now = on("2021-10-20")
    screening = show.screen(entry, now, "REJECT", reason="不符合第一条")
    awards.screening.second(screening_id=screening.pk, agrees=True, reason="同意", actor=show.screener(1), now=now)
    page = resident.get(f"/me/entries/{entry.serial}").content.decode()
    assert "提交申诉" in page
    assert "10月27日（周三）24:00 前" in page
    address = f"/me/entries/{entry.serial}/appeal"
    assert resident.post(address, {"text": "", **key()}).status_code == 409
    assert resident.post(address, {"text": "我有志愿服务证明", **key()}).status_code == 302
    assert Appeal.objects.get().text == "我有志愿服务证明"


def test_appeal_after_its_term_is_refused(resident: Client, campaign, on) -> None:
    entry = campaign.enter(campaign.world.resident(0), at("2021-09-11"))
    campaign.tick(at("2021-10-10", 0))
    campaign.tick(at("2021-10-20", 0))
    screening = campaign.screen(entry, at("2021-10-20"), "REJECT", reason="不符合")
    awards.screening.second(
        screening_id=screening.pk, agrees=True, reason="同意", actor=campaign.screener(1), now=at("2021-10-20")
    )
    on("2021-10-28")
    enter(resident, campaign.world.residents[0])
    answer = resident.post(f"/me/entries/{entry.serial}/appeal", {"text": "晚了一天", **key()})
    assert answer.status_code == 409
    assert "晚了一天" in answer.content.decode() or "10月27日" in answer.content.decode()


def test_fee_status_is_asked_with_consent_only(resident: Client, campaign) -> None:
    person = campaign.world.residents[0].person
    actor = campaign.world.resident(0)
    entry = campaign.enter(actor, at("2021-09-11"), nominee_person_id=person.pk, nominee_name=person.name)
    page = resident.get(f"/me/entries/{entry.serial}").content.decode()
    assert "只回答“是”或“否”" in page
    sent = resident.get(f"/me/entries/{entry.serial}/sent").content.decode()
    assert "还差一步：物业费" in sent
    assert f"/me/entries/{entry.serial}#fees" in sent
    assert "不缺就不用再做什么" not in sent
    address = f"/me/entries/{entry.serial}/fees"
    assert resident.post(address, {"version": "0", **key()}).status_code == 409
    assert not Consent.objects.exists()
    answer = resident.post(address, {"version": "0", "agreed": "on", **key()})
    # No company serves the compound in this small world: the consent is undone with the refusal.
    assert answer.status_code == 409
    assert "凭证" in answer.content.decode()
    assert not FeeStatus.objects.exists()


def test_neighbour_is_recommended_and_commented(world, on) -> None:
    show = given_awards.announced(world, LIGHT, at("2021-09-01"))
    opens = show.run("registration").opens_at if show.campaign.stage_runs.filter(key="registration") else None
    first = show.campaign.stage_runs.order_by("position").first()
    show.tick(opens or first.opens_at)
    on((opens or first.opens_at) + timedelta(hours=10))
    browser = Client()
    enter(browser, world.residents[0])
    page = browser.get("/awards/HY2021/enter").content.decode()
    what = page.partition('name="what" value="')[2].partition('"')[0]
    answer = browser.post("/awards/HY2021/enter", {"what": what, **key()})
    address = answer.headers["Location"].removesuffix("/nominee")
    assert 'name="who"' not in browser.get(f"{address}/nominee").content.decode()
    values = {"nominee_name": "张秀英", "territory": str(world.compounds[0].pk),
              "contact_phone": "13800001234", "revision": "1"}  # fmt: skip
    assert browser.post(f"{address}/nominee", values).status_code == 302
    form = browser.get(f"{address}/criteria").content.decode()
    names = [part.partition('"')[0] for part in form.split('name="answer-')[1:]]
    told = {f"answer-{name}": "照顾老人二十年" for name in names}
    browser.post(f"{address}/criteria", told | {"deeds": "照顾老人二十年", "revision": "2"})
    sent = browser.post(f"{address}/review", {"declared": "on"})
    assert sent.status_code == 302, sent.content.decode()[-3000:]
    entry = Entry.objects.get()
    assert (entry.channel, entry.state) == ("RECOMMENDATION", "SUBMITTED")
    assert browser.get(f"{address}/review").headers["Location"] == f"/me/entries/{entry.serial}/sent"

    run = show.campaign.stage_runs.get(kind="COMMENT")
    show.tick(run.opens_at)
    on(run.opens_at + timedelta(hours=10))
    card = f"/awards/HY2021/candidates/{entry.code}"
    assert "张秀英" in browser.get(card).content.decode()
    assert browser.post(f"{card}/comment", {"text": "热心人，电话13800005678", **key()}).status_code == 302
    assert "13800005678" not in browser.get(card).content.decode()
    assert browser.post(f"{card}/comment", {"text": "  ", **key()}).status_code in (200, 409)
    assert EntryComment.objects.count() == 1
    assert Client().post(f"{card}/comment", {"text": "路人", **key()}).status_code == 302
    stranger = Client().get(card).content.decode()
    assert "<textarea" not in stranger, "nobody writes what a sign-in would lose"
    assert f"/sign-in?next={card.replace('/', '%2F')}" in stranger
    assert "<textarea" in browser.get(card).content.decode()
    Entry.objects.filter(pk=entry.pk).update(state="DROPPED", ended_at=run.opens_at - timedelta(days=1))
    assert Client().get(card).status_code == 404, "it fell out before anybody was asked"
    Entry.objects.filter(pk=entry.pk).update(ended_at=run.opens_at + timedelta(days=1))
    assert Client().get(card).status_code == 200
    assert EntryComment.objects.count() == 1


@pytest.fixture
def judged_desk(db, monkeypatch) -> Desk:
    """Every stage before the notice has ended."""
    desk = Desk(given_awards.announced(given_awards.world_of()), monkeypatch)
    desk.show.tick(desk.at("2021-09-10", 0))
    judged(desk)
    return desk


def invented_number() -> str:
    """An ID number of nobody: a day far in the future, and the right check character. Source: GB 11643."""
    body = "110101" + "29991231" + "002"
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def propose(desk: Desk) -> None:
    show = desk.show
    for verb in (awards.results.make_ranking, awards.results.propose):
        verb(campaign_id=show.campaign.pk, version=show.fresh().version, actor=show.organiser(), now=desk.now)


def name(desk: Desk) -> None:
    show, pk = desk.show, desk.show.campaign.pk
    way.post_on_board(show, show.campaign.list_notices.get(), desk.now)
    show.tick(desk.at("2021-12-14", 0))
    now = desk.at("2021-12-14")
    decision = awards.naming.draft_decision(campaign_id=pk, number="示街〔2021〕1号", actor=show.organiser(), now=now)
    awards.naming.approve_decision(decision_id=decision.pk, actor=show.leader(), now=now)
    awards.naming.publish_decision(decision_id=decision.pk, actor=show.organiser(), now=now)


def test_results_are_unseen_until_the_notice_then_public_to_the_last_figure(judged_desk) -> None:
    desk, client = judged_desk, Client()
    show = desk.show
    awards.results.make_ranking(
        campaign_id=show.campaign.pk, version=show.fresh().version, actor=show.organiser(), now=desk.now
    )
    names = list(Entry.objects.filter(category="communication").values_list("title", flat=True))
    assert "还没有公布" in client.get("/awards/HY2021/results").content.decode()
    assert client.get("/awards/HY2021/results/person").status_code == 404
    assert client.get("/awards/HY2021/bundle.zip").status_code == 404
    awards.results.propose(
        campaign_id=show.campaign.pk, version=show.fresh().version, actor=show.organiser(), now=desk.now
    )
    page = client.get("/awards/HY2021/results").content.decode()
    assert all(title in page for title in names)
    assert "还没有最后决定" in page
    figures = client.get("/awards/HY2021/results/person").content.decode()
    assert 'data-figure="bar"' in figures
    assert "满意度测评 30%" in figures
    winner = Title.objects.filter(category="person").order_by("place").first().entry
    browser = Client()
    enter(browser, winner.account)
    mine = browser.get(f"/me/entries/{winner.serial}").content.decode()
    assert "我的得分" in mine
    assert winner.code in mine


def test_named_winner_has_certificate_bundle_and_prize(judged_desk) -> None:
    desk = judged_desk
    show = desk.show
    propose(desk)
    name(desk)
    client = Client()
    certificate = Certificate.objects.order_by("pk").first()
    page = client.get(f"/awards/certificates/{certificate.code}").content.decode()
    assert "真实有效" in page
    by_number = client.get("/awards/certificates", {"code": certificate.number.lower()}, follow=True).content.decode()
    assert "真实有效" in by_number
    assert certificate.title.entry.nominee_name not in by_number
    assert certificate.title.entry.nominee_name not in page
    bundle = client.get("/awards/HY2021/bundle.zip")
    assert b"".join(bundle.streaming_content)[:2] == b"PK"
    bundle.close()
    assert "HY2021" in client.get("/awards/finished").content.decode()

    awards.prizes.hand_over(campaign_id=show.campaign.pk, actor=show.organiser(), now=desk.now)
    lines = PrizeList.objects.get().lines.order_by("number")
    assert not lines.filter(person__isnull=False).exists(), "no entry here says that its applicant is the winner"
    line = lines.filter(recipient="PERSON", contact_person__isnull=False).first()
    browser = Client()
    enter(browser, Person.objects.get(pk=line.contact_person_id).accounts.get())
    assert "没有要发给您的奖金" in browser.get("/me/prizes").content.decode()
    listed = line.prize_list
    funds.check_list(list_id=listed.pk, actor=show.world.actor("FINANCE_OFFICER"), now=desk.now)
    funds.approve_list(list_id=listed.pk, actor=show.leader(), now=desk.now)
    assert "填写收款信息" in browser.get("/me/prizes").content.decode()
    assert "您获奖了，请填收款信息" in browser.get("/").content.decode()
    entry = Entry.objects.get(pk=line.recipient_ref.partition(":")[2])
    assert f"/me/prizes/{line.pk}" in browser.get(f"/me/entries/{entry.serial}").content.decode()
    address = f"/me/prizes/{line.pk}"
    number = invented_number()
    values = {"version": "0", "holder": "王小", "bank": "某银行华阳支行", "payee_number": "6222 0000 0000 0000",
              "id_number": number, "agreed": "on"}  # fmt: skip
    asked = browser.get(address).content.decode()
    assert "可不填" not in asked.partition("身份证号")[2].partition("</div>")[0]
    assert "要代扣个人所得税" in asked
    assert browser.post(address, values | {"id_number": "", **key()}).status_code == 200
    refused = browser.post(address, values | {"id_number": number[:-1] + ("0" if number[-1] != "0" else "1"), **key()})
    assert refused.status_code == 409
    assert "身份证号有误" in refused.content.decode()
    assert browser.post(address, {**values, "agreed": "", **key()}).status_code == 200
    assert not Payee.objects.exists()
    sent = browser.post(address, values | key())
    assert sent.status_code == 302, sent.content.decode()[-2500:]
    payee = Payee.objects.get()
    assert (payee.holder_masked, payee.account_masked) == ("王**", "****0000")
    assert number not in browser.get("/me/prizes").content.decode()
    assert Consent.objects.select_related("text").get(pk=payee.consent_id).text.is_separate

    awards.naming.ask_revocation(title_id=certificate.title_id, reason="事后查实", actor=show.organiser(), now=desk.now)
    awards.naming.revoke(title_id=certificate.title_id, actor=show.leader(), now=desk.now)
    assert "已撤销" in client.get(f"/awards/certificates/{certificate.code}").content.decode()


def test_payee_data_are_not_kept_when_a_session_ran_out(campaign, client: Client) -> None:
    answer = client.post("/me/prizes/1", {"id_number": "1" * 18, "payee_number": "6" * 16, "holder": "王小"})
    assert "/sign-in" in answer.headers["Location"]
    waiting = client.session["kept_form"]
    kept = drafts._opened(waiting["sealed"], client.cookies["draft_key"].value, waiting["page"])
    assert kept == "holder=%E7%8E%8B%E5%B0%8F"
    assert "1" * 18 not in kept
    assert "6" * 16 not in kept


def test_prize_of_somebody_else_is_not_there(resident: Client, campaign) -> None:
    assert resident.get("/me/prizes/999").status_code == 403
    assert NamingDecision.objects.count() == 0
    assert resident.get(reverse("awards:my_prizes")).status_code == 200
