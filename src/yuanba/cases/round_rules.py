"""Who keeps a round, who knocks, and when a door is left in peace."""

from datetime import datetime, timedelta

from yuanba.cases import rules, states
from yuanba.cases.models import DoorRound, HouseholdVisit, RoundHousehold
from yuanba.kernel.actor import Actor, Grant
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Verdict, no

KEEP = "cases.rounds"  # makes, starts and ends rounds, reads what came of them
VISIT = "cases.visit"  # knocks and writes down
SOURCE = "how door-knock rounds are held"
GRACE = timedelta(days=2)  # phones without a network deliver late; our own number
CORRECTION = timedelta(days=1)  # within which a wrong code is put right by whoever wrote it; our own number
MOST_KNOCKS = 3  # at a door where nobody opened, then it is left in peace; our own number
MOST_TOLD = 5  # demands written down at one visit
LONGEST = timedelta(days=92)  # a round is no standing watch; our own number
Result = RoundHousehold.Result


def holds(actor: Actor, permission: str, territory_id: int, now: datetime) -> Verdict:
    if rules.holds(actor, permission, territory_id, local_date(now)):
        return YES
    return no("cases.not_permitted", rules.POSTS_SOURCE, permission=permission)


def on_behalf(actor: Actor, territory_id: int) -> Actor:
    """The same actor, with what a round needs below it: its survey, the answers at the door, the cases that come of it."""
    wanted = ("surveys.organise", "surveys.at_door", rules.REPORT_FOR)
    more = {Grant(permission, territory_id) for permission in wanted}
    # Not dataclasses.replace: a page's actor is a proxy that waits until somebody asks it something.
    return Actor(actor.id, actor.account_id, actor.person_id, actor.grants | more)


def is_walking(found: DoorRound, now: datetime) -> Verdict:
    """The round has begun, and has not ended: phones may deliver for some days after its last one."""
    if found.state != states.WALKING:
        return no("cases.round_not_walking", SOURCE, state=found.state)
    if local_date(now) < found.from_date:
        return no("cases.round_not_begun", SOURCE, first=found.from_date.isoformat())
    return YES


def may_knock(household: RoundHousehold) -> Verdict:
    """Whoever refused is left in peace, and so is a door at which nobody opened three times."""
    if household.result == Result.REFUSED:
        return no("cases.round_refused", SOURCE)
    if household.result == Result.NOBODY and household.knocks >= MOST_KNOCKS:
        return no("cases.round_knocked_enough", SOURCE, most=MOST_KNOCKS)
    return YES


def is_whole(result: str, appointment_at: datetime | None, told: int, answers: bool, now: datetime) -> Verdict:
    """A code of the list; an appointment has its time; only who was met can have said something."""
    if result not in Result.values:
        return no("cases.round_result_missing", SOURCE)
    if result == Result.APPOINTMENT and (appointment_at is None or appointment_at <= now - GRACE):
        return no("cases.round_appointment_missing", SOURCE)
    if result != Result.VISITED and (told or answers):
        return no("cases.round_told_without_visit", SOURCE)
    return no("cases.round_too_many_told", SOURCE, most=MOST_TOLD) if told > MOST_TOLD else YES


def may_correct(visit: HouseholdVisit, actor: Actor, now: datetime) -> Verdict:
    """Whoever wrote it, within a day; not where a demand or an answer went out with it."""
    if visit.by != actor.id or now >= visit.at + CORRECTION:
        return no("cases.round_correction_over", SOURCE)
    if visit.demands.exists():
        return no("cases.round_demand_stands", SOURCE)
    return YES


def may_end(found: DoorRound, waiting: int, now: datetime) -> Verdict:
    """Its last day and the days of grace are over, or nobody is left to knock at."""
    today = local_date(now)
    if waiting and today < found.to_date:
        return no("cases.round_doors_left", SOURCE, number=waiting, last=found.last_date.isoformat())
    return YES
