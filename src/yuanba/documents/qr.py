"""QR codes as bytes of SVG or PNG. Never as a data URI: the content security policy refuses those."""

from io import BytesIO

import segno

LIMIT_CHARS = 400  # a denser code fails on old phones and on paper that was folded; addresses stay far below
QUIET_ZONE = 4  # modules. Source: ISO/IEC 18004 (GB/T 18284), quiet zone


class TooLong(ValueError):
    """The text would need a QR code that old phones cannot read."""


def svg(text: str, *, border: int = QUIET_ZONE, dark: str = "#1f2a2e") -> bytes:
    """A square SVG without size attributes other than its view box, so that the page decides how large it is."""
    out = BytesIO()
    _make(text).save(out, kind="svg", xmldecl=False, omitsize=True, border=border, dark=dark, nl=False)
    return out.getvalue()


def png(text: str, *, scale: int = 8, border: int = QUIET_ZONE) -> bytes:
    """A black-and-white PNG of `scale` pixels a module."""
    out = BytesIO()
    _make(text).save(out, kind="png", scale=scale, border=border)
    return out.getvalue()


def _make(text: str) -> segno.QRCode:
    """Level M: readable with about 15 % of the code dirty or creased."""
    if not text:
        raise ValueError("a QR code needs a text")
    if len(text) > LIMIT_CHARS:
        raise TooLong(f"{len(text)} characters; at most {LIMIT_CHARS} fit a code that old phones read")
    return segno.make(text, error="m", micro=False, boost_error=False)
