"""E-mail by Django's mail settings (YUANBA_EMAIL_*). The first line of the text is the subject."""

import smtplib
from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMessage

from yuanba.messaging.gateways.protocol import GatewayFailed, Outgoing

# A subject longer than this is cut by mail programs anyway. Source: RFC 5322 section 2.1.1 (78 characters a line).
SUBJECT_LENGTH = 78


class Smtp:
    def __init__(self, configured: Mapping[str, Any]) -> None:
        self.sender = configured.get("sender") or None

    def send(self, message: Outgoing) -> None:
        subject, _, body = message.text.strip().partition("\n")
        mail = EmailMessage(
            subject=subject[:SUBJECT_LENGTH],
            body=body.strip() or subject,
            from_email=self.sender,
            to=[message.address],
            headers={"X-Yuanba-Key": message.key},
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            raise GatewayFailed("email.recipient_refused", again=False) from error
        except (smtplib.SMTPException, OSError) as error:
            raise GatewayFailed(f"email.{type(error).__name__}", again=True) from error
