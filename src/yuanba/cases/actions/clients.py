"""Admitting another system to report cases, and ending that."""

import secrets
from datetime import datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.cases import rules
from yuanba.cases.models import Client
from yuanba.cases.queries.clients import key_hash
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no

KEY_BYTES = 24  # of chance: 32 signs that nobody guesses
NAME_LENGTH = 80


@transaction.atomic
def admit_client(*, name: str, territory_id: int, actor: Actor, now: datetime) -> tuple[Client, str]:
    """The system may report in this place and below; its key, which is shown this once and kept nowhere.

    Raises Refused: cases.not_permitted, .client_nameless.
    """
    _may(actor, territory_id, now)
    called = clean(name)[:NAME_LENGTH]
    if not called:
        raise Refused(no("cases.client_nameless", rules.SOURCE))
    key = secrets.token_urlsafe(KEY_BYTES)
    client = Client.objects.create(
        name=called, territory_id=territory_id, key_hash=key_hash(key), admitted_at=now, admitted_by=actor.id
    )
    record(verb="cases.admit_client", subject=str(client), actor=actor, now=now, territory_id=territory_id)
    return client, key


@transaction.atomic
def end_client(*, client_id: int, actor: Actor, now: datetime) -> Client:
    """Its key opens nothing any more; what it reported stays. Twice is once.

    Raises Refused: cases.missing, .not_permitted.
    """
    client = Client.objects.select_for_update().filter(pk=client_id).first()
    if client is None:
        raise Refused(no("cases.missing", rules.SOURCE))
    _may(actor, client.territory_id, now)
    if client.ended_at is None:
        client.ended_at, client.ended_by = now, actor.id
        client.save(update_fields=["ended_at", "ended_by"])
        record(verb="cases.end_client", subject=str(client), actor=actor, now=now, territory_id=client.territory_id)
    return client


def _may(actor: Actor, territory_id: int, now: datetime) -> None:
    if not rules.holds(actor, rules.SUPERVISE, territory_id, local_date(now)):
        raise Refused(no("cases.not_permitted", rules.POSTS_SOURCE, permission=rules.SUPERVISE))
