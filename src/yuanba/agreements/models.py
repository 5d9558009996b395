"""Texts that people agree on: covenants, rules of procedure, co-building agreements; versions, comments, signatures.

A text is decided on by something above (a ballot, a meeting), which stands here as an opaque reference.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.agreements import states
from yuanba.people.models import Person
from yuanba.places.models import Territory

HEX_LENGTH = 64


class Agreement(models.Model):
    """What is agreed on, over all its versions. `ordered_by` is whatever brought it about, opaque ("proposal:7")."""

    class Kind(models.TextChoices):
        COVENANT = "COVENANT"  # 邻里公约: neighbours among themselves
        RESIDENTS_PACT = "RESIDENTS_PACT"  # 居民公约: of the residents' assembly of a community
        MANAGEMENT_RULES = "MANAGEMENT_RULES"  # 管理规约: binds all owners (民法典 278)
        PROCEDURE = "PROCEDURE"  # 议事规则: how owners or residents decide
        DISCLOSURE = "DISCLOSURE"  # 进驻告知: what who moves in, or works here, is told
        COBUILDING = "COBUILDING"  # 共建协议: between organisations
        OTHER = "OTHER"

    class Signers(models.TextChoices):
        RESIDENTS = "RESIDENTS"
        OWNERS = "OWNERS"
        PARTIES = "PARTIES"  # organisations, each on paper with its seal
        NOBODY = "NOBODY"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    signers = models.CharField(max_length=10, choices=Signers.choices)
    ordered_by = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ordered_by"], condition=~Q(ordered_by=""), name="agreement_ordered_once"),
        ]
        indexes = [Index(fields=["territory", "kind"], name="agreement_by_place")]

    def __str__(self) -> str:
        return f"agreement:{self.pk}"


class AgreementVersion(models.Model):
    """One version of the text: what was put up for comments, what was decided on, and from when to when it holds.

    `text_hash` is SHA-256, in hex, of the UTF-8 bytes of `text`. Nothing that is decided on is ever rewritten.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_hash = models.CharField(max_length=HEX_LENGTH)
    commented_text = models.TextField(blank=True)  # as it stood when comments were last asked for
    purpose = models.TextField(blank=True)  # why this version, in the organiser's words
    state = models.CharField(max_length=10, default=states.DRAFT)
    comments_open_at = models.DateTimeField(null=True, blank=True)
    comments_close_at = models.DateTimeField(null=True, blank=True)
    decision_ref = models.CharField(max_length=60, blank=True)  # opaque: "ballot:12", "meeting:2026-11-02"
    decision_text = models.CharField(max_length=300, blank=True)
    decision_date = models.DateField(null=True, blank=True)
    from_date = models.DateField(null=True, blank=True)
    to_date = models.DateField(null=True, blank=True)
    filed_with = models.CharField(max_length=120, blank=True)  # 备案: where it was handed in after the decision
    filed_date = models.DateField(null=True, blank=True)
    closing_reason = models.CharField(max_length=300, blank=True)  # of a rejected, withdrawn or ended one
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agreement", "number"], name="agreement_version_number_once"),
            UniqueConstraint(
                fields=["agreement"],
                condition=Q(state__in=sorted(states.PREPARED)),
                name="agreement_one_in_preparation",
            ),
            UniqueConstraint(fields=["agreement"], condition=Q(state=states.ADOPTED), name="agreement_one_adopted"),
            CheckConstraint(condition=Q(state__in=sorted(states.VERSION.states)), name="agreement_version_state_known"),
            CheckConstraint(
                condition=~Q(state__in=sorted(states.DECIDED))
                | (Q(from_date__isnull=False) & ~Q(decision_ref="") & ~Q(commented_text="")),
                name="agreement_adopted_by_decision",
            ),
            CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gt=F("from_date")), name="agreement_version_dated"
            ),
        ]
        indexes = [Index(fields=["state", "comments_close_at"], name="agreement_comments_due")]

    def __str__(self) -> str:
        return f"agreement_version:{self.pk}"


class AgreementComment(models.Model):
    """What somebody thinks of the text that was put up, and the answer to it. Public together with its answer.

    `is_hidden`: the answer is public, what was said is not (an insult, something about a third person).
    """

    class Channel(models.TextChoices):
        ONLINE = "ONLINE"
        DESK = "DESK"

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="comments")
    about = models.CharField(max_length=120, blank=True)  # which clause
    text = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    shows_name = models.BooleanField(default=False)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=40)
    request_key = models.CharField(max_length=36)
    state = models.CharField(max_length=9, default=states.FILED)
    answer = models.TextField(blank=True)
    is_hidden = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["version", "filed_by", "request_key"], name="agreement_comment_sent_once"),
            CheckConstraint(condition=Q(state__in=sorted(states.REMARK.states)), name="agreement_comment_state_known"),
            CheckConstraint(
                condition=~Q(state__in=[states.ACCEPTED, states.DECLINED])
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="agreement_comment_answer_has_reason",
            ),
        ]
        indexes = [Index(fields=["version", "state"], name="agreement_comment_by_state")]

    def __str__(self) -> str:
        return f"agreement_comment:{self.pk}"


class Signature(models.Model):
    """Somebody stands by this version: a person with one tap or on paper, or an organisation on paper."""

    class Channel(models.TextChoices):
        ONLINE = "ONLINE"
        PAPER = "PAPER"

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    party_name = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    shows_name = models.BooleanField(default=False)
    scan_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    signed_date = models.DateField()
    signed_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    state = models.CharField(max_length=9, default=states.SIGNED)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(person__isnull=False, party_name="") | (Q(person__isnull=True) & ~Q(party_name="")),
                name="signature_is_somebodys",
            ),
            CheckConstraint(
                condition=Q(channel="ONLINE", person__isnull=False) | Q(channel="PAPER", scan_file_id__isnull=False),
                name="signature_on_paper_has_its_scan",
            ),
            CheckConstraint(condition=Q(state__in=sorted(states.SIGNATURE.states)), name="signature_state_known"),
            UniqueConstraint(
                fields=["version", "person"],
                condition=Q(state=states.SIGNED, person__isnull=False),
                name="signature_of_person_once",
            ),
            UniqueConstraint(
                fields=["version", "party_name"],
                condition=Q(state=states.SIGNED) & ~Q(party_name=""),
                name="signature_of_party_once",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement_signature:{self.pk}"


class AgreementStep(models.Model):
    """A move of a version, and why; append-only."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=16)
    source = models.CharField(max_length=10, blank=True)
    target = models.CharField(max_length=10)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"agreement_step:{self.pk}"
