"""Screening as its desk sees it: what an entry still lacks, what the registers said, whose turn it is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from yuanba.awards import states
from yuanba.awards.models import (
    AutomaticCheck,
    Campaign,
    DuplicateHint,
    Entry,
    EntryMaterial,
    Screening,
)
from yuanba.awards.pinned import playbook_of, required_materials
from yuanba.awards.playbook import Criterion, applies
from yuanba.kernel.verdict import YES, Verdict, no


def criteria_of(entry: Entry) -> tuple[Criterion, ...]:
    """The criteria that apply to the entry, the category's first."""
    category = playbook_of(entry.campaign).category(entry.category)
    return tuple(one for one in category.criteria_for(entry.kind) if applies(one, entry.kind))


def materials_missing(entries: Iterable[Entry]) -> dict[int, tuple[str, ...]]:
    """Per entry id the required lines of the checklist for which no file stands. One query for all of one campaign."""
    rows = list(entries)
    there: dict[int, set[str]] = defaultdict(set)
    standing = EntryMaterial.objects.filter(entry__in=[row.pk for row in rows], state__in=states.MATERIAL_COUNTS)
    for entry_id, key in standing.values_list("entry_id", "material"):
        there[entry_id].add(key)
    return {
        entry.pk: tuple(
            line.key
            for line in required_materials(playbook_of(entry.campaign).category(entry.category), entry.kind)
            if line.key not in there[entry.pk]
        )
        for entry in rows
    }


def may_pass(screening: Screening) -> Verdict:
    """Every criterion is settled, no veto holds, the checklist is whole, and no likeness waits for an answer."""
    entry = screening.entry
    findings = dict(screening.findings.values_list("criterion", "finding"))
    hits = set(
        AutomaticCheck.objects.filter(entry=entry, result="HIT", is_veto=True).values_list("criterion", flat=True)
    )
    for criterion in criteria_of(entry):
        verdict = _settled(criterion, findings.get(criterion.key, ""), criterion.key in hits)
        if not verdict:
            return verdict
    missing = materials_missing([entry])[entry.pk]
    if missing:
        return no(
            "screening.materials_missing", "announcement: form and documents", count=len(missing), material=missing[0]
        )
    open_hints = DuplicateHint.objects.filter(Q(first=entry) | Q(second=entry), state="OPEN").count()
    if open_hints:
        return no("screening.duplicate_open", "announcement: screening", count=open_hints)
    return YES


def _settled(criterion: Criterion, finding: str, is_hit: bool) -> Verdict:
    if not finding:
        return no("screening.criteria_open", "announcement: condition by condition", criterion=criterion.key)
    if finding == "UNCLEAR":
        return no("screening.unclear", "announcement: condition by condition", criterion=criterion.key)
    if is_hit and finding in ("MET", "NOT_APPLICABLE"):
        return no("screening.register_says_otherwise", "announcement: clean records", criterion=criterion.key)
    if finding == "UNMET" and criterion.veto:
        return no("screening.veto", "announcement: clean records", criterion=criterion.key)
    return YES


@dataclass(frozen=True)
class QueueRow:
    """One line of the screening desk. `checks` counts register answers by result; `hints` open likenesses."""

    entry: Entry
    screening: Screening | None
    checks: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    hints: int = 0


def queue(campaign: Campaign, entries: QuerySet[Entry] | None = None) -> tuple[QueueRow, ...]:
    """The entries of the desk with what is known about each. Five queries, whatever the number of rows."""
    rows = campaign.entries.exclude(state__in=["RECEIVED", "DISCARDED"]) if entries is None else entries
    found = list(rows.select_related("campaign", "nominee_person", "nominee_organisation").order_by("serial"))
    ids = [entry.pk for entry in found]
    latest = {one.entry_id: one for one in Screening.objects.filter(entry__in=ids).order_by("round")}
    checks: dict[int, Counter[str]] = defaultdict(Counter)
    for entry_id, result in AutomaticCheck.objects.filter(entry__in=ids).values_list("entry_id", "result"):
        checks[entry_id][result] += 1
    hints: Counter[int] = Counter()
    open_hints = DuplicateHint.objects.filter(first__campaign=campaign, state="OPEN")
    for pair in open_hints.values_list("first_id", "second_id"):
        hints.update(pair)
    missing = materials_missing(found)
    return tuple(
        QueueRow(entry, latest.get(entry.pk), checks[entry.pk], missing[entry.pk], hints[entry.pk]) for entry in found
    )


def files_to_accept(entries: QuerySet[Entry], line: str = "") -> QuerySet[EntryMaterial]:
    """The files of entries in screening that nobody has accepted yet, of one line of the checklist if it is named."""
    open_ones = entries.filter(state="SUBMITTED").order_by().values("pk")
    rows = EntryMaterial.objects.filter(entry__in=open_ones, state="ATTACHED")
    rows = rows.select_related("entry__campaign").defer("entry__deeds", "entry__form")
    return rows.filter(material=line) if line else rows


def waiting_by_screener(campaign: Campaign) -> dict[str, int]:
    """How many looks each screener has before them; "" counts those that nobody has."""
    rows = Screening.objects.filter(entry__campaign=campaign, state="PENDING", entry__state="SUBMITTED")
    return dict(Counter(rows.values_list("assigned_to", flat=True)))


def hints_of(entry: Entry) -> QuerySet[DuplicateHint]:
    """The likenesses that an entry is part of, the open ones first."""
    rows = DuplicateHint.objects.filter(Q(first=entry) | Q(second=entry)).select_related("first", "second")
    return rows.order_by("-state", "pk")


def appeals_waiting(campaign: Campaign) -> QuerySet[Entry]:
    """Entries whose appeal waits for a decision, oldest first."""
    return campaign.entries.filter(state="APPEALED").select_related("appeal").order_by("appeal__lodged_at")


def overdue_corrections(campaign: Campaign, now: datetime) -> QuerySet[Entry]:
    """Entries that are out for correction past their deadline."""
    rows = campaign.entries.filter(state="RETURNED", corrections__lapsed_at__isnull=True)
    return rows.filter(corrections__answered_at__isnull=True, corrections__due_at__lte=now)
