"""What happens to a case: its steps, the way between levels and organs, replies, call-backs, notes and files."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from yuanba.people.models import Organisation


class Step(models.Model):
    """A move of a case; append-only. `reason` is read by the reporters: no personal numbers in it."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    source = models.CharField(max_length=10, blank=True)
    target = models.CharField(max_length=10)
    level = models.CharField(max_length=9)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    reason = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [Index(fields=["case", "id"], name="case_step_in_order")]

    def __str__(self) -> str:
        return f"case_step:{self.pk}"


class Transfer(models.Model):
    """A case went to another level, organ or handler; append-only."""

    class Kind(models.TextChoices):
        DISPATCH = "DISPATCH"
        REROUTE = "REROUTE"
        UP = "UP"
        DOWN = "DOWN"
        ESCALATION = "ESCALATION"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="transfers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    from_level = models.CharField(max_length=9)
    to_level = models.CharField(max_length=9)
    from_organ = models.CharField(max_length=20, blank=True)
    to_organ = models.CharField(max_length=20, blank=True)
    from_handler = models.CharField(max_length=40, blank=True)
    to_handler = models.CharField(max_length=40, blank=True)
    from_category = models.CharField(max_length=30, blank=True)  # what a re-route corrected, for the suggestion
    to_category = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        indexes = [Index(fields=["kind", "at"], name="case_transfer_by_kind")]

    def __str__(self) -> str:
        return f"case_transfer:{self.pk}"


class CoHandler(models.Model):
    """An organisation that helps beside the handler: a property company, a social organisation. It reads the case."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="co_handlers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_for = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    done_text = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["case", "organisation"], condition=Q(done_at__isnull=True), name="case_co_handler_once"
            ),
            CheckConstraint(
                condition=Q(done_at__isnull=True) | ~Q(done_text=""), name="case_co_handler_says_what_was_done"
            ),
        ]

    def __str__(self) -> str:
        return f"case_co_handler:{self.pk}"


class Reply(models.Model):
    """An answer to everybody who reported the case; append-only, one for each time it was answered."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="replies")
    outcome = models.CharField(max_length=9)
    text = models.TextField(blank=True)
    public_text = models.TextField(blank=True)
    handed_to = models.CharField(max_length=120, blank=True)  # whose it is, where it is not ours
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(outcome="NOT_OURS") | ~Q(handed_to=""), name="case_reply_not_ours_names_whose")
        ]

    def __str__(self) -> str:
        return f"case_reply:{self.pk}"


class CallBack(models.Model):
    """A call to a reporter about the answer, by somebody else than who gave it; append-only."""

    class Result(models.TextChoices):
        CONTENT = "CONTENT"
        DISCONTENT = "DISCONTENT"
        NOT_REACHED = "NOT_REACHED"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="call_backs")
    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="call_backs")
    result = models.CharField(max_length=11, choices=Result.choices)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"case_call_back:{self.pk}"


class Note(models.Model):
    """A remark among those who handle the case; reporters and the public never read it."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="notes")
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"case_note:{self.pk}"


class Attachment(models.Model):
    """A file of a case. Only what somebody looked at and blurred where needed is public."""

    class Kind(models.TextChoices):
        PHOTO = "PHOTO"
        VOICE = "VOICE"
        PROOF = "PROOF"  # of what was done
        PAPER = "PAPER"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="attachments")
    report = models.ForeignKey("cases.Report", models.PROTECT, null=True, blank=True, related_name="attachments")
    file_id = models.BigIntegerField()  # files.StoredFile, opaque
    kind = models.CharField(max_length=5, choices=Kind.choices)
    is_public = models.BooleanField(default=False)
    public_file_id = models.BigIntegerField(null=True, blank=True)  # the blurred copy, if one was made
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["case", "file_id"], name="case_attachment_once")]

    def __str__(self) -> str:
        return f"case_attachment:{self.pk}"
