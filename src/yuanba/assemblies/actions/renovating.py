"""Consent to a renovation: asked, given, taken back, objected to and talked about, measured at the end, put to the vote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from yuanba.assemblies import renovation_terms, rules, texts
from yuanba.assemblies.models import (
    AskedOwner,
    ConsentSaid,
    MediationNote,
    Renovation,
    RenovationObjection,
    RenovationStep,
)
from yuanba.assemblies.queries import renovation as queries
from yuanba.assemblies.states import ASKING, RENOVATION, VOTING
from yuanba.audit.actions import record
from yuanba.ballots import actions as ballots
from yuanba.ballots import queries as ballot_queries
from yuanba.ballots import states as ballot_states
from yuanba.ballots.models import Ballot
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue
from yuanba.people.queries import roll_at
from yuanba.places.models import Entrance, Premises

ORGANISERS = (rules.GUIDE, rules.CHAIR)
CLERKS = (rules.GUIDE, rules.CHAIR, rules.SERVE, rules.DESK)
CLOCK = system("tick")
OWNERS_ONLY = "those whom it concerns decide: 民法典第278条"
YES_NO = tuple(ballots.NewOption(key) for key in ("agree", "against", "abstain"))


@dataclass(frozen=True)
class Proposal:
    """What is to be built, of whose stairwells, until when owners may say so, and who reads whose answer."""

    kind: str
    title: str
    plan: str
    entrance_ids: tuple[int, ...]
    closes_at: datetime
    shown: str = Renovation.Shown.NAMED
    cost: str = ""
    plan_file_id: int | None = None


@transaction.atomic
def draft(*, compound_id: int, proposal: Proposal, actor: Actor, now: datetime) -> Renovation:
    """A renovation stands in DRAFT. Raises Refused(assemblies.not_yours, renovation.incomplete, renovation.elsewhere)."""
    rules.require_may(actor, ORGANISERS, compound_id, now)
    if proposal.kind not in Renovation.Kind.values or proposal.shown not in Renovation.Shown.values:
        raise Refused(no("renovation.incomplete", OWNERS_ONLY))
    if not clean(proposal.title) or not clean_lines(proposal.plan) or not proposal.entrance_ids:
        raise Refused(no("renovation.incomplete", OWNERS_ONLY))
    entrances = list(Entrance.objects.filter(pk__in=proposal.entrance_ids, building__compound_id=compound_id))
    if len(entrances) != len(set(proposal.entrance_ids)):
        raise Refused(no("renovation.elsewhere", OWNERS_ONLY))
    row = Renovation.objects.create(
        compound_id=compound_id,
        kind=proposal.kind,
        title=clean(proposal.title)[:60],
        plan=clean_lines(proposal.plan),
        cost=clean_lines(proposal.cost),
        plan_file_id=proposal.plan_file_id,
        shown=proposal.shown,
        closes_at=proposal.closes_at,
        drafted_at=now,
        drafted_by=actor.id,
    )
    row.entrances.set(entrances)
    RenovationStep.objects.create(renovation=row, verb="draft", target=row.state, actor=actor.id, at=now)
    _note(row, "renovation.draft", actor, now, {"entrances": len(entrances)})
    return row


@transaction.atomic
def announce(*, renovation_id: int, actor: Actor, now: datetime) -> Renovation:
    """The owners of these stairwells, as of today, are asked and told; the law's shares of today hold to the end.

    Raises Refused(renovation.window, renovation.nobody, renovation.no_law, ballots.area_unknown, renovation.no_such_move).
    """
    row = _locked(renovation_id)
    rules.require_may(actor, ORGANISERS, row.compound_id, now)
    if row.closes_at <= now:
        raise Refused(no("renovation.window", "owners need time to read", closes=row.closes_at.isoformat()))
    found = renovation_terms.row_for(row.kind, local_date(now))
    if found is None:
        raise Refused(no("renovation.no_law", OWNERS_ONLY))
    row.threshold, row.announced_at = found.threshold(), now
    persons = _ask(row, local_date(now))
    _move(row, "announce", actor, now, detail={"asked": row.asked.count()})
    for person in persons:
        enqueue(
            channel="inapp", address="", person_ref=f"person:{person}", kind="renovation.asked", now=now,
            text_zh=texts.RENOVATION_ASKED[0].format(title=row.title),
            text_en=texts.RENOVATION_ASKED[1].format(title=row.title),
        )  # fmt: skip
    return row


@transaction.atomic
def say(*, renovation_id: int, answer: str, actor: Actor, now: datetime) -> ConsentSaid:
    """An owner agrees, is against, or takes back what was said; possible until the end, the last one holds.

    Raises Refused(renovation.not_asked, renovation.not_running, renovation.nothing_to_take_back).
    """
    row = _locked(renovation_id)
    asked = queries.asked_of(renovation_id, actor.person_id or 0)
    if asked is None:
        raise Refused(no("renovation.not_asked", OWNERS_ONLY))
    return _said(row, asked, answer, actor, now, person_id=actor.person_id, scan=None)


@transaction.atomic
def key_paper(*, asked_id: int, answer: str, scan_file_id: int, actor: Actor, now: datetime) -> ConsentSaid:
    """What an owner signed on paper is kept with its scan. Raises Refused as `say`, assemblies.not_yours."""
    asked = AskedOwner.objects.get(pk=asked_id)
    row = _locked(asked.renovation_id)
    rules.require_may(actor, CLERKS, row.compound_id, now)
    return _said(row, asked, answer, actor, now, person_id=None, scan=scan_file_id)


@transaction.atomic
def object_to(*, renovation_id: int, text: str, actor: Actor, now: datetime) -> RenovationObjection:
    """An owner's fear or demand is public without a name, and waits for a talk. Raises Refused(renovation.not_asked, …)."""
    row = _locked(renovation_id)
    asked = queries.asked_of(renovation_id, actor.person_id or 0)
    if asked is None:
        raise Refused(no("renovation.not_asked", OWNERS_ONLY))
    return _objected(row, asked, text, actor, now)


@transaction.atomic
def key_objection(*, asked_id: int, text: str, actor: Actor, now: datetime) -> RenovationObjection:
    """The same, said at the desk or at the door."""
    asked = AskedOwner.objects.get(pk=asked_id)
    row = _locked(asked.renovation_id)
    rules.require_may(actor, CLERKS, row.compound_id, now)
    return _objected(row, asked, text, actor, now)


@transaction.atomic
def mediate(*, objection_id: int, met_date: date, text: str, result: str, actor: Actor, now: datetime) -> MediationNote:
    """Somebody sat down with the owner; what came of it is public.

    Raises Refused(renovation.note_empty, assemblies.day_ahead).
    """
    rows = RenovationObjection.objects.select_for_update(of=("self",)).select_related("asked__renovation")
    objection = rows.get(pk=objection_id)
    row = objection.asked.renovation
    rules.require_may(actor, CLERKS, row.compound_id, now)
    require(rules.happened(met_date, local_date(objection.raised_at), now))
    if not clean(text) or result not in RenovationObjection.Result.values:
        raise Refused(no("renovation.note_empty", OWNERS_ONLY))
    note = MediationNote.objects.create(
        objection=objection,
        met_date=met_date,
        text=clean(text)[:1000],
        result=result,
        noted_at=now,
        noted_by=actor.id,
    )
    objection.result = result
    objection.save(update_fields=["result"])
    _note(row, "renovation.mediate", actor, now, {"objection": objection.pk})
    return note


@transaction.atomic
def cancel(*, renovation_id: int, reason: str, actor: Actor, now: datetime) -> Renovation:
    """It is not asked any more, for a reason that everybody reads."""
    row = _locked(renovation_id)
    rules.require_may(actor, ORGANISERS, row.compound_id, now)
    if not clean(reason):
        raise Refused(no("renovation.reason_missing", "an act without a reason cannot be checked"))
    _move(row, "cancel", actor, now, reason=clean(reason)[:400])
    return row


def close_due(now: datetime) -> int:
    """Every renovation whose time is over is measured, and what passed or not stands; how many. For the clock."""
    due = Renovation.objects.filter(state=ASKING, closes_at__lte=now).values_list("pk", flat=True)
    for pk in list(due):
        _close(pk, now)
    return len(due)


@transaction.atomic
def _close(renovation_id: int, now: datetime) -> None:
    row = _locked(renovation_id)
    if row.state != ASKING or now < row.closes_at:
        return
    row.outcome = queries.measured(row, queries.asked(row.pk))
    _move(row, "agree" if row.outcome["passed"] else "refuse", CLOCK, now, detail={"passed": row.outcome["passed"]})


@dataclass(frozen=True)
class VoteWindow:
    opens_at: datetime
    closes_at: datetime
    kind: str = Ballot.Kind.OPINION
    consent_reference: str = ""


@transaction.atomic
def call_vote(*, renovation_id: int, window: VoteWindow, actor: Actor, now: datetime) -> Renovation:
    """The owners of these stairwells alone vote, by heads and area; a vote may be changed until the close.

    Raises Refused as ballots.draft and ballots.announce do, renovation.no_such_move.
    """
    row = _locked(renovation_id)
    rules.require_may(actor, ORGANISERS, row.compound_id, now)
    require(RENOVATION.may(row.state, "call_vote"))
    found = renovation_terms.row_for(row.kind, local_date(window.opens_at))
    if found is None:
        raise Refused(no("renovation.no_law", OWNERS_ONLY))
    rule: dict[str, Any] = {
        "id": "yes-no-abstain", "version": 1, "source": found.article, "threshold": found.threshold(),
        "within": {"entrances": sorted(row.entrances.values_list("pk", flat=True))},
    }  # fmt: skip
    order = ballots.BallotOrder(
        territory_id=row.compound_id,
        title=row.title,
        about="\n".join(part for part in (_whom(row), row.plan, row.cost) if part),
        items=(ballots.NewItem("renovation", 1, YES_NO, label=texts.RENOVATION_ITEM.format(title=row.title)[:120]),),
        rule=rule,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        kind=window.kind,
        consent_reference=window.consent_reference,
        electorate=Ballot.Electorate.OWNERS,
        matter=renovation_terms.MATTERS[row.kind],
        ordered_by=str(row),
        revotes_allowed=True,
        paper_rule=Ballot.PaperRule.SUPERSEDES,
    )
    ballot = ballots.draft(order=order, actor=actor, now=now)
    row.ballot = ballots.announce(ballot_id=ballot.pk, actor=actor, now=now)
    _move(row, "call_vote", actor, now, detail={"ballot": ballot.pk})
    return row


def read_votes_due(now: datetime) -> int:
    """Every vote about a renovation whose result is public, or that was annulled, is read; how many. For the clock."""
    over = [ballot_states.PUBLISHED, ballot_states.ANNULLED]
    due = Renovation.objects.filter(state=VOTING, ballot__state__in=over).values_list("pk", flat=True)
    for pk in list(due):
        _read(pk, now)
    return len(due)


@transaction.atomic
def _read(renovation_id: int, now: datetime) -> None:
    row = _locked(renovation_id)
    ballot = row.ballot
    if row.state != VOTING or ballot is None:
        return
    if ballot.state == ballot_states.ANNULLED:
        row.ballot = None
        _move(row, "resume", CLOCK, now)
        return
    row.outcome = ballot_queries.result(ballot.pk)["items"][0]["outcome"]
    _move(row, "decide" if row.outcome["passed"] else "fail", CLOCK, now)


def _whom(row: Renovation) -> str:
    """Who alone votes, in the words of the sheet."""
    rows = row.entrances.select_related("building").order_by("building__pk", "pk")
    return texts.RENOVATION_WHOM.format(stairwells="、".join(f"{one.building.name}{one.name}" for one in rows))


def _ask(row: Renovation, on: date) -> list[int]:
    """The owners of today stand as asked, with floor and area; the persons who may speak for them."""
    entrances = list(row.entrances.values_list("pk", flat=True))
    entries = roll_at(on, "OWNERS", row.compound_id, entrances=entrances)
    if not entries:
        raise Refused(no("renovation.nobody", OWNERS_ONLY))
    unknown = sum(entry.unmeasured for entry in entries)
    if unknown:
        raise Refused(no("ballots.area_unknown", "民法典第278条", premises=unknown))
    numbers = dict(Premises.objects.filter(entrance_id__in=entrances).values_list("pk", "number"))
    persons: dict[int, None] = {}
    for entry in entries:
        asked = AskedOwner.objects.create(
            renovation=row,
            key=entry.key[:80],
            heads=entry.heads,
            area_cm2=entry.area_cm2,
            premises_id=entry.premises_id,
            floor=renovation_terms.floor_of(numbers.get(entry.premises_id or 0, "")),
        )
        asked.persons.set(entry.voters)
        persons |= dict.fromkeys(entry.voters)
    return list(persons)


def _said(
    row: Renovation,
    asked: AskedOwner,
    answer: str,
    actor: Actor,
    now: datetime,
    *,
    person_id: int | None,
    scan: int | None,
) -> ConsentSaid:
    _require_running(row, now)
    said: Sequence[ConsentSaid] = list(asked.said.order_by("number"))
    takes_back = answer == ConsentSaid.Answer.WITHDRAWN
    if answer not in ConsentSaid.Answer.values or (takes_back and not queries.answer_of(asked)):
        raise Refused(no("renovation.nothing_to_take_back", OWNERS_ONLY))
    if said and said[-1].answer == answer:
        return said[-1]
    new = ConsentSaid(
        asked=asked,
        number=said[-1].number + 1 if said else 1,
        answer=answer,
        person_id=person_id,
        scan_file_id=scan,
        said_at=now,
        recorded_by=actor.id,
    )
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError as error:
        raise Refused(no("renovation.said_meanwhile", OWNERS_ONLY)) from error
    _note(row, "renovation.say", actor, now, {"asked": asked.pk, "paper": int(scan is not None)})
    return new


def _objected(row: Renovation, asked: AskedOwner, text: str, actor: Actor, now: datetime) -> RenovationObjection:
    _require_running(row, now)
    if not clean(text):
        raise Refused(no("renovation.note_empty", OWNERS_ONLY))
    new = RenovationObjection.objects.create(asked=asked, text=clean(text)[:500], raised_at=now, raised_by=actor.id)
    _note(row, "renovation.object_to", actor, now, {"objection": new.pk})
    return new


def _require_running(row: Renovation, now: datetime) -> None:
    if row.state != ASKING or now >= row.closes_at:
        raise Refused(no("renovation.not_running", OWNERS_ONLY, closes=row.closes_at.isoformat()))


def _locked(renovation_id: int) -> Renovation:
    row = Renovation.objects.select_for_update(of=("self",)).filter(pk=renovation_id).first()
    if row is None:
        raise Refused(no("renovation.unknown", OWNERS_ONLY))
    return row


def _move(
    row: Renovation, verb: str, actor: Actor, now: datetime, *, reason: str = "", detail: dict[str, Any] | None = None
) -> None:
    source, row.state = row.state, RENOVATION.step(row.state, verb)
    row.save()
    RenovationStep.objects.create(
        renovation=row, verb=verb, source=source, target=row.state, actor=actor.id, at=now, reason=reason
    )
    subject, place = str(row), row.compound_id
    record(verb=f"renovation.{verb}", subject=subject, actor=actor, now=now, detail=detail, territory_id=place)


def _note(row: Renovation, verb: str, actor: Actor, now: datetime, detail: dict[str, Any] | None = None) -> None:
    record(verb=verb, subject=str(row), actor=actor, now=now, detail=detail, territory_id=row.compound_id)
