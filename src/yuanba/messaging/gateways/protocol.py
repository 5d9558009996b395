"""What a gateway is given, and how it says that it failed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Outgoing:
    """A message as a gateway sees it. `key` is the same at every attempt, so that a gateway can drop the second copy."""

    key: str
    address: str
    kind: str
    text: str
    params: Mapping[str, Any] = field(default_factory=dict)


class GatewayFailed(Exception):
    """The message did not go out; `code` says why, `again` whether another attempt makes sense."""

    def __init__(self, code: str, *, again: bool) -> None:
        super().__init__(code)
        self.code = code
        self.again = again


class Gateway(Protocol):
    """An adapter to one way out of the house."""

    def send(self, message: Outgoing) -> None:
        """The message was accepted by whoever carries it on. Raises GatewayFailed, within seconds, never blocks longer."""
