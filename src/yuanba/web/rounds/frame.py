"""What the pages of rounds share."""

from typing import Any

from django.http import Http404, HttpRequest

from yuanba.cases import round_rules
from yuanba.cases.models import DoorRound, RoundHousehold
from yuanba.cases.queries import round_lists
from yuanba.kernel.calendar import local_date
from yuanba.places.queries import name_at
from yuanba.web import clock
from yuanba.web.rounds.labels import CHIPS, RESULT_CHIPS, RESULTS, STATES

BOTH = ["GET", "HEAD", "POST"]


def by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": clock.now()}  # type: ignore[attr-defined]


def round_of(request: HttpRequest, pk: int, permission: str) -> DoorRound:
    """The round, for whoever holds the permission over its compound; to others it is not there."""
    found = round_lists.door_round(pk)
    if found is None or not round_rules.holds(request.actor, permission, found.territory_id, clock.now()):  # type: ignore[attr-defined]
        raise Http404
    return found


def round_shown(found: DoorRound) -> dict[str, Any]:
    return {
        "round": found,
        "state": STATES[found.state],
        "chip_kind": CHIPS[found.state],
        "place_name": name_at(found.territory_id, local_date(clock.now())),
    }


def label_of(one: RoundHousehold) -> str:
    """ "3栋1单元402"; the premises come with entrance and building."""
    entrance = one.premises.entrance
    return f"{entrance.building.name}{entrance.name}{one.premises.number}"


def door_shown(one: RoundHousehold) -> dict[str, Any]:
    return {
        "door": one,
        "label": label_of(one),
        "result": RESULTS[one.result],
        "chip_kind": RESULT_CHIPS[one.result],
        "may_knock": bool(round_rules.may_knock(one)),
    }
