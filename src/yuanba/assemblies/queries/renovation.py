"""Reading a renovation: how far consent is, by heads and by area, floor by floor, and what is still talked about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from yuanba.assemblies import renovation_terms
from yuanba.assemblies.models import AskedOwner, ConsentSaid, MediationNote, Renovation, RenovationObjection
from yuanba.ballots.tally import Roll, Turnout, Weight
from yuanba.ballots.tally.outcome import decide
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import descendants

AGREE, AGAINST, WITHDRAWN = ConsentSaid.Answer.AGREE, ConsentSaid.Answer.AGAINST, ConsentSaid.Answer.WITHDRAWN


def public() -> QuerySet[Renovation]:
    """What anybody may read, newest first."""
    rows = Renovation.objects.filter(announced_at__isnull=False)
    return rows.select_related("ballot").order_by("-announced_at", "-pk")


def at_desk(actor: Actor, now: datetime, permissions: Iterable[str]) -> QuerySet[Renovation]:
    """The renovations of the places where the actor holds one of `permissions`, drafts included."""
    granted = {one for permission in permissions for one in actor.territories(permission)}
    within = {below for place in granted for below in descendants(place, local_date(now))} | granted
    return Renovation.objects.filter(compound_id__in=within).select_related("ballot").order_by("-drafted_at", "-pk")


def asked(renovation_id: int) -> list[AskedOwner]:
    """Everybody asked, with the answers in order, from the top floor down. Three queries."""
    said = Prefetch("said", ConsentSaid.objects.order_by("number"))
    rows = AskedOwner.objects.filter(renovation_id=renovation_id).select_related("premises__entrance__building")
    return sorted(rows.prefetch_related(said, "persons"), key=lambda one: (-(one.floor or 0), one.pk))


def asked_of(renovation_id: int, person_id: int) -> AskedOwner | None:
    """The entry for which this person may speak; the first where there are several."""
    rows = AskedOwner.objects.filter(renovation_id=renovation_id, persons=person_id)
    return rows.prefetch_related("said").order_by("pk").first()


def answer_of(one: AskedOwner) -> str:
    """What holds now: "AGREE", "AGAINST", or "" for who said nothing or took it back."""
    said = max(one.said.all(), key=lambda row: row.number, default=None)
    return said.answer if said is not None and said.answer != WITHDRAWN else ""


@dataclass(frozen=True)
class Share:
    """A sum of owners: heads and cm²."""

    heads: int
    area_cm2: int


def weigh(rows: Iterable[AskedOwner]) -> Share:
    found = list(rows)
    return Share(sum(one.heads for one in found), sum(one.area_cm2 for one in found))


def measured(renovation: Renovation, rows: list[AskedOwner]) -> dict[str, Any]:
    """The consents held against the law's shares: passed or not, and every comparison with its numbers."""
    everybody = weigh(rows)
    came = weigh(one for one in rows if answer_of(one))
    agreed = weigh(one for one in rows if answer_of(one) == AGREE)
    roll = Roll(len(rows), everybody.heads, everybody.area_cm2, by_area=True)
    turnout = Turnout(roll, Weight(0, came.heads, came.area_cm2))
    return decide(renovation.threshold, turnout, Weight(0, agreed.heads, agreed.area_cm2))


@dataclass(frozen=True)
class Floor:
    """One floor of the stairwells: how many owners, who of them agree or are against; None where it is not shown."""

    floor: int | None
    owners: int
    agree: int | None
    against: int | None
    silent: int | None


def floors(rows: list[AskedOwner], *, is_open: bool) -> tuple[Floor, ...]:
    """From the top down. Counts of a floor with fewer than five owners are shown only to who may read names anyway."""
    found: dict[int | None, list[str]] = {}
    for one in rows:
        found.setdefault(one.floor, []).append(answer_of(one))
    shown = []
    for floor, answers in sorted(found.items(), key=lambda pair: -(pair[0] or -100)):
        tells = is_open or len(answers) >= renovation_terms.SMALLEST_SHOWN
        counts = [answers.count(AGREE), answers.count(AGAINST), answers.count("")] if tells else [None] * 3
        shown.append(Floor(floor, len(answers), *counts))
    return tuple(shown)


def objections(renovation_id: int) -> list[RenovationObjection]:
    """What was objected, with the notes of every talk about it. Two queries."""
    notes = Prefetch("notes", MediationNote.objects.order_by("met_date", "pk"))
    rows = RenovationObjection.objects.filter(asked__renovation_id=renovation_id).order_by("raised_at", "pk")
    return list(rows.prefetch_related(notes))
