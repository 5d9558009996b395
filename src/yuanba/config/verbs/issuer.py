"""yuanba issuer --name NAME --site URL --key KEY --folder DIR [--host HOST] [--port PORT]"""

import argparse

from yuanba.config import services


def arguments(parser: argparse.ArgumentParser) -> None:
    services.arguments(parser, port=8002)
    parser.add_argument("--name", required=True, help="our name in manifests, like 业主委员会 or example.net")


def run(options: argparse.Namespace) -> int:
    """The issuer answers until a signal comes."""
    return services.run("issuer", options)
