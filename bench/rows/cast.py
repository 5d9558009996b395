"""Casting over HTTP with a durable commit, against the same request that writes nothing, and against pgbench.

Three copies of one deployment hold 0, 50,000 and 500,000 earlier votes; short runs go round them in turn, so that a
busy moment of the machine hits all three. Each voter casts once, with a ticket prepared beforehand. Then once more with
a slow disk (each flush of the log takes 5 ms longer), and on SQLite the cast lane against the plain view.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bench import load
from bench.cluster import can_be_slow, slow_cluster
from bench.deployment import Crashed, Deployment, copy_of, deployment
from bench.load import CONNECTIONS, Load
from bench.row import Row, fixed
from bench.server import serving

if TYPE_CHECKING:
    from bench.__main__ import Sizes

MOST_STATEMENTS = 6
MOST_P99_MS = 25
SLOW_FLUSH_US = 5000
PER_SECOND_AT_MOST = 8_000  # requests prepared per second of a run; above what was ever seen
# The rows that the lane writes for a vote, its paper and how it came in, in one transaction; without the lane's checks.
PGBENCH = """
\\set turn :turn + 1
\\set number :turn * {connections} + :client_id
\\set voter {first} + :number % {voters}
\\set attempt :number / {voters}
BEGIN;
INSERT INTO bench_paper (ballot_id, roll_row_id, epoch, attempt, choices, salt, commitment, leaf_hash, previous, \
channel, cast_at, state) \
SELECT ballot_id, id, epoch, :attempt, (SELECT text FROM bench_choices), code, code, code, '', 'PHONE', now(), 'VALID' \
FROM ballots_rollrow WHERE id = :voter;
INSERT INTO bench_signal (ballot_id, code, address_hash, device_hash, account_age_days, minute) \
SELECT ballot_id, code, left(code, 32), right(code, 32), 90, 1 FROM ballots_rollrow WHERE id = :voter;
COMMIT;
"""


@dataclass
class Stand:
    """One deployment under load, with `earlier` votes before the first."""

    earlier: int
    deployment: Deployment
    address: str
    file: Path
    sent: int = 0
    casts: list[Load] = field(default_factory=list)
    nothings: list[Load] = field(default_factory=list)

    def cast_rate(self) -> float:
        return median(one.per_second for one in self.casts)

    def nothing_rate(self) -> float:
        return median(one.per_second for one in self.nothings)


def run(sizes: "Sizes") -> list[Row]:
    if not load.available():
        raise Crashed("wrk is not installed")
    return [*on_sqlite(sizes), *(on_postgresql(sizes) if sizes.postgresql else [])]


def on_postgresql(sizes: "Sizes") -> list[Row]:
    levels = (0, 500, 5000) if sizes.quick else (0, 50_000, 500_000)
    rounds, seconds = sizes.of(5, 2), sizes.of(6, 2)
    with deployment(sizes.postgresql) as first, ExitStack() as stack:
        voters = rounds * seconds * PER_SECOND_AT_MOST
        prepared = first.inside("cast", do="prepare", voters=levels[-1] + voters + 10)
        statements = first.inside("cast", do="queries", first=levels[-1] + voters + 1, **prepared)["statements"]
        stands = [stack.enter_context(stand(first, sizes, prepared, level, levels[-1], voters)) for level in levels]
        for turn in range(rounds + 1):
            for one in stands:
                measure(one, seconds if turn else 1, is_warm_up=not turn)
        check(stands, prepared["ballot"])
        inserts = pgbench(stands[0].deployment, seconds * 2)
    return [
        *table(stands, inserts),
        *slow_flush(sizes),
        fixed("cast: SQL statements per vote, alone", len(statements), "", MOST_STATEMENTS),
    ]


def on_sqlite(sizes: "Sizes") -> list[Row]:
    """The lane and the plain view in turn, on one file; each voter casts once, by one of them."""
    rounds, seconds = sizes.of(5, 2), sizes.of(4, 2)
    lanes: list[Load] = []
    views: list[Load] = []
    with deployment() as place:
        voters = rounds * seconds * PER_SECOND_AT_MOST
        prepared = place.inside("cast", do="prepare", voters=voters)
        file = place.folder / "requests"
        place.inside("cast", do="requests", file=str(file), first=1, number=voters, **prepared)
        with serving(place) as address:
            sent = 0
            for turn in range(rounds + 1):
                for path, seen in (("/cast", lanes), ("/bench/cast", views)):
                    cast = load.posts(address, path, file, seconds if turn else 1, start=sent)
                    if cast.failed:
                        raise Crashed(f"{cast.failed} refused or broken requests of {path}")
                    sent += cast.requests + CONNECTIONS
                    if turn:
                        seen.append(cast)
    lane, view = (median(one.per_second for one in several) for several in (lanes, views))
    return [Row("cast on SQLite: the lane beside the plain view", lane, "votes/s", view, ">= 4")]


def slow_flush(sizes: "Sizes") -> list[Row]:
    """The same on a disk that takes 5 ms longer for a flush."""
    if not can_be_slow():
        return []
    seconds = sizes.of(10, 4)
    with slow_cluster(SLOW_FLUSH_US) as cluster, deployment(cluster) as place:
        voters = (seconds + 2) * PER_SECOND_AT_MOST
        prepared = place.inside("cast", do="prepare", voters=voters)
        file = place.folder / "requests"
        place.inside("cast", do="requests", file=str(file), first=1, number=voters, **prepared)
        with serving(place) as address:
            warm_up = load.posts(address, "/cast", file, 2)
            cast = load.posts(address, "/cast", file, seconds, start=warm_up.requests + CONNECTIONS)
        if cast.failed or not cast.requests:
            raise Crashed(f"with a slow flush {cast.requests} votes were cast, {cast.failed} failed")
        inserts = pgbench(place, seconds)
    name = "cast with a flush of 5 ms"
    return [
        Row(f"{name}: beside pgbench inserting", cast.per_second, "votes/s", inserts, ">= 0.8"),
        Row(f"{name}: p99", cast.p99, "ms"),
    ]


@contextmanager
def stand(
    first: Deployment, sizes: "Sizes", prepared: dict[str, Any], level: int, highest: int, voters: int
) -> Iterator[Stand]:
    """A copy of the deployment with `level` earlier votes, and requests of voters who have not cast, being served."""
    with copy_of(first, sizes.postgresql) as copied:
        copied.inside("cast", do="fill", ballot=prepared["ballot"], earlier=level)
        file = copied.folder / f"requests-{level}"
        copied.inside("cast", do="requests", file=str(file), first=highest + 1, number=voters, **prepared)
        with serving(copied) as address:
            yield Stand(level, copied, address, file)


def measure(one: Stand, seconds: int, *, is_warm_up: bool) -> None:
    nothing = load.posts(one.address, "/bench/nothing", one.file, seconds, repeat=True)
    cast = load.posts(one.address, "/cast", one.file, seconds, start=one.sent)
    if nothing.failed or cast.failed:
        raise Crashed(f"refused or broken requests: {nothing.failed} of nothing, {cast.failed} of cast")
    # Requests under way when the time was over may have been cast as well: their voters are left out.
    one.sent += cast.requests + CONNECTIONS
    if not is_warm_up:
        one.nothings.append(nothing)
        one.casts.append(cast)


def check(stands: list[Stand], ballot: int) -> None:
    """Every vote that was answered stands in the database. Raises Crashed."""
    for one in stands:
        papers = one.deployment.inside("cast", do="count", ballot=ballot)["papers"] - one.earlier
        answered = sum(cast.requests for cast in one.casts)
        if papers < answered:
            raise Crashed(f"{answered} votes were acknowledged, {papers} papers stand")


def pgbench(deployment: Deployment, seconds: int) -> float:
    """Votes a second that pgbench writes into copies of the tables with their indexes, one vote per transaction."""
    program = shutil.which("pgbench") or str(max(Path("/usr/lib/postgresql").glob("*/bin/pgbench")))
    sql = (
        "DROP TABLE IF EXISTS bench_paper, bench_signal, bench_choices;"
        "CREATE TABLE bench_paper (LIKE ballots_paper INCLUDING ALL);"
        "CREATE TABLE bench_signal (LIKE ballots_votesignal INCLUDING ALL);"
        "CREATE TABLE bench_choices AS SELECT choices AS text FROM ballots_paper LIMIT 1;"
        "SELECT min(id), count(*) FROM ballots_rollrow WHERE number > 1"
    )
    first, voters = psql(deployment, sql).split("|")
    script = deployment.folder / "insert.sql"
    script.write_text(PGBENCH.format(first=first, voters=voters, connections=CONNECTIONS).strip() + "\n")
    at = urlsplit(deployment.url)
    words = [program, "-n", "-M", "prepared", "-D", "turn=-1", "-j", "1", "-f", str(script)]
    load_words = ["-c", str(CONNECTIONS), "-T", str(seconds)]
    where = ["-h", at.hostname or "", "-p", str(at.port), "-U", at.username or "", at.path.lstrip("/")]
    env = deployment.env | {"PGPASSWORD": at.password or ""}
    done = subprocess.run([*words, *load_words, *where], capture_output=True, text=True, check=False, env=env)
    found = re.search(r"transactions actually processed: (\d+).*tps = ([\d.]+)", done.stdout, re.DOTALL)
    if found is None:
        raise Crashed(f"pgbench: {done.stderr.strip()[-300:]}")
    rows = psql(deployment, "SELECT least((SELECT count(*) FROM bench_paper), (SELECT count(*) FROM bench_signal))")
    if int(rows) < int(found[1]):
        raise Crashed(f"pgbench made {found[1]} transactions and {rows} papers")
    return float(found[2])


def psql(deployment: Deployment, sql: str) -> str:
    """What the last of these statements answers, its columns divided by |."""
    words = ["psql", "-qtA", deployment.url, "-c", sql]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


def table(stands: list[Stand], inserts: float) -> list[Row]:
    rows: list[Row] = []
    for one in stands:
        name, rate = f"cast at {one.earlier:,} earlier votes", one.cast_rate()
        rows += [
            Row(
                f"{name}: beside the same request writing nothing",
                rate,
                "votes/s",
                one.nothing_rate(),
                ">= 0.5",
            ),
            Row(f"{name}: beside pgbench inserting", rate, "votes/s", inserts, ">= 0.35"),
            *[
                Row(f"{name}: {percentile}", median(getattr(cast, percentile) for cast in one.casts), "ms")
                for percentile in ("p50", "p95")
            ],
            fixed(f"{name}: p99", median(cast.p99 for cast in one.casts), "ms", MOST_P99_MS),
        ]
    last, first = stands[-1], stands[0]
    flat = median(late.per_second / early.per_second for late, early in zip(last.casts, first.casts, strict=True))
    name = f"cast: votes/s at {last.earlier:,} beside {first.earlier:,} earlier, median of rounds"
    rows.append(Row(name, flat * first.cast_rate(), "votes/s", first.cast_rate(), ">= 0.85"))
    return rows
