"""Terms of property service contracts as dated rows with their source, and the arithmetic of their days. Pure.

A contract is kept half-open: `to_date` is the first day on which it no longer holds. The day on which a notice is given
is not counted (民法典 art. 201), so that sixty days' notice given on 1 March ends a contract with 30 April at the earliest.
"""

from dataclasses import dataclass
from datetime import date, timedelta

DISMISSAL = "DISMISSAL"
NO_RENEWAL = "NO_RENEWAL"
END_INDEFINITE = "END_INDEFINITE"
HANDOVER = "HANDOVER"
SESSION = "SESSION"
TENDERERS = "TENDERERS"
LAW, PRACTICE = "LAW", "PRACTICE"


@dataclass(frozen=True, slots=True)
class Term:
    """A number that a law or our own practice sets, from `from_date` until before `to_date` (None: in force).

    `number` is in days, of TENDERERS in companies. `may_differ`: the contract may agree on another number.
    """

    key: str
    number: int
    basis: str
    source: str
    paraphrase: str
    from_date: date
    to_date: date | None = None
    may_differ: bool = False


CIVIL_CODE = date(2021, 1, 1)
TERMS = (
    Term(
        DISMISSAL,
        60,
        LAW,
        "民法典第946条",
        "Owners who have decided by the procedure of the law to dismiss the company tell it in writing 60 days before, "
        "unless the contract agrees on another term.",
        CIVIL_CODE,
        may_differ=True,
    ),
    Term(
        NO_RENEWAL,
        90,
        LAW,
        "民法典第947条",
        "A company that does not agree to a renewal tells the owners or their committee in writing 90 days before the "
        "contract ends, unless the contract agrees on another term.",
        CIVIL_CODE,
        may_differ=True,
    ),
    Term(
        END_INDEFINITE,
        60,
        LAW,
        "民法典第948条",
        "Where the term is over, nothing was decided and the company goes on serving, the contract holds for no fixed "
        "term; either side may end it, and tells the other in writing 60 days before.",
        CIVIL_CODE,
    ),
    Term(
        HANDOVER,
        30,
        PRACTICE,
        "本平台默认交接期限（民法典第949条只说“约定期限或者合理期限”）",
        "Thirty days from the end of the old contract for everything to be handed over, unless both sides agree on others. "
        "The law says: within the agreed or a reasonable time.",
        CIVIL_CODE,
        may_differ=True,
    ),
    Term(
        SESSION,
        3,
        PRACTICE,
        "本平台默认提前通知天数",
        "Owners learn of an explainer session three days before it.",
        CIVIL_CODE,
    ),
    Term(
        TENDERERS,
        3,
        LAW,
        "招标投标法第28条",
        "Where fewer than three companies hand in a tender, it is invited anew.",
        date(2000, 1, 1),
    ),
)

# What the law says without a number; pages name it beside the step it belongs to.
DUTIES = {
    "RENEW_IN_TIME": "民法典第947条",  # a renewal that owners decided is signed before the old contract ends
    "INDEFINITE": "民法典第948条",  # no decision and service goes on: the contract holds, for no fixed term
    "HAND_OVER": "民法典第949条",  # rooms, facilities and papers are handed back; no fee for whoever refuses
    "GO_ON": "民法典第950条",  # until the new company takes over the old one goes on, and is paid for it
    "DECIDE": "民法典第278条",  # who must take part and agree: ballots/tally/law.py
    "NOTICE_OF_VOTE": "物业管理条例第14条",  # 15 days: ballots/rules.py
}


def term(key: str, on: date) -> Term:
    """The row in force on that day. Raises KeyError where there is none: rather no answer than a guess."""
    for row in TERMS:
        if row.key == key and row.from_date <= on and (row.to_date is None or on < row.to_date):
            return row
    raise KeyError(f"no term {key} on {on}")


def earliest_end(key: str, given: date, agreed_days: int | None = None) -> date:
    """The first day on which a contract need no longer hold after a notice given on `given`: the whole term lies between.

    1 March and 60 days: 1 May, since day 1 is 2 March and day 60 is 30 April.
    """
    row = term(key, given)
    days = agreed_days if agreed_days is not None and row.may_differ else row.number
    return given + timedelta(days=days + 1)


def last_day_to_tell(key: str, to_date: date, agreed_days: int | None = None) -> date:
    """The last day on which a notice can be given for a contract whose first day without force is `to_date`."""
    row = term(key, to_date)
    days = agreed_days if agreed_days is not None and row.may_differ else row.number
    return to_date - timedelta(days=days + 1)


def handover_due(from_date: date, days: int | None = None) -> date:
    """The last day of a hand-over that begins on `from_date`, which itself is not counted."""
    return from_date + timedelta(days=days if days is not None else term(HANDOVER, from_date).number)


def is_indefinite(to_date: date | None, on: date) -> bool:
    """A contract whose term is over, or that names none, and that nobody ended."""
    return to_date is None or on >= to_date


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or the first of the month after where it has no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month == 11), (month + 1) % 12 + 1, 1)
