"""Reading the outbox."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, QuerySet

from yuanba.messaging.models import Message
from yuanba.messaging.states import QUEUED, SENT


def inbox(person_refs: Collection[str]) -> QuerySet[Message]:
    """What somebody was told in the app, newest first; page it by id."""
    return Message.objects.filter(person_ref__in=person_refs, channel=Message.Channel.INAPP).order_by("-id")


def unread_count(person_refs: Collection[str]) -> int:
    return inbox(person_refs).filter(state=SENT).count()


def due(now: datetime) -> QuerySet[Message]:
    """What the tick may send now, longest waiting first."""
    return Message.objects.filter(state=QUEUED, due_at__lte=now).order_by("due_at", "id")


def latest(*, address: str, kind: str) -> Message | None:
    """The newest message of a kind to an address: how the demonstration's page and tests find a sign-in code."""
    return Message.objects.filter(address=address, kind=kind).order_by("-id").first()


def recent(limit: int = 50) -> QuerySet[Message]:
    """The newest messages that left the app, of whatever channel, for the demonstration's outbox page."""
    return Message.objects.exclude(channel=Message.Channel.INAPP).order_by("-id")[:limit]


def counts_by_state() -> dict[tuple[str, str], int]:
    """How many messages stand in each (channel, state), for the operator's page."""
    rows = Message.objects.order_by().values_list("channel", "state").annotate(number=Count("id"))
    return {(channel, state): number for channel, state, number in rows}
