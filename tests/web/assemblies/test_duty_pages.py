"""What a committee lets lie, on pages: the subdistrict orders it, everybody reads it, the community does it."""

from datetime import timedelta

import pytest

from tests.assemblies import given
from tests.web.assemblies.test_committee_pages import MINUTES, as_owner, as_staff, sent
from yuanba.assemblies import actions
from yuanba.assemblies.models import DutyOrder, Recall, Seat
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.web import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> given.Place:
    made = given.place()
    given.in_office(made, now=clock.now() - timedelta(days=90))
    return made


def test_an_assembly_that_lies_is_ordered_and_then_called_by_the_community(client, here) -> None:
    now, place = clock.now(), here.compound.pk
    base, public = f"/desk/committees/{place}", f"/committees/{place}"
    recall = actions.start_recall(
        territory_id=place, seat_id=None, reason="不公开账目", actor=here.owner(5), now=now - timedelta(days=40)
    )
    actions.sign_recall(recall_id=recall.pk, actor=here.owner(6), now=now - timedelta(days=40))
    worker, guide = here.staff("COMMUNITY_WORKER", here.community), here.staff("STREET_ORGANISER")
    as_staff(client, worker)
    page = client.get(base).content.decode()
    assert "拖着没办" in page and "第51条" in page and f"{base}/duties/" not in page
    assert client.get(f"{base}/duties/RECALL_VOTE").status_code == 404
    as_staff(client, guide)
    assert f"{base}/duties/RECALL_VOTE" in client.get(base).content.decode()
    assert client.get(f"{base}/duties/TERM_CHANGE").status_code == 404, "that does not lie"
    due = local_date(now) + timedelta(days=8)
    assert sent(client, f"{base}/duties/RECALL_VOTE", reason="", due_date=due).status_code == 200
    early = sent(client, f"{base}/duties/RECALL_VOTE", reason="已经催过两次", due_date=local_date(now))
    assert early.status_code == 409 and "最早定在" in early.content.decode()
    assert sent(client, f"{base}/duties/RECALL_VOTE", reason="已经催过两次", due_date=due).status_code == 302
    order = DutyOrder.objects.get()
    client.logout()
    told = client.get(public).content.decode()
    assert "已责令" in told and "已经催过两次" in told and "拖着没办" not in told
    as_owner(client, here, 0)
    assert "已责令" in client.get(base).content.decode()
    assert sent(client, f"/desk/committees/duties/{order.pk}/take-over", sure="on").status_code in (403, 409)
    as_staff(client, worker)
    soon = sent(client, f"/desk/committees/duties/{order.pk}/take-over", sure="on")
    assert soon.status_code == 409 and "还有时间" in soon.content.decode()
    DutyOrder.objects.update(due_date=local_date(now) - timedelta(days=1))
    assert f"/desk/committees/duties/{order.pk}/take-over" in client.get(base).content.decode()
    assert sent(client, f"/desk/committees/duties/{order.pk}/take-over", sure="on").status_code == 302
    call = f"/desk/committees/recalls/{recall.pk}/call"
    assert call in client.get(base).content.decode()
    opens = (now + timedelta(days=17)).astimezone(SHANGHAI)
    window = {"opens_at": opens.strftime(MINUTES), "closes_at": (opens + timedelta(days=5)).strftime(MINUTES)}
    assert sent(client, call, **window).status_code == 302
    assert Recall.objects.get().state == "CALLED"
    client.logout()
    assert "社区代为组织" in client.get(public).content.decode()


def test_with_too_few_members_the_community_acts_and_the_subdistrict_ends_it(client, here) -> None:
    now, place = clock.now(), here.compound.pk
    base = f"/desk/committees/{place}"
    Seat.objects.filter(title="ALTERNATE").delete()
    for number in (2, 3, 4):
        seat = Seat.objects.get(person=here.owners[number], to_date__isnull=True)
        actions.resign(seat_id=seat.pk, note_text="搬家", actor=here.owner(number), now=now)
    worker, guide = here.staff("COMMUNITY_WORKER", here.community), here.staff("STREET_ORGANISER")
    as_staff(client, worker)
    assert f"{base}/log/new" not in client.get(base).content.decode()
    as_staff(client, guide)
    assert sent(client, f"{base}/duties/COMMITTEE", reason="只剩两名委员。").status_code == 302
    as_staff(client, worker)
    assert f"{base}/log/new" in client.get(base).content.decode()
    seen = {"kind": "CHECK", "text": "电梯年检过期", "happened_date": local_date(now)}
    assert sent(client, f"{base}/log/new", **seen).status_code == 302
    order = DutyOrder.objects.get()
    assert sent(client, f"/desk/committees/duties/{order.pk}/end", reason="补齐了").status_code in (403, 409)
    as_staff(client, guide)
    assert sent(client, f"/desk/committees/duties/{order.pk}/end", reason="候补委员已补齐。").status_code == 302
    assert "候补委员已补齐。" in client.get(f"/committees/{place}").content.decode()
