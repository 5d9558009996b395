"""Addresses of static files: the built ones carry a content hash, the others stand as they are."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings

BUILT = Path(__file__).resolve().parent / "static" / "built"


@cache
def manifest() -> dict[str, str]:
    """What `npm run build` made; empty before the first build, so that pages still open (unstyled)."""
    file = BUILT / "manifest.json"
    return json.loads(file.read_text()) if file.exists() else {}


def static(name: str) -> str:
    """The address of `name`: "theme.css", "app.js", "figures.js", or a file below web/static."""
    return settings.STATIC_URL + manifest().get(name, name)
