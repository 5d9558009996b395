"""What somebody typed survives a session that ran out: it waits for an hour until the page opens again.

The server keeps it encrypted, and the key is a cookie of the browser: whoever reads the database reads nothing. If it is
known who was signed in, nobody else on the same phone gets it.
"""

import base64
import binascii
import os
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from yuanba.web import clock

LIMIT = 64 * 1024  # characters of one kept form
LIFE = timedelta(hours=1)  # of a form that waits, and of a session in which nobody is signed in
KEY_COOKIE = "draft_key"
KEPT = "kept_form"
NONCE_BYTES = 12  # Source: NIST SP 800-38D 8.2.1: 96-bit nonces
SECRETS = {"csrfmiddlewaretoken", "request_key", "password", "code", "totp", "id_number", "payee_number"} | {
    "old_password", "new_password", "password_again", "old_code", "ticket", "seen",
}  # fmt: skip


def page_of(request: HttpRequest) -> str:
    """The address of the page whose form was sent: the referring page of this site, else the form's own target."""
    referrer = urlsplit(request.META.get("HTTP_REFERER", ""))
    if referrer.netloc == request.get_host() and referrer.path:
        return referrer.path + (f"?{referrer.query}" if referrer.query else "")
    return request.path


def keep(request: HttpRequest) -> str:
    """The sent fields (never secrets, never files) wait for their page; returns that page's address.

    Whoever answers hands the key to the browser: `give_key`.
    """
    page = page_of(request)
    values = request.POST.copy()
    for name in SECRETS & values.keys():
        del values[name]
    encoded = values.urlencode()
    if len(encoded) <= LIMIT:
        key, nonce = AESGCM.generate_key(256), os.urandom(NONCE_BYTES)
        sealed = nonce + AESGCM(key).encrypt(nonce, encoded.encode(), page.encode())
        request.session[KEPT] = {
            "page": page,
            "sealed": base64.b64encode(sealed).decode(),
            "owner": getattr(request, "left_account_id", None),
            "until": (clock.now() + LIFE).isoformat(),
        }
        request.draft_key = base64.urlsafe_b64encode(key).decode()  # type: ignore[attr-defined]
        shorten(request)
    return page


def give_key(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The browser gets the key of what it just sent; nobody else has it."""
    key = getattr(request, "draft_key", "")
    if key:
        answer.set_cookie(
            KEY_COOKIE, key, max_age=int(LIFE.total_seconds()), httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return answer


def take(request: HttpRequest) -> QueryDict | None:
    """What waits for this page, once; None if nothing does."""
    kept = request.session.get(KEPT)
    if not kept or kept.get("page") != request.get_full_path():
        return None
    del request.session[KEPT]
    owner = kept.get("owner")
    is_over = clock.now() >= datetime.fromisoformat(kept["until"])
    if is_over or (owner is not None and owner != request.user.pk):
        return None
    encoded = _opened(kept["sealed"], request.COOKIES.get(KEY_COOKIE, ""), kept["page"])
    return None if encoded is None else QueryDict(encoded)


def shorten(request: HttpRequest) -> None:
    """A session in which nobody is signed in is soon over."""
    if not request.user.is_authenticated:
        request.session.set_expiry(int(LIFE.total_seconds()))


def _opened(sealed: str, key: str, page: str) -> str | None:
    """The fields again; None without the browser's key."""
    try:
        raw = base64.b64decode(sealed)
        box = AESGCM(base64.urlsafe_b64decode(key))
        return box.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], page.encode()).decode()
    except (InvalidTag, ValueError, binascii.Error):
        return None
