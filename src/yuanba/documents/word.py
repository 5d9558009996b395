"""Word at the level of its XML: what python-docx has no word for (East Asian fonts, exact pitch, fields, grids)."""

import re
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

LATIN = "Times New Roman"
CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
BOTH = WD_ALIGN_PARAGRAPH.JUSTIFY
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def new_document(title: str) -> Any:
    """An empty document without the template's author and date, so that the same data give the same document."""
    document = Document()
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
    core = document.core_properties
    core.title, core.author, core.comments = printable(title)[:250], "", ""
    return document


def saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def printable(text: str) -> str:
    """The text without what XML cannot carry."""
    return _UNPRINTABLE.sub("", text)


def element(tag: str, **attributes: object) -> Any:
    """An element of the w: namespace; an attribute `val` becomes w:val."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_base_font(document: Any, font: str, size: float, *, spacing: int = 0) -> None:
    """Text that names no font of its own is set in this one; `spacing` between characters is in 20ths of a point."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(size)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:cs"), LATIN)
    if spacing:
        properties = normal.element.get_or_add_rPr()
        properties.find(qn("w:sz")).addprevious(element("spacing", val=spacing))
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)


def run(paragraph: Any, text: str, font: str, size: float, *, bold: bool = False, colour: str = "") -> Any:
    """Adds the text in an East Asian font; Latin letters and digits stay Times New Roman."""
    made = paragraph.add_run(printable(text))
    made.font.size, made.font.bold, made.font.name = Pt(size), bold, LATIN
    fonts = made._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks and dashes are Chinese ones
    if colour:
        made.font.color.rgb = RGBColor.from_string(colour)
    return made


def paragraph(where: Any, *, align: Any = BOTH, pitch: float = 0, indent: float = 0) -> Any:
    """A new paragraph; `pitch` is the exact line pitch in points, `indent` that of the first line in characters."""
    made = where.add_paragraph()
    form = made.paragraph_format
    form.alignment = align
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False  # a page has its 22 lines
    if pitch:
        set_pitch(made, pitch)
    if indent:
        set_indent(made, firstLine=indent)
    return made


def set_pitch(made: Any, pitch: float) -> None:
    made.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    made.paragraph_format.line_spacing = Pt(pitch)


def set_indent(made: Any, *, size: float = 16, **characters: float) -> None:
    """Indents in characters (left, right, firstLine, hanging), and in points for readers that know no characters."""
    properties = made._element.get_or_add_pPr()
    found = properties.find(qn("w:ind"))
    if found is None:
        found = properties.get_or_add_ind()
    for name, count in characters.items():
        found.set(qn(f"w:{name}Chars"), str(round(count * 100)))
        found.set(qn(f"w:{name}"), str(round(count * size * 20)))


def set_grid(section: Any, *, line_pitch: float) -> None:
    """The page's grid of lines, in points. A grid of characters is not set: LibreOffice gives a character that is a
    hair wider than its cell two cells; the spacing of the base font does it everywhere.
    """
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("docGrid", type="lines", linePitch=round(line_pitch * 20)))


def field(made: Any, code: str, font: str, size: float) -> None:
    """A field that Word fills in, such as PAGE."""
    for kind in ("begin", code, "end"):
        part = run(made, "", font, size)
        if kind == code:
            text = element("instrText")
            text.text = f" {code} "
            part._element.append(text)
        else:
            part._element.append(element("fldChar", fldCharType=kind))


def line_below(made: Any, width: int, colour: str = "000000") -> None:
    """A line under the paragraph; `width` in eighths of a point."""
    lines = element("pBdr")
    lines.append(element("bottom", val="single", sz=width, space=1, color=colour))
    _add_property(made, lines)


def off_grid(made: Any) -> None:
    """The paragraph keeps its own line pitch instead of the page's."""
    _add_property(made, element("snapToGrid", val=0))


def stand_at_foot(made: Any) -> None:
    """The table keeps to the foot of the type area, wherever the text ends (LibreOffice lets it follow the text)."""
    place = element("tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="center", tblpYSpec="bottom")
    style = made._tbl.tblPr.find(qn("w:tblStyle"))
    if style is None:
        made._tbl.tblPr.insert(0, place)
    else:
        style.addnext(place)


def rule(line: Any, **sides: int) -> None:
    """Lines above (`top`) and below (`bottom`) a row, in eighths of a point."""
    for cell in line.cells:
        properties = cell._tc.get_or_add_tcPr()
        for old in properties.findall(qn("w:tcBorders")):
            properties.remove(old)
        borders = element("tcBorders")
        for side, width in sides.items():
            borders.append(element(side, val="single", sz=width, space=0, color="000000"))
        span = properties.find(qn("w:gridSpan"))
        before = properties.find(qn("w:tcW")) if span is None else span
        before.addnext(borders)


# The order that the schema wants of a paragraph's properties, as far as we use them.
_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "pBdr", "shd", "tabs", "snapToGrid",
    "spacing", "ind", "jc", "rPr", "sectPr",
)  # fmt: skip


def _add_property(made: Any, added: Any) -> None:
    properties = made._element.get_or_add_pPr()
    for old in properties.findall(added.tag):
        properties.remove(old)
    later = {qn(f"w:{tag}") for tag in _ORDER[_ORDER.index(added.tag.split("}")[1]) + 1 :]}
    following = next((child for child in properties if child.tag in later), None)
    if following is None:
        properties.append(added)
    else:
        following.addprevious(added)


def table(where: Any, columns: int, widths_mm: tuple[float, ...], *, ruled: bool = True) -> Any:
    """An empty table of fixed column widths, its rows never split between pages."""
    total = sum(widths_mm)
    made = where.add_table(0, columns) if hasattr(where, "styles") else where.add_table(0, columns, Mm(total))
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    if ruled:
        made.style = "Table Grid"
    for column, width in zip(made.columns, widths_mm, strict=True):
        column.width = Mm(width)
    return made


def row(made: Any, widths_mm: tuple[float, ...], *, head: bool = False, least_mm: float = 0) -> Any:
    """A new row; a head is repeated on every page, `least_mm` keeps room for a pen."""
    added = made.add_row()
    properties = added._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if least_mm:
        added.height = Emu(Mm(least_mm))
    if head:
        properties.append(element("tblHeader"))
    for cell, width in zip(added.cells, widths_mm, strict=True):
        cell.width = Mm(width)
        cell.vertical_alignment = 1  # centre
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    return added


def cell_text(
    cell: Any, text: str, font: str, size: float, *, align: Any = LEFT, bold: bool = False, pitch: float = 0
) -> Any:
    """Writes into a cell, off the page's grid; each line of the text is a paragraph. Returns the last one."""
    made = cell.paragraphs[0]
    for number, line in enumerate(text.split("\n")):
        if number:
            made = cell.add_paragraph()
        made.paragraph_format.alignment = align
        made.paragraph_format.space_before = made.paragraph_format.space_after = Pt(0)
        off_grid(made)
        set_pitch(made, pitch or size * 1.4)
        run(made, line, font, size, bold=bold)
    return made
