"""Where tokens are given first and votes taken later: who took one in time gets the same one again, others none."""

from datetime import timedelta

import pytest

from tests.ballots import given
from tests.ballots.secret import house as houses
from tests.refusals import refused
from yuanba.ballots import actions

pytestmark = pytest.mark.django_db


def test_a_wiped_phone_gets_its_token_again_after_the_window(tmp_path) -> None:
    casts_from = given.OPENS + timedelta(days=2)
    house = houses.opened(tmp_path, secret=actions.SecretTerms(casts_from=casts_from))
    first, second = house.place.voters[:2]
    answers = house.ask(first, 1)
    assert house.ask(first, 1, casts_from) == answers
    assert house.cast(house.paper(first, 1, casts_from), casts_from)[0] == 202
    refused("ballots.tokens_over", house.ask, person=second, number=2, now=casts_from)
    refused("ballots.token_conflict", house.ask, person=first, number=2, now=casts_from)
