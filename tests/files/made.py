"""Files for the tests, good and hostile, made when the tests run."""

import io
import struct
import zipfile
import zlib

import docx
import openpyxl
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)


def zipped(parts: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word(text: str) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph("申报表")
    document.add_paragraph(text)
    document.save(stream)
    return stream.getvalue()


def with_part(office: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO(office)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def macro_enabled() -> bytes:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    return zipped({"[Content_Types].xml": f'<Types><Override ContentType="{kind}"/></Types>', "word/document.xml": "x"})


def excel(rows: list[list[object]]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def pdf(text: str = "hello", change=None) -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(200, 200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
    content = DecodedStreamObject()
    content.set_data(f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(content)
    if change is not None:
        change(writer)
    writer.write(stream)
    return stream.getvalue()


def with_script(writer: PdfWriter) -> None:
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('hello')")}
    )
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)


def with_launch(writer: PdfWriter) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")})
    link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])


def with_attachment(writer: PdfWriter) -> None:
    writer.add_attachment("a.txt", b"inside")


def with_password(writer: PdfWriter) -> None:
    writer.encrypt("secret", algorithm="RC4-128")


def photo(form: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB") -> bytes:
    """A picture, its left half dark, whose EXIF says: turn me by 90 degrees; a camera, and a place in Chengdu."""
    picture, stream = Image.new(mode, size, "white"), io.BytesIO()
    picture.paste("black", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(stream, form, exif=exif)
    return stream.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG that claims these sizes in a hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00" * 100)) + chunk(b"IEND", b"")


def overlapping_zip() -> bytes:
    """Many directory entries that all point at the same bytes."""
    data = bytearray(zipped({f"a{number:03d}": b"x" * 2000 + bytes(range(256)) * 40 for number in range(50)}))
    place = 0
    while (place := data.find(b"PK\x01\x02", place)) >= 0:
        data[place + 20 : place + 24] = struct.pack("<I", len(data))
        place += 4
    return bytes(data)
