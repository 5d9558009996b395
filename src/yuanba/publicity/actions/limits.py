"""How many objections a day come on line: one sender must not block a naming for good by sending and sending."""

from datetime import datetime

from django.db.models import F, QuerySet

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import day_start, local_date
from yuanba.kernel.verdict import YES, Verdict, require
from yuanba.people.keys import keyed_hash
from yuanba.publicity import rules
from yuanba.publicity.actions.statements import Statement
from yuanba.publicity.models import Notice, Objection, ObjectionMark


def room_left(notice: Notice, statement: Statement, address: str, actor: Actor, now: datetime) -> Verdict:
    """Whether this objection would still be taken on line today; a page asks before it stores a file."""
    if not _is_limited(statement, actor):
        return YES
    is_anonymous = statement.kind == Objection.Kind.ANONYMOUS
    row = _marks(notice, is_anonymous, address, now).first() if address else None
    all_anonymous = notice.objections.filter(
        kind=Objection.Kind.ANONYMOUS, channel=Objection.Channel.ONLINE, filed_at__gte=day_start(local_date(now))
    )
    return rules.room_for(is_anonymous, row.count if row else 0, all_anonymous.count())


def count_in(notice: Notice, statement: Statement, address: str, actor: Actor, now: datetime) -> None:
    """The objection is counted. The caller holds the notice's lock, so that none slips past the limits with another.

    Raises Refused with the codes of rules.room_for.
    """
    require(room_left(notice, statement, address, actor, now))
    if not address or not _is_limited(statement, actor):
        return
    rows = _marks(notice, statement.kind == Objection.Kind.ANONYMOUS, address, now)
    if not rows.update(count=F("count") + 1):
        known = {"notice": notice, "day": local_date(now), "mark": _mark(notice, address, now)}
        ObjectionMark.objects.create(**known, is_anonymous=statement.kind == Objection.Kind.ANONYMOUS, count=1)


def forget_marks(now: datetime) -> int:
    """Where objections came from on earlier days is forgotten. Returns how many rows went."""
    return ObjectionMark.objects.filter(day__lt=local_date(now)).delete()[0]


def _is_limited(statement: Statement, actor: Actor) -> bool:
    """Not the desk's, and not those for which somebody answers with an account."""
    if statement.channel != Objection.Channel.ONLINE:
        return False
    return statement.kind == Objection.Kind.ANONYMOUS or actor.account_id is None


def _marks(notice: Notice, is_anonymous: bool, address: str, now: datetime) -> QuerySet[ObjectionMark]:
    mark = _mark(notice, address, now)
    return ObjectionMark.objects.filter(notice=notice, day=local_date(now), mark=mark, is_anonymous=is_anonymous)


def _mark(notice: Notice, address: str, now: datetime) -> str:
    """16 bits of a keyed hash of the address, another one for each notice and day."""
    return keyed_hash("objection", f"{notice.pk}\n{local_date(now)}\n{address}")[:4]
