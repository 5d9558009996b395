"""Zip files and the office files built on them, judged by their directory before anything is unpacked."""

import lzma
import os
import re
import struct
import zipfile
import zlib
from pathlib import Path

from yuanba.files.limits import limits
from yuanba.kernel.verdict import Refused, no

# An office file of blank rows shrinks a hundredfold; a bomb shrinks a thousandfold.
RATIO = 200
RATIO_FROM_BYTES = 50_000_000
DIRECTORY_BYTES = 8_000_000
CONTENT_TYPES_BYTES = 1_000_000
# Source: APPNOTE.TXT 4.3.16: the end record is 22 bytes and a comment of at most 65,535.
END_RECORD = struct.Struct("<4s4H2LH")

# What zipfile and its decompressors raise for damaged archives, depending on where the damage lies.
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, ValueError, EOFError, OSError, struct.error)
_OFFICE = {
    "wordprocessingml.document.main": "docx",
    "spreadsheetml.sheet.main": "xlsx",
    "presentationml.presentation.main": "pptx",
}
_PROGRAM = re.compile(
    r"\.(?:exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|apk|lnk|reg|sh)$", re.IGNORECASE
)
_MACRO = re.compile(r"(?:vbaproject\.bin|vbadata\.xml|/activex\d*\.(?:bin|xml))$", re.IGNORECASE)


def classify(file: Path) -> str:
    """ "docx", "xlsx", "pptx" or "zip".

    Raises Refused: files.unreadable, files.bomb, files.encrypted, files.macro, files.executable, files.unsafe_archive.
    """
    _check_end_record(file)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_sizes(entries, file.stat().st_size)
            _check_names(entries)
            types = _content_types(archive)
    except _DAMAGE as error:
        raise Refused(no("files.unreadable", "", kind="zip")) from error
    if types is None:
        return _plain_zip(entries)
    if "macroenabled" in types.lower() or "vbaproject" in types.lower():
        raise Refused(no("files.macro", "every upload is inspected"))
    return next((kind for mark, kind in _OFFICE.items() if mark in types), "zip")


def _check_end_record(file: Path) -> None:
    """The directory is small enough to be read: a million entries would fill the memory before they are counted."""
    with file.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(size - END_RECORD.size - 65_535, 0))
        tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or place + END_RECORD.size > len(tail):
        raise Refused(no("files.unreadable", "", kind="zip"))
    _, _, _, _, entries, directory, _, _ = END_RECORD.unpack_from(tail, place)
    if entries > limits().archive_entries or directory > DIRECTORY_BYTES:
        raise Refused(no("files.bomb", "every upload is inspected"))


def _check_sizes(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    crammed = unpacked > RATIO_FROM_BYTES and unpacked > RATIO * size
    # Entries that overlap are how a small file claims to hold more than itself.
    if len(entries) > limits().archive_entries or unpacked > limits().archive_bytes or crammed or packed > size:
        raise Refused(no("files.bomb", "every upload is inspected"))


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(no("files.encrypted", ""))
    if any(_MACRO.search(name) for name in names):
        raise Refused(no("files.macro", "every upload is inspected"))
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name for name in names):
        raise Refused(no("files.unsafe_archive", "every upload is inspected"))
    if len(set(names)) != len(names):
        raise Refused(no("files.unsafe_archive", "every upload is inspected"))


def _content_types(archive: zipfile.ZipFile) -> str | None:
    """The part that says what an office file is, or None for a plain zip. It is read no further than its limit."""
    try:
        entry = archive.getinfo("[Content_Types].xml")
    except KeyError:
        return None
    with archive.open(entry) as stream:
        data = stream.read(CONTENT_TYPES_BYTES + 1)
    if len(data) > CONTENT_TYPES_BYTES:
        raise Refused(no("files.bomb", "every upload is inspected"))
    return data.decode("utf-8", "replace")


def _plain_zip(entries: list[zipfile.ZipInfo]) -> str:
    if any(_PROGRAM.search(entry.filename) for entry in entries):
        raise Refused(no("files.executable", "every upload is inspected"))
    return "zip"
