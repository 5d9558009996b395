"""A plan from its draft to its end, and what stands in it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Organisation
from yuanba.programmes import rules, states
from yuanba.programmes.actions.issues import take_up_issues
from yuanba.programmes.actions.steps import locked, move_on, note, reasoned, step
from yuanba.programmes.models import CompoundPlan, Consultation, ItemNeed, ItemResource, Need, PlanItem, Resource


@dataclass(frozen=True)
class NewPlan:
    territory_id: int
    kind: str
    title: str
    from_date: date
    to_date: date


@dataclass(frozen=True)
class ItemOrder:
    """One thing to do. `need_ids`: which needs it answers, at least one. `due_date` is the last day."""

    title: str
    what: str
    owner_id: int
    contact_line: str
    due_date: date
    need_ids: tuple[int, ...]
    budget_fen: int = 0
    funding: str = ""
    track: str = PlanItem.Track.COMPOUND
    consultation_id: int | None = None
    resource_ids: tuple[int, ...] = ()


@transaction.atomic
def draft_plan(*, new: NewPlan, actor: Actor, now: datetime) -> CompoundPlan:
    """A plan without items that only its keepers see.

    Raises Refused: programmes.not_permitted, .kind_unknown, .text_missing, .personal_numbers, .dates.
    """
    require(rules.holds(actor, rules.PLAN, new.territory_id, now))
    title = clean(new.title)[:80]
    require(rules.said(title))
    if new.kind not in CompoundPlan.Kind.values:
        raise Refused(no("programmes.kind_unknown", rules.SOURCE))
    if new.to_date <= new.from_date or new.to_date <= local_date(now):
        raise Refused(no("programmes.dates", rules.SOURCE))
    plan = CompoundPlan.objects.create(
        territory_id=new.territory_id,
        kind=new.kind,
        title=title,
        from_date=new.from_date,
        to_date=new.to_date,
        made_at=now,
        made_by=actor.id,
    )
    step(str(plan), "draft_plan", target=states.DRAFT, actor=actor, now=now)
    note("draft_plan", subject=str(plan), territory_id=plan.territory_id, actor=actor, now=now)
    return plan


@transaction.atomic
def add_item(*, plan_id: int, order: ItemOrder, actor: Actor, now: datetime) -> PlanItem:
    """The item stands in the plan; in a plan that runs everybody reads it at once.

    Raises Refused: programmes.missing, .not_permitted, .plan_over, .text_missing, .too_long, .personal_numbers,
    .owner_missing, .owner_elsewhere, .due_outside, .budget, .nobody_pays, .needs_missing, .need_elsewhere,
    .consultation_open, .resource_elsewhere.
    """
    plan = _open_plan(plan_id, actor, now)
    return written_item(plan, order, actor, now)


def written_item(plan: CompoundPlan, order: ItemOrder, actor: Actor, now: datetime) -> PlanItem:
    """The checked item in the locked plan; whoever calls this has asked whether the actor may."""
    columns = _checked(plan, order, now)
    last = plan.items.aggregate(last=Max("number"))["last"]
    item = PlanItem.objects.create(plan=plan, number=(last or 0) + 1, **columns)
    _link(item, order)
    step(str(item), "add_item", target=states.PLANNED, actor=actor, now=now)
    note("add_item", subject=str(item), territory_id=plan.territory_id, actor=actor, now=now)
    if plan.state == states.RUNNING:
        take_up_issues(plan, [item], actor, now)
    return item


@transaction.atomic
def change_item(*, item_id: int, order: ItemOrder, actor: Actor, now: datetime) -> PlanItem:
    """The item of a draft says something else. What was adopted stands: its day moves with a reason, or it is dropped.

    Raises Refused: programmes.adopted_stands, and those of `add_item`.
    """
    found = PlanItem.objects.filter(pk=item_id).first()
    if found is None:
        raise Refused(no("programmes.missing", pk=item_id))
    plan = _open_plan(found.plan_id, actor, now)
    if plan.state != states.DRAFT:
        raise Refused(no("programmes.adopted_stands", rules.SOURCE))
    PlanItem.objects.filter(pk=item_id).update(**_checked(plan, order, now))
    found.answers.all().delete()
    found.uses.all().delete()
    _link(found, order)
    note("change_item", subject=str(found), territory_id=plan.territory_id, actor=actor, now=now)
    found.refresh_from_db()
    return found


@transaction.atomic
def adopt(*, plan_id: int, decision: str, decided_date: date, actor: Actor, now: datetime) -> CompoundPlan:
    """The plan runs, and everybody reads it with the decision it rests on; recurring issues it answers are answered.

    Raises Refused: programmes.missing, .not_permitted, .nothing_planned, .another_runs, .decision_missing,
    .not_held_yet, compound_plan.no_such_move.
    """
    plan = locked(CompoundPlan, plan_id)
    require(rules.holds(actor, rules.PLAN, plan.territory_id, now))
    require(states.PLAN.may(plan.state, "adopt"))
    same = CompoundPlan.objects.filter(territory_id=plan.territory_id, kind=plan.kind, state=states.RUNNING)
    require(rules.adoptable(plan, plan.items.count(), same.exists()))
    words = clean(decision)[:200]
    if not words:
        raise Refused(no("programmes.decision_missing", rules.SOURCE))
    require(rules.impersonal(words))
    if decided_date > local_date(now):
        raise Refused(no("programmes.not_held_yet", rules.SOURCE, day=decided_date.isoformat()))
    plan.decision, plan.decided_date, plan.adopted_at = words, decided_date, now
    move_on(plan, "adopt", territory_id=plan.territory_id, actor=actor, now=now)
    take_up_issues(plan, plan.items.all(), actor, now)
    return plan


@transaction.atomic
def close_plan(*, plan_id: int, outcome: str, actor: Actor, now: datetime) -> CompoundPlan:
    """The plan is over, with what came of it; another of its kind may run.

    Raises Refused: programmes.missing, .not_permitted, .items_open, .text_missing, compound_plan.no_such_move.
    """
    plan = locked(CompoundPlan, plan_id)
    require(rules.holds(actor, rules.PLAN, plan.territory_id, now))
    require(states.PLAN.may(plan.state, "close"))
    require(rules.all_over(list(plan.items.order_by("number"))))
    words = clean_lines(outcome)
    require(rules.said(words))
    plan.outcome = words
    move_on(plan, "close", territory_id=plan.territory_id, actor=actor, now=now)
    return plan


@transaction.atomic
def drop_plan(*, plan_id: int, reason: str, actor: Actor, now: datetime) -> CompoundPlan:
    """The draft is put away. Raises Refused: programmes.reason_missing, compound_plan.no_such_move."""
    plan = locked(CompoundPlan, plan_id)
    require(rules.holds(actor, rules.PLAN, plan.territory_id, now))
    require(states.PLAN.may(plan.state, "drop_plan"))
    said = reasoned(reason)
    move_on(plan, "drop_plan", territory_id=plan.territory_id, actor=actor, now=now, reason=said)
    return plan


def _open_plan(plan_id: int, actor: Actor, now: datetime) -> CompoundPlan:
    """The plan, locked, if items may still come in."""
    plan = locked(CompoundPlan, plan_id)
    require(rules.holds(actor, rules.PLAN, plan.territory_id, now))
    if plan.state not in (states.DRAFT, states.RUNNING):
        raise Refused(no("programmes.plan_over", rules.SOURCE, state=plan.state))
    return plan


def _checked(plan: CompoundPlan, order: ItemOrder, now: datetime) -> dict[str, object]:
    """The columns of the item. Raises Refused as `add_item` says."""
    title, what, line = clean(order.title)[:80], clean_lines(order.what), clean(order.contact_line)
    require(rules.said(title, what, line))
    owner = Organisation.objects.filter(pk=order.owner_id).first()
    if owner is None:
        raise Refused(no("programmes.owner_missing", rules.SOURCE))
    require(rules.answerable(owner, plan.territory_id, now))
    require(rules.due_within(order.due_date, plan, now))
    require(rules.affordable(order.budget_fen, clean(order.funding)))
    _check_links(plan, order)
    return {
        "track": PlanItem.Track(order.track),
        "title": title,
        "what": what,
        "owner_id": owner.pk,
        "contact_line": line[: rules.LINE_LENGTH],
        "due_date": order.due_date,
        "budget_fen": order.budget_fen,
        "funding": clean(order.funding)[: rules.LINE_LENGTH],
        "consultation_id": order.consultation_id,
    }


def _check_links(plan: CompoundPlan, order: ItemOrder) -> None:
    wanted = set(order.need_ids)
    if not wanted:
        raise Refused(no("programmes.needs_missing", rules.SOURCE))
    if Need.objects.filter(pk__in=wanted, territory_id=plan.territory_id).count() != len(wanted):
        raise Refused(no("programmes.need_elsewhere", rules.SOURCE))
    offers = set(order.resource_ids)
    if offers and Resource.objects.filter(pk__in=offers, territory_id=plan.territory_id).count() != len(offers):
        raise Refused(no("programmes.resource_elsewhere", rules.SOURCE))
    if order.consultation_id is not None:
        settled = Consultation.objects.filter(pk=order.consultation_id, need_id__in=wanted, state=states.SETTLED)
        if not settled.exists():
            raise Refused(no("programmes.consultation_open", rules.SOURCE))


def _link(item: PlanItem, order: ItemOrder) -> None:
    ItemNeed.objects.bulk_create(ItemNeed(item=item, need_id=pk) for pk in sorted(set(order.need_ids)))
    ItemResource.objects.bulk_create(ItemResource(item=item, resource_id=pk) for pk in sorted(set(order.resource_ids)))
