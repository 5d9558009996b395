"""Problems that come again and again: put on the list of needs, and answered once a running plan takes them up."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from yuanba.cases import rules as case_rules
from yuanba.cases.actions import recurring
from yuanba.cases.models import RecurringIssue
from yuanba.cases.queries.ledgers import open_issues
from yuanba.kernel.actor import Actor, Grant
from yuanba.kernel.verdict import Refused, no, require
from yuanba.programmes import rules
from yuanba.programmes.actions.needs import NewNeed, written
from yuanba.programmes.models import CompoundPlan, Need, NeedTrace, PlanItem

KIND = "recurring_issue"


@transaction.atomic
def need_from_issue(*, issue_id: int, actor: Actor, now: datetime) -> Need:
    """The issue stands on the list of needs, with as many mentions as it has cases; twice is once.

    Raises Refused: programmes.missing, .not_permitted.
    """
    issue = (
        RecurringIssue.objects.select_for_update(of=("self",)).select_related("category").filter(pk=issue_id).first()
    )
    if issue is None:
        raise Refused(no("programmes.missing", pk=issue_id))
    require(rules.holds(actor, rules.PLAN, issue.territory_id, now))
    earlier = Need.objects.filter(territory_id=issue.territory_id, traces__ref=str(issue)).first()
    if earlier is not None:
        return earlier
    new = NewNeed(
        territory_id=issue.territory_id,
        title=issue.category.name,
        source=Need.Source.CASES,
        category_key=issue.category.key,
        mentions=issue.cases_count,
        traces=(str(issue), f"category:{issue.category.key}"),
    )
    return written(new, actor, now)


def take_up_issues(plan: CompoundPlan, items: Iterable[PlanItem], actor: Actor, now: datetime) -> int:
    """Issues on which needs of these items rest are answered by their item of the running plan; how many."""
    # Whoever may keep the plan of a place answers for its issues there, whether or not they keep the desk of cases.
    behalf = Actor(
        actor.id, actor.account_id, actor.person_id, actor.grants | {Grant(case_rules.DESK, plan.territory_id)}
    )
    item_of = dict(_traced(items))
    waiting = open_issues([plan.territory_id]).filter(pk__in=item_of)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        recurring.plan(issue_id=pk, plan_ref=f"plan_item:{item_of[pk]}", actor=behalf, now=now)
    return len(ids)


def _traced(items: Iterable[PlanItem]) -> Iterable[tuple[int, int]]:
    """(issue, item) for every issue behind a need of these items. One query."""
    rows = NeedTrace.objects.filter(
        ref__startswith=f"{KIND}:", need__answered_by__item__in=[one.pk for one in items]
    ).values_list("ref", "need__answered_by__item_id")
    return [(int(ref.partition(":")[2]), item_id) for ref, item_id in rows.order_by("-pk")]
