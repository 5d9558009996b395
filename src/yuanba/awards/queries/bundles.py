"""The facts of a finished campaign under public codes, as `awards.bundle` writes them. No name, no number of a person."""

from datetime import date, datetime, timedelta
from typing import Any

from yuanba.awards.bundle import (
    BallotInput,
    DrawInput,
    EntryRow,
    Inputs,
    Juror,
    NoticeRow,
    PanelInput,
    Recusal,
    Sheet,
    SurveyRow,
)
from yuanba.awards.models import Campaign, PlaceDecision, StagePanel, StageRun
from yuanba.awards.pinned import playbook_of
from yuanba.awards.queries.listing import notice_ref
from yuanba.awards.queries.paths import paths, refusals
from yuanba.ballots import queries as ballots
from yuanba.kernel.calendar import local_date
from yuanba.places import queries as places
from yuanba.publicity import queries as publicity
from yuanba.publicity.models import Notice
from yuanba.rubrics import queries as rubrics
from yuanba.rubrics.models import Conflict, Panel, PanelMember
from yuanba.rubrics.models import Recusal as RecusalRow
from yuanba.surveys import queries as surveys

ONE_DAY = timedelta(days=1)
JUDGED = ("CLOSED", "CONCLUDED")


def inputs(campaign: Campaign, now: datetime) -> Inputs:
    """Everything that the bundle of a named campaign is made from."""
    runs = list(campaign.stage_runs.order_by("position"))
    return Inputs(
        campaign=campaign.code,
        playbook=playbook_of(campaign),
        entries=entry_rows(campaign),
        made_at=now,
        surveys={run.key: _survey(run) for run in runs if run.kind == "SURVEY"},
        ballots={run.key: _ballot(run) for run in runs if run.ballot_id is not None},
        panels={run.key: _panels(run) for run in runs if run.kind == "JURY"},
        decisions=_decisions(campaign),
        notices=_notices(campaign),
        refused=refusals(campaign),
        lot_seed=campaign.lot.get("seed", ""),
        lot_source=campaign.lot.get("source", ""),
    )


def entry_rows(campaign: Campaign) -> list[EntryRow]:
    """Every submitted entry under its code, with where and why it left."""
    return [
        EntryRow(
            entry=one.entry.code,
            category=one.entry.category,
            kind=one.entry.kind,
            submitted=one.number,
            channel=one.entry.channel,
            out_stage=one.out_stage,
            out_reason=one.out_reason,
        )
        for one in paths(campaign)
    ]


def code(ref: str) -> str:
    """ "entry:7KQ…" is 7KQ…"""
    return ref.removeprefix("entry:")


def _survey(run: StageRun) -> list[SurveyRow]:
    if run.survey_id is None:
        return []
    targets = surveys.public_result(run.survey_id)["targets"]
    return [
        SurveyRow(entry=code(ref), n=document["n"], invited=document["invited"], vectors=document.get("vectors", {}))
        for ref, document in targets.items()
    ]


def _ballot(run: StageRun) -> BallotInput:
    assert run.ballot_id is not None, "only stages with a ballot"
    options = {key: code(key) for key in run.targets.values_list("key", flat=True)}
    return BallotInput(
        manifest=ballots.public_manifest(run.ballot_id),
        papers=list(ballots.public_inputs(run.ballot_id)),
        result=ballots.public_result(run.ballot_id),
        options=options,
    )


def _panels(run: StageRun) -> list[PanelInput]:
    found = []
    for row in run.panels.order_by("pk"):
        panel = Panel.objects.select_related("rubric").get(pk=row.panel_id)
        if panel.state in JUDGED:
            found.append(_panel(row, panel))
    return found


def _panel(row: StagePanel, panel: Panel) -> PanelInput:
    members = PanelMember.objects.filter(panel=panel).order_by("pk")
    sheets = [
        Sheet(juror=juror, entry=code(subject), scores=dict(scores))
        for (juror, subject), scores in rubrics.results(panel).items()
    ]
    return PanelInput(
        panel=f"P{row.pk}",
        categories=tuple(row.categories),
        jurors=[Juror(juror=one.code, origin=one.origin) for one in members],
        sheets=sheets,
        recusals=_recusals(panel),
        draw=_draw(panel),
    )


def _recusals(panel: Panel) -> list[Recusal]:
    """Why a juror stepped back, as a kind; words of their own stay inside."""
    kinds = set(Conflict.Kind.values)
    rows = RecusalRow.objects.filter(member__panel=panel, subject__withdrawn_at__isnull=True)
    named = rows.order_by("pk").values_list("member__code", "subject__subject_ref", "reason")
    return [
        Recusal(juror=juror, entry=code(subject), kind=reason if reason in kinds else "DECLARED")
        for juror, subject, reason in named
    ]


def _draw(panel: Panel) -> DrawInput | None:
    drawing = rubrics.public_draw(panel)
    if drawing is None or not drawing.seed:
        return None
    return DrawInput(
        pool=rubrics.pool_items(panel),
        pool_hash=drawing.pool_hash,
        seed=drawing.seed,
        seed_source=drawing.seed_source,
        result=list(drawing.result),
    )


def _decisions(campaign: Campaign) -> dict[str, list[str]]:
    if playbook_of(campaign).ranking.method != "decision":
        return {}
    found: dict[str, list[str]] = {category.key: [] for category in playbook_of(campaign).categories}
    for row in PlaceDecision.objects.filter(campaign=campaign).select_related("entry").order_by("place"):
        found[row.category].append(row.entry.code)
    return found


def _notices(campaign: Campaign) -> list[NoticeRow]:
    found = []
    for row in campaign.list_notices.order_by("number"):
        notice = Notice.objects.get(pk=row.notice_id)
        upheld = publicity.upheld_about(notice_ref(campaign, row.number))
        counts = publicity.objection_counts(notice)
        found.append(
            NoticeRow(
                number=row.number,
                workdays=_workdays(notice),
                objections=counts.filed,
                upheld=tuple(sorted(code(ref) for ref in upheld)),
            )
        )
    return found


def _workdays(notice: Notice) -> tuple[date, ...]:
    """The working days of the term; the day of the opening does not count."""
    assert notice.opens_at is not None, "a list is on notice"
    assert notice.closes_at is not None, "a notice that was opened has an end"
    calendar = places.calendar()
    day, end = local_date(notice.opens_at) + ONE_DAY, local_date(notice.closes_at)
    days = []
    while day < end:
        if calendar.is_workday(day):
            days.append(day)
        day += ONE_DAY
    return tuple(days)


def winners_of(document: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Category -> {entry: tier} of a ranking's snapshot."""
    return {
        one["category"]: {row["entry"]: row["tier"] for row in one["rows"] if row["tier"]}
        for one in document["categories"]
    }
