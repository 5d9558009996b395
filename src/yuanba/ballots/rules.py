"""Who may do what with a ballot; each rule answers with a code and its source."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from yuanba.ballots import electorates, manifest, states
from yuanba.ballots.models import Authorisation, Ballot, HallCount, Meeting, PaperSheet, ReviewCase
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Verdict, no

ORGANISE = "ballots.organise"
DECIDE = "ballots.decide"
STATUTORY = "ballots.statutory"
PAPER = "ballots.paper"
REVIEW = "ballots.review"
POSTS_SOURCE = "people, posts and their permissions"


def may_organise(actor: Actor, lineage: Collection[int]) -> Verdict:
    """Draft, announce, withdraw a candidate, publish, annul: an appointment in the territory or above it."""
    return _holds(actor, ORGANISE, lineage)


def may_decide(actor: Actor, lineage: Collection[int], *, matter: str, kind: str) -> Verdict:
    """What the law leaves to the owners together is put to them by their own bodies or the subdistrict.

    Whoever may organise only opinions (a courtyard committee) is told what to do instead. Source: Civil Code art. 278.
    That the authority agreed to a decision by law is entered by the subdistrict, which has its letter, not by the body
    that asks.
    """
    if kind == Ballot.Kind.STATUTORY and not actor.holds(STATUTORY, lineage):
        return no("ballots.consent_by_authority", "the authority agrees before a decision by law is held here")
    if (not matter and kind != Ballot.Kind.STATUTORY) or actor.holds(DECIDE, lineage):
        return YES
    return no("ballots.owners_decide", "Civil Code 278", permission=DECIDE)


def may_drive(actor: Actor, lineage: Collection[int]) -> Verdict:
    """Open, close and count: an organiser, or the clock, since the announcement has fixed the times."""
    return YES if actor.id == "system:tick" else may_organise(actor, lineage)


def may_handle_paper(actor: Actor, lineage: Collection[int]) -> Verdict:
    return _holds(actor, PAPER, lineage)


def may_review(actor: Actor, lineage: Collection[int]) -> Verdict:
    return _holds(actor, REVIEW, lineage)


def notice_given(ballot: Ballot, now: datetime) -> Verdict:
    """Voters learn of the ballot, or see its roll, as many days before the opening as the rule for them says."""
    for row in manifest.terms_of(ballot):
        if row.what not in (electorates.NOTICE, electorates.ROLL_SHOWN):
            continue
        earliest = local_date(now) + timedelta(days=row.number)
        if local_date(ballot.opens_at) < earliest:
            opens = local_date(ballot.opens_at)
            facts = {"days": row.number, "opens": opens, "earliest": earliest, "law": row.source}
            return no("ballots.notice_too_short", row.source, **facts)
    return YES


def authorisation_holds(one: Authorisation, on: date) -> Verdict:
    """Whoever was authorised may act today. Source: 民法典第173条: agency ends with its term and with a death."""
    if one.principal is not None and one.principal.died_date is not None and one.principal.died_date <= on:
        return no("ballots.principal_dead", "民法典第173条", name=one.principal_name)
    if one.until_date is not None and on > one.until_date:
        return no("ballots.authorisation_over", "民法典第173条", until=one.until_date)
    return YES


def may_object_to_roll(ballot: Ballot, now: datetime) -> Verdict:
    """While the ballot is announced, since the roll is frozen at the opening; and within the term, where there is one."""
    if ballot.state != states.ANNOUNCED:
        return no("ballots.roll_not_displayed", "objections to the roll come before the opening", state=ballot.state)
    last = last_day_to_object(ballot)
    if last is not None and local_date(now) > last[0]:
        return no("ballots.objection_late", last[1], last=last[0], law=last[1])
    return YES


def last_day_to_object(ballot: Ballot) -> tuple[date, str] | None:
    """The last day for objections and the rule's source; None where only the opening ends them."""
    row = next((one for one in manifest.terms_of(ballot) if one.what == electorates.OBJECTION), None)
    announced = ballot.steps.filter(verb="announce").order_by("-at").first()
    if row is None or announced is None:
        return None
    return local_date(announced.at) + timedelta(days=row.number), row.source


def objections_ruled(ballot: Ballot) -> Verdict:
    """Where the rule gives days for a ruling, the roll is not frozen before every objection has its answer."""
    row = next((one for one in manifest.terms_of(ballot) if one.what == electorates.RULING), None)
    waiting = ballot.objections.filter(answered_at__isnull=True).count() if row is not None else 0
    if row is not None and waiting:
        return no("ballots.objections_waiting", row.source, number=waiting, days=row.number, law=row.source)
    return YES


def may_open_now(ballot: Ballot, now: datetime) -> Verdict:
    if now < ballot.opens_at:
        return no("ballots.not_yet_open", "the announced window", opens=ballot.opens_at.isoformat())
    if now >= ballot.closes_at:
        return no("ballots.closed", "the announced window", closes=ballot.closes_at.isoformat())
    return YES


def may_close_now(ballot: Ballot, now: datetime) -> Verdict:
    """Not before the announced end: a ballot that must stop earlier is annulled, with its reason."""
    if now < ballot.closes_at:
        return no("ballots.not_yet_closing", "the announced window", closes=ballot.closes_at.isoformat())
    return YES


def may_vote_now(ballot: Ballot, now: datetime) -> Verdict:
    if ballot.state in (states.DRAFT, states.ANNOUNCED):
        return no("ballots.not_yet_open", "the announced window", opens=ballot.opens_at.isoformat())
    if ballot.state == states.ANNULLED:
        return no("ballots.annulled", "the annulment")
    if ballot.state != states.OPEN or now >= ballot.closes_at:
        return no("ballots.closed", "the announced window", closes=ballot.closes_at.isoformat())
    return YES if now >= ballot.opens_at else no("ballots.not_yet_open", opens=ballot.opens_at.isoformat())


def may_see_tally(state: str) -> Verdict:
    """Counts exist after the count only: no running tally, not even for the organiser. Source: 国办函〔2026〕12号."""
    if state in states.TALLIED:
        return YES
    return no("ballots.tally_hidden", "running tallies are hidden until the close", state=state)


# Source: our own choice. Where all of fewer choose the same, everybody knows what everybody chose.
FEWEST_FOR_SECRECY = 12
# Source: our own choice. People who are asked the same a season later may have changed their minds.
DAYS_APART = 90


def may_be_secret(electorate: str) -> Verdict:
    """Votes weighed by area cannot be secret: the area of a dwelling names it."""
    if electorate == Ballot.Electorate.OWNERS:
        return no("ballots.secret_by_area", "the area of a dwelling would name its owner")
    return YES


def enough_for_secrecy(rows: int) -> Verdict:
    if rows < FEWEST_FOR_SECRECY:
        return no(
            "ballots.secret_too_few", "few voters cannot hide among each other", rows=rows, least=FEWEST_FOR_SECRECY
        )
    return YES


def unlike_before(more: int, fewer: int, other: int) -> Verdict:
    """The same question put to nearly the same people: what the few others chose would be the difference of two counts."""
    few = [count for count in (more, fewer) if 0 < count < FEWEST_FOR_SECRECY]
    if few:
        return no(
            "ballots.secret_too_alike",
            "the difference of two counts is a count of its own",
            people=few[0],
            least=FEWEST_FOR_SECRECY,
            days=DAYS_APART,
            other=other,
        )
    return YES


def every_area_known(unmeasured: int) -> Verdict:
    """Nobody can reach two thirds of an area that is not known. Source: Civil Code art. 278; 法释〔2009〕7号 art. 8."""
    if unmeasured:
        return no("ballots.area_unknown", "民法典第278条", premises=unmeasured)
    return YES


def may_read_full_edition(actor: Actor, lineage: Collection[int], *, is_on_roll: bool) -> Verdict:
    """Openings of ballots weighed by area: voters on the roll and the organisers above. Source: the areas name flats."""
    if is_on_roll or actor.holds(ORGANISE, lineage):
        return YES
    return no("ballots.full_edition_closed", "the area of a dwelling would name its owner")


def list_checked(meeting: Meeting) -> Verdict:
    """Those present vote once their list was checked against the signed sheet by a second person."""
    if meeting.state == states.CHECKED:
        return YES
    return no("ballots.meeting_not_checked", "two people keep the list of a meeting", meeting=meeting.pk)


def may_check_list(actor: Actor, meeting: Meeting) -> Verdict:
    """Another person than the one who took it."""
    same_person = actor.person_id is not None and meeting.taken_person_id == actor.person_id
    if meeting.taken_by == actor.id or same_person:
        return no("ballots.same_secretary", "two people keep the list of a meeting", meeting=meeting.pk)
    return YES


def may_confirm_hands(actor: Actor, count: HallCount) -> Verdict:
    """A second clerk, another person than the first."""
    same_person = actor.person_id is not None and count.keyed_person_id == actor.person_id
    if count.keyed_by == actor.id or same_person:
        return no("ballots.same_clerk", "two different clerks", count=count.pk)
    return YES


def counts_silence(ballot: Ballot) -> Verdict:
    """Proofs of delivery are kept only where a rule of procedure lets the silent count."""
    if ballot.rule.get("silence", {}).get("reference"):
        return YES
    return no("ballots.silence_counts_nothing", "民法典第278条", ballot=ballot.pk)


def sheets_decided(waiting: int) -> Verdict:
    """Every received sheet is keyed before the count. Source: announcement: online and on paper."""
    return no("ballots.sheets_open", "received sheets are keyed before the count", sheets=waiting) if waiting else YES


def papers_logged(missing: int) -> Verdict:
    """Every paper that would count has its place in the log, which is closed."""
    return no("ballots.papers_not_logged", "the closed log of the ballot", papers=missing) if missing else YES


def reviews_decided(waiting: int) -> Verdict:
    """Every suspicion is decided before the count. Source: announcement: online vote."""
    if waiting:
        return no("ballots.reviews_open", "abnormal votes are reviewed before the count", cases=waiting)
    return YES


def may_key(actor: Actor, sheet: PaperSheet) -> Verdict:
    """A clerk reads a sheet once, whichever account it is done with. Source: announcement: online and on paper, double keying."""
    for keying in sheet.keyings.all():
        same_person = actor.person_id is not None and keying.clerk_person_id == actor.person_id
        if keying.clerk == actor.id or same_person:
            return no("ballots.same_clerk", "two different clerks", serial=sheet.serial)
    return YES


def may_void(actor: Actor, case: ReviewCase) -> Verdict:
    """The second reviewer is another person than the first. Source: announcement: online vote."""
    same_person = actor.person_id is not None and case.proposed_person_id == actor.person_id
    if case.proposed_by == actor.id or same_person:
        return no("ballots.same_reviewer", "two different reviewers", case=case.pk)
    return YES


def _holds(actor: Actor, permission: str, lineage: Collection[int]) -> Verdict:
    if actor.holds(permission, lineage):
        return YES
    return no("ballots.not_permitted", POSTS_SOURCE, permission=permission)
