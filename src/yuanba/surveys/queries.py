"""Reading surveys. Nothing here returns a score before the survey is scored, nor who answered what, ever."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Count, Q, QuerySet

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import redact
from yuanba.kernel.verdict import Refused, Verdict, no, require
from yuanba.places.queries import descendants, lineage
from yuanba.surveys import repeats, rules, score, secret_queries, states
from yuanba.surveys.models import (
    Answer,
    Envelope,
    Form,
    PaperForm,
    Survey,
    SurveyMember,
    SurveyResult,
    SurveyRoll,
    SurveyTarget,
)
from yuanba.surveys.questions import Question, read_form


@dataclass(frozen=True)
class Target:
    ref: str
    label: str


@dataclass(frozen=True)
class FormSheet:
    """What one person fills in: the form's questions as registered, and the targets of the person's place."""

    survey: Survey
    questions: tuple[dict[str, Any], ...]
    targets: tuple[Target, ...]
    is_answered: bool


@dataclass(frozen=True)
class Participation:
    """How many answered, never what."""

    invited: int
    answered: int


def latest_form(key: str) -> Form | None:
    return Form.objects.filter(key=key).order_by("-version").first()


def questions_of(survey: Survey) -> tuple[Question, ...]:
    """The survey's questions; the survey comes with its form selected."""
    return read_form(survey.form.questions)


def ordered_by(reference: str) -> QuerySet[Survey]:
    """The surveys that `reference` ("stage:3") ordered."""
    return Survey.objects.filter(ordered_by=reference).select_related("form").order_by("pk")


def due_to_open(now: datetime) -> QuerySet[Survey]:
    """The drafted surveys whose window has begun and not ended: for tick, or for whoever ordered them."""
    return Survey.objects.filter(state=states.DRAFT, opens_at__lte=now, closes_at__gt=now).order_by("opens_at", "pk")


def due_to_close(now: datetime) -> QuerySet[Survey]:
    """The open surveys whose window has ended."""
    return Survey.objects.filter(state=states.OPEN, closes_at__lte=now).order_by("closes_at", "pk")


def open_for(person_id: int, now: datetime) -> QuerySet[Survey]:
    """The surveys that this person may answer at `now` and has not yet, not even through the household.

    Of a secret one nobody knows who answered: it is gone from here once the person took a ticket or a sheet.
    """
    # Two indexed look-ups: one condition over both tables would read the whole roll.
    own = SurveyRoll.objects.filter(person_id=person_id, answered_date__isnull=True).values("survey_id")
    members = SurveyMember.objects.filter(person_id=person_id, roll__answered_date__isnull=True)
    live = Survey.objects.filter(state=states.OPEN, opens_at__lte=now, closes_at__gt=now)
    secret = secret_queries.waiting_for(person_id).values("survey_id")
    waiting = live.filter(Q(pk__in=own) | Q(pk__in=members.values("roll__survey_id")) | Q(pk__in=secret))
    return waiting.select_related("form").order_by("closes_at", "pk")


def roll_row_of(survey_id: int, person_id: int) -> SurveyRoll | None:
    """The row with which this person may answer: the own one, or the household's."""
    own = SurveyRoll.objects.filter(survey_id=survey_id, person_id=person_id).first()
    if own is not None:
        return own
    shared = SurveyRoll.objects.filter(survey_id=survey_id, members__person_id=person_id)
    return shared.order_by("pk").first()


def unanswered_homes(survey_id: int) -> dict[int, SurveyRoll]:
    """The households that have not answered yet, by their dwelling. One query."""
    rows = SurveyRoll.objects.filter(survey_id=survey_id, answered_date__isnull=True, key__startswith="household:")
    return {int(row.key.partition(":")[2]): row for row in rows}


def sheet(survey_id: int, row: SurveyRoll) -> FormSheet:
    """The form for one roll row; candidates in an order of the row's own, so that none is always first."""
    survey = Survey.objects.select_related("form").get(pk=survey_id)
    targets = sorted(targets_of(row.group_id), key=lambda one: sha256(f"{row.pk}\0{one.ref}".encode()).digest())
    shown = tuple(Target(one.ref, one.label) for one in targets)
    return FormSheet(survey, tuple(survey.form.questions), shown, row.answered_date is not None)


def asked_where(survey_id: int) -> list[tuple[SurveyTarget, list[int]]]:
    """Every target with the territories that judge it. Two queries."""
    rows = SurveyTarget.objects.filter(survey_id=survey_id).order_by("position", "pk").prefetch_related("groups")
    return [(one, [group.territory_id for group in one.groups.all()]) for one in rows]


def empty_sheet(survey_id: int) -> FormSheet:
    """The form with all its targets, for nobody in particular: to read what was sent for somebody."""
    survey = Survey.objects.select_related("form").get(pk=survey_id)
    rows = SurveyTarget.objects.filter(survey=survey).order_by("position", "pk")
    return FormSheet(survey, tuple(survey.form.questions), tuple(Target(one.ref, one.label) for one in rows), False)


def targets_of(group_id: int) -> QuerySet[SurveyTarget]:
    return SurveyTarget.objects.filter(groups=group_id).order_by("position", "pk")


def participation(survey_id: int) -> Participation:
    """How many of how many, at any time; one query, three for a secret survey. Its sheets count once in the urn."""
    sums = SurveyRoll.objects.filter(survey_id=survey_id).aggregate(
        invited=Count("pk"), answered=Count("answered_date")
    )
    if not sums["invited"]:
        rows = list(secret_queries.sheets_by_place(survey_id).values())
        return Participation(sum(asked for asked, _ in rows), sum(came for _, came in rows))
    return Participation(sums["invited"], sums["answered"])


def participation_by_group(survey_id: int) -> dict[int, Participation]:
    """The same by territory id of the place; as many queries."""
    rows = SurveyRoll.objects.filter(survey_id=survey_id).values("group__territory_id")
    counted = rows.annotate(invited=Count("pk"), answered=Count("answered_date"))
    found = {one["group__territory_id"]: Participation(one["invited"], one["answered"]) for one in counted}
    if found:
        return found
    return {one: Participation(*row) for one, row in secret_queries.sheets_by_place(survey_id).items()}


def invited_by_target(survey_id: int) -> dict[str, int]:
    """How many people are asked about each target: those of all its places."""
    rows = SurveyTarget.objects.filter(survey_id=survey_id).order_by("position", "pk")
    return {one.ref: sum(group.invited for group in one.groups.all()) for one in rows.prefetch_related("groups")}


def stored_values(survey_ids: Sequence[int], target_ref: str) -> list[dict[str, Any]]:
    """What was said about a target, in no order that means anything. For score and export after the close only."""
    states_of = Survey.objects.filter(pk__in=survey_ids).values_list("state", flat=True)
    for state in states_of:
        if state != states.CLOSED:
            require(rules.may_see_scores(state))
    rows = Answer.objects.filter(survey_id__in=survey_ids, target_ref=target_ref)
    found = list(rows.order_by("pk").values_list("values", flat=True))
    secret = Survey.objects.filter(pk__in=survey_ids, level="S").select_related("form").order_by("pk")
    return found + [said for one in secret for ref, said in secret_queries.said(one) if ref == target_ref]


def score_over(survey_ids: Sequence[int], target_ref: str) -> dict[str, Any]:
    """One target's result over several surveys of one form (a company in all its compounds), as score.document.

    What one of them does not show, the sum does not show either: answers below the least sample, or withheld ones, are
    in it only if they are enough together that nobody finds them by subtracting what was shown.
    Raises Refused: surveys.scores_hidden before they are scored, surveys.forms_differ.
    """
    surveys = list(Survey.objects.filter(pk__in=survey_ids).select_related("form"))
    for survey in surveys:
        require(rules.may_see_scores(survey.state))
    if len({survey.form_id for survey in surveys}) != 1:
        raise Refused(no("surveys.forms_differ", "one form for one score"))
    least = max(survey.min_sample for survey in surveys)
    shown = {survey.pk for survey in surveys if _is_shown(survey, target_ref)}
    hidden = [survey.pk for survey in surveys if survey.pk not in shown]
    if 0 < len(stored_values(hidden, target_ref)) < least:
        surveys = [survey for survey in surveys if survey.pk in shown]
    invited = sum(invited_by_target(survey.pk).get(target_ref, 0) for survey in surveys)
    values = stored_values([survey.pk for survey in surveys], target_ref)
    if not surveys:
        return {"n": 0, "invited": 0, "response_centi": 0, "state": "INSUFFICIENT"}
    return score.document(values, _asked(questions_of(surveys[0]), target_ref), invited=invited, min_sample=least)


def _is_shown(survey: Survey, target_ref: str) -> bool:
    """Whether the survey's own result shows a score of this target."""
    document = result(survey.pk)
    told = document["general"] if target_ref == "" else document["targets"].get(target_ref, {})
    return bool(told.get("state") == "OK")


def result(survey_id: int) -> dict[str, Any]:
    """The scored result (for whoever staged it). Raises Refused("surveys.scores_hidden")."""
    require(rules.may_see_scores(Survey.objects.get(pk=survey_id).state))
    document: dict[str, Any] = json.loads(SurveyResult.objects.get(pk=survey_id).document)
    return document


def public_result(survey_id: int) -> dict[str, Any]:
    """The published result with its inputs: form, and per target the vectors from which anyone recomputes the score.

    Raises Refused("surveys.not_published").
    """
    survey = Survey.objects.get(pk=survey_id)
    if survey.state != states.PUBLISHED:
        raise Refused(no("surveys.not_published", "a staged decision is invisible until published", state=survey.state))
    return result(survey_id)


def made_document(survey: Survey) -> dict[str, Any]:
    """The whole result of a closed survey: roll, form, one entry per target and one ("") for the general questions."""
    questions = questions_of(survey)
    seen = participation(survey.pk)
    invited = invited_by_target(survey.pk)
    answers: dict[str, list[dict[str, Any]]] = {ref: [] for ref in ("", *invited)}
    stored = Answer.objects.filter(survey=survey).order_by("pk").values_list("target_ref", "values")
    for ref, values in secret_queries.said(survey) if survey.level == "S" else stored:
        answers[ref].append(values)
    targets = {
        ref: score.document(
            values,
            _asked(questions, ref),
            invited=invited.get(ref, seen.invited),
            min_sample=survey.min_sample,
        )
        for ref, values in answers.items()
    }
    for ref in repeats.withheld(survey):
        targets[ref] = score.withheld(targets[ref])
    return {
        "survey": f"survey:{survey.pk}",
        "form": {"key": survey.form.key, "version": survey.form.version, "per": survey.form.per},
        "scored": [{"key": one.key, "low": one.low, "high": one.high} for one in score_questions(questions)],
        "min_sample": survey.min_sample,
        "invited": seen.invited,
        "answered": seen.answered,
        "general": targets.pop(""),
        "targets": targets,
    }


def score_questions(questions: Sequence[Question]) -> list[Question]:
    return [one for one in questions if one.scored]


def texts(survey: Survey, target_ref: str) -> list[tuple[str, tuple[str, ...]]]:
    """(question key, what people wrote in their own words, sorted and with every personal number masked).

    For actions.open_texts alone, which asks who may and records it; never published, linked to nobody.
    """
    asked = [one for one in _asked(questions_of(survey), target_ref) if one.kind == "TEXT"]
    said = stored_values([survey.pk], target_ref)
    return [(one.key, tuple(sorted(redact(row[one.key]) for row in said if row.get(one.key)))) for one in asked]


def answers_by_target(survey_id: int) -> dict[str, int]:
    """How many answers there are about each target, "" for the general questions. One query."""
    rows = Answer.objects.filter(survey_id=survey_id).values_list("target_ref").annotate(number=Count("pk"))
    return dict(rows.order_by())


def envelopes(survey_id: int) -> QuerySet[Envelope]:
    return Envelope.objects.filter(survey_id=survey_id).select_related("roll").order_by("-pk")


def paper_forms(survey_id: int) -> QuerySet[PaperForm]:
    return PaperForm.objects.filter(survey_id=survey_id).prefetch_related("readings").order_by("state", "code")


def _asked(questions: Sequence[Question], target_ref: str) -> list[Question]:
    return [one for one in questions if one.per_target == (target_ref != "")]


# ---------------------------------------------------------------- desks


def visible() -> QuerySet[Survey]:
    """Surveys that the public may know of: opened or later, newest first."""
    return Survey.objects.exclude(state=states.DRAFT).order_by("-opens_at", "pk")


def looked_after_by(actor: Actor, now: datetime, permission: str) -> QuerySet[Survey]:
    """The surveys of the places where the actor holds `permission` and below them; for the paper desk also above them."""
    on = local_date(now)
    places: set[int] = set()
    for territory_id in actor.territories(permission):
        places |= {territory_id, *descendants(territory_id, on)}
        if permission == rules.PAPER:
            places.update(lineage(territory_id, on))
    return Survey.objects.filter(territory_id__in=places).select_related("form").order_by("-opens_at", "pk")


@dataclass(frozen=True)
class RowAtDesk:
    """Somebody who may answer, as the paper desk needs it: answered or not, and the envelope that is out, if any."""

    roll_id: int
    person_id: int
    is_answered: bool
    envelope: Envelope | None


def rows_at_desk(survey_id: int, person_ids: Sequence[int]) -> list[RowAtDesk]:
    """The roll rows of these persons. Two queries."""
    mine = Q(person_id__in=person_ids) | Q(members__person_id__in=person_ids)
    rows = list(SurveyRoll.objects.filter(mine, survey_id=survey_id).distinct().order_by("pk"))
    live = Envelope.objects.filter(roll__in=[row.pk for row in rows]).exclude(state=states.REFUSED)
    out = {one.roll_id: one for one in live}
    return [RowAtDesk(row.pk, row.person_id or 0, row.answered_date is not None, out.get(row.pk)) for row in rows]


def sheet_of_code(survey_id: int, code: str) -> FormSheet:
    """The form that a printed code belongs to, targets in the announced order; whether the code is ours the keying asks.

    Raises Refused("surveys.form_unknown").
    """
    survey = Survey.objects.select_related("form").filter(pk=survey_id).first()
    group = code.strip().partition("-")[0]
    groups = (
        survey.groups.filter(pk=int(group)) if survey is not None and group.isdecimal() and len(group) <= 18 else None
    )
    if survey is None or groups is None or not groups.exists():
        raise Refused(no("surveys.form_unknown", "paper answers are keyed twice", form=code[:32]))
    shown = tuple(Target(one.ref, one.label) for one in targets_of(int(group)))
    return FormSheet(survey, tuple(survey.form.questions), shown, False)


def blocking(survey: Survey, now: datetime) -> tuple[Verdict, ...]:
    """What stands in the way of the survey's next move."""
    found: list[Verdict] = []
    if survey.state == states.DRAFT:
        found.append(rules.may_open_now(survey, now))
    if survey.level == "S" and survey.state in (states.DRAFT, states.CLOSED):
        found.extend(secret_queries.blocking(survey))
    if survey.state == states.OPEN:
        found.append(rules.may_close_now(survey, now))
    waiting = survey.paper_forms.filter(state__in=[states.READ, states.DISPUTED]).count()
    if waiting and survey.state in (states.OPEN, states.CLOSED):
        found.append(no("surveys.forms_open", "paper forms are keyed before the score", forms=waiting))
    return tuple(verdict for verdict in found if not verdict)
