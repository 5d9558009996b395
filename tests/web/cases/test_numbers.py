"""Figures with what they were made of, down to the cases; confidential ones are counted and not shown."""

from datetime import timedelta

import pytest
from django.test import Client

from tests import given
from tests.cases.given import answered, reported, rules_installed
from tests.signing import enter
from yuanba.cases import actions
from yuanba.web import clock

pytestmark = pytest.mark.django_db


def test_figures_lead_to_their_cases() -> None:
    rules_installed()
    now = clock.now()
    world = given.subdistrict(per_compound=2, now=now)
    early = now - timedelta(hours=2)
    worker = world.actor("COMMUNITY_WORKER")
    case = answered(world, worker, early, case=reported(world, early))
    actions.confirm(case_id=case.pk, actor=world.resident(0), now=now - timedelta(hours=1))
    reported(world, early, category="mediation")
    client = Client()
    enter(client, world.staff["COMMUNITY_WORKER"][0])
    text = client.get("/case-figures").content.decode()
    assert "诉求数字" in text and "50%" in text and "1.0 小时" in text
    place = f"?days=30&place={world.compounds[0].pk}"
    shown = client.get(f"/case-figures/closed_share/numerator{place}").content.decode()
    assert case.number in shown
    everything = client.get(f"/case-figures/closed_share/denominator{place}").content.decode()
    assert "共 2 件" in everything and "1 件保密的算在内" in everything and "调解" not in everything
    for address in ("/case-figures?days=7", "/case-figures?place=999999", "/case-figures/closed_share/half"):
        assert client.get(address).status_code == 404
    stranger = Client()
    enter(stranger, world.staff["FINANCE_OFFICER"][0])
    assert stranger.get("/case-figures").status_code == 403
