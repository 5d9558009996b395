"""Every way into the house has a door, and the code behind it keeps to its floor."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

NAMED = re.compile(r"anyone|signed_in|resident|staff|holding:[a-z_]+\.[a-z_]+")


def routes(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback


ROUTES = list(routes(get_resolver().url_patterns))


def test_there_are_routes() -> None:
    assert len(ROUTES) > 5


@pytest.mark.parametrize(("route", "view"), ROUTES, ids=[route or "/" for route, _ in ROUTES])
def test_every_route_names_its_door(route: str, view: Any) -> None:
    assert NAMED.fullmatch(getattr(view, "door", "")), f"/{route} has no door"
