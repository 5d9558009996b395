"""A cancelled campaign stops what its stages ordered: ballot, survey, panels, notices; everybody who entered is told."""

from datetime import datetime

from yuanba.awards import rules
from yuanba.awards.actions.steps import tell
from yuanba.awards.models import Campaign, StageRun
from yuanba.awards.states import ENTRY_ENDED
from yuanba.ballots import actions as ballots
from yuanba.ballots.models import Ballot
from yuanba.kernel.actor import Actor
from yuanba.publicity import actions as publicity
from yuanba.publicity.models import Notice
from yuanba.rubrics import actions as rubrics
from yuanba.rubrics.models import Panel
from yuanba.surveys import actions as surveys
from yuanba.surveys.models import Survey

NEEDED = ("ballots.organise", "surveys.organise", "rubrics.manage", "publicity.open")
REASON_LENGTH = 200  # the shortest of the reasons' columns


def stop(campaign: Campaign, reason: str, *, actor: Actor, now: datetime) -> None:
    """Nobody can vote, answer, judge or object any more. The caller holds the campaign's lock."""
    helper = rules.on_behalf(actor, campaign, *NEEDED)
    short = reason[:REASON_LENGTH]
    for run in campaign.stage_runs.order_by("position"):
        _stop_stage(run, short, helper, now)
    for row in campaign.list_notices.order_by("number"):
        if Notice.objects.get(pk=row.notice_id).state in ("OPEN", "EXTENDED"):
            publicity.withdraw_notice(notice_id=row.notice_id, reason=short, actor=helper, now=now)
    for entry in campaign.entries.exclude(state__in=ENTRY_ENDED).order_by("pk"):
        tell(entry, "campaign.cancelled", now=now, reason=reason)


def _stop_stage(run: StageRun, reason: str, helper: Actor, now: datetime) -> None:
    if run.ballot_id is not None and Ballot.objects.get(pk=run.ballot_id).state != "ANNULLED":
        ballots.annul(ballot_id=run.ballot_id, reason=reason, actor=helper, now=now)
    if run.survey_id is not None and Survey.objects.get(pk=run.survey_id).state != "ANNULLED":
        surveys.annul(survey_id=run.survey_id, reason=reason, actor=helper, now=now)
    for row in run.panels.order_by("pk"):
        if Panel.objects.get(pk=row.panel_id).state not in ("CLOSED", "CONCLUDED", "DISSOLVED"):
            rubrics.dissolve(panel_id=row.panel_id, reason=reason, actor=helper, now=now)
