"""What browsers send, made fit before any page reads it; and the one way to read a number from it.

No text holds a NUL: PostgreSQL keeps none, and nobody types one. It comes in from broken programs and from people who
try doors, so it is taken out wherever a browser may send text. A whole number of a thousand digits is refused.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from yuanba.web import errors

Next = Callable[[HttpRequest], HttpResponse]

LARGEST = 2**63 - 1  # of a key in both databases
MOST_DIGITS = 64  # of a word that is nothing but digits: the longest account numbers have half of it
MOST_BYTES_VISITOR = 25_000_000  # a visitor's largest upload is the file of an objection: 20 MB
FIRST_YEAR, LAST_YEAR = 1900, 2200
NUL = "\0"


def whole(text: object, most: int = LARGEST) -> int | None:
    """The whole number from 0 to `most` that was sent; None for whatever else (empty, signs, ², too large)."""
    said = str(text or "").strip()
    if not said.isascii() or not said.isdecimal() or len(said) > len(str(LARGEST)):
        return None
    number = int(said)
    return number if number <= most else None


def day(text: object) -> date | None:
    """The day that was sent as 2026-11-20, in years that a register may speak of; None for whatever else."""
    try:
        found = date.fromisoformat(str(text or "").strip())
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


class Fit:
    """Middleware: cookies, addresses, fields and file names hold no NUL, and no number is endless.

    Stands before the session, whose key is a cookie. Posted fields are read when a view was found for them.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any(NUL in one for pair in request.COOKIES.items() for one in pair):
            request.COOKIES = {name: one for name, one in request.COOKIES.items() if NUL not in name + one}
        if "%00" in request.META.get("QUERY_STRING", "") or NUL in request.META.get("QUERY_STRING", ""):
            request.GET = without_nul(request.GET)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Raises Http404 for an address that no row can have, BadRequest for a number that nobody means.

        What is too large is not read at all.
        """
        if too_large(request):
            return errors.too_large(request)
        if any(impossible(value) for value in kwargs.values()):
            raise Http404
        if request.method == "POST":
            if any(NUL in one for name, values in request.POST.lists() for one in (name, *values)):
                request.POST = without_nul(request.POST)
            for uploaded in (one for _name, several in request.FILES.lists() for one in several):
                uploaded.name = (uploaded.name or "").replace(NUL, "") or "-"
        if any(endless(one) for sent in (request.GET, request.POST) for _name, many in sent.lists() for one in many):
            raise BadRequest("a number without end")
        return None


def too_large(request: HttpRequest) -> bool:
    """True for more bytes than any form of ours takes: a stranger must not fill the disk before a page can say no."""
    length = whole(request.META.get("CONTENT_LENGTH")) or 0
    if length <= MOST_BYTES_VISITOR:
        return False
    return length > settings.REQUEST_BYTES or not request.user.is_authenticated


def impossible(value: object) -> bool:
    """True for a key beyond the databases' numbers and for a word with a NUL."""
    return (isinstance(value, int) and value > LARGEST) or (isinstance(value, str) and NUL in value)


def endless(text: str) -> bool:
    """True for more digits than any number that people write has."""
    return len(text) > MOST_DIGITS and text.strip().lstrip("+-").isdecimal()


def without_nul(sent: QueryDict) -> QueryDict:
    """The same fields and values, their NULs taken out."""
    fit = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        fit.setlist(name.replace(NUL, ""), [one.replace(NUL, "") for one in values])
    fit._mutable = False
    return fit
