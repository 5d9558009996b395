"""yuanba witness --site URL --key KEY --name NAME --folder DIR [--log NAME …] [--every SECONDS] [--count BUNDLE …]"""

import argparse
import base64
import hashlib
import json
import signal
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from yuanba import verify
from yuanba.audit import cosignatures, notes, watching
from yuanba.kernel import canonical

LIMIT_BYTES = 1_000_000
PATIENCE_SECONDS = 30
KEY = "witness.ed25519"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--site", required=True, help="address of the deployment to watch, like https://example.org")
    parser.add_argument("--key", required=True, help="its register's verifier key, as published: NAME+ID+BASE64")
    parser.add_argument("--name", required=True, help="our own name in cosignatures, like example.net/witness")
    parser.add_argument("--folder", required=True, type=Path, help="where what was seen, and our key, are kept")
    parser.add_argument("--log", action="append", help="the logs to watch (default: register)")
    parser.add_argument("--count", action="append", type=Path, metavar="BUNDLE", help="full editions to count again")
    parser.add_argument("--every", type=float, metavar="SECONDS", help="go on, with this pause between rounds")


def run(options: argparse.Namespace) -> int:
    """Every log was looked at and cosigned; 1 if one misbehaved or did not answer (with --every: until a signal).

    With --count every bundle was counted again instead, its log looked at, and it was stated that the result holds.
    """
    key = notes.load_or_create_key(options.folder / KEY)
    print(f"our verifier key: {cosignatures.verifier_key(options.name, key)}", flush=True)
    if options.count:
        counted = [_tried(options, str(bundle), _count, bundle) for bundle in options.count]
        return 0 if all(counted) else 1
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
    looked = [_tried(options, log, _cosign, log) for log in options.log or ["register"]]
    return all(looked)


def _tried(options: argparse.Namespace, about: str, work: Callable[..., str], *given: object) -> bool:
    """The work was done and what it says printed; or why not, and False."""
    try:
        print(f"{about}: {work(options, *given)}", flush=True)
    except watching.Misbehaved as misbehaved:
        print(f"REFUSED: {misbehaved}. The evidence is in {options.folder}.", file=sys.stderr, flush=True)
        return False
    except verify.Broken as broken:
        print(f"REFUSED: {about}: {broken}", file=sys.stderr, flush=True)
        return False
    except (notes.BadNote, OSError, ValueError, KeyError) as error:
        print(f"{about}: not looked at: {error}", file=sys.stderr, flush=True)
        return False
    return True


def _cosign(options: argparse.Namespace, log: str) -> str:
    """The log was looked at, and its head cosigned and sent."""
    seen = _look(options, log)
    key = notes.load_or_create_key(options.folder / KEY)
    line = cosignatures.cosign(seen.note, options.name, key, datetime.now(UTC))
    _post(f"{_address(options, log)}/cosignatures", f"{seen.size}\n{line}\n")
    return f"{seen.size} leaves, root {seen.root}, cosigned"


def _count(options: argparse.Namespace, bundle: Path) -> str:
    """The full edition was counted again, it is the log that the site shows, and that was stated and sent.

    Raises verify.Broken for what does not recount.
    """
    problems = verify.verify(bundle)
    if problems:
        raise verify.Broken(problems[0])
    files = verify.Bundle(bundle).files
    if "openings.jsonl" not in files:
        raise verify.Broken("it is the edition without papers: ask for the full one")
    log = json.loads(files["manifest.json"])["ballot"]
    _name, size, root = files["checkpoints/ballot"].decode().split("\n")[:3]
    stated = {
        "ballot": log,
        "result": hashlib.sha256(files["result.json"].removesuffix(b"\n")).hexdigest(),
        "root": base64.b64decode(root).hex(),
        "size": int(size),
    }
    seen = _look(options, log)
    if (seen.size, seen.root) != (stated["size"], stated["root"]):
        raise verify.Broken("it is not the log that the site shows")
    body = canonical.encode(stated).decode()
    key = notes.load_or_create_key(options.folder / KEY)
    line = cosignatures.state(body, options.name, key, datetime.now(UTC))
    _post(f"{_address(options, log)}/statements", f"{body}\n{line}\n")
    return f"{log} counted again in full, root {seen.root}, stated"


def _look(options: argparse.Namespace, log: str) -> watching.Seen:
    """The log's head, consistent with all that was seen of it. Raises what `watching.look` raises, and OSError."""
    register, _, coded = options.key.split("+", 2)
    return watching.look(
        origin=register.removesuffix("register") + log,
        public=base64.b64decode(coded)[1:],
        fetch=lambda path: _get(f"{_address(options, log)}/{path}"),
        folder=options.folder,
    )


def _address(options: argparse.Namespace, log: str) -> str:
    return f"{options.site.rstrip('/')}/logs/{log}"


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
        raise OSError(f"what we signed was not taken in: {error.read(200).decode(errors='replace')}") from error


def _web(address: str) -> str:
    if not address.startswith(("https://", "http://")):
        raise ValueError(f"{address} is no web address")
    return address
