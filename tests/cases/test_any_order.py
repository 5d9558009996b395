"""Moves in any order at any time: nothing is lost, nothing closes by itself, and no deadline leaves its limit."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import given as having
from hypothesis import strategies as st

from tests import given
from tests.cases.given import reported, rules_installed
from yuanba.cases import actions, states, terms
from yuanba.cases.models import Case, Report, Step
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import SHANGHAI
from yuanba.kernel.verdict import Refused

START = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
BY_THE_REPORTER = {"confirm", "call_back"}
MOVES = (
    "accept", "dispatch", "start", "wait", "resume", "answer", "confirm", "dissatisfied", "called", "up", "down",
    "reroute", "join", "merge", "split", "clock",
)  # fmt: skip


def play(verb: str, one: Case, other: Case, who: dict[str, Actor], now: datetime) -> None:
    call = {"case_id": one.pk, "now": now}
    staff, first, second, colleague = who["staff"], who["first"], who["second"], who["colleague"]
    thread = Report.objects.filter(case=one).order_by("pk").first()
    moves: dict[str, Callable[[], object]] = {
        "accept": lambda: actions.accept(actor=staff, **call),
        "dispatch": lambda: actions.dispatch(handler_ref=staff.id, actor=colleague, **call),
        "start": lambda: actions.start(actor=staff, **call),
        "wait": lambda: actions.wait(until=now + timedelta(days=3), reason="等配件", actor=staff, **call),
        "resume": lambda: actions.resume(actor=staff, **call),
        "answer": lambda: actions.answer(outcome="FIXED", text="好了", actor=staff, **call),
        "confirm": lambda: actions.confirm(actor=first, **call),
        "dissatisfied": lambda: actions.dissatisfied(text="没好", actor=first, **call),
        "called": lambda: actions.call_back(
            report_id=thread.pk if thread else 0, result="CONTENT", actor=colleague, **call
        ),
        "up": lambda: actions.hand_over(level="COMMITTEE", reason="要协调", actor=staff, **call),
        "down": lambda: actions.hand_over(level="GRID", reason="能办", actor=staff, **call),
        "reroute": lambda: actions.reroute(reason="归口", category="noise", actor=staff, **call),
        "join": lambda: actions.join(joining=actions.Joining(f"j-{one.pk}"), actor=second, **call),
        "merge": lambda: actions.merge(into_id=other.pk, reason="同一件", actor=staff, **call),
        "split": lambda: actions.split(text="另一件", reason="两件", actor=staff, **call),
        "clock": lambda: [due(now) for due in (actions.resume_due, actions.escalate_due, actions.lapse_due)],
    }
    moves[verb]()


def holds_together(now: datetime) -> None:
    for case in Case.objects.all():
        steps = list(Step.objects.filter(case=case).order_by("pk"))
        assert steps[0].verb in {"report", "split"}
        assert all(later.source == earlier.target for earlier, later in pairwise(steps))
        assert steps[-1].target == case.state
        assert case.revision == len(steps) - 1
        if case.state == states.CLOSED:
            last = [step.verb for step in steps if step.target == states.CLOSED][-1]
            assert last in BY_THE_REPORTER | {"confirm_joined", "add_note", "attach", "publish", "mark_deed"}
        if case.state in states.RUNNING:
            assert case.due_at <= max(case.limit_at, now)
            assert case.clock_at == case.due_at or case.level == terms.LEVELS[-1]
        assert case.reports_count == case.reports.count() or case.state == states.MERGED
        assert case.state == states.MERGED or case.reports.filter(is_first=True).count() == 1
    assert Report.objects.filter(case__state=states.MERGED).count() == 0


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@having(st.lists(st.tuples(st.sampled_from(MOVES), st.booleans(), st.integers(0, 72)), min_size=4, max_size=18))
def test_any_order_of_moves_holds_together(world_of_cases, plays) -> None:
    world, who = world_of_cases
    with transaction.atomic():
        pair = [reported(world, START, premises_id=world.premises[0].pk), reported(world, START, by=who["second"])]
        now = START
        for verb, swapped, hours in plays:
            now += timedelta(hours=hours)
            one, other = reversed(pair) if swapped else pair
            try:
                play(verb, one, other, who, now)
            except Refused as refusal:
                assert refusal.verdict.code.split(".")[0] in {"case", "cases"}
            holds_together(now)
        transaction.set_rollback(True)


@pytest.fixture
def world_of_cases() -> tuple[given.World, dict[str, Actor]]:
    rules_installed()
    world = given.subdistrict(per_compound=2, now=START)
    return world, {
        "staff": world.actor("COMMUNITY_WORKER"),
        "colleague": world.actor("STREET_ORGANISER"),
        "first": world.resident(0),
        "second": world.resident(1),
    }
