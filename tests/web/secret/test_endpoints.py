"""What a phone, an issuer and a trustee ask in JSON; codes and statuses are those of docs/reference/secret-ballots.md."""

import base64
import json

import pytest
from django.test import Client

from tests.ballots import given
from tests.ballots.secret import house as houses
from tests.factories import AccountFactory, PersonFactory
from tests.signing import enter
from yuanba.ballots import secret_places
from yuanba.ballots.secret import codes, published
from yuanba.ballots.secret.clients import Silent
from yuanba.ballots.secret.seed import ISSUERS
from yuanba.web import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(tmp_path, monkeypatch) -> houses.House:
    found = houses.opened(tmp_path)
    monkeypatch.setattr(clock, "now", lambda: given.DURING)
    monkeypatch.setattr(secret_places, "issuers", lambda: found.issuers)
    return found


def browser(house: houses.House, place: int = 0) -> Client:
    client = Client()
    enter(client, AccountFactory(person=house.place.voters[place]))
    return client


def ask(client: Client, house: houses.House, body: object):
    return client.post(f"/secret/{house.ballot.pk}/tokens", body, content_type="application/json")


def blinded(house: houses.House, number: int) -> dict:
    mine = house.voice(number)
    return {"blinded": [houses.b64(mine.blinded(issuer, house.on.moduli[issuer])) for issuer in ISSUERS]}


def test_a_phone_gets_its_tokens_once_and_again(house) -> None:
    client = browser(house)
    assert client.get(f"/secret/{house.ballot.pk}/mine").json() == {"state": "NONE", "tokens": 1, "casts": 1}
    first = ask(client, house, blinded(house, 1))
    assert first.status_code == 200 and first.headers["Cache-Control"] == "no-store"
    assert ask(client, house, blinded(house, 1)).json() == first.json()
    for issuer, answer in zip(ISSUERS, first.json()["signatures"], strict=True):
        assert house.voice(1).token(issuer, house.on.moduli[issuer], codes_bytes(answer))
    other = ask(client, house, blinded(house, 2))
    assert (other.status_code, other.json()["error"]) == (409, "ballots.token_conflict")
    assert client.get(f"/secret/{house.ballot.pk}/mine").json()["state"] == "TOKEN"


def codes_bytes(text: str) -> bytes:
    return base64.b64decode(text)


def test_what_cannot_be_read_or_is_nobodys_is_refused(house, monkeypatch) -> None:
    client, good = browser(house), blinded(house, 1)["blinded"]
    n = house.on.moduli[1]
    for sent in (
        [],
        good[:1],
        [*good, good[0]],
        [1, 2],
        [good[0], "x"],
        [houses.b64(n), good[1]],
        [houses.b64(bytes(256)), good[1]],
    ):
        answer = ask(client, house, {"blinded": sent})
        assert (answer.status_code, answer.json()["error"]) == (400, "ballots.blinded_unreadable"), sent
    for body in ("[", "[]", "7", json.dumps({"blinded": good * 4000})):
        assert ask(client, house, body).status_code == 400
    stranger = Client()
    enter(stranger, AccountFactory(person=given.place(1).voters[0]))
    assert ask(stranger, house, {"blinded": good}).json()["error"] == "ballots.not_on_roll"
    assert ask(Client(), house, {"blinded": good}).status_code == 302
    assert Client(enforce_csrf_checks=True).post(f"/secret/{house.ballot.pk}/tokens", {}).status_code == 403
    monkeypatch.setattr(house.issuers[1], "ask", lambda *_: (_ for _ in ()).throw(Silent("gone")))
    answer = ask(client, house, {"blinded": good})
    assert (answer.status_code, answer.json()) == (503, {"error": "ballots.issuer_silent", "issuer": 2})
    monkeypatch.undo()
    assert house.ask(house.place.voters[0], 1), "the same request goes on where it stopped"


def test_services_read_manifest_roll_and_revoked_keys(house) -> None:
    client, base = Client(), f"/secret/{house.ballot.pk}"
    answer = client.get(f"{base}/manifest.json").json()
    assert published.read(answer, register_key=house.urn.register_key, ballot=str(house.ballot)) == house.on
    assert len(client.get(f"{base}/roll.jsonl").content.splitlines()) == house.on.roll_rows
    assert client.get(f"{base}/revoked.json").json() == []
    assert client.get("/secret/999999/manifest.json").json()["error"] == "ballots.no_such_ballot"
    open_vote = given.opened(given.place(3))
    assert client.get(f"/secret/{open_vote.pk}/manifest.json").status_code == 404


def test_trustees_hand_their_shares_in(house, monkeypatch) -> None:
    client, address = Client(), f"/secret/{house.ballot.pk}/shares"

    def hand(text: str) -> tuple[int, dict]:
        answer = client.post(address, {"share": text}, content_type="application/json")
        return answer.status_code, answer.json()

    assert hand(house.shares[0])[1]["error"] == "ballots.share_early"
    house.closed()
    monkeypatch.setattr(clock, "now", lambda: given.CLOSES)
    assert hand(house.shares[0][:-1]) == (400, {"error": "ballots.share_unreadable", "line": 0})
    share = codes.read_share(house.shares[0])
    forged = codes.share_text(codes.Share(1, share.y ^ 1, share.tag))
    assert hand(forged) == (400, {"error": "ballots.share_wrong", "share": 1})
    assert hand(house.shares[0]) == (200, {"have": 1, "need": 2, "opened": 0})
    text = f"{codes.SHARE_QR}{house.ballot.pk}:{house.shares[1]}"
    assert hand(text) == (200, {"have": 2, "need": 2, "opened": 1})


def test_a_taken_ticket_no_longer_waits_to_be_voted_with(house) -> None:
    client, waits = browser(house), "您现在可以投"
    assert waits in client.get("/ballots").content.decode()
    house.ask(house.place.voters[0], 1)
    page = client.get("/ballots").content.decode()
    assert waits not in page and page.count(f'data-secret-turn="{house.ballot.pk}"') == 1 and "您已领投票凭证" in page
    assert "您已领投票凭证" in client.get(f"/ballots/{house.ballot.pk}").content.decode()
    assert "填选票" not in client.get("/").content.decode()


def test_strangers_are_told_before_a_code_is_made(house) -> None:
    client = Client()
    enter(client, AccountFactory(person=PersonFactory()))
    assert client.get(f"/secret/{house.ballot.pk}").status_code == 403
