"""How much a file may ask of us. Uploads are hostile until shown otherwise.

Source: our own measurements and choices; `settings.FILES` may lower or raise the first four.
"""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Limits:
    """`image_pixels` bounds memory (3 bytes a pixel), the others are bytes, counts and seconds."""

    image_pixels: int = 50_000_000
    archive_bytes: int = 500_000_000
    archive_entries: int = 10_000
    scan_seconds: int = 10


def limits() -> Limits:
    return Limits(**settings.FILES)
