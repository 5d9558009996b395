"""Hostile browsers: every address with made-up values, and every form of every page with what nobody would type."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from yuanba.web import nav

HUGE = 10**30
SURROGATE = "\ud800"
VALUES = {
    "int": ["0", "9999999", str(HUGE), "9" * 4999],
    "str": ["x", "\u202e\U00020000", "a" * 300, "%00", "9" * 4999],
    "slug": ["x", "a" * 300, "9" * 4999],
    "uuid": [],
    "proposal_kind": ["logo", "covenant"],
    "path": ["x001/067", "000.p/255", "..%2F..%2Fetc/passwd", "9" * 300, "%00"],
}
# What is posted into each field. 𬱖 stands beyond the BMP; ² is a digit that no number has.
NASTY: tuple[str, ...] = (
    "\x00", "9" * 5000, str(HUGE), "-1", "²", "--5", "字" * 10_000, "𬱖\u202e' OR 1=1 --", "2021-02-30", "1e999999", "NaN",
    "x,y\r\nSet-Cookie: a=b", "0", "9999-12-31",
)  # fmt: skip
ENDS_THE_WALK = {"/sign-out", "/me/close", "/me/devices/all"}


def ask_the_way_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The menu of each visitor is made once: it does not depend on the address, and takes half of a refusal's time."""
    made: dict[tuple[object, bool], list[nav.Link]] = {}
    links = nav.links

    def kept(request: HttpRequest) -> list[nav.Link]:
        key = (getattr(request.user, "pk", None), bool(request.session.get("second_factor")))
        return made[key] if key in made else made.setdefault(key, links(request))

    monkeypatch.setattr(nav, "links", kept)


def cursor(value: object, pk: object = 1, kind: str = "str") -> str:
    return base64.urlsafe_b64encode(json.dumps([kind, value, pk]).encode()).decode().rstrip("=")


NAMES = ("q", "state", "name", "premises", "since", "verb", "actor", "serial", "code", "kind", "place", "territory",
         "heap", "year", "on", "start", "notice", "category", "about", "made", "key", "community", "next")  # fmt: skip


def every(value: str) -> str:
    return "&".join(f"{name}={value}" for name in NAMES)


QUERIES = (
    "",
    every("%00"),
    every("%ED%A0%80"),
    every("9" * 4999),
    every(str(HUGE)),
    every("%C2%B2"),
    "since=2021-02-30&on=0000-00-00&serial=²&code=²-1&place=²&year=٢٠٢١",
    "since=0001-01-01&on=9999-12-31&year=9999",
    "since=9999-12-31&on=0001-01-01&year=0000",
)
CURSORS = (
    f"after={cursor('x')}",
    f"after={cursor(SURROGATE)}",
    f"after={cursor(None, 1, 'NoneType')}&sort=name",
    f"after={cursor('2026-01-01T00:00:00', HUGE, 'datetime')}",
    f"after={cursor('0001-01-01T00:00:00+14:00', 1, 'datetime')}",
    f"before={cursor(HUGE, HUGE, 'int')}&sort=title",
    f"before={cursor('9' * 5000, 1, 'Decimal')}&sort=-state",
    f"after={cursor([1])}&sort=-pk",
    f"after={base64.urlsafe_b64encode(b'[' * 3000).decode()}",
    "sort=person__phone&format=xlsx",
    f"place={HUGE}&territory={HUGE}&heap=x&next=//evil.example",
)


def patterns() -> list[str]:
    """Every address of the program, with its converters."""
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
    for number in range(5):
        text = pattern
        while "<" in text:
            start, end = text.index("<"), text.index(">")
            values = VALUES[text[start + 1 : end].partition(":")[0]]
            text = text[:start] + values[number % len(values)] + text[end + 1 :]
        if text not in made:
            made.append(text)
    return made


@dataclass
class Form:
    """A form of a page: its fields with what stands in them."""

    page: str
    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class Reader(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.links, self.forms = page, [], []
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(urljoin(self.page, given["href"]))
        elif tag == "form":
            action = urljoin(self.page, given.get("action") or self.page)
            self.forms.append(Form(self.page, action, given.get("method", "get").lower()))
        elif (self.forms and given.get("name")) or tag == "option":
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        if not self.forms:
            return
        if tag == "option":
            known = self.forms[-1].fields.get(self._select)
            if known is not None and given.get("value") and (not known or "selected" in given):
                known[:] = [given["value"]]
            return
        known = self.forms[-1].fields.setdefault(given["name"], [])
        self._select = given["name"] if tag == "select" else self._select
        self._area = given["name"] if tag == "textarea" else ""
        choice = given.get("type") in ("radio", "checkbox")
        if (
            tag in ("input", "button")
            and given.get("type") != "file"
            and (not known or (choice and "checked" in given))
        ):
            known[:] = [given.get("value", "on" if choice else "")]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].fields[self._area] = [data]
            self._area = ""


def route_of(path: str) -> str:
    """The pattern that the address belongs to; "" for none."""
    try:
        return resolve(urlsplit(path).path).route
    except (Resolver404, ValueError):
        return ""


def ours(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("/static")


@dataclass
class Walk:
    """What one browser found by following links: at most `each` pages of every address, and their forms."""

    client: Client
    each: int = 1
    broken: list[str] = field(default_factory=list)
    pages: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[tuple[str, str], Form] = field(default_factory=dict)
    posted: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, data: object = None) -> object:
        """One request whose changes are taken back, its cookies too. What falls over is noted."""
        cookies = {name: (one.value, dict(one)) for name, one in self.client.cookies.items()}
        for one in caches.all():
            one.clear()
        with transaction.atomic():
            response = (
                getattr(self.client, method)(path, data) if data is not None else getattr(self.client, method)(path)
            )
            content = b"" if response.streaming else response.content
            response.close()
            transaction.set_rollback(True)
        self.client.cookies.clear()
        for name, (value, attributes) in cookies.items():
            self.client.cookies[name] = value
            self.client.cookies[name].update(attributes)
        if response.status_code >= 500:
            told = f" {data!r}"[:300] if data is not None else ""
            self.broken.append(f"{method.upper()} {path[:200]}{told}")
        return response, content

    def crawl(self, *starts: str) -> None:
        """Pages that can be reached by links from `starts`."""
        waiting, seen = list(starts), set(starts)
        while waiting:
            path = waiting.pop(0)
            known = self.pages.setdefault(route_of(path), [])
            if len(known) >= self.each or (not route_of(path) and path != "/"):
                continue
            known.append(path)
            response, content = self.ask("get", path)
            if response.status_code in (301, 302) and ours(response.headers["Location"]):
                waiting.append(response.headers["Location"])
            if "html" not in response.headers.get("Content-Type", ""):
                continue
            reader = Reader(path)
            reader.feed(content.decode())
            for one in reader.forms:
                names = ",".join(sorted(one.fields))
                self.forms.setdefault((f"{one.method} {route_of(one.action)}", names), one)
            for link in reader.links:
                plain = link.partition("#")[0]
                if ours(plain) and plain not in seen:
                    seen.add(plain)
                    waiting.append(plain)

    def post_nasty(self) -> None:
        """Every form, every field in turn with every nasty value beside what stood in the others, then all at once."""
        for (_key, _names), form in self.forms.items():
            if form.method != "post" or urlsplit(form.action).path in ENDS_THE_WALK:
                continue
            for data in spoilt(form):
                self.ask("post", form.action, data)
            self.posted.append(route_of(form.action))


def spoilt(form: Form) -> Iterator[dict[str, list[str]]]:
    """The form's values, each field spoilt in turn, twice over where one value is expected, and all spoilt at once."""
    names = [name for name in form.fields if name not in ("csrfmiddlewaretoken", "request_key")]
    for number, name in enumerate(names):
        for place in range(2):  # together they get all of them
            value = NASTY[(number * 2 + place) % len(NASTY)]
            yield {**form.fields, name: [value]}
        yield {**form.fields, name: [*(form.fields[name] or ["1"]), "2"]}
    for value in NASTY:
        yield {**form.fields, **{name: [value] for name in names}}
    yield {name: [NASTY[-1], NASTY[1]] for name in form.fields}
    yield {}
