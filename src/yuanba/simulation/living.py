"""A year of a large compound: what its residents report, how it is handled, two door-knock rounds, every step an action."""

import heapq
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from yuanba.cases import actions, bundle, template
from yuanba.cases.actions import rounds
from yuanba.cases.models import CallBack, Case, Category, LevelTerm, Report, RoundHousehold, Step, WorkHours
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.kernel.verdict import Refused
from yuanba.places import actions as places
from yuanba.places.lists import building_names
from yuanba.places.models import Building, CalendarYear
from yuanba.simulation.invent import Inventor
from yuanba.simulation.world import CompoundPlan, World, build, hire

START = datetime(2025, 11, 3, 8, 0, tzinfo=SHANGHAI)
SHOPS_PER_DWELLING, DWELLINGS_PER_BUILDING, BUILDINGS_PER_CLUSTER = 25, 90, 8
# Reports per 100 households and month, at first and in the end: what falls by 70 per cent in the newspaper's compound.
RATE_FIRST, RATE_LAST = 5.0, 1.5
DAYS_OF_A_MONTH = 30.44
PERIOD = timedelta(days=90)  # that is published, and the one at the beginning that it is compared with
KINDS = {
    "leak": 16, "cleaning": 14, "parking": 12, "lift": 10, "facility": 10, "noise": 9, "dogs": 6, "ebikes": 5,
    "objects": 4, "greening": 5, "property": 5, "fire_way": 4, "mediation": 3, "lift_trapped": 1, "other": 4,
}  # fmt: skip
FATES = {"CONFIRMED": 46, "CALLED": 18, "AGAIN": 9, "SILENT": 15, "LATE": 8, "WAITS": 4}
OUTCOMES = {"FIXED": 78, "EXPLAINED": 15, "NOT_OURS": 7}
DOORS = {"VISITED": 78, "NOBODY": 10, "REFUSED": 5, "EMPTY": 7}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TICK = system("tick")

Act = Callable[[datetime], object]


@dataclass
class Life:
    """The compound with what is still to happen, in the order of time; `refused` counts moves that came too late."""

    world: World
    random: Random
    houses: list[int]
    end: datetime
    agenda: list[tuple[datetime, int, Act]] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    number: int = 0

    @property
    def compound(self) -> int:
        return self.world.compounds[0].territory.pk

    def later(self, at: datetime, act: Act) -> None:
        self.number += 1
        heapq.heappush(self.agenda, (at, self.number, act))

    def lived_until(self, until: datetime) -> None:
        """Everything up to then has happened; what a case no longer allowed is counted and left."""
        while self.agenda and self.agenda[0][0] <= until:
            at, _number, act = heapq.heappop(self.agenda)
            try:
                act(at)
            except Refused as refused:
                self.refused[refused.verdict.code] += 1

    def drawn(self, weights: dict[str, int]) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]

    def worker(self, at: datetime, place: int = 0) -> Actor:
        return self.world.worker(0, at, place)

    def neighbour(self, at: datetime) -> Actor:
        return self.world.citizen(self.random.choice(self.world.compounds[0].persons), 0, at)

    def reported(self, at: datetime) -> None:
        """Somebody reports; what becomes of it is on the agenda."""
        who, kind, fate = self.neighbour(at), self.drawn(KINDS), self.drawn(FATES)
        building = self.random.choice(self.houses) if self.random.random() < 0.7 else None
        order = actions.NewReport(
            category=kind, territory_id=self.compound, text=f"模拟：{kind} 的问题，请看一下。",
            client_key=f"life-{self.number}-{len(self.acknowledged)}", building_id=building,
        )  # fmt: skip
        case = actions.report(order=order, actor=who, now=at)
        self.acknowledged.append(case.number)
        self._plan(case.pk, fate, who, at)

    def _plan(self, pk: int, fate: str, who: Actor, at: datetime) -> None:
        hours = self.random.uniform(40, 120) if fate == "LATE" else self.random.uniform(0.3, 3)
        taken = at + hours * HOUR
        self.later(taken, lambda now: actions.accept(case_id=pk, actor=self.worker(now), now=now))
        self.later(taken + HOUR, lambda now: actions.start(case_id=pk, actor=self.worker(now), now=now))
        answered = taken + self.random.uniform(4, 72) * HOUR
        if fate == "WAITS":
            until = answered + 6 * DAY
            self.later(
                answered - HOUR,
                lambda now: actions.wait(case_id=pk, until=until, reason="等配件", actor=self.worker(now), now=now),
            )
            self.later(until - HOUR, lambda now: actions.resume(case_id=pk, actor=self.worker(now), now=now))
            answered = until
        self._answer(pk, answered)
        word = answered + self.random.uniform(2, 60) * HOUR
        if fate == "AGAIN":
            self.later(word, lambda now: actions.dissatisfied(case_id=pk, text="还是老样子。", actor=who, now=now))
            self._answer(pk, word + 2 * DAY)
            word += 3 * DAY
        if fate == "CALLED":
            self.later(word, lambda now: self._called(pk, now))
        elif fate != "SILENT":
            self.later(word, lambda now: actions.confirm(case_id=pk, actor=who, now=now))

    def _answer(self, pk: int, at: datetime) -> None:
        outcome = self.drawn(OUTCOMES)
        whose = "供水公司" if outcome == "NOT_OURS" else ""
        self.later(
            at,
            lambda now: actions.answer(
                case_id=pk, outcome=outcome, text="看过了，处理如下。", handed_to=whose, actor=self.worker(now), now=now
            ),
        )

    def _called(self, pk: int, now: datetime) -> None:
        first = Report.objects.get(case_id=pk, is_first=True)
        result = CallBack.Result.CONTENT if self.random.random() < 0.85 else CallBack.Result.DISCONTENT
        actions.call_back(
            case_id=pk, report_id=first.pk, result=result, note_text="", actor=self.worker(now, 1), now=now
        )


def simulate(
    *, dwellings: int, days: int, seed: int, bundle_file: Path, tell: Callable[[str], None] = lambda line: None
) -> dict[str, Any]:
    """So many days of a compound of so many dwellings in the present, empty database; the report as it is printed.

    `lost` are reports that were acknowledged and have no case, no thread or no first step.
    """
    started = time.monotonic()
    life = begun(dwellings, days, seed, tell)
    walked = [local_date(START + timedelta(days=days) * share) for share in (0.2, 0.75)]
    held: list[int] = []
    for day in range(days):
        morning = START + day * DAY
        share = day / max(days - 1, 1)
        expected = dwellings / 100 * (RATE_FIRST + (RATE_LAST - RATE_FIRST) * share) / DAYS_OF_A_MONTH
        for _ in range(_poisson(life.random, expected)):
            life.later(morning + life.random.uniform(0, 13) * HOUR, life.reported)
        if local_date(morning) in walked:
            held.append(knocked(life, morning))
        life.lived_until(morning + 15 * HOUR)
        clock(morning + 15 * HOUR)
        if day % 30 == 29:
            tell(f"{day + 1} 天：{len(life.acknowledged)} 件")
    end = life.end
    last = local_date(end - DAY)
    span = min(PERIOD, timedelta(days=max(days // 3, 1)))
    asked = bundle.Asked(
        life.compound, life.world.compounds[0].name, last - span + DAY, last,
        local_date(START), local_date(START) + span - DAY, held[-1] if held else None,
    )  # fmt: skip
    found = bundle.write(asked, bundle_file, end)
    return {
        "cases": Case.objects.count(),
        "lost": lost(life.acknowledged),
        "figures": {key: _figure(key, found) for key in SHOWN if key in found},
        "states": dict(sorted(Counter(Case.objects.values_list("state", flat=True)).items())),
        "refused": dict(sorted(life.refused.items())),
        "bundle": str(bundle_file),
        "seconds": round(time.monotonic() - started, 1),
    }


SHOWN = (
    "screening_rate", "complaint_rate", "response_rate", "resolution_rate", "satisfaction_rate", "repeat_rate",
)  # fmt: skip


def _figure(key: str, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    one = {name: value for name, value in found[key].items() if name != "base"}
    if "base" in found[key]:
        base = found[key]["base"]
        one |= {"base_period": base["period"], "base": {name: base[name] for name in ("numerator", "denominator")}}
    return one


def begun(dwellings: int, days: int, seed: int, tell: Callable[[str], None]) -> Life:
    """The compound stands: two phases, clusters of buildings, a desk, workers; the calendar of its years is official."""
    inventor = Inventor(seed, phones=dwellings * 2)
    plan = CompoundPlan(
        "珍宝琥珀", 0, dwellings, dwellings // SHOPS_PER_DWELLING, max(2, dwellings // DWELLINGS_PER_BUILDING)
    )
    world = build([plan], inventor, START - 30 * DAY, name="涌泉街道", tell=tell)
    template.install(Category, LevelTerm, WorkHours)
    for year in range(START.year, START.year + days // 365 + 2):
        CalendarYear.objects.get_or_create(year=year, defaults={"source": "模拟"})
    compound = world.compounds[0].territory
    by: dict[str, Any] = {"actor": world.worker(0, START), "now": START}
    phases = [places.add_phase(compound_id=compound.pk, name=name, **by).pk for name in ("一期", "二期")]
    houses = [pk for pk, _name, _group in building_names(compound.pk)]
    for place in range(0, len(houses), BUILDINGS_PER_CLUSTER):
        name = f"{place // BUILDINGS_PER_CLUSTER + 1}组团"
        cluster = places.add_cluster(compound_id=compound.pk, name=name, **by).pk
        phase = phases[0] if place < len(houses) / 2 else phases[1]
        Building.objects.filter(pk__in=houses[place : place + BUILDINGS_PER_CLUSTER]).update(
            cluster_id=cluster, phase_id=phase
        )
    hire(world, "GRID_WORKER", world.communities[0], "grid-1", START)
    return Life(world, Random(seed), houses, START + timedelta(days=days))


def knocked(life: Life, morning: datetime) -> int:
    """A round through all homes in three weeks, and what was told at the doors."""
    first = local_date(morning)
    by = life.worker(morning)
    new = rounds.NewRound(
        life.compound, "敲门入户", "听听大家的难处", "社区服务台", first, first + timedelta(days=21), asks=False
    )
    found = rounds.draft_round(new=new, actor=by, now=morning)
    rounds.start_round(round_id=found.pk, actor=by, now=morning)
    homes = RoundHousehold.objects.filter(round_id=found.pk).order_by("pk").values_list("pk", flat=True)
    for place, pk in enumerate(homes):
        at = morning + timedelta(days=place % 20) + life.random.uniform(1, 11) * HOUR
        life.later(at, lambda now, pk=pk: _knock(life, pk, now))  # type: ignore[misc]
    life.later(morning + timedelta(days=24), lambda now: rounds.end_rounds_due(now))
    return found.pk


def _knock(life: Life, pk: int, now: datetime) -> None:
    result = life.drawn(DOORS)
    told: tuple[Any, ...] = ()
    if result == "VISITED" and life.random.random() < 0.03:
        told = (rounds.Told("noise", "晚上太吵"),)
    rounds.record_visit(new=rounds.NewVisit(pk, result, f"door-{pk}", told=told), actor=life.worker(now), now=now)


def clock(now: datetime) -> None:
    """What the platform's clock does of an evening."""
    for due in (actions.escalate_due, actions.resume_due, actions.lapse_due):
        due(now)


def lost(acknowledged: list[str]) -> int:
    """How many acknowledged reports lack their case, their first thread or their first step."""
    firsts = set(Report.objects.filter(is_first=True).values_list("case__number", flat=True))
    steps = set(Step.objects.filter(verb="report").values_list("case__number", flat=True))
    return sum(one not in firsts or one not in steps for one in acknowledged)


def _poisson(random: Random, expected: float) -> int:
    """Source: Knuth, The Art of Computer Programming 2, 3.4.1: by products of uniform numbers."""
    number, left = 0, random.random()
    bound = 2.718281828459045**-expected
    while left > bound:
        number += 1
        left *= random.random()
    return number
