"""Answers of the interface as XML or JSON: plain rows in, bytes out."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any
from xml.etree import ElementTree

from django.http import HttpResponse

from yuanba.kernel.calendar import SHANGHAI
from yuanba.web.atom import NOT_XML

# Source: Open311 GeoReport v2: what the members of each list are called in XML.
MEMBERS = {
    "attributes": "attribute",
    "endpoints": "endpoint",
    "errors": "error",
    "formats": "format",
    "places": "place",
    "service_request_updates": "request_update",
    "service_requests": "request",
    "services": "service",
    "values": "value",
}
TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}

Row = Mapping[str, Any]


def answer(form: str, root: str, value: Row | Sequence[Row], status: int = HTTPStatus.OK) -> HttpResponse:
    """The rows under this root, in the form that the address asked for. JSON leaves the root away, as the standard does."""
    if form == "json":
        content = json.dumps(value, ensure_ascii=False, default=_text).encode()
    else:
        element = ElementTree.Element(root)
        _fill(element, value)
        content = ElementTree.tostring(element, encoding="utf-8", xml_declaration=True)
    reply = HttpResponse(content, content_type=TYPES[form], status=status)
    reply.headers["Access-Control-Allow-Origin"] = "*"  # public data, no session is looked at
    reply.headers["Cache-Control"] = "no-cache"
    return reply


def errors(form: str, status: int, description: str) -> HttpResponse:
    return answer(form, "errors", [{"code": status, "description": description}], status)


def instant(at: datetime | None) -> str | None:
    """W3C date and time with the offset of this place."""
    return None if at is None else at.astimezone(SHANGHAI).isoformat(timespec="seconds")


def _fill(parent: ElementTree.Element, value: Any) -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _fill(ElementTree.SubElement(parent, name), inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _fill(ElementTree.SubElement(parent, MEMBERS[parent.tag]), inner)
    elif value is not None:
        parent.text = NOT_XML.sub("", _text(value))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
