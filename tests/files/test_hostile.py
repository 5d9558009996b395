"""Whatever bytes come in, the answer is a stored file or a refusal, never an unknown error."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.files import made
from yuanba.files import actions, inspection
from yuanba.kernel.actor import system
from yuanba.kernel.verdict import Refused

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
GOOD = [made.word("好"), made.photo(), made.photo("PNG"), made.photo("WEBP"), made.zipped({"a": b"b" * 500})]
GOOD += [
    made.pdf(),
    made.excel([[1]]),
    b"From: a\r\nTo: b\r\nSubject: c\r\nContent-Type: text/plain; charset=x-y\r\n\r\n\xff",
]


edits = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=6)


def damaged(which: int, changes: list[tuple[int, int]], cut: int | None) -> bytes:
    """One of the good files with some bytes changed near its beginning or end, and cut somewhere."""
    data = bytearray(GOOD[which])
    for place, value in changes:
        near = place // 2 % min(len(data), 400)
        data[near if place % 2 else -1 - near] = value
    return bytes(data if cut is None else data[: cut % len(data)])


def outcome(content: bytes) -> str:
    try:
        stored = actions.store(
            content=content,
            name="a",
            kinds=None,
            limit_bytes=10**6,
            visibility="PRIVATE",
            actor=system("test"),
            now=NOW,
        )
    except Refused as refused:
        return refused.verdict.code
    return stored.kind


@pytest.mark.django_db
@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(GOOD) - 1), edits, st.none() | st.integers(0, 10**6), st.binary(max_size=600))
def test_damaged_and_random_bytes_are_answered(
    monkeypatch: pytest.MonkeyPatch, which: int, changes: list[tuple[int, int]], cut: int | None, noise: bytes
) -> None:
    # The bounded process may end as it likes; starting it 150 times would only be slow.
    monkeypatch.setattr(inspection, "_read_apart", lambda path, kind: {"personal": [], "unscanned": "time"})
    assert outcome(damaged(which, changes, cut))
    assert outcome(noise)


@pytest.mark.django_db
def test_strange_letters_are_kept_with_a_warning_or_findings() -> None:
    head = "From: a\r\nTo: b\r\nSubject: c\r\n"
    assert outcome((head + "Content-Type: text/plain; charset=x-none\r\n\r\n好").encode()) == "eml"
    assert outcome((head + "Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n").encode()) == "eml"


@pytest.mark.django_db
def test_encrypted_archives_are_refused() -> None:
    data = bytearray(made.zipped({"a": b"b" * 100}))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    assert outcome(bytes(data)) == "files.encrypted"


@pytest.mark.django_db
def test_two_entries_of_one_name_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a", b"1")
        archive.writestr("a", b"2")
    assert outcome(stream.getvalue()) == "files.unsafe_archive"


@pytest.mark.django_db
def test_a_text_that_turns_binary_is_no_text() -> None:
    assert outcome(b"line\n" * 4000 + b"\x00\x01") == "files.kind_refused"


@pytest.mark.django_db
def test_presentations_are_read() -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    slide = f'<p xmlns:a="{space}"><a:p><a:t>tel 138</a:t><a:t>00000001</a:t></a:p></p>'
    parts = {"[Content_Types].xml": "presentationml.presentation.main", "ppt/slides/slide1.xml": slide}
    stored = actions.store(
        content=made.zipped(parts),
        name="汇报.pptx",
        kinds={"pptx"},
        limit_bytes=10**6,
        visibility="STAFF",
        actor=system("test"),
        now=NOW,
    )
    assert stored.findings["personal"] == [{"kind": "MOBILE", "count": 1, "places": [{"paragraph": 1}]}]
