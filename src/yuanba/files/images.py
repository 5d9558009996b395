"""Images are written anew: upright, without EXIF (place, camera, owner), and without whatever was hidden behind them."""

import struct
import warnings
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
