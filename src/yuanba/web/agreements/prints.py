"""A text on paper, in Chinese whatever language the page speaks."""

from django.utils import translation

from yuanba.agreements import queries, states
from yuanba.agreements.models import AgreementVersion
from yuanba.documents.agreements import HEADING, ITEM, TEXT, AgreementSheet, Line
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import full_name_at
from yuanba.web import clock, dates
from yuanba.web.agreements.labels import KINDS_ON_PAPER
from yuanba.web.publicity.blocks import blocks
from yuanba.web.publicity.feed import address

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sheet(version: AgreementVersion, paper: str) -> AgreementSheet:
    agreement = version.agreement
    signed = queries.signed_count(version.pk)
    with translation.override("zh-hans"):
        status, decided = _status(version), _decided(version)
    return AgreementSheet(
        title=agreement.title,
        kind=KINDS_ON_PAPER[agreement.kind],
        place=full_name_at(agreement.territory_id, local_date(clock.now())),
        lines=tuple(lines(version.text)),
        status=status,
        decided=decided,
        signed=f"已有 {signed} 份签名" if signed else "",
        url=address("agreements:version", agreement.pk, version.number),
        digest=version.text_hash,
        paper=paper,
    )


def lines(text: str) -> list[Line]:
    """The text as lines of a sheet; a table's rows become lines of a list."""
    found: list[Line] = []
    for block in blocks(text):
        if block["type"] == "heading":
            found.append(Line(HEADING, block["text"]))
        elif block["type"] == "list":
            found += [Line(ITEM, one) for one in block["items"]]
        elif block["type"] == "table":
            found += [Line(ITEM, "，".join(row)) for row in [block["head"], *block["rows"]]]
        else:
            found.append(Line(TEXT, block["text"]))
    return found


def _status(version: AgreementVersion) -> str:
    which = f"第 {version.number} 版"
    if version.state == states.COMMENT and version.comments_close_at:
        return f"{which}（征求意见稿），{dates.by(version.comments_close_at)}可以提意见"
    if version.from_date is None:
        return f"{which}（草案，尚未通过）"
    ends = f"，至{dates.day(version.to_date, year=True)}止" if version.to_date else ""
    return f"{which}，{dates.day(version.from_date, year=True)}起施行{ends}"


def _decided(version: AgreementVersion) -> str:
    if not version.decision_text or version.decision_date is None:
        return ""
    return f"{dates.day(version.decision_date, year=True)}：{version.decision_text}"
