"""The console command `yuanba`: one verb, one module in config/verbs."""

import argparse
import importlib
import os
import sys
from pathlib import Path
from typing import Protocol, cast

VERBS = {
    "serve": "start and supervise the web server, the clock and the long work",
    "demo": "load the demonstration subdistrict and serve it",
    "tick": "do what is due now: open and close stages, send messages, seal the log",
    "sequence": "give papers that were cast their places in the signed logs",
    "check-logs": "read every signed log whole and say whether anything was changed",
    "witness": "watch another deployment's logs from here, and cosign what stays consistent",
    "urn": "take the votes of secret ballots, from another address than the site's",
    "issuer": "give tokens for secret ballots; the second one runs at the committee or the subdistrict",
    "witnesses": "name those who may cosign this deployment's logs, and show what they cosigned",
    "migrate": "bring the database to this version",
    "found": "found a deployment: its first territory and administrators",
    "import-territory": "read provinces, cities, districts, subdistricts and communities from a table",
    "import-roll": "read buildings, premises, owners and residents from a property office's Excel",
    "playbook": "check an award playbook and explain every mistake",
    "simulate": "drive a whole award campaign with invented people, through the real actions",
    "verify": "recompute a published result from its bundle, without the database",
    "backup": "write database, files and keys into one archive",
    "restore": "bring an archive back into an empty deployment",
    "messages": "extract, compile and check the translations",
    "docs": "write or check the generated reference pages",
}
WITHOUT_DJANGO = {"verify", "playbook", "simulate", "witness", "urn", "issuer"}  # simulate chooses its database first


class Verb(Protocol):
    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace) -> int: ...


def overview() -> str:
    width = max(map(len, VERBS))
    lines = [f"  {name:<{width}}  {text}" for name, text in VERBS.items()]
    return "\n".join(["usage: yuanba VERB …", "", *lines, "", "yuanba VERB --help says more."])


def main(argv: list[str] | None = None) -> int:
    """Runs the verb named on the command line; returns its exit code (0 done, 1 refused or failed, 2 wrongly called)."""
    words = sys.argv[1:] if argv is None else argv
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview())
        return 0 if words else 2
    name, rest = words[0], words[1:]
    if name not in VERBS:
        print(f"yuanba: no verb {name!r}\n\n{overview()}", file=sys.stderr)
        return 2
    if name not in WITHOUT_DJANGO:
        set_up(demonstration=name == "demo")
    verb = cast(Verb, importlib.import_module(f"yuanba.config.verbs.{name.replace('-', '_')}"))
    parser = argparse.ArgumentParser(prog=f"yuanba {name}", description=VERBS[name])
    verb.arguments(parser)
    try:
        return verb.run(parser.parse_args(rest))
    except KeyboardInterrupt:
        return 130


def set_up(demonstration: bool = False) -> None:
    """Django is ready; the data folder exists with a secret key of its own."""
    import django
    from django.conf import settings

    from yuanba.config.deployment import prepare

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanba.config.settings")
    if demonstration:
        os.environ.setdefault("YUANBA_MODE", "demonstration")
        os.environ.setdefault("YUANBA_DATA_DIR", str(Path.cwd() / "var" / "demo"))
        os.environ.setdefault("YUANBA_URN", "http://127.0.0.1:8001")
        os.environ.setdefault("YUANBA_ISSUERS", "http://127.0.0.1:8002,http://127.0.0.1:8003")
    data_dir = Path(os.environ.get("YUANBA_DATA_DIR") or Path.cwd() / "var").expanduser().resolve()
    prepare(data_dir)
    django.setup()
    assert data_dir == settings.DATA_DIR
