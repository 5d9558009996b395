"""Reading rounds: lists of doors, how many were met, what was asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length

from yuanba.cases import questionnaire, round_rules, states
from yuanba.cases.models import Case, Category, DoorRound, HouseholdVisit, RoundHousehold, TextCode, VisitDemand
from yuanba.kernel.actor import Actor
from yuanba.places.queries import current, descendants
from yuanba.surveys import queries as surveys
from yuanba.surveys import states as survey_states

Result = RoundHousehold.Result


@dataclass(frozen=True)
class Tally:
    """The doors of a round, or of one building, by their last result.

    `due` are those that can be asked: all but dwellings where nobody lives and households that refused. The rate is
    visited ÷ due; refusing lowers nobody's figure. `disputes` are the cases of the queue of disputes that came of it.
    """

    all: int = 0
    visited: int = 0
    nobody: int = 0
    refused: int = 0
    appointment: int = 0
    empty: int = 0

    @property
    def due(self) -> int:
        return self.all - self.empty - self.refused

    @property
    def open(self) -> int:
        return self.all - self.visited - self.nobody - self.refused - self.appointment - self.empty

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.visited, self.due) if self.due else None


@dataclass(frozen=True)
class Demanded:
    """How often one category was asked for: at doors (cases), ticked in the questionnaire, in its free texts."""

    category: Category
    cases: int
    ticked: int | None  # None: hidden, fewer than five answers, or not over yet
    texts: int

    @property
    def total(self) -> int:
        """Mentions, not households: one household can say it at the door, tick it and write it."""
        return self.cases + (self.ticked or 0) + self.texts


_COUNTS = {
    "all": Count("pk"),
    "visited": Count("pk", filter=Q(result=Result.VISITED)),
    "nobody": Count("pk", filter=Q(result=Result.NOBODY)),
    "refused": Count("pk", filter=Q(result=Result.REFUSED)),
    "appointment": Count("pk", filter=Q(result=Result.APPOINTMENT)),
    "empty": Count("pk", filter=Q(result=Result.EMPTY)),
}


def askable(on: date) -> tuple[Category, ...]:
    """What a questionnaire can offer to choose from: neither urgent nor confidential kinds. One query."""
    rows = Category.objects.filter(current(on), urgent=False, confidential=False, supervisor_only=False)
    return tuple(rows.order_by("position", "pk"))


def places_with(actor: Actor, permission: str, on: date) -> frozenset[int]:
    """Every territory in which the actor holds the permission, with what lies below. Two queries for each."""
    return frozenset().union(*(descendants(top, on) for top in actor.territories(permission)))


def door_round(round_id: int) -> DoorRound | None:
    return DoorRound.objects.select_related("survey").filter(pk=round_id).first()


def rounds_in(territory_ids: Iterable[int]) -> QuerySet[DoorRound]:
    """The rounds of these compounds, walking ones first, then the newest."""
    return DoorRound.objects.filter(territory_id__in=list(territory_ids)).order_by("-state", "-pk")


def walking_in(territory_ids: Iterable[int]) -> QuerySet[DoorRound]:
    return rounds_in(territory_ids).filter(state=states.WALKING)


def tally(round_id: int) -> Tally:
    """One query."""
    return Tally(**RoundHousehold.objects.filter(round_id=round_id).aggregate(**_COUNTS))


def tallies(round_ids: Iterable[int]) -> dict[int, Tally]:
    """By round; one query."""
    rows = RoundHousehold.objects.filter(round_id__in=list(round_ids)).values("round_id").annotate(**_COUNTS)
    counted: Iterable[dict[str, Any]] = rows.order_by()  # type: ignore[assignment]
    return {row["round_id"]: Tally(**{name: row[name] for name in _COUNTS}) for row in counted}


def by_building(round_id: int) -> list[tuple[int, str, Tally]]:
    """(building, name, tally) as the buildings stand: 2栋 before 10栋; one query."""
    building = "premises__entrance__building"
    rows = RoundHousehold.objects.filter(round_id=round_id).values(f"{building}_id", f"{building}__name")
    counted: Iterable[dict[str, Any]] = rows.annotate(**_COUNTS).order_by(
        Length(f"{building}__name"), f"{building}__name"
    )
    return [
        (row[f"{building}_id"], row[f"{building}__name"], Tally(**{name: row[name] for name in _COUNTS}))
        for row in counted
    ]


def doors(round_id: int, *, building_id: int | None = None, result: str | None = None) -> QuerySet[RoundHousehold]:
    """The dwellings of the round, of one building or with one result only ("" is: not yet), as one walks."""
    rows = RoundHousehold.objects.filter(round_id=round_id).select_related("premises__entrance__building")
    if building_id is not None:
        rows = rows.filter(premises__entrance__building_id=building_id)
    if result is not None:
        rows = rows.filter(result=result)
    names = ("premises__entrance__building__name", "premises__entrance__name", "premises__number")
    # The shorter name first: 101 before 1001, 2栋 before 10栋.
    return rows.order_by(*(key for name in names for key in (Length(name), name)), "pk")


def door(household_id: int) -> RoundHousehold | None:
    rows = RoundHousehold.objects.select_related("round__survey", "premises__entrance__building")
    return rows.filter(pk=household_id).first()


def visits_of(household_id: int) -> list[HouseholdVisit]:
    """The knocks at a door, the last first, without those that were put right."""
    rows = HouseholdVisit.objects.filter(household_id=household_id, replaced_by__isnull=True)
    return list(rows.prefetch_related("demands__case").order_by("-pk"))


def waiting_doors(round_id: int) -> int:
    """How many doors can still be knocked at: nobody was there yet, nobody opened, or somebody made an appointment."""
    rows = RoundHousehold.objects.filter(round_id=round_id)
    again = Q(result=Result.NOBODY, knocks__lt=round_rules.MOST_KNOCKS)
    return rows.filter(Q(result__in=["", Result.APPOINTMENT]) | again).count()


def demands(found: DoorRound) -> list[Demanded]:
    """Categories with how often each was asked for, the most often first. Five queries."""
    asked = VisitDemand.objects.filter(visit__household__round=found).values_list("case__category_id")
    at_doors = dict(asked.annotate(number=Count("pk")).order_by())
    coded = dict(TextCode.objects.filter(round=found).values_list("category_id", "number"))
    ticks = ticked(found)
    rows = Category.objects.filter(Q(pk__in={*at_doors, *coded}) | Q(key__in=ticks or {}))
    shown = [
        Demanded(
            one,
            at_doors.get(one.pk, 0),
            None if ticks is None else ticks.get(one.key, 0),
            coded.get(one.pk, 0),
        )
        for one in rows
    ]
    return sorted(shown, key=lambda one: (-one.total, one.category.position, one.category.pk))


def ticked(found: DoorRound) -> dict[str, int] | None:
    """How many households ticked each category; None before the questionnaire is published, or if too few answered."""
    survey = found.survey
    if survey is None:
        return {}
    if survey.state != survey_states.PUBLISHED:
        return None
    general = surveys.public_result(survey.pk)["general"]
    histograms = general.get("histograms")
    return None if histograms is None else dict(histograms.get(questionnaire.FIRST, {}))


def cases_of(found: DoorRound, category_id: int | None = None) -> QuerySet[Case]:
    """The cases that came of the doors of a round."""
    rows = Case.objects.filter(pk__in=VisitDemand.objects.filter(visit__household__round=found).values("case_id"))
    return rows.filter(category_id=category_id) if category_id is not None else rows


def disputes_of(found: DoorRound) -> int:
    return cases_of(found).filter(category__queue=Category.Queue.DISPUTE).count()
