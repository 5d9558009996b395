"""An applicant's own things: drafts, entries, what is asked of them, until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from yuanba.awards import rules
from yuanba.awards.models import (
    Appeal,
    Correction,
    CriterionAnswer,
    Entry,
    EntryDraft,
    EntryMaterial,
    EntryStep,
    StageRun,
)
from yuanba.awards.pinned import playbook_of
from yuanba.awards.playbook import Material
from yuanba.awards.queries.mine import my_drafts, own
from yuanba.awards.queries.terms import appeal_until
from yuanba.awards.states import MATERIAL_COUNTS
from yuanba.files.models import StoredFile
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor


def draft(campaign_id: int, slot: str, actor: Actor) -> EntryDraft | None:
    """The actor's draft under this slot, sent or not."""
    if actor.account_id is None:
        return None
    rows = EntryDraft.objects.filter(campaign_id=campaign_id, slot=slot, account_id=actor.account_id)
    return rows.select_related("campaign", "entry").first()


def open_drafts(actor: Actor, campaign_id: int | None = None) -> QuerySet[EntryDraft]:
    """What the actor began and did not send, the newest first."""
    rows = my_drafts(actor)
    return rows if campaign_id is None else rows.filter(campaign_id=campaign_id)


def entries(actor: Actor) -> QuerySet[Entry]:
    """The entries that the actor sent, or that were sent for the actor's person, the newest first."""
    due = Prefetch(
        "corrections",
        queryset=Correction.objects.filter(answered_at__isnull=True, lapsed_at__isnull=True),
        to_attr="due",
    )
    return own(actor).prefetch_related(due)


def waiting(actor: Actor) -> int:
    """How many of the actor's entries wait to be mended. One query."""
    return entries(actor).filter(state="RETURNED").prefetch_related(None).count()


def entry(serial: str, actor: Actor) -> Entry | None:
    """The actor's entry with this number; None for everybody else's."""
    found = Entry.objects.select_related("campaign", "nominee_territory").filter(serial=serial.strip().upper()).first()
    return found if found is not None and rules.is_applicant(actor, found) else None


@dataclass(frozen=True)
class Line:
    """A line of the checklist with the files that stand on it; `asked` if a correction names it."""

    material: Material
    files: tuple[tuple[EntryMaterial, StoredFile | None], ...]
    asked: bool

    @property
    def missing(self) -> bool:
        return self.material.required and not any(row.state in MATERIAL_COUNTS for row, _ in self.files)


@dataclass(frozen=True)
class File:
    """Everything about one entry that its applicant or a desk reads. Ten queries at most."""

    entry: Entry
    steps: tuple[EntryStep, ...]
    answers: dict[str, str]
    lines: tuple[Line, ...]
    correction: Correction | None
    appeal: Appeal | None
    appeal_until: date | None
    runs: tuple[StageRun, ...]


def file_of(entry: Entry) -> File:
    """The entry with its steps, answers, checklist, open correction and appeal, and the stages it passes."""
    steps = tuple(entry.steps.order_by("pk"))
    correction = entry.corrections.filter(answered_at__isnull=True, lapsed_at__isnull=True).first()
    told = [step for step in steps if step.verb in ("reject", "lapse")]
    playbook = playbook_of(entry.campaign)
    keys = {stage.key for stage in playbook.stages_for(entry.category)}
    answers = CriterionAnswer.objects.filter(entry=entry).values_list("criterion", "text")
    return File(
        entry=entry,
        steps=steps,
        answers=dict(answers),
        lines=lines_of(entry, correction.items if correction else ()),
        correction=correction,
        appeal=Appeal.objects.filter(entry=entry).first(),
        appeal_until=appeal_until(entry, told[-1].at) if told else None,
        runs=tuple(run for run in entry.campaign.stage_runs.order_by("position") if run.key in keys),
    )


def lines_of(entry: Entry, asked: Iterable[str] = ()) -> tuple[Line, ...]:
    """The entry's checklist, replaced files left out. Two queries."""
    rows = list(entry.materials.exclude(state="REPLACED").order_by("pk"))
    stored = chosen([row.stored_file_id for row in rows])
    named = set(asked)
    return tuple(
        Line(
            line,
            tuple((row, stored.get(row.stored_file_id)) for row in rows if row.material == line.key),
            f"material:{line.key}" in named,
        )
        for line in playbook_of(entry.campaign).category(entry.category).materials_for(entry.kind)
    )


def material_file(entry: Entry, material_id: int) -> StoredFile | None:
    """The stored file behind one of the entry's materials."""
    row = entry.materials.filter(pk=material_id).first()
    return chosen([row.stored_file_id]).get(row.stored_file_id) if row else None


def own_uploads(ids: Iterable[int], actor: Actor) -> dict[int, StoredFile]:
    """Those of the files that the actor uploaded and that are still there, by id. One query."""
    found = chosen(list(ids))
    return {pk: one for pk, one in found.items() if one.uploader == actor.id and one.erased_at is None}


__all__ = [
    "File", "Line", "draft", "entries", "entry", "file_of", "lines_of", "material_file", "open_drafts", "own_uploads",
    "waiting",
]  # fmt: skip
