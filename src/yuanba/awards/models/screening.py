"""What is checked about an entry, by the system and by people, and how a person objects to the outcome."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.awards.models.entry import Entry


class AutomaticCheck(models.Model):
    """What a register said about a nominee when it was asked. `NOT_APPLICABLE` (no such register) is not "unmet"."""

    class Result(models.TextChoices):
        CLEAR = "CLEAR"
        HIT = "HIT"
        NOT_APPLICABLE = "NOT_APPLICABLE"
        UNKNOWN = "UNKNOWN"  # asked, not yet answered

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="automatic_checks")
    criterion = models.CharField(max_length=40)
    register = models.CharField(max_length=40)
    result = models.CharField(max_length=16, choices=Result.choices)
    is_veto = models.BooleanField(default=False)
    from_date = models.DateField(null=True, blank=True)
    to_date = models.DateField(null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)  # ids and codes of what was found
    run_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["entry", "criterion", "register"], name="automatic_check_latest_once")]

    def __str__(self) -> str:
        return f"automatic_check:{self.pk}"


class DuplicateHint(models.Model):
    """Two entries look like one: same nominee, or nearly the same text. A hint for a person, never a decision."""

    class Kind(models.TextChoices):
        SAME_NOMINEE = "SAME_NOMINEE"
        NEAR_TEXT = "NEAR_TEXT"

    class State(models.TextChoices):
        OPEN = "OPEN"
        SAME = "SAME"
        DIFFERENT = "DIFFERENT"

    first = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    second = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    likeness_permille = models.PositiveSmallIntegerField(default=1000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField()
    settled_by = models.CharField(max_length=40, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["first", "second", "kind"], name="duplicate_hint_once"),
            CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_hint_ordered"),
        ]

    def __str__(self) -> str:
        return f"duplicate_hint:{self.pk}"


class Screening(models.Model):
    """One look at an entry: each criterion with a finding and a reason, then a conclusion. Rejecting takes two."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="screenings")
    round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, default="PENDING")
    assigned_to = models.CharField(max_length=40, blank=True)
    screened_by = models.CharField(max_length=40, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    second_by = models.CharField(max_length=40, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)
    second_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["entry", "round"], name="screening_round_once"),
            UniqueConstraint(
                fields=["entry"], condition=Q(state__in=["PENDING", "AWAITING_SECOND"]), name="screening_one_open"
            ),
            CheckConstraint(
                condition=Q(second_by="") | ~Q(second_by=F("screened_by")), name="screening_second_is_another"
            ),
            CheckConstraint(
                condition=~Q(state="REJECTED") | (~Q(screened_by="") & ~Q(second_by="")),
                name="screening_rejection_takes_two",
            ),
        ]
        indexes = [Index(fields=["assigned_to", "state"])]

    def __str__(self) -> str:
        return f"screening:{self.pk}"


class CriterionFinding(models.Model):
    """One criterion of one screening: met, unmet or unclear, with the reason."""

    class Finding(models.TextChoices):
        MET = "MET"
        UNMET = "UNMET"
        UNCLEAR = "UNCLEAR"
        NOT_APPLICABLE = "NOT_APPLICABLE"

    screening = models.ForeignKey(Screening, models.PROTECT, related_name="findings")
    criterion = models.CharField(max_length=40)
    finding = models.CharField(max_length=16, choices=Finding.choices)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["screening", "criterion"], name="criterion_finding_once"),
            CheckConstraint(condition=Q(finding="MET") | ~Q(reason=""), name="criterion_finding_says_why"),
        ]

    def __str__(self) -> str:
        return f"criterion_finding:{self.pk}"


class Correction(models.Model):
    """What must be mended, until when. `items` names materials and criteria; what was accepted stays."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="corrections")
    screening = models.ForeignKey(Screening, models.PROTECT, null=True, blank=True, related_name="corrections")
    items = models.JSONField(default=list)
    note = models.CharField(max_length=400)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()  # the first instant that is too late
    answered_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["entry"],
                condition=Q(answered_at__isnull=True, lapsed_at__isnull=True),
                name="correction_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"correction:{self.pk}"


class Appeal(models.Model):
    """An applicant objects to a rejection within the term; somebody decides who had no part in it."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="appeal")
    first_by = models.CharField(max_length=40, blank=True)  # who rejected
    second_by = models.CharField(max_length=40, blank=True)  # who confirmed it
    text = models.TextField()
    lodged_by = models.CharField(max_length=40)
    lodged_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="LODGED")
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(decided_by="")
                | (~Q(decided_by=F("first_by")) & ~Q(decided_by=F("second_by")) & ~Q(decided_by=F("lodged_by"))),
                name="appeal_decided_by_a_third",
            )
        ]

    def __str__(self) -> str:
        return f"appeal:{self.pk}"
