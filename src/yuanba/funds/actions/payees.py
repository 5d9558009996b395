"""Where prizes go: given by the winner with separate consent, sealed, shown masked, unmasked with a reason, erased."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.funds import queries, rules, vault
from yuanba.funds.models import Payee, PrizeLine, PrizeList, Step
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import compact, mask_id_number, mask_name
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Consent, ConsentText


@dataclass(frozen=True)
class Details:
    """Payee data in clear: never stored, never logged. `id_number` is empty for organisations."""

    holder: str
    account: str
    bank: str
    id_number: str = ""

    def __repr__(self) -> str:
        return "Details(…)"  # a traceback shows it


@dataclass(frozen=True)
class SignedPaper:
    """A signature under the text with this id; `ref` says where the paper lies."""

    text_id: int
    ref: str


@transaction.atomic
def give_payee(
    *,
    line_id: int,
    details: Details,
    consent_id: int | None = None,
    paper: SignedPaper | None = None,
    keep_until: date,
    actor: Actor,
    now: datetime,
) -> Payee:
    """Where the prize goes is kept sealed until the end of `keep_until`; giving it again replaces what was given.

    It rests on a consent, or on a signed `paper` alone where nobody of the registers speaks for the winner.
    Raises Refused(payee.not_yet, payee.too_late, payee.no_consent, payee.paper_unnamed, payee.incomplete,
    payee.id_number_missing, payee.id_number, payee.id_number_unneeded, payee.account, payee.keep_until, funds.not_yours).
    """
    line = _locked_line(line_id)
    require(rules.may_give_payee(line, actor, now))
    paper_ref = clean(paper.ref)[:80] if paper is not None else ""
    _require_consent(line, consent_id, paper, paper_ref)
    holder, bank = clean(details.holder), clean(details.bank)
    id_number, account = compact(details.id_number).upper(), compact(details.account)
    require(rules.is_payable(line, holder, id_number, account, bank))
    if keep_until <= local_date(now):
        raise Refused(no("payee.keep_until", rules.PAYEES, day=keep_until.isoformat()))
    payee, _ = Payee.objects.update_or_create(
        line=line,
        defaults={
            "consent_id": consent_id,
            "paper_text_id": paper.text_id if paper is not None else None,
            "paper_ref": paper_ref,
            "holder_masked": mask_name(holder),
            "holder_sealed": vault.seal(holder, _label(line, "holder")),
            "id_number_masked": mask_id_number(id_number) if id_number else "",
            "id_number_sealed": vault.seal(id_number, _label(line, "id_number")) if id_number else None,
            "account_masked": f"****{account[-4:]}",
            "account_sealed": vault.seal(account, _label(line, "account")),
            "bank": bank,
            "given_at": now,
            "given_by": actor.id,
            "keep_until": keep_until,
            "erased_at": None,
        },
    )
    detail = {"consent": consent_id, "on_paper": int(paper is not None), "keep_until": keep_until.isoformat()}
    record(verb="payee.give", subject=f"payee:{payee.pk}", actor=actor, now=now, detail=detail)
    return payee


def _require_consent(line: PrizeLine, consent_id: int | None, paper: SignedPaper | None, paper_ref: str) -> None:
    if consent_id is None and paper is not None:
        require(rules.signed_for(line, ConsentText.objects.filter(pk=paper.text_id).first(), paper_ref))
        return
    if paper is not None and not paper_ref:
        raise Refused(no("payee.paper_unnamed", rules.PAYEES))
    consent = Consent.objects.select_related("text", "account").filter(pk=consent_id or 0).first()
    require(rules.consents(consent, line))


@transaction.atomic
def unmask_payee(*, line_id: int, reason: str, actor: Actor, now: datetime) -> Details:
    """The payee data in clear, for paying or for the tax return; that it was shown is logged with its reason.

    Raises Refused(funds.not_yours, payee.reason_missing, payee.none).
    """
    line = _locked_line(line_id)
    require(rules.may(actor, "funds.unmask", line.prize_list.territory_id, now))
    if not reason.strip():
        raise Refused(no("payee.reason_missing", rules.PAYEES))
    payee = queries.payee_of(line)
    if payee is None or payee.erased_at is not None:
        raise Refused(no("payee.none", rules.PAYEES))
    assert payee.holder_sealed is not None and payee.account_sealed is not None, "a constraint says so"
    # The reason is free text: it stays in this subject's own rows, the log holds the id of the row.
    step = Step.objects.create(
        subject=str(payee),
        verb="unmask",
        source=line.state,
        target=line.state,
        actor=actor.id,
        at=now,
        reason=reason.strip()[:400],
    )
    record(verb="payee.unmask", subject=str(payee), actor=actor, now=now, detail={"step": step.pk, "line": line.pk})
    id_number = vault.unseal(payee.id_number_sealed, _label(line, "id_number")) if payee.id_number_sealed else ""
    return Details(
        holder=vault.unseal(payee.holder_sealed, _label(line, "holder")),
        account=vault.unseal(payee.account_sealed, _label(line, "account")),
        bank=payee.bank,
        id_number=id_number,
    )


@transaction.atomic
def erase_payee(*, line_id: int, actor: Actor, now: datetime) -> Payee:
    """The winner took the consent back, or finance has no more use for it: nothing of it is left but that it was.

    Raises Refused(payee.none, funds.not_yours).
    """
    line = _locked_line(line_id)
    own = {line.person_id, line.contact_person_id} - {None}
    if actor.person_id not in own:
        require(rules.may(actor, "funds.pay", line.prize_list.territory_id, now))
    payee = queries.payee_of(line)
    if payee is None or payee.erased_at is not None:
        raise Refused(no("payee.none", rules.PAYEES))
    return _erase(payee, actor=actor, now=now)


@transaction.atomic
def erase_due(*, actor: Actor, now: datetime) -> int:
    """Payee data whose term is over are gone; how many were erased. For the tick."""
    due = list(queries.payees_due(local_date(now)).select_for_update())
    for payee in due:
        _erase(payee, actor=actor, now=now)
    return len(due)


def _erase(payee: Payee, *, actor: Actor, now: datetime) -> Payee:
    payee.holder_sealed = payee.id_number_sealed = payee.account_sealed = None
    payee.holder_masked = payee.id_number_masked = payee.account_masked = payee.bank = ""
    payee.erased_at = now
    payee.save()
    record(verb="payee.erase", subject=str(payee), actor=actor, now=now)
    return payee


def _label(line: PrizeLine, field: str) -> str:
    """A sealed value opens for its own line and field only: rows cannot be swapped unnoticed."""
    return f"prize_line:{line.pk}/{field}"


def _locked_line(line_id: int) -> PrizeLine:
    list_id = PrizeLine.objects.values_list("prize_list_id", flat=True).get(pk=line_id)
    PrizeList.objects.select_for_update().get(pk=list_id)
    return PrizeLine.objects.select_related("prize_list", "tax_rule").get(pk=line_id)
