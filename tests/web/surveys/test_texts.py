"""The page of free texts: who may open it, what it asks, that it keeps nothing, and that it is accessible."""

import pytest

from tests import given
from tests.signing import enter, enter_in_browser
from tests.web.surveys.given import finished, opened
from yuanba.audit.models import AuditEvent
from yuanba.surveys import actions
from yuanba.surveys.models import Survey
from yuanba.web import clock

KEY = {"request_key": "a" * 32}


def told(monkeypatch) -> tuple[given.World, Survey]:
    """Six residents have said something about the company, and the result is out."""
    world = given.subdistrict(per_compound=4, now=clock.now())
    survey = opened(world)
    for number in range(6):
        said = {"entry:C1": {"care": 4, "said": f"电梯常坏，第{number}次了"}}
        actions.answer(survey_id=survey.pk, values=said, actor=world.resident(number), now=clock.now())
    survey = finished(world, survey)
    monkeypatch.setattr(clock, "now", lambda: survey.closes_at)
    return world, survey


@pytest.mark.django_db
def test_organiser_opens_texts_with_a_reason(client, monkeypatch) -> None:
    world, survey = told(monkeypatch)
    path = f"/desk/surveys/{survey.pk}/texts"
    enter(client, world.residents[0])
    assert client.get(path).status_code in (302, 403)
    enter(client, world.staff["SCREENER"][0])
    assert client.get(path).status_code == 403
    enter(client, world.staff["STREET_ORGANISER"][0])
    assert path in client.get(f"/desk/surveys/{survey.pk}").content.decode()
    page = client.get(path)
    assert "电梯" not in page.content.decode() and "no-store" in page["Cache-Control"]
    assert "电梯" not in client.post(path, {"about": "entry:C1", "reason": "", **KEY}).content.decode()
    assert not AuditEvent.objects.filter(verb="surveys.open_texts").exists()
    page = client.post(path, {"about": "entry:C1", "reason": "汇总意见", **KEY}).content.decode()
    assert page.count("电梯常坏") == 6
    few = client.post(path, {"about": "entry:A1", "reason": "汇总意见", **KEY})
    assert few.status_code == 409 and "电梯" not in few.content.decode()
    assert AuditEvent.objects.filter(verb="surveys.open_texts").count() == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_page_is_accessible(monkeypatch, browser_page, live_server, axe) -> None:
    world, survey = told(monkeypatch)
    for phone in (True, False):
        page = browser_page(phone=phone, elder=phone)
        enter_in_browser(page, live_server.url, world.staff["STREET_ORGANISER"][0], label="周** · 示范街道")
        page.goto(f"/desk/surveys/{survey.pk}/texts")
        axe(page)
        page.get_by_label("长堤物业").check(force=True)
        page.locator("input[name=reason]").fill("汇总意见")
        page.locator("main button[type=submit]").click()
        page.get_by_text("电梯常坏，第0次了").wait_for()
        axe(page)
