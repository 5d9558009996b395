"""The signed-in browser: begun by the sign-in pages, ended by its person, by idleness, or from another device."""

from django.conf import settings
from django.contrib import auth
from django.core.cache import cache
from django.http import HttpRequest

from yuanba.ballots.actions import end_tickets
from yuanba.kernel.verdict import YES, Verdict
from yuanba.people import actions, queries
from yuanba.people.models import Account
from yuanba.web import clock

# Addresses whose proof is in the form: they ask for no session, so that casting a vote takes six statements and no more.
WITHOUT_SESSION = frozenset({"/cast"})
BACKEND = "django.contrib.auth.backends.ModelBackend"
TOUCH_SECONDS = 60  # "seen" is written at most once a minute, so that reading pages writes next to nothing


def begin(request: HttpRequest, account: Account, *, label: str, second_factor: bool = False) -> None:
    """The browser is signed in as `account`; `label` ("王** · 社治办") stands in the header of every page.

    A new session key is taken, what was typed before signing in is kept, and the device joins the person's list.
    """
    auth.login(request, account, backend=BACKEND)
    request.session.set_expiry(None)  # the short life of a visitor's session is over
    if request.session.session_key is None:
        request.session.cycle_key()
    actions.start_session(
        account=account,
        session_key=str(request.session.session_key),
        label=device(request),
        now=clock.now(),
        second_factor=second_factor,
    )
    remember(request, account, label=label, second_factor=second_factor)


def remember(request: HttpRequest, account: Account, *, label: str, second_factor: bool) -> None:
    """What the browser's session holds of its account."""
    request.session["second_factor"] = second_factor
    request.session["label"] = label
    request.session["epoch"] = account.session_epoch


def device(request: HttpRequest) -> str:
    """The browser in a few words ("Android · WeChat"), for the person's own list of devices."""
    agent = request.headers.get("User-Agent", "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    return " · ".join(word for word in (system, browser) if word) or "?"


SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
           ("HarmonyOS", "HarmonyOS"), ("Linux", "Linux"))  # fmt: skip
BROWSERS = (("MicroMessenger", "WeChat"), ("AlipayClient", "Alipay"), ("Edg/", "Edge"), ("Firefox/", "Firefox"),
            ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip


def end(request: HttpRequest) -> None:
    """The browser is signed out, its session emptied, and no ticket to vote that it was given is good any more."""
    if request.user.is_authenticated and request.user.person_id is not None:
        end_tickets(person_id=request.user.person_id, now=clock.now())
    if request.session.session_key:
        actions.end_session(session_key=request.session.session_key, now=clock.now())
    auth.logout(request)


def has_second_factor(request: HttpRequest) -> bool:
    return bool(request.session.get("second_factor"))


def has_session(request: HttpRequest) -> bool:
    """True if somebody is signed in; asks nothing for browsers without a session and for WITHOUT_SESSION."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path_info in WITHOUT_SESSION:
        return False
    return bool(request.user.is_authenticated)


def check(request: HttpRequest) -> Verdict:
    """A browser that was idle too long, or signed out from elsewhere, is signed out here; one in use is marked as seen.

    Asks nothing for browsers without a session.
    """
    if not has_session(request):
        return YES
    key, now = str(request.session.session_key), clock.now()
    verdict = queries.session_state(
        account=request.user, session_key=key, epoch=int(request.session.get("epoch", -1)), now=now
    )
    if not verdict:
        request.left_account_id = request.user.pk  # type: ignore[attr-defined]
        end(request)
    elif cache.add(f"seen:{key}", True, TOUCH_SECONDS):
        actions.touch_session(session_key=key, now=now)
    return verdict
