"""Meetings: who was there, by name and signature, and a show of hands that two clerks kept."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from yuanba.ballots import states
from yuanba.ballots.roll_models import HEX_LENGTH, RollRow
from yuanba.people.models import Person
from yuanba.places.models import Territory


class Meeting(models.Model):
    """A meeting and its list of those present, taken by the secretary and checked once, with the signed sheet's scan."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    held_date = models.DateField()
    where = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, default=states.TAKING)
    taken_by = models.CharField(max_length=40)
    taken_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sheet_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    sheet_hash = models.CharField(max_length=HEX_LENGTH, blank=True)
    checked_by = models.CharField(max_length=40, blank=True)
    checked_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(states.MEETING.states)), name="meeting_state_known"),
            CheckConstraint(
                condition=Q(state=states.TAKING)
                | (~Q(sheet_hash="") & ~Q(checked_by="") & ~Q(checked_by=F("taken_by")) & Q(checked_at__isnull=False)),
                name="meeting_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"meeting:{self.pk}"


class Attendance(models.Model):
    """A person who was there and signed."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="present")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["meeting", "person"], name="attendance_once")]

    def __str__(self) -> str:
        return f"attendance:{self.pk}"


class HallCount(models.Model):
    """A show of hands for a ballot: what was called out per option, and who raised a hand for what (HallHand).

    One clerk keys it, another confirms it before the ballot closes; then every hand is a paper of the channel HALL.
    """

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="hall_counts")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="counts")
    state = models.CharField(max_length=9, default=states.KEYED)
    called = models.JSONField()  # {item: {option: hands}} as called out in the hall
    record_file_id = models.BigIntegerField()  # the signed record of the count, files.StoredFile
    record_hash = models.CharField(max_length=HEX_LENGTH)
    keyed_by = models.CharField(max_length=40)
    keyed_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    keyed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=sorted(states.HALL.states)), name="hall_count_state_known"),
            UniqueConstraint(
                fields=["ballot", "meeting"], condition=Q(state=states.KEYED), name="hall_count_one_waiting"
            ),
            CheckConstraint(
                condition=~Q(state=states.CONFIRMED)
                | (
                    ~Q(decided_by=F("keyed_by"))
                    & (
                        Q(keyed_person__isnull=True)
                        | Q(decided_person__isnull=True)
                        | ~Q(keyed_person=F("decided_person"))
                    )
                ),
                name="hall_count_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return f"hall_count:{self.pk}"


class HallHand(models.Model):
    """One roll row in the hall and what its voter, or the voter's proxy, raised a hand for; "" of `refused` is a paper."""

    count = models.ForeignKey(HallCount, models.PROTECT, related_name="hands")
    roll_row = models.ForeignKey(RollRow, models.PROTECT, related_name="+")
    by_proxy = models.BooleanField(default=False)
    choices = models.TextField()  # canonical JSON, as Paper.choices
    refused = models.CharField(max_length=40, blank=True)  # why it became no paper: a code
    paper = models.OneToOneField("ballots.Paper", models.PROTECT, null=True, blank=True, related_name="hand")

    class Meta:
        constraints = [UniqueConstraint(fields=["count", "roll_row"], name="hall_hand_once")]

    def __str__(self) -> str:
        return f"hall_hand:{self.pk}"
