"""What a secret ballot keeps besides: its keys, who had a turn, sealed papers, readings of the paper urn, shares.

No row here has a time, and none joins a voter to a paper: a turn knows a blinded message, a paper a public key.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from yuanba.ballots import states
from yuanba.ballots.roll_models import HEX_LENGTH, RollRow
from yuanba.people.models import Person


class SecretBallot(models.Model):
    """Of a ballot of level S: times, trustees, keys. `key` is the private key of `sealing`, once k shares gave it.

    `issuers` holds {name, key, statements} of both, `urn` {address, statements}, as the manifest says them. `batches`
    of the urn and `papers` in them stand in the log. `sheets` are the choices of the paper urn, canonical, one a line.
    Ballots of one survey share `sealing`.
    """

    ballot = models.OneToOneField("ballots.Ballot", models.PROTECT, primary_key=True, related_name="sealed")
    is_strict = models.BooleanField(default=False)
    casts_from = models.DateTimeField()
    trustees = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()
    least = models.PositiveSmallIntegerField(default=0)  # fewer sheets than these are never opened
    padded = models.PositiveIntegerField(default=0)
    issuers = models.JSONField(default=list)
    urn = models.JSONField(default=dict)
    sealing = models.CharField(max_length=88, blank=True)
    share_hashes = models.JSONField(default=list)
    batches = models.PositiveIntegerField(default=0)
    papers = models.PositiveIntegerField(default=0)
    is_emptied = models.BooleanField(default=False)  # the urn's papers are here
    sheets = models.TextField(blank=True)
    sheets_read = models.BooleanField(default=False)
    key = models.CharField(max_length=HEX_LENGTH, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(needed__gte=2) & Q(needed__lte=F("trustees")), name="secret_k_of_n"),
        ]

    def __str__(self) -> str:
        return f"secret_ballot:{self.pk}"


class Turn(models.Model):
    """A voter took a token or a sheet of paper: one or the other, once. A token given back ends its turn."""

    class Channel(models.TextChoices):
        TOKEN = "TOKEN"  # noqa: S105 -- no password
        PAPER = "PAPER"

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="turns")
    roll_row = models.ForeignKey(RollRow, models.PROTECT, related_name="turns")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    state = models.CharField(max_length=10, default=states.TAKEN)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["roll_row"], condition=Q(state=states.TAKEN), name="turn_one_per_roll_row"),
            CheckConstraint(condition=Q(state__in=sorted(states.TURN.states)), name="turn_state_known"),
        ]

    def __str__(self) -> str:
        return f"turn:{self.pk}"


class TokenRequest(models.Model):
    """What a voter asked of one issuer, blinded, and the answer: the same question has the same answer for ever."""

    turn = models.ForeignKey(Turn, models.PROTECT, related_name="requests")
    issuer = models.PositiveSmallIntegerField()
    blinded = models.TextField()
    signature = models.TextField(blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["turn", "issuer"], name="token_request_one_per_issuer"),
            CheckConstraint(condition=Q(issuer__in=[1, 2]), name="token_request_issuer_known"),
        ]

    def __str__(self) -> str:
        return f"token_request:{self.pk}"


class RevokedKey(models.Model):
    """A token that was given back unused: no paper of this key counts."""

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="revoked")
    key_hash = models.CharField(max_length=HEX_LENGTH)

    class Meta:
        constraints = [UniqueConstraint(fields=["ballot", "key_hash"], name="revoked_key_once")]

    def __str__(self) -> str:
        return f"revoked_key:{self.pk}"


class SealedPaper(models.Model):
    """A secret paper as it came out of the urn at the close, all at once and in the order of their hashes."""

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="sealed_papers", db_index=False)
    hash = models.CharField(max_length=HEX_LENGTH)
    key_hash = models.CharField(max_length=HEX_LENGTH)
    body = models.TextField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ballot", "hash"], name="sealed_paper_once"),
            UniqueConstraint(fields=["ballot", "key_hash"], name="sealed_paper_key_once"),
        ]

    def __str__(self) -> str:
        return f"sealed_paper:{self.pk}"


class UrnReading(models.Model):
    """How one clerk read the sheets in the paper urn; two clerks who read alike are believed."""

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="urn_readings")
    clerk = models.CharField(max_length=40)
    clerk_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sheets = models.TextField()

    class Meta:
        constraints = [UniqueConstraint(fields=["ballot", "clerk"], name="urn_reading_clerk_once")]

    def __str__(self) -> str:
        return f"urn_reading:{self.pk}"


class TrusteeShare(models.Model):
    """A share that was handed in after the close; its value is erased when k of them have given the key."""

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="shares")
    number = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=HEX_LENGTH, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["ballot", "number"], name="trustee_share_once")]

    def __str__(self) -> str:
        return f"trustee_share:{self.pk}"
