"""Routing rules as they stand, and which of last month's cases another set of rules would have sent elsewhere."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from yuanba.cases import routes, rules
from yuanba.cases.models import Case, RoutingRule
from yuanba.cases.queries.lists import places_of
from yuanba.cases.routes import Past, Rule, Spot, Turn
from yuanba.cases.routing import ABOVE, as_rule
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.places.models import TerritoryVersion
from yuanba.places.queries import current

LOOKED_BACK = timedelta(days=30)
LAST = 2**62
MOST_PAST = 5000  # cases that one trial looks at, the newest first


@dataclass(frozen=True)
class Trial:
    """What a change of rules would have done: how many cases were looked at, and those that go elsewhere."""

    looked_at: int
    turns: tuple[tuple[Case, Turn], ...]
    is_cut: bool


def rules_in(actor: Actor, on: date) -> QuerySet[RoutingRule]:
    """The rules of the actor's places and those that hold everywhere, the newest first."""
    inside = places_of(actor, (rules.DESK, rules.SUPERVISE), on)
    rows = RoutingRule.objects.filter(Q(territory_id__in=inside) | Q(territory_id__isnull=True))
    return rows.select_related("category", "building", "cluster").order_by("-from_date", "-pk")


def plain(row: RoutingRule) -> Rule:
    """The row for the pure part; one that is not saved yet speaks before all others of its day."""
    return replace(as_rule(row), id=row.pk or LAST)


def trial(
    *, category_id: int, territory_ids: Collection[int], added: RoutingRule | None, without: int | None, now: datetime
) -> Trial:
    """Last month's cases of the category in these places, under the rules with `added` and without the one named.

    Both sets are taken as of the day the change takes effect, so that a rule that begins tomorrow can be tried today.
    """
    on = max(added.from_date, local_date(now)) if added else local_date(now)
    before = [plain(row) for row in RoutingRule.objects.filter(category_id=category_id)]
    after = [rule for rule in before if rule.id != without] + ([plain(added)] if added else [])
    since = now - LOOKED_BACK
    rows = Case.objects.filter(category_id=category_id, territory_id__in=territory_ids, created_at__gte=since)
    cases = list(rows.select_related("category", "building").defer("text").order_by("-pk")[: MOST_PAST + 1])
    seen = cases[:MOST_PAST]
    lines = _lines({case.territory_id for case in seen}, on)
    past = [_past(case, lines[case.territory_id]) for case in seen]
    by_id = {case.pk: case for case in seen}
    turns = routes.dry_run(past, before=before, after=after, on=on)
    return Trial(len(seen), tuple((by_id[turn.id], turn) for turn in turns), len(cases) > MOST_PAST)


def _lines(territory_ids: Collection[int], on: date) -> dict[int, tuple[int, ...]]:
    """Each place with what lies over it, as far as routing looks. One query for each level."""
    lines: dict[int, tuple[int, ...]] = {one: (one,) for one in territory_ids}
    for _ in range(ABOVE - 1):
        tops = {line[-1] for line in lines.values()}
        rows = TerritoryVersion.objects.filter(current(on), territory_id__in=tops, parent__isnull=False)
        parents = {one: above or 0 for one, above in rows.values_list("territory_id", "parent_id")}
        lines = {one: (*line, parents[line[-1]]) if line[-1] in parents else line for one, line in lines.items()}
    return lines


def _past(case: Case, lines: tuple[int, ...]) -> Past:
    cluster = case.building.cluster_id if case.building else None
    return Past(case.pk, case.category_id, case.category.organ, Spot(lines, cluster, case.building_id))
