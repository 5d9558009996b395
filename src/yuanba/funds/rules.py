"""Who may draft, check, approve and pay, and when a list adds up."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from yuanba.funds import states, tax
from yuanba.funds.models import Payee, PrizeLine, PrizeList, TaxRule
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import compact, id_number_ok
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.people.models import Account, Consent, ConsentText
from yuanba.places.queries import lineage

TWO = "two people for every payment"
PAYEES = "PIPL 28: asked only from winners, with separate consent, encrypted, erased in time"
# Source: ISO/IEC 7812-1 allows cards up to 19 digits; company accounts of Chinese banks have 12 and more.
ACCOUNT_DIGITS = (8, 30)


def may(actor: Actor, permission: str, territory_id: int, now: datetime) -> Verdict:
    if actor.holds(permission, lineage(territory_id, local_date(now))):
        return YES
    return no("funds.not_yours", "appointments carry every permission", permission=permission)


def is_another(actor: Actor, earlier: Sequence[str]) -> Verdict:
    """Whoever acts is none of those who acted before, under another account either."""
    if actor.id in earlier:
        return no("prize_list.same_person", TWO)
    accounts = [int(one.removeprefix("account:")) for one in earlier if one.startswith("account:")]
    persons = set(Account.objects.filter(pk__in=accounts).values_list("person_id", flat=True)) - {None}
    return no("prize_list.same_person", TWO) if actor.person_id in persons else YES


def adds_up(prize_list: PrizeList, lines: Sequence[PrizeLine]) -> Verdict:
    """Totals are the sums of the lines, every tax is what its rule says, and the budget is kept."""
    sums = tuple(sum(getattr(line, name) for line in lines) for name in ("gross_fen", "tax_fen", "net_fen"))
    if sums != (prize_list.gross_fen, prize_list.tax_fen, prize_list.net_fen):
        return no("prize_list.totals", TWO, gross=sums[0], stated=prize_list.gross_fen)
    wrong = [line.number for line in lines if line.corrects_id is None and line.tax_fen != _tax(line)]
    if wrong:
        return no("prize_list.tax", TWO, lines=", ".join(map(str, wrong)))
    if prize_list.gross_fen > prize_list.budget_fen:
        return no("prize_list.over_budget", TWO, gross=prize_list.gross_fen, budget=prize_list.budget_fen)
    return YES


def _tax(line: PrizeLine) -> int:
    return tax.withheld(line.gross_fen, rate(line.tax_rule))


def rate(rule: TaxRule) -> Fraction:
    return Fraction(rule.rate_num, rule.rate_den)


def may_pay(prize_list: PrizeList, line: PrizeLine, payee: Payee | None, paid: date, today: date) -> Verdict:
    """The list is approved, the day is between approval and today, and the payee of money going out is known."""
    if prize_list.state != states.APPROVED or prize_list.approved_at is None:
        return no("prize_list.not_approved", TWO, state=prize_list.state)
    if not local_date(prize_list.approved_at) <= paid <= today:
        return no("prize_line.paid_day", TWO, day=paid.isoformat())
    if line.net_fen > 0 and (payee is None or payee.erased_at is not None):
        return no("prize_line.no_payee", PAYEES, line=line.number)
    return YES


def may_give_payee(line: PrizeLine, actor: Actor, now: datetime) -> Verdict:
    """Once the list is approved: the winner, who speaks for a body or an author without account, or finance."""
    if line.prize_list.state != states.APPROVED:
        return no("payee.not_yet", PAYEES, state=line.prize_list.state)
    if line.state not in {states.PENDING, states.RETURNED}:
        return no("payee.too_late", PAYEES, state=line.state)
    if actor.person_id is not None and actor.person_id == speaker_of(line):
        return YES
    return may(actor, "funds.pay", line.prize_list.territory_id, now)


def speaker_of(line: PrizeLine) -> int | None:
    """The person who says where the prize goes; None where only finance can."""
    return line.person_id or line.contact_person_id


def needs_id_number(line: PrizeLine) -> bool:
    """Where tax is withheld from a person: the return names the person by it. Source: C-003; IIT law article 9."""
    return line.recipient == TaxRule.Recipient.PERSON and line.tax_rule.rate_num > 0


def signed_for(line: PrizeLine, text: ConsentText | None, paper_ref: str) -> Verdict:
    """A paper with a signature under a separate text is enough where nobody of the registers speaks for the winner."""
    if text is None or not text.is_separate or speaker_of(line) is not None:
        return no("payee.no_consent", PAYEES)
    return YES if paper_ref else no("payee.paper_unnamed", PAYEES)


def consents(consent: Consent | None, line: PrizeLine) -> Verdict:
    """A separate consent, not withdrawn, of the winner or of whoever speaks for the winning organisation."""
    if consent is None or consent.withdrawn_at is not None or not consent.text.is_separate:
        return no("payee.no_consent", PAYEES)
    person_id = consent.person_id
    if person_id is None and consent.account is not None:
        person_id = consent.account.person_id
    expected = speaker_of(line)
    if expected is not None and person_id != expected:
        return no("payee.no_consent", PAYEES)
    return YES


def is_payable(line: PrizeLine, holder: str, id_number: str, account: str, bank: str) -> Verdict:
    """Persons give their ID number where tax is withheld (the return names it), else if they like; bodies have none."""
    if not holder or not bank:
        return no("payee.incomplete", PAYEES)
    if line.recipient == TaxRule.Recipient.PERSON:
        if not id_number and needs_id_number(line):
            return no("payee.id_number_missing", "Individual Income Tax Law 9")
        if id_number and not id_number_ok(id_number):
            return no("payee.id_number", "GB 11643")
    elif id_number:
        return no("payee.id_number_unneeded", PAYEES)
    digits = compact(account)
    low, high = ACCOUNT_DIGITS
    if not (digits.isascii() and digits.isdigit() and low <= len(digits) <= high):
        return no("payee.account", "ISO/IEC 7812-1")
    return YES
