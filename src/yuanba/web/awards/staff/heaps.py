"""The heaps of the screening desk: whose turn an entry is."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yuanba.awards.models import Entry

HEAPS = {
    "mine": _("Mine"),
    "free": _("Nobody's yet"),
    "second": _("For a second person"),
    "returned": _("Sent back"),
    "appeals": _("Appeals"),
}


def heap(rows: QuerySet[Entry], name: str, actor_id: str) -> QuerySet[Entry]:
    """The entries of one heap; a rejection is for somebody else than who proposed it."""
    pending = Q(screenings__state="PENDING", state="SUBMITTED")
    chosen = {
        "mine": pending & Q(screenings__assigned_to=actor_id),
        "free": pending & Q(screenings__assigned_to=""),
        "second": Q(state="DOUBTED") & Q(screenings__state="AWAITING_SECOND"),
        "returned": Q(state="RETURNED"),
        "appeals": Q(state="APPEALED"),
    }[name]
    found = Entry.objects.filter(chosen)
    if name == "second":
        found = found.exclude(screenings__state="AWAITING_SECOND", screenings__screened_by=actor_id)
    return rows.filter(pk__in=found.values("pk"))


def next_in(rows: QuerySet[Entry], name: str, actor_id: str, serial: str) -> Entry | None:
    """The entry of the heap that comes after the number, else the first one of the heap; None if it is empty.

    Whoever has done all of the own heap goes on with what nobody has, except what the same person keyed in.
    """
    waiting = heap(rows, name, actor_id).exclude(serial=serial).defer("deeds", "form").order_by("serial")
    found = waiting.filter(serial__gt=serial).first() or waiting.first()
    if found is None and name == "mine":
        return next_in(rows.exclude(registered_by=actor_id), "free", actor_id, serial)
    return found
