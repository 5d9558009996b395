"""Images are written anew: upright, without EXIF (place, camera, owner), and without whatever was hidden behind them."""

import struct
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from yuanba.files.limits import limits
from yuanba.kernel.verdict import Refused, no

_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_JPEG_QUALITY = 90
_MODES = {"JPEG": {"RGB", "L"}, "PNG": {"RGB", "RGBA", "L", "LA", "1", "I;16"}, "WEBP": {"RGB", "RGBA"}}
_ORIENTATION = 0x0112
# How to stand a picture upright. Source: EXIF 2.32, tag 0x0112.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow raises for damaged pictures, depending on where the damage lies.
_DAMAGE = (OSError, ValueError, TypeError, SyntaxError, EOFError, LookupError, OverflowError, struct.error)


CELLS = 4  # a face or a plate of so few cells is not put together again


@dataclass(frozen=True)
class Spot:
    """A square around a point of a picture: centre and side in thousandths of its width, so that it fits any copy."""

    x: int
    y: int
    side: int

    def box(self, width: int, height: int) -> tuple[int, int, int, int] | None:
        """The pixels, cut at the edge; None if the point lies outside."""
        x, y, half = self.x * width // 1000, self.y * width // 1000, max(self.side * width // 2000, CELLS)
        if not (0 <= x < width and 0 <= y < height):
            return None
        return max(x - half, 0), max(y - half, 0), min(x + half, width), min(y + half, height)


def rewrite(source: Path, target: Path, kind: str) -> None:
    """`target` holds the picture of `source` alone, turned as its EXIF said; of an animation the first frame.

    Raises Refused: files.image_too_large (pixels, before they are unpacked), files.unreadable.
    """
    try:
        # Pillow warns of odd metadata, which we throw away, and of large pictures, which we measure ourselves.
        with warnings.catch_warnings(action="ignore"):
            _rewrite(source, target, _FORMATS[kind])
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except _DAMAGE as error:
        raise Refused(no("files.unreadable", "", kind=kind)) from error


def _rewrite(source: Path, target: Path, form: str) -> None:
    with Image.open(source, formats=[form]) as picture:
        if picture.width * picture.height > limits().image_pixels:
            raise _too_large()
        turn = _UPRIGHT.get(_orientation(picture))
        upright = picture.copy() if turn is None else picture.transpose(turn)
        if upright.mode not in _MODES[form]:
            upright = upright.convert("RGB" if form == "JPEG" else "RGBA")
        # What a format keeps beside the pixels (EXIF, comments, profiles, texts) lies in `info`.
        upright.info = {}
        options = {"quality": _JPEG_QUALITY} if form == "JPEG" else {}
        upright.save(target, form, **options)


def blur(source: Path, target: Path, kind: str, spots: Sequence["Spot"]) -> None:
    """`target` holds the picture with every spot made unrecognisable: four by four cells of one colour each.

    Coarser than what software can put together again. Raises Refused(files.nothing_blurred) where a spot lies outside.
    """
    with Image.open(source, formats=[_FORMATS[kind]]) as picture:
        picture.load()
        for spot in spots:
            box = spot.box(picture.width, picture.height)
            if box is None:
                raise Refused(no("files.nothing_blurred", ""))
            part = picture.crop(box)
            coarse = part.convert("RGB").resize((CELLS, CELLS), Image.Resampling.BOX)
            picture.paste(coarse.resize(part.size, Image.Resampling.NEAREST).convert(picture.mode), box)
        options = {"quality": _JPEG_QUALITY} if kind == "jpeg" else {}
        picture.save(target, _FORMATS[kind], **options)


def size_of(source: Path, kind: str) -> tuple[int, int]:
    """Width and height of a stored picture."""
    with Image.open(source, formats=[_FORMATS[kind]]) as picture:
        return picture.width, picture.height


def _orientation(picture: Image.Image) -> int:
    """The EXIF orientation, 1 (upright) if there is none or the EXIF is damaged: the picture is what counts."""
    try:
        value = picture.getexif().get(_ORIENTATION, 1)
    except _DAMAGE:
        return 1
    return value if isinstance(value, int) else 1


def _too_large() -> Refused:
    return Refused(
        no("files.image_too_large", "every upload is inspected", megapixels=limits().image_pixels // 1_000_000)
    )
