"""A survey stage: one form asks the residents of each compound about its candidates; awards keeps no answers.

The score, 0..100, is the survey's own: the mean over persons of what each gave (surveys.score).
"""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction

from yuanba.awards import rules
from yuanba.awards.actions.scores import keep_scores
from yuanba.awards.actions.voting import label
from yuanba.awards.models import StageRun, StageTarget
from yuanba.awards.pinned import stage_of
from yuanba.awards.playbook import SurveySettings
from yuanba.awards.queries.candidates import candidates_of, survey_asks, target_ref
from yuanba.awards.queries.listing import panel_ref
from yuanba.ballots.actions import SecretTerms
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.surveys import actions as surveys
from yuanba.surveys import queries as survey_queries
from yuanba.surveys.actions import NewTarget, SurveyOrder
from yuanba.surveys.models import LEAST_SAMPLE, Form, Survey

ORGANISE = "surveys.organise"
LOWEST_MARK = 1
NOBODY: Mapping[str, Any] = {"n": 0, "invited": 0, "response_centi": 0}
# What an applicant may see of the own score; all in hundredths of a point or of a per cent.
TOLD = ("n", "invited", "response_centi", "score_centi", "low_centi", "high_centi")


def settings_of(run: StageRun) -> SurveySettings:
    settings = stage_of(run.campaign, run.key).settings
    assert isinstance(settings, SurveySettings), "the kind says so"
    return settings


def form_questions(settings: SurveySettings) -> list[dict[str, Any]]:
    """The playbook's questions as a form; each judged candidate gets a mark for every one."""
    return [
        {
            "key": question.key,
            "kind": "SCALE",
            "text_zh": question.text,
            "text_en": question.text_en or question.text,
            "low": LOWEST_MARK,
            "high": settings.scale_max,
            "required": True,
            "per_target": True,
            "scored": True,
        }
        for question in settings.questions
    ]


def prepare_survey(run: StageRun, *, reason: str, actor: Actor, now: datetime) -> None:
    """A secret survey is drafted about today's candidates, so that its keys can be made before the stage begins.

    One that was prepared earlier counts for nothing. Raises Refused as surveys.draft does; surveys.no_targets.
    """
    helper = rules.on_behalf(actor, run.campaign, ORGANISE)
    if run.survey_id is not None:
        surveys.annul(survey_id=run.survey_id, reason=reason, actor=helper, now=now)
    run.survey_id = surveys.draft(order=_order(run, helper, now, secret=SecretTerms()), actor=helper, now=now).pk


def open_survey(run: StageRun, *, actor: Actor, now: datetime) -> None:
    """The residents of the candidates' compounds are asked. Without a candidate, a place or a resident nobody is.

    A secret survey that was prepared opens as it is: blockers.opening saw that it asks about the same.
    """
    entries = candidates_of(run)
    StageTarget.objects.bulk_create(
        [StageTarget(stage_run=run, entry=entry, key=target_ref(entry)) for entry in entries], batch_size=500
    )
    helper = rules.on_behalf(actor, run.campaign, ORGANISE)
    if run.survey_id is not None:
        surveys.open_survey(survey_id=run.survey_id, actor=helper, now=now)
        return
    if not survey_asks(run, local_date(now)):
        return
    try:
        with transaction.atomic():
            survey = surveys.draft(order=_order(run, helper, now), actor=helper, now=now)
            run.survey_id = surveys.open_survey(survey_id=survey.pk, actor=helper, now=now).pk
    except Refused as refusal:
        if refusal.verdict.code != "surveys.roll_empty":
            raise
    run.save(update_fields=["survey_id"])


def _order(run: StageRun, helper: Actor, now: datetime, *, secret: SecretTerms | None = None) -> SurveyOrder:
    """What the stage asks, about whom, in its window."""
    settings = settings_of(run)
    named = {target_ref(entry): label(entry) for entry in candidates_of(run)}
    asks = survey_asks(run, local_date(now))
    stage = stage_of(run.campaign, run.key)
    form = surveys.register_form(
        key=f"{run.campaign.code}/{run.key}",
        per=Form.Per.HOUSEHOLD if settings.per == "household" else Form.Per.PERSON,
        questions=form_questions(settings),
        actor=helper,
        now=now,
    )
    return SurveyOrder(
        territory_id=run.campaign.territory_id,
        title=f"{run.campaign.title} {stage.name}",
        form_id=form.pk,
        targets=tuple(NewTarget(ref, named[ref], places) for ref, places in asks.items()),
        min_sample=max(settings.min_sample, LEAST_SAMPLE),
        opens_at=run.opens_at,
        closes_at=run.closes_at,
        ordered_by=panel_ref(run),
        secret=secret,
    )


def tend_survey(run: StageRun, *, actor: Actor, now: datetime) -> None:
    """After the last instant the survey is closed; paper forms that were received in time may still be keyed."""
    if run.survey_id is None or now < run.closes_at:
        return
    if Survey.objects.get(pk=run.survey_id).state == "OPEN":
        helper = rules.on_behalf(actor, run.campaign, ORGANISE)
        surveys.close(survey_id=run.survey_id, actor=helper, now=now)


def close_survey(run: StageRun, *, actor: Actor, now: datetime) -> dict[str, int]:
    """Each candidate has its score with n, response rate and interval; below the least sample it is insufficient."""
    targets = list(run.targets.select_related("entry"))
    documents: Mapping[str, Any] = {}
    answered = 0
    if run.survey_id is not None:
        tend_survey(run, actor=actor, now=now)
        helper = rules.on_behalf(actor, run.campaign, ORGANISE)
        if Survey.objects.get(pk=run.survey_id).state == "CLOSED":
            surveys.score_survey(survey_id=run.survey_id, actor=helper, now=now)
        result = survey_queries.result(run.survey_id)
        documents, answered = result["targets"], result["answered"]
    scores: dict[int, Fraction | None] = {}
    details: dict[int, Mapping[str, Any]] = {}
    for target in targets:
        document = documents.get(target.key, NOBODY)
        scores[target.entry_id] = Fraction(*document["mean"]) if "mean" in document else None
        details[target.entry_id] = {key: document[key] for key in TOLD if key in document}
    keep_scores(run, scores, details, now=now)
    return {"answered": answered, "insufficient": sum(score is None for score in scores.values())}


def publish_survey(run: StageRun, *, actor: Actor, now: datetime) -> None:
    """The scores and the counts behind them are public."""
    if run.survey_id is not None and Survey.objects.get(pk=run.survey_id).state == "SCORED":
        helper = rules.on_behalf(actor, run.campaign, ORGANISE)
        surveys.publish(survey_id=run.survey_id, actor=helper, now=now)
