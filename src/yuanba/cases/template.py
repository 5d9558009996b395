"""The template that a deployment starts with: organs, categories, deadlines, office hours (template.toml)."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from yuanba.kernel.worktime import OfficeHours

FILE = Path(__file__).with_name("template.toml")
SINCE = date(2020, 1, 1)  # the rows of the template hold from before anything was recorded
RECORDED_BY = "system:template"


@cache
def read() -> Mapping[str, Any]:
    """The file as it is."""
    return MappingProxyType(tomllib.loads(FILE.read_text(encoding="utf-8")))


def organs() -> dict[str, tuple[str, str]]:
    """Key → Chinese and English name of each service organ, in order."""
    return {key: (row["name"], row["name_en"]) for key, row in read()["organs"].items()}


def terms() -> list[dict[str, Any]]:
    """A row of LevelTerm for each class and level; days of office hours became minutes."""
    day = OfficeHours.read(read()["hours"]["spans"]).day_minutes
    rows = []
    for term in read()["terms"]:
        minutes = term.get("minutes") or {level: int(Decimal(days) * day) for level, days in term["days"].items()}
        for level, number in minutes.items():
            row = {"term_class": term["term_class"], "level": level, "minutes": number, "source": term["source"]}
            rows.append({**row, "from_date": SINCE, "recorded_by": RECORDED_BY})
    return rows


def categories() -> list[dict[str, Any]]:
    """A row of Category for each kind, in the order of the file."""
    return [
        {**row, "from_date": SINCE, "position": 10 * place} for place, row in enumerate(read()["categories"], start=1)
    ]


def install(category: Any, level_term: Any, work_hours: Any) -> None:
    """Whatever of the template is not there yet is there; what an office changed stays.

    Takes the model classes, so that a migration can hand in those of its time.
    """
    known = set(category.objects.values_list("key", flat=True))
    columns = {field.name for field in category._meta.get_fields()}
    category.objects.bulk_create(
        category(**{name: value for name, value in row.items() if name in columns})
        for row in categories()
        if row["key"] not in known
    )
    set_already = set(level_term.objects.values_list("term_class", "level"))
    level_term.objects.bulk_create(
        level_term(**row) for row in terms() if (row["term_class"], row["level"]) not in set_already
    )
    if not work_hours.objects.exists():
        work_hours.objects.create(**read()["hours"], from_date=SINCE, recorded_by=RECORDED_BY)
