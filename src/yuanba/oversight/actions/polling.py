"""What neighbours think of a plan: a survey of the households, opened, closed, counted and published by the clock."""

from datetime import datetime
from typing import Any

from django.db import transaction

from yuanba.kernel.actor import Actor, Grant, system
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.oversight import procedure_rules, queries, rules, states, texts
from yuanba.oversight.actions.selecting import SELECT
from yuanba.oversight.actions.steps import note, selection_locked
from yuanba.oversight.models import OpinionPoll, Selection
from yuanba.places.queries import name_at
from yuanba.surveys import actions as surveys
from yuanba.surveys import states as survey_states
from yuanba.surveys.models import LEAST_SAMPLE, Form

CLOCK = system("tick")
# What a poll needs below it: whoever may choose a company may ask the households of that compound.
ORGANISE = "surveys.organise"


@transaction.atomic
def open_poll(
    *, selection_id: int, opens_at: datetime, closes_at: datetime, actor: Actor, now: datetime
) -> OpinionPoll:
    """Households are asked by a survey, which binds nobody: phone and paper, no name beside an answer.

    Raises Refused as surveys.draft does; selection.not_public, .poll_runs while another one runs.
    """
    selection = selection_locked(selection_id)
    require(rules.may(actor, SELECT, selection.compound_id, now))
    if selection.state != states.PUBLISHED:
        raise Refused(no("selection.not_public", "a plan is public before it is explained", state=selection.state))
    running = queries.polls_running(selection)
    if running:
        require(procedure_rules.asked(0, running))
    helper = _helper(selection, actor)
    what = texts.KINDS[selection.kind]
    form = surveys.register_form(
        key=f"property-poll-{selection.kind.lower()}",
        per=Form.Per.HOUSEHOLD,
        questions=_questions(what),
        actor=helper,
        now=now,
    )
    compound = name_at(selection.compound_id, local_date(now))
    order = surveys.SurveyOrder(
        territory_id=selection.compound_id,
        title=texts.POLL_TITLE.format(compound=compound, what=what)[:60],
        form_id=form.pk,
        targets=(surveys.NewTarget(str(selection), texts.POLL_TARGET.format(what=what), (selection.compound_id,)),),
        min_sample=LEAST_SAMPLE,
        opens_at=opens_at,
        closes_at=closes_at,
        ordered_by=f"{selection}:poll",
    )
    survey = surveys.draft(order=order, actor=helper, now=now)
    row = OpinionPoll.objects.create(
        selection=selection, survey=survey, held_date=local_date(opens_at), recorded_at=now, recorded_by=actor.id
    )
    note(selection, "company_selection.poll", actor=actor, now=now, detail={"survey": survey.pk})
    return row


def finish_polls_due(now: datetime) -> int:
    """Every poll that was closed is counted and published, once no paper form waits; how many. For the clock."""
    over = [survey_states.CLOSED, survey_states.SCORED]
    done = 0
    for poll in OpinionPoll.objects.filter(survey__state__in=over).select_related("selection", "survey").order_by("pk"):
        try:
            _finish(poll, now)
        except Refused:
            continue  # a paper form is not decided; its clerks are told on their page
        done += 1
    return done


@transaction.atomic
def _finish(poll: OpinionPoll, now: datetime) -> None:
    assert poll.survey is not None, "only polls held here"
    helper = _helper(poll.selection, CLOCK)
    if poll.survey.state == survey_states.CLOSED:
        surveys.score_survey(survey_id=poll.survey.pk, actor=helper, now=now)
    surveys.publish(survey_id=poll.survey.pk, actor=helper, now=now)


def _helper(selection: Selection, actor: Actor) -> Actor:
    # Not dataclasses.replace: a page's actor is a proxy that waits until somebody asks it something.
    return Actor(actor.id, actor.account_id, actor.person_id, actor.grants | {Grant(ORGANISE, selection.compound_id)})


def _questions(what: str) -> list[dict[str, Any]]:
    return [
        _question("plan", (texts.POLL_QUESTION.format(what=what), texts.POLL_QUESTION_EN), texts.POLL_ANSWERS, True),
        _question("payment", (texts.POLL_PAYMENT, texts.POLL_PAYMENT_EN), texts.POLL_PAYMENTS, False),
    ]


def _question(key: str, asked: tuple[str, str], options: dict[str, tuple[str, str]], required: bool) -> dict[str, Any]:
    return {
        "key": key,
        "kind": "SINGLE",
        "text_zh": asked[0],
        "text_en": asked[1],
        "required": required,
        "options": [{"key": one, "text_zh": zh, "text_en": en} for one, (zh, en) in options.items()],
    }
