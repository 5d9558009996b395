"""Who may open, object to, decide on and conclude a notice, and whether the term has run its course."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import WorkCalendar, YearUnknown, day_end, local_date
from yuanba.kernel.verdict import YES, Refused, Verdict, no
from yuanba.people.models import Account
from yuanba.places.queries import lineage
from yuanba.publicity import states
from yuanba.publicity.models import Notice, Objection

SOURCE = "a notice hangs its whole term, open to objections"
# Our own numbers, against floods: each objection blocks the next step until it is decided, and costs nothing to send.
# Nobody is kept from objecting: in person, by letter and by telephone there is no limit, nor with one's own account.
ANONYMOUS_A_DAY = 20  # without a name on line, to one notice
ANONYMOUS_A_DAY_ADDRESS = 3  # of those, from about one address
NAMED_A_DAY_ADDRESS = 10  # on line, with a name but without an account
COUNTING = "民法典 art. 201: the day on which a term begins is not counted"


def may(actor: Actor, permission: str, territory_id: int, now: datetime) -> Verdict:
    if actor.holds(permission, lineage(territory_id, local_date(now))):
        return YES
    return no("notice.not_yours", "appointments carry every permission", permission=permission)


def last_day(calendar: WorkCalendar, first: date, working_days: int) -> date:
    """The last day of a term of `working_days` that begins on `first`, which itself is not counted.

    Raises Refused(notice.calendar_unknown) if the term reaches a year whose holidays are not announced.
    Source: 民法典 art. 201; the yearly 国务院办公厅关于部分节假日安排的通知.
    """
    try:
        return calendar.add_workdays(first, working_days)
    except YearUnknown as error:
        source = "国务院办公厅关于部分节假日安排的通知 of that year is not in the calendar"
        raise Refused(no("notice.calendar_unknown", source, year=error.year)) from error


def term_end(calendar: WorkCalendar, first: date, working_days: int) -> datetime:
    """The first instant after the term."""
    return day_end(last_day(calendar, first, working_days))


def last_day_of(closes_at: datetime) -> date:
    """The last day that belongs to a term ending at `closes_at`."""
    return local_date(closes_at - timedelta(microseconds=1))


def may_object(notice: Notice, now: datetime) -> Verdict:
    if notice.state not in states.RUNNING:
        return no("notice.not_open", SOURCE, state=notice.state)
    assert notice.closes_at is not None
    if now >= notice.closes_at:
        until = last_day_of(notice.closes_at).isoformat()
        return no("notice.term_over", SOURCE, closed_at=notice.closes_at.isoformat(), until=until)
    return YES


def says_who(kind: str, name: str, contact: str, file_id: int | None) -> Verdict:
    """A named objection has name and contact, an organisation's also its seal; an anonymous one has neither."""
    if kind == Objection.Kind.ANONYMOUS:
        return no("objection.anonymous_has_name", SOURCE) if name or contact else YES
    if not name or not contact:
        return no("objection.name_missing", SOURCE)
    if kind == Objection.Kind.ORGANISATION and file_id is None:
        return no("objection.seal_missing", SOURCE)
    return YES


def room_for(is_anonymous: bool, from_address: int, all_anonymous: int) -> Verdict:
    """One more objection on line today; the counts are those of this notice and day."""
    most = ANONYMOUS_A_DAY_ADDRESS if is_anonymous else NAMED_A_DAY_ADDRESS
    if from_address >= most:
        code = "objection.anonymous_address_limit" if is_anonymous else "objection.named_address_limit"
        return no(code, SOURCE, limit=most)
    if is_anonymous and all_anonymous >= ANONYMOUS_A_DAY:
        return no("objection.anonymous_day_limit", SOURCE, limit=ANONYMOUS_A_DAY)
    return YES


def may_decide(actor: Actor, objection: Objection, involved: Collection[str], now: datetime) -> Verdict:
    """Somebody with the permission who neither made the notice, nor filed or received the objection, nor is involved.

    `involved` are actor ids ("account:12") and person references ("person:3") that the asking subject names.
    """
    notice = objection.notice
    allowed = may(actor, "publicity.decide", notice.territory_id, now)
    if not allowed:
        return allowed
    parties = {notice.drafted_by, notice.opened_by, objection.filed_by, objection.received_by, *involved} - {""}
    own = {actor.id, f"person:{actor.person_id}"}
    return no("objection.involved", SOURCE) if own & (parties | _persons(parties)) else YES


def _persons(parties: Collection[str]) -> set[str]:
    """The persons behind accounts: a second account of the same person is not somebody else."""
    accounts = [int(one.removeprefix("account:")) for one in parties if one.startswith("account:")]
    rows = Account.objects.filter(pk__in=accounts, person__isnull=False).values_list("person_id", flat=True)
    return {f"person:{person_id}" for person_id in rows}


def is_proved(notice: Notice, board_dates: Collection[date], calendar: WorkCalendar) -> Verdict:
    """A board was used if the notice needs one, and the term still ran its full length after the photograph's day."""
    if not notice.needs_board:
        return YES
    if not board_dates:
        return no("notice.not_posted", SOURCE)
    assert notice.closes_at is not None
    posted = min(board_dates)
    needed = term_end(calendar, posted, notice.working_days)
    if needed > notice.closes_at:
        until = last_day(calendar, posted, notice.working_days).isoformat()
        return no("notice.posted_late", SOURCE, posted=posted.isoformat(), until=until)
    return YES


def is_over(notice: Notice, now: datetime) -> Verdict:
    if notice.state == states.DRAFT or notice.closes_at is None:
        return no("notice.not_open", SOURCE, state=notice.state)
    if now < notice.closes_at:
        until = last_day_of(notice.closes_at).isoformat()
        return no("notice.term_runs", SOURCE, closes_at=notice.closes_at.isoformat(), until=until)
    return YES
