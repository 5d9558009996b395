"""What an applicant sees: the own entries, where each stands, what comes next and until when."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from yuanba.awards import rules
from yuanba.awards.models import Correction, Entry, EntryDraft, EntryStep, StageRun
from yuanba.awards.pinned import stage_of
from yuanba.awards.queries.screening import materials_missing
from yuanba.awards.queries.terms import appeal_until
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date

GATHERING = ("REGISTRATION", "MATERIALS")
NEXT = {
    "RECEIVED": "wait_for_second_check",
    "RETURNED": "mend",
    "DOUBTED": "wait_for_screening",
    "REJECTED": "may_appeal",
    "LAPSED": "may_appeal",
    "APPEALED": "wait_for_appeal",
    "PROPOSED": "wait_for_notice",
    "UNPLACED": "see_breakdown",
    "NAMED": "see_certificate",
    "DROPPED": "see_breakdown",
}


@dataclass(frozen=True)
class MyEntry:
    """One of my entries: `next_step` is a code for what to do or wait for, `due` the last day of it if there is one.

    `stage` names the stage in which the campaign is, `missing` the required materials that are not in yet.
    """

    entry: Entry
    next_step: str
    due: date | None = None
    stage: str = ""
    stage_en: str = ""
    missing: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def own(actor: Actor) -> QuerySet[Entry]:
    """The entries that the actor sent in, or that were sent in for the actor, newest first."""
    mine = Q(pk__in=[])
    if actor.account_id is not None:
        mine |= Q(account_id=actor.account_id)
    if actor.person_id is not None:
        mine |= Q(applicant_id=actor.person_id) | Q(nominee_person_id=actor.person_id)
    return Entry.objects.filter(mine).select_related("campaign").order_by("-received_at", "-pk")


def my_entries(actor: Actor, now: datetime) -> tuple[MyEntry, ...]:
    """My entries with their next steps; a constant number of queries for entries of one campaign."""
    entries = list(own(actor))
    campaigns = {entry.campaign_id for entry in entries}
    current: dict[int, StageRun] = {}
    last_day: dict[int, date] = {}
    for run in StageRun.objects.filter(campaign__in=campaigns).order_by("-position"):
        if run.state != "CLOSED":
            current[run.campaign_id] = run
        if run.kind in GATHERING:
            last_day.setdefault(run.campaign_id, local_date(run.closes_at - rules.ONE_INSTANT))
    open_ones = {
        row.entry_id: row
        for row in Correction.objects.filter(entry__in=entries, answered_at__isnull=True, lapsed_at__isnull=True)
    }
    told = dict(
        EntryStep.objects.filter(entry__in=entries, verb__in=["reject", "lapse"])
        .order_by("pk")
        .values_list("entry_id", "at")
    )
    missing = materials_missing([entry for entry in entries if entry.state in ("SUBMITTED", "RECEIVED", "RETURNED")])
    return tuple(
        _hand_in_first(
            _mine(entry, current.get(entry.campaign_id), open_ones.get(entry.pk), told, missing.get(entry.pk, ()), now),
            current.get(entry.campaign_id),
            last_day.get(entry.campaign_id),
        )
        for entry in entries
    )


def _mine(
    entry: Entry,
    run: StageRun | None,
    correction: Correction | None,
    told: Mapping[int, datetime],
    missing: tuple[str, ...],
    now: datetime,
) -> MyEntry:
    stage = stage_of(entry.campaign, run.key) if run is not None else None
    names = (stage.name, stage.name_en or stage.name) if stage else ("", "")
    if correction is not None:
        due = local_date(correction.due_at - rules.ONE_INSTANT)
        facts = {"note": correction.note, "items": correction.items}
        return MyEntry(entry, "mend", due, *names, missing, facts)
    if entry.state in ("REJECTED", "LAPSED"):
        until = appeal_until(entry, told[entry.pk])
        step = "may_appeal" if until is None or local_date(now) <= until else "ended"
        return MyEntry(entry, step, until, *names)
    if entry.state in ("SUBMITTED", "QUALIFIED"):
        return _running(entry, run, names, missing)
    return MyEntry(entry, NEXT.get(entry.state, "ended"), None, *names, missing)


def _running(entry: Entry, run: StageRun | None, names: tuple[str, str], missing: tuple[str, ...]) -> MyEntry:
    """The entry waits for the stage that runs."""
    until = local_date(run.closes_at - rules.ONE_INSTANT) if run is not None else None
    return MyEntry(entry, "wait_for_stage", until, *names, missing)


def _hand_in_first(mine: MyEntry, run: StageRun | None, last_day: date | None) -> MyEntry:
    """What is missing comes before waiting, as long as files are taken."""
    takes_files = run is not None and run.kind in GATHERING
    if mine.next_step == "wait_for_stage" and mine.missing and takes_files:
        return replace(mine, next_step="hand_in", due=last_day)
    return mine


def my_drafts(actor: Actor) -> QuerySet[EntryDraft]:
    """The forms that the account has begun and not sent, newest first."""
    rows = EntryDraft.objects.filter(entry__isnull=True).select_related("campaign").order_by("-saved_at")
    return rows.none() if actor.account_id is None else rows.filter(account_id=actor.account_id)


def history(entry: Entry) -> QuerySet[EntryStep]:
    """Every move of the entry, oldest first. Causes of staff moves are for staff; the page shows verbs and days."""
    return entry.steps.order_by("pk")
