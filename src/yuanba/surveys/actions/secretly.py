"""A survey on the secret level: one secret ballot for each place, moved along with the survey, one ceremony for all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from yuanba.ballots import actions as ballots
from yuanba.ballots import queries as ballot_queries
from yuanba.ballots import states as ballot_states
from yuanba.ballots.actions import SecretTerms
from yuanba.ballots.models import Ballot
from yuanba.ballots.secret.clients import IssuerPort, UrnPort
from yuanba.kernel.actor import Actor, Grant
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.queries import roll_at
from yuanba.places.queries import name_at
from yuanba.surveys import rules, sealed, states, texts
from yuanba.surveys.actions.steps import lineage_of, locked
from yuanba.surveys.models import LEAST_SAMPLE, Form, Survey, SurveyGroup
from yuanba.surveys.questions import SCALE, read_form
from yuanba.surveys.secret_queries import places

LEVEL_S = "S"
ELECTORATE = {Form.Per.PERSON: "RESIDENTS", Form.Per.HOUSEHOLD: "HOUSEHOLDS"}
SEALED_SOURCE = "a secret sheet has crosses only"
# What a survey needs below it: whoever may organise it may hold its ballots in its places.
BALLOTS = "ballots.organise"


def draft_ballots(survey: Survey, terms: SecretTerms, actor: Actor, now: datetime) -> None:
    """Every place has its ballot, announced. Raises Refused: surveys.nothing_secret, .place_too_small, and those of
    ballots.draft and ballots.announce."""
    questions = read_form(survey.form.questions)
    if not sealed.asked(questions):
        raise Refused(no("surveys.nothing_secret", SEALED_SOURCE))
    helper = _helper(survey, actor)
    for group in survey.groups.prefetch_related("targets").order_by("position"):
        place = name_at(group.territory_id, local_date(now))
        order = ballots.BallotOrder(
            territory_id=group.territory_id,
            title=texts.PLACE_TITLE.format(title=survey.title, place=place)[:200],
            items=_items(survey, group),
            rule={"id": "choose-k", "version": 1, "source": texts.RULE_SOURCE},
            opens_at=survey.opens_at,
            closes_at=survey.closes_at,
            kind=Ballot.Kind.SURVEY,
            electorate=ELECTORATE[Form.Per(survey.form.per)],
            ordered_by=str(survey),
            level=LEVEL_S,
            secret=replace(terms, least=LEAST_SAMPLE),
        )
        ballot = ballots.draft(order=order, actor=helper, now=now)
        try:
            ballots.announce(ballot_id=ballot.pk, actor=helper, now=now)
        except Refused as refused:
            if refused.verdict.code != "ballots.secret_too_few":
                raise
            raise Refused(
                no("surveys.place_too_small", refused.verdict.source, place=place, **refused.verdict.facts)
            ) from refused
        group.ballot = ballot
        group.save(update_fields=["ballot"])


def _items(survey: Survey, group: SurveyGroup) -> tuple[ballots.NewItem, ...]:
    """The form's crosses about this place's targets; nothing has to be answered."""
    targets = list(group.targets.order_by("position", "pk"))
    names = {one.ref: one.label for one in targets}
    raw: Sequence[Mapping[str, Any]] = survey.form.questions
    found = []
    for item in sealed.sheet(read_form(raw), [one.ref for one in targets]):
        asked = raw[item.place]
        words = str(asked.get("text_zh") or item.question.key)
        if item.question.kind == SCALE:
            words = texts.SCALE.format(question=words, low=item.question.low, high=item.question.high)
        options = tuple(ballots.NewOption(one, sealed.option_label(item, asked, one)) for one in item.options)
        found.append(
            ballots.NewItem(item.item, item.choose, options, label=sealed.label(item, names.get(item.ref, ""), words))
        )
    return tuple(found)


@transaction.atomic
def hold_ceremony(*, survey_id: int, actor: Actor, now: datetime, again: bool = False) -> list[str]:
    """One key for all ballots of the survey that nobody keeps; its shares, one for each trustee, are returned once.

    Raises Refused: surveys.no_such_survey, .not_permitted, .not_secret, ballots.secret_under_way, .ceremony_held.
    """
    survey, ids = _secret(survey_id, actor, now)
    first, *others = ids
    return ballots.hold_ceremony(ballot_id=first, with_ids=others, actor=_helper(survey, actor), now=now, again=again)


def ask_services(
    *, survey_id: int, issuers: Sequence[IssuerPort], urn: UrnPort, urn_address: str, actor: Actor, now: datetime
) -> int:
    """Issuers and urn have told the keys of every place's ballot; how many ballots. May be asked again.

    Raises Refused: surveys.no_such_survey, .not_permitted, .not_secret, and those of ballots.ask_services.
    """
    with transaction.atomic():
        survey, ids = _secret(survey_id, actor, now)
    for ballot_id in ids:
        ballots.ask_services(
            ballot_id=ballot_id,
            issuers=issuers,
            urn=urn,
            urn_address=urn_address,
            actor=_helper(survey, actor),
            now=now,
        )
    return len(ids)


def open_ballots(survey: Survey, actor: Actor, now: datetime) -> int:
    """Every ballot is open; who lives in two of the places is asked in the first. How many people or households.

    Raises Refused as ballots.open_ballot does.
    """
    seen: set[str] = set()
    helper, on = _helper(survey, actor), local_date(now)
    for group in places(survey.pk):
        ballot = ballots.open_ballot(ballot_id=group.ballot_id or 0, actor=helper, now=now, without=seen)
        group.invited = ballot.roll_rows
        group.save(update_fields=["invited"])
        entries = roll_at(on, ELECTORATE[Form.Per(survey.form.per)], group.territory_id)  # type: ignore[arg-type]
        seen.update(entry.key for entry in entries)
    return sum(group.invited for group in places(survey.pk))


def close_ballots(survey: Survey, actor: Actor, now: datetime) -> None:
    """No ballot takes a ticket or a sheet any more; the urns are emptied by the clock."""
    for ballot in _ballots(survey, ballot_states.OPEN):
        ballots.close(ballot_id=ballot.pk, actor=_helper(survey, actor), now=now)


def count_ballots(survey: Survey, actor: Actor, now: datetime) -> None:
    """Every ballot is counted; one with fewer sheets than may be opened counts for nothing, unopened.

    Raises Refused: ballots.urn_not_emptied, .still_sealed.
    """
    helper = _helper(survey, actor)
    for ballot in _ballots(survey, ballot_states.CLOSED):
        state = ballot_queries.secret_state(ballot)
        if state.is_complete and state.written + state.sheets_found < LEAST_SAMPLE:
            ballots.annul(ballot_id=ballot.pk, reason=texts.TOO_FEW, actor=helper, now=now)
        else:
            ballots.count(ballot_id=ballot.pk, actor=helper, now=now)


def publish_ballots(survey: Survey, actor: Actor, now: datetime) -> None:
    """The sheets, without anything that names anybody, are public: anybody counts again."""
    for ballot in _ballots(survey, ballot_states.COUNTED):
        ballots.publish(ballot_id=ballot.pk, actor=_helper(survey, actor), now=now)


def annul_ballots(survey: Survey, reason: str, actor: Actor, now: datetime) -> None:
    for ballot in _ballots(survey, *(ballot_states.BALLOT.states - {ballot_states.ANNULLED})):
        ballots.annul(ballot_id=ballot.pk, reason=reason, actor=_helper(survey, actor), now=now)


def _ballots(survey: Survey, *wanted: str) -> list[Ballot]:
    if survey.level != LEVEL_S:
        return []
    return [one.ballot for one in places(survey.pk) if one.ballot is not None and one.ballot.state in wanted]


def _secret(survey_id: int, actor: Actor, now: datetime) -> tuple[Survey, list[int]]:
    """A drafted secret survey that the actor organises, and its ballots."""
    survey = locked(survey_id)
    require(rules.may_organise(actor, lineage_of(survey, now)))
    if survey.level != LEVEL_S or survey.state != states.DRAFT:
        raise Refused(no("surveys.not_secret", "keys are made before a secret survey opens", state=survey.state))
    return survey, [one.ballot_id for one in places(survey_id) if one.ballot_id is not None]


def _helper(survey: Survey, actor: Actor) -> Actor:
    """The same actor, with what the survey needs in its places."""
    more = {Grant(BALLOTS, one) for one in survey.groups.values_list("territory_id", flat=True)}
    # Not dataclasses.replace: a page's actor is a proxy that waits until somebody asks it something.
    return Actor(actor.id, actor.account_id, actor.person_id, actor.grants | more)
