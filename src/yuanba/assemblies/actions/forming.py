"""The subdistrict begins an assembly, gathers its preparatory group, and posts the list."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.assemblies import queries, rules, states, texts
from yuanba.assemblies.actions.steps import locked, move_on, note
from yuanba.assemblies.models import Assembly, AssemblyDocument, AssemblyStep, DutyOrder, GroupMember
from yuanba.assemblies.states import ASSEMBLY
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import ONE_DAY, local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people import actions as people
from yuanba.people.models import Appointment, Organisation, Person
from yuanba.places.queries import name_at


def hand_of(assembly: Assembly) -> Actor:
    """On whose behalf bodies and posts are written: the assembly, by its number."""
    return system(f"assembly:{assembly.pk}")


@transaction.atomic
def begin(
    *,
    kind: str,
    territory_id: int,
    formed_date: date,
    sizes: tuple[int, int, int],
    actor: Actor,
    now: datetime,
) -> Assembly:
    """An assembly stands in FORMING; `formed_date` is the day on which the group was formed, from which its clocks run.

    `sizes` are seats, alternates and years of the term.
    Raises Refused: assemblies.not_yours, .seats, .term_years, .has_committee, .no_committee, .under_way, .day_ahead.
    """
    seats, alternates, years = sizes
    on = local_date(now)
    allowed = queries.with_substitute([rules.GUIDE], territory_id, DutyOrder.Duty.TERM_CHANGE)
    require(rules.may(actor, allowed, territory_id, now))
    committee = queries.owners_committee(territory_id, on)
    require(rules.kind_fits(kind, has_committee=committee is not None))
    require(rules.sizes_fit(kind, seats, years, on))
    if formed_date > on:
        raise Refused(no("assemblies.day_ahead", "dates of what happened", day=formed_date))
    assembly = Assembly(
        kind=kind,
        territory_id=territory_id,
        formed_date=formed_date,
        seats=seats,
        alternates=alternates,
        term_years=years,
        committee=committee if kind == Assembly.Kind.RENEWAL else None,
        begun_at=now,
        begun_by=actor.id,
    )
    try:
        with transaction.atomic():
            assembly.save()
    except IntegrityError as error:
        raise Refused(no("assemblies.under_way", "one assembly at a time")) from error
    AssemblyStep.objects.create(
        assembly=assembly, verb="begin", source="", target=states.FORMING, actor=actor.id, at=now
    )
    note(assembly, "begin", actor=actor, now=now)
    return assembly


@transaction.atomic
def add_member(
    *,
    assembly_id: int,
    side: str,
    actor: Actor,
    now: datetime,
    name: str = "",
    person_id: int | None = None,
    is_lead: bool = False,
) -> GroupMember:
    """Somebody is in the group for that side; an owner is a person of the roll, others may be a name only.

    Raises Refused: assemblies.not_yours, .group_posted, .not_owner, .name_missing, .member_twice.
    """
    assembly = locked(assembly_id)
    place = assembly.territory_id
    require(rules.may(actor, queries.with_substitute([rules.GUIDE], place, DutyOrder.Duty.TERM_CHANGE), place, now))
    _require_forming(assembly)
    if side == GroupMember.Side.OWNER:
        known = person_id is not None and queries.belongs(
            assembly.kind, person_id, assembly.territory_id, local_date(now)
        )
        if not known:
            raise Refused(no("assemblies.not_owner", rules.GROUP_SOURCE))
    title = Person.objects.get(pk=person_id).name if person_id is not None else clean(name)
    if not title:
        raise Refused(no("assemblies.name_missing", rules.GROUP_SOURCE))
    try:
        with transaction.atomic():
            row = GroupMember.objects.create(
                assembly=assembly, side=side, name=title, person_id=person_id, is_lead=is_lead, added_at=now
            )
    except IntegrityError as error:
        raise Refused(no("assemblies.member_twice", "each member once, and one head")) from error
    note(assembly, "add_member", actor=actor, now=now, detail={"member": row.pk, "side": side})
    return row


@transaction.atomic
def remove_member(*, member_id: int, actor: Actor, now: datetime) -> None:
    """Before the list is posted somebody leaves the group again. Raises Refused: assemblies.not_yours, .group_posted."""
    row = GroupMember.objects.filter(pk=member_id).first()
    if row is None:
        return
    assembly = locked(row.assembly_id)
    place = assembly.territory_id
    require(rules.may(actor, queries.with_substitute([rules.GUIDE], place, DutyOrder.Duty.TERM_CHANGE), place, now))
    _require_forming(assembly)
    row.delete()
    note(assembly, "remove_member", actor=actor, now=now, detail={"member": member_id})


@transaction.atomic
def post_group(*, assembly_id: int, posted_date: date, actor: Actor, now: datetime) -> Assembly:
    """The list hangs out since that day; the members whom the platform knows hold their posts, and names are taken.

    Raises Refused: assemblies.not_yours, .group_even, .group_owners, .group_head, .day_ahead, assembly.no_such_move.
    """
    assembly = locked(assembly_id)
    require(rules.may(actor, [rules.GUIDE], assembly.territory_id, now))
    require(ASSEMBLY.may(assembly.state, "post_group"))
    members = list(assembly.members.all())
    require(rules.group_complete(assembly, members))
    require(rules.happened(posted_date, assembly.formed_date, now))
    on = local_date(now)
    hand = hand_of(assembly)
    assembly.group = people.found_organisation(
        kind=Organisation.Kind.PREPARATORY_GROUP,
        name=f"{texts.GROUP_NAME[assembly.kind].format(place=name_at(assembly.territory_id, on))}（{assembly.pk}）",
        territory_id=assembly.territory_id,
        founded_date=assembly.formed_date,
        actor=hand,
        now=now,
    )
    for one in members:
        if one.person_id is not None:
            people.appoint(
                person_id=one.person_id,
                organisation_id=assembly.group.pk,
                post="PREPARATION_LEAD" if one.is_lead else "PREPARATION_MEMBER",
                territory_id=assembly.territory_id,
                from_date=on,
                basis=str(assembly),
                actor=hand,
                now=now,
            )
    assembly.group_posted_date = posted_date
    move_on(assembly, "post_group", actor=actor, now=now)
    return assembly


@transaction.atomic
def add_document(
    *, assembly_id: int, kind: str, file_id: int, name: str, actor: Actor, now: datetime
) -> AssemblyDocument:
    """The text is public with the assembly; drafts that are voted on are fixed once the candidates are posted.

    Raises Refused: assemblies.not_yours, .drafts_fixed.
    """
    assembly = locked(assembly_id)
    require(rules.may(actor, [rules.GUIDE, rules.PREPARE, rules.SERVE], assembly.territory_id, now))
    if kind in rules.DRAFTS and assembly.state not in (states.FORMING, states.NOMINATING):
        raise Refused(no("assemblies.drafts_fixed", "业主大会和业主委员会指导规则 第12条"))
    row = AssemblyDocument.objects.create(
        assembly=assembly, kind=kind, file_id=file_id, name=clean(name)[:160], added_at=now, added_by=actor.id
    )
    note(assembly, "add_document", actor=actor, now=now, detail={"kind": kind, "file": file_id})
    return row


@transaction.atomic
def cancel(*, assembly_id: int, reason: str, actor: Actor, now: datetime) -> Assembly:
    """The assembly is called off, for a reason that everybody reads; the posts of its group end.

    A ballot that is announced or open already is annulled on its own page first.
    Raises Refused: assemblies.not_yours, .no_reason, .ballot_runs, assembly.no_such_move.
    """
    assembly = locked(assembly_id)
    require(rules.may(actor, [rules.GUIDE], assembly.territory_id, now))
    text = clean(reason)[:400]
    if not text:
        raise Refused(no("assemblies.no_reason", "an act without a reason cannot be checked"))
    if assembly.ballot is not None and assembly.ballot.state != "ANNULLED" and assembly.state == states.CALLED:
        raise Refused(no("assemblies.ballot_runs", "the ballot of the assembly", ballot=assembly.ballot_id))
    move_on(assembly, "cancel", actor=actor, now=now, reason=text)
    end_group(assembly, now)
    return assembly


def end_group(assembly: Assembly, now: datetime) -> None:
    """The preparatory group is over, and so are its posts. Within an action."""
    if assembly.group is None or assembly.group.ended_date is not None:
        return
    on = local_date(now)
    hand = hand_of(assembly)
    for row in assembly.group.appointments.filter(to_date__isnull=True):
        end_post(row, on, hand, now)
    people.end_organisation(organisation_id=assembly.group.pk, ended_date=on, actor=hand, now=now)


def end_post(row: Appointment, on: date, hand: Actor, now: datetime) -> None:
    """The appointment is over from that day on; one that began that day lasts until the next."""
    people.end_appointment(appointment_id=row.pk, to_date=max(on, row.from_date + ONE_DAY), actor=hand, now=now)


def _require_forming(assembly: Assembly) -> None:
    if assembly.state != states.FORMING:
        raise Refused(no("assemblies.group_posted", "the posted list of the group", state=assembly.state))
