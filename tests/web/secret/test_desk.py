"""The organiser drafts a secret vote; the paper desk hands out sheets without numbers, takes tickets back, counts the urn."""

from datetime import timedelta

import pytest
from django.test import Client

from tests import given as worlds
from tests.ballots import given
from tests.ballots.secret import house as houses
from tests.factories import AppointmentFactory, OrganisationFactory, StaffAccountFactory
from tests.signing import enter
from tests.web.ballots.test_owners_pages import KEY, values
from yuanba.ballots import actions, queries, secret_places
from yuanba.ballots.models import Ballot
from yuanba.ballots.secret import codes
from yuanba.web import clock
from yuanba.web.secret.desk import BadLine, parsed

pytestmark = pytest.mark.django_db
CASTS = given.OPENS + timedelta(days=3)


@pytest.fixture
def house(tmp_path, monkeypatch) -> houses.House:
    found = houses.opened(tmp_path, secret=actions.SecretTerms(casts_from=CASTS))
    monkeypatch.setattr(clock, "now", lambda: given.DURING)
    monkeypatch.setattr(secret_places, "issuers", lambda: found.issuers)
    return found


def clerk(house: houses.House) -> Client:
    account = StaffAccountFactory()
    body = OrganisationFactory(territory=house.place.street)
    AppointmentFactory(person=account.person, organisation=body, territory=house.place.street, post="SCREENER")
    client = Client()
    enter(client, account)
    return client


def test_a_day_at_the_paper_desk_and_the_count_after_it(house, monkeypatch) -> None:
    client, base = clerk(house), f"/desk/secret/{house.ballot.pk}/paper"
    assert client.get(f"/desk/paper-ballots/{house.ballot.pk}").headers["Location"] == base
    rows = [queries.roll_row_of(house.ballot.pk, person.pk) for person in house.place.voters[:3]]
    for row in rows[:2]:
        assert client.post(f"{base}/give", {"roll_row": row.pk}).status_code == 302
    assert client.post(f"{base}/give", {"roll_row": rows[0].pk}).status_code == 409
    assert client.get(f"{base}/sheet.pdf").content.startswith(b"%PDF")
    house.ask(house.place.voters[2], 7)
    wrong = client.post(f"{base}/back", {"seed": codes.written(houses.seed(8)), "request_key": KEY})
    assert wrong.status_code == 409
    answer = client.post(f"{base}/back", {"seed": codes.written(houses.seed(7)), "request_key": KEY})
    assert answer.status_code == 302
    assert queries.turn_of(rows[2]) == queries.secrecy.NONE
    assert "2" in client.get(base).content.decode()
    house.closed()
    monkeypatch.setattr(clock, "now", lambda: given.CLOSES)
    client = clerk(house)
    assert client.post(f"{base}/read", {"sheets": "1\n3", "request_key": KEY}).status_code == 409, (
        "there is no third option"
    )
    for who in (client, clerk(house)):
        assert who.post(f"{base}/read", {"sheets": "2\n\n1", "request_key": KEY}).status_code == 302
    state = queries.secret_state(house.ballot)
    assert (state.sheets_read, state.sheets_found, state.is_complete) == (True, 2, True)


def test_lines_are_read_as_clerks_write_them(house) -> None:
    items = queries.sheet(house.ballot.pk).items
    assert parsed("1\n 2 \n0\n1,2", items) == [{"q1": ["agree"]}, {"q1": ["against"]}, {"q1": []}, {"q1": []}]
    for text in ("x", "1/1", "0,1", "3", "1,"):
        with pytest.raises(BadLine):
            parsed(text, items)


def test_an_organiser_drafts_a_secret_vote(client) -> None:
    world = worlds.subdistrict(per_compound=2, now=clock.now())
    enter(client, world.staff["STREET_ORGANISER"][0])
    asked = values(world, matter="", electorate="RESIDENTS", level="S")
    assert client.post("/desk/ballots/new", asked).status_code == 302
    ballot = Ballot.objects.get()
    assert (ballot.level, ballot.sealed.needed, ballot.sealed.trustees) == ("S", 2, 3)
    assert 'value="S"' in client.get(f"/desk/ballots/{ballot.pk}/edit").content.decode()
    refused = client.post("/desk/ballots/new", values(world, matter="", level="S"))
    assert refused.status_code != 302 and Ballot.objects.count() == 1
