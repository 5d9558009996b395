"""Sessions of browsers that nobody uses any more: Django keeps their rows until somebody takes them away."""

from datetime import datetime

from django.contrib.sessions.models import Session


def clear_sessions(now: datetime) -> int:
    """Sessions whose time is over are gone. Returns how many."""
    return Session.objects.filter(expire_date__lte=now).delete()[0]
