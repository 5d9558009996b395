"""Notices made by their actions, on the real work calendar around the National Day of 2021."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.factories import TerritoryFactory
from tests.files.made import photo
from tests.officers import officer
from yuanba.files.actions import store
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import SHANGHAI
from yuanba.places.models import CalendarDay, CalendarYear, Territory
from yuanba.publicity import actions
from yuanba.publicity.models import Notice

# Source: 国务院办公厅关于2021年部分节假日安排的通知 (国办发明电〔2020〕27号): 1-7 October off, 26 September and 9 October worked.
SOURCE = "国办发明电〔2020〕27号"
NOW = datetime(2021, 9, 24, 10, 0, tzinfo=SHANGHAI)  # a Friday; 5 working days later is Thursday 30 September
TODAY = date(2021, 9, 24)
AFTER = datetime(2021, 10, 1, 0, 0, tzinfo=SHANGHAI)
BODY = [
    {"type": "paragraph", "text": "经评审，拟表扬下列个人，现予公示。"},
    {"type": "table", "head": ["姓名", "小区"], "rows": [["王小一", "花城一期"], ["李小二", "花城二期"]]},
]


def work_calendar() -> None:
    CalendarYear.objects.get_or_create(year=2021, defaults={"source": SOURCE})
    for day in range(1, 8):
        CalendarDay.objects.get_or_create(date=date(2021, 10, day), defaults={"is_workday": False, "source": SOURCE})
    for day in (date(2021, 9, 26), date(2021, 10, 9)):
        CalendarDay.objects.get_or_create(date=day, defaults={"is_workday": True, "source": SOURCE})
    for day in (date(2021, 9, 20), date(2021, 9, 21)):
        CalendarDay.objects.get_or_create(date=day, defaults={"is_workday": False, "source": SOURCE})
    CalendarDay.objects.get_or_create(date=date(2021, 9, 18), defaults={"is_workday": True, "source": SOURCE})


@dataclass
class Hall:
    """A street with an organiser, somebody who decides on objections, and a notice."""

    street: Territory
    organiser: Actor
    decider: Actor
    notice: Notice

    def post(self, posted_date: date = TODAY, now: datetime = NOW) -> None:
        actions.record_posting(
            notice_id=self.notice.pk,
            place="社区公示栏",
            posted_date=posted_date,
            photo_file_id=self.photo(now),
            actor=self.organiser,
            now=now,
        )

    def photo(self, now: datetime) -> int:
        """The organiser's own picture of the board."""
        return store(
            content=photo(), name="公示栏.jpg", kinds={"jpeg"}, limit_bytes=10**6, visibility="PUBLIC",
            actor=self.organiser, now=now,
        ).pk  # fmt: skip

    def object(self, now: datetime = NOW + timedelta(hours=1), **statement: object) -> actions.Filed:
        values = {"text": "与事实不符", "name": "赵某", "contact": "电话", **statement}
        return actions.file_objection(
            notice_id=self.notice.pk,
            statement=actions.Statement(**values),
            actor=Actor(id="account:900", account_id=900),
            now=now,
        )


def drafted(body: list | None = None, title: str = "拟表扬名单公示", **terms: object) -> Hall:
    work_calendar()
    street = TerritoryFactory(kind="SUBDISTRICT", name="示范街道")
    organiser = officer("STREET_ORGANISER", street, NOW)
    notice = actions.draft_notice(
        content=actions.Content("AWARD_RESULT", title, BODY if body is None else body),
        subject_ref="campaign:1",
        territory_id=street.pk,
        terms=actions.Terms(**terms),
        actor=organiser,
        now=NOW,
    )
    return Hall(street, organiser, officer("APPEAL_OFFICER", street, NOW), notice)


def opened(now: datetime = NOW, **terms: object) -> Hall:
    hall = drafted(**terms)
    hall.notice = actions.open_notice(notice_id=hall.notice.pk, actor=hall.organiser, now=now)
    return hall
