"""Rubrics, panels drawn in public, conflicts, assignments and score sheets.

What is judged is an opaque reference ("entry:12"): the subject that asks knows what it means, this one does not.
"""

from fractions import Fraction

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.people.models import Organisation, Person
from yuanba.places.models import Territory
from yuanba.rubrics import states


class Rubric(models.Model):
    """A version of the criteria that sheets are scored by. Never changed: another wording is another version.

    `criteria` is a list of {"key", "title", "weight"}; a weight is a whole number or a fraction in text ("3/10").
    """

    key = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    criteria = models.JSONField()
    scale_min = models.IntegerField()
    scale_max = models.IntegerField()
    scale_step = models.PositiveIntegerField(default=1)
    source = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["key", "version"], name="rubric_version_once"),
            UniqueConstraint(fields=["key", "content_hash"], name="rubric_content_once"),
            CheckConstraint(condition=Q(scale_max__gt=F("scale_min")), name="rubric_scale_rises"),
            CheckConstraint(condition=Q(scale_step__gte=1), name="rubric_step_positive"),
        ]

    def __str__(self) -> str:
        return f"rubric:{self.pk}"

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(criterion["key"] for criterion in self.criteria)

    @property
    def weights(self) -> dict[str, Fraction]:
        """The weight of each criterion as declared; they need not add up to one."""
        return {criterion["key"]: Fraction(str(criterion["weight"])) for criterion in self.criteria}

    def on_scale(self, value: int) -> bool:
        return self.scale_min <= value <= self.scale_max and (value - self.scale_min) % self.scale_step == 0


class Panel(models.Model):
    """A group of jurors that scores the subjects of one stage ("campaign:3/stage:jury")."""

    class Method(models.TextChoices):
        ALL_READ = "ALL_READ"  # every member reads every subject, recusals apart
        RANDOM = "RANDOM"  # dealt out by a public seed, with shared subjects that all read

    subject_ref = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="panels")
    method = models.CharField(max_length=8, choices=Method.choices)
    is_on_the_spot = models.BooleanField(default=False)  # judged live: opened per subject once all present have scored
    seats = models.PositiveSmallIntegerField()
    reserves = models.PositiveSmallIntegerField(default=0)
    readers_per_subject = models.PositiveSmallIntegerField(default=3)  # RANDOM only
    shared_percent = models.PositiveSmallIntegerField(default=10)  # RANDOM only
    state = models.CharField(max_length=16, default=states.DRAFT, choices=[(s, s) for s in sorted(states.PANEL.states)])
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    assignment_seed = models.CharField(max_length=200, blank=True)
    up = models.ForeignKey("PanelSubject", models.PROTECT, null=True, blank=True, related_name="+")  # who presents now
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["subject_ref", "name"], condition=~Q(state=states.DISSOLVED), name="panel_once_per_subject"
            ),
            CheckConstraint(condition=Q(seats__gte=1), name="panel_has_seats"),
            CheckConstraint(condition=Q(shared_percent__gte=10, shared_percent__lte=100), name="panel_shares_a_tenth"),
            CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(opens_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="panel_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return f"panel:{self.pk}"


class PoolMember(models.Model):
    """A person whom the draw may seat on the panel."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="pool")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["panel", "person"], name="pool_member_once")]

    def __str__(self) -> str:
        return f"pool_member:{self.pk}"

    @property
    def item(self) -> str:
        """How the person stands in the published pool and in the draw."""
        return f"person:{self.person_id}"


class Draw(models.Model):
    """The drawing of one panel: pool hash and later public seed are announced, then the seed is filled in once."""

    panel = models.OneToOneField(Panel, models.PROTECT, related_name="drawing")
    pool_hash = models.CharField(max_length=64)
    pool_size = models.PositiveIntegerField()
    seed_source = models.CharField(max_length=200)  # which public draw: "福彩双色球 第2021120期 开奖号码"
    seed_at = models.DateTimeField()  # when that draw happens
    announced_at = models.DateTimeField()
    announced_by = models.CharField(max_length=40)
    seed = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=list)  # items in order: seats first, then reserves
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(seed_at__gt=F("announced_at")), name="draw_seed_is_later"),
            CheckConstraint(
                condition=Q(seed="", drawn_at__isnull=True) | (~Q(seed="") & Q(drawn_at__gte=F("seed_at"))),
                name="draw_seed_after_its_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"draw:{self.pk}"


class PanelMember(models.Model):
    """A juror of a panel under a code ("J1"). Declares conflicts before reading anything."""

    class Origin(models.TextChoices):
        DRAWN = "DRAWN"
        RESERVE = "RESERVE"
        NAMED = "NAMED"

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=8)
    is_chair = models.BooleanField(default=False)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    seated_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True, blank=True)  # the conflict declaration, "none" included
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_reason = models.CharField(max_length=200, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["panel", "person"], name="panel_member_once"),
            UniqueConstraint(fields=["panel", "code"], name="panel_member_code_once"),
            UniqueConstraint(
                fields=["panel"], condition=Q(is_chair=True, replaced_at__isnull=True), name="panel_one_chair"
            ),
        ]

    def __str__(self) -> str:
        return f"panel_member:{self.pk}"


class PanelSubject(models.Model):
    """Something the panel judges, under a code ("C1")."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="subjects")
    subject_ref = models.CharField(max_length=80)
    code = models.CharField(max_length=8)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)  # judged live: it may be scored from here on
    shown_at = models.DateTimeField(null=True, blank=True)  # judged live: its result was shown in the hall

    class Meta:
        constraints = [
            UniqueConstraint(fields=["panel", "subject_ref"], name="panel_subject_once"),
            UniqueConstraint(fields=["panel", "code"], name="panel_subject_code_once"),
        ]

    def __str__(self) -> str:
        return f"panel_subject:{self.pk}"


class Conflict(models.Model):
    """A reason why a member may not judge a subject: declared by the member, or known from the registers."""

    class Kind(models.TextChoices):
        SAME_ORGANISATION = "SAME_ORGANISATION"
        DWELLING_IN_COMPOUND = "DWELLING_IN_COMPOUND"
        RELATIVE = "RELATIVE"
        DECLARED = "DECLARED"

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="conflicts")
    subject = models.ForeignKey(PanelSubject, models.PROTECT, related_name="conflicts")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["member", "subject", "kind"], name="conflict_once")]

    def __str__(self) -> str:
        return f"conflict:{self.pk}"


class Recusal(models.Model):
    """A member does not judge a subject. Never taken back."""

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="recusals")
    subject = models.ForeignKey(PanelSubject, models.PROTECT, related_name="recusals")
    reason = models.CharField(max_length=200)  # a conflict kind, or words
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["member", "subject"], name="recusal_once")]

    def __str__(self) -> str:
        return f"recusal:{self.pk}"


class Assignment(models.Model):
    """A member reads a subject; `is_shared` subjects are read by all, so that severity can be compared."""

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="assignments")
    subject = models.ForeignKey(PanelSubject, models.PROTECT, related_name="assignments")
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints = [UniqueConstraint(fields=["member", "subject"], name="assignment_once")]

    def __str__(self) -> str:
        return f"assignment:{self.pk}"


class ScoreSheet(models.Model):
    """What one member gave one subject. Drafts save themselves; a submitted sheet changes only if returned."""

    class Channel(models.TextChoices):
        ONLINE = "ONLINE"
        PAPER = "PAPER"  # keyed twice from a signed sheet

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="sheet")
    state = models.CharField(max_length=12, default=states.DRAFT, choices=[(s, s) for s in sorted(states.SHEET.states)])
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.ONLINE)
    comment = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)  # grows at every save: two tabs notice each other
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=~Q(state=states.SUBMITTED) | Q(submitted_at__isnull=False), name="sheet_submitted_has_instant"
            )
        ]

    def __str__(self) -> str:
        return f"sheet:{self.pk}"


class Score(models.Model):
    """The mark for one criterion, in whole steps of the rubric's scale. A skipped criterion has no row, never a zero."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="scores")
    criterion = models.CharField(max_length=60)
    value = models.IntegerField()
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["sheet", "criterion"], name="score_once_per_criterion")]

    def __str__(self) -> str:
        return f"score:{self.pk}"


class Submission(models.Model):
    """The marks as they were submitted. A returned sheet is submitted again under a later revision; this row stays."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="submissions")
    revision = models.PositiveIntegerField()
    values = models.JSONField()
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["sheet", "revision"], name="submission_once_per_revision")]

    def __str__(self) -> str:
        return f"submission:{self.pk}"


class PaperKeying(models.Model):
    """One clerk's reading of a signed paper sheet; two clerks must agree before it counts."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="keyings")
    values = models.JSONField()
    scan_file_id = models.BigIntegerField()  # files.StoredFile, opaque
    keyed_by = models.CharField(max_length=40)
    keyed_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["assignment", "keyed_by"], name="paper_keying_once_per_clerk")]

    def __str__(self) -> str:
        return f"paper_keying:{self.pk}"


class Summary(models.Model):
    """The minutes of a panel in one version; another wording is another version and is signed anew."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="summaries")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["panel", "version"], name="summary_version_once")]

    def __str__(self) -> str:
        return f"summary:{self.pk}"


class SummarySignature(models.Model):
    """A member's answer to a version of the summary: confirmed, or dissenting with reasons that are kept."""

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="signatures")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="+")
    text_hash = models.CharField(max_length=64)
    dissent = models.TextField(blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["summary", "member"], name="summary_signed_once")]

    def __str__(self) -> str:
        return f"summary_signature:{self.pk}"


class Step(models.Model):
    """A move that happened to a panel or a sheet. Append-only."""

    subject = models.CharField(max_length=40)  # "panel:3", "sheet:9"
    verb = models.CharField(max_length=24)
    source = models.CharField(max_length=16)
    target = models.CharField(max_length=16)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [Index(fields=["subject", "at"])]

    def __str__(self) -> str:
        return f"rubrics_step:{self.pk}"
