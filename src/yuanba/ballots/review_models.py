"""Votes that look rigged: how votes came in, cases for two people to judge, papers that were voided."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from yuanba.ballots import states
from yuanba.ballots.roll_models import HEX_LENGTH
from yuanba.people.models import Person


class VoteSignal(models.Model):
    """How a vote came in, kept apart from the papers: joined to them by the voter's code only, while reviews need it.

    Hashes are HMAC(signal salt, value); without the salt, which publication erases, nobody can try addresses.
    """

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="signals")
    code = models.CharField(max_length=HEX_LENGTH)
    address_hash = models.CharField(max_length=32, blank=True)
    device_hash = models.CharField(max_length=32, blank=True)
    account_age_days = models.PositiveIntegerField()
    minute = models.PositiveIntegerField()  # whole minutes since 1970, UTC

    def __str__(self) -> str:
        return f"vote_signal:{self.pk}"


class ReviewCase(models.Model):
    """Papers that look rigged, for two people to judge; nothing is voided by the machine.

    `codes` are the voters' codes that the detector named, `void_codes` those that the first reviewer proposes to void.
    """

    ballot = models.ForeignKey("ballots.Ballot", models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=16)  # a detect.Kind
    anchor = models.CharField(max_length=HEX_LENGTH)  # what the papers share: a hash, a minute
    round = models.PositiveSmallIntegerField(default=0)  # a decided case is opened anew if more papers join
    codes = models.JSONField()
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default=states.OPEN)
    opened_at = models.DateTimeField()
    void_codes = models.JSONField(default=list)
    reason = models.CharField(max_length=200, blank=True)
    proposed_by = models.CharField(max_length=40, blank=True)
    proposed_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["ballot", "kind", "anchor", "round"], name="review_case_once"),
            CheckConstraint(
                condition=~Q(state=states.VOIDED)
                | (
                    ~Q(proposed_by="")
                    & ~Q(decided_by="")
                    & ~Q(proposed_by=F("decided_by"))
                    & (
                        Q(proposed_person__isnull=True)
                        | Q(decided_person__isnull=True)
                        | ~Q(proposed_person=F("decided_person"))
                    )
                ),
                name="review_void_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return f"review:{self.pk}"


class VoidedPaper(models.Model):
    """Why a paper no longer counts: the case that two reviewers decided. The paper's row stays."""

    paper = models.OneToOneField("ballots.Paper", models.PROTECT, primary_key=True, related_name="voiding")
    case = models.ForeignKey(ReviewCase, models.PROTECT, related_name="voided")
    voided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"voided_paper:{self.pk}"
