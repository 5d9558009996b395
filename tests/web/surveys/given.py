"""A survey of two compounds about three candidates, open now."""

from datetime import timedelta

from tests import given
from yuanba.kernel.actor import system
from yuanba.surveys import actions
from yuanba.surveys.models import Survey
from yuanba.web import clock

TICK = system("tick")
QUESTIONS = [
    {
        "key": "care",
        "kind": "SCALE",
        "low": 1,
        "high": 5,
        "required": True,
        "scored": True,
        "text_zh": "为大家办事尽心吗？",
    },
    {"key": "clean", "kind": "SCALE", "low": 1, "high": 5, "scored": True, "text_zh": "小区变得更整洁了吗？"},
    {"key": "said", "kind": "TEXT", "text_zh": "还想说的话"},
    {
        "key": "years",
        "kind": "SINGLE",
        "options": [{"key": "new", "text_zh": "三年以内"}, {"key": "old", "text_zh": "三年以上"}],
        "per_target": False,
        "text_zh": "您在小区住了多久？",
    },
]
ANSWER = {"entry:A1|care": "5", "entry:A1|clean": "4", "|years": "old"}


def opened(world: given.World, *, per: str = "PERSON", min_sample: int = 5) -> Survey:
    now = clock.now()
    organiser = world.actor("STREET_ORGANISER", now=now)
    form = actions.register_form(key=f"satisfaction-{per}", per=per, questions=QUESTIONS, actor=organiser, now=now)
    first, second = world.compounds[0].pk, world.compounds[1].pk
    order = actions.SurveyOrder(
        territory_id=world.street.pk,
        title="2026年满意度测评",
        form_id=form.pk,
        targets=(
            actions.NewTarget("entry:A1", "王建国", (first,)),
            actions.NewTarget("entry:C1", "长堤物业", (first, second)),
        ),
        min_sample=min_sample,
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=3),
        ordered_by="stage:3",
    )
    survey = actions.draft(order=order, actor=organiser, now=now)
    return actions.open_survey(survey_id=survey.pk, actor=TICK, now=now)


def finished(world: given.World, survey: Survey) -> Survey:
    end = survey.closes_at
    actions.close(survey_id=survey.pk, actor=TICK, now=end)
    actions.score_survey(survey_id=survey.pk, actor=TICK, now=end)
    return actions.publish(survey_id=survey.pk, actor=world.actor("STREET_ORGANISER", now=end), now=end)


def answer(world: given.World, survey: Survey, number: int, care: int = 5) -> None:
    actions.answer(
        survey_id=survey.pk, values={"entry:C1": {"care": care}}, actor=world.resident(number), now=clock.now()
    )
