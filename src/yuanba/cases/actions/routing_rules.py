"""Categories and routing rules as dated rows: a new one begins, an old one ends, nothing is overwritten."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.cases import rules, template
from yuanba.cases.models import Category, RoutingRule
from yuanba.cases.queries.workers import workers
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.models import Building, BuildingCluster, Territory

SOURCE = "routing rules are dated rows with a reason"


@dataclass(frozen=True)
class NewRule:
    """Cases of the category from a place go to an organ (and a handler) from a day on. No place: everywhere below."""

    category: str
    territory_id: int
    organ: str
    from_date: date
    reason: str
    to_date: date | None = None
    cluster_id: int | None = None
    building_id: int | None = None
    handler_ref: str = ""


def checked(rule: NewRule, now: datetime) -> RoutingRule:
    """The rule as it would be kept; not saved.

    Raises Refused: routing.no_category, .no_organ, .no_place, .other_place, .backwards, .period, ledger.no_handler,
    cases.reason_missing.
    """
    category = Category.objects.filter(key=rule.category).first()
    if category is None:
        raise Refused(no("routing.no_category", SOURCE))
    if rule.organ not in template.organs():
        raise Refused(no("routing.no_organ", SOURCE))
    _check_place(rule)
    on = local_date(now)
    if rule.from_date < on:
        raise Refused(no("routing.backwards", SOURCE, day=rule.from_date.isoformat()))
    if rule.to_date is not None and rule.to_date <= rule.from_date:
        raise Refused(no("routing.period", SOURCE))
    if rule.handler_ref and rule.handler_ref not in dict(workers(rule.territory_id, on)):
        raise Refused(no("ledger.no_handler", SOURCE))
    return RoutingRule(
        category=category, territory_id=rule.territory_id, cluster_id=rule.cluster_id, building_id=rule.building_id,
        organ=rule.organ, handler_ref=rule.handler_ref, reason=clean(rule.reason)[:200], from_date=rule.from_date,
        to_date=rule.to_date,
    )  # fmt: skip


def _check_place(rule: NewRule) -> None:
    if not Territory.objects.filter(pk=rule.territory_id).exists():
        raise Refused(no("routing.no_place", SOURCE))
    inside = {"pk": rule.building_id, "compound_id": rule.territory_id}
    if rule.building_id is not None and not Building.objects.filter(**inside).exists():
        raise Refused(no("routing.other_place", SOURCE))
    inside = {"pk": rule.cluster_id, "compound_id": rule.territory_id}
    if rule.cluster_id is not None and not BuildingCluster.objects.filter(**inside).exists():
        raise Refused(no("routing.other_place", SOURCE))


@transaction.atomic
def add_rule(*, rule: NewRule, actor: Actor, now: datetime) -> RoutingRule:
    """The rule holds from its day on; cases that are open stay where they are. By a supervisor of the place.

    Raises Refused: cases.not_permitted and as `checked`.
    """
    _may(actor, rule.territory_id, now)
    require(rules.reason_given(rule.reason))
    row = checked(rule, now)
    row.recorded_by, row.recorded_at = actor.id, now
    row.save(force_insert=True)
    record(verb="routing.add", subject=str(row), actor=actor, now=now, territory_id=rule.territory_id,
           detail={"category": rule.category, "organ": rule.organ, "from": rule.from_date.isoformat()})  # fmt: skip
    return row


@transaction.atomic
def end_rule(*, rule_id: int, to_date: date, actor: Actor, now: datetime) -> RoutingRule:
    """The rule holds until the day before; the row stays. Raises Refused: routing.unknown, .ended, .backwards, .period."""
    row = RoutingRule.objects.select_for_update(of=("self",)).filter(pk=rule_id).first()
    if row is None:
        raise Refused(no("routing.unknown", SOURCE))
    _may(actor, row.territory_id, now)
    if row.to_date is not None and row.to_date <= local_date(now):
        raise Refused(no("routing.ended", SOURCE, to_date=row.to_date.isoformat()))
    if to_date < local_date(now):
        raise Refused(no("routing.backwards", SOURCE, day=to_date.isoformat()))
    if to_date <= row.from_date:
        raise Refused(no("routing.period", SOURCE))
    row.to_date = to_date
    row.save(update_fields=["to_date"])
    record(verb="routing.end", subject=str(row), actor=actor, now=now, territory_id=row.territory_id,
           detail={"to": to_date.isoformat()})  # fmt: skip
    return row


def _may(actor: Actor, territory_id: int | None, now: datetime) -> None:
    """A supervisor of the place; what holds everywhere belongs to nobody's place and is changed by no page."""
    if territory_id is None or not rules.holds(actor, rules.SUPERVISE, territory_id, local_date(now)):
        raise Refused(no("cases.not_permitted", rules.POSTS_SOURCE, permission=rules.SUPERVISE))
