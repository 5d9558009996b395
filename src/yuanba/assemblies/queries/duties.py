"""Duties that a committee lets lie, what was ordered, and whether the community stands in for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from yuanba.assemblies import rules, states
from yuanba.assemblies.models import Assembly, DutyOrder, Recall, Seat
from yuanba.assemblies.queries.bodies import InOffice
from yuanba.assemblies.queries.working import office_at, short_of_members
from yuanba.assemblies.terms import DUTY_SOURCES, TERM_CHANGE, shifted, term

LIVE = (states.ORDERED, states.TAKEN_OVER)
Duty = DutyOrder.Duty


@dataclass(frozen=True, slots=True)
class LateDuty:
    """What lies since `since`; `source` is the article by which somebody else may act."""

    duty: str
    since: date
    source: str
    recall: Recall | None = None


def late_duties(office: InOffice, on: date) -> list[LateDuty]:
    """The duties of a committee that nobody does and nobody has ordered yet. Constant number of queries."""
    territory_id = office.body.territory_id
    if office.is_courtyard:
        return []
    known = set(DutyOrder.objects.filter(body=office.body, state__in=LIVE).values_list("duty", flat=True))
    found = [_recall_lies(territory_id, on), _change_lies(office, on), _members_missing(office, on)]
    return [one for one in found if one is not None and one.duty not in known]


def _recall_lies(territory_id: int, on: date) -> LateDuty | None:
    lies = Recall.objects.filter(territory_id=territory_id, state=states.DEMANDED, due_date__lt=on)
    row = lies.select_related("seat__person").first()
    if row is None or row.due_date is None:
        return None
    return LateDuty(Duty.RECALL_VOTE, row.due_date + timedelta(days=1), DUTY_SOURCES[Duty.RECALL_VOTE], row)


def _change_lies(office: InOffice, on: date) -> LateDuty | None:
    ends = office.term.due_date
    if ends is None or _changes(office.body.territory_id):
        return None
    since = shifted(ends, -term(TERM_CHANGE, on).number)
    return LateDuty(Duty.TERM_CHANGE, since, DUTY_SOURCES[Duty.TERM_CHANGE]) if since < on else None


def _members_missing(office: InOffice, on: date) -> LateDuty | None:
    seats = seats_of_term(office.term.pk)
    if not seats or not short_of_members(office, seats):
        return None
    left = Seat.objects.filter(term=office.term, to_date__isnull=False).order_by("-to_date").first()
    since = left.to_date if left is not None and left.to_date is not None else on
    return LateDuty(Duty.COMMITTEE, since, DUTY_SOURCES[Duty.COMMITTEE])


def seats_of_term(term_id: int) -> int:
    """How many seats the committee was elected with; 0 where no assembly of ours elected it."""
    return Assembly.objects.filter(term_id=term_id).values_list("seats", flat=True).first() or 0


def _changes(territory_id: int) -> bool:
    """Whether an assembly that elects the next committee is under way."""
    rows = Assembly.objects.filter(territory_id=territory_id, kind=Assembly.Kind.RENEWAL)
    return rows.exclude(state__in=states.OVER).exists()


def duty_orders(territory_id: int) -> QuerySet[DutyOrder]:
    """Every order about the committees of this place, newest first."""
    rows = DutyOrder.objects.filter(territory_id=territory_id).select_related("body", "recall")
    return rows.order_by("-ordered_at", "-pk")


def is_done(row: DutyOrder, on: date) -> bool:
    """Whether what was ordered has been done, by whomever."""
    if row.duty == Duty.RECALL_VOTE:
        return row.recall is None or row.recall.state != states.DEMANDED
    office = office_at(row.territory_id, on)
    if row.duty == Duty.COMMITTEE:
        return office is None or _members_missing(office, on) is None
    is_prepared, is_fresh = _changes(row.territory_id), office is not None and _change_lies(office, on) is None
    if row.state == states.TAKEN_OVER:  # until the next committee is filed
        return is_fresh and not is_prepared
    return is_fresh or is_prepared


def substitutes(territory_id: int, duty: str) -> bool:
    """Whether the community has taken this duty over, or acts for the whole committee."""
    taken = DutyOrder.objects.filter(territory_id=territory_id, state=states.TAKEN_OVER)
    return taken.filter(duty__in={duty, Duty.COMMITTEE}).exists()


def taken_over(duty: str) -> set[int]:
    """The compounds where the community does this duty."""
    rows = DutyOrder.objects.filter(state=states.TAKEN_OVER, duty=duty)
    return set(rows.values_list("territory_id", flat=True))


def with_substitute(permissions: Collection[str], territory_id: int, duty: str) -> list[str]:
    """Who may do it: as always, and the community's desk where it stands in."""
    return [*permissions, *([rules.DESK] if substitutes(territory_id, duty) else ())]
