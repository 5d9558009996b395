"""What bodies of a compound rest on: the founding paper, organs, who sits in them as what, results, task forces, words."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.people.models.accounts import Account
from yuanba.people.models.bodies import Appointment, Organisation
from yuanba.people.models.trust import Consent
from yuanba.people.states import OPEN
from yuanba.places.models import Building, dated


class Charter(models.Model):
    """Why a body exists: who decided it when under which number, what it is for, and the building it serves, if one."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, primary_key=True, related_name="charter")
    decided_by = models.CharField(max_length=120, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    decided_date = models.DateField(null=True, blank=True)
    purpose = models.CharField(max_length=1000)
    building = models.ForeignKey(Building, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"charter:{self.pk}"


class ServiceOrgan(models.Model):
    """A service organ of a special committee: its key is what categories of reports name (people.organs)."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, primary_key=True, related_name="organ")
    committee = models.ForeignKey(Organisation, models.PROTECT, related_name="organs")
    key = models.CharField(max_length=20)

    class Meta:
        constraints = [UniqueConstraint(fields=["committee", "key"], name="service_organ_key_once")]

    def __str__(self) -> str:
        return f"service_organ:{self.pk}"


class Seat(models.Model):
    """As what a member of a body came, and from which unit somebody is seconded (for the term of the appointment).

    That somebody came as a party member stands here only with that person's own separate consent.
    """

    class Capacity(models.TextChoices):
        STREET = "STREET"  # of the subdistrict office
        COMMUNITY = "COMMUNITY"  # of the community's two committees, or a community worker
        GRID_WORKER = "GRID_WORKER"
        MICRO_LEAD = "MICRO_LEAD"  # 微网格长
        PARTY_MEMBER = "PARTY_MEMBER"
        KEY_RESIDENT = "KEY_RESIDENT"  # 居民骨干
        RESIDENT = "RESIDENT"
        BUILDING_LEAD = "BUILDING_LEAD"
        VOLUNTEER = "VOLUNTEER"
        SOCIAL_ORGANISATION = "SOCIAL_ORGANISATION"
        PROPERTY = "PROPERTY"
        OTHER = "OTHER"

    appointment = models.OneToOneField(Appointment, models.PROTECT, primary_key=True, related_name="seat")
    capacity = models.CharField(max_length=20, choices=Capacity.choices)
    source_unit = models.CharField(max_length=120, blank=True)  # seconded from
    duty = models.CharField(max_length=200, blank=True)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=~Q(capacity="PARTY_MEMBER") | Q(consent__isnull=False), name="seat_party_with_consent"
            )
        ]

    def __str__(self) -> str:
        return f"seat:{self.pk}"


class BodyResult(models.Model):
    """What a body brought about, in its own words, on a day; published with the body."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="results")
    on_date = models.DateField()
    text = models.CharField(max_length=400)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"body_result:{self.pk}"


class ForceUnit(models.Model):
    """A unit of a task force over a period: who leads, and the duty line of its liaison person."""

    force = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    name = models.CharField(max_length=120)
    is_lead = models.BooleanField(default=False)
    liaison = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    line = models.CharField(max_length=30, blank=True)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            dated("force_unit_dated"),
            UniqueConstraint(fields=["force", "name"], condition=Q(to_date__isnull=True), name="force_unit_once"),
            UniqueConstraint(
                fields=["force"], condition=Q(to_date__isnull=True, is_lead=True), name="force_one_lead_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"force_unit:{self.pk}"


class ForceTask(models.Model):
    """What a unit of a task force is to do until a day, and how it was done."""

    unit = models.ForeignKey(ForceUnit, models.PROTECT, related_name="tasks")
    text = models.CharField(max_length=400)
    due_date = models.DateField()
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=40)
    done_date = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=400, blank=True)
    done_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(done_date__isnull=True, outcome="") | (Q(done_date__isnull=False) & ~Q(outcome="")),
                name="force_task_done_with_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"force_task:{self.pk}"


class Word(models.Model):
    """Thanks, a question or a complaint of a resident about whoever serves here (R-049).

    Thanks and questions reach the person who serves; a complaint only whoever supervises. No number is passed on.
    """

    class Kind(models.TextChoices):
        THANKS = "THANKS"
        QUESTION = "QUESTION"
        COMPLAINT = "COMPLAINT"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, default=OPEN)
    left_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    request_key = models.CharField(max_length=40)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["account", "request_key"], name="word_sent_once"),
            CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("left_at")), name="word_answered_after"
            ),
        ]
        indexes = [Index(fields=["about", "kind", "-left_at"]), Index(fields=["left_at"])]

    def __str__(self) -> str:
        return f"word:{self.pk}"
