"""A page's request as its account sent it, made by the worker: without a browser, and without a network."""

from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import resolve

from yuanba.files.models import Export
from yuanba.kernel.verdict import YES
from yuanba.people.models import Account
from yuanba.people.queries import actor_for


class AskedAgain(HttpRequest):
    """What a door and a page read of a request: who asks, from where, for what. A page that gives a file reads no more.

    It knows that it is asked by the worker (`export`), and by whom as of `now`: what the account lost meanwhile, it
    does not hold. Raises Account.DoesNotExist for an account that is locked or closed.
    """

    def __init__(self, export: Export, now: datetime) -> None:
        super().__init__()
        facts: dict[str, Any] = export.facts
        path, _, query = export.address.partition("?")
        self.export = export
        self.is_https = bool(facts.get("secure"))
        self.method = "GET"
        self.path = self.path_info = unquote(path)
        self.GET = QueryDict(query)
        self.META = {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "HTTP_HOST": str(facts.get("host", "localhost"))}
        self.LANGUAGE_CODE = str(facts.get("language") or settings.LANGUAGE_CODE)
        self.elder = False
        account = Account.objects.get(pk=int(export.owner.removeprefix("account:")), is_active=True)
        self.user = account  # type: ignore[assignment]
        self.actor = actor_for(account, now)
        self.session = {"label": facts.get("label", ""), "second_factor": bool(facts.get("second_factor"))}  # type: ignore[assignment]
        self.signed_out = YES
        self.resolver_match = resolve(self.path_info)

    def _get_scheme(self) -> str:
        return "https" if self.is_https else "http"
