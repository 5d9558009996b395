"""What grid workers may be given to do: the admitted list as dated rows, tasks, and what each grid did."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.cases import task_states as states
from yuanba.places.models import Grid, Territory, dated


class TaskKind(models.Model):
    """A line of the admitted list of grid tasks 网格事项清单, from a day on; what it was before stays readable."""

    key = models.CharField(max_length=24)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    source = models.CharField(max_length=200)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            dated("grid_task_kind_dated"),
            UniqueConstraint(fields=["key"], condition=Q(to_date__isnull=True), name="grid_task_kind_once"),
        ]

    def __str__(self) -> str:
        return f"task_kind:{self.pk}"


class GridTask(models.Model):
    """Something for the workers of some grids of a community, until its last day. Without a kind it stands on no list:
    then somebody else than who asked for it approved it."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    kind = models.ForeignKey(TaskKind, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=400, blank=True)
    why = models.CharField(max_length=200, blank=True)  # of one that stands on no list
    from_date = models.DateField()
    last_date = models.DateField()
    state = models.CharField(max_length=8, choices=[(one, one) for one in sorted(states.GRID_TASK.states)])
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(last_date__gte=F("from_date")), name="grid_task_ends_after_it_begins"),
            CheckConstraint(
                condition=Q(kind__isnull=False) | ~Q(state=states.OPEN) | ~Q(decided_by=""),
                name="grid_task_off_the_list_approved",
            ),
            CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("asked_by")), name="grid_task_approved_by_another"
            ),
        ]
        indexes = [Index(fields=["territory", "state", "last_date"], name="grid_task_by_place")]

    def __str__(self) -> str:
        return f"grid_task:{self.pk}"


class GridTaskPart(models.Model):
    """A task in one grid: done once, by whom, with a note. How often somebody signed in or walked is not asked."""

    task = models.ForeignKey(GridTask, models.PROTECT, related_name="parts")
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["task", "grid"], name="grid_task_part_once"),
            CheckConstraint(
                condition=Q(done_at__isnull=True, done_by="") | (Q(done_at__isnull=False) & ~Q(done_by="")),
                name="grid_task_part_done_by_somebody",
            ),
        ]
        indexes = [Index(fields=["grid", "done_at"], name="grid_task_part_by_grid")]

    def __str__(self) -> str:
        return f"grid_task_part:{self.pk}"
