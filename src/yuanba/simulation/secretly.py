"""Residents of an invented compound vote in secret, every step by the action or the service that a phone would ask."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings

from yuanba.audit import logs
from yuanba.ballots import actions, bundle, queries
from yuanba.ballots.models import Ballot, RollRow
from yuanba.ballots.secret import papers
from yuanba.ballots.secret.clients import NearUrn
from yuanba.ballots.secret.issuer import Issuer
from yuanba.ballots.secret.seed import ISSUERS, voice
from yuanba.ballots.secret.urn import Urn
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import SHANGHAI
from yuanba.kernel.verdict import Refused
from yuanba.places.models import Territory
from yuanba.simulation.invent import Inventor
from yuanba.simulation.world import CompoundPlan, World, build

TICK = system("tick")
START = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
NOTICE, WINDOW = timedelta(days=10), timedelta(days=7)
DWELLINGS_PER_BUILDING = 80
ON_PAPER = 12  # one in so many takes a sheet of paper
LEANING = {"o1": 46, "o2": 33, "o3": 21}
TITLE = "给小区选一句标语"
OPTIONS = ("院坝里有话好好说", "邻里守望，和气一家", "人人动手，家园常新")


@dataclass
class Services:
    """Both issuers and the urn, each with a folder of its own."""

    issuers: list[Issuer]
    urn: Urn

    @property
    def near(self) -> NearUrn:
        return NearUrn(self.urn)


def services(folder: Path) -> Services:
    key = logs.verifier_key(logs.REGISTER)
    names = {1: "平台", 2: "居委会"}
    issuers = [Issuer(folder / f"issuer-{one}", name=names[one], register_key=key, fetch=fetch) for one in ISSUERS]
    return Services(issuers, Urn(folder / "urn", register_key=key, fetch=fetch))


def fetch(path: str) -> bytes:
    """What the platform's pages answer to a service."""
    number = int(path.split("/")[2])
    if path.endswith("manifest.json"):
        return json.dumps(queries.published_manifest(number)).encode()
    if path.endswith("revoked.json"):
        return json.dumps(queries.revoked_keys(number)).encode()
    return b"".join(queries.roll_lines(Ballot.objects.get(pk=number)))


def opened(
    territory: Territory,
    beside: Services,
    organiser: Actor,
    *,
    told: datetime,
    opens: datetime,
    closes: datetime,
    urn_address: str = "https://urn.example",
) -> tuple[Ballot, list[str]]:
    """The ballot is open; with the shares of its three trustees."""
    item = actions.NewItem(
        "motto",
        1,
        tuple(actions.NewOption(key, label) for key, label in zip(LEANING, OPTIONS, strict=True)),
        label=TITLE,
    )
    order = actions.BallotOrder(
        territory_id=territory.pk,
        title=TITLE,
        kind=Ballot.Kind.OPINION,
        items=(item,),
        rule={"id": "approval", "version": 1, "source": "公告", "seats": 1},
        opens_at=opens,
        closes_at=closes,
        level="S",
        secret=actions.SecretTerms(needed=2, trustees=3),
    )
    ballot = actions.draft(order=order, actor=organiser, now=told)
    actions.announce(ballot_id=ballot.pk, actor=organiser, now=told)
    shares = actions.hold_ceremony(ballot_id=ballot.pk, actor=organiser, now=told)
    actions.ask_services(
        ballot_id=ballot.pk,
        issuers=beside.issuers,
        urn=beside.near,
        urn_address=urn_address,
        actor=organiser,
        now=told,
    )
    return actions.open_ballot(ballot_id=ballot.pk, actor=TICK, now=opens), shares


def phone(ballot: Ballot, person_id: int, seed: bytes, beside: Services, chosen: str, now: datetime) -> bytes:
    """What a phone does: tokens from the seed, choices sealed, the paper signed. Raises Refused."""
    on = papers.terms(ballot.manifest.encode())
    mine = voice(seed, on.manifest_hash, on.moduli)
    asked = [base64.b64encode(mine.blinded(one, on.moduli[one])).decode() for one in ISSUERS]
    voter = Actor(id=f"person:{person_id}", account_id=None, person_id=person_id)
    answers = actions.ask_token(ballot_id=ballot.pk, blinded=asked, actor=voter, issuers=beside.issuers, now=now)
    tokens = {
        one: mine.token(one, on.moduli[one], papers.plain64(answer))
        for one, answer in zip(ISSUERS, answers, strict=True)
    }
    return papers.make(on, mine, tokens, papers.sealed_choices(on, mine.key, {"motto": [chosen]}))


@dataclass
class Told:
    """What came of it."""

    acknowledged: int = 0
    unused: int = 0
    second_seed: int = 0
    sheets: int = 0


def vote(
    ballot: Ballot,
    people: list[tuple[int, int]],
    random: Random,
    beside: Services,
    clerks: list[Actor],
    *,
    until: datetime,
) -> tuple[Told, list[bytes], list[dict[str, list[str]]]]:
    """Everybody of `people` (roll row, person) has voted, on the phone or on paper; a few took a token and forgot it."""
    told, sent, sheets = Told(), [], []
    step = (until - ballot.opens_at) / (len(people) + 1)
    for place, (row_id, person_id) in enumerate(people, 1):
        now, chosen = ballot.opens_at + step * place, random.choices(list(LEANING), list(LEANING.values()))[0]
        if random.randrange(ON_PAPER) == 0:
            actions.give_paper(ballot_id=ballot.pk, roll_row_id=row_id, actor=clerks[0], now=now)
            sheets.append({"motto": [chosen]})
            continue
        body = phone(ballot, person_id, random.randbytes(32), beside, chosen, now)
        if random.randrange(40) == 0:
            told.unused += 1
            continue
        if random.randrange(40) == 0:
            try:
                phone(ballot, person_id, random.randbytes(32), beside, chosen, now)
            except Refused as why:
                assert why.verdict.code == "ballots.token_conflict", why.verdict
                told.second_seed += 1
        if not beside.urn.is_ready(str(ballot), now):
            beside.urn.learn(str(ballot), now)
        beside.urn.cast(body, now)
        sent.append(body)
        if place % 500 == 0:
            actions.log_batches(ballot_id=ballot.pk, urn=beside.near, now=now)
    told.sheets = len(sheets)
    return told, sent, sheets


def counted(
    ballot: Ballot,
    beside: Services,
    shares: list[str],
    sheets: list[dict[str, list[str]]],
    clerks: list[Actor],
    organiser: Actor,
) -> Ballot:
    """Closed by the clock, the urns emptied, opened by two of three trustees, counted and published."""
    now = ballot.closes_at
    actions.close(ballot_id=ballot.pk, actor=TICK, now=now)
    actions.secret_round(urn=beside.near, issuers=beside.issuers, now=now)
    if sheets:
        for clerk in clerks:
            actions.read_urn(ballot_id=ballot.pk, sheets=sheets, actor=clerk, now=now)
    for share in (shares[2], shares[0]):
        actions.hand_in_share(ballot_id=ballot.pk, share=share, actor=TICK, now=now)
    actions.count(ballot_id=ballot.pk, actor=TICK, now=now + timedelta(hours=1))
    return actions.publish(ballot_id=ballot.pk, actor=organiser, now=now + timedelta(hours=1))


def simulate(
    *, dwellings: int, seed: int, turnout: int, bundle_file: Path, tell: Callable[[str], None]
) -> dict[str, Any]:
    """A secret ballot from announcement to bundle in the present, empty database. Returns the report as printed."""
    started = time.monotonic()
    inventor, random = Inventor(seed, phones=dwellings), Random(seed)
    plan = CompoundPlan("模拟小区", 0, dwellings, 0, max(1, dwellings // DWELLINGS_PER_BUILDING))
    world = build([plan], inventor, START, tell=tell)
    beside = services(settings.DATA_DIR / "secret")
    organiser = world.officer("STREET_ORGANISER", START)
    territory = world.compounds[0].territory
    opens = START + NOTICE
    ballot, shares = opened(territory, beside, organiser, told=START, opens=opens, closes=opens + WINDOW)
    people = [pair for pair in voters(ballot) if random.randrange(100) < turnout]
    tell(f"{len(people)} / {ballot.roll_rows} 人投票")
    clerks = list(paper_clerks(world, opens))
    until = ballot.closes_at - timedelta(minutes=1)
    told, sent, sheets = vote(ballot, people, random, beside, clerks, until=until)
    tell(f"{len(sent)} 张密封票，{told.sheets} 张纸票")
    ballot = counted(ballot, beside, shares, sheets, clerks, world.officer("STREET_ORGANISER", ballot.closes_at))
    written = {(status, said["state"]) for status, said in (beside.urn.cast(body, ballot.closes_at) for body in sent)}
    told.acknowledged = len(sent) if written == {(200, "written")} else 0
    result = queries.public_result(ballot.pk)
    came, roll, state = result["participation"], result["roll"], queries.secret_state(ballot)
    return {
        "outcome": {item["key"]: {"chosen": item["chosen"], "votes": item["votes"]} for item in result["items"]},
        "participation": {measure: [came[measure], roll[measure]] for measure in ("heads", "area_cm2")},
        "acknowledged": told.acknowledged,
        "logged": state.written,
        "on_paper": state.sheets_found,
        "tokens": {"given": state.tokens, "not_used": state.tokens - state.written},
        "refused": {"second_token": told.second_seed},
        "bundle": str(bundle.write(ballot, bundle_file, full=True)),
        "seconds": round(time.monotonic() - started, 1),
    }


def voters(ballot: Ballot) -> Iterator[tuple[int, int]]:
    """(roll row, person) of everybody on the roll, by persons: the same in every run of a seed."""
    rows = RollRow.objects.filter(ballot=ballot, person__isnull=False).order_by("person_id")
    yield from rows.values_list("pk", "person_id")


def paper_clerks(world: World, now: datetime) -> Iterator[Actor]:
    """Two people who may count sheets."""
    for number in (0, 1):
        yield world.officer("SCREENER", now, number)
