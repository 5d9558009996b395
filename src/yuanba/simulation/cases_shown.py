"""What the demonstration shows of cases: a compound whose lifts carry labels, and a month of what its residents reported.

Everything happens through the actions of residents and workers, at the hours when it would have happened.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from yuanba.cases import actions
from yuanba.cases.actions import Joining, NewReport
from yuanba.cases.models import Case
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.places import actions as places
from yuanba.places import points
from yuanba.places.lists import building_names
from yuanba.simulation.world import CompoundMade, World

PLACE = 0  # of world.compounds: the large one of the newspaper
LIFTS = 8  # buildings whose two lifts carry a label
FACILITIES = ("地下车库 A 区", "地下车库 B 区", "水泵房", "中庭儿童乐园", "东门岗亭", "南门充电棚", "垃圾分类亭")
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Told:
    """One case: when it was told, where, in what words, how many neighbours joined, what became of it, and the reply."""

    days_ago: int
    category: str
    building: int  # counted from 0; -1: not in a building
    where: str
    text: str
    joined: int = 0
    fate: str = "NEW"
    reply: str = ""


TOLD = (
    Told(33, "leak", 4, "地下室 B 区", "地下室 B 区顶板漏水，下雨就滴，地上一片水。", 6, "FIXED",
         "防水队重新做了顶板止水，雨天复查两次都不滴了。"),
    Told(29, "noise", 2, "", "楼上每天晚上十点后还在装修。", 2, "FIXED", "已和住户约定晚七点后不施工，一周没有再响。"),
    Told(26, "parking", -1, "东门消防通道", "总有车停在消防通道上，川A12345 停了两天。", 3, "FIXED",
         "车主已移车，通道重新划线。"),
    Told(22, "objects", 7, "", "有人从高处扔烟头，差点烧到晾的被子。", 1, "EXPLAINED",
         "没有拍到是哪一户，已在单元张贴提醒、逐户上门；摄像头列入改造计划。"),
    Told(19, "property", -1, "", "停车费涨价的事，想看收费依据。", 0, "NOT_OURS",
         "收费由物业公司答复，已转交并约定公示收费依据。"),
    Told(15, "dogs", -1, "中庭", "早上有大狗不牵绳，孩子害怕。", 4, "AGAIN", "已劝导两户牵绳。"),
    Told(12, "facility", -1, "南门", "南门门禁坏了，刷卡没反应。", 0, "SILENT", "读卡器已换新。"),
    Told(5, "lift", 1, "左梯", "电梯关门时抖，声音很响。", 2, "ANSWERED", "维保单位调了门机、换了导靴，请您再坐坐看。"),
    Told(4, "leak", 4, "地下室 B 区", "B 区那块顶板又开始滴水了。", 3, "WAITS", "等防水材料到货"),
    Told(1, "cleaning", -1, "垃圾分类亭", "垃圾亭周末没人清，有味道。", 1, "WORK"),
    Told(0, "fire_way", 6, "12 楼楼道", "楼道里堆了纸箱和电瓶车。", 0, "SENT"),
    Told(6, "greening", 3, "", "树枝伸到三楼窗户了，刮风打玻璃。", 0, "LATE"),
    Told(1, "ebikes", 0, "右梯", "有人把电瓶车推进电梯。", 1, "ACCEPTED"),
    Told(1, "mediation", 5, "", "和楼上因为漏水赔偿谈不拢，想请人调解。", 0, "ACCEPTED"),
    Told(0, "proposal", -1, "中庭", "想在中庭加两张带靠背的椅子，老人坐着方便。", 5, "NEW"),
)  # fmt: skip


def show(world: World, now: datetime) -> list[Case]:
    """The labels hang, and the cases stand as of `now`."""
    home = world.compounds[PLACE]
    houses = building_names(home.territory.pk)
    hang_labels(world, home, houses, now - timedelta(days=40))
    life = Life(world, home, houses, now)
    cases = [life.lived(number, told) for number, told in enumerate(TOLD)]
    actions.escalate_due(now=now)
    actions.lapse_due(now=now)
    return cases


def hang_labels(world: World, home: CompoundMade, houses: list[tuple[int, str, str]], now: datetime) -> None:
    """Entrances as the roll knows them, two lifts in each of the first buildings, and what else breaks."""
    lifts = [
        points.NewPoint("LIFT", f"{name}{side}", pk) for pk, name, _group in houses[:LIFTS] for side in ("左梯", "右梯")
    ]
    rest = [points.NewPoint("FACILITY", name) for name in FACILITIES]
    rows = [*points.proposed(home.territory.pk, "ENTRANCE"), *lifts, *rest]
    places.make_points(
        compound_id=home.territory.pk,
        rows=rows,
        from_date=local_date(now),
        actor=world.worker(home.community, now),
        now=now,
    )


class Life:
    """Brings each case from its first word to where it stands now."""

    def __init__(self, world: World, home: CompoundMade, houses: list[tuple[int, str, str]], now: datetime) -> None:
        self.world, self.home, self.houses, self.now = world, home, houses, now

    def lived(self, number: int, told: Told) -> Case:
        morning = datetime.combine(local_date(self.now) - timedelta(days=told.days_ago), time(9, 30), SHANGHAI)
        at = min(morning, self.now - HOUR)
        reporter = self.neighbour(number, at)
        building = self.houses[told.building % len(self.houses)][0] if told.building >= 0 else None
        order = NewReport(
            category=told.category, territory_id=self.home.territory.pk, text=told.text,
            client_key=f"demonstration-{number}", building_id=building, place_note=told.where,
        )  # fmt: skip
        case = actions.report(order=order, actor=reporter, now=at)
        for one in range(told.joined):
            joining = Joining(f"demonstration-{number}-{one}")
            neighbour = self.neighbour(100 + 10 * number + one, at)
            actions.join(case_id=case.pk, joining=joining, actor=neighbour, now=at)
        if told.fate not in ("NEW", "LATE"):
            self.worked(case, told, reporter, at)
        case.refresh_from_db()
        return case

    def neighbour(self, number: int, at: datetime) -> Actor:
        persons = self.home.persons
        return self.world.citizen(persons[(7 * number + 3) % len(persons)], self.home.community, at)

    def worked(self, case: Case, told: Told, reporter: Actor, at: datetime) -> None:
        """Each fate goes as far as its name says."""
        desk = self.world.worker(self.home.community, at, 0)
        colleague = self.world.worker(self.home.community, at, 1)
        if case.confidential:
            return
        actions.accept(case_id=case.pk, actor=desk, now=at + HOUR / 4)
        if told.fate == "ACCEPTED":
            return
        actions.dispatch(case_id=case.pk, handler_ref=colleague.id, actor=desk, now=at + HOUR / 2)
        if told.fate == "SENT":
            return
        actions.start(case_id=case.pk, actor=colleague, now=at + HOUR)
        if told.fate == "WAITS":
            day = local_date(self.now) + timedelta(days=2)
            until = datetime.combine(day, time(17), SHANGHAI)
            actions.wait(case_id=case.pk, until=until, reason=told.reply, actor=colleague, now=at + 2 * HOUR)
        if told.fate in ("WORK", "WAITS"):
            return
        outcome = told.fate if told.fate in ("EXPLAINED", "NOT_OURS") else "FIXED"
        whose = "小区物业公司" if outcome == "NOT_OURS" else ""
        actions.answer(
            case_id=case.pk, outcome=outcome, text=told.reply, handed_to=whose, actor=colleague, now=at + 6 * HOUR
        )
        self.ended(case, told, reporter, desk, at + 8 * HOUR)

    def ended(self, case: Case, told: Told, reporter: Actor, desk: Actor, at: datetime) -> None:
        """By the reporter's word, by a call-back of somebody else, by silence; or taken up again."""
        if told.fate == "FIXED":
            actions.confirm(case_id=case.pk, actor=reporter, now=at)
        elif told.fate in ("EXPLAINED", "NOT_OURS"):
            first = case.reports.get(is_first=True)
            actions.call_back(case_id=case.pk, report_id=first.pk, result="CONTENT", actor=desk, now=at)
        elif told.fate == "AGAIN":
            days = timedelta(days=told.days_ago - 2)
            actions.dissatisfied(case_id=case.pk, text="还是有人不牵绳，早上七点最多。", actor=reporter, now=at + days)
