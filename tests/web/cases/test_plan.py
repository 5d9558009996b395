"""The drawn plan: people's order, rows of four, groups under their heading, colour that a number repeats."""

from yuanba.web.cases.public.plan import ACROSS, House, drawn, in_walking_order


def test_buildings_stand_as_people_count_them() -> None:
    assert sorted(["10栋", "2栋", "1栋", "甲栋"], key=in_walking_order) == ["1栋", "2栋", "10栋", "甲栋"]


def test_rows_groups_and_looks() -> None:
    plan = drawn([House(one, f"{one}栋", "一期" if one < 6 else "二期") for one in range(9, 0, -1)], {1: 1, 2: 5})
    assert [shape.name for shape in plan.shapes] == [f"{one}栋" for one in (*range(1, 6), *range(6, 10))]
    assert [shape.look for shape in plan.shapes[:3]] == ["some", "busy", "calm"]
    assert [head.text for head in plan.headings] == ["一期", "二期"]
    first, fifth, sixth = plan.shapes[0], plan.shapes[ACROSS], plan.shapes[5]
    assert fifth.x == first.x and first.y < fifth.y < plan.headings[1].y < sixth.y < plan.height
    assert all(shape.x + 84 < plan.width for shape in plan.shapes)


def test_nothing_to_draw_is_an_empty_plan() -> None:
    assert drawn([], {}).shapes == ()
