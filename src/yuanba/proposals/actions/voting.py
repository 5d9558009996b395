"""From the published shortlist to the result: comments as objections to a public notice, the ballot, ties."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from yuanba.ballots import actions as ballots
from yuanba.ballots import queries as ballot_queries
from yuanba.ballots import states as ballot_states
from yuanba.ballots.models import Ballot
from yuanba.files import actions as files
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no, require
from yuanba.proposals import queries, rules, states, texts
from yuanba.proposals.actions.settling import finish_if_settled
from yuanba.proposals.actions.steps import locked, move_on, note, reasoned, tell
from yuanba.proposals.models import Call, CallItem, Proposal
from yuanba.publicity import actions as publicity
from yuanba.publicity.queries import may_go_on, upheld_about

ABOUT_LENGTH = 120
ANSWERS = ("agree", "against", "abstain")
# One proposal alone is adopted by more than half of those who took part. Our own rule, said in the manifest.
MAJORITY = {"row": "call", "source": texts.SOURCE, "participation": "", "assent": ">1/2", "of": "participants"}


@dataclass(frozen=True)
class Window:
    """When votes are taken, and how secret they are: N is named to the operator, S is secret."""

    opens_at: datetime
    closes_at: datetime
    level: str = "N"


@transaction.atomic
def publish_shortlist(*, call_id: int, actor: Actor, now: datetime) -> Call:
    """The shortlist is public, on notice for its working days, open to objections. Items with too few end here.

    Raises Refused: proposals.not_permitted, .undecided, .appeals_possible, .too_few_all, call.no_such_move, and what
    opening a notice refuses (notice.calendar_unknown, …).
    """
    call = locked(call_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    require(states.CALL.may(call.state, "publish_shortlist"))
    everything = queries.proposals(call_id)
    require(rules.all_decided(everything, now))
    listed = [one for one in everything if one.state == states.SHORTLISTED]
    by_item = {item: [one for one in listed if one.item_id == item.pk] for item in queries.items(call_id)}
    if not any(len(some) >= item.least for item, some in by_item.items()):
        raise Refused(no("proposals.too_few_all", rules.SOURCE, number=len(listed)))
    for item, some in by_item.items():
        if len(some) < item.least:
            fail(item, CallItem.Failed.TOO_FEW, call, actor, now)
    files.publish(file_ids=[one.file_id for proposal in listed for one in proposal.files.all()])
    behalf = rules.on_behalf(actor, call)
    notice = publicity.draft_notice(
        content=_content(call, {item: some for item, some in by_item.items() if len(some) >= item.least}),
        subject_ref=str(call),
        territory_id=call.territory_id,
        terms=publicity.Terms(working_days=call.comment_days, needs_board=False, contact_line=call.contact_line),
        actor=behalf,
        now=now,
    )
    call.notice = publicity.open_notice(notice_id=notice.pk, actor=behalf, now=now)
    move_on(call, "publish_shortlist", call=call, actor=actor, now=now)
    return call


def _content(call: Call, by_item: dict[CallItem, list[Proposal]]) -> publicity.Content:
    body: list[dict[str, Any]] = [{"type": "paragraph", "text": texts.NOTICE_LEAD}]
    for item, some in by_item.items():
        lines = [texts.NOTICE_LINE.format(number=one.number, title=one.title) for one in some]
        body += [{"type": "heading", "text": texts.ITEM_NAMES[item.kind]}, {"type": "list", "items": lines}]
    return publicity.Content("PROPOSALS", texts.NOTICE_TITLE.format(title=call.title), body)


@transaction.atomic
def start_vote(*, call_id: int, window: Window, actor: Actor, now: datetime) -> Call:
    """The comments are over and answered, the ballot is announced: one sheet per resident, one question per item.

    Raises Refused: proposals.not_permitted, .too_few_all, call.no_such_move, what the notice refuses
    (notice.term_runs, notice.objection_open, notice.objection_upheld) and what drafting a ballot refuses;
    proposals.objection_upheld while a proposal stands against which an objection was right.
    """
    call = locked(call_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    require(states.CALL.may(call.state, "start_vote"))
    require(may_go_on(str(call), now))
    listed = queries.shortlist(call_id)
    require(rules.none_upheld(listed, upheld_about(str(call))))
    options: dict[CallItem, list[Proposal]] = {item: [] for item in queries.items(call_id) if item.state == states.OPEN}
    for one in listed:
        if one.item in options:
            options[one.item].append(one)
    for item in [item for item, some in options.items() if not some]:
        fail(item, CallItem.Failed.TOO_FEW, call, actor, now)
        del options[item]
    if not options:
        raise Refused(no("proposals.too_few_all", rules.SOURCE, number=0))
    assert call.notice is not None, "the shortlist was on notice"
    behalf = rules.on_behalf(actor, call)
    publicity.conclude_notice(notice_id=call.notice.pk, conclusion=texts.NOTICE_END, actor=behalf, now=now)
    call.ballot = _ballot(call, texts.VOTE_TITLE, options, window, behalf, now)
    move_on(call, "start_vote", call=call, actor=actor, now=now)
    return call


@transaction.atomic
def run_off(*, call_id: int, window: Window, actor: Actor, now: datetime) -> Call:
    """A second ballot between those that are tied. Raises Refused: proposals.no_tie, call.no_such_move, …"""
    call = locked(call_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    require(states.CALL.may(call.state, "run_off"))
    tied = [item for item in queries.items(call_id) if item.state == states.TIED]
    if not tied:
        raise Refused(no("proposals.no_tie", rules.SOURCE))
    listed = queries.shortlist(call_id)
    options = {item: [one for one in listed if one.pk in item.tied] for item in tied}
    call.ballot = _ballot(call, texts.RUN_OFF_TITLE, options, window, rules.on_behalf(actor, call), now)
    move_on(call, "run_off", call=call, actor=actor, now=now)
    return call


def _ballot(
    call: Call, title: str, options: dict[CallItem, list[Proposal]], window: Window, actor: Actor, now: datetime
) -> Ballot:
    items = tuple(_question(call, item, some) for item, some in options.items())
    order = ballots.BallotOrder(
        territory_id=call.territory_id,
        title=title.format(title=call.title),
        about=call.about,
        items=items,
        rule=items[0].rule,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        kind=Ballot.Kind.OPINION,
        electorate=Ballot.Electorate.RESIDENTS,
        ordered_by=str(call),
        paper_rule=Ballot.PaperRule.FIRST_STANDS,
        level=window.level,
    )
    ballot = ballots.draft(order=order, actor=actor, now=now)
    return ballots.announce(ballot_id=ballot.pk, actor=actor, now=now)


def _question(call: Call, item: CallItem, some: Sequence[Proposal]) -> ballots.NewItem:
    name = texts.ITEM_NAMES[item.kind]
    terms: dict[str, Any] = {"version": 1, "source": texts.SOURCE}
    if len(some) == 1:
        label = texts.YES_NO.format(number=some[0].number, title=some[0].title, item=name)
        answers = tuple(ballots.NewOption(one) for one in ANSWERS)
        rule = terms | {"id": "yes-no-abstain", "threshold": MAJORITY}
        return ballots.NewItem(str(item), 1, answers, label=label, rule=rule)
    options = tuple(_option(one) for one in some)
    if call.rule == Call.Rule.RANKED:
        rule = terms | {"id": "ranked-irv", "truncated": "allowed"}
    else:
        rule = terms | {"id": "approval", "seats": 1}
    label = texts.CHOOSE.format(item=name)
    return ballots.NewItem(str(item), len(options), options, label=label, rule=rule)


def _option(proposal: Proposal) -> ballots.NewOption:
    first = next(iter(proposal.files.all()), None)
    label = texts.NOTICE_LINE.format(number=proposal.number, title=proposal.title)
    about = proposal.text.replace("\n", " ")[:ABOUT_LENGTH]
    return ballots.NewOption(str(proposal), label, about, first.file_id if first is not None else None)


@transaction.atomic
def take_result(*, call_id: int, actor: Actor, now: datetime) -> Call:
    """The closed ballot is counted and published, and every item is chosen, tied or failed by it.

    Raises Refused: proposals.not_permitted, .ballot_runs, .ballot_annulled, call.no_such_move, what counting refuses.
    """
    call = locked(call_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    require(states.CALL.may(call.state, "take_result"))
    assert call.ballot is not None, "the vote has a ballot"
    behalf, ballot = rules.on_behalf(actor, call), Ballot.objects.get(pk=call.ballot.pk)
    if ballot.state in (ballot_states.ANNOUNCED, ballot_states.OPEN):
        raise Refused(no("proposals.ballot_runs", rules.SOURCE, closes=ballot.closes_at.isoformat()))
    if ballot.state == ballot_states.ANNULLED:
        raise Refused(no("proposals.ballot_annulled", rules.SOURCE))
    if ballot.state == ballot_states.CLOSED:
        ballot = ballots.count(ballot_id=ballot.pk, actor=behalf, now=now)
    if ballot.state == ballot_states.COUNTED:
        ballots.publish(ballot_id=ballot.pk, actor=behalf, now=now)
    told = {one["key"]: one for one in ballot_queries.result(ballot.pk)["items"]}
    asked = [item for item in queries.items(call_id) if str(item) in told]
    for item in asked:
        _settle(item, told[str(item)], call, actor, now)
    move_on(call, "take_result", call=call, actor=actor, now=now)
    finish_if_settled(call, actor, now)
    return call


def _settle(item: CallItem, told: dict[str, Any], call: Call, actor: Actor, now: datetime) -> None:
    """What the ballot says of one item."""
    chosen, tied = list(told.get("chosen", ())), _tied(told)
    if "agree" in told["votes"]:
        candidates = [one for one in queries.shortlist(call.pk) if one.item_id == item.pk]
        candidates = [one for one in candidates if not item.tied or one.pk in item.tied]
        if chosen:
            choose(item, candidates[0], call, actor, now)
        else:
            fail(item, CallItem.Failed.NO_MAJORITY, call, actor, now)
    elif chosen and not tied:
        choose(item, Proposal.objects.get(pk=_number(chosen[0])), call, actor, now)
    elif tied:
        item.tied = sorted(_number(one) for one in tied)
        move_on(item, "tie", call=call, actor=actor, now=now)
    else:
        fail(item, CallItem.Failed.NO_VOTES, call, actor, now)


def _tied(told: dict[str, Any]) -> list[str]:
    """The options between which nothing decided: those of the tie, in a ranking all that were left in its last round."""
    undecided = (told.get("tie") or {}).get("undecided", [])
    if undecided and told.get("rounds"):
        return list(told["rounds"][-1]["votes"])
    return list(undecided)


def _number(option: str) -> int:
    return int(option.partition(":")[2])


@transaction.atomic
def settle_by_lot(*, item_id: int, proposal_id: int, how: str, actor: Actor, now: datetime) -> CallItem:
    """Lots were drawn in public between those that were tied; `how` says when, where and before whom.

    Raises Refused: proposals.not_permitted, .not_tied, .reason_missing, call_item.no_such_move.
    """
    item, call = with_call(item_id)
    require(rules.holds(actor, rules.ORGANISE, call.territory_id, now))
    require(states.ITEM.may(item.state, "choose"))
    if call.state != states.DECIDED or proposal_id not in item.tied:
        raise Refused(no("proposals.not_tied", rules.SOURCE))
    item.reason = reasoned(how)
    choose(item, Proposal.objects.get(pk=proposal_id), call, actor, now)
    return item


def with_call(item_id: int) -> tuple[CallItem, Call]:
    """The item and its call, the call locked. Raises Refused("proposals.missing")."""
    call_id = CallItem.objects.filter(pk=item_id).values_list("call_id", flat=True).first()
    if call_id is None:
        raise Refused(no("proposals.missing", item=item_id))
    call = locked(call_id)
    return CallItem.objects.select_related("chosen", "version").get(pk=item_id), call


def choose(item: CallItem, proposal: Proposal, call: Call, actor: Actor, now: datetime) -> None:
    item.chosen = proposal
    move_on(item, "choose", call=call, actor=actor, now=now, reason=item.reason)
    note(call, "chosen", actor=actor, now=now, subject=str(proposal))
    tell(proposal, "chosen", texts.CHOSEN, now)


def fail(item: CallItem, why: str, call: Call, actor: Actor, now: datetime) -> None:
    item.failed, item.settled_at = why, now
    move_on(item, "fail", call=call, actor=actor, now=now)
