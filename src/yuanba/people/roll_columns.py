"""Finding the columns of a roll by their Chinese headings, as property offices name them."""

import re
from collections.abc import Sequence
from typing import Any

from yuanba.kernel.normal import clean

# Headings are compared without blanks, brackets and their content, stars and colons. The earlier a heading stands in
# its tuple, the better it is: an exclusive area is taken before a floor area.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "building": ("楼栋", "楼栋号", "栋号", "楼号", "栋", "幢号", "幢", "座", "栋座", "楼宇", "楼幢", "楼栋名称", "楼"),
    "entrance": ("单元", "单元号", "单元名称", "门洞", "梯号"),
    "number": ("房号", "房间号", "室号", "户号", "门牌号", "铺号", "商铺号", "房间", "门号", "房屋编号"),
    "place": ("房屋地址", "房屋坐落", "坐落", "房产地址", "详细地址", "楼栋房号", "房屋", "地址", "住址"),
    "area": (
        "专有部分面积", "专有面积", "产权面积", "产权建筑面积", "建筑面积", "房屋面积", "房屋建筑面积", "计费面积", "面积",
    ),
    "kind": ("类型", "房屋类型", "物业类型", "房屋用途", "用途", "房屋性质", "性质", "业态", "户型类别"),
    "owner": ("业主姓名", "业主", "产权人", "产权人姓名", "业主名称", "房主", "房主姓名", "户主", "户主姓名", "姓名"),
    "owner_phone": (
        "业主电话", "业主手机", "业主手机号", "业主联系电话", "业主联系方式", "产权人电话", "手机号", "手机号码", "手机",
        "联系电话", "联系方式", "电话",
    ),
    "owner_id": (
        "业主身份证号", "业主身份证", "业主证件号码", "身份证号", "身份证号码", "身份证", "证件号码", "证件号",
        "统一社会信用代码",
    ),
    "share": ("产权份额", "份额", "产权比例", "所占份额", "占比", "持有比例", "共有份额"),
    "owner_from": ("产权登记日期", "登记日期", "购房日期", "购房时间", "取得日期", "起始日期", "开始日期", "过户日期"),
    "resident": ("入住人", "入住人姓名", "住户", "住户姓名", "居住人", "实际居住人", "使用人", "租户", "租客", "租户姓名"),
    "resident_phone": ("入住人电话", "住户电话", "居住人电话", "使用人电话", "租户电话", "租客电话", "入住人手机"),
    "relation": ("与业主关系", "与产权人关系", "与户主关系", "关系", "居住性质", "入住性质"),
    "resident_from": ("入住日期", "入住时间", "起租日期", "入住起始日期", "居住起始日期"),
    "handed_over": ("交付日期", "交付时间", "交房日期", "交房时间", "接房日期", "收房日期", "交付"),
    "status": ("居住状态", "入住情况", "入住状态", "居住情况", "房屋状态", "使用情况", "使用状态"),
}  # fmt: skip
_FIELDS = {name: (field, place) for field, names in SYNONYMS.items() for place, name in enumerate(names)}
_NOISE = re.compile(r"[\s*＊:：、,，]|[(（\[【][^)）\]】]*[)）\]】]|㎡|m2|M2|平方米")
HEADER_ROWS = 15


def detect(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]] | None:
    """How many rows the heading ends after, and the column of each field (from 0); None if no heading is found.

    A heading may span two rows (业主信息 over 姓名 and 电话). It names a premises and one thing more.
    """
    best: tuple[int, int, dict[str, int]] | None = None
    for place in range(min(len(rows), HEADER_ROWS)):
        for end, names in ((place + 1, _names(rows[place])), (place + 2, _double(rows, place))):
            columns = _columns(names)
            usable = ("number" in columns or "place" in columns) and len(columns) > 1
            if usable and (best is None or len(columns) > best[0]):
                best = (len(columns), end, columns)
    return (best[1], best[2]) if best else None


def _names(cells: Sequence[Any]) -> list[tuple[str, ...]]:
    return [(heading(cell),) for cell in cells]


def _double(rows: Sequence[Sequence[Any]], place: int) -> list[tuple[str, ...]]:
    """For two-row headings: the lower name, else group and lower name together, else the upper name alone."""
    if place + 1 >= len(rows):
        return []
    group = ""
    names: list[tuple[str, ...]] = []
    upper, lower = rows[place], rows[place + 1]
    for column in range(max(len(upper), len(lower))):
        above = heading(upper[column]) if column < len(upper) else ""
        below = heading(lower[column]) if column < len(lower) else ""
        group = above or group
        stem = group.removesuffix("信息").removesuffix("情况").removesuffix("资料")
        names.append((stem + below, below) if below else (above,))
    return names


def _columns(names: list[tuple[str, ...]]) -> dict[str, int]:
    """The best column of each field; of two equal headings the first."""
    found: dict[str, tuple[int, int]] = {}
    for column, candidates in enumerate(names):
        hit = next((_FIELDS[name] for name in candidates if name in _FIELDS), None)
        if hit is not None and (hit[0] not in found or hit[1] < found[hit[0]][0]):
            found[hit[0]] = (hit[1], column)
    return {field: column for field, (_, column) in found.items()}


def heading(cell: Any) -> str:
    """The heading without what offices decorate it with."""
    return _NOISE.sub("", clean(str(cell))) if cell not in (None, "") else ""
