"""The interface as an OpenAPI 3.1 document, from the same names that the answers use."""

from typing import Any

from yuanba.web.open311.asked import MOST_PAGE, PAGE_SIZE

Node = dict[str, Any]
STATUS = {"type": "string", "enum": ["open", "closed"]}
TEXT = {"type": "string"}
WHEN = {"type": "string", "format": "date-time"}
MAYBE = {"type": ["string", "null"]}


def document(base: str, version: str) -> Node:
    """The document for the interface under this address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Yuanba: Open311 GeoReport v2",
            "version": version[:10],
            "description": "GeoReport v2 in XML and JSON, with the updates that mySociety added. Reading is free; "
            "POST asks for an api_key of the subdistrict.",
        },
        "servers": [{"url": base}],
        "paths": {**_of_services(), **_of_requests(), **_of_updates()},
        "components": {"schemas": SCHEMAS},
    }


def _of_services() -> Node:
    return {
        "/services.{form}": {"get": _get("Kinds that can be reported", "Service", JURISDICTION)},
        "/services/{service_code}.{form}": {
            "get": _get("What may be said besides", "ServiceDefinition", _in_path("service_code"), many=False)
        },
        "/places.{form}": {"get": _get("Compounds and buildings with their address_id", "Place", JURISDICTION, *PAGES)},
    }


def _of_requests() -> Node:
    filters = (
        JURISDICTION, _query("service_request_id", "numbers, divided by commas; overrides all other filters"),
        _query("service_code", "kinds, divided by commas"), _query("start_date", "reported from", WHEN),
        _query("end_date", "reported before; within 90 days of start_date", WHEN),
        _query("updated_after", "something happened since", WHEN), _query("status", "open, closed or both", STATUS),
        *PAGES,
    )  # fmt: skip
    fields = (
        "api_key*", "service_code*", "description*", "address_id", "address_string", "external_id", "first_name",
        "last_name", "phone", "requested_datetime", "attribute[PLACE]", "attribute[PRIVATE]", "jurisdiction_id",
    )  # fmt: skip
    return {
        "/requests.{form}": {
            "get": _get("Public cases, the newest first", "ServiceRequest", *filters),
            "post": _post("Report a case; the same external_id again is the same case", "Received", fields),
        },
        "/requests/{service_request_id}.{form}": {
            "get": _get("One public case", "ServiceRequest", _in_path("service_request_id"))
        },
        "/tokens/{token}.{form}": {"get": _get("The number behind a token", "Received", _in_path("token"))},
    }


def _of_updates() -> Node:
    filters = (
        JURISDICTION, _query("service_request_id", "numbers, divided by commas"), _query("start_date", "from", WHEN),
        _query("end_date", "before", WHEN),
    )  # fmt: skip
    fields = ("api_key*", "service_request_id*", "description*")
    return {
        "/servicerequestupdates.{form}": {
            "get": _get("What happened to public cases", "RequestUpdate", *filters),
            "post": _post("Add words to a case that this system reported", "Updated", fields),
        }
    }


def _query(name: str, description: str, schema: Node = TEXT) -> Node:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _in_path(name: str) -> Node:
    return {"name": name, "in": "path", "required": True, "schema": TEXT}


FORM = {"name": "form", "in": "path", "required": True, "schema": {"type": "string", "enum": ["xml", "json"]}}
JURISDICTION = _query("jurisdiction_id", "statistical code, or territory-12; without it everything of the deployment")
PAGES = (
    _query("page", "from 1", {"type": "integer", "minimum": 1}),
    _query("page_size", f"{PAGE_SIZE} unless said", {"type": "integer", "minimum": 1, "maximum": MOST_PAGE}),
)
SCHEMAS: Node = {
    name: {"type": "object", "properties": properties}
    for name, properties in {
        "Service": {
            **dict.fromkeys(("service_code", "service_name", "description", "keywords", "group", "type"), TEXT),
            "metadata": {"type": "boolean"},
        },
        "ServiceDefinition": {
            "service_code": TEXT,
            "attributes": {"type": "array", "items": {"type": "object"}},
        },
        "ServiceRequest": {
            **dict.fromkeys(
                ("service_request_id", "status_notes", "service_name", "service_code", "description", "address",
                 "address_id", "html_url"), TEXT,
            ),
            "status": STATUS,
            **dict.fromkeys(("requested_datetime", "updated_datetime"), WHEN),
            **dict.fromkeys(
                ("agency_responsible", "service_notice", "expected_datetime", "zipcode", "lat", "long", "media_url"),
                MAYBE,
            ),
            "extended_attributes": {"type": "object"},
        },
        "RequestUpdate": {
            "update_id": {"type": "integer"}, "service_request_id": TEXT, "status": STATUS, "updated_datetime": WHEN,
            "description": TEXT, "media_url": MAYBE,
        },
        "Received": {"service_request_id": TEXT, "token": TEXT, "service_notice": MAYBE, "html_url": TEXT},
        "Updated": {"update_id": TEXT},
        "Place": {"address_id": TEXT, "address": TEXT},
        "Error": {"code": {"type": "integer"}, "description": TEXT},
    }.items()
}  # fmt: skip


def _answers(schema: str, *, many: bool = True) -> Node:
    one: Node = {"$ref": f"#/components/schemas/{schema}"}
    said = {"application/json": {"schema": {"type": "array", "items": one} if many else one}, "text/xml": {}}
    wrong = {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Error"}}}}
    answers = {"200": {"description": "as asked", "content": said}}
    for status, why in (
        ("400", "cannot be read"),
        ("403", "the key opens nothing"),
        ("404", "not known or not public"),
    ):
        answers[status] = {"description": why, "content": wrong}
    return answers


def _get(summary: str, schema: str, *parameters: Node, many: bool = True) -> Node:
    return {"summary": summary, "parameters": [FORM, *parameters], "responses": _answers(schema, many=many)}


def _post(summary: str, schema: str, fields: tuple[str, ...]) -> Node:
    body = {
        "type": "object",
        "properties": {one.rstrip("*"): TEXT for one in fields},
        "required": [one.rstrip("*") for one in fields if one.endswith("*")],
    }
    sent = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": body}}}
    return {"summary": summary, "parameters": [FORM], "requestBody": sent, "responses": _answers(schema)}
