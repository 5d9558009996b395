"""A secret ballot in the database, with both issuers and the urn as objects beside it."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.ballots import given as here
from yuanba.audit import logs
from yuanba.ballots import actions, queries
from yuanba.ballots.models import Ballot
from yuanba.ballots.secret import papers
from yuanba.ballots.secret.clients import NearUrn
from yuanba.ballots.secret.issuer import Issuer
from yuanba.ballots.secret.seed import ISSUERS, Voice, voice
from yuanba.ballots.secret.urn import Urn
from yuanba.people.models import Person

ITEMS = (actions.NewItem("q1", 1, (actions.NewOption("agree"), actions.NewOption("against"))),)
RULE = {"id": "approval", "version": 1, "source": "the announcement", "seats": 1}
ADDRESS = "https://urn.example"


def fetch(path: str) -> bytes:
    """What the platform's pages answer."""
    number = int(path.split("/")[2])
    if path.endswith("manifest.json"):
        return json.dumps(queries.published_manifest(number)).encode()
    if path.endswith("revoked.json"):
        return json.dumps(queries.revoked_keys(number)).encode()
    return b"".join(queries.roll_lines(Ballot.objects.get(pk=number)))


@dataclass
class House:
    """A ballot that is open, who may vote, and the services."""

    place: here.Place
    ballot: Ballot
    issuers: list[Issuer]
    urn: Urn
    shares: list[str]
    folder: Path
    clerks: list = field(default_factory=list)

    @property
    def near(self) -> NearUrn:
        return NearUrn(self.urn)

    @property
    def on(self) -> papers.Terms:
        return papers.terms(self.ballot.manifest.encode())

    def voice(self, number: int) -> Voice:
        return voice(seed(number), self.on.manifest_hash, self.on.moduli)

    def ask(self, person: Person, number: int, now: datetime = here.DURING) -> list[str]:
        """This person takes tokens with this seed."""
        mine = self.voice(number)
        blinded = [b64(mine.blinded(issuer, self.on.moduli[issuer])) for issuer in ISSUERS]
        return actions.ask_token(
            ballot_id=self.ballot.pk, blinded=blinded, actor=here.voter(person), issuers=self.issuers, now=now
        )

    def paper(self, person: Person, number: int, now: datetime = here.DURING, **choices: list[str]) -> bytes:
        mine, on = self.voice(number), self.on
        answers = self.ask(person, number, now)
        tokens = {
            issuer: mine.token(issuer, on.moduli[issuer], papers.plain64(answer))
            for issuer, answer in zip(ISSUERS, answers, strict=True)
        }
        return papers.make(on, mine, tokens, papers.sealed_choices(on, mine.key, choices or {"q1": ["agree"]}))

    def cast(self, body: bytes, now: datetime = here.DURING) -> tuple[int, dict]:
        if not self.urn.is_ready(str(self.ballot), now):
            self.urn.learn(str(self.ballot), now)
        return self.urn.cast(body, now)

    def round(self, now: datetime = here.DURING) -> int:
        return actions.secret_round(urn=self.near, issuers=self.issuers, now=now)

    def closed(self) -> Ballot:
        self.ballot = here.closed(self.ballot)
        self.round(here.CLOSES)
        return self.ballot

    def opened(self, shares: tuple[int, ...] = (0, 2)) -> None:
        for number in shares:
            actions.hand_in_share(ballot_id=self.ballot.pk, share=self.shares[number], actor=here.TICK, now=here.CLOSES)

    def published(self) -> Ballot:
        self.closed()
        self.opened()
        self.ballot = here.published(self.ballot, self.place)
        return self.ballot

    def clerk(self):
        self.clerks.append(self.place.official("ballots.paper"))
        return self.clerks[-1]


def seed(number: int) -> bytes:
    return hashlib.sha256(b"house %d" % number).digest()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def services(folder: Path, key: str) -> tuple[list[Issuer], Urn]:
    issuers = [
        Issuer(folder / f"issuer-{number}", name=f"issuer {number}", register_key=key, fetch=fetch)
        for number in ISSUERS
    ]
    return issuers, Urn(folder / "urn", register_key=key, fetch=fetch)


def announced(folder: Path, *, voters: int = 14, **changes: object) -> House:
    """Announced, with its ceremony held and its services asked."""
    place = here.place(voters)
    values: dict = {"level": "S", "kind": Ballot.Kind.OPINION, "items": ITEMS, "rule": RULE, "ordered_by": ""}
    ballot = here.announced(place, **(values | changes))
    issuers, urn = services(folder, logs.verifier_key(logs.REGISTER))
    organiser = place.organiser()
    shares = actions.hold_ceremony(ballot_id=ballot.pk, actor=organiser, now=here.BEFORE)
    house = House(place, ballot, issuers, urn, shares, folder)
    actions.ask_services(
        ballot_id=ballot.pk,
        issuers=issuers,
        urn=house.near,
        urn_address=ADDRESS,
        actor=organiser,
        now=here.BEFORE + timedelta(hours=1),
    )
    return house


def opened(folder: Path, **changes: object) -> House:
    house = announced(folder, **changes)
    house.ballot = actions.open_ballot(ballot_id=house.ballot.pk, actor=here.TICK, now=here.OPENS)
    return house
