"""Who gets in: by sign-in, by the roll, by appointment; and what happens to the others."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from tests.factories import AccountFactory, AppointmentFactory, PersonFactory
from tests.signing import enter
from yuanba.kernel.actor import Actor
from yuanba.people.actions import revoke_all
from yuanba.people.queries import sessions_of
from yuanba.web import clock

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
    enter(client, AccountFactory(person=PersonFactory()))
    assert client.get("/resident").content == b"in"


@pytest.fixture
def organiser(client: Client) -> Client:
    """A staff browser with both factors whose appointment gives funds.draft."""
    appointment = AppointmentFactory(post="STREET_ORGANISER", from_date=date(2020, 1, 1))
    enter(client, AccountFactory(person=appointment.person, is_staff_account=True))
    return client


def test_staff_with_both_factors_enters(organiser: Client) -> None:
    assert [organiser.get(room).content for room in ("/staff", "/organise")] == [b"in", b"in"]


@pytest.mark.parametrize("room", ["/staff", "/organise", "/signed"])
def test_staff_without_the_second_factor_is_asked_for_it(organiser: Client, settings, room: str) -> None:
    session = organiser.session
    session["second_factor"] = False
    session.save()
    assert organiser.get(room).headers["Location"].startswith(settings.STAFF_LOGIN_URL)


def test_staff_without_the_permission_is_refused_with_a_reason(organiser: Client) -> None:
    answer = organiser.get("/elsewhere")
    assert answer.status_code == 403
    assert "您现在的职务打不开这一页" in answer.content.decode()


def test_person_without_appointment_is_no_staff(client: Client) -> None:
    enter(client, AccountFactory(person=PersonFactory(), is_staff_account=True))
    assert client.get("/staff").status_code == 403


def test_idle_staff_browser_is_signed_out(organiser: Client, later) -> None:
    organiser.get("/staff")
    later(timedelta(minutes=31))
    answer = organiser.get("/staff")
    assert answer.status_code == 302
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["太久没有操作，已替您退出登录。"]
    assert "_auth_user_id" not in organiser.session


def test_browser_signed_out_from_elsewhere_is_out(signed_in: Client, account) -> None:
    actor = Actor(str(account), account.pk)
    revoke_all(account_id=account.pk, actor=actor, now=clock.now())
    assert signed_in.get("/signed").status_code == 302


def test_signed_in_page_asks_little(signed_in: Client, django_assert_num_queries) -> None:
    signed_in.get("/signed")
    with django_assert_num_queries(3):  # session, account, device
        assert signed_in.get("/signed").content == b"in"


def test_begin_signs_in_keeps_what_was_typed_and_lists_the_device(client: Client, account) -> None:
    client.post("/signed", {"name": "李四"})
    client.post(f"/begin/{account.pk}", headers={"user-agent": "Mozilla/5.0 (Linux; Android 10) MicroMessenger/8.0"})
    assert client.get("/signed").content == b"in"
    assert "kept_form" in client.session
    assert [row.label for row in sessions_of(account.pk)] == ["Android · WeChat"]
    client.post("/end")
    assert client.get("/signed").status_code == 302
    assert list(sessions_of(account.pk)) == []


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
