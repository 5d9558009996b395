"""The protocol of a hand-over between two property companies: a list to count, tick and sign by hand."""

from dataclasses import dataclass
from datetime import date

from yuanba.documents import pdf
from yuanba.documents.dates import day_text
from yuanba.documents.official import Heading, OfficialDocument, Paragraph, Table, official_document
from yuanba.documents.pdf import plain

SHARES = (8, 40, 18, 18, 14, 42)  # of the line; the first holds 序号
HEADS = ("序号", "交接内容", "应有", "实有", "状况", "备注和签字")
EMPTY = "—"
TITLE = "{compound}\n物业交接清单"
INTRO = "自{start}起，{old}退出{compound}的物业服务，由{new}接管。双方在业主委员会见证下逐项清点，签字为凭。交接期限：{due}前。"
OPEN_HEADING = "遗留事项"
OPEN_LINE = "{name}：{reason}（由{who}处理{by}）"
BY = "，{day}前"
SIGNING = "移交方（盖章）：　　　　　　接收方（盖章）：　　　　　　见证方（盖章）："
PAPER_COUNTS = "在纸上清点签字同样有效：扫描后由业主委员会存入系统。"


@dataclass(frozen=True)
class ProtocolLine:
    """One thing; texts are ready to be printed, "" where nothing is known yet."""

    name: str
    expected: str = ""
    counted: str = ""
    condition: str = ""
    note: str = ""
    signed: str = ""


@dataclass(frozen=True)
class ProtocolGroup:
    """The lines of one kind of thing."""

    name: str
    lines: tuple[ProtocolLine, ...]


@dataclass(frozen=True)
class OpenLine:
    """A thing that stays open: why, who must act, by when."""

    name: str
    reason: str
    who: str
    by_date: date | None = None


@dataclass(frozen=True)
class Protocol:
    """Who hands over what to whom; `number` names it on every page."""

    compound: str
    old: str
    new: str
    from_date: date
    due_date: date
    groups: tuple[ProtocolGroup, ...]
    open_lines: tuple[OpenLine, ...] = ()
    number: str = ""
    printed_date: date | None = None


def protocol_word(content: Protocol) -> bytes:
    """The protocol as a Word file, to be edited and sealed."""
    rows = tuple(
        (str(place), line.name, line.expected or EMPTY, line.counted, line.condition, _remarks(line))
        for place, line in enumerate((line for group in content.groups for line in group.lines), 1)
    )
    blocks: list[Heading | Paragraph | Table] = [Paragraph(_intro(content)), Table(HEADS, rows, SHARES)]
    if content.open_lines:
        blocks.append(Heading(OPEN_HEADING))
        blocks += [Paragraph(_open(line)) for line in content.open_lines]
    blocks += [Paragraph(PAPER_COUNTS), Paragraph(SIGNING)]
    return official_document(
        OfficialDocument(
            title=TITLE.format(compound=content.compound),
            blocks=tuple(blocks),
            signatories=(),
            signed_date=None,
        )
    )


def protocol_pdf(content: Protocol) -> bytes:
    """The protocol as PDF, its head on every page, with room to sign each line."""
    return pdf.compiled(
        "handover",
        {
            **plain(content),
            "title": TITLE.format(compound=content.compound).replace("\n", ""),
            "intro": _intro(content),
            "opens": [_open(line) for line in content.open_lines],
            "paper": PAPER_COUNTS,
            "printed": day_text(content.printed_date) if content.printed_date else "",
        },
    )


def _intro(content: Protocol) -> str:
    return INTRO.format(
        start=day_text(content.from_date),
        old=content.old,
        new=content.new,
        compound=content.compound,
        due=day_text(content.due_date),
    )


def _open(line: OpenLine) -> str:
    by = BY.format(day=day_text(line.by_date)) if line.by_date else ""
    return OPEN_LINE.format(name=line.name, reason=line.reason, who=line.who, by=by)


def _remarks(line: ProtocolLine) -> str:
    return "；".join(part for part in (line.note, line.signed) if part)
