"""What is judged, who may not judge it, and who takes an empty seat."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no, require
from yuanba.rubrics import queries, rules, states
from yuanba.rubrics.actions.readings import hand_on, void
from yuanba.rubrics.actions.steps import locked_panel
from yuanba.rubrics.models import Assignment, Conflict, Panel, PanelMember, PanelSubject, Recusal, ScoreSheet


@transaction.atomic
def add_subjects(*, panel_id: int, subject_refs: Sequence[str], actor: Actor, now: datetime) -> list[PanelSubject]:
    """The panel judges these, under codes in the order given; one that it has already stays as it is.

    Before the panel opens, and before anybody declared: a later subject would escape the declarations.
    Raises Refused(panel.subjects_are_fixed).
    """
    panel = locked_panel(panel_id)
    require(rules.may_manage(actor, panel.territory_id, now))
    declared = queries.seated(panel).filter(declared_at__isnull=False).exists()
    if panel.state not in rules.UNSEATED or declared:
        raise Refused(no("panel.subjects_are_fixed", rules.SECTION, state=panel.state))
    known = set(PanelSubject.objects.filter(panel=panel).values_list("subject_ref", flat=True))
    fresh = [ref for ref in dict.fromkeys(subject_refs) if ref not in known]
    rows = [
        PanelSubject(panel=panel, subject_ref=ref, code=f"C{number}")
        for number, ref in enumerate(fresh, len(known) + 1)
    ]
    PanelSubject.objects.bulk_create(rows)
    record(verb="panel.add_subjects", subject=str(panel), actor=actor, now=now, detail={"subjects": len(rows)})
    return list(queries.live_subjects(panel))


@transaction.atomic
def withdraw_subject(*, panel_id: int, subject_ref: str, actor: Actor, now: datetime) -> PanelSubject:
    """The subject is judged no longer; its sheets stay and count for nothing."""
    panel = locked_panel(panel_id)
    require(rules.may_manage(actor, panel.territory_id, now))
    if panel.state in {states.CLOSED, states.CONCLUDED, states.DISSOLVED}:
        raise Refused(no("panel.not_open", rules.SECTION, state=panel.state))
    subject = PanelSubject.objects.get(panel=panel, subject_ref=subject_ref)
    if subject.withdrawn_at is None:
        subject.withdrawn_at = now
        subject.save(update_fields=["withdrawn_at"])
        record(verb="panel.withdraw_subject", subject=str(panel), actor=actor, now=now, detail={"code": subject.code})
    return subject


@transaction.atomic
def declare_conflicts(*, panel_id: int, conflicts: Mapping[str, str], actor: Actor, now: datetime) -> PanelMember:
    """The member has declared: subject_ref → reason, empty for "none". Each named subject is recused at once.

    A second declaration adds to the first. Raises Refused(panel.not_a_member, panel.unknown_subject, panel.not_open).
    """
    panel = locked_panel(panel_id)
    member = queries.member_of(panel, actor)
    if member is None:
        raise Refused(no("panel.not_a_member", rules.SECTION))
    if panel.state not in {states.SEATED, states.OPEN}:
        raise Refused(no("panel.not_open", rules.SECTION, state=panel.state))
    if not queries.live_subjects(panel).exists():
        raise Refused(no("panel.nothing_to_judge", rules.SECTION))
    found = _subjects(panel, conflicts)
    for subject in found:
        note = conflicts[subject.subject_ref]
        _conflict(member, subject, Conflict.Kind.DECLARED, note, actor=actor, now=now)
    is_first = member.declared_at is None
    if is_first:
        member.declared_at = now
        member.save(update_fields=["declared_at"])
    if is_first and panel.state == states.OPEN and member.replaces is not None:
        _take_over(member, member.replaces, now)
    record(verb="panel.declare_conflicts", subject=str(panel), actor=actor, now=now, detail={"conflicts": len(found)})
    return member


@transaction.atomic
def note_known_conflicts(
    *, panel_id: int, conflicts: Sequence[tuple[int, str, str]], actor: Actor, now: datetime
) -> list[Conflict]:
    """What the registers know is kept and recused: (person_id, subject_ref, kind) of SAME_ORGANISATION,
    DWELLING_IN_COMPOUND or RELATIVE. Persons who do not sit are passed over; a repeated call changes nothing."""
    panel = locked_panel(panel_id)
    require(rules.may_manage(actor, panel.territory_id, now))
    require(rules.may_recuse(panel))
    members = {member.person_id: member for member in queries.seated(panel)}
    subjects = {subject.subject_ref: subject for subject in queries.live_subjects(panel)}
    made = []
    for person_id, subject_ref, kind in conflicts:
        assert kind in Conflict.Kind.values, kind
        if person_id in members and subject_ref in subjects:
            made.append(_conflict(members[person_id], subjects[subject_ref], kind, "", actor=actor, now=now))
    record(verb="panel.note_conflicts", subject=str(panel), actor=actor, now=now, detail={"conflicts": len(made)})
    return made


@transaction.atomic
def recuse(
    *, panel_id: int, subject_ref: str, reason: str, actor: Actor, now: datetime, member_code: str = ""
) -> Recusal:
    """A member steps back from a subject, or the chair or organiser orders it (`member_code`).

    In an open panel the sheet is void and another member takes the reading over. Raises Refused(panel.reason_missing).
    """
    panel = locked_panel(panel_id)
    require(rules.may_recuse(panel))
    own = queries.member_of(panel, actor)
    member = own
    if member_code:
        if not rules.may_chair(own):
            require(rules.may_manage(actor, panel.territory_id, now))
        member = queries.seated(panel).filter(code=member_code).first()
    if member is None:
        raise Refused(no("panel.not_a_member", rules.SECTION))
    if not reason.strip():
        raise Refused(no("panel.reason_missing", rules.SECTION))
    (subject,) = _subjects(panel, {subject_ref: reason})
    return _recusal(member, subject, reason, actor=actor, now=now)


def _subjects(panel: Panel, refs: Mapping[str, str]) -> list[PanelSubject]:
    found = list(queries.live_subjects(panel).filter(subject_ref__in=list(refs)))
    unknown = set(refs) - {subject.subject_ref for subject in found}
    if unknown:
        raise Refused(no("panel.unknown_subject", rules.SECTION, subject=min(unknown)))
    return found


def _conflict(
    member: PanelMember, subject: PanelSubject, kind: str, note: str, *, actor: Actor, now: datetime
) -> Conflict:
    conflict, _ = Conflict.objects.get_or_create(
        member=member,
        subject=subject,
        kind=kind,
        defaults={"note": note[:200], "recorded_at": now, "recorded_by": actor.id},
    )
    _recusal(member, subject, kind, actor=actor, now=now)
    return conflict


def _recusal(member: PanelMember, subject: PanelSubject, reason: str, *, actor: Actor, now: datetime) -> Recusal:
    recusal, is_new = Recusal.objects.get_or_create(
        member=member,
        subject=subject,
        defaults={"reason": reason[:200], "recorded_at": now, "recorded_by": actor.id},
    )
    if not is_new:
        return recusal
    detail = {"member": member.code, "subject": subject.code}
    record(verb="panel.recuse", subject=str(member.panel), actor=actor, now=now, detail=detail)
    assignment = Assignment.objects.filter(member=member, subject=subject).select_related("sheet").first()
    if assignment is not None and assignment.sheet.state != states.VOID:
        void(assignment.sheet, reason, actor=actor, now=now)
        hand_on(assignment, now)
    return recusal


def _take_over(newcomer: PanelMember, leaving: PanelMember, now: datetime) -> None:
    """The newcomer reads what the one who left read, own recusals apart (those go to somebody else)."""
    barred = set(Recusal.objects.filter(member=newcomer).values_list("subject_id", flat=True))
    theirs = Assignment.objects.filter(member=leaving, subject__withdrawn_at__isnull=True).order_by("subject_id")
    recused = set(Recusal.objects.filter(member=leaving).values_list("subject_id", flat=True))
    for reading in theirs:
        if reading.subject_id in recused:
            continue
        if reading.subject_id in barred:
            hand_on(reading, now)
            continue
        assignment = Assignment.objects.create(
            member=newcomer, subject_id=reading.subject_id, is_shared=reading.is_shared
        )
        ScoreSheet.objects.create(assignment=assignment, saved_at=now)
