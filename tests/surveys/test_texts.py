"""Texts in people's own words: after the close, by appointment and place, never of a few, masked, on record each time."""

import pytest

from tests.factories import TerritoryFactory
from tests.officers import officer
from tests.refusals import refused
from tests.surveys import given
from yuanba.audit.models import AuditEvent
from yuanba.surveys import actions

pytestmark = pytest.mark.django_db


def told(count: int = 5):
    here = given.place(8)
    survey = given.opened(here)
    for number, person in enumerate(here.voters[:count]):
        said = f"第{number}句，打我电话 13800001234" if number else "加个路灯"
        given.answer(survey, person, {"entry:1": {"care": 4, "said": said}})
    return here, survey


def test_texts_are_masked_sorted_and_each_opening_is_on_record() -> None:
    here, survey = told()
    by = {
        "survey_id": survey.pk,
        "target_ref": "entry:1",
        "actor": officer("STREET_ORGANISER", here.street, given.CLOSES),
        "now": given.CLOSES,
    }
    refused("surveys.scores_hidden", actions.open_texts, reason="汇总", **by)
    given.scored(survey)
    refused("surveys.reason_missing", actions.open_texts, reason=" ", **by)
    opened = actions.open_texts(reason="汇总居民意见", **by)
    ((key, texts),) = opened.texts
    assert key == "said" and len(texts) == 5
    assert list(texts) == sorted(texts)
    assert not any("13800001234" in text for text in texts) and any("138****1234" in text for text in texts)
    event = AuditEvent.objects.filter(verb="surveys.open_texts").get()
    assert dict(event.detail.body) == {"target": "entry:1", "answers": 5, "reason": "汇总居民意见"}
    actions.open_texts(reason="再看一遍", **by)
    assert AuditEvent.objects.filter(verb="surveys.open_texts").count() == 2


def test_few_texts_and_other_places_stay_shut() -> None:
    here, survey = told(count=4)
    given.scored(survey)
    by = {"survey_id": survey.pk, "target_ref": "entry:1", "reason": "汇总", "now": given.CLOSES}
    refused(
        "surveys.too_few_to_read",
        actions.open_texts,
        actor=officer("STREET_ORGANISER", here.street, given.CLOSES),
        **by,
    )
    stranger = officer("STREET_ORGANISER", TerritoryFactory(kind="SUBDISTRICT"), given.CLOSES)
    refused("surveys.not_permitted", actions.open_texts, actor=stranger, **by)
    refused(
        "surveys.no_such_survey",
        actions.open_texts,
        actor=officer("STREET_ORGANISER", here.street, given.CLOSES),
        **{**by, "survey_id": 99},
    )
