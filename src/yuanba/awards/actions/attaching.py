"""Files of an entry: attached to a line of the checklist, accepted, replaced by newer ones."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from yuanba.audit import actions as audit
from yuanba.awards import rules, states
from yuanba.awards.actions.locks import locked_entry
from yuanba.awards.models import Entry, EntryMaterial, StageRun
from yuanba.awards.pinned import category_of
from yuanba.awards.playbook import Material
from yuanba.awards.sheet import Attachment
from yuanba.files.models import StoredFile
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import YES, Refused, Verdict, no, require

MIB = 1024 * 1024
OPEN_KINDS = ("REGISTRATION", "MATERIALS")


def _line(entry: Entry, key: str) -> Material:
    category = category_of(entry.campaign, entry.category)
    assert category is not None, "an entry has a category of its playbook"
    found = next((line for line in category.materials_for(entry.kind) if line.key == key), None)
    if found is None:
        raise Refused(no("material.not_asked", "playbook: materials", material=key[:40]))
    return found


def _fits(stored: StoredFile | None, line: Material, actor: Actor) -> Verdict:
    """The actor's own upload, of a kind and a size that the line takes."""
    if stored is None or stored.erased_at is not None or stored.uploader != actor.id:
        return no("material.no_file", "files: only the own upload can be attached")
    if stored.kind not in line.kinds:
        return no("material.kind_refused", "playbook: materials", kind=stored.kind, allowed=", ".join(line.kinds))
    if stored.size > line.max_mib * MIB:
        return no("material.too_large", "playbook: materials", most_mib=line.max_mib)
    return YES


def attach_all(entry: Entry, attachments: Iterable[Attachment], *, actor: Actor, now: datetime) -> list[EntryMaterial]:
    """Each file stands for its line of the checklist. The caller has seen to it that files may be handed in now.

    Raises Refused: material.not_asked, material.no_file, material.kind_refused, material.too_large, material.too_many.
    """
    wanted = list(attachments)
    files = {one.pk: one for one in StoredFile.objects.filter(pk__in=[item.stored_file_id for item in wanted])}
    rows = []
    for item in wanted:
        line = _line(entry, item.material)
        stored = files.get(item.stored_file_id)
        require(_fits(stored, line, actor))
        rows.append(_attach(entry, item, line, stored, actor=actor, now=now))
    return rows


def _attach(
    entry: Entry, item: Attachment, line: Material, stored: StoredFile | None, *, actor: Actor, now: datetime
) -> EntryMaterial:
    assert stored is not None, "_fits has seen to it"
    current = entry.materials.filter(material=line.key, state__in=states.MATERIAL_COUNTS)
    same = current.filter(stored_file_id=stored.pk).first()
    if same is not None:
        return same
    if current.count() >= line.max_files:
        raise Refused(no("material.too_many", "playbook: materials", material=line.key, most=line.max_files))
    entry.materials.filter(material=line.key, state="RETURNED").update(
        state=states.MATERIAL.step("RETURNED", "replace"), settled_by=actor.id, settled_at=now
    )
    return EntryMaterial.objects.create(
        entry=entry,
        material=line.key,
        stored_file_id=stored.pk,
        name=item.name[:200],
        warnings=sorted({str(found["kind"]) for found in stored.findings.get("personal", [])}),
        attached_by=actor.id,
        attached_at=now,
    )


def may_hand_in(entry: Entry, now: datetime) -> Verdict:
    """Files are taken during registration and materials, and while the entry is out for correction."""
    if entry.state == "RETURNED":
        correction = entry.corrections.filter(answered_at__isnull=True, lapsed_at__isnull=True).first()
        if correction is not None and now < correction.due_at:
            return YES
        return no("correction.late", "announcement: stages in order")
    if entry.state not in ("RECEIVED", "SUBMITTED"):
        return no("material.entry_settled", "announcement: stages in order", state=entry.state)
    runs = StageRun.objects.filter(campaign_id=entry.campaign_id, kind__in=OPEN_KINDS).order_by("position")
    if any(run.opens_at <= now < run.closes_at or run.state in states.STAGE_RUNNING for run in runs):
        return YES
    return no("material.stage_over", "announcement: stages in order")


@transaction.atomic
def attach(*, entry_id: int, attachment: Attachment, actor: Actor, now: datetime) -> EntryMaterial:
    """The file stands with the entry; the same file once more is the same row.

    Raises Refused: entry.not_yours, material.stage_over, material.entry_settled, correction.late, and those of
    `attach_all`.
    """
    entry = locked_entry(entry_id)
    require(rules.may_tend(actor, entry, now))
    require(may_hand_in(entry, now))
    material = attach_all(entry, [attachment], actor=actor, now=now)[0]
    _note("attach", material, actor, now)
    return material


@transaction.atomic
def remove(*, material_id: int, actor: Actor, now: datetime) -> EntryMaterial:
    """The file is no longer part of the entry; an accepted one stays. Raises Refused: material.no_such_move."""
    material = EntryMaterial.objects.select_related("entry").get(pk=material_id)
    entry = locked_entry(material.entry_id)
    material.refresh_from_db()
    require(rules.may_tend(actor, entry, now))
    require(may_hand_in(entry, now))
    return _settle(material, "replace", "", actor, now)


@transaction.atomic
def accept(*, material_id: int, actor: Actor, now: datetime) -> EntryMaterial:
    """The file is accepted and stays, whatever else is sent back. Accepting twice is once."""
    material = EntryMaterial.objects.select_related("entry").get(pk=material_id)
    entry = locked_entry(material.entry_id)
    material.refresh_from_db()
    require(rules.may_screen(actor, entry, now))
    if material.state == "ACCEPTED":
        return material
    return _settle(material, "accept", "", actor, now)


@transaction.atomic
def accept_some(*, entry_id: int, material_ids: Collection[int], actor: Actor, now: datetime) -> int:
    """The chosen files of one entry are accepted, all or none; how many are new. Accepting twice is once.

    Raises Refused: awards.not_allowed, screening.own_entry, screening.own_registration, screening.not_open (the entry
    is not being screened), material.unknown (one is another entry's), material.no_such_move.
    """
    entry = locked_entry(entry_id)
    require(rules.may_screen(actor, entry, now))
    if entry.state != "SUBMITTED":
        raise Refused(no("screening.not_open", "the entry is not being screened", state=entry.state))
    chosen = list(entry.materials.filter(pk__in=material_ids).order_by("pk"))
    if len(chosen) < len(set(material_ids)):
        raise Refused(no("material.unknown", "a file of this entry"))
    fresh = [material for material in chosen if material.state != "ACCEPTED"]
    for material in fresh:
        _settle(material, "accept", "", actor, now)
    return len(fresh)


def send_back(material: EntryMaterial, reason: str, *, actor: Actor, now: datetime) -> EntryMaterial:
    """The file must be replaced; used by corrections, which hold the entry's lock."""
    return _settle(material, "return", reason, actor, now)


def _settle(material: EntryMaterial, verb: str, reason: str, actor: Actor, now: datetime) -> EntryMaterial:
    material.state = states.MATERIAL.step(material.state, verb)
    material.reason = reason[:400]
    material.settled_by, material.settled_at = actor.id, now
    material.save()
    _note(verb, material, actor, now)
    return material


def _note(verb: str, material: EntryMaterial, actor: Actor, now: datetime) -> None:
    audit.record(
        verb=f"awards.material.{verb}",
        subject=f"entry:{material.entry_id}",
        actor=actor,
        now=now,
        detail={"material": material.pk, "line": material.material, "file": material.stored_file_id},
    )
