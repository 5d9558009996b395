"""The signed-in browser: begun by the sign-in pages, ended by the person, by idleness, or by revocation."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest

from yuanba.people.models import Account
from yuanba.web import clock

BACKEND = "django.contrib.auth.backends.ModelBackend"
TOUCH_SECONDS = 60  # the row is rewritten at most once a minute


def begin(request: HttpRequest, account: Account, *, second_factor: bool, label: str) -> None:
    """The browser is signed in as `account`; `label` ("王** · 社治办") stands in the header of every page."""
    auth.login(request, account, backend=BACKEND)
    request.session["second_factor"] = second_factor
    request.session["label"] = label
    request.session["seen_at"] = clock.now().isoformat()


def end(request: HttpRequest) -> None:
    """The browser is signed out and its session emptied."""
    auth.logout(request)


def has_second_factor(request: HttpRequest) -> bool:
    return bool(request.session.get("second_factor"))


def allowance(request: HttpRequest) -> timedelta:
    """How long a browser may lie idle: minutes for staff, days for residents. Source: C-011, idle logout."""
    return settings.IDLE_STAFF if has_second_factor(request) else settings.IDLE_RESIDENT


def check_idleness(request: HttpRequest, now: datetime) -> None:
    """A browser idle for too long is signed out; one in use is marked as seen."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or auth.SESSION_KEY not in request.session:
        return
    seen_at = datetime.fromisoformat(request.session.get("seen_at", now.isoformat()))
    if now - seen_at > allowance(request):
        end(request)
    elif "seen_at" not in request.session or now - seen_at > timedelta(seconds=TOUCH_SECONDS):
        request.session["seen_at"] = now.isoformat()
