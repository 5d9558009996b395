"""The same question put again to nearly the same people: what the few others said would be the difference of two results.

So a result is withheld where the people behind it and those behind the results of the last 90 days differ by a handful,
one by one or all together: a minimum group holds over everything that was published, not within each survey only.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from django.db.models import Prefetch

from yuanba.surveys import secret_queries, states
from yuanba.surveys.models import LEAST_SAMPLE, Survey, SurveyMember, SurveyRoll, SurveyTarget
from yuanba.surveys.questions import GENERAL

# Source: our own choice, as for secret ballots: a season later people may have changed their minds.
DAYS_APART = 90
ABOUT = "about somebody"  # any reference: a question is asked about all targets or about none


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
    if not others:
        return frozenset()
    shown = {other.pk: _shown(other) for other in others}
    twins = _twins(survey, others, shown)
    found = set[str]()
    for one in survey.targets.order_by("position", "pk"):
        pairs = {target.pk: (other, target) for key in (one.ref, one.label) for other, target in twins.get(key, ())}
        if pairs and tells_of_few(_people(survey, one), [_people(*pair) for pair in pairs.values()]):
            found.add(one.ref)
    mine = _questions(survey, GENERAL)
    asked = [one for one in others if GENERAL in shown[one.pk] and mine & _questions(one, GENERAL)]
    if asked and tells_of_few(_people(survey, None), [_people(one, None) for one in asked]):
        found.add(GENERAL)
    return frozenset(found)


def _twins(
    survey: Survey, others: Iterable[Survey], shown: Mapping[int, set[str]]
) -> dict[str, list[tuple[Survey, SurveyTarget]]]:
    """Who was asked about before with one of these questions, and shown: by name where there is one, and by reference."""
    mine = _questions(survey, ABOUT)
    found: dict[str, list[tuple[Survey, SurveyTarget]]] = {}
    for other in others:
        if not mine & _questions(other, ABOUT):
            continue
        for target in other.targets.all():
            for key in {target.ref, target.label} - {""} if target.ref in shown[other.pk] else set():
                found.setdefault(key, []).append((other, target))
    return found


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
