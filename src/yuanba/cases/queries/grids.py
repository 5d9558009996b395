"""What a grid worker has before them: three queues of cases, tasks of the own grids, whom the grid serves (R-043, R-045)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from yuanba.cases import states
from yuanba.cases import task_states as tasks
from yuanba.cases.models import Case, Category, GridTask, GridTaskPart, TaskKind
from yuanba.kernel.actor import Actor
from yuanba.people.models import Appointment
from yuanba.places.models import Grid
from yuanba.places.queries import current

SHOWN = 20  # of each queue: the desk has the rest
QUEUES = tuple(Category.Queue.values)


@dataclass(frozen=True)
class Queue:
    """One of the three: how many wait, how many are late, and those due first."""

    key: str
    waiting: int
    late: int
    cases: tuple[Case, ...]


def own_grids(actor: Actor, on: date) -> list[Grid]:
    """The grids that the actor serves on that day, by name. One query."""
    serving = Appointment.objects.filter(current(on), post="GRID_WORKER", person_id=actor.person_id or 0)
    return list(Grid.objects.filter(current(on), pk__in=serving.values("grid_id")).order_by("name", "pk"))


def queues(actor: Actor, grids: list[Grid], now: datetime) -> tuple[Queue, ...]:
    """The three queues: open cases of these grids at grid level, and those handed to the actor; four queries.

    A confidential one only where the actor is its named handler.
    """
    own = Q(grid__in=grids, level="GRID", confidential=False, handler_ref__in=["", actor.id])
    rows = Case.objects.filter(own | Q(handler_ref=actor.id), state__in=sorted(states.OPEN))
    counts = rows.values_list("category__queue").annotate(
        waiting=Count("pk"), late=Count("pk", filter=Q(due_at__lte=now))
    )
    counted = {key: (number, late) for key, number, late in counts}
    ordered = rows.select_related("category", "building").defer("text").order_by("due_at", "pk")
    return tuple(
        Queue(key, *counted.get(key, (0, 0)), tuple(ordered.filter(category__queue=key)[:SHOWN])) for key in QUEUES
    )


def parts_before(actor: Actor, grids: list[Grid], on: date) -> QuerySet[GridTaskPart]:
    """What is to be done in these grids and has begun, the earliest last day first."""
    rows = GridTaskPart.objects.filter(grid__in=grids, done_at__isnull=True, task__state=tasks.OPEN)
    return rows.filter(task__from_date__lte=on).select_related("task__kind", "grid").order_by("task__last_date", "pk")


def task_kinds(on: date) -> QuerySet[TaskKind]:
    """The admitted list on that day."""
    return TaskKind.objects.filter(current(on)).order_by("pk")


def task_kind_changes() -> QuerySet[TaskKind]:
    """Lines of the list that ended or are to come in, the newest first: what was changed stays public."""
    return TaskKind.objects.filter(to_date__isnull=False).order_by("-to_date", "pk")


def grid_tasks(territory_ids: set[int]) -> QuerySet[GridTask]:
    """The tasks of these communities with how many grids have it (`grids`) and have done it (`done`), newest first."""
    rows = GridTask.objects.filter(territory_id__in=territory_ids).select_related("kind")
    done = Count("parts", filter=Q(parts__done_at__isnull=False))
    return rows.annotate(grids=Count("parts"), done=done).order_by("-pk")


def task(task_id: int) -> GridTask | None:
    return GridTask.objects.filter(pk=task_id).select_related("kind").first()
