"""A committee at work: its mandates, its log over the property company, owners' questions, hand-over, and recall."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.assemblies import states
from yuanba.assemblies.models.assembly import Seat
from yuanba.ballots.models import Ballot
from yuanba.people.models import Organisation, OrganisationTerm, Person
from yuanba.places.models import Territory


class TermReminder(models.Model):
    """Committee, community and subdistrict were told once that the term ends soon."""

    term = models.OneToOneField(OrganisationTerm, models.PROTECT, primary_key=True, related_name="+")
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"term_reminder:{self.pk}"


class HandOverItem(models.Model):
    """Something that must be handed over when a term or a seat ends; signed by whoever gives and whoever receives."""

    class Kind(models.TextChoices):
        SEAL = "SEAL"
        FILES = "FILES"
        ACCOUNTS = "ACCOUNTS"
        CONTRACTS = "CONTRACTS"
        PROPERTY = "PROPERTY"

    term = models.ForeignKey(OrganisationTerm, models.PROTECT, related_name="+")  # the one that ends
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")  # where one member leaves
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=8, default=states.DUE)
    due_date = models.DateField()
    given_by = models.CharField(max_length=40, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["term", "kind"], condition=Q(seat__isnull=True), name="hand_over_item_once_per_term"
            ),
            UniqueConstraint(
                fields=["seat", "kind"], condition=Q(seat__isnull=False), name="hand_over_item_once_per_seat"
            ),
            CheckConstraint(condition=Q(received_by="") | ~Q(received_by=F("given_by")), name="hand_over_item_by_two"),
        ]

    def __str__(self) -> str:
        return f"hand_over_item:{self.pk}"


class Mandate(models.Model):
    """What the owners' assembly lets its committee spend on one purpose, by a decided ballot, from a day to a day."""

    class Purpose(models.TextChoices):
        OFFICE = "OFFICE"  # the committee's own running costs
        REPAIR = "REPAIR"  # small repairs
        INCOME = "INCOME"  # out of the common income
        OTHER = "OTHER"

    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    text = models.CharField(max_length=400)
    limit_fen = models.PositiveBigIntegerField()  # for each single expense
    year_limit_fen = models.PositiveBigIntegerField()  # for all of a calendar year
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=states.PROPOSED)
    from_date = models.DateField(null=True, blank=True)
    to_date = models.DateField(null=True, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(limit_fen__gt=0) & Q(year_limit_fen__gte=F("limit_fen")), name="mandate_limits_in_order"
            ),
            CheckConstraint(
                condition=~Q(state__in=[states.IN_FORCE, states.ENDED]) | Q(from_date__isnull=False),
                name="mandate_in_force_since",
            ),
            UniqueConstraint(
                fields=["body", "purpose"], condition=Q(state=states.IN_FORCE), name="mandate_one_per_purpose"
            ),
        ]

    def __str__(self) -> str:
        return f"mandate:{self.pk}"


class SupervisionEntry(models.Model):
    """The committee looked, asked, or demands that something is put right; public, with the company's replies."""

    class Kind(models.TextChoices):
        CHECK = "CHECK"
        QUESTION = "QUESTION"
        RECTIFICATION = "RECTIFICATION"

    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    company = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    text = models.CharField(max_length=1000)
    happened_date = models.DateField()
    file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    due_date = models.DateField()
    state = models.CharField(max_length=8, default=states.OPEN)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_note = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [Index(fields=["body", "state"])]

    def __str__(self) -> str:
        return f"supervision_entry:{self.pk}"


class SupervisionReply(models.Model):
    """What the company answers, or the committee insists on; append-only."""

    entry = models.ForeignKey(SupervisionEntry, models.PROTECT, related_name="replies")
    is_company = models.BooleanField()
    text = models.CharField(max_length=1000)
    file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"supervision_reply:{self.pk}"


class OwnerQuestion(models.Model):
    """An owner or resident asks the committee; question and answer are public, the name is not."""

    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    on_paper = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    due_date = models.DateField()
    state = models.CharField(max_length=9, default=states.ASKED)
    escalated_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="owner_question_answered_in_words",
            )
        ]
        indexes = [Index(fields=["state", "due_date"])]

    def __str__(self) -> str:
        return f"owner_question:{self.pk}"


class Recall(models.Model):
    """Owners demand that one member, or (without a seat) the whole committee, is recalled by the owners' assembly."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    term = models.ForeignKey(OrganisationTerm, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, default=states.COLLECTING)
    ballot = models.ForeignKey(Ballot, models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=40)
    until_date = models.DateField()  # the last day for signatures
    demanded_date = models.DateField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)  # by when the assembly is called

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["territory"],
                condition=Q(state__in=[states.COLLECTING, states.DEMANDED, states.CALLED]),
                name="recall_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"recall:{self.pk}"


class RecallSignature(models.Model):
    """A voter of the owners' roll has signed, on the phone or on paper; counted once, by heads and area."""

    recall = models.ForeignKey(Recall, models.PROTECT, related_name="signatures")
    voter_key = models.CharField(max_length=120)  # of people.queries.RollEntry
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    heads = models.PositiveSmallIntegerField()
    area_cm2 = models.PositiveBigIntegerField()
    on_paper = models.BooleanField(default=False)
    signed_at = models.DateTimeField()
    entered_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["recall", "voter_key"], name="recall_signature_once")]

    def __str__(self) -> str:
        return f"recall_signature:{self.pk}"
