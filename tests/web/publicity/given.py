"""A subdistrict with a notice that runs now: the pages' clock is the real one."""

import io
from datetime import date, datetime, timedelta

from PIL import Image

from tests import given
from yuanba.places.models import CalendarYear
from yuanba.publicity import actions
from yuanba.publicity.models import Notice, Objection
from yuanba.web import clock

BODY = [
    {"type": "paragraph", "text": "经评审，拟表扬下列对象，现予公示。"},
    {"type": "heading", "text": "幸福小区"},
    {
        "type": "table",
        "head": ["序号", "对象", "所在小区（社区）", "编号"],
        "rows": [["1", "花城小区", "长堤社区", "7K3F"], ["2", "江岸院落", "河畔社区", "9M2P"]],
    },
    {"type": "list", "items": ["奖金另行公布"]},
]
CONTACT = "街道社区治理办 028-85550000，示范路1号"
KEY = "k" * 32


def years() -> None:
    """The work calendar knows this year and the next."""
    this = clock.now().year
    for year in (this, this + 1):
        CalendarYear.objects.get_or_create(year=year, defaults={"source": "示范"})


def drafted(world: given.World, *, title: str = "拟表扬名单公示", body: list | None = None, **terms: object) -> Notice:
    years()
    now = clock.now()
    return actions.draft_notice(
        content=actions.Content("GENERAL", title, BODY if body is None else body),
        subject_ref="campaign:1/list:1",
        territory_id=world.street.pk,
        terms=actions.Terms(**{"contact_line": CONTACT, **terms}),  # type: ignore[arg-type]
        actor=world.actor("STREET_ORGANISER", now=now),
        now=now,
    )


def opened(world: given.World, *, now: datetime | None = None, **words: object) -> Notice:
    row = drafted(world, **words)
    now = now or clock.now()
    return actions.open_notice(notice_id=row.pk, actor=world.actor("STREET_ORGANISER", now=now), now=now)


def objected(notice: Notice, world: given.World, resident: int = 0, **statement: object) -> actions.Filed:
    values = {"text": "名单里有一处与事实不符", "name": "赵某某", "contact": "028-85551111", **statement}
    return actions.file_objection(
        notice_id=notice.pk,
        statement=actions.Statement(**values),  # type: ignore[arg-type]
        actor=world.resident(resident, clock.now()),
        now=clock.now(),
    )


def decided(world: given.World, filed: actions.Filed, *, is_upheld: bool = False) -> Objection:
    return actions.decide_objection(
        objection_id=filed.objection.pk,
        is_upheld=is_upheld,
        reason="查了原始记录，名单无误。",
        actor=world.actor("APPEAL_OFFICER", now=clock.now()),
        now=clock.now(),
    )


def said(**changes: object) -> dict[str, object]:
    """What a browser sends with the objection form."""
    return {
        "request_key": KEY,
        "kind": "NAMED",
        "text": "花城小区的材料与事实不符，物业可以查到。",
        "name": "赵某某",
        "contact": "028-85551111",
        **changes,
    }


def picture(name: str = "公示栏.jpg", kind: str = "JPEG", colour: str = "white") -> io.BytesIO:
    data = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(data, kind)
    data.seek(0)
    data.name = name
    return data


def upload(text: bytes, name: str) -> io.BytesIO:
    data = io.BytesIO(text)
    data.name = name
    return data


def today() -> date:
    return clock.now().astimezone().date()


LONG = timedelta(days=40)
