"""Who may do what with a survey."""

from collections.abc import Collection
from datetime import datetime

from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.surveys import states
from yuanba.surveys.models import LEAST_SAMPLE, PaperForm, Survey

ORGANISE = "surveys.organise"
PAPER = "surveys.paper"
READ_TEXTS = "surveys.read_texts"
AT_DOOR = "surveys.at_door"
POSTS_SOURCE = "people, posts and their permissions"
WINDOW = "the announced window"


def may_organise(actor: Actor, lineage: Collection[int]) -> Verdict:
    return _holds(actor, ORGANISE, lineage)


def may_drive(actor: Actor, lineage: Collection[int]) -> Verdict:
    """Open, close and score: an organiser, or the clock."""
    return YES if actor.id == "system:tick" else may_organise(actor, lineage)


def may_handle_paper(actor: Actor, lineage: Collection[int]) -> Verdict:
    return _holds(actor, PAPER, lineage)


def may_ask_at_doors(actor: Actor, lineage: Collection[int]) -> Verdict:
    """Whoever walks a round that was ordered: the round lends it, no post has it."""
    return _holds(actor, AT_DOOR, lineage)


def may_answer_now(survey: Survey, now: datetime) -> Verdict:
    if survey.state == states.ANNULLED:
        return no("surveys.annulled", "the annulment")
    if survey.state == states.DRAFT or now < survey.opens_at:
        return no("surveys.not_yet_open", WINDOW, opens=survey.opens_at.isoformat())
    if survey.state != states.OPEN or now >= survey.closes_at:
        return no("surveys.closed", WINDOW, closes=survey.closes_at.isoformat())
    return YES


def is_answered_here(survey: Survey) -> Verdict:
    """Answers to a secret survey go to its urns, never here."""
    return YES if survey.level == "N" else no("surveys.answered_secretly", "the announced level")


def may_open_now(survey: Survey, now: datetime) -> Verdict:
    if now < survey.opens_at:
        return no("surveys.not_yet_open", WINDOW, opens=survey.opens_at.isoformat())
    return YES if now < survey.closes_at else no("surveys.closed", WINDOW, closes=survey.closes_at.isoformat())


def may_close_now(survey: Survey, now: datetime) -> Verdict:
    if now < survey.closes_at:
        return no("surveys.not_yet_closing", WINDOW, closes=survey.closes_at.isoformat())
    return YES


def may_see_scores(state: str) -> Verdict:
    """No running score: nobody sees answers pile up. Source: the announcement: results are worked out after the close."""
    if state in states.TALLIED:
        return YES
    return no("surveys.scores_hidden", "hidden until the close", state=state)


def may_read_texts(actor: Actor, survey: Survey, lineage: Collection[int], answers: int) -> Verdict:
    """An appointment that says so, in the survey's place; after the close, and never of so few that a style names one.

    Source: docs/reference/ballots.md, level N, 4: subtotals below 5 are suppressed (models.LEAST_SAMPLE).
    """
    held = _holds(actor, READ_TEXTS, lineage)
    if not held:
        return held
    if survey.state not in (states.CLOSED, *states.TALLIED):
        return no("surveys.scores_hidden", "hidden until the close", state=survey.state)
    if answers < LEAST_SAMPLE:
        return no("surveys.too_few_to_read", "no subtotal below 5", answers=answers, least=LEAST_SAMPLE)
    return YES


def may_read(actor: Actor, form: PaperForm) -> Verdict:
    """A clerk reads a form once, whichever account it is done with. Source: announcement: online and on paper, double keying."""
    for reading in form.readings.all():
        same_person = actor.person_id is not None and reading.clerk_person_id == actor.person_id
        if reading.clerk == actor.id or same_person:
            return no("surveys.same_clerk", "two different clerks", form=form.code)
    return YES


def _holds(actor: Actor, permission: str, lineage: Collection[int]) -> Verdict:
    if actor.holds(permission, lineage):
        return YES
    return no("surveys.not_permitted", POSTS_SOURCE, permission=permission)
