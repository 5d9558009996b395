"""Other systems that report cases over the interface of cities (Open311)."""

from django.db import models
from django.db.models import CheckConstraint, Q

from yuanba.places.models import Territory


class Client(models.Model):
    """A system of somebody else's and the place that it may report in. Its key is kept as a hash alone."""

    name = models.CharField(max_length=80)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    admitted_at = models.DateTimeField()
    admitted_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="case_client_ended_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"client:{self.pk}"
