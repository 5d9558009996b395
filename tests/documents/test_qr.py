from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from yuanba.documents import qr

URL = "https://huayang.example/v/2021-7F3K9Q"


def test_svg_has_a_view_box_and_nothing_that_the_policy_refuses() -> None:
    drawn = qr.svg(URL)
    root = ElementTree.fromstring(drawn)
    assert root.get("viewBox") == "0 0 37 37" and root.get("width") is None
    assert b"data:" not in drawn and b"style=" not in drawn and b"<script" not in drawn


def test_png_is_square_with_its_quiet_zone() -> None:
    with Image.open(BytesIO(qr.png(URL, scale=2))) as image:
        assert image.size == (74, 74)


def test_the_same_text_gives_the_same_code() -> None:
    assert qr.svg(URL) == qr.svg(URL) and qr.png(URL) == qr.png(URL)


def test_too_long_and_empty_texts_are_refused() -> None:
    with pytest.raises(qr.TooLong):
        qr.svg("x" * (qr.LIMIT_CHARS + 1))
    with pytest.raises(ValueError, match="needs a text"):
        qr.png("")
