"""Prize lists: handed over, checked by one, approved by another, paid line by line with the bank's proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.funds import queries, rules, states, tax
from yuanba.funds.actions.steps import move
from yuanba.funds.models import PrizeLine, PrizeList, TaxRule
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require


@dataclass(frozen=True)
class Prize:
    """A line as the awarding subject hands it over. `contact_person_id` speaks where no person is known."""

    recipient_ref: str
    recipient: str  # TaxRule.Recipient
    category: str
    gross_fen: int
    tier: str = ""
    person_id: int | None = None
    organisation_id: int | None = None
    contact_person_id: int | None = None


@dataclass(frozen=True)
class Heading:
    """What a prize list is for. `grantor` (TaxRule.Grantor) is the level of the office that gives the prizes."""

    subject_ref: str
    title: str
    territory_id: int
    budget_fen: int
    grantor: str = TaxRule.Grantor.BELOW_PROVINCE


@transaction.atomic
def adopt_tax_rules(*, actor: Actor, now: datetime) -> list[TaxRule]:
    """Where no rule was entered for a kind of recipient and grantor, the default stands in the table with its source."""
    known = set(TaxRule.objects.values_list("recipient", "grantor"))
    fresh = [rule for rule in tax.DEFAULTS if (rule.recipient, rule.grantor) not in known]
    return [_rule(rule, rule.from_date, actor=actor, now=now) for rule in fresh]


@transaction.atomic
def set_tax_rule(*, rule: tax.Default, actor: Actor, now: datetime, territory_id: int) -> TaxRule:
    """The rule holds from its day; the one before ends. Raises Refused(tax_rule.order, tax_rule.no_source)."""
    require(rules.may(actor, "funds.check", territory_id, now))
    if not rule.source.strip():
        raise Refused(no("tax_rule.no_source", rules.TWO))
    rows = TaxRule.objects.select_for_update().filter(recipient=rule.recipient, grantor=rule.grantor)
    earlier = rows.filter(to_date__isnull=True).first()
    if earlier is not None:
        if rule.from_date <= earlier.from_date:
            raise Refused(no("tax_rule.order", rules.TWO, since=earlier.from_date.isoformat()))
        earlier.to_date = rule.from_date
        earlier.save(update_fields=["to_date"])
    return _rule(rule, rule.from_date, actor=actor, now=now)


@transaction.atomic
def draft_list(*, heading: Heading, prizes: Sequence[Prize], actor: Actor, now: datetime) -> PrizeList:
    """The list stands with gross, tax and net of every line, by the tax rules of today.

    Raises Refused(prize_list.exists, prize_list.empty, prize_list.bad_amount, prize_list.twice, prize_list.no_tax_rule).
    """
    require(rules.may(actor, "funds.draft", heading.territory_id, now))
    if not prizes:
        raise Refused(no("prize_list.empty", rules.TWO))
    bad = [prize.recipient_ref for prize in prizes if prize.gross_fen <= 0]
    if bad:
        raise Refused(no("prize_list.bad_amount", rules.TWO, recipient=bad[0]))
    keys = [(prize.recipient_ref, prize.category) for prize in prizes]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Refused(no("prize_list.twice", rules.TWO, recipient=twice[0]))
    adopt_tax_rules(actor=actor, now=now)
    by_kind = {kind: _rule_today(kind, heading.grantor, now) for kind in {prize.recipient for prize in prizes}}
    drafts = [_line(number, prize, by_kind[prize.recipient]) for number, prize in enumerate(prizes, 1)]
    prize_list = PrizeList(**vars(heading), drafted_at=now, drafted_by=actor.id, **_sums(drafts))
    return _stored(prize_list, drafts, actor=actor, now=now)


@transaction.atomic
def draft_correction(
    *, list_id: int, amounts: Mapping[int, int], reason: str, actor: Actor, now: datetime
) -> PrizeList:
    """Another list stands whose lines hold the differences: line id → what its prize should come to, in gross fen.

    0 takes a prize away. It is checked, approved and paid (or paid back) as any list is; nothing is overwritten.
    Raises Refused(prize_list.not_approved, prize_list.reason_missing, prize_list.empty, prize_list.bad_amount,
    prize_line.corrected: name the latest correction instead).
    """
    old = _locked(list_id)
    require(rules.may(actor, "funds.draft", old.territory_id, now))
    if old.state not in {states.APPROVED, states.PAID}:
        raise Refused(no("prize_list.not_approved", rules.TWO, state=old.state))
    if not reason.strip():
        raise Refused(no("prize_list.reason_missing", rules.TWO))
    lines = {line.pk: line for line in queries.lines(old).filter(pk__in=list(amounts))}
    drafts = [
        _difference(number, lines[line_id], gross)
        for number, (line_id, gross) in enumerate(sorted(amounts.items()), 1)
        if line_id in lines
    ]
    if not drafts or len(drafts) < len(amounts):
        raise Refused(no("prize_list.empty", rules.TWO))
    prize_list = PrizeList(
        subject_ref=old.subject_ref,
        title=old.title,
        territory_id=old.territory_id,
        grantor=old.grantor,
        budget_fen=queries.budget_left(old.subject_ref),
        corrects=old,
        reason=reason.strip()[:400],
        drafted_at=now,
        drafted_by=actor.id,
        **_sums(drafts),
    )
    return _stored(prize_list, drafts, actor=actor, now=now)


@transaction.atomic
def check_list(*, list_id: int, actor: Actor, now: datetime) -> PrizeList:
    """Somebody other than the drafter has found that it adds up.

    Raises Refused(prize_list.totals, prize_list.tax, prize_list.over_budget, prize_list.same_person).
    """
    prize_list = _locked(list_id)
    require(rules.may(actor, "funds.check", prize_list.territory_id, now))
    require(states.PRIZE_LIST.may(prize_list.state, "check"))
    require(rules.is_another(actor, [prize_list.drafted_by]))
    require(rules.adds_up(prize_list, list(queries.lines(prize_list))))
    move(prize_list, "check", actor=actor, now=now, detail={"gross_fen": prize_list.gross_fen})
    prize_list.checked_at, prize_list.checked_by = now, actor.id
    prize_list.save(update_fields=["state", "checked_at", "checked_by"])
    return prize_list


@transaction.atomic
def approve_list(*, list_id: int, actor: Actor, now: datetime) -> PrizeList:
    """A leader who neither drafted nor checked it has approved it. Raises Refused(prize_list.same_person, …)."""
    prize_list = _locked(list_id)
    require(rules.may(actor, "funds.approve", prize_list.territory_id, now))
    require(states.PRIZE_LIST.may(prize_list.state, "approve"))
    require(rules.is_another(actor, [prize_list.drafted_by, prize_list.checked_by]))
    require(rules.adds_up(prize_list, list(queries.lines(prize_list))))
    move(prize_list, "approve", actor=actor, now=now, detail={"gross_fen": prize_list.gross_fen})
    prize_list.approved_at, prize_list.approved_by = now, actor.id
    prize_list.save(update_fields=["state", "approved_at", "approved_by"])
    return prize_list


@transaction.atomic
def send_back_list(*, list_id: int, reason: str, actor: Actor, now: datetime) -> PrizeList:
    """The list is not paid; another one may be handed over. Raises Refused(prize_list.reason_missing)."""
    prize_list = _locked(list_id)
    if not rules.may(actor, "funds.approve", prize_list.territory_id, now):
        require(rules.may(actor, "funds.check", prize_list.territory_id, now))
    if not reason.strip():
        raise Refused(no("prize_list.reason_missing", rules.TWO))
    move(prize_list, "send_back", actor=actor, now=now, reason=reason)
    prize_list.reason = reason.strip()[:400]
    prize_list.save(update_fields=["state", "reason"])
    for line in queries.lines(prize_list):
        _cancel(line, reason, actor=actor, now=now)
    return prize_list


@transaction.atomic
def pay_line(*, line_id: int, paid_date: date, proof_file_id: int, actor: Actor, now: datetime) -> PrizeLine:
    """The bank paid it out on that day; its receipt is kept. The platform itself moves no money (X-04).

    Raises Refused(prize_list.not_approved, prize_line.paid_day, prize_line.no_payee).
    """
    prize_list, line = _locked_line(line_id)
    require(rules.may(actor, "funds.pay", prize_list.territory_id, now))
    require(states.PRIZE_LINE.may(line.state, "pay"))
    require(rules.may_pay(prize_list, line, queries.payee_of(line), paid_date, local_date(now)))
    move(line, "pay", actor=actor, now=now, detail={"net_fen": line.net_fen, "proof": proof_file_id})
    line.paid_date, line.proof_file_id, line.reason = paid_date, proof_file_id, ""
    line.save(update_fields=["state", "paid_date", "proof_file_id", "reason"])
    return line


@transaction.atomic
def bounce_line(*, line_id: int, reason: str, actor: Actor, now: datetime) -> PrizeLine:
    """The bank sent the money back: the line waits again, and a settled list is open again."""
    prize_list, line = _locked_line(line_id)
    require(rules.may(actor, "funds.pay", prize_list.territory_id, now))
    if not reason.strip():
        raise Refused(no("prize_list.reason_missing", rules.TWO))
    move(line, "bounce", actor=actor, now=now, reason=reason, detail={"proof": line.proof_file_id})
    line.reason = reason.strip()[:400]
    line.save(update_fields=["state", "reason"])
    if prize_list.state == states.PAID:
        move(prize_list, "reopen", actor=actor, now=now, reason=reason)
        prize_list.save(update_fields=["state"])
    return line


@transaction.atomic
def cancel_line(*, line_id: int, reason: str, actor: Actor, now: datetime) -> PrizeLine:
    """The prize is not paid (renounced, title revoked before payment). By a leader."""
    prize_list, line = _locked_line(line_id)
    require(rules.may(actor, "funds.approve", prize_list.territory_id, now))
    if not reason.strip():
        raise Refused(no("prize_list.reason_missing", rules.TWO))
    return _cancel(line, reason, actor=actor, now=now)


@transaction.atomic
def settle_list(*, list_id: int, actor: Actor, now: datetime) -> PrizeList:
    """Every line is paid or cancelled. Raises Refused(prize_list.unpaid)."""
    prize_list = _locked(list_id)
    require(rules.may(actor, "funds.pay", prize_list.territory_id, now))
    waiting = queries.unpaid(prize_list).count()
    if waiting:
        raise Refused(no("prize_list.unpaid", rules.TWO, number=waiting))
    move(prize_list, "settle", actor=actor, now=now)
    prize_list.save(update_fields=["state"])
    return prize_list


def _rule(rule: tax.Default, from_date: date, *, actor: Actor, now: datetime) -> TaxRule:
    row = TaxRule.objects.create(
        recipient=rule.recipient,
        grantor=rule.grantor,
        code=rule.code,
        rate_num=rule.rate.numerator,
        rate_den=rule.rate.denominator,
        from_date=from_date,
        source=rule.source,
        note=rule.note,
        recorded_at=now,
        recorded_by=actor.id,
    )
    record(verb="tax_rule.set", subject=str(row), actor=actor, now=now, detail={"code": rule.code})
    return row


def _rule_today(recipient: str, grantor: str, now: datetime) -> TaxRule:
    rule = queries.tax_rule(recipient, grantor, local_date(now))
    if rule is None:
        raise Refused(no("prize_list.no_tax_rule", rules.TWO, recipient=recipient, grantor=grantor))
    return rule


def _line(number: int, prize: Prize, rule: TaxRule) -> PrizeLine:
    withheld = tax.withheld(prize.gross_fen, rules.rate(rule))
    return PrizeLine(
        **{**vars(prize), "category": clean(prize.category), "tier": clean(prize.tier)},
        number=number,
        tax_fen=withheld,
        net_fen=prize.gross_fen - withheld,
        tax_rule=rule,
    )


def _difference(number: int, line: PrizeLine, new_gross_fen: int) -> PrizeLine:
    if queries.correction_of(line) is not None:
        raise Refused(no("prize_line.corrected", rules.TWO, line=line.number))
    old_gross_fen = effective_before(line)
    if new_gross_fen < 0 or new_gross_fen == old_gross_fen:
        raise Refused(no("prize_list.bad_amount", rules.TWO, recipient=line.recipient_ref))
    gross, withheld, net = tax.difference(old_gross_fen, new_gross_fen, rules.rate(line.tax_rule))
    return PrizeLine(
        number=number,
        recipient_ref=line.recipient_ref,
        recipient=line.recipient,
        person_id=line.person_id,
        organisation_id=line.organisation_id,
        contact_person_id=line.contact_person_id,
        category=line.category,
        tier=line.tier,
        gross_fen=gross,
        tax_fen=withheld,
        net_fen=net,
        tax_rule=line.tax_rule,
        corrects=line,
    )


def effective_before(line: PrizeLine) -> int:
    """What the prize came to up to and including this line, in gross fen: corrections are chains of differences."""
    total, step = line.gross_fen, line.corrects
    while step is not None:
        total, step = total + step.gross_fen, step.corrects
    return total


def _sums(lines: Sequence[PrizeLine]) -> dict[str, int]:
    return {name: sum(getattr(line, name) for line in lines) for name in ("gross_fen", "tax_fen", "net_fen")}


def _stored(prize_list: PrizeList, lines: Sequence[PrizeLine], *, actor: Actor, now: datetime) -> PrizeList:
    try:
        with transaction.atomic():
            prize_list.save()
            for line in lines:
                line.prize_list = prize_list
            PrizeLine.objects.bulk_create(lines)
    except IntegrityError as error:
        raise Refused(no("prize_list.exists", rules.TWO, subject=prize_list.subject_ref)) from error
    record(
        verb="prize_list.draft",
        subject=str(prize_list),
        actor=actor,
        now=now,
        detail={"lines": len(lines), "gross_fen": prize_list.gross_fen},
        territory_id=prize_list.territory_id,
    )
    return prize_list


def _cancel(line: PrizeLine, reason: str, *, actor: Actor, now: datetime) -> PrizeLine:
    move(line, "cancel", actor=actor, now=now, reason=reason)
    line.reason = reason.strip()[:400]
    line.save(update_fields=["state", "reason"])
    return line


def _locked(list_id: int) -> PrizeList:
    return PrizeList.objects.select_for_update().get(pk=list_id)


def _locked_line(line_id: int) -> tuple[PrizeList, PrizeLine]:
    """The list is locked, which keeps its lines still."""
    prize_list = _locked(PrizeLine.objects.values_list("prize_list_id", flat=True).get(pk=line_id))
    return prize_list, PrizeLine.objects.select_related("prize_list", "tax_rule").get(pk=line_id)
