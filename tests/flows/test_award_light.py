"""The light campaign: recommend, comment, decide by meeting, publish (R-172)."""

import pytest
from tests.awards import given_awards
from tests.awards.given_awards import LIGHT, at
from tests.flows import award_way as way

from yuanba import verify
from yuanba.awards import actions as awards
from yuanba.awards.actions.intake import Body
from yuanba.awards.models import EntryComment, Title
from yuanba.awards.queries import blockers, public
from yuanba.kernel.verdict import Refused

pytestmark = pytest.mark.django_db


def refused(call) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.verdict.code


def test_recommend_comment_decide_publish(tmp_path) -> None:
    show = given_awards.announced(given_awards.world_of("2024-02-20", per_compound=8), LIGHT)
    now = at("2024-03-01", 0)
    show.tick(now)
    entries = []
    for number in range(7):
        actor = show.world.resident(number, now)
        entries.append(
            awards.intake.recommend(
                campaign_id=show.campaign.pk, sheet=show.sheet("daughter_in_law"), request_key=show.key(),
                body=Body(kind="residents", ref=f"person:{actor.person_id}"), actor=actor, now=now,
            )
        )  # fmt: skip
    show.tick(at("2024-03-16", 0))
    comment_run = show.run("comment")
    assert comment_run.state == "OPEN"
    assert set(show.campaign.entries.values_list("state", flat=True)) == {"QUALIFIED"}

    say = awards.comments.comment
    actor = show.world.resident(0, now)
    who = {"stage_run_id": comment_run.pk, "entry_id": entries[1].pk, "shows_name": False, "actor": actor}
    said = say(text="照顾公婆二十年，电话13800001234", now=at("2024-03-17"), **who)
    assert "13800001234" not in said.text
    say(text="改一下说法", now=at("2024-03-18"), **who)
    assert EntryComment.objects.count() == 1
    assert refused(lambda: say(text="长" * 501, now=at("2024-03-18"), **who)) == "comment.too_long"
    assert refused(lambda: say(text="晚了", now=at("2024-03-25", 0), **who)) == "comment.not_open"
    assert list(public.comments(comment_run, entries[1])) == list(EntryComment.objects.all())

    now = at("2024-03-25")
    show.tick(now)
    codes = {one.code for one in blockers.of_campaign(show.fresh(), now)}
    assert codes == {"decision.not_recorded", "ranking.not_made"}
    organiser = show.organiser()
    make = awards.results.make_ranking
    assert refused(
        lambda: make(campaign_id=show.campaign.pk, version=show.fresh().version, actor=organiser, now=now)
    ) == "decision.not_recorded"  # fmt: skip
    awards.results.record_places(
        campaign_id=show.campaign.pk, category="daughter_in_law",
        places=[(entry.pk, "居民代表会议表决") for entry in reversed(entries)], actor=organiser, now=now,
    )  # fmt: skip
    make(campaign_id=show.campaign.pk, version=show.fresh().version, actor=organiser, now=now)
    awards.results.propose(campaign_id=show.campaign.pk, version=show.fresh().version, actor=organiser, now=now)
    winners = list(Title.objects.order_by("place").values_list("entry_id", flat=True))
    assert winners == [entry.pk for entry in reversed(entries)][:5]

    awards.entries.withdraw(
        entry_id=winners[0], reason="本人意愿", actor=show.world.resident(6, now), now=at("2024-03-26")
    )
    awards.results.amend(
        campaign_id=show.campaign.pk, version=show.fresh().version, actor=organiser, now=at("2024-03-26")
    )
    assert refused(
        lambda: awards.results.amend(
            campaign_id=show.campaign.pk, version=show.fresh().version, actor=organiser, now=at("2024-03-26")
        )
    ) == "list.nothing_to_amend"  # fmt: skip
    for notice in show.campaign.list_notices.order_by("number"):
        way.post_on_board(show, notice, at("2024-03-26"))
    end = at("2024-04-03")
    show.tick(end)
    assert refused(
        lambda: awards.naming.draft_decision(campaign_id=show.campaign.pk, number="1", actor=organiser, now=end)
    ) == "notice.posted_late"  # fmt: skip


def test_named_without_money_is_closed_without_a_prize_list(tmp_path) -> None:
    show = given_awards.announced(given_awards.world_of("2024-02-20"), LIGHT)
    now = at("2024-03-01", 0)
    show.tick(now)
    actor = show.world.resident(0, now)
    entry = awards.intake.recommend(
        campaign_id=show.campaign.pk, sheet=show.sheet("daughter_in_law"), request_key="a",
        body=Body(kind="residents", ref=f"person:{actor.person_id}"), actor=actor, now=now,
    )  # fmt: skip
    show.tick(at("2024-03-16", 0))
    now, organiser = at("2024-03-25"), show.organiser()
    show.tick(now)
    awards.results.record_places(
        campaign_id=show.campaign.pk, category="daughter_in_law", places=[(entry.pk, "一致推荐")], actor=organiser,
        now=now,
    )  # fmt: skip
    awards.results.make_ranking(campaign_id=show.campaign.pk, version=show.fresh().version, actor=organiser, now=now)
    awards.results.propose(campaign_id=show.campaign.pk, version=show.fresh().version, actor=organiser, now=now)
    way.post_on_board(show, show.campaign.list_notices.get(), now)
    now = at("2024-04-02")
    show.tick(now)
    decision = awards.naming.draft_decision(
        campaign_id=show.campaign.pk, number="社〔2024〕1号", actor=organiser, now=now
    )
    who = {"decision_id": decision.pk, "now": now}
    assert refused(lambda: awards.naming.publish_decision(actor=organiser, **who)) == "decision.no_such_move"
    awards.naming.approve_decision(actor=show.leader(), **who)
    awards.naming.publish_decision(actor=organiser, **who)
    assert refused(
        lambda: awards.prizes.hand_over(campaign_id=show.campaign.pk, actor=organiser, now=now)
    ) == "prizes.none"  # fmt: skip
    closed = awards.campaigns.close(
        campaign_id=show.campaign.pk, version=show.fresh().version, actor=organiser, now=now
    )
    assert closed.state == "CLOSED"
    target = tmp_path / "bundle.zip"
    awards.exporting.export_bundle(campaign_id=show.campaign.pk, target=target, actor=organiser, now=now)
    assert verify.main([str(target)]) == 0
