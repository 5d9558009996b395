"""How messages leave the house. A gateway is an adapter behind one method; which one serves a channel is configuration.

`settings.MESSAGING` maps a channel to its gateway: {"SMS": {"gateway": "http", "url": …}, "EMAIL": {"gateway": "smtp"}}.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from yuanba.messaging.gateways.console import Console
from yuanba.messaging.gateways.demonstration import Demonstration
from yuanba.messaging.gateways.http_sms import HttpSms
from yuanba.messaging.gateways.protocol import Gateway, GatewayFailed, Outgoing
from yuanba.messaging.gateways.smtp import Smtp

__all__ = ["GATEWAYS", "Gateway", "GatewayFailed", "Outgoing", "gateway_for"]

GATEWAYS: Mapping[str, Callable[[Mapping[str, Any]], Gateway]] = {
    "demonstration": Demonstration,
    "console": Console,
    "smtp": Smtp,
    "http": HttpSms,
}


def gateway_for(channel: str) -> Gateway:
    """The gateway that serves "SMS" or "EMAIL" here. Raises KeyError for one that is not configured: a deployer's slip."""
    configured = settings.MESSAGING[channel]
    return GATEWAYS[configured["gateway"]](configured)
