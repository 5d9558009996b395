"""Dated numbers: what holds, what held, and setting another with its source."""

import pytest
from django.test import Client

from tests import given
from tests.signing import enter
from yuanba.kernel.actor import system
from yuanba.kernel.calendar import local_date
from yuanba.places import actions, queries
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = "0" * 32


@pytest.fixture
def world():
    return given.subdistrict(per_compound=1, now=clock.now())


@pytest.fixture
def admin(world) -> Client:
    client = Client()
    enter(client, world.staff["SYSTEM_ADMIN"][0])
    return client


def test_anybody_reads_what_holds_and_where_it_comes_from(client: Client) -> None:
    page = client.get("/parameters").content.decode()
    assert "微网格最少户数" in page and "微网实格：30—100 户" in page
    assert "/parameters/micro_grid.low" not in page


def test_another_value_begins_on_its_day_and_the_old_one_stays(admin: Client) -> None:
    sent = {
        "value": "50",
        "from_date": local_date(clock.now()).isoformat(),
        "source": "街发〔2026〕3号",
        "request_key": KEY,
    }
    page = "/parameters/micro_grid.low"
    assert admin.post(page, {**sent, "source": ""}).status_code == 200
    assert admin.post(page, sent).headers["Location"] == "/parameters"
    assert queries.parameter("micro_grid.low", local_date(clock.now())).value == 50
    assert admin.post(page, {**sent, "value": "60"}).status_code == 409
    assert "街发〔2026〕3号" in admin.get("/parameters").content.decode()
    assert admin.get("/parameters/unknown").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_history_asks_the_same_whatever_its_length(client, django_assert_num_queries, number: int) -> None:
    for year in range(number):
        actions.set_parameter(
            key="micro_grid.low",
            value=30 + year,
            source="x",
            from_date=local_date(clock.now()).replace(year=2020 + year),
            actor=system("t"),
            now=clock.now(),
        )
    with django_assert_num_queries(1):
        assert client.get("/parameters").content.decode().count(">x</td>") == number
