"""A committee's pages: everybody reads, owners ask, the committee works, the company replies; paper at the desk."""

from datetime import timedelta

import pytest

from tests import factories
from tests.assemblies import given
from tests.signing import enter
from yuanba.assemblies.models import OwnerQuestion, Recall, RecallSignature, Seat, SupervisionEntry
from yuanba.ballots.models import Ballot
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.people.models import Account
from yuanba.web import clock
from yuanba.web.nav import links

pytestmark = pytest.mark.django_db
KEY = "0" * 32
MINUTES = "%Y-%m-%dT%H:%M"


@pytest.fixture
def here() -> given.Place:
    made = given.place()
    given.in_office(made, now=clock.now() - timedelta(days=40))
    return made


def as_owner(client, here, number: int) -> None:
    client.logout()
    enter(client, here.accounts[number])


def as_staff(client, actor) -> None:
    client.logout()
    enter(client, Account.objects.get(pk=actor.account_id))


def sent(client, address: str, **data: object):
    return client.post(address, {"request_key": KEY, **data})


def test_question_on_phone_and_paper_is_answered_without_a_name(client, here) -> None:
    place = here.compound.pk
    as_owner(client, here, 8)
    assert sent(client, f"/committees/{place}/ask", text="电梯什么时候修").status_code == 302
    as_staff(client, here.staff("COMMUNITY_WORKER", here.community))
    sent(client, f"/desk/committees/{place}/questions/new", name=here.owners[7].name, text="地库漏水怎么办")
    assert OwnerQuestion.objects.filter(on_paper=True).count() == 1
    as_owner(client, here, 2)
    came = client.get("/desk/committees", follow=True)
    assert came.redirect_chain == [(f"/desk/committees/{place}", 302)]
    page = came.content.decode()
    assert "电梯什么时候修" in page
    assert "我们的委员会" in page
    assert [link.count for link in links(came.wsgi_request) if link.key == "committee"] == [2]
    first = OwnerQuestion.objects.order_by("pk").first()
    sent(client, f"/desk/committees/questions/{first.pk}", text="配件下周到")
    client.logout()
    public = client.get(f"/committees/{place}").content.decode()
    assert "配件下周到" in public
    assert here.owners[8].name not in public
    assert client.get("/assemblies").content.decode().count("业主委员会") >= 1
    assert f'href="/committees/{place}"' in client.get(f"/places/{place}").content.decode()


def test_supervision_log_with_the_companys_reply(client, here) -> None:
    place = here.compound.pk
    company = factories.OrganisationFactory(kind="PROPERTY_COMPANY", name="花城物业", territory=here.street)
    manager = given.officer("PROPERTY_MANAGER", here.compound, clock.now(), organisation=company)
    as_owner(client, here, 2)
    answer = sent(client, f"/desk/committees/{place}/log/new", kind="RECTIFICATION", company=company.pk,
                  happened_date=local_date(clock.now()), text="消防通道堆物")  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    entry = SupervisionEntry.objects.get()
    as_staff(client, manager)
    assert "消防通道堆物" in client.get("/desk/supervision").content.decode()
    sent(client, f"/desk/supervision/{entry.pk}", text="今天清完")
    as_owner(client, here, 2)
    sent(client, f"/desk/committees/log/{entry.pk}/close", text="看过，清完了")
    client.logout()
    public = client.get(f"/committees/{place}").content.decode()
    assert "今天清完" in public
    assert "看过，清完了" in public


def test_mandate_is_asked_for_and_the_limit_is_told(client, here) -> None:
    place = here.compound.pk
    now = clock.now().astimezone(SHANGHAI)
    data = {
        "purpose": "REPAIR", "text": "小额维修", "limit": 5000, "year_limit": 20000,
        "opens_at": (now + timedelta(days=16)).strftime(MINUTES), "closes_at": (now + timedelta(days=26)).strftime(MINUTES),
    }  # fmt: skip
    as_owner(client, here, 2)
    assert sent(client, f"/desk/committees/{place}/mandates/new", **data).status_code == 403
    as_owner(client, here, 0)
    by_law = data | {"consent_reference": "住建函〔2026〕9号"}
    refused = sent(client, f"/desk/committees/{place}/mandates/new", **by_law)
    assert refused.status_code in (403, 409), "only the subdistrict enters that the authority agreed"
    assert sent(client, f"/desk/committees/{place}/mandates/new", **data).status_code == 302
    assert Ballot.objects.latest("pk").kind == "OPINION"
    page = client.get(f"/desk/committees/{place}", {"purpose": "REPAIR", "amount": 100}).content.decode()
    assert "没有这一项授权" in page
    assert "正在征求业主同意" in page
    assert "登记投票结果" not in page, "nothing is counted yet"
    as_staff(client, here.staff("STREET_ORGANISER"))
    assert sent(client, f"/desk/committees/{place}/mandates/new", **by_law).status_code == 302
    assert Ballot.objects.latest("pk").kind == "STATUTORY"


def test_demand_for_a_recall_on_paper_counts_against_the_roll(client, here) -> None:
    place = here.compound.pk
    seat = Seat.objects.get(person=here.owners[4])
    as_owner(client, here, 5)
    sent(client, f"/committees/{place}/recall", seat=seat.pk, reason="长期缺席")
    row = Recall.objects.get()
    mine = client.get(f"/committees/recalls/{row.pk}").content.decode()
    assert "您已在这份提议上签名" in mine and f"/committees/recalls/{row.pk}/sign" not in mine
    as_staff(client, here.staff("COMMUNITY_WORKER", here.community))
    twice = sent(client, f"/desk/committees/recalls/{row.pk}/signatures/new", name=here.owners[5].name)
    assert "已经签过名" in twice.content.decode()
    stranger = sent(client, f"/desk/committees/recalls/{row.pk}/signatures/new", name="不是业主")
    assert "名册上没有这个姓名" in stranger.content.decode()
    sent(client, f"/desk/committees/recalls/{row.pk}/signatures/new", name=here.owners[6].name)
    assert RecallSignature.objects.filter(on_paper=True).count() == 1
    client.logout()
    page = client.get(f"/committees/recalls/{row.pk}").content.decode()
    assert "签名已达 20%" in page
    assert here.owners[5].name not in page


def test_desk_opens_for_whoever_works_there_only(client, here) -> None:
    place = here.compound.pk
    as_owner(client, here, 8)
    assert client.get(f"/desk/committees/{place}").status_code == 404
    elsewhere = factories.TerritoryFactory(kind="SUBDISTRICT", name="别处街道")
    as_staff(client, here.staff("STREET_ORGANISER", elsewhere))
    assert client.get(f"/desk/committees/{place}").status_code == 404
    assert client.get("/committees/999999").status_code == 404


def test_strangers_are_refused_before_they_fill_a_form_in(client, here) -> None:
    stranger = factories.ResidenceFactory().person
    enter(client, factories.AccountFactory(person=stranger))
    row = given.nominating(given.place(), now=clock.now())
    addresses = [f"/committees/{here.compound.pk}/{one}" for one in ("ask", "recall")]
    addresses.append(f"/assemblies/{row.pk}/stand")
    assert [client.get(one).status_code for one in addresses] == [403, 403, 403]
    as_owner(client, here, 3)
    assert client.get(addresses[0]).status_code == 200
