"""The Excel of a property office for an invented compound, as such offices keep it: one line per owner and resident."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

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
SHEET = "业主信息"
# The least that an .xlsx is (ECMA-376, part 1, 12.3). Written as text: a subdistrict's half million lines would take
# a spreadsheet library longer than their import.
PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
        ' Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
}
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LETTERS = "ABCDEFGHIJ"
assert len(LETTERS) == len(HEADS)


def workbook(homes: Iterable[InventedHome]) -> bytes:
    """The .xlsx of these homes. Areas are square metres with two decimals, as people write them."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, DECLARATION + text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(
                f'{DECLARATION}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                "<sheetData>".encode()
            )
            for number, line in enumerate(all_lines(homes), start=1):
                sheet.write(row(number, line).encode())
            sheet.write(b"</sheetData></worksheet>")
    return stream.getvalue()


def row(number: int, line: tuple[str, ...]) -> str:
    """One row; empty cells are left out, as spreadsheets do."""
    cells = [
        f'<c r="{letter}{number}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        for letter, value in zip(LETTERS, line, strict=True)
        if value
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def all_lines(homes: Iterable[InventedHome]) -> Iterator[tuple[str, ...]]:
    """The heading, then the lines of every home."""
    yield HEADS
    for home in homes:
        yield from lines(home)


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
