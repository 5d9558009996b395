"""Images are written anew: upright, without EXIF (place, camera, owner), and without whatever was hidden behind them."""

from pathlib import Path

from PIL import Image, ImageOps

from yuanba.files.limits import limits
from yuanba.kernel.verdict import Refused, no

_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_JPEG_QUALITY = 90
_MODES = {"JPEG": {"RGB", "L"}, "PNG": {"RGB", "RGBA", "L", "LA", "1", "I;16"}, "WEBP": {"RGB", "RGBA"}}


def rewrite(source: Path, target: Path, kind: str) -> None:
    """`target` holds the picture of `source` alone, turned as its EXIF said; of an animation the first frame.

    Raises Refused: files.image_too_large (pixels, before they are unpacked), files.unreadable.
    """
    form = _FORMATS[kind]
    try:
        with Image.open(source, formats=[form]) as picture:
            _check_pixels(picture)
            upright = ImageOps.exif_transpose(picture)
            if upright.mode not in _MODES[form]:
                upright = upright.convert("RGB" if form == "JPEG" else "RGBA")
            # What a format keeps beside the pixels (EXIF, comments, profiles, texts) lies in `info`.
            upright.info = {}
            options = {"quality": _JPEG_QUALITY} if form == "JPEG" else {}
            upright.save(target, form, **options)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(no("files.image_too_large", "C-011", pixels=limits().image_pixels)) from error
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, OverflowError) as error:
        raise Refused(no("files.unreadable", "", kind=kind)) from error


def _check_pixels(picture: Image.Image) -> None:
    if picture.width * picture.height > limits().image_pixels:
        raise Refused(no("files.image_too_large", "C-011", pixels=limits().image_pixels))
