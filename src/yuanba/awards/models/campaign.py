"""A campaign, the documents it rests on, and the runs of its stages."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from yuanba.people.models import Organisation
from yuanba.places.models import Territory


class Campaign(models.Model):
    """An award campaign: one playbook in one territory. The playbook is pinned by text and hash when it opens.

    `lot` is the public draw that parts ties where only the lot can: source, instants, hash of the pool, later the seed.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT"
        ANNOUNCED = "ANNOUNCED"
        RUNNING = "RUNNING"
        RANKED = "RANKED"
        PROPOSED = "PROPOSED"
        NAMED = "NAMED"
        CLOSED = "CLOSED"
        CANCELLED = "CANCELLED"

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    organiser = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=16, unique=True)  # stands in serials and addresses: "HY2021"
    title = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)  # counts changes, so that of two at once one is told
    playbook_text = models.TextField()
    playbook_sha256 = models.CharField(max_length=64)
    playbook_version = models.CharField(max_length=40, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)
    next_number = models.PositiveIntegerField(default=1)  # of entries
    next_form_number = models.PositiveIntegerField(default=1)  # of blank forms handed out
    lot = models.JSONField(default=dict, blank=True)
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(state__in=["DRAFT", "CANCELLED"]) | Q(pinned_at__isnull=False),
                name="campaign_open_is_pinned",
            )
        ]
        indexes = [models.Index(fields=["territory", "state"])]

    def __str__(self) -> str:
        return f"campaign:{self.pk}"


class PolicyDocument(models.Model):
    """A document that the campaign rests on: the policy basis (依据文件), or the approval of the activity."""

    class Kind(models.TextChoices):
        BASIS = "BASIS"
        APPROVAL = "APPROVAL"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)  # 文号
    issued_by = models.CharField(max_length=120)
    issued_date = models.DateField(null=True, blank=True)
    stored_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["campaign", "kind", "title"], name="policy_document_once"),
            CheckConstraint(
                condition=~Q(kind="APPROVAL") | Q(stored_file_id__isnull=False), name="policy_approval_has_its_file"
            ),
        ]

    def __str__(self) -> str:
        return f"policy_document:{self.pk}"


class CampaignStep(models.Model):
    """A move of the campaign: who, why, when. Never changed."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10)
    to_state = models.CharField(max_length=10)
    actor = models.CharField(max_length=40)
    cause = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"campaign_step:{self.pk}"


class StageRun(models.Model):
    """One stage of the playbook as it runs: [opens_at, closes_at) in instants, both days inclusive in dates."""

    class State(models.TextChoices):
        WAITING = "WAITING"
        OPEN = "OPEN"
        CLOSED = "CLOSED"
        REOPENED = "REOPENED"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="stage_runs")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    ballot_id = models.BigIntegerField(null=True, blank=True)  # ballots.Ballot that a vote stage ordered
    survey_id = models.BigIntegerField(null=True, blank=True)  # surveys.Survey that a survey stage ordered
    outcome = models.JSONField(default=dict, blank=True)  # counts at the close

    class Meta:
        constraints = [
            UniqueConstraint(fields=["campaign", "position"], name="stage_position_once"),
            UniqueConstraint(fields=["campaign", "key"], name="stage_key_once"),
            CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="stage_closes_after_opening"),
        ]
        indexes = [models.Index(fields=["state", "opens_at"])]

    def __str__(self) -> str:
        return f"stage_run:{self.pk}"


class StageStep(models.Model):
    """A move of a stage: who, why, when, and the version it made. Never changed."""

    stage_run = models.ForeignKey(StageRun, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=8)
    to_state = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    actor = models.CharField(max_length=40)
    cause = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["stage_run", "version"], name="stage_step_one_per_version")]

    def __str__(self) -> str:
        return f"stage_step:{self.pk}"


class Attempt(models.Model):
    """An entry that was refused, counted by its reason; it holds no form data (the draft keeps those)."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="attempts")
    stage_run = models.ForeignKey(StageRun, models.PROTECT, null=True, blank=True, related_name="attempts")
    code = models.CharField(max_length=60)
    category = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=16)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["campaign", "code"])]

    def __str__(self) -> str:
        return f"attempt:{self.pk}"
