"""What a roll file must be before anything reads it: a real .xlsx of bounded size, unencrypted. Pure; writes nothing."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError, fromstring

LIMIT_BYTES = 60 * 1024 * 1024  # 100,000 dwellings with owners are 8 MB
LIMIT_UNPACKED = 800 * 1024 * 1024
LIMIT_MEMBERS = 2000
# Real workbooks shrink ten- to thirtyfold; a bomb a thousandfold. Small members may shrink as they like.
LIMIT_RATIO = 200
RATIO_COUNTS_FROM = 20 * 1024 * 1024
CHUNK = 1 << 20

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta", b"<style")
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*\bt="e"[^>]*>')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class BadRollFile(Exception):
    """The file cannot be read as a roll; `code` says why ("people.roll_html")."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Scan:
    """Cells whose value is not in the file, by sheet name: {(row, column): code}, both counted from 1."""

    missing: dict[str, dict[tuple[int, int], str]]


def check(content: bytes) -> Scan:
    """The cells that a reader would silently see as empty: formulas never calculated, and errors such as #REF!.

    Everything is unpacked once, in pieces, so that sizes that lie are found out. Raises BadRollFile: people.roll_empty,
    roll_too_large, roll_old_xls, roll_encrypted, roll_html, roll_not_excel, roll_damaged, roll_bomb.
    """
    _check_kind(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive)
            return Scan({name: _scan(archive, member) for name, member in _sheets(archive)})
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ParseError, ValueError, KeyError) as error:
        raise BadRollFile("people.roll_damaged") from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise BadRollFile("people.roll_encrypted") from error


def _check_kind(content: bytes) -> None:
    if not content:
        raise BadRollFile("people.roll_empty")
    if len(content) > LIMIT_BYTES:
        raise BadRollFile("people.roll_too_large")
    if content.startswith(OLE):
        raise BadRollFile("people.roll_encrypted" if ENCRYPTED in content else "people.roll_old_xls")
    if content.startswith(b"PK\x03\x04"):
        return
    head = content[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(_MARKUP) or "<html".encode("utf-16-le") in content[:4096].lower():
        raise BadRollFile("people.roll_html")
    raise BadRollFile("people.roll_not_excel")


def _check_sizes(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > LIMIT_MEMBERS or sum(one.file_size for one in members) > LIMIT_UNPACKED:
        raise BadRollFile("people.roll_bomb")
    for one in members:
        if one.file_size > RATIO_COUNTS_FROM and one.file_size > LIMIT_RATIO * max(one.compress_size, 1):
            raise BadRollFile("people.roll_bomb")
    names = archive.namelist()
    if len(set(names)) != len(names):
        raise BadRollFile("people.roll_damaged")
    if "xl/workbook.xml" not in names:
        raise BadRollFile("people.roll_not_excel")


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = fromstring(_plain(archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314 - _plain refuses entities
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    workbook = fromstring(_plain(archive, "xl/workbook.xml"))  # noqa: S314 - _plain refuses entities
    for sheet in workbook.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATED), "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if target and member in archive.NameToInfo:
            yield sheet.get("name", ""), member


def _plain(archive: zipfile.ZipFile, member: str) -> bytes:
    text = archive.read(member)
    # No workbook declares entities; whoever does wants them expanded.
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise BadRollFile("people.roll_damaged")
    return text


def _scan(archive: zipfile.ZipFile, member: str) -> dict[tuple[int, int], str]:
    missing: dict[tuple[int, int], str] = {}
    rest = b""
    with archive.open(member) as stream:
        while piece := stream.read(CHUNK):
            text = rest + piece
            cut = max(text.rfind(b"<c "), 0)
            _note(text[:cut], missing)
            rest = text[cut:] if len(text) - cut < CHUNK else b""
    _note(rest, missing)
    return missing


def _note(text: bytes, missing: dict[tuple[int, int], str]) -> None:
    for mark, pattern, code in ((b"<f", _FORMULA, "people.roll_formula"), (b't="e"', _ERROR, "people.roll_error_cell")):
        if mark in text:
            for column, row in pattern.findall(text):
                missing[int(row), column_number(column.decode())] = code


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
