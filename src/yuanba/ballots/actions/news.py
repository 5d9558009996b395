"""Voters are told, once each: that a ballot is announced, that it closes soon (who has not voted), that it has a result.

In the app only, by day only, and never more than that there is something to read: not who, not how many, not what.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from yuanba.ballots import queries, texts
from yuanba.ballots.models import Ballot, BallotNews
from yuanba.kernel.calendar import SHANGHAI
from yuanba.messaging.actions import enqueue_for_all
from yuanba.people.queries import with_accounts

ANNOUNCED, CLOSING, RESULT = "ANNOUNCED", "CLOSING", "RESULT"
SECRET, SECRET_CLOSING = "S", "SECRET_CLOSING"
# Our own choice: nobody's phone speaks up at night, and a reminder two days before still finds a week-end.
FIRST_HOUR, LAST_HOUR = 8, 21
BEFORE_CLOSE = timedelta(days=2)
# News of a result older than this is no news: after an outage nobody is told of last month.
FRESH = timedelta(days=7)


def tell_due(now: datetime) -> int:
    """Everybody who must hear of something has a message; how many messages. Again, and two clocks at once: nothing more."""
    if not FIRST_HOUR <= now.astimezone(SHANGHAI).hour < LAST_HOUR:
        return 0
    return sum(_tell(ballot, kind, now) for ballot, kind in _due(now))


def _due(now: datetime) -> Iterator[tuple[Ballot, str]]:
    told = queries.news_told
    for ballot in queries.asked_now(now):
        if ballot.state == "ANNOUNCED" and not told(ballot.pk, ANNOUNCED):
            yield ballot, ANNOUNCED
        half = ballot.opens_at + (ballot.closes_at - ballot.opens_at) / 2
        is_near = max(ballot.closes_at - BEFORE_CLOSE, half) <= now < ballot.closes_at
        if ballot.state == "OPEN" and is_near and not told(ballot.pk, CLOSING):
            yield ballot, CLOSING
    for ballot in queries.published_since(now - FRESH):
        if not told(ballot.pk, RESULT):
            yield ballot, RESULT


def _tell(ballot: Ballot, kind: str, now: datetime) -> int:
    """The messages of one piece of news, all or none. The mark comes first: of two clocks one writes it."""
    try:
        with transaction.atomic():
            mark = BallotNews.objects.create(ballot=ballot, kind=kind, told=0, at=now)
            people = with_accounts(_persons(ballot, kind, now))
            words = SECRET_CLOSING if kind == CLOSING and ballot.level == SECRET else kind
            text_zh, text_en = texts.news(words, ballot.title, ballot.opens_at, ballot.closes_at)
            enqueue_for_all(
                person_refs=[f"person:{person}" for person in people],
                kind=f"ballot.{kind.lower()}",
                text_zh=text_zh,
                text_en=text_en,
                now=now,
                params={"ballot": ballot.pk},
            )
            mark.told = len(people)
            mark.save(update_fields=["told"])
            return len(people)
    except IntegrityError:
        return 0


def _persons(ballot: Ballot, kind: str, now: datetime) -> Sequence[int]:
    if kind == ANNOUNCED:
        return queries.persons_to_be_on_roll(ballot, now)
    # Nobody knows who has voted secretly: everybody hears of the close, and nobody is told to have missed it.
    return queries.persons_on_roll(ballot.pk, only_missing=kind == CLOSING and ballot.level != SECRET)
