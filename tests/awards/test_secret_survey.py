"""A campaign's satisfaction survey on the secret level, from the organiser's decision to the candidates' scores."""

import pytest
from tests.awards import given_awards
from tests.awards.given_awards import at
from tests.ballots.secret import house as houses
from tests.surveys.casting import cast

from yuanba.audit import logs
from yuanba.awards import actions as awards
from yuanba.awards.models import StageScore
from yuanba.awards.queries import blockers
from yuanba.ballots import actions as ballots
from yuanba.ballots.secret.clients import NearUrn
from yuanba.kernel.actor import system
from yuanba.people.models import Person
from yuanba.surveys import actions as surveys
from yuanba.surveys.models import Survey

pytestmark = pytest.mark.django_db
ENTERED, SCREENED, OPENS = at("2021-09-10", 0), at("2021-10-20"), at("2021-11-03", 0)
DURING, ENDS = at("2021-11-05"), at("2021-11-15", 0)


def test_from_the_decision_to_the_scores(tmp_path) -> None:
    show = given_awards.announced(given_awards.world_of(per_compound=13))
    show.tick(ENTERED)
    entry = show.enter(show.world.resident(0, ENTERED), ENTERED)
    show.tick(at("2021-10-20", 0))
    show.screen(entry, SCREENED)
    run, organiser = show.run("survey"), show.organiser()
    how = {"stage_run_id": run.pk, "version": run.version, "reason": "街坊之间不好意思当面评"}
    run = awards.stages.ask_secretly(**how, actor=organiser, now=SCREENED)
    issuers, urn = houses.services(tmp_path, logs.verifier_key(logs.REGISTER))
    by = {"survey_id": run.survey_id, "actor": organiser, "now": SCREENED}
    surveys.ask_services(issuers=issuers, urn=NearUrn(urn), urn_address=houses.ADDRESS, **by)
    shares = surveys.hold_ceremony(**by)
    show.tick(OPENS)
    assert show.run("survey").state == "OPEN"
    ballot = Survey.objects.get(pk=run.survey_id).groups.get().ballot
    neighbours = Person.objects.filter(pk__in=[one.person_id for one in show.world.residents_of(0)]).order_by("pk")
    for number, person in enumerate(neighbours[:10]):
        cast(ballot, person, number, (issuers, urn), DURING, t1_q1=["5"], t1_q2=["3"])
    show.tick(ENDS)
    assert [one.code for one in blockers.of_campaign(show.fresh(), ENDS)] == ["survey.sealed"]
    ballots.secret_round(urn=NearUrn(urn), issuers=issuers, now=ENDS)
    for share in shares[:2]:
        ballots.hand_in_share(ballot_id=ballot.pk, share=share, actor=system("tick"), now=ENDS)
    show.tick(ENDS)
    score = StageScore.objects.get(stage_run=run)
    assert (show.run("survey").state, score.state, score.detail["n"], score.detail["invited"]) == (
        "CLOSED", "SCORED", 10, 13,
    )  # fmt: skip
    assert (score.num, score.den) == ("75", "1")
