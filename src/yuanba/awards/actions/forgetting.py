"""Terms: what nobody needs any more of drafts, of entries that were refused or withdrawn, and of their attachments.

Source: 个人信息保护法 47(1): personal data is erased once its purpose is reached or cannot be reached any more, or the term
of keeping is over; and 47(3) once consent is withdrawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from yuanba.audit import actions as audit
from yuanba.awards.models import Campaign, CampaignStep, Entry, EntryDraft, EntryMaterial, ProxyCheck, StageRun
from yuanba.files import actions as files
from yuanba.files.models import StoredFile
from yuanba.kernel.actor import Actor

# Source: 行政诉讼法 46: whoever disagrees with an act sues within six months of knowing it. Until then a refusal must be
# provable; 184 days are the longest six months.
AFTER_CAMPAIGN = timedelta(days=184)
# Source: our own choice: nobody disputes what the applicant took back; a month is for those who change their mind.
AFTER_WITHDRAWAL = timedelta(days=30)
# Source: our own choice: a form that was not sent while entries were taken cannot become an entry any more.
AFTER_REGISTRATION = timedelta(days=30)
REFUSED = ("DISCARDED", "REJECTED", "DISMISSED", "LAPSED")
HONOURED = ("NAMED", "REVOKED")  # the decision and its reasons are an archive, with what was handed in
ERASED = "—"
AT_ONCE = 500  # rows of a kind in one round of duties


@dataclass(frozen=True)
class Forgotten:
    """How many drafts, entries and attachments one round forgot."""

    drafts: int
    entries: int
    attachments: int


def forget_due(*, actor: Actor, now: datetime) -> Forgotten:
    """Whatever is past its term is gone; an entry is still counted under its code. Each row is a transaction of its own."""
    drafts = [_forget_draft(one, actor, now) for one in _drafts_due(now)]
    entries = [_forget_entry(pk, actor, now) for pk in _entries_due(now)]
    attachments = [_forget_attachment(pk, actor, now) for pk in _attachments_due(now)]
    return Forgotten(len(drafts), len(entries), len(attachments))


def over_since(until: datetime) -> QuerySet[Any]:
    """The ids of campaigns that were closed or called off before `until`."""
    over = Campaign.objects.filter(state__in=["CLOSED", "CANCELLED"])
    steps = CampaignStep.objects.filter(campaign__in=over, verb__in=["close", "cancel"], at__lte=until)
    return steps.values("campaign_id")


def _drafts_due(now: datetime) -> list[EntryDraft]:
    shut = StageRun.objects.filter(kind="REGISTRATION", state="CLOSED", closes_at__lte=now - AFTER_REGISTRATION)
    rows = EntryDraft.objects.filter(campaign__in=shut.values("campaign_id"))
    return list(rows.order_by("pk")[:AT_ONCE])


def _entries_due(now: datetime) -> list[int]:
    refused = Q(state__in=REFUSED, campaign__in=over_since(now - AFTER_CAMPAIGN))
    withdrawn = Q(state="WITHDRAWN", ended_at__lte=now - AFTER_WITHDRAWAL)
    rows = Entry.objects.filter(refused | withdrawn, forgotten_at__isnull=True)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _attachments_due(now: datetime) -> list[int]:
    """Of every entry of a campaign that is over, unless it was honoured."""
    rows = EntryMaterial.objects.filter(erased_at__isnull=True, entry__campaign__in=over_since(now - AFTER_CAMPAIGN))
    return list(rows.exclude(entry__state__in=HONOURED).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _forget_draft(draft: EntryDraft, actor: Actor, now: datetime) -> None:
    """The form that was being filled in is gone, and so are its files unless an entry has them."""
    if draft.entry_id is None:
        kept = [int(one["id"]) for rows in draft.data.get("files", {}).values() for one in rows]
        _erase_files(kept, actor, now)
    _note("draft", str(draft), actor, now)
    draft.delete()


@transaction.atomic
def _forget_entry(entry_id: int, actor: Actor, now: datetime) -> None:
    """The entry has its number, its code and its moves; no word, no person and no file."""
    entry = Entry.objects.select_for_update(of=("self",)).select_related("email_intake", "form_issue").get(pk=entry_id)
    entry.nominee_name, entry.title, entry.deeds, entry.form = ERASED, "", "", {}
    entry.contact_name = entry.contact_phone = ""
    entry.account = entry.applicant = entry.nominee_person = None
    entry.forgotten_at = now
    entry.save()
    entry.answers.all().delete()
    entry.works.all().delete()
    EntryDraft.objects.filter(entry=entry).delete()
    for material in entry.materials.filter(erased_at__isnull=True):
        _forget_attachment(material.pk, actor, now)
    _erase_files(ProxyCheck.objects.filter(entry=entry).values_list("scan_file_id", flat=True), actor, now)
    if entry.email_intake is not None:
        _erase_files([entry.email_intake.message_file_id], actor, now)
        entry.email_intake.sender = ERASED
        entry.email_intake.save(update_fields=["sender"])
    if entry.form_issue is not None:
        entry.form_issue.issued_to = ""
        entry.form_issue.save(update_fields=["issued_to"])
    _note("entry", str(entry), actor, now)


@transaction.atomic
def _forget_attachment(material_id: int, actor: Actor, now: datetime) -> None:
    """The file is erased; that something was handed in for the line of the checklist stays."""
    material = EntryMaterial.objects.select_for_update().get(pk=material_id)
    _erase_files([material.stored_file_id], actor, now)
    material.name, material.warnings, material.erased_at = ERASED, [], now
    material.save(update_fields=["name", "warnings", "erased_at"])


def _erase_files(ids: Iterable[int], actor: Actor, now: datetime) -> None:
    for pk in StoredFile.objects.filter(pk__in=list(ids)).order_by("pk").values_list("pk", flat=True):
        files.erase(file_id=pk, actor=actor, now=now)


def _note(noun: str, subject: str, actor: Actor, now: datetime) -> None:
    audit.record(verb=f"awards.{noun}.forget", subject=subject, actor=actor, now=now)
