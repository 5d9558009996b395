"""Labels with a QR code and a serial, for forms that a community hands out and for whatever else is issued by number."""

from collections.abc import Sequence
from dataclasses import dataclass

from yuanba.documents import pdf, qr

PER_SHEET = 24  # 3 x 8 labels of 70 x 37 mm


@dataclass(frozen=True)
class Label:
    """`lines` stand under the serial: the campaign, the category, who issued it; up to four short ones."""

    serial: str
    qr_text: str
    lines: tuple[str, ...] = ()


def labels(items: Sequence[Label], *, skip: int = 0) -> bytes:
    """The labels as PDF on sheets of 24; `skip` leaves out those of a sheet that was begun."""
    assert items, "no label to print"
    assert 0 <= skip < PER_SHEET, "a sheet has 24 labels"
    made = [{"serial": item.serial, "lines": list(item.lines), "qr": qr.svg(item.qr_text, border=0)} for item in items]
    return pdf.compiled("labels", {"skip": skip, "labels": made})
