from datetime import timedelta

import pytest

from tests.factories import PersonFactory, TerritoryFactory
from tests.officers import officer, somebody
from tests.refusals import refused
from tests.rubrics.given import CRITERIA, NOW, rubric
from yuanba.kernel.draw import draw
from yuanba.kernel.verdict import Refused
from yuanba.rubrics import actions, queries, states
from yuanba.rubrics.models import PanelMember

pytestmark = pytest.mark.django_db
SOURCE = "福彩双色球 第2021126期 开奖号码"


@pytest.fixture
def street():
    return TerritoryFactory(kind="SUBDISTRICT", name="示范街道")


@pytest.fixture
def organiser(street):
    return officer("STREET_ORGANISER", street, NOW)


@pytest.fixture
def pool():
    return [PersonFactory() for _ in range(8)]


@pytest.fixture
def panel(street, organiser, pool):
    panel = actions.create_panel(
        subject_ref="campaign:1/stage:jury",
        name="评审小组",
        territory_id=street.pk,
        rubric_id=rubric(organiser).pk,
        shape=actions.Shape(seats=5, reserves=2),
        actor=organiser,
        now=NOW,
    )
    return actions.add_to_pool(
        panel_id=panel.pk, pool=[actions.Seat(person.pk) for person in pool], actor=organiser, now=NOW
    )


def announced(panel, organiser):
    return actions.announce_pool(
        panel_id=panel.pk, seed_source=SOURCE, seed_at=NOW + timedelta(days=2), actor=organiser, now=NOW
    )


def test_define_rubric_again_is_the_same_and_changed_is_the_next_version(organiser) -> None:
    first = rubric(organiser)
    assert rubric(organiser) == first
    changed = rubric(organiser, scale=(0, 100, 5))
    assert (first.version, changed.version) == (1, 2)
    assert [str(weight) for weight in first.weights.values()] == ["50", "30", "20"]


@pytest.mark.parametrize(
    ("criteria", "scale", "code"),
    [
        ([], (0, 10, 1), "rubric.no_criteria"),
        ([CRITERIA[0], CRITERIA[0]], (0, 10, 1), "rubric.keys"),
        (CRITERIA, (10, 0, 1), "rubric.scale"),
        (CRITERIA, (0, 10, 3), "rubric.scale"),
        ([{"key": "a", "title": "a", "weight": 0}], (0, 10, 1), "rubric.weights"),
        ([{"key": "a", "title": "a", "weight": "much"}], (0, 10, 1), "rubric.weights"),
    ],
)
def test_define_rubric_refuses_what_cannot_be_scored(organiser, criteria, scale, code) -> None:
    refused(
        code,
        actions.define_rubric,
        key="x",
        title="x",
        criteria=criteria,
        scale=scale,
        source="s",
        actor=organiser,
        now=NOW,
    )


def test_the_draw_can_be_repeated_from_what_was_published(panel, organiser, pool) -> None:
    drawing = announced(panel, organiser)
    later = NOW + timedelta(days=2, minutes=1)
    members = actions.draw_members(panel_id=panel.pk, seed="03 08 11 19 22 31 + 07", actor=organiser, now=later)
    drawing.refresh_from_db()
    assert drawing.result == draw([f"person:{person.pk}" for person in pool], 7, "03 08 11 19 22 31 + 07")
    assert [f"person:{member.person_id}" for member in members] == drawing.result[:5]
    assert [member.code for member in members] == ["J1", "J2", "J3", "J4", "J5"]


def test_the_seed_must_be_a_later_named_draw(panel, organiser) -> None:
    given = {"panel_id": panel.pk, "actor": organiser, "now": NOW}
    refused("panel.seed_not_later", actions.announce_pool, seed_source=SOURCE, seed_at=NOW, **given)
    refused("panel.seed_unnamed", actions.announce_pool, seed_source=" ", seed_at=NOW + timedelta(days=1), **given)
    announced(panel, organiser)
    refused("panel.seed_not_yet", actions.draw_members, seed="1", **given)
    later = {"panel_id": panel.pk, "actor": organiser, "now": NOW + timedelta(days=3)}
    refused("panel.seed_missing", actions.draw_members, seed=" ", **later)


def test_the_pool_is_fixed_once_announced(panel, organiser) -> None:
    announced(panel, organiser)
    newcomer = actions.Seat(PersonFactory().pk)
    refused("panel.pool_is_fixed", actions.add_to_pool, panel_id=panel.pk, pool=[newcomer], actor=organiser, now=NOW)


def test_a_pool_changed_behind_the_announcement_is_noticed(panel, organiser) -> None:
    announced(panel, organiser)
    panel.pool.last().delete()
    later = NOW + timedelta(days=3)
    refused("panel.pool_changed", actions.draw_members, panel_id=panel.pk, seed="1", actor=organiser, now=later)


def test_a_pool_smaller_than_the_seats_is_refused(street, organiser) -> None:
    panel = actions.create_panel(
        subject_ref="campaign:2/stage:jury",
        name="评审小组",
        territory_id=street.pk,
        rubric_id=rubric(organiser).pk,
        shape=actions.Shape(seats=5),
        actor=organiser,
        now=NOW,
    )
    with pytest.raises(Refused) as refusal:
        announced(panel, organiser)
    assert refusal.value.verdict.code == "panel.pool_too_small"


def test_a_drawn_panel_is_seated_and_a_reserve_steps_in(panel, organiser) -> None:
    drawing = announced(panel, organiser)
    later = NOW + timedelta(days=3)
    members = actions.draw_members(panel_id=panel.pk, seed="7", actor=organiser, now=later)
    actions.seat(panel_id=panel.pk, chair_person_id=members[1].person_id, actor=organiser, now=later)
    newcomer = actions.replace_member(panel_id=panel.pk, member_code="J2", reason="因病", actor=organiser, now=later)
    drawing.refresh_from_db()
    assert f"person:{newcomer.person_id}" == drawing.result[5]
    assert (newcomer.code, newcomer.origin, newcomer.is_chair) == ("J6", PanelMember.Origin.RESERVE, True)
    actions.replace_member(panel_id=panel.pk, member_code="J1", reason="因病", actor=organiser, now=later)
    refused(
        "panel.no_reserve",
        actions.replace_member,
        panel_id=panel.pk,
        member_code="J3",
        reason="因病",
        actor=organiser,
        now=later,
    )


def test_a_stranger_manages_nothing(panel, street) -> None:
    stranger = somebody(PersonFactory(), NOW)
    refused("panel.not_yours", actions.dissolve, panel_id=panel.pk, reason="x", actor=stranger, now=NOW)
    elsewhere = officer("STREET_ORGANISER", TerritoryFactory(name="别的街道", kind="SUBDISTRICT"), NOW)
    refused("panel.not_yours", actions.dissolve, panel_id=panel.pk, reason="x", actor=elsewhere, now=NOW)


def test_a_dissolved_panel_makes_room_for_another(panel, organiser, street) -> None:
    arguments = {
        "subject_ref": panel.subject_ref,
        "name": panel.name,
        "territory_id": street.pk,
        "rubric_id": panel.rubric_id,
        "shape": actions.Shape(),
        "actor": organiser,
        "now": NOW,
    }
    refused("panel.exists", actions.create_panel, **arguments)
    refused("panel.reason_missing", actions.dissolve, panel_id=panel.pk, reason=" ", actor=organiser, now=NOW)
    actions.dissolve(panel_id=panel.pk, reason="重新组建", actor=organiser, now=NOW)
    assert actions.create_panel(**arguments).state == states.DRAFT
    assert [step.verb for step in queries.history(panel)] == ["dissolve"]


def test_appoint_needs_as_many_members_as_seats(panel, organiser, pool) -> None:
    few = [actions.Seat(person.pk) for person in pool[:4]]
    five = [actions.Seat(person.pk) for person in pool[:5]]
    given = {"panel_id": panel.pk, "actor": organiser, "now": NOW}
    refused("panel.seats", actions.appoint, members=few, chair_person_id=pool[0].pk, **given)
    refused("panel.chair_not_a_member", actions.appoint, members=five, chair_person_id=pool[7].pk, **given)
