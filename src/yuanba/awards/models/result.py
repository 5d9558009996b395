"""Scores, rankings, titles, decisions, certificates and the hand-over of the prizes."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from yuanba.awards.models.campaign import Campaign, StageRun
from yuanba.awards.models.entry import Entry
from yuanba.people.models import Account, Person


class StagePanel(models.Model):
    """A panel of a jury stage: the categories that share one score sheet are judged by one panel."""

    stage_run = models.ForeignKey(StageRun, models.PROTECT, related_name="panels")
    name = models.CharField(max_length=80)
    panel_id = models.BigIntegerField(unique=True)  # rubrics.Panel
    categories = models.JSONField()

    class Meta:
        constraints = [UniqueConstraint(fields=["stage_run", "name"], name="stage_panel_once")]

    def __str__(self) -> str:
        return f"stage_panel:{self.pk}"


class StageTarget(models.Model):
    """An entry takes part in a stage: what it is called there (a ballot option, a survey question, a juror's paper)."""

    stage_run = models.ForeignKey(StageRun, models.PROTECT, related_name="targets")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="targets")
    key = models.CharField(max_length=60)

    class Meta:
        constraints = [UniqueConstraint(fields=["stage_run", "entry"], name="stage_target_once")]

    def __str__(self) -> str:
        return f"stage_target:{self.pk}"


class EntryComment(models.Model):
    """What a resident says about a candidate in a comment stage. Nothing is counted."""

    stage_run = models.ForeignKey(StageRun, models.PROTECT, related_name="comments")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="comments")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField()  # personal numbers are masked before it is stored
    shows_name = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    hidden_by = models.CharField(max_length=40, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["stage_run", "entry", "person"], name="entry_comment_one_a_person"),
            CheckConstraint(condition=Q(hidden_by="") | ~Q(hidden_reason=""), name="entry_comment_hidden_says_why"),
        ]

    def __str__(self) -> str:
        return f"entry_comment:{self.pk}"


class PlaceDecision(models.Model):
    """A place that a body gave by decision, with its reason, where the playbook ranks by decision and not by score."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="place_decisions")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="place_decision")
    category = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=400)
    minutes_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["campaign", "category", "place"], name="place_decision_once"),
            CheckConstraint(condition=~Q(reason="") & Q(place__gte=1), name="place_decision_says_why"),
        ]

    def __str__(self) -> str:
        return f"place_decision:{self.pk}"


class StageScore(models.Model):
    """What a stage gave an entry, as an exact fraction num/den; INSUFFICIENT (too few answers) is never zero."""

    class State(models.TextChoices):
        SCORED = "SCORED"
        INSUFFICIENT = "INSUFFICIENT"
        ABSENT = "ABSENT"  # the stage does not concern the entry

    stage_run = models.ForeignKey(StageRun, models.PROTECT, related_name="scores")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="scores")
    state = models.CharField(max_length=12, choices=State.choices, default=State.SCORED)
    num = models.TextField(blank=True)  # whole numbers of any length
    den = models.TextField(blank=True)
    detail = models.JSONField(default=dict, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["stage_run", "entry"], name="stage_score_once"),
            CheckConstraint(
                condition=Q(state="SCORED", num__gt="", den__gt="") | (~Q(state="SCORED") & Q(num="", den="")),
                name="stage_score_is_a_fraction_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"stage_score:{self.pk}"


class Ranking(models.Model):
    """A ranking as it was computed: inputs and outcome in one canonical document with its hash. Never changed."""

    class Purpose(models.TextChoices):
        SHORTLIST = "SHORTLIST"
        FINAL = "FINAL"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="rankings")
    number = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    stage_run = models.ForeignKey(StageRun, models.PROTECT, null=True, blank=True, related_name="rankings")
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    cause = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["campaign", "number"], name="ranking_number_once")]

    def __str__(self) -> str:
        return f"ranking:{self.pk}"


class ShortlistPublication(models.Model):
    """Anybody may read who goes on after a stage. Never taken back; a later shortlist is published anew."""

    ranking = models.OneToOneField(Ranking, models.PROTECT, related_name="publication")
    published_by = models.CharField(max_length=40)
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"shortlist_publication:{self.pk}"


class ListNotice(models.Model):
    """A public notice of (a part of) the proposed list; the first one, and one for successors who moved up."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="list_notices")
    number = models.PositiveSmallIntegerField()
    notice_id = models.BigIntegerField(unique=True)  # publicity.Notice
    ranking = models.ForeignKey(Ranking, models.PROTECT, related_name="+")
    published_by = models.CharField(max_length=40)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["campaign", "number"], name="list_notice_number_once")]

    def __str__(self) -> str:
        return f"list_notice:{self.pk}"


class NamingDecision(models.Model):
    """The decision that names the winners: drafted by one, approved by another, unseen until published."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="decisions")
    number = models.CharField(max_length=60)  # 文号
    state = models.CharField(max_length=10, default="DRAFTED")
    ranking = models.ForeignKey(Ranking, models.PROTECT, related_name="+")
    drafted_by = models.CharField(max_length=40)
    drafted_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    document_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("drafted_by")), name="naming_decision_takes_two"
            ),
            CheckConstraint(
                condition=~Q(state="PUBLISHED") | (~Q(approved_by="") & Q(published_at__isnull=False)),
                name="naming_decision_published_is_approved",
            ),
            UniqueConstraint(fields=["campaign"], condition=~Q(state="SET_ASIDE"), name="naming_decision_one_in_force"),
        ]

    def __str__(self) -> str:
        return f"decision:{self.pk}"


class Title(models.Model):
    """An award that an entry is proposed for, was named to, lost, or had revoked. `place` counts within the quota."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="titles")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="award")
    category = models.CharField(max_length=40)
    tier = models.CharField(max_length=40, blank=True)
    quota = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    prize_fen = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, default="PROPOSED")
    notice = models.ForeignKey(ListNotice, models.PROTECT, null=True, blank=True, related_name="titles")
    decision = models.ForeignKey(NamingDecision, models.PROTECT, null=True, blank=True, related_name="titles")
    proposed_at = models.DateTimeField()
    named_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["campaign", "category", "tier", "place"],
                condition=Q(state__in=["PROPOSED", "NAMED"]),
                name="title_place_once",
            ),
            CheckConstraint(condition=Q(place__gte=1) & Q(place__lte=F("quota")), name="title_within_its_quota"),
        ]

    def __str__(self) -> str:
        return f"title:{self.pk}"


class Certificate(models.Model):
    """The certificate of a named title; `code` is what its QR asks the site about."""

    title = models.OneToOneField(Title, models.PROTECT, related_name="certificate")
    code = models.CharField(max_length=24, unique=True)
    number = models.CharField(max_length=40, unique=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"certificate:{self.pk}"


class Revocation(models.Model):
    """A title is taken back: asked for by one person with a reason, decided by another."""

    title = models.OneToOneField(Title, models.PROTECT, related_name="revocation")
    reason = models.CharField(max_length=400)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(decided_by="") | ~Q(decided_by=F("asked_by")), name="revocation_takes_two")
        ]

    def __str__(self) -> str:
        return f"revocation:{self.pk}"


class PrizeHandOver(models.Model):
    """The prize list went to funds: how many, how much, when, and under which reference there."""

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="prize_hand_over")
    prize_list_id = models.BigIntegerField()  # funds
    awards = models.PositiveIntegerField()
    amount_fen = models.PositiveBigIntegerField()
    handed_by = models.CharField(max_length=40)
    handed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"prize_hand_over:{self.pk}"
