"""What hangs on the notice board: large type, the period, how to object, and a QR code to the same notice on line."""

from dataclasses import dataclass

from yuanba.documents import pdf, qr
from yuanba.documents.lines import title_lines
from yuanba.documents.pdf import plain

PAPERS = ("a3", "a4")
TITLE_CHARS = 17  # of 27 points on the width of an A4 sheet


@dataclass(frozen=True)
class PosterList:
    """Names under a heading, in as many columns as they are short for."""

    name: str
    names: tuple[str, ...]
    columns: int = 3


@dataclass(frozen=True)
class Poster:
    """`period` is written out ("2021年12月6日至12月10日，共5个工作日"); `url` is the notice on line;
    `signed` the office and the day; `paper` a3 or a4.
    """

    title: str
    organiser: str
    paragraphs: tuple[str, ...]
    url: str
    period: str = ""
    lists: tuple[PosterList, ...] = ()
    contacts: tuple[str, ...] = ()
    objection: str = "对公示内容有不同意见，请在公示期内告诉我们，可以具名，也可以匿名。"
    signed: tuple[str, ...] = ()
    kind: str = "公示"
    paper: str = "a3"


def notice_poster(content: Poster) -> bytes:
    """The poster as PDF; a long list goes on to further sheets, which are counted."""
    assert content.paper in PAPERS, "a poster is A3 or A4"
    title = title_lines(content.title, TITLE_CHARS)
    return pdf.compiled("poster", {**plain(content), "title": title, "qr": qr.svg(content.url, border=0)})
