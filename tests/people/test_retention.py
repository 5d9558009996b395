"""What the register of fields says is kept for 180 days is gone on the 181st."""

from datetime import UTC, datetime, timedelta

import pytest

from yuanba.people import actions
from yuanba.people.models import SignInAttempt, SignInCode
from yuanba.people.rules import KEEP_ATTEMPTS

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PHONE = "13800001234"


@pytest.mark.django_db
def test_old_codes_and_attempts_are_forgotten_and_young_ones_stay() -> None:
    for age in (timedelta(days=181), KEEP_ATTEMPTS, timedelta(days=1)):
        at = NOW - age
        SignInCode.objects.create(phone=PHONE, code_hash="x", issued_at=at, expires_at=at)
        SignInAttempt.objects.create(login="+86" + PHONE, succeeded=True, at=at)

    assert actions.forget_attempts(now=NOW) == 2
    assert (SignInCode.objects.count(), SignInAttempt.objects.count()) == (2, 2)
    assert actions.forget_attempts(now=NOW) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("age_days", [0, 180])
def test_nothing_old_costs_two_small_queries(age_days: int, django_assert_num_queries) -> None:
    SignInAttempt.objects.create(login="a", succeeded=False, at=NOW - timedelta(days=age_days))
    with django_assert_num_queries(2):
        assert actions.forget_attempts(now=NOW) == 0
