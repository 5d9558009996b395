"""What other systems read of cases: what is public, by the filters of Open311 GeoReport v2."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yuanba.cases import states
from yuanba.cases.models import Case, Step
from yuanba.cases.queries.thread import PUBLIC_STEPS

PORTION = 500
MOST = 1000  # Source: GeoReport v2, GET Service Requests: at most 1000 requests


@dataclass(frozen=True)
class Wanted:
    """Filters; None or empty means all. The instants are of reporting; `closed` None: open and closed ones."""

    territory_ids: Collection[int] | None = None
    numbers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    changed_since: datetime | None = None
    closed: bool | None = None


def requests(wanted: Wanted, *, first: int = 0, size: int = MOST) -> tuple[Case, ...]:
    """Public cases, the newest first, with `changed_at`; from place `first` on. Two queries."""
    steps = Step.objects.filter(case=OuterRef("pk"))
    rows = _public(wanted).annotate(changed_at=Coalesce(Subquery(steps.order_by("-pk").values("at")[:1]), "created_at"))
    if wanted.changed_since is not None:
        rows = rows.filter(Exists(steps.filter(at__gte=wanted.changed_since)))
    rows = rows.select_related("category", "building", "merged_into").defer("text").prefetch_related("replies")
    return tuple(rows.order_by("-pk")[first : first + min(size, MOST)])


def updates(wanted: Wanted, *, size: int = MOST) -> tuple[Step, ...]:
    """The steps of public cases that anybody may read, in their order, from `since` on. Two queries."""
    rows = Step.objects.filter(verb__in=PUBLIC_STEPS, case__is_public=True, case__anonymised_at__isnull=True)
    if wanted.territory_ids is not None:
        rows = rows.filter(case__territory_id__in=wanted.territory_ids)
    if wanted.numbers:
        rows = rows.filter(case__number__in=wanted.numbers)
    if wanted.since is not None:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(at__lt=wanted.until)
    return tuple(rows.select_related("case").prefetch_related("case__replies").order_by("pk")[:size])


def public_of(territory_id: int) -> Iterator[Case]:
    """Every public case of one place, the newest first, in portions: a long list needs no memory."""
    rows = _public(Wanted(territory_ids=[territory_id])).select_related("category", "building").defer("text")
    return rows.prefetch_related("replies").order_by("-pk").iterator(chunk_size=PORTION)


def _public(wanted: Wanted) -> QuerySet[Case]:
    rows = Case.objects.filter(is_public=True, anonymised_at__isnull=True)
    if wanted.territory_ids is not None:
        rows = rows.filter(territory_id__in=wanted.territory_ids)
    if wanted.numbers:
        return rows.filter(number__in=wanted.numbers)  # Source: GeoReport v2: overrides all other arguments
    span = Q()
    if wanted.since is not None:
        span &= Q(created_at__gte=wanted.since)
    if wanted.until is not None:
        span &= Q(created_at__lt=wanted.until)
    rows = rows.filter(span)
    if wanted.categories:
        rows = rows.filter(category__key__in=wanted.categories)
    if wanted.closed is not None:
        ended = Q(state__in=sorted(states.ENDED))
        rows = rows.filter(ended if wanted.closed else ~ended)
    return rows
