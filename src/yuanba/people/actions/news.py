"""Telling an account something, in the app."""

from datetime import datetime

from yuanba.messaging.actions import enqueue
from yuanba.people.models import Account


def tell(account: Account, kind: str, texts: tuple[str, str], now: datetime) -> None:
    """The account finds the message in its inbox."""
    enqueue(
        channel="inapp",
        address="",
        person_ref=f"account:{account.pk}",
        kind=kind,
        text_zh=texts[0],
        text_en=texts[1],
        now=now,
    )
