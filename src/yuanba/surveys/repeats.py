"""The same question put again to nearly the same people: what the few others said would be the difference of two results.

So a result is withheld where the people behind it and those behind the results of the last 90 days differ by a handful,
one by one or all together: a minimum group holds over everything that was published, not within each survey only.
"""

import json
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db.models import Prefetch

from yuanba.surveys import secret_queries, states
from yuanba.surveys.models import LEAST_SAMPLE, Survey, SurveyMember, SurveyRoll, SurveyTarget
from yuanba.surveys.questions import GENERAL

# Source: our own choice, as for secret ballots: a season later people may have changed their minds.
DAYS_APART = 90


def tells_of_few(ours: Collection[int], published: Iterable[Collection[int]], least: int = LEAST_SAMPLE) -> bool:
    """Whether a result of these people, beside results of those, gives away what 1 to `least` - 1 of them said. Pure."""
    mine, everybody = set(ours), set[int]()
    for others in published:
        theirs = set(others)
        if not mine & theirs:
            continue
        everybody |= theirs
        if any(0 < len(apart) < least for apart in (mine - theirs, theirs - mine)):
            return True
    return bool(everybody) and 0 < len(mine - everybody) < least


def withheld(survey: Survey) -> frozenset[str]:
    """The targets ("" for the general questions) whose result would tell of a few. Two queries where nothing was asked twice."""
    since = survey.closes_at - timedelta(days=DAYS_APART)
    rows = Survey.objects.filter(state__in=states.TALLIED, closes_at__gt=since).exclude(pk=survey.pk)
    targets = Prefetch("targets", SurveyTarget.objects.order_by("position", "pk"))
    others = list(rows.select_related("form", "result").prefetch_related(targets).order_by("pk"))
    own = list(survey.targets.order_by("position", "pk")) if others else []
    found = {one.ref for one in own if _alike(survey, one, others)}
    mine = _questions(survey, GENERAL)
    asked = [one for one in others if GENERAL in _shown(one) and mine & _questions(one, GENERAL)]
    if asked and tells_of_few(_people(survey, None), [_people(one, None) for one in asked]):
        found.add(GENERAL)
    return frozenset(found)


def _alike(survey: Survey, target: SurveyTarget, others: Iterable[Survey]) -> bool:
    mine = _questions(survey, target.ref)
    twins = [
        (other, one)
        for other in others
        if mine & _questions(other, target.ref)
        for one in other.targets.all()
        if one.ref in _shown(other) and (one.ref == target.ref or (one.label and one.label == target.label))
    ]
    return bool(twins) and tells_of_few(_people(survey, target), [_people(other, one) for other, one in twins])


def _shown(survey: Survey) -> set[str]:
    """The targets whose result the survey shows; only what was shown can be subtracted."""
    document = json.loads(survey.result.document)
    every = document["targets"] | {GENERAL: document["general"]}
    return {ref for ref, told in every.items() if told["state"] == "OK"}


def _questions(survey: Survey, ref: str) -> set[tuple[str, str]]:
    """What is asked about a target, or in general, in words."""
    asked = [one for one in survey.form.questions if bool(one.get("per_target", True)) == (ref != GENERAL)]
    return {(one["kind"], str(one.get("text_zh") or one["key"])) for one in asked if one["kind"] != "TEXT"}


def _people(survey: Survey, target: SurveyTarget | None) -> set[int]:
    """Who answered where the target was asked about: of a household everybody. Three queries at most."""
    groups = None if target is None else list(target.groups.values_list("pk", flat=True))
    if survey.level == "S":
        return secret_queries.took_part(survey.pk, groups)
    rows = SurveyRoll.objects.filter(survey=survey, answered_date__isnull=False)
    if groups is not None:
        rows = rows.filter(group__in=groups)
    own = set(rows.filter(person__isnull=False).values_list("person_id", flat=True))
    return own | set(SurveyMember.objects.filter(roll__in=rows.values("pk")).values_list("person_id", flat=True))
