import hashlib
import io
import os
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.files import made
from tests.kernel.invented import id_number
from yuanba.files import actions, blobs, inspection, queries
from yuanba.files.models import StoredFile
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import YES, Refused

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
CLERK = Actor(id="account:7")
MEGABYTE = 1_000_000


def store(content: object, name: str = "文件.bin", **changes: object) -> StoredFile:
    facts: dict[str, object] = {
        "kinds": None,
        "limit_bytes": 10 * MEGABYTE,
        "visibility": "PRIVATE",
        "actor": CLERK,
        "now": NOW,
    }
    return actions.store(content=content, name=name, **(facts | changes))  # type: ignore[arg-type]


def refusal(content: object, **changes: object) -> str:
    with pytest.raises(Refused) as caught:
        store(content, **changes)
    assert not StoredFile.objects.exists()
    assert not list(blobs._folder().glob("*/*/*"))
    assert not list((blobs._folder() / "incoming").glob("*"))
    return caught.value.verdict.code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name", "kind", "stored_name"),
    [
        (made.word("好"), "申报表.docx", "docx", "申报表.docx"),
        (made.excel([["a", 1]]), "..\\..\\roll.XLSX", "xlsx", "roll.xlsx"),
        (made.pdf(), "a/b/合同.exe", "pdf", "合同.pdf"),
        ("第一行\n第二行".encode(), "说明", "txt", "说明.txt"),
        ("第一行\n第二行".encode("gb18030"), "说明.txt", "txt", "说明.txt"),
        ("第一行\n第二行".encode("utf-16"), "导出.csv", "txt", "导出.csv"),
        (made.zipped({"照片/1.jpg": b"x"}), "照片.zip", "zip", "照片.zip"),
        (b"ID3\x03\x00" + bytes(200), "歌.mp3", "mp3", "歌.mp3"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(200), ".mp4", "mp4", "file.mp4"),
    ],
)
def test_store_tells_the_kind_from_the_bytes(content: bytes, name: str, kind: str, stored_name: str) -> None:
    stored = store(content, name)
    assert (stored.kind, stored.name) == (kind, stored_name)
    assert stored.sha256 == stored.received_sha256 == hashlib.sha256(content).hexdigest()
    assert queries.content(stored) == content
    assert queries.verify(stored) == YES
    assert (stored.findings["personal"], stored.uploader, stored.size) == ([], "account:7", len(content))


@pytest.mark.django_db
def test_email_message_is_kept() -> None:
    letter = (
        "Return-Path: <a@example.org>\r\nFrom: a@example.org\r\nSubject: =?utf-8?B?5oql5ZCN?=\r\n"
        'Date: Sat, 9 Oct 2021 10:00:00 +0800\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n'
        "<html>电话 13800000001</html>"
    )
    stored = store(letter.encode())
    assert stored.kind == "eml"
    assert stored.findings["personal"] == [{"kind": "MOBILE", "count": 1, "places": [{"part": 1}]}]


SVG = b'<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "files.empty"),
        (b"MZ\x90\x00" + bytes(300), "files.executable"),
        (b"\x7fELF" + bytes(300), "files.executable"),
        (b"#!/bin/sh\nrm -rf /\n", "files.executable"),
        (b"@ECHO OFF\r\n", "files.executable"),
        (made.zipped({"setup.exe": b"MZ"}), "files.executable"),
        (SVG, "files.script"),
        (b"\xef\xbb\xbf<svg onload=alert(1)>", "files.script"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "files.script"),
        (b"a" * 900 + b"<ScRiPt>alert(1)</script>", "files.script"),
        ("<html>".encode("utf-16"), "files.script"),
        (b"ID3\x03\x00<script>alert(1)</script>" + bytes(200), "files.script"),
        (made.macro_enabled(), "files.macro"),
        (made.with_part(made.word("x"), "word/vbaProject.bin", b"x"), "files.macro"),
        (made.zipped({"zeros": bytes(60 * MEGABYTE)}), "files.bomb"),
        (made.zipped({f"{number}": b"" for number in range(10_001)}), "files.bomb"),
        (made.overlapping_zip(), "files.bomb"),
        (made.zipped({"[Content_Types].xml": bytes(2 * MEGABYTE)}), "files.bomb"),
        (made.zipped({"../../etc/passwd": b"x"}), "files.unsafe_archive"),
        (b"PK\x03\x04" + bytes(100), "files.unreadable"),
        (made.word("x")[:-400], "files.unreadable"),
        (made.pdf(change=made.with_script), "files.active_content"),
        (made.pdf(change=made.with_launch), "files.active_content"),
        (made.pdf(change=made.with_password), "files.encrypted"),
        (b"%PDF-1.7\ngarbage", "files.unreadable"),
        (made.huge_png(20_000, 20_000), "files.image_too_large"),
        (made.huge_png(9_000, 9_000), "files.image_too_large"),
        (made.photo()[:200], "files.unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "files.kind_refused"),
        (b"GIF89a" + bytes(20), "files.kind_refused"),
        (b"\x00\x01\x02\x03" * 100, "files.kind_refused"),
    ],
)
def test_hostile_uploads_are_refused(content: bytes, code: str) -> None:
    assert refusal(content, name="好文件.pdf") == code


@pytest.mark.django_db
def test_kind_outside_the_checklist_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(Refused) as caught:
        store(made.word("x"), kinds={"pdf", "jpeg"})
    assert dict(caught.value.verdict.facts) == {"kind": "docx", "allowed": "jpeg, pdf"}


class Endless:
    """An upload that never ends and remembers how much was asked of it."""

    def __init__(self) -> None:
        self.read_bytes = 0

    def chunks(self, size: int) -> Iterator[bytes]:
        while True:
            self.read_bytes += size
            yield b"x" * size


@pytest.mark.django_db
def test_an_endless_upload_is_cut_at_the_limit() -> None:
    upload = Endless()
    tracemalloc.start()
    assert refusal(upload, limit_bytes=5 * MEGABYTE) == "files.too_large"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert upload.read_bytes <= 5 * MEGABYTE + blobs.CHUNK
    assert peak < 2 * MEGABYTE


@pytest.mark.django_db
@pytest.mark.parametrize(("limit", "said"), [(5 << 20, "5"), (3 << 19, "1.5"), (20_000_000, "19")])
def test_a_limit_is_said_in_megabytes(limit: int, said: str) -> None:
    upload = Endless()
    upload.size = 1 << 30  # type: ignore[attr-defined]
    with pytest.raises(Refused) as refused:
        store(upload, limit_bytes=limit)
    assert refused.value.verdict.facts["limit_mb"] == said


@pytest.mark.django_db
def test_an_announced_gigabyte_is_not_even_read() -> None:
    upload = Endless()
    upload.size = 1 << 30  # type: ignore[attr-defined]
    assert refusal(upload) == "files.too_large"
    assert upload.read_bytes == 0
    assert refusal(b"x" * 11, limit_bytes=10) == "files.too_large"
    assert refusal(io.BytesIO(b"x" * 11), limit_bytes=10) == "files.too_large"


@pytest.mark.django_db
def test_uploads_and_streams_are_taken() -> None:
    assert store(SimpleUploadedFile("a.txt", "好".encode()), "a.txt").size == 3
    assert store(io.BytesIO("好的".encode()), limit_bytes=6).size == 6


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_images_lose_their_exif_and_stand_upright(form: str) -> None:
    content = made.photo(form)
    assert b"SecretCamera" in content
    stored = store(content, "现场.png")
    kept = queries.content(stored)
    assert b"SecretCamera" not in kept and b"Exif" not in kept
    assert stored.received_sha256 == hashlib.sha256(content).hexdigest() != stored.sha256
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == (form, (20, 40), {})
        assert picture.convert("L").getpixel((10, 5)) < 60 < 200 < picture.convert("L").getpixel((10, 35))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("JPEG", "CMYK"), ("JPEG", "L")]
)
def test_images_of_every_mode_are_taken(form: str, mode: str) -> None:
    stream = io.BytesIO()
    Image.new(mode, (4, 4)).save(stream, form)
    assert store(stream.getvalue()).kind == form.lower()


@pytest.mark.django_db
def test_what_rides_behind_an_image_is_gone() -> None:
    assert b"alert" not in queries.content(store(made.photo() + b"<script>alert(1)</script>"))


PERSON = f"身份证 {id_number('510107')} 电话 13800000001"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "place"),
    [
        (f"好\n{PERSON}".encode(), {"line": 2}),
        (made.word(PERSON), {"paragraph": 2}),
        (made.excel([["姓名"], [PERSON]]), {"sheet": 1, "row": 2}),
        (made.pdf(PERSON.replace("身份证", "ID").replace("电话", ";")), {"page": 1}),
    ],
)
def test_findings_count_personal_numbers_without_keeping_them(content: bytes, place: dict[str, int]) -> None:
    stored = store(content)
    assert stored.findings == {
        "personal": [
            {"kind": "ID_NUMBER", "count": 1, "places": [place]},
            {"kind": "MOBILE", "count": 1, "places": [place]},
        ],
        "unscanned": "",
        "attachments": 0,
    }
    assert stored.personal_count == 2


@pytest.mark.django_db
def test_mobiles_typed_as_numbers_are_found() -> None:
    stored = store(made.excel([["电话"], [int("13800000001")], [138000.5]]))
    assert stored.findings["personal"] == [{"kind": "MOBILE", "count": 1, "places": [{"sheet": 1, "row": 2}]}]


@pytest.mark.django_db
def test_pdf_attachments_are_told() -> None:
    assert store(made.pdf(change=made.with_attachment)).findings["attachments"] == 1


@pytest.mark.django_db
def test_the_same_bytes_are_scanned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    content = made.word(PERSON)
    first = store(content)
    monkeypatch.setattr(inspection, "findings", lambda *args: pytest.fail("scanned twice"))
    second = store(content, "另一份.docx", visibility="PUBLIC")
    assert (second.sha256, second.findings) == (first.sha256, first.findings)
    assert second.pk != first.pk
    assert len(list(blobs._folder().glob("*/*/*"))) == 1


@pytest.mark.django_db
def test_a_scan_without_end_is_cut_off(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "WALL_SECONDS", 0)
    settings.FILES = {"scan_seconds": 0}
    assert refusal(made.pdf()) == "files.unreadable"
    assert store(made.word("x")).findings["unscanned"] == "time"


@pytest.mark.django_db
def test_a_broken_document_is_kept_with_a_warning() -> None:
    stored = store(made.zipped({"[Content_Types].xml": "wordprocessingml.document.main", "word/document.xml": "<a"}))
    assert (stored.kind, stored.findings["unscanned"]) == ("docx", "unreadable")


def age(stored: StoredFile) -> None:
    long_ago = time.time() - 2 * blobs.GRACE_SECONDS
    os.utime(blobs.path_of(stored.sha256), (long_ago, long_ago))


@pytest.mark.django_db
def test_erase_removes_content_name_and_findings(django_capture_on_commit_callbacks) -> None:
    stored = store(PERSON.encode(), "王某的证明.txt")
    age(stored)
    with django_capture_on_commit_callbacks(execute=True):
        erased = actions.erase(file_id=stored.pk, actor=CLERK, now=NOW)
    assert (erased.name, erased.findings, erased.erased_at) == ("erased.txt", {}, NOW)
    assert not blobs.path_of(stored.sha256).exists()
    with pytest.raises(Refused) as caught:
        queries.content(erased)
    assert caught.value.verdict.code == "files.erased"
    assert actions.erase(file_id=stored.pk, actor=CLERK, now=NOW + timedelta(days=1)).erased_at == NOW


@pytest.mark.django_db
def test_erase_keeps_bytes_that_another_file_shares(django_capture_on_commit_callbacks) -> None:
    first, second = store(b"same"), store(b"same")
    age(first)
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase(file_id=first.pk, actor=CLERK, now=NOW)
    assert queries.content(second) == b"same"


@pytest.mark.django_db
def test_sweep_ends_terms_and_clears_orphans(django_capture_on_commit_callbacks) -> None:
    due, kept = store(b"due", keep_until=date(2026, 11, 19)), store(b"kept", keep_until=date(2026, 11, 20))
    orphan = store(b"orphan")
    StoredFile.objects.filter(pk=orphan.pk).delete()
    for stored in (due, kept, orphan):
        age(stored)
    scratch = blobs._folder() / "incoming" / "left"
    scratch.write_bytes(b"x")
    os.utime(scratch, (1, 1))
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.sweep(actor=CLERK, now=NOW) == actions.Swept(files=1, blobs=2, scratch=1)
    assert queries.content(kept) == b"kept"
    assert list(queries.live()) == [kept]
    assert actions.sweep(actor=CLERK, now=NOW) == actions.Swept(0, 0, 0)


@pytest.mark.django_db
def test_fresh_orphans_wait_for_their_transaction() -> None:
    stored = store(b"fresh")
    StoredFile.objects.all().delete()
    assert actions.sweep(actor=CLERK, now=NOW) == actions.Swept(0, 0, 0)
    assert blobs.path_of(stored.sha256).exists()


@pytest.mark.django_db
def test_verify_finds_lost_and_altered_bytes() -> None:
    stored = store(b"bytes")
    path = blobs.path_of(stored.sha256)
    path.chmod(0o640)
    path.write_bytes(b"other")
    assert queries.verify(stored).code == "files.altered"
    path.unlink()
    assert queries.verify(stored).code == "files.lost"


@pytest.mark.django_db
def test_store_writes_nothing_before_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "place", lambda spooled: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        store(b"bytes")
    assert not StoredFile.objects.exists()
    assert not list((blobs._folder() / "incoming").glob("*"))


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_reading_many_needs_one_query(rows: int, django_assert_num_queries) -> None:
    ids = [store(b"x" * number).pk for number in range(1, rows + 1)]
    with django_assert_num_queries(1):
        assert set(queries.chosen(ids)) == set(ids)
