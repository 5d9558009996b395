"""The gateway of demonstrations and tests: nothing leaves; the outbox itself is the page where messages are read."""

from collections.abc import Mapping
from typing import Any

from yuanba.messaging.gateways.protocol import Outgoing


class Demonstration:
    def __init__(self, configured: Mapping[str, Any]) -> None:
        pass

    def send(self, message: Outgoing) -> None:
        """Nothing more is true than before: the row is all there is."""
