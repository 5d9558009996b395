"""Label sheets: one a door, the right address in the code, and only for who keeps the card."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from tests import given
from tests.documents.test_scanned import pictures, scanned
from tests.factories import BuildingFactory, EntranceFactory
from tests.signing import enter
from yuanba.documents import labels as papers
from yuanba.web import clock
from yuanba.web.places import qr_labels

pytestmark = pytest.mark.django_db
KEY = "0" * 32
SENT = {"target": "place", "per": "ENTRANCE", "copies": "2", "skip": "3", "request_key": KEY}


@pytest.fixture
def world():
    made = given.subdistrict(per_compound=1, now=clock.now())
    building = BuildingFactory(compound=made.compounds[0].compound, name="甲栋")
    for name in ("1单元", "2单元"):
        EntranceFactory(building=building, name=name)
    return made


@pytest.fixture
def worker(world) -> Client:
    client = Client()
    enter(client, world.staff["COMMUNITY_WORKER"][0])
    return client


def printed(monkeypatch) -> list[papers.Label]:
    """What goes to the printer."""
    seen: list[papers.Label] = []
    real = papers.labels

    def watched(items, *, skip=0):
        seen.extend(items)
        return real(items, skip=skip)

    monkeypatch.setattr(qr_labels, "labels", watched)
    return seen


def test_each_entrance_has_its_labels_that_open_the_compound(worker: Client, world, settings, monkeypatch) -> None:
    settings.PUBLIC_URL = "https://yuanba.example/"
    seen = printed(monkeypatch)
    place = world.compounds[0].pk
    assert f"/places/{place}/labels" in worker.get(f"/places/{place}").content.decode()
    answer = worker.post(f"/places/{place}/labels", SENT)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert {one.qr_text for one in seen} == {f"https://yuanba.example/places/{place}"}
    assert sorted(one.lines[0] for one in seen)[-4:] == ["甲栋1单元", "甲栋1单元", "甲栋2单元", "甲栋2单元"]
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.content)).pages)
    assert "花城小区" in text and "甲栋2单元" in text
    read = [address for page in pictures(answer.content) for address in scanned(page)]
    assert read == [f"https://yuanba.example/places/{place}"] * len(seen)


def test_whole_place_takes_as_many_alike_as_wanted(worker: Client, world, monkeypatch) -> None:
    seen = printed(monkeypatch)
    worker.post(f"/places/{world.communities[0].pk}/labels", {**SENT, "per": "WHOLE", "copies": "24", "skip": "0"})
    assert len(seen) == 24 and len({one.lines for one in seen}) == 1


def test_too_many_and_none_are_said(worker: Client, world, monkeypatch) -> None:
    place = world.communities[0].pk
    assert "名册里还没有" in worker.post(f"/places/{place}/labels", SENT).content.decode()
    monkeypatch.setattr(qr_labels, "MOST", 3)
    assert "一次最多" in worker.post(f"/places/{world.compounds[0].pk}/labels", SENT).content.decode()


def test_labels_are_for_who_keeps_the_card_of_the_place(worker: Client, world) -> None:
    assert worker.get(f"/places/{world.compounds[2].pk}/labels").status_code == 404
    assert worker.get("/places/999999/labels").status_code == 404
    assert Client().get(f"/places/{world.compounds[0].pk}/labels").status_code == 302
