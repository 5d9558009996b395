"""Who may keep, report on and accept the plans of a place, and what an item and a proposal need."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import find_personal
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.people.models import Organisation
from yuanba.people.queries import compounds_of, persons_behind
from yuanba.places.queries import lineage
from yuanba.programmes import states
from yuanba.programmes.models import CompoundPlan, ConsultationView, MicroProject, PlanItem

PLAN = "programmes.plan"  # needs, consultations, plans, deliberations
REPORT = "programmes.report"  # how an item stands, and that it is done
ACCEPT = "programmes.accept"  # sign-off by somebody else
POSTS_SOURCE = "people, posts and their permissions"
SOURCE = "how the plans of a compound are kept"
PIPL = "个人信息保护法第25条"
TITLE_LENGTH, LINE_LENGTH, TEXT_LENGTH = 60, 120, 2000
REASON_LENGTH, PROGRESS_LENGTH = 300, 400
LEAST_SIDES = 2  # a consultation of one side is no joint one; our own number
MOST_OPEN_EACH = 3  # open micro projects of one person in one place, our own number
MOST_TRACES = 200
LARGEST_FEN = 100_000_000_00  # a hundred million yuan: beyond it somebody mistyped
_REF = re.compile(
    r"(case|recurring_issue|round|survey|micro_project|notice|entry):\d{1,18}|category:[\w-]{1,40}", re.ASCII
)


def holds(actor: Actor, permission: str, territory_id: int, now: datetime) -> Verdict:
    if actor.holds(permission, lineage(territory_id, local_date(now))):
        return YES
    return no("programmes.not_permitted", POSTS_SOURCE, permission=permission)


def said(*texts: str) -> Verdict:
    """Every text is there, is no book, and names nobody by number: all of it becomes public."""
    if not all(texts):
        return no("programmes.text_missing", SOURCE)
    longest = max(len(one) for one in texts)
    if longest > TEXT_LENGTH:
        return no("programmes.too_long", SOURCE, length=longest, most=TEXT_LENGTH)
    return impersonal("\n".join(texts))


def impersonal(text: str) -> Verdict:
    """No ID number, mobile or bank card. Source: 个人信息保护法 art. 25."""
    found = find_personal(text)
    return no("programmes.personal_numbers", PIPL, number=len(found)) if found else YES


def traceable(refs: Sequence[str]) -> Verdict:
    """References to what lies below: a case, a round, a category, a survey, a micro project, a notice."""
    if len(refs) > MOST_TRACES:
        return no("programmes.too_many_traces", SOURCE, most=MOST_TRACES)
    wrong = [one for one in refs if not _REF.fullmatch(one)]
    return no("programmes.trace_unknown", SOURCE, ref=wrong[0][:40]) if wrong else YES


def both_sides(views: Sequence[ConsultationView]) -> Verdict:
    """At least two sides were heard."""
    if len(views) < LEAST_SIDES:
        return no("programmes.one_sided", SOURCE, heard=len(views), least=LEAST_SIDES)
    return YES


def affordable(budget_fen: int, funding: str) -> Verdict:
    if not 0 <= budget_fen <= LARGEST_FEN:
        return no("programmes.budget", SOURCE)
    return no("programmes.nobody_pays", SOURCE) if budget_fen and not funding else YES


def answerable(owner: Organisation, territory_id: int, now: datetime) -> Verdict:
    """The body is one of the place or of a place above it, and has not ended."""
    today = local_date(now)
    ended = owner.ended_date is not None and owner.ended_date <= today
    if ended or owner.territory_id not in lineage(territory_id, today):
        return no("programmes.owner_elsewhere", SOURCE)
    return YES


def due_within(due_date: date, plan: CompoundPlan, now: datetime) -> Verdict:
    """The day is today or later, and within the plan."""
    if due_date < local_date(now) or not plan.from_date <= due_date < plan.to_date:
        return no("programmes.due_outside", SOURCE, first=plan.from_date.isoformat(), last=plan.last_date.isoformat())
    return YES


def adoptable(plan: CompoundPlan, items: int, running: bool) -> Verdict:
    if not items:
        return no("programmes.nothing_planned", SOURCE)
    return no("programmes.another_runs", SOURCE, kind=plan.kind) if running else YES


def all_over(items: Sequence[PlanItem]) -> Verdict:
    """Every item is accepted or dropped."""
    left = [one.number for one in items if one.state not in states.ITEM_OVER]
    return no("programmes.items_open", SOURCE, number=len(left), first=left[0]) if left else YES


def is_another(actor: Actor, item: PlanItem) -> Verdict:
    """Whoever accepts is not who reported it done, whichever account it is done with."""
    before = {item.done_person_id, *persons_behind([item.done_by])} - {None}
    if actor.id == item.done_by or actor.person_id in before:
        return no("programmes.same_person", SOURCE)
    return YES


def may_propose(actor: Actor, territory_id: int, now: datetime) -> Verdict:
    """A verified resident or owner of the place."""
    if actor.person_id is None:
        return no("programmes.not_verified", SOURCE)
    if territory_id not in compounds_of(actor.person_id, local_date(now)):
        return no("programmes.not_of_here", SOURCE)
    return YES


def room_for(open_ones: int) -> Verdict:
    return YES if open_ones < MOST_OPEN_EACH else no("programmes.enough", SOURCE, most=MOST_OPEN_EACH)


def is_own(actor: Actor, project: MicroProject) -> Verdict:
    return YES if actor.person_id == project.person_id else no("programmes.not_yours", SOURCE)


def counted(present: int, in_favour: int, against: int) -> Verdict:
    """Of those present some were for it, some against it, and nobody twice."""
    if present < 1 or min(in_favour, against) < 0 or in_favour + against > present:
        return no("programmes.count_wrong", SOURCE, present=present)
    return YES
