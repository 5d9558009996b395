"""Reminding: whoever must act before a campaign can go on hears of it, once a day at most."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from yuanba.audit import actions as audit
from yuanba.awards import rules
from yuanba.awards.actions.locks import locked
from yuanba.awards.models import Campaign
from yuanba.awards.queries import blockers
from yuanba.awards.queries.blockers import Blocker
from yuanba.awards.texts import reminder
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging import actions as messaging
from yuanba.messaging import queries as messages
from yuanba.people import queries as people
from yuanba.rubrics import queries as rubrics

SOURCE = "what blocks the next step, and who must act"


@transaction.atomic
def remind(*, campaign_id: int, code: str, actor: Actor, now: datetime) -> int:
    """Everybody whose turn it is has a message about this blocker; how many were told. Twice on one day is once.

    Raises Refused: awards.not_allowed, reminder.nothing (nothing of the kind waits), reminder.nobody (the clock or an
    applicant must act, or nobody holds the post).
    """
    campaign = locked(campaign_id)
    require(rules.may_organise(actor, campaign, now))
    blocker = next((one for one in blockers.of_campaign(campaign, now) if one.code == code), None)
    if blocker is None:
        raise Refused(no("reminder.nothing", SOURCE, blocker=code[:40]))
    accounts = sorted(whose_turn(campaign, blocker, now))
    if not accounts:
        raise Refused(no("reminder.nobody", SOURCE, blocker=code))
    told = sum(_tell(account_id, campaign, blocker, now) for account_id in accounts)
    audit.record(
        verb="awards.reminder.send",
        subject=f"campaign:{campaign.pk}",
        actor=actor,
        now=now,
        territory_id=campaign.territory_id,
        detail={"blocker": code, "told": told, "asked": len(accounts)},
    )
    return told


def whose_turn(campaign: Campaign, blocker: Blocker, now: datetime) -> set[int]:
    """The staff accounts that can lift the blocker: those named, the jurors who are late, or the holders of the post."""
    named = {int(one.removeprefix("account:")) for one in blocker.people if one.startswith("account:")}
    if named:
        return named
    if blocker.who == blockers.JURORS:
        persons = _late_jurors(campaign, blocker)
    elif "." in blocker.who:
        on = local_date(now)
        persons = {one.person_id for one in people.holders(blocker.who, campaign.territory_id, on)}
    else:
        return set()
    return {account.pk for account in people.staff_accounts(sorted(persons)).values()}


def _late_jurors(campaign: Campaign, blocker: Blocker) -> set[int]:
    run = blockers.current_run(campaign)
    found: set[int] = set()
    for panel in blockers.panels(run) if run is not None else ():
        members = {member.code: member for member in rubrics.seated(panel)}
        if blocker.code == "jury.declarations":
            late: Iterable[str] = [code for code, member in members.items() if member.declared_at is None]
        elif blocker.code == "jury.not_signed":
            late = rubrics.unsigned(panel)
        else:
            late = [row.code for row in rubrics.progress(panel) if row.submitted < row.assigned]
        found |= {members[code].person_id for code in late if code in members}
    return found


def _tell(account_id: int, campaign: Campaign, blocker: Blocker, now: datetime) -> bool:
    """True if the account was told now, False if it had the same message today."""
    kind, address = f"awards.reminder.{blocker.code}", f"account:{account_id}"
    before = messages.latest(address=address, kind=kind)
    is_today = before is not None and local_date(before.created_at) == local_date(now)
    if before is not None and is_today and before.params.get("campaign") == campaign.pk:
        return False
    text_zh, text_en = reminder(blocker.code, title=campaign.title, count=blocker.count)
    messaging.enqueue(
        channel="inapp",
        address=address,
        person_ref=address,
        kind=kind,
        text_zh=text_zh,
        text_en=text_en,
        now=now,
        params={"campaign": campaign.pk},
    )
    return True
