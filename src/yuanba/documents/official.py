"""Official documents as Word files in the form of GB/T 9704-2012, ready for the office's seal.

A4; margins 37, 28, 35, 26 mm, so that the type area is 156 x 225 mm; 22 lines of 28 characters.
Source: GB/T 9704-2012, chapters 5 and 7 (C-020).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docx.enum.section import WD_SECTION
from docx.shared import Mm

from yuanba.documents import word
from yuanba.documents.dates import chinese_number, day_text
from yuanba.documents.lines import title_lines, width
from yuanba.documents.texts import ATTACHMENT, ATTACHMENT_NOTE, COPY_TO, PRINTED_ON

FANG_SONG, SONG_TITLE, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
SIZE_3, SIZE_2, SIZE_4 = 16, 22, 14  # points of 3号, 2号, 4号. Source: GB/T 9704-2012, 5.2.2 and 7
PITCH = 28.95  # points: 22 lines on 225 mm
TITLE_PITCH = 36  # points; 22-point type does not fit into the pitch of the body
SPACING = -5  # 20ths of a point: 28 characters of 16 points on 156 mm
TITLE_CHARS = 20  # of 22 points on 156 mm
TOP, LEFT, BOTTOM, RIGHT = 37, 28, 35, 26  # mm
FOOTER = 24  # mm from the paper's edge: the page number stands 7 mm below the type area. Source: 7.5
MARK_SIZE = (
    40  # points of the red issuing mark; the standard leaves it to the office, below the superior's. Source: 7.2.4
)
TABLE_WIDTH = 156  # mm


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is 一、(黑体), level 2 （一） (楷体). The number is written by the document."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body, first line indented by two characters; `lead` is set in 楷体 before the text."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a head that repeats on every page; widths are shares of the line, equal if none are given."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...] = ()


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Attachment:
    """A document behind the document, on pages of its own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Number:
    """发文字号: 华街办〔2021〕12号."""

    agency: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.agency}〔{self.year}〕{self.number}号"


@dataclass(frozen=True)
class OfficialDocument:
    """`red_head` is the issuing mark, left empty on paper that has it printed; `note` stands in brackets below the date.

    `signed_date` None leaves room for a date by hand. `printed_by`, `printed_date` and `copy_to` make the colophon (版记).
    """

    title: str
    blocks: tuple[Block, ...]
    signatories: tuple[str, ...]
    signed_date: date | None
    number: Number | None = None
    red_head: str = ""
    recipients: str = ""
    attachments: tuple[Attachment, ...] = ()
    note: str = ""
    copy_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_date: date | None = None


def official_document(content: OfficialDocument) -> bytes:
    """The .docx. Its text can be edited before sealing; fonts that a reader lacks fall back to his own."""
    document = word.new_document(content.title)
    word.set_base_font(document, FANG_SONG, SIZE_3, spacing=SPACING)
    _lay_out(document.sections[0])
    _separate_even_pages(document)
    _number_pages(document.sections[0])
    _head(document, content)
    _title(document, content.title)
    if content.recipients:
        word.run(_line(document), content.recipients.rstrip("：:") + "：", FANG_SONG, SIZE_3)
    _blocks(document, content.blocks)
    _attachment_note(document, content.attachments)
    _signature(document, content)
    for place, attachment in enumerate(content.attachments, 1):
        _attachment(document, attachment, place if len(content.attachments) > 1 else 0)
    _colophon(document, content)
    return word.saved(document)


def _lay_out(section: Any) -> None:
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance = Mm(15), Mm(FOOTER)
    word.set_grid(section, line_pitch=PITCH)


def _separate_even_pages(document: Any) -> None:
    document.settings.odd_and_even_pages_header_footer = True


def _number_pages(section: Any) -> None:
    """— 1 — in 4号宋体, one character from the outer edge. Source: GB/T 9704-2012, 7.5."""
    for footer, align, side in (
        (section.footer, word.RIGHT, "right"),
        (section.even_page_footer, word.LEFT, "left"),
    ):
        made = footer.paragraphs[0]
        made.paragraph_format.alignment = align
        word.set_indent(made, size=SIZE_4, **{side: 1})
        word.run(made, "— ", SONG, SIZE_4)
        word.field(made, "PAGE", SONG, SIZE_4)
        word.run(made, " —", SONG, SIZE_4)


def _line(document: Any, *, align: Any = word.BOTH, indent: float = 0) -> Any:
    return word.paragraph(document, align=align, pitch=PITCH, indent=indent)


def _head(document: Any, content: OfficialDocument) -> None:
    """The red mark, the number two lines below it and the red line 4 mm below that. Source: GB/T 9704-2012, 7.2."""
    if content.red_head:
        mark = word.paragraph(document, align=word.CENTRE)
        mark.paragraph_format.space_before = Mm(10)
        size = min(MARK_SIZE, 440 // max(1, len(content.red_head)))
        word.run(mark, content.red_head, SONG_TITLE, size, colour="C00000")
        _line(document)
        _line(document)
    if content.number is not None:
        made = _line(document, align=word.CENTRE)
        word.run(made, str(content.number), FANG_SONG, SIZE_3)
        if content.red_head:
            word.line_below(made, 12, "C00000")
    if content.red_head or content.number is not None:
        _line(document)
        _line(document)


def _title(document: Any, title: str) -> None:
    """Centred in 2号小标宋; a line ends where the author ended it, else where the words allow. Source: 7.3.1."""
    for line in title_lines(title, TITLE_CHARS):
        made = word.paragraph(document, align=word.CENTRE, pitch=TITLE_PITCH)
        made.paragraph_format.keep_with_next = True
        word.run(made, line, SONG_TITLE, SIZE_2)
    _line(document)


def _blocks(document: Any, blocks: Sequence[Block]) -> None:
    counts = {1: 0, 2: 0}
    for block in blocks:
        if isinstance(block, Heading):
            _heading(document, block, counts)
        elif isinstance(block, Table):
            _table(document, block)
        else:
            made = _line(document, indent=2)
            if block.lead:
                word.run(made, block.lead, KAI, SIZE_3)
            word.run(made, block.text, FANG_SONG, SIZE_3)


def _heading(document: Any, block: Heading, counts: dict[int, int]) -> None:
    """Source: GB/T 9704-2012, 7.3.3: first level 黑体, second 楷体, then 仿宋."""
    counts[block.level] += 1
    if block.level == 1:
        counts[2] = 0
    count = chinese_number(counts[block.level])
    made = _line(document, indent=2)
    made.paragraph_format.keep_with_next = True
    text = f"{count}、{block.text}" if block.level == 1 else f"（{count}）{block.text}"
    word.run(made, text, HEI if block.level == 1 else KAI, SIZE_3)


def _table(document: Any, block: Table) -> None:
    shares = block.shares or (1,) * len(block.heads)
    widths = tuple(TABLE_WIDTH * share / sum(shares) for share in shares)
    made = word.table(document, len(widths), widths)
    head = word.row(made, widths, head=True, least_mm=8.5)
    for cell, text in zip(head.cells, block.heads, strict=True):
        word.cell_text(cell, text, HEI, SIZE_4, align=word.CENTRE)
    for texts in block.rows:
        line = word.row(made, widths, least_mm=8.5)
        for cell, text in zip(line.cells, texts, strict=True):
            word.cell_text(cell, text, FANG_SONG, SIZE_4, align=word.CENTRE)
    _line(document)


def _attachment_note(document: Any, attachments: Sequence[Attachment]) -> None:
    """附件： below the body, one line apart, without punctuation after the names. Source: GB/T 9704-2012, 7.3.4."""
    if not attachments:
        return
    _line(document)
    for place, attachment in enumerate(attachments, 1):
        title = attachment.title.replace("\n", "")
        number = f"{place}．" if len(attachments) > 1 else ""
        made = _line(document)
        # The names stand under each other: 2 characters, then 附件： (3), then the number (1.5).
        hang = 4.5 if number else 3
        word.set_indent(made, left=2 + hang, hanging=hang if place == 1 else 1.5)
        word.run(made, (ATTACHMENT_NOTE if place == 1 else "") + number + title, FANG_SONG, SIZE_3)


def _signature(document: Any, content: OfficialDocument) -> None:
    """The date four characters from the right, the organisations centred over it. Source: GB/T 9704-2012, 7.3.5.1."""
    for _ in range(2):
        _line(document).paragraph_format.keep_with_next = True
    day = day_text(content.signed_date) if content.signed_date else "　　　　年　　月　　日"
    for signatory in content.signatories:
        made = _line(document, align=word.RIGHT)
        made.paragraph_format.keep_with_next = True
        word.set_indent(made, right=max(0, 4 + (width(day) - width(signatory)) / 2))
        word.run(made, signatory, FANG_SONG, SIZE_3)
    made = _line(document, align=word.RIGHT)
    word.set_indent(made, right=4)
    word.run(made, day, FANG_SONG, SIZE_3)
    if content.note:
        note = _line(document)
        word.set_indent(note, left=2)
        word.run(note, f"（{content.note}）", FANG_SONG, SIZE_3)


def _attachment(document: Any, attachment: Attachment, place: int) -> None:
    """On a new page: 附件1 in 黑体 at the top left, the title on the third line. Source: GB/T 9704-2012, 7.3.7."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _lay_out(section)
    word.run(_line(document), ATTACHMENT + (str(place) if place else ""), HEI, SIZE_3)
    _line(document)
    _title(document, attachment.title)
    _blocks(document, attachment.blocks)


def _colophon(document: Any, content: OfficialDocument) -> None:
    """版记 at the foot of the last page: copies to whom, printed by whom and when. Source: GB/T 9704-2012, 7.4."""
    if not content.copy_to and not content.printed_by:
        return
    widths = (TABLE_WIDTH * 0.6, TABLE_WIDTH * 0.4)
    made = word.table(document, 2, widths, ruled=False)
    word.stand_at_foot(made)
    if content.copy_to:
        line = word.row(made, widths)
        cell = line.cells[0].merge(line.cells[1])
        text = word.cell_text(cell, COPY_TO + "，".join(content.copy_to) + "。", FANG_SONG, SIZE_4, pitch=24)
        word.set_indent(text, size=SIZE_4, left=4, hanging=3, right=1)
        word.rule(line, top=8, bottom=6 if content.printed_by else 8)
    if content.printed_by:
        line = word.row(made, widths)
        left = word.cell_text(line.cells[0], content.printed_by, FANG_SONG, SIZE_4, pitch=24)
        word.set_indent(left, size=SIZE_4, left=1)
        day = day_text(content.printed_date) + PRINTED_ON if content.printed_date else ""
        right = word.cell_text(line.cells[1], day, FANG_SONG, SIZE_4, align=word.RIGHT, pitch=24)
        word.set_indent(right, size=SIZE_4, right=1)
        word.rule(line, top=6 if content.copy_to else 8, bottom=8)
    # A floating table hangs on an ordinary paragraph behind it; this one takes no room.
    word.run(word.paragraph(document, pitch=1), "", FANG_SONG, 1)
