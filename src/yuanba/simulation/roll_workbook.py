"""The Excel of a property office for an invented compound, as such offices keep it: one line per owner and resident."""

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook

from yuanba.simulation.invent import InventedHome

HEADS = (
    "楼栋",
    "单元",
    "房号",
    "房屋类型",
    "专有面积（㎡）",
    "业主姓名",
    "业主电话",
    "入住人",
    "入住人电话",
    "与业主关系",
)


def workbook(homes: Iterable[InventedHome]) -> bytes:
    """The .xlsx of these homes. Areas are square metres with two decimals, as people write them."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("业主信息")
    sheet.append(HEADS)
    for home in homes:
        for line in lines(home):
            sheet.append(line)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def lines(home: InventedHome) -> Iterable[tuple[str, ...]]:
    """One line per owner (who may live there), then one per further resident."""
    kind = "商铺" if home.is_shop else "住宅"
    place = (
        home.building,
        home.entrance,
        home.number,
        kind,
        f"{home.area_cm2 // 10_000}.{home.area_cm2 // 100 % 100:02d}",
    )
    for owner in home.owners:
        lives = (owner.name, owner.phone, "本人") if home.owner_lives_here else ("", "", "")
        yield (*place, owner.name, owner.phone, *lives)
    relation = "家属" if home.owner_lives_here else "租户"
    for resident in home.residents:
        yield (*place, "", "", resident.name, resident.phone, relation)
