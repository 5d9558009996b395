"""Who gets in: by sign-in, by the roll, by appointment; and what happens to the others."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.factories import AccountFactory, AppointmentFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.rooms")]


def test_anyone_enters(client: Client) -> None:
    assert client.get("/open").content == b"in"


@pytest.mark.parametrize("room", ["/signed", "/resident", "/staff", "/organise"])
def test_nobody_is_sent_to_sign_in_and_back(client: Client, settings, room: str) -> None:
    answer = client.get(room + "?a=1")
    where = urlsplit(answer.headers["Location"])
    assert where.path == (settings.STAFF_LOGIN_URL if room in {"/staff", "/organise"} else settings.LOGIN_URL)
    assert parse_qs(where.query) == {"next": [room + "?a=1"]}


def test_htmx_is_sent_to_sign_in_as_a_whole_page(client: Client, settings) -> None:
    answer = client.get("/signed", headers={"hx-request": "true"})
    assert answer.headers["HX-Redirect"].startswith(settings.LOGIN_URL)


def test_account_enters_what_asks_for_sign_in_only(signed_in: Client) -> None:
    assert signed_in.get("/signed").content == b"in"


def test_unverified_account_is_told_how_to_confirm_the_home(signed_in: Client) -> None:
    answer = signed_in.get("/resident")
    assert answer.status_code == 403
    assert "确认您住在这里" in answer.content.decode()


def test_refusal_for_htmx_is_a_fragment(signed_in: Client) -> None:
    text = signed_in.get("/resident", headers={"hx-request": "true"}).content.decode()
    assert "确认您住在这里" in text
    assert "<html" not in text


def test_verified_resident_enters(client: Client) -> None:
    client.force_login(AccountFactory(person=PersonFactory()))
    assert client.get("/resident").content == b"in"


@pytest.fixture
def organiser(client: Client) -> Client:
    """A staff browser with both factors whose appointment gives funds.draft."""
    appointment = AppointmentFactory(post="STREET_ORGANISER", from_date=date(2020, 1, 1))
    client.force_login(AccountFactory(person=appointment.person, is_staff_account=True))
    keep(client, second_factor=True)
    return client


def keep(client: Client, **values) -> None:
    session = client.session
    session.update(values)
    session.save()


def test_staff_with_both_factors_enters(organiser: Client) -> None:
    assert [organiser.get(room).content for room in ("/staff", "/organise")] == [b"in", b"in"]


@pytest.mark.parametrize("room", ["/staff", "/organise", "/signed"])
def test_staff_without_the_second_factor_is_asked_for_it(organiser: Client, settings, room: str) -> None:
    keep(organiser, second_factor=False)
    assert organiser.get(room).headers["Location"].startswith(settings.STAFF_LOGIN_URL)


def test_staff_without_the_permission_is_refused_with_a_reason(organiser: Client) -> None:
    answer = organiser.get("/elsewhere")
    assert answer.status_code == 403
    assert "您现在的职务打不开这一页" in answer.content.decode()


def test_person_without_appointment_is_no_staff(client: Client) -> None:
    client.force_login(AccountFactory(person=PersonFactory(), is_staff_account=True))
    keep(client, second_factor=True)
    assert client.get("/staff").status_code == 403


def test_idle_staff_browser_is_signed_out(organiser: Client, later) -> None:
    organiser.get("/staff")
    later(timedelta(minutes=31))
    assert organiser.get("/staff").status_code == 302
    assert "_auth_user_id" not in organiser.session


def test_resident_browser_stays_for_days(signed_in: Client, later) -> None:
    signed_in.get("/signed")
    later(timedelta(days=3))
    assert signed_in.get("/signed").content == b"in"


def test_signed_in_page_is_stored_nowhere(signed_in: Client) -> None:
    assert signed_in.get("/signed").headers["Cache-Control"] == "private, no-store"


def test_form_of_an_expired_session_waits_for_its_page(client: Client) -> None:
    sent = {"name": "李四", "password": "secret", "csrfmiddlewaretoken": "x", "request_key": "0" * 32}
    answer = client.post("/signed", sent, headers={"referer": "http://testserver/form?step=2"})
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {"next": ["/form?step=2"]}
    assert parse_qs(client.get("/form?step=2").content.decode()) == {"name": ["李四"]}
    assert client.get("/form?step=2").content == b"nothing"


def test_form_sent_from_elsewhere_waits_at_its_own_address(client: Client) -> None:
    answer = client.post("/signed", {"name": "x"}, headers={"referer": "https://evil.example/form"})
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {"next": ["/signed"]}
