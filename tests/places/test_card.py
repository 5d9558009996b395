"""The compound card, registers, grids, calendar and the territory table."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from tests.factories import CREATED, CompoundFactory, PremisesFactory, TerritoryFactory
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import YearUnknown
from yuanba.kernel.verdict import Refused
from yuanba.places import actions, queries, territory_file
from yuanba.places.models import CalendarDay, GridPlace

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 4)
BY = {"actor": system("test"), "now": CREATED}


def refusal(call, **facts):
    with pytest.raises(Refused) as refused:
        call(**facts, **BY)
    return refused.value.verdict.code


def test_card_shows_the_nine_facts_of_leshan_as_of_a_day(django_assert_num_queries):
    compound = CompoundFactory()
    seed = {
        "HANDED_OVER": "2007-03", "FLOOR_AREA": "2450000000", "BUILDINGS": "23", "GREENING_RATE": "31",
        "FLOOR_AREA_RATIO": "2.12", "USE": "MIXED", "SHOPS": "88", "HOUSEHOLDS": "1766", "OCCUPANCY_RATE": "92.3",
    }  # fmt: skip
    for key, value in seed.items():
        actions.set_fact(compound_id=compound.pk, key=key, value=value, as_of_date=date(2021, 5, 1), **BY)
    actions.set_fact(compound_id=compound.pk, key="OCCUPANCY_RATE", value="95", as_of_date=DAY, **BY)
    with django_assert_num_queries(1):
        card = queries.card(compound.pk, date(2025, 1, 1))
    assert {fact.key: fact.value for fact in card} == seed
    assert {fact.as_of_date for fact in card} == {date(2021, 5, 1)}
    assert queries.card(compound.pk, DAY)[-1].value == "95"


@pytest.mark.parametrize(
    ("key", "value"),
    [("GREENING_RATE", "101"), ("GREENING_RATE", "31%"), ("SHOPS", "1.5"), ("HANDED_OVER", "2007-13"), ("USE", "x")],
)
def test_fact_that_cannot_be_is_refused(key, value):
    compound = CompoundFactory()
    facts = {"compound_id": compound.pk, "as_of_date": DAY}
    assert refusal(actions.set_fact, key=key, value=value, **facts) == "places.fact_malformed"


def test_figures_carry_source_and_date():
    street = TerritoryFactory(kind="SUBDISTRICT")
    facts = {"territory_id": street.pk, "people": 600_000}
    actions.record_population(source="街道办统计", as_of_date=date(2021, 9, 1), **facts, **BY)
    assert queries.population(street.pk, DAY).people == 600_000
    assert queries.population(street.pk, date(2021, 8, 31)) is None
    assert refusal(actions.record_population, source=" ", as_of_date=DAY, **facts) == "places.source_missing"
    future = date(2030, 1, 1)
    assert refusal(actions.record_population, source="x", as_of_date=future, **facts) == "places.date_in_future"


def test_assets_show_the_newest_line_of_each_kind():
    community = TerritoryFactory()
    facts = {"territory_id": community.pk, "kind": "INCUBATOR"}
    actions.record_asset(number=1, as_of_date=date(2020, 1, 1), **facts, **BY)
    actions.record_asset(number=2, as_of_date=date(2025, 1, 1), **facts, **BY)
    assert [asset.number for asset in queries.assets(community.pk, DAY)] == [2]


def test_milestones_stand_in_order():
    compound = CompoundFactory()
    for title, month in (("成立党支部", "2017-06"), ("首次业主大会", "2010-12")):
        actions.add_milestone(territory_id=compound.pk, title=title, month=month, **BY)
    assert [row.month for row in queries.milestones(compound.pk)] == ["2010-12", "2017-06"]


@pytest.fixture
def community():
    return TerritoryFactory(name="长堤社区")


def grids(community):
    facts = {"community_id": community.pk, "from_date": date(2024, 1, 1)} | BY
    top = actions.draw_grid(level="COMMUNITY", name="总网格", **facts)
    general = actions.draw_grid(level="GENERAL", name="一般网格1", parent_id=top.pk, **facts)
    return [actions.draw_grid(level="MICRO", name=f"微网格{n}", parent_id=general.pk, **facts) for n in (1, 2)]


def test_premises_lie_in_exactly_one_lowest_grid(community):
    first, second = grids(community)
    compound = CompoundFactory(territory__parent=community)
    homes = [PremisesFactory(entrance__building__compound=compound).pk for _ in range(3)]
    assert actions.place_in_grid(grid_id=first.pk, premises_ids=homes[:2], from_date=date(2024, 1, 1), **BY) == 2
    assert [row.pk for row in queries.grid_gaps(community.pk, DAY)] == homes[2:]
    actions.place_in_grid(grid_id=second.pk, premises_ids=homes, from_date=date(2025, 1, 1), **BY)
    assert actions.place_in_grid(grid_id=second.pk, premises_ids=homes, from_date=date(2025, 1, 1), **BY) == 0
    assert GridPlace.objects.filter(to_date__isnull=True).count() == 3
    assert [size.members for size in queries.grid_sizes(community.pk, DAY)] == [0, 3]
    assert [size.members for size in queries.grid_sizes(community.pk, date(2024, 6, 1))] == [2, 0]


def test_micro_grid_outside_the_band_warns_and_is_not_blocked(community):
    first, _ = grids(community)
    compound = CompoundFactory(territory__parent=community)
    homes = [PremisesFactory(entrance__building__compound=compound).pk for _ in range(2)]
    actions.place_in_grid(grid_id=first.pk, premises_ids=homes, from_date=date(2024, 1, 1), **BY)
    warning = queries.grid_sizes(community.pk, DAY)[0].verdict
    assert (warning.code, dict(warning.facts)) == ("places.micro_grid_size", {"members": 2, "low": 30, "high": 100})
    actions.set_parameter(key="micro_grid.low", value=2, source="街道办 2025", from_date=date(2025, 1, 1), **BY)
    assert queries.grid_sizes(community.pk, DAY)[0].verdict.ok
    assert not queries.grid_sizes(community.pk, date(2024, 6, 1))[0].verdict.ok


def test_grid_refusals(community):
    first, _ = grids(community)
    facts = {"community_id": community.pk, "from_date": DAY}
    assert refusal(actions.draw_grid, level="MICRO", name="x", **facts) == "places.grid_parent"
    assert refusal(actions.draw_grid, level="COMMUNITY", name="总网格", **facts) == "places.grid_name_taken"
    stranger = PremisesFactory().pk
    assert (
        refusal(actions.place_in_grid, grid_id=first.pk, premises_ids=[stranger], from_date=DAY)
        == "places.other_community"
    )


def test_calendar_is_loaded_once_and_editable():
    assert 2026 in actions.load_calendar(**BY)
    assert actions.load_calendar(**BY) == []
    calendar = queries.calendar()
    assert not calendar.is_workday(date(2026, 10, 1))
    assert calendar.add_workdays(date(2021, 9, 30), 1) == date(2021, 10, 8)
    with pytest.raises(YearUnknown):
        calendar.is_workday(date(2035, 1, 1))
    actions.set_day(day=date(2026, 12, 31), is_workday=False, source="街道办通知", **BY)
    assert not queries.calendar().is_workday(date(2026, 12, 31))
    assert CalendarDay.objects.exclude(source="").count() == CalendarDay.objects.count()


TABLE = "代码,名称,上级代码,类型\n510116008000,华阳街道,510116000000,街道\n510116000000,双流区,,区\n,花城小区,510116008000,小区\n"


def sheet(text):
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append(line.split(","))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [TABLE.encode(), TABLE.encode("gb18030"), sheet(TABLE)],
    ids=["utf-8", "gb18030", "xlsx"],
)
def test_table_founds_in_order_and_repeats_without_change(content):
    table = territory_file.read(content)
    assert table.problems == ()
    facts = {"rows": table.rows, "from_date": date(2024, 1, 1), "basis": "导入"} | BY
    assert actions.import_territory(**facts).founded == 3
    again = actions.import_territory(**facts)
    assert (again.founded, again.unchanged, again.problems) == (0, 3, [])


def test_table_renames_and_moves_by_code():
    rows = territory_file.read(TABLE.encode()).rows
    facts = {"basis": "导入"} | BY
    actions.import_territory(rows=rows, from_date=date(2024, 1, 1), **facts)
    changed = TABLE.replace("华阳街道", "新华阳街道")
    report = actions.import_territory(
        rows=territory_file.read(changed.encode()).rows, from_date=date(2025, 1, 1), **facts
    )
    assert (report.renamed, report.unchanged) == (1, 2)


def test_table_problems_name_line_and_reason():
    bad = "code,name,parent,kind\n12x,甲,,街道\n510100,,,市\n510100,乙,,星球\n"
    found = territory_file.read(bad.encode())
    assert [(problem.line, problem.code) for problem in found.problems] == [
        (2, "places.code_malformed"),
        (3, "places.name_missing"),
        (4, "places.kind_unknown"),
    ]
    assert territory_file.read(b"PK\x03\x04rubbish").problems[0].code == "places.file_unreadable"
    assert territory_file.read(b"").problems[0].code == "places.header_missing"


def test_table_in_toml():
    text = '[[territory]]\ncode = "510100"\nname = "成都市"\nkind = "CITY"\n'
    assert territory_file.read(text.encode()).rows[0].name == "成都市"
