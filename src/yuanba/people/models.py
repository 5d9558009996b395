"""Who people are, what they own, where they live, what they were appointed to, and what they agreed to.

Persons come from the roll (or the staff register); an account is a way to sign in. Verification ties the two.
A period [from_date, to_date) is half-open; an open end is NULL. Rows are ended, never overwritten.
"""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from yuanba.places.models import Premises, Territory, dated


class Person(models.Model):
    """A human being as the roll or the staff register knows them.

    `roll_key` is an HMAC of what tells two namesakes apart (ID number if the roll has one, else name and phone, else
    name and premises): one person, one key, whatever phones and accounts they use. No ID number is kept.
    """

    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True)
    roll_key = models.CharField(max_length=64, unique=True)
    birth_month = models.CharField(max_length=7, blank=True)
    died_date = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [Index(fields=["phone"])]

    def __str__(self) -> str:
        return f"person:{self.pk}"


class Account(AbstractBaseUser):
    """A way to sign in: residents by phone and code, staff by name, password and TOTP."""

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: list[str] = []

    login = models.CharField(max_length=60, unique=True)  # "+8613…" for residents, a chosen name for staff
    phone = models.CharField(max_length=20, unique=True, null=True, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="accounts")
    is_staff_account = models.BooleanField(default=False)
    totp_secret = models.BinaryField(null=True, blank=True)  # encrypted
    totp_last_step = models.BigIntegerField(default=0)  # a code is used once
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="zh-hans")
    elder_mode = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["person"],
                condition=Q(person__isnull=False) & Q(is_staff_account=False) & Q(closed_at__isnull=True),
                name="account_one_open_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"account:{self.pk}"


class SignInCode(models.Model):
    """A one-time code sent to a phone: 5 minutes, 5 tries, 60 s before the next (C-018)."""

    phone = models.CharField(max_length=20)
    code_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    address_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [Index(fields=["phone", "issued_at"])]

    def __str__(self) -> str:
        return f"sign_in_code:{self.pk}"


class SignInAttempt(models.Model):
    """A try to sign in, good or bad; what lock-out counts."""

    login = models.CharField(max_length=60)
    address_hash = models.CharField(max_length=64, blank=True)
    succeeded = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [Index(fields=["login", "at"]), Index(fields=["address_hash", "at"])]

    def __str__(self) -> str:
        return f"sign_in_attempt:{self.pk}"


class DeviceSession(models.Model):
    """A signed-in browser: listed to its owner, revocable."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=80)
    signed_in_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    second_factor = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"device_session:{self.pk}"


class Organisation(models.Model):
    """A body: government office, party organisation, committee, company, social organisation, self-organised group."""

    class Kind(models.TextChoices):
        SUBDISTRICT_OFFICE = "SUBDISTRICT_OFFICE"
        DEPARTMENT = "DEPARTMENT"
        SGC = "SGC"  # 社治委
        RESIDENTS_COMMITTEE = "RESIDENTS_COMMITTEE"
        PARTY_ORGANISATION = "PARTY_ORGANISATION"
        OWNERS_COMMITTEE = "OWNERS_COMMITTEE"
        COURTYARD_COMMITTEE = "COURTYARD_COMMITTEE"
        SPECIAL_COMMITTEE = "SPECIAL_COMMITTEE"
        PROPERTY_COMPANY = "PROPERTY_COMPANY"
        SOCIAL_ORGANISATION = "SOCIAL_ORGANISATION"
        SELF_ORGANISED_GROUP = "SELF_ORGANISED_GROUP"
        EXPERT_LIST = "EXPERT_LIST"
        DEVELOPER = "DEVELOPER"
        OTHER = "OTHER"

    kind = models.CharField(max_length=24, choices=Kind.choices)
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, blank=True)  # unified social credit code, GB 32100
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    founded_date = models.DateField(null=True, blank=True)
    ended_date = models.DateField(null=True, blank=True)
    role_line = models.CharField(max_length=30, blank=True)  # a duty phone, never a private mobile

    class Meta:
        constraints = [
            UniqueConstraint(fields=["uscc"], condition=~Q(uscc=""), name="organisation_uscc_once"),
            UniqueConstraint(
                fields=["territory", "kind", "name"],
                condition=Q(ended_date__isnull=True),
                name="organisation_name_once",
            ),
        ]

    def __str__(self) -> str:
        return f"organisation:{self.pk}"


class OrganisationTerm(models.Model):
    """A term of office of a committee (届), dated (R-085)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            dated("organisation_term_dated"),
            UniqueConstraint(fields=["organisation", "number"], name="organisation_term_once"),
        ]

    def __str__(self) -> str:
        return f"organisation_term:{self.pk}"


class Appointment(models.Model):
    """person × organisation × post × place × [from, to): every permission comes from one of these."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    post = models.CharField(max_length=24)  # a key of people.posts.POSTS
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    relay_line = models.CharField(max_length=30, blank=True)  # the public contact of a building lead
    appointed_by = models.CharField(max_length=40)

    class Meta:
        constraints = [
            dated("appointment_dated"),
            UniqueConstraint(
                fields=["person", "organisation", "post", "territory"],
                condition=Q(to_date__isnull=True),
                name="appointment_one_open_row",
            ),
        ]
        indexes = [Index(fields=["territory", "post"])]

    def __str__(self) -> str:
        return f"appointment:{self.pk}"


class Ownership(models.Model):
    """A person or an organisation owns a share of premises, from a day on. `share` is a fraction, num/den."""

    premises = models.ForeignKey(Premises, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="ownerships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="ownerships")
    share_num = models.PositiveIntegerField(default=1)
    share_den = models.PositiveIntegerField(default=1)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            dated("ownership_dated"),
            CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="ownership_one_owner",
            ),
            CheckConstraint(
                condition=Q(share_num__gt=0) & Q(share_num__lte=F("share_den")), name="ownership_share_in_0_1"
            ),
            UniqueConstraint(
                fields=["premises", "person"],
                condition=Q(to_date__isnull=True, person__isnull=False),
                name="ownership_person_once",
            ),
            UniqueConstraint(
                fields=["premises", "organisation"],
                condition=Q(to_date__isnull=True, organisation__isnull=False),
                name="ownership_organisation_once",
            ),
        ]
        indexes = [Index(fields=["premises", "to_date"])]

    def __str__(self) -> str:
        return f"ownership:{self.pk}"


class Residence(models.Model):
    """A person lives in a dwelling, from a day on; the persons of one dwelling are its household."""

    class Relation(models.TextChoices):
        OWNER = "OWNER"
        FAMILY = "FAMILY"
        TENANT = "TENANT"  # occupier 租户

    premises = models.ForeignKey(Premises, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="residences")
    relation = models.CharField(max_length=8, choices=Relation.choices)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            dated("residence_dated"),
            UniqueConstraint(
                fields=["premises", "person"], condition=Q(to_date__isnull=True), name="residence_person_once"
            ),
        ]
        indexes = [Index(fields=["premises", "to_date"])]

    def __str__(self) -> str:
        return f"residence:{self.pk}"


class Relation(models.Model):
    """Two persons declared to be relatives; what a juror's conflict is checked against."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relative = models.ForeignKey(Person, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["person", "relative"], name="relation_once")]

    def __str__(self) -> str:
        return f"relation:{self.pk}"


class LetterBatch(models.Model):
    """A print run of sealed letters: asked for by one person, released by another."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+")
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


class Honour(models.Model):
    """An honour held by a compound, an organisation or a person: year, title, granting body, proof (R-006)."""

    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="honours")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="honours")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    granted_by = models.CharField(max_length=120)
    evidence_file_id = models.BigIntegerField(null=True, blank=True)  # files.StoredFile, opaque
    recorded_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"honour:{self.pk}"


class ConsentText(models.Model):
    """A text that people agree to, by kind and version. A changed text is a new version and is asked anew (C-002)."""

    kind = models.CharField(max_length=32)
    version = models.PositiveSmallIntegerField()
    text_zh = models.TextField()
    text_en = models.TextField()
    is_separate = models.BooleanField(default=False)  # separate consent 单独同意 (C-003)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["kind", "version"], name="consent_text_once")]

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

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(account__isnull=False) | Q(person__isnull=False), name="consent_is_somebodys")
        ]

    def __str__(self) -> str:
        return f"consent:{self.pk}"


class DataRequest(models.Model):
    """A person asks for a correction, an erasure or the closing of the account (C-005); refused only with a reason."""

    class Kind(models.TextChoices):
        CORRECT = "CORRECT"
        ERASE = "ERASE"
        CLOSE = "CLOSE"

    account = models.ForeignKey(Account, models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=8, default="OPEN")  # OPEN | DONE | REFUSED
    reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"data_request:{self.pk}"
