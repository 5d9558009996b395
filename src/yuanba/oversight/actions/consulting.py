"""Before owners vote: explainer sessions with their minutes, what neighbours think, what experts say."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.oversight import procedure_rules, rules, states
from yuanba.oversight.actions.selecting import WORK
from yuanba.oversight.actions.steps import note, selection_locked
from yuanba.oversight.models import (
    ExpertOpinion,
    ExplainerSession,
    OpinionPoll,
    Selection,
    SessionQuestion,
)

ADVISE = "oversight.advise"


@transaction.atomic
def announce_session(
    *, selection_id: int, starts_at: datetime, place: str, topic: str, actor: Actor, now: datetime
) -> ExplainerSession:
    """Owners read where and when the plan is explained. Raises Refused(selection.session_too_soon, .session_empty)."""
    selection = _published(selection_id, WORK, actor, now)
    require(procedure_rules.session_in_time(local_date(starts_at), local_date(now)))
    if not clean(place) or not clean(topic):
        raise Refused(no("selection.session_empty", rules.SELECTING))
    row = ExplainerSession.objects.create(
        selection=selection,
        starts_at=starts_at,
        place=clean(place)[:120],
        topic=clean(topic)[:200],
        announced_at=now,
    )
    note(selection, "company_selection.session", actor=actor, now=now, detail={"session": row.pk})
    return row


@dataclass(frozen=True)
class Minutes:
    """What happened in a session. `people_present` is counted, nobody signs in. `questions` are (question, answer)."""

    people_present: int
    text: str
    questions: tuple[tuple[str, str], ...] = ()
    file_id: int | None = None


@transaction.atomic
def minute_session(*, session_id: int, minutes: Minutes, actor: Actor, now: datetime) -> ExplainerSession:
    """Minutes, questions and the number present stand, once.

    Raises Refused(selection.session_to_come, .minuted, .session_empty).
    """
    session = ExplainerSession.objects.select_for_update(of=("self",)).select_related("selection").get(pk=session_id)
    selection = session.selection
    require(rules.may(actor, WORK, selection.compound_id, now))
    if now < session.starts_at:
        raise Refused(no("selection.session_to_come", rules.SELECTING, starts=session.starts_at.isoformat()))
    if session.minuted_at is not None:
        raise Refused(no("selection.minuted", "minutes stand; a question can still be answered"))
    if not clean_lines(minutes.text) or minutes.people_present < 0:
        raise Refused(no("selection.session_empty", rules.SELECTING))
    session.people_present, session.minutes = minutes.people_present, clean_lines(minutes.text)
    session.minutes_file_id, session.minuted_at, session.minuted_by = minutes.file_id, now, actor.id
    session.save()
    for question, answer in minutes.questions:
        _ask(session, question, answer, now)
    note(selection, "company_selection.minutes", actor=actor, now=now, detail={"present": minutes.people_present})
    return session


@transaction.atomic
def answer_question(*, question_id: int, answer: str, actor: Actor, now: datetime) -> SessionQuestion:
    """A question that was left open is answered, once. Raises Refused(selection.answered, selection.session_empty)."""
    row = (
        SessionQuestion.objects.select_for_update(of=("self",)).select_related("session__selection").get(pk=question_id)
    )
    require(rules.may(actor, WORK, row.session.selection.compound_id, now))
    if row.answered_at is not None:
        raise Refused(no("selection.answered", "an answer stands"))
    if not clean(answer):
        raise Refused(no("selection.session_empty", rules.SELECTING))
    row.answer, row.answered_at = clean(answer)[:1000], now
    row.save(update_fields=["answer", "answered_at"])
    note(row.session.selection, "company_selection.answer", actor=actor, now=now, detail={"question": row.pk})
    return row


@dataclass(frozen=True)
class PaperPoll:
    """Neighbours were asked door to door: how many households, what they said, and the scan that shows it."""

    held_date: date
    households_asked: int
    in_favour: int
    against: int
    undecided: int
    file_id: int
    note: str = ""


@transaction.atomic
def record_poll(*, selection_id: int, poll: PaperPoll, actor: Actor, now: datetime) -> OpinionPoll:
    """A poll on paper stands with its scan. Raises Refused(selection.poll_sums, selection.poll_to_come)."""
    selection = _published(selection_id, WORK, actor, now)
    if poll.held_date > local_date(now):
        raise Refused(no("selection.poll_to_come", rules.SELECTING, day=poll.held_date.isoformat()))
    answers = (poll.in_favour, poll.against, poll.undecided)
    if min(*answers, poll.households_asked - 1) < 0 or sum(answers) > poll.households_asked:
        raise Refused(no("selection.poll_sums", rules.SELECTING, asked=poll.households_asked, said=sum(answers)))
    kept = replace(poll, note=clean(poll.note)[:400])
    row = OpinionPoll.objects.create(selection=selection, recorded_at=now, recorded_by=actor.id, **vars(kept))
    note(selection, "company_selection.poll", actor=actor, now=now, detail={"poll": row.pk})
    return row


@dataclass(frozen=True)
class Opinion:
    """What an expert wrote. `interests` says which company interests the author; "" declares that none does."""

    author: str
    credentials: str
    text: str
    interests: str = ""
    declared: bool = True
    file_id: int | None = None


@transaction.atomic
def file_opinion(*, selection_id: int, opinion: Opinion, actor: Actor, now: datetime) -> ExpertOpinion:
    """The opinion is on file, not public yet. Raises Refused(selection.interests_undeclared, .opinion_empty, .vote_called)."""
    selection = selection_locked(selection_id)
    _may_advise(selection, actor, now)
    require(procedure_rules.before_the_vote(selection))
    if not opinion.declared:
        raise Refused(no("selection.interests_undeclared", "whoever advises says which company interests them"))
    if not (clean(opinion.author) and clean(opinion.credentials) and clean_lines(opinion.text)):
        raise Refused(no("selection.opinion_empty", rules.SELECTING))
    row = ExpertOpinion.objects.create(
        selection=selection,
        author=clean(opinion.author)[:60],
        credentials=clean(opinion.credentials)[:200],
        interests=clean(opinion.interests)[:200],
        text=clean_lines(opinion.text),
        file_id=opinion.file_id,
        received_at=now,
        received_by=actor.id,
    )
    note(selection, "company_selection.opinion", actor=actor, now=now, detail={"opinion": row.pk})
    return row


@transaction.atomic
def publish_opinion(*, opinion_id: int, actor: Actor, now: datetime) -> ExpertOpinion:
    """Everybody reads it, with what its author declared; publishing again changes nothing."""
    row = ExpertOpinion.objects.select_for_update(of=("self",)).select_related("selection").get(pk=opinion_id)
    _may_advise(row.selection, actor, now)
    if row.published_at is None:
        row.published_at = now
        row.save(update_fields=["published_at"])
        note(row.selection, "company_selection.opinion_public", actor=actor, now=now, detail={"opinion": row.pk})
    return row


def _may_advise(selection: Selection, actor: Actor, now: datetime) -> None:
    if not rules.may(actor, ADVISE, selection.compound_id, now):
        require(rules.may(actor, WORK, selection.compound_id, now))


def _published(selection_id: int, permission: str, actor: Actor, now: datetime) -> Selection:
    selection = selection_locked(selection_id)
    require(rules.may(actor, permission, selection.compound_id, now))
    if selection.state != states.PUBLISHED:
        raise Refused(no("selection.not_public", "a plan is public before it is explained", state=selection.state))
    return selection


def _ask(session: ExplainerSession, question: str, answer: str, now: datetime) -> None:
    if clean(question):
        SessionQuestion.objects.create(
            session=session,
            question=clean(question)[:400],
            answer=clean(answer)[:1000],
            recorded_at=now,
            answered_at=now if clean(answer) else None,
        )
