"""A secret survey keeps the addresses of every survey; its form seals on the phone, its desk makes the keys."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import given
from tests.ballots.secret import house as houses
from tests.shots import shot
from tests.signing import enter, enter_in_browser
from tests.web.secret.test_flow import with_urn
from tests.web.surveys.given import QUESTIONS, TICK
from yuanba.audit import logs
from yuanba.ballots import actions as ballots
from yuanba.ballots import secret_places
from yuanba.ballots.secret.clients import NearUrn
from yuanba.people.models import Account
from yuanba.surveys import actions
from yuanba.surveys.models import Survey
from yuanba.web import clock


class Asked:
    """A drafted secret survey of two compounds, and the services that the site asks."""

    def __init__(self, folder: Path, monkeypatch) -> None:
        self.world, now = given.subdistrict(per_compound=13, now=clock.now()), clock.now()
        self.organiser = self.world.actor("STREET_ORGANISER", now=now)
        form = actions.register_form(key="s", per="PERSON", questions=QUESTIONS, actor=self.organiser, now=now)
        both = tuple(one.pk for one in self.world.compounds[:2])
        order = actions.SurveyOrder(
            territory_id=self.world.street.pk,
            title="2026年满意度测评",
            form_id=form.pk,
            targets=(
                actions.NewTarget("entry:A1", "王建国", both[:1]),
                actions.NewTarget("entry:C1", "长堤物业", both),
            ),
            min_sample=5,
            opens_at=now - timedelta(minutes=5),
            closes_at=now + timedelta(days=3),
            secret=ballots.SecretTerms(),
        )
        self.survey = actions.draft(order=order, actor=self.organiser, now=now)
        self.issuers, self.urn = houses.services(folder, logs.verifier_key(logs.REGISTER))
        monkeypatch.setattr(secret_places, "issuers", lambda: self.issuers)
        monkeypatch.setattr(secret_places, "urn", lambda: NearUrn(self.urn))
        monkeypatch.setattr(secret_places, "urn_address", lambda: houses.ADDRESS)

    @property
    def ballot(self):
        return self.survey.groups.select_related("ballot").order_by("position")[0].ballot

    def cast(self, body: bytes, now) -> tuple[int, dict]:
        if not self.urn.is_ready(str(self.ballot), now):
            self.urn.learn(str(self.ballot), now)
        return self.urn.cast(body, now)

    def opened(self) -> Survey:
        by = {"survey_id": self.survey.pk, "actor": self.organiser, "now": clock.now()}
        actions.ask_services(issuers=self.issuers, urn=NearUrn(self.urn), urn_address=houses.ADDRESS, **by)
        actions.hold_ceremony(**by)
        self.survey = actions.open_survey(survey_id=self.survey.pk, actor=TICK, now=clock.now())
        return self.survey


@pytest.mark.django_db
def test_keys_of_all_places_are_made_at_the_desk_and_the_form_knows_no_answers(client, tmp_path, monkeypatch) -> None:
    asked = Asked(tmp_path, monkeypatch)
    desk, keys = f"/desk/surveys/{asked.survey.pk}", f"/desk/surveys/{asked.survey.pk}/keys"
    enter(client, Account.objects.get(pk=asked.organiser.account_id))
    assert keys in client.get(desk).content.decode()
    assert client.post(keys, {"verb": "services"}).status_code == 302
    assert client.post(keys, {"verb": "hold"}).content.decode().count("share-sheet") == 3
    assert client.post(f"{desk}/move", {"verb": "open"}).status_code == 302
    client.logout()
    enter(client, asked.world.residents[0])
    assert asked.survey.title in client.get("/surveys").content.decode()
    page = client.get(f"/surveys/{asked.survey.pk}").content.decode()
    assert 'name="item.t1.q1"' in page and 'data-full="王建国：为大家办事尽心吗？"' in page
    assert "还想说的话" not in page and f'data-secret="{asked.ballot.pk}"' in page
    assert f"/ballots/{asked.ballot.pk}" not in client.get("/ballots").content.decode()
    client.logout()
    enter(client, asked.world.residents_of(2)[0])
    assert client.get(f"/surveys/{asked.survey.pk}").status_code == 403


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_resident_answers_secretly(
    browser_page, live_server, axe, small_targets, tmp_path, monkeypatch, settings
) -> None:
    asked = Asked(tmp_path, monkeypatch)
    survey = asked.opened()
    policy = settings.CONTENT_SECURITY_POLICY
    own = {"connect-src": [*policy["DIRECTIVES"]["connect-src"], houses.ADDRESS]}
    settings.CONTENT_SECURITY_POLICY = policy | {"DIRECTIVES": policy["DIRECTIVES"] | own}
    settings.SECRET_QUICK = 150
    page = browser_page(phone=True, elder=True)
    with_urn(page, asked)
    enter_in_browser(page, live_server.url, asked.world.residents[0])
    page.goto(f"/surveys/{survey.pk}")
    page.get_by_role("button", name="我明白").click()
    page.get_by_text("我已经把投票密码留在手机以外的地方").click()
    page.get_by_role("button", name="领投票凭证").click()
    card = page.locator(".card", has=page.get_by_role("heading", name="王建国"))
    card.locator("label.choice", has_text="非常满意").nth(0).click()
    axe(page)
    shot(page, "secret-survey-elder")
    assert small_targets(page, 60) == []
    page.get_by_role("button", name="核对并提交").click()
    expect(page.locator("[data-rows]")).to_contain_text("王建国：为大家办事尽心吗？")
    expect(page.locator("[data-rows]")).to_contain_text("非常满意")
    page.locator("[data-cast]").click()
    expect(page.get_by_role("heading", name="等着和别人的票混在一起")).to_be_visible()
    sheet = json.loads(asked.ballot.manifest)["items"]
    assert [one["key"] for one in sheet] == ["t1.q1", "t1.q2", "t2.q1", "t2.q2", "g.q4"]
    page.goto("/surveys")
    expect(page.locator(f'[data-secret-turn="{asked.ballot.pk}"]')).to_be_visible()
    axe(page)
    shot(page, "secret-survey-list")
