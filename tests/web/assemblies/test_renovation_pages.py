"""A stairwell is asked about a lift: organiser, owner, clerk with paper, everybody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import given
from tests.awards.given_awards import at, picture
from tests.signing import enter
from yuanba.assemblies.models import Renovation, RenovationObjection
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = "0" * 32
NOW = at("2026-03-02")
END = "2026-03-20T18:00"


@pytest.fixture
def world(settings, monkeypatch, db) -> given.World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return given.subdistrict(now=NOW)


def opened(account) -> Client:
    client = Client()
    enter(client, account)
    return client


def body(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[-1500:]
    return answer.content.decode()


def sent(client: Client, route: str, /, *args: object, **values: object) -> None:
    answer = client.post(reverse(f"assemblies:{route}", args=args), {"request_key": KEY, **values})
    assert answer.status_code == 302, answer.content.decode()[-2500:]
    assert "sign-in" not in answer.headers["Location"]


def test_lift_is_asked_answered_and_talked_about(world) -> None:
    organiser, everybody = opened(world.staff["STREET_ORGANISER"][0]), Client()
    compound, entrance = world.compounds[0].pk, world.premises[0].entrance_id
    body(organiser.get(reverse("assemblies:renovation_new", args=[compound])))
    values = {"kind": "LIFT", "title": "1单元加装电梯", "plan": "外挂电梯", "cost": "六楼三万", "entrances": [entrance],
              "shown": "NAMED", "closes_at": END}  # fmt: skip
    sent(organiser, "renovation_new", compound, **values)
    row = Renovation.objects.get()
    page = reverse("assemblies:renovation", args=[row.pk])
    assert everybody.get(page).status_code == 404
    sent(organiser, "renovation_announce", row.pk)
    owner, neighbour = (opened(account) for account in world.residents_of(0)[:2])
    assert "我同意" in body(owner.get(page))
    sent(owner, "renovation_say", row.pk, answer="AGREE")
    assert "撤回我的意见" in body(owner.get(page))
    assert "各户答复" in body(neighbour.get(page))
    assert f'href="{page}"' in body(everybody.get(f"/places/{compound}"))
    public = body(everybody.get(page))
    assert "各户答复" not in public and "第278条" in public and "四川省" in public
    stranger = opened(world.residents_of(1)[0])
    refused = stranger.post(reverse("assemblies:renovation_say", args=[row.pk]), {"answer": "AGREE"})
    assert refused.status_code == 403 and "只征询这些单元的业主" in refused.content.decode()
    sent(neighbour, "renovation_object", row.pk, text="挡光")
    clerk = opened(world.staff["COMMUNITY_WORKER"][0])
    asked = row.asked.order_by("pk").last()
    body(clerk.get(reverse("assemblies:renovation_paper", args=[asked.pk])))
    scan = SimpleUploadedFile("同意书.png", picture("同意书"))
    sent(clerk, "renovation_paper", asked.pk, answer="AGREE", scan=scan)
    talk = {"met_date": NOW.date(), "text": "改玻璃井道", "result": "SETTLED"}
    sent(clerk, "renovation_talk", RenovationObjection.objects.get().pk, **talk)
    assert "改玻璃井道" in body(everybody.get(page))
    elsewhere = opened(world.staff["COMMUNITY_WORKER"][1])
    assert elsewhere.get(reverse("assemblies:renovation_paper", args=[asked.pk])).status_code == 403
    sent(organiser, "renovation_cancel", row.pk, reason="资金未到位")
    assert "资金未到位" in body(everybody.get(page))
