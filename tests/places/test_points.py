"""Points with a label: made once, sealed codes, replaced and ended ones that say so."""

from datetime import date, timedelta

import pytest

from tests import given
from tests.factories import BuildingFactory, EntranceFactory
from tests.refusals import refused
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import local_date
from yuanba.places import actions, points, qr
from yuanba.places.models import QrPoint
from yuanba.web import clock

pytestmark = pytest.mark.django_db
SYSTEM = system("test")


@pytest.fixture
def compound() -> int:
    made = given.subdistrict(per_compound=1, now=clock.now()).compounds[0]
    building = BuildingFactory(compound=made.compound, name="甲栋")
    for name in ("1单元", "2单元"):
        EntranceFactory(building=building, name=name)
    return made.pk


def make(compound: int, rows: list[points.NewPoint]) -> list[QrPoint]:
    return actions.make_points(
        compound_id=compound, rows=rows, from_date=date(2026, 1, 1), actor=SYSTEM, now=clock.now()
    )


def test_each_entrance_of_the_roll_has_one_point_however_often_asked(compound: int) -> None:
    rows = points.proposed(compound, "ENTRANCE")
    assert [row.name for row in rows if row.name.startswith("甲栋")] == ["甲栋1单元", "甲栋2单元"]
    assert len(make(compound, rows)) == len(rows) == points.points_of(compound).count()
    assert (
        make(compound, rows) == [] and make(compound, [points.NewPoint("LIFT", " 甲栋 左梯 ")])[0].name == "甲栋 左梯"
    )


def test_the_second_building_comes_before_the_tenth(compound: int) -> None:
    names = ["10栋左梯", "2栋左梯", "1栋右梯"]
    make(compound, [points.NewPoint("LIFT", name) for name in names])
    assert [row.name for row in points.points_of(compound)] == ["1栋右梯", "2栋左梯", "10栋左梯"]


def test_a_code_holds_until_its_label_is_replaced_or_its_thing_is_gone(compound: int) -> None:
    point = make(compound, [points.NewPoint("LIFT", "甲栋左梯")])[0]
    today, now = local_date(clock.now()), clock.now()
    old = qr.token(point.pk, 1)
    assert points.scanned(old.upper(), today).is_good
    for _twice in range(2):  # a retried request replaces once
        actions.replace_label(point_id=point.pk, version=1, actor=SYSTEM, now=now)
    assert points.scanned(old, today).status == points.REPLACED
    fresh = qr.token(point.pk, 2)
    assert points.scanned(fresh, today).is_good
    actions.end_point(point_id=point.pk, reason="DEMOLISHED", to_date=today, actor=SYSTEM, now=now)
    assert points.scanned(fresh, today).status == points.ENDED
    assert points.scanned(fresh, today - timedelta(days=1)).is_good
    refused("places.point_ended", actions.replace_label, point_id=point.pk, version=2, actor=SYSTEM, now=now)


@pytest.mark.parametrize("text", ["", "1.1.aaaaaaaaaaaaaaaa", "x", "1.1", "9" * 40, "１.1.aaaaaaaaaaaaaaaa"])
def test_what_we_did_not_seal_is_forged(text: str) -> None:
    assert points.scanned(text, date(2026, 11, 20)).status == points.FORGED


def test_a_seal_of_another_site_or_point_does_not_hold(compound: int, settings) -> None:
    one, two = make(compound, [points.NewPoint("LIFT", "甲"), points.NewPoint("LIFT", "乙")])
    swapped = f"{two.pk}.1.{qr.token(one.pk, 1).rpartition('.')[2]}"
    assert points.scanned(swapped, date(2026, 11, 20)).status == points.FORGED
    assert points.scanned(qr.token(one.pk, 2), date(2026, 11, 20)).status == points.FORGED  # never issued
    foreign = qr.token(one.pk, 1)
    settings.SECRET_KEY = "another site" * 5
    assert points.scanned(foreign, date(2026, 11, 20)).status == points.FORGED


def test_names_are_asked_and_buildings_lie_inside(compound: int) -> None:
    refused("places.point_name", make, compound=compound, rows=[points.NewPoint("LIFT", "  ")])
    elsewhere = points.NewPoint("LIFT", "甲", building_id=BuildingFactory().pk)
    refused("places.point_elsewhere", make, compound=compound, rows=[elsewhere])
