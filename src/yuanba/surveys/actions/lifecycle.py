"""From the form to the published score."""

import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from yuanba.ballots.actions import SecretTerms
from yuanba.kernel import many
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.queries import RollEntry, roll_at
from yuanba.places.queries import lineage
from yuanba.surveys import queries, rules, states
from yuanba.surveys.actions.answering import flush
from yuanba.surveys.actions.secretly import (
    ELECTORATE,
    LEVEL_S,
    annul_ballots,
    close_ballots,
    count_ballots,
    draft_ballots,
    open_ballots,
    publish_ballots,
)
from yuanba.surveys.actions.steps import lineage_of, locked, move_on, note
from yuanba.surveys.models import (
    LEAST_SAMPLE,
    Form,
    Survey,
    SurveyGroup,
    SurveyMember,
    SurveyResult,
    SurveyRoll,
    SurveyStep,
    SurveyTarget,
)
from yuanba.surveys.questions import read_form

KEY_BYTES = 32
STAGED = "stage_run:"  # a campaign's stage opens and closes its own surveys
BATCH = 2000
# Plain SQL where a subdistrict is asked: as objects the same rows take three times as long.
ROLL = ("survey_id", "group_id", "key", "person_id")
MEMBER = ("roll_id", "person_id")


@dataclass(frozen=True)
class NewTarget:
    """Whom to ask about: the orderer's `ref` ("entry:12"), the name to print, and the territories that judge it."""

    ref: str
    label: str
    territory_ids: tuple[int, ...]


@dataclass(frozen=True)
class SurveyOrder:
    """Which form about whom, in which window; `min_sample` answers make a score. `ordered_by` like "stage:3".

    With `secret` nobody learns who answered what, whoever administers the database neither; texts are not asked then.
    """

    territory_id: int
    title: str
    form_id: int
    targets: tuple[NewTarget, ...]
    min_sample: int
    opens_at: datetime
    closes_at: datetime
    ordered_by: str = ""
    secret: SecretTerms | None = None


@transaction.atomic
def register_form(*, key: str, per: str, questions: Sequence[Mapping[str, Any]], actor: Actor, now: datetime) -> Form:
    """The form stands as a version: the latest if it is the same, else the next one. `per` is PERSON or HOUSEHOLD.

    Raises Refused: surveys.not_permitted, .form_per_unknown, and those of questions.read_form.
    """
    if not actor.holds_anywhere(rules.ORGANISE):
        raise Refused(no("surveys.not_permitted", rules.POSTS_SOURCE, permission=rules.ORGANISE))
    if per not in Form.Per.values:
        raise Refused(no("surveys.form_per_unknown", per=per[:20]))
    read_form(questions)
    asked = [dict(one) for one in questions]
    latest = queries.latest_form(key)
    if latest is not None and latest.questions == asked and latest.per == per:
        return latest
    version = 1 if latest is None else latest.version + 1
    return Form.objects.create(
        key=key, version=version, per=per, questions=asked, registered_at=now, registered_by=actor.id
    )


@transaction.atomic
def draft(*, order: SurveyOrder, actor: Actor, now: datetime) -> Survey:
    """A survey stands in DRAFT with its places and targets; one form lists all targets of a place.

    Raises Refused: surveys.not_permitted, .window_empty, .sample_too_small, .no_targets, .target_twice,
    .target_without_place; for a secret one also .nothing_secret, .place_too_small, and those of ballots.draft.
    """
    require(rules.may_organise(actor, lineage(order.territory_id, local_date(now))))
    _check_order(order)
    survey = Survey.objects.create(
        territory_id=order.territory_id,
        title=clean(order.title),
        form_id=order.form_id,
        ordered_by=order.ordered_by,
        level="S" if order.secret is not None else "N",
        min_sample=order.min_sample,
        opens_at=order.opens_at,
        closes_at=order.closes_at,
        paper_key=secrets.token_hex(KEY_BYTES),
        drafted_at=now,
    )
    places = dict.fromkeys(place for target in order.targets for place in target.territory_ids)
    groups = {
        place: SurveyGroup.objects.create(survey=survey, territory_id=place, position=position)
        for position, place in enumerate(places)
    }
    for position, new in enumerate(order.targets):
        target = SurveyTarget.objects.create(survey=survey, ref=new.ref, label=clean(new.label), position=position)
        target.groups.set([groups[place] for place in new.territory_ids])
    if order.secret is not None:
        draft_ballots(survey, order.secret, actor, now)
    SurveyStep.objects.create(survey=survey, verb="draft", source="", target=states.DRAFT, actor=actor.id, at=now)
    note(survey, "draft", actor=actor, now=now, detail={"targets": len(order.targets), "places": len(groups)})
    return survey


@transaction.atomic
def open_survey(*, survey_id: int, actor: Actor, now: datetime) -> Survey:
    """Answers are accepted from the roll of today; a place where nobody is on the roll simply invites nobody.

    Raises Refused: surveys.not_permitted, .not_yet_open, .closed, .roll_empty, survey.no_such_move; for a secret one
    those of ballots.open_ballot, such as ballots.secret_keys_missing.
    """
    survey = locked(survey_id)
    require(rules.may_drive(actor, lineage_of(survey, now)))
    require(states.SURVEY.may(survey.state, "open"))
    require(rules.may_open_now(survey, now))
    survey.roll_date = local_date(now)
    if survey.level == LEVEL_S:
        move_on(survey, "open", actor=actor, now=now, detail={"rows": open_ballots(survey, actor, now)})
        return survey
    seen: set[str] = set()
    for group in survey.groups.order_by("position"):
        entries = roll_at(survey.roll_date, ELECTORATE[Form.Per(survey.form.per)], group.territory_id)  # type: ignore[arg-type]
        group.invited = _freeze(group, [entry for entry in entries if entry.key not in seen])
        group.save(update_fields=["invited"])
        seen.update(entry.key for entry in entries)
    if not seen:
        raise Refused(no("surveys.roll_empty", "the roll of the day of opening"))
    move_on(survey, "open", actor=actor, now=now, detail={"rows": len(seen)})
    return survey


@transaction.atomic
def close(*, survey_id: int, actor: Actor, now: datetime) -> Survey:
    """No more answers; all that waited are stored.

    Raises Refused: surveys.not_permitted, .not_yet_closing, survey.no_such_move.
    """
    survey = locked(survey_id)
    require(rules.may_drive(actor, lineage_of(survey, now)))
    require(states.SURVEY.may(survey.state, "close"))
    require(rules.may_close_now(survey, now))
    move_on(survey, "close", actor=actor, now=now, detail={"answered": queries.participation(survey_id).answered})
    flush(survey_id=survey_id, now=now, everything=True)
    close_ballots(survey, actor, now)
    return survey


@transaction.atomic
def score_survey(*, survey_id: int, actor: Actor, now: datetime) -> Survey:
    """The scores are stored once; still invisible to the public. Every paper form was decided, every urn opened.

    Raises Refused: surveys.not_permitted, .forms_open, survey.no_such_move, ballots.urn_not_emptied, .still_sealed.
    """
    survey = locked(survey_id)
    require(rules.may_drive(actor, lineage_of(survey, now)))
    require(states.SURVEY.may(survey.state, "score"))
    waiting = survey.paper_forms.filter(state__in=[states.READ, states.DISPUTED]).count()
    if waiting:
        raise Refused(no("surveys.forms_open", "paper forms are keyed before the score", forms=waiting))
    flush(survey_id=survey_id, now=now, everything=True)
    count_ballots(survey, actor, now)
    text = json.dumps(queries.made_document(survey), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = sha256(text.encode()).hexdigest()
    SurveyResult.objects.create(survey=survey, document=text, document_hash=digest, scored_at=now)
    move_on(survey, "score", actor=actor, now=now, detail={"result": digest})
    return survey


@transaction.atomic
def publish(*, survey_id: int, actor: Actor, now: datetime) -> Survey:
    """The scores and the vectors behind them are public. Raises Refused: surveys.not_permitted, survey.no_such_move."""
    survey = locked(survey_id)
    require(rules.may_organise(actor, lineage_of(survey, now)))
    move_on(survey, "publish", actor=actor, now=now)
    publish_ballots(survey, actor, now)
    return survey


@transaction.atomic
def annul(*, survey_id: int, reason: str, actor: Actor, now: datetime) -> Survey:
    """The survey counts for nothing, with the reason on record.

    Raises Refused: surveys.not_permitted, .reason_missing, survey.no_such_move.
    """
    survey = locked(survey_id)
    require(rules.may_organise(actor, lineage_of(survey, now)))
    text = clean(reason)[:200]
    if not text:
        raise Refused(no("surveys.reason_missing", "an act without a reason cannot be checked"))
    move_on(survey, "annul", actor=actor, now=now, reason=text)
    annul_ballots(survey, text, actor, now)
    return survey


def _freeze(group: SurveyGroup, entries: Sequence[RollEntry]) -> int:
    """The entries are the roll of the group, households with their members; how many rows."""
    _insert(SurveyRoll, ROLL, ((group.survey_id, group.pk, entry.key, entry.person_id) for entry in entries))
    shared = {entry.key: entry for entry in entries if entry.person_id is None}
    if shared:
        made = SurveyRoll.objects.filter(group=group, person__isnull=True).values_list("pk", "key")
        members = ((pk, person) for pk, key in made.iterator(BATCH) for person in dict.fromkeys(shared[key].others))
        _insert(SurveyMember, MEMBER, list(members))
    return len(entries)


def _insert(
    model: type[SurveyRoll] | type[SurveyMember], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    with connection.cursor() as cursor:
        many.insert(cursor, model._meta.db_table, columns, rows)


def _check_order(order: SurveyOrder) -> None:
    if order.closes_at <= order.opens_at:
        raise Refused(no("surveys.window_empty", opens=order.opens_at.isoformat(), closes=order.closes_at.isoformat()))
    if order.min_sample < LEAST_SAMPLE:
        raise Refused(no("surveys.sample_too_small", "small groups are not shown", least=LEAST_SAMPLE))
    if not order.targets:
        raise Refused(no("surveys.no_targets"))
    if len({target.ref for target in order.targets}) != len(order.targets):
        raise Refused(no("surveys.target_twice"))
    for target in order.targets:
        if not target.territory_ids or not target.ref:
            raise Refused(no("surveys.target_without_place", "a service area is declared", target=target.ref))


def open_and_close_due(*, actor: Actor, now: datetime) -> int:
    """Surveys that nobody else drives have opened and closed as announced; how many moved. Called by tick.

    One that is refused (nobody on its roll, no keys) waits for its organiser, whose page says why.
    """
    moved = 0
    alone = Survey.objects.exclude(ordered_by__startswith=STAGED)
    due: list[tuple[Callable[..., Survey], int]] = [(open_survey, one.pk) for one in queries.due_to_open(now) & alone]
    due += [(close, one.pk) for one in queries.due_to_close(now) & alone]
    for move, survey_id in due:
        try:
            move(survey_id=survey_id, actor=actor, now=now)
        except Refused:
            continue
        moved += 1
    return moved
