"""The two services as ASGI applications, for granian with one worker: `urn_application` and `issuer_application`.

Nothing about a request is kept or printed: no address, no time, no body. Where they live and whom they serve stands in
the environment that `yuanba urn` and `yuanba issuer` write.
"""

import asyncio
import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from yuanba.ballots.secret import papers, published, urn
from yuanba.ballots.secret.issuer import Issuer, IssuerRefuses
from yuanba.ballots.secret.urn import Answer, Urn

PATIENCE_SECONDS = 20
MOST_FETCHED = 64 * 1024 * 1024
ROUND_SECONDS = 1.0
FOLDER, SITE, KEY, NAME = "YUANBA_SERVICE_FOLDER", "YUANBA_SERVICE_SITE", "YUANBA_SERVICE_KEY", "YUANBA_SERVICE_NAME"
HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-headers", b"content-type"),
    (b"access-control-allow-methods", b"GET, POST"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]
LOOK = re.compile(r"/papers/(\d{1,18})/([0-9a-f]{64})")
BATCH = re.compile(r"/batches/(\d{1,18})/(\d{1,9})")
ALL = re.compile(r"/(closed|papers)/(\d{1,18})")
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Page = tuple[int, bytes]


class Service:
    """An ASGI application that answers JSON; `round` runs every second, `stop` at the end."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            status, body = await self._page(scope, receive)
            length = (b"content-length", str(len(body)).encode())
            await send({"type": "http.response.start", "status": status, "headers": [*HEADERS, length]})
            await send({"type": "http.response.body", "body": body})

    async def answer(self, method: str, path: str, body: bytes) -> Page:
        raise NotImplementedError

    def round(self) -> None:
        """What is due is done."""

    def stop(self) -> None:
        """The process ends."""

    async def _page(self, scope: Scope, receive: Receive) -> Page:
        if scope["method"] == "OPTIONS":
            return 204, b""
        body = await _body(receive)
        if body is None:
            return told(400, {"error": "form"})
        return await self.answer(scope["method"], scope["path"], body)

    async def _live(self, receive: Receive, send: Send) -> None:
        beat: asyncio.Task[None] | None = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                beat = asyncio.create_task(self._beat())
                await send({"type": "lifespan.startup.complete"})
            else:
                if beat is not None:
                    beat.cancel()
                self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(ROUND_SECONDS)
            self.round()


class UrnService(Service):
    """The urn's addresses: docs/reference/secret-ballots.md, "Urn"; and those of the platform, which asks for batches."""

    def __init__(self, own: Urn, clock: Callable[[], datetime]) -> None:
        self.urn, self.clock = own, clock

    def round(self) -> None:
        self.urn.due(self.clock())

    def stop(self) -> None:
        self.urn.stop()

    async def answer(self, method: str, path: str, body: bytes) -> Page:
        if path == "/offer":
            return told(200, self.urn.offer())
        if (method, path) == ("POST", "/cast"):
            name = urn.ballot_of(body)
            return await self._about(name, lambda: self.urn.cast(body, self.clock())) if name else told(400, NO_FORM)
        if found := LOOK.fullmatch(path):
            name, key_hash = f"ballot:{int(found[1])}", found[2]
            return await self._about(name, lambda: self.urn.look(name, key_hash))
        if found := BATCH.fullmatch(path):
            name, number = f"ballot:{int(found[1])}", int(found[2])
            return await self._about(name, lambda: _or_not(self.urn.batch(name, number), "hashes"))
        if found := ALL.fullmatch(path):
            name = f"ballot:{int(found[2])}"
            if found[1] == "closed":
                return await self._about(name, lambda: _or_not(self.urn.closed(name, self.clock()), "statement"))
            return 200, b"".join(paper + b"\n" for paper in self.urn.papers(name))
        return told(404, {"error": "no_page"})

    async def _about(self, ballot: str, do: Callable[[], Answer]) -> Page:
        """The answer about a ballot, whose terms are fetched first where they are not known; others need not wait."""
        now = self.clock()
        if not self.urn.is_ready(ballot, now):
            try:
                await asyncio.get_running_loop().run_in_executor(None, self.urn.learn, ballot, now)
            except (published.NotPublished, ValueError):
                return told(404, {"error": "no_ballot"})
            except OSError:
                return told(503, {"error": "busy"})
        return told(*do())


class IssuerService(Service):
    """An issuer's one address: POST /ask with a permit."""

    def __init__(self, own: Issuer, clock: Callable[[], datetime]) -> None:
        self.issuer, self.clock = own, clock

    async def answer(self, method: str, path: str, body: bytes) -> Page:
        if (method, path) != ("POST", "/ask"):
            return told(404, {"error": "no_page"})
        try:
            permit = json.loads(body)
        except (ValueError, RecursionError):
            return told(400, NO_FORM)
        try:
            loop = asyncio.get_running_loop()
            return told(200, await loop.run_in_executor(None, self.issuer.ask, permit, self.clock()))
        except IssuerRefuses as why:
            return told(409, {"error": why.code})


NO_FORM = {"error": "form"}


def told(status: int, document: dict[str, Any]) -> Page:
    return status, json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


def _or_not(found: Any, name: str) -> Answer:
    return (404, {"error": "not_yet"}) if found is None else (200, {name: found})


async def _body(receive: Receive) -> bytes | None:
    """What was sent; None if it is longer than any paper."""
    data, is_more = b"", True
    while is_more and len(data) <= papers.LIMIT_BYTES:
        message = await receive()
        data += message.get("body", b"")
        is_more = message.get("more_body", False)
    return data if len(data) <= papers.LIMIT_BYTES else None


def fetcher(site: str) -> Callable[[str], bytes]:
    """Asks the platform at this address."""
    if not site.startswith(("https://", "http://")):
        raise ValueError(f"{site} is no web address")

    def fetch(path: str) -> bytes:
        """Raises ValueError for what the platform does not have, OSError if it does not answer."""
        try:
            with urllib.request.urlopen(site.rstrip("/") + path, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 -- checked
                data: bytes = answer.read(MOST_FETCHED)
        except urllib.error.HTTPError as error:
            if error.code < 500:
                raise ValueError(f"{path}: {error.code}") from error
            raise
        return data

    return fetch


def clock() -> datetime:
    """This machine's time, and for a demonstration that lives in another week so many seconds more."""
    return datetime.fromtimestamp(datetime.now(UTC).timestamp() + int(os.environ.get("YUANBA_CLOCK_SHIFT", "0")), UTC)


def urn_application() -> UrnService:
    """For granian --factory."""
    given = os.environ
    return UrnService(Urn(Path(given[FOLDER]), register_key=given[KEY], fetch=fetcher(given[SITE])), clock)


def issuer_application() -> IssuerService:
    """For granian --factory."""
    given = os.environ
    own = Issuer(Path(given[FOLDER]), name=given[NAME], register_key=given[KEY], fetch=fetcher(given[SITE]))
    return IssuerService(own, clock)
