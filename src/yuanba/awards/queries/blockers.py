"""What blocks the next step of a campaign, and who must act. The board shows it, the clock and the organiser obey it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yuanba.awards import rules, states
from yuanba.awards.models import Campaign, Entry, PlaceDecision, Screening, StageRun
from yuanba.awards.pinned import playbook_of, stage_of
from yuanba.awards.queries.candidates import candidates_of, survey_asks
from yuanba.awards.queries.listing import notices_over, panel_ref, unheeded
from yuanba.awards.queries.terms import appeal_until
from yuanba.ballots import queries as ballots
from yuanba.kernel.calendar import local_date
from yuanba.rubrics import queries as rubrics
from yuanba.surveys import queries as surveys
from yuanba.surveys.models import Survey

GATHERING = ("REGISTRATION", "MATERIALS", "SCREENING")
JURORS = "jurors"  # not a permission: those who sit on the panel
TRUSTEES = "trustees"  # nor this: those who keep the shares of a secret survey's key


@dataclass(frozen=True)
class Blocker:
    """Something that must happen first: a code, whose turn it is (a permission, or "jurors"), and how much of it."""

    code: str
    who: str
    count: int = 0
    people: tuple[str, ...] = ()
    until: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def current_run(campaign: Campaign) -> StageRun | None:
    """The first stage that is not closed."""
    return campaign.stage_runs.exclude(state="CLOSED").order_by("position").first()


def of_campaign(campaign: Campaign, now: datetime) -> tuple[Blocker, ...]:
    """What blocks the campaign's next step: opening the next stage, closing the running one, or what follows."""
    if campaign.state == "DRAFT":
        return _of_draft(campaign)
    run = current_run(campaign)
    if run is None or campaign.state in ("NAMED", "CLOSED", "CANCELLED"):
        return ()
    if run.state == "WAITING":
        return opening(run, now)
    return closing(run, now)


def _of_draft(campaign: Campaign) -> tuple[Blocker, ...]:
    kinds = set(campaign.documents.values_list("kind", flat=True))
    found = []
    if not playbook_of(campaign).basis and "BASIS" not in kinds:
        found.append(Blocker("campaign.no_policy_basis", rules.ORGANISE))
    if "APPROVAL" not in kinds:
        found.append(Blocker("campaign.no_approval", rules.ORGANISE))
    return tuple(found)


def opening(run: StageRun, now: datetime) -> tuple[Blocker, ...]:
    """What stands between a waiting stage and its opening."""
    found = []
    earlier = run.campaign.stage_runs.filter(position__lt=run.position).exclude(state="CLOSED")
    if earlier.exists():
        found.append(Blocker("stage.earlier_open", rules.ORGANISE, earlier.count()))
    if now < run.opens_at:
        found.append(Blocker("stage.not_yet", rules.CLOCK, until=local_date(run.opens_at)))
    if run.kind in ("SURVEY", "VOTE") and now >= run.closes_at:
        found.append(Blocker("stage.window_gone", rules.ORGANISE))
    if run.kind == "SURVEY" and run.survey_id is not None and not found:
        found += _secret_opening(run, Survey.objects.get(pk=run.survey_id), now)
    if run.kind == "JURY":
        found += _jury_opening(run)
    if run.kind == "PUBLICITY":
        found += _publicity_opening(run)
    return tuple(found)


def _secret_opening(run: StageRun, survey: Survey, now: datetime) -> list[Blocker]:
    """A secret survey was drafted: it asks about today's candidates in the stage's window, and its keys are there."""
    asks = {target.ref: set(places) for target, places in surveys.asked_where(survey.pk)}
    wanted = {ref: set(places) for ref, places in survey_asks(run, local_date(now)).items()}
    if asks != wanted or (survey.opens_at, survey.closes_at) != (run.opens_at, run.closes_at):
        return [Blocker("survey.drafted_for_others", rules.ORGANISE)]
    return [] if not surveys.blocking(survey, now) else [Blocker("survey.keys", rules.ORGANISE)]


def _jury_opening(run: StageRun) -> list[Blocker]:
    if not candidates_of(run):
        return []
    if not run.panels.exists():
        return [Blocker("jury.no_panel", rules.ORGANISE)]
    waiting = [one for one in panels(run) if one.state in ("DRAFT", "POOL_ANNOUNCED", "DRAWN")]
    return [Blocker("jury.not_seated", rules.ORGANISE, len(waiting))] if waiting else []


def panels(run: StageRun) -> list[Any]:
    """The rubrics panels of a jury stage, in order."""
    return list(rubrics.for_subject(panel_ref(run)))


def _publicity_opening(run: StageRun) -> list[Blocker]:
    campaign = run.campaign
    found = []
    playbook = playbook_of(campaign)
    by_decision = playbook.ranking.method == "decision" and campaign.entries.filter(state="QUALIFIED").exists()
    if by_decision and not PlaceDecision.objects.filter(campaign=campaign).exists():
        found.append(Blocker("decision.not_recorded", rules.ORGANISE))
    if campaign.state == "RUNNING":
        found.append(Blocker("ranking.not_made", rules.ORGANISE))
    if campaign.state == "RANKED":
        found.append(Blocker("list.not_proposed", rules.ORGANISE))
    return found


def closing(run: StageRun, now: datetime) -> tuple[Blocker, ...]:
    """What stands between a running stage and its close, its date included."""
    found = []
    if now < run.closes_at and run.kind != "PUBLICITY":
        found.append(Blocker("stage.runs", rules.CLOCK, until=local_date(run.closes_at - rules.ONE_INSTANT)))
    return tuple(found) + exit_rule(run, now)


def exit_rule(run: StageRun, now: datetime) -> tuple[Blocker, ...]:
    """What must be settled before a stage may close, whatever the date."""
    if run.kind in GATHERING:
        return tuple(_gathering(run, now))
    if run.kind == "SURVEY":
        return tuple(_survey(run, now))
    if run.kind == "VOTE":
        return tuple(_vote(run))
    if run.kind == "JURY":
        return tuple(_jury(run))
    if run.kind == "PUBLICITY":
        return tuple(_publicity(run, now))
    return ()


def next_kind(run: StageRun) -> str:
    later = run.campaign.stage_runs.filter(position__gt=run.position).order_by("position").first()
    return later.kind if later else ""


def _gathering(run: StageRun, now: datetime) -> Iterable[Blocker]:
    """Second checks and corrections may run on into materials and screening, but not beyond."""
    if run.kind != "SCREENING" and next_kind(run) in GATHERING:
        return
    counts = Counter(run.campaign.entries.values_list("state", flat=True))
    if counts["RECEIVED"]:
        yield Blocker("proxy.waiting", rules.DESK, counts["RECEIVED"])
    if counts["RETURNED"]:
        yield Blocker("correction.waiting", "applicant", counts["RETURNED"], until=_last_correction(run))
    if run.kind == "SCREENING":
        yield from _screening(run.campaign, counts, now)


def _last_correction(run: StageRun) -> date | None:
    rows = run.campaign.entries.filter(state="RETURNED", corrections__answered_at__isnull=True)
    last = rows.order_by("-corrections__due_at").values_list("corrections__due_at", flat=True).first()
    return local_date(last - rules.ONE_INSTANT) if last else None


def _screening(campaign: Campaign, counts: Mapping[str, int], now: datetime) -> Iterable[Blocker]:
    if counts["SUBMITTED"]:
        rows = Screening.objects.filter(entry__campaign=campaign, state="PENDING").exclude(assigned_to="")
        people = tuple(sorted(set(rows.values_list("assigned_to", flat=True))))
        yield Blocker("screening.pending", rules.SCREEN, counts["SUBMITTED"], people)
    if counts["DOUBTED"]:
        yield Blocker("screening.second", rules.SCREEN, counts["DOUBTED"])
    if counts["APPEALED"]:
        yield Blocker("appeal.waiting", rules.APPEAL, counts["APPEALED"])
    yield from _appeal_terms(campaign, now)


def _appeal_terms(campaign: Campaign, now: datetime) -> Iterable[Blocker]:
    """Rejections that may still be appealed. One term for all that were told on one day."""
    ended = campaign.entries.filter(state__in=["REJECTED", "LAPSED"], appeal__isnull=True)
    rows = ended.filter(steps__verb__in=["reject", "lapse"]).select_related("campaign")
    told = Counter(local_date(at) for at in rows.values_list("steps__at", flat=True))
    if not told:
        return
    sample: Entry | None = rows.first()
    assert sample is not None, "there are rows"
    last = max(told)
    until = appeal_until(sample, _noon(last, now))
    if until is None:
        yield Blocker("calendar.year_unknown", "places.edit")
    elif local_date(now) <= until:
        open_ones = sum(number for day, number in told.items() if _still(sample, day, now))
        yield Blocker("appeal.term_runs", "applicant", open_ones, until=until)


def _noon(day: date, now: datetime) -> datetime:
    from_now = now.replace(hour=4, minute=0, second=0, microsecond=0)
    return from_now.replace(year=day.year, month=day.month, day=day.day)


def _still(entry: Entry, day: date, now: datetime) -> bool:
    until = appeal_until(entry, _noon(day, now))
    return until is None or local_date(now) <= until


def _survey(run: StageRun, now: datetime) -> Iterable[Blocker]:
    if run.survey_id is not None:
        sheets = surveys.paper_forms(run.survey_id).filter(state__in=["READ", "DISPUTED"]).count()
        if sheets:
            yield Blocker("survey.sheets", "surveys.paper", sheets)
        survey = Survey.objects.get(pk=run.survey_id)
        if survey.level == "S" and survey.state == "CLOSED" and surveys.blocking(survey, now):
            yield Blocker("survey.sealed", TRUSTEES)


def _vote(run: StageRun) -> Iterable[Blocker]:
    if run.ballot_id is None:
        return
    cases = ballots.reviews(run.ballot_id).filter(state__in=["OPEN", "PROPOSED"]).count()
    if cases:
        yield Blocker("vote.reviews", "ballots.review", cases)
    sheets = ballots.sheets(run.ballot_id).filter(state__in=["RECEIVED", "DISPUTED"]).count()
    if sheets:
        yield Blocker("vote.sheets", "ballots.paper", sheets)


def _jury(run: StageRun) -> Iterable[Blocker]:
    """A jury that was dissolved is drawn anew; each panel waits for its own jurors."""
    found = panels(run)
    if not found and run.targets.exists():
        yield Blocker("jury.no_panel", rules.ORGANISE)
    unseated = sum(panel.state in ("DRAFT", "POOL_ANNOUNCED", "DRAWN") for panel in found)
    if unseated:
        yield Blocker("jury.not_seated", rules.ORGANISE, unseated)
    for panel in found:
        yield from _panel(panel)


def _panel(panel: Any) -> Iterable[Blocker]:
    """What one panel waits for, with its name."""
    if panel.state == "SEATED":
        silent = rubrics.seated(panel).filter(declared_at__isnull=True).count()
        waits = rubrics.live_subjects(panel).exists()
        if silent and waits:
            yield Blocker("jury.declarations", JURORS, silent, facts={"panel": panel.name})
        elif waits:
            yield Blocker("jury.not_read", rules.ORGANISE, facts={"panel": panel.name})
    elif panel.state == "OPEN":
        late = tuple(row.code for row in rubrics.progress(panel) if row.submitted < row.assigned)
        if late:
            yield Blocker("jury.sheets", JURORS, rubrics.waiting(panel), late, facts={"panel": panel.name})
    elif panel.state == "CLOSED":
        yield Blocker("jury.not_signed", JURORS, len(rubrics.unsigned(panel)), facts={"panel": panel.name})


def _publicity(run: StageRun, now: datetime) -> Iterable[Blocker]:
    waiting = len(unheeded(run.campaign))
    if waiting:
        yield Blocker("list.amend_needed", rules.ORGANISE, waiting)
    verdict = notices_over(run.campaign, now)
    if not verdict:
        facts = dict(verdict.facts)
        yield Blocker(verdict.code, rules.ORGANISE, int(facts.get("number", 0)), facts=facts)


def is_scored(run: StageRun) -> bool:
    return stage_of(run.campaign, run.key).scored


def running(campaign: Campaign) -> StageRun | None:
    """The stage that is open now."""
    return campaign.stage_runs.filter(state__in=states.STAGE_RUNNING).order_by("position").first()
