"""The outbox: what people are told. It knows addresses and opaque person references, not persons."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from yuanba.messaging.states import FAILED, MESSAGE, QUEUED, READ, SENT


class Message(models.Model):
    """One message to one address. Written in the transaction of what it tells of; sent by the tick afterwards.

    `due_at` is when it may be sent next: the first time, after a failure, or after a sender that died with it.
    `secret_until_at` is the end of life of a secret in it (a sign-in code): then the text is erased.
    """

    class Channel(models.TextChoices):
        INAPP = "INAPP"
        SMS = "SMS"
        EMAIL = "EMAIL"

    channel = models.CharField(max_length=5, choices=Channel.choices)
    address = models.CharField(max_length=254, blank=True)  # a mobile or e-mail address; empty in the app
    person_ref = models.CharField(max_length=80)  # "person:12", "account:3"
    kind = models.CharField(max_length=80)  # "people.sign_in_code": what the subject calls it
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    params = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    secret_until_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=80, blank=True)  # the gateway's code for the last failure
    state = models.CharField(max_length=6, choices=[(state, state) for state in sorted(MESSAGE.states)], default=QUEUED)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=[QUEUED, SENT, FAILED, READ]), name="message_state"),
            CheckConstraint(condition=~Q(state=SENT) | Q(sent_at__isnull=False), name="message_sent_at"),
            CheckConstraint(condition=Q(read_at__isnull=True) ^ Q(state=READ), name="message_read_at"),
            CheckConstraint(condition=Q(channel="INAPP") | ~Q(address=""), name="message_address"),
        ]
        indexes = [
            Index(fields=["due_at", "id"], condition=Q(state=QUEUED), name="message_due"),
            Index(fields=["person_ref", "channel", "-id"], name="message_inbox"),
            Index(fields=["secret_until_at"], condition=Q(secret_until_at__isnull=False), name="message_secrets"),
        ]

    def __str__(self) -> str:
        return f"message:{self.pk}"
