"""Two organisers at once, with real connections: one wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.awards import given_awards
from tests.awards.given_awards import at

from yuanba.awards import actions as awards
from yuanba.awards.models import Entry, StageStep
from yuanba.kernel.verdict import Refused

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def both(calls) -> list[str]:
    """The outcome of calls that start together: "ok" or the refusal's code."""
    start = Barrier(len(calls))

    def run(call) -> str:
        try:
            start.wait()
            call()
        except Refused as refusal:
            return refusal.verdict.code
        else:
            return "ok"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def test_two_organisers_move_the_same_stage() -> None:
    show = given_awards.announced(given_awards.world_of(per_compound=1))
    run = show.run("materials")
    now = at("2021-09-02")
    actors = [show.world.actor("STREET_ORGANISER", place) for place in (0, 1)]

    def move(actor, day):
        return lambda: awards.stages.reschedule(
            stage_run_id=run.pk, version=run.version, opens_date=at(day).date(), closes_date=at("2021-10-25").date(),
            reason="调整", actor=actor, now=now,
        )  # fmt: skip

    outcome = both([move(actors[0], "2021-10-11"), move(actors[1], "2021-10-12")])
    assert outcome == ["awards.changed_meanwhile", "ok"]
    assert StageStep.objects.filter(stage_run=run).count() == 1


def test_one_request_sent_many_times_is_one_entry() -> None:
    show = given_awards.announced(given_awards.world_of(per_compound=1))
    now = at("2021-09-10", 9)
    show.tick(now)
    sheet, actor = show.sheet(), show.world.resident(0, now)

    def send() -> None:
        awards.entries.submit(campaign_id=show.campaign.pk, sheet=sheet, request_key="one", actor=actor, now=now)

    assert both([send] * 8) == ["ok"] * 8
    assert Entry.objects.count() == 1


def test_serials_are_never_given_twice() -> None:
    show = given_awards.announced(given_awards.world_of(per_compound=2))
    now = at("2021-09-10", 9)
    show.tick(now)

    def send(number: int):
        sheet, actor = show.sheet(), show.world.resident(number, now)
        return lambda: awards.entries.submit(
            campaign_id=show.campaign.pk, sheet=sheet, request_key="one", actor=actor, now=now
        )

    assert both([send(number) for number in range(6)]) == ["ok"] * 6
    assert Entry.objects.values("serial").distinct().count() == 6
