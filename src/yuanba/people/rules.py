"""Who may do what about people, and the limits of signing in."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.people.posts import ADMINISTRATORS, APPOINTED_WITH, POSTS

# Source: C-018: 5 minutes, 60 seconds before the next, 5 tries. The daily limits are our own, against SMS bombing.
CODE_LIFE = timedelta(minutes=5)
CODE_RESEND = timedelta(seconds=60)
CODE_TRIES = 5
CODES_A_DAY_PHONE = 10
CODES_A_DAY_PHONE_ADDRESS = 5  # of those, from one address: a stranger must not use up a neighbour's codes
CODES_A_DAY_ADDRESS = 100  # a family, an office, a community centre behind one address

# Source: 等保 2.0 (C-011): failed sign-ins lock. Our numbers: five failures, then 1, 2, 4 … 60 minutes.
FREE_FAILURES = 5
FREE_FAILURES_ADDRESS = 30
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(minutes=60)
FAILURES_COUNT_FOR = timedelta(hours=24)
KNOWN_FOR = timedelta(days=30)  # our own: how long a place stays known after somebody signed in from it

# Source: 网络安全法 23 (C-010): network logs for at least six months; our register of fields says no longer than that.
KEEP_ATTEMPTS = timedelta(days=180)

KEEP_SESSIONS = timedelta(days=30)  # our own: a month after its end a signed-in device says nothing to its owner

# Source: Civil Code art. 188: three years, within which somebody may still claim that an answer was wrong.
KEEP_REQUESTS = timedelta(days=3 * 365)

# Source: C-011: passwords rotate. 90 days is what 等保 assessors ask by practice; it is a reminder, not a lock.
PASSWORD_DAYS = 90

KEEP_WORDS = timedelta(days=2 * 365)  # our own: two years to come back to a word of thanks, a question, a complaint
WORDS_A_DAY = 10  # our own, against floods: more than a neighbour writes

LETTER_LIFE = timedelta(days=60)  # our own: two months to open a letter
DESK_PROOF_LIFE = timedelta(days=7)  # our own: a week for the second worker at the desk
PHONE_CHANGE_LIFE = timedelta(days=7)  # our own: a week for the second person; then the number is forgotten
CLAIM_TRIES = 5  # wrong letter codes an hour and account

# Source: Civil Code art. 1012 ff. and PIPL art. 14: a reason that says something.
SHORTEST_REASON = 4


def lock_until(failures: Sequence[datetime], free: int = FREE_FAILURES) -> datetime | None:
    """Until when sign-in is locked after these failures (ascending, since the last success); None if it is open."""
    over = len(failures) - free
    if over < 0:
        return None
    delay = min(FIRST_LOCK * (1 << min(over, 10)), LONGEST_LOCK)
    return failures[-1] + delay


def sign_in_open(until: datetime | None, now: datetime) -> Verdict:
    if until is None or until <= now:
        return YES
    return no("people.locked_out", "GB/T 22239-2019", minutes=int((until - now).total_seconds() // 60) + 1, until=until)


def session_live(seen_at: datetime, now: datetime, idle_minutes: int) -> Verdict:
    """A session that nobody used for so many minutes is over (C-011). 0 minutes: never."""
    if idle_minutes == 0 or now - seen_at <= timedelta(minutes=idle_minutes):
        return YES
    return no("people.session_idle", "GB/T 22239-2019", minutes=idle_minutes)


def password_fresh(set_at: datetime | None, now: datetime) -> Verdict:
    """A reminder, not a block: the password is not older than PASSWORD_DAYS."""
    if set_at is not None and now - set_at <= timedelta(days=PASSWORD_DAYS):
        return YES
    return no("people.password_old", "GB/T 22239-2019", days=PASSWORD_DAYS)


def is_system(actor: Actor) -> bool:
    """True for a command or the clock: nobody's account, and no session could have made it."""
    return actor.account_id is None and actor.id.startswith("system:")


def holds(actor: Actor, permission: str, lineage: Collection[int]) -> Verdict:
    """The actor's appointments give `permission` in this place; commands may do anything."""
    if is_system(actor) or actor.holds(permission, lineage):
        return YES
    return no("people.not_allowed", "appointments", permission=permission)


def may_appoint(
    actor: Actor, person_id: int, post: str, lineage: Collection[int], other_posts: Collection[str]
) -> Verdict:
    """Whoever holds people.appoint there, but not oneself; and no two of the three administrators in one hand (C-011)."""
    if post not in POSTS:
        return no("people.post_unknown", "the list of posts", post=post)
    if actor.person_id == person_id:
        return no("people.appoint_self", "GB/T 22239-2019")
    if post in ADMINISTRATORS and (ADMINISTRATORS & set(other_posts)) - {post}:
        return no("people.administrators_apart", "GB/T 22239-2019", post=post)
    return may_fill(actor, post, lineage)


def may_fill(actor: Actor, post: str, lineage: Collection[int]) -> Verdict:
    """Whoever appoints there; posts of APPOINTED_WITH also by whoever founds such bodies or keeps the roster."""
    other = APPOINTED_WITH.get(post, "")
    if other and actor.holds(other, lineage):
        return YES
    return holds(actor, "people.appoint", lineage)


def may_register(actor: Actor) -> bool:
    """Somebody who fills posts anywhere may enter in the register whom they appoint."""
    return is_system(actor) or any(
        actor.holds_anywhere(one) for one in ("people.appoint", *sorted(set(APPOINTED_WITH.values())))
    )


def may_release_letters(actor: Actor, requested_by: str, lineage: Collection[int]) -> Verdict:
    """Letters are released by another person than the one who asked for them."""
    if actor.id == requested_by:
        return no("people.letters_take_two", "two people")
    return holds(actor, "people.letters_release", lineage)


def may_check_phone_change(actor: Actor, asked_by: str, lineage: Collection[int]) -> Verdict:
    """A lost phone is checked by another person than the one who took it down."""
    if actor.id == asked_by:
        return no("people.phone_takes_two", "two people")
    return holds(actor, "people.verify", lineage)


def may_verify_at_desk(actor: Actor, person_id: int, *, is_close: bool, is_own_phone: bool) -> Verdict:
    """Nobody verifies themselves, whom they live or own with, or a declared relative; nor ties anybody to their own phone."""
    if is_system(actor):
        return YES
    if actor.person_id == person_id:
        return no("people.desk_self", "nobody verifies oneself or the own family")
    if is_close:
        return no("people.desk_relative", "nobody verifies oneself or the own family")
    return no("people.desk_own_phone", "nobody verifies oneself or the own family") if is_own_phone else YES


def takes_two_workers(actor: Actor, *, is_roll_phone: bool, is_own_roll: bool) -> bool:
    """One pair of eyes is enough where the number is the roll's, and somebody else brought in that roll.

    The sign-in code goes to that number: whoever has no part in the roll cannot have chosen it.
    """
    return not is_system(actor) and (not is_roll_phone or is_own_roll)


SEEING = ("people.see", "people.verify", "people.import_roll", "people.appoint")


def may_see_person(actor: Actor, person_id: int, places: Sequence[Collection[int]]) -> Verdict:
    """Oneself, and the people of places (their lineages) over which an appointment lets one see persons."""
    if actor.person_id == person_id or is_system(actor):
        return YES
    if any(actor.holds(permission, lineage) for lineage in places for permission in SEEING):
        return YES
    return no("people.not_your_place", "appointments hold in their place", permission="people.see")


def reason_given(reason: str) -> Verdict:
    """Something is said, not a keystroke."""
    if len(reason.strip()) >= SHORTEST_REASON:
        return YES
    return no("people.reason_missing", "an act without a reason cannot be checked", shortest=SHORTEST_REASON)


# Source: PIPL art. 28 and 31: data of a child under 14 is sensitive, and a parent or other guardian consents.
OWN_CONSENT_YEARS = 14
# Source: Civil Code art. 17 f.: of age at 18; a guardian is.
GUARDIAN_YEARS = 18


def comes_of(birth_month: str, years: int) -> date:
    """The day from which somebody born in "2013-05" is surely so many years old: the first of the month after."""
    year, month = (int(part) for part in birth_month.split("-"))
    return date(year + years + month // 12, month % 12 + 1, 1)


def born_before(on: date, years: int) -> str:
    """The month ("2012-11"): whoever was born in an earlier one is surely so many years old on the day; see `comes_of`."""
    return f"{on.year - years:04d}-{on.month:02d}"


def under_14_until(birth_month: str, said: date | None) -> date | None:
    """The day from which somebody may consent alone; a past day for whoever is older; None if nobody knows.

    The roll's month of birth goes before what was `said`.
    """
    return comes_of(birth_month, OWN_CONSENT_YEARS) if birth_month else said


def may_consent_alone(until: date | None, on: date) -> Verdict:
    """A child under 14 does not consent; somebody of whom nothing is known is taken for older."""
    if until is None or until <= on:
        return YES
    return no("people.under_14", "PIPL 31", until=until)


def may_consent_for(guardian_birth_month: str, until: date | None, shared_homes: int, on: date) -> Verdict:
    """A grown-up of the child's household consents for it, as long as it is under 14."""
    if until is None or until <= on:
        return no("people.not_a_child", "PIPL 31")
    if not shared_homes:
        return no("people.not_same_household", "PIPL 31")
    if guardian_birth_month and comes_of(guardian_birth_month, GUARDIAN_YEARS) > on:
        return no("people.guardian_minor", "Civil Code 27")
    return YES


def may_say_age(turns_14: date | None, on: date) -> Verdict:
    """The day lies ahead, and not further than a newborn's."""
    if turns_14 is None or on < turns_14 <= date(on.year + OWN_CONSENT_YEARS, on.month, 1) + timedelta(days=31):
        return YES
    return no("people.age_impossible", "PIPL 31", day=turns_14)


def may_erase(open_rows: int, open_appointments: int) -> Verdict:
    """Nobody who owns, lives or serves somewhere by the roll is erased: the roll rests on law, not on consent.

    Source: PIPL art. 13 (3) and art. 47.
    """
    if open_rows:
        return no("people.still_on_roll", "PIPL 47", rows=open_rows)
    if open_appointments:
        return no("people.still_appointed", "PIPL 47", appointments=open_appointments)
    return YES


def period_in_order(from_date: date, to_date: date) -> Verdict:
    if to_date > from_date:
        return YES
    return no("people.period_empty", "dated rows", from_date=from_date, to_date=to_date)
