"""The gateway of developers: messages are printed where the server runs."""

import sys
from collections.abc import Mapping
from typing import Any

from yuanba.messaging.gateways.protocol import Outgoing


class Console:
    def __init__(self, configured: Mapping[str, Any]) -> None:
        pass

    def send(self, message: Outgoing) -> None:
        sys.stdout.write(f"[{message.kind}] {message.address}: {message.text}\n")
        sys.stdout.flush()
