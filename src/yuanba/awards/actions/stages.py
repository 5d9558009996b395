"""Stages open and close by their own dates and exit rules; an organiser may move dates, with a reason on record."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count

from yuanba.awards import rules, states
from yuanba.awards.actions import checks, screening
from yuanba.awards.actions.jury import close_jury, extend_jury, may_go_on, open_jury, tend_jury
from yuanba.awards.actions.locks import locked_stage
from yuanba.awards.actions.notices import conclude_all
from yuanba.awards.actions.shortlist import cut
from yuanba.awards.actions.steps import move_campaign, move_entries, move_stage, tell
from yuanba.awards.actions.surveying import close_survey, open_survey, prepare_survey, tend_survey
from yuanba.awards.actions.voting import close_vote, open_vote, tend_vote
from yuanba.awards.models import Campaign, StageRun
from yuanba.awards.queries import blockers
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import day_end, day_start, local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require

Hook = Callable[..., None]
CloseHook = Callable[..., dict[str, int]]


def _open_screening(run: StageRun, *, actor: Actor, now: datetime) -> None:
    screening.begin(run.campaign_id)
    entries = run.campaign.entries.filter(state="SUBMITTED").select_related("campaign").order_by("pk")
    checks.run_checks(list(entries), now)
    checks.find_duplicates(campaign_id=run.campaign_id, actor=actor, now=now)


def _tend_screening(run: StageRun, *, actor: Actor, now: datetime) -> None:
    """Entries whose second check came late wait for a look as well."""
    fresh = run.campaign.entries.filter(state="SUBMITTED", screenings__isnull=True).select_related("campaign")
    late = list(fresh.order_by("pk"))
    if late:
        screening.begin(run.campaign_id)
        checks.run_checks(late, now)
        checks.find_duplicates(campaign_id=run.campaign_id, actor=actor, now=now)


def _close_gathering(run: StageRun, *, actor: Actor, now: datetime) -> dict[str, int]:
    """Counts; and where the playbook has no screening, whoever handed in an entry goes on."""
    has_screening = run.campaign.stage_runs.filter(kind="SCREENING").exists()
    if not has_screening and blockers.next_kind(run) not in blockers.GATHERING:
        entries = list(run.campaign.entries.filter(state="SUBMITTED").order_by("pk"))
        move_entries(entries, "qualify", actor=actor, now=now, cause="playbook: no screening")
        for entry in entries:
            tell(entry, "entry.qualified", now=now)
    rows = run.campaign.entries.values_list("state").annotate(number=Count("pk")).order_by()
    return dict(rows)


def _nothing(run: StageRun, *, actor: Actor, now: datetime) -> None:
    return None


def _no_counts(run: StageRun, *, actor: Actor, now: datetime) -> dict[str, int]:
    return {}


ON_OPEN: dict[str, Hook] = {
    "SCREENING": _open_screening,
    "SURVEY": open_survey,
    "VOTE": open_vote,
    "JURY": open_jury,
}
TEND: dict[str, Hook] = {"SCREENING": _tend_screening, "SURVEY": tend_survey, "VOTE": tend_vote, "JURY": tend_jury}


def _close_publicity(run: StageRun, *, actor: Actor, now: datetime) -> dict[str, int]:
    """Every notice of the list has its conclusion."""
    return {"notices": conclude_all(run.campaign, actor=actor, now=now)}


ON_CLOSE: dict[str, CloseHook] = {
    "REGISTRATION": _close_gathering,
    "MATERIALS": _close_gathering,
    "SCREENING": _close_gathering,
    "SURVEY": close_survey,
    "VOTE": close_vote,
    "JURY": close_jury,
    "PUBLICITY": _close_publicity,
}


def _moved(stage_run_id: int, version: int, reason: str, actor: Actor, now: datetime) -> StageRun:
    """The stage, locked, of a live campaign; the actor may move it, read its latest version and says why."""
    run = locked_stage(stage_run_id)
    require(rules.may_run(actor, run.campaign, now))
    require(rules.same_version(run.version, version, actor))
    if run.campaign.state not in states.CAMPAIGN_LIVE:
        raise Refused(no("stage.campaign_over", "announcement: stages in order", state=run.campaign.state))
    if not rules.is_clock(actor) and not clean(reason):
        raise Refused(no("awards.no_reason", "each transition has its cause"))
    return run


def _refuse(found: tuple[blockers.Blocker, ...]) -> None:
    if found:
        first = found[0]
        facts = {"blocker": first.code, "who": first.who, "count": first.count}
        raise Refused(no("stage.blocked", "exit rule", **facts))


@transaction.atomic
def open_stage(*, stage_run_id: int, version: int, actor: Actor, now: datetime, reason: str = "") -> StageRun:
    """The stage runs, and what it needs was ordered. The first one starts the campaign.

    Raises Refused: awards.not_allowed, awards.changed_meanwhile, stage.blocked (with the first blocker),
    stage.no_such_move.
    """
    run = _moved(stage_run_id, version, reason, actor, now)
    _refuse(blockers.opening(run, now))
    run.opened_at = now
    move_stage(run, "open", actor=actor, now=now, cause=clean(reason))
    if run.campaign.state == "ANNOUNCED":
        move_campaign(run.campaign, "start", actor=actor, now=now, cause=f"stage:{run.key}")
    ON_OPEN.get(run.kind, _nothing)(run, actor=actor, now=now)
    return run


def tend(run: StageRun, *, actor: Actor, now: datetime) -> None:
    """What a running stage does by itself as time goes by was done. The caller holds its lock."""
    TEND.get(run.kind, _nothing)(run, actor=actor, now=now)


@transaction.atomic
def close_stage(*, stage_run_id: int, version: int, actor: Actor, now: datetime, reason: str = "") -> StageRun:
    """The stage is closed: its exit rule held, its scores are kept, its shortlist is cut.

    An organiser may close before the date where nothing is left to do in a stage that people do not come to from
    outside (materials, screening, jury). Raises Refused: stage.blocked, stage.closes_by_date, ranking.seed_needed,
    awards.changed_meanwhile, stage.no_such_move.
    """
    run = _moved(stage_run_id, version, reason, actor, now)
    tend(run, actor=actor, now=now)
    is_early = now < run.closes_at and run.kind != "PUBLICITY"
    if is_early and (rules.is_clock(actor) or run.kind in ("REGISTRATION", "SURVEY", "VOTE", "COMMENT")):
        closes = local_date(run.closes_at - rules.ONE_INSTANT)
        raise Refused(no("stage.closes_by_date", "announced window", closes=closes))
    _refuse(blockers.exit_rule(run, now))
    run.outcome = ON_CLOSE.get(run.kind, _no_counts)(run, actor=actor, now=now)
    run.outcome |= cut(run, actor=actor, now=now)
    run.closed_at = now
    return move_stage(run, "close", actor=actor, now=now, cause=clean(reason))


@transaction.atomic
def extend(*, stage_run_id: int, version: int, closes_date: date, reason: str, actor: Actor, now: datetime) -> StageRun:
    """The running stage ends later, with the last day inclusive; a closed one runs again until then.

    The panels of a jury go on with it; once they have closed, by the clock too, no later end opens them again.
    Later stages keep their dates; one that is overtaken waits for `reschedule`. A vote or survey that is open cannot
    move: its end was announced on the sheet. Raises Refused: stage.not_later, stage.announced_end,
    jury.over, stage.later_started, awards.changed_meanwhile.
    """
    run = _moved(stage_run_id, version, reason, actor, now)
    require(rules.may_organise(actor, run.campaign, now))
    if run.kind == "JURY":
        require(may_go_on(run))
    if run.kind in ("SURVEY", "VOTE", "PUBLICITY"):
        raise Refused(no("stage.announced_end", "the announced window", kind=run.kind))
    closes_at = day_end(closes_date)
    if closes_at <= max(run.closes_at if run.state != "CLOSED" else now, now):
        raise Refused(no("stage.not_later", "a later last day", closes=local_date(run.closes_at - rules.ONE_INSTANT)))
    if run.campaign.stage_runs.filter(position__gt=run.position).exclude(state="WAITING").exists():
        raise Refused(no("stage.later_started", "ordered stages"))
    run.closes_at = closes_at
    if run.kind == "JURY":
        extend_jury(run, actor=actor, now=now)
    return move_stage(run, "reopen" if run.state == "CLOSED" else "extend", actor=actor, now=now, cause=clean(reason))


@transaction.atomic
def reschedule(
    *,
    stage_run_id: int,
    version: int,
    opens_date: date,
    closes_date: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> StageRun:
    """A stage that has not begun has another window, both days inclusive. Raises Refused: stage.backward, stage.in_the_past."""
    run = _moved(stage_run_id, version, reason, actor, now)
    require(rules.may_organise(actor, run.campaign, now))
    if closes_date < opens_date:
        raise Refused(no("stage.backward", "announcement: stages in order", opens=opens_date, closes=closes_date))
    if closes_date < local_date(now):
        raise Refused(no("stage.in_the_past", "announcement: stages in order", closes=closes_date))
    run.opens_at, run.closes_at = day_start(opens_date), day_end(closes_date)
    return move_stage(run, "reschedule", actor=actor, now=now, cause=clean(reason))


@transaction.atomic
def ask_secretly(*, stage_run_id: int, version: int, reason: str, actor: Actor, now: datetime) -> StageRun:
    """A survey that has not begun will be secret: drafted about today's candidates, so that its keys can be made.

    Asking so again, after candidates or days changed, makes the earlier draft count for nothing; its keys too.
    Raises Refused: stage.no_such_move, stage.not_a_survey, awards.changed_meanwhile, surveys.no_targets,
    surveys.place_too_small.
    """
    run = _moved(stage_run_id, version, reason, actor, now)
    require(rules.may_organise(actor, run.campaign, now))
    require(states.STAGE.may(run.state, "ask_secretly"))
    if run.kind != "SURVEY":
        raise Refused(no("stage.not_a_survey", "a survey can be asked secretly", kind=run.kind))
    prepare_survey(run, reason=clean(reason), actor=actor, now=now)
    return move_stage(run, "ask_secretly", actor=actor, now=now, cause=clean(reason))


def live_campaigns() -> list[Campaign]:
    """The campaigns whose stages the clock looks after."""
    return list(Campaign.objects.filter(state__in=states.CAMPAIGN_LIVE).order_by("pk"))
