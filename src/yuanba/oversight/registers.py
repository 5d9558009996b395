"""Which registers exist for which kind of body, and the arithmetic of looking back. Pure.

A body that has no such register gets "not applicable", which is not "unmet" (issue A, section 3, stage 3).
"""

from collections.abc import Iterable
from datetime import date, timedelta

SAFETY_INCIDENT = "SAFETY_INCIDENT"
CRITICISM = "CRITICISM"
PENALTY = "PENALTY"
ABNORMAL_LIST = "ABNORMAL_LIST"
DISHONESTY_LIST = "DISHONESTY_LIST"
INFRINGEMENT = "INFRINGEMENT"

# Lists have a first and a last day: a body stands on them for a while.
LISTS = frozenset({ABNORMAL_LIST, DISHONESTY_LIST})

# Severities in rising order, and the first that a seed calls 较大.
# Source: 国务院令第493号《生产安全事故报告和调查处理条例》第三条 (in force since 2007-06-01).
SEVERITIES = ("MINOR", "ORDINARY", "SERIOUS", "MAJOR", "EXTRAORDINARY")
SERIOUS = "SERIOUS"

_REGISTERED = frozenset({SAFETY_INCIDENT, CRITICISM, PENALTY, ABNORMAL_LIST, DISHONESTY_LIST})
_COMMITTEE = frozenset({CRITICISM, INFRINGEMENT})

# Companies stand in 企业经营异常名录 and 严重违法失信名单 (《企业信息公示暂行条例》, 市场监管总局令第44号), social organisations
# in 活动异常名录 and 严重违法失信名单 (民政部令第60号). Committees, party bodies and groups are entered in neither.
APPLICABLE: dict[str, frozenset[str]] = {
    "PROPERTY_COMPANY": _REGISTERED,
    "DEVELOPER": _REGISTERED,
    "SOCIAL_ORGANISATION": _REGISTERED,
    "OTHER": _REGISTERED,
    "OWNERS_COMMITTEE": _COMMITTEE,
    "COURTYARD_COMMITTEE": _COMMITTEE,
    "PREPARATORY_GROUP": frozenset({CRITICISM}),
    "SPECIAL_COMMITTEE": _COMMITTEE,
    "RESIDENTS_COMMITTEE": _COMMITTEE,
    "PARTY_ORGANISATION": frozenset({CRITICISM}),
    "SUBDISTRICT_OFFICE": frozenset({CRITICISM}),
    "DEPARTMENT": frozenset({CRITICISM}),
    "SGC": frozenset({CRITICISM}),
    "SERVICE_ORGAN": frozenset({CRITICISM}),
    "TASK_FORCE": frozenset({CRITICISM}),
    "AUTONOMY_COMMITTEE": frozenset(),
    "MUTUAL_AID_GROUP": frozenset(),
    "RESIDENT_GROUP": frozenset(),
    "SELF_ORGANISED_GROUP": frozenset(),
    "EXPERT_LIST": frozenset(),
}


def applies(kind: str, organisation_kind: str) -> bool:
    """True if a body of that kind can stand in the register; an unknown kind of body can, to be on the safe side."""
    return kind in APPLICABLE.get(organisation_kind, _REGISTERED)


def at_least(severity: str, threshold: str) -> bool:
    """True if an incident is as severe as the threshold or worse."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(threshold)


def months_before(day: date, months: int) -> date:
    """The same day of the month `months` earlier, or the last day of that month if it is shorter.

    24 months before 2021-10-09 is 2019-10-09 (R-112). Source: 民法典 art. 202 for the missing day.
    """
    assert months >= 0, "look back, not ahead"
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    next_month = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (next_month - timedelta(days=1)).day))


def is_covered(since: date, until: date, periods: Iterable[tuple[date, date]]) -> bool:
    """True if the periods, both ends inclusive, leave no day of [since, until] out."""
    reached = since
    for first, last in sorted(periods):
        if first > reached:
            return False
        reached = max(reached, last + timedelta(days=1))
        if reached > until:
            return True
    return reached > until


def day_before(day: date) -> date:
    """The last day of a half-open period that ends on `day`."""
    return day - timedelta(days=1)
