"""SMS by one HTTPS POST of JSON: to a provider that speaks so, or to the small relay that a provider's own kit makes easy.

Configured by YUANBA_SMS_URL, YUANBA_SMS_TOKEN (sent as "Authorization: Bearer …") and YUANBA_SMS_BODY, a JSON text in
whose strings {mobile}, {text}, {kind} and {key} are replaced; by default
    {"mobile": "{mobile}", "text": "{text}", "kind": "{kind}", "key": "{key}"}
An answer of 2xx is success, 429 and 5xx are tried again, other answers are final. If YUANBA_SMS_SUCCESS is set ("code=OK"),
the answer must be a JSON object whose field has that value: many providers answer 200 to everything.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from yuanba.messaging.gateways.protocol import GatewayFailed, Outgoing

BODY = '{"mobile": "{mobile}", "text": "{text}", "kind": "{kind}", "key": "{key}"}'
# Source: our own choice; a tick sends many messages one after the other.
TIMEOUT_SECONDS = 10
ANSWER_BYTES = 65_536
TOO_MANY, SERVER_ERROR = 429, 500


class HttpSms:
    def __init__(self, configured: Mapping[str, Any]) -> None:
        self.url = str(configured["url"])
        self.token = str(configured.get("token", ""))
        self.body = json.loads(configured.get("body") or BODY)
        self.success = str(configured.get("success", ""))
        local = self.url.startswith(("http://127.0.0.1:", "http://localhost:"))
        if not self.url.startswith("https://") and not local:
            raise ValueError("YUANBA_SMS_URL must be https:// (or http:// to this machine)")

    def send(self, message: Outgoing) -> None:
        data = json.dumps(filled(self.body, message), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.url, data, headers)  # noqa: S310  the scheme is checked above
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                self._check(answer.read(ANSWER_BYTES))
        except urllib.error.HTTPError as error:
            again = error.code == TOO_MANY or error.code >= SERVER_ERROR
            raise GatewayFailed(f"sms.http_{error.code}", again=again) from error
        except OSError as error:
            raise GatewayFailed("sms.unreachable", again=True) from error

    def _check(self, answer: bytes) -> None:
        field, _, value = self.success.partition("=")
        if not field:
            return
        try:
            found = str(json.loads(answer)[field])
        except (ValueError, KeyError, TypeError) as error:
            raise GatewayFailed("sms.strange_answer", again=False) from error
        if found != value:
            raise GatewayFailed(f"sms.refused_{found}"[:80], again=False)


def filled(template: Any, message: Outgoing) -> Any:
    """The template with the placeholders in its strings replaced, by value: a text cannot break out of its string."""
    if isinstance(template, dict):
        return {name: filled(item, message) for name, item in template.items()}
    if isinstance(template, list):
        return [filled(item, message) for item in template]
    if not isinstance(template, str):
        return template
    places = {"mobile": message.address, "kind": message.kind, "key": message.key, "text": message.text}
    for name, value in places.items():
        if template == f"{{{name}}}":
            return value
    # The text comes last in `places`, so that a placeholder inside a text is not replaced in its turn.
    for name, value in places.items():
        template = template.replace(f"{{{name}}}", value)
    return template
