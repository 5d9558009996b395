"""The jury stage of a real campaign: pool, announcement, seed and chair on one page; an entry as a juror reads it."""

from datetime import timedelta

import pytest

from tests import given
from tests.awards.given_awards import announced, at, world_of
from tests.signing import enter
from yuanba.rubrics.models import Panel
from yuanba.web import candidates, clock
from yuanba.web.rubrics import reading

pytestmark = pytest.mark.django_db
NOW = at("2021-09-15")
KEY = "a" * 32


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def show(db, monkeypatch):
    """The Huayang campaign, open for entries, with twenty experts in the street."""
    moment = {"now": NOW}
    monkeypatch.setattr(clock, "now", lambda: moment["now"])
    world = world_of()
    for number in range(20):
        given.appointed(world, "JUROR", world.street, name=f"评委{number}", phone=f"1390003{number:04d}")
    made = announced(world)
    made.moment = moment
    return made


def test_pool_draw_and_chair(client, show) -> None:
    run = show.run("jury")
    enter(client, show.world.staff["STREET_ORGANISER"][0])
    path = f"/desk/jury/stages/{run.pk}"
    page = client.get(path).content.decode()
    assert "评委" not in page.split("<fieldset")[1].split("</fieldset>")[0].replace("评**", "")
    few = [str(account.person_id) for account in show.world.staff["JUROR"][:3]]
    assert client.post(path, {"step": "pool", "pool-people": few, "pool-request_key": KEY}).status_code == 409
    people = [str(account.person_id) for account in show.world.staff["JUROR"]]
    assert client.post(path, {"step": "pool", "pool-people": people, "pool-request_key": KEY}).status_code == 302
    source = {"announce-seed_source": "福彩双色球第2021110期", "announce-seed_at": "2021-09-19T21:15"}
    assert client.post(path, {"step": "announce", **source, "announce-request_key": KEY}).status_code == 302
    early = client.post(path, {"step": "draw", "draw-seed": "01 02", "draw-request_key": KEY})
    assert early.status_code == 409
    show.moment["now"] = NOW + timedelta(days=5)
    enter(client, show.world.staff["STREET_ORGANISER"][0])
    assert client.post(path, {"step": "draw", "draw-seed": "01 02", "draw-request_key": KEY}).status_code == 302
    panel = Panel.objects.order_by("pk").first()
    chair = panel.members.order_by("pk").first().person_id
    assert client.post(path, {"step": "seat", "seat-chair": chair, "seat-request_key": KEY}).status_code == 302
    assert {one.state for one in Panel.objects.all()} == {"SEATED"}
    assert client.get(path).status_code == 200
    assert client.get(f"/desk/jury/panels/{panel.pk}").status_code == 200
    leaving = panel.members.order_by("pk")[1]
    client.post(f"/desk/jury/panels/{panel.pk}/replace", {"member": leaving.code, "reason": "出差", "request_key": KEY})
    assert panel.members.filter(replaces=leaving).exists()


def test_another_place_is_not_shown(client, show) -> None:
    enter(client, show.world.staff["COMMUNITY_WORKER"][0])
    assert client.get(f"/desk/jury/stages/{show.run('jury').pk}").status_code == 403


def test_entry_is_a_card_for_everybody_and_a_dossier_for_its_jurors(show) -> None:
    entry = show.enter(show.world.resident(0, NOW), NOW)
    reference = f"entry:{entry.code}"
    card = candidates.cards([reference, "entry:NOBODY", "case:1"])
    assert set(card) == {reference}
    assert card[reference].name
    dossier = reading.dossier(reference, 1)
    assert next(one.text for one in dossier.materials if one.text) == entry.deeds
