"""yuanba serve: one command starts and watches everything that a deployment needs."""

import argparse
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from yuanba.audit import logs
from yuanba.config import clocks, orphans
from yuanba.config.checks import LOCAL
from yuanba.config.environment import THREADS
from yuanba.config.supervisor import Child, supervise
from yuanba.web import clock


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, help="web processes (default 2; always 1 on SQLite)")
    parser.add_argument("--tick-every", type=int, default=15, metavar="SECONDS")


def run(options: argparse.Namespace) -> int:
    """Web, clock and long work run until a signal comes; whatever dies is started again. Refuses unsafe settings."""
    try:
        call_command("check")
    except SystemCheckError as error:
        print(error, file=sys.stderr)
        return 1
    if settings.MODE != "production" and options.host not in LOCAL and not settings.DEMONSTRATION_OPEN:
        print(f"{options.host}: {settings.MODE} is for this machine only (YUANBA_DEMONSTRATION_OPEN).", file=sys.stderr)
        return 1
    try:
        clocks.agree(clock.now())
    except clocks.Skewed as skewed:
        print(skewed, file=sys.stderr)
        return 1
    call_command("migrate", interactive=False, verbosity=0)
    orphans.put_back(clock.now(), all_running=embedded())
    return supervise(children(options.host, options.port, options.workers, options.tick_every))


def embedded() -> bool:
    """True on SQLite: one machine, one web process, one worker."""
    return "sqlite" in str(settings.DATABASES["default"]["ENGINE"])


def children(host: str, port: int, workers: int | None, tick_every: int) -> list[Child]:
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "yuanba.config.wsgi:application",
        "--host", host, "--port", str(port), "--workers", str(1 if embedded() else workers or 2),
        "--blocking-threads", str(THREADS), "--backpressure", "64", "--no-ws", "--log-level", "warning",
    ]  # fmt: skip
    return [
        Child("web", web),
        Child("tick", [sys.executable, "-m", "yuanba", "tick", "--every", str(tick_every)]),
        Child("sequence", [sys.executable, "-m", "yuanba", "sequence", "--every", "1"]),
        Child("work", [sys.executable, "-m", "django", "db_worker", "--interval", "1", "--no-reload"]),
        *beside(host, port),
    ]


def beside(host: str, port: int) -> Iterator[Child]:
    """The services that the settings name on this very machine; those elsewhere are started there."""
    site, key = f"http://{host}:{port}", logs.verifier_key(logs.REGISTER)
    named = [("urn", "urn", settings.URN_INTERNAL)]
    named += [("issuer", f"issuer-{number}", address) for number, address in enumerate(settings.ISSUERS, 1)]
    for verb, name, address in named:
        place = urlsplit(address)
        if place.hostname not in LOCAL or place.port is None:
            continue
        words = [sys.executable, "-m", "yuanba", verb, "--site", site, "--key", key]
        words += ["--folder", str(settings.DATA_DIR / "secret" / name), "--port", str(place.port)]
        words += ["--name", settings.PUBLIC_URL.partition("://")[2] + f"/{name}"] if verb == "issuer" else []
        yield Child(name, words)
