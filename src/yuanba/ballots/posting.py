"""By when the result of an owners' ballot hangs in the compound: dated rules with their source. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yuanba.kernel.calendar import local_date


@dataclass(frozen=True, slots=True)
class PostingRule:
    """The result is posted within `days` days after the day of the count, from `from_date` until before `to_date`."""

    days: int
    source: str
    from_date: date
    to_date: date | None = None


# The national guidance asks for a prompt posting in writing and names no number; three days are the regulation of
# Beijing, taken as the default where a city says nothing.
# Sources: 业主大会和业主委员会指导规则（建房〔2009〕274号，2010年1月1日起）; 北京市物业管理条例（2020年5月1日起）.
RULES = (
    PostingRule(3, "业主大会和业主委员会指导规则（及时书面公告）；三日参照北京市物业管理条例", date(2020, 5, 1)),
    PostingRule(
        3, "业主大会和业主委员会指导规则（及时书面公告）；三日是本平台的期限", date(2010, 1, 1), date(2020, 5, 1)
    ),
)


@dataclass(frozen=True, slots=True)
class PostingDue:
    """`due_date` is the last day; `days_late` counts the days after it, until the posting or today."""

    rule: PostingRule
    due_date: date
    posted_date: date | None
    days_late: int

    @property
    def is_done(self) -> bool:
        return self.posted_date is not None


def rule_on(on: date) -> PostingRule:
    """The row of that day; before the first one, that one."""
    held = (row for row in RULES if row.from_date <= on and (row.to_date is None or on < row.to_date))
    return next(held, RULES[-1])


def due(counted_at: datetime, posted: date | None, today: date) -> PostingDue:
    """Where the duty stands. The day of the count is not counted. Source: 民法典 第201条."""
    counted = local_date(counted_at)
    rule = rule_on(counted)
    last = counted + timedelta(days=rule.days)
    late = ((posted or today) - last).days
    return PostingDue(rule, last, posted, max(late, 0))
