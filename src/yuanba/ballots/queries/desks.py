"""Reading ballots for a voter's pages and for those who look after them: organisers, clerks, reviewers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from yuanba.ballots import rules, states
from yuanba.ballots.models import Ballot, Paper, PaperSheet, ProxySeat, RollMember, RollRow
from yuanba.ballots.queries.reading import opens_to_everybody
from yuanba.ballots.queries.secrecy import secret_waits
from yuanba.ballots.queries.sheets import Sheet, sheet
from yuanba.ballots.queries.voters import VoterState, roll_row_of, state_of
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import YES, Refused, Verdict, no, require
from yuanba.people.queries import roll_gaps
from yuanba.places.queries import compound_ids, descendants, lineage

STAFF = (rules.ORGANISE, rules.PAPER, rules.REVIEW)


@dataclass(frozen=True)
class VoterSheet:
    """The sheet in the voter's order, and where the voter stands with it."""

    sheet: Sheet
    voter: VoterState
    area_cm2: int = 0  # what the sheet weighs, where area counts
    is_shared: bool = False  # several may act for it, once


def sheet_for(ballot_id: int, actor: Actor, now: datetime, roll_row_id: int | None = None) -> VoterSheet:
    """What the voter may fill in at `now`, or has; `roll_row_id` where the voter may act for several.

    Raises Refused: ballots.no_such_ballot, .not_yet_open, .closed, .annulled, .not_verified, .not_on_roll.
    """
    ballot = Ballot.objects.filter(pk=ballot_id).first()
    if ballot is None or ballot.state == states.DRAFT:
        raise Refused(no("ballots.no_such_ballot", ballot=ballot_id))
    require(rules.may_vote_now(ballot, now))
    if actor.person_id is None:
        raise Refused(no("ballots.not_verified", "verified residents vote"))
    row = roll_row_of(ballot_id, actor.person_id, roll_row_id)
    if row is None:
        raise Refused(no("ballots.not_on_roll", "the roll frozen at opening", date=ballot.roll_date))
    return VoterSheet(sheet(ballot_id, row), state_of(row), row.area_cm2, row.person_id is None)


def looked_after_by(actor: Actor, now: datetime, permissions: Collection[str] = STAFF) -> QuerySet[Ballot]:
    """The ballots of the places where the actor holds one of `permissions` and below them; for the paper desk also above
    them, since a clerk serves one compound of the subdistrict that votes. Nobody else sees the boards above."""
    on = local_date(now)
    places: set[int] = set()
    for permission in permissions:
        for territory_id in actor.territories(permission):
            places |= {territory_id, *descendants(territory_id, on)}
            if permission == rules.PAPER:
                places.update(lineage(territory_id, on))
    rows = Ballot.objects.filter(territory_id__in=places).select_related("territory")
    return rows.order_by("-opens_at", "pk")


@dataclass(frozen=True)
class RowAtDesk:
    """A voter as the paper desk needs it: whether a paper stands, and the sheet of paper that is out, if any."""

    roll_row_id: int
    person_id: int
    premises_id: int | None
    has_cast: bool
    sheet: PaperSheet | None
    proxy: str = ""  # who is authorised to sign for the voter


def rows_at_desk(ballot_id: int, person_ids: Collection[int], actor: Actor, now: datetime) -> list[RowAtDesk]:
    """The roll rows of these persons whose paper the actor may handle. Five queries."""
    on = local_date(now)
    mine: set[int] = set()
    for territory_id in actor.territories(rules.PAPER):
        mine |= compound_ids(territory_id, on)
    rows = RollRow.objects.filter(ballot_id=ballot_id).filter(
        Q(person_id__in=person_ids) | Q(members__person_id__in=person_ids)
    )
    found = list(rows.filter(premises__compound_id__in=mine).distinct().order_by("number"))
    ids = [row.pk for row in found]
    cast = set(Paper.objects.filter(ballot_id=ballot_id, roll_row_id__in=ids).values_list("roll_row_id", flat=True))
    live = PaperSheet.objects.filter(ballot_id=ballot_id, roll_row_id__in=ids).exclude(
        state__in=[states.REJECTED, states.CANCELLED]
    )
    out = {one.roll_row_id: one for one in live}
    seats = ProxySeat.objects.filter(roll_row_id__in=ids, ended_at__isnull=True)
    proxies = dict(seats.values_list("roll_row_id", "authorisation__proxy_name"))
    members = RollMember.objects.filter(roll_row_id__in=ids, person_id__in=person_ids).order_by("-person_id")
    shared = dict(members.values_list("roll_row_id", "person_id"))
    return [
        RowAtDesk(
            row.pk,
            row.person_id or shared.get(row.pk, 0),
            row.premises_id,
            row.pk in cast,
            out.get(row.pk),
            proxies.get(row.pk, ""),
        )
        for row in found
    ]


def require_full_edition(ballot: Ballot, actor: Actor, now: datetime) -> None:
    """Passes for whoever may have every paper of the ballot opened. Raises Refused("ballots.full_edition_closed")."""
    if opens_to_everybody(ballot):
        return
    is_on_roll = actor.person_id is not None and roll_row_of(ballot.pk, actor.person_id) is not None
    above = lineage(ballot.territory_id, local_date(now))
    require(rules.may_read_full_edition(actor, above, is_on_roll=is_on_roll))


def sheets_of(ballot_id: int, actor: Actor, now: datetime) -> QuerySet[PaperSheet]:
    """The paper sheets that the actor may handle, newest first, with `readings` (how many clerks read each)."""
    on = local_date(now)
    mine: set[int] = set()
    for territory_id in actor.territories(rules.PAPER):
        mine |= compound_ids(territory_id, on)
    rows = PaperSheet.objects.filter(ballot_id=ballot_id, roll_row__premises__compound_id__in=mine)
    return rows.select_related("roll_row__premises").annotate(readings=Count("keyings")).order_by("-pk")


def paper_sheet(serial: str, actor: Actor, now: datetime) -> PaperSheet:
    """The sheet with this serial. Raises Refused: ballots.no_such_sheet, .not_permitted."""
    rows = PaperSheet.objects.select_related("ballot", "roll_row__premises").prefetch_related("keyings")
    found = rows.filter(serial=serial.strip().upper()).first()
    if found is None:
        raise Refused(no("ballots.no_such_sheet", "paper and phone go through one roll row", serial=serial[:16]))
    premises = found.roll_row.premises
    territory_id = found.ballot.territory_id if premises is None else premises.compound_id
    require(rules.may_handle_paper(actor, lineage(territory_id, local_date(now))))
    return found


def blocking(ballot_id: int, now: datetime) -> tuple[Verdict, ...]:
    """What stands in the way of the ballot's next move, in the words of the actions that would refuse it."""
    ballot = Ballot.objects.get(pk=ballot_id)
    found: list[Verdict] = []
    if ballot.state == states.DRAFT:
        found.append(rules.notice_given(ballot, now))
    if ballot.state == states.ANNOUNCED:
        found += [rules.may_open_now(ballot, now), rules.objections_ruled(ballot), _areas(ballot, now)]
        if ballot.meeting is not None:
            found.append(rules.list_checked(ballot.meeting))
    if ballot.state == states.OPEN:
        found.append(rules.may_close_now(ballot, now))
    if ballot.state in (states.OPEN, states.CLOSED):
        found += [_open_sheets(ballot), _open_reviews(ballot)]
    found.append(secret_waits(ballot))
    return tuple(verdict for verdict in found if not verdict)


def _areas(ballot: Ballot, now: datetime) -> Verdict:
    if ballot.electorate != Ballot.Electorate.OWNERS:
        return YES
    gaps = roll_gaps(local_date(now), ballot.territory_id)
    return rules.every_area_known(sum(gap.number for gap in gaps if gap.kind == "AREA"))


def _open_sheets(ballot: Ballot) -> Verdict:
    number = ballot.sheets.filter(state__in=[states.RECEIVED, states.DISPUTED]).count()
    return rules.sheets_decided(number)


def _open_reviews(ballot: Ballot) -> Verdict:
    number = ballot.reviews.filter(state__in=[states.OPEN, states.PROPOSED]).count()
    return rules.reviews_decided(number)
