"""From the ranking to the prize list: proposed list, notice, an objection that is upheld, naming, prizes."""

from datetime import datetime, timedelta

from yuanba.awards import actions as awards
from yuanba.awards.models import Entry, ListNotice
from yuanba.awards.queries.results import proposed_list
from yuanba.funds import actions as funds
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.publicity import actions as publicity
from yuanba.simulation import papers
from yuanba.simulation.show import Show

LOT = "02 09 14 22 30 31 11"  # of another invented public draw
PATIENCE = 40  # days that a notice may take, weekends and holidays included


def rank(show: Show, now: datetime) -> datetime:
    """The ranking stands; where only a lot parts a tie, it is announced and drawn. Returns when."""
    if show.playbook.ranking.method == "decision":
        decide(show, now)
    for _ in range(2):
        campaign = show.fresh()
        try:
            awards.results.make_ranking(
                campaign_id=campaign.pk, version=campaign.version, actor=show.organiser(now), now=now
            )
        except Refused as refusal:
            if refusal.verdict.code != "ranking.seed_needed":
                raise
            now = draw_lot(show, now)
        else:
            return now
    raise AssertionError("a drawn lot parts every tie")


def draw_lot(show: Show, now: datetime) -> datetime:
    """A later public draw is named, and its result is the seed. Returns when it is known."""
    later = now + timedelta(hours=3)
    awards.lots.announce_lot(
        campaign_id=show.campaign.pk, source="公告后第一期双色球", draw_at=later, actor=show.organiser(now), now=now
    )
    awards.lots.draw_lot(campaign_id=show.campaign.pk, seed=LOT, actor=show.organiser(now), now=later)
    return later


def decide(show: Show, now: datetime) -> None:
    """A meeting gives the places of a campaign without scores, the best first."""
    for category in show.playbook.categories:
        rows = Entry.objects.filter(campaign=show.campaign, category=category.key, state="QUALIFIED")
        best = sorted(rows, key=lambda entry: (-show.merit[entry.pk], entry.pk))[: category.quota]
        awards.results.record_places(
            campaign_id=show.campaign.pk,
            category=category.key,
            places=[(entry.pk, "经居民代表会议讨论同意") for entry in best],
            actor=show.organiser(now),
            now=now,
        )


def propose(show: Show, now: datetime) -> None:
    """The list is on notice, on the site and on the board."""
    campaign = show.fresh()
    awards.results.propose(campaign_id=campaign.pk, version=campaign.version, actor=show.organiser(now), now=now)
    post(show, now)


def post(show: Show, now: datetime) -> None:
    """A photograph of the board proves each notice of the list."""
    organiser = show.organiser(now)
    for row in ListNotice.objects.filter(campaign=show.campaign).order_by("number"):
        publicity.record_posting(
            notice_id=row.notice_id,
            place="街道公示栏",
            posted_date=local_date(now),
            photo_file_id=papers.stored(organiser, now, ("png",)),
            actor=organiser,
            now=now,
        )


def object_to(show: Show, now: datetime) -> Entry | None:
    """A neighbour objects to one winner and is right; another objects without ground. Returns who falls."""
    notice = ListNotice.objects.filter(campaign=show.campaign).order_by("number").first()
    winners = list(proposed_list(show.fresh()).order_by("pk"))
    if notice is None or not winners:
        return None
    falls, stays = winners[0].entry, winners[-1].entry
    upheld = statement(show, notice, falls, "事迹与事实不符", now)
    settle(show, upheld, True, now + timedelta(hours=20))
    if stays.pk != falls.pk:
        dismissed = statement(show, notice, stays, "我觉得不好", now)
        settle(show, dismissed, False, now + timedelta(hours=20))
    campaign = show.fresh()
    later = now + timedelta(hours=22)
    awards.results.amend(campaign_id=campaign.pk, version=campaign.version, actor=show.organiser(later), now=later)
    post(show, later)
    return falls


def statement(show: Show, notice: ListNotice, entry: Entry, text: str, now: datetime) -> int:
    home = show.world.compounds[0]
    actor = show.world.citizen(home.persons[0], home.community, now)
    filed = publicity.file_objection(
        notice_id=notice.notice_id,
        statement=publicity.Statement(
            text=text,
            name=show.world.inventor.name(),
            contact=show.world.inventor.phone(),
            about_ref=f"entry:{entry.code}",
        ),
        actor=actor,
        now=now,
    )
    return filed.objection.pk


def settle(show: Show, objection_id: int, is_upheld: bool, now: datetime) -> None:
    publicity.decide_objection(
        objection_id=objection_id,
        is_upheld=is_upheld,
        reason="经核实，异议成立。" if is_upheld else "经核实，异议不成立。",
        actor=show.world.officer("APPEAL_OFFICER", now),
        now=now,
    )


def name(show: Show, now: datetime) -> None:
    """The decision is drafted, approved by another, and published; the prizes are handed over and paid out on paper."""
    organiser = show.organiser(now)
    decision = awards.naming.draft_decision(
        campaign_id=show.campaign.pk, number=f"模办发〔{now.year}〕1号", actor=organiser, now=now
    )
    awards.naming.approve_decision(decision_id=decision.pk, actor=show.leader(now), now=now)
    awards.naming.publish_decision(decision_id=decision.pk, actor=organiser, now=now)
    if show.playbook.amount_fen:
        handed = awards.prizes.hand_over(campaign_id=show.campaign.pk, actor=organiser, now=now)
        funds.check_list(list_id=handed.prize_list_id, actor=show.world.officer("FINANCE_OFFICER", now), now=now)
        funds.approve_list(list_id=handed.prize_list_id, actor=show.leader(now), now=now)
    campaign = show.fresh()
    awards.campaigns.close(campaign_id=campaign.pk, version=campaign.version, actor=organiser, now=now)
