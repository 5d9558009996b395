"""The pages from the preparatory group to the filing, each by whoever must act; forms on paper; who may not."""

from datetime import timedelta

import pytest

from tests.assemblies import given
from tests.signing import enter
from yuanba.assemblies import actions
from yuanba.assemblies.models import Assembly, Candidate
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.people.models import Account
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = "0" * 32
MINUTES = "%Y-%m-%dT%H:%M"


@pytest.fixture
def here() -> given.Place:
    return given.place()


def as_staff(client, here, post: str, at=None) -> None:
    client.logout()
    enter(client, Account.objects.get(pk=here.staff(post, at).account_id))


def as_owner(client, here, number: int) -> None:
    client.logout()
    enter(client, here.accounts[number])


def sent(client, address: str, **data: object):
    return client.post(address, {"request_key": KEY, **data})


def test_from_the_group_to_the_call_by_pages(client, here) -> None:
    today = local_date(clock.now())
    as_staff(client, here, "STREET_ORGANISER")
    answer = sent(client, "/desk/assemblies/new", kind="FIRST", place=here.compound.pk, formed_date=today, seats=5,
                  alternates=1, term_years=3)  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    row = Assembly.objects.get()
    desk = f"/desk/assemblies/{row.pk}"
    sent(client, f"{desk}/members/new", side="SUBDISTRICT", name="周工", is_lead="on")
    blocked = client.get(desk).content.decode()
    assert "办完后的下一步" in blocked
    assert f"{desk}/steps/post-group" not in blocked, "what is blocked has no button"
    wrong = sent(client, f"{desk}/members/new", side="OWNER", name="没有这个人")
    assert "名册上没有这个姓名" in wrong.content.decode()
    for number in (7, 8):
        sent(client, f"{desk}/members/new", side="OWNER", name=here.owners[number].name)
    assert "可以走下一步了" in client.get(desk).content.decode()
    sent(client, f"{desk}/steps/post-group", day=today)
    as_owner(client, here, 0)
    assert "我要参选" in client.get(f"/assemblies/{row.pk}").content.decode()
    refused = sent(client, f"/assemblies/{row.pk}/stand", statement="把账目公开", tie="RELATIVE")
    assert refused.status_code == 409
    assert "把账目公开" in refused.content.decode()
    sent(client, f"/assemblies/{row.pk}/stand", statement="把账目公开", tie="RELATIVE", tie_note="弟弟在花城物业")
    candidate = Candidate.objects.get()
    as_staff(client, here, "COMMUNITY_WORKER", here.community)
    for number in range(1, 5):
        answer = sent(client, f"{desk}/candidates/new", name=here.owners[number].name, channel="SELF",
                      statement="愿意出力", tie="NONE")  # fmt: skip
        assert answer.status_code == 302
    as_staff(client, here, "STREET_ORGANISER")
    for one in Candidate.objects.all():
        sent(client, f"/desk/assemblies/candidates/{one.pk}/screen", finding="ADMIT")
    for kind in ("RULES", "COVENANT"):
        guide = here.staff("STREET_ORGANISER")
        actions.add_document(
            assembly_id=row.pk, kind=kind, file_id=given.draft().pk, name="草案.pdf", actor=guide, now=clock.now()
        )
    assert f'value="{today:%Y-%m-%d}"' in client.get(f"{desk}/steps/post-candidates").content.decode()
    sent(client, f"{desk}/steps/post-candidates", day=today)
    now = clock.now().astimezone(SHANGHAI)
    soon = sent(client, f"{desk}/steps/call", opens_at=(now + timedelta(days=9)).strftime(MINUTES),
                closes_at=(now + timedelta(days=30)).strftime(MINUTES))  # fmt: skip
    assert "至少公布 15 天" in soon.content.decode()
    sent(client, f"{desk}/steps/call", opens_at=(now + timedelta(days=17)).strftime(MINUTES),
         closes_at=(now + timedelta(days=30)).strftime(MINUTES))  # fmt: skip
    row.refresh_from_db()
    assert row.state == "CALLED"
    client.logout()
    assert "物业公司人员的亲属" in client.get(f"/ballots/{row.ballot_id}").content.decode()
    page = client.get(f"/assemblies/candidates/{candidate.pk}").content.decode()
    assert "弟弟在花城物业" in page
    assert "1380000" not in page
    assert client.get("/assemblies").status_code == 200


def test_from_the_result_to_the_filing_by_pages(client, here) -> None:
    start = clock.now() - timedelta(days=40)
    row = given.called(here, now=start)
    given.voted(here, row)
    desk = f"/desk/assemblies/{row.pk}"
    as_staff(client, here, "STREET_ORGANISER")
    sent(client, f"{desk}/steps/result")
    as_owner(client, here, 0)
    today = local_date(clock.now())
    board = client.get(desk).content.decode()
    assert "登记第一次会议" in board
    sent(client, f"{desk}/steps/meeting", met_date=today, present=5, chair=here.owners[0].pk, vices=[here.owners[1].pk])
    sent(client, f"{desk}/steps/hand-in", day=today)
    as_staff(client, here, "HOUSING_OFFICER")
    sent(client, f"{desk}/steps/filing", finding="BACK", reason="缺会议记录")
    row.refresh_from_db()
    assert row.state == "MET"
    as_owner(client, here, 0)
    assert "缺会议记录" in client.get(desk).content.decode()
    sent(client, f"{desk}/steps/hand-in", day=today)
    as_staff(client, here, "HOUSING_OFFICER")
    sent(client, f"{desk}/steps/filing", finding="FILE", filed_date=today, number="华住建备〔2026〕3号")
    row.refresh_from_db()
    assert (row.state, row.filing_number) == ("FILED", "华住建备〔2026〕3号")
    assert "主任" in client.get(f"/assemblies/{row.pk}").content.decode()


def test_whoever_has_no_post_there_sees_no_desk_and_nobody_sees_a_group_in_the_making(client, here) -> None:
    row = given.begun(here)
    assert client.get(f"/assemblies/{row.pk}").status_code == 404
    as_owner(client, here, 0)
    assert client.get(f"/desk/assemblies/{row.pk}").status_code == 404
    elsewhere = given.factories.TerritoryFactory(kind="SUBDISTRICT", name="别处街道")
    as_staff(client, here, "STREET_ORGANISER", elsewhere)
    assert client.get(f"/desk/assemblies/{row.pk}").status_code == 404
    answer = sent(client, "/desk/assemblies/new", kind="FIRST", place=here.compound.pk, formed_date="2026-01-01",
                  seats=5, alternates=1, term_years=3)  # fmt: skip
    assert answer.status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_takes_as_many_queries_for_one_as_for_three(client, here, number, django_assert_num_queries) -> None:
    row = given.nominating(here)
    given.stand(row, here, range(number))
    with django_assert_num_queries(8):  # the calendar is two of them: its days, and the years whose days are official
        assert client.get(f"/assemblies/{row.pk}").status_code == 200
