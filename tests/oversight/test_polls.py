"""What neighbours think of a plan is a survey of the households: nobody's name beside an answer, the clock does the rest."""

from datetime import timedelta

import pytest

from tests import factories
from tests.oversight import given_selection as given
from tests.oversight.given_selection import NOW
from tests.refusals import refused
from tests.signing import enter
from yuanba.kernel.actor import Actor, system
from yuanba.oversight import actions, queries
from yuanba.oversight.models import OpinionPoll
from yuanba.people.models import Residence
from yuanba.places.queries import current
from yuanba.surveys import actions as surveys
from yuanba.surveys import queries as survey_queries
from yuanba.web import clock

pytestmark = pytest.mark.django_db
TICK = system("tick")


def test_households_say_what_they_think_and_the_clock_publishes_it(client, monkeypatch) -> None:
    made = given.compound()
    selection = given.published(made)
    place = made.world.compounds[0]
    window = {"opens_at": NOW + timedelta(days=1), "closes_at": NOW + timedelta(days=5)}
    by = {"selection_id": selection.pk, "actor": made.actor(made.chair, NOW), "now": NOW}
    poll = actions.open_poll(**window, **by)
    assert poll.survey.form.per == "HOUSEHOLD" and poll.ballot is None
    refused("selection.poll_runs", actions.open_poll, **window, **by)
    assert "selection.poll_runs" in [verdict.code for verdict in queries.blocking(selection, NOW)]
    entrance = factories.EntranceFactory(building__compound=place.compound)
    for _ in range(6):
        factories.ResidenceFactory(premises=factories.PremisesFactory(entrance=entrance))
    assert surveys.open_and_close_due(actor=TICK, now=window["opens_at"]) == 1
    target, during = str(selection), NOW + timedelta(days=2)
    homes = Residence.objects.filter(current(during.date()), premises__compound=place.compound).order_by("pk")
    for number, home in enumerate(homes):
        values = {target: {"plan": "keep" if number else "change", "payment": "TRUST"}}
        if survey_queries.open_for(home.person_id, during).exists():
            actor = Actor(f"account:{home.pk}", person_id=home.person_id)
            surveys.answer(survey_id=poll.survey.pk, values=values, actor=actor, now=during)
    monkeypatch.setattr(clock, "now", lambda: during)
    enter(
        client,
        factories.AccountFactory(
            person=factories.ResidenceFactory(premises=factories.PremisesFactory(entrance=entrance)).person
        ),
    )
    assert client.get(f"/surveys/{poll.survey.pk}").status_code == 403  # moved in after the opening
    assert surveys.open_and_close_due(actor=TICK, now=window["closes_at"]) == 1
    assert actions.finish_polls_due(window["closes_at"]) == 1 and actions.finish_polls_due(window["closes_at"]) == 0
    poll = OpinionPoll.objects.get(pk=poll.pk)
    told = survey_queries.public_result(poll.survey.pk)["targets"][target]
    assert told["histograms"]["plan"]["change"] == 1 and told["n"] >= 6
    after = window["closes_at"]
    assert not {"selection.no_poll", "selection.poll_runs"} & {one.code for one in queries.blocking(selection, after)}
    page = client.get(f"/surveys/{poll.survey.pk}/result").content.decode()
    assert "不愿意" in page and "信托制" in page and "分数" not in page
    assert f"/surveys/{poll.survey.pk}/result" in client.get(f"/property/choices/{selection.pk}").content.decode()
