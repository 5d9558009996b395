"""Pages for several sheets of one voter, authorisations, meetings, shows of hands and proofs of delivery."""

import io
from datetime import timedelta

import pytest
from openpyxl import Workbook

from tests import given
from tests.factories import FOUNDED
from tests.signing import enter
from tests.web.ballots import owners
from tests.web.ballots.test_desks import clerk, picture
from yuanba.ballots import queries
from yuanba.ballots.models import Authorisation, Delivery, HallCount, Meeting, Paper, RollRow
from yuanba.people.models import Ownership, Person
from yuanba.web import clock

pytestmark = pytest.mark.django_db
KEY = {"request_key": "a" * 32}
CHOICES = {"item.q1": ["agree"], "item.q2": ["o1"]}


@pytest.fixture
def world(db) -> given.World:
    """Each of the first three homes of the first compound has its owner; the first owner shares the fourth."""
    made = given.subdistrict(per_compound=4, now=clock.now())
    people = [account.person for account in made.residents_of(0)]
    Ownership.objects.all().delete()
    for home, persons in zip(
        made.premises[:4], ([people[0]], [people[1]], [people[2]], [people[0], people[3]]), strict=True
    ):
        for person in persons:
            Ownership.objects.create(premises=home, person=person, from_date=FOUNDED, share_den=len(persons))
    return made


def text(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return str(answer.content.decode())


def send(client, page: str, row: int | None = None):
    """Sheet, review, sent; the receipt."""
    fields = CHOICES | ({"row": row} if row else {})
    shown = text(client.post(f"{page}/review", fields))
    ticket = shown.split('name="ticket" value="')[1].split('"')[0]
    return client.post("/cast", CHOICES | {"ticket": ticket}, follow=True)


def test_an_owner_with_two_sheets_says_for_which_and_sends_both(client, world) -> None:
    ballot = owners.opened(world)
    enter(client, world.residents[0])
    page = f"/ballots/{ballot.pk}/sheet"
    rows = [row.roll_row_id for row in queries.acting_rows(ballot.pk, world.residents[0].person_id)]
    chooser = text(client.get(page))
    assert "您现在为谁投票" in chooser and all(f"?row={row}" in chooser for row in rows)
    for number, row in enumerate(rows, start=1):
        assert f'name="row" value="{row}"' in text(client.get(f"{page}?row={row}"))
        receipt = text(send(client, page, row))
        assert Paper.objects.filter(ballot=ballot).count() == number
        assert ("还要填这张" in receipt) == (number == 1)
    assert client.get("/").content.decode().count(f"/ballots/{ballot.pk}/sheet") == 0
    other = RollRow.objects.get(ballot=ballot, person=world.residents[1].person)
    assert client.get(f"{page}?row={other.pk}").status_code == 403


def test_a_neighbour_is_asked_by_phone_agrees_votes_and_the_owner_sees_it(client, world) -> None:
    ballot = owners.opened(world)
    owner, neighbour = (world.residents[place].person for place in (1, 2))
    enter(client, world.residents[1])
    page = f"/ballots/{ballot.pk}/proxies"
    entry = queries.own_entries(ballot, owner.pk, clock.now())[0].key
    unknown = client.post(page, KEY | {"entry": entry, "name": "没有这人", "phone": neighbour.phone})
    assert "名册上没有" in unknown.content.decode() and not Authorisation.objects.exists()
    client.post(page, KEY | {"entry": entry, "name": neighbour.name, "phone": neighbour.phone})
    asked = Authorisation.objects.get()
    enter(client, world.residents[2])
    assert f"{owner.name}请您代为投票" in text(client.get("/"))
    assert "请您代为投票" in text(client.get(page))
    client.post(f"/ballots/proxies/{asked.pk}/decide", {"verb": "agree", "ballot": ballot.pk})
    row = RollRow.objects.get(ballot=ballot, person=owner)
    chooser = text(client.get(f"/ballots/{ballot.pk}/sheet"))
    assert f"代{owner.name}投票" in chooser
    assert "投票已收到" in text(send(client, f"/ballots/{ballot.pk}/sheet", row.pk)) or Paper.objects.count() == 1
    enter(client, world.residents[1])
    assert client.get(f"/ballots/{ballot.pk}/sheet").status_code == 302
    assert "收回" in text(client.get(page))


def test_the_desk_enters_a_written_authorisation_and_refuses_that_of_a_dead_owner(client, world) -> None:
    ballot = owners.opened(world)
    owner, proxy = world.residents[1].person, world.residents[2].person
    enter(client, clerk(world, 1))
    found = text(client.get(f"/desk/paper-ballots/{ballot.pk}/proxies", {"name": owner.name}))
    assert f"?person={owner.pk}" in found
    page = f"/desk/paper-ballots/{ballot.pk}/proxies/new?person={owner.pk}"
    entry = queries.own_entries(ballot, owner.pk, clock.now())[0].key
    fields = KEY | {"entry": entry, "name": proxy.name, "phone": proxy.phone}
    assert "请填写" in text(client.post(page, fields))  # the scan is missing
    Person.objects.filter(pk=owner.pk).update(died_date="2026-01-01")
    refusal = client.post(page, fields | {"scan": picture()})
    assert refusal.status_code == 409 and "已去世" in refusal.content.decode()
    Person.objects.filter(pk=owner.pk).update(died_date=None)
    assert client.post(page, fields | {"scan": picture()}).status_code == 302
    one = Authorisation.objects.get()
    assert proxy.name in text(client.get(f"/desk/proxies/{one.pk}"))
    seen = client.get(f"/desk/proxies/{one.pk}/picture")
    assert seen.status_code == 200
    seen.close()
    assert "代理人" in text(client.get(f"/desk/paper-ballots/{ballot.pk}", {"name": owner.name}))
    enter(client, world.staff["STREET_ORGANISER"][0])
    assert owner.name in text(client.get(f"/desk/ballots/{ballot.pk}/proxies"))
    enter(client, clerk(world, 2))
    client.post(f"/desk/proxies/{one.pk}", KEY | {"reason": "本人收回"})
    one.refresh_from_db()
    assert one.state == "REVOKED"


def test_a_list_a_show_of_hands_and_its_second_clerk(client, world) -> None:
    ballot = owners.opened(world)
    people = [world.residents[place].person for place in (1, 2)]
    first, second = clerk(world, 1), clerk(world, 2)
    enter(client, first)
    today = clock.now().date().isoformat()
    place = world.compounds[0].pk
    client.post("/desk/meetings", KEY | {"place": place, "title": "业主大会", "held": today, "where": "小广场"})
    at = Meeting.objects.get()
    assert f'person" value="{people[0].pk}' in text(client.get(f"/desk/meetings/{at.pk}", {"name": people[0].name}))
    for person in people:
        client.post(f"/desk/meetings/{at.pk}/change", {"verb": "add", "person": person.pk})
    client.post(f"/desk/meetings/{at.pk}/sheet", KEY | {"sheet": picture()})
    assert client.post(f"/desk/meetings/{at.pk}/change", {"verb": "check"}).status_code == 403
    enter(client, second)
    assert client.post(f"/desk/meetings/{at.pk}/change", {"verb": "check"}).status_code == 302
    page = f"/desk/paper-ballots/{ballot.pk}/hall/{at.pk}"
    assert page in text(client.get(f"/desk/paper-ballots/{ballot.pk}/hall"))
    rows = [RollRow.objects.get(ballot=ballot, person=person).pk for person in people]
    fields = KEY | {f"hand.{row}.q1": "agree" for row in rows} | {"called.q1.agree": "3"}
    differ = client.post(page, fields | {"record": picture()})
    assert differ.status_code == 409 and "现场报的是 3 只手" in differ.content.decode()
    client.post(page, fields | {"called.q1.agree": "2", "record": picture()})
    count = HallCount.objects.get()
    assert "已逐行" not in text(client.get(f"/desk/hands/{count.pk}"))
    enter(client, first)
    assert client.post(f"/desk/hands/{count.pk}", {"verb": "confirm"}).status_code == 302
    assert Paper.objects.filter(channel="HALL").count() == 2
    assert text(client.get(f"/desk/hands/{count.pk}"))
    enter(client, world.residents[1])
    assert "举手" in text(client.get(f"/ballots/{ballot.pk}/receipt"))


def table(*lines: tuple[object, ...]) -> io.BytesIO:
    book = Workbook()
    for line in (("房号", "送达方式", "送达日期"), *lines):
        book.active.append(line)
    data = io.BytesIO()
    book.save(data)
    data.seek(0)
    data.name = "送达.xlsx"
    return data


def test_proofs_of_delivery_come_one_by_one_or_as_a_table_all_or_none(client, world) -> None:
    rule = owners.order(world, clock.now()).rule
    ballot = owners.opened(world, rule={**rule, "silence": {"reference": "议事规则第二十条", "counts_as": "majority"}})
    day = clock.now().date()
    enter(client, clerk(world, 1))
    page = f"/desk/paper-ballots/{ballot.pk}/deliveries"
    assert "第26条" in text(client.get(page))
    labels = sorted(queries.rows_of_homes(ballot, homes := _homes(world)))
    assert len(labels) == 4 and all(len(rows) == 1 for rows in queries.rows_of_homes(ballot, homes).values())
    bad = table((labels[0], "当面签收", day), ("9栋9单元999", "短信确认", day), (labels[1], "口头", day))
    refusal = client.post(page, KEY | {"table": bad, "proof": picture()})
    assert refusal.status_code == 409 and "9栋9单元999" in refusal.content.decode() and not Delivery.objects.exists()
    good = table((labels[0], "当面签收", day), (labels[1], "挂号信", day.isoformat()))
    assert client.post(page, KEY | {"table": good, "proof": picture()}).status_code == 302
    one = {"home": labels[2], "way": "SMS", "day": (day - timedelta(days=1)).isoformat()}
    assert client.post(page, KEY | one | {"proof": picture()}).status_code == 302
    assert sorted(Delivery.objects.values_list("way", flat=True)) == ["REGISTERED", "SIGNED", "SMS"]


def _homes(world) -> list[str]:
    from yuanba.places.queries import premises_label

    return list(premises_label(home.pk for home in world.premises[:4]).values())
