"""How an account becomes a person of the roll, and what people agreed to or asked for about their data."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from yuanba.people.models.accounts import Account, Person
from yuanba.people.states import ASKED, DONE, OPEN, REQUESTED
from yuanba.places.models import Premises, Territory


class LetterBatch(models.Model):
    """A print run of sealed letters: asked for by one person, released by another.

    `person_ids` names whom it is for; empty means everybody on the roll of the territory who is not verified.
    """

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=REQUESTED)
    person_ids = models.JSONField(default=list, blank=True)
    requested_by = models.CharField(max_length=40)
    requested_at = models.DateTimeField()
    released_by = models.CharField(max_length=40, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(released_by="") | ~Q(released_by=F("requested_by")), name="letter_batch_takes_two"
            )
        ]

    def __str__(self) -> str:
        return f"letter_batch:{self.pk}"


class LetterCode(models.Model):
    """The one-time code of a sealed letter to one person of the roll; only its hash is kept after printing."""

    batch = models.ForeignKey(LetterBatch, models.PROTECT, related_name="codes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="letter_codes")
    premises = models.ForeignKey(Premises, models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"letter_code:{self.pk}"


class Verification(models.Model):
    """An account is a person of the roll: by a sealed letter's code, or by a community worker at the desk."""

    class Method(models.TextChoices):
        LETTER = "LETTER"
        DESK = "DESK"

    account = models.ForeignKey(Account, models.PROTECT, related_name="verifications")
    person = models.ForeignKey(Person, models.PROTECT, related_name="verifications")
    method = models.CharField(max_length=8, choices=Method.choices)
    verified_by = models.CharField(max_length=40)
    verified_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="verification_one_account_per_person"
            ),
            UniqueConstraint(
                fields=["account"], condition=Q(ended_at__isnull=True), name="verification_one_person_per_account"
            ),
        ]

    def __str__(self) -> str:
        return f"verification:{self.pk}"


class DeskProof(models.Model):
    """The first of two workers saw the document of somebody and heard this number; gone when the second has, or in a week."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    phone_hash = models.CharField(max_length=64)
    seen_by = models.CharField(max_length=40)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["person", "seen_by"], name="desk_proof_one_per_worker")]

    def __str__(self) -> str:
        return f"desk_proof:{self.pk}"


class ConsentText(models.Model):
    """A text that people agree to, by kind and version. A changed text is a new version (C-002).

    With `asks_anew` consents to earlier versions no longer hold; a mended misprint does not need that (PIPL 14). One
    that is published for later waits, not in force, until `from_at`.
    """

    kind = models.CharField(max_length=32)
    version = models.PositiveSmallIntegerField()
    text_zh = models.TextField()
    text_en = models.TextField()
    is_separate = models.BooleanField(default=False)  # separate consent 单独同意 (C-003)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40, blank=True)
    from_at = models.DateTimeField(null=True, blank=True)  # null: since it was published
    asks_anew = models.BooleanField(default=True)
    is_in_force = models.BooleanField(default=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["kind", "version"], name="consent_text_once"),
            UniqueConstraint(fields=["kind"], condition=Q(is_in_force=False), name="consent_text_one_waits"),
        ]

    def __str__(self) -> str:
        return f"consent_text:{self.pk}"


class Consent(models.Model):
    """A person or account agreed to a text, when and through which channel; withdrawn is a date, not a deletion."""

    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="consents")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="consents")
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents")
    subject = models.CharField(max_length=40, blank=True)  # what for: "entry:12"
    channel = models.CharField(max_length=8)  # ONLINE | PAPER | DESK
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=40)
    guardian = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # for a child (C-003)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(account__isnull=False) | Q(person__isnull=False), name="consent_is_somebodys"),
            CheckConstraint(
                condition=Q(guardian__isnull=True) | (Q(person__isnull=False) & ~Q(guardian=F("person"))),
                name="consent_guardian_is_another",
            ),
            UniqueConstraint(
                fields=["account", "text", "subject"],
                condition=Q(withdrawn_at__isnull=True, account__isnull=False),
                name="consent_of_account_once",
            ),
            UniqueConstraint(
                fields=["person", "text", "subject"],
                condition=Q(withdrawn_at__isnull=True, person__isnull=False, account__isnull=True),
                name="consent_of_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"consent:{self.pk}"


class PhoneChange(models.Model):
    """A lost phone: an account is to sign in with another one, asked for at a desk and checked by a second person.

    `phone` is kept until somebody decided, or nobody did in time.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    phone = models.CharField(max_length=20, blank=True)
    evidence = models.CharField(max_length=20)
    state = models.CharField(max_length=8, default=ASKED)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["account"], condition=Q(state=ASKED), name="phone_change_one_waits"),
            CheckConstraint(
                condition=~Q(state=DONE) | (~Q(decided_by="") & ~Q(decided_by=F("asked_by"))),
                name="phone_change_takes_two",
            ),
            CheckConstraint(condition=Q(state=ASKED) | Q(phone=""), name="phone_change_forgets_the_number"),
        ]

    def __str__(self) -> str:
        return f"phone_change:{self.pk}"


class DataRequest(models.Model):
    """A person asks for a correction, an erasure or the closing of the account (C-005); refused only with a reason."""

    class Kind(models.TextChoices):
        CORRECT = "CORRECT"
        ERASE = "ERASE"
        CLOSE = "CLOSE"

    account = models.ForeignKey(Account, models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=8, default=OPEN)
    reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"data_request:{self.pk}"


class Unmasking(models.Model):
    """A masked field was shown in full: whose, which, to whom and why (C-019). The person sees this list."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="unmaskings")
    field = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"unmasking:{self.pk}"
