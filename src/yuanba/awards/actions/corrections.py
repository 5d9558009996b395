"""Corrections: an entry goes back with a deadline, comes again, or lapses. What was accepted stays."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from yuanba.awards import rules, states
from yuanba.awards.actions.attaching import may_hand_in, send_back
from yuanba.awards.actions.locks import locked_entry
from yuanba.awards.actions.steps import move_entry, tell
from yuanba.awards.models import Correction, CriterionAnswer, Entry, Screening
from yuanba.awards.pinned import category_of, playbook_of, required_materials
from yuanba.awards.playbook import MaterialsSettings, ScreeningSettings
from yuanba.awards.queries.terms import appeal_until
from yuanba.awards.sheet import EntrySheet
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import day_end, local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require

PREFIXES = ("material:", "criterion:", "form:")


def correction_days(entry: Entry) -> int:
    """The days of the stage that is running, or of the first stage that has such a term."""
    playbook = playbook_of(entry.campaign)
    running = entry.campaign.stage_runs.filter(state__in=states.STAGE_RUNNING).values_list("key", flat=True)
    settings = [stage.settings for stage in playbook.stages if stage.key in set(running)]
    settings += [stage.settings for stage in playbook.stages]
    terms = [one.correction_days for one in settings if isinstance(one, MaterialsSettings | ScreeningSettings)]
    if not terms:
        raise Refused(no("correction.no_term", "playbook: no stage sends back"))
    return terms[0]


def send_entry_back(
    entry: Entry, items: Sequence[str], note: str, screening: Screening | None, *, actor: Actor, now: datetime
) -> Correction:
    """The entry is out for correction until the end of the last day. The caller holds its lock and has checked who may."""
    if not clean(note):
        raise Refused(no("awards.no_reason"))
    bad = next((item for item in items if not item.startswith(PREFIXES)), None)
    if bad is not None or not items:
        raise Refused(no("correction.nothing_named", "announcement: stages in order", item=str(bad)[:40]))
    last_day = local_date(now) + timedelta(days=correction_days(entry))
    correction = Correction.objects.create(
        entry=entry,
        screening=screening,
        items=list(dict.fromkeys(items)),
        note=clean(note)[:400],
        asked_by=actor.id,
        asked_at=now,
        due_at=day_end(last_day),
    )
    for item in items:
        if item.startswith("material:"):
            key = item.removeprefix("material:")
            for material in entry.materials.filter(material=key, state__in=states.MATERIAL_COUNTS):
                send_back(material, note, actor=actor, now=now)
    move_entry(entry, "return", actor=actor, now=now, cause=note)
    tell(entry, "entry.returned", now=now, note=correction.note, due=last_day.isoformat())
    return correction


@transaction.atomic
def ask(*, entry_id: int, items: Sequence[str], note: str, actor: Actor, now: datetime) -> Correction:
    """The entry is sent back during registration or materials; `items` are "material:KEY", "criterion:KEY", "form:FIELD".

    Raises Refused: awards.not_allowed, screening.own_entry, correction.nothing_named, awards.no_reason,
    entry.no_such_move.
    """
    entry = locked_entry(entry_id)
    require(rules.may_screen(actor, entry, now))
    return send_entry_back(entry, items, note, None, actor=actor, now=now)


@transaction.atomic
def amend(*, entry_id: int, sheet: EntrySheet, actor: Actor, now: datetime) -> Entry:
    """The texts of the entry are those of the form; category, nominee and number stay.

    Open as long as files are taken. Raises Refused as `attach` and `rules.sheet_complete` do.
    """
    entry = locked_entry(entry_id)
    require(rules.may_tend(actor, entry, now))
    require(may_hand_in(entry, now))
    sheet = sheet.cleaned()
    same = (sheet.category, sheet.kind) == (entry.category, entry.kind)
    if not same:
        raise Refused(no("entry.other_category", "announcement: whoever enters"))
    # Paper and e-mail may lack answers, and a correction fills what is there: the place was checked when it came in.
    inside = {sheet.nominee_territory_id, *sheet.service_area_ids}
    require(rules.sheet_complete(playbook_of(entry.campaign), sheet, "PAPER", inside))
    entry.title, entry.deeds = sheet.title or entry.title, sheet.deeds or entry.deeds
    entry.contact_name = sheet.contact_name or entry.contact_name
    entry.contact_phone = sheet.contact_phone or entry.contact_phone
    entry.form = {**entry.form, **sheet.form}
    entry.save()
    for criterion, text in sheet.answers.items():
        if text.strip():
            CriterionAnswer.objects.update_or_create(entry=entry, criterion=criterion, defaults={"text": text})
    return entry


@transaction.atomic
def resubmit(*, entry_id: int, actor: Actor, now: datetime) -> Entry:
    """The entry is back before its deadline, with everything that was named. Coming back twice is once.

    Raises Refused: correction.late, correction.still_missing, entry.not_yours.
    """
    entry = locked_entry(entry_id)
    require(rules.may_tend(actor, entry, now))
    if entry.state == "SUBMITTED" and entry.corrections.filter(answered_at__isnull=False).exists():
        return entry
    require(states.ENTRY.may(entry.state, "resubmit"))
    correction = entry.corrections.get(answered_at__isnull=True, lapsed_at__isnull=True)
    if now >= correction.due_at:
        raise Refused(
            no(
                "correction.late",
                "announcement: stages in order",
                due=local_date(correction.due_at - rules.ONE_INSTANT),
            )
        )
    missing = still_missing(entry, correction)
    if missing:
        raise Refused(
            no("correction.still_missing", "announcement: stages in order", count=len(missing), item=missing[0])
        )
    correction.answered_at = now
    correction.save(update_fields=["answered_at"])
    move_entry(entry, "resubmit", actor=actor, now=now)
    reopen_screening(entry)
    return entry


def still_missing(entry: Entry, correction: Correction) -> list[str]:
    """The named materials for which no file stands, if the checklist requires them."""
    category = category_of(entry.campaign, entry.category)
    assert category is not None, "an entry has a category of its playbook"
    required = {line.key for line in required_materials(category, entry.kind)}
    there = set(entry.materials.filter(state__in=states.MATERIAL_COUNTS).values_list("material", flat=True))
    named = {item.removeprefix("material:") for item in correction.items if item.startswith("material:")}
    return sorted((named & required) - there)


def reopen_screening(entry: Entry) -> Screening | None:
    """A new look at the entry is due, if the screening stage is running; it goes to whoever looked before."""
    running = entry.campaign.stage_runs.filter(kind="SCREENING", state__in=states.STAGE_RUNNING)
    if not running.exists():
        return None
    last = entry.screenings.order_by("-round").first()
    return Screening.objects.create(
        entry=entry,
        round=1 if last is None else last.round + 1,
        assigned_to="" if last is None else last.assigned_to,
    )


@transaction.atomic
def lapse_overdue(*, campaign_id: int, actor: Actor, now: datetime) -> int:
    """Entries whose correction is overdue have lapsed and been told until when they may appeal; how many."""
    due = Correction.objects.filter(
        entry__campaign_id=campaign_id, answered_at__isnull=True, lapsed_at__isnull=True, due_at__lte=now
    )
    count = 0
    for correction in due.order_by("pk"):
        entry = locked_entry(correction.entry_id)
        if entry.state != "RETURNED":
            continue
        correction.lapsed_at = now
        correction.save(update_fields=["lapsed_at"])
        move_entry(entry, "lapse", actor=actor, now=now, cause="correction.late")
        until = appeal_until(entry, now)
        tell(entry, "entry.lapsed", now=now, until=until.isoformat() if until else "")
        count += 1
    return count
