"""What other systems see: Open311 GeoReport v2 as a public client reads it, keys, bad input, feed, CSV."""

import csv
import io
import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client as Browser
from django.urls import reverse
from georeport import GeoReport

from tests import given
from tests.cases.given import answered, reported, rules_installed
from tests.signing import enter
from yuanba.cases import actions
from yuanba.cases.models import Case
from yuanba.web import clock

pytestmark = pytest.mark.django_db
V2 = "/open311/v2"


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def world(now):
    rules_installed()
    return given.subdistrict(per_compound=1, now=now)


@pytest.fixture
def key(world, now) -> str:
    boss = world.actor("STREET_LEADER", now=now)
    return actions.admit_client(name="12345热线平台", territory_id=world.street.pk, actor=boss, now=now)[1]


def get(path: str, **params: object) -> tuple[int, object]:
    reply = Browser().get(f"{V2}/{path}.json", params)
    return reply.status_code, json.loads(reply.content)


def post(path: str, **params: object) -> tuple[int, object]:
    reply = Browser(enforce_csrf_checks=True).post(f"{V2}/{path}.json", params)
    return reply.status_code, json.loads(reply.content)


def test_a_case_reads_the_same_in_xml_and_json_and_answered_is_not_closed(world, now) -> None:
    worker = world.actor("COMMUNITY_WORKER", now=now)
    case = answered(world, worker, now, reported(world, now, text="电话 13800001234，地下室漏水"))
    reported(world, now, category="mediation")  # confidential: no machine hears of it
    status, (row,) = get("requests")
    assert (status, row["service_request_id"], row["status"]) == (200, case.number, "open")
    assert "13800001234" not in row["description"] and "漏水" in row["description"]
    assert "修好了" in row["status_notes"]
    tree = ElementTree.fromstring(Browser().get(f"{V2}/requests.xml").content)
    assert [one.tag for one in tree] == ["request"]
    assert tree.findtext("request/service_request_id") == case.number
    assert tree.findtext("request/requested_datetime") == row["requested_datetime"]
    assert {one.tag for one in tree[0]} == set(row)


def test_a_system_reports_once_however_often_it_sends_and_adds_to_its_own(world, key, now) -> None:
    place = f"territory-{world.compounds[0].pk}"
    sent = {
        "api_key": key,
        "service_code": "leak",
        "description": "一楼漏水",
        "address_id": place,
        "external_id": "A-1",
    }
    first, again = post("requests", **sent), post("requests", **sent)
    assert first[0] == 200 and first[1][0]["service_request_id"] == again[1][0]["service_request_id"]
    case = Case.objects.get()
    assert (case.source, case.reports.get().entered_by[:7]) == ("OPEN311", "client:")
    assert get(f"tokens/{case.number}")[1][0]["service_request_id"] == case.number
    assert post("servicerequestupdates", api_key=key, service_request_id=case.number, description="又漏了")[0] == 200
    case.refresh_from_db()
    assert "又漏了" in case.text
    assert [one["service_request_id"] for one in get("servicerequestupdates")[1]] == [case.number] * 2


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": "guessed"}, 403),
        ({"service_code": "nonsense"}, 400),
        ({"service_code": "mediation"}, 400),
        ({"description": ""}, 400),
        ({"description": "长" * 20_000}, 400),
        ({"address_id": "building-999999"}, 400),
        ({"address_id": "building-²"}, 400),
        ({"address_id": "", "address_string": "火星路1号"}, 400),
        ({"phone": "12"}, 400),
        ({"requested_datetime": "yesterday"}, 400),
        ({"requested_datetime": "2026-11-20T08:00:00"}, 400),
        ({"jurisdiction_id": "999999"}, 404),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_reason_and_keeps_nothing(world, key, change, status) -> None:
    place = f"territory-{world.compounds[0].pk}"
    sent = {"api_key": key, "service_code": "leak", "description": "漏水", "address_id": place} | change
    code, (error,) = post("requests", **sent)
    assert (code, error["code"]) == (status, status)
    assert len(error["description"]) > 5
    assert not Case.objects.exists()


def test_a_key_opens_its_own_place_and_nothing_once_it_ended(world, now) -> None:
    boss = world.actor("STREET_LEADER", now=now)
    first, second = world.compounds[0].pk, world.compounds[1].pk
    client, key = actions.admit_client(name="物业系统", territory_id=first, actor=boss, now=now)
    sent = {"api_key": key, "service_code": "leak", "description": "漏水"}
    assert post("requests", **sent, address_id=f"territory-{second}")[0] == 403
    assert post("requests", **sent)[0] == 200  # the only compound that the key is for
    other = reported(world, now, category="cleaning")
    assert post("servicerequestupdates", api_key=key, service_request_id=other.number, description="加一句")[0] == 403
    actions.end_client(client_id=client.pk, actor=boss, now=now)
    assert post("requests", **sent)[0] == 403


@pytest.mark.parametrize(
    "params",
    [
        {"start_date": "2026-01-01"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-09-01T00:00:00Z"},
        {"start_date": "2026-09-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"},
        {"end_date": "9999-12-31T23:59:59-23:59"},
        {"status": "solved"},
        {"page": "0"},
        {"page_size": "5000"},
        {"service_request_id": ",".join(str(one) for one in range(300))},
    ],
)
def test_filters_that_cannot_be_read_are_refused(world, params) -> None:
    code, (error,) = get("requests", **params)
    assert (code, error["code"]) == (400, 400)


@pytest.mark.server
@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.django_db(transaction=True)
def test_a_public_client_reads_services_and_requests(live_server, form) -> None:
    """georeport, from PyPI, knows the standard and nothing of us."""
    at = clock.now()
    rules_installed()
    world = given.subdistrict(per_compound=1, now=at)
    case, other = reported(world, at), reported(world, at, category="cleaning")
    client = GeoReport(f"{live_server.url}/open311/v2", output_format=form)
    services = {one["service_code"] for one in client.get_service_list()}
    assert {"leak", "cleaning", "fire"} <= services and "mediation" not in services
    assert client.get_service_definition("leak")["service_code"] == "leak"
    found = client.get_service_requests(start_date=(at - timedelta(days=1)).isoformat(), status="open")
    assert [one["service_request_id"] for one in found] == [other.number, case.number]
    assert client.get_service_request(case.number)["description"] == case.public_text


def test_filters_choose(world, now) -> None:
    old = reported(world, now - timedelta(days=40), category="cleaning")
    new = reported(world, now, category="leak")
    numbers = lambda **params: [one["service_request_id"] for one in get("requests", **params)[1]]  # noqa: E731
    assert numbers() == [new.number, old.number]
    assert numbers(service_code="cleaning,other") == [old.number]
    assert numbers(status="closed") == []
    assert numbers(status="open", page_size=1, page=2) == [old.number]
    assert numbers(end_date=(now - timedelta(days=30)).isoformat()) == [old.number]
    assert numbers(updated_after=(now - timedelta(days=1)).isoformat()) == [new.number]
    assert numbers(jurisdiction_id=f"territory-{world.compounds[1].pk}") == []
    assert numbers(service_request_id=old.number, status="closed") == [old.number]


@pytest.mark.parametrize("cases", [1, 3])
def test_a_list_of_any_length_costs_the_same(world, now, cases, django_assert_num_queries) -> None:
    for one in range(cases):
        reported(world, now - timedelta(minutes=one))
    get("requests")
    with django_assert_num_queries(3):
        get("requests")


def test_the_document_names_every_address(world, key) -> None:
    document = Browser().get(reverse("open311:document")).json()
    assert document["openapi"].startswith("3.1")
    for path, verbs in document["paths"].items():
        assert set(verbs) <= {"get", "post"}
        address = V2 + path.replace("{form}", "json")
        for name in ("service_code", "service_request_id", "token"):
            address = address.replace(f"{{{name}}}", "leak" if name == "service_code" else "000000-000000")
        status = Browser().get(address).status_code
        assert status in (200, 404) and (status == 200 or "{service_request_id}" in path or "{token}" in path), path


def test_feed_and_csv_say_what_the_board_says(world, now) -> None:
    case = reported(world, now, text="=1+1 漏水")
    pk = world.compounds[0].pk
    feed = ElementTree.fromstring(Browser().get(reverse("cases:feed", args=[pk])).content)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1
    lines = list(csv.reader(io.StringIO(b"".join(Browser().get(reverse("cases:table", args=[pk, "csv"]))).decode())))
    assert lines[1][0] == case.number
    assert lines[1][4] == "'=1+1 漏水"  # no spreadsheet takes it for a formula
    workbook = Browser().get(reverse("cases:table", args=[pk, "xlsx"]))
    assert b"".join(workbook).startswith(b"PK")
    workbook.close()
    assert Browser().get(reverse("cases:table", args=[pk, "pdf"])).status_code == 404


def test_a_supervisor_admits_a_system_and_sees_the_key_once(world, now) -> None:
    browser = Browser()
    enter(browser, world.staff["STREET_LEADER"][0], second_factor=True)
    page = browser.post(
        reverse("open311:clients"), {"name": "热线", "territory": world.street.pk, "request_key": "a" * 32}
    )
    assert page.status_code == 200 and 'class="hash"' in page.content.decode()
    assert 'class="hash"' not in browser.get(reverse("open311:clients")).content.decode()
