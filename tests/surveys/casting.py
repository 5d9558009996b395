"""A phone's part in a secret survey: a ticket, a sealed sheet, the urn."""

import json
from datetime import datetime

from tests.ballots.secret import house as houses
from tests.surveys.given import voter
from yuanba.ballots import actions as ballots
from yuanba.ballots.models import Ballot
from yuanba.ballots.secret import papers
from yuanba.ballots.secret.seed import ISSUERS, voice
from yuanba.people.models import Person


def cast(ballot: Ballot, person: Person, number: int, services: tuple, now: datetime, **choices: list[str]) -> None:
    """This person's sheet is in the urn; `choices` by item, with _ for the dot (t1_q2). `services`: (issuers, urn)."""
    issuers, urn = services
    on = papers.terms(ballot.manifest.encode())
    mine = voice(houses.seed(number), on.manifest_hash, on.moduli)
    blinded = [houses.b64(mine.blinded(issuer, on.moduli[issuer])) for issuer in ISSUERS]
    told = ballots.ask_token(ballot_id=ballot.pk, blinded=blinded, actor=voter(person), issuers=issuers, now=now)
    pairs = zip(ISSUERS, told, strict=True)
    tokens = {issuer: mine.token(issuer, on.moduli[issuer], papers.plain64(one)) for issuer, one in pairs}
    items = [one["key"] for one in json.loads(ballot.manifest)["items"]]
    sheet = {key: choices.get(key.replace(".", "_"), []) for key in items}
    if not urn.is_ready(str(ballot), now):
        urn.learn(str(ballot), now)
    status, said = urn.cast(papers.make(on, mine, tokens, papers.sealed_choices(on, mine.key, sheet)), now)
    assert status in (200, 202), said
