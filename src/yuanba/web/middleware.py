"""What happens around every page: preferences, idleness, who acts, refusals in words, and plain headers."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused
from yuanba.people.queries import actor_for
from yuanba.web import clock, errors, sessions
from yuanba.web.refusals import explain

Next = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger("yuanba.web")
ANYONE = Actor(id="anyone")
LANGUAGE_COOKIE = "language"
ELDER_COOKIE = "elder"
PERMISSIONS = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


def preferences(get_response: Next) -> Next:
    """The page speaks the chosen language (Chinese unless chosen) and is as large as chosen."""

    def handle(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        request.elder = request.COOKIES.get(ELDER_COOKIE) == "1"  # type: ignore[attr-defined]
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response

    return handle


def headers(get_response: Next) -> Next:
    """Headers that no page sets itself: what a browser may use, and that personal pages are stored nowhere."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not settings.FRAME_ANCESTORS:
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        if hasattr(request, "user") and sessions.has_session(request):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return handle


def actor(get_response: Next) -> Next:
    """A browser whose session is over is signed out; `request.actor` is whoever acts, looked up when first asked for."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.signed_out = sessions.check(request)  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: who_acts(request))  # type: ignore[attr-defined]
        return get_response(request)

    return handle


def who_acts(request: HttpRequest) -> Actor:
    """The signed-in account's actor, or ANYONE."""
    return actor_for(request.user, clock.now()) if request.user.is_authenticated else ANYONE


class Refusals:
    """A Refused that a view lets through becomes a page (or, for htmx, a fragment) that explains it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return errors.not_allowed(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return errors.refused(request, explain(exception.verdict))
        if isinstance(exception, ObjectDoesNotExist) and request.resolver_match and request.resolver_match.kwargs:
            log.warning("nothing at %s: %s", request.path, exception)  # a guessed id, or a link that outlived its row
            return errors.not_found(request, exception)
        return None  # whatever else goes wrong stays loud
