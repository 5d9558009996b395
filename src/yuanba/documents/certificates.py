"""Certificates: one landscape A4 page each, room for the seal, and a QR code that opens the page which verifies it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yuanba.documents import pdf, qr
from yuanba.documents.dates import chinese_day_text, day_text
from yuanba.documents.pdf import plain

HEADING = "荣誉证书"


@dataclass(frozen=True)
class Certificate:
    """`sentence` leads to the honour ("在2021年…评选中，被评为"); `closing` may follow it ("特发此证，以资鼓励。")."""

    recipient: str
    sentence: str
    honour: str
    organisers: tuple[str, ...]
    issued_date: date
    number: str
    verify_url: str
    closing: str = "特发此证，以资鼓励。"
    heading: str = HEADING
    chinese_date: bool = True


def certificate(content: Certificate) -> bytes:
    """One certificate as PDF."""
    return certificates([content])


def certificates(contents: Sequence[Certificate]) -> bytes:
    """The certificates as one PDF, a page each, in the order given."""
    assert contents, "no certificate to print"
    return pdf.compiled("certificate", [_data(content) for content in contents])


def _data(content: Certificate) -> dict[str, object]:
    written = chinese_day_text if content.chinese_date else day_text
    return {
        **plain(content),
        "date": written(content.issued_date),
        "qr": qr.svg(content.verify_url, border=0),
    }
