"""The public archive of notices at 1,000,000 rows, 20 to a page: kept for everybody, and made anew every time."""

from statistics import median
from typing import TYPE_CHECKING

from bench import load
from bench.deployment import Crashed, Deployment, databases, deployment
from bench.load import Load
from bench.row import Row, fixed
from bench.server import serving

if TYPE_CHECKING:
    from bench.__main__ import Sizes

FIRST = "/notices"
NO_OP = "/healthz"
CONNECTIONS = 32


def run(sizes: "Sizes") -> list[Row]:
    if not load.available():
        raise Crashed("wrk is not installed")
    notices = sizes.of(1_000_000, 20_000)
    rounds, seconds = sizes.of(5, 2), sizes.of(4, 2)
    rows: list[Row] = []
    for cluster in databases(sizes.postgresql):
        with deployment(cluster) as place:
            place.env["YUANBA_PAGE_SECONDS"] = "0"
            few = place.inside("pages", do="prepare", notices=25)["deep"]
            before = place.inside("pages", do="queries", path=few)
            deep = place.inside("pages", do="prepare", notices=notices)["deep"]
            after = place.inside("pages", do="queries", path=deep)
            name = f"list of {notices:,}, {place.kind}"
            note = f"{after['rows']} rows shown"
            rows.append(
                fixed(
                    f"{name}: queries of a page in the middle, beside 25 rows",
                    after["number"],
                    "",
                    before["number"],
                    note,
                )
            )
            rows += _under_load(place, name, deep, rounds, seconds)
    return rows


def _under_load(place: Deployment, name: str, deep: str, rounds: int, seconds: int) -> list[Row]:
    place.env["YUANBA_PAGE_SECONDS"] = "5"
    with serving(place) as address:
        kept = _rounds(address, (NO_OP, FIRST), rounds, seconds)
    place.env["YUANBA_PAGE_SECONDS"] = "0"
    with serving(place) as address:
        anew = _rounds(address, (NO_OP, FIRST, deep), rounds, seconds)
    no_op = _rate(kept[NO_OP])
    rows = [Row(f"{name}: kept for everybody, beside a no-op", _rate(kept[FIRST]), "pages/s", no_op, ">= 0.4")]
    for path, which in ((FIRST, "first page"), (deep, "page in the middle")):
        p99, p50 = (median(getattr(one, percentile) for one in anew[path]) for percentile in ("p99", "p50"))
        rows += [
            Row(f"{name}: {which} made anew, beside a no-op", _rate(anew[path]), "pages/s", _rate(anew[NO_OP])),
            Row(f"{name}: {which} made anew, p99 beside the median", p99, "ms", p50, "<= 3"),
        ]
    return rows


def _rounds(address: str, paths: tuple[str, ...], rounds: int, seconds: int) -> dict[str, list[Load]]:
    """Short runs, the paths in turn, after one second each to warm up."""
    seen: dict[str, list[Load]] = {path: [] for path in paths}
    for turn in range(rounds + 1):
        for path in paths:
            one = load.requests(address, path, seconds if turn else 1, connections=CONNECTIONS)
            if one.failed:
                raise Crashed(f"{one.failed} requests of {path} failed")
            if turn:
                seen[path].append(one)
    return seen


def _rate(runs: list[Load]) -> float:
    return median(one.per_second for one in runs)
