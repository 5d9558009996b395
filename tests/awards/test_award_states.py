"""Every move that is not in a table is refused, and every constraint that takes two people holds in the database."""

import pytest
from django.db import IntegrityError, transaction
from tests.awards import given_awards
from tests.awards.given_awards import at

from yuanba.awards import states
from yuanba.awards.models import Appeal, Campaign, DuplicateHint, Entry, NamingDecision, Screening, StageRun, Title
from yuanba.kernel.verdict import Refused

VERBS = {table.name: sorted({row.verb for row in table.rows}) for table in states.TABLES}
OUTSIDE = [
    (table, state, verb)
    for table in states.TABLES
    for state in sorted(table.states)
    for verb in VERBS[table.name]
    if verb not in table.verbs(state)
]


@pytest.mark.parametrize(
    ("table", "state", "verb"), OUTSIDE, ids=[f"{table.name}-{state}-{verb}" for table, state, verb in OUTSIDE]
)
def test_a_move_outside_the_table_is_refused(table, state, verb) -> None:
    with pytest.raises(Refused) as caught:
        table.step(state, verb)
    assert caught.value.verdict.code == f"{table.name}.no_such_move"


def test_every_state_fits_its_column() -> None:
    columns = {Campaign: states.CAMPAIGN, StageRun: states.STAGE, Entry: states.ENTRY, Screening: states.SCREENING}
    for model, table in columns.items():
        assert max(map(len, table.states)) <= model._meta.get_field("state").max_length


def test_ended_and_alive_are_apart() -> None:
    assert not states.ENTRY_ENDED & states.ENTRY_ALIVE
    assert states.ENTRY_ENDED | states.ENTRY_ALIVE | states.ENTRY_IN_SCREENING | {"RECEIVED"} == states.ENTRY.states


def broken(call) -> bool:
    try:
        with transaction.atomic():
            call()
    except IntegrityError:
        return True
    return False


@pytest.mark.django_db
def test_the_database_keeps_two_people_apart() -> None:
    show = given_awards.announced(given_awards.world_of())
    now = at("2021-09-10", 0)
    show.tick(now)
    entry = show.enter(show.world.resident(0, now), now)
    other = show.enter(show.world.resident(1, now), now)
    one = {"screened_by": "account:1", "second_by": "account:1"}
    assert broken(lambda: Screening.objects.create(entry=entry, round=1, state="REJECTED", **one))
    assert broken(lambda: Screening.objects.create(entry=entry, round=1, state="REJECTED", screened_by="account:1"))
    Screening.objects.create(entry=entry, round=1)
    assert broken(lambda: Screening.objects.create(entry=entry, round=2)), "one open look at a time"
    parties = {
        "first_by": "account:1",
        "second_by": "account:2",
        "lodged_by": "account:3",
        "lodged_at": now,
        "text": "x",
    }
    for decider in ("account:1", "account:2", "account:3"):
        assert broken(lambda decider=decider: Appeal.objects.create(entry=entry, decided_by=decider, **parties))
    assert broken(lambda: DuplicateHint.objects.create(first=other, second=entry, kind="NEAR_TEXT", found_at=now))
    ranking = show.campaign.rankings.create(
        number=1, purpose="FINAL", snapshot={}, sha256="0" * 64, made_by="account:1", made_at=now
    )
    decision = {"campaign": show.campaign, "number": "1", "ranking": ranking, "drafted_at": now}
    assert broken(lambda: NamingDecision.objects.create(drafted_by="a", approved_by="a", **decision))
    title = {
        "campaign": show.campaign,
        "category": "case",
        "tier": "case",
        "quota": 1,
        "prize_fen": 0,
        "proposed_at": now,
    }
    Title.objects.create(entry=entry, place=1, **title)
    assert broken(lambda: Title.objects.create(entry=other, place=1, **title)), "a place is held once"
    assert broken(lambda: Title.objects.create(entry=other, place=2, **title)), "winners cannot exceed the quota"
