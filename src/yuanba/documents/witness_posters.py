"""The record's root on the notice board: what each witness signed last, large enough to compare with a phone."""

from dataclasses import dataclass

from yuanba.documents import pdf, qr
from yuanba.documents.pdf import plain

GROUP = 4  # characters of a root that the eye compares at once


@dataclass(frozen=True)
class Signed:
    """`when` is written out; `root` is 64 characters of hex."""

    witness: str
    when: str
    entries: int
    root: str


@dataclass(frozen=True)
class WitnessPoster:
    """`url` is the page that shows the same on line; `printed` the day, written out."""

    organiser: str
    signed: tuple[Signed, ...]
    url: str
    printed: str


def witness_poster(content: WitnessPoster) -> bytes:
    """The poster as PDF, A4."""
    rows = [
        {**plain(one), "root": [one.root[at : at + GROUP] for at in range(0, len(one.root), GROUP)]}
        for one in content.signed
    ]
    return pdf.compiled("witnesses", {**plain(content), "signed": rows, "qr": qr.svg(content.url, border=0)})
