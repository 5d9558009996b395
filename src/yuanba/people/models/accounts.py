"""Persons as the roll or the staff register knows them, and the accounts with which they sign in."""

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Index, Q, UniqueConstraint


class Person(models.Model):
    """A human being as the roll or the staff register knows them.

    `roll_key` is an HMAC of what tells two namesakes apart (ID number if the roll has one, else name and phone, else
    name and premises): one person, one key, whatever phones and accounts they use. No ID number is kept.
    """

    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True)
    roll_key = models.CharField(max_length=64, unique=True)
    birth_month = models.CharField(max_length=7, blank=True)
    under_14_until = models.DateField(
        null=True, blank=True
    )  # said once where no birth month is known; a past day: of age
    died_date = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [Index(fields=["phone"])]

    def __str__(self) -> str:
        return f"person:{self.pk}"


class Account(AbstractBaseUser):
    """A way to sign in: residents by phone and code, staff by name, password and TOTP.

    `person` of a resident's account is the person it is verified to be; of a staff account, the person of the register.
    `session_epoch` stands in every session: raising it signs every device out.
    """

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    login = models.CharField(max_length=60, unique=True)  # "+8613…" for residents, a chosen name for staff
    phone = models.CharField(max_length=20, unique=True, null=True, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="accounts")
    is_staff_account = models.BooleanField(default=False)
    totp_secret = models.BinaryField(null=True, blank=True)  # encrypted
    totp_last_step = models.BigIntegerField(default=0)  # a code is used once
    totp_confirmed_at = models.DateTimeField(null=True, blank=True)
    password_set_at = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)
    session_epoch = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="zh-hans")
    elder_mode = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["person", "is_staff_account"],
                condition=Q(person__isnull=False) & Q(closed_at__isnull=True),
                name="account_one_open_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"account:{self.pk}"


class SignInCode(models.Model):
    """A one-time code sent to a phone: 5 minutes, 5 tries, 60 s before the next (C-018).

    It works only in the browser that asked for it (`ticket_hash`): nobody else can use up its tries or end it.
    """

    phone = models.CharField(max_length=20)
    code_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    address_hash = models.CharField(max_length=64, blank=True)
    ticket_hash = models.CharField(max_length=64, blank=True, default="")

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

    class Meta:
        indexes = [Index(fields=["seen_at"]), Index(fields=["revoked_at"])]  # what the clock takes away

    def __str__(self) -> str:
        return f"device_session:{self.pk}"
