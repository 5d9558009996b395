"""Bodies of a place: founding them with their organs, filling their seats, secondments, results, ending them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import YES, Refused, Verdict, no, require
from yuanba.people import texts
from yuanba.people.actions.bodies import appoint, reach_of, require_no_private
from yuanba.people.actions.consent import give_consent, publish_consent_text
from yuanba.people.models import (
    Appointment,
    BodyResult,
    Charter,
    Consent,
    Organisation,
    OrganisationTerm,
    Seat,
    ServiceOrgan,
)
from yuanba.people.organs import ORGANS
from yuanba.people.queries.consents import current_text
from yuanba.people.rules import holds, period_in_order, reason_given
from yuanba.people.standing import RULES, BodyRule
from yuanba.places.models import Building, Territory

PARTY_CONSENT = "PARTY_MEMBER"
LONGEST_LINE = 400


@dataclass(frozen=True)
class NewBody:
    """What a founding paper says. `due_date` is the day from which the term is over; dates are days of Shanghai."""

    kind: str
    name: str
    territory_id: int
    purpose: str
    from_date: date
    due_date: date | None = None
    decided_by: str = ""
    decision_number: str = ""
    decided_date: date | None = None
    building_id: int | None = None
    role_line: str = ""


@dataclass(frozen=True)
class NewSeat:
    """Who sits in a body, as what. With `source_unit` the person is seconded: then `to_date` must be known."""

    person_id: int
    is_lead: bool
    capacity: str
    from_date: date
    to_date: date | None = None
    source_unit: str = ""
    duty: str = ""
    relay_line: str = ""
    has_consented: bool = False  # on paper or at the desk, to be kept as a party member of this body


@transaction.atomic
def found_body(*, order: NewBody, actor: Actor, now: datetime) -> Organisation:
    """The body stands with its founding paper and first term; a special committee with its five organs (R-011, R-012).

    Raises Refused: people.not_allowed, people.kind_unknown, people.name_missing, people.body_place, people.body_decision,
    people.body_purpose, people.body_term, people.body_building, people.body_exists, people.relay_line_private,
    people.period_empty.
    """
    rule = RULES.get(order.kind)
    if rule is None or order.kind == Organisation.Kind.SERVICE_ORGAN:
        raise Refused(no("people.kind_unknown", "the kinds of bodies", kind=order.kind))
    require(holds(actor, rule.founded_with, reach_of(actor, order.territory_id, now)))
    require(_complete(order, rule))
    place = Territory.objects.select_for_update().get(pk=order.territory_id)
    if place.kind not in rule.places:
        raise Refused(no("people.body_place", "the kinds of bodies", kind=order.kind, place=place.kind))
    _require_building(order, rule)
    standing = Organisation.objects.filter(territory=place, kind=order.kind, ended_date__isnull=True)
    if rule.one_per_place and standing.exists():
        raise Refused(no("people.body_exists", "one such body for each place"))
    body = _founded(order, actor, now)
    if order.kind == Organisation.Kind.SPECIAL_COMMITTEE:
        for organ in ORGANS:
            _found_organ(body, organ.key, organ.name, organ.duty, order.from_date, actor, now)
    record(verb="body_founded", subject=str(body), actor=actor, now=now, detail={"kind": order.kind},
           territory_id=place.pk)  # fmt: skip
    return body


def _complete(order: NewBody, rule: BodyRule) -> Verdict:
    if not clean(order.name):
        return no("people.name_missing", "a person or a body has a name")
    if not clean_lines(order.purpose):
        return no("people.body_purpose", "a body says what it is for")
    if rule.needs_decision and not (clean(order.decided_by) and order.decided_date):
        return no("people.body_decision", "such a body rests on a decision")
    if rule.needs_due_date and order.due_date is None:
        return no("people.body_term", "such a body has a term")
    return period_in_order(order.from_date, order.due_date) if order.due_date else YES


def _require_building(order: NewBody, rule: BodyRule) -> None:
    if order.building_id is None:
        if rule.needs_building:
            raise Refused(no("people.body_building", "such a group serves one building"))
        return
    if not Building.objects.filter(pk=order.building_id, compound_id=order.territory_id).exists():
        raise Refused(no("people.other_place", "only places of the body itself"))


def _founded(order: NewBody, actor: Actor, now: datetime, parent: Organisation | None = None) -> Organisation:
    line = clean(order.role_line)
    require_no_private(line)
    try:
        with transaction.atomic():
            body = Organisation.objects.create(
                kind=order.kind,
                name=clean(order.name),
                territory_id=order.territory_id,
                parent=parent,
                founded_date=order.from_date,
                role_line=line,
            )
    except IntegrityError as error:
        raise Refused(no("people.organisation_exists", "the register of bodies")) from error
    Charter.objects.create(
        organisation=body,
        decided_by=clean(order.decided_by),
        decision_number=clean(order.decision_number),
        decided_date=order.decided_date,
        purpose=clean_lines(order.purpose),
        building_id=order.building_id,
        recorded_at=now,
        recorded_by=actor.id,
    )
    OrganisationTerm.objects.create(organisation=body, number=1, from_date=order.from_date, due_date=order.due_date)
    return body


@transaction.atomic
def found_organ(*, committee_id: int, key: str, name: str, duty: str, actor: Actor, now: datetime) -> Organisation:
    """The committee has one more organ, to which categories of reports may be sent by its key.

    Raises Refused: people.not_allowed, people.kind_unknown, people.organisation_ended, people.organ_exists,
    people.name_missing, people.body_purpose, people.organisation_exists.
    """
    committee = Organisation.objects.select_for_update().get(pk=committee_id)
    require(holds(actor, "people.found_bodies", reach_of(actor, committee.territory_id, now)))
    if committee.kind != Organisation.Kind.SPECIAL_COMMITTEE:
        raise Refused(no("people.kind_unknown", "the kinds of bodies", kind=committee.kind))
    _require_standing(committee, local_date(now))
    if not clean(name):
        raise Refused(no("people.name_missing", "a person or a body has a name"))
    if not clean(duty):
        raise Refused(no("people.body_purpose", "a body says what it is for"))
    open_ones = ServiceOrgan.objects.filter(committee=committee, key=key)
    if open_ones.exists():
        raise Refused(no("people.organ_exists", "one organ for each kind of duty"))
    row = _found_organ(committee, key, name, duty, local_date(now), actor, now)
    record(verb="organ_founded", subject=str(row), actor=actor, now=now, territory_id=committee.territory_id)
    return row


def _found_organ(
    committee: Organisation, key: str, name: str, duty: str, from_date: date, actor: Actor, now: datetime
) -> Organisation:
    paper = NewBody(Organisation.Kind.SERVICE_ORGAN, name, committee.territory_id, duty, from_date)
    row = _founded(paper, actor, now, committee)
    ServiceOrgan.objects.create(organisation=row, committee=committee, key=key)
    return row


@transaction.atomic
def change_purpose(*, organisation_id: int, name: str, purpose: str, actor: Actor, now: datetime) -> Organisation:
    """The body is called so and does this from now on; what it was before stands in the log.

    Raises Refused: people.not_allowed, people.organisation_ended, people.name_missing, people.body_purpose.
    """
    body, _rule = _body(organisation_id, actor, now)
    title, words = clean(name), clean_lines(purpose)
    if not title:
        raise Refused(no("people.name_missing", "a person or a body has a name"))
    if not words:
        raise Refused(no("people.body_purpose", "a body says what it is for"))
    try:
        with transaction.atomic():
            Organisation.objects.filter(pk=body.pk).update(name=title)
    except IntegrityError as error:
        raise Refused(no("people.organisation_exists", "the register of bodies")) from error
    before = Charter.objects.get(pk=body.pk).purpose
    Charter.objects.filter(pk=body.pk).update(purpose=words)
    record(verb="body_changed", subject=str(body), actor=actor, now=now, detail={"name": body.name, "purpose": before},
           territory_id=body.territory_id)  # fmt: skip
    body.name = title
    return body


@transaction.atomic
def take_seat(*, organisation_id: int, order: NewSeat, actor: Actor, now: datetime) -> Appointment:
    """The person sits in the body over [from_date, to_date), as what and from which unit said (R-013, R-017).

    Raises Refused: people.not_allowed, people.organisation_ended, people.capacity_unknown, people.secondment_open_ended,
    people.party_needs_consent, and whatever `appoint` refuses.
    """
    body, rule = _body(organisation_id, actor, now)
    if order.capacity not in Seat.Capacity.values:
        raise Refused(no("people.capacity_unknown", "as what somebody sits there", capacity=order.capacity))
    if clean(order.source_unit) and order.to_date is None:
        raise Refused(no("people.secondment_open_ended", "a secondment has its beginning, its end and its unit"))
    consent = _party_consent(body, order, actor, now) if order.capacity == Seat.Capacity.PARTY_MEMBER else None
    building_id = Charter.objects.values_list("building_id", flat=True).get(pk=body.pk)
    row = appoint(
        person_id=order.person_id,
        organisation_id=body.pk,
        post=rule.lead_post if order.is_lead else rule.member_post,
        territory_id=body.territory_id,
        from_date=order.from_date,
        to_date=order.to_date,
        building_id=building_id,
        relay_line=order.relay_line,
        actor=actor,
        now=now,
    )
    Seat.objects.create(
        appointment=row,
        capacity=order.capacity,
        source_unit=clean(order.source_unit),
        duty=clean(order.duty),
        consent=consent,
    )
    return row


def _party_consent(body: Organisation, order: NewSeat, actor: Actor, now: datetime) -> Consent:
    """The person's own separate consent to be kept as a party member of this body (PIPL 29)."""
    if not order.has_consented:
        raise Refused(no("people.party_needs_consent", "PIPL 29"))
    zh, en = texts.PARTY_MEMBER
    text = current_text(PARTY_CONSENT) or publish_consent_text(
        kind=PARTY_CONSENT, text_zh=zh, text_en=en, is_separate=True, actor=system("standing"), now=now
    )
    return give_consent(
        kind=PARTY_CONSENT, version=text.version, person_id=order.person_id, subject=str(body), channel="DESK",
        actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def note_result(*, organisation_id: int, on_date: date, text: str, actor: Actor, now: datetime) -> BodyResult:
    """What the body brought about stands with it, by whoever keeps it or leads it (R-016).

    Raises Refused: people.not_allowed, people.organisation_ended, people.words_missing, people.day_ahead.
    """
    body = Organisation.objects.select_for_update().get(pk=organisation_id)
    rule = _rule(body)
    if not leads(actor, body, local_date(now)):
        require(holds(actor, rule.founded_with, reach_of(actor, body.territory_id, now)))
    _require_standing(body, local_date(now))
    words = clean(text)[:LONGEST_LINE]
    if not words:
        raise Refused(no("people.words_missing", "a result says what was done"))
    if on_date > local_date(now):
        raise Refused(no("people.day_ahead", "a result is of a day that has come", day=on_date))
    row = BodyResult.objects.create(
        organisation=body, on_date=on_date, text=words, recorded_at=now, recorded_by=actor.id
    )
    record(verb="body_result_noted", subject=str(row), actor=actor, now=now, territory_id=body.territory_id)
    return row


def leads(actor: Actor, body: Organisation, on: date) -> bool:
    """True for whoever leads the body on that day."""
    if actor.person_id is None:
        return False
    posts = {_rule(body).lead_post}
    rows = Appointment.objects.filter(organisation=body, person_id=actor.person_id, post__in=posts, from_date__lte=on)
    return rows.exclude(to_date__lte=on).exists()


@transaction.atomic
def end_body(*, organisation_id: int, ended_date: date, reason: str, actor: Actor, now: datetime) -> Organisation:
    """The body exists no longer from that day on; its organs, terms and seats end with it.

    Raises Refused: people.not_allowed, people.organisation_ended, people.reason_missing, people.period_empty.
    """
    body, _rule = _body(organisation_id, actor, now)
    require(reason_given(reason))
    if body.founded_date:
        require(period_in_order(body.founded_date, ended_date))
    ids = [body.pk, *ServiceOrgan.objects.filter(committee=body).values_list("pk", flat=True)]
    Organisation.objects.filter(pk__in=ids, ended_date__isnull=True).update(ended_date=ended_date)
    for model in (OrganisationTerm, Appointment):
        rows = model.objects.filter(organisation__in=ids, from_date__lt=ended_date)
        rows.exclude(to_date__lte=ended_date).update(to_date=ended_date)
    record(verb="body_ended", subject=str(body), actor=actor, now=now, detail={"reason": clean(reason)[:200]},
           territory_id=body.territory_id)  # fmt: skip
    body.ended_date = ended_date
    return body


def _rule(body: Organisation) -> BodyRule:
    rule = RULES.get(body.kind)
    if rule is None:
        raise Refused(no("people.kind_unknown", "the kinds of bodies", kind=body.kind))
    return rule


def _body(organisation_id: int, actor: Actor, now: datetime) -> tuple[Organisation, BodyRule]:
    """The standing body, locked, for somebody who founds such bodies there."""
    body = Organisation.objects.select_for_update().get(pk=organisation_id)
    rule = _rule(body)
    require(holds(actor, rule.founded_with, reach_of(actor, body.territory_id, now)))
    _require_standing(body, local_date(now))
    return body, rule


def _require_standing(body: Organisation, on: date) -> None:
    if body.ended_date is not None and body.ended_date <= on:
        raise Refused(no("people.organisation_ended", "the register of bodies", ended_date=body.ended_date))
