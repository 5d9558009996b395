"""Cases on PostgreSQL: reporting one over HTTP, the desk's list among 100,000 and a million, the clock's round.

Reporting is held against the signed-in request that writes nothing, run in turn with it.
"""

from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench import load
from bench.deployment import Crashed, Deployment, deployment
from bench.load import CONNECTIONS, Load
from bench.row import Row, fixed
from bench.server import serving

if TYPE_CHECKING:
    from bench.__main__ import Sizes

MOST_STATEMENTS = 8
LEAST_PER_SECOND = 400
MOST_P95_MS = 60
DESK_CONNECTIONS = 2
MOST_TICK_SECONDS = 60
PER_SECOND_AT_MOST = 1500
DESK = "/casework?tab=open"


def run(sizes: "Sizes") -> list[Row]:
    if not load.available():
        raise Crashed("wrk is not installed")
    if not sizes.postgresql:
        return []
    rows: list[Row] = []
    for cases in (sizes.of(100_000, 2_000), sizes.of(1_000_000, 20_000)):
        with deployment(sizes.postgresql) as place:
            place.env["YUANBA_PAGE_SECONDS"] = "0"
            prepared = place.inside("cases", do="prepare", cases=cases)
            name = f"cases, {cases:,} earlier"
            rows += desk(place, name, prepared, sizes.of(5, 2))
            rows += reporting(place, name, prepared, sizes.of(5, 2), sizes.of(4, 2))
            rows += clock(place, name, min(50_000, cases // 10))
    return rows


def reporting(place: Deployment, name: str, prepared: dict[str, Any], rounds: int, seconds: int) -> list[Row]:
    number = (rounds * seconds + 1) * PER_SECOND_AT_MOST
    file = place.folder / "reports"
    place.inside("cases", do="requests", file=str(file), number=number, cookies=prepared["cookies"])
    statements = place.inside("cases", do="queries", path="", cookie="", compound=prepared["compound"])["number"]
    before = place.inside("cases", do="count")["cases"]
    reports: list[Load] = []
    nothings: list[Load] = []
    with serving(place) as address:
        sent = answered = 0
        for turn in range(rounds + 1):
            nothing = _posted(address, "/bench/nothing", file, seconds if turn else 1)
            made = _posted(address, f"/bench/report/{prepared['compound']}", file, seconds if turn else 1, start=sent)
            sent += made.requests + CONNECTIONS
            answered += made.requests
            if turn:
                reports.append(made)
                nothings.append(nothing)
    found = place.inside("cases", do="count")
    if found["cases"] - before < answered or found["steps"] != found["cases"]:
        raise Crashed(f"{answered} reports were answered, {found} stand")
    rate, yardstick = (median(one.per_second for one in several) for several in (reports, nothings))
    return [
        Row(f"{name}: reports, beside the same request writing nothing", rate, "cases/s", yardstick, ">= 0.5"),
        Row(f"{name}: reports a second", rate, "cases/s", LEAST_PER_SECOND, ">= 1"),
        Row(f"{name}: report, p95", median(one.p95 for one in reports), "ms"),
        fixed(f"{name}: SQL statements of a report", statements, "", MOST_STATEMENTS),
    ]


def _posted(address: str, path: str, file: Path, seconds: int, *, start: int | None = None) -> Load:
    seen = load.posts(address, path, file, seconds, start=start or 0, repeat=start is None)
    if seen.failed:
        raise Crashed(f"{seen.failed} refused or broken requests of {path}")
    return seen


def desk(place: Deployment, name: str, prepared: dict[str, Any], rounds: int) -> list[Row]:
    cookie = prepared["desk"]
    first = place.inside("cases", do="queries", path=DESK, cookie=cookie)
    deep = first["next"]
    for _ in range(20):
        deep = place.inside("cases", do="queries", path=deep, cookie=cookie)["next"] or deep
    seen: dict[str, list[Load]] = {DESK: [], deep: []}
    with serving(place) as address:
        for turn in range(rounds + 1):
            for path, runs in seen.items():
                one = load.requests(address, path, 2, connections=DESK_CONNECTIONS, cookie=cookie)
                if one.failed:
                    raise Crashed(f"{one.failed} requests of {path} failed")
                if turn:
                    runs.append(one)
    p95, late = (median(one.p95 for one in runs) for runs in seen.values())
    number = place.inside("cases", do="queries", path=deep, cookie=cookie)["number"]
    return [
        fixed(f"{name}: desk's list, p95 at concurrency {DESK_CONNECTIONS}", p95, "ms", MOST_P95_MS),
        Row(f"{name}: a page behind, p95 beside the first", late, "ms", p95, "<= 1.25"),
        fixed(f"{name}: queries of a page behind, beside the first", number, "", first["number"]),
    ]


def clock(place: Deployment, name: str, overdue: int) -> list[Row]:
    found = place.inside("cases", do="tick", overdue=overdue)
    if (found["moved"], found["again"], found["steps"]) != (overdue, 0, overdue):
        raise Crashed(f"{overdue} cases were overdue: {found}")
    note = f"{found['busy']:.1f} CPU-s of our own"
    return [fixed(f"{name}: {overdue:,} overdue ones go up", found["seconds"], "s", MOST_TICK_SECONDS, note)]
