"""Stored files: what was handed in, by whom, until when; the bytes lie under their hash, see files.blobs."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q


class StoredFile(models.Model):
    """One upload. Equal contents share one blob, but each upload has its own row, name, visibility and term.

    `sha256` and `size` are of what is kept, `received_sha256` of what was handed in (images lose their EXIF between).
    `findings` warns of personal data: {"personal": [{"kind", "count", "places"}], "unscanned": "", "attachments": 0}.
    """

    class Visibility(models.TextChoices):
        PUBLIC = "PUBLIC"  # anyone
        TERRITORY = "TERRITORY"  # verified people of the place that the subject belongs to
        STAFF = "STAFF"  # those who handle the subject
        PRIVATE = "PRIVATE"  # the uploader and those who handle the subject

    sha256 = models.CharField(max_length=64)
    received_sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=160)
    visibility = models.CharField(max_length=9, choices=Visibility.choices)
    uploader = models.CharField(max_length=80)  # an actor's opaque id
    uploaded_at = models.DateTimeField()
    keep_until_date = models.DateField(null=True, blank=True)  # the last day on which it is kept; NULL: no term
    erased_at = models.DateTimeField(null=True, blank=True)
    findings = models.JSONField(default=dict)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(size__gt=0), name="stored_file_size"),
            CheckConstraint(
                condition=Q(visibility__in=["PUBLIC", "TERRITORY", "STAFF", "PRIVATE"]), name="stored_file_visibility"
            ),
        ]
        indexes = [
            Index(fields=["sha256"], name="stored_file_by_hash"),
            Index(fields=["uploader", "uploaded_at"], name="stored_file_by_uploader"),
            Index(fields=["received_sha256"], name="stored_file_by_received"),
            Index(fields=["keep_until_date"], condition=Q(erased_at__isnull=True), name="stored_file_terms"),
        ]

    def __str__(self) -> str:
        return f"file:{self.pk}"

    @property
    def personal_count(self) -> int:
        """How many personal numbers the scanner saw in it."""
        return sum(int(found["count"]) for found in self.findings.get("personal", []))


class Export(models.Model):
    """A long download that is made beside the page that asked for it: which page, how far, and the finished file.

    `address` is the page's own, asked again by the worker for the same account; `facts` holds what that needs besides
    ({"label", "language", "host", "secure"}).
    """

    class State(models.TextChoices):
        QUEUED = "QUEUED"
        RUNNING = "RUNNING"
        DONE = "DONE"
        FAILED = "FAILED"

    owner = models.CharField(max_length=80)  # an actor's opaque id
    address = models.CharField(max_length=1000)
    name = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    refused_code = models.CharField(max_length=60, blank=True)
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(state="DONE") | Q(file__isnull=False), name="export_done_has_its_file"),
        ]
        indexes = [Index(fields=["owner", "-id"], name="export_by_owner")]

    def __str__(self) -> str:
        return f"export:{self.pk}"
