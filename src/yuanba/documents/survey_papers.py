"""Paper survey sheets: the questions of a form version, one mark an answer, one line a candidate where it asks of many."""

from collections.abc import Sequence
from dataclasses import dataclass

from yuanba.documents import pdf, qr
from yuanba.documents.pdf import plain

ONE, MANY, TEXT = "ONE", "MANY", "TEXT"


@dataclass(frozen=True)
class Question:
    """`kind` is ONE, MANY or TEXT. With `rows` (the candidates) the options become columns, one mark a row."""

    text: str
    options: tuple[str, ...] = ()
    kind: str = ONE
    rows: tuple[str, ...] = ()
    rows_called: str = "对象"
    hint: str = ""
    columns: int = 3
    lines: int = 3


@dataclass(frozen=True)
class SurveyPaper:
    """`serial` stands for the sheet that was handed out, never for the person; empty for a sheet without a number."""

    title: str
    organiser: str
    questions: tuple[Question, ...]
    intro: tuple[str, ...] = ()
    serial: str = ""
    qr_text: str = ""
    footer: str = ""


def survey_papers(papers: Sequence[SurveyPaper]) -> bytes:
    """The sheets in one PDF, each from a page of its own."""
    assert papers, "no sheet to print"
    return pdf.compiled("survey", [_data(paper) for paper in papers])


def _data(paper: SurveyPaper) -> dict[str, object]:
    code = qr.svg(paper.qr_text or paper.serial, border=0) if paper.serial else b""
    return {**plain(paper), "qr": plain(code)}
