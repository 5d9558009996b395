"""Cases, kinds and steps as rows of GeoReport v2."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from yuanba.cases import states
from yuanba.cases.models import Case, Category, Reply, Step
from yuanba.web.cases.labels import OUTCOMES, QUEUES, STATES, category_name, organ_name
from yuanba.web.cases.public import words
from yuanba.web.open311.written import instant

PLACE, PRIVATE = "PLACE", "PRIVATE"

Row = dict[str, Any]


def service(category: Category) -> Row:
    return {
        "service_code": category.key,
        "service_name": category_name(category),
        "description": category.hint or category_name(category),
        "metadata": True,
        "type": "realtime",
        "keywords": category.emergency_number,
        "group": str(QUEUES[category.queue]),
    }


def definition(category: Category) -> Row:
    """What may be said besides: where exactly, and whether it stays off the public board."""
    private = [{"key": "yes", "name": _("yes")}, {"key": "no", "name": _("no")}]
    return {
        "service_code": category.key,
        "attributes": [
            _attribute(1, PLACE, "string", _("Where exactly, in words")),
            _attribute(2, PRIVATE, "singlevaluelist", _("Keep it off the public board"), private),
        ],
    }


def _attribute(order: int, code: str, datatype: str, description: str, values: Iterable[Row] = ()) -> Row:
    return {
        "variable": True,
        "code": code,
        "datatype": datatype,
        "required": False,
        "datatype_description": None,
        "order": order,
        "description": description,
        "values": list(values),
    }


def request(case: Case, names: Mapping[int, str]) -> Row:
    """What anybody may read of a case. Answered is not closed: only its reporter's word or a call-back closes it."""
    replies = list(case.replies.all())
    return {
        "service_request_id": case.number,
        "status": status(case),
        "status_notes": _notes(case, replies),
        "service_name": category_name(case.category),
        "service_code": case.category.key,
        "description": case.public_text,
        "agency_responsible": str(organ_name(case.organ)) if case.organ else None,
        "service_notice": None,
        "requested_datetime": instant(case.created_at),
        "updated_datetime": instant(case.changed_at),  # type: ignore[attr-defined]
        "expected_datetime": instant(case.limit_at) if case.state in states.OPEN else None,
        "address": " ".join(part for part in (names.get(case.territory_id, ""), words.where(case)) if part),
        "address_id": f"building-{case.building_id}" if case.building_id else f"territory-{case.territory_id}",
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
        "extended_attributes": {"state": case.state, "outcome": case.outcome or None, "level": case.level},
        "html_url": settings.PUBLIC_URL.rstrip("/") + reverse("cases:thread", args=[case.number]),
    }


def status(case: Case) -> str:
    return "closed" if case.state in states.ENDED else "open"


def _notes(case: Case, replies: list[Reply]) -> str:
    if case.merged_into is not None and case.merged_into.is_public:
        return _("The same as %(number)s; go on there.") % {"number": case.merged_into.number}
    parts = [str(STATES[case.state])]
    if replies:
        last = max(replies, key=lambda one: one.pk)
        parts.append(str(OUTCOMES[last.outcome]))
        parts.append(last.public_text)
    return " · ".join(part for part in parts if part)


def update(step: Step) -> Row:
    """A step of a case; an answer carries the words of the reply given with it."""
    reply = ""
    if step.verb == "answer":
        given = [one for one in step.case.replies.all() if one.at <= step.at]
        reply = max(given, key=lambda one: one.pk).public_text if given else ""
    return {
        "update_id": step.pk,
        "service_request_id": step.case.number,
        "status": "closed" if step.target in states.ENDED else "open",
        "updated_datetime": instant(step.at),
        "description": " · ".join(part for part in (str(STATES[step.target]), reply or step.reason) if part),
        "media_url": None,
    }
