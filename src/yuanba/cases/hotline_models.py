"""What feeds the desk from outside and helps it sort: orders of the hotline, their lists, and the learnt weights."""

from django.db import models
from django.db.models import Index, Q, UniqueConstraint

from yuanba.places.models import Territory


class HotlineList(models.Model):
    """An Excel of a hotline, read before it is taken. The file is kept until its term ends, so that nothing is lost."""

    class State(models.TextChoices):
        READ = "READ"
        TAKING = "TAKING"
        DONE = "DONE"
        FAILED = "FAILED"

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")  # where whoever imports keeps the desk
    file_id = models.BigIntegerField()  # files.StoredFile, opaque
    name = models.CharField(max_length=120)
    columns = models.JSONField(default=dict)
    state = models.CharField(max_length=6, choices=State.choices, default=State.READ)
    refusal = models.CharField(max_length=60, blank=True)  # code of what stopped the whole list
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)  # lines whose number was there before
    refused = models.JSONField(default=list)  # [row, column, code] of each line that was not taken: no text of anybody
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=40)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [Index(fields=["territory", "-id"], name="hotline_list_newest")]

    def __str__(self) -> str:
        return f"hotline_list:{self.pk}"


class HotlineOrder(models.Model):
    """An order of the hotline by its own number, which is taken once. Several may be one case.

    `due_at` is the hotline's deadline for its answer; ours runs on the case. `told_at` is when the answer was sent back.
    """

    number = models.CharField(max_length=60, unique=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="hotline_orders")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    category_said = models.CharField(max_length=40, blank=True)
    called_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    list = models.ForeignKey(HotlineList, models.PROTECT, null=True, blank=True, related_name="orders")
    row = models.PositiveIntegerField(null=True, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=40)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            Index(fields=["territory", "-id"], name="hotline_order_newest"),
            Index(
                fields=["territory", "due_at"],
                condition=Q(told_at__isnull=True, due_at__isnull=False),
                name="hotline_order_due",
            ),
        ]

    def __str__(self) -> str:
        return f"hotline_order:{self.number}"


class CategoryModel(models.Model):
    """Weights that suggest a category, with what they were worth on cases they had not seen. The newest counts.

    A row without `weights` tells that there was too little to learn from.
    """

    weights = models.BinaryField(null=True, blank=True)
    trained = models.PositiveIntegerField(default=0)
    held_out = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    spoken = models.PositiveIntegerField(default=0)
    spoken_right = models.PositiveIntegerField(default=0)
    threshold_permille = models.PositiveSmallIntegerField(null=True, blank=True)
    week = models.DateField()  # the Monday of the week it was learnt in: one a week
    learnt_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["week"], name="category_model_once_a_week")]

    def __str__(self) -> str:
        return f"category_model:{self.pk}"
