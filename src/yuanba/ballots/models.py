"""What a ballot keeps: the act of voting, its items and options, the frozen roll, the papers, the paper channel, reviews.

A ballot is one act of voting, an item one question on its sheet, a roll row one voter, a paper one cast sheet.
Leaves and public editions hold codes and salted hashes, never persons; erasing `RollRow.person` leaves them inert.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.ballots import states
from yuanba.ballots.meeting_models import Attendance, HallCount, HallHand, Meeting
from yuanba.ballots.outcome_models import (
    BallotDraw,
    BallotNews,
    BallotResult,
    OfficialTally,
    ResultPosting,
    SampleReading,
)
from yuanba.ballots.proxy_models import Authorisation, PaperDetail, ProxySeat
from yuanba.ballots.review_models import ReviewCase, VoidedPaper, VoteSignal
from yuanba.ballots.roll_models import HEX_LENGTH, Delivery, RollMember, RollObjection, RollRow
from yuanba.ballots.secret_models import (
    RevokedKey,
    SealedPaper,
    SecretBallot,
    TokenRequest,
    TrusteeShare,
    Turn,
    UrnReading,
)
from yuanba.people.models import Organisation, Person
from yuanba.places.models import Territory

__all__ = [
    "Attendance",
    "Authorisation",
    "Ballot",
    "BallotDraw",
    "BallotNews",
    "BallotResult",
    "BallotSecret",
    "BallotStep",
    "Delivery",
    "HallCount",
    "HallHand",
    "Item",
    "Keying",
    "LoggedPaper",
    "Meeting",
    "OfficialTally",
    "Option",
    "Paper",
    "PaperDetail",
    "PaperSheet",
    "ProxySeat",
    "ResultPosting",
    "ReviewCase",
    "RevokedKey",
    "RollMember",
    "RollObjection",
    "RollRow",
    "SampleReading",
    "SealedPaper",
    "SecretBallot",
    "SequencingMark",
    "TokenRequest",
    "TrusteeShare",
    "Turn",
    "UrnReading",
    "VoidedPaper",
    "VoteSignal",
]


class Ballot(models.Model):
    """One act of voting. `ordered_by` is whoever ordered it, opaque ("stage:4"); `level` N: named to the operator, S: secret."""

    class Kind(models.TextChoices):
        AWARD = "AWARD"
        OPINION = "OPINION"  # asks what people want; binds nobody by law
        SURVEY = "SURVEY"  # one place's answers to a secret survey, which drives it and shows it
        STATUTORY = "STATUTORY"  # a decision by law: the authority has agreed in writing that it is held here

    class Electorate(models.TextChoices):
        RESIDENTS = "RESIDENTS"
        HOUSEHOLDS = "HOUSEHOLDS"
        OWNERS = "OWNERS"
        COMMITTEE = "COMMITTEE"  # the members of a body
        MEETING = "MEETING"  # those present at a meeting

    class PaperRule(models.TextChoices):
        NONE = "NONE"  # phone only
        FIRST_STANDS = "FIRST_STANDS"  # the first accepted of phone and paper stands, the later is refused
        SUPERSEDES = "SUPERSEDES"  # a later paper is a new attempt; only where revotes are allowed

    kind = models.CharField(max_length=12, choices=Kind.choices)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)  # what it is about, in the organiser's words; no part of the manifest
    matter = models.CharField(max_length=40, blank=True)  # what owners decide together, a word of tally/law.py
    consent_reference = models.CharField(max_length=200, blank=True)  # of the authority, for a statutory ballot
    ordered_by = models.CharField(max_length=40, blank=True)
    electorate = models.CharField(max_length=12, choices=Electorate.choices)
    body = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")  # of a COMMITTEE
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="ballots")
    level = models.CharField(max_length=1, default="N")
    rule = models.JSONField()  # {"id", "version", "source", ...}: which rule of ballots/tally counts, and why that one
    revotes_allowed = models.BooleanField(default=False)
    paper_rule = models.CharField(max_length=12, choices=PaperRule.choices)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=states.DRAFT)
    revision = models.PositiveIntegerField(default=0)  # raised whenever what may be chosen changes
    roll_date = models.DateField(null=True, blank=True)
    roll_root = models.CharField(max_length=HEX_LENGTH, blank=True)
    roll_rows = models.PositiveIntegerField(default=0)
    roll_heads = models.PositiveIntegerField(default=0)
    roll_area_cm2 = models.PositiveBigIntegerField(default=0)
    manifest = models.TextField(blank=True)  # canonical bytes (they are UTF-8), leaf 0 of the ballot's log
    manifest_hash = models.CharField(max_length=HEX_LENGTH, blank=True)
    drafted_at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="ballot_closes_after_opening"),
            CheckConstraint(condition=Q(state__in=sorted(states.BALLOT.states)), name="ballot_state_known"),
            CheckConstraint(condition=Q(level__in=["N", "S"]), name="ballot_level_known"),
            CheckConstraint(
                condition=~Q(electorate="COMMITTEE") | Q(body__isnull=False), name="ballot_committee_named"
            ),
            CheckConstraint(condition=~Q(electorate="MEETING") | Q(meeting__isnull=False), name="ballot_meeting_named"),
            CheckConstraint(
                condition=~Q(kind="STATUTORY") | ~Q(consent_reference=""), name="ballot_statutory_with_consent"
            ),
            CheckConstraint(
                condition=~Q(paper_rule="SUPERSEDES") | Q(revotes_allowed=True), name="ballot_supersedes_by_revote"
            ),
            CheckConstraint(
                condition=Q(state__in=[states.DRAFT, states.ANNOUNCED, states.ANNULLED]) | ~Q(manifest_hash=""),
                name="ballot_opens_with_manifest",
            ),
        ]
        indexes = [Index(fields=["state", "closes_at"]), Index(fields=["ordered_by"])]

    def __str__(self) -> str:
        return f"ballot:{self.pk}"


class BallotSecret(models.Model):
    """The keys of a ballot, 32 random bytes each in hexadecimal, apart from the row that pages read.

    `ballot_key` makes salts, `code_key` voter codes and option orders, `ticket_key` tickets; `signal_salt` hashes
    addresses and devices and is erased ("") when the ballot is published.
    """

    ballot = models.OneToOneField(Ballot, models.PROTECT, primary_key=True, related_name="secret")
    ballot_key = models.CharField(max_length=HEX_LENGTH)
    code_key = models.CharField(max_length=HEX_LENGTH)
    ticket_key = models.CharField(max_length=HEX_LENGTH)
    signal_salt = models.CharField(max_length=HEX_LENGTH, blank=True)

    def __str__(self) -> str:
        return f"ballot_secret:{self.pk}"


class BallotStep(models.Model):
    """A move that a ballot made, and why; append-only."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=12)
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"ballot_step:{self.pk}"


class Item(models.Model):
    """One question on the sheet: choose at least `minimum` and at most `choose` of its options."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="items")
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField()
    choose = models.PositiveSmallIntegerField()
    minimum = models.PositiveSmallIntegerField(default=0)
    rule = models.JSONField(default=dict, blank=True)  # the item's own rule; {} where the ballot's rule counts it

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ballot", "key"], name="item_key_once"),
            CheckConstraint(condition=Q(choose__gt=0) & Q(minimum__lte=F("choose")), name="item_choose_k"),
        ]

    def __str__(self) -> str:
        return f"item:{self.pk}"


class Option(models.Model):
    """What may be chosen. `key` is opaque to ballots ("entry:12"); `label` is its name when the ballot was drafted."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="options")
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=120, blank=True)
    about = models.CharField(max_length=300, blank=True)  # in the organiser's words; no part of the manifest
    file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque: a picture or a plan
    position = models.PositiveSmallIntegerField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["item", "key"], name="option_key_once")]

    def __str__(self) -> str:
        return f"option:{self.pk}"


class Paper(models.Model):
    """One cast sheet. Rows are only ever inserted; `state` alone changes, by two reviewers.

    `choices` is canonical JSON {item key: option keys, sorted unless the item is ranked}; `commitment` =
    SHA-256(salt ‖ choices); `leaf_hash` is what the log keeps; `previous` is the leaf hash that a revote replaces.
    Attempt 0 is the only one unless the manifest allows revotes: the inserting statement asks the ballot row, the
    constraints hold the rest.
    """

    class Channel(models.TextChoices):
        PHONE = "PHONE"
        PAPER = "PAPER"
        HALL = "HALL"  # a show of hands at a meeting

    # The unique constraint's index serves both keys; two more would slow every cast.
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="papers", db_index=False)
    roll_row = models.ForeignKey(RollRow, models.PROTECT, related_name="papers", db_index=False)
    attempt = models.PositiveSmallIntegerField()
    epoch = models.PositiveIntegerField()
    choices = models.TextField()
    salt = models.CharField(max_length=HEX_LENGTH)
    commitment = models.CharField(max_length=HEX_LENGTH)
    leaf_hash = models.CharField(max_length=HEX_LENGTH)
    previous = models.CharField(max_length=HEX_LENGTH, blank=True)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    cast_at = models.DateTimeField()
    state = models.CharField(max_length=6, default=states.VALID)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ballot", "roll_row", "attempt"], name="paper_one_per_roll_row"),
            UniqueConstraint(fields=["ballot", "previous"], condition=~Q(previous=""), name="paper_replaced_once"),
            CheckConstraint(
                condition=Q(attempt=0, previous="") | (Q(attempt__gt=0) & ~Q(previous="")), name="paper_attempt_chain"
            ),
            CheckConstraint(condition=Q(state__in=sorted(states.PAPER.states)), name="paper_state_known"),
        ]

    def __str__(self) -> str:
        return f"paper:{self.pk}"


class LoggedPaper(models.Model):
    """The place of a paper in its ballot's log: leaf `index`. A table of its own, so that casting writes no more."""

    paper = models.OneToOneField(Paper, models.PROTECT, primary_key=True, related_name="logged", db_constraint=False)
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    index = models.PositiveBigIntegerField()
    leaf_hash = models.CharField(max_length=HEX_LENGTH)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ballot", "index"], name="logged_paper_index_once"),
            UniqueConstraint(fields=["leaf_hash"], name="logged_paper_leaf_once"),
        ]

    def __str__(self) -> str:
        return f"logged_paper:{self.pk}"


class SequencingMark(models.Model):
    """Papers up to `settled` need no second look before their ballot closes. `seen` is settled a while after `seen_at`."""

    settled = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=0)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sequencing_mark:{self.settled}"


class PaperSheet(models.Model):
    """A sheet of the paper channel: printed for one roll row with a serial, scanned, keyed by different clerks."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="sheets")
    roll_row = models.ForeignKey(RollRow, models.PROTECT, related_name="sheets")
    serial = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=9, default=states.ISSUED)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=40)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=40, blank=True)
    scan_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    scan_hash = models.CharField(max_length=HEX_LENGTH, blank=True)
    reason = models.CharField(max_length=60, blank=True)  # why it was rejected or cancelled, a code
    leaf = models.JSONField(default=dict, blank=True)  # what the paper's leaf says of it: serial, scan, clerk codes
    seat = models.ForeignKey(ProxySeat, models.PROTECT, null=True, blank=True, related_name="sheets")  # of who signs
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, blank=True, related_name="sheet")

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["ballot", "roll_row"],
                condition=~Q(state__in=[states.REJECTED, states.CANCELLED]),
                name="sheet_one_live_per_roll_row",
            ),
            CheckConstraint(
                condition=Q(state__in=[states.ISSUED, states.CANCELLED, states.REJECTED]) | ~Q(scan_hash=""),
                name="sheet_keyed_from_scan",
            ),
            CheckConstraint(condition=~Q(state=states.ENTERED) | Q(paper__isnull=False), name="sheet_entered_is_paper"),
        ]
        indexes = [Index(fields=["ballot", "state"])]

    def __str__(self) -> str:
        return f"sheet:{self.pk}"


class Keying(models.Model):
    """What one clerk read on a sheet. A clerk reads a sheet once; two equal readings of two clerks stand."""

    sheet = models.ForeignKey(PaperSheet, models.PROTECT, related_name="keyings")
    clerk = models.CharField(max_length=40)
    clerk_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    choices = models.TextField()
    keyed_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["sheet", "clerk"], name="keying_clerk_once"),
            UniqueConstraint(
                fields=["sheet", "clerk_person"], condition=Q(clerk_person__isnull=False), name="keying_person_once"
            ),
        ]

    def __str__(self) -> str:
        return f"keying:{self.pk}"
