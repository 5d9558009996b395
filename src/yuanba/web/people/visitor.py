"""Who stands before the door: the address that limits are counted by, and what is kept between two steps of signing in."""

import ipaddress
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_mobile, mask_name
from yuanba.people.models import Account
from yuanba.people.queries import appointments_at
from yuanba.web import clock, drafts
from yuanba.web.middleware import ELDER_COOKIE, LANGUAGE_COOKIE

STEP_LIFE = timedelta(minutes=15)  # between the password and the code of the second factor
WAITING = "signing_in"
TICKET = "code_ticket"


HOME_BITS = 64  # Source: RFC 6177: a home gets at least a /64 of IPv6, so that one device has 2^64 addresses


def address(request: HttpRequest) -> str:
    """The visitor's network address; behind the deployment's own proxy the last one that the proxy wrote.

    Of IPv6 the network of the home: whoever changes the rest is still the same sender.
    """
    return address_in(request.META)


def address_in(environ: Mapping[str, str]) -> str:
    """As address, from a request's WSGI environment."""
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return network(forwarded.rsplit(",", 1)[-1].strip())
    return network(str(environ.get("REMOTE_ADDR", "")))


@lru_cache(maxsize=4096)
def network(text: str) -> str:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return text[:80]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found), HOME_BITS), strict=False))
    return str(found)


def target(request: HttpRequest, asked: str, default: str = "/") -> str:
    """Where to go after signing in: the asked page if it is ours."""
    return asked if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else default


def wait(request: HttpRequest, **facts: str | int | bool) -> None:
    """What is known so far is kept in the browser's session; never a password, never a code."""
    request.session[WAITING] = {**request.session.get(WAITING, {}), **facts, "at": clock.now().isoformat()}
    drafts.shorten(request)


def ticket(request: HttpRequest) -> str:
    """The secret of this browser that its sign-in codes are bound to."""
    if TICKET not in request.session:
        request.session[TICKET] = secrets.token_urlsafe(16)
    return str(request.session[TICKET])


def start(request: HttpRequest, **facts: str | int | bool) -> None:
    request.session.pop(WAITING, None)
    wait(request, **facts)


def waiting(request: HttpRequest, fact: str) -> dict[str, str | int | bool] | None:
    """What waits, if it is fresh and holds `fact` ("phone" of a resident, "account_id" of staff)."""
    kept = request.session.get(WAITING)
    if not kept or fact not in kept or clock.now() - datetime.fromisoformat(kept["at"]) > STEP_LIFE:
        return None
    return dict(kept)


def done(request: HttpRequest) -> None:
    request.session.pop(WAITING, None)


def label(account: Account) -> str:
    """How the header names somebody: 王** · 长堤社区, or the masked phone of an account that no roll knows yet."""
    if account.person is None:
        return mask_mobile(account.phone) if account.phone else account.login
    name = mask_name(account.person.name)
    if not account.is_staff_account:
        return name
    posts = appointments_at(local_date(clock.now())).filter(person_id=account.person_id)
    served = posts.order_by("pk").first()
    return f"{name} · {served.organisation.name}" if served else name


def keep_choice(answer: HttpResponse, cookie: str, value: str) -> None:
    """The browser remembers how somebody reads."""
    answer.set_cookie(
        cookie,
        value,
        max_age=int(timedelta(days=365).total_seconds()),
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )


def reads_as_chosen(answer: HttpResponse, account: Account) -> HttpResponse:
    """A new device shows pages as the account prefers them; what the browser chose stays where nothing is preferred."""
    if account.elder_mode:
        keep_choice(answer, ELDER_COOKIE, "1")
    if account.language != settings.LANGUAGE_CODE:
        keep_choice(answer, LANGUAGE_COOKIE, account.language)
    return answer
