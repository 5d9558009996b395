"""The codes on paper, as a phone reads them: each PDF becomes a picture, is dirtied a little, and is scanned."""

from collections.abc import Callable

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from tests.documents.test_pdf import BALLOT, CERTIFICATE, LETTER, POSTER, SURVEY
from yuanba.documents import ballot_papers, certificates, labels, letters, posters, survey_papers

# An office copier prints at 300 dots an inch and more; what a phone sees of a sheet at arm's length is about this.
DOTS_AN_INCH = 150
POINTS_AN_INCH = 72
LONGEST = "https://huayang.example/awards/HY2021/entries/HY2021-00001-Z/check?from=label"


def pictures(made: bytes) -> list[Image.Image]:
    """Each page as it would be seen, in grey."""
    document = pypdfium2.PdfDocument(made)
    return [page.render(scale=DOTS_AN_INCH / POINTS_AN_INCH).to_pil().convert("L") for page in document]


def scanned(picture: Image.Image) -> list[str]:
    return sorted(found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCodeModel2))


def held_askew(picture: Image.Image) -> Image.Image:
    return picture.rotate(7, expand=True, fillcolor=255)


def out_of_focus(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(1))


def creased(picture: Image.Image) -> Image.Image:
    """White lines where a sheet is folded into an envelope: in three, and once down the middle."""
    marked, wide, high = picture.copy(), picture.width, picture.height
    draw = ImageDraw.Draw(marked)
    for ends in ([(0, high // 3), (wide, high // 3)], [(0, high * 2 // 3), (wide, high * 2 // 3)]):
        draw.line(ends, fill=255, width=2)
    draw.line([(wide // 2, 0), (wide // 2, high)], fill=255, width=2)
    return marked


def as_printed(picture: Image.Image) -> Image.Image:
    return picture


SEEN = pytest.mark.parametrize("seen", [as_printed, held_askew, out_of_focus, creased], ids=lambda one: one.__name__)
Seen = Callable[[Image.Image], Image.Image]


@SEEN
def test_every_label_of_a_sheet_is_read(seen: Seen) -> None:
    wanted = [f"https://huayang.example/places/{number}" for number in range(labels.PER_SHEET + 1)]
    made = labels.labels([labels.Label("南湖尚景", one, ("3栋2单元", "扫一扫，看小区的事")) for one in wanted])
    first, second = pictures(made)
    assert scanned(seen(first)) == sorted(wanted[: labels.PER_SHEET])
    assert scanned(seen(second)) == wanted[labels.PER_SHEET :]


@SEEN
def test_a_label_with_a_long_address_is_read(seen: Seen) -> None:
    made = labels.labels([labels.Label("南湖尚景", LONGEST, ("3栋2单元", "二行", "三行", "四行"))] * labels.PER_SHEET)
    assert scanned(seen(pictures(made)[0])) == [LONGEST] * labels.PER_SHEET


PAPERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "certificate": (lambda: certificates.certificate(CERTIFICATE), CERTIFICATE.verify_url),
    "letter": (lambda: letters.sealed_letters([LETTER]), LETTER.qr_text),
    "poster": (lambda: posters.notice_poster(POSTER), POSTER.url),
    "ballot": (lambda: ballot_papers.paper_ballot(BALLOT), BALLOT.serial),
    "survey": (lambda: survey_papers.survey_papers([SURVEY]), SURVEY.serial),
}


@SEEN
@pytest.mark.parametrize("paper", sorted(PAPERS))
def test_the_code_of_each_paper_is_read(paper: str, seen: Seen) -> None:
    make, wanted = PAPERS[paper]
    assert {text for page in pictures(make()) for text in scanned(seen(page))} == {wanted}
