"""Photos of phones: HEIC is named, the place of the shot goes, faces blurred by hand stay unrecognisable."""

import io

import pytest
from PIL import Image

from tests.files.test_actions import CLERK, NOW, refusal, store
from yuanba.files import actions, queries
from yuanba.files.images import Spot
from yuanba.kernel.verdict import Refused

pytestmark = pytest.mark.django_db


def photo(size: tuple[int, int] = (400, 300), form: str = "JPEG") -> bytes:
    """Left half black, right half white, with a place in its EXIF."""
    picture = Image.new("RGB", size, "white")
    picture.paste("black", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0110] = "Phone 15"
    exif.get_ifd(0x8825)[2] = (30.0, 39.0, 0.0)
    out = io.BytesIO()
    picture.save(out, form, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"heix", b"avif"])
def test_a_photo_that_only_the_phone_opens_is_named(brand: bytes) -> None:
    heic = b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1heic" + bytes(300)
    assert refusal(heic, kinds={"jpeg", "png", "webp"}) == "files.heic"


def test_a_voice_note_of_any_phone_is_taken_and_a_pdf_is_no_photo() -> None:
    assert store(b"#!AMR\n" + bytes(range(200)), "note.amr", kinds={"amr"}).kind == "amr"
    assert refusal_of_pdf() == "files.kind_refused"


def refusal_of_pdf() -> str:
    with pytest.raises(Refused) as caught:
        store(b"%PDF-1.4\n%\xe2\xe3\n" + bytes(100), "照片.jpg", kinds={"jpeg", "png", "webp"})
    return caught.value.verdict.code


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_blurring_leaves_the_original_and_says_nothing_of_the_place(form: str) -> None:
    kept = store(photo(form=form), kinds=None)
    assert b"Phone 15" not in queries.content(kept)
    blurred = actions.blur(file_id=kept.pk, spots=[Spot(500, 300, 250)], visibility="STAFF", actor=CLERK, now=NOW)
    assert blurred.pk != kept.pk and queries.picture_size(blurred) == (400, 300)
    with Image.open(io.BytesIO(queries.content(blurred))) as after:
        middle = after.convert("RGB").crop((150, 70, 250, 170)).getcolors(maxcolors=100_000)
        assert after.convert("L").getpixel((20, 20)) < 20 and after.convert("L").getpixel((380, 20)) > 235
    assert middle is not None and len(middle) < 60  # four by four cells, give or take what JPEG adds at their edges
    with Image.open(io.BytesIO(queries.content(kept))) as before:
        assert before.convert("L").getpixel((190, 120)) < 20


def test_a_tap_beside_the_picture_blurs_nothing() -> None:
    kept = store(photo(), kinds=None)
    with pytest.raises(Refused) as caught:
        actions.blur(file_id=kept.pk, spots=[Spot(500, 999, 250)], visibility="STAFF", actor=CLERK, now=NOW)
    assert caught.value.verdict.code == "files.nothing_blurred"
