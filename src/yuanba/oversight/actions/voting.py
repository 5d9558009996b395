"""The owners' vote: called when everything before it is done, read when its result is public."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from yuanba.ballots import actions as ballots
from yuanba.ballots import queries as ballot_queries
from yuanba.ballots import states as ballot_states
from yuanba.ballots.models import Ballot
from yuanba.ballots.tally import law
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.oversight import queries, rules, states, texts
from yuanba.oversight.actions.bidding import exclude_listed
from yuanba.oversight.actions.selecting import SELECT
from yuanba.oversight.actions.steps import move, selection_locked, tell, words
from yuanba.oversight.models import Candidate, Selection
from yuanba.places.queries import name_at

RENEW, COMPANY, DISMISS = "renew", "company", "dismiss"
NONE = "none"
YES_NO = tuple(ballots.NewOption(key) for key in ("agree", "against", "abstain"))
CLOCK = system("tick")


@dataclass(frozen=True)
class VoteWindow:
    """When owners vote, and what the result is good for: an opinion, or a decision by law with the authority's consent."""

    opens_at: datetime
    closes_at: datetime
    kind: str = Ballot.Kind.OPINION
    consent_reference: str = ""
    on_paper: bool = True


@transaction.atomic
def call_vote(*, selection_id: int, window: VoteWindow, actor: Actor, now: datetime) -> Selection:
    """The owners' ballot is announced: by heads and area, "against" always offered, the threshold of the day's law.

    A company that came onto an excluding register since it offered is left out. Raises Refused as
    `queries.blocking` answers (the first of what blocks), as ballots.draft and ballots.announce do.
    """
    selection = selection_locked(selection_id)
    require(rules.may(actor, SELECT, selection.compound_id, now))
    require(states.SELECTION.may(selection.state, "call_vote"))
    for candidate in selection.candidates.filter(round=selection.round).select_related("company__organisation"):
        exclude_listed(candidate, actor=actor, now=now)
    for verdict in queries.blocking(selection, now):
        require(verdict)
    order = _order(selection, window, now)
    ballot = ballots.draft(order=order, actor=actor, now=now)
    selection.ballot = ballots.announce(ballot_id=ballot.pk, actor=actor, now=now)
    move(selection, "call_vote", actor=actor, now=now, detail={"ballot": ballot.pk})
    selection.save()
    return selection


@transaction.atomic
def read_result(*, selection_id: int, actor: Actor, now: datetime) -> Selection:
    """What the owners decided stands in the procedure, or the procedure goes back where its ballot was annulled.

    By the organiser or the clock. Raises Refused(selection.result_unpublished, company_selection.no_such_move).
    """
    selection = selection_locked(selection_id)
    if actor.id != CLOCK.id:
        require(rules.may(actor, SELECT, selection.compound_id, now))
    require(states.SELECTION.may(selection.state, "decide"))
    ballot = selection.ballot
    assert ballot is not None, "a vote has its ballot"
    if ballot.state == ballot_states.ANNULLED:
        selection.ballot = None
        move(selection, "resume", actor=actor, now=now, detail={"ballot": ballot.pk})
        selection.save()
        return selection
    if ballot.state != ballot_states.PUBLISHED:
        raise Refused(no("selection.result_unpublished", rules.SELECTING, state=ballot.state))
    winner, may_dismiss, passed = _outcome(selection, ballot_queries.result(ballot.pk))
    selection.winner, selection.may_dismiss, selection.decided_at = winner, may_dismiss, now
    verb = "decide" if passed else "fail"
    move(selection, verb, actor=actor, now=now, detail={"winner": winner.pk if winner else 0})
    selection.save()
    compound = name_at(selection.compound_id, local_date(now))
    tell("company.vote_decided", "oversight.work", selection.compound_id, now=now, compound=compound,
         outcome=texts.OUTCOMES[verb][0])  # fmt: skip
    return selection


def read_results_due(now: datetime) -> int:
    """Every vote whose result is public, or that was annulled, is read; how many. For the clock."""
    over = [ballot_states.PUBLISHED, ballot_states.ANNULLED]
    due = Selection.objects.filter(state=states.VOTING, ballot__state__in=over).values_list("pk", flat=True)
    for pk in list(due):
        read_result(selection_id=pk, actor=CLOCK, now=now)
    return len(due)


@transaction.atomic
def fall_through(*, selection_id: int, reason: str, actor: Actor, now: datetime) -> Selection:
    """The company that was chosen does not sign, for a reason that everybody reads: what now is asked again."""
    selection = selection_locked(selection_id)
    require(rules.may(actor, SELECT, selection.compound_id, now))
    move(selection, "fall_through", actor=actor, now=now, reason=words(reason, "selection.reason_missing"))
    selection.winner = None
    selection.save()
    return selection


def _order(selection: Selection, window: VoteWindow, now: datetime) -> ballots.BallotOrder:
    row = law.row_for(law.OWNERS, law.PROPERTY_COMPANY, local_date(window.opens_at))
    if row is None:
        raise Refused(no("ballots.law_not_in_force", rules.SELECTING, item=COMPANY, law=rules.SELECTING))
    terms: dict[str, Any] = {"version": 1, "source": row.article, "threshold": row.threshold()}
    yes_no, one_of = terms | {"id": "yes-no-abstain"}, terms | {"id": "approval", "seats": 1}
    is_renewal = selection.kind == Selection.Kind.RENEW
    items = [_renewal(selection)] if is_renewal else [_choice(selection)]
    if selection.dismisses_present:
        items.append(_dismissal(selection, yes_no))
    return ballots.BallotOrder(
        territory_id=selection.compound_id,
        title=selection.title,
        about=selection.plan,
        items=tuple(items),
        rule=yes_no if is_renewal else one_of,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        kind=window.kind,
        electorate=Ballot.Electorate.OWNERS,
        ordered_by=f"{selection}:{selection.round}",
        paper_rule=Ballot.PaperRule.FIRST_STANDS if window.on_paper else Ballot.PaperRule.NONE,
        matter=law.PROPERTY_COMPANY,
        consent_reference=window.consent_reference,
    )


def _facts(selection: Selection) -> dict[str, str]:
    present = selection.present
    return {
        "company": present.company.organisation.name if present else "",
        "years": texts.months(selection.term_months),
        "fee": texts.yuan(selection.fee_fen),
        "payment": texts.PAYMENTS[selection.payment],
    }


def _renewal(selection: Selection) -> ballots.NewItem:
    return ballots.NewItem(RENEW, 1, YES_NO, label=texts.ITEM_RENEW.format(**_facts(selection))[:120])


def _dismissal(selection: Selection, yes_no: dict[str, Any]) -> ballots.NewItem:
    return ballots.NewItem(DISMISS, 1, YES_NO, label=texts.ITEM_DISMISS.format(**_facts(selection))[:120], rule=yes_no)


def _choice(selection: Selection) -> ballots.NewItem:
    """One company or none of them; more than half of those who take part, by both measures, choose one."""
    rows = selection.candidates.filter(state=states.BID, round=selection.round)
    options = [
        ballots.NewOption(f"candidate:{one.pk}", offer_label(one))
        for one in rows.select_related("company__organisation").order_by("pk")
    ]
    options.append(ballots.NewOption(NONE, texts.NONE_OF_THEM))
    label = texts.ITEM_SELECT.format(**_facts(selection))[:120]
    return ballots.NewItem(COMPANY, 1, tuple(options), label=label)


def offer_label(candidate: Candidate) -> str:
    fee = texts.yuan(candidate.fee_fen)
    return texts.OFFER.format(company=candidate.company.organisation.name, fee=fee)[:120]


def _outcome(selection: Selection, result: dict[str, Any]) -> tuple[Candidate | None, bool, bool]:
    """The chosen candidate, whether the present company may be dismissed, and whether there is a company to sign with."""
    items = {item["key"]: item for item in result["items"]}
    may_dismiss = bool(items.get(DISMISS, {}).get("chosen"))
    if selection.kind == Selection.Kind.RENEW:
        return None, False, bool(items[RENEW]["chosen"])
    chosen = [key for key in items[COMPANY]["chosen"] if key != NONE]
    if not chosen:
        return None, may_dismiss, False
    winner = selection.candidates.get(pk=int(chosen[0].removeprefix("candidate:")))
    return winner, may_dismiss, True
