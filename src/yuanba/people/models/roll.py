"""The roll: who owns what and who lives where, as dated rows [from_date, to_date) that are ended, never overwritten."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.people.models.accounts import Person
from yuanba.people.models.bodies import Organisation
from yuanba.people.states import QUEUED
from yuanba.places.models import Compound, Premises, dated


class Ownership(models.Model):
    """A person or an organisation owns a share of premises, from a day on. `share` is a fraction, num/den."""

    premises = models.ForeignKey(Premises, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="ownerships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="ownerships")
    share_num = models.PositiveIntegerField(default=1)
    share_den = models.PositiveIntegerField(default=1)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            dated("ownership_dated"),
            CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="ownership_one_owner",
            ),
            CheckConstraint(
                condition=Q(share_num__gt=0) & Q(share_num__lte=F("share_den")), name="ownership_share_in_0_1"
            ),
            UniqueConstraint(
                fields=["premises", "person"],
                condition=Q(to_date__isnull=True, person__isnull=False),
                name="ownership_person_once",
            ),
            UniqueConstraint(
                fields=["premises", "organisation"],
                condition=Q(to_date__isnull=True, organisation__isnull=False),
                name="ownership_organisation_once",
            ),
        ]
        indexes = [Index(fields=["premises", "to_date"])]

    def __str__(self) -> str:
        return f"ownership:{self.pk}"


class Residence(models.Model):
    """A person lives in a dwelling, from a day on; the persons of one dwelling are its household."""

    class Relation(models.TextChoices):
        OWNER = "OWNER"
        FAMILY = "FAMILY"
        TENANT = "TENANT"  # occupier 租户

    premises = models.ForeignKey(Premises, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="residences")
    relation = models.CharField(max_length=8, choices=Relation.choices)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            dated("residence_dated"),
            UniqueConstraint(
                fields=["premises", "person"], condition=Q(to_date__isnull=True), name="residence_person_once"
            ),
        ]
        indexes = [Index(fields=["premises", "to_date"])]

    def __str__(self) -> str:
        return f"residence:{self.pk}"


class Likeness(models.Model):
    """What the keeper of the roll found out about two entries that look like one owner. Rows are added, never changed:
    of each pair the last one counts.
    """

    class Answer(models.TextChoices):
        SAME = "SAME"  # one owner under two entries: one head, their areas together
        DIFFERENT = "DIFFERENT"

    first = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=9, choices=Answer.choices)
    reason = models.CharField(max_length=300)
    answered_at = models.DateTimeField()
    answered_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(first__lt=F("second")), name="likeness_of_two_in_order"),
            CheckConstraint(condition=Q(answer__in=["SAME", "DIFFERENT"]), name="likeness_answer_known"),
            CheckConstraint(condition=~Q(reason=""), name="likeness_has_reason"),
        ]

    def __str__(self) -> str:
        return f"likeness:{self.pk}"


class RollImport(models.Model):
    """A roll file that was imported for a compound, as of a day: whose, which bytes, and what changed."""

    compound = models.ForeignKey(Compound, models.PROTECT, related_name="+")
    file_sha256 = models.CharField(max_length=64)
    as_of_date = models.DateField()
    counts = models.JSONField(default=dict)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"roll_import:{self.pk}"


class RollJob(models.Model):
    """An uploaded roll on its way: waiting to be read, shown, being imported, finished, dropped or failed.

    `report` is what the page shows: counts, problem_counts, problems (rows of sheet, row, column, code, Chinese, English,
    is_error), changes, vanished. It quotes cells, so that it is emptied some weeks later; the file goes at once.
    """

    compound = models.ForeignKey(Compound, models.PROTECT, related_name="+")
    file_id = models.BigIntegerField()  # files.StoredFile, opaque
    file_name = models.CharField(max_length=160)
    as_of_date = models.DateField()
    state = models.CharField(max_length=10, default=QUEUED)
    errors = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    accept_good_rows = models.BooleanField(default=False)
    end_vanished = models.BooleanField(default=False)
    refused_code = models.CharField(max_length=60, blank=True)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [Index(fields=["compound", "-id"])]

    def __str__(self) -> str:
        return f"roll_job:{self.pk}"


class Relation(models.Model):
    """Two persons declared to be relatives; what a juror's conflict is checked against."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relative = models.ForeignKey(Person, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["person", "relative"], name="relation_once"),
            CheckConstraint(condition=~Q(person=F("relative")), name="relation_of_two"),
        ]

    def __str__(self) -> str:
        return f"relation:{self.pk}"
