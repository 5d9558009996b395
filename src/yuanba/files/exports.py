"""Long downloads: ordered by a page, made by the worker, kept for a week, read by whoever ordered them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from yuanba.files.models import Export, StoredFile
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date

# Source: our own choice, as long as a letter takes: a list that somebody took out is data beside its register.
KEEP_DAYS = 7


def order(*, address: str, name: str, total: int, facts: dict[str, Any], actor: Actor, now: datetime) -> Export:
    """The download waits for the worker. The same page asked for twice while it waits is one export."""
    waiting = of(actor).filter(address=address, state__in=[Export.State.QUEUED, Export.State.RUNNING]).first()
    if waiting is not None:
        return waiting
    return Export.objects.create(
        owner=actor.id, address=address, name=name[:120], total=total, facts=facts, ordered_at=now
    )


@transaction.atomic
def begin(export_id: int) -> Export | None:
    """The export is being made, from the beginning; None if it has ended or was forgotten."""
    export = Export.objects.select_for_update().filter(pk=export_id).first()
    if export is None or export.state in (Export.State.DONE, Export.State.FAILED):
        return None
    export.state, export.done = Export.State.RUNNING, 0
    export.save(update_fields=["state", "done"])
    return export


def tell(export: Export, done: int) -> None:
    """So many of its rows are written."""
    Export.objects.filter(pk=export.pk).update(done=done)


def finish(export: Export, stored: StoredFile, now: datetime) -> Export:
    """The file is there."""
    export.state, export.file, export.done, export.ended_at = Export.State.DONE, stored, export.total, now
    export.save(update_fields=["state", "file", "done", "ended_at"])
    return export


def fail(export: Export, code: str, now: datetime) -> Export:
    """There will be no file, for the reason with this code ("" if the program fell over)."""
    export.state, export.refused_code, export.ended_at = Export.State.FAILED, code[:60], now
    export.save(update_fields=["state", "refused_code", "ended_at"])
    return export


def of(actor: Actor) -> QuerySet[Export]:
    """What the actor ordered, the newest first."""
    return Export.objects.filter(owner=actor.id).select_related("file").order_by("-pk")


def keep_until(now: datetime) -> date:
    """The last day on which an export's file is kept."""
    return local_date(now) + timedelta(days=KEEP_DAYS)


def forget_old(now: datetime) -> int:
    """Orders older than a week are gone; their files go by their own term. How many."""
    return Export.objects.filter(ordered_at__lt=now - timedelta(days=KEEP_DAYS)).delete()[0]
