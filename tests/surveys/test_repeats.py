"""Repeated surveys: what was published, taken together, never tells what a handful said."""

import pytest

from tests import factories
from tests.surveys import given
from yuanba.surveys import actions, queries
from yuanba.surveys.models import SurveyResult
from yuanba.surveys.repeats import tells_of_few

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ours", "published", "tells"),
    [
        (range(20), [], False),
        (range(20), [range(20)], False),
        (range(20), [range(19)], True),  # one came
        (range(20), [range(24)], True),  # four stayed away
        (range(20), [range(15)], False),
        (range(20), [range(10), range(10, 18)], True),  # two compounds apart, then both and two more
        (range(20), [range(100, 104)], False),  # other people
        (range(20), [range(10), range(10, 20)], False),
    ],
)
def test_differences_of_published_groups(ours, published, tells) -> None:
    assert tells_of_few(ours, published) is tells


def survey(here, people, **changes):
    made = given.opened(here, targets=(actions.NewTarget("entry:1", "长堤物业", (here.compound.pk,)),), **changes)
    for one in people:
        given.answer(made, one, {"entry:1": {"care": 5}, "": {"years": "new"}})
    return given.scored(made)


def test_the_same_asked_again_with_one_more_is_withheld() -> None:
    here = given.place(14)
    first = survey(here, here.voters[:8])
    again = survey(here, here.voters[:9])
    told = queries.result(again.pk)
    assert told["targets"]["entry:1"] == {"n": 0, "invited": 14, "response_centi": 0, "state": "ALIKE", "came": 9}
    assert told["general"]["state"] == "ALIKE" and "histograms" not in told["general"]
    third = survey(here, here.voters[:13])
    assert queries.result(third.pk)["targets"]["entry:1"]["state"] == "OK"
    assert queries.result(first.pk)["targets"]["entry:1"]["state"] == "OK"
    assert '"care": 5' not in SurveyResult.objects.get(survey=again).document


def test_a_sum_over_compounds_does_not_show_what_one_of_them_hides() -> None:
    here = given.place(8)
    there = given.Place(here.street, factories.CompoundFactory(territory__parent=here.street), [])
    entrance = factories.EntranceFactory(building__compound=there.compound)
    homes = [factories.PremisesFactory(entrance=entrance) for _ in range(8)]
    there.voters.extend(factories.ResidenceFactory(premises=home).person for home in homes)
    shown, hidden = survey(here, here.voters[:7]), survey(there, there.voters[:3])
    told = queries.score_over([shown.pk, hidden.pk], "entry:1")
    assert (told["n"], told["invited"]) == (7, 8)
    more = survey(there, [])
    assert queries.score_over([more.pk], "entry:1")["state"] == "INSUFFICIENT"
