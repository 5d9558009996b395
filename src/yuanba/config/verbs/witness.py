"""yuanba witness --site URL --key KEY --name NAME --folder DIR [--log NAME …] [--every SECONDS]"""

import argparse
import base64
import signal
import sys
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from yuanba.audit import cosignatures, notes, watching

LIMIT_BYTES = 1_000_000
PATIENCE_SECONDS = 30


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--site", required=True, help="address of the deployment to watch, like https://example.org")
    parser.add_argument("--key", required=True, help="its register's verifier key, as published: NAME+ID+BASE64")
    parser.add_argument("--name", required=True, help="our own name in cosignatures, like example.net/witness")
    parser.add_argument("--folder", required=True, type=Path, help="where what was seen, and our key, are kept")
    parser.add_argument("--log", action="append", help="the logs to watch (default: register)")
    parser.add_argument("--every", type=float, metavar="SECONDS", help="go on, with this pause between rounds")


def run(options: argparse.Namespace) -> int:
    """Every log was looked at and cosigned; 1 if one misbehaved or did not answer (with --every: until a signal)."""
    key = notes.load_or_create_key(options.folder / "witness.ed25519")
    print(f"our verifier key: {cosignatures.verifier_key(options.name, key)}", flush=True)
    if options.every is None:
        return 0 if _round(options) else 1
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    while not stop.is_set():
        _round(options)
        stop.wait(options.every)
    return 0


def _round(options: argparse.Namespace) -> bool:
    looked = [_one(options, log) for log in options.log or ["register"]]
    return all(looked)


def _one(options: argparse.Namespace, log: str) -> bool:
    """One log was looked at, and its head cosigned and sent."""
    register, _, coded = options.key.split("+", 2)
    public = base64.b64decode(coded)[1:]
    origin = register.removesuffix("register") + log
    address = f"{options.site.rstrip('/')}/logs/{log}"
    try:
        seen = watching.look(
            origin=origin, public=public, fetch=lambda path: _get(f"{address}/{path}"), folder=options.folder
        )
        key = notes.load_or_create_key(options.folder / "witness.ed25519")
        line = cosignatures.cosign(seen.note, options.name, key, datetime.now(UTC))
        _post(f"{address}/cosignatures", f"{seen.size}\n{line}\n")
    except watching.Misbehaved as misbehaved:
        print(f"REFUSED: {misbehaved}. The evidence is in {options.folder}.", file=sys.stderr, flush=True)
        return False
    except (notes.BadNote, OSError, ValueError, KeyError) as error:
        print(f"{origin}: not looked at: {error}", file=sys.stderr, flush=True)
        return False
    print(f"{origin}: {seen.size} leaves, root {seen.root}, cosigned", flush=True)
    return True


def _get(address: str) -> bytes:
    with urllib.request.urlopen(_web(address), timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 -- checked in _web
        data: bytes = answer.read(LIMIT_BYTES)
    return data


def _post(address: str, text: str) -> None:
    """The text was taken in. Raises OSError with what the other side said."""
    request = urllib.request.Request(_web(address), data=text.encode(), headers={"Content-Type": "text/plain"})  # noqa: S310 -- checked
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS):  # noqa: S310 -- checked in _web
            pass
    except urllib.error.HTTPError as error:
        raise OSError(f"the cosignature was not taken in: {error.read(200).decode(errors='replace')}") from error


def _web(address: str) -> str:
    if not address.startswith(("https://", "http://")):
        raise ValueError(f"{address} is no web address")
    return address
