"""A text that people agreed on, for the notice board or the file: PDF in A3 or A4, and Word in the official form."""

from dataclasses import dataclass
from datetime import date

from yuanba.documents import pdf, qr
from yuanba.documents.lines import title_lines
from yuanba.documents.official import Block, Heading, OfficialDocument, Paragraph, official_document
from yuanba.documents.pdf import plain

PAPERS = ("a3", "a4")
TITLE_CHARS = 15  # of 30 points on the width of an A4 sheet
HEADING, ITEM, TEXT = "heading", "item", "text"


@dataclass(frozen=True)
class Line:
    """A line of the text; `kind` is HEADING, ITEM (of a list) or TEXT."""

    kind: str
    text: str


@dataclass(frozen=True)
class AgreementSheet:
    """`kind` is the seal on the sheet ("邻里公约"), `status` what holds since when, `decided` who decided;
    `url` the text on line, `digest` the hash with which anyone checks it; `signed` says how many signed.
    """

    title: str
    kind: str
    place: str
    lines: tuple[Line, ...]
    status: str
    decided: str
    url: str
    digest: str
    signed: str = ""
    paper: str = "a3"


def agreement_sheet(content: AgreementSheet) -> bytes:
    """The sheet as PDF; a long text goes on to further sheets, which are counted."""
    assert content.paper in PAPERS, "a sheet is A3 or A4"
    title = title_lines(content.title, TITLE_CHARS)
    return pdf.compiled("agreement", {**plain(content), "title": title, "qr": qr.svg(content.url, border=0)})


def agreement_document(content: AgreementSheet, *, signed_date: date | None) -> bytes:
    """The same text as .docx, to be edited or filed."""
    blocks: list[Block] = [Heading(one.text) if one.kind == HEADING else Paragraph(_said(one)) for one in content.lines]
    if content.decided:
        blocks.append(Paragraph(content.decided))
    note = "，".join(part for part in (content.status, f"校验码 {content.digest[:16]}") if part)
    return official_document(
        OfficialDocument(
            title=content.title,
            blocks=tuple(blocks),
            signatories=(content.place,),
            signed_date=signed_date,
            note=note,
        )
    )


def _said(line: Line) -> str:
    return f"· {line.text}" if line.kind == ITEM else line.text
