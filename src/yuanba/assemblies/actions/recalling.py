"""Recall: a fifth of the owners demands it, an extraordinary assembly is called, the owners decide."""

from datetime import datetime

from django.db import IntegrityError, transaction

from yuanba.assemblies import queries, rules, states, texts
from yuanba.assemblies.actions.calling import YES_NO, Window
from yuanba.assemblies.actions.serving import leave, note
from yuanba.assemblies.actions.steps import tell, tell_holders
from yuanba.assemblies.models import DutyOrder, Recall, RecallSignature, Seat
from yuanba.assemblies.states import RECALL
from yuanba.assemblies.terms import DEMAND_MET, DEMAND_OPEN, due
from yuanba.ballots import actions as ballots
from yuanba.ballots import queries as counted
from yuanba.ballots import states as ballot_states
from yuanba.ballots.models import Ballot
from yuanba.ballots.tally import law
from yuanba.kernel.actor import Actor, Grant
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.queries import roll_at
from yuanba.places.queries import name_at

ITEM = "recall"
BALLOTS = ("ballots.organise", "ballots.decide", "ballots.statutory")


@transaction.atomic
def start_recall(*, territory_id: int, seat_id: int | None, reason: str, actor: Actor, now: datetime) -> Recall:
    """Signatures are collected to recall one member (`seat_id`) or the whole committee; whoever starts signs first.

    Raises Refused: assemblies.not_owner, .nobody_in_office, .courtyard_cannot, .seat_over, .no_reason, .recall_runs.
    """
    on = local_date(now)
    require(queries.may_demand(actor.person_id, territory_id, on))
    office = queries.office_at(territory_id, on)
    if office is None:
        raise Refused(no("assemblies.nobody_in_office", "the committees of the compound"))
    require(rules.owners_body(office.body))
    if seat_id is not None and seat_id not in {one.pk for one in office.sitting}:
        raise Refused(no("assemblies.seat_over", "the seats of the term"))
    words = reason.strip()[:500]
    if not words:
        raise Refused(no("assemblies.no_reason", "an act without a reason cannot be checked"))
    last = due(DEMAND_OPEN, on)
    assert last is not None, "days are always known"
    try:
        with transaction.atomic():
            row = Recall.objects.create(
                territory_id=territory_id, term=office.term, seat_id=seat_id, reason=words, started_at=now,
                started_by=actor.id, until_date=last,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(no("assemblies.recall_runs", "one recall at a time")) from error
    note(row, "start_recall", territory_id, actor=actor, now=now)
    sign_recall(recall_id=row.pk, actor=actor, now=now)
    row.refresh_from_db()
    return row


@transaction.atomic
def sign_recall(*, recall_id: int, actor: Actor, now: datetime, person_id: int | None = None) -> Recall:
    """The voters for whom this person may act have signed; with a fifth by heads and by area the assembly is demanded.

    `person_id` where the desk enters a signature on paper, checked against the roll of today.
    Raises Refused: assemblies.not_yours, .not_owner, .not_collecting, .signed_already.
    """
    row = Recall.objects.select_for_update(of=("self",)).get(pk=recall_id)
    on = local_date(now)
    signer = actor.person_id if person_id is None else person_id
    if person_id is not None and person_id != actor.person_id:
        require(rules.may(actor, [rules.DESK, rules.GUIDE], row.territory_id, now))
    if row.state != states.COLLECTING or on > row.until_date:
        raise Refused(no("assemblies.not_collecting", "the days for signatures", state=row.state))
    mine = [one for one in roll_at(on, "OWNERS", row.territory_id) if signer in one.voters]
    if not mine or signer is None:
        raise Refused(no("assemblies.not_owner", "物业管理条例 第13条"))
    known = set(RecallSignature.objects.filter(recall=row).values_list("voter_key", flat=True))
    fresh = [one for one in mine if one.key not in known]
    if not fresh:
        raise Refused(no("assemblies.signed_already", "one signature for each owner"))
    RecallSignature.objects.bulk_create(
        RecallSignature(
            recall=row, voter_key=one.key, person_id=signer, heads=one.heads, area_cm2=one.area_cm2,
            on_paper=signer != actor.person_id, signed_at=now, entered_by=actor.id,
        )
        for one in fresh
    )  # fmt: skip
    note(row, "sign_recall", row.territory_id, actor=actor, now=now)
    if queries.signed(row, on).is_enough:
        _demanded(row, actor, now)
    return row


def _demanded(row: Recall, actor: Actor, now: datetime) -> None:
    """A fifth is reached: committee, community and subdistrict are told by when the assembly must be called."""
    on = local_date(now)
    row.state, row.demanded_date, row.due_date = RECALL.step(row.state, "demand"), on, due(DEMAND_MET, on)
    row.save()
    note(row, "demand", row.territory_id, actor=actor, now=now)
    facts = {"place": name_at(row.territory_id, on), "day": row.due_date}
    words = (texts.DEMANDED[0].format(**facts), texts.DEMANDED[1].format(**facts))
    tell([one.person_id for one in queries.seats_of(row.term_id, on)], "assemblies.demanded", words, now)
    for permission in (rules.GUIDE, rules.DESK):
        tell_holders(permission, row.territory_id, "assemblies.demanded", words, now)


@transaction.atomic
def summon(*, recall_id: int, window: Window, actor: Actor, now: datetime) -> Recall:
    """The extraordinary assembly is called: a ballot on the recall is announced.

    Raises Refused: assemblies.not_yours, .own_case, .no_law, recall.no_such_move, and as ballots do.
    """
    row = Recall.objects.select_for_update(of=("self",)).select_related("seat__person").get(pk=recall_id)
    allowed = queries.with_substitute([rules.CHAIR, rules.GUIDE], row.territory_id, DutyOrder.Duty.RECALL_VOTE)
    require(rules.may(actor, allowed, row.territory_id, now))
    if row.seat is not None and row.seat.person_id == actor.person_id:
        raise Refused(no("assemblies.own_case", "nobody calls the vote about oneself"))
    require(RECALL.may(row.state, "summon"))
    threshold = law.row_for(law.OWNERS, law.COMMITTEE_MEMBERS, local_date(window.opens_at))
    if threshold is None:
        raise Refused(no("assemblies.no_law", "the table of thresholds", day=local_date(window.opens_at)))
    on, behalf = local_date(now), _standing_in(actor, row)
    place = name_at(row.territory_id, on)
    who = row.seat.person.name if row.seat is not None else texts.WHOLE_COMMITTEE
    ballot = ballots.draft(
        order=ballots.BallotOrder(
            territory_id=row.territory_id,
            title=texts.RECALL_TITLE.format(place=place),
            about=row.reason,
            matter=law.COMMITTEE_MEMBERS,
            kind=Ballot.Kind.STATUTORY if window.consent_reference else Ballot.Kind.OPINION,
            consent_reference=window.consent_reference,
            electorate=Ballot.Electorate.OWNERS,
            items=(ballots.NewItem(ITEM, 1, YES_NO, label=texts.RECALL_ITEM.format(who=who)),),
            rule={
                "id": "yes-no-abstain", "version": 1, "source": threshold.article, "threshold": threshold.threshold(),
            },
            opens_at=window.opens_at,
            closes_at=window.closes_at,
            ordered_by=str(row),
        ),
        actor=behalf,
        now=now,
    )  # fmt: skip
    row.ballot = ballots.announce(ballot_id=ballot.pk, actor=behalf, now=now)
    row.state = RECALL.step(row.state, "summon")
    row.save()
    note(row, "summon", row.territory_id, actor=actor, now=now)
    return row


def _standing_in(actor: Actor, row: Recall) -> Actor:
    """The same actor, with what the vote needs where the community has taken the duty over."""
    if not queries.substitutes(row.territory_id, DutyOrder.Duty.RECALL_VOTE):
        return actor
    more = {Grant(permission, row.territory_id) for permission in BALLOTS}
    return Actor(actor.id, actor.account_id, actor.person_id, actor.grants | more)


@transaction.atomic
def decide_recall(*, recall_id: int, actor: Actor, now: datetime) -> Recall:
    """The published count removes the member (the committee), or keeps them.

    Raises Refused: assemblies.not_yours, .result_missing, recall.no_such_move.
    """
    row = Recall.objects.select_for_update(of=("self",)).select_related("ballot").get(pk=recall_id)
    allowed = queries.with_substitute([rules.CHAIR, rules.GUIDE], row.territory_id, DutyOrder.Duty.RECALL_VOTE)
    require(rules.may(actor, allowed, row.territory_id, now))
    require(RECALL.may(row.state, "remove"))
    is_annulled = row.ballot is not None and row.ballot.state == ballot_states.ANNULLED
    if not is_annulled:
        require(rules.result_public(row.ballot))
    assert row.ballot is not None, "a summoned recall has a ballot"
    is_passed = not is_annulled and _passed(row.ballot.pk)
    row.state = RECALL.step(row.state, "remove" if is_passed else "keep")
    row.save(update_fields=["state"])
    if is_passed:
        for seat in _recalled(row, now):
            leave(seat, Seat.End.RECALLED, actor, now)
    note(row, "decide_recall", row.territory_id, actor=actor, now=now, removed=int(is_passed))
    return row


def _recalled(row: Recall, now: datetime) -> list[Seat]:
    """The seats that end; alternates go first where the whole committee goes, so that nobody moves up."""
    if row.seat_id is not None:
        rows = Seat.objects.select_related("term__organisation").filter(pk=row.seat_id, to_date__isnull=True)
        return list(rows)
    rows = Seat.objects.select_related("term__organisation").filter(term_id=row.term_id, to_date__isnull=True)
    return sorted(rows, key=lambda one: one.title != Seat.Title.ALTERNATE)


def lapse_recalls(now: datetime) -> int:
    """Demands that did not find a fifth of the owners in time are over; how many."""
    on = local_date(now)
    found = 0
    for one in Recall.objects.filter(state=states.COLLECTING, until_date__lt=on):
        with transaction.atomic():
            row = Recall.objects.select_for_update(of=("self",)).get(pk=one.pk)
            if row.state == states.COLLECTING:
                row.state = RECALL.step(row.state, "lapse")
                row.save(update_fields=["state"])
                note(row, "lapse", row.territory_id, actor=Actor(id="system:tick"), now=now)
                found += 1
    return found


def _passed(ballot_id: int) -> bool:
    items = counted.public_result(ballot_id)["items"]
    return bool(next(one for one in items if one["key"] == ITEM)["outcome"]["passed"])
