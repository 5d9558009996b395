"""Posting the candidates, calling the vote, and what the published count makes of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yuanba.assemblies import queries, rules, states, texts
from yuanba.assemblies.actions.forming import end_group, hand_of
from yuanba.assemblies.actions.seating import appoint_to, end_seat
from yuanba.assemblies.actions.serving import hand_over_due
from yuanba.assemblies.actions.steps import locked, move_on, note, tell, tell_holders
from yuanba.assemblies.models import Assembly, Candidate, Seat
from yuanba.assemblies.states import ASSEMBLY
from yuanba.ballots import actions as ballots
from yuanba.ballots import queries as counted
from yuanba.ballots import states as ballot_states
from yuanba.ballots.models import Ballot
from yuanba.ballots.tally import law
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people import actions as people
from yuanba.people.models import Organisation
from yuanba.places.queries import name_at

RULES_KEY, COVENANT_KEY, COMMITTEE_KEY = "rules", "covenant", "committee"
YES_NO = tuple(ballots.NewOption(key) for key in ("agree", "against", "abstain"))


@dataclass(frozen=True)
class Window:
    """When the vote is open, whether paper is taken, and the authority's consent where it decides by law."""

    opens_at: datetime
    closes_at: datetime
    consent_reference: str = ""


@transaction.atomic
def post_candidates(*, assembly_id: int, posted_date: date, actor: Actor, now: datetime) -> Assembly:
    """Candidates and drafts hang out since that day; only they are voted on.

    Raises Refused: assemblies.not_yours, .unscreened, .too_few, .drafts_missing, .day_ahead, assembly.no_such_move.
    """
    assembly = locked(assembly_id)
    require(rules.may(actor, [rules.PREPARE, rules.GUIDE], assembly.territory_id, now))
    require(ASSEMBLY.may(assembly.state, "post_candidates"))
    for verdict in queries.ready_to_post(assembly):
        require(verdict)
    require(rules.happened(posted_date, assembly.group_posted_date or assembly.formed_date, now))
    assembly.candidates_posted_date = posted_date
    move_on(assembly, "post_candidates", actor=actor, now=now)
    return assembly


@transaction.atomic
def call(*, assembly_id: int, window: Window, actor: Actor, now: datetime) -> Assembly:
    """The ballot is drafted from the posted candidates and announced; the residents' committee of the community is told.

    A decision by law needs the authority's consent, which the subdistrict enters; without it the vote is an opinion.
    Raises Refused: assemblies.not_yours, .objections_open, .consent_by_street, .matters_short, assembly.no_such_move, and
    as ballots.actions.draft and announce do.
    """
    assembly = locked(assembly_id)
    require(rules.may(actor, [rules.PREPARE, rules.GUIDE], assembly.territory_id, now))
    require(ASSEMBLY.may(assembly.state, "call"))
    require(rules.objections_answered(queries.open_objections(assembly.pk)))
    if clean(window.consent_reference):
        require_street(actor, assembly, now)
    posted = assembly.candidates_posted_date
    require(rules.posted_in_time(posted, local_date(window.opens_at)))
    assembly.consent_reference = clean(window.consent_reference)[:200]
    ballot = ballots.draft(order=order_of(assembly, window, now), actor=actor, now=now)
    assembly.ballot = ballots.announce(ballot_id=ballot.pk, actor=actor, now=now)
    assembly.called_date = local_date(now)
    move_on(assembly, "call", actor=actor, now=now)
    facts = {"place": name_at(assembly.territory_id, local_date(now)), "day": local_date(window.opens_at).isoformat()}
    zh, en = (text.format(**facts) for text in texts.CALLED)
    tell_holders(rules.DESK, assembly.territory_id, "assemblies.called", (zh, en), now)
    return assembly


def require_street(actor: Actor, assembly: Assembly, now: datetime) -> None:
    """Only the subdistrict enters an authority's consent."""
    if not rules.may(actor, [rules.GUIDE], assembly.territory_id, now):
        raise Refused(no("assemblies.consent_by_street", "主管部门的书面同意由街道登记"))


def order_of(assembly: Assembly, window: Window, now: datetime) -> ballots.BallotOrder:
    """What is voted on: the posted drafts, and the candidates who were admitted, in the order of naming."""
    rows = queries.candidates(assembly.pk).filter(state=states.ADMITTED)
    options = tuple(ballots.NewOption(str(one), one.person.name) for one in rows)
    is_courtyard = assembly.kind == Assembly.Kind.COURTYARD
    terms = _terms(assembly, local_date(window.opens_at))
    committee = terms | {
        "id": "committee",
        "seats": assembly.seats,
        "tie": {"steps": [] if is_courtyard else ["area_cm2"]},
    }
    label = texts.COMMITTEE_ITEM[assembly.kind].format(seats=assembly.seats)
    items = [ballots.NewItem(COMMITTEE_KEY, min(assembly.seats, len(options)), options, label=label, rule=committee)]
    if assembly.kind == Assembly.Kind.FIRST:
        items.insert(0, ballots.NewItem(RULES_KEY, 1, YES_NO, label=texts.RULES_ITEM))
        items.insert(1, ballots.NewItem(COVENANT_KEY, 1, YES_NO, label=texts.COVENANT_ITEM))
    return ballots.BallotOrder(
        territory_id=assembly.territory_id,
        title=texts.BALLOT_TITLE[assembly.kind].format(place=name_at(assembly.territory_id, local_date(now))),
        matter="" if is_courtyard else law.COMMITTEE_MEMBERS,
        kind=Ballot.Kind.STATUTORY if assembly.consent_reference else Ballot.Kind.OPINION,
        consent_reference=assembly.consent_reference,
        electorate=Ballot.Electorate.HOUSEHOLDS if is_courtyard else Ballot.Electorate.OWNERS,
        items=tuple(items),
        rule=committee if len(items) == 1 else terms | {"id": "yes-no-abstain"},
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        ordered_by=str(assembly),
        paper_rule=Ballot.PaperRule.FIRST_STANDS,
    )


def _terms(assembly: Assembly, on: date) -> dict[str, Any]:
    """The threshold of the law for owners; households of a courtyard elect by most votes."""
    if assembly.kind == Assembly.Kind.COURTYARD:
        return {"version": 1, "source": texts.COURTYARD_SOURCE}
    row = law.row_for(law.OWNERS, law.COMMITTEE_MEMBERS, on)
    if row is None:
        raise Refused(no("assemblies.no_law", "the table of thresholds", day=on))
    return {"version": 1, "source": row.article, "threshold": row.threshold()}


@transaction.atomic
def record_result(*, assembly_id: int, actor: Actor, now: datetime) -> Assembly:
    """The published count has made a committee, with its term and seats, or the assembly has failed.

    A first assembly needs rules and covenant passed; more than half of the seats must be filled. An annulled vote failed.
    Raises Refused: assemblies.not_yours, .result_missing, assembly.no_such_move.
    """
    assembly = locked(assembly_id)
    require(rules.may(actor, [rules.PREPARE, rules.GUIDE], assembly.territory_id, now))
    require(ASSEMBLY.may(assembly.state, "elect"))
    if assembly.ballot is not None and assembly.ballot.state == ballot_states.ANNULLED:
        move_on(assembly, "fail", actor=actor, now=now, reason="annulled")
        return assembly
    require(rules.result_public(assembly.ballot))
    assert assembly.ballot is not None, "result_public has looked"
    items = {one["key"]: one for one in counted.public_result(assembly.ballot.pk)["items"]}
    chosen = list(items[COMMITTEE_KEY]["chosen"])
    short = [key for key in (RULES_KEY, COVENANT_KEY) if key in items and not items[key]["outcome"]["passed"]]
    if short or len(chosen) * 2 <= assembly.seats:
        reason = ", ".join([*short, f"{COMMITTEE_KEY} {len(chosen)}/{assembly.seats}"])
        move_on(assembly, "fail", actor=actor, now=now, reason=reason)
        return assembly
    _seat(assembly, chosen, _next(items[COMMITTEE_KEY], chosen, assembly.alternates), now)
    move_on(assembly, "elect", actor=actor, now=now)
    end_group(assembly, now)
    return assembly


@transaction.atomic
def repeat(*, assembly_id: int, actor: Actor, now: datetime) -> Assembly:
    """After a failed vote names are taken again; whoever was admitted still stands.

    Raises Refused: assemblies.not_yours, assembly.no_such_move.
    """
    assembly = locked(assembly_id)
    require(rules.may(actor, [rules.PREPARE, rules.GUIDE], assembly.territory_id, now))
    require(ASSEMBLY.may(assembly.state, "repeat"))
    assembly.ballot, assembly.candidates_posted_date, assembly.called_date = None, None, None
    move_on(assembly, "repeat", actor=actor, now=now)
    return assembly


def _next(item: dict[str, Any], chosen: list[str], places: int) -> list[str]:
    """The alternates: whoever reached the threshold without a seat, by most votes; a tie at the edge stands in no list."""
    outcomes = item.get("outcomes")
    able = [one for one in item["votes"] if one not in chosen and item["votes"][one]]
    if outcomes is not None:
        able = [one for one in able if outcomes[one]["passed"]]
    return sorted(able, key=lambda one: (-item["votes"][one], one))[:places]


def _seat(assembly: Assembly, chosen: list[str], waiting: list[str], now: datetime) -> None:
    """Committee, term, seats and posts stand from today on; a committee in office leaves its seats."""
    on, hand = local_date(now), hand_of(assembly)
    body = _committee(assembly, hand, now)
    earlier = queries.running_term(body.pk, on)
    if earlier is not None:
        for seat in queries.seats_of(earlier.pk, on):
            end_seat(seat, Seat.End.TERM, hand, now)
        hand_over_due(earlier.pk, on)
    due = queries.term_end(on, assembly.term_years)
    assembly.term = people.open_term(organisation_id=body.pk, from_date=on, due_date=due, actor=hand, now=now)
    assembly.committee, assembly.elected_date = body, on
    by_key = {str(one): one for one in Candidate.objects.filter(assembly=assembly).select_related("person")}
    for rank, key in enumerate([*chosen, *waiting], 1):
        one = by_key[key]
        title = Seat.Title.MEMBER if key in chosen else Seat.Title.ALTERNATE
        seat = Seat.objects.create(
            term=assembly.term, person=one.person, title=title, rank=rank, tie=one.tie, from_date=on
        )
        appoint_to(body, seat, hand, now)
    zh, en = (text.format(body=body.name) for text in texts.ELECTED)
    tell([by_key[key].person_id for key in chosen], "assemblies.elected", (zh, en), now)
    note(assembly, "seat", actor=hand, now=now, detail={"seats": len(chosen), "alternates": len(waiting)})


def _committee(assembly: Assembly, hand: Actor, now: datetime) -> Organisation:
    if assembly.committee is not None:
        return assembly.committee
    is_courtyard = assembly.kind == Assembly.Kind.COURTYARD
    kind = Organisation.Kind.COURTYARD_COMMITTEE if is_courtyard else Organisation.Kind.OWNERS_COMMITTEE
    standing = queries.bodies(assembly.territory_id, local_date(now), [kind]).first()
    if standing is not None:
        return standing
    name = texts.COMMITTEE_NAME[assembly.kind].format(place=name_at(assembly.territory_id, local_date(now)))
    return people.found_organisation(
        kind=kind,
        name=name,
        territory_id=assembly.territory_id,
        founded_date=local_date(now),
        actor=hand,
        now=now,
    )
