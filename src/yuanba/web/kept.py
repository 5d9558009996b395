"""Pages that are the same for everybody are made once for a few seconds: the first minute of a vote brings thousands.

Only for views without a form of their own and without anything about the visitor. Whoever is signed in, or has a
message waiting, always gets a page of their own; nothing is invalidated, because nothing lives long.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase

View = Callable[..., HttpResponseBase]
OWN_COOKIES = ("messages",)  # what a visitor is told once


def for_everybody(view: View) -> View:
    """The page stands for PAGE_SECONDS, per address, language and letter size. Worn inside the door."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.PAGE_SECONDS or not _is_anybody(request):
            return view(request, *args, **kwargs)
        kept, key = caches["pages"], _key(request)
        found = kept.get(key)
        if found is not None:
            content, content_type = found
            return HttpResponse(content, content_type=content_type)
        response = view(request, *args, **kwargs)
        if _may_be_kept(request, response):
            kept.set(key, (response.content, response.headers["Content-Type"]), settings.PAGE_SECONDS)  # type: ignore[attr-defined]
        return response

    return answered


def _is_anybody(request: HttpRequest) -> bool:
    own = (settings.SESSION_COOKIE_NAME, *OWN_COOKIES)
    return request.method == "GET" and not any(request.COOKIES.get(name) for name in own)


def _key(request: HttpRequest) -> str:
    """By what a page for anybody depends on. The host stands in absolute addresses."""
    elder = "elder" if getattr(request, "elder", False) else ""
    said = "\n".join((request.get_host(), request.LANGUAGE_CODE, elder, request.get_full_path()))
    return hashlib.sha256(said.encode()).hexdigest()


def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A whole page, without a cookie and without a form's token."""
    plain = isinstance(response, HttpResponse) and response.status_code == 200 and not response.cookies
    return plain and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
