"""Reading prize lists: the money in words and figures, what is paid, who is to be paid (masked)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from yuanba.funds import states
from yuanba.funds.models import Payee, PrizeLine, PrizeList, Step, TaxRule
from yuanba.kernel.fen import capital
from yuanba.places.queries import current


def tax_rule(recipient: str, grantor: str, on: date) -> TaxRule | None:
    """The rule that holds on that day."""
    return TaxRule.objects.filter(current(on), recipient=recipient, grantor=grantor).order_by("-from_date").first()


def tax_rules() -> QuerySet[TaxRule]:
    """Every rule that was ever entered, by kind of recipient and grantor, the newest first."""
    return TaxRule.objects.order_by("recipient", "grantor", "-from_date", "-pk")


def for_subject(subject_ref: str) -> PrizeList | None:
    """The living prize list of an activity, if there is one."""
    rows = PrizeList.objects.filter(subject_ref=subject_ref, corrects__isnull=True)
    return rows.exclude(state=states.RETURNED).first()


def lists(territory_ids: Sequence[int]) -> QuerySet[PrizeList]:
    """The prize lists of these territories, newest first."""
    return PrizeList.objects.filter(territory_id__in=territory_ids).order_by("-pk")


def lines(prize_list: PrizeList) -> QuerySet[PrizeLine]:
    """The lines in their order, with recipient, rule and payee (sealed fields left out). One query."""
    rows = PrizeLine.objects.filter(prize_list=prize_list)
    rows = rows.select_related("person", "organisation", "tax_rule", "payee")
    return rows.defer("payee__id_number_sealed", "payee__account_sealed", "payee__holder_sealed").order_by("number")


@dataclass(frozen=True)
class Amount:
    """An amount of a list, in fen and in capital characters."""

    fen: int
    capital: str


@dataclass(frozen=True)
class Totals:
    """What a list comes to, and how much of it has left the bank. `by_category` is (number of prizes, gross fen)."""

    number: int
    gross: Amount
    tax: Amount
    net: Amount
    paid_net_fen: int
    by_category: dict[str, tuple[int, int]]


def amount(fen: int) -> Amount:
    return Amount(fen, capital(fen))


def totals(prize_list: PrizeList) -> Totals:
    """Summed from the lines that were not cancelled, corrections apart. One query."""
    rows = PrizeLine.objects.filter(prize_list=prize_list).exclude(state=states.CANCELLED).order_by("number")
    kept = list(rows.values_list("category", "gross_fen", "tax_fen", "net_fen", "state"))
    by_category: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for category, gross, *_ in kept:
        number, total = by_category[category]
        by_category[category] = (number + 1, total + gross)
    return Totals(
        number=len(kept),
        gross=amount(sum(row[1] for row in kept)),
        tax=amount(sum(row[2] for row in kept)),
        net=amount(sum(row[3] for row in kept)),
        paid_net_fen=sum(row[3] for row in kept if row[4] == states.PAID),
        by_category=dict(by_category),
    )


def effective_gross(line: PrizeLine) -> int:
    """What the prize comes to with its approved corrections, in fen."""
    total, step = line.gross_fen, line
    while (following := correction_of(step)) is not None:
        total += following.gross_fen
        step = following
    return total


def correction_of(line: PrizeLine) -> PrizeLine | None:
    """The line that corrects this one, if there is one that was not cancelled."""
    return PrizeLine.objects.filter(corrects=line).exclude(state=states.CANCELLED).select_related("prize_list").first()


def unpaid(prize_list: PrizeList) -> QuerySet[PrizeLine]:
    """The lines that wait for payment."""
    return lines(prize_list).filter(state__in=[states.PENDING, states.RETURNED])


def without_payee(prize_list: PrizeList) -> QuerySet[PrizeLine]:
    """The unpaid lines whose winners have still to say where the money goes."""
    return unpaid(prize_list).filter(Q(payee__isnull=True) | Q(payee__erased_at__isnull=False))


def payee_of(line: PrizeLine) -> Payee | None:
    return Payee.objects.filter(line=line).first()


def lines_of_person(person_id: int) -> QuerySet[PrizeLine]:
    """The prizes of approved lists that a person won or speaks for: where payee data are asked."""
    mine = Q(person_id=person_id) | Q(contact_person_id=person_id)
    rows = PrizeLine.objects.filter(mine, prize_list__state__in=[states.APPROVED, states.PAID])
    return rows.select_related("prize_list", "payee", "tax_rule").order_by("-pk")


def waiting_for_payee(person_id: int) -> QuerySet[PrizeLine]:
    """The prizes of a person of which nobody said yet where they go."""
    given = Q(payee__isnull=False, payee__erased_at__isnull=True)
    open_lines = lines_of_person(person_id).filter(prize_list__state=states.APPROVED, state__in=("PENDING", "RETURNED"))
    return open_lines.exclude(given)


def payees_due(on: date) -> QuerySet[Payee]:
    """Payee data whose last day is before `on`."""
    return Payee.objects.filter(erased_at__isnull=True, keep_until__lt=on).order_by("pk")


def paid_out(subject_ref: str) -> int:
    """Net fen that left the bank for an activity, corrections included."""
    mine = Q(prize_list__subject_ref=subject_ref)
    return PrizeLine.objects.filter(mine, state=states.PAID).aggregate(total=Sum("net_fen"))["total"] or 0


def budget_left(subject_ref: str) -> int:
    """What the announced budget still allows beside every living list of the activity, in fen; never below 0."""
    rows = PrizeList.objects.filter(subject_ref=subject_ref).exclude(state=states.RETURNED)
    budget = rows.filter(corrects__isnull=True).aggregate(total=Sum("budget_fen"))["total"] or 0
    return max(budget - (rows.aggregate(total=Sum("gross_fen"))["total"] or 0), 0)


NOT_GIVEN = "NOT_GIVEN"
GIVEN = "GIVEN"
ERASED = "ERASED"


@dataclass(frozen=True)
class Row:
    """A line as a page shows it: payee data masked, amounts in fen."""

    line: PrizeLine
    payee_state: str
    holder_masked: str
    account_masked: str
    bank: str
    keep_until: date | None


def rows(prize_list: PrizeList) -> tuple[Row, ...]:
    """Every line with its masked payee. One query."""
    found = []
    for line in lines(prize_list):
        payee: Payee | None = getattr(line, "payee", None)
        state = NOT_GIVEN if payee is None else ERASED if payee.erased_at else GIVEN
        found.append(
            Row(
                line,
                state,
                payee.holder_masked if payee else "",
                payee.account_masked if payee else "",
                payee.bank if payee else "",
                payee.keep_until if payee else None,
            )
        )
    return tuple(found)


def history(prize_list: PrizeList) -> QuerySet[Step]:
    return Step.objects.filter(subject=str(prize_list)).order_by("at", "pk")
