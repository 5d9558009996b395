"""Calls for proposals: theme, logo, motto and covenant of a place; proposals with their files; what was adopted."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.agreements.models import AgreementVersion
from yuanba.ballots.models import Ballot
from yuanba.people.models import Person
from yuanba.places.models import Territory, dated
from yuanba.proposals import states
from yuanba.publicity.models import Notice

HEX_LENGTH = 64


class Call(models.Model):
    """One call: for which place, by when, on which terms, and how it is voted on."""

    class Rule(models.TextChoices):
        APPROVAL = "APPROVAL"  # tick as many as you like; most ticks
        RANKED = "RANKED"  # put them in order; instant run-off

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    about = models.TextField()
    terms = models.TextField()  # what the author agrees to about the use of the work
    contact_line = models.CharField(max_length=200)  # a duty phone and an address, never a mobile
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    comment_days = models.PositiveSmallIntegerField(default=5)  # working days of the shortlist's notice
    rule = models.CharField(max_length=8, choices=Rule.choices, default=Rule.APPROVAL)
    state = models.CharField(max_length=10, default=states.DRAFT)
    ballot = models.ForeignKey(Ballot, models.PROTECT, null=True, blank=True, related_name="+")  # the last one
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="+")  # of the shortlist
    closing_reason = models.CharField(max_length=300, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="call_closes_after_opening"),
            CheckConstraint(condition=Q(state__in=sorted(states.CALL.states)), name="call_state_known"),
            CheckConstraint(condition=Q(comment_days__gte=1), name="call_comments_last"),
        ]
        indexes = [
            Index(fields=["state", "closes_at"], name="call_due"),
            Index(fields=["territory", "state"], name="call_by_place"),
        ]

    def __str__(self) -> str:
        return f"call:{self.pk}"


class CallItem(models.Model):
    """What a call asks for, at most one of a kind. `least` proposals must be on the shortlist for a vote.

    `tied` are the proposals between which the last ballot did not decide.
    """

    class Kind(models.TextChoices):
        THEME = "THEME"
        LOGO = "LOGO"
        MOTTO = "MOTTO"
        COVENANT = "COVENANT"

    class Failed(models.TextChoices):
        TOO_FEW = "TOO_FEW"
        NO_VOTES = "NO_VOTES"
        NO_MAJORITY = "NO_MAJORITY"

    call = models.ForeignKey(Call, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    least = models.PositiveSmallIntegerField(default=2)
    state = models.CharField(max_length=11, default=states.OPEN)
    failed = models.CharField(max_length=11, choices=Failed.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    tied = models.JSONField(default=list, blank=True)
    chosen = models.ForeignKey("Proposal", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.ForeignKey(AgreementVersion, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["call", "kind"], name="call_item_once"),
            CheckConstraint(condition=Q(least__gte=1), name="call_item_needs_one"),
            CheckConstraint(condition=Q(state__in=sorted(states.ITEM.states)), name="call_item_state_known"),
            CheckConstraint(
                condition=~Q(state__in=[states.CHOSEN, states.ADOPTED]) | Q(chosen__isnull=False),
                name="call_item_chosen_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"call_item:{self.pk}"


class Proposal(models.Model):
    """What somebody hands in. `person` is who handed it in: the author, or the guardian of the child who made it.

    `number` is the public one, in the order of arrival; `likeness` is the hash of what it says, to find equal ones.
    """

    class Author(models.TextChoices):
        SELF = "SELF"
        CHILD = "CHILD"  # a minor of the household; the person is its guardian and agrees for it

    class Channel(models.TextChoices):
        ONLINE = "ONLINE"
        PAPER = "PAPER"

    class Refusal(models.TextChoices):
        OFF_TOPIC = "OFF_TOPIC"
        NOT_OWN = "NOT_OWN"
        PERSONAL = "PERSONAL"
        UNLAWFUL = "UNLAWFUL"
        DUPLICATE = "DUPLICATE"
        UNREADABLE = "UNREADABLE"

    call = models.ForeignKey(Call, models.PROTECT, related_name="proposals")
    item = models.ForeignKey(CallItem, models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    author = models.CharField(max_length=5, choices=Author.choices)
    credit_name = models.CharField(max_length=40, blank=True)  # how the author wants to be thanked; "" for no name
    channel = models.CharField(max_length=6, choices=Channel.choices)
    scan_file_id = models.BigIntegerField(null=True, blank=True)  # the signed sheet, where it came on paper
    likeness = models.CharField(max_length=HEX_LENGTH)
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=40)
    request_key = models.CharField(max_length=36)
    state = models.CharField(max_length=11, default=states.HANDED_IN)
    refusal = models.CharField(max_length=10, choices=Refusal.choices, blank=True)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_person_id = models.BigIntegerField(null=True, blank=True)
    appeal = models.TextField(blank=True)
    appeal_answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["call", "number"], name="proposal_number_once"),
            UniqueConstraint(fields=["call", "sent_by", "request_key"], name="proposal_sent_once"),
            CheckConstraint(condition=Q(state__in=sorted(states.PROPOSAL.states)), name="proposal_state_known"),
            CheckConstraint(
                condition=~Q(channel="PAPER") | Q(scan_file_id__isnull=False), name="proposal_on_paper_is_signed"
            ),
            CheckConstraint(
                condition=~Q(state__in=[states.REFUSED, states.DISMISSED]) | (~Q(refusal="") & ~Q(reason="")),
                name="proposal_refused_by_a_rule",
            ),
            CheckConstraint(condition=~Q(state=states.APPEALED) | ~Q(appeal=""), name="proposal_appeal_has_reason"),
        ]
        indexes = [
            Index(fields=["item", "state"], name="proposal_by_state"),
            Index(fields=["item", "likeness"], name="proposal_by_likeness"),
        ]

    def __str__(self) -> str:
        return f"proposal:{self.pk}"


class ProposalFile(models.Model):
    """A picture of a proposal; the first one stands for it. `sha256` is that of what was handed in."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="files")
    file_id = models.BigIntegerField()  # files.StoredFile, opaque
    sha256 = models.CharField(max_length=HEX_LENGTH)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [UniqueConstraint(fields=["proposal", "position"], name="proposal_file_in_order")]
        indexes = [Index(fields=["sha256"], name="proposal_file_by_hash")]

    def __str__(self) -> str:
        return f"proposal_file:{self.pk}"


class Identity(models.Model):
    """The theme, logo or motto of a place from a day on, and the proposal that it came from."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=CallItem.Kind.choices)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+")
    words = models.CharField(max_length=60)
    file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [
            dated("identity_dated"),
            UniqueConstraint(
                fields=["territory", "kind"], condition=Q(to_date__isnull=True), name="identity_one_open_row"
            ),
            CheckConstraint(condition=~Q(kind="COVENANT"), name="identity_is_no_text"),
            CheckConstraint(condition=~Q(kind="LOGO") | Q(file_id__isnull=False), name="identity_logo_is_a_picture"),
        ]

    def __str__(self) -> str:
        return f"identity:{self.pk}"


class CallStep(models.Model):
    """A move of a call, an item or a proposal; append-only."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="steps")
    subject = models.CharField(max_length=40)
    verb = models.CharField(max_length=20)
    source = models.CharField(max_length=12, blank=True)
    target = models.CharField(max_length=12)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"call_step:{self.pk}"
