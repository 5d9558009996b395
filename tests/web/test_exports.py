"""Long downloads: the worker asks the page again, for the same account; short ones stay direct."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests import given
from tests.signing import enter
from yuanba.files import exports
from yuanba.files.models import Export, StoredFile
from yuanba.people.models import Account, Appointment
from yuanba.web import clock
from yuanba.web.exports import asking, running

pytestmark = pytest.mark.django_db
PAGE = "/desk/surveys?format=xlsx"


@pytest.fixture
def world(db) -> given.World:
    return given.subdistrict(per_compound=1, now=clock.now())


@pytest.fixture
def long_ones(monkeypatch) -> None:
    """Every list is a long one."""
    monkeypatch.setattr(running, "LONG_ROWS", -1)
    monkeypatch.setattr(running.later, "__kwdefaults__", {"limit": -1})


def browser(account) -> Client:
    client = Client()
    enter(client, account)
    return client


def test_short_list_comes_at_once(world) -> None:
    answer = browser(world.staff["STREET_ORGANISER"][0]).get(PAGE)
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    answer.close()
    assert not Export.objects.exists()


def test_long_list_is_made_by_the_worker(world, long_ones) -> None:
    owner = browser(world.staff["STREET_ORGANISER"][0])
    first = owner.get(PAGE)
    assert first.status_code == 302
    assert owner.get(PAGE)["Location"] == first["Location"], "pressed twice it is one export"
    export = Export.objects.get()
    page = owner.get(first["Location"]).content.decode()
    assert "hx-trigger" in page and f"/me/exports/{export.pk}" in page
    running.run(export.pk, clock.now())
    assert running.run(export.pk, clock.now()) is None, "a task that runs twice makes one file"
    export.refresh_from_db()
    assert (export.state, export.file.visibility) == ("DONE", "PRIVATE")
    assert export.file.keep_until_date == exports.keep_until(clock.now())
    fragment = owner.get(first["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment and f"/me/exports/{export.pk}/file" in fragment
    answer = owner.get(f"/me/exports/{export.pk}/file")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content)), read_only=True).active
    assert "导出" in str(next(iter(sheet.rows))[0].value)
    assert owner.get("/me/exports").status_code == 200
    stranger = browser(world.staff["SCREENER"][0])
    assert stranger.get(first["Location"]).status_code == 404
    assert stranger.get(f"/me/exports/{export.pk}/file").status_code == 404


def test_who_lost_the_appointment_meanwhile_gets_nothing(world, long_ones) -> None:
    owner = browser(world.staff["STREET_ORGANISER"][0])
    address = owner.get(PAGE)["Location"]
    person = world.staff["STREET_ORGANISER"][0].person
    Appointment.objects.filter(person=person).delete()
    running.run(Export.objects.get().pk, clock.now())
    export = Export.objects.get()
    assert (export.state, export.refused_code) == ("FAILED", "door.not_held")
    assert not StoredFile.objects.exists()
    assert "任职" in owner.get(address).content.decode()


def test_owner_is_told_when_it_ended_and_finds_the_way_back(world, long_ones) -> None:
    owner = browser(world.staff["STREET_ORGANISER"][0])
    owner.get(PAGE)
    running.run(Export.objects.get().pk, clock.now())
    told = owner.get("/me/messages").content.decode()
    assert "已经做好，为您保留7天" in told and 'href="/me/exports"' in told
    assert 'href="/me/exports"' in owner.get("/me").content.decode()
    assert "已经做好" not in browser(world.staff["SCREENER"][0]).get("/me/messages").content.decode()
    home = browser(world.residents[0])
    assert 'href="/me/exports"' not in home.get("/me").content.decode()


def test_owner_is_told_too_when_it_failed(world, long_ones) -> None:
    owner = browser(world.staff["STREET_ORGANISER"][0])
    owner.get(PAGE)
    world.staff["STREET_ORGANISER"][0].person.appointments.all().delete()
    running.run(Export.objects.get().pk, clock.now())
    assert "没有做成" in owner.get("/me/messages").content.decode()


def test_page_is_asked_as_its_account_asked(world, long_ones) -> None:
    account = world.staff["STREET_ORGANISER"][0]
    owner = browser(account)
    owner.get(PAGE + "&q=%E8%8A%B1%20%26", headers={"host": "localhost:8000"}, secure=True)
    request = asking.AskedAgain(Export.objects.get(), clock.now())
    assert (request.method, request.path, request.GET["q"]) == ("GET", "/desk/surveys", "花 &")
    assert request.build_absolute_uri("/x") == "https://localhost:8000/x"
    assert request.get_full_path() == Export.objects.get().address
    assert (request.user, request.actor.account_id) == (account, account.pk)


def test_locked_account_gets_nothing(world, long_ones) -> None:
    account = world.staff["STREET_ORGANISER"][0]
    browser(account).get(PAGE)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert running.run(Export.objects.get().pk, clock.now()).state == "FAILED"
    assert not StoredFile.objects.exists()


def test_page_that_falls_over_says_so(world, long_ones, monkeypatch) -> None:
    owner = browser(world.staff["STREET_ORGANISER"][0])
    address = owner.get(PAGE)["Location"]
    monkeypatch.setattr(asking, "resolve", lambda path: 1 / 0)
    assert running.run(Export.objects.get().pk, clock.now()).state == "FAILED"
    assert "再要一次" in owner.get(address).content.decode()


def test_orders_are_forgotten_after_a_week(world, long_ones) -> None:
    browser(world.staff["STREET_ORGANISER"][0]).get(PAGE)
    ordered = Export.objects.get().ordered_at
    assert exports.forget_old(ordered + timedelta(days=7)) == 0
    assert exports.forget_old(ordered + timedelta(days=8)) == 1


def test_progress_is_told_while_rows_are_written(world, long_ones, monkeypatch, rf) -> None:
    browser(world.staff["STREET_ORGANISER"][0]).get(PAGE)
    monkeypatch.setattr(running, "TELL_EVERY", 2)
    request = rf.get("/")
    request.export = exports.begin(Export.objects.get().pk)
    rows = running.counted(request, range(5))
    assert [next(rows) for _ in range(4)] == [0, 1, 2, 3]
    assert Export.objects.get().done == 4
