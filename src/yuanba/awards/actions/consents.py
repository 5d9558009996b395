"""What applicants and winners agree to: our texts stand until an office publishes its own."""

from datetime import datetime

from django.db import transaction

from yuanba.awards.texts import CONSENTS
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.verdict import Refused, no
from yuanba.people import actions as people
from yuanba.people.models import Consent, ConsentText
from yuanba.people.queries import current_text


@transaction.atomic
def agree_on_paper(*, kind: str, person_id: int, subject: str, actor: Actor, now: datetime) -> Consent:
    """The person agreed to the present version, with a signature that a desk has before it.

    Raises Refused: people.consent_of_other.
    """
    version = newest_text(kind, now).version
    return people.give_consent(
        kind=kind, version=version, subject=subject, person_id=person_id, channel="PAPER", actor=actor, now=now
    )


@transaction.atomic
def agree(*, kind: str, version: int, subject: str, actor: Actor, now: datetime) -> Consent:
    """The actor's account agreed to this version for this subject; agreeing again is the consent that stands.

    `version` 0 is our own text where none was published; it is published with the first consent.
    Raises Refused: people.consent_outdated, entry.not_signed_in.
    """
    if actor.account_id is None:
        raise Refused(no("entry.not_signed_in", "PIPL 14"))
    if version == 0 and current_text(kind) is None:
        version = newest_text(kind, now).version
    return people.give_consent(
        kind=kind, version=version, subject=subject, account_id=actor.account_id, actor=actor, now=now
    )


def newest_text(kind: str, now: datetime) -> ConsentText:
    """The newest text of the kind; ours is published where there is none."""
    found = current_text(kind)
    if found is not None:
        return found
    zh, en = CONSENTS[kind]
    return people.publish_consent_text(
        kind=kind, text_zh=zh, text_en=en, is_separate=True, actor=system("awards"), now=now
    )
