"""The one way to a PDF: a typst template of this package, and data that stay data.

The data travel as JSON beside the template, never inside its markup: a name like `#read("/etc/passwd")` or `*_[]` is
set letter by letter. The compiler sees this package's templates only; nothing is fetched.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent / "templates"
# The first is what offices have come to expect of a certificate; the others stand in where it is not installed.
FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC")


def compiled(template: str, data: object) -> bytes:
    """The PDF of `templates/<template>.typ`, whose data are `data` (a dataclass or a list or dict of them).

    The same data give the same bytes: no date of making is kept in the file.
    """
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(plain(data), ensure_ascii=False)},
        format="pdf",
    )


def missing_fonts() -> tuple[str, ...]:
    """The fonts that the documents want and this machine lacks; a system check names them with their package."""
    families = set(_fonts().families())
    return tuple(font for font in FONTS if font not in families)


def plain(value: Any) -> Any:
    """Dataclasses become dicts, days ISO text, bytes text (an SVG); tuples become lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # half of a surrogate pair would end the compiler
    return value


@cache
def _fonts() -> typst.Fonts:
    """Found once: looking through the system's fonts takes longer than a letter."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
