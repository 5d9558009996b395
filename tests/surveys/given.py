"""A survey of a compound about its candidates, brought by its own actions to the state that a test wants."""

from typing import Any

from tests.ballots.given import BEFORE, CLOSES, DURING, LAST, OPENS, TICK, Place, place, voter
from yuanba.people.models import Person
from yuanba.surveys import actions
from yuanba.surveys.models import Survey, SurveyRoll

__all__ = ["BEFORE", "CLOSES", "DURING", "LAST", "OPENS", "QUESTIONS", "TICK", "Place", "place", "voter"]

QUESTIONS: list[dict[str, Any]] = [
    {"key": "care", "kind": "SCALE", "low": 1, "high": 5, "required": True, "scored": True, "text_zh": "尽心"},
    {"key": "clean", "kind": "SCALE", "low": 1, "high": 5, "scored": True, "text_zh": "整洁"},
    {"key": "said", "kind": "TEXT", "text_zh": "还想说的"},
    {"key": "years", "kind": "SINGLE", "options": [{"key": "new"}, {"key": "old"}], "per_target": False},
    {"key": "uses", "kind": "MULTI", "options": [{"key": "park"}, {"key": "hall"}], "per_target": False},
]


def form(here: Place, per: str = "PERSON", questions: list[dict[str, Any]] | None = None) -> Any:
    asked = questions or QUESTIONS
    return actions.register_form(key="satisfaction", per=per, questions=asked, actor=here.organiser(), now=BEFORE)


def order(here: Place, **changes: Any) -> actions.SurveyOrder:
    own = here.compound.pk
    values: dict[str, Any] = {
        "territory_id": here.street.pk,
        "title": "满意度测评",
        "form_id": changes.pop("form_id", None) or form(here).pk,
        "targets": (
            actions.NewTarget("entry:1", "王建国", (own,)),
            actions.NewTarget("entry:2", "长堤物业", (own,)),
        ),
        "min_sample": 5,
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "ordered_by": "stage:3",
    }
    return actions.SurveyOrder(**(values | changes))


def opened(here: Place, **changes: Any) -> Survey:
    survey = actions.draft(order=order(here, **changes), actor=here.organiser(), now=BEFORE)
    return actions.open_survey(survey_id=survey.pk, actor=TICK, now=OPENS)


def answer(survey: Survey, person: Person, values: Any = None, now: Any = DURING) -> None:
    said = {"entry:1": {"care": 5, "clean": 4}} if values is None else values
    actions.answer(survey_id=survey.pk, values=said, actor=voter(person), now=now)


def scored(survey: Survey) -> Survey:
    actions.close(survey_id=survey.pk, actor=TICK, now=CLOSES)
    return actions.score_survey(survey_id=survey.pk, actor=TICK, now=CLOSES)


def row_of(survey: Survey, person: Person) -> SurveyRoll:
    return SurveyRoll.objects.get(survey=survey, person=person)
