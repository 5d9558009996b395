"""Signals become cases, and two different people decide them. The machine voids nothing."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from yuanba.ballots import queries, rules, states, texts
from yuanba.ballots.actions.steps import lineage_of, locked, note
from yuanba.ballots.detect import DEFAULTS, Kind, Limits, Suspicion, detect
from yuanba.ballots.models import Ballot, Paper, ReviewCase, RollMember, RollRow, VoidedPaper
from yuanba.ballots.states import REVIEW
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue

VOID = "VOID"
CLEAR = "CLEAR"
REVIEW_SOURCE = "abnormal votes are reviewed by two people"


@transaction.atomic
def open_reviews(*, ballot_id: int, actor: Actor, now: datetime, limits: Limits = DEFAULTS) -> list[ReviewCase]:
    """Every suspicion has a case; the new or grown ones are returned. Calling it again changes nothing.

    Raises Refused: ballots.not_permitted, .not_reviewable.
    """
    ballot = locked(ballot_id)
    if actor.id != "system:tick":
        require(rules.may_review(actor, lineage_of(ballot, now)))
    _require_reviewable(ballot)
    known = list(ReviewCase.objects.filter(ballot=ballot).order_by("round", "pk"))
    touched = []
    for suspicion in detect(queries.sightings(ballot_id), limits):
        case = _case_for(ballot, suspicion, known, now)
        if case is not None:
            touched.append(case)
    if touched:
        note(ballot, "open_reviews", actor=actor, now=now, detail={"cases": len(touched)})
    return touched


@transaction.atomic
def review_signal(
    *,
    case_id: int,
    finding: str,
    reason: str,
    actor: Actor,
    now: datetime,
    codes: Collection[str] | None = None,
) -> ReviewCase:
    """VOID: the first reviewer proposes to void these votes (all of the case unless `codes` says which).
    CLEAR: the case ends without effect, also against a proposal.

    Raises Refused: ballots.no_such_case, .not_permitted, .not_reviewable, .reason_missing, .codes_outside_case,
    vote_review.no_such_move.
    """
    case, ballot = _locked_case(case_id, actor, now)
    text = clean(reason)[:200]
    if not text:
        raise Refused(no("ballots.reason_missing", REVIEW_SOURCE))
    if finding == VOID:
        case.state = REVIEW.step(case.state, "propose")
        chosen = sorted(set(case.codes if codes is None else codes))
        if not chosen or not set(chosen) <= set(case.codes):
            raise Refused(no("ballots.codes_outside_case", REVIEW_SOURCE, case=case.pk))
        case.void_codes = chosen
        case.proposed_by, case.proposed_person_id, case.proposed_at = actor.id, actor.person_id, now
    else:
        assert finding == CLEAR, "a finding is VOID or CLEAR"
        case.state = REVIEW.step(case.state, "clear")
        case.decided_by, case.decided_person_id, case.decided_at = actor.id, actor.person_id, now
    case.reason = text
    case.save()
    note(ballot, "review_signal", actor=actor, now=now, detail={"case": case.pk, "finding": finding})
    return case


@transaction.atomic
def void(*, case_id: int, actor: Actor, now: datetime) -> ReviewCase:
    """The second reviewer agrees: the proposed votes no longer count, their rows stay, their tickets are ended.

    Whoever could cast the paper is told why, and how to object, without a word about the choice.

    Raises Refused: ballots.no_such_case, .not_permitted, .not_reviewable, .same_reviewer, vote_review.no_such_move.
    """
    case, ballot = _locked_case(case_id, actor, now)
    target = REVIEW.step(case.state, "void")
    require(rules.may_void(actor, case))
    rows = RollRow.objects.filter(ballot=ballot, code__in=case.void_codes)
    rows.update(epoch=F("epoch") + 1)
    papers = list(Paper.objects.filter(ballot=ballot, roll_row__in=rows, state=states.VALID))
    Paper.objects.filter(pk__in=[paper.pk for paper in papers]).update(state=states.PAPER.step(states.VALID, "void"))
    VoidedPaper.objects.bulk_create(VoidedPaper(paper=paper, case=case, voided_at=now) for paper in papers)
    case.state = target
    case.decided_by, case.decided_person_id, case.decided_at = actor.id, actor.person_id, now
    case.save()
    note(ballot, "void", actor=actor, now=now, detail={"case": case.pk, "papers": len(papers)})
    _tell_voters(ballot, case, [paper.roll_row_id for paper in papers], now)
    return case


def _tell_voters(ballot: Ballot, case: ReviewCase, row_ids: Sequence[int], now: datetime) -> None:
    """Everybody who may act for one of the rows has a message; where several share a row, all of them."""
    people = set(RollRow.objects.filter(pk__in=row_ids, person__isnull=False).values_list("person_id", flat=True))
    people |= set(RollMember.objects.filter(roll_row__in=row_ids).values_list("person_id", flat=True))
    reason_zh, reason_en = texts.REASONS[case.kind]
    for person_id in sorted(people):
        enqueue(
            channel="inapp",
            address="",
            person_ref=f"person:{person_id}",
            kind="ballot.paper_voided",
            text_zh=texts.VOIDED[0].format(ballot=ballot.title, reason=reason_zh),
            text_en=texts.VOIDED[1].format(ballot=ballot.title, reason=reason_en),
            now=now,
            params={"ballot": ballot.pk},
        )


def _locked_case(case_id: int, actor: Actor, now: datetime) -> tuple[ReviewCase, Ballot]:
    ballot_id = ReviewCase.objects.filter(pk=case_id).values_list("ballot_id", flat=True).first()
    if ballot_id is None:
        raise Refused(no("ballots.no_such_case", case=case_id))
    ballot = locked(ballot_id)
    require(rules.may_review(actor, lineage_of(ballot, now)))
    _require_reviewable(ballot)
    return ReviewCase.objects.get(pk=case_id), ballot


def _require_reviewable(ballot: Ballot) -> None:
    if ballot.state not in (states.OPEN, states.CLOSED):
        raise Refused(no("ballots.not_reviewable", REVIEW_SOURCE, state=ballot.state))


def _case_for(ballot: Ballot, suspicion: Suspicion, known: Sequence[ReviewCase], now: datetime) -> ReviewCase | None:
    """The new or grown case of a suspicion; None if what it says is on file, or in somebody's hands."""
    same = [case for case in known if case.kind == suspicion.kind and _is_about(case, suspicion)]
    seen = {code for case in same for code in case.codes}
    if set(suspicion.codes) <= seen:
        return None
    waiting = [case for case in same if case.state == states.OPEN]
    if waiting:
        case = waiting[-1]
        case.codes, case.facts = sorted(seen.union(suspicion.codes)), dict(suspicion.facts)
        case.save(update_fields=["codes", "facts"])
        return case
    rounds = [case.round for case in known if case.kind == suspicion.kind and case.anchor == suspicion.anchor]
    return ReviewCase.objects.create(
        ballot=ballot,
        kind=suspicion.kind.value,
        anchor=suspicion.anchor,
        round=max(rounds, default=-1) + 1,
        codes=list(suspicion.codes),
        facts=dict(suspicion.facts),
        opened_at=now,
    )


def _is_about(case: ReviewCase, suspicion: Suspicion) -> bool:
    """The same anchor; a ring has none of its own, so there it is a common member."""
    if suspicion.kind == Kind.RING:
        return not set(case.codes).isdisjoint(suspicion.codes)
    return bool(case.anchor == suspicion.anchor)
