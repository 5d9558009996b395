"""The audit log: events are added, never changed; a sequencer chains them into a signed Merkle log."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint


class AuditEvent(models.Model):
    """Somebody did `verb` to `subject`. Everything here is an opaque id, a code or a count; nobody's name, no text.

    `leaf_hash` is the RFC 6962 leaf of the canonical bytes (see audit.leaves). `sequence` is empty until the event is
    sealed, and is the only column that is ever written afterwards.
    """

    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    actor = models.CharField(max_length=80)
    territory_id = models.BigIntegerField(null=True, blank=True)
    detail_hash = models.CharField(max_length=64, blank=True)
    leaf_hash = models.CharField(max_length=64)
    sequence = models.BigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        constraints = [CheckConstraint(condition=Q(sequence__isnull=True) | Q(sequence__gte=0), name="audit_sequence")]
        indexes = [
            Index(fields=["subject", "id"], name="audit_by_subject"),
            Index(fields=["territory_id", "id"], name="audit_by_territory"),
            Index(fields=["actor", "id"], name="audit_by_actor"),
            Index(fields=["at"], name="audit_by_instant"),
            Index(fields=["id"], condition=Q(sequence__isnull=True), name="audit_unsealed"),
        ]

    def __str__(self) -> str:
        return f"audit_event:{self.pk}"


class AuditDetail(models.Model):
    """What an event tells beyond its verb, with the salt of its hash; erased when its term is over."""

    event = models.OneToOneField(AuditEvent, models.PROTECT, primary_key=True, related_name="detail")
    salt = models.CharField(max_length=32)
    body = models.JSONField()

    def __str__(self) -> str:
        return f"audit_detail:{self.pk}"


class Sequencer(models.Model):
    """The one sequencer's lease and its log's frontier: whoever holds this row's lock seals, others wait."""

    name = models.CharField(max_length=40, unique=True)
    size = models.BigIntegerField(default=0)
    frontier = models.JSONField(default=list)

    class Meta:
        constraints = [CheckConstraint(condition=Q(size__gte=0), name="audit_sequencer_size")]

    def __str__(self) -> str:
        return f"sequencer:{self.name}"


class Checkpoint(models.Model):
    """A signed head of the log: `size` leaves with this root. `note` is the C2SP signed note that others keep."""

    size = models.BigIntegerField()
    root_hash = models.CharField(max_length=64)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(F("size"), name="audit_one_checkpoint_per_size"),
            CheckConstraint(condition=Q(size__gt=0), name="audit_checkpoint_size"),
        ]

    def __str__(self) -> str:
        return f"checkpoint:{self.size}"
