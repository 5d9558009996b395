"""Ranking 1,000 entries x 20 jurors x 5 criteria, and the page that shows it, in CPU-seconds."""

from typing import TYPE_CHECKING

from bench.deployment import deployment
from bench.row import Row, fixed

if TYPE_CHECKING:
    from bench.__main__ import Sizes

MOST_RANKING = 0.3  # CPU-seconds
MOST_PAGE = 0.2


def run(sizes: "Sizes") -> list[Row]:
    entries, jurors = sizes.of(1000, 200), 20
    with deployment() as place:
        seen = place.inside("ranking", entries=entries, jurors=jurors)
    name = f"ranking {entries:,} entries x {jurors} jurors x 5 criteria"
    note = "severity model and two rankings in memory"
    return [
        fixed(f"{name}: aggregating and ranking", seen["arithmetic"], "CPU-s", MOST_RANKING, note),
        Row(f"{name}: the same with reading the marks and storing scores", seen["with_database"], "CPU-s"),
        fixed(f"{name}: the page that shows it", seen["page"], "CPU-s", MOST_PAGE),
    ]
