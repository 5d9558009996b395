"""Thanks, questions and complaints about whoever serves a place: who may leave them, whom they reach, their answers."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import mask_name
from yuanba.kernel.normal import clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people import texts
from yuanba.people.actions.news import tell
from yuanba.people.models import Account, Appointment, Word
from yuanba.people.queries.words import may_answer, served_by, supervisors_of
from yuanba.people.rules import KEEP_WORDS, WORDS_A_DAY
from yuanba.people.states import WORD
from yuanba.places.queries import current

LONGEST_WORD = 1000


@transaction.atomic
def leave_word(*, kind: str, appointment_id: int, text: str, request_key: str, actor: Actor, now: datetime) -> Word:
    """The word reached whoever serves, or, if it is a complaint, only whoever supervises. Sending twice leaves one.

    Raises Refused: people.word_kind, people.word_not_yours, people.word_gone, people.words_missing,
    people.words_enough (most).
    """
    if kind not in Word.Kind.values:
        raise Refused(no("people.word_kind", "thanks, a question or a complaint", kind=kind))
    row = _about(appointment_id, actor, local_date(now))
    account = Account.objects.select_for_update().get(pk=actor.account_id or 0)
    words = clean_lines(text)[:LONGEST_WORD]
    if not words:
        raise Refused(no("people.words_missing", "a word says something"))
    sent = Word.objects.filter(account=account, left_at__gt=now - timedelta(days=1))
    again = Word.objects.filter(account=account, request_key=request_key).first()
    if again is not None:
        return again
    if sent.count() >= WORDS_A_DAY:
        raise Refused(no("people.words_enough", "against floods", most=WORDS_A_DAY))
    try:
        with transaction.atomic():
            word = Word.objects.create(
                kind=kind, about=row, account=account, text=words, left_at=now, request_key=request_key
            )
    except IntegrityError:
        return Word.objects.get(account=account, request_key=request_key)
    # A leaf says that something was left, not about whom: who complained of whom is for the supervisor alone.
    record(verb="word_left", subject=str(word), actor=actor, now=now, territory_id=row.territory_id)
    _announce(word, row, now)
    return word


def _about(appointment_id: int, actor: Actor, on: date) -> Appointment:
    """The appointment in force of somebody who serves the actor's own place."""
    if actor.account_id is None or actor.person_id is None:
        raise Refused(no("people.word_not_yours", "residents of the place"))
    row = Appointment.objects.select_related("person").filter(current(on), pk=appointment_id).first()
    if row is None:
        raise Refused(no("people.word_gone", "whoever serves now"))
    if not served_by(row, actor.person_id, on):
        raise Refused(no("people.word_not_yours", "residents of the place"))
    return row


def _announce(word: Word, about: Appointment, now: datetime) -> None:
    if word.kind == Word.Kind.COMPLAINT:
        people = supervisors_of(about, local_date(now))
    else:
        people = [about.person_id]
    said = texts.word_left(word.kind, mask_name(about.person.name))
    for account in Account.objects.filter(person_id__in=people, closed_at__isnull=True).order_by("pk"):
        tell(account, "complaint_left" if word.kind == Word.Kind.COMPLAINT else "word_left", said, now)


@transaction.atomic
def answer_word(*, word_id: int, text: str, actor: Actor, now: datetime) -> Word:
    """The answer stands, and whoever left the word is told. Thanks need none.

    Raises Refused: people.word_not_for_you, people.words_missing, word.no_such_move.
    """
    word = Word.objects.select_for_update(of=("self",)).select_related("about", "account").get(pk=word_id)
    require(may_answer(actor, word, now))
    words = clean_lines(text)[:LONGEST_WORD]
    if not words:
        raise Refused(no("people.words_missing", "an answer says something"))
    word.state = WORD.step(word.state, "answer")
    word.answer, word.answered_by, word.answered_at = words, actor.id, now
    word.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    record(verb="word.answer", subject=str(word), actor=actor, now=now, territory_id=word.about.territory_id)
    if word.account.closed_at is None:
        tell(word.account, "word_answered", texts.word_answered(), now)
    return word


def forget_words(now: datetime) -> int:
    """Words left longer than KEEP_WORDS ago are gone, and those of closed accounts at once; how many. For the tick."""
    gone = Word.objects.filter(left_at__lt=now - KEEP_WORDS).delete()[0]
    return gone + Word.objects.filter(account__closed_at__isnull=False).delete()[0]
