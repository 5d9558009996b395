"""What the public pages ask besides the board: a case by its number, what is open in each building, what was alike."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from yuanba.cases import states
from yuanba.cases.ledger_models import RecurringIssue
from yuanba.cases.models import Case
from yuanba.cases.queries.lists import ANSWERED_SHOWN, BOARD
from yuanba.kernel.actor import Actor

LOOK_BACK = timedelta(days=730)  # as long as cases are kept
MOST_BEFORE = 10


def id_of(number: str) -> int | None:
    """The case under this number."""
    return Case.objects.filter(number=number).values_list("pk", flat=True).first()


@dataclass(frozen=True)
class BoardCounts:
    """Four different figures of what is public in a compound, and what is open by building."""

    open: int
    answered: int
    closed: int
    lapsed: int
    by_building: dict[int, int]


def board_counts(compound_id: int) -> BoardCounts:
    """How many public cases stand where. Two queries."""
    rows = Case.objects.filter(territory_id=compound_id, is_public=True)
    by_state = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    running = rows.filter(state__in=sorted(states.OPEN), building__isnull=False)
    return BoardCounts(
        sum(by_state.get(one, 0) for one in states.OPEN),
        by_state.get(states.ANSWERED, 0),
        by_state.get(states.CLOSED, 0),
        by_state.get(states.LAPSED, 0),
        dict(running.order_by().values_list("building_id").annotate(n=Count("pk"))),
    )


@dataclass(frozen=True)
class BoardPage:
    """A page of the board; `after` asks for the older ones, None on the last page."""

    cases: tuple[Case, ...]
    after: int | None


def board_page(
    compound_id: int, now: datetime, *, building_id: int | None = None, after: int | None = None, size: int = BOARD
) -> BoardPage:
    """As `board`, page by page, of one building if asked. Two queries, however old the page."""
    lately = Q(state__in=[states.ANSWERED, states.CLOSED, states.LAPSED], answered_at__gte=now - ANSWERED_SHOWN)
    rows = Case.objects.filter(Q(state__in=sorted(states.OPEN)) | lately, territory_id=compound_id, is_public=True)
    rows = rows.filter(anonymised_at__isnull=True)
    if building_id is not None:
        rows = rows.filter(building_id=building_id)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    rows = rows.select_related("category", "building").defer("text").prefetch_related("replies")
    found = tuple(rows.order_by("-pk")[: size + 1])
    return BoardPage(found[:size], found[size - 1].pk if len(found) > size else None)


def alike_before(case: Case, now: datetime) -> tuple[Case, ...]:
    """Earlier public cases of the same kind at the same building, or, without one, with the same remark; newest first."""
    rows = Case.objects.filter(
        territory_id=case.territory_id,
        category_id=case.category_id,
        is_public=True,
        created_at__gte=now - LOOK_BACK,
        pk__lt=case.pk,
    ).exclude(state=states.MERGED)
    if case.building_id is None:
        rows = rows.filter(building__isnull=True, place_note=case.place_note)
    else:
        rows = rows.filter(building_id=case.building_id)
    return tuple(rows.defer("text").order_by("-pk")[:MOST_BEFORE])


def repeats(case: Case) -> RecurringIssue | None:
    """The newest issue that cases of this kind in this place have raised, whatever came of it. One query."""
    rows = RecurringIssue.objects.filter(territory_id=case.territory_id, category_id=case.category_id)
    return rows.order_by("-pk").first()


def waiting_for_word(actor: Actor) -> tuple[Case, ...]:
    """Answered cases that the actor's account reported first and has not said anything to. One query."""
    if actor.account_id is None:
        return ()
    rows = Case.objects.filter(
        state=states.ANSWERED, reports__account_ref=actor.id, reports__is_first=True, reports__verdict=""
    )
    return tuple(rows.select_related("category").order_by("answered_at", "pk"))
