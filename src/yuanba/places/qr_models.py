"""Points with a printed code: buildings, entrances, lifts, facilities, shops. Scanning one says where a report is from."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint


class QrPoint(models.Model):
    """A thing or a spot that carries a label (一物一码). `version` counts its labels: a replaced one no longer counts.

    It is ended, never deleted: a label of a demolished building stays explainable.
    """

    class Kind(models.TextChoices):
        BUILDING = "BUILDING"
        ENTRANCE = "ENTRANCE"
        LIFT = "LIFT"
        FACILITY = "FACILITY"  # pump room, playground, charging shed, underground car park
        SHOP = "SHOP"

    class End(models.TextChoices):
        REMOVED = "REMOVED"
        DEMOLISHED = "DEMOLISHED"

    compound = models.ForeignKey("places.Compound", models.PROTECT, related_name="qr_points")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=60)
    building = models.ForeignKey("places.Building", models.PROTECT, null=True, blank=True, related_name="qr_points")
    entrance = models.ForeignKey("places.Entrance", models.PROTECT, null=True, blank=True, related_name="qr_points")
    premises = models.ForeignKey("places.Premises", models.PROTECT, null=True, blank=True, related_name="qr_points")
    version = models.PositiveSmallIntegerField(default=1)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=10, choices=End.choices, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")), name="qr_point_dated"),
            CheckConstraint(
                condition=Q(to_date__isnull=True, end_reason="") | (Q(to_date__isnull=False) & ~Q(end_reason="")),
                name="qr_point_ends_with_a_reason",
            ),
            CheckConstraint(condition=Q(version__gte=1), name="qr_point_version"),
            UniqueConstraint(
                fields=["compound", "kind", "name"], condition=Q(to_date__isnull=True), name="qr_point_one_open_name"
            ),
        ]

    def __str__(self) -> str:
        return f"qr_point:{self.pk}"
