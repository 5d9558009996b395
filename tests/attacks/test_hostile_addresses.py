"""No address falls over: guessed ids, cursors made up, invisible characters."""

import base64
import json

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests import given
from tests.signing import enter
from yuanba.web import clock

pytestmark = pytest.mark.django_db
HUGE = 10**30
SURROGATE = "\ud800"
VALUES = {
    "int": ["0", "9999999", str(HUGE)],
    "str": ["x", "\u202e\U00020000", "a" * 300],
    "slug": ["x", "a" * 300],
    "uuid": [],
}


def cursor(value: object, pk: object = 1, kind: str = "str") -> str:
    return base64.urlsafe_b64encode(json.dumps([kind, value, pk]).encode()).decode().rstrip("=")


QUERIES = (
    "",
    "q=%00&state=%00&name=%00&premises=%00&since=%00&verb=%00&actor=%00&serial=%00&code=%00&kind=%00",
    "q=%ED%A0%80&name=%ED%A0%80&since=2021-02-30&serial=²&code=²-1&place=²",
    f"after={cursor('x')}",
    f"after={cursor(SURROGATE)}",
    f"after={cursor(None, 1, 'NoneType')}&sort=name",
    f"after={cursor('2026-01-01T00:00:00', HUGE, 'datetime')}",
    f"before={cursor(HUGE, HUGE, 'int')}&sort=title",
    f"after={cursor([1])}&sort=-pk",
    "sort=person__phone&format=xlsx",
    f"place={HUGE}&territory={HUGE}&heap=x&next=//evil.example",
)


def paths() -> list[str]:
    found: list[str] = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                walk(one, prefix + str(one.pattern))
            elif isinstance(one, URLPattern):
                found.append(prefix + str(one.pattern))

    walk(get_resolver(), "/")
    return found


def filled(pattern: str) -> list[str]:
    """The pattern with hostile values in its places."""
    made = []
    for number in range(3):
        text = pattern
        while "<" in text:
            start, end = text.index("<"), text.index(">")
            kind = text[start + 1 : end].partition(":")[0]
            values = VALUES[kind]
            text = text[:start] + values[number % len(values)] + text[end + 1 :]
        if text not in made:
            made.append(text)
    return made


@pytest.mark.parametrize("who", ["visitor"])
def test_no_address_falls_over(client, who) -> None:
    world = given.subdistrict(per_compound=1, now=clock.now())
    client.raise_request_exception = False
    if who != "visitor":
        enter(client, world.residents[0])
    broken = []
    for pattern in paths():
        for path in filled(pattern):
            queries = QUERIES if who != "resident" else QUERIES[:2]
            for query in queries if path == filled(pattern)[0] else QUERIES[:1]:
                if client.get(f"{path}?{query}").status_code >= 500:
                    broken.append(f"GET {path}?{query}")
            if path not in ("/sign-out", "/me/close", "/me/devices/all"):
                data = {"version": "²", "roll_row": "²", "roll": "²", "consent": "9" * 30, "verb": "x", "ticket": "x.y"}
                if client.post(path, data).status_code >= 500:
                    broken.append(f"POST {path}")
    assert not broken, "\n".join(broken)
