"""Stored files out: the type that was sniffed, as a download unless it is a picture, locked in any case."""

from io import BytesIO

import pytest
from django.http import HttpResponse
from PIL import Image

from tests.factories import CREATED
from yuanba.files.actions import store
from yuanba.files.models import StoredFile
from yuanba.kernel.actor import system
from yuanba.web.downloads import attachment, picture
from yuanba.web.middleware import headers

pytestmark = pytest.mark.django_db


def stored(content: bytes, name: str, visibility: str = "STAFF") -> StoredFile:
    return store(
        content=content,
        name=name,
        kinds=None,
        limit_bytes=10**6,
        visibility=visibility,
        actor=system("test"),
        now=CREATED,
    )


def png() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, "PNG")
    return buffer.getvalue()


def test_text_is_a_download_that_nothing_guesses() -> None:
    answer = attachment(stored("你好".encode(), "说明.txt"))
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer.streaming_content).decode() == "你好"
    answer.close()


def test_picture_is_shown_and_text_is_not() -> None:
    shown, other = picture(stored(png(), "a.png", "PUBLIC")), picture(stored(b"hello", "b.txt"))
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Cache-Control"] == "public, max-age=3600"
    assert other.headers["Content-Disposition"].startswith("attachment")
    assert other.headers["Cache-Control"] == "private, no-store"
    shown.close()
    other.close()


def test_page_may_say_more_than_the_house(rf) -> None:
    rf_request = rf.get("/")
    answer = headers(lambda request: HttpResponse(headers={"Permissions-Policy": "camera=()"}))(rf_request)
    assert answer.headers["Permissions-Policy"] == "camera=()"
