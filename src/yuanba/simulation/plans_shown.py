"""What the demonstration shows of rounds and plans: one round that is over, one under way, and the plans grown out of it.

Everything happens through the actions of workers and residents, at the hours when it would have happened.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from yuanba.cases.actions import rounds
from yuanba.cases.models import DoorRound
from yuanba.cases.queries import round_lists
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import day_start, local_date
from yuanba.places.lists import building_names
from yuanba.programmes import actions
from yuanba.programmes.models import CompoundPlan, Need, PlanItem
from yuanba.simulation.world import CompoundMade, World

SEED = 2024
PLACE = 0  # of world.compounds: the large one of the newspaper
DAY = timedelta(days=1)
LINE = "社区服务台 028-85550000"
PAST_BUILDINGS, PRESENT_BUILDINGS = 3, 1
MOST_DOORS = 48  # so many doors of a round are knocked at here
FATES = ("VISITED",) * 14 + ("NOBODY",) * 3 + ("REFUSED", "APPOINTMENT", "EMPTY")
FIRST = ("parking", "leak", "lift", "noise", "greening", "cleaning")
AT_DOORS = (
    ("leak", "卫生间天花板渗水，楼上说不是他家的。"),
    ("greening", "一楼窗前的树该修了。"),
    ("inquiry", "想问加装充电桩怎么申请。"),
)


def show(world: World, now: datetime) -> None:
    """Rounds, needs, plans and ideas stand as of `now`."""
    home = world.compounds[PLACE]
    Walk(world, home, now).both()
    Desk(world, home, now).plan()


class Walk:
    """Two rounds: whose doors, and what came of each knock."""

    def __init__(self, world: World, home: CompoundMade, now: datetime) -> None:
        self.world, self.home, self.now, self.random = world, home, now, Random(SEED)

    def both(self) -> None:
        houses = [pk for pk, _name, _group in building_names(self.home.territory.pk)]
        past, present = houses[:PAST_BUILDINGS], houses[PAST_BUILDINGS : PAST_BUILDINGS + PRESENT_BUILDINGS]
        began = day_start(local_date(self.now) - 30 * DAY) + timedelta(hours=9)
        over = self.started("上月入户走访", past, began, 10)
        self.knocked(over, began + 3 * DAY, MOST_DOORS)
        rounds.end_rounds_due(began + 15 * DAY)
        lately = min(day_start(local_date(self.now) - DAY) + timedelta(hours=9), self.now)
        walking = self.started("本月入户走访", present or past, lately, 14)
        self.knocked(walking, lately + timedelta(hours=5), MOST_DOORS // 3, AT_DOORS)

    def started(self, title: str, buildings: list[int], at: datetime, days: int) -> DoorRound:
        by: dict[str, Any] = {"actor": self.world.worker(self.home.community, at), "now": at}
        new = rounds.NewRound(
            territory_id=self.home.territory.pk,
            title=title,
            purpose="上门听听大家对小区治理的意见，帮忙登记诉求。不愿受访请直接说，不会再打扰。",
            contact_line=LINE,
            from_date=local_date(at),
            to_date=local_date(at) + days * DAY,
            building_ids=tuple(buildings),
        )
        drafted = rounds.draft_round(new=new, **by)
        return rounds.start_round(round_id=drafted.pk, **by)

    def knocked(self, found: DoorRound, at: datetime, most: int, told: tuple[tuple[str, str], ...] = ()) -> None:
        worker = self.world.worker(self.home.community, at)
        asked = list(told)
        for number, door in enumerate(round_lists.doors(found.pk)[:most]):
            result = self.random.choice(FATES) if number else "VISITED"
            met = result == "VISITED"
            demand = (rounds.Told(*asked.pop()),) if met and asked else ()
            visit = rounds.NewVisit(
                household_id=door.pk,
                result=result,
                client_key=f"demonstration-{found.pk}-{number}",
                appointment_at=at + 2 * DAY if result == "APPOINTMENT" else None,
                told=demand,
                answers=self.answer(found) if met else None,
            )
            rounds.record_visit(new=visit, actor=worker, now=at + number * timedelta(minutes=4))

    def answer(self, found: DoorRound) -> dict[str, dict[str, Any]]:
        first = sorted(self.random.sample(FIRST, 2))
        return {str(found): {"content": self.random.choice((2, 3, 3, 4, 4, 5))}, "": {"first": first}}


class Desk:
    """Needs, a consultation, two plans, three ideas."""

    def __init__(self, world: World, home: CompoundMade, now: datetime) -> None:
        self.world, self.home, self.now = world, home, now

    def by(self, at: datetime, place: int = 0) -> dict[str, Any]:
        return {"actor": self.world.worker(self.home.community, at, place), "now": at}

    def plan(self) -> None:
        began = self.now - 14 * DAY
        leak = self.need("地下室和卫生间漏水", "CASES", 14, "leak", began)
        parking = self.need("停车难、通道被占", "ROUND", 21, "parking", began)
        lamps = self.need("东门夜里太暗", "COMMITMENT", 3, "", began)
        self.consult(leak, began + DAY)
        rectify = self.drafted(CompoundPlan.Kind.RECTIFY, "难题整改计划", began + 2 * DAY)
        items = [
            self.item(rectify, "地下室 B 区顶板防水", (leak,), 86_000_00, "专项维修资金，业主已表决", began + 2 * DAY),
            self.item(rectify, "重画消防通道，加阻车桩", (parking,), 12_000_00, "小区公共收益", began + 2 * DAY),
            self.item(rectify, "东门加三盏路灯", (lamps,), 6_000_00, "社区保障资金", began + 2 * DAY),
            self.item(
                rectify, "商铺门前划非机动车位", (parking,), 0, "", began + 2 * DAY, track=PlanItem.Track.SHOPS
            ),
        ]  # fmt: skip
        self.adopted(rectify, began + 3 * DAY)
        self.worked(items, began + 4 * DAY)
        self.proposed(began)

    def need(self, title: str, source: str, mentions: int, category: str, at: datetime) -> Need:
        new = actions.NewNeed(
            territory_id=self.home.territory.pk,
            title=title,
            source=source,
            source_note={"ROUND": "上月入户走访", "COMMITMENT": "上半年评述会"}.get(source, ""),
            mentions=mentions,
            category_key=category,
            traces=(f"category:{category}",) if category else (),
        )
        return actions.note_need(new=new, **self.by(at))

    def consult(self, need: Need, at: datetime) -> None:
        sheet = actions.open_consultation(need_id=need.pk, held_date=local_date(at), **self.by(at))
        for side, name, said in (
            ("RESIDENTS", "地下车位车主代表", "补过两次，一下大雨又漏。"),
            ("PROPERTY", "物业服务中心", "止水带老化，局部修补治标不治本。"),
            ("COMMUNITY", "社区居委会", "建议用维修资金整体做一次，先公示再表决。"),
        ):
            actions.hear(consultation_id=sheet.pk, side=side, name=name, said=said, **self.by(at))
        found = actions.Findings(
            "顶板止水带用了十五年，已经老化。", "物业负责报修和看护，大修由业主共同决定。", "整体重做防水，保修五年。"
        )
        actions.settle_consultation(consultation_id=sheet.pk, found=found, **self.by(at))

    def drafted(self, kind: str, title: str, at: datetime) -> CompoundPlan:
        first = local_date(at)
        new = actions.NewPlan(self.home.territory.pk, kind, title, first, first + 365 * DAY)
        return actions.draft_plan(new=new, **self.by(at))

    def item(
        self, plan: CompoundPlan, title: str, needs: tuple[Need, ...], fen: int, payer: str, at: datetime, **more: Any
    ) -> PlanItem:  # fmt: skip
        return actions.add_item(plan_id=plan.pk, order=self.order(title, needs, fen, payer, at, **more), **self.by(at))

    def order(
        self, title: str, needs: tuple[Need, ...], fen: int, payer: str, at: datetime, **more: Any
    ) -> actions.ItemOrder:
        return actions.ItemOrder(
            title=title,
            what="做完后由居民代表现场查看，照片公布。",
            owner_id=self.world.office.pk,
            contact_line=LINE,
            due_date=local_date(at) + 90 * DAY,
            need_ids=tuple(one.pk for one in needs),
            budget_fen=fen,
            funding=payer,
            **more,
        )

    def adopted(self, plan: CompoundPlan, at: datetime) -> None:
        actions.adopt(plan_id=plan.pk, decision="小区专委会会议", decided_date=local_date(at), **self.by(at))

    def worked(self, items: list[PlanItem], at: datetime) -> None:
        roof, way, lamps, _shops = items
        for one in (roof, way, lamps):
            actions.start(item_id=one.pk, text="", **self.by(at))
        actions.report_progress(
            item_id=roof.pk, text="旧止水带已拆完，开始做基层。", spent_fen=20_000_00, **self.by(at + 3 * DAY)
        )
        actions.stall(item_id=way.pk, reason="阻车桩缺货，厂家答应下旬到。", **self.by(at + 4 * DAY))
        done = actions.Proof("三盏灯已装好，晚上试亮正常。")
        actions.report_done(item_id=lamps.pk, proof=done, **self.by(at + 5 * DAY))
        organiser = self.world.officer("STREET_ORGANISER", at + 6 * DAY)
        actions.sign_off(
            item_id=lamps.pk, text="夜里去看过，够亮。", is_deed=True, actor=organiser, now=at + 6 * DAY
        )  # fmt: skip

    def proposed(self, began: datetime) -> None:
        at = began + DAY
        bench = self.idea(0, "中庭加两张带靠背的长椅", "老人下楼没地方坐。", at)
        rail = self.idea(1, "8 栋门口加扶手", "两级台阶，下雨天滑。", at)
        self.idea(2, "快递柜旁加一盏灯", "晚上取件看不清。", at + 5 * DAY)
        for number in range(12):
            actions.support(project_id=bench.pk, actor=self.neighbour(10 + number, at), now=at + DAY)
        actions.deliberate(
            project_id=bench.pk, meets_at=self.now + 3 * DAY, where="小区议事厅", **self.by(at + 2 * DAY)
        )
        actions.deliberate(project_id=rail.pk, meets_at=at + 3 * DAY, where="小区议事厅", **self.by(at + 2 * DAY))
        held = actions.Deliberation(18, 16, 0, "都同意，先装 8 栋，好用再装别的楼。")
        later = at + 4 * DAY
        actions.choose(project_id=rail.pk, held=held, **self.by(later))
        improve = self.drafted(CompoundPlan.Kind.IMPROVE, "提升行动计划", later)
        order = self.order("8 栋门口加扶手", (), 800_00, "社区微基金", later)
        actions.take_up(project_id=rail.pk, plan_id=improve.pk, order=order, **self.by(later))
        self.adopted(improve, later + DAY)

    def idea(self, number: int, title: str, what: str, at: datetime) -> Any:
        return actions.propose(
            idea=actions.Idea(self.home.territory.pk, title, what),
            request_key=f"demonstration-idea-{number}",
            actor=self.neighbour(number, at),
            now=at,
        )

    def neighbour(self, number: int, at: datetime) -> Actor:
        return self.world.citizen(self.home.persons[number % len(self.home.persons)], self.home.community, at)
