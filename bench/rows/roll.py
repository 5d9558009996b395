"""A property office's Excel with 100,000 dwellings and their owners and residents: previewed and imported."""

from typing import TYPE_CHECKING

from bench.deployment import databases, deployment
from bench.row import Row, fixed

if TYPE_CHECKING:
    from bench.__main__ import Sizes

ROWS_PER_CPU_SECOND = 2000
MOST_MB = 500


def run(sizes: "Sizes") -> list[Row]:
    dwellings = sizes.of(100_000, 5_000)
    rows: list[Row] = []
    for cluster in databases(sizes.postgresql):
        with deployment(cluster) as place:
            file = str(place.folder / "roll.xlsx")
            compound = place.inside("roll", do="prepare", file=file, dwellings=dwellings)["compound"]
            seen = place.inside("roll", do="import", file=file, compound=compound)
            name = f"import-roll, {dwellings:,} dwellings, {place.kind}"
            note = f"{seen['owners']:,} owners, {seen['residents']:,} residents, {seen['seconds']:.1f} s by the clock"
            rate = seen["rows"] / seen["cpu_seconds"]
            rows.append(Row(f"{name}: rows per CPU-second", rate, "rows", ROWS_PER_CPU_SECOND, ">= 1", note))
            rows.append(fixed(f"{name}: peak memory", seen["peak_mb"], "MB", MOST_MB))
    return rows
