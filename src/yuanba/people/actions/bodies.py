"""Bodies and their terms, appointments and honours."""

import re
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import compact, uscc_ok
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Appointment, Honour, Organisation, OrganisationTerm, Person
from yuanba.people.queries.persons import honour_places, person_lineages
from yuanba.people.rules import holds, is_system, may_appoint, may_fill, period_in_order, reason_given
from yuanba.places.models import Building, BuildingCluster, Grid
from yuanba.places.queries import lineage

MOBILE = re.compile(r"1[3-9]\d{9}")  # of the mainland, wherever it stands in the line


def reach_of(actor: Actor, territory_id: int, now: datetime) -> tuple[int, ...]:
    """The lineage in which the actor's permissions are looked up; commands need none."""
    return () if is_system(actor) else lineage(territory_id, local_date(now))


@transaction.atomic
def found_organisation(  # noqa: PLR0913 - keyword-only: the facts of a register line
    *,
    kind: str,
    name: str,
    territory_id: int,
    actor: Actor,
    now: datetime,
    uscc: str = "",
    parent_id: int | None = None,
    founded_date: date | None = None,
    role_line: str = "",
) -> Organisation:
    """The body stands in the register. `role_line` is a duty phone, never a private mobile (X-05).

    Raises Refused: people.not_allowed, people.kind_unknown, people.name_missing, people.uscc_malformed,
    people.organisation_exists.
    """
    _require_register(actor, territory_id, now)
    if kind not in Organisation.Kind.values:
        raise Refused(no("people.kind_unknown", "the kinds of bodies", kind=kind))
    code, title = compact(uscc), clean(name)
    if code and not uscc_ok(code):
        raise Refused(no("people.uscc_malformed", "GB 32100"))
    if not title:
        raise Refused(no("people.name_missing", "a person or a body has a name"))
    try:
        with transaction.atomic():
            row = Organisation.objects.create(
                kind=kind,
                name=title,
                territory_id=territory_id,
                uscc=code,
                parent_id=parent_id,
                founded_date=founded_date,
                role_line=clean(role_line),
            )
    except IntegrityError as error:
        raise Refused(no("people.organisation_exists", "the register of bodies")) from error
    record(verb="organisation_founded", subject=str(row), actor=actor, now=now, territory_id=territory_id)
    return row


@transaction.atomic
def end_organisation(*, organisation_id: int, ended_date: date, actor: Actor, now: datetime) -> Organisation:
    """The body no longer exists from that day on; its organs, open terms and appointments end with it."""
    row = Organisation.objects.select_for_update().get(pk=organisation_id)
    _require_register(actor, row.territory_id, now)
    if row.ended_date is not None:
        raise Refused(no("people.organisation_ended", "the register of bodies", ended_date=row.ended_date))
    row.ended_date = ended_date
    row.save(update_fields=["ended_date"])
    organs = Organisation.objects.filter(parent=row, kind=Organisation.Kind.SERVICE_ORGAN, ended_date__isnull=True)
    ids = [row.pk, *organs.values_list("pk", flat=True)]
    organs.update(ended_date=ended_date)
    for model in (OrganisationTerm, Appointment):
        rows = model.objects.filter(organisation__in=ids, to_date__isnull=True, from_date__lt=ended_date)
        rows.update(to_date=ended_date)
    record(verb="organisation_ended", subject=str(row), actor=actor, now=now, territory_id=row.territory_id)
    return row


@transaction.atomic
def open_term(
    *, organisation_id: int, from_date: date, actor: Actor, now: datetime, due_date: date | None = None
) -> OrganisationTerm:
    """The next term of office begins, and the one before it ends (R-085). It is over by its rule from `due_date` on.

    Raises Refused: people.not_allowed, people.period_empty.
    """
    body = Organisation.objects.select_for_update().get(pk=organisation_id)
    _require_register(actor, body.territory_id, now)
    last = body.terms.order_by("-number").first()
    if last is not None and last.to_date is None:
        require(period_in_order(last.from_date, from_date))
        last.to_date = from_date
        last.save(update_fields=["to_date"])
    if due_date is not None:
        require(period_in_order(from_date, due_date))
    number = last.number + 1 if last else 1
    row = OrganisationTerm.objects.create(organisation=body, number=number, from_date=from_date, due_date=due_date)
    record(verb="term_opened", subject=str(body), actor=actor, now=now, detail={"number": row.number})
    return row


@transaction.atomic
def end_term(*, term_id: int, to_date: date, actor: Actor, now: datetime) -> OrganisationTerm:
    """The term ended on that day. Raises Refused: people.term_ended, people.period_empty, people.not_allowed."""
    row = OrganisationTerm.objects.select_for_update().select_related("organisation").get(pk=term_id)
    _require_register(actor, row.organisation.territory_id, now)
    if row.to_date is not None:
        raise Refused(no("people.term_ended", "the term of the committee", to_date=row.to_date))
    require(period_in_order(row.from_date, to_date))
    row.to_date = to_date
    row.save(update_fields=["to_date"])
    record(verb="term_ended", subject=str(row.organisation), actor=actor, now=now, detail={"number": row.number})
    return row


@transaction.atomic
def appoint(  # noqa: PLR0913 - keyword-only: person, organisation, post, place and period are what an appointment is
    *,
    person_id: int,
    organisation_id: int,
    post: str,
    territory_id: int,
    from_date: date,
    actor: Actor,
    now: datetime,
    to_date: date | None = None,
    basis: str = "",
    relay_line: str = "",
    building_id: int | None = None,
    grid_id: int | None = None,
    cluster_id: int | None = None,
) -> Appointment:
    """The person holds the post in the place over [from_date, to_date), with every permission of people.posts.

    Who may: people.posts.APPOINTED_WITH. A relay line is a duty phone: nobody's own number of the register (R-048).

    Raises Refused: people.not_allowed, people.appoint_self, people.post_unknown, people.administrators_apart,
    people.appointed_already, people.period_empty, people.relay_line_private, people.other_place.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    others = person.appointments.filter(to_date__isnull=True) | person.appointments.filter(to_date__gt=from_date)
    held = set(others.values_list("post", flat=True))
    require(may_appoint(actor, person_id, post, reach_of(actor, territory_id, now), held))
    if to_date is not None:
        require(period_in_order(from_date, to_date))
    line = clean(relay_line)
    require_no_private(line)
    _require_part(territory_id, building_id, grid_id, cluster_id)
    try:
        with transaction.atomic():
            row = Appointment.objects.create(
                person=person,
                organisation_id=organisation_id,
                post=post,
                territory_id=territory_id,
                from_date=from_date,
                to_date=to_date,
                basis=clean(basis),
                relay_line=line,
                building_id=building_id,
                grid_id=grid_id,
                cluster_id=cluster_id,
                appointed_by=actor.id,
            )
    except IntegrityError as error:
        raise Refused(no("people.appointed_already", "one open row", post=post)) from error
    detail = {"person": person_id, "post": post, "organisation": organisation_id}
    record(verb="appointed", subject=str(row), actor=actor, now=now, detail=detail, territory_id=territory_id)
    return row


@transaction.atomic
def end_appointment(*, appointment_id: int, to_date: date, actor: Actor, now: datetime) -> Appointment:
    """The appointment carries nothing from `to_date` on. One that has not begun, or begins that day, is empty: refused.

    Raises Refused: people.not_allowed, people.appointment_ended, people.period_empty.
    """
    row = Appointment.objects.select_for_update().get(pk=appointment_id)
    require(may_fill(actor, row.post, reach_of(actor, row.territory_id, now)))
    if row.to_date is not None and row.to_date <= to_date:
        raise Refused(no("people.appointment_ended", "dated rows", to_date=row.to_date))
    require(period_in_order(row.from_date, to_date))
    row.to_date = to_date
    row.save(update_fields=["to_date"])
    record(
        verb="appointment_ended",
        subject=str(row),
        actor=actor,
        now=now,
        detail={"person": row.person_id, "post": row.post},
        territory_id=row.territory_id,
    )
    return row


@transaction.atomic
def register_honour(  # noqa: PLR0913 - keyword-only: year, title, granting body, proof and holder (R-006)
    *,
    year: int,
    title: str,
    granted_by: str,
    territory_id: int,
    actor: Actor,
    now: datetime,
    organisation_id: int | None = None,
    person_id: int | None = None,
    evidence_file_id: int | None = None,
    person_agrees: bool = False,
) -> Honour:
    """The honour stands in the register: of the person, else the organisation, else the territory itself.

    `territory_id` is also where the actor acts; the holder must be of a place that the actor's post covers. A person's
    is shown as proof in awards, so that it needs that `person_agrees` (PIPL 13(1)).
    Raises Refused: people.not_allowed, people.honour_incomplete, people.honour_no_consent.
    """
    require(holds(actor, "people.honours", reach_of(actor, territory_id, now)))
    require(holds(actor, "people.honours", _holder_reach(organisation_id, person_id, territory_id, now)))
    if person_id is not None and not person_agrees:
        raise Refused(no("people.honour_no_consent", "PIPL 13"))
    if not clean(title) or not clean(granted_by) or year > local_date(now).year:
        raise Refused(no("people.honour_incomplete", "an honour names its year and who gave it", year=year))
    own = organisation_id is None and person_id is None
    row = Honour.objects.create(
        territory_id=territory_id if own else None,
        organisation_id=organisation_id,
        person_id=person_id,
        year=year,
        title=clean(title),
        granted_by=clean(granted_by),
        evidence_file_id=evidence_file_id,
        recorded_by=actor.id,
    )
    record(verb="honour_registered", subject=str(row), actor=actor, now=now, territory_id=territory_id)
    return row


@transaction.atomic
def revoke_honour(*, honour_id: int, territory_id: int, reason: str, actor: Actor, now: datetime) -> Honour:
    """The honour no longer counts and says why; it stays readable where honours are kept. Revoking twice is once.

    `territory_id` is where the actor acts: the holder's own, as it was registered.
    Raises Refused: people.not_allowed, people.reason_missing, people.other_place.
    """
    row = Honour.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=honour_id)
    require(holds(actor, "people.honours", reach_of(actor, territory_id, now)))
    if territory_id not in honour_places(row, local_date(now)):
        raise Refused(no("people.other_place", "only places of the body itself"))
    require(reason_given(reason))
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by, row.revoked_reason = now, actor.id, clean(reason)[:200]
        row.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
        record(verb="honour_revoked", subject=str(row), actor=actor, now=now, territory_id=territory_id)
    return row


def _holder_reach(organisation_id: int | None, person_id: int | None, territory_id: int, now: datetime) -> set[int]:
    """The lineages of the places of whoever holds the honour: an officer of one community honours no other's people."""
    on = local_date(now)
    if person_id is not None:
        return {one for chain in person_lineages(person_id, on) for one in chain}
    if organisation_id is not None:
        return set(lineage(Organisation.objects.get(pk=organisation_id).territory_id, on))
    return set(lineage(territory_id, on))


def require_no_private(line: str) -> None:
    """The number that everybody may call is no mobile number of somebody in the register. Raises people.relay_line_private."""
    numbers = MOBILE.findall(compact(line))
    if numbers and Person.objects.filter(phone__in=numbers).exists():
        raise Refused(no("people.relay_line_private", "a contact line is a duty phone"))


def _require_part(territory_id: int, building_id: int | None, grid_id: int | None, cluster_id: int | None) -> None:
    if building_id is not None and not Building.objects.filter(pk=building_id, compound_id=territory_id).exists():
        raise Refused(no("people.other_place", "only places of the body itself"))
    if grid_id is not None and not Grid.objects.filter(pk=grid_id, community_id=territory_id).exists():
        raise Refused(no("people.other_place", "only places of the body itself"))
    if cluster_id is not None and not BuildingCluster.objects.filter(pk=cluster_id, compound_id=territory_id).exists():
        raise Refused(no("people.other_place", "only places of the body itself"))


def _require_register(actor: Actor, territory_id: int, now: datetime) -> None:
    """Bodies are registered by whoever appoints there, or keeps the community's card."""
    reach = reach_of(actor, territory_id, now)
    if not actor.holds("places.card", reach):
        require(holds(actor, "people.appoint", reach))
