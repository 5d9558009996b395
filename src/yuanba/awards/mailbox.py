"""What the headers of a message say, so that nobody has to copy them. Pure, no Django."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime


@dataclass(frozen=True)
class MessageFacts:
    """`ref` is the Message-ID or the file's hash; `arrived_at` when our mailbox took it, else None."""

    ref: str
    sender: str
    arrived_at: datetime | None


def facts(content: bytes) -> MessageFacts:
    """What a message says about itself; of a text that is no message only its hash."""
    headers = BytesHeaderParser(policy=policy.default).parsebytes(content)
    ref = str(headers.get("Message-ID", "") or "").strip() or f"sha256:{hashlib.sha256(content).hexdigest()}"
    return MessageFacts(ref[:200], str(headers.get("From", "") or "").strip()[:120], _arrived(headers))


def _arrived(headers: EmailMessage) -> datetime | None:
    """The newest `Received` line stands on top and is our own mailbox's clock; `Date` is the sender's."""
    received = [str(line).rpartition(";")[2] for line in headers.get_all("Received", [])]
    for text in [*received[:1], str(headers.get("Date", "") or "")]:
        try:
            found = parsedate_to_datetime(text.strip())
        except (TypeError, ValueError, IndexError):
            continue
        if found.tzinfo is not None:
            return found
    return None
