"""How the platform speaks to issuers and urn: over HTTP, or straight to the objects in simulations and tests."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from yuanba.ballots.secret.issuer import Issuer, IssuerRefuses
from yuanba.ballots.secret.urn import Urn

PATIENCE_SECONDS = 20


class Silent(Exception):
    """A service did not answer; ask again later."""


class IssuerPort(Protocol):
    def ask(self, permit: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """Raises IssuerRefuses, Silent."""
        ...


class UrnPort(Protocol):
    """Every method raises Silent."""

    def offer(self) -> dict[str, str]: ...

    def batch(self, ballot: str, number: int) -> list[str] | None: ...

    def closed(self, ballot: str, now: datetime) -> dict[str, Any] | None: ...

    def papers(self, ballot: str) -> Iterator[bytes]: ...


class HttpIssuer:
    """An issuer at an address. `now` is its own affair there."""

    def __init__(self, address: str) -> None:
        self.address = address

    def ask(self, permit: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        status, body = _asked(f"{self.address}/ask", json.dumps(permit).encode())
        document = _read(body)
        if status == 409:
            raise IssuerRefuses(str(document.get("error", "permit")))
        if status != 200:
            raise Silent(f"{self.address}: {status}")
        return document


class HttpUrn:
    """The urn at an address; the platform may reach it by another one than voters do."""

    def __init__(self, address: str) -> None:
        self.address = address

    def offer(self) -> dict[str, str]:
        return {name: str(value) for name, value in (self._get("/offer") or {}).items()}

    def batch(self, ballot: str, number: int) -> list[str] | None:
        found = self._get(f"/batches/{_number(ballot)}/{number}")
        return None if found is None else list(found["hashes"])

    def closed(self, ballot: str, now: datetime) -> dict[str, Any] | None:
        found = self._get(f"/closed/{_number(ballot)}")
        return None if found is None else dict(found["statement"])

    def papers(self, ballot: str) -> Iterator[bytes]:
        status, body = _asked(f"{self.address}/papers/{_number(ballot)}")
        if status != 200:
            raise Silent(f"{self.address}: {status}")
        yield from body.splitlines()

    def _get(self, path: str) -> dict[str, Any] | None:
        """The document, None for 404."""
        status, body = _asked(self.address + path)
        if status == 404:
            return None
        if status != 200:
            raise Silent(f"{self.address}: {status}")
        return _read(body)


class NearUrn:
    """The urn in this very process."""

    def __init__(self, own: Urn) -> None:
        self.urn = own

    def offer(self) -> dict[str, str]:
        return self.urn.offer()

    def batch(self, ballot: str, number: int) -> list[str] | None:
        return self.urn.batch(ballot, number)

    def closed(self, ballot: str, now: datetime) -> dict[str, Any] | None:
        if not self.urn.is_ready(ballot, now):
            self.urn.learn(ballot, now)
        return self.urn.closed(ballot, now)

    def papers(self, ballot: str) -> Iterator[bytes]:
        return self.urn.papers(ballot)


def near_issuer(own: Issuer) -> IssuerPort:
    return own


def _number(ballot: str) -> str:
    return ballot.removeprefix("ballot:")


def _asked(address: str, body: bytes | None = None) -> tuple[int, bytes]:
    """Status and body. Raises Silent."""
    if not address.startswith(("https://", "http://")):
        raise Silent(f"{address} is no web address")
    request = urllib.request.Request(address, data=body, headers={"Content-Type": "application/json"})  # noqa: S310 -- checked
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 -- checked
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read(10_000)
    except OSError as error:
        raise Silent(f"{address}: {error}") from error


def _read(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except ValueError as error:
        raise Silent("an answer that is no JSON") from error
    if not isinstance(document, dict):
        raise Silent("an answer that is no object")
    return document
