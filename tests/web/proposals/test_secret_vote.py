"""A call for a logo and a covenant that is decided by a secret vote, through its pages from the start to the compound's card."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from tests import given
from tests.ballots.secret import house as houses
from tests.proposals.given import COVENANT, LOGO, announced, handed_in, shortlisted
from tests.signing import enter
from tests.web.proposals.test_calls import minutes
from tests.web.publicity.given import years
from tests.web.secret.test_ceremony import LINE, SHEET
from yuanba.audit import logs
from yuanba.ballots import bundle, queries, secret_places
from yuanba.ballots.actions import secret_round
from yuanba.ballots.models import Ballot
from yuanba.kernel.calendar import local_date
from yuanba.proposals import actions, states
from yuanba.proposals.models import Call
from yuanba.verify import verify
from yuanba.web import clock

pytestmark = pytest.mark.django_db
START = clock.now().replace(microsecond=0, second=0)


class Walk:
    """A call whose shortlist hung its days; whoever acts signs in anew, since days pass."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.folder = START, folder
        monkeypatch.setattr(clock, "now", lambda: self.now)
        years()
        self.world = given.subdistrict(per_compound=13, now=START)
        key = logs.verifier_key(logs.REGISTER)
        self.issuers, self.urn = houses.services(folder, key)
        places = {"issuers": self.issuers, "urn": houses.NearUrn(self.urn), "urn_address": houses.ADDRESS}
        for name, value in (places | {"are_there": True}).items():
            monkeypatch.setattr(secret_places, name, lambda value=value: value)
        self.call = announced(self.world, START, items={LOGO: 2, "COVENANT": 1})
        hand = {"world": self.world, "call": self.call, "now": START}
        self.logos = [
            handed_in(resident=n, kind=LOGO, title=f"标识{n}", colour=("red", "blue")[n], **hand) for n in (0, 1)
        ]
        self.text = handed_in(resident=2, kind="COVENANT", title="我们的公约", text=COVENANT, **hand)
        self.call = shortlisted(self.world, self.call, START)
        self.now = self.call.notice.closes_at.replace(microsecond=0)
        self.board = f"/desk/calls/{self.call.pk}"

    def at(self, post: str) -> Client:
        client = Client()
        enter(client, self.world.staff[post][0])
        return client

    @property
    def worker(self) -> Client:
        return self.at("COMMUNITY_WORKER")

    def shown(self, client: Client, address: str) -> str:
        return re.sub(r"<[^>]+>|\s+", " ", client.get(address).content.decode())

    def clock_ticks(self) -> None:
        actions.close_due(self.now)
        secret_round(urn=houses.NearUrn(self.urn), issuers=self.issuers, now=self.now)

    def house(self, ballot: Ballot) -> houses.House:
        return houses.House(None, ballot, self.issuers, self.urn, [], self.folder)  # type: ignore[arg-type]

    def items(self) -> dict[str, object]:
        return {item.kind: item for item in Call.objects.get(pk=self.call.pk).items.all()}


@pytest.fixture
def walk(tmp_path, monkeypatch) -> Walk:
    return Walk(tmp_path, monkeypatch)


def test_a_call_goes_through_a_secret_ballot_from_the_shortlist_to_the_card(walk) -> None:
    opens = walk.now + timedelta(days=1)
    window = {"opens_at": minutes(opens), "closes_at": minutes(opens + timedelta(days=3)), "level": "S"}
    sent = walk.worker.post(f"{walk.board}/vote", window | {"request_key": uuid4().hex})
    assert sent.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", sent.content.decode())[-1500:]
    ballot = Ballot.objects.get()
    assert (ballot.level, ballot.ordered_by) == ("S", str(walk.call))
    assert "理网站的人也看不到" in walk.shown(Client(), f"/calls/{walk.call.pk}")
    # The worker's board names who has to act; the street's organiser holds the ceremony.
    assert "还没有举行分钥匙仪式" in walk.shown(walk.worker, walk.board)
    walk.now = ballot.opens_at
    walk.clock_ticks()
    ballot.refresh_from_db()
    assert ballot.state == "ANNOUNCED", "without keys it waits"
    ceremony = f"/desk/secret/{ballot.pk}/ceremony"
    assert walk.worker.get(ceremony).status_code == 403
    assert ceremony in walk.at("STREET_ORGANISER").get(f"/desk/ballots/{ballot.pk}").content.decode()
    page = walk.at("STREET_ORGANISER").post(ceremony, {"verb": "hold"}).content.decode()
    shares = ["\n".join(LINE.findall(lines)) for lines in SHEET.findall(page)]
    assert walk.at("STREET_ORGANISER").post(ceremony, {"verb": "services"}).status_code == 302
    walk.clock_ticks()
    ballot.refresh_from_db()
    assert ballot.state == "OPEN" and ceremony not in walk.worker.get(walk.board).content.decode()
    # Thirteen neighbours are on the roll, twelve vote; each question in its own way.
    logo, covenant = (str(walk.items()[kind]) for kind in (LOGO, "COVENANT"))
    house = walk.house(ballot)
    for number, account in enumerate(walk.world.residents_of(0)[:12]):
        chosen = [str(walk.logos[0])] if number < 5 else [str(walk.logos[1])]
        choices = {logo: chosen, covenant: ["agree" if number < 8 else "against"]}
        body = house.paper(account.person, number, walk.now, **choices)
        assert house.cast(body, walk.now)[0] == 202
    walk.now = ballot.closes_at
    walk.clock_ticks()
    # Closed and sealed: the board says what is missing and offers no count; asking for it all the same is refused.
    board = walk.worker.get(walk.board).content.decode()
    assert f"/secret/{ballot.pk}/trustees" in board and f"{walk.board}/result" not in board
    assert walk.worker.post(f"{walk.board}/result").status_code == 409
    for share in (shares[1], shares[2]):
        handed = Client().post(f"/secret/{ballot.pk}/trustees", {"share": share, "request_key": uuid4().hex})
        assert handed.status_code == 302
    assert f"{walk.board}/result" in walk.worker.get(walk.board).content.decode()
    assert walk.worker.post(f"{walk.board}/result").status_code == 302
    items = walk.items()
    assert {kind: item.chosen_id for kind, item in items.items()} == {LOGO: walk.logos[1].pk, "COVENANT": walk.text.pk}
    votes = {item["key"]: item["votes"] for item in queries.result(ballot.pk)["items"]}
    assert votes == {
        logo: {str(walk.logos[0]): 5, str(walk.logos[1]): 7},
        covenant: {"agree": 8, "against": 4, "abstain": 0},
    }
    packed = bundle.write(Ballot.objects.get(pk=ballot.pk), walk.folder / "bundle.zip", full=True)
    assert verify(packed) == []
    # The logo is adopted and shows on the compound's page; the covenant goes by way of its text.
    today = local_date(walk.now).isoformat()
    adopt = {"from_date": today, "request_key": uuid4().hex}
    assert walk.worker.post(f"/desk/calls/items/{items[LOGO].pk}/adopt", adopt).status_code == 302
    assert walk.worker.post(f"/desk/calls/items/{items['COVENANT'].pk}/covenant").status_code == 302
    assert "/logos/" in Client().get(f"/places/{walk.world.compounds[0].pk}").content.decode()
    call = Call.objects.get(pk=walk.call.pk)
    assert call.state == states.DECIDED and walk.items()["COVENANT"].version.state == "COMMENT"
