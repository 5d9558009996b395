"""Long work whose worker died is put back: out of the box it would stay RUNNING for ever."""

from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks_db.models import DBTaskResult

TAKEN_FOR_DEAD = timedelta(minutes=30)  # Source: ADR 0003; no task of ours runs longer, and every one may run twice


def put_back(now: datetime, *, all_running: bool = False) -> int:
    """Tasks that have been RUNNING too long (or all, when no worker can be alive) are READY again. Returns how many.

    At a start of `yuanba serve` no worker of an embedded deployment is alive; elsewhere only age tells.
    """
    late = Q() if all_running else Q(started_at__lt=now - TAKEN_FOR_DEAD)
    return DBTaskResult.objects.filter(late, status="RUNNING").update(status="READY", started_at=None)
