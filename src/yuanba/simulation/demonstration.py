"""The subdistrict that `yuanba demo` shows: five communities, twelve compounds, 6,000 dwellings, and its campaigns.

One compound carries exactly the nine facts, the milestones and the honours of a real one that a newspaper reported
(R-004…R-006); everything else is invented.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

import pyotp

from yuanba.awards import actions as awards
from yuanba.awards.models import StageRun
from yuanba.awards.playbook.publishing import shifted_text
from yuanba.awards.playbook.reading import read
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import YearUnknown, local_date
from yuanba.oversight import actions as oversight
from yuanba.people import actions as people
from yuanba.people.models import Account, Organisation
from yuanba.places import actions as places
from yuanba.places.queries import calendar
from yuanba.publicity import actions as publicity
from yuanba.simulation import (
    assemblies_shown,
    award,
    cases_shown,
    choices_shown,
    co_creating,
    desks_shown,
    entering,
    helpers_shown,
    judging,
    owners_shown,
    plans_shown,
    property_shown,
    screening,
    secret_shown,
)
from yuanba.simulation.invent import Inventor
from yuanba.simulation.show import Show
from yuanba.simulation.world import SINCE, CompoundMade, CompoundPlan, World, build, hire

SEED = 2021
RHINE = CompoundPlan("莱茵水岸", 3, 1766, 88, 23)
OTHERS = (
    ("南湖尚景", 3, 620), ("怡康苑", 1, 214), ("日杂公司宿舍", 0, 96), ("锦江春晓", 0, 540), ("通济雅居", 1, 430),
    ("古城花园", 2, 388), ("府河名都", 2, 472), ("龙河新城", 4, 560), ("麓湖家园", 4, 346), ("银杏苑", 0, 248),
    ("滨河院落", 1, 320),
)  # fmt: skip
FACTS = (
    ("HANDED_OVER", "2007-03"),
    ("FLOOR_AREA", "2450000000"),  # cm²: 24.5 万平方米
    ("BUILDINGS", "23"),
    ("GREENING_RATE", "31"),
    ("FLOOR_AREA_RATIO", "2.12"),
    ("USE", "MIXED"),
    ("SHOPS", "88"),
    ("HOUSEHOLDS", "1766"),
    ("OCCUPANCY_RATE", "92.3"),
)
FACTS_DATE = date(2021, 9, 14)  # when the newspaper reported them
MILESTONES = (
    ("2007-03", "小区交付"),
    ("2010-12", "召开首次业主大会，选举产生业主委员会"),
    ("2017-06", "成立小区党支部"),
)
HONOURS = (
    (2008, "市优秀住宅小区", "市级主管部门"),
    (2018, "法治小区", "市级主管部门"),
    (2020, "全省基层治理示范小区", "省级主管部门"),
)
LONGEST_HOLIDAY = 9  # days, with the weekends beside it
OPENED_DAYS_AGO = 9  # this year's campaign
ENTRIES_SO_FAR = 18
LAST_YEAR_ENTRIES = 110
SMALL_ENTRIES = 26
SCREENED_ENTRIES = 14


def load(*, playbook_text: str, light_text: str, now: datetime, tell: Callable[[str], None]) -> World:
    """The present, empty database holds the demonstration as of `now`. Takes about a minute."""
    inventor = Inventor(SEED)
    registration = read(playbook_text).stages[0].opens
    opened = weekday_of(registration, local_date(now) - timedelta(days=OPENED_DAYS_AGO))
    last = weekday_of(registration, opened - timedelta(days=364))
    start = now - timedelta(days=(local_date(now) - last).days + award.BEFORE.days)
    plans = [RHINE] + [CompoundPlan(name, place, size, size // 30, max(1, size // 80)) for name, place, size in OTHERS]
    tell("街道、小区和名册 / the subdistrict and its roll")
    world = build(plans, inventor, start, tell=tell)
    furnish(world, start)
    tell("去年的评选，从报名到命名 / last year's campaign")
    finished(world, edition(playbook_text, registration, last), start, tell)
    tell("今年的评选，正在报名 / this year's campaign")
    show = opened_campaign(world, edition(playbook_text, registration, opened), now, tell)
    enter_some(show, now)
    tell("社区身边好人，正在评议 / a light campaign")
    commented(world, light_text, now, tell)
    tell("两次业主征询：一次正在投，一次有结果 / two owners' ballots: one open, one with its result")
    decided = owners_shown.ask_owners(world, now)
    tell("标志和公共收益：一次正在投，一次有结果 / a logo and a budget: one open, one with its result")
    choices_shown.ask_for_choices(world, now)
    secret_shown.show(world, now)
    tell("一个选出业委会的小区，一个正在报名的小区 / a committee in office, and an assembly that takes names")
    assemblies_shown.show(world, now)
    tell("物业选聘、交接和加装电梯 / a property company chosen and handing over, a lift")
    property_shown.show(world, now)
    assemblies_shown.supervise(world, now)
    tell("标识、口号和公约：一个小区已采用，一个正在公示 / a logo, a motto and a covenant")
    co_creating.create(world, now)
    reported(world, now, tell)
    tell("一项正在初审的评选 / one campaign being screened")
    screened = staged(
        world, playbook_text, "SCREENING", ("楼栋新貌", "Better buildings"), now, tell, entries=SCREENED_ENTRIES
    )
    screening.under_way(screened, run_of_kind(screened, "SCREENING"))
    tell("一项正在投票、一项正在评审的评选 / one campaign at its vote, one before its jury")
    staged(world, playbook_text, "VOTE", ("邻里守望", "Neighbours for each other"), now, tell)
    judged = staged(world, playbook_text, "JURY", ("院坝新风", "A fresh breeze in the courtyard"), now, tell)
    appoint_juror(world, judged, now)
    hang_out(world, now - timedelta(days=1))
    give_second_factors(now)
    desks_shown.watch(decided, now)
    return world


def reported(world: World, now: datetime, tell: Callable[[str], None]) -> None:
    """Reports of a month, whoever serves the compound, doors that were knocked at, and the plans that grew out of it."""
    cases_shown.show(world, now)
    tell("网格员、楼栋长、专委会和专班 / grid workers, building leads, a special committee, a task force")
    helpers_shown.show(world, now)
    tell("入户走访、三大计划和居民提议 / door-knock rounds, the three plans, ideas of residents")
    plans_shown.show(world, now)


def weekday_of(pattern: date, day: date) -> date:
    """The latest day until `day` that falls on the weekday of `pattern`: windows keep their weekends."""
    return day - timedelta(days=(day.weekday() - pattern.weekday()) % 7)


def edition(text: str, registration: date, opens: date) -> str:
    """The playbook with its windows moved so that registration opens on `opens`, and the year it then is."""
    moved = shifted_text(text, (opens - registration).days)
    year = registration.year
    moved = re.sub(rf"^(title(_en)?\s*=\s*\"){year}", rf"\g<1>{opens.year}", moved, flags=re.M)
    moved = re.sub(rf"^year\s*=\s*{year}", f"year = {opens.year}", moved, flags=re.M)
    moved = re.sub(rf"^(id\s*=\s*\"[a-z-]+){year}", rf"\g<1>{opens.year}", moved, flags=re.M)
    return with_room_for_notice(moved)


def with_room_for_notice(text: str) -> str:
    """The playbook whose notice closes with its last working day by the work calendar, whatever holidays it now meets."""
    playbook = read(text)
    stage = playbook.stages[-1]
    try:
        last = calendar().add_workdays(stage.opens, playbook.notice.workdays)
    except YearUnknown:  # next year's holidays are announced each autumn: room for the longest of them
        last = stage.opens + timedelta(days=2 * playbook.notice.workdays + LONGEST_HOLIDAY)
    pattern = r'(kind = "PUBLICITY"\n(?:(?!\[).*\n)*?closes = )[0-9-]{10}'
    return re.sub(pattern, rf"\g<1>{max(stage.closes, last).isoformat()}", text)


def finished(world: World, text: str, start: datetime, tell: Callable[[str], None]) -> Show:
    """Last year's campaign from announcement to prize list."""
    playbook = read(text)
    show = award.announce(
        world,
        playbook,
        Random(SEED),
        entries=LAST_YEAR_ENTRIES,
        turnout=6,
        now=start,
        tell=tell,
        code=f"HY{playbook.year}",
    )
    award.play(show)
    return show


def opened_campaign(world: World, text: str, now: datetime, tell: Callable[[str], None]) -> Show:
    """This year's campaign, open for entries."""
    playbook = read(text)
    begin = now - timedelta(days=OPENED_DAYS_AGO + 14)
    show = award.announce(
        world,
        playbook,
        Random(SEED + 1),
        entries=ENTRIES_SO_FAR,
        turnout=6,
        now=begin,
        tell=tell,
        code=f"HY{playbook.year}",
    )
    awards.advance(show.run_of(playbook.stages[0].key).opens_at)
    awards.advance(now)
    return show


def enter_some(show: Show, now: datetime) -> None:
    """A few neighbours have entered already, by every channel; one of them twice."""
    run = show.run_of(show.playbook.stages[0].key)
    coming = list(entering.entrants(show, run, run.opens_at))
    step = (now - run.opens_at) / (len(coming) + 1)
    for place, entrant in enumerate(coming, start=1):
        entry = entering.enter(show, entrant, run.opens_at + step * place)
        if place == 3:
            entering.enter_twice(show, entrant, entry, run.opens_at + step * place + step / 2)


def commented(world: World, text: str, now: datetime, tell: Callable[[str], None]) -> Show:
    """A community's light campaign whose candidates are being discussed today."""
    playbook = read(text)
    comment = next(stage for stage in playbook.stages if stage.kind == "COMMENT")
    today = local_date(now)
    moved = edition(
        text, playbook.stages[0].opens, playbook.stages[0].opens + (today - comment.opens) - timedelta(days=2)
    )
    playbook = read(moved)
    begin = now - timedelta(days=(today - playbook.stages[0].opens).days + award.BEFORE.days)
    show = award.announce(
        world,
        playbook,
        Random(SEED + 2),
        entries=10,
        turnout=1,
        now=begin,
        tell=tell,
        code=f"HR{playbook.year}",
    )
    for run in StageRun.objects.filter(campaign=show.fresh()).order_by("position"):
        awards.advance(max(run.opens_at, begin))
        if run.kind == "COMMENT":
            break
        award.PLAY.get(run.kind, award.nothing)(show, show.run_of(run.key))
        award.close(show, run)
    return show


def staged(
    world: World,
    text: str,
    kind: str,
    names: tuple[str, str],
    now: datetime,
    tell: Callable[[str], None],
    *,
    entries: int = SMALL_ENTRIES,
) -> Show:
    """A smaller campaign that has come to its stage of this kind, which opened two days ago and waits for people.

    `names` are Chinese and English.
    """
    pattern = read(text)
    here = next(stage for stage in pattern.stages if stage.kind == kind)
    days = (local_date(now) - here.opens).days - 2
    moved = edition(text, pattern.stages[0].opens, pattern.stages[0].opens + timedelta(days=days))
    moved = re.sub(r"^title\s*=.*$", f'title = "{now.year} 年“{names[0]}”评选"', moved, count=1, flags=re.M)
    moved = re.sub(r"^title_en\s*=.*$", f'title_en = "{now.year} “{names[1]}” awards"', moved, count=1, flags=re.M)
    playbook = read(moved)
    begin = now - timedelta(days=(local_date(now) - playbook.stages[0].opens).days + award.BEFORE.days)
    show = award.announce(
        world,
        playbook,
        Random(SEED + days),
        entries=entries,
        turnout=2,
        now=begin,
        tell=tell,
        code=f"{kind[:2]}{now.year}",
    )
    for run in StageRun.objects.filter(campaign=show.fresh()).order_by("position"):
        award.PREPARE.get(run.kind, award.nothing)(show, run)
        awards.advance(run.opens_at)
        if run.kind == kind:
            break
        award.PLAY.get(run.kind, award.nothing)(show, show.run_of(run.key))
        award.close(show, run)
    return show


def run_of_kind(show: Show, kind: str) -> StageRun:
    return StageRun.objects.select_related("campaign").get(campaign=show.campaign, kind=kind)


def appoint_juror(world: World, show: Show, now: datetime) -> None:
    """One of the seated jurors is listed among the sign-ins, so that a visitor can sit in that chair.

    All others have declared: the panel opens for reading once the visitor has too.
    """
    run = run_of_kind(show, "JURY")
    person = judging.members(judging.panels(run)[0])[0]
    for panel in judging.panels(run):
        judging.declare(show, panel, run.opens_at + timedelta(hours=10), but=person)
    people.appoint(
        person_id=person, organisation_id=world.office.pk, post="JUROR", territory_id=world.street.pk, from_date=SINCE,
        actor=system("simulation"), now=now,
    )  # fmt: skip


def hang_out(world: World, now: datetime) -> None:
    """A notice runs against which anybody may object, since last year's notices are over."""
    organiser = world.officer("STREET_ORGANISER", now)
    words = (
        "今年的小区治理先进评选，拟请以下单位派人旁听评审，现予公示。",
        "对名单有不同看法的，请在公示期内提出，留姓名、不留姓名都可以。",
    )
    table = {
        "type": "table",
        "head": ["单位", "人数"],
        "rows": [["滨江社区居民议事会", "2"], ["古城社区居民议事会", "2"], ["四河社区居民议事会", "1"]],
    }
    notice = publicity.draft_notice(
        content=publicity.Content(
            kind="GENERAL",
            title="评审旁听单位公示",
            body=[*({"type": "paragraph", "text": text} for text in words), table],
        ),
        subject_ref="demonstration:1",
        territory_id=world.street.pk,
        terms=publicity.Terms(needs_board=False, contact_line="评选活动咨询岗 028-00000001"),
        actor=organiser,
        now=now,
    )
    publicity.open_notice(notice_id=notice.pk, actor=organiser, now=now)


def furnish(world: World, now: datetime) -> None:
    """What makes the place believable: figures, the reported compound's card, grids, building leads, a company."""
    maker = system("simulation")
    places.record_population(
        territory_id=world.street.pk, people=600_000, source="街道公开数字", as_of_date=FACTS_DATE, actor=maker, now=now
    )
    for kind, number in (("INCUBATOR", 2), ("OFFICE_BUILDING", 6), ("SHOPPING_STREET", 2), ("ENTERPRISE", 1500)):
        places.record_asset(
            territory_id=world.communities[3].pk, kind=kind, number=number, as_of_date=FACTS_DATE, name="", note="",
            actor=maker, now=now,
        )  # fmt: skip
    rhine = world.compounds[0]
    for key, value in FACTS:
        places.set_fact(
            compound_id=rhine.territory.pk,
            key=key,
            value=value,
            as_of_date=FACTS_DATE,
            source="报道",
            actor=maker,
            now=now,
        )
    for month, title in MILESTONES:
        places.add_milestone(territory_id=rhine.territory.pk, title=title, month=month, note="", actor=maker, now=now)
    for year, title, by in HONOURS:
        people.register_honour(
            year=year, title=title, granted_by=by, territory_id=rhine.territory.pk, actor=maker, now=now
        )
    helpers_shown.draw_grids(world, rhine, now)
    engage_company(world, rhine, now)


def engage_company(world: World, home: CompoundMade, now: datetime) -> None:
    """A property company serves the compound, and its manager answers fee questions."""
    company = people.found_organisation(
        kind=Organisation.Kind.PROPERTY_COMPANY, name="花城物业服务有限公司", territory_id=world.street.pk,
        founded_date=SINCE, role_line="028-00000010", actor=system("simulation"), now=now,
    )  # fmt: skip
    officer = world.officer("HOUSING_OFFICER", now)
    file = oversight.open_company_file(organisation_id=company.pk, actor=officer, now=now)
    oversight.start_project(company_id=file.pk, compound_id=home.territory.pk, from_date=SINCE, actor=officer, now=now)
    world.staff["PROPERTY_MANAGER"] = [
        hire(world, "PROPERTY_MANAGER", home.territory, "property-manager", now, company)
    ]


def give_second_factors(now: datetime) -> None:
    """Every staff account of the demonstration has its second factor; the page of codes shows what it says now."""
    for account in Account.objects.filter(is_staff_account=True, totp_confirmed_at__isnull=True).order_by("pk"):
        enrolment = people.begin_second_factor(account_id=account.pk, now=now)
        code = pyotp.TOTP(enrolment.secret).at(now)
        people.confirm_second_factor(account_id=account.pk, code=code, now=now)
