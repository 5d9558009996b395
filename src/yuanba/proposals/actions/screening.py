"""What stands on the shortlist and what does not: each refusal with its rule, one appeal, decided by somebody else."""

from datetime import datetime

from django.db import transaction

from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.proposals import rules, states, texts
from yuanba.proposals.actions.handing_in import found
from yuanba.proposals.actions.steps import move_on, reasoned, tell
from yuanba.proposals.models import Call, Proposal

REASON_LENGTH = 500
APPEAL_LENGTH = 1000


@transaction.atomic
def shortlist(*, proposal_id: int, actor: Actor, now: datetime) -> Proposal:
    """The proposal will stand on the shortlist, which is published for all at once.

    Raises Refused: proposals.no_proposal, .not_permitted, .involved, .not_screening, proposal.no_such_move.
    """
    proposal, call = _screened(proposal_id, actor, now)
    _decided(proposal, actor, now)
    move_on(proposal, "shortlist", call=call, actor=actor, now=now)
    tell(proposal, "shortlisted", texts.SHORTLISTED, now, call=call.title)
    return proposal


@transaction.atomic
def refuse(*, proposal_id: int, rule: str, reason: str, actor: Actor, now: datetime) -> Proposal:
    """The proposal will not stand on the shortlist, by a rule of the call and with the reason; its author may appeal.

    Raises Refused as `shortlist`, and proposals.rule_missing, .reason_missing, .personal_numbers.
    """
    proposal, call = _screened(proposal_id, actor, now)
    require(states.PROPOSAL.may(proposal.state, "refuse"))
    _because(proposal, rule, reason)
    _decided(proposal, actor, now)
    move_on(proposal, "refuse", call=call, actor=actor, now=now, reason=proposal.reason)
    tell(proposal, "refused", texts.REFUSED, now)
    return proposal


@transaction.atomic
def appeal(*, proposal_id: int, reason: str, actor: Actor, now: datetime) -> Proposal:
    """The author asks once that somebody else looks at it. Raises Refused: proposals.not_yours, .appeal_late, …"""
    proposal, call = found(proposal_id)
    require(rules.is_own(actor, proposal))
    require(rules.may_appeal(proposal, now))
    said = clean_lines(reason)[:APPEAL_LENGTH]
    if not said:
        raise Refused(no("proposals.reason_missing", rules.SOURCE))
    proposal.appeal = said
    move_on(proposal, "appeal", call=call, actor=actor, now=now)
    return proposal


@transaction.atomic
def decide_appeal(*, proposal_id: int, is_allowed: bool, answer: str, actor: Actor, now: datetime) -> Proposal:
    """Somebody else than whoever refused has decided, for good.

    Raises Refused: proposals.not_permitted, .same_decider, .involved, .reason_missing, proposal.no_such_move.
    """
    proposal, call = found(proposal_id)
    require(rules.holds(actor, rules.APPEAL, call.territory_id, now))
    verb = "allow" if is_allowed else "dismiss"
    require(states.PROPOSAL.may(proposal.state, verb))
    require(rules.is_another(actor, proposal))
    proposal.appeal_answer = reasoned(answer, REASON_LENGTH)
    if is_allowed:
        proposal.refusal, proposal.reason = "", ""
    move_on(proposal, verb, call=call, actor=actor, now=now, reason=proposal.appeal_answer)
    tell(proposal, verb, texts.ALLOWED if is_allowed else texts.DISMISSED, now)
    return proposal


@transaction.atomic
def strike(*, proposal_id: int, rule: str, reason: str, actor: Actor, now: datetime) -> Proposal:
    """An objection to the published shortlist was right: the proposal leaves it before the vote, with the reason.

    Raises Refused: proposals.not_permitted, .involved, .not_discussing, .rule_missing, .reason_missing.
    """
    proposal, call = found(proposal_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    require(rules.is_uninvolved(actor, proposal))
    if call.state != states.DISCUSSING:
        raise Refused(no("proposals.not_discussing", rules.SOURCE, state=call.state))
    require(states.PROPOSAL.may(proposal.state, "strike"))
    _because(proposal, rule, reason)
    _decided(proposal, actor, now)
    move_on(proposal, "strike", call=call, actor=actor, now=now, reason=proposal.reason)
    tell(proposal, "dismiss", texts.DISMISSED, now)
    return proposal


def _screened(proposal_id: int, actor: Actor, now: datetime) -> tuple[Proposal, Call]:
    proposal, call = found(proposal_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    if call.state not in (states.COLLECTING, states.SCREENING):
        raise Refused(no("proposals.not_screening", rules.SOURCE, state=call.state))
    require(rules.is_uninvolved(actor, proposal))
    return proposal, call


def _because(proposal: Proposal, rule: str, reason: str) -> None:
    if rule not in Proposal.Refusal.values:
        raise Refused(no("proposals.rule_missing", rules.SOURCE))
    proposal.refusal, proposal.reason = rule, reasoned(reason, REASON_LENGTH)


def _decided(proposal: Proposal, actor: Actor, now: datetime) -> None:
    proposal.decided_at, proposal.decided_by, proposal.decided_person_id = now, actor.id, actor.person_id
