"""The Huayang campaign from announcement to prize list, through actions only."""

import pytest
from django.test import Client
from tests.awards import given_awards
from tests.awards.given_awards import at
from tests.flows import award_way as way

from yuanba import verify
from yuanba.awards import actions as awards
from yuanba.awards.actions.intake import Intake, Mail
from yuanba.awards.actions.notices import shown_name
from yuanba.awards.models import Certificate, Entry, Screening, StageScore, Title
from yuanba.awards.queries import blockers
from yuanba.awards.queries.board import board
from yuanba.awards.queries.results import proposed_list, verify_certificate, winners
from yuanba.awards.queries.showing import notice_term
from yuanba.ballots.models import Ballot
from yuanba.funds.models import PrizeList
from yuanba.kernel.verdict import Refused
from yuanba.web.awards.campaign_page import track

pytestmark = pytest.mark.django_db


def codes(show, now) -> list[str]:
    return [one.code for one in blockers.of_campaign(show.fresh(), now)]


def register_by_staff(show, now) -> list[Entry]:
    """One entry at the desk, one on a form, one by e-mail; each with its second check."""
    worker = show.world.actor("COMMUNITY_WORKER", 0)
    scan = given_awards.upload(worker, now, "签名表")
    desk = awards.intake.register_for(
        campaign_id=show.campaign.pk, sheet=show.sheet(), intake=Intake(scan_file_id=scan), request_key=show.key(),
        actor=worker, now=now,
    )  # fmt: skip
    form = awards.intake.issue_form(
        campaign_id=show.campaign.pk, category="person", kind="", territory_id=show.world.communities[0].pk,
        issued_to="李婆婆", actor=worker, now=now,
    )  # fmt: skip
    paper = awards.intake.register_paper(
        campaign_id=show.campaign.pk, form_serial=form.serial.lower(), sheet=show.sheet(answers={}),
        intake=Intake(scan_file_id=scan), request_key=show.key(), actor=worker, now=now,
    )  # fmt: skip
    organiser = show.organiser()
    message = given_awards.upload(organiser, now, "邮件")
    mail = Mail(message_file_id=message, message_ref="<1@example.org>", sender="a@example.org", arrived_at=now)
    email = awards.intake.register_email(
        campaign_id=show.campaign.pk, sheet=show.sheet("case"), mail=mail, request_key=show.key(), actor=organiser,
        now=now,
    )  # fmt: skip
    second = show.world.actor("STREET_ORGANISER", 1)
    for entry in (desk, paper, email):
        assert entry.state == "RECEIVED"
        awards.intake.confirm(entry_id=entry.pk, agrees=True, reason="", actor=second, now=now)
    for entry, actor in ((desk, worker), (paper, worker), (email, organiser)):
        show.hand_in(entry, actor, now)
    return [desk, paper, email]


def test_the_whole_way(tmp_path) -> None:
    show = given_awards.announced(given_awards.world_of(per_compound=12))
    world = show.world
    now = at("2021-09-10", 0)
    assert show.tick(now).opened == [f"campaign:{show.campaign.pk}/registration"]
    assert show.fresh().state == "RUNNING"

    entries = [show.enter(world.resident(number, now), now) for number in range(4)]
    works = [show.enter(world.resident(number, now), now, "communication") for number in range(4, 7)]
    entries += register_by_staff(show, at("2021-09-20"))
    with pytest.raises(Refused) as late:
        show.enter(world.resident(9, now), at("2021-10-10", 0))
    assert late.value.verdict.code == "entry.late"

    assert show.tick(at("2021-10-10", 0)).closed == [f"campaign:{show.campaign.pk}/registration"]
    assert show.tick(at("2021-10-20", 0)).opened == [f"campaign:{show.campaign.pk}/screening"]

    now = at("2021-10-20")
    awards.screening.assign(
        campaign_id=show.campaign.pk, screeners=[show.screener(0).id, show.screener(1).id], actor=show.organiser(),
        now=now,
    )  # fmt: skip
    assert {"screening.pending", "stage.runs"} <= set(codes(show, now))
    rejected = entries[3]
    for entry in Entry.objects.filter(state="SUBMITTED").exclude(pk=rejected.pk):
        show.screen(entry, now)
    screening = show.screen(rejected, now, "REJECT", reason="不符合第一条")
    with pytest.raises(Refused) as same:
        awards.screening.second(screening_id=screening.pk, agrees=True, reason="同意", actor=show.screener(0), now=now)
    assert same.value.verdict.code == "screening.same_person"
    awards.screening.second(screening_id=screening.pk, agrees=True, reason="同意", actor=show.screener(1), now=now)
    appeal = awards.appeals.lodge(entry_id=rejected.pk, text="我有证明", actor=world.resident(3, now), now=now)
    with pytest.raises(Refused) as third:
        awards.appeals.decide(appeal_id=appeal.pk, allow=True, reason="成立", actor=show.screener(1), now=now)
    assert third.value.verdict.code == "awards.not_allowed"
    awards.appeals.decide(appeal_id=appeal.pk, allow=True, reason="成立", actor=world.actor("APPEAL_OFFICER"), now=now)
    assert not Screening.objects.filter(state__in=["PENDING", "AWAITING_SECOND"]).exists()

    show.tick(at("2021-11-03", 0))
    survey = show.run("survey")
    assert survey.state == "OPEN"
    assert way.answer_all(show, survey, at("2021-11-04")) > 10

    show.tick(at("2021-11-15", 0))
    scores = {row.entry_id: row.state for row in StageScore.objects.filter(stage_run=survey)}
    assert set(scores.values()) == {"SCORED"}
    assert not set(scores) & {work.pk for work in works}
    vote = show.run("vote")
    assert way.vote_all(show, vote, at("2021-11-16")) == 36

    jury = show.run("jury")
    way.seat_jury(show, jury, way.experts(show, 20), at("2021-11-10"), at("2021-11-12"))
    show.tick(at("2021-11-22", 0))
    assert Ballot.objects.get().state == "COUNTED"
    assert show.run("jury").state == "OPEN"
    assert codes(show, at("2021-11-22")) == ["stage.runs", "jury.declarations", "jury.declarations"]
    way.declare_all(jury, at("2021-11-22"))
    show.tick(at("2021-11-22", 11))
    assert way.judge_all(jury, at("2021-11-23")) == 9 * (len(entries) + len(works))
    way.sign_all(jury, show.organiser(), at("2021-11-24"))
    show.tick(at("2021-12-06", 0))
    assert show.run("jury").state == "CLOSED"
    assert codes(show, at("2021-12-06")) == ["ranking.not_made"]

    now = at("2021-12-06")
    campaign = show.fresh()
    ranking = awards.results.make_ranking(
        campaign_id=campaign.pk, version=campaign.version, actor=show.organiser(), now=now
    )
    assert not proposed_list(show.fresh()).exists()
    assert [one["category"] for one in ranking.snapshot["categories"]] == [
        "person", "collective", "case", "communication",
    ]  # fmt: skip
    awards.results.propose(campaign_id=campaign.pk, version=show.fresh().version, actor=show.organiser(), now=now)
    assert proposed_list(show.fresh()).count() == 6 + 1 + 2
    assert Ballot.objects.get().state == "PUBLISHED"

    first = show.campaign.list_notices.get()
    way.post_on_board(show, first, now)
    winner = Title.objects.get(category="communication", place=1).entry
    objection = way.object_to(show, first, winner, at("2021-12-07"))
    assert "notice.term_runs" in codes(show, at("2021-12-07"))
    way.uphold(show, objection, at("2021-12-08"))
    assert "list.amend_needed" in codes(show, at("2021-12-08"))
    awards.results.amend(
        campaign_id=campaign.pk, version=show.fresh().version, actor=show.organiser(), now=at("2021-12-08")
    )
    winner.refresh_from_db()
    assert winner.state == "REMOVED"
    assert proposed_list(show.fresh()).filter(category="communication").count() == 2
    second = show.campaign.list_notices.get(number=2)
    assert second.titles.count() == 1
    way.post_on_board(show, second, at("2021-12-08"))
    assert notice_term(show.fresh()) == (at("2021-12-06").date(), at("2021-12-15").date())
    page = Client().get(f"/notices/{first.notice_id}").content.decode()
    assert f"已不在名单上：</b> {shown_name(winner.award)}" in page
    assert f'href="/notices/{second.notice_id}"' in page
    assert "已不在名单上" not in Client().get(f"/notices/{second.notice_id}").content.decode()
    days = [step["detail"] for step in track(show.fresh(), at("2021-12-09"))][-1]
    assert ("12月6日" in days, "12月15日" in days) == (True, True)
    with pytest.raises(Refused) as early:
        awards.naming.draft_decision(
            campaign_id=campaign.pk, number="示街〔2021〕1号", actor=show.organiser(), now=at("2021-12-14")
        )
    assert early.value.verdict.code == "notice.term_runs"
    show.tick(at("2021-12-16", 0))
    assert show.run("publicity").state == "CLOSED"

    now = at("2021-12-16")
    decision = awards.naming.draft_decision(
        campaign_id=campaign.pk, number="示街〔2021〕1号", actor=show.organiser(), now=now
    )
    awards.naming.approve_decision(decision_id=decision.pk, actor=show.leader(), now=now)
    assert not winners(show.fresh()).exists()
    awards.naming.publish_decision(decision_id=decision.pk, actor=show.organiser(), now=now)
    assert winners(show.fresh()).count() == 9
    certificate = Certificate.objects.order_by("pk").first()
    assert verify_certificate(certificate.code).is_valid

    hand = awards.prizes.hand_over(campaign_id=campaign.pk, actor=show.organiser(), now=now)
    assert hand.amount_fen == 6 * 300000 + 1 * 500000 + 2 * 500000
    assert PrizeList.objects.get().lines.count() == 9
    awards.campaigns.close(campaign_id=campaign.pk, version=show.fresh().version, actor=show.organiser(), now=now)
    assert show.fresh().state == "CLOSED"

    bundle = tmp_path / "bundle"
    awards.exporting.export_bundle(campaign_id=campaign.pk, target=bundle, actor=show.organiser(), now=now)
    assert verify.main([str(bundle)]) == 0
    text = "".join(one.read_text() for one in sorted(bundle.rglob("*.json*")))
    assert not any(entry.nominee_name in text or entry.serial in text for entry in Entry.objects.all())
    assert board(show.fresh(), now).cards[0].late == 1

    awards.naming.ask_revocation(title_id=certificate.title_id, reason="事后查实", actor=show.organiser(), now=now)
    awards.naming.revoke(title_id=certificate.title_id, actor=show.leader(), now=now)
    assert not verify_certificate(certificate.code).is_valid
