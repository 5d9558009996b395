"""The tree as of a day: lineage, descendants, names, codes, heirs, and the work calendar of the table."""

from datetime import date

import pytest

from tests.factories import CREATED, TerritoryFactory
from yuanba.kernel.calendar import YearUnknown
from yuanba.places import queries
from yuanba.places.models import CalendarDay, CalendarYear, Overlay, TerritoryChange, TerritoryVersion

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def tree():
    city = TerritoryFactory(kind="CITY", name="成都市", code="510100000000")
    street = TerritoryFactory(kind="SUBDISTRICT", name="华阳街道", parent=city)
    community = TerritoryFactory(kind="COMMUNITY", name="长堤社区", parent=street)
    compound = TerritoryFactory(kind="COMPOUND", name="花城小区", parent=community)
    area = TerritoryFactory(kind="FUNCTIONAL_AREA", name="天府新区", parent=city)
    Overlay.objects.create(area=area, territory=street, from_date=date(2020, 1, 1))
    return {"city": city.pk, "street": street.pk, "community": community.pk, "compound": compound.pk, "area": area.pk}


def test_lineage_climbs_to_the_root_then_names_overlays(tree, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        found = queries.lineage(tree["compound"], DAY)
    assert found == (tree["compound"], tree["community"], tree["street"], tree["city"], tree["area"])


def test_lineage_before_the_overlay_has_none(tree):
    assert tree["area"] not in queries.lineage(tree["compound"], date(2019, 12, 31))


def test_descendants_of_street_and_of_functional_area(tree):
    below = {tree["street"], tree["community"], tree["compound"]}
    assert queries.descendants(tree["street"], DAY) == below
    assert queries.descendants(tree["area"], DAY) == below | {tree["area"]}


def test_moved_territory_has_one_parent_a_day(tree):
    other = TerritoryFactory(kind="SUBDISTRICT", name="万安街道")
    TerritoryVersion.objects.filter(territory=tree["community"]).update(to_date=date(2024, 1, 1))
    TerritoryVersion.objects.create(
        territory_id=tree["community"], name="长堤新社区", parent=other, from_date=date(2024, 1, 1)
    )
    assert tree["community"] in queries.descendants(tree["street"], date(2023, 12, 31))
    assert tree["community"] not in queries.descendants(tree["street"], date(2024, 1, 1))
    assert queries.name_at(tree["community"], date(2023, 12, 31)) == "长堤社区"
    assert queries.name_at(tree["community"], date(2024, 1, 1)) == "长堤新社区"
    assert queries.full_name_at(tree["compound"], DAY) == "长堤新社区花城小区"


def test_ended_territory_is_followed_by_its_heirs_lineage(tree):
    heir = TerritoryFactory(name="新长堤社区", from_date=date(2025, 1, 1))
    TerritoryVersion.objects.filter(territory=tree["community"]).update(to_date=date(2025, 1, 1))
    change = TerritoryChange.objects.create(
        kind="MERGE", effective_date=date(2025, 1, 1), basis="批复", recorded_at=CREATED, recorded_by="system:test"
    )
    change.predecessors.add(tree["community"])
    change.successors.add(heir)
    assert queries.successors(tree["community"], DAY) == (heir.pk,)
    assert queries.successors(tree["community"], date(2024, 12, 31)) == (tree["community"],)
    assert queries.lineage(tree["community"], DAY) == (tree["community"], heir.pk)
    assert queries.name_at(tree["community"], DAY) == "长堤社区"


def test_code_resolves_as_of_a_day(tree):
    assert queries.resolve_code("510100000000", DAY) == tree["city"]
    assert queries.resolve_code("510100000000", date(2010, 1, 1)) is None
    assert queries.resolve_code("", DAY) is None


def test_tree_at_takes_one_query(tree, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(queries.tree_at(DAY)) == 5


def test_calendar_knows_only_years_of_the_table():
    for year in (2023, 2025, 2026):
        CalendarYear.objects.create(year=year, source="国务院办公厅通知")
    CalendarDay.objects.create(date=date(2026, 10, 1), is_workday=False, source="国务院办公厅通知")
    calendar = queries.calendar()
    assert (calendar.first_year, calendar.last_year) == (2025, 2026)
    assert not calendar.is_workday(date(2026, 10, 1))
    with pytest.raises(YearUnknown):
        calendar.is_workday(date(2027, 1, 4))
