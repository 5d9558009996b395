"""Who sees a case, who handles it, and what must hold before it moves."""

from datetime import date, datetime, timedelta

from yuanba.cases import states, terms
from yuanba.cases.models import Case, Category, CoHandler, Report
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import day_end, local_date
from yuanba.kernel.normal import clean, find_personal
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.people.keys import keyed_hash
from yuanba.people.models import Account, Appointment
from yuanba.places.queries import current, lineage

REPORT_FOR = "cases.report_for"  # writes down what somebody says at the desk, at the door, on the telephone
DESK = "cases.desk"  # accepts, dispatches, re-routes, merges, splits
HANDLE = "cases.handle"  # works on cases of its place
SUPERVISE = "cases.supervise"  # sees what is confidential, and what nobody answered in time
POSTS_SOURCE = "people, posts and their permissions"
SOURCE = "rules of the case work of this platform"
CONFIRMATION = "a case closes only by its reporter's word or a call-back that was logged"
CONFIDENTIAL = "人民调解法第15条；个人信息保护法第6条"
PIPL = "PIPL 25"
TEXT_LENGTH, REASON_LENGTH, NOTE_LENGTH = 2000, 300, 2000
MOST_A_DAY = 20  # reports of one account, our own number: nobody sees more, a script does
MOST_FILES = 6
STAFF, HELPER, REPORTER, PUBLIC, NOTHING = "STAFF", "HELPER", "REPORTER", "PUBLIC", ""


def holds(actor: Actor, permission: str, territory_id: int, on: date) -> bool:
    """True if an appointment gives the permission there. No query for whoever holds it nowhere."""
    return actor.holds_anywhere(permission) and actor.holds(permission, lineage(territory_id, on))


def may(actor: Actor, permission: str, case: Case, now: datetime) -> Verdict:
    """The permission in the place of the case, and for confidential ones the sight of it."""
    if not holds(actor, permission, case.territory_id, local_date(now)):
        return no("cases.not_permitted", POSTS_SOURCE, permission=permission)
    return may_see(case, actor, now)


def sight(case: Case, actor: Actor, now: datetime) -> str:
    """How much of a case somebody sees: STAFF all, HELPER all but who reported, REPORTER their thread, PUBLIC, or "".

    Of a confidential case only the named handler and the supervisor are staff. At most four queries.
    """
    if _is_staff(case, actor, now):
        return STAFF
    if own_report(case, actor) is not None:
        return REPORTER
    if not case.confidential and _helps(case, actor, now):
        return HELPER
    return PUBLIC if case.is_public and not case.confidential else NOTHING


def may_see(case: Case, actor: Actor, now: datetime) -> Verdict:
    """Whether the case exists for somebody. To all others it does not: no answer tells them that it does."""
    return YES if sight(case, actor, now) else no("cases.missing", CONFIDENTIAL)


def may_handle(case: Case, actor: Actor, now: datetime) -> Verdict:
    """The named handler; where it is not confidential also whoever handles cases or keeps the desk there."""
    on = local_date(now)
    if case.handler_ref and case.handler_ref == actor.id:
        return YES
    wanted = (SUPERVISE,) if case.confidential else (HANDLE, DESK, SUPERVISE)
    if any(holds(actor, one, case.territory_id, on) for one in wanted):
        return YES
    return no("cases.not_permitted", CONFIDENTIAL if case.confidential else POSTS_SOURCE, permission=HANDLE)


def may_steer(case: Case, actor: Actor, now: datetime) -> Verdict:
    """Accept, dispatch, re-route, merge, split: the desk; for confidential kinds the supervisor, or its handler."""
    if case.confidential:
        return may_handle(case, actor, now)
    on = local_date(now)
    if any(holds(actor, one, case.territory_id, on) for one in (DESK, SUPERVISE)):
        return YES
    return no("cases.not_permitted", POSTS_SOURCE, permission=DESK)


def _is_staff(case: Case, actor: Actor, now: datetime) -> bool:
    return may_handle(case, actor, now).ok


def _helps(case: Case, actor: Actor, now: datetime) -> bool:
    if actor.person_id is None:
        return False
    bodies = Appointment.objects.filter(current(local_date(now)), person_id=actor.person_id).values("organisation_id")
    return CoHandler.objects.filter(case=case, organisation_id__in=bodies).exists()


def phone_mark(phone: str) -> str:
    """What finds the threads of a number again; nobody reads the number back from it."""
    return keyed_hash("case.phone", phone) if phone else ""


def own_reports(actor: Actor) -> "tuple[str, str]":
    """The account reference and the mark of its phone, by which an account's threads are found. One query."""
    if actor.account_id is None:
        return "", ""
    phone = Account.objects.filter(pk=actor.account_id).values_list("phone", flat=True).first() or ""
    return actor.id, phone_mark(phone)


def own_report(case: Case, actor: Actor) -> Report | None:
    """The actor's own thread on this case; the first one if there are several. Of a merged one it has moved on."""
    reference, mark = own_reports(actor)
    if not reference:
        return None
    threads = Report.objects.filter(origin=case) if case.state == states.MERGED else case.reports.all()
    rows = threads.order_by("-is_first", "pk")
    mine = [one for one in rows if one.account_ref == reference or (mark and one.phone_hash == mark)]
    return mine[0] if mine else None


def is_open(category: Category, on: date) -> Verdict:
    """Whether something new may be reported under it."""
    if category.from_date <= on and (category.to_date is None or on < category.to_date):
        return YES
    return no("cases.category_ended", SOURCE, category=category.name)


def is_told(text: str, files: int) -> Verdict:
    """Words, or a photo or voice note; not longer than a page."""
    if len(text) > TEXT_LENGTH:
        return no("cases.text_too_long", SOURCE, most=TEXT_LENGTH, length=len(text))
    if files > MOST_FILES:
        return no("cases.too_many_files", SOURCE, most=MOST_FILES)
    if not files and not any(sign.isalnum() for sign in text):
        return no("cases.nothing_told", SOURCE)
    return YES


def impersonal(text: str) -> Verdict:
    """No ID number, mobile or bank card. Source: 个人信息保护法 art. 25."""
    found = find_personal(text)
    return no("cases.personal_numbers", PIPL, number=len(found)) if found else YES


def reason_given(text: str) -> Verdict:
    return impersonal(text) if clean(text) else no("cases.reason_missing", SOURCE)


def may_wait_until(until: datetime, now: datetime) -> Verdict:
    if until <= now:
        return no("cases.waits_backwards", SOURCE)
    if until > now + terms.MOST_WAITING:
        return no("cases.waits_too_long", SOURCE, days=terms.MOST_WAITING.days)
    return YES


def silence_end(answered_at: datetime) -> datetime:
    """When an answer that nobody said anything about lapses."""
    return day_end(local_date(answered_at) + timedelta(days=terms.SILENCE_DAYS))


def reopen_end(ended_at: datetime) -> datetime:
    """Until when a case that ended can be taken up again by its reporters."""
    return day_end(local_date(ended_at) + timedelta(days=terms.REOPEN_DAYS))


def may_reopen(case: Case, now: datetime) -> Verdict:
    """An answered case at any time, an ended one within its term."""
    if case.ended_at is not None and case.state in states.ENDED and now >= reopen_end(case.ended_at):
        return no("cases.reopening_over", SOURCE, days=terms.REOPEN_DAYS)
    return states.CASE.may(case.state, "dissatisfied")
