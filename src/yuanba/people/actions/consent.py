"""Consent: texts with versions, given and withdrawn, asked anew when the text changes (C-002, C-003)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Account, Consent, ConsentText
from yuanba.people.queries.consents import current_text
from yuanba.people.queries.persons import person_lineages
from yuanba.people.rules import holds, is_system

CHANNELS = frozenset({"ONLINE", "PAPER", "DESK"})


@transaction.atomic
def publish_consent_text(
    *, kind: str, text_zh: str, text_en: str, actor: Actor, now: datetime, is_separate: bool = False
) -> ConsentText:
    """The text is the newest version of its kind: consents to older ones are asked anew. The same text again is no news.

    Raises Refused: people.not_allowed, people.text_missing.
    """
    if not (is_system(actor) or actor.holds_anywhere("people.appoint")):
        require(holds(actor, "people.appoint", ()))
    words = clean_lines(text_zh), clean_lines(text_en)
    if not all(words):
        raise Refused(no("people.text_missing", "C-002"))
    last = current_text(kind)
    if last is not None and (last.text_zh, last.text_en, last.is_separate) == (*words, is_separate):
        return last
    row = ConsentText.objects.create(
        kind=kind,
        version=last.version + 1 if last else 1,
        text_zh=words[0],
        text_en=words[1],
        is_separate=is_separate,
        published_at=now,
    )
    record(verb="consent_text_published", subject=str(row), actor=actor, now=now, detail={"version": row.version})
    return row


@transaction.atomic
def give_consent(  # noqa: PLR0913 - keyword-only: who agreed to what, for what, how
    *,
    kind: str,
    version: int,
    actor: Actor,
    now: datetime,
    account_id: int | None = None,
    person_id: int | None = None,
    subject: str = "",
    channel: str = "ONLINE",
) -> Consent:
    """The account or person agreed to this version, for this subject. Giving again returns the consent that stands.

    Raises Refused: people.consent_outdated (the text changed meanwhile), people.consent_of_other, people.text_missing.
    """
    assert channel in CHANNELS and (account_id or person_id), "somebody agrees, by a channel that we know"
    text = current_text(kind)
    if text is None:
        raise Refused(no("people.text_missing", "C-002"))
    if text.version != version:
        raise Refused(no("people.consent_outdated", "PIPL 14", version=text.version))
    if channel == "ONLINE" and not is_system(actor) and actor.account_id != account_id:
        raise Refused(no("people.consent_of_other", "PIPL 14"))
    if channel != "ONLINE" and not _may_assist(actor, account_id, person_id, now):
        raise Refused(no("people.consent_of_other", "PIPL 14"))
    whose = {"account_id": account_id, "person_id": person_id, "text": text, "subject": subject}
    try:
        with transaction.atomic():
            row = Consent.objects.create(**whose, channel=channel, given_at=now, recorded_by=actor.id)
    except IntegrityError:
        return Consent.objects.get(**whose, withdrawn_at__isnull=True)
    record(verb="consent_given", subject=str(row), actor=actor, now=now, detail={"text": text.pk, "channel": channel})
    return row


def _may_assist(actor: Actor, account_id: int | None, person_id: int | None, now: datetime) -> bool:
    """A command, oneself, or a desk that assists people in one of the person's places."""
    if person_id is None and account_id is not None:
        person_id = Account.objects.values_list("person_id", flat=True).get(pk=account_id)
    if is_system(actor) or (person_id is not None and person_id == actor.person_id):
        return True
    chains = person_lineages(person_id, local_date(now)) if person_id else []
    return actor.holds("people.assist", {one for chain in chains for one in chain})


@transaction.atomic
def withdraw_consent(*, consent_id: int, actor: Actor, now: datetime) -> Consent:
    """The consent no longer holds from now on; what was done under it stays lawful (PIPL 15). Withdrawing twice is once.

    Raises Refused(people.consent_of_other).
    """
    row = Consent.objects.select_for_update().get(pk=consent_id)
    own = (row.account_id and row.account_id == actor.account_id) or (
        row.person_id and row.person_id == actor.person_id
    )
    if not own and not _may_assist(actor, row.account_id, row.person_id, now):
        raise Refused(no("people.consent_of_other", "PIPL 15"))
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        record(verb="consent_withdrawn", subject=str(row), actor=actor, now=now, detail={"text": row.text_id})
    return row
