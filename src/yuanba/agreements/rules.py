"""Who may do what with a text, and what a text needs before it may be decided on."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from yuanba.agreements import states
from yuanba.agreements.models import Agreement, AgreementComment, AgreementVersion, Signature
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import day_end, local_date
from yuanba.kernel.normal import find_personal
from yuanba.kernel.verdict import YES, Verdict, no
from yuanba.people.models import Person
from yuanba.people.queries import homes_of
from yuanba.people.rules import born_before
from yuanba.places.queries import descendants, lineage

ORGANISE = "agreements.organise"
PAPER = "agreements.paper"
POSTS_SOURCE = "people, posts and their permissions"
SOURCE = "a text is put up for comments, answered one by one and decided on before it holds"
PIPL = "PIPL 25"
TEXT_LENGTH = 20_000  # characters; the rules of procedure of a large compound have about 12,000
COMMENT_LENGTH = 1000
COMMENTS_EACH = 10  # of one person on one version, our own number
ADULT_YEARS = 18  # Source: 民法典 art. 17-18: whoever is 18 is an adult and acts for himself

# Days for comments. Our own: a week, so that everybody had a weekend to read it.
COMMENT_DAYS = 7
# Drafts of the rules that bind all owners are announced 15 days before the meeting that decides on them.
# Source: 业主大会和业主委员会指导规则（建房〔2009〕274号）第12条.
COMMENT_DAYS_OWNERS = 15
OWNERS_SOURCE = "业主大会和业主委员会指导规则 第12条"
BINDING_ALL_OWNERS = frozenset({Agreement.Kind.PROCEDURE, Agreement.Kind.MANAGEMENT_RULES})


def may_organise(actor: Actor, territory_id: int, now: datetime) -> Verdict:
    return _holds(actor, ORGANISE, territory_id, now)


def may_take_paper(actor: Actor, territory_id: int, now: datetime) -> Verdict:
    return _holds(actor, PAPER, territory_id, now)


def _holds(actor: Actor, permission: str, territory_id: int, now: datetime) -> Verdict:
    if actor.holds(permission, lineage(territory_id, local_date(now))):
        return YES
    return no("agreements.not_permitted", POSTS_SOURCE, permission=permission)


def comment_days(kind: str) -> int:
    """The least number of days for comments on a text of this kind, the day of the opening not counted."""
    return COMMENT_DAYS_OWNERS if kind in BINDING_ALL_OWNERS else COMMENT_DAYS


def comments_end(kind: str, now: datetime, days: int) -> datetime:
    """The first instant after the comment period of so many days."""
    return day_end(local_date(now) + timedelta(days=max(days, comment_days(kind))))


def long_enough(kind: str, days: int) -> Verdict:
    least = comment_days(kind)
    if days >= least:
        return YES
    source = OWNERS_SOURCE if kind in BINDING_ALL_OWNERS else SOURCE
    return no("agreements.comments_too_short", source, days=days, least=least)


def readable(title: str, text: str) -> Verdict:
    """There is a text, it is no book, and it names nobody by number."""
    if not title or not text:
        return no("agreements.text_missing", SOURCE)
    if len(text) > TEXT_LENGTH:
        return no("agreements.text_too_long", SOURCE, length=len(text), most=TEXT_LENGTH)
    return impersonal(f"{title}\n{text}")


def impersonal(text: str) -> Verdict:
    """No ID number, mobile or bank card: what is written here becomes public. Source: 个人信息保护法 art. 25."""
    found = find_personal(text)
    return no("agreements.personal_numbers", PIPL, number=len(found)) if found else YES


def may_comment(version: AgreementVersion, now: datetime) -> Verdict:
    if version.state != states.COMMENT:
        return no("agreements.no_comments_now", SOURCE, state=version.state)
    assert version.comments_close_at is not None, "comments have an end"
    if now >= version.comments_close_at:
        return no("agreements.comments_over", SOURCE, closes=version.comments_close_at.isoformat())
    return YES


def comments_are_over(version: AgreementVersion, now: datetime) -> Verdict:
    assert version.comments_close_at is not None, "comments have an end"
    if now < version.comments_close_at:
        return no("agreements.comments_run", SOURCE, closes=version.comments_close_at.isoformat())
    return YES


def all_answered(waiting: int) -> Verdict:
    return no("agreements.comments_unanswered", SOURCE, number=waiting) if waiting else YES


def may_revise(version: AgreementVersion) -> Verdict:
    """A draft, and what comes out of the comments; what is up for comments, or decided on, stands."""
    if version.state in (states.DRAFT, states.SETTLING):
        return YES
    return no("agreements.text_stands", SOURCE, state=version.state)


def decision_named(reference: str, words: str, on: date | None, now: datetime) -> Verdict:
    if not reference or not words or on is None:
        return no("agreements.decision_missing", SOURCE)
    if on > local_date(now):
        return no("agreements.decision_ahead", SOURCE, day=on.isoformat())
    return YES


def is_here(actor: Actor, agreement: Agreement, now: datetime) -> Verdict:
    """Whoever comments lives in the place or owns there, verified."""
    if actor.person_id is None:
        return no("agreements.not_verified", SOURCE)
    lives, owns = ties(actor.person_id, agreement.territory_id, local_date(now))
    return YES if lives or owns else no("agreements.not_of_here", SOURCE)


def may_sign(version: AgreementVersion, person: Person, on: date) -> Verdict:
    """A grown person of the circle that signs, and a version that holds or will."""
    agreement = version.agreement
    if version.state != states.ADOPTED:
        return no("agreements.not_to_sign", SOURCE, state=version.state)
    if agreement.signers not in (Agreement.Signers.RESIDENTS, Agreement.Signers.OWNERS):
        return no("agreements.not_for_persons", SOURCE)
    if person.birth_month and person.birth_month >= born_before(on, ADULT_YEARS):
        return no("agreements.not_adult", "民法典第17条", years=ADULT_YEARS)
    lives, owns = ties(person.pk, agreement.territory_id, on)
    if agreement.signers == Agreement.Signers.OWNERS:
        return YES if owns else no("agreements.not_owner", SOURCE)
    return YES if lives or owns else no("agreements.not_of_here", SOURCE)


def ties(person_id: int, territory_id: int, on: date) -> tuple[bool, bool]:
    """Whether the person lives in the place, and whether it owns something there, on that day."""
    within = descendants(territory_id, on)
    homes = [one for one in homes_of(person_id, on) if one.compound_id in within]
    return any(one.lives for one in homes), any(one.owns for one in homes)


def is_own_comment(actor: Actor, comment: AgreementComment) -> Verdict:
    own = comment.filed_by == actor.id or (comment.person_id is not None and comment.person_id == actor.person_id)
    return YES if own else no("agreements.not_yours", SOURCE)


def is_own_signature(actor: Actor, signature: Signature, lineage_of_place: Collection[int]) -> Verdict:
    """The person who signed; or, for somebody who comes to the desk, whoever takes paper there."""
    own = signature.person_id is not None and signature.person_id == actor.person_id
    if own or actor.holds(PAPER, lineage_of_place):
        return YES
    return no("agreements.not_yours", SOURCE)
