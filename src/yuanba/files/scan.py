"""Looks into one document for active content and personal numbers. Runs as a process of its own: `python -m yuanba.files.scan`.

Whoever wrote the document may have meant harm, so that this process has bounded memory and processor time and knows
nothing of the deployment. It prints one JSON line once the document is known to hold nothing active, or why not, and
another with what it found; numbers themselves are never printed.
"""

import email
import email.policy
import json
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdf
from pypdf.generic import IndirectObject
from python_calamine import load_workbook

from yuanba.kernel.normal import find_personal

MEMORY_BYTES = 1 << 30
TEXT_CHARACTERS = 3_000_000
PAGES = 300
OBJECTS = 100_000
PART_BYTES = 60_000_000
PLACES = 5
DEPTH = 40

Piece = tuple[dict[str, int], str]
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ACTIVE = {"/JavaScript", "/Launch", "/ImportData"}


class Active(Exception):
    """The document acts when it is opened."""


def findings(pieces: Iterable[Piece]) -> dict[str, Any]:
    """Counts of personal numbers by kind, each with the first few places; `unscanned` says if the text was too long."""
    counts: dict[str, int] = {}
    places: dict[str, list[dict[str, int]]] = {}
    left = TEXT_CHARACTERS
    for place, text in pieces:
        for finding in find_personal(text[:left]):
            counts[finding.kind] = counts.get(finding.kind, 0) + 1
            known = places.setdefault(finding.kind, [])
            if len(known) < PLACES and place not in known:
                known.append(place)
        left -= len(text)
        if left <= 0:
            break
    personal = [{"kind": kind, "count": counts[kind], "places": places[kind]} for kind in sorted(counts)]
    return {"personal": personal, "unscanned": "" if left > 0 else "length"}


def lines(text: str) -> Iterator[Piece]:
    return (({"line": number}, line) for number, line in enumerate(text.splitlines(), 1))


def letter(data: bytes) -> Iterator[Piece]:
    """The text parts of an e-mail; its attachments are not opened."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for number, part in enumerate(message.walk(), 1):
        if part.get_content_maintype() == "text":
            body = part.get_payload(decode=True)
            text = body.decode(part.get_content_charset("utf-8"), "replace") if isinstance(body, bytes) else ""
            yield {"part": number}, text


def docx(path: Path) -> Iterator[Piece]:
    return _paragraphs(path, ("word/document", "word/header", "word/footer", "word/comments", "word/footnotes"), _WORD)


def pptx(path: Path) -> Iterator[Piece]:
    return _paragraphs(path, ("ppt/slides/slide", "ppt/notesSlides/"), _DRAWING)


def _paragraphs(path: Path, parts: tuple[str, ...], space: str) -> Iterator[Piece]:
    number = 0
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if not name.startswith(parts) or not name.endswith(".xml"):
                continue
            with archive.open(name) as stream:
                root = ElementTree.fromstring(stream.read(PART_BYTES))  # noqa: S314  expat bounds entities; so does our memory
            for paragraph in root.iter(space + "p"):
                number += 1
                yield {"paragraph": number}, "".join(node.text or "" for node in paragraph.iter(space + "t"))


def xlsx(path: Path) -> Iterator[Piece]:
    book = load_workbook(str(path))
    for sheet, name in enumerate(book.sheet_names, 1):
        for row, cells in enumerate(book.get_sheet_by_name(name).iter_rows(), 1):
            # A number is kept as a float; a mobile typed as a number is still a mobile.
            texts = (str(int(c)) if isinstance(c, float) and c.is_integer() else str(c) for c in cells)
            yield {"sheet": sheet, "row": row}, " | ".join(texts)


def check_pdf(reader: pypdf.PdfReader) -> int:
    """The number of files attached inside. Raises Active for scripts and for actions that start programs."""
    attached = 0
    numbers = [(gen, number) for gen, table in reader.xref.items() for number in table]
    numbers += [(0, number) for number in reader.xref_objStm]
    if len(numbers) > OBJECTS:
        raise MemoryError("too many objects")
    for generation, number in numbers:
        attached += _inspect(reader.get_object(IndirectObject(number, generation, reader)), 0)
    return attached + _inspect(reader.trailer, 0)


def _inspect(value: Any, depth: int) -> int:
    """Files attached in one object; references are not followed, each object gets its own turn."""
    if depth > DEPTH or isinstance(value, IndirectObject):
        return 0
    if isinstance(value, dict):
        if value.get("/S") in _ACTIVE or "/JS" in value or "/XFA" in value:
            raise Active
        inside = [value.raw_get(name) if hasattr(value, "raw_get") else value[name] for name in value]
        return int("/EF" in value) + sum(_inspect(item, depth + 1) for item in inside)
    if isinstance(value, list):
        items = list(list.__iter__(value))
        return sum(_inspect(item, depth + 1) for item in items)
    return 0


def pdf(reader: pypdf.PdfReader) -> Iterator[Piece]:
    for number, page in enumerate(reader.pages, 1):
        if number > PAGES:
            return
        yield {"page": number}, page.extract_text()


def scan_pdf(path: Path) -> None:
    reader = pypdf.PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        say(refused="files.encrypted")
        return
    try:
        attached = check_pdf(reader)
    except Active:
        say(refused="files.active_content")
        return
    say(refused="")
    say(**findings(pdf(reader)), attachments=attached)


def say(**facts: Any) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


READERS = {"docx": docx, "pptx": pptx, "xlsx": xlsx}


def main(kind: str, path: Path, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if kind == "pdf":
        scan_pdf(path)
    else:
        say(refused="")
        say(**findings(READERS[kind](path)), attachments=0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
