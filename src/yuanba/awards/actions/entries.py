"""Entries: saved as drafts, submitted once, withdrawn. How staff bring entries in is in `intake`."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from yuanba.audit import actions as audit
from yuanba.awards import rules, states
from yuanba.awards.actions import leaving
from yuanba.awards.actions.attaching import attach_all
from yuanba.awards.actions.locks import locked, locked_entry
from yuanba.awards.actions.steps import move_entry, tell
from yuanba.awards.models import (
    Attempt,
    Campaign,
    Channel,
    CriterionAnswer,
    Entry,
    EntryDraft,
    MediaWork,
    ServiceArea,
    StageRun,
)
from yuanba.awards.pinned import playbook_of
from yuanba.awards.serials import pseudonym, serial
from yuanba.awards.sheet import EntrySheet
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places import queries as places

REQUEST_KEY_LENGTH = 64
# A form's text, generously; the pages limit each field.
DRAFT_LIMIT = 200_000
DRAFTS = 20  # of one account in one campaign that were not sent yet: a person has few, a script has no end


@transaction.atomic
def save_draft(
    *, campaign_id: int, slot: str, data: dict[str, Any], revision: int, actor: Actor, now: datetime
) -> EntryDraft:
    """What was typed is kept, and `revision` has grown by one; 0 starts a draft.

    It works before, in and after the window, so that nothing typed is ever lost. Of two tabs the one with the older
    revision is refused and told. Raises Refused: draft.not_signed_in, draft.bad_slot, draft.too_big, draft.too_many, draft.sent,
    draft.newer_elsewhere, campaign.not_public.
    """
    _draft_fits(slot, data, actor)
    campaign = Campaign.objects.get(pk=campaign_id)
    require(rules.is_public(campaign))
    where = {"campaign": campaign, "account_id": actor.account_id, "slot": slot}
    found = EntryDraft.objects.select_for_update().filter(**where).first()
    if found is None:
        assert actor.account_id is not None, "a draft is a signed-in person's"
        begun = EntryDraft.objects.filter(campaign=campaign, account_id=actor.account_id, entry__isnull=True)
        if begun.count() >= DRAFTS:
            raise Refused(no("draft.too_many", "drafts are few and small", most=DRAFTS))
        try:
            with transaction.atomic():
                return EntryDraft.objects.create(**where, data=data, saved_at=now)
        except IntegrityError:
            found = EntryDraft.objects.select_for_update().get(**where)
    if found.entry_id is not None:
        raise Refused(no("draft.sent", "announcement: whoever enters", entry=found.entry_id))
    if found.data == data:
        return found
    if found.revision != revision:
        raise Refused(no("draft.newer_elsewhere", "two tabs", revision=found.revision))
    found.data, found.revision, found.saved_at = data, found.revision + 1, now
    found.save()
    return found


def _draft_fits(slot: str, data: dict[str, Any], actor: Actor) -> None:
    if actor.account_id is None:
        raise Refused(no("draft.not_signed_in", "announcement: whoever enters"))
    if not 0 < len(slot) <= REQUEST_KEY_LENGTH:
        raise Refused(no("draft.bad_slot"))
    if len(str(data)) > DRAFT_LIMIT:
        raise Refused(no("draft.too_big", "drafts are few and small", most=DRAFT_LIMIT))


def submit(*, campaign_id: int, sheet: EntrySheet, request_key: str, actor: Actor, now: datetime) -> Entry:
    """The entry is submitted; the same `request_key` once more answers with the same entry.

    The window is checked against `now`, not against when the form was opened. A refusal is counted by its reason and
    leaves the draft as it was. Raises Refused: entry.late, entry.too_early, entry.closed_early, entry.no_campaign,
    entry.channel_closed, entry.recommended_only, entry.not_signed_in, and those of `rules.sheet_complete`.
    """
    try:
        return _submit(campaign_id=campaign_id, sheet=sheet, request_key=request_key, actor=actor, now=now)
    except Refused as refusal:
        note_attempt(campaign_id, refusal.verdict.code, sheet.category, Channel.ONLINE, actor, now)
        raise


@transaction.atomic
def _submit(*, campaign_id: int, sheet: EntrySheet, request_key: str, actor: Actor, now: datetime) -> Entry:
    campaign = locked(campaign_id)
    earlier = earlier_entry(campaign, request_key, actor)
    if earlier is not None:
        return earlier
    if actor.account_id is None:
        raise Refused(no("entry.not_signed_in", "announcement: whoever enters"))
    sheet = checked(campaign, sheet, Channel.ONLINE, received_at=now, now=now)
    fields = {
        "channel": Channel.ONLINE,
        "account_id": actor.account_id,
        "applicant_id": actor.person_id,
        "received_at": now,
    }
    entry = receive(campaign, sheet, request_key, fields, actor=actor, now=now)
    submitted(entry, "submit", actor=actor, now=now)
    draft_sent(entry, request_key, actor=actor)
    return entry


def draft_sent(entry: Entry, request_key: str, *, actor: Actor) -> None:
    """The draft that the entry was written in, if there is one, leads to the entry from now on."""
    if actor.account_id is not None:
        drafts = EntryDraft.objects.filter(campaign_id=entry.campaign_id, account_id=actor.account_id, slot=request_key)
        drafts.update(entry=entry)


def submitted(entry: Entry, verb: str, *, actor: Actor, now: datetime, cause: str = "") -> Entry:
    """The received entry takes part from now on, and its applicant knows the number."""
    entry.submitted_at = now
    move_entry(entry, verb, actor=actor, now=now, cause=cause)
    tell(entry, "entry.submitted", now=now)
    return entry


def note_attempt(campaign_id: int, code: str, category: str, channel: str, actor: Actor, now: datetime) -> None:
    """A refused entry is counted. It stands in a transaction of its own, since the refusal undid the other one."""
    with transaction.atomic():
        campaign = Campaign.objects.filter(pk=campaign_id).first()
        if campaign is not None:
            Attempt.objects.create(
                campaign=campaign,
                stage_run=campaign.stage_runs.filter(kind="REGISTRATION").first(),
                code=code,
                category=category[:40],
                channel=channel,
                actor=actor.id,
                at=now,
            )


def earlier_entry(campaign: Campaign, request_key: str, actor: Actor) -> Entry | None:
    """The entry that this request already made. Raises Refused(entry.no_request_key)."""
    if not 0 < len(request_key) <= REQUEST_KEY_LENGTH:
        raise Refused(no("entry.no_request_key", "idempotent retries"))
    return Entry.objects.filter(campaign=campaign, registered_by=actor.id, request_key=request_key).first()


def registration(campaign: Campaign) -> StageRun:
    """The campaign's registration. Raises Refused(entry.no_campaign) while it is not announced."""
    run = campaign.stage_runs.filter(kind="REGISTRATION").order_by("position").first()
    if run is None:
        raise Refused(no("entry.no_campaign", "announcement: one place, its organisers", state=campaign.state))
    return run


def checked(campaign: Campaign, sheet: EntrySheet, channel: str, *, received_at: datetime, now: datetime) -> EntrySheet:
    """The form with its texts cleaned, complete, through an open channel and within the window."""
    require(rules.window_open(registration(campaign), campaign, received_at))
    playbook = playbook_of(campaign)
    sheet = sheet.cleaned()
    inside = places.descendants(campaign.territory_id, local_date(now))
    require(rules.sheet_complete(playbook, sheet, channel, inside))
    require(rules.channel_open(playbook, playbook.category(sheet.category), channel))
    return sheet


def receive(
    campaign: Campaign, sheet: EntrySheet, request_key: str, fields: dict[str, Any], *, actor: Actor, now: datetime
) -> Entry:
    """The entry is stored under a new serial with its answers, works and files. The campaign's row is locked."""
    number = serial(campaign.code, campaign.next_number)
    campaign.next_number += 1
    campaign.save(update_fields=["next_number"])
    fields = dict(fields)
    form_serial = fields.pop("serial", number)
    entry = Entry.objects.create(
        campaign=campaign,
        category=sheet.category,
        kind=sheet.kind,
        serial=form_serial,
        code=pseudonym(settings.SECRET_KEY, f"entry:{campaign.code}:{number}"),
        state=states.ENTRY.initial,
        request_key=request_key,
        registered_by=actor.id,
        nominee_person_id=sheet.nominee_person_id,
        nominee_organisation_id=sheet.nominee_organisation_id,
        nominee_name=sheet.nominee_name,
        title=sheet.title,
        nominee_territory_id=sheet.nominee_territory_id,
        contact_name=sheet.contact_name,
        contact_phone=sheet.contact_phone,
        deeds=sheet.deeds,
        form=dict(sheet.form),
        **fields,
    )
    ServiceArea.objects.bulk_create(ServiceArea(entry=entry, territory_id=one) for one in sheet.service_area_ids)
    write_answers(entry, sheet)
    MediaWork.objects.bulk_create(MediaWork(entry=entry, **vars(work)) for work in sheet.works)
    attach_all(entry, sheet.attachments, actor=actor, now=now)
    audit.record(
        verb="awards.entry.receive",
        subject=f"entry:{entry.pk}",
        actor=actor,
        now=now,
        territory_id=campaign.territory_id,
        detail={"campaign": campaign.pk, "category": sheet.category, "channel": entry.channel},
    )
    return entry


def write_answers(entry: Entry, sheet: EntrySheet) -> None:
    """The answers of the form stand with the entry; those it leaves out keep what they had."""
    rows = [
        CriterionAnswer(entry=entry, criterion=criterion, text=text)
        for criterion, text in sheet.answers.items()
        if text.strip()
    ]
    CriterionAnswer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["entry", "criterion"], update_fields=["text"]
    )


@transaction.atomic
def withdraw(*, entry_id: int, reason: str, actor: Actor, now: datetime) -> Entry:
    """The entry takes no further part: nobody is asked about it or votes for it any more. Withdrawing twice is once.

    Raises Refused: entry.not_yours, entry.no_such_move (once it was named or has ended).
    """
    entry = locked_entry(entry_id)
    require(rules.may_tend(actor, entry, now))
    if entry.state == "WITHDRAWN":
        return entry
    move_entry(entry, "withdraw", actor=actor, now=now, cause=reason)
    leaving.left(entry, reason="withdrawn", actor=actor, now=now)
    return entry
