"""What a request of another system asks for, read strictly: what cannot be read is refused with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http import HTTPStatus

from django.utils.translation import gettext as _

from yuanba.cases.queries.outside import MOST, Wanted
from yuanba.places import queries as places
from yuanba.places.models import Territory
from yuanba.web.sent import whole

SPAN = timedelta(days=90)  # Source: GeoReport v2, GET Service Requests
PAGE_SIZE, MOST_PAGE, MOST_PAGES = 100, 1000, 10_000
MOST_NAMED = 200  # numbers or kinds in one request
NUMBERED = ("territory", "building", "entrance", "premises")

Params = Mapping[str, str]


@dataclass(frozen=True)
class Unreadable(Exception):
    """The request cannot be answered as it is; `status` and `description` go back."""

    description: str
    status: int = HTTPStatus.BAD_REQUEST


@dataclass(frozen=True)
class Spot:
    """Where something is, as narrowly as it was said."""

    territory_id: int
    building_id: int | None = None
    entrance_id: int | None = None
    premises_id: int | None = None
    note: str = ""


def wanted(params: Params, now: datetime, on: date) -> Wanted:
    """The filters of GET requests. Raises Unreadable."""
    numbers = listed(params, "service_request_id")
    since, until = instant(params, "start_date"), instant(params, "end_date")
    if since is not None and until is not None and not timedelta(0) <= until - since <= SPAN:
        raise Unreadable(_("start_date and end_date must follow each other within 90 days"))
    if not numbers and since is None:
        since = (until or now) - SPAN
    return Wanted(
        territory_ids=jurisdiction(params, on),
        numbers=numbers,
        categories=listed(params, "service_code"),
        since=since,
        until=until,
        changed_since=instant(params, "updated_after"),
        closed=_closed(listed(params, "status")),
    )


def page(params: Params) -> tuple[int, int]:
    """The first place and the size of the page. Raises Unreadable."""
    size = _number(params, "page_size", PAGE_SIZE, MOST_PAGE)
    return (_number(params, "page", 1, MOST_PAGES) - 1) * size, min(size, MOST)


def _number(params: Params, name: str, usual: int, most: int) -> int:
    given = params.get(name, "")
    number = whole(given, most=most) if given else usual
    if not number:
        raise Unreadable(_("%(name)s must be a whole number from 1 to %(most)d") % {"name": name, "most": most})
    return number


def listed(params: Params, name: str) -> tuple[str, ...]:
    found = tuple(one.strip()[:60] for one in params.get(name, "").split(",") if one.strip())
    if len(found) > MOST_NAMED:
        raise Unreadable(_("%(name)s names more than %(most)d") % {"name": name, "most": MOST_NAMED})
    return found


def instant(params: Params, name: str) -> datetime | None:
    """Date and time with a zone. Raises Unreadable: without one nobody knows the hour."""
    given = params.get(name, "").strip().replace(" ", "+")  # a plus that was not written as %2B
    if not given:
        return None
    try:
        at = datetime.fromisoformat(given)
        at.astimezone()
    except (ValueError, OverflowError) as error:
        raise Unreadable(_("%(name)s is no date and time like 2026-11-20T08:00:00+08:00") % {"name": name}) from error
    if at.tzinfo is None:
        raise Unreadable(_("%(name)s needs a time zone: Z, or like +08:00") % {"name": name})
    return at


def jurisdiction(params: Params, on: date) -> frozenset[int] | None:
    """The territory that jurisdiction_id names, by statistical code or as territory-12, and all below; None for all."""
    given = params.get("jurisdiction_id", "").strip()
    if not given:
        return None
    kind, number = _numbered(given)
    territory = number if kind == "territory" else places.resolve_code(given, on) if whole(given) is not None else None
    if territory is None or not places.existed(territory, on):
        raise Unreadable(_("jurisdiction_id is not known here"), HTTPStatus.NOT_FOUND)
    return frozenset(places.descendants(territory, on))


def spot(params: Params, client_territory: int, on: date) -> Spot:
    """Where: address_id (building-34, as our own answers give it), else the compound that address_string names.

    Raises Unreadable.
    """
    note = params.get("address_string", "").strip()[:80]
    given = params.get("address_id", "").strip()
    if given:
        found = _by_id(*_numbered(given), note)
        if found is None:
            raise Unreadable(_("address_id is not known here"))
        return found
    below = places.descendants(client_territory, on)
    kinds = (Territory.Kind.COMPOUND, Territory.Kind.COMMUNITY)
    nodes = [one for one in places.tree_at(on) if one.id in below and one.kind in kinds]
    named = [one for one in nodes if one.name and one.name in note]
    named.sort(key=lambda one: (one.kind != Territory.Kind.COMPOUND, -len(one.name)))
    if named:
        return Spot(named[0].id, note=note)
    if len(nodes) == 1:
        return Spot(nodes[0].id, note=note)
    raise Unreadable(_("say where: address_id (see GET places), or address_string with the name of a compound"))


def _by_id(kind: str, number: int, note: str) -> Spot | None:
    found = places.parts_of(kind, number) if kind else None
    return None if found is None else Spot(*found, note=note)


def _numbered(given: str) -> tuple[str, int]:
    kind, _dash, number = given.partition("-")
    return (kind, whole(number, most=10**15) or 0) if kind in NUMBERED else ("", 0)


def _closed(given: tuple[str, ...]) -> bool | None:
    asked = set(given)
    if asked - {"open", "closed"}:
        raise Unreadable(_("status is open or closed"))
    return None if len(asked) != 1 else asked == {"closed"}
