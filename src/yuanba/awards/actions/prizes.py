"""The prizes of the named winners go to funds as one list; awards keeps no payee and pays nobody."""

from datetime import datetime

from django.db import transaction

from yuanba.audit import actions as audit
from yuanba.awards import rules
from yuanba.awards.actions.locks import locked
from yuanba.awards.models import Campaign, PrizeHandOver, Title
from yuanba.awards.pinned import playbook_of
from yuanba.funds import actions as funds
from yuanba.funds.actions.lists import Heading, Prize
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no, require


@transaction.atomic
def hand_over(*, campaign_id: int, actor: Actor, now: datetime) -> PrizeHandOver:
    """Funds has the prize list of all named titles that carry money. Handing over twice is once.

    Raises Refused: prizes.not_named, prizes.none, and those of `funds.actions.draft_list`.
    """
    campaign = locked(campaign_id)
    require(rules.may_organise(actor, campaign, now))
    done = PrizeHandOver.objects.filter(campaign=campaign).first()
    if done is not None:
        return done
    if campaign.state != Campaign.State.NAMED:
        raise Refused(no("prizes.not_named", "the prize list follows the naming", state=campaign.state))
    titles = campaign.titles.filter(state="NAMED", prize_fen__gt=0).select_related("entry")
    rows = list(titles.order_by("category", "tier", "place"))
    if not rows:
        raise Refused(no("prizes.none", "playbook: prizes"))
    prize_list = funds.draft_list(
        heading=Heading(
            subject_ref=f"campaign:{campaign.pk}",
            title=campaign.title,
            territory_id=campaign.territory_id,
            budget_fen=playbook_of(campaign).amount_fen,
        ),
        prizes=[_prize(campaign, title) for title in rows],
        actor=rules.on_behalf(actor, campaign, "funds.draft"),
        now=now,
    )
    hand = PrizeHandOver.objects.create(
        campaign=campaign,
        prize_list_id=prize_list.pk,
        awards=len(rows),
        amount_fen=sum(title.prize_fen for title in rows),
        handed_by=actor.id,
        handed_at=now,
    )
    audit.record(
        verb="awards.prizes.hand_over",
        subject=f"campaign:{campaign.pk}",
        actor=actor,
        now=now,
        territory_id=campaign.territory_id,
        detail={"prize_list": prize_list.pk, "awards": hand.awards, "amount_fen": hand.amount_fen},
    )
    return hand


def _prize(campaign: Campaign, title: Title) -> Prize:
    """The prize of whoever the title names: a body's, or a person's.

    Somebody is the payee only if the entry says who the awarded person is (a person of the roll; the applicant only who
    entered in the own name). Otherwise nobody is taken for the winner: whoever handed the entry in says where it goes.
    """
    entry = title.entry
    nominee = playbook_of(campaign).category(title.category).nominee
    is_body = nominee == "ORGANISATION" or entry.nominee_organisation_id is not None
    person_id = None if is_body else entry.nominee_person_id
    return Prize(
        recipient_ref=f"entry:{entry.pk}",
        recipient="ORGANISATION" if is_body else "PERSON",
        category=title.category,
        tier=title.tier,
        gross_fen=title.prize_fen,
        person_id=person_id,
        organisation_id=entry.nominee_organisation_id if is_body else None,
        contact_person_id=entry.applicant_id if person_id is None else None,
    )
