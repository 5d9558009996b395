"""The cast lane: one WSGI function in front of Django, for POST to one path, that knows only how a vote succeeds.

It reads a plain form, casts by the group commit, and redirects to the receipt as the view does. Whatever is not that
(another method or path, an odd form, a refusal) goes on to Django untouched, whose view `voter.cast` says what is wrong;
casting the same sheet twice is casting it once. Like a view it has a door: anyone, for the ticket is the proof.
"""

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from urllib.parse import unquote_plus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import Error, close_old_connections
from django.http.cookie import parse_cookie
from django.urls import reverse

from yuanba.ballots import actions
from yuanba.ballots.sealing import ticket_ballot
from yuanba.kernel.verdict import Refused
from yuanba.web import clock
from yuanba.web.ballots import choosing, voter
from yuanba.web.sent import whole

PATH = f"/{voter.CAST}"
FORM = "application/x-www-form-urlencoded"
MOST_BYTES = 65_535  # Source: docs/reference/ballots.md, "Bytes and logs": no paper has more
MOST_KEPT = 80  # characters of a name that is kept; tickets are longer and never come again
MOST_FIELDS = 1_000  # as Django's own limit (DATA_UPLOAD_MAX_NUMBER_FIELDS)
# A redirect is read by no page; these are for whoever reads headers, and the same as the view's.
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", "0"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]


def in_front_of(application: WSGIApplication) -> WSGIApplication:
    """The application with the lane before it."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "POST":
            return application(environ, start_response)
        length = whole(environ.get("CONTENT_LENGTH"), most=MOST_BYTES)
        if length is None or not environ.get("CONTENT_TYPE", "").startswith(FORM):
            return application(environ, start_response)
        body = environ["wsgi.input"].read(length)
        ballot_id = cast(environ, body)
        if ballot_id is None:
            return application({**environ, "wsgi.input": BytesIO(body)}, start_response)
        start_response("302 Found", [("Location", receipt_of(ballot_id)), *HEADERS])
        return [b""]

    return serve


in_front_of.door = "anyone"  # type: ignore[attr-defined]


def cast(environ: WSGIEnvironment, body: bytes) -> int | None:
    """The ballot, if the vote in this form is cast, now or before; None for all else."""
    pairs = _pairs(body)
    if pairs is None:
        return None
    named = dict(pairs)
    ticket, seen = named.get("ticket", ""), named.get("seen", "")
    try:
        signals = voter.signals(environ, parse_cookie(environ.get("HTTP_COOKIE", "")), ticket=ticket, seen=seen)
        now, choices = clock.now(), _choices(pairs)
        actions.cast_together(ticket=ticket, choices=choices, channel="PHONE", now=now, signals=signals)
        return ticket_ballot(ticket)
    except Refused:
        return None
    except Error:
        close_old_connections()  # only Django's own requests do so; a lost connection would stay with this thread
        return None


def _choices(pairs: list[tuple[str, str]]) -> choosing.Choices:
    choices: choosing.Choices = {}
    for name, value in pairs:
        if name.startswith(choosing.FIELD):
            chosen = choices.setdefault(name.removeprefix(choosing.FIELD), [])
            if value:
                chosen.append(value)
    return choices


def _pairs(body: bytes) -> list[tuple[str, str]] | None:
    """(name, value) of every field of a form; None for other bytes, other text, too many fields."""
    if body.count(b"&") >= MOST_FIELDS:
        return None
    try:
        fields = body.decode("ascii").split("&")
        return [(_plain(name), _plain(value)) for name, _, value in (one.partition("=") for one in fields)]
    except ValueError:
        return None


def _plain(text: str) -> str:
    """What a browser wrote into a form. Raises UnicodeDecodeError."""
    if "%" not in text and "+" not in text:
        return text
    return _unquoted(text) if len(text) < MOST_KEPT else unquote_plus(text, errors="strict")


@lru_cache(maxsize=4096)  # names of items and options come with every vote
def _unquoted(text: str) -> str:
    return unquote_plus(text, errors="strict")


@lru_cache(maxsize=64)
def receipt_of(ballot_id: int) -> str:
    return reverse("ballots:receipt", args=[ballot_id], urlconf=settings.ROOT_URLCONF)
