"""Who may hand in what until when, who decides on it, and when a call may go on."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from yuanba.agreements.rules import ties
from yuanba.kernel.actor import Actor, Grant
from yuanba.kernel.calendar import day_end, local_date
from yuanba.kernel.normal import clean, find_personal
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.people.models import Person
from yuanba.people.queries import are_related, persons_behind
from yuanba.people.rules import born_before
from yuanba.places.queries import lineage
from yuanba.proposals import states
from yuanba.proposals.models import Call, CallItem, Proposal

ORGANISE = "proposals.organise"
DESK = "proposals.desk"
APPEAL = "proposals.appeal"
POSTS_SOURCE = "people, posts and their permissions"
SOURCE = "the announcement of the call"
PIPL = "PIPL 25"
ADULT_YEARS = 18  # Source: 民法典 art. 17-18
MOST_EACH = 3  # proposals of one person for one item, our own number
MOST_FILES = 5
APPEAL_DAYS = 5  # after the refusal, our own number
TITLE_LENGTH, TEXT_LENGTH = 60, 8000
SHORTEST_COVENANT = 30  # characters
PICTURES = frozenset({"jpeg", "png", "webp"})
# What a call needs below it: whoever may organise a call may hold the notice and the ballot of that call.
ON_BEHALF = ("publicity.draft", "publicity.open", "ballots.organise", "agreements.organise")
_SIGNS = re.compile(r"[\W_]+")


def holds(actor: Actor, permission: str, territory_id: int, now: datetime) -> Verdict:
    if actor.holds(permission, lineage(territory_id, local_date(now))):
        return YES
    return no("proposals.not_permitted", POSTS_SOURCE, permission=permission)


def on_behalf(actor: Actor, call: Call) -> Actor:
    """The same actor, with what the call needs in its place: to put its shortlist on notice and hold its ballot."""
    more = {Grant(permission, call.territory_id) for permission in ON_BEHALF}
    # Not dataclasses.replace: a page's actor is a proxy that waits until somebody asks it something.
    return Actor(actor.id, actor.account_id, actor.person_id, actor.grants | more)


def is_collecting(call: Call, now: datetime) -> Verdict:
    """Between the announced instants. Nothing is taken afterwards, at the desk neither."""
    if call.state == states.COLLECTING and now < call.opens_at:
        return no("proposals.not_yet", SOURCE, opens=call.opens_at.isoformat())
    if call.state != states.COLLECTING or now >= call.closes_at:
        return no("proposals.over", SOURCE, closes=call.closes_at.isoformat())
    return YES


def may_hand_in(person: Person, author: str, call: Call, now: datetime) -> Verdict:
    """A resident or owner of the place, of age; a child's work is handed in by its guardian."""
    on = local_date(now)
    if not any(ties(person.pk, call.territory_id, on)):
        return no("proposals.not_of_here", SOURCE)
    if person.birth_month and person.birth_month >= born_before(on, ADULT_YEARS):
        return no("proposals.guardian_hands_in", "民法典第19条", years=ADULT_YEARS)
    return YES if author in Proposal.Author.values else no("proposals.author_missing", SOURCE)


def is_whole(kind: str, title: str, text: str, pictures: int) -> Verdict:
    """A logo has its picture, a covenant its clauses; all have a title that is said in one breath."""
    if not title:
        return no("proposals.title_missing", SOURCE)
    if len(title) > TITLE_LENGTH or len(text) > TEXT_LENGTH:
        return no("proposals.too_long", SOURCE, title=TITLE_LENGTH, text=TEXT_LENGTH)
    if kind == CallItem.Kind.LOGO and not pictures:
        return no("proposals.picture_missing", SOURCE)
    if kind == CallItem.Kind.COVENANT and len(text) < SHORTEST_COVENANT:
        return no("proposals.clauses_missing", SOURCE, least=SHORTEST_COVENANT)
    if pictures > MOST_FILES:
        return no("proposals.too_many_files", SOURCE, most=MOST_FILES)
    return impersonal(f"{title}\n{text}")


def impersonal(text: str) -> Verdict:
    """No ID number, mobile or bank card. Source: 个人信息保护法 art. 25."""
    found = find_personal(text)
    return no("proposals.personal_numbers", PIPL, number=len(found)) if found else YES


def room_for(handed_in: int) -> Verdict:
    return YES if handed_in < MOST_EACH else no("proposals.enough", SOURCE, most=MOST_EACH)


def likeness(title: str, text: str) -> str:
    """The same for two proposals that differ in signs, blanks and capitals only."""
    return hashlib.sha256(_SIGNS.sub("", clean(f"{title}{text}")).casefold().encode()).hexdigest()


def is_uninvolved(actor: Actor, proposal: Proposal) -> Verdict:
    """Nobody decides on what they, or a declared relative, handed in."""
    mine = actor.person_id
    if mine is not None and (mine == proposal.person_id or are_related(mine, proposal.person_id)):
        return no("proposals.involved", SOURCE)
    return YES


def is_another(actor: Actor, proposal: Proposal) -> Verdict:
    """An appeal is decided by another person than the refusal, whichever account it is done with."""
    before = {proposal.decided_person_id, *persons_behind([proposal.decided_by])} - {None}
    if actor.id == proposal.decided_by or actor.person_id in before:
        return no("proposals.same_decider", SOURCE)
    return is_uninvolved(actor, proposal)


def is_own(actor: Actor, proposal: Proposal) -> Verdict:
    return YES if actor.person_id == proposal.person_id else no("proposals.not_yours", SOURCE)


def appeal_end(proposal: Proposal) -> datetime:
    """The first instant at which an appeal is too late."""
    assert proposal.decided_at is not None, "somebody decided"
    return day_end(local_date(proposal.decided_at) + timedelta(days=APPEAL_DAYS))


def may_appeal(proposal: Proposal, now: datetime) -> Verdict:
    if proposal.state == states.REFUSED and now >= appeal_end(proposal):
        return no("proposals.appeal_late", SOURCE, days=APPEAL_DAYS)
    return states.PROPOSAL.may(proposal.state, "appeal")


def all_decided(proposals: Sequence[Proposal], now: datetime) -> Verdict:
    """Every proposal and appeal is decided, and nobody who was refused can still appeal."""
    waiting = sum(one.state in (states.HANDED_IN, states.APPEALED) for one in proposals)
    if waiting:
        return no("proposals.undecided", SOURCE, number=waiting)
    ends = [appeal_end(one) for one in proposals if one.state == states.REFUSED]
    if ends and now < max(ends):
        return no("proposals.appeals_possible", SOURCE, until=max(ends).isoformat())
    return YES


def none_upheld(listed: Sequence[Proposal], upheld: Sequence[str]) -> Verdict:
    """No proposal stands against which an objection was upheld: whoever organises strikes it, with the reason."""
    left = [one.number for one in listed if str(one) in upheld]
    return no("proposals.objection_upheld", SOURCE, number=left[0]) if left else YES


def may_withdraw(proposal: Proposal, call: Call) -> Verdict:
    """Until the vote begins: what is on a sheet stays on it."""
    if call.state in (states.COLLECTING, states.SCREENING, states.DISCUSSING):
        return YES
    return no("proposals.vote_began", SOURCE, state=call.state)
