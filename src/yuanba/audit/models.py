"""The audit log: events are added, never changed; a sequencer chains them. And the signed Merkle logs of all kinds."""

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


class Log(models.Model):
    """An append-only Merkle log: "audit", "register" or one per ballot, "ballot:12". What it holds is its owner's affair.

    Whoever holds the register's row lock is the one sequencer of all logs; a second one waits for it. `anchored` is the
    size of the last head that stands in the register; nothing follows once `is_final`.
    """

    name = models.CharField(max_length=40, unique=True)
    size = models.BigIntegerField(default=0)
    frontier = models.JSONField(default=list)
    anchored = models.BigIntegerField(default=0)
    is_final = models.BooleanField(default=False)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(size__gte=0), name="audit_log_size"),
            CheckConstraint(condition=Q(anchored__gte=0, anchored__lte=F("size")), name="audit_log_anchored"),
        ]

    def __str__(self) -> str:
        return f"log:{self.name}"


class Tile(models.Model):
    """Up to 256 hashes of a log's tree, one behind the other; only the last tile of a level is ever written again.

    Source: https://c2sp.org/tlog-tiles.
    """

    log = models.ForeignKey(Log, models.PROTECT, related_name="tiles", db_index=False)
    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField(max_length=8192)

    class Meta:
        constraints = [UniqueConstraint(fields=["log", "level", "number"], name="audit_tile_once")]

    def __str__(self) -> str:
        return f"tile:{self.pk}"


class LogEntry(models.Model):
    """What a leaf says, for leaves that no other table keeps: `body` is its canonical bytes (they are UTF-8)."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="entries", db_index=False)
    index = models.BigIntegerField()
    body = models.TextField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["log", "index"], name="audit_entry_once"),
            CheckConstraint(condition=Q(index__gte=0), name="audit_entry_index"),
        ]

    def __str__(self) -> str:
        return f"log_entry:{self.pk}"


class Checkpoint(models.Model):
    """A signed head of a log: `size` leaves with this root. `note` is the C2SP signed note that others keep."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="checkpoints", db_index=False)
    size = models.BigIntegerField()
    root_hash = models.CharField(max_length=64)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["log", "size"], name="audit_one_checkpoint_per_size"),
            CheckConstraint(condition=Q(size__gt=0), name="audit_checkpoint_size"),
        ]

    def __str__(self) -> str:
        return f"checkpoint:{self.log_id}:{self.size}"


class Witness(models.Model):
    """Somebody elsewhere who watches our logs and cosigns their heads. `key` is a C2SP verifier key of cosignatures."""

    name = models.CharField(max_length=120, unique=True)
    key = models.CharField(max_length=240)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"witness:{self.name}"


class Cosignature(models.Model):
    """A witness saw this head, and that it continues what the witness saw before. `line` is as C2SP writes it."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, models.PROTECT, related_name="cosignatures", db_index=False)
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["witness", "checkpoint"], name="audit_cosignature_once")]

    def __str__(self) -> str:
        return f"cosignature:{self.pk}"


class Statement(models.Model):
    """A witness recounted what this log led to, and the result holds. `body` says which, `line` signs it."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="statements")
    witness = models.ForeignKey(Witness, models.PROTECT, related_name="statements", db_index=False)
    body = models.TextField()
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["witness", "log"], name="audit_statement_once")]

    def __str__(self) -> str:
        return f"statement:{self.pk}"
