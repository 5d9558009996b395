"""Contracts with property companies, and the notices that end them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.oversight import procedure_rules, queries, rules, states, terms
from yuanba.oversight.actions.selecting import SELECT, WORK
from yuanba.oversight.actions.steps import move, selection_locked
from yuanba.oversight.models import (
    Payment,
    PropertyCompany,
    Selection,
    ServiceContract,
    ServiceProject,
    TerminationNotice,
)


@dataclass(frozen=True)
class Agreement:
    """A contract as it is written down; half-open [from_date, to_date), without an end for no fixed term."""

    company_id: int
    signed_date: date
    from_date: date
    to_date: date | None
    service_level: str
    fee_fen: int
    payment: str
    summary: str
    number: str = ""
    notice_days: int | None = None
    file_id: int | None = None


@transaction.atomic
def record_contract(*, compound_id: int, agreement: Agreement, actor: Actor, now: datetime) -> ServiceContract:
    """The contract that is in force already, so that its end is known. Raises Refused(term.*)."""
    require(rules.may(actor, WORK, compound_id, now))
    return _contract(compound_id, agreement, actor, now)


@transaction.atomic
def sign_contract(*, selection_id: int, agreement: Agreement, actor: Actor, now: datetime) -> Selection:
    """What the owners decided is signed: with that company, at most that fee, that way of payment, that length.

    The new company's project begins with the contract; the present one's ends there. Raises Refused(selection.other_winner,
    selection.fee_above_vote, .payment_differs, .term_differs, .before_old_ends, term.*, company_selection.no_such_move).
    """
    selection = selection_locked(selection_id)
    require(rules.may(actor, SELECT, selection.compound_id, now))
    require(states.SELECTION.may(selection.state, "sign"))
    company_id, fee = _decided(selection)
    if agreement.company_id != company_id:
        raise Refused(no("selection.other_winner", terms.DUTIES["DECIDE"]))
    expected = terms.months_after(agreement.from_date, selection.term_months)
    fits = agreement.to_date == expected
    require(procedure_rules.contract_fits(selection, fee, agreement.fee_fen, agreement.payment, fits))
    present = selection.present
    ends = queries.ends_on(present) if present else None
    if ends is not None and agreement.from_date < ends:
        raise Refused(no("selection.before_old_ends", terms.DUTIES["GO_ON"], ends=ends.isoformat()))
    if present and present.company_id != company_id:
        require(procedure_rules.old_one_was_told(present, queries.notice_of(present) is not None, local_date(now)))
    selection.contract = _contract(selection.compound_id, agreement, actor, now)
    move(selection, "sign", actor=actor, now=now, detail={"contract": selection.contract.pk})
    selection.save()
    _serve(selection.contract, actor)
    return selection


@dataclass(frozen=True)
class Letter:
    """A written notice that ends a contract. `side` gave it on `given_date`; `ends_date` is the first day without it."""

    kind: str
    side: str
    given_date: date
    ends_date: date
    file_id: int


@transaction.atomic
def give_notice(*, contract_id: int, letter: Letter, actor: Actor, now: datetime) -> TerminationNotice:
    """The letter stands with its proof of delivery. The company keeps its own, the committee the owners' and the company's.

    Raises Refused(term.wrong_side, term.notice_too_short, .told_late, .not_decided, .still_fixed, .no_end, .in_the_future,
    .noticed).
    """
    rows = ServiceContract.objects.select_for_update(of=("self",)).select_related("company__organisation")
    contract = rows.get(pk=contract_id)
    _may_give(contract, letter, actor, now)
    if letter.given_date > local_date(now):
        raise Refused(no("term.in_the_future", rules.SELECTING, day=letter.given_date.isoformat()))
    if letter.kind == terms.NO_RENEWAL and contract.to_date is not None and letter.ends_date != contract.to_date:
        raise Refused(no("term.ends_elsewhere", terms.DUTIES["RENEW_IN_TIME"], until=contract.to_date.isoformat()))
    decided = Selection.objects.filter(present=contract, may_dismiss=True).exists()
    require(procedure_rules.notice_long_enough(letter.kind, letter.given_date, letter.ends_date, contract, decided))
    row = TerminationNotice(contract=contract, recorded_at=now, recorded_by=actor.id, **vars(letter))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(no("term.noticed", "one notice ends a contract")) from error
    detail = {"kind": letter.kind, "contract": contract.pk}
    record(
        verb="company.notice", subject=str(row), actor=actor, now=now, detail=detail, territory_id=contract.compound_id
    )
    return row


def _may_give(contract: ServiceContract, letter: Letter, actor: Actor, now: datetime) -> None:
    """Owners dismiss, a company refuses to renew, either ends what has no term; nobody speaks for the other side.

    A company's letter that came on paper is kept by the committee, with its scan.
    """
    allowed = {
        terms.DISMISSAL: {TerminationNotice.Side.OWNERS},
        terms.NO_RENEWAL: {TerminationNotice.Side.COMPANY},
        terms.END_INDEFINITE: {TerminationNotice.Side.OWNERS, TerminationNotice.Side.COMPANY},
    }
    if letter.side not in allowed.get(letter.kind, set()):
        raise Refused(no("term.wrong_side", rules.SELECTING, kind=letter.kind))
    own = procedure_rules.speaks_for(actor, contract.company.organisation_id, contract.compound_id, now)
    if letter.side == TerminationNotice.Side.COMPANY and own:
        return
    permission = SELECT if letter.side == TerminationNotice.Side.OWNERS else WORK
    require(rules.may(actor, permission, contract.compound_id, now))


def _decided(selection: Selection) -> tuple[int, int]:
    """The company that the owners chose, and the fee that stood on their sheet."""
    if selection.kind == Selection.Kind.RENEW:
        assert selection.present is not None, "a renewal names its company"
        return selection.present.company_id, selection.fee_fen
    assert selection.winner is not None, "a choice has its winner"
    return selection.winner.company_id, selection.winner.fee_fen


def _contract(compound_id: int, agreement: Agreement, actor: Actor, now: datetime) -> ServiceContract:
    company = PropertyCompany.objects.filter(pk=agreement.company_id).first()
    if company is None or agreement.payment not in Payment.values or agreement.fee_fen < 1:
        raise Refused(no("term.unreadable", rules.SELECTING))
    if agreement.to_date is not None and agreement.to_date <= agreement.from_date:
        raise Refused(no("term.dates", rules.SELECTING))
    if agreement.signed_date > local_date(now):
        raise Refused(no("term.in_the_future", rules.SELECTING, day=agreement.signed_date.isoformat()))
    if not clean_lines(agreement.summary):
        raise Refused(no("term.no_summary", "what was agreed is public in a summary"))
    row = ServiceContract(
        **{
            **vars(agreement),
            "number": clean(agreement.number)[:60],
            "service_level": clean(agreement.service_level)[:60],
            "summary": clean_lines(agreement.summary),
        },
        compound_id=compound_id,
        recorded_at=now,
        recorded_by=actor.id,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(no("term.contract_twice", rules.SELECTING)) from error
    detail = {"company": company.pk}
    record(verb="company.contract", subject=str(row), actor=actor, now=now, detail=detail, territory_id=compound_id)
    return row


def _serve(contract: ServiceContract, actor: Actor) -> None:
    """The register of projects follows the contract: one company ends where the next begins; a renewal changes nothing."""
    rows = ServiceProject.objects.filter(compound_id=contract.compound_id, to_date__isnull=True)
    if rows.filter(company_id=contract.company_id).exists():
        return
    rows.filter(from_date__lt=contract.from_date).update(to_date=contract.from_date)
    ServiceProject.objects.create(
        company_id=contract.company_id,
        compound_id=contract.compound_id,
        from_date=contract.from_date,
        recorded_by=actor.id,
    )
