"""Whether two entries on the roll are one owner: said by its keeper, with the reason, and never merged."""

from datetime import datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Likeness, Ownership, Person
from yuanba.people.queries.desk import keeps_rolls_of
from yuanba.people.queries.likeness import alike_pairs, last_answers
from yuanba.people.rules import reason_given
from yuanba.places.queries import current

SOURCE = "the roll of owners: one owner is one head (法释〔2009〕7号 art. 9)"
MOST_REASON = 300


@transaction.atomic
def answer_likeness(
    *, first_id: int, second_id: int, answer: str, reason: str, actor: Actor, now: datetime
) -> Likeness:
    """It is known whether these two owners are one, why, and who found out. As one they are one head with their areas
    together from the next freezing of a roll on; rolls that are frozen stay as they are.

    The same answer again is the one that stands; another one takes its place and both stay readable.
    Raises Refused: people.not_allowed, .reason_missing, .not_alike, .likeness_own, .likeness_unknown.
    """
    pair = (min(first_id, second_id), max(first_id, second_id))
    if answer not in Likeness.Answer.values:
        raise Refused(no("people.likeness_unknown", SOURCE, answer=answer))
    compounds = keeps_rolls_of(actor, local_date(now))
    if not compounds:
        raise Refused(no("people.not_allowed", "appointments", permission="people.import_roll"))
    if actor.person_id in pair:
        raise Refused(no("people.likeness_own", "nobody decides about the own entry"))
    require(reason_given(reason))
    list(Person.objects.select_for_update().filter(pk__in=pair).order_by("pk"))
    if pair not in {one.key for one in alike_pairs(local_date(now), compounds)}:
        raise Refused(no("people.not_alike", SOURCE))
    words = clean(reason)[:MOST_REASON]
    before = last_answers(pair).get(pair)
    if before is not None and (before.answer, before.reason) == (answer, words):
        return before
    row = Likeness.objects.create(
        first_id=pair[0], second_id=pair[1], answer=answer, reason=words, answered_at=now, answered_by=actor.id
    )
    detail = {"first": pair[0], "second": pair[1], "answer": answer}
    place = _compound_of(pair, compounds, now)
    record(verb="likeness_answered", subject=str(row), actor=actor, now=now, detail=detail, territory_id=place)
    return row


def _compound_of(pair: tuple[int, int], compounds: set[int], now: datetime) -> int | None:
    """Where one of the two owns: the record stands there."""
    owned = Ownership.objects.filter(current(local_date(now)), person__in=pair, premises__compound_id__in=compounds)
    return owned.order_by("pk").values_list("premises__compound_id", flat=True).first()
