"""The trustees' ceremony through pages alone: held, held again, one trustee missing, one wrong share, strangers asking."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from tests import given
from tests.ballots.secret import house as houses
from tests.factories import StaffAccountFactory, TerritoryFactory
from tests.officers import officer
from tests.signing import enter
from tests.web.ballots.given import TICK, announced
from tests.web.secret.test_flow import ITEMS, RULE
from yuanba.audit import logs
from yuanba.ballots import actions, bundle, queries, secret_places, states
from yuanba.ballots.models import Ballot, SecretBallot, TrusteeShare
from yuanba.ballots.secret import codes
from yuanba.people.models import Account
from yuanba.verify import verify
from yuanba.web import clock

pytestmark = pytest.mark.django_db
START = clock.now().replace(microsecond=0)
SHEET = re.compile(r'<ol class="seed-lines">(.*?)</ol>', re.DOTALL)
LINE = re.compile(r"<li>([^<]+)</li>")
WRONG, EARLY, SEALED = "号份额不是这次投票的", "截止以后才需要填份额", "票还没有开封"


class Ceremony:
    """A vote announced for tomorrow; its organiser's browser and a stranger's."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = START
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.world = given.subdistrict(per_compound=7, now=START)
        opens = START + timedelta(days=1)
        window = {"opens_at": opens, "closes_at": opens + timedelta(days=3)}
        self.ballot = announced(
            self.world, level="S", kind=Ballot.Kind.OPINION, items=ITEMS, rule=RULE, ordered_by="", **window
        )
        self.issuers, self.urn = houses.services(folder, logs.verifier_key(logs.REGISTER))
        monkeypatch.setattr(secret_places, "issuers", lambda: self.issuers)
        monkeypatch.setattr(secret_places, "urn", lambda: houses.NearUrn(self.urn))
        monkeypatch.setattr(secret_places, "urn_address", lambda: houses.ADDRESS)
        self.folder, self.stranger = folder, Client()
        self.address, self.door = f"/desk/secret/{self.ballot.pk}/ceremony", f"/secret/{self.ballot.pk}/trustees"

    @property
    def organiser(self) -> Client:
        """Signed in anew: idle sessions end while the test's days pass."""
        client = Client()
        enter(client, self.world.staff["STREET_ORGANISER"][0])
        return client

    def hold(self, verb: str = "hold") -> list[str]:
        """The shares as the page shows them, each as its five lines."""
        page = self.organiser.post(self.address, {"verb": verb})
        assert page.headers["Cache-Control"] == "no-store"
        return ["\n".join(LINE.findall(lines)) for lines in SHEET.findall(page.content.decode())]

    def voted(self, choices: tuple[str, ...]) -> None:
        """The vote opens at its hour, some vote, it closes and its urn is emptied."""
        self.organiser.post(self.address, {"verb": "services"})
        self.now = self.ballot.opens_at
        self.ballot = actions.open_ballot(ballot_id=self.ballot.pk, actor=TICK, now=self.now)
        house = houses.House(None, self.ballot, self.issuers, self.urn, [], self.folder)  # type: ignore[arg-type]
        for number, choice in enumerate(choices):
            person = self.world.residents[number].person
            assert house.cast(house.paper(person, number, self.now, q1=[choice]), self.now)[0] == 202

    def close(self) -> None:
        self.now = self.ballot.closes_at
        actions.close(ballot_id=self.ballot.pk, actor=TICK, now=self.now)
        actions.secret_round(urn=houses.NearUrn(self.urn), issuers=self.issuers, now=self.now)

    def hand(self, text: str, says: str) -> None:
        """Somebody types a share in on the trustees' page, and the page says so."""
        page = self.stranger.post(self.door, {"share": text, "request_key": uuid4().hex}, follow=True).content.decode()
        assert says in page, re.sub(r"<[^>]+>|\s+", " ", page)[-900:]


@pytest.fixture
def ceremony(tmp_path, monkeypatch) -> Ceremony:
    return Ceremony(tmp_path, monkeypatch)


def test_nobody_but_this_streets_organiser_holds_or_sees_the_ceremony(ceremony) -> None:
    world = ceremony.world
    elsewhere = officer("STREET_ORGANISER", TerritoryFactory(kind="SUBDISTRICT", name="别处街道"), START)
    accounts = [world.residents[0], world.staff["COMMUNITY_WORKER"][0], world.staff["FINANCE_OFFICER"][0]]
    accounts += [StaffAccountFactory(), Account.objects.get(person=elsewhere.person_id)]
    for account in accounts:
        client = Client()
        enter(client, account)
        for verb in ("services", "hold", "again"):
            assert client.post(ceremony.address, {"verb": verb}).status_code in (403, 404), account
        assert client.get(ceremony.address).status_code in (403, 404)
    assert ceremony.stranger.post(ceremony.address, {"verb": "hold"}).status_code == 302
    guarded = Client(enforce_csrf_checks=True)
    enter(guarded, world.staff["STREET_ORGANISER"][0])
    assert guarded.post(ceremony.address, {"verb": "hold"}).status_code == 403, "another site cannot send it"
    for verb in ("", "hold"):
        ceremony.organiser.get(ceremony.address, {"verb": verb})
    assert not SecretBallot.objects.get().sealing, "nothing was made"


def test_two_of_three_trustees_open_the_vote_and_the_third_is_not_needed(ceremony) -> None:
    lost = ceremony.hold()
    assert ceremony.organiser.post(ceremony.address, {"verb": "hold"}).status_code == 409
    shares = ceremony.hold("again")
    assert len(lost) == len(shares) == 3 and not {*lost} & {*shares}
    assert not SHEET.findall(ceremony.organiser.get(ceremony.address).content.decode()), "shown once"
    ceremony.voted(("a", "b", "b"))
    assert ceremony.organiser.post(ceremony.address, {"verb": "again"}).status_code == 409, "its key is public now"
    ceremony.hand(shares[0], EARLY)
    ceremony.close()
    # Whoever asks: somebody who guesses, a share of the ceremony before, two lines swapped, a line of another's share.
    first = codes.read_share(shares[0])
    guess = codes.share_text(codes.Share(2, first.y ^ 5, first.tag))
    ceremony.hand(guess, WRONG)
    ceremony.hand(lost[0], WRONG)
    lines, others = shares[0].splitlines(), shares[1].splitlines()
    ceremony.hand("\n".join([lines[1], lines[0], *lines[2:]]), "已到0份")
    ceremony.hand("\n".join([*lines[:3], *others[3:]]), "已到0份")
    ceremony.hand("", "已到0份")
    assert not TrusteeShare.objects.exists()
    # One trustee alone opens nothing, not with the same share twice and not through two doors.
    ceremony.hand(shares[0], "已到1份")
    ceremony.hand(shares[0].lower().replace("-", ""), "已到1份")
    answer = ceremony.stranger.post(
        f"/secret/{ceremony.ballot.pk}/shares", {"share": shares[0]}, content_type="application/json"
    )
    assert answer.json() == {"have": 1, "need": 2, "opened": 0}
    move = f"/desk/ballots/{ceremony.ballot.pk}/move"
    page = ceremony.organiser.post(move, {"verb": "count"}, follow=True)
    assert page.status_code == 409 and SEALED in page.content.decode()
    assert Ballot.objects.get(pk=ceremony.ballot.pk).state == states.CLOSED
    # The second trustee never comes; the third does, after a slip of the pen that the page names by its line.
    wrong = ("0" if shares[2][1] != "0" else "1").join((shares[2][:1], shares[2][2:]))
    ceremony.hand(wrong, "第 1 行")
    ceremony.hand(shares[2], "到场的保管人够了")
    assert not TrusteeShare.objects.exclude(value="").exists(), "values are erased once the key is there"
    ceremony.hand(shares[1], "到场的保管人够了")
    for verb in ("count", "publish"):
        assert ceremony.organiser.post(move, {"verb": verb}, follow=True).status_code == 200
    assert queries.result(ceremony.ballot.pk)["items"][0]["votes"] == {"a": 1, "b": 2}
    packed = bundle.write(Ballot.objects.get(pk=ceremony.ballot.pk), ceremony.folder / "bundle.zip", full=True)
    assert verify(packed) == []
