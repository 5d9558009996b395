"""yuanba urn --site URL --key KEY --folder DIR [--host HOST] [--port PORT]"""

import argparse

from yuanba.config import services


def arguments(parser: argparse.ArgumentParser) -> None:
    services.arguments(parser, port=8001)


def run(options: argparse.Namespace) -> int:
    """The urn answers until a signal comes. Nothing that it prints or keeps tells of an address or a time."""
    return services.run("urn", options)
