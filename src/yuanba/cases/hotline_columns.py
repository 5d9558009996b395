"""The columns of a hotline's list, found by their Chinese headings or as somebody pointed them out. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from yuanba.people.roll_columns import HEADER_ROWS, heading

# The earlier a heading stands in its tuple, the better it is.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "number": (
        "工单编号", "工单号", "工单编码", "受理编号", "诉求编号", "热线编号", "流水号", "单号", "编号",
    ),
    "called_at": (
        "来电时间", "诉求时间", "反映时间", "受理时间", "登记时间", "创建时间", "派单时间", "交办时间", "时间", "日期",
    ),
    "name": ("来电人", "来电人姓名", "诉求人", "诉求人姓名", "反映人", "市民姓名", "联系人", "姓名"),
    "phone": ("联系电话", "来电号码", "来电电话", "诉求人电话", "联系方式", "手机号码", "手机号", "手机", "电话"),
    "place": ("事发地址", "问题地址", "诉求地址", "发生地点", "事发地点", "问题地点", "详细地址", "地址", "地点"),
    "text": (
        "诉求内容", "反映内容", "问题描述", "工单内容", "诉求描述", "主要内容", "问题内容", "来电内容", "内容", "诉求",
    ),
    "category": ("诉求类别", "诉求分类", "问题类别", "问题分类", "事项类别", "工单类别", "类别", "分类", "类型"),
    "due": (
        "办结期限", "办结时限", "办理时限", "办理期限", "处理时限", "截止时间", "要求办结时间", "回复期限", "到期时间",
        "期限",
    ),
}  # fmt: skip
NEEDED = ("number", "called_at", "text")
_FIELDS = {name: (field, place) for field, names in SYNONYMS.items() for place, name in enumerate(names)}


def detect(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int], list[str]]:
    """The row (from 0) that names the most columns, the column of each field, and the headings of that row."""
    best: tuple[int, dict[str, int]] = (0, {})
    for place, row in enumerate(rows[:HEADER_ROWS]):
        found = _columns([heading(cell) for cell in row])
        if len(found) > len(best[1]):
            best = (place, found)
    names = [str(cell if cell is not None else "").strip() for cell in rows[best[0]]] if rows else []
    return best[0], best[1], names


def lacking(columns: Mapping[str, int]) -> list[str]:
    """The fields without which no line can be taken."""
    return [field for field in NEEDED if field not in columns]


def _columns(names: Sequence[str]) -> dict[str, int]:
    found: dict[str, tuple[int, int]] = {}
    for column, name in enumerate(names):
        hit = _FIELDS.get(name)
        if hit is not None and (hit[0] not in found or hit[1] < found[hit[0]][0]):
            found[hit[0]] = (hit[1], column)
    return {field: column for field, (_, column) in found.items()}
