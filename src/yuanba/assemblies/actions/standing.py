"""Who stands: naming oneself, being named by neighbours or the group, screening, objections, withdrawing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.assemblies import queries, rules, states, texts
from yuanba.assemblies.actions.steps import locked, note, tell
from yuanba.assemblies.models import Candidate, CandidateObjection, Support
from yuanba.assemblies.states import CANDIDATE
from yuanba.assemblies.terms import OURS
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.queries import name_at


@dataclass(frozen=True)
class Nomination:
    """The form: who, how, the own words, and what ties the person to the property company."""

    person_id: int
    channel: str = Candidate.Channel.SELF
    statement: str = ""
    tie: str = Candidate.Tie.NONE
    tie_note: str = ""
    form_file_id: int | None = None


@transaction.atomic
def nominate(*, assembly_id: int, form: Nomination, actor: Actor, now: datetime) -> Candidate:
    """The person stands; whoever neighbours name stands once enough of them have signed.

    People name themselves on their own account; at the desk, and for the group, staff enters the signed form. A tie that
    the register knows is told whatever the form says.
    Raises Refused: assemblies.not_yours, .not_nominating, .not_owner, .not_resident, .in_group, .tie_unsaid, .named_already.
    """
    assembly = locked(assembly_id)
    is_own = actor.person_id == form.person_id and form.channel == Candidate.Channel.SELF
    if not is_own:
        allowed = [rules.PREPARE, rules.GUIDE]
        if form.channel != Candidate.Channel.GROUP:
            allowed.append(rules.DESK)
        require(rules.may(actor, allowed, assembly.territory_id, now))
    on = local_date(now)
    is_member = assembly.members.filter(person_id=form.person_id).exists()
    belongs = queries.belongs(assembly.kind, form.person_id, assembly.territory_id, on)
    require(rules.may_stand(assembly, is_member=is_member, is_electorate=belongs))
    tie, words = _tie(form, on)
    require(rules.tie_told(form.tie, form.tie_note))
    try:
        with transaction.atomic():
            row = Candidate.objects.create(
                assembly=assembly,
                person_id=form.person_id,
                channel=form.channel,
                statement=form.statement.strip()[:1000],
                tie=tie,
                tie_note=words,
                on_paper=not is_own,
                form_file_id=form.form_file_id,
                named_at=now,
                named_by=actor.id,
            )
    except IntegrityError as error:
        raise Refused(no("assemblies.named_already", "each person stands once")) from error
    note(assembly, "name_candidate", actor=actor, now=now, detail={"candidate": row.pk, "channel": form.channel})
    if form.channel != Candidate.Channel.OWNERS:
        _step(row, "stand")
    return row


@transaction.atomic
def support(*, candidate_id: int, actor: Actor, now: datetime, person_id: int | None = None) -> Support:
    """An owner has signed for somebody whom neighbours name; with enough signatures the person stands.

    `person_id` is given where staff enters a signature on paper. One signature for each voter of the roll.
    Raises Refused: assemblies.not_yours, .not_owner, .not_nominating, .signed_already, .not_by_neighbours.
    """
    row = _candidate(candidate_id)
    assembly = locked(row.assembly_id)
    signer = person_id if person_id is not None else actor.person_id
    if person_id is not None and person_id != actor.person_id:
        require(rules.may(actor, [rules.DESK, rules.PREPARE, rules.GUIDE], assembly.territory_id, now))
    on = local_date(now)
    if assembly.state != states.NOMINATING:
        raise Refused(no("assemblies.not_nominating", OURS, state=assembly.state))
    if row.channel != Candidate.Channel.OWNERS:
        raise Refused(no("assemblies.not_by_neighbours", OURS))
    entry = queries.voter_entry(signer, assembly.territory_id, on) if signer is not None else None
    if entry is None or signer is None:
        raise Refused(no("assemblies.not_owner", rules.OWNERS_ONLY))
    try:
        with transaction.atomic():
            signature = Support.objects.create(
                candidate=row,
                voter_key=entry.key,
                person_id=signer,
                on_paper=signer != actor.person_id,
                signed_at=now,
                entered_by=actor.id,
            )
    except IntegrityError as error:
        raise Refused(no("assemblies.signed_already", "one signature for each owner")) from error
    note(assembly, "support", actor=actor, now=now, detail={"candidate": row.pk})
    if row.state == states.NAMED and rules.named_by_enough(row.supports.count(), on):
        _step(row, "stand")
    return signature


@transaction.atomic
def screen(*, candidate_id: int, is_admitted: bool, reason: str, actor: Actor, now: datetime) -> Candidate:
    """The group has looked at the candidate; whoever is not admitted reads why, and may object.

    Raises Refused: assemblies.not_yours, .no_reason, .not_nominating, .own_case, .not_owner, candidate.no_such_move.
    """
    row = _candidate(candidate_id)
    assembly = locked(row.assembly_id)
    require(rules.may(actor, [rules.PREPARE, rules.GUIDE], assembly.territory_id, now))
    if actor.person_id == row.person_id:
        raise Refused(no("assemblies.own_case", "nobody screens oneself"))
    if assembly.state not in (states.NOMINATING, states.POSTED):
        raise Refused(no("assemblies.not_nominating", OURS, state=assembly.state))
    words = clean(reason)[:400]
    if not is_admitted and not words:
        raise Refused(no("assemblies.no_reason", "an act without a reason cannot be checked"))
    if is_admitted and not queries.belongs(assembly.kind, row.person_id, assembly.territory_id, local_date(now)):
        raise Refused(no("assemblies.not_owner", rules.OWNERS_ONLY))
    row.reason, row.screened_at, row.screened_by = words, now, actor.id
    _step(row, "admit" if is_admitted else "reject")
    note(assembly, "screen", actor=actor, now=now, detail={"candidate": row.pk, "admitted": int(is_admitted)})
    told = texts.ADMITTED if is_admitted else texts.REJECTED
    facts = {"place": name_at(assembly.territory_id, local_date(now)), "result": told[0], "result_en": told[1]}
    zh, en = (text.format(**facts, reason=words) for text in texts.SCREENED)
    tell([row.person_id], "assemblies.screened", (zh, en), now)
    return row


@transaction.atomic
def withdraw(*, candidate_id: int, actor: Actor, now: datetime) -> Candidate:
    """The candidate no longer stands. Once the vote is called its organiser takes the name off the sheet.

    Raises Refused: assemblies.not_yours, .called_already, candidate.no_such_move.
    """
    row = _candidate(candidate_id)
    assembly = locked(row.assembly_id)
    if actor.person_id != row.person_id:
        require(rules.may(actor, [rules.DESK, rules.PREPARE, rules.GUIDE], assembly.territory_id, now))
    if assembly.state not in (states.NOMINATING, states.POSTED):
        raise Refused(no("assemblies.called_already", "the announced sheet", state=assembly.state))
    _step(row, "withdraw")
    note(assembly, "withdraw", actor=actor, now=now, detail={"candidate": row.pk})
    return row


@transaction.atomic
def object_to_candidate(*, candidate_id: int, text: str, actor: Actor, now: datetime) -> CandidateObjection:
    """An owner (or the candidate) speaks against a candidate or a rejection; the group answers in writing.

    Raises Refused: assemblies.not_owner, .no_reason, .objected_already, .too_late_to_object.
    """
    row = _candidate(candidate_id)
    assembly = locked(row.assembly_id)
    if assembly.state not in (states.NOMINATING, states.POSTED):
        raise Refused(no("assemblies.too_late_to_object", "业主大会和业主委员会指导规则 第12条", state=assembly.state))
    person = actor.person_id
    require(queries.may_speak(assembly.kind, person, assembly.territory_id, local_date(now)))
    assert person is not None, "somebody speaks"
    words = text.strip()[:500]
    if not words:
        raise Refused(no("assemblies.no_reason", "an act without a reason cannot be checked"))
    try:
        with transaction.atomic():
            said = CandidateObjection.objects.create(candidate=row, person_id=person, text=words, raised_at=now)
    except IntegrityError as error:
        raise Refused(no("assemblies.objected_already", "one open objection at a time")) from error
    note(assembly, "object", actor=actor, now=now, detail={"candidate": row.pk})
    return said


@transaction.atomic
def answer_objection(*, objection_id: int, answer: str, actor: Actor, now: datetime) -> CandidateObjection:
    """The group's answer stands with the objection. Raises Refused: assemblies.not_yours, .answered, .no_reason."""
    said = CandidateObjection.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=objection_id)
    assembly = locked(said.candidate.assembly_id)
    require(rules.may(actor, [rules.PREPARE, rules.GUIDE], assembly.territory_id, now))
    if actor.person_id is not None and actor.person_id in (said.person_id, said.candidate.person_id):
        raise Refused(no("assemblies.own_case", "nobody screens oneself"))
    if said.answered_at is not None:
        raise Refused(no("assemblies.answered", "one answer to each"))
    words = answer.strip()[:500]
    if not words:
        raise Refused(no("assemblies.no_reason", "an act without a reason cannot be checked"))
    said.answer, said.answered_at, said.answered_by = words, now, actor.id
    said.save(update_fields=["answer", "answered_at", "answered_by"])
    note(assembly, "answer_objection", actor=actor, now=now, detail={"objection": said.pk})
    return said


def _candidate(candidate_id: int) -> Candidate:
    row = Candidate.objects.select_for_update(of=("self",)).filter(pk=candidate_id).first()
    if row is None:
        raise Refused(no("assemblies.no_candidate", "the list of candidates", candidate=candidate_id))
    return row


def _step(row: Candidate, verb: str) -> None:
    row.state = CANDIDATE.step(row.state, verb)
    row.save()


def _tie(form: Nomination, on: date) -> tuple[str, str]:
    """What the register knows goes before a form that says nothing."""
    known = queries.known_tie(form.person_id, on)
    if known != Candidate.Tie.NONE and form.tie == Candidate.Tie.NONE:
        return known, ""
    return form.tie, clean(form.tie_note)[:200]
