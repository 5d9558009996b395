"""Consent: texts with versions, given and withdrawn, asked anew when the text changes (C-002, C-003)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.actions.outgrown import end_outgrown_consents
from yuanba.people.models import Account, Consent, ConsentText, Person
from yuanba.people.queries.accounts import account_of
from yuanba.people.queries.consents import current_text
from yuanba.people.queries.guardians import child_until, shared_homes
from yuanba.people.queries.persons import person_lineages
from yuanba.people.rules import holds, is_system, may_consent_alone, may_consent_for, may_say_age

CHANNELS = frozenset({"ONLINE", "PAPER", "DESK"})


@transaction.atomic
def publish_consent_text(  # noqa: PLR0913 - keyword-only: a text in two languages, and what its change means
    *,
    kind: str,
    text_zh: str,
    text_en: str,
    actor: Actor,
    now: datetime,
    is_separate: bool = False,
    asks_anew: bool = True,
    from_at: datetime | None = None,
) -> ConsentText:
    """The text is the newest version of its kind, from `from_at` on if that is later. The same text again is no news.

    With `asks_anew` consents to earlier versions no longer hold; without, the change is one of words only (PIPL 14).
    Raises Refused: people.not_allowed, people.text_missing, people.text_waits (from_at).
    """
    _require_publisher(actor)
    waiting = ConsentText.objects.select_for_update().filter(kind=kind, is_in_force=False).first()
    if waiting is not None:
        raise Refused(no("people.text_waits", "PIPL 14", from_at=waiting.from_at or waiting.published_at))
    words = clean_lines(text_zh), clean_lines(text_en)
    if not all(words):
        raise Refused(no("people.text_missing", "PIPL 14"))
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
        published_by=actor.id,
        from_at=from_at if from_at is not None and from_at > now else None,
        asks_anew=asks_anew or last is None,
        is_in_force=from_at is None or from_at <= now,
    )
    record(verb="consent_text_published", subject=str(row), actor=actor, now=now, detail={"version": row.version})
    return row


@transaction.atomic
def take_back_consent_text(*, text_id: int, actor: Actor, now: datetime) -> None:
    """A version that was published for later never comes into force. One that is in force stays: people agreed to it.

    Raises Refused: people.not_allowed, people.text_in_force.
    """
    _require_publisher(actor)
    row = ConsentText.objects.select_for_update().get(pk=text_id)
    if row.is_in_force:
        raise Refused(no("people.text_in_force", "PIPL 14", version=row.version))
    record(verb="consent_text_taken_back", subject=str(row), actor=actor, now=now, detail={"version": row.version})
    row.delete()


def consent_texts_due(now: datetime) -> int:
    """Versions whose day has come are in force; how many. For the tick."""
    return ConsentText.objects.filter(is_in_force=False, from_at__lte=now).update(is_in_force=True)


def _require_publisher(actor: Actor) -> None:
    if not (is_system(actor) or actor.holds_anywhere("people.appoint")):
        require(holds(actor, "people.appoint", ()))


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

    Raises Refused: people.consent_outdated (the text changed meanwhile), people.consent_of_other, people.text_missing,
    people.under_14 (until): for a child its guardian consents, see consent_for_child.
    """
    assert channel in CHANNELS and (account_id or person_id), "somebody agrees, by a channel that we know"
    text = current_text(kind)
    if text is None:
        raise Refused(no("people.text_missing", "PIPL 14"))
    if text.version != version:
        raise Refused(no("people.consent_outdated", "PIPL 14", version=text.version))
    if channel == "ONLINE" and not is_system(actor) and actor.account_id != account_id:
        raise Refused(no("people.consent_of_other", "PIPL 14"))
    if channel != "ONLINE" and not _may_take(channel, actor, account_id, person_id, now):
        raise Refused(no("people.consent_of_other", "PIPL 14"))
    _require_own_age(account_id, person_id, now)
    whose = {"account_id": account_id, "person_id": person_id, "text": text, "subject": subject}
    try:
        with transaction.atomic():
            row = Consent.objects.create(**whose, channel=channel, given_at=now, recorded_by=actor.id)
    except IntegrityError:
        return Consent.objects.get(**whose, withdrawn_at__isnull=True)
    record(verb="consent_given", subject=str(row), actor=actor, now=now, detail={"text": text.pk, "channel": channel})
    return row


def _require_own_age(account_id: int | None, person_id: int | None, now: datetime) -> None:
    """Whoever the consent is of is not known to be under 14; what a guardian agreed to for them before has ended."""
    whose = Q(pk=person_id) if person_id is not None else Q(accounts=account_id)
    for person in Person.objects.filter(whose):
        require(may_consent_alone(child_until(person), local_date(now)))
        end_outgrown_consents(now, person.pk)


@transaction.atomic
def consent_for_child(
    *, kind: str, version: int, child_id: int, actor: Actor, now: datetime, subject: str = ""
) -> Consent:
    """The guardian agreed for a child under 14 of the same household. Giving again returns the consent that stands.

    Raises Refused: people.guardian_unverified, people.not_a_child, people.not_same_household, people.guardian_minor,
    people.text_missing, people.consent_outdated.
    """
    text = current_text(kind)
    if text is None:
        raise Refused(no("people.text_missing", "PIPL 14"))
    if text.version != version:
        raise Refused(no("people.consent_outdated", "PIPL 14", version=text.version))
    if actor.account_id is None or actor.person_id is None:
        raise Refused(no("people.guardian_unverified", "PIPL 31"))
    child, guardian = Person.objects.filter(pk=child_id).first(), Person.objects.get(pk=actor.person_id)
    on = local_date(now)
    if child is None:
        raise Refused(no("people.not_same_household", "PIPL 31"))
    homes = shared_homes(guardian.pk, child.pk, on) if guardian.pk != child.pk else 0
    require(may_consent_for(guardian.birth_month, child_until(child), homes, on))
    account = account_of(child.pk)
    whose = {"account": account, "person": child, "text": text, "subject": subject}
    try:
        with transaction.atomic():
            row = Consent.objects.create(
                **whose, guardian=guardian, channel="ONLINE", given_at=now, recorded_by=actor.id
            )
    except IntegrityError:
        return Consent.objects.get(**whose, withdrawn_at__isnull=True)
    detail = {"text": text.pk, "channel": "ONLINE", "guardian": guardian.pk}
    record(verb="consent_given", subject=str(row), actor=actor, now=now, detail=detail)
    return row


@transaction.atomic
def say_age(*, person_id: int, turns_14: date | None, actor: Actor, now: datetime) -> Person:
    """Until which day the person is under 14 is known; None: the person is older. Said once by the person, or by a desk.

    No date of birth is kept. Raises Refused: people.age_known, people.age_impossible, people.not_allowed.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    on = local_date(now)
    own = actor.person_id == person_id
    if not own:
        chains = person_lineages(person_id, on)
        require(holds(actor, "people.verify", {one for chain in chains for one in chain}))
    if person.birth_month or (own and person.under_14_until is not None):
        raise Refused(no("people.age_known", "PIPL 31"))
    require(may_say_age(turns_14, on))
    person.under_14_until = turns_14 or on
    person.save(update_fields=["under_14_until"])
    record(verb="age_said", subject=str(person), actor=actor, now=now, detail={"is_child": int(turns_14 is not None)})
    return person


def _may_take(channel: str, actor: Actor, account_id: int | None, person_id: int | None, now: datetime) -> bool:
    """Whoever may assist; for a signed paper also whoever takes down papers in one of the person's places."""
    if _may_assist(actor, account_id, person_id, now):
        return True
    chains = person_lineages(person_id, local_date(now)) if person_id and channel == "PAPER" else []
    return actor.holds("people.paper_consent", {one for chain in chains for one in chain})


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
        actor.person_id is not None and actor.person_id in (row.person_id, row.guardian_id)
    )
    if not own and not _may_assist(actor, row.account_id, row.person_id, now):
        raise Refused(no("people.consent_of_other", "PIPL 15"))
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        record(verb="consent_withdrawn", subject=str(row), actor=actor, now=now, detail={"text": row.text_id})
    return row
