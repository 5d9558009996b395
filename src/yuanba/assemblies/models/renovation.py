"""Whether the owners of some stairwells consent to a lift, a roof, new pipes: who was asked, what they said, objections."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.assemblies.states import RENOVATION
from yuanba.ballots.models import Ballot
from yuanba.people.models import Person
from yuanba.places.models import Compound, Entrance, Premises


class Renovation(models.Model):
    """One thing to build or renew, asked of the owners of its stairwells. `shown` declares who reads whose answer."""

    class Kind(models.TextChoices):
        LIFT = "LIFT"
        ROOF = "ROOF"
        PIPES = "PIPES"
        FACADE = "FACADE"
        OTHER = "OTHER"

    class Shown(models.TextChoices):
        NAMED = "NAMED"  # the owners asked read each other's answers by door; everybody else counts
        COUNTED = "COUNTED"  # counts only, none of a floor with fewer than five owners

    compound = models.ForeignKey(Compound, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=60)
    plan = models.TextField()
    cost = models.TextField(blank=True)  # who pays how much, floor by floor, in words
    plan_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    entrances = models.ManyToManyField(Entrance, related_name="+")
    shown = models.CharField(max_length=8, choices=Shown.choices)
    threshold = models.JSONField(default=dict)  # the row of the law on the day of the announcement
    state = models.CharField(max_length=10, default=RENOVATION.initial)
    closes_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict, blank=True)  # at the end: every comparison with its numbers
    ballot = models.ForeignKey(Ballot, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(RENOVATION.states)), name="renovation_state_known"),
            CheckConstraint(
                condition=Q(announced_at__isnull=True) | Q(closes_at__gt=F("announced_at")),
                name="renovation_closes_later",
            ),
        ]
        indexes = [Index(fields=["state", "closes_at"])]

    def __str__(self) -> str:
        return f"renovation:{self.pk}"


class RenovationStep(models.Model):
    """A move of a renovation; append-only."""

    renovation = models.ForeignKey(Renovation, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=12)
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"renovation_step:{self.pk}"


class AskedOwner(models.Model):
    """One owner, or several who own together, as on the day of the announcement: one head, with the area there.

    `floor` is read from the number of the first of the premises; None where the number does not tell.
    """

    renovation = models.ForeignKey(Renovation, models.PROTECT, related_name="asked")
    key = models.CharField(max_length=80)
    heads = models.PositiveSmallIntegerField()
    area_cm2 = models.PositiveBigIntegerField()
    premises = models.ForeignKey(Premises, models.PROTECT, null=True, blank=True, related_name="+")
    floor = models.SmallIntegerField(null=True, blank=True)
    persons = models.ManyToManyField(Person, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["renovation", "key"], name="asked_owner_once")]

    def __str__(self) -> str:
        return f"asked_owner:{self.pk}"


class ConsentSaid(models.Model):
    """What an owner said, and whether it was taken back; append-only, the last one holds until the end."""

    class Answer(models.TextChoices):
        AGREE = "AGREE"
        AGAINST = "AGAINST"
        WITHDRAWN = "WITHDRAWN"

    asked = models.ForeignKey(AskedOwner, models.PROTECT, related_name="said")
    number = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=9, choices=Answer.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    scan_file_id = models.BigIntegerField(null=True, blank=True)  # the signed sheet; files.StoredFile, opaque
    said_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["asked", "number"], name="consent_said_in_order"),
            CheckConstraint(
                condition=Q(person__isnull=False) | Q(scan_file_id__isnull=False), name="consent_own_or_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"consent_said:{self.pk}"


class RenovationObjection(models.Model):
    """What an owner fears or asks for (light, noise, cost), and what came of talking about it. Public without names."""

    class Result(models.TextChoices):
        OPEN = "OPEN"
        SETTLED = "SETTLED"
        NOT_SETTLED = "NOT_SETTLED"

    asked = models.ForeignKey(AskedOwner, models.PROTECT, related_name="objections")
    text = models.CharField(max_length=500)
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=40)
    result = models.CharField(max_length=11, choices=Result.choices, default=Result.OPEN)

    def __str__(self) -> str:
        return f"renovation_objection:{self.pk}"


class MediationNote(models.Model):
    """Who sat together on which day, and what was said; append-only."""

    objection = models.ForeignKey(RenovationObjection, models.PROTECT, related_name="notes")
    met_date = models.DateField()
    text = models.CharField(max_length=1000)
    result = models.CharField(max_length=11, choices=RenovationObjection.Result.choices)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"mediation_note:{self.pk}"
