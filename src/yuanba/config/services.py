"""The services beside a platform that holds secret ballots: how a process of each is started. Knows no Django."""

import argparse
import os
import sys
from pathlib import Path

from yuanba.ballots.secret import serving


def arguments(parser: argparse.ArgumentParser, port: int) -> None:
    parser.add_argument("--site", required=True, help="address of the platform, like https://example.org")
    parser.add_argument("--key", required=True, help="its register's verifier key, as published: NAME+ID+BASE64")
    parser.add_argument("--folder", required=True, type=Path, help="where keys and what was given are kept")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=port)


def run(service: str, options: argparse.Namespace) -> int:
    """This process becomes the service: one worker, no log of requests."""
    given = {
        serving.FOLDER: str(options.folder),
        serving.SITE: options.site,
        serving.KEY: options.key,
        serving.NAME: getattr(options, "name", service),
    }
    os.execvpe(sys.executable, command(service, options.host, options.port), {**os.environ, **given})  # noqa: S606 -- ours
    return 1  # not reached: the process is another one now


def command(service: str, host: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--workers", "1", "--no-ws",
        "--no-access-log", "--log-level", "warning", "--host", host, "--port", str(port),
        f"yuanba.ballots.secret.serving:{service}_application",
    ]  # fmt: skip
