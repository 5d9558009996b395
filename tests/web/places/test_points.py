"""The page of points: made from the roll, printed as sheets with sealed codes, and what a scanned code opens."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests import given
from tests.documents.test_scanned import pictures, scanned
from tests.factories import BuildingFactory, EntranceFactory
from tests.signing import enter
from yuanba.places.models import QrPoint
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = "0" * 32


@pytest.fixture
def world():
    made = given.subdistrict(per_compound=1, now=clock.now())
    EntranceFactory(building=BuildingFactory(compound=made.compounds[0].compound, name="甲栋"), name="1单元")
    return made


@pytest.fixture
def worker(world) -> Client:
    client = Client()
    enter(client, world.staff["COMMUNITY_WORKER"][0])
    return client


def test_lifts_written_line_by_line_are_printed_and_scanned(worker: Client, world, settings) -> None:
    settings.PUBLIC_URL = "https://yuanba.example/"
    place = world.compounds[0].pk
    page = f"/places/{place}/points"
    assert page in worker.get(f"/places/{place}").content.decode()
    assert "还没有" in worker.get(page).content.decode()
    sent = {"kind": "LIFT", "names": "甲栋1单元左梯\n\n甲栋1单元右梯\n", "request_key": KEY}
    assert worker.post(f"{page}/make", sent).status_code == 302
    assert set(QrPoint.objects.values_list("name", "building__name")) == {
        ("甲栋1单元左梯", "甲栋"),
        ("甲栋1单元右梯", "甲栋"),
    }
    answer = worker.post(page, {"skip": "0", "request_key": KEY})
    assert answer.headers["Content-Type"] == "application/pdf"
    read = [one for sheet in pictures(answer.content) for one in scanned(sheet)]
    assert len(read) == 2 and all(one.startswith("https://yuanba.example/q/") for one in read)
    assert Client().get(urlsplit(read[0]).path).status_code == 302

    point = QrPoint.objects.get(name="甲栋1单元左梯")
    codes = [urlsplit(one).path for one in read if one.startswith(f"https://yuanba.example/q/{point.pk}.")]
    worker.post(f"{page}/{point.pk}/replace", {"version": "1", "request_key": KEY})
    old = Client().get(codes[0])
    assert old.status_code == 410 and "甲栋1单元左梯" in old.content.decode()


def test_a_forged_code_warns_and_strangers_keep_out(world) -> None:
    answer = Client().get("/q/1.1.aaaaaaaaaaaaaaaa")
    assert answer.status_code == 404 and "不是我们" in answer.content.decode()
    assert Client().get(f"/places/{world.compounds[0].pk}/points").status_code == 302
    other = Client()
    enter(other, world.staff["COMMUNITY_WORKER"][0])
    assert other.get(f"/places/{world.compounds[2].pk}/points").status_code == 404
    assert other.get(f"/places/{world.communities[0].pk}/points").status_code == 404
