"""Reading needs, plans, micro projects and deeds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from yuanba.cases.models import RecurringIssue
from yuanba.cases.queries.deeds import numbers_of
from yuanba.cases.queries.ledgers import open_issues
from yuanba.programmes import states
from yuanba.programmes.models import (
    CompoundPlan,
    Consultation,
    Deed,
    ItemNeed,
    ItemResource,
    MicroProject,
    MicroSupport,
    Need,
    NeedTrace,
    PlanItem,
    ProgrammeStep,
    Progress,
    Resource,
)


@dataclass(frozen=True)
class Count3:
    """How many items there are, how many are accepted, how many are past their day; dropped ones are not counted."""

    items: int
    accepted: int
    late: int


def public_plans(territory_id: int) -> QuerySet[CompoundPlan]:
    """Plans that run or ran, running ones first."""
    rows = CompoundPlan.objects.filter(territory_id=territory_id, state__in=states.PUBLIC)
    return rows.order_by("-state", "kind", "-from_date", "pk")


def plans_in(territory_ids: Iterable[int]) -> QuerySet[CompoundPlan]:
    """Every plan of these places, the newest first."""
    return CompoundPlan.objects.filter(territory_id__in=list(territory_ids)).order_by("-pk")


def places_with_plans(among: set[int] | None = None) -> set[int]:
    """Where anybody can read a plan, a need or a micro project; of `among` only, if given. One query."""
    plans = CompoundPlan.objects.filter(state__in=states.PUBLIC).values_list("territory_id", flat=True)
    rows = (
        plans.order_by(),
        Need.objects.order_by().values_list("territory_id", flat=True),
        MicroProject.objects.order_by().values_list("territory_id", flat=True),
    )
    if among is not None:
        rows = tuple(one.filter(territory_id__in=among) for one in rows)  # type: ignore[assignment]
    return set(rows[0].union(rows[1], rows[2]))


def plan(plan_id: int) -> CompoundPlan | None:
    return CompoundPlan.objects.filter(pk=plan_id).first()


def items_of(plan_ids: Iterable[int]) -> list[PlanItem]:
    """The items with owner and needs, in order. Two queries."""
    rows = PlanItem.objects.filter(plan_id__in=list(plan_ids)).select_related("owner", "plan")
    return list(rows.prefetch_related(_needs()).order_by("plan_id", "number"))


def item(item_id: int) -> PlanItem | None:
    """An item with plan, owner, consultation, needs, resources and progress. Four queries."""
    rows = PlanItem.objects.select_related("plan", "owner", "consultation").prefetch_related(
        _needs(),
        Prefetch("uses", ItemResource.objects.select_related("resource").order_by("pk")),
        Prefetch("progress", Progress.objects.order_by("-pk")),
    )
    return rows.filter(pk=item_id).first()


def _needs() -> Prefetch[str]:
    return Prefetch("answers", ItemNeed.objects.select_related("need").order_by("need__number"))


def counts(items: Sequence[PlanItem], today: date) -> Count3:
    kept = [one for one in items if one.state != states.DROPPED]
    return Count3(
        len(kept),
        sum(one.state == states.ACCEPTED for one in kept),
        sum(is_late(one, today) for one in kept),
    )


def is_late(one: PlanItem, today: date) -> bool:
    """Its last day is over, and it is not done."""
    return one.state in (states.PLANNED, states.UNDER_WAY, states.STALLED) and one.due_date < today


def issues(territory_id: int) -> list[RecurringIssue]:
    """Problems of the place that come again and again and are not on the list of needs yet, the most often first."""
    listed = NeedTrace.objects.filter(need__territory_id=territory_id, ref__startswith="recurring_issue:")
    known = [int(ref.partition(":")[2]) for ref in listed.values_list("ref", flat=True)]
    rows = open_issues([territory_id]).exclude(pk__in=known).select_related("category")
    return list(rows.order_by("-cases_count", "pk"))


def case_numbers(need_id: int) -> list[str]:
    """The numbers of the cases on which a need rests, for its keepers."""
    refs = NeedTrace.objects.filter(need_id=need_id, ref__startswith="case:").values_list("ref", flat=True)
    return numbers_of([pk for ref in refs if (pk := int(ref.partition(":")[2]))])


def needs(territory_id: int) -> QuerySet[Need]:
    """The needs of a place, open ones first, the most often said first; with how many items answer each."""
    live = Q(answered_by__item__plan__state__in=states.PUBLIC) & ~Q(answered_by__item__state=states.DROPPED)
    rows = Need.objects.filter(territory_id=territory_id)
    return rows.annotate(in_plans=Count("answered_by", filter=live)).order_by("settled_at", "-mentions", "number")


def need(need_id: int) -> Need | None:
    return Need.objects.filter(pk=need_id).first()


def trace_counts(need_id: int) -> dict[str, int]:
    """How many references of each kind a need rests on: {"case": 12}."""
    found: dict[str, int] = {}
    for ref in Need.objects.filter(pk=need_id, traces__isnull=False).values_list("traces__ref", flat=True):
        kind = ref.partition(":")[0]
        found[kind] = found.get(kind, 0) + 1
    return found


def consultations(need_id: int, *, settled: bool = False) -> list[Consultation]:
    """The consultations on a need with what each side said, the last first; only the settled ones if asked. Two queries."""
    rows = Consultation.objects.filter(need_id=need_id).prefetch_related("views").order_by("-held_date", "-pk")
    return list(rows.filter(state=states.SETTLED) if settled else rows)


def consultation(consultation_id: int) -> Consultation | None:
    rows = Consultation.objects.select_related("need").prefetch_related("views")
    return rows.filter(pk=consultation_id).first()


def settled_sheets(territory_id: int) -> QuerySet[Consultation]:
    """The public consultations on open needs of a place, the last first."""
    rows = Consultation.objects.filter(
        need__territory_id=territory_id, need__settled_at__isnull=True, state=states.SETTLED
    )
    return rows.select_related("need").order_by("-held_date", "-pk")


def items_for(need_id: int) -> list[PlanItem]:
    """The public items that answer a need."""
    rows = PlanItem.objects.filter(answers__need_id=need_id, plan__state__in=states.PUBLIC)
    return list(rows.select_related("plan", "owner").order_by("plan_id", "number"))


def resources(territory_id: int, on: date) -> QuerySet[Resource]:
    """What is offered on that day, with how many items use it."""
    live = Q(to_date__isnull=True) | Q(to_date__gt=on)
    rows = Resource.objects.filter(live, territory_id=territory_id, from_date__lte=on)
    return rows.annotate(uses=Count("used_by")).order_by("pk")


def micro_projects(territory_id: int) -> QuerySet[MicroProject]:
    """The micro projects of a place that were not taken back, open ones with the most support first."""
    rows = MicroProject.objects.filter(territory_id=territory_id).exclude(state=states.WITHDRAWN)
    return rows.annotate(wanted=Count("supports")).order_by("-wanted", "number")


def micro_project(project_id: int) -> MicroProject | None:
    rows = MicroProject.objects.select_related("item__plan", "item__owner", "need").annotate(wanted=Count("supports"))
    return rows.filter(pk=project_id).first()


def supports(project_id: int, person_id: int | None) -> bool:
    return person_id is not None and MicroSupport.objects.filter(project_id=project_id, person_id=person_id).exists()


def proposed_by(person_id: int) -> QuerySet[MicroProject]:
    return MicroProject.objects.filter(person_id=person_id).order_by("-pk")


def supported_by(person_id: int) -> QuerySet[MicroSupport]:
    return MicroSupport.objects.filter(person_id=person_id).select_related("project").order_by("-pk")


def waiting_projects(territory_ids: Iterable[int]) -> QuerySet[MicroProject]:
    """Proposals that wait for the next step by whoever keeps the plans, the oldest first."""
    waits = [states.PROPOSED, states.DELIBERATING, states.CHOSEN]
    rows = MicroProject.objects.filter(territory_id__in=list(territory_ids), state__in=waits)
    return rows.annotate(wanted=Count("supports")).order_by("pk")


def items_to_accept(territory_ids: Iterable[int]) -> QuerySet[PlanItem]:
    rows = PlanItem.objects.filter(plan__territory_id__in=list(territory_ids), state=states.DONE)
    return rows.select_related("plan", "owner").order_by("done_at", "pk")


def late_items(territory_ids: Iterable[int], today: date) -> QuerySet[PlanItem]:
    """Items of running plans whose day is over."""
    rows = PlanItem.objects.filter(
        plan__territory_id__in=list(territory_ids),
        plan__state=states.RUNNING,
        state__in=[states.PLANNED, states.UNDER_WAY, states.STALLED],
        due_date__lt=today,
    )
    return rows.select_related("plan", "owner").order_by("due_date", "pk")


def deeds(territory_ids: Iterable[int], from_date: date, to_date: date) -> QuerySet[Deed]:
    """The livelihood deeds done in [from_date, to_date), the newest first."""
    rows = Deed.objects.filter(territory_id__in=list(territory_ids), ended_at__isnull=True)
    return rows.filter(done_date__gte=from_date, done_date__lt=to_date).order_by("-done_date", "-pk")


def deed_of(ref: str) -> Deed | None:
    return Deed.objects.filter(ref=ref, ended_at__isnull=True).first()


def history(subject: str) -> list[ProgrammeStep]:
    return list(ProgrammeStep.objects.filter(subject=subject).order_by("pk"))
