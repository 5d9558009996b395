"""A duty by law that a committee lets lie: the subdistrict orders it, and after its term the community does it."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from yuanba.assemblies import states
from yuanba.assemblies.models.committee import Recall
from yuanba.people.models import Organisation
from yuanba.places.models import Territory


class DutyOrder(models.Model):
    """One duty of one committee, ordered by the subdistrict until a day, taken over by the community after it.

    For `COMMITTEE` there is nobody to order: too few members are left, and the community acts for it at once.
    """

    class Duty(models.TextChoices):
        RECALL_VOTE = "RECALL_VOTE"  # owners demanded an extraordinary assembly
        TERM_CHANGE = "TERM_CHANGE"  # the term ends and nobody prepares the election
        COMMITTEE = "COMMITTEE"  # fewer than half of the members are left

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    duty = models.CharField(max_length=11, choices=Duty.choices)
    recall = models.ForeignKey(Recall, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, default=states.ORDERED)
    reason = models.CharField(max_length=400)
    due_date = models.DateField(null=True, blank=True)  # the last day that the order leaves
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=40)
    taken_over_at = models.DateTimeField(null=True, blank=True)
    taken_over_by = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["body", "duty"],
                condition=Q(state__in=[states.ORDERED, states.TAKEN_OVER]),
                name="duty_order_one_at_a_time",
            ),
            CheckConstraint(condition=Q(duty="COMMITTEE") | Q(due_date__isnull=False), name="duty_order_leaves_time"),
            CheckConstraint(condition=~Q(duty="RECALL_VOTE") | Q(recall__isnull=False), name="duty_order_of_a_recall"),
        ]
        indexes = [Index(fields=["territory", "state"], name="duty_order_by_place")]

    def __str__(self) -> str:
        return f"duty_order:{self.pk}"
