"""A property office's Excel of one large compound: invented, then previewed and imported."""

import resource
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.inside import answer

SINCE = date(2020, 1, 1)
PER_BUILDING = 100


def work(do: str, **values: Any) -> dict[str, Any]:
    return {"prepare": prepare, "import": bring_in}[do](**values)


def prepare(file: str, dwellings: int) -> dict[str, Any]:
    """The Excel stands in `file`; the territory and a roll keeper stand in the database."""
    from yuanba.kernel.actor import system
    from yuanba.places import actions as places
    from yuanba.simulation.invent import Inventor
    from yuanba.simulation.roll_workbook import workbook
    from yuanba.web import clock

    by = {"actor": system("bench"), "now": clock.now(), "from_date": SINCE, "basis": "bench"}
    street = places.found(kind="SUBDISTRICT", name="测量街道", **by)
    community = places.found(kind="COMMUNITY", name="测量社区", parent_id=street.pk, **by)
    compound = places.found(kind="COMPOUND", name="测量小区", parent_id=community.pk, **by)
    homes = Inventor(7, phones=10**9).homes(dwellings, 0, max(1, dwellings // PER_BUILDING))
    Path(file).write_bytes(workbook(homes))
    return {"compound": compound.pk}


def bring_in(file: str, compound: int) -> dict[str, Any]:
    """What a page and `yuanba import-roll` do with the file: preview, then import, in this one process."""
    from yuanba.kernel.actor import Actor, Grant
    from yuanba.people import actions as people
    from yuanba.web import clock

    actor = Actor("account:0", grants=frozenset({Grant("people.import_roll", compound)}))
    now, began = clock.now(), time.monotonic()
    content = Path(file).read_bytes()
    preview = people.preview_roll(compound_id=compound, content=content, as_of_date=now.date(), actor=actor, now=now)
    done = people.import_roll(preview=preview, accept_good_rows=True, actor=actor, now=now)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "rows": preview.counts["rows"],
        "bad": preview.counts["bad_rows"],
        "owners": done.counts["owners_begin"],
        "residents": done.counts["residents_begin"],
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "seconds": time.monotonic() - began,
        "peak_mb": used.ru_maxrss * 1024 / 10**6,
    }


if __name__ == "__main__":
    answer(work)
