"""What must be true before a selection or a hand-over goes on, and who speaks for whom in it."""

from collections.abc import Collection
from datetime import date, datetime

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.oversight import registers, rules, states, terms, texts
from yuanba.oversight.models import Candidate, HandoverItem, Selection, ServiceContract
from yuanba.oversight.rules import HANDING_OVER, SELECTING
from yuanba.people.queries import holders

# Who stands on this list is not on the sheet. Source: 市场监督管理严重违法失信名单管理办法（市场监管总局令第44号） art. 15
# lets offices weigh the list in tenders; that it excludes here is our own declared practice, and the plan says so.
EXCLUDING = frozenset({registers.DISHONESTY_LIST})
LOOK_BACK_MONTHS = 24


def speaks_for(actor: Actor, organisation_id: int, compound_id: int, now: datetime) -> Verdict:
    """Whoever speaks for a company is appointed by that very company, in that compound."""
    rows = holders("oversight.reply", compound_id, local_date(now)).filter(organisation_id=organisation_id)
    may = actor.person_id is not None and rows.filter(person_id=actor.person_id).exists()
    return YES if may and actor.holds_anywhere("oversight.reply") else no("selection.not_your_company", SELECTING)


def is_whole(selection: Selection) -> Verdict:
    """A plan says what is proposed, and names the present contract where it renews or dismisses."""
    if not selection.plan.strip() or not selection.service_level.strip():
        return no("selection.plan_empty", SELECTING)
    if selection.present is None and (selection.kind == Selection.Kind.RENEW or selection.dismisses_present):
        return no("selection.no_present_company", SELECTING)
    return YES


def still_writing(selection: Selection) -> Verdict:
    if selection.state == states.DRAFT:
        return YES
    return no("selection.plan_stands", "what was published no longer changes", state=selection.state)


def before_the_vote(selection: Selection) -> Verdict:
    """What owners read before they vote is complete when the vote is called."""
    if selection.state in (states.DRAFT, states.PUBLISHED):
        return YES
    return no("selection.vote_called", "what owners read before they vote stands then", state=selection.state)


def session_in_time(starts_on: date, today: date) -> Verdict:
    days = terms.term(terms.SESSION, today).number
    if (starts_on - today).days >= days:
        return YES
    return no("selection.session_too_soon", terms.term(terms.SESSION, today).source, days=days)


def explained(held: int) -> Verdict:
    """At least one session was held and its minutes stand before anybody votes."""
    return YES if held else no("selection.no_session", "owners hear a plan explained before they vote about it")


def asked(polls: int, waiting: int) -> Verdict:
    if waiting:
        return no("selection.poll_runs", "opinions are asked before the vote", polls=waiting)
    return YES if polls else no("selection.no_poll", "opinions are asked before the vote")


def opinions_published(waiting: int) -> Verdict:
    if waiting:
        return no("selection.opinion_unpublished", "what experts say is public before the vote", number=waiting)
    return YES


def offers_in_time(selection: Selection, today: date) -> Verdict:
    last = selection.offers_until_date
    if last is not None and today > last:
        return no("selection.offers_over", SELECTING, last=last.isoformat())
    return YES


def offers_over(selection: Selection, today: date) -> Verdict:
    """Nobody votes while offers may still come in, and until then nobody outside reads what others offered."""
    last = selection.offers_until_date
    if last is not None and today <= last:
        return no("selection.offers_run", SELECTING, last=last.isoformat())
    return YES


def enough_candidates(selection: Selection, standing: int, on: date) -> Verdict:
    """One to choose, of a tender three."""
    if selection.kind == Selection.Kind.RENEW:
        return YES
    if selection.method == Selection.Method.TENDER:
        row = terms.term(terms.TENDERERS, on)
        if standing < row.number:
            return no("selection.too_few_tenders", row.source, number=standing, needed=row.number)
    return YES if standing else no("selection.no_candidate", SELECTING)


def notice_long_enough(
    kind: str, given: date, ends: date, contract: ServiceContract, decided: bool
) -> Verdict:  # fmt: skip
    """A contract ends no earlier than the law or the contract lets it, and only as it may be ended."""
    if kind == terms.END_INDEFINITE and contract.to_date is not None and given < contract.to_date:
        return no("term.still_fixed", terms.DUTIES["INDEFINITE"], until=contract.to_date.isoformat())
    if kind == terms.DISMISSAL and not decided:
        return no("term.not_decided", terms.DUTIES["DECIDE"])
    if kind == terms.NO_RENEWAL:
        return _told_before_end(given, contract)
    earliest = terms.earliest_end(kind, given, contract.notice_days)
    if ends < earliest:
        return no("term.notice_too_short", terms.term(kind, given).source, earliest=earliest.isoformat())
    return YES


def old_one_was_told(present: ServiceContract, noticed: bool, today: date) -> Verdict:
    """A contract without a fixed term ends by a notice only: no other company signs before it was given."""
    if terms.is_indefinite(present.to_date, today) and not noticed:
        return no("term.old_not_told", terms.term(terms.END_INDEFINITE, today).source)
    return YES


def _told_before_end(given: date, contract: ServiceContract) -> Verdict:
    """A late refusal to renew is kept as a fact by the desk that receives it only where it came in time."""
    if contract.to_date is None:
        return no("term.no_end", terms.DUTIES["INDEFINITE"])
    last = terms.last_day_to_tell(terms.NO_RENEWAL, contract.to_date, contract.notice_days)
    if given > last:
        return no("term.told_late", terms.term(terms.NO_RENEWAL, given).source, last=last.isoformat())
    return YES


def contract_fits(selection: Selection, candidate_fee: int, fee_fen: int, payment: str, months_ok: bool) -> Verdict:
    """The contract is what the owners agreed to: fee, way of payment, length."""
    if fee_fen > candidate_fee:
        return no("selection.fee_above_vote", terms.DUTIES["DECIDE"], voted=texts.yuan(candidate_fee))
    if payment != selection.payment:
        return no("selection.payment_differs", terms.DUTIES["DECIDE"])
    return YES if months_ok else no("selection.term_differs", terms.DUTIES["DECIDE"], months=selection.term_months)


def standing(candidates: Collection[Candidate]) -> list[Candidate]:
    return [one for one in candidates if one.state == states.BID]


def may_sign(item: HandoverItem, side: str) -> Verdict:
    """Only what was counted can be signed, until both companies have; the committee may witness after them."""
    if item.state != states.CHECKED and not (item.state == states.SIGNED and side == HandoverItem.Side.COMMITTEE):
        return no("handover.not_counted", HANDING_OVER, state=item.state)
    return YES


def all_signed(unresolved: int) -> Verdict:
    return no("handover.items_open", HANDING_OVER, number=unresolved) if unresolved else YES


def open_items_explained(silent: int) -> Verdict:
    """What stays open is listed with reason and with who must act."""
    return no("handover.open_without_reason", HANDING_OVER, number=silent) if silent else YES


OLD, NEW, COMMITTEE = HandoverItem.Side.OLD, HandoverItem.Side.NEW, HandoverItem.Side.COMMITTEE
SIDES = (OLD, NEW, COMMITTEE)


def speaks_for_side(item: HandoverItem, side: str, actor: Actor, now: datetime) -> Verdict:
    """A company signs for itself only; the committee witnesses, and takes over where there is no new company."""
    handover = item.handover
    company = {OLD: handover.old, NEW: handover.new}.get(side)  # type: ignore[call-overload]
    if company is not None:
        may = bool(speaks_for(actor, company.organisation_id, handover.compound_id, now))
    else:
        may = side in (NEW, COMMITTEE) and bool(rules.may(actor, "oversight.work", handover.compound_id, now))
    return YES if may else no("handover.not_your_side", HANDING_OVER, side=side)


def sides_of(item: HandoverItem, actor: Actor, now: datetime) -> set[str]:
    """The sides for which this actor may sign."""
    return {side for side in SIDES if speaks_for_side(item, side, actor, now)}


def is_a_side(item: HandoverItem, actor: Actor, now: datetime) -> Verdict:
    return YES if sides_of(item, actor, now) else no("handover.not_a_side", HANDING_OVER)
