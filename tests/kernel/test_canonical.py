import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuanba.kernel.canonical import LIMIT_BYTES, NotCanonical, decode, encode


def test_rfc_8785_string_vector() -> None:
    # Source: RFC 8785 section 3.2.2, the "string" member of the sample, and its UTF-8 bytes in section 3.2.4.
    text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"
    assert encode(text) == b'"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


def test_rfc_8785_property_sorting_vector() -> None:
    # Source: RFC 8785 section 3.2.3, without its U+FB33, which is not NFC and therefore refused here.
    names = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "1": "One",
        "\U0001f600": "Emoji",
        "\u0080": "Control",
        "\u00f6": "o",
    }
    order = list(json.loads(encode(names)))
    assert order == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600"]


def test_names_beyond_the_bmp_come_before_the_last_bmp_ones() -> None:
    assert encode({"\ufffd": 1, "\U00020bb7": 2}) == '{"\U00020bb7":2,"\ufffd":1}'.encode()


@pytest.mark.parametrize(
    ("value", "data"),
    [
        ('\b\t\n\f\r"\\', rb'"\b\t\n\f\r\"\\"'),
        ("\x00\x1f\x7f", b'"\\u0000\\u001f\x7f"'),
        ("\u2028/é", '"\u2028/é"'.encode()),
        ({"b": [1, -2, "x"], "a": {}}, b'{"a":{},"b":[1,-2,"x"]}'),
        (2**53 - 1, b"9007199254740991"),
        ([], b"[]"),
    ],
)
def test_encode(value: Any, data: bytes) -> None:
    assert encode(value) == data
    assert decode(data) == value


def deep(levels: int) -> Any:
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        True,
        None,
        2**53,
        -(2**53),
        "e\u0301",
        {"e\u0301": 1},
        {1: 2},
        b"x",
        "\ud800",
        {"\udc00": 1},
        {1, 2},
        deep(80),
    ],
)
def test_encode_refuses(value: Any) -> None:
    with pytest.raises(NotCanonical):
        encode(value)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"a":{"b":1,"b":2}}',
        b"1.0",
        b"1e3",
        b"NaN",
        b"-0",
        b"01",
        b" 1",
        b'{"b":1,"a":2}',
        b'"\\u0041"',
        b'"\\/"',
        b"true",
        b"null",
        b"",
        b"\xff",
        b"\xef\xbb\xbf1",
        b"9007199254740992",
        b"1" * 5000,
        b"[" * 5000,
        b'"\\ud800"',
    ],
)
def test_decode_refuses(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        decode(data)


def test_size_limit_is_exact() -> None:
    assert len(encode("a" * (LIMIT_BYTES - 2))) == LIMIT_BYTES
    with pytest.raises(NotCanonical):
        encode("a" * (LIMIT_BYTES - 1))
    with pytest.raises(NotCanonical):
        decode(b'"' + b"a" * LIMIT_BYTES + b'"')


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(
    lambda value: __import__("unicodedata").is_normalized("NFC", value)
)
values = st.recursive(
    text | st.integers(-(2**53) + 1, 2**53 - 1),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_decode_reverses_encode(value: Any) -> None:
    data = encode(value)
    assert decode(data) == value
    assert json.loads(data) == value
