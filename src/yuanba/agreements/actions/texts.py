"""Writing a text, putting it up for comments, deciding on it, ending it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yuanba.agreements import queries, rules, states, texts
from yuanba.agreements.actions.steps import REASON_LENGTH, locked, log_text, move_on, note
from yuanba.agreements.models import Agreement, AgreementStep, AgreementVersion, Signature
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue
from yuanba.people.queries import account_of


@dataclass(frozen=True)
class Wording:
    """What a version says, and why there is one."""

    text: str
    purpose: str = ""


@dataclass(frozen=True)
class NewAgreement:
    """Which text of which place, and who signs it. `ordered_by` like "proposal:7"."""

    kind: str
    territory_id: int
    title: str
    signers: str
    ordered_by: str = ""


@dataclass(frozen=True)
class Decision:
    """Who decided, when, in words, with the reference of the ballot or meeting ("ballot:12", "meeting:2026-11-02")."""

    reference: str
    words: str
    on: date


@transaction.atomic
def draft(*, new: NewAgreement, wording: Wording, actor: Actor, now: datetime) -> AgreementVersion:
    """The first version of a text stands as a draft. What was ordered once is the same once more.

    Raises Refused: agreements.not_permitted, .kind_unknown, .text_missing, .text_too_long, .personal_numbers.
    """
    require(rules.may_organise(actor, new.territory_id, now))
    if new.kind not in Agreement.Kind.values or new.signers not in Agreement.Signers.values:
        raise Refused(no("agreements.kind_unknown", rules.SOURCE))
    earlier = queries.ordered_by(new.ordered_by) if new.ordered_by else None
    if earlier is not None:
        return earlier.versions.get(number=1)
    title = clean(new.title)
    text = _checked(title, wording.text)
    agreement = Agreement.objects.create(
        kind=new.kind,
        territory_id=new.territory_id,
        title=title,
        signers=new.signers,
        ordered_by=new.ordered_by,
        made_at=now,
        made_by=actor.id,
    )
    return _version(agreement, 1, text, wording, actor, now)


@transaction.atomic
def draft_next(*, agreement_id: int, wording: Wording, actor: Actor, now: datetime) -> AgreementVersion:
    """The next version of a text stands as a draft; the one that holds goes on until it is superseded.

    Raises Refused: agreements.missing, .not_permitted, .in_preparation, .same_text, and those of `draft`.
    """
    agreement = Agreement.objects.select_for_update().filter(pk=agreement_id).first()
    if agreement is None:
        raise Refused(no("agreements.missing", agreement=agreement_id))
    require(rules.may_organise(actor, agreement.territory_id, now))
    text = _checked(agreement.title, wording.text)
    versions = list(agreement.versions.order_by("number"))
    if any(one.state in states.PREPARED for one in versions):
        raise Refused(no("agreements.in_preparation", rules.SOURCE, title=agreement.title))
    if any(one.state == states.ADOPTED and one.text == text for one in versions):
        raise Refused(no("agreements.same_text", rules.SOURCE))
    return _version(agreement, len(versions) + 1, text, wording, actor, now)


@transaction.atomic
def revise(*, version_id: int, wording: Wording, actor: Actor, now: datetime) -> AgreementVersion:
    """A draft says something else; or, after the comments, the text as it is to be decided on.

    Raises Refused: agreements.missing, .not_permitted, .text_stands, and those of `draft`.
    """
    version = locked(version_id)
    require(rules.may_organise(actor, version.agreement.territory_id, now))
    require(rules.may_revise(version))
    version.text = _checked(version.agreement.title, wording.text)
    version.text_hash = queries.text_hash(version.text)
    version.purpose = clean_lines(wording.purpose)
    version.save(update_fields=["text", "text_hash", "purpose"])
    note(version, "revise", actor=actor, now=now, detail={"text": version.text_hash})
    return version


@transaction.atomic
def open_comments(*, version_id: int, days: int, actor: Actor, now: datetime) -> AgreementVersion:
    """Everybody reads the text, and whoever lives or owns here comments, until so many days after today are over.

    After a change that the comments brought, comments may be asked for once more.
    Raises Refused: agreements.not_permitted, .comments_too_short, .comments_unanswered, agreement_version.no_such_move.
    """
    version = locked(version_id)
    agreement = version.agreement
    require(rules.may_organise(actor, agreement.territory_id, now))
    verb = "open_comments" if version.state == states.DRAFT else "reopen_comments"
    require(states.VERSION.may(version.state, verb))
    require(rules.long_enough(agreement.kind, days))
    require(rules.all_answered(queries.waiting_comments(version_id)))
    version.commented_text = version.text
    version.comments_open_at = version.comments_open_at or now
    version.comments_close_at = rules.comments_end(agreement.kind, now, days)
    move_on(version, verb, actor=actor, now=now)
    log_text(version, now)
    return version


@transaction.atomic
def close_comments(*, version_id: int, actor: Actor, now: datetime) -> AgreementVersion:
    """No comments any more; those that wait are answered next. Raises Refused: agreements.comments_run, …"""
    version = locked(version_id)
    if actor.id != "system:tick":
        require(rules.may_organise(actor, version.agreement.territory_id, now))
    require(states.VERSION.may(version.state, "close_comments"))
    require(rules.comments_are_over(version, now))
    move_on(version, "close_comments", actor=actor, now=now)
    return version


def close_due(*, actor: Actor, now: datetime) -> int:
    """Every comment period that is over has ended; how many."""
    due = AgreementVersion.objects.filter(state=states.COMMENT, comments_close_at__lte=now).order_by("pk")
    ids = list(due.values_list("pk", flat=True))
    for version_id in ids:
        close_comments(version_id=version_id, actor=actor, now=now)
    return len(ids)


@transaction.atomic
def adopt(*, version_id: int, decision: Decision, from_date: date, actor: Actor, now: datetime) -> AgreementVersion:
    """The version is decided on and holds from `from_date`; the one before it holds until then and stays readable.

    Those who signed the one before are told: their signatures do not move along.
    Raises Refused: agreements.not_permitted, .comments_unanswered, .decision_missing, .decision_ahead,
    .in_force_too_early, agreement_version.no_such_move.
    """
    version = locked(version_id)
    require(rules.may_organise(actor, version.agreement.territory_id, now))
    require(states.VERSION.may(version.state, "adopt"))
    require(rules.all_answered(queries.waiting_comments(version_id)))
    words, reference = clean(decision.words)[:REASON_LENGTH], clean(decision.reference)[:60]
    require(rules.decision_named(reference, words, decision.on, now))
    require(rules.impersonal(words))
    old = AgreementVersion.objects.select_for_update().filter(agreement=version.agreement, state=states.ADOPTED).first()
    earliest = decision.on if old is None or old.from_date is None else max(decision.on, _next_day(old.from_date))
    if from_date < earliest:
        raise Refused(no("agreements.in_force_too_early", rules.SOURCE, earliest=earliest.isoformat()))
    if old is not None:
        old.agreement, old.to_date = version.agreement, from_date
        move_on(old, "supersede", actor=actor, now=now)
    version.decision_ref, version.decision_text, version.decision_date = reference, words, decision.on
    version.from_date = from_date
    move_on(version, "adopt", actor=actor, now=now, reason=words)
    log_text(version, now)
    if old is not None:
        _tell_signers(old, now)
    return version


@transaction.atomic
def reject(*, version_id: int, decision: Decision, actor: Actor, now: datetime) -> AgreementVersion:
    """It was decided not to adopt the version; it stays readable with the decision. Raises Refused as `adopt`."""
    version = locked(version_id)
    require(rules.may_organise(actor, version.agreement.territory_id, now))
    words, reference = clean(decision.words)[:REASON_LENGTH], clean(decision.reference)[:60]
    require(rules.decision_named(reference, words, decision.on, now))
    require(rules.impersonal(words))
    version.decision_ref, version.decision_text, version.decision_date = reference, words, decision.on
    version.closing_reason = words
    move_on(version, "reject", actor=actor, now=now, reason=words)
    return version


@transaction.atomic
def withdraw(*, version_id: int, reason: str, actor: Actor, now: datetime) -> AgreementVersion:
    """The version is given up before a decision; if it was public it stays readable, with the reason."""
    version = locked(version_id)
    require(rules.may_organise(actor, version.agreement.territory_id, now))
    version.closing_reason = _reason(reason)
    move_on(version, "withdraw", actor=actor, now=now, reason=version.closing_reason)
    return version


@transaction.atomic
def end(*, version_id: int, to_date: date, reason: str, actor: Actor, now: datetime) -> AgreementVersion:
    """The text holds until the day before `to_date` and has no successor.

    Raises Refused: agreements.reason_missing, .ends_before_it_began, agreement_version.no_such_move.
    """
    version = locked(version_id)
    require(rules.may_organise(actor, version.agreement.territory_id, now))
    require(states.VERSION.may(version.state, "end"))
    version.closing_reason = _reason(reason)
    if version.from_date is None or to_date <= version.from_date or to_date < local_date(now):
        raise Refused(no("agreements.ends_before_it_began", rules.SOURCE, day=to_date.isoformat()))
    version.to_date = to_date
    move_on(version, "end", actor=actor, now=now, reason=version.closing_reason)
    return version


@transaction.atomic
def record_filing(*, version_id: int, filed_with: str, on: date, actor: Actor, now: datetime) -> AgreementVersion:
    """Where the decided text was handed in (备案), and when. Raises Refused: agreements.filing_incomplete, …"""
    version = locked(version_id)
    require(rules.may_organise(actor, version.agreement.territory_id, now))
    office = clean(filed_with)[:120]
    too_early = version.decision_date is None or on < version.decision_date
    if not office or version.state not in states.DECIDED or too_early or on > local_date(now):
        raise Refused(no("agreements.filing_incomplete", rules.SOURCE))
    version.filed_with, version.filed_date = office, on
    version.save(update_fields=["filed_with", "filed_date"])
    note(version, "file", actor=actor, now=now)
    return version


def _version(
    agreement: Agreement, number: int, text: str, wording: Wording, actor: Actor, now: datetime
) -> AgreementVersion:
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        text=text,
        text_hash=queries.text_hash(text),
        purpose=clean_lines(wording.purpose),
        drafted_at=now,
        drafted_by=actor.id,
    )
    AgreementStep.objects.create(version=version, verb="draft", target=states.DRAFT, actor=actor.id, at=now)
    note(version, "draft", actor=actor, now=now)
    return version


def _checked(title: str, text: str) -> str:
    found = clean_lines(text)
    require(rules.readable(title, found))
    return found


def _reason(text: str) -> str:
    reason = clean(text)[:REASON_LENGTH]
    if not reason:
        raise Refused(no("agreements.reason_missing", rules.SOURCE))
    require(rules.impersonal(reason))
    return reason


def _next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _tell_signers(old: AgreementVersion, now: datetime) -> None:
    zh, en = texts.NEW_VERSION
    title = old.agreement.title
    signed = Signature.objects.filter(version=old, state=states.SIGNED, person__isnull=False).order_by("pk")
    for person_id in signed.values_list("person_id", flat=True):
        account = account_of(person_id)
        if account is not None:
            enqueue(
                channel="inapp",
                address="",
                person_ref=f"account:{account.pk}",
                kind="agreement.superseded",
                text_zh=zh.format(title=title),
                text_en=en.format(title=title),
                now=now,
                params={"agreement": old.agreement_id},
            )
