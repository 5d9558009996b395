"""What the demonstration shows of whoever serves a compound: grids and their workers, leads, bodies, words, grid tasks.

Everything happens through the actions of the offices and of residents, on days on which it could have happened.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from yuanba.cases import actions as cases
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import local_date
from yuanba.people import actions as people
from yuanba.people.actions import NewBody, NewSeat
from yuanba.people.models import Appointment, Organisation, Person
from yuanba.people.queries import organs_of
from yuanba.people.queries.demonstration import PASSWORD
from yuanba.places import actions as places
from yuanba.places.models import Building, BuildingCluster, Grid, Premises
from yuanba.places.queries import name_at
from yuanba.simulation.world import SINCE, CompoundMade, World

PLACE = 0  # of world.compounds: the large one of the newspaper
LINE = "028-00000020"
WITH_ACCOUNT = 2  # grid workers who sign in here; the others work with the first ones
UNSERVED, UNLED = 2, 3  # of the grids and buildings: what the gap report has to say
YEAR = timedelta(days=365)


def draw_grids(world: World, home: CompoundMade, now: datetime) -> None:
    """The compound is one general grid, with a micro-grid for every building that has homes (R-041)."""
    maker, community = system("simulation"), world.communities[home.community]
    top = places.draw_grid(
        community_id=community.pk,
        level="COMMUNITY",
        name=f"{home.territory.pk}号总网格",
        from_date=SINCE,
        actor=maker,
        now=now,
    )
    general = places.draw_grid(
        community_id=community.pk,
        level="GENERAL",
        name="莱茵水岸一般网格",
        from_date=SINCE,
        parent_id=top.pk,
        actor=maker,
        now=now,
    )
    for building in Building.objects.filter(compound_id=home.territory.pk).order_by("pk"):
        ids = list(Premises.objects.filter(entrance__building=building).values_list("pk", flat=True))
        grid = places.draw_grid(
            community_id=community.pk, level="MICRO", name=f"莱茵水岸{building.name}微网格", from_date=local_date(now),
            parent_id=general.pk, actor=maker, now=now,
        )  # fmt: skip
        places.place_in_grid(grid_id=grid.pk, premises_ids=ids, from_date=local_date(now), actor=maker, now=now)


@dataclass(frozen=True)
class Scene:
    """The compound, who keeps its roster, who founds its bodies, and when."""

    world: World
    home: CompoundMade
    now: datetime

    @property
    def community(self) -> int:
        return self.world.communities[self.home.community].pk

    @property
    def keeper(self) -> dict[str, Any]:
        return {"actor": self.world.worker(self.home.community, self.now), "now": self.now}

    @property
    def founder(self) -> dict[str, Any]:
        return {"actor": self.world.officer("STREET_ORGANISER", self.now), "now": self.now}

    def stranger(self) -> Person:
        """Somebody new in the staff register."""
        invent = self.world.inventor
        return people.register_person(
            name=invent.name(), phone=invent.phone(), actor=system("simulation"), now=self.now
        )

    def account(self, person: Person, login: str) -> None:
        by: dict[str, Any] = {"actor": system("simulation"), "now": self.now}
        people.create_staff_account(person_id=person.pk, login=login, password=PASSWORD, **by)


def show(world: World, now: datetime) -> None:
    """The compound is served, a committee stands, residents thanked and complained, grids have something to do."""
    scene = Scene(world, world.compounds[PLACE], now - timedelta(days=40))
    people.found_organisation(
        kind=Organisation.Kind.RESIDENTS_COMMITTEE, name=f"{_name(scene)}居民委员会", territory_id=scene.community,
        founded_date=SINCE, role_line=LINE, actor=system("simulation"), now=scene.now,
    )  # fmt: skip
    serve_grids(scene)
    leads = lead_buildings(scene)
    found_committee(scene)
    found_groups(scene)
    found_force(scene)
    leave_words(Scene(world, scene.home, now - timedelta(days=3)), leads)
    give_tasks(Scene(world, scene.home, now - timedelta(days=1)))


def _name(scene: Scene) -> str:
    return name_at(scene.community, local_date(scene.now))


def serve_grids(scene: Scene) -> None:
    """One grid worker for two micro-grids each; the last grids wait for one."""
    grids = list(Grid.objects.filter(community_id=scene.community, level="MICRO").order_by("pk"))[:-UNSERVED]
    for place in range(0, len(grids), 2):
        person = scene.stranger()
        if place // 2 < WITH_ACCOUNT:
            scene.account(person, f"grid-worker-{place // 2 + 1}")
        for grid in grids[place : place + 2]:
            people.assign(
                post="GRID_WORKER", person_id=person.pk, territory_id=scene.community, part_id=grid.pk,
                from_date=local_date(scene.now), relay_line=f"{LINE} 转 {place // 2 + 1}", **scene.keeper,
            )  # fmt: skip


def lead_buildings(scene: Scene) -> list[Appointment]:
    """A neighbour leads each building but a few; one leads the cluster around the courtyard."""
    compound = scene.home.territory.pk
    buildings = list(Building.objects.filter(compound_id=compound).order_by("pk"))
    made = []
    for place, building in enumerate(buildings[:-UNLED]):
        person = scene.home.persons[7 * place]
        made.append(
            people.assign(
                post="BUILDING_LEAD", person_id=person, territory_id=compound, part_id=building.pk,
                from_date=local_date(scene.now), to_date=local_date(scene.now) + 2 * YEAR,
                relay_line=f"{LINE} 转 {place + 101}", **scene.keeper,
            )
        )  # fmt: skip
    cluster = BuildingCluster.objects.filter(compound_id=compound).order_by("pk").first()
    cluster = cluster or places.add_cluster(compound_id=compound, name="中庭组团", **scene.keeper)
    for building in buildings[:6]:
        places.place_building(
            building_id=building.pk, phase_id=building.phase_id, cluster_id=cluster.pk, **scene.keeper
        )
    people.assign(
        post="CLUSTER_LEAD", person_id=scene.home.persons[150], territory_id=compound, part_id=cluster.pk,
        from_date=local_date(scene.now), relay_line=f"{LINE} 转 99", **scene.keeper,
    )  # fmt: skip
    return made


def found_committee(scene: Scene) -> None:
    """A special governance committee with its five organs: people of the subdistrict, the community and residents."""
    start = local_date(scene.now)
    until = start + YEAR
    name = f"{scene.home.name}小区专项治理工作委员会"
    body = people.found_body(
        order=NewBody(
            "SPECIAL_COMMITTEE", name, scene.home.territory.pk, "理顺小区治理，解决电梯、停车、漏水等突出问题", start,
            until, "示范街道办事处", "示街办〔2026〕18号", start, role_line=LINE,
        ),
        **scene.founder,
    )  # fmt: skip
    seats = [
        ("STREET", "社区发展办公室", True, "牵头"),
        ("COMMUNITY", "", False, "联络居民"),
        ("RESIDENT", "", False, ""),
    ]
    for capacity, unit, is_lead, duty in seats:
        person = scene.home.persons[160] if capacity == "RESIDENT" else scene.stranger().pk
        people.take_seat(
            organisation_id=body.pk, order=NewSeat(person, is_lead, capacity, start, until, unit, duty), **scene.founder
        )
        if is_lead:
            scene.account(Person.objects.get(pk=person), "special-chair")
    for organ, unit in zip(organs_of([body.pk], start), cycle(("综合执法队", "平安办", "")), strict=False):
        head = scene.stranger()
        order = NewSeat(head.pk, True, "STREET" if unit else "COMMUNITY", start, until, unit)
        people.take_seat(organisation_id=organ.pk, order=order, **scene.founder)
        if organ.key == "SERVICES":
            scene.account(head, "organ-services")


def found_groups(scene: Scene) -> None:
    """Two mutual-aid groups, one of which lacks a key resident; residents who watch the repairs, with what they did."""
    start, compound = local_date(scene.now), scene.home.territory.pk
    buildings = Building.objects.filter(compound_id=compound).order_by("pk")
    for place, building in enumerate(islice(buildings, 2)):
        paper = NewBody(
            "MUTUAL_AID_GROUP", f"{building.name}互助小组", compound, "照看独居老人，收集楼里的小事", start,
            building_id=building.pk,
        )  # fmt: skip
        group = people.found_body(order=paper, **scene.keeper)
        wanted = ("MICRO_LEAD", "PARTY_MEMBER", "KEY_RESIDENT")[: 3 - place]
        for number, capacity in enumerate(wanted):
            seat = NewSeat(
                scene.home.persons[170 + 10 * place + number], number == 0, capacity, start, has_consented=True
            )
            people.take_seat(organisation_id=group.pk, order=seat, **scene.keeper)
    watch = people.found_body(
        order=NewBody(
            "RESIDENT_GROUP", "房屋质量监督小组", compound, "跟着防水和电梯维修，一项一项看着改好", start, start + YEAR
        ),
        **scene.keeper,
    )
    people.take_seat(
        organisation_id=watch.pk, order=NewSeat(scene.home.persons[190], True, "KEY_RESIDENT", start), **scene.keeper
    )
    for days, text in ((8, "督促地下室 B 区补漏 6 处"), (20, "陪同检测 12 部电梯，列出 5 项整改")):
        later = scene.now + timedelta(days=days)
        worker = scene.world.worker(scene.home.community, later)
        people.note_result(organisation_id=watch.pk, on_date=local_date(later), text=text, actor=worker, now=later)


def found_force(scene: Scene) -> None:
    """A task force of the subdistrict: units, a liaison person, one task done and one to do."""
    start = local_date(scene.now)
    force = people.found_body(
        order=NewBody(
            "TASK_FORCE", "小区治理工作专班", scene.world.street.pk, "三年攻坚：电梯、漏水、停车", start, start + 3 * YEAR,
            "区委社会工作部", "", start,
        ),
        **scene.founder,
    )  # fmt: skip
    units = [
        people.add_unit(
            force_id=force.pk, name=name, is_lead=place == 0, line=f"028-000000{place + 30}", from_date=start,
            liaison_id=scene.stranger().pk, **scene.founder,
        )
        for place, name in enumerate(("社区发展办公室", "住房建设科", "综合执法队"))
    ]  # fmt: skip
    done = people.give_task(
        unit_id=units[1].pk, text="排查辖区老旧电梯", due_date=start + timedelta(days=30), **scene.founder
    )
    people.finish_task(task_id=done.pk, outcome="排查 86 部，12 部列入改造", **scene.founder)
    people.give_task(unit_id=units[2].pk, text="清理占用消防通道", due_date=start + timedelta(days=60), **scene.founder)


def leave_words(scene: Scene, leads: list[Appointment]) -> None:
    """Thanks and an answered question for a lead; a complaint that waits for the supervisor."""
    neighbour = scene.world.citizen(scene.home.persons[1], scene.home.community, scene.now)
    words = (
        ("THANKS", "谢谢您帮我妈找到开锁师傅，还一直陪着。"),
        ("QUESTION", "楼下路灯坏了三天，要不要再报一次？"),
        ("COMPLAINT", "开会通知贴得太晚，我们上班的都赶不上。"),
    )
    left = {
        kind: people.leave_word(
            kind=kind, appointment_id=leads[0].pk, text=text, request_key=f"demonstration-{kind}", actor=neighbour,
            now=scene.now,
        )
        for kind, text in words
    }  # fmt: skip
    lead = scene.world.citizen(leads[0].person_id, scene.home.community, scene.now)
    later = scene.now + timedelta(hours=5)
    people.answer_word(word_id=left["QUESTION"].pk, text="已报，明早电工来换，您不用再报。", actor=lead, now=later)


def give_tasks(scene: Scene) -> None:
    """A task of the list for the first grids, half of it done; one that stands on no list and waits for approval."""
    today = local_date(scene.now)
    grids = list(
        Grid.objects.filter(community_id=scene.community, level="MICRO").order_by("pk").values_list("pk", flat=True)
    )[:4]
    task = cases.give_grid_task(
        order=cases.NewTask(
            scene.community, "HAZARDS", "入户查燃气软管", today, today + timedelta(days=10), tuple(grids),
            "看软管有没有老化、有没有报警器；家里没人就约时间，不强行入户。",
        ),
        **scene.keeper,
    )  # fmt: skip
    first = task.parts.order_by("pk").first()
    assert first is not None
    cases.done_in_grid(part_id=first.pk, note="查 62 户，换软管 3 处", **scene.keeper)
    cases.give_grid_task(
        order=cases.NewTask(
            scene.community, "", "寒潮走访独居老人", today, today + timedelta(days=3), tuple(grids),
            why="气象台发布寒潮橙色预警，需要连着三天上门看一看",
        ),
        **scene.founder,
    )  # fmt: skip
