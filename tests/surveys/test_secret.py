"""A survey on the secret level: one ballot for each compound, one ceremony for all, scores from what was in the urns."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from tests import factories
from tests.ballots.secret import house as houses
from tests.refusals import refused
from tests.surveys import given
from tests.surveys.casting import cast
from yuanba.audit import logs
from yuanba.ballots import actions as ballots
from yuanba.ballots import bundle
from yuanba.ballots.models import Ballot, SealedPaper
from yuanba.ballots.secret.clients import NearUrn
from yuanba.surveys import actions, queries, sealed, states
from yuanba.surveys.models import Answer, Survey, SurveyRoll
from yuanba.surveys.questions import read_form
from yuanba.verify import verify

pytestmark = pytest.mark.django_db
VOTERS = 14


@dataclass
class Two:
    """A secret survey in two compounds, the second with candidate 2 only, and the services beside it."""

    place: given.Place
    others: list
    survey: Survey
    issuers: list
    urn: object
    shares: list[str] = field(default_factory=list)

    def ballot(self, at: int) -> Ballot:
        return self.survey.groups.select_related("ballot").order_by("position")[at].ballot

    def answer(self, person, number: int, at: int = 0, **choices: list[str]) -> None:
        """This person casts a secret sheet about the place's candidates."""
        cast(self.ballot(at), person, number, (self.issuers, self.urn), given.DURING, **choices)

    def close(self) -> None:
        actions.close(survey_id=self.survey.pk, actor=given.TICK, now=given.CLOSES)
        ballots.secret_round(urn=NearUrn(self.urn), issuers=self.issuers, now=given.CLOSES)

    def hand_in(self, *numbers: int) -> None:
        for number in numbers:
            share = self.shares[number]
            ballots.hand_in_share(ballot_id=self.ballot(0).pk, share=share, actor=given.TICK, now=given.CLOSES)


def drafted(folder: Path, voters: int = VOTERS) -> Two:
    place = given.place(voters)
    next_door = factories.CompoundFactory(territory__parent=place.street)
    entrance = factories.EntranceFactory(building__compound=next_door)
    homes = [factories.PremisesFactory(entrance=entrance) for _ in range(VOTERS)]
    others = [factories.ResidenceFactory(premises=home).person for home in homes]
    both = (place.compound.pk, next_door.territory_id)
    targets = (
        actions.NewTarget("entry:1", "王建国", both[:1]),
        actions.NewTarget("entry:2", "长堤物业", both),
    )
    order = given.order(place, targets=targets, secret=ballots.SecretTerms())
    issuers, urn = houses.services(folder, logs.verifier_key(logs.REGISTER))
    survey = actions.draft(order=order, actor=place.organiser(), now=given.BEFORE)
    return Two(place, others, survey, issuers, urn)


def opened(folder: Path) -> Two:
    two = drafted(folder)
    by = {"survey_id": two.survey.pk, "actor": two.place.organiser(), "now": given.BEFORE + timedelta(hours=1)}
    actions.ask_services(issuers=two.issuers, urn=NearUrn(two.urn), urn_address=houses.ADDRESS, **by)
    two.shares = actions.hold_ceremony(**by)
    two.survey = actions.open_survey(survey_id=two.survey.pk, actor=given.TICK, now=given.OPENS)
    return two


def test_scores_come_out_of_the_urns_and_nothing_is_kept_here(tmp_path) -> None:
    two = opened(tmp_path)
    assert len(two.shares) == 3 and [two.ballot(at).roll_rows for at in (0, 1)] == [VOTERS, VOTERS]
    me = two.place.voters[0]
    assert list(queries.open_for(me.pk, given.DURING)) == [two.survey]
    for number in range(6):
        two.answer(two.place.voters[number], number, t1_q1=["5"], t2_q1=[str(1 + number % 5)], g_q4=["new"])
    for number in range(5):
        two.answer(two.others[number], number, 1, t1_q1=["3"], t1_q2=["2"])
    assert not queries.open_for(me.pk, given.DURING).exists()
    late = {"values": {}, "actor": given.voter(two.others[9]), "now": given.DURING}
    refused("surveys.answered_secretly", actions.answer, survey_id=two.survey.pk, **late)
    two.close()
    assert queries.participation(two.survey.pk) == queries.Participation(2 * VOTERS, 11)
    assert [one.code for one in queries.blocking(Survey.objects.get(pk=two.survey.pk), given.CLOSES)] == [
        "ballots.still_sealed"
    ]
    two.hand_in(0, 2)
    survey = actions.score_survey(survey_id=two.survey.pk, actor=given.TICK, now=given.CLOSES)
    result = queries.result(survey.pk)
    first, second = result["targets"]["entry:1"], result["targets"]["entry:2"]
    assert (first["n"], first["invited"], first["score_centi"]) == (6, VOTERS, 10000)
    assert (second["n"], second["invited"]) == (11, 2 * VOTERS) and second["histograms"]["clean"] == {"2": 5}
    assert result["general"]["histograms"]["years"] == {"new": 6} and "said" not in result["general"]["histograms"]
    actions.publish(survey_id=survey.pk, actor=two.place.organiser(), now=given.CLOSES)
    assert {two.ballot(at).state for at in (0, 1)} == {"PUBLISHED"}
    assert not SurveyRoll.objects.exists() and not Answer.objects.exists()
    assert verify(bundle.write(two.ballot(0), tmp_path / "bundle.zip", full=True)) == []


def test_a_handful_of_sheets_is_never_opened(tmp_path) -> None:
    two = opened(tmp_path)
    for number in range(5):
        two.answer(two.place.voters[number], number, t2_q1=["4"])
    for number in range(4):
        two.answer(two.others[number], number, 1, t1_q1=["1"])
    two.close()
    two.hand_in(1, 2)
    survey = actions.score_survey(survey_id=two.survey.pk, actor=given.TICK, now=given.CLOSES)
    assert queries.result(survey.pk)["targets"]["entry:2"]["histograms"]["care"] == {"4": 5}
    assert two.ballot(1).state == "ANNULLED"
    assert {one.body for one in SealedPaper.objects.filter(ballot=two.ballot(1))} == {""}


def test_a_small_compound_and_missing_keys_are_said_before_anybody_is_asked(tmp_path) -> None:
    why = refused("surveys.place_too_small", drafted, folder=tmp_path, voters=11)
    assert why.facts["rows"] == 11
    two = drafted(tmp_path)
    assert [one.code for one in queries.blocking(two.survey, given.OPENS)] == ["ballots.secret_keys_missing"]
    opening = {"survey_id": two.survey.pk, "actor": given.TICK, "now": given.OPENS}
    refused("ballots.secret_keys_missing", actions.open_survey, **opening)
    actions.annul(survey_id=two.survey.pk, reason="重新组织", actor=two.place.organiser(), now=given.OPENS)
    assert {two.ballot(at).state for at in (0, 1)} == {"ANNULLED"}
    assert two.survey.groups.count() == 2 and Survey.objects.get(pk=two.survey.pk).state == states.ANNULLED


def test_a_sheet_says_what_an_answer_says() -> None:
    items = sealed.sheet(read_form(given.QUESTIONS), ["entry:1", "entry:2"])
    assert [one.item for one in items] == ["t1.q1", "t1.q2", "t2.q1", "t2.q2", "g.q4", "g.q5"]
    said = sealed.values({"t2.q1": ["4"], "g.q5": ["park", "hall"], "g.q4": []}, items)
    assert said == {"entry:2": {"care": 4}, "": {"uses": ["hall", "park"]}}
