"""Lists of cases: the desk's with filters and keyset pages, the public board's, one's own, and what is alike."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from yuanba.cases import rules, states
from yuanba.cases.models import Case, Category, Report
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import current, descendants

PAGE = 25
ALIKE_DAYS = timedelta(days=30)
MOST_ALIKE = 5
BOARD = 50
ANSWERED_SHOWN = timedelta(days=90)


@dataclass(frozen=True)
class Filters:
    """What a handler looks for; empty means everything. `order` is "due" (the next deadline first) or "new"."""

    territory_ids: frozenset[int] = frozenset()
    states: frozenset[str] = frozenset()
    category_ids: frozenset[int] = frozenset()
    queue: str = ""
    level: str = ""
    organ: str = ""
    handler_ref: str = ""
    without_handler: bool = False
    overdue: bool = False
    urgent: bool = False
    source: str = ""
    number: str = ""
    order: str = "new"


@dataclass(frozen=True)
class Page:
    """A page of a list. `after` is the key of the next page, "" on the last one."""

    rows: tuple[Case, ...]
    after: str = ""
    territory_ids: frozenset[int] = field(default_factory=frozenset)


def places_of(actor: Actor, permissions: Collection[str], on: date) -> frozenset[int]:
    """Every territory in which the actor holds one of the permissions, with what lies below. Two queries for each."""
    tops = {one for permission in permissions for one in actor.territories(permission)}
    return frozenset().union(*(descendants(top, on) for top in tops))


def desk(actor: Actor, filters: Filters, now: datetime, after: str = "", size: int = PAGE) -> Page:
    """The cases that the actor works on, in the order asked; any page costs what the first does.

    Confidential ones only for the supervisor of the place and the named handler.
    """
    if filters.order == "due" and filters.states >= states.RUNNING:
        # Only running cases are due: to say so twice makes a planner think that they are few, and read them all.
        filters = replace(filters, states=frozenset())
    on = local_date(now)
    everywhere = places_of(actor, (rules.DESK, rules.HANDLE, rules.SUPERVISE), on)
    above = places_of(actor, (rules.SUPERVISE,), on)
    rows = _filtered(Case.objects.filter(_sight(actor, everywhere, above, filters)), filters, now)
    rows = rows.select_related("category", "building").defer("text")
    if filters.order == "due":
        found = tuple(_after_due(rows, after).order_by("due_at", "pk")[: size + 1])
    else:
        found = tuple(_after_new(rows, after).order_by("-pk")[: size + 1])
    shown = found[:size]
    return Page(shown, _key(shown[-1], filters.order) if len(found) > size else "", everywhere)


def _sight(actor: Actor, everywhere: frozenset[int], above: frozenset[int], filters: Filters) -> Q:
    """What of the list the actor may see: narrow by place first, which an index finds; one's own cases lie anywhere."""
    if filters.handler_ref == actor.id:
        return Q(handler_ref=actor.id)
    asked = everywhere & filters.territory_ids if filters.territory_ids else everywhere
    inside = Q(territory_id__in=asked)
    if asked <= above:
        return inside
    return inside & (Q(confidential=False) | Q(territory_id__in=above) | Q(handler_ref=actor.id))


def _filtered(rows: QuerySet[Case], filters: Filters, now: datetime) -> QuerySet[Case]:
    exact = {
        "level": filters.level,
        "organ": filters.organ,
        "handler_ref": filters.handler_ref,
        "source": filters.source,
        "category__queue": filters.queue,
        "number": filters.number,
        "state__in": filters.states,
        "category_id__in": filters.category_ids,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.without_handler:
        rows = rows.filter(handler_ref="")
    if filters.urgent:
        rows = rows.filter(is_urgent=True)
    return rows.filter(due_at__lte=now) if filters.overdue else rows


def _key(case: Case, order: str) -> str:
    if order == "due" and case.due_at is not None:
        return f"{case.due_at.isoformat()}~{case.pk}"
    return str(case.pk)


def _after_new(rows: QuerySet[Case], after: str) -> QuerySet[Case]:
    return rows.filter(pk__lt=int(after)) if after.isascii() and after.isdecimal() else rows


def _after_due(rows: QuerySet[Case], after: str) -> QuerySet[Case]:
    """What is due after the key; everything that is due at all, for no key or one that somebody made up."""
    due, _, last = after.partition("~")
    at = None
    if last.isascii() and last.isdecimal():
        with suppress(ValueError):
            at = datetime.fromisoformat(due)
    if at is None or at.tzinfo is None:
        return rows.filter(due_at__isnull=False)
    # In this form a database walks its index from the key on; with an OR on top it collects everything first.
    return rows.filter(due_at__gte=at).exclude(due_at=at, pk__lte=int(last))


def board(compound_id: int, now: datetime, size: int = BOARD) -> tuple[Case, ...]:
    """What anybody reads of a compound: open cases, and those answered or ended lately; the newest first. One query."""
    lately = Q(state__in=[states.ANSWERED, states.CLOSED, states.LAPSED], answered_at__gte=now - ANSWERED_SHOWN)
    rows = Case.objects.filter(Q(state__in=sorted(states.OPEN)) | lately, territory_id=compound_id, is_public=True)
    rows = rows.filter(anonymised_at__isnull=True).select_related("category", "building").defer("text")
    return tuple(rows.prefetch_related("replies").order_by("-pk")[:size])


def mine(actor: Actor) -> tuple[Case, ...]:
    """The cases that the actor reported or joined, under any account with the same number; the newest first."""
    reference, mark = rules.own_reports(actor)
    if not reference:
        return ()
    own = Q(reports__account_ref=reference)
    if mark:
        own |= Q(reports__phone_hash=mark)
    return tuple(Case.objects.filter(own).distinct().select_related("category", "building").order_by("-pk")[:200])


def similar(compound_id: int, category_key: str, now: datetime, *, building_id: int | None = None) -> tuple[Case, ...]:
    """Open public cases of the same kind there, those of the same building first: before somebody reports once more."""
    rows = Case.objects.filter(
        territory_id=compound_id,
        category__key=category_key,
        is_public=True,
        state__in=sorted(states.OPEN),
        created_at__gte=now - ALIKE_DAYS,
    ).select_related("category", "building")
    found = list(rows.order_by("-pk")[: 10 * MOST_ALIKE])
    found.sort(key=lambda one: one.building_id != building_id)
    return tuple(found[:MOST_ALIKE])


def categories_at(on: date) -> tuple[Category, ...]:
    """The kinds under which something can be reported on that day, in their order; urgent ones first. One query."""
    return tuple(Category.objects.filter(current(on)).order_by("-urgent", "position", "pk"))


def threads_of(account_id: int, phone: str) -> tuple[Report, ...]:
    """What an account, or somebody with its number, told of cases; for the page of what is kept. One query."""
    own = Q(account_ref=f"account:{account_id}")
    if phone:
        own |= Q(phone_hash=rules.phone_mark(phone))
    return tuple(Report.objects.filter(own).select_related("case__category").order_by("-pk"))
