"""Screening: registers asked, likeness pointed out, criteria found, concluded by one, rejected by two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yuanba.audit import actions as audit
from yuanba.awards import rules, states
from yuanba.awards.actions.corrections import reopen_screening, send_entry_back
from yuanba.awards.actions.locks import locked, locked_entry
from yuanba.awards.actions.steps import move_entry, tell
from yuanba.awards.models import CriterionFinding, DuplicateHint, Entry, Screening
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries.screening import may_pass
from yuanba.awards.queries.terms import appeal_until
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require


@dataclass(frozen=True)
class Finding:
    """What a screener found about one criterion; everything but MET says why."""

    finding: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """PASS, RETURN (with the items to mend) or REJECT, with the reason."""

    verb: str
    reason: str = ""
    items: Sequence[str] = ()


def begin(campaign_id: int) -> int:
    """Every submitted entry waits for a first look; how many were new. Used when the stage opens and by the tick."""
    waiting = Entry.objects.filter(campaign_id=campaign_id, state="SUBMITTED", screenings__isnull=True)
    rows = [Screening(entry=entry, round=1) for entry in waiting.order_by("pk")]
    Screening.objects.bulk_create(rows, batch_size=500)
    return len(rows)


@transaction.atomic
def assign(*, campaign_id: int, screeners: Sequence[str], actor: Actor, now: datetime) -> int:
    """The looks that nobody has yet are dealt out evenly, in order of number; how many.

    `screeners` are actor ids ("account:12"). Raises Refused: awards.not_allowed, screening.nobody.
    """
    campaign = locked(campaign_id)
    require(rules.may_organise(actor, campaign, now))
    if not screeners:
        raise Refused(no("screening.nobody"))
    begin(campaign_id)
    free = list(
        Screening.objects.filter(entry__campaign_id=campaign_id, state="PENDING", assigned_to="")
        .select_related("entry")
        .order_by("entry__serial")
    )
    for number, screening in enumerate(free):
        names = [screeners[(number + step) % len(screeners)] for step in range(len(screeners))]
        screening.assigned_to = next((one for one in names if one != screening.entry.registered_by), "")
    Screening.objects.bulk_update(free, ["assigned_to"], batch_size=250)
    audit.record(
        verb="awards.screening.assign",
        subject=f"campaign:{campaign_id}",
        actor=actor,
        now=now,
        detail={"screenings": len(free), "screeners": len(screeners)},
    )
    return len(free)


def _locked_screening(screening_id: int) -> Screening:
    screening = Screening.objects.filter(pk=screening_id).first()
    if screening is None:
        raise Refused(no("screening.unknown"))
    entry = locked_entry(screening.entry_id)
    screening.refresh_from_db()
    screening.entry = entry
    return screening


def _stage_runs(entry: Entry) -> None:
    running = entry.campaign.stage_runs.filter(kind="SCREENING", state__in=states.STAGE_RUNNING)
    if not running.exists():
        raise Refused(no("screening.not_open", "announcement: stages in order"))


@transaction.atomic
def conclude(
    *,
    screening_id: int,
    findings: Mapping[str, Finding],
    conclusion: Conclusion,
    actor: Actor,
    now: datetime,
) -> Screening:
    """The look is concluded: the entry qualifies, goes back with a deadline, or waits for a second opinion.

    Raises Refused: awards.not_allowed, screening.own_entry, screening.own_registration, screening.not_open,
    screening.no_such_move, screening.bad_finding, screening.no_such_criterion, awards.no_reason, those of `may_pass`
    (screening.criteria_open, .unclear, .veto, .register_says_otherwise, .materials_missing, .duplicate_open),
    correction.nothing_named.
    """
    screening = _locked_screening(screening_id)
    entry = screening.entry
    require(rules.may_screen(actor, entry, now))
    _stage_runs(entry)
    verb = {"PASS": "pass", "RETURN": "return", "REJECT": "propose_rejection"}.get(conclusion.verb, conclusion.verb)
    target = states.SCREENING.step(screening.state, verb)
    _write_findings(screening, findings)
    reason = clean(conclusion.reason)[:400]
    if verb == "pass":
        require(may_pass(screening))
    elif not reason:
        raise Refused(no("awards.no_reason"))
    screening.state, screening.screened_by = target, actor.id
    screening.concluded_at, screening.reason = now, reason
    screening.save()
    if verb == "pass":
        _qualify(entry, actor, now)
    elif verb == "return":
        send_entry_back(entry, list(conclusion.items), reason, screening, actor=actor, now=now)
    else:
        move_entry(entry, "propose_rejection", actor=actor, now=now, cause=reason)
    return screening


def _qualify(entry: Entry, actor: Actor, now: datetime) -> None:
    entry.materials.filter(state="ATTACHED").update(
        state=states.MATERIAL.step("ATTACHED", "accept"), settled_by=actor.id, settled_at=now
    )
    move_entry(entry, "qualify", actor=actor, now=now)
    tell(entry, "entry.qualified", now=now)


def _write_findings(screening: Screening, findings: Mapping[str, Finding]) -> None:
    entry = screening.entry
    category = playbook_of(entry.campaign).category(entry.category)
    from_playbook = {criterion.key for criterion in category.criteria_for(entry.kind)}
    for criterion, found in findings.items():
        if criterion not in from_playbook:
            raise Refused(no("screening.no_such_criterion", "playbook", criterion=criterion[:40]))
        if found.finding not in CriterionFinding.Finding.values:
            raise Refused(no("screening.bad_finding", "announcement: condition by condition", criterion=criterion))
        if found.finding != "MET" and not clean(found.reason):
            raise Refused(
                no("screening.finding_without_reason", "announcement: condition by condition", criterion=criterion)
            )
    rows = [
        CriterionFinding(screening=screening, criterion=one, finding=found.finding, reason=clean(found.reason)[:400])
        for one, found in findings.items()
    ]
    CriterionFinding.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["screening", "criterion"], update_fields=["finding", "reason"]
    )


@transaction.atomic
def save_findings(*, screening_id: int, findings: Mapping[str, Finding], actor: Actor, now: datetime) -> Screening:
    """What was found so far is kept; nothing is concluded."""
    screening = _locked_screening(screening_id)
    require(rules.may_screen(actor, screening.entry, now))
    if screening.state != "PENDING":
        raise Refused(no("screening.no_such_move", "transition table", state=screening.state))
    _write_findings(screening, findings)
    return screening


@transaction.atomic
def second(*, screening_id: int, agrees: bool, reason: str, actor: Actor, now: datetime) -> Screening:
    """A second person confirmed the rejection, and the applicant knows until when to appeal; or it is looked at anew.

    Raises Refused: screening.same_person, screening.no_such_move, awards.no_reason and those of `rules.may_screen`.
    """
    screening = _locked_screening(screening_id)
    entry = screening.entry
    require(rules.may_screen(actor, entry, now))
    verb = "confirm" if agrees else "disagree"
    target = states.SCREENING.step(screening.state, verb)
    if screening.screened_by == actor.id:
        raise Refused(no("screening.same_person", "two different people reject"))
    if not clean(reason):
        raise Refused(no("awards.no_reason"))
    screening.state, screening.second_by = target, actor.id
    screening.second_at, screening.second_reason = now, clean(reason)[:400]
    screening.save()
    if not agrees:
        move_entry(entry, "disagree", actor=actor, now=now, cause=clean(reason))
        anew = reopen_screening(entry)
        if anew is not None:
            anew.assigned_to = ""
            anew.save(update_fields=["assigned_to"])
        return screening
    move_entry(entry, "reject", actor=actor, now=now, cause=screening.reason)
    until = appeal_until(entry, now)
    tell(entry, "entry.rejected", now=now, reason=screening.reason, until=until.isoformat() if until else "")
    return screening


@transaction.atomic
def settle_hint(*, hint_id: int, state: str, reason: str, actor: Actor, now: datetime) -> DuplicateHint:
    """A person looked at two alike entries and found them the SAME or DIFFERENT; SAME ends nothing by itself.

    Raises Refused: screening.bad_finding, awards.no_reason.
    """
    hint = (
        DuplicateHint.objects.select_for_update(of=("self",))
        .select_related("first__campaign", "second__campaign")
        .get(pk=hint_id)
    )
    require(rules.may_screen(actor, hint.first, now))
    require(rules.may_screen(actor, hint.second, now))
    if state not in ("SAME", "DIFFERENT"):
        raise Refused(no("screening.bad_finding", "announcement: screening"))
    if not clean(reason):
        raise Refused(no("awards.no_reason"))
    hint.state, hint.reason = DuplicateHint.State(state), clean(reason)[:400]
    hint.settled_by, hint.settled_at = actor.id, now
    hint.save()
    audit.record(
        verb="awards.duplicate.settle",
        subject=f"duplicate_hint:{hint.pk}",
        actor=actor,
        now=now,
        detail={"state": state, "first": hint.first_id, "second": hint.second_id},
    )
    return hint
