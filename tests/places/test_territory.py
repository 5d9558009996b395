"""Territory changes: ids stay, names and parents are dated, merged and split places resolve to their heirs."""

from datetime import date, timedelta

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from tests.factories import CREATED, BuildingFactory, PremisesFactory
from yuanba.kernel.actor import Actor, Grant, system
from yuanba.kernel.verdict import Refused
from yuanba.places import actions, queries
from yuanba.places.actions import Part
from yuanba.places.models import TerritoryVersion

pytestmark = pytest.mark.django_db
START = date(2020, 1, 1)
LATER = date(2026, 1, 1)
BY = {"actor": system("test"), "now": CREATED, "basis": "川民政〔2025〕1号"}


def found(kind, name, parent=None, **facts):
    return actions.found(kind=kind, name=name, parent_id=parent.pk if parent else None, from_date=START, **BY, **facts)


@pytest.fixture
def street():
    return found("SUBDISTRICT", "示范街道")


def refusal(call, **facts):
    with pytest.raises(Refused) as refused:
        call(**facts)
    return refused.value.verdict.code


def test_merge_keeps_old_ids_resolvable(street):
    rural, urban = found("COMMUNITY", "涌泉村", street), found("COMMUNITY", "凤溪社区", street)
    compound = found("COMPOUND", "花城小区", rural)
    heir = actions.merge(territory_ids=[rural.pk, urban.pk], name="新凤溪社区", from_date=LATER, **BY)
    assert queries.successors(rural.pk, LATER) == (heir.pk,)
    assert queries.name_at(rural.pk, LATER) == "涌泉村"
    assert {node.name for node in queries.children_at(street.pk, LATER)} == {"新凤溪社区"}
    assert {node.name for node in queries.children_at(street.pk, LATER - timedelta(days=1))} == {"涌泉村", "凤溪社区"}
    assert queries.compound_ids(heir.pk, LATER) == {compound.pk}
    assert [change.kind for change in queries.history(rural.pk)] == ["FOUND", "MERGE"]


def test_merged_compounds_keep_their_premises(street):
    one, two = found("COMPOUND", "花城一期", street), found("COMPOUND", "花城二期", street)
    heir = actions.merge(territory_ids=[one.pk, two.pk], name="花城", from_date=LATER, **BY)
    assert queries.compound_ids(heir.pk, LATER) == {heir.pk, one.pk, two.pk}
    assert queries.compound_ids(street.pk, LATER) == {heir.pk, one.pk, two.pk}


def test_split_shares_out_children(street):
    old = found("COMMUNITY", "大社区", street)
    one, two = found("COMPOUND", "东院", old), found("COMPOUND", "西院", old)
    parts = [Part("东社区", children=(one.pk,)), Part("西社区", children=(two.pk,))]
    east, west = actions.split(territory_id=old.pk, parts=parts, from_date=LATER, **BY)
    assert queries.compound_ids(east.pk, LATER) == {one.pk}
    assert queries.compound_ids(west.pk, LATER) == {two.pk}
    assert set(queries.successors(old.pk, LATER)) == {east.pk, west.pk}


def test_split_that_forgets_a_child_is_refused(street):
    old = found("COMMUNITY", "大社区", street)
    found("COMPOUND", "东院", old)
    parts = [Part("东社区"), Part("西社区")]
    assert refusal(actions.split, territory_id=old.pk, parts=parts, from_date=LATER, **BY) == "places.split_incomplete"


def test_split_compound_shares_out_buildings(street):
    old = found("COMPOUND", "花城", street)
    buildings = [BuildingFactory(compound=old.compound) for _ in range(2)]
    homes = [PremisesFactory(entrance__building=building) for building in buildings]
    parts = [Part(f"花城{n}期", buildings=(building.pk,)) for n, building in enumerate(buildings, start=1)]
    first, second = actions.split(territory_id=old.pk, parts=parts, from_date=LATER, **BY)
    for home in homes:
        home.refresh_from_db()
    assert [home.compound_id for home in homes] == [first.pk, second.pk]


def test_overlay_follows_a_rename_and_a_merge(street):
    area = found("FUNCTIONAL_AREA", "天府新区")
    other = found("SUBDISTRICT", "万安街道")
    actions.add_overlay(area_id=area.pk, territory_id=street.pk, from_date=START, actor=BY["actor"], now=CREATED)
    actions.rename(territory_id=street.pk, name="华阳街道", from_date=date(2024, 1, 1), **BY)
    assert area.pk in queries.lineage(street.pk, date(2025, 1, 1))
    heir = actions.merge(territory_ids=[street.pk, other.pk], name="大华阳街道", from_date=LATER, **BY)
    assert area.pk in queries.lineage(heir.pk, LATER)


def test_refusals_name_their_rule(street):
    community = found("COMMUNITY", "长堤社区", street, code="510116008001")
    assert refusal(found, kind="COMMUNITY", name="x", parent=street, code="510116008001") == "places.code_taken"
    assert refusal(found, kind="COMMUNITY", name="x", parent=street, code="51-1") == "places.code_malformed"
    assert refusal(found, kind="SUBDISTRICT", name="x", parent=community) == "places.wrong_parent"
    assert refusal(found, kind="COMMUNITY", name=" ", parent=street) == "places.name_missing"
    assert refusal(actions.end, territory_id=street.pk, from_date=LATER, **BY) == "places.has_children"
    assert (
        refusal(actions.rename, territory_id=community.pk, name="y", from_date=START, **BY)
        == "places.before_last_change"
    )
    assert (
        refusal(actions.merge, territory_ids=[street.pk], name="y", from_date=LATER, **BY) == "places.merge_needs_two"
    )
    actions.end(territory_id=community.pk, from_date=LATER, **BY)
    assert refusal(actions.rename, territory_id=community.pk, name="y", from_date=LATER, **BY) == "places.ended"


def test_only_holders_of_the_place_may_edit(street):
    other = found("SUBDISTRICT", "万安街道")
    actor = Actor("account:1", 1, 1, frozenset({Grant("places.edit", street.pk)}))
    facts = {"kind": "COMMUNITY", "name": "长堤社区", "from_date": START, "basis": "", "actor": actor, "now": CREATED}
    assert actions.found(parent_id=street.pk, **facts)
    assert refusal(actions.found, parent_id=other.pk, **facts) == "places.not_allowed"
    assert refusal(actions.found, **(facts | {"kind": "CITY"})) == "places.not_allowed"


@settings(max_examples=25, deadline=None)
@hypothesis_given(steps=st.lists(st.tuples(st.booleans(), st.integers(1, 400)), max_size=6))
def test_a_territory_has_exactly_one_version_every_day(steps):
    streets = [found("SUBDISTRICT", name) for name in ("甲街道", "乙街道")]
    community = found("COMMUNITY", "长堤社区", streets[0])
    day, place = START, 0
    for is_move, days in steps:
        day += timedelta(days=days)
        if is_move:
            place = 1 - place
            actions.move(territory_id=community.pk, parent_id=streets[place].pk, from_date=day, **BY)
        else:
            actions.rename(territory_id=community.pk, name=f"社区{day}", from_date=day, **BY)
    for probe in (START, day, day + timedelta(days=1)):
        versions = TerritoryVersion.objects.filter(queries.current(probe), territory=community)
        assert versions.count() == 1
    assert community.pk in queries.descendants(streets[place].pk, day)
    assert community.pk not in queries.descendants(streets[1 - place].pk, day)
