"""What a survey keeps: versioned forms, who is asked about whom, who has answered (by day), and answers without a link.

What is hidden, and from whom. Staff never see who answered what: a roll row says only that somebody answered on a day,
an answer has a random key, no person, no place and the day on which its batch was stored. Answers first wait in
PendingAnswer and are moved in shuffled batches of 20 or more (or all at the close), split by target, so that neither
the order of the rows nor their place on disk follows the order of answering. Whoever administers the database can
still see more than staff: a waiting answer and its roll row are written in one transaction, so that snapshots taken
while it waits, the write-ahead log, backups and database logs can link the two until they are gone. The survey page
says so.

A survey of level S goes without all that: each place has a secret ballot (`SurveyGroup.ballot`) that takes the answers,
and there are no roll rows, answers, envelopes or paper forms of it here.
"""

import uuid

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.ballots.models import Ballot
from yuanba.people.models import Person
from yuanba.places.models import Territory
from yuanba.surveys import states

# Source: docs/reference/ballots.md, level N, 4: subtotals below 5 are suppressed; no survey may publish fewer answers.
LEAST_SAMPLE = 5


class Form(models.Model):
    """A version of a form; never changed, a changed form is the next version. `questions` as questions.py reads them.

    `per` declares whose answer counts once: each PERSON's or each HOUSEHOLD's.
    """

    class Per(models.TextChoices):
        PERSON = "PERSON"
        HOUSEHOLD = "HOUSEHOLD"

    key = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    per = models.CharField(max_length=9, choices=Per.choices)
    questions = models.JSONField()
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["key", "version"], name="form_version_once")]

    def __str__(self) -> str:
        return f"form:{self.pk}"


class Survey(models.Model):
    """A form asked in some places about some targets. `ordered_by` is whoever ordered it, opaque ("stage:3")."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    form = models.ForeignKey(Form, models.PROTECT, related_name="surveys")
    ordered_by = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=1, default="N")  # S: answered by secret ballots
    min_sample = models.PositiveIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=9, default=states.DRAFT)
    roll_date = models.DateField(null=True, blank=True)
    paper_key = models.CharField(max_length=64)  # signs the codes of paper forms; hexadecimal
    drafted_at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="survey_closes_after_opening"),
            CheckConstraint(condition=Q(min_sample__gte=LEAST_SAMPLE), name="survey_least_sample"),
            CheckConstraint(condition=Q(state__in=sorted(states.SURVEY.states)), name="survey_state_known"),
            CheckConstraint(condition=Q(level__in=["N", "S"]), name="survey_level_known"),
        ]
        indexes = [Index(fields=["state", "closes_at"]), Index(fields=["ordered_by"])]

    def __str__(self) -> str:
        return f"survey:{self.pk}"


class SurveyStep(models.Model):
    """A move that a survey made, and why; append-only."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=12)
    source = models.CharField(max_length=9)
    target = models.CharField(max_length=9)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"survey_step:{self.pk}"


class SurveyGroup(models.Model):
    """A place whose people are asked (a compound, a declared service area), and how many they are.

    `ballot` takes the answers of a secret survey.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="groups")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    invited = models.PositiveIntegerField(default=0)
    ballot = models.OneToOneField(Ballot, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["survey", "territory"], name="survey_group_once")]

    def __str__(self) -> str:
        return f"survey_group:{self.pk}"


class SurveyTarget(models.Model):
    """Whom the answers are about. `ref` is opaque to surveys ("entry:12"); `label` the name printed on the form."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="targets")
    ref = models.CharField(max_length=40)
    label = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField()
    groups = models.ManyToManyField(SurveyGroup, related_name="targets")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["survey", "ref"], name="survey_target_once"),
            CheckConstraint(condition=~Q(ref=""), name="survey_target_has_ref"),
        ]

    def __str__(self) -> str:
        return f"survey_target:{self.pk}"


class SurveyRoll(models.Model):
    """Somebody who may answer once, frozen at opening: a person, or a household whose members SurveyMember lists.

    Who lives in two of the places is asked in the first of them only. `answered_date` is a day, nothing finer.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="roll", db_index=False)
    group = models.ForeignKey(SurveyGroup, models.PROTECT, related_name="roll")
    key = models.CharField(max_length=60)  # "person:12", "household:77"
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["survey", "key"], name="survey_roll_once"),
            UniqueConstraint(
                fields=["survey", "person"], condition=Q(person__isnull=False), name="survey_roll_person_once"
            ),
        ]

    def __str__(self) -> str:
        return f"survey_roll:{self.pk}"


class SurveyMember(models.Model):
    """A person who may answer for a household; whoever answers first has answered for all."""

    roll = models.ForeignKey(SurveyRoll, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["roll", "person"], name="survey_member_once")]

    def __str__(self) -> str:
        return f"survey_member:{self.pk}"


class PendingAnswer(models.Model):
    """An answer that waits for its batch: {"": general values, target ref: values}. No person, no place, no day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="pending")
    values = models.JSONField()

    def __str__(self) -> str:
        return f"pending_answer:{self.pk}"


class Answer(models.Model):
    """What somebody said about one target (`target_ref` "" for the general questions), apart from all else they said.

    `stored_date` is the day on which the batch was stored, not the day of answering.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="answers", db_index=False)
    target_ref = models.CharField(max_length=40, blank=True)
    values = models.JSONField()
    stored_date = models.DateField()

    class Meta:
        indexes = [Index(fields=["survey", "target_ref"])]

    def __str__(self) -> str:
        return f"answer:{self.pk}"


class Envelope(models.Model):
    """A numbered envelope for one roll row. Its return marks the row; the form inside carries another, unlinked code."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="envelopes")
    roll = models.ForeignKey(SurveyRoll, models.PROTECT, related_name="envelopes")
    serial = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=8, default=states.ISSUED)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=40)
    returned_date = models.DateField(null=True, blank=True)
    returned_by = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["survey", "roll"], condition=~Q(state=states.REFUSED), name="envelope_one_live_per_roll_row"
            )
        ]

    def __str__(self) -> str:
        return f"envelope:{self.pk}"


class PaperForm(models.Model):
    """A form that came out of an opened envelope, known by the code printed on it; which envelope is not known."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="paper_forms")
    group = models.ForeignKey(SurveyGroup, models.PROTECT, related_name="paper_forms")
    code = models.CharField(max_length=32)
    state = models.CharField(max_length=10, default=states.READ)

    class Meta:
        constraints = [UniqueConstraint(fields=["survey", "code"], name="paper_form_once")]

    def __str__(self) -> str:
        return f"paper_form:{self.pk}"


class FormReading(models.Model):
    """What one clerk read on a paper form; two equal readings of two clerks stand."""

    form = models.ForeignKey(PaperForm, models.PROTECT, related_name="readings")
    clerk = models.CharField(max_length=40)
    clerk_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    values = models.JSONField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["form", "clerk"], name="form_reading_clerk_once"),
            UniqueConstraint(
                fields=["form", "clerk_person"],
                condition=Q(clerk_person__isnull=False),
                name="form_reading_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"form_reading:{self.pk}"


class SurveyResult(models.Model):
    """The scores, written once. `document` is what score.py returned, as JSON with sorted keys."""

    survey = models.OneToOneField(Survey, models.PROTECT, primary_key=True, related_name="result")
    document = models.TextField()
    document_hash = models.CharField(max_length=64)
    scored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"survey_result:{self.pk}"
