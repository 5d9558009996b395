"""Assemblies as lists and one by one, the candidates of each, and what blocks the next step."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from yuanba.assemblies import rules, states
from yuanba.assemblies.models import Assembly, Candidate, CandidateObjection
from yuanba.assemblies.terms import (
    FILING,
    FILING_DECIDED,
    FIRST_ASSEMBLY,
    FIRST_ASSEMBLY_LATEST,
    FIRST_MEETING,
    GROUP_POSTED,
    MATTERS_POSTED,
    NOTICE,
    RESULT_POSTED,
    due,
    shifted,
    term,
)
from yuanba.ballots.models import BallotStep
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import ONE_DAY, WorkCalendar, local_date
from yuanba.kernel.verdict import Verdict, no
from yuanba.places.queries import calendar, descendants


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock of the board: `due` is the last day (None: not known yet), `done` the day on which it was done.

    `backwards`: it counts back from the opening of the vote, so that `due` is the last day for doing it in time.
    """

    key: str
    source: str
    of: str
    due: date | None
    done: date | None

    def is_late(self, on: date) -> bool:
        return self.due is not None and (self.done or on) > self.due


def public() -> QuerySet[Assembly]:
    """What everybody may know of: the list of the group is posted."""
    return Assembly.objects.exclude(state=states.FORMING).order_by("-begun_at", "-pk")


def looked_after_by(actor: Actor, now: datetime, permissions: Collection[str]) -> QuerySet[Assembly]:
    """The assemblies of the actor's places, newest first."""
    on = local_date(now)
    granted = {place for permission in permissions for place in actor.territories(permission)}
    within = {below for place in granted for below in descendants(place, on)}
    return Assembly.objects.filter(territory_id__in=within).order_by("-begun_at", "-pk")


def candidates(assembly_id: int) -> QuerySet[Candidate]:
    """Everybody who stands or stood, with names and how many support them, in the order of naming. One query."""
    rows = Candidate.objects.filter(assembly_id=assembly_id).select_related("person")
    return rows.annotate(supporters=Count("supports")).order_by("named_at", "pk")


def objections(assembly_id: int) -> QuerySet[CandidateObjection]:
    """What was said against candidates, unanswered first."""
    rows = CandidateObjection.objects.filter(candidate__assembly_id=assembly_id)
    return rows.select_related("candidate__person", "person").order_by("-answered_at", "raised_at", "pk")


def blocking(assembly: Assembly, now: datetime) -> list[Verdict]:
    """What stands before the next step; empty where it can be taken now."""
    asked = {
        states.FORMING: _before_posting_group,
        states.NOMINATING: _before_posting_candidates,
        states.POSTED: _before_calling,
        states.CALLED: _before_electing,
    }.get(assembly.state)
    return [one for one in (asked(assembly) if asked else []) if not one.ok]


def ready_to_post(assembly: Assembly) -> list[Verdict]:
    """What stands before the candidates are posted."""
    counted = assembly.candidates.aggregate(
        waiting=Count("pk", filter=Q(state=states.NOMINATED)), admitted=Count("pk", filter=Q(state=states.ADMITTED))
    )
    posted = set(assembly.documents.values_list("kind", flat=True))
    return rules.ready_to_post(assembly, counted["waiting"], counted["admitted"], posted)


def open_objections(assembly_id: int) -> int:
    return CandidateObjection.objects.filter(candidate__assembly_id=assembly_id, answered_at__isnull=True).count()


def _before_posting_group(assembly: Assembly) -> list[Verdict]:
    return [rules.group_complete(assembly, list(assembly.members.all()))]


def _before_posting_candidates(assembly: Assembly) -> list[Verdict]:
    return ready_to_post(assembly)


def _before_calling(assembly: Assembly) -> list[Verdict]:
    return [rules.objections_answered(open_objections(assembly.pk))]


def _before_electing(assembly: Assembly) -> list[Verdict]:
    return [rules.result_public(assembly.ballot)]


def deadlines(assembly: Assembly) -> list[Deadline]:
    """Every clock of an assembly in the order of its steps; what cannot be known yet has no day."""
    days = calendar()
    opens = local_date(assembly.ballot.opens_at) if assembly.ballot else None
    closes = local_date(assembly.ballot.closes_at) if assembly.ballot else None
    found = [_forward(GROUP_POSTED, assembly.formed_date, assembly.group_posted_date)]
    found.append(_backward(MATTERS_POSTED, opens, assembly.candidates_posted_date))
    found.append(_backward(NOTICE, opens, assembly.called_date))
    if assembly.kind == Assembly.Kind.FIRST:
        found.append(_forward(FIRST_ASSEMBLY, assembly.formed_date, opens))
        found.append(_forward(FIRST_ASSEMBLY_LATEST, assembly.formed_date, opens))
    found.append(_forward(RESULT_POSTED, closes, _published_on(assembly)))
    found.append(_forward(FIRST_MEETING, assembly.elected_date, assembly.met_date))
    found.append(_forward(FILING, assembly.elected_date, assembly.handed_in_date))
    found.append(_forward(FILING_DECIDED, assembly.handed_in_date, assembly.filed_date, days))
    return found


def _forward(key: str, start: date | None, done: date | None, days: WorkCalendar | None = None) -> Deadline:
    row = term(key, start or SOME_DAY)
    return Deadline(key, row.source, row.of, due(key, start, days) if start else None, done)


SOME_DAY = date(2026, 1, 1)  # whose rows are shown where nothing has begun to run


def _backward(key: str, opens: date | None, done: date | None) -> Deadline:
    row = term(key, opens or SOME_DAY)
    return Deadline(key, row.source, row.of, opens - row.number * ONE_DAY if opens else None, done)


def _published_on(assembly: Assembly) -> date | None:
    if assembly.ballot_id is None:
        return None
    step = BallotStep.objects.filter(ballot_id=assembly.ballot_id, verb="publish").first()
    return local_date(step.at) if step else None


def term_end(elected: date, years: int) -> date:
    """The day from which a term of so many years is over."""
    return shifted(elected, years * 12)


def unknown(assembly_id: int) -> Verdict:
    return no("assemblies.unknown", "the list of assemblies", assembly=assembly_id)
