"""Appeals against a rejection or a lapse: lodged within the term, decided by somebody who had no part in it."""

from datetime import datetime

from django.db import transaction

from yuanba.audit import actions as audit
from yuanba.awards import rules, states
from yuanba.awards.actions.corrections import reopen_screening
from yuanba.awards.actions.locks import locked_entry
from yuanba.awards.actions.steps import move_entry, tell
from yuanba.awards.models import Appeal, Entry
from yuanba.awards.queries.terms import appeal_until
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require

TEXT_LENGTH = 4000  # ours: an appeal is a letter, not a file


@transaction.atomic
def lodge(*, entry_id: int, text: str, actor: Actor, now: datetime) -> Appeal:
    """The appeal waits for a third person. Lodging twice is once.

    Raises Refused: entry.not_yours, appeal.late, appeal.empty, entry.no_such_move.
    """
    entry = locked_entry(entry_id)
    require(rules.may_tend(actor, entry, now))
    if entry.state == "APPEALED":
        return entry.appeal
    require(states.ENTRY.may(entry.state, "appeal"))
    if hasattr(entry, "appeal"):
        raise Refused(no("appeal.only_once", "announcement: screening"))
    until = appeal_until(entry, _told_at(entry))
    if until is not None and local_date(now) > until:
        raise Refused(no("appeal.late", "announcement: screening", until=until))
    words = clean_lines(text)
    if not words or len(words) > TEXT_LENGTH:
        raise Refused(no("appeal.empty", "announcement: screening", most=TEXT_LENGTH))
    rejected = entry.screenings.filter(state="REJECTED").order_by("-round").first()
    appeal = Appeal.objects.create(
        entry=entry,
        first_by=rejected.screened_by if rejected else "",
        second_by=rejected.second_by if rejected else "",
        text=words,
        lodged_by=actor.id,
        lodged_at=now,
    )
    move_entry(entry, "appeal", actor=actor, now=now)
    return appeal


def _told_at(entry: Entry) -> datetime:
    """When the applicant was told of the rejection or the lapse."""
    step = entry.steps.filter(verb__in=("reject", "lapse")).order_by("-pk").first()
    assert step is not None, "the state says that there was such a step"
    return step.at


@transaction.atomic
def decide(*, appeal_id: int, allow: bool, reason: str, actor: Actor, now: datetime) -> Appeal:
    """The entry goes on, or has ended for good; the applicant knows why. One that had lapsed is screened now.

    Raises Refused: awards.not_allowed, appeal.not_a_third, screening.own_entry, awards.no_reason, appeal.no_such_move.
    """
    appeal = Appeal.objects.filter(pk=appeal_id).first()
    if appeal is None:
        raise Refused(no("appeal.unknown"))
    entry = locked_entry(appeal.entry_id)
    appeal.refresh_from_db()
    require(rules.may(actor, rules.APPEAL, entry.campaign.territory_id, now))
    if actor.id in (appeal.first_by, appeal.second_by, appeal.lodged_by, entry.registered_by):
        raise Refused(no("appeal.not_a_third", "decided by somebody who had no part in it"))
    if rules.has_part(actor, entry):
        raise Refused(no("screening.own_entry", "announcement: screening"))
    if not clean(reason):
        raise Refused(no("awards.no_reason"))
    verb = "allow" if allow else "dismiss"
    appeal.state = states.APPEAL.step(appeal.state, verb)
    appeal.decided_by, appeal.decided_at, appeal.reason = actor.id, now, clean(reason)[:400]
    appeal.save()
    had_lapsed = not appeal.first_by
    move_entry(entry, "reinstate" if allow and had_lapsed else verb, actor=actor, now=now, cause=appeal.reason)
    if allow and had_lapsed:
        reopen_screening(entry)
    tell(entry, "entry.allowed" if allow else "entry.dismissed", now=now, reason=appeal.reason)
    audit.record(
        verb=f"awards.appeal.{verb}", subject=f"appeal:{appeal.pk}", actor=actor, now=now, detail={"entry": entry.pk}
    )
    return appeal
