"""Door-knock rounds: which households, who was met, what they asked for. No photo, no track, no reason for a refusal."""

from datetime import date, timedelta

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.cases import states
from yuanba.cases.rule_models import Category
from yuanba.places.models import Premises, Territory
from yuanba.surveys.models import Survey


class DoorRound(models.Model):
    """A round over the dwellings of a compound in [from_date, to_date), with or without a questionnaire."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    purpose = models.CharField(max_length=300)  # what residents read before anybody knocks
    contact_line = models.CharField(max_length=120)
    from_date = models.DateField()
    to_date = models.DateField()
    asks = models.BooleanField(default=True)  # the questionnaire goes with it
    survey = models.ForeignKey(Survey, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=7, default=states.DRAFT)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(to_date__gt=F("from_date")), name="door_round_dated"),
            CheckConstraint(condition=Q(state__in=sorted(states.ROUND.states)), name="door_round_state_known"),
            CheckConstraint(
                condition=Q(ended_at__isnull=False, state=states.OVER)
                | (Q(ended_at__isnull=True) & ~Q(state=states.OVER)),
                name="door_round_ended_when",
            ),
        ]
        indexes = [Index(fields=["territory", "state"], name="door_round_by_place")]

    @property
    def last_date(self) -> date:
        return self.to_date - timedelta(days=1)

    def __str__(self) -> str:
        return f"round:{self.pk}"


class RoundHousehold(models.Model):
    """A dwelling of the round and what came of it last; "" while nobody was there."""

    class Result(models.TextChoices):
        VISITED = "VISITED"
        NOBODY = "NOBODY"
        REFUSED = "REFUSED"
        APPOINTMENT = "APPOINTMENT"
        EMPTY = "EMPTY"  # nobody lives there

    round = models.ForeignKey(DoorRound, models.PROTECT, related_name="households")
    premises = models.ForeignKey(Premises, models.PROTECT, related_name="+")
    result = models.CharField(max_length=11, choices=Result.choices, blank=True)
    result_at = models.DateTimeField(null=True, blank=True)
    result_by = models.CharField(max_length=40, blank=True)
    appointment_at = models.DateTimeField(null=True, blank=True)
    knocks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["round", "premises"], name="round_household_once"),
            CheckConstraint(
                condition=~Q(result="APPOINTMENT") | Q(appointment_at__isnull=False), name="round_appointment_has_time"
            ),
        ]
        indexes = [Index(fields=["round", "result"], name="round_household_by_result")]

    def __str__(self) -> str:
        return f"round_household:{self.pk}"


class HouseholdVisit(models.Model):
    """One knock and its result; append-only. `replaces` is set where a wrong code was put right."""

    household = models.ForeignKey(RoundHousehold, models.PROTECT, related_name="visits")
    result = models.CharField(max_length=11, choices=RoundHousehold.Result.choices)
    appointment_at = models.DateTimeField(null=True, blank=True)
    client_key = models.CharField(max_length=64, unique=True)
    told_at = models.DateTimeField(null=True, blank=True)  # when the phone says it was
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")

    def __str__(self) -> str:
        return f"household_visit:{self.pk}"


class VisitDemand(models.Model):
    """What was asked for at the door became this case at once."""

    visit = models.ForeignKey(HouseholdVisit, models.PROTECT, related_name="demands")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"visit_demand:{self.pk}"


class TextCode(models.Model):
    """How many of the questionnaire's free texts speak of a category: read by a person, counted, linked to nobody."""

    round = models.ForeignKey(DoorRound, models.PROTECT, related_name="codes")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    coded_at = models.DateTimeField()
    coded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["round", "category"], name="round_text_code_once")]

    def __str__(self) -> str:
        return f"text_code:{self.pk}"
