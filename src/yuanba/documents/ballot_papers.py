"""Paper ballots: the sheet of a ballot with a serial QR on every page, for eyes and hands of eighty."""

from collections.abc import Sequence
from dataclasses import dataclass

from yuanba.documents import pdf, qr
from yuanba.documents.pdf import plain

LEAST_SIZE = 16  # points. Source: C-014 asks for at least 18 dp on screens; 16 pt on paper is larger


@dataclass(frozen=True)
class Option:
    """`number` as on the notice board; `note` tells people of one name apart (their compound)."""

    label: str
    number: str = ""
    note: str = ""


@dataclass(frozen=True)
class Item:
    """One question of the sheet, of whose options at most `choose` may be ticked; `numbered`: a number goes into each
    box, 1 for what is wanted most; `all_numbered`: into every one."""

    title: str
    options: tuple[Option, ...]
    choose: int = 1
    columns: int = 1
    rule: str = ""
    numbered: bool = False
    all_numbered: bool = False


@dataclass(frozen=True)
class BallotPaper:
    """One person's sheet. Without a serial it is a secret paper: no QR, no number, nothing that tells two apart."""

    title: str
    organiser: str
    items: tuple[Item, ...]
    serial: str = ""
    qr_text: str = ""
    instructions: tuple[str, ...] = ()
    footer: str = ""
    signature: bool = False


def paper_ballot(paper: BallotPaper) -> bytes:
    """One paper as PDF."""
    return paper_ballots([paper])


def paper_ballots(papers: Sequence[BallotPaper], *, size: int = LEAST_SIZE) -> bytes:
    """The papers in one PDF, each from a page of its own; `size` of the text in points, at least 16."""
    assert papers, "no paper to print"
    return pdf.compiled("ballot", {"size": max(size, LEAST_SIZE), "sheets": [_data(paper) for paper in papers]})


def _data(paper: BallotPaper) -> dict[str, object]:
    items = [{**plain(item), "rule": item.rule or _rule(item)} for item in paper.items]
    code = qr.svg(paper.qr_text or paper.serial, border=0) if paper.serial else b""
    return {**plain(paper), "items": items, "qr": plain(code)}


def _rule(item: Item) -> str:
    if item.numbered:
        end = "每一项都要写，不要重复。" if item.all_numbered else "可以只写前几项，数字不要重复。"
        return f"在方框里写数字排顺序：最想要的写1，其次写2，依此类推。{end}"
    if item.choose == 1:
        return "只能选1个，在方框里打“√”。"
    return f"最多选{item.choose}个，在方框里打“√”，多选则这一项作废。"
