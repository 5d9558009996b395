"""A community's desk: what waits there, which forms went out, whose entries it keeps."""

from datetime import datetime

from django.db.models import Q, QuerySet

from yuanba.awards import rules
from yuanba.awards.models import Entry, FormIssue
from yuanba.files.models import StoredFile
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.places import queries as places


def reach(actor: Actor, now: datetime) -> set[int]:
    """The territories for which the actor's desk works, those below them included. Two queries per appointment."""
    found: set[int] = set()
    for territory_id in actor.territories(rules.DESK):
        found |= places.descendants(territory_id, local_date(now))
    return found


def entries(actor: Actor, now: datetime) -> QuerySet[Entry]:
    """The entries of the desk's area, of every campaign."""
    rows = Entry.objects.filter(nominee_territory_id__in=reach(actor, now))
    return rows.select_related("campaign", "nominee_territory")


def entry(serial: str, actor: Actor, now: datetime) -> Entry | None:
    """The entry with this number, if it belongs to the desk's area."""
    return entries(actor, now).filter(serial=serial.strip().upper()).first()


def to_check(actor: Actor, now: datetime) -> QuerySet[Entry]:
    """The entries that wait for a second person, oldest first; those that the actor keyed in are left out."""
    rows = entries(actor, now).filter(state="RECEIVED", proxy_check__isnull=False, proxy_check__checked_by="")
    return rows.exclude(proxy_check__registered_by=actor.id).select_related("proxy_check").order_by("received_at", "pk")


def own_unchecked(actor: Actor, now: datetime) -> QuerySet[Entry]:
    """What the actor keyed in and a colleague has still to compare."""
    rows = entries(actor, now).filter(state="RECEIVED", proxy_check__registered_by=actor.id, proxy_check__checked_by="")
    return rows.order_by("received_at", "pk")


def to_mend(actor: Actor, now: datetime) -> QuerySet[Entry]:
    """Entries of the area that staff brought in and that are out for correction: somebody must call the person."""
    rows = entries(actor, now).filter(state="RETURNED").exclude(channel="ONLINE")
    return rows.filter(corrections__answered_at__isnull=True, corrections__lapsed_at__isnull=True).order_by(
        "corrections__due_at", "pk"
    )


def forms(actor: Actor, now: datetime) -> QuerySet[FormIssue]:
    """The blank forms that were handed out in the area."""
    rows = FormIssue.objects.filter(territory_id__in=reach(actor, now))
    return rows.select_related("campaign", "territory", "entry")


def form(serial: str, actor: Actor, now: datetime) -> FormIssue | None:
    """The form with this serial, if it was handed out in the area."""
    return forms(actor, now).filter(serial=serial.strip().upper()).first()


def forms_out(actor: Actor, now: datetime) -> int:
    """How many forms of running campaigns went out and did not come back."""
    return forms(actor, now).filter(entry__isnull=True).exclude(campaign__state__in=["CLOSED", "CANCELLED"]).count()


def scan_of(entry: Entry) -> StoredFile | None:
    """The signed paper, or the message, behind an entry that staff keyed in."""
    check = getattr(entry, "proxy_check", None)
    return chosen([check.scan_file_id]).get(check.scan_file_id) if check else None


def search(rows: QuerySet[Entry], words: str) -> QuerySet[Entry]:
    """By number, by the name of the nominee, or by title."""
    return rows.filter(Q(serial__icontains=words) | Q(nominee_name__icontains=words) | Q(title__icontains=words))
