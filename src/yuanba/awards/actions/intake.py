"""Entries that people bring to staff: at a desk, on a form that was handed out, by e-mail, by recommendation.

Whatever staff keyed in takes part only after a second person compared it with the signed scan or the message.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yuanba.audit import actions as audit
from yuanba.awards import rules
from yuanba.awards.actions.checks import ask_fees_on_paper
from yuanba.awards.actions.corrections import reopen_screening
from yuanba.awards.actions.entries import checked, draft_sent, earlier_entry, note_attempt, receive, submitted
from yuanba.awards.actions.locks import locked, locked_entry
from yuanba.awards.actions.proofs import on_file
from yuanba.awards.actions.steps import move_entry, tell
from yuanba.awards.models import (
    Campaign,
    Channel,
    EmailIntake,
    Entry,
    FormIssue,
    ProxyCheck,
    Recommendation,
)
from yuanba.awards.pinned import playbook_of
from yuanba.awards.serials import is_serial, serial
from yuanba.awards.sheet import EntrySheet
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import YES, Refused, Verdict, no, require
from yuanba.people.models import Organisation, Person
from yuanba.people.queries import compounds_of
from yuanba.places.models import Building
from yuanba.places.queries import compound_ids

# The playbook's word for a route that any verified resident may take in the own name.
RESIDENTS = "residents"
BODY_NOUNS = {RESIDENTS: "person", "building": "building"}
LONGEST_NUMBER = 18  # digits of an id


@dataclass(frozen=True, kw_only=True)
class Intake:
    """How an entry reached the desk: the proof on file and the instant that counts for the window.

    `received_at` is when the paper was handed over or the message arrived; None means now. `fees_agreed`: the nominee
    signed that the property company may be asked whether the fees are paid.
    """

    scan_file_id: int
    received_at: datetime | None = None
    fees_agreed: bool = False


@transaction.atomic
def issue_form(
    *,
    campaign_id: int,
    category: str,
    kind: str,
    territory_id: int,
    issued_to: str,
    actor: Actor,
    now: datetime,
) -> FormIssue:
    """A blank form with a serial of its own was handed out and is logged. Raises Refused: awards.not_allowed."""
    campaign = locked(campaign_id)
    require(rules.may_assist(actor, territory_id, now))
    require(rules.is_public(campaign))
    found = next((one for one in playbook_of(campaign).categories if one.key == category), None)
    if found is None:
        raise Refused(no("entry.no_category", "playbook", category=category[:40]))
    issue = FormIssue.objects.create(
        campaign=campaign,
        serial=serial(f"{campaign.code}F", campaign.next_form_number),
        category=category,
        kind=kind,
        territory_id=territory_id,
        issued_to=clean(issued_to)[:120],
        issued_by=actor.id,
        issued_at=now,
    )
    campaign.next_form_number += 1
    campaign.save(update_fields=["next_form_number"])
    audit.record(
        verb="awards.form.issue", subject=f"form_issue:{issue.pk}", actor=actor, now=now, territory_id=territory_id
    )
    return issue


def register_for(
    *, campaign_id: int, sheet: EntrySheet, intake: Intake, request_key: str, actor: Actor, now: datetime
) -> Entry:
    """A community worker entered somebody; a second person must compare it with the signed scan before it counts.

    Raises Refused: awards.not_allowed, proof.not_on_file, entry.received_in_future, entry.screening_over,
    entry.person_elsewhere, people.consent_of_other, and those of `entries.submit`.
    """

    def make(campaign: Campaign) -> Entry:
        return _register(campaign, sheet, intake, {"channel": Channel.COMMUNITY}, request_key, actor=actor, now=now)

    return _counted(make, campaign_id, sheet, Channel.COMMUNITY, request_key, actor=actor, now=now)


def register_paper(
    *,
    campaign_id: int,
    form_serial: str,
    sheet: EntrySheet,
    intake: Intake,
    request_key: str,
    actor: Actor,
    now: datetime,
) -> Entry:
    """A form that was handed out came back and is keyed in under its own serial. One form is one entry.

    Raises Refused: form.bad_serial, form.unknown, form.already_back, and those of `register_for`.
    """

    def make(campaign: Campaign) -> Entry:
        issue = _form(campaign, form_serial)
        fields = {"channel": Channel.PAPER, "form_issue": issue, "serial": issue.serial}
        return _register(campaign, sheet, intake, fields, request_key, actor=actor, now=now)

    return _counted(make, campaign_id, sheet, Channel.PAPER, request_key, actor=actor, now=now)


def _form(campaign: Campaign, form_serial: str) -> FormIssue:
    code = form_serial.strip().upper()
    if not is_serial(code):
        raise Refused(no("form.bad_serial", "ISO 7064", serial=code[:32]))
    issue = FormIssue.objects.filter(campaign=campaign, serial=code).first()
    if issue is None:
        raise Refused(no("form.unknown", "announcement: forms are handed out", serial=code))
    if hasattr(issue, "entry"):
        raise Refused(no("form.already_back", "announcement: forms are handed out", serial=code))
    return issue


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A message: the stored file, its Message-ID (or hash), who sent it and when it arrived.

    `fees_agreed`: the form in it is signed for asking about the nominee's fees.
    """

    message_file_id: int
    message_ref: str
    sender: str
    arrived_at: datetime
    fees_agreed: bool = False


def register_email(
    *, campaign_id: int, sheet: EntrySheet, mail: Mail, request_key: str, actor: Actor, now: datetime
) -> Entry:
    """An entry that came by e-mail is registered with its message; the message's arrival counts for the window.

    Raises Refused: email.no_reference, email.already_in, and those of
    `register_for`.
    """

    def make(campaign: Campaign) -> Entry:
        ref = mail.message_ref.strip()[:200]
        if not ref:
            raise Refused(no("email.no_reference", "announcement: whoever enters"))
        if EmailIntake.objects.filter(campaign=campaign, message_ref=ref).exists():
            raise Refused(no("email.already_in", "announcement: whoever enters"))
        message = EmailIntake.objects.create(
            campaign=campaign,
            message_file_id=mail.message_file_id,
            message_ref=ref,
            sender=clean(mail.sender)[:120],
            arrived_at=mail.arrived_at,
            registered_by=actor.id,
            registered_at=now,
        )
        fields = {"channel": Channel.EMAIL, "email_intake": message}
        intake = Intake(scan_file_id=mail.message_file_id, received_at=mail.arrived_at, fees_agreed=mail.fees_agreed)
        return _register(campaign, sheet, intake, fields, request_key, actor=actor, now=now)

    return _counted(make, campaign_id, sheet, Channel.EMAIL, request_key, actor=actor, now=now)


@dataclass(frozen=True, kw_only=True)
class Body:
    """Who recommends: `kind` is a word of the playbook's routes, `ref` is "organisation:12", "building:5" or "person:7"."""

    kind: str
    ref: str
    opinion: str = ""


def recommend(
    *,
    campaign_id: int,
    sheet: EntrySheet,
    body: Body,
    request_key: str,
    actor: Actor,
    now: datetime,
    intake: Intake | None = None,
) -> Entry:
    """A body recommended an entry within its quota; it takes part at once, or after the second check if it is on paper.

    Raises Refused: awards.not_allowed, recommendation.no_such_body, recommendation.quota_full, and those of
    `entries.submit`.
    """

    def make(campaign: Campaign) -> Entry:
        return _recommend(campaign, sheet, body, intake, request_key, actor=actor, now=now)

    return _counted(make, campaign_id, sheet, Channel.RECOMMENDATION, request_key, actor=actor, now=now)


def _counted(
    make: Callable[[Campaign], Entry],
    campaign_id: int,
    sheet: EntrySheet,
    channel: str,
    request_key: str,
    *,
    actor: Actor,
    now: datetime,
) -> Entry:
    """What `make` makes, once per request key; a refusal is counted by its reason."""
    try:
        with transaction.atomic():
            campaign = locked(campaign_id)
            earlier = earlier_entry(campaign, request_key, actor)
            return earlier if earlier is not None else make(campaign)
    except Refused as refusal:
        note_attempt(campaign_id, refusal.verdict.code, sheet.category, channel, actor, now)
        raise


def _register(
    campaign: Campaign,
    sheet: EntrySheet,
    intake: Intake,
    fields: dict[str, Any],
    request_key: str,
    *,
    actor: Actor,
    now: datetime,
) -> Entry:
    require(rules.may_assist(actor, sheet.nominee_territory_id, now))
    require(_is_there(sheet, local_date(now)))
    on_file(intake.scan_file_id, actor)
    received_at = intake.received_at or now
    if received_at > now:
        raise Refused(no("entry.received_in_future", "announcement: both days inclusive"))
    screening = campaign.stage_runs.filter(kind="SCREENING").order_by("position").last()
    if screening is not None and screening.state == "CLOSED":
        raise Refused(no("entry.screening_over", "announcement: stages in order"))
    sheet = checked(campaign, sheet, fields["channel"], received_at=received_at, now=now)
    entry = receive(campaign, sheet, request_key, {**fields, "received_at": received_at}, actor=actor, now=now)
    ProxyCheck.objects.create(entry=entry, scan_file_id=intake.scan_file_id, registered_by=actor.id)
    _ask_fees(entry, intake, actor, now)
    return entry


def _ask_fees(entry: Entry, intake: Intake, actor: Actor, now: datetime) -> None:
    """Whoever signed for it and was found on the roll is asked about."""
    if intake.fees_agreed and entry.nominee_person_id is not None:
        ask_fees_on_paper(entry, actor=actor, now=now)


def _is_there(sheet: EntrySheet, on: date) -> Verdict:
    """Whoever a desk picked from the roll has the name on the paper and a home in the place on it."""
    if sheet.nominee_person_id is None:
        return YES
    person = Person.objects.filter(pk=sheet.nominee_person_id).first()
    same = person is not None and "".join(person.name.split()) == "".join(clean(sheet.nominee_name).split())
    if same and compounds_of(sheet.nominee_person_id, on) & set(compound_ids(sheet.nominee_territory_id, on)):
        return YES
    return no("entry.person_elsewhere", "announcement: fees, yes or no", name=sheet.nominee_name[:60])


def _recommend(
    campaign: Campaign,
    sheet: EntrySheet,
    body: Body,
    intake: Intake | None,
    request_key: str,
    *,
    actor: Actor,
    now: datetime,
) -> Entry:
    received_at = (intake.received_at if intake else None) or now
    if intake is not None:
        on_file(intake.scan_file_id, actor)
    if received_at > now:
        raise Refused(no("entry.received_in_future", "announcement: both days inclusive"))
    sheet = checked(campaign, sheet, Channel.RECOMMENDATION, received_at=received_at, now=now)
    routes = playbook_of(campaign).category(sheet.category).routes.recommendation
    route = next((one for one in routes if one.body == body.kind), None)
    if route is None:
        raise Refused(no("recommendation.no_such_body", "playbook: routes", body=body.kind, category=sheet.category))
    body = replace(body, ref=_spelled(body))
    require(_may_recommend(actor, body, sheet, intake, now))
    place = _free_place(campaign, body, sheet.category, route.quota)
    fields = {"channel": Channel.RECOMMENDATION, "received_at": received_at}
    if intake is None:
        fields |= {"account_id": actor.account_id, "applicant_id": actor.person_id}
    entry = receive(campaign, sheet, request_key, fields, actor=actor, now=now)
    Recommendation.objects.create(
        campaign=campaign,
        entry=entry,
        body_kind=body.kind,
        body_ref=body.ref,
        category=sheet.category,
        place=place,
        opinion=clean(body.opinion)[:400],
        recommended_by=actor.id,
        recommended_at=now,
    )
    if intake is not None:
        ProxyCheck.objects.create(entry=entry, scan_file_id=intake.scan_file_id, registered_by=actor.id)
        _ask_fees(entry, intake, actor, now)
        return entry
    draft_sent(entry, request_key, actor=actor)
    return submitted(entry, "submit", actor=actor, now=now)


def _spelled(body: Body) -> str:
    """The reference in its one spelling, since quotas are counted by it: a building for "building", a person for
    "residents", else an organisation. Raises Refused(recommendation.not_your_body)."""
    noun, _, number = body.ref.partition(":")
    if noun != BODY_NOUNS.get(body.kind, "organisation") or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        raise Refused(no("recommendation.not_your_body", "light award: comment, then decide"))
    return f"{noun}:{int(number)}"


def _may_recommend(actor: Actor, body: Body, sheet: EntrySheet, intake: Intake | None, now: datetime) -> Verdict:
    """A desk for anybody on paper; a verified resident for "residents"; else whoever is appointed to speak for the body."""
    if intake is not None:
        return rules.may_assist(actor, sheet.nominee_territory_id, now)
    if body.kind == RESIDENTS:
        own = actor.person_id is not None and body.ref == f"person:{actor.person_id}"
        return YES if own else no("recommendation.not_your_body", "light award: comment, then decide")
    noun, _, number = body.ref.partition(":")
    if noun == "organisation":
        territory_id = Organisation.objects.filter(pk=int(number)).values_list("territory_id", flat=True).first()
    else:
        territory_id = Building.objects.filter(pk=int(number)).values_list("compound_id", flat=True).first()
    if territory_id is None:
        return no("recommendation.not_your_body", "light award: comment, then decide")
    return rules.may(actor, rules.RECOMMEND, territory_id, now)


def _free_place(campaign: Campaign, body: Body, category: str, quota: int | None) -> int:
    """The lowest place within the body's quota that no living recommendation holds. The campaign's row is locked."""
    rows = Recommendation.objects.filter(
        campaign=campaign, body_kind=body.kind, body_ref=body.ref, category=category, given_up_at__isnull=True
    )
    taken = set(rows.values_list("place", flat=True))
    place = next(number for number in range(1, len(taken) + 2) if number not in taken)
    if quota is not None and place > quota:
        raise Refused(no("recommendation.quota_full", "playbook: routes", quota=quota))
    return place


@transaction.atomic
def confirm(*, entry_id: int, agrees: bool, reason: str, actor: Actor, now: datetime) -> Entry:
    """A second person compared the entry with its scan: it takes part, or is discarded with the reason.

    Raises Refused: proxy.same_person, proxy.not_needed, awards.no_reason, awards.not_allowed.
    """
    entry = locked_entry(entry_id)
    require(rules.may_assist(actor, entry.nominee_territory_id, now))
    check = ProxyCheck.objects.select_for_update().filter(entry=entry).first()
    if check is None:
        raise Refused(no("proxy.not_needed", "announcement: online and on paper"))
    if check.registered_by == actor.id or rules.has_part(actor, entry):
        raise Refused(no("proxy.same_person", "a second person"))
    if check.checked_by:
        if check.agrees == agrees and check.checked_by == actor.id:
            return entry
        raise Refused(no("proxy.already_checked", "announcement: online and on paper"))
    if not agrees and not clean(reason):
        raise Refused(no("awards.no_reason"))
    check.checked_by, check.checked_at = actor.id, now
    check.agrees, check.reason = agrees, clean(reason)[:400]
    check.save()
    if not agrees:
        move_entry(entry, "discard", actor=actor, now=now, cause=clean(reason))
        tell(entry, "entry.discarded", now=now, reason=clean(reason))
        return entry
    submitted(entry, "confirm", actor=actor, now=now)
    reopen_screening(entry)
    return entry
