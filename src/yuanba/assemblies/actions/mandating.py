"""Mandates: the committee asks the owners what it may spend; the decided ballot sets it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yuanba.assemblies import queries, rules, states, texts
from yuanba.assemblies.actions.calling import YES_NO, Window
from yuanba.assemblies.actions.serving import note
from yuanba.assemblies.models import DutyOrder, Mandate
from yuanba.assemblies.states import MANDATE
from yuanba.ballots import actions as ballots
from yuanba.ballots import queries as counted
from yuanba.ballots import states as ballot_states
from yuanba.ballots.models import Ballot
from yuanba.ballots.tally import law
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.queries import name_at

ITEM = "mandate"
COMMITTEE = DutyOrder.Duty.COMMITTEE


@dataclass(frozen=True)
class Limits:
    """What the owners are asked for: `limit_fen` for each expense, `year_limit_fen` for all of a calendar year."""

    purpose: str
    text: str
    limit_fen: int
    year_limit_fen: int


@transaction.atomic
def propose_mandate(*, territory_id: int, limits: Limits, window: Window, actor: Actor, now: datetime) -> Mandate:
    """The owners are asked: a ballot is announced with the limits as its question.

    Raises Refused: assemblies.not_yours, .nobody_in_office, .courtyard_cannot, .limits, .name_missing, .no_law, and as
    ballots.actions.draft and announce do.
    """
    on = local_date(now)
    require(rules.may(actor, [rules.CHAIR, rules.GUIDE], territory_id, now))
    office = queries.office_at(territory_id, on)
    if office is None:
        raise Refused(no("assemblies.nobody_in_office", "Civil Code 278"))
    require(rules.owners_body(office.body))
    require(rules.limits_fit(limits.limit_fen, limits.year_limit_fen))
    if not clean(limits.text):
        raise Refused(no("assemblies.name_missing", "授权事项"))
    row = law.row_for(law.OWNERS, law.OTHER_MAJOR, local_date(window.opens_at))
    if row is None:
        raise Refused(no("assemblies.no_law", "the table of thresholds", day=local_date(window.opens_at)))
    question = texts.MANDATE_ITEM.format(
        text=clean(limits.text)[:60], limit=limits.limit_fen // 100, year=limits.year_limit_fen // 100
    )
    ballot = ballots.draft(
        order=ballots.BallotOrder(
            territory_id=territory_id,
            title=texts.MANDATE_TITLE.format(place=name_at(territory_id, on)),
            about=limits.text.strip(),
            matter=law.OTHER_MAJOR,
            kind=Ballot.Kind.STATUTORY if window.consent_reference else Ballot.Kind.OPINION,
            consent_reference=window.consent_reference,
            electorate=Ballot.Electorate.OWNERS,
            items=(ballots.NewItem(ITEM, 1, YES_NO, label=question[:120]),),
            rule={"id": "yes-no-abstain", "version": 1, "source": row.article, "threshold": row.threshold()},
            opens_at=window.opens_at,
            closes_at=window.closes_at,
            ordered_by=f"mandate:{office.body.pk}",
        ),
        actor=actor,
        now=now,
    )
    ballot = ballots.announce(ballot_id=ballot.pk, actor=actor, now=now)
    made = Mandate.objects.create(
        body=office.body,
        purpose=limits.purpose,
        text=clean(limits.text)[:400],
        limit_fen=limits.limit_fen,
        year_limit_fen=limits.year_limit_fen,
        ballot=ballot,
        proposed_at=now,
        proposed_by=actor.id,
    )
    note(made, "propose_mandate", territory_id, actor=actor, now=now, ballot=ballot.pk)
    return made


@transaction.atomic
def adopt_mandate(*, mandate_id: int, actor: Actor, now: datetime) -> Mandate:
    """The published count puts the mandate into force from today, in place of an earlier one, or drops it.

    Raises Refused: assemblies.not_yours, .result_missing, mandate.no_such_move.
    """
    rows = Mandate.objects.select_for_update(of=("self",)).select_related("ballot", "body")
    row = rows.get(pk=mandate_id)
    place = row.body.territory_id
    require(rules.may(actor, queries.with_substitute([rules.CHAIR, rules.GUIDE], place, COMMITTEE), place, now))
    require(MANDATE.may(row.state, "adopt"))
    if row.ballot.state != ballot_states.ANNULLED:
        require(rules.result_public(row.ballot))
    on = local_date(now)
    if row.ballot.state == ballot_states.ANNULLED or not _passed(row.ballot.pk):
        row.state = MANDATE.step(row.state, "drop")
        row.save(update_fields=["state"])
        note(row, "drop_mandate", row.body.territory_id, actor=actor, now=now)
        return row
    for earlier in rows.filter(body=row.body, purpose=row.purpose, state=states.IN_FORCE):
        earlier.state, earlier.to_date = MANDATE.step(earlier.state, "end"), on
        earlier.save(update_fields=["state", "to_date"])
    row.state, row.from_date = MANDATE.step(row.state, "adopt"), on
    row.save(update_fields=["state", "from_date"])
    note(row, "adopt_mandate", row.body.territory_id, actor=actor, now=now)
    return row


def _passed(ballot_id: int) -> bool:
    items = counted.public_result(ballot_id)["items"]
    return bool(next(one for one in items if one["key"] == ITEM)["outcome"]["passed"])
