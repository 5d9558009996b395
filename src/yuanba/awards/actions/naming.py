"""Naming: a decision drafted by one and approved by another, unseen until published; certificates; revocation by two."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from yuanba.audit import actions as audit
from yuanba.awards import rules, states
from yuanba.awards.actions.locks import locked
from yuanba.awards.actions.notices import conclude_all
from yuanba.awards.actions.proofs import on_file
from yuanba.awards.actions.results import last_ranking, may_name
from yuanba.awards.actions.steps import move_campaign, move_entries, move_entry, tell
from yuanba.awards.models import Campaign, Certificate, NamingDecision, Revocation, Title
from yuanba.awards.serials import pseudonym
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require

CODE_LENGTH = 12  # of 25 letters: nobody guesses one of 5e16


@transaction.atomic
def draft_decision(
    *, campaign_id: int, number: str, actor: Actor, now: datetime, document_file_id: int | None = None
) -> NamingDecision:
    """The decision is drafted under its document number; only staff see it.

    Raises Refused: notice.missing, notice.term_runs, notice.objection_open (as publicity answers), list.amend_needed,
    decision.no_number, decision.exists, decision.too_early, proof.not_on_file.
    """
    campaign = locked(campaign_id)
    require(rules.may_organise(actor, campaign, now))
    if campaign.state != Campaign.State.PROPOSED:
        raise Refused(no("decision.too_early", "no naming before the notice", state=campaign.state))
    may_name(campaign, now)
    if document_file_id is not None:
        on_file(document_file_id, actor)
    if not clean(number):
        raise Refused(no("decision.no_number", "GB/T 9704"))
    try:
        with transaction.atomic():
            decision = NamingDecision.objects.create(
                campaign=campaign,
                number=clean(number)[:60],
                ranking=last_ranking(campaign),
                drafted_by=actor.id,
                drafted_at=now,
                document_file_id=document_file_id,
            )
    except IntegrityError:
        raise Refused(no("decision.exists", "one decision in force")) from None
    _note("draft", decision, actor, now)
    return decision


@transaction.atomic
def attach_document(*, decision_id: int, document_file_id: int, actor: Actor, now: datetime) -> NamingDecision:
    """The decision has its document (.docx to GB/T 9704), as long as it is not published."""
    decision = _locked(decision_id)
    require(rules.may_organise(actor, decision.campaign, now))
    if decision.state == "PUBLISHED":
        raise Refused(no("decision.published", "no naming before the notice"))
    on_file(document_file_id, actor)
    decision.document_file_id = document_file_id
    decision.save(update_fields=["document_file_id"])
    _note("attach", decision, actor, now)
    return decision


def _locked(decision_id: int) -> NamingDecision:
    """The decision under the lock of its campaign."""
    found = NamingDecision.objects.filter(pk=decision_id).first()
    if found is None:
        raise Refused(no("decision.unknown"))
    campaign = locked(found.campaign_id)
    found.refresh_from_db()
    found.campaign = campaign
    return found


@transaction.atomic
def approve_decision(*, decision_id: int, actor: Actor, now: datetime) -> NamingDecision:
    """Another person than the drafter has approved it; it is still unseen. Raises Refused: decision.same_person,
    decision.no_such_move, and what `draft_decision` asks of the notice."""
    decision = _locked(decision_id)
    require(rules.may_approve(actor, decision.campaign, now))
    target = states.DECISION.step(decision.state, "approve")
    if decision.drafted_by == actor.id:
        raise Refused(no("decision.same_person", "propose and approve are two duties"))
    may_name(decision.campaign, now)
    decision.state, decision.approved_by, decision.approved_at = target, actor.id, now
    decision.save()
    _note("approve", decision, actor, now)
    return decision


@transaction.atomic
def publish_decision(*, decision_id: int, actor: Actor, now: datetime) -> NamingDecision:
    """The winners are named, their certificates issued, and everybody sees it. Publishing twice is once.

    Raises Refused: decision.no_such_move, and what `draft_decision` asks of the notice.
    """
    decision = _locked(decision_id)
    campaign = decision.campaign
    require(rules.may_organise(actor, campaign, now))
    if decision.state == "PUBLISHED":
        return decision
    may_name(campaign, now)
    conclude_all(campaign, actor=actor, now=now)
    decision.state, decision.published_at = states.DECISION.step(decision.state, "publish"), now
    decision.save()
    titles = list(
        campaign.titles.filter(state="PROPOSED").select_related("entry").order_by("category", "tier", "place")
    )
    for title in titles:
        title.state = states.TITLE.step(title.state, "name")
        title.decision, title.named_at = decision, now
    Title.objects.bulk_update(titles, ["state", "decision", "named_at"], batch_size=200)
    _issue(campaign, titles, now)
    entries = [title.entry for title in titles]
    move_entries(entries, "name", actor=actor, now=now, cause=f"decision:{decision.pk}")
    for entry in entries:
        tell(entry, "entry.named", now=now)
    move_campaign(campaign, "name", actor=actor, now=now, cause=f"decision:{decision.pk}")
    _note("publish", decision, actor, now)
    return decision


def _issue(campaign: Campaign, titles: list[Title], now: datetime) -> None:
    """A certificate for each title, numbered within the campaign."""
    Certificate.objects.bulk_create(
        [
            Certificate(
                title=title,
                code=pseudonym(settings.SECRET_KEY, f"certificate:{campaign.code}:{title.entry.serial}", CODE_LENGTH),
                number=f"{campaign.code}-{number:04d}",
                issued_at=now,
            )
            for number, title in enumerate(titles, start=1)
        ],
        batch_size=200,
    )


def _note(verb: str, decision: NamingDecision, actor: Actor, now: datetime) -> None:
    audit.record(
        verb=f"awards.decision.{verb}",
        subject=f"decision:{decision.pk}",
        actor=actor,
        now=now,
        territory_id=decision.campaign.territory_id,
        detail={"campaign": decision.campaign_id, "ranking": decision.ranking_id},
    )


def _locked_title(title_id: int) -> Title:
    found = Title.objects.filter(pk=title_id).first()
    if found is None:
        raise Refused(no("title.unknown"))
    campaign = locked(found.campaign_id)
    title = Title.objects.select_related("entry__campaign").get(pk=title_id)
    title.campaign = title.entry.campaign = campaign
    return title


@transaction.atomic
def ask_revocation(*, title_id: int, reason: str, actor: Actor, now: datetime) -> Revocation:
    """Somebody asks to take a named title back, with the reason; nothing changes yet.

    Raises Refused: awards.no_reason, title.no_such_move, revocation.asked.
    """
    title = _locked_title(title_id)
    require(rules.may_organise(actor, title.campaign, now))
    require(states.TITLE.may(title.state, "revoke"))
    if not clean(reason):
        raise Refused(no("awards.no_reason"))
    if Revocation.objects.filter(title=title).exists():
        raise Refused(no("revocation.asked"))
    return Revocation.objects.create(title=title, reason=clean(reason)[:400], asked_by=actor.id, asked_at=now)


@transaction.atomic
def revoke(*, title_id: int, actor: Actor, now: datetime) -> Title:
    """The title is revoked by another person than the asker; its certificate says so to everybody who verifies it.

    Raises Refused: revocation.not_asked, revocation.same_person, title.no_such_move.
    """
    title = _locked_title(title_id)
    require(rules.may_approve(actor, title.campaign, now))
    target = states.TITLE.step(title.state, "revoke")
    asked = Revocation.objects.filter(title=title).first()
    if asked is None:
        raise Refused(no("revocation.not_asked"))
    if asked.asked_by == actor.id:
        raise Refused(no("revocation.same_person", "propose and approve are two duties"))
    asked.decided_by, asked.decided_at = actor.id, now
    asked.save()
    title.state, title.ended_at, title.ended_reason = target, now, asked.reason
    title.save()
    Certificate.objects.filter(title=title).update(revoked_at=now)
    move_entry(title.entry, "revoke", actor=actor, now=now, cause=asked.reason)
    tell(title.entry, "entry.revoked", now=now, reason=asked.reason)
    audit.record(
        verb="awards.title.revoke",
        subject=f"title:{title.pk}",
        actor=actor,
        now=now,
        detail={"entry": title.entry_id, "day": local_date(now).isoformat()},
    )
    return title
