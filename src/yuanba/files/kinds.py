"""What a file is, told from its bytes; its name is never asked."""

import codecs
import re
from pathlib import Path

import filetype  # type: ignore[import-untyped]

from yuanba.files import archives
from yuanba.kernel.verdict import Refused, no

HEAD_BYTES = 8192
# Browsers look at up to 1,445 bytes when they guess; we look a little further. Source: WHATWG MIME Sniffing, section 5.2.
MARKUP_BYTES = 2048
UNKNOWN = "unknown"

DOCUMENTS = frozenset({"pdf", "docx", "xlsx", "pptx", "txt", "eml"})
IMAGES = frozenset({"jpeg", "png", "webp"})
SOUNDS = frozenset({"mp3", "m4a", "wav", "amr", "aac", "ogg"})
MEDIA = SOUNDS | {"mp4", "mov"}
KNOWN = DOCUMENTS | IMAGES | MEDIA | {"zip"}
# What newer phones save where nobody told them otherwise; no library of ours reads it. They convert when asked for JPEG.
PHONE_ONLY = frozenset({"heic", "avif"})

_EXECUTABLE = (
    b"MZ",  # Windows
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",  # Mach-O, four spellings
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",  # Mach-O for several machines, Java classes
    b"dex\n",
    b"\x00asm",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # Windows shortcuts
    b"@echo off",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls, .ppt, .msi of old
_MARKUP = re.compile(
    r"<\s*(?:!doctype\s+html|!entity|html|head|body|script|style|svg|math|iframe|frameset|object|embed|form|meta|table"
    r"|img|base|link|\?xml-stylesheet|\?php|x?html:)|javascript:|\bon(?:load|error)\s*=",
    re.IGNORECASE,
)
_HEADERS = re.compile(r"^(?:return-path|received|from|to|subject|date|message-id|mime-version|x-[a-z-]+):", re.I | re.M)
_AMR = (b"#!AMR\n", b"#!AMR-WB\n")  # Source: RFC 4867: a voice note that begins as scripts do
_HEIF = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}  # Source: ISO/IEC 23008-12, brands
_GUESSES = {"m4v": "mp4", "3gp": "mp4"}
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(file: Path) -> str:
    """The kind of a file ("pdf", "docx", "jpeg", …), "unknown" if nothing fits.

    Raises Refused: files.executable, files.script (HTML, SVG, whatever else a browser might run), and what
    `archives.classify` raises.
    """
    with file.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if head.startswith(_AMR):
        return _binary_kind(head)
    if head.lower().startswith(_EXECUTABLE[-1]) or head.startswith(_EXECUTABLE):
        raise Refused(no("files.executable", "every upload is inspected"))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return archives.classify(file)
    if head.startswith(_OLE):
        return "ole"
    if head.startswith(b"%PDF-"):  # a small one may be all text
        return _binary_kind(head)
    text = _decoded(file)
    if text is not None:
        return _text_kind(text)
    return _binary_kind(head)


def decoded_text(data: bytes, *, whole: bool = True) -> str | None:
    """The text that bytes are, in UTF-8, UTF-16 with its mark, or GB 18030; None if they are no text.

    Unless they are `whole`, the last character may be cut.
    """
    encodings = ["utf-16"] if data.startswith(_UTF16) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(data, whole)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS.search(text) else text
    return None


def _decoded(file: Path) -> str | None:
    """The beginning of the file as text if the whole file is text, read in pieces."""
    with file.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        text = decoded_text(head, whole=len(head) < HEAD_BYTES)
        while text is not None and not head.startswith(_UTF16) and (piece := stream.read(1 << 20)):
            if b"\x00" in piece:
                return None
    return text


def _text_kind(text: str) -> str:
    head = text[:MARKUP_BYTES]
    if len({found.lower() for found in _HEADERS.findall(head)}) >= 3 and _HEADERS.match(head):
        return "eml"
    if _MARKUP.search(head):
        raise Refused(no("files.script", "every upload is inspected"))
    return "txt"


def _binary_kind(head: bytes) -> str:
    guess = filetype.guess(head)
    kind = "unknown" if guess is None else str(guess.extension)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF:
        return "heic"
    if kind == "jpg":
        return "jpeg"
    if kind in {"png", "webp"}:
        return kind
    # Images are written anew, so that nothing can ride along; the rest is kept as it came and must not be two things.
    if _MARKUP.search(head[:MARKUP_BYTES].decode("latin-1")):
        raise Refused(no("files.script", "every upload is inspected"))
    return _GUESSES.get(kind, kind)
