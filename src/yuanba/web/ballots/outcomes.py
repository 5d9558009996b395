"""What a count decided, in words: passed or not and why, with the exact numbers; who was chosen; what stayed equal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from yuanba.web.filters import CM2_PER_M2, number

HEADS, AREA = "heads", "area_cm2"
COMPARISONS = {
    ("participation", HEADS): gettext_lazy("Took part, people"),
    ("participation", AREA): gettext_lazy("Took part, area"),
    ("assent", HEADS): gettext_lazy("Agreed, people"),
    ("assent", AREA): gettext_lazy("Agreed, area"),
}
REASONS = {
    ("participation", HEADS): gettext_lazy("%(needed)s people had to take part; %(got)s came, %(short)s too few."),
    ("participation", AREA): gettext_lazy(
        "Owners of %(needed)s had to take part; those of %(got)s came, %(short)s too little."
    ),
    ("assent", HEADS): gettext_lazy("%(needed)s people had to agree; %(got)s did, %(short)s too few."),
    ("assent", AREA): gettext_lazy("Owners of %(needed)s had to agree; those of %(got)s did, %(short)s too little."),
}


@dataclass(frozen=True)
class Outcome:
    """`reasons` say what was missing, nothing if it passed; `rows` are the comparisons: what, needed, there, missing."""

    passed: bool
    source: str
    reasons: tuple[str, ...]
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Decided:
    """`chosen` and `equal` are names; `places` is for how many of these there was room; `drawn`: a public draw decided."""

    outcome: Outcome | None
    chosen: tuple[str, ...]
    equal: tuple[str, ...]
    places: int
    drawn: bool
    by_area: tuple[tuple[str, str, str], ...]


def decided(item: Mapping[str, Any], name: Callable[[str], str]) -> Decided:
    """What the result of one question says; `name` gives an option's name."""
    tie = item.get("tie") or {}
    found = item.get("outcome")
    areas = item.get(AREA, {}).get("votes", {})
    ordered = sorted(item["votes"].items(), key=lambda pair: -pair[1])
    return Decided(
        outcome=_outcome(found) if found else None,
        chosen=() if found else tuple(name(key) for key in item.get("chosen", ())),
        equal=tuple(name(key) for key in tie.get("undecided", ())),
        places=tie.get("places", 0),
        drawn=tie.get("decided_by") == "draw",
        by_area=tuple((name(key), number(votes), exact_area(areas[key])) for key, votes in ordered if areas),
    )


def _outcome(found: Mapping[str, Any]) -> Outcome:
    rows, reasons = [], []
    for one in found["comparisons"]:
        key = (one["what"], one["measure"])
        write = number if one["measure"] == HEADS else exact_area
        needed, got, short = (write(one[column]) for column in ("needed", "got", "short"))
        rows.append(
            (str(COMPARISONS[key]), needed, got, short if one["short"] else pgettext("nothing missing", "none"))
        )
        if one["short"]:
            reasons.append(REASONS[key] % {"needed": needed, "got": got, "short": short})
    return Outcome(bool(found["passed"]), found["source"], tuple(reasons), tuple(rows))


def exact_area(area_cm2: int) -> str:
    """585725001 -> "58,572.5001 ㎡": thresholds are held to the square centimetre, so the last digits are shown."""
    whole, rest = divmod(area_cm2, CM2_PER_M2)
    digits = f"{rest:04d}"
    return f"{whole:,}.{digits[:2] if digits.endswith('00') else digits} ㎡"


def agreed_names() -> dict[str, str]:
    """The names of a yes / no / abstain question whose options were given none."""
    return {"agree": _("Agree"), "against": _("Against"), "abstain": _("Abstain")}
