"""Reading hand-overs: item by item, what is open and who must act, what the public sees."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from yuanba.kernel.actor import Actor
from yuanba.oversight import states
from yuanba.oversight.models import Handover, HandoverItem, ItemSignature
from yuanba.oversight.queries.selections import places_of

OPEN = Q(items__state__in=sorted(states.UNRESOLVED))


def handovers() -> QuerySet[Handover]:
    """Hand-overs with `items_open` and `items_all`, dropped items left out."""
    rows = Handover.objects.select_related("old__organisation", "new__organisation").annotate(
        items_open=Count("items", filter=OPEN),
        items_all=Count("items", filter=~Q(items__state=states.DROPPED)),
    )
    return rows.order_by("-from_date", "-pk")


def public_handovers(compound_id: int | None = None) -> QuerySet[Handover]:
    """What anybody may read: every hand-over that has begun."""
    rows = handovers().exclude(state__in=[states.PREPARED, states.CANCELLED])
    return rows if compound_id is None else rows.filter(compound_id=compound_id)


def handovers_of(actor: Actor, now: datetime) -> QuerySet[Handover]:
    """The hand-overs of the compounds that the actor works in."""
    return handovers().filter(compound_id__in=places_of(actor, now))


def handovers_between(company_ids: set[int]) -> QuerySet[Handover]:
    """The begun hand-overs in which one of these companies takes part."""
    between = Q(old_id__in=company_ids) | Q(new_id__in=company_ids)
    return handovers().filter(between).exclude(state__in=[states.PREPARED, states.CANCELLED])


def whole_handover(handover_id: int) -> Handover | None:
    """A hand-over with items and signatures. Three queries."""
    signatures = ItemSignature.objects.order_by("signed_at", "pk")
    items = HandoverItem.objects.order_by("position").prefetch_related(Prefetch("signatures", signatures))
    return handovers().prefetch_related(Prefetch("items", items)).filter(pk=handover_id).first()


def signatures_now(item: HandoverItem) -> dict[str, ItemSignature]:
    """The signatures under what the item says now, by side; those of an earlier count do not hold."""
    return {one.side: one for one in item.signatures.all() if one.revision == item.revision}


@dataclass(frozen=True)
class Progress:
    """How far a hand-over is: items signed by both, items that are disputed, all that are open, and all."""

    signed: int
    disputed: int
    unresolved: int
    all: int


def progress(handover: Handover) -> Progress:
    kept = [item.state for item in handover.items.all() if item.state != states.DROPPED]
    return Progress(
        kept.count(states.SIGNED),
        kept.count(states.DISPUTED),
        sum(state in states.UNRESOLVED for state in kept),
        len(kept),
    )


def overdue(today: date) -> QuerySet[Handover]:
    """Running hand-overs whose last day is over."""
    return Handover.objects.filter(state=states.RUNNING, due_date__lt=today).order_by("pk")
