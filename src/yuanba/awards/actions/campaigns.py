"""Campaigns: drafted from a playbook, given their documents, opened, cancelled, closed."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.audit import actions as audit
from yuanba.audit.queries import events_about
from yuanba.awards import rules
from yuanba.awards.actions.locks import locked
from yuanba.awards.actions.proofs import on_file
from yuanba.awards.actions.steps import move_campaign
from yuanba.awards.actions.stopping import stop
from yuanba.awards.models import Campaign, PolicyDocument, StageRun
from yuanba.awards.pinned import playbook_of, window
from yuanba.awards.playbook import Playbook, PlaybookError, read
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import YearUnknown, local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.queries import calendar

CODE = re.compile(r"[A-Z][A-Z0-9]{1,15}")


def _valid(text: str) -> Playbook:
    try:
        return read(text)
    except PlaybookError as error:
        first = error.mistakes[0]
        facts = {"count": len(error.mistakes), "line": first.line, "first": first.code}
        raise Refused(no("campaign.playbook_invalid", "yuanba playbook check", **facts)) from None


@transaction.atomic
def draft(
    *,
    territory_id: int,
    code: str,
    playbook_text: str,
    actor: Actor,
    now: datetime,
    organiser_id: int | None = None,
) -> Campaign:
    """A campaign stands in draft with its playbook; nobody outside sees it.

    `code` is 2 to 16 capital letters and digits and stands in serials. Raises Refused: awards.not_allowed,
    campaign.bad_code, campaign.code_taken, campaign.playbook_invalid.
    """
    require(rules.may(actor, rules.ORGANISE, territory_id, now))
    if not CODE.fullmatch(code):
        raise Refused(no("campaign.bad_code", "serials", given=code[:20]))
    playbook = _valid(playbook_text)
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(
                territory_id=territory_id,
                organiser_id=organiser_id,
                code=code,
                title=playbook.title,
                year=playbook.year,
                playbook_text=playbook_text,
                playbook_sha256=playbook.sha256,
                playbook_version=str(playbook.version),
                created_by=actor.id,
                created_at=now,
            )
    except IntegrityError:
        raise Refused(no("campaign.code_taken", "serials", given=code)) from None
    _note("draft", campaign, actor, now)
    return campaign


def _note(verb: str, campaign: Campaign, actor: Actor, now: datetime) -> None:
    audit.record(
        verb=f"awards.campaign.{verb}",
        subject=f"campaign:{campaign.pk}",
        actor=actor,
        now=now,
        territory_id=campaign.territory_id,
        detail={"sha256": campaign.playbook_sha256},
    )


@transaction.atomic
def set_playbook(*, campaign_id: int, version: int, playbook_text: str, actor: Actor, now: datetime) -> Campaign:
    """The draft has another playbook. Raises Refused: campaign.pinned, awards.changed_meanwhile, campaign.playbook_invalid."""
    campaign = locked(campaign_id)
    require(rules.may_organise(actor, campaign, now))
    require(rules.same_version(campaign.version, version, actor))
    if campaign.state != Campaign.State.DRAFT:
        raise Refused(no("campaign.pinned", "a playbook is pinned when its campaign opens"))
    playbook = _valid(playbook_text)
    campaign.playbook_text, campaign.playbook_sha256 = playbook_text, playbook.sha256
    campaign.playbook_version = str(playbook.version)
    campaign.title, campaign.year = playbook.title, playbook.year
    campaign.version += 1
    campaign.save()
    _note("set_playbook", campaign, actor, now)
    return campaign


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document as it is recorded: BASIS (policy basis) or APPROVAL (of the activity, with its file)."""

    kind: str
    title: str
    issued_by: str
    number: str = ""
    issued_date: date | None = None
    stored_file_id: int | None = None


@transaction.atomic
def add_document(*, campaign_id: int, document: Document, actor: Actor, now: datetime) -> PolicyDocument:
    """A document that the campaign rests on is recorded. The same kind and title once more changes it.

    Raises Refused: awards.not_allowed, campaign.document_without_title, campaign.approval_without_file,
    campaign.document_from_tomorrow.
    """
    campaign = locked(campaign_id)
    require(rules.may_organise(actor, campaign, now))
    title, issuer = clean(document.title)[:200], clean(document.issued_by)[:120]
    if not title or not issuer:
        raise Refused(no("campaign.document_without_title", "announcement: its policy basis"))
    if document.kind == PolicyDocument.Kind.APPROVAL and document.stored_file_id is None:
        raise Refused(no("campaign.approval_without_file", "announcement: its policy basis"))
    if document.stored_file_id is not None:
        on_file(document.stored_file_id, actor)
    if document.issued_date is not None and document.issued_date > local_date(now):
        raise Refused(
            no("campaign.document_from_tomorrow", "announcement: its policy basis", issued=document.issued_date)
        )
    row, _ = PolicyDocument.objects.update_or_create(
        campaign=campaign,
        kind=PolicyDocument.Kind(document.kind),
        title=title,
        defaults={
            "number": clean(document.number)[:60],
            "issued_by": issuer,
            "issued_date": document.issued_date,
            "stored_file_id": document.stored_file_id,
            "recorded_by": actor.id,
            "recorded_at": now,
        },
    )
    audit.record(
        verb="awards.campaign.add_document",
        subject=f"campaign:{campaign.pk}",
        actor=actor,
        now=now,
        territory_id=campaign.territory_id,
        detail={"document": row.pk, "kind": row.kind},
    )
    return row


def _makers(campaign: Campaign) -> set[str]:
    """Whoever had a hand in what is opened."""
    written = events_about(f"campaign:{campaign.pk}").filter(verb="awards.campaign.set_playbook")
    recorded = campaign.documents.values_list("recorded_by", flat=True)
    return {campaign.created_by, *recorded, *written.values_list("actor", flat=True)}


def _notice_fits(playbook: Playbook) -> None:
    """The notice's working days fit between its days by the work calendar, as far as its year is announced.

    Raises Refused(campaign.notice_too_short).
    """
    stage, days = playbook.stages[-1], playbook.notice.workdays
    try:
        last = calendar().add_workdays(stage.opens, days)
    except YearUnknown:
        return
    if last > stage.closes:
        raise Refused(
            no(
                "campaign.notice_too_short",
                "Civil Code 201: the work calendar",
                days=days,
                last=last,
                closes=stage.closes,
            )
        )


@transaction.atomic
def open_campaign(*, campaign_id: int, version: int, actor: Actor, now: datetime) -> Campaign:
    """The campaign is announced: its playbook is pinned and its stages wait for their dates.

    It takes a second person: whoever drafted it, wrote its playbook or recorded its documents does not open it.
    Raises Refused: awards.not_allowed, campaign.same_person, awards.changed_meanwhile, campaign.no_policy_basis,
    campaign.no_approval,
    campaign.window_past, campaign.notice_too_short, campaign.no_such_move.
    """
    campaign = locked(campaign_id)
    require(rules.may_open(actor, campaign, _makers(campaign), now))
    require(rules.same_version(campaign.version, version, actor))
    playbook = _valid(campaign.playbook_text)
    kinds = set(campaign.documents.values_list("kind", flat=True))
    if not playbook.basis and PolicyDocument.Kind.BASIS not in kinds:
        raise Refused(no("campaign.no_policy_basis", "announcement: its policy basis"))
    if PolicyDocument.Kind.APPROVAL not in kinds:
        raise Refused(no("campaign.no_approval", "the document that approves the activity"))
    first = playbook.stages[0]
    if first.closes < local_date(now):
        raise Refused(no("campaign.window_past", "announcement: both days inclusive", closes=first.closes))
    _notice_fits(playbook)
    campaign.pinned_at, campaign.opened_by = now, actor.id
    move_campaign(campaign, "open", actor=actor, now=now)
    for position, stage in enumerate(playbook.stages, start=1):
        span = window(stage.opens, stage.closes)
        StageRun.objects.create(
            campaign=campaign,
            position=position,
            key=stage.key,
            kind=stage.kind,
            opens_at=span.opens_at,
            closes_at=span.closes_at,
        )
    return campaign


@transaction.atomic
def cancel(*, campaign_id: int, version: int, reason: str, actor: Actor, now: datetime) -> Campaign:
    """The campaign has ended without names; its public page says why. What its stages ordered is annulled.

    Raises Refused: awards.not_allowed, awards.changed_meanwhile, awards.no_reason, campaign.no_such_move.
    """
    campaign = locked(campaign_id)
    require(rules.may_approve(actor, campaign, now))
    require(rules.same_version(campaign.version, version, actor))
    if not clean(reason):
        raise Refused(no("awards.no_reason"))
    move_campaign(campaign, "cancel", actor=actor, now=now, cause=clean(reason))
    stop(campaign, clean(reason), actor=actor, now=now)
    return campaign


@transaction.atomic
def close(*, campaign_id: int, version: int, actor: Actor, now: datetime) -> Campaign:
    """The campaign is over: named, and its prize list handed over. Raises Refused(campaign.prizes_waiting)."""
    campaign = locked(campaign_id)
    require(rules.may_organise(actor, campaign, now))
    require(rules.same_version(campaign.version, version, actor))
    pays = any(tier.prize_yuan for category in playbook_of(campaign).categories for tier in category.tiers)
    if pays and campaign.state == Campaign.State.NAMED and not hasattr(campaign, "prize_hand_over"):
        raise Refused(no("campaign.prizes_waiting", "the prize list follows the naming"))
    return move_campaign(campaign, "close", actor=actor, now=now)
