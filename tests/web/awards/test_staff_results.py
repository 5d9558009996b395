"""From the last score to the certificates: ranked, on notice, decided by two, handed over, taken back by two."""

from io import BytesIO

import docx
import pytest
from django.urls import reverse

from tests.awards.given_awards import at
from tests.flows import award_way as way
from tests.web.awards.conftest import judged
from yuanba.awards import actions as awards
from yuanba.awards.actions.notices import shown_name
from yuanba.awards.models import Certificate, NamingDecision, Ranking, Title
from yuanba.funds.models import PrizeList
from yuanba.messaging.models import Message

pytestmark = pytest.mark.django_db
KEY = "0" * 32


def page(client, name, *args, query="") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return answer.content.decode()


def test_nothing_is_ranked_before_the_stages_have_ended(desk) -> None:
    pk = desk.show.campaign.pk
    organiser = desk.open("STREET_ORGANISER")
    assert "还不能排名" in page(organiser, "awards:results", pk)
    answer = organiser.post(reverse("awards:rank", args=[pk]), {"version": desk.show.fresh().version})
    assert answer.status_code == 409


def test_whoever_was_removed_after_an_objection_is_not_said_to_have_given_up(desk) -> None:
    judged(desk)
    show, now = desk.show, desk.now
    facts = {"campaign_id": show.campaign.pk, "actor": show.organiser()}
    awards.results.make_ranking(version=show.fresh().version, now=now, **facts)
    awards.results.propose(version=show.fresh().version, now=now, **facts)
    notice = show.campaign.list_notices.get()
    way.post_on_board(show, notice, now)
    winner = Title.objects.get(category="communication", place=1).entry
    way.uphold(show, way.object_to(show, notice, winner, at("2021-12-07")), at("2021-12-08"))
    awards.results.amend(version=show.fresh().version, now=desk.at("2021-12-08"), **facts)
    organiser = desk.open("STREET_ORGANISER")
    honours = page(organiser, "awards:titles", show.campaign.pk)
    assert "已移出名单" in honours
    assert "已放弃" not in honours
    told = Message.objects.get(kind="awards.entry.removed")
    for words in (honours, page(organiser, "awards:entry_look", winner.pk), told.text_zh):
        assert "异议" in words
        assert "objection" not in words
        assert "upheld" not in words
    assert "异议" not in told.text_en


def test_the_whole_way_to_the_prizes(desk) -> None:
    judged(desk)
    show, pk = desk.show, desk.show.campaign.pk
    organiser, leader = desk.open("STREET_ORGANISER"), desk.open("STREET_LEADER")

    def post(client, name, *args, **values):
        version = {"version": show.fresh().version}
        return client.post(reverse(name, args=args), {**version, "request_key": KEY, **values})

    assert "生成排名" in page(organiser, "awards:results", pk)
    assert post(leader, "awards:rank", pk).status_code == 403
    assert post(organiser, "awards:rank", pk).status_code == 302
    text = page(organiser, "awards:results", pk)
    assert "不计网上投票，获奖名单会变吗" in text
    assert "公示名单" in text
    ranking = Ranking.objects.get(purpose="FINAL")
    code = ranking.snapshot["categories"][0]["rows"][0]["entry"]
    detail = page(organiser, "awards:breakdown", ranking.pk, code)
    assert "换算（0–100）" in detail
    assert organiser.get(reverse("awards:breakdown", args=[ranking.pk, "NOBODY"])).status_code == 404
    assert "2 个获奖" in page(organiser, "awards:results", pk, query="?category=communication")

    assert post(organiser, "awards:decision_draft", pk, number="示街〔2021〕1号").status_code == 409
    assert post(organiser, "awards:propose", pk).status_code == 302
    notice = show.campaign.list_notices.get()
    way.post_on_board(show, notice, desk.now)
    assert "名单公示" in page(organiser, "awards:results", pk)
    assert post(organiser, "awards:amend", pk).status_code == 409
    show.tick(desk.at("2021-12-14", 0))
    desk.at("2021-12-14")
    organiser, leader = desk.open("STREET_ORGANISER"), desk.open("STREET_LEADER")

    assert post(organiser, "awards:decision_draft", pk, number="示街〔2021〕1号").status_code == 302
    decision = NamingDecision.objects.get()
    answer = organiser.get(reverse("awards:decision_file", args=[decision.pk]))
    words = "\n".join(one.text for one in docx.Document(BytesIO(b"".join(answer.streaming_content))).paragraphs)
    answer.close()
    assert "示街〔2021〕1号" in words
    assert post(organiser, "awards:decision_approve", decision.pk).status_code == 403
    assert post(organiser, "awards:decision_publish", decision.pk).status_code == 409
    assert "批准" in page(leader, "awards:results", pk)
    assert post(leader, "awards:decision_approve", decision.pk).status_code == 302
    assert post(organiser, "awards:decision_publish", decision.pk).status_code == 302

    honours = page(organiser, "awards:titles", pk)
    title = Title.objects.filter(state="NAMED").order_by("pk").first()
    assert Certificate.objects.get(title=title).number in honours
    pdf = organiser.get(reverse("awards:certificates", args=[pk]))
    assert pdf.content[:5] == b"%PDF-"
    assert organiser.get(reverse("awards:title_certificate", args=[title.pk])).content[:5] == b"%PDF-"
    assert organiser.get(reverse("awards:bundle", args=[pk])).content[:2] == b"PK"

    assert post(organiser, "awards:hand_over", pk).status_code == 302
    listed = page(desk.open("FINANCE_OFFICER"), "funds:prize_list", PrizeList.objects.get().pk)
    paid = Title.objects.filter(state="NAMED", prize_fen__gt=0).select_related("entry")
    assert [shown_name(one) for one in paid if f'<th scope="row">{shown_name(one)}</th>' not in listed] == []
    assert any(one.entry.title for one in paid)
    assert post(organiser, "awards:close", pk).status_code == 302
    assert show.fresh().state == "CLOSED"

    assert post(leader, "awards:revoke", title.pk).status_code == 409
    assert post(organiser, "awards:take_back", title.pk, reason="事后查实").status_code == 302
    assert "待撤销" in page(leader, "awards:titles", pk)
    assert post(organiser, "awards:revoke", title.pk).status_code == 403
    assert post(leader, "awards:revoke", title.pk).status_code == 302
    title.refresh_from_db()
    assert title.state == "REVOKED"


def test_lot_is_announced_before_and_entered_after_the_draw(desk) -> None:
    pk = desk.show.campaign.pk
    organiser = desk.open("STREET_ORGANISER")
    address = reverse("awards:lot", args=[pk])
    values = {"source": "双色球第 2021136 期", "draw_at": "2021-09-12T21:15", "request_key": KEY}
    past = organiser.post(address, {**values, "draw_at": "2021-09-01T21:15"})
    assert past.status_code == 409
    assert organiser.post(address, values).status_code == 302
    seed = {"seed": "05 12 17 21 28 33 07", "request_key": KEY}
    assert organiser.post(address, seed).status_code == 409
    desk.at("2021-09-13")
    organiser = desk.open("STREET_ORGANISER")
    assert organiser.post(address, seed).status_code == 302
    assert "05 12 17" in page(organiser, "awards:lot", pk)


def snapshot(codes: list[str]) -> dict:
    part = {"stage": "jury", "raw": "161/2", "normalised": "805/10", "weight": "60/1", "contribution": "483/10"}
    parts = [part, {**part, "stage": "vote"}, {**part, "stage": "survey"}]
    rows = [
        {"entry": code, "kind": "", "place": place, "composite": "4830/71", "parts": parts, "tie": "",
         "tier": "", "reason": "quota"}
        for place, code in enumerate(codes, 1)
    ]  # fmt: skip
    one = {"category": "person", "rows": rows, "unranked": [], "empty": {}, "amount_fen": 0,
           "without_vote": {"changed": 0, "only_with": [], "only_without": [], "other_tier": []}}  # fmt: skip
    return {"categories": [one], "lot": {"seed": "", "source": ""}, "playbook_sha256": "0" * 64}


@pytest.mark.parametrize("number", [1, 3])
def test_results_ask_as_much_for_three_as_for_one(desk, number, django_assert_num_queries) -> None:
    codes = [entry.code for entry in desk.entered(number)]
    Ranking.objects.create(
        campaign=desk.show.campaign, number=1, purpose="FINAL", snapshot=snapshot(codes), sha256="0" * 64,
        made_by="system:test", made_at=desk.now,
    )  # fmt: skip
    client = desk.open("STREET_ORGANISER")
    page(client, "awards:results", desk.show.campaign.pk)
    with django_assert_num_queries(18):
        page(client, "awards:results", desk.show.campaign.pk)


def test_thousand_ranked_entries_are_paged_from_one_snapshot(desk) -> None:
    codes = [f"CODE{number:04d}" for number in range(1000)]
    Ranking.objects.create(
        campaign=desk.show.campaign, number=1, purpose="FINAL", snapshot=snapshot(codes), sha256="0" * 64,
        made_by="system:test", made_at=desk.now,
    )  # fmt: skip
    client = desk.open("STREET_ORGANISER")
    page(client, "awards:results", desk.show.campaign.pk)
    text = page(client, "awards:results", desk.show.campaign.pk)
    assert "CODE0049" in text
    assert "CODE0050" not in text
    assert "CODE0050" in page(client, "awards:results", desk.show.campaign.pk, query="?start=50")
    assert "CODE0000" in page(client, "awards:results", desk.show.campaign.pk, query="?start=99999")
