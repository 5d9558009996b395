"""What decides where a case goes and until when: categories, deadlines, office hours and routing rules, all dated."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from yuanba.places.models import Building, BuildingCluster, Territory, dated


class Category(models.Model):
    """A kind of problem. `organ` is the key of the service organ that gets it where no rule says otherwise."""

    class Queue(models.TextChoices):
        HAZARD = "HAZARD"
        DISPUTE = "DISPUTE"
        SERVICE = "SERVICE"

    class TermClass(models.TextChoices):
        INQUIRY = "INQUIRY"
        HELP = "HELP"
        COMPLAINT = "COMPLAINT"
        URGENT = "URGENT"

    class Special(models.TextChoices):
        DOGS = "DOGS"
        OBJECTS = "OBJECTS"
        EBIKES = "EBIKES"

    key = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    hint = models.CharField(max_length=120, blank=True)
    organ = models.CharField(max_length=20)
    queue = models.CharField(max_length=7, choices=Queue.choices)
    term_class = models.CharField(max_length=9, choices=TermClass.choices)
    start_level = models.CharField(max_length=9, default="GRID")
    urgent = models.BooleanField(default=False)
    emergency_number = models.CharField(max_length=20, blank=True)  # shown first for urgent kinds
    confidential = models.BooleanField(default=False)
    supervisor_only = models.BooleanField(default=False)  # a complaint about a worker: no handler but a supervisor
    livelihood = models.BooleanField(default=False)
    special = models.CharField(max_length=7, choices=Special.choices, blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            dated("case_category_dated"),
            CheckConstraint(condition=Q(urgent=False) | Q(term_class="URGENT"), name="case_category_urgent_term"),
        ]

    def __str__(self) -> str:
        return f"case_category:{self.key}"


class LevelTerm(models.Model):
    """How many minutes a level has for a kind of case: by office hours, for URGENT by the wall clock."""

    class Level(models.TextChoices):
        GRID = "GRID"
        BUILDING = "BUILDING"
        CLUSTER = "CLUSTER"
        COMMITTEE = "COMMITTEE"

    term_class = models.CharField(max_length=9, choices=Category.TermClass.choices)
    level = models.CharField(max_length=9, choices=Level.choices)
    minutes = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            dated("case_level_term_dated"),
            CheckConstraint(condition=Q(minutes__gt=0), name="case_level_term_positive"),
            UniqueConstraint(
                fields=["term_class", "level"], condition=Q(to_date__isnull=True), name="case_level_term_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"case_level_term:{self.pk}"


class WorkHours(models.Model):
    """The office hours of a working day, "09:00-12:00 13:00-17:00", in which minutes of deadlines count."""

    spans = models.CharField(max_length=60)
    source = models.CharField(max_length=200)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            dated("case_hours_dated"),
            UniqueConstraint(fields=["from_date"], name="case_hours_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"case_hours:{self.pk}"


class RoutingRule(models.Model):
    """Cases of a category from a place go to an organ. The rule of the narrowest place wins, then the newest."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="rules")
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")  # null: anywhere
    cluster = models.ForeignKey(BuildingCluster, models.PROTECT, null=True, blank=True, related_name="+")
    building = models.ForeignKey(Building, models.PROTECT, null=True, blank=True, related_name="+")
    organ = models.CharField(max_length=20)
    handler_ref = models.CharField(max_length=40, blank=True)  # a named handler, if any
    reason = models.CharField(max_length=200)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [dated("case_routing_rule_dated")]
        indexes = [models.Index(fields=["category", "to_date"], name="case_routing_by_category")]

    def __str__(self) -> str:
        return f"case_routing_rule:{self.pk}"
