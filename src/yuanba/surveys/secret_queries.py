"""Reading secret surveys: which ballot a person answers in, how many sheets came, and, once opened, what they say."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from yuanba.ballots import queries as ballots
from yuanba.ballots import states as ballot_states
from yuanba.ballots.models import Ballot, RollMember, RollRow, SecretBallot, Turn
from yuanba.kernel.verdict import Verdict
from yuanba.surveys import sealed, states
from yuanba.surveys.models import LEAST_SAMPLE, Survey, SurveyGroup
from yuanba.surveys.questions import read_form

COUNTED = (ballot_states.COUNTED, ballot_states.PUBLISHED)


def places(survey_id: int) -> list[SurveyGroup]:
    """The places with their ballots, in their order. One query."""
    return list(SurveyGroup.objects.filter(survey_id=survey_id).select_related("ballot").order_by("position"))


def ballot_of(survey_id: int, person_id: int) -> Ballot | None:
    """The ballot in which this person answers; None for whoever is not asked."""
    ids = SurveyGroup.objects.filter(survey_id=survey_id, ballot__isnull=False).values("ballot_id")
    own = RollRow.objects.filter(person_id=person_id).values("ballot_id")
    shared = RollMember.objects.filter(person_id=person_id).values("roll_row__ballot_id")
    return Ballot.objects.filter(Q(pk__in=own) | Q(pk__in=shared), pk__in=ids).order_by("pk").first()


def waiting_for(person_id: int) -> QuerySet[SurveyGroup]:
    """The places in whose ballot this person has neither ticket nor sheet; whether it is open the survey knows."""
    own = RollRow.objects.filter(person_id=person_id, ballot__kind=Ballot.Kind.SURVEY)
    shared = RollMember.objects.filter(person_id=person_id, roll_row__ballot__kind=Ballot.Kind.SURVEY)
    taken = Q(ballot__in=Turn.objects.filter(_of(person_id), state=ballot_states.TAKEN).values("ballot_id"))
    mine = Q(ballot__in=own.values("ballot_id")) | Q(ballot__in=shared.values("roll_row__ballot_id"))
    return SurveyGroup.objects.filter(mine).exclude(taken)


def _of(person_id: int) -> Q:
    members = RollMember.objects.filter(person_id=person_id).values("roll_row_id")
    return Q(roll_row__person_id=person_id) | Q(roll_row__in=members)


def sheets_by_place(survey_id: int) -> dict[int, tuple[int, int]]:
    """(asked, sheets in the urns) by territory of a secret survey. During it whole batches only. Two queries."""
    rows = [one for one in places(survey_id) if one.ballot_id is not None]
    urns = SecretBallot.objects.filter(pk__in=[one.ballot_id for one in rows]).values_list("pk", "papers", "sheets")
    came = {pk: papers + len(text.splitlines()) for pk, papers, text in urns}
    return {one.territory_id: (one.invited, came.get(one.ballot_id or 0, 0)) for one in rows}


def fullest(survey_id: int) -> int:
    """The ballot with most sheets, at which the trustees' shares open all; 0 where there is none."""
    ids = SurveyGroup.objects.filter(survey_id=survey_id, ballot__isnull=False).values("ballot_id")
    return SecretBallot.objects.filter(pk__in=ids).order_by("-papers", "pk").values_list("pk", flat=True).first() or 0


def said(survey: Survey) -> Iterator[tuple[str, dict[str, Any]]]:
    """(target ref, values) of every readable sheet of the ballots that were counted, each sheet's targets together."""
    questions = read_form(survey.form.questions)
    for group in places(survey.pk):
        if group.ballot is None or group.ballot.state not in COUNTED:
            continue
        items = sealed.sheet(questions, list(group.targets.order_by("position", "pk").values_list("ref", flat=True)))
        papers = (one.choices for one in ballots.secret_papers(group.ballot) if not one.void_reason)
        for answer in sealed.each(papers, items):
            yield from answer.items()


def begun_by(person_id: int, now: datetime) -> list[tuple[Survey, Ballot, str]]:
    """The open surveys in which this person took a ticket or a sheet, with the ballot and which (TOKEN, PAPER). Two queries."""
    taken = Turn.objects.filter(_of(person_id), state=ballot_states.TAKEN, ballot__kind=Ballot.Kind.SURVEY)
    turns = dict(taken.values_list("ballot_id", "channel"))
    groups = SurveyGroup.objects.filter(ballot__in=turns, survey__state=states.OPEN, survey__closes_at__gt=now)
    rows = groups.select_related("survey", "ballot").order_by("survey__closes_at", "survey_id")
    return [(one.survey, one.ballot, turns[one.ballot.pk]) for one in rows if one.ballot is not None]


def took_part(survey_id: int, group_ids: Collection[int] | None = None) -> set[int]:
    """The persons who took a ticket or a sheet of paper (in these places): more than answered, perhaps; never fewer."""
    groups = SurveyGroup.objects.filter(survey_id=survey_id, ballot__isnull=False)
    if group_ids is not None:
        groups = groups.filter(pk__in=group_ids)
    rows = Turn.objects.filter(ballot__in=groups.values("ballot_id"), state=ballot_states.TAKEN).values("roll_row_id")
    own = RollRow.objects.filter(pk__in=rows, person__isnull=False).values_list("person_id", flat=True)
    shared = RollMember.objects.filter(roll_row__in=rows).values_list("person_id", flat=True)
    return {pk for pk in (*own, *shared) if pk is not None}


def blocking(survey: Survey) -> tuple[Verdict, ...]:
    """What a drafted survey lacks to open, or a closed one to be scored: keys, a complete log, shares. The first of it."""
    for group in places(survey.pk):
        assert group.ballot is not None, "a secret survey has a ballot in every place"
        verdict = ballots.secret_waits(group.ballot)
        if not verdict and not _is_thin(group.ballot, verdict):
            return (verdict,)
    return ()


def _is_thin(ballot: Ballot, verdict: Verdict) -> bool:
    """Too few sheets came: nobody waits for its shares, since it is never opened."""
    if verdict.code != "ballots.still_sealed":
        return False
    state = ballots.secret_state(ballot)
    return state.written + state.sheets_found < LEAST_SAMPLE
