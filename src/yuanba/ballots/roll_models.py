"""The roll of a ballot: who may vote, frozen at the opening, and what was said against it before."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from yuanba.people.models import Person
from yuanba.places.models import Premises

HEX_LENGTH = 64  # SHA-256 in lower-case hexadecimal


class RollRow(models.Model):
    """One voter, frozen at opening. `code` = HMAC(code key, roll entry); `number` is its leaf in the roll's tree.

    `person` is the one who may act; where several may (co-owners, a household) it is empty and RollMember lists them.
    Signing out, a ruling on the roll and a sheet of paper raise `epoch`, which ends the tickets issued before.
    """

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="roll", db_index=False)
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=HEX_LENGTH)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    heads = models.PositiveSmallIntegerField()
    area_cm2 = models.PositiveBigIntegerField(default=0)
    premises = models.ForeignKey(
        Premises, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )  # no constraint: 600,000 rows are frozen at once, and premises are never deleted
    epoch = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ballot", "code"], name="roll_row_code_once"),
            UniqueConstraint(
                fields=["ballot", "person"], condition=Q(person__isnull=False), name="roll_row_person_once"
            ),
        ]

    def __str__(self) -> str:
        return f"roll_row:{self.pk}"


class RollMember(models.Model):
    """A person who may act for a roll row that several share; whoever of them casts first has cast for all."""

    roll_row = models.ForeignKey(RollRow, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["roll_row", "person"], name="roll_member_once")]

    def __str__(self) -> str:
        return f"roll_member:{self.pk}"


class RollObjection(models.Model):
    """Somebody says, before the opening, that the roll is wrong; whoever organises the ballot answers in writing."""

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="objections")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    raised_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["ballot", "person"], condition=Q(answered_at__isnull=True), name="roll_objection_one_open"
            ),
            CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="roll_objection_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"roll_objection:{self.pk}"


class Delivery(models.Model):
    """The papers of a ballot reached this voter, and here is the proof: without it nobody's silence counts for anything."""

    class Way(models.TextChoices):
        SIGNED = "SIGNED"  # handed over with a signature
        SMS = "SMS"  # a message that the voter acknowledged
        REGISTERED = "REGISTERED"  # a registered letter

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="deliveries")
    roll_row = models.ForeignKey(RollRow, models.PROTECT, related_name="deliveries")
    way = models.CharField(max_length=10, choices=Way.choices)
    day = models.DateField()
    file_id = models.BigIntegerField()  # files.StoredFile, opaque
    file_hash = models.CharField(max_length=HEX_LENGTH)
    keyed_by = models.CharField(max_length=40)
    keyed_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["roll_row"], name="delivery_once_per_row")]
        indexes = [models.Index(fields=["ballot"])]

    def __str__(self) -> str:
        return f"delivery:{self.pk}"
