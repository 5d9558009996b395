"""The entry form of a category as a Word file: blank for the counter, or filled with what was entered on line.

Large type, room to write, a QR code with the form's serial on every page, and no place for an ID number (N-041, C-016).
"""

from dataclasses import dataclass, field
from io import BytesIO
from math import ceil
from typing import Any

from docx.shared import Mm, Pt

from yuanba.documents import qr, texts, word
from yuanba.documents.lines import title_lines

SONG, HEI, FANG_SONG = "宋体", "黑体", "仿宋_GB2312"
BODY, HEAD, TITLE = 14, 16, 22  # points; 14 is 4号
WIDTH = 174  # mm between margins of 18
LABEL = 34  # mm of a label's column
LINE = 9  # mm of a ruled line to write on
PER_LINE = 24  # characters of a hand on a line of 174 mm
BLOCK = 10  # lines after which the count is told
CRITERION_LINES = 4  # ruled lines under a criterion
OPINION = 45  # mm for an opinion and its seal
TITLE_ROOM = 22  # characters of 22 points on the line


@dataclass(frozen=True)
class Criterion:
    text: str
    answer: str = ""
    applies: bool = True


@dataclass(frozen=True)
class Material:
    name: str
    required: bool = True
    attached: bool = False


@dataclass(frozen=True)
class FormSpec:
    """A category's form. `nominee` is PERSON, ORGANISATION, CASE or WORK and chooses the fields.

    `values` fills fields by key (`field_keys`); without values, answers and deeds the form is blank. `qr_text` is the
    address that finds the serial. `hand_in` says where and until when, one line each.
    """

    campaign: str
    category: str
    nominee: str
    criteria: tuple[Criterion, ...] = ()
    materials: tuple[Material, ...] = ()
    serial: str = ""
    qr_text: str = ""
    deeds_chars: int = 1500
    deeds: str = ""
    asks_fees: bool = False  # a condition asks the property company; the nominee agrees with a tick of the pen
    values: dict[str, str] = field(default_factory=dict)
    hand_in: tuple[str, ...] = ()
    opinions: tuple[str, ...] = texts.FORM_OPINIONS


def field_keys(nominee: str) -> tuple[str, ...]:
    """The keys that `FormSpec.values` may fill for such a nominee."""
    return tuple(key for key, _, _ in texts.FORM_FIELDS[nominee])


def blank_form(spec: FormSpec) -> bytes:
    """The form as .docx, filled as far as the spec is."""
    document = word.new_document(f"{spec.campaign}{texts.FORM_CALLED}")
    word.set_base_font(document, SONG, BODY)
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(34), Mm(18)
    section.header_distance, section.footer_distance = Mm(9), Mm(8)
    _page_head(section, spec)
    _page_foot(section)
    _opening(document, spec)
    _basic(document, spec)
    if spec.criteria:
        _section(document, texts.FORM_CRITERIA)
        for place, criterion in enumerate(spec.criteria, 1):
            _criterion(document, criterion, place)
    _deeds(document, spec)
    if spec.materials:
        _materials(document, spec)
    _declaration(document, spec)
    for opinion in spec.opinions:
        _opinion(document, opinion)
    return word.saved(document)


def _page_head(section: Any, spec: FormSpec) -> None:
    """Campaign, category and serial at the left, the QR code at the right: a page that got lost finds its form."""
    section.header.paragraphs[0].paragraph_format.line_spacing = Pt(1)
    widths = (WIDTH - 24.0, 24.0)
    line = word.row(word.table(section.header, 2, widths, ruled=False), widths)
    lines = [spec.campaign, f"{spec.category} {texts.FORM_CALLED}"]
    if spec.serial:
        lines.append(texts.FORM_SERIAL.format(serial=spec.serial))
    word.cell_text(line.cells[0], "\n".join(lines), SONG, 10.5)
    if spec.serial:
        picture = BytesIO(qr.png(spec.qr_text or spec.serial, border=1))
        made = line.cells[1].paragraphs[0]
        made.paragraph_format.alignment = word.RIGHT
        made.add_run().add_picture(picture, width=Mm(21))


def _page_foot(section: Any) -> None:
    made = section.footer.paragraphs[0]
    made.paragraph_format.alignment = word.CENTRE
    before, between, behind = texts.FORM_PAGE
    word.run(made, before, SONG, 10.5)
    word.field(made, "PAGE", SONG, 10.5)
    word.run(made, between, SONG, 10.5)
    word.field(made, "NUMPAGES", SONG, 10.5)
    word.run(made, behind, SONG, 10.5)


def _opening(document: Any, spec: FormSpec) -> None:
    for line in [*title_lines(spec.campaign, TITLE_ROOM), texts.FORM_CALLED]:
        word.run(word.paragraph(document, align=word.CENTRE, pitch=32), line, HEI, TITLE)
    for line in (texts.FORM_HINT, texts.FORM_NO_ID, *spec.hand_in):
        word.run(word.paragraph(document, align=word.LEFT, pitch=20), line, FANG_SONG, 12)


def _section(document: Any, title: str) -> None:
    made = word.paragraph(document, align=word.LEFT, pitch=28)
    made.paragraph_format.space_before = Pt(8)
    made.paragraph_format.keep_with_next = True
    word.run(made, title, HEI, HEAD)


def _basic(document: Any, spec: FormSpec) -> None:
    _section(document, texts.FORM_BASIC)
    widths = (LABEL, WIDTH - LABEL)
    made = word.table(document, 2, widths)
    fields = [(texts.FORM_CATEGORY, spec.category, "")]
    fields += [(label, spec.values.get(key, ""), hint) for key, label, hint in texts.FORM_FIELDS[spec.nominee]]
    for label, value, hint in fields:
        line = word.row(made, widths, least_mm=12)
        word.cell_text(line.cells[0], label, HEI, 12 if len(label) > 6 else BODY, align=word.CENTRE)
        if value:
            word.cell_text(line.cells[1], value, SONG, BODY)
        elif hint:
            blank = hint.startswith("　")
            align = word.LEFT if blank else word.RIGHT
            word.cell_text(line.cells[1], hint, FANG_SONG, BODY if blank else 10.5, align=align)


def _criterion(document: Any, criterion: Criterion, place: int) -> None:
    made = word.paragraph(document, align=word.LEFT, pitch=22)
    made.paragraph_format.space_before = Pt(6)
    made.paragraph_format.keep_with_next = True
    word.run(made, f"{place}．{criterion.text}", SONG, BODY, bold=True)
    if not criterion.applies:
        word.run(word.paragraph(document, align=word.LEFT, pitch=22), texts.FORM_NOT_APPLICABLE, FANG_SONG, BODY)
    elif criterion.answer:
        _written(document, criterion.answer)
    else:
        _ruled(document, CRITERION_LINES, together=True)


def _deeds(document: Any, spec: FormSpec) -> None:
    _section(document, texts.FORM_DEEDS[spec.nominee])
    if spec.deeds:
        _written(document, spec.deeds)
        return
    limit = texts.FORM_DEEDS_LIMIT.format(
        chars=spec.deeds_chars, per_line=PER_LINE, block=BLOCK, block_chars=PER_LINE * BLOCK
    )
    made = word.paragraph(document, align=word.LEFT, pitch=20)
    made.paragraph_format.keep_with_next = True
    word.run(made, limit, FANG_SONG, 12)
    _ruled(document, ceil(spec.deeds_chars / PER_LINE))


def _written(document: Any, text: str) -> None:
    """What was entered on line, in a box that grows with it and may go on to the next page."""
    made = word.table(document, 1, (WIDTH,))
    line = made.add_row()
    line.cells[0].width = Mm(WIDTH)
    word.cell_text(line.cells[0], text, FANG_SONG, BODY, pitch=24)


def _ruled(document: Any, lines: int, *, together: bool = False) -> None:
    """A box of ruled lines to write on; `together` keeps it on one page."""
    made = word.table(document, 1, (WIDTH,))
    for number in range(1, lines + 1):
        line = word.cell_text(word.row(made, (WIDTH,), least_mm=LINE).cells[0], "", SONG, BODY)
        line.paragraph_format.keep_with_next = together and number < lines


def _materials(document: Any, spec: FormSpec) -> None:
    _section(document, texts.FORM_MATERIALS)
    widths = (14.0, WIDTH - 14 - 22, 22.0)
    made = word.table(document, 3, widths)
    for material in spec.materials:
        line = word.row(made, widths, least_mm=11)
        tick = texts.TICKED if material.attached else texts.UNTICKED
        word.cell_text(line.cells[0], tick, "MS Gothic", 20, align=word.CENTRE)
        word.cell_text(line.cells[1], material.name, SONG, BODY)
        called = texts.FORM_REQUIRED if material.required else texts.FORM_OPTIONAL
        word.cell_text(line.cells[2], called, HEI if material.required else FANG_SONG, 12, align=word.CENTRE)


def _declaration(document: Any, spec: FormSpec) -> None:
    made = word.paragraph(document, align=word.LEFT, pitch=24)
    made.paragraph_format.space_before = Pt(10)
    made.paragraph_format.keep_with_next = True
    word.run(made, texts.FORM_DECLARATION, SONG, BODY)
    if spec.asks_fees:
        made = word.paragraph(document, align=word.LEFT, pitch=24)
        made.paragraph_format.keep_with_next = True
        word.run(made, texts.FORM_FEES, SONG, BODY)
    signed = texts.FORM_DECLARED_BY.get(spec.nominee, texts.FORM_DECLARED_BY_OTHERS)
    for text in (signed + "　　　　　　　　" + texts.FORM_DATE, texts.FORM_PROXY):
        made = word.paragraph(document, align=word.LEFT, pitch=36)
        word.run(made, text, SONG, 12)


def _opinion(document: Any, label: str) -> None:
    widths = (LABEL, WIDTH - LABEL)
    made = word.table(document, 2, widths)
    line = word.row(made, widths, least_mm=OPINION)
    word.cell_text(line.cells[0], label, HEI, BODY, align=word.CENTRE)
    line.cells[1].vertical_alignment = 3  # bottom
    word.cell_text(line.cells[1], f"{texts.FORM_SEAL}\n{texts.FORM_DATE}　", SONG, BODY, align=word.RIGHT, pitch=26)
    # Two tables that touch would become one.
    word.paragraph(document, pitch=6)
