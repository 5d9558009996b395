"""System checks that refuse an unsafe deployment at its start, each with what to do about it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Critical, Error, Warning

SHORTEST_KEY, FEWEST_SIGNS = (
    50,
    10,
)  # Source: Django's deployment check W009 asks for 50 characters, 5 of them different
KNOWN_KEYS = ("django-insecure", "only-for-tests", "change", "secret", "example")
LOCAL = {"localhost", "127.0.0.1", "::1"}


def modes(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The mode is one of the three; only a demonstration shows sign-in codes, and only to its own machine."""
    found: list[CheckMessage] = []
    if settings.MODE not in {"production", "demonstration", "development"}:
        found.append(
            Critical("YUANBA_MODE is not known.", "Use production, demonstration or development.", id="yuanba.C001")
        )
    outside = {host for host in settings.ALLOWED_HOSTS if host.strip("[]") not in LOCAL | {"testserver"}}
    if settings.MODE == "development" and outside:
        found.append(
            Critical(
                f"Development mode would show its pages for makers at {', '.join(sorted(outside))}.",
                "Run it on this machine only, or set YUANBA_MODE=production.",
                id="yuanba.C004",
            )
        )
    if settings.DEMONSTRATION and outside and not settings.DEMONSTRATION_OPEN:
        found.append(
            Critical(
                f"A demonstration would show everybody's sign-in codes at {', '.join(sorted(outside))}.",
                "Run it on this machine only, or set YUANBA_MODE=production.",
                id="yuanba.C002",
            )
        )
    if settings.SHOW_SIGN_IN_CODES and not settings.DEMONSTRATION:
        found.append(
            Critical(
                "The page that shows sign-in codes is on outside a demonstration.",
                "Unset YUANBA_SHOW_SIGN_IN_CODES.",
                id="yuanba.C003",
            )
        )
    return found


def hosts(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """No deployment answers every name: a made-up one would stand in the addresses of its own pages."""
    if any("*" in host or host in {"", "."} for host in settings.ALLOWED_HOSTS):
        return [
            Error(
                "YUANBA_HOSTS answers every host name.",
                "Name the hosts under which people reach the site, such as YUANBA_HOSTS=yuanba.example.",
                id="yuanba.E003",
            )
        ]
    return []


def secrets(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A production deployment has a secret key of its own, and nobody can guess it."""
    if settings.MODE == "production" and settings.SECRET_KEY == settings.FALLBACK_SECRET_KEY:
        return [
            Error(
                "This deployment has no secret key of its own.",
                "Run `yuanba migrate` once (it makes one), or set YUANBA_SECRET_KEY.",
                id="yuanba.E001",
            )
        ]
    key = settings.SECRET_KEY
    weak = len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS or key.lower().startswith(KNOWN_KEYS)
    if settings.MODE == "production" and weak:
        return [
            Error(
                "The secret key is short or known to everybody: sessions could be forged, and phones matched.",
                "Unset YUANBA_SECRET_KEY and run `yuanba migrate` (it makes one), or give 50 random characters.",
                id="yuanba.E004",
            )
        ]
    return []


def transport(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Beyond this machine, a production deployment speaks HTTPS."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    if settings.MODE == "production" and host not in LOCAL and not settings.HTTPS:
        return [
            Error(
                "Sign-in and votes would travel unencrypted.",
                "Put a TLS proxy in front and set YUANBA_PUBLIC_URL=https://…",
                id="yuanba.E002",
            )
        ]
    return []


def gateways(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A production deployment can send its sign-in codes."""
    if settings.MODE == "production" and settings.MESSAGING["SMS"]["gateway"] in {"", "demonstration"}:
        return [
            Warning(
                "No SMS gateway is set: residents cannot receive sign-in codes.",
                "See docs/how-to/connect-an-sms-gateway.md.",
                id="yuanba.W001",
            )
        ]
    return []


def secret_services(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Secret ballots: two issuers that are not in one hand, and an urn on an origin of its own."""
    found: list[CheckMessage] = []
    own = urlsplit(settings.PUBLIC_URL)
    urn = urlsplit(settings.URN)
    if settings.URN and (urn.scheme, urn.hostname, urn.port) == (own.scheme, own.hostname, own.port):
        found.append(
            Error(
                "The urn has the site's own origin: cookies would come along with secret votes.",
                "Give the urn a host name or a port of its own in YUANBA_URN.",
                id="yuanba.E005",
            )
        )
    at_home = [address for address in settings.ISSUERS if urlsplit(address).hostname in LOCAL]
    if settings.MODE == "production" and len(at_home) > 1:
        found.append(
            Warning(
                "Both issuers run on this machine: whoever runs it could invent secret votes.",
                "Run the second one at the committee or the subdistrict (yuanba issuer).",
                id="yuanba.W002",
            )
        )
    return found


ALL = (modes, hosts, secrets, transport, gateways, secret_services)
