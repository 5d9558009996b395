"""The ballots of the demonstration, with postings, proxies, raised hands, draws and witnesses, on three small compounds."""

from datetime import datetime

import pytest

from yuanba.audit import logs, witnesses
from yuanba.ballots import queries
from yuanba.ballots.models import Authorisation, Ballot, HallHand, Meeting
from yuanba.kernel.calendar import SHANGHAI
from yuanba.simulation import choices_shown, desks_shown, owners_shown
from yuanba.simulation.owning import START, OwnersInventor
from yuanba.simulation.world import CompoundPlan, build

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=SHANGHAI)


def test_ballots_of_the_demonstration_hold_together() -> None:
    plans = [CompoundPlan(name, 0, 36, 2, 1) for name in ("甲园", "乙园", "丙园")]
    world = build(plans, OwnersInventor(3, phones=100), START, tell=lambda line: None)
    decided = owners_shown.ask_owners(world, NOW)
    choices_shown.ask_for_choices(world, NOW)
    desks_shown.watch(decided, NOW)
    states = sorted(Ballot.objects.values_list("state", flat=True))
    assert states == ["OPEN", "OPEN", "PUBLISHED", "PUBLISHED"]
    lifts, choices = Ballot.objects.filter(state="PUBLISHED").order_by("pk")
    beside = queries.official_beside(lifts, queries.result(lifts.pk))
    assert len(beside.differences) == 4
    assert queries.posting_duty(lifts, NOW).days_late == 0
    assert queries.posting_duty(choices, NOW) is None
    ranked, budget = queries.result(choices.pk)["items"]
    assert ranked["rounds"]
    assert (lifts, lifts.sheets.filter(state="ENTERED").count()) == (decided, 6)
    assert lifts.draws.get().readings.get().agrees
    given = Authorisation.objects.values_list("state", "way")
    assert sorted(given) == [("IN_FORCE", "PAPER"), ("IN_FORCE", "PHONE"), ("OFFERED", "PHONE")]
    shown = desks_shown.shown_resident()
    assert shown is not None and shown.person_id == Authorisation.objects.get(state="OFFERED").proxy_id
    assert sorted(Meeting.objects.values_list("state", flat=True)) == ["CHECKED", "TAKING"]
    assert HallHand.objects.filter(count__state="CONFIRMED", paper__isnull=False).count() == 8
    assert all(one.behind == 0 for one in witnesses.cosigned(logs.REGISTER))
    assert len(witnesses.statements(f"ballot:{lifts.pk}")) == 1
    assert 0 < budget["spent_fen"] <= budget["budget_fen"]
