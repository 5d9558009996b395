"""Prize lists: who gets how much, what tax is withheld, who approved, and the bank's proof.

The platform holds no money (X-04): it keeps the list and the proof. Amounts are whole fen. Nothing is overwritten: a
correction is another list whose lines name the lines that they correct.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.funds import states
from yuanba.people.models import Organisation, Person
from yuanba.places.models import Territory, dated


class TaxRule(models.Model):
    """How a prize is taxed when it is paid out, from a day on: a share of the gross, rounded half up to the fen."""

    class Recipient(models.TextChoices):
        PERSON = "PERSON"
        ORGANISATION = "ORGANISATION"

    class Grantor(models.TextChoices):
        PROVINCE_OR_ABOVE = "PROVINCE_OR_ABOVE"
        BELOW_PROVINCE = "BELOW_PROVINCE"

    recipient = models.CharField(max_length=12, choices=Recipient.choices)
    grantor = models.CharField(max_length=20, choices=Grantor.choices)
    code = models.CharField(max_length=32)  # "INCIDENTAL_INCOME", "EXEMPT", "OWN_INCOME"
    rate_num = models.PositiveIntegerField()
    rate_den = models.PositiveIntegerField(default=1)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    note = models.TextField(blank=True)  # what is uncertain about it
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            dated("tax_rule_dated"),
            CheckConstraint(condition=Q(rate_den__gt=0, rate_num__lte=F("rate_den")), name="tax_rule_rate_in_0_1"),
            CheckConstraint(condition=~Q(source=""), name="tax_rule_has_source"),
            UniqueConstraint(
                fields=["recipient", "grantor"], condition=Q(to_date__isnull=True), name="tax_rule_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"tax_rule:{self.pk}"


class PrizeList(models.Model):
    """The prizes of one activity ("campaign:3"), handed over whole. Totals are stored and checked against the lines."""

    subject_ref = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    grantor = models.CharField(max_length=20, choices=TaxRule.Grantor.choices)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    budget_fen = models.BigIntegerField()  # what the announcement promises at most
    gross_fen = models.BigIntegerField()
    tax_fen = models.BigIntegerField()
    net_fen = models.BigIntegerField()
    state = models.CharField(
        max_length=12, default=states.DRAFT, choices=[(s, s) for s in sorted(states.PRIZE_LIST.states)]
    )
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=40)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.CharField(max_length=40, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=400, blank=True)  # why sent back, or what is corrected

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(gross_fen=F("tax_fen") + F("net_fen")), name="prize_list_balances"),
            CheckConstraint(
                condition=Q(approved_by="") | (~Q(approved_by=F("checked_by")) & ~Q(approved_by=F("drafted_by"))),
                name="prize_list_takes_two",
            ),
            CheckConstraint(
                condition=~Q(state__in=[states.APPROVED, states.PAID])
                | (~Q(checked_by="") & ~Q(approved_by="") & Q(approved_at__isnull=False)),
                name="prize_list_approved_by_somebody",
            ),
            UniqueConstraint(
                fields=["subject_ref"],
                condition=Q(corrects__isnull=True) & ~Q(state=states.RETURNED),
                name="prize_list_one_living",
            ),
        ]
        indexes = [Index(fields=["subject_ref"])]

    def __str__(self) -> str:
        return f"prize_list:{self.pk}"


class PrizeLine(models.Model):
    """One prize. A line of a correcting list holds the difference (it may be negative) and names its predecessor.

    `contact_person` (who handed the entry in) gives the payee data where no `person` is known: for a body, and for
    an author whose name alone stands in the entry. Of a known person only the person does.
    """

    prize_list = models.ForeignKey(PrizeList, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    recipient_ref = models.CharField(max_length=80)  # "entry:12": what the prize is for
    recipient = models.CharField(max_length=12, choices=TaxRule.Recipient.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    contact_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    category = models.CharField(max_length=80)
    tier = models.CharField(max_length=80, blank=True)
    gross_fen = models.BigIntegerField()
    tax_fen = models.BigIntegerField()
    net_fen = models.BigIntegerField()
    tax_rule = models.ForeignKey(TaxRule, models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    state = models.CharField(
        max_length=12, default=states.PENDING, choices=[(s, s) for s in sorted(states.PRIZE_LINE.states)]
    )
    paid_date = models.DateField(null=True, blank=True)
    proof_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque: the bank's receipt
    reason = models.CharField(max_length=400, blank=True)  # why the bank returned it, or why it was cancelled

    class Meta:
        constraints = [
            UniqueConstraint(fields=["prize_list", "number"], name="prize_line_number_once"),
            UniqueConstraint(fields=["prize_list", "recipient_ref", "category"], name="prize_line_recipient_once"),
            UniqueConstraint(
                fields=["corrects"],
                condition=Q(corrects__isnull=False) & ~Q(state=states.CANCELLED),
                name="prize_line_corrected_once",
            ),
            CheckConstraint(condition=Q(gross_fen=F("tax_fen") + F("net_fen")), name="prize_line_balances"),
            CheckConstraint(
                condition=Q(corrects__isnull=False) | Q(gross_fen__gt=0, tax_fen__gte=0, net_fen__gte=0),
                name="prize_line_positive",
            ),
            CheckConstraint(
                condition=Q(person__isnull=True) | Q(organisation__isnull=True), name="prize_line_one_recipient"
            ),
            CheckConstraint(
                condition=~Q(state=states.PAID) | (Q(proof_file_id__isnull=False) & Q(paid_date__isnull=False)),
                name="prize_line_paid_is_proved",
            ),
        ]

    def __str__(self) -> str:
        return f"prize_line:{self.pk}"


class Payee(models.Model):
    """Where the prize of a line goes: asked from winners only, with a separate consent, encrypted, erased in time.

    `*_sealed` are AES-256-GCM under the key file of this deployment; `*_masked` are what lists show (C-009).
    """

    line = models.OneToOneField(PrizeLine, models.PROTECT, related_name="payee")
    # people.Consent to a separate text; null where nobody of the registers speaks for the winner and the paper does
    consent_id = models.BigIntegerField(null=True, blank=True)
    paper_text_id = models.BigIntegerField(null=True, blank=True)  # people.ConsentText that was signed on paper
    paper_ref = models.CharField(max_length=80, blank=True)  # where the signed paper lies
    holder_masked = models.CharField(max_length=120, blank=True)
    holder_sealed = models.BinaryField(null=True, blank=True)
    id_number_masked = models.CharField(max_length=20, blank=True)
    id_number_sealed = models.BinaryField(null=True, blank=True)  # persons only: tax withholding needs it
    account_masked = models.CharField(max_length=40, blank=True)
    account_sealed = models.BinaryField(null=True, blank=True)
    bank = models.CharField(max_length=120, blank=True)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=40)
    keep_until = models.DateField()  # the last day on which it is kept
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(erased_at__isnull=True, account_sealed__isnull=False, holder_sealed__isnull=False)
                | Q(
                    erased_at__isnull=False,
                    account_sealed__isnull=True,
                    holder_sealed__isnull=True,
                    id_number_sealed__isnull=True,
                    holder_masked="",
                    id_number_masked="",
                    account_masked="",
                    bank="",
                ),
                name="payee_erased_is_empty",
            ),
            CheckConstraint(
                condition=Q(consent_id__isnull=False) | (Q(paper_text_id__isnull=False) & ~Q(paper_ref="")),
                name="payee_rests_on_a_consent",
            ),
        ]
        indexes = [Index(fields=["keep_until"])]

    def __str__(self) -> str:
        return f"payee:{self.pk}"


class Step(models.Model):
    """A move that happened to a prize list or a line. Append-only."""

    subject = models.CharField(max_length=40)  # "prize_list:3", "prize_line:9"
    verb = models.CharField(max_length=24)
    source = models.CharField(max_length=16)
    target = models.CharField(max_length=16)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [Index(fields=["subject", "at"])]

    def __str__(self) -> str:
        return f"funds_step:{self.pk}"
