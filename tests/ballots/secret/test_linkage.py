"""Linkage: does anything that is stored tell in which order people voted? 1,000 ballots, fixed seed, permutation test.

Whoever runs the platform knows when each person took a token. So the order of casting is what a thief of all disks
would need; the attack is a correlation between it and any order in which the papers can be read. Batches follow each
other (that is known and said: twenty can be told from the next twenty); inside a batch nothing may.
"""

import json
import logging
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from django.db import connection
from django.test import Client

from tests.ballots import given as times
from tests.ballots.secret import given, traces
from tests.ballots.secret import house as houses
from tests.factories import AccountFactory
from tests.signing import enter
from tests.verify.secrets import quick_paper
from yuanba.audit.models import LogEntry
from yuanba.ballots import actions, sealing, secret_models, secret_places
from yuanba.ballots.actions import secret_closing
from yuanba.ballots.models import SealedPaper
from yuanba.ballots.secret import papers
from yuanba.ballots.secret.seed import ISSUERS
from yuanba.ballots.secret.urn import Urn
from yuanba.web import clock

VOTES, PEOPLE, BATCH, TRIES, LEAST = 1000, 40, 20, 1000, 0.001


def p_value(found: list[int], group: int) -> float:
    """How often chance alone comes as near to the order of casting as this order does, or as near to its reverse.

    `found[i]` is the place of the vote that was cast as the i-th; only places within groups of `group` are compared.
    """
    random = Random(20261120)
    blocks = [found[at : at + group] for at in range(0, len(found), group)]
    ranks = [[sorted(block).index(one) for one in block] for block in blocks]

    def score(order: list[list[int]]) -> int:
        return sum(place * one for block in order for place, one in enumerate(block))

    middle = sum((len(block) - 1) ** 2 * len(block) / 4 for block in blocks)
    own, beyond = abs(score(ranks) - middle), 0
    for _ in range(TRIES):
        for block in ranks:
            random.shuffle(block)
        beyond += abs(score(ranks) - middle) >= own
    return (beyond + 1) / (TRIES + 1)


def urn_of(house: houses.House, folder: Path, shuffle: Callable[[list[str]], None]) -> Urn:
    """An urn with the key that the manifest names."""
    key = house.folder / "urn" / "statements.ed25519"
    folder.mkdir(exist_ok=True)
    if not (folder / key.name).exists():
        shutil.copy(key, folder)
    urn = Urn(folder, register_key=house.urn.register_key, fetch=houses.fetch, shuffle=shuffle)
    urn.learn(str(house.ballot), times.DURING)
    return urn


def thousand_papers(house: houses.House) -> list[papers.Paper]:
    """In the order in which they are cast."""
    name = str(house.ballot)
    own = given.keys()
    own.issuers = {number: one._key(name) for number, one in enumerate(house.issuers, 1)}
    return [papers.read(quick_paper(own, house.on, {"q1": ["agree"]}), house.on) for _ in range(VOTES)]


@dataclass
class Vote:
    """A thousand votes in the order in which they were cast, of which forty by people who signed in on the site."""

    house: houses.House
    made: list[papers.Paper]
    people: list[str]  # what each of the forty asked the first issuer, in their order
    secrets: list[str]  # what nothing may know that knows a person: keys, hashes and tokens of the forty
    urn_log: bytes
    half: bytes  # the program's backup when half had voted


def voted(folder: Path, spy: traces.WriteAheadLog | None, watch: pytest.MonkeyPatch) -> Vote:
    """All vote, the clock fetches batches meanwhile as it does, and the urn is emptied at the close."""
    house = houses.opened(folder, voters=PEOPLE)
    house.urn = urn_of(house, folder / "urn", Random(3).shuffle)
    kept = house.urn._store = traces.KeepsLog(house.urn._store, folder / "urn" / "urn.sqlite3")
    watch.setattr(secret_places, "issuers", lambda: house.issuers)
    watch.setattr(secret_closing, "_check_statements", lambda *_: None)  # a thousand tokens would take a minute
    made, bodies = thousand_papers(house), {}
    people, secrets, half = [], [], b""
    for at in range(VOTES):
        if at % (VOTES // PEOPLE) == 7:
            number = at // (VOTES // PEOPLE)
            asked, bodies[at] = by_phone(house, number)
            made[at] = papers.read(bodies[at], house.on)
            people.append(asked)
            document = json.loads(bodies[at])
            secrets += [made[at].hash, made[at].key_hash, document["key"][:40], document["randomiser"]]
            secrets += [token[:40] for token in document["tokens"]]
        house.urn.cast(made[at].body, times.DURING)
        if at % 70 == 69:
            house.round()
        if at == VOTES // 2:
            house.round()
            half = traces.backup(folder, "half")
    house.round()
    here = house.ballot = times.closed(house.ballot)
    assert actions.empty_urn(ballot_id=here.pk, urn=house.near, issuers=house.issuers, now=times.CLOSES)
    return Vote(house, made, people, secrets, kept.taken, half)


def by_phone(house: houses.House, number: int) -> tuple[str, bytes]:
    """Somebody signs in, asks for the tickets on the site, and votes; what the first issuer was asked, and the paper."""
    client = Client()
    enter(client, AccountFactory(person=house.place.voters[number]))
    mine, on, base = house.voice(number), house.on, f"/secret/{house.ballot.pk}"
    blinded = [houses.b64(mine.blinded(issuer, on.moduli[issuer])) for issuer in ISSUERS]
    answer = client.post(f"{base}/tokens", {"blinded": blinded}, content_type="application/json")
    tokens = {
        issuer: mine.token(issuer, on.moduli[issuer], papers.plain64(one))
        for issuer, one in zip(ISSUERS, answer.json()["signatures"], strict=True)
    }
    assert client.get(f"{base}/mine").json()["state"] == "TOKEN"
    sealed = papers.sealed_choices(on, mine.key, {"q1": ["agree"]})
    return blinded[0], papers.make(on, mine, tokens, sealed)


def artefacts(vote: Vote, folder: Path, spy: traces.WriteAheadLog) -> Iterator[tuple[str, list[str], int]]:
    """(what, hashes of the papers in its order, how many that follow each other may be told from the next ones)."""
    ballot, hashes = vote.house.ballot, [one.hash for one in vote.made]
    urn = sqlite3.connect(folder / "urn" / "urn.sqlite3")
    yield "urn: rows as they lie", [row[0] for row in urn.execute("SELECT hash FROM paper")], VOTES
    batches = [json.loads(row[0]) for row in urn.execute("SELECT hashes FROM batch ORDER BY number")]
    assert [len(batch) for batch in batches] == [BATCH] * (VOTES // BATCH)
    yield "urn: batches", [one for batch in batches for one in batch], BATCH
    whole = b"".join(file.read_bytes() for file in sorted((folder / "urn").iterdir()))
    yield "urn: bytes of the files", traces.order_in(whole, hashes), BATCH
    yield "urn: write-ahead log, copied before each time it was emptied", traces.order_in(vote.urn_log, hashes), BATCH
    rows = SealedPaper.objects.filter(ballot=ballot).order_by("pk")
    yield "platform: ids of the papers", list(rows.values_list("hash", flat=True)), VOTES
    log = sealing.log_name(ballot.pk)
    leaves = LogEntry.objects.filter(log__name=log, body__contains='"kind":"sealed"').order_by("pk")
    yield "log: ids and indexes of the leaves", [json.loads(one.body)["paper"] for one in leaves], BATCH
    yield "platform: write-ahead log", traces.order_in(spy.read(), hashes), BATCH
    yield "platform: dump", traces.order_in(traces.dump(), hashes), BATCH
    yield "the program's backup at the end", traces.order_in(traces.backup(folder, "whole"), hashes), BATCH
    yield "the program's backup at half time", traces.order_in(vote.half, hashes), BATCH
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for order in ("ctid", "xmin::text::bigint, cmin::text::bigint, ctid"):
                cursor.execute(f"SELECT hash FROM ballots_sealedpaper ORDER BY {order}")
                yield f"platform: {order}", [row[0] for row in cursor.fetchall()], VOTES
                of_log = f"SELECT body FROM audit_logentry WHERE body LIKE '%sealed%' ORDER BY {order}"
                cursor.execute(of_log)
                yield f"log: {order}", [json.loads(row[0])["paper"] for row in cursor.fetchall()], BATCH


def suspects(vote: Vote, folder: Path, spy: traces.WriteAheadLog) -> set[str]:
    """What seems to tell the order of casting."""
    found = set()
    for name, order, group in artefacts(vote, folder, spy):
        places = {one: place for place, one in enumerate(order)}
        cast = [places[one.hash] for one in vote.made if one.hash in places]
        assert len(cast) == len(order) == (VOTES // 2 if "half" in name else VOTES), name
        if p_value(cast, group) < LEAST:
            found.add(name)
    return found


@pytest.mark.django_db(transaction=True)
def test_nothing_stored_tells_the_order_of_casting(tmp_path, monkeypatch, caplog) -> None:
    """With some fifteen artefacts chance alone strikes one in a hundred runs: then all is done again, and the same
    artefact must strike again."""
    monkeypatch.setattr(clock, "now", lambda: times.DURING)
    caplog.set_level(logging.INFO)
    before: set[str] | None = None
    with traces.on_disk(tmp_path) as file:
        for attempt in ("first", "again"):
            folder, spy = tmp_path / attempt, traces.WriteAheadLog(file)
            folder.mkdir()
            vote = voted(folder, spy, monkeypatch)
            if before is None:
                that_the_attack_would_find_something(vote, folder, spy)
                that_nothing_knows_person_and_paper(vote, caplog.text)
            found = suspects(vote, folder, spy)
            before = found if before is None else before & found
            if not before:
                return
    pytest.fail(f"these tell in which order people voted: {sorted(before)}")


def that_the_attack_would_find_something(vote: Vote, folder: Path, spy: traces.WriteAheadLog) -> None:
    """An urn that does not shuffle is found, and so is the order in which people took their tickets."""
    plain = urn_of(vote.house, folder / "plain", list)
    for one in vote.made[: 10 * BATCH]:
        plain.cast(one.body, times.DURING)
    name = str(vote.house.ballot)
    order = [one for number in range(10) for one in plain.batch(name, number)]
    assert p_value([order.index(one.hash) for one in vote.made[: 10 * BATCH]], BATCH) < LEAST
    for data in (spy.read(), traces.dump()):
        seen = traces.words_in(data, [one[:60] for one in vote.people])
        assert p_value([seen.index(one[:60]) for one in vote.people], PEOPLE) < LEAST


def that_nothing_knows_person_and_paper(vote: Vote, web_log: str) -> None:
    """Papers stand in their two tables; sessions, devices, records, messages and whatever was logged say nothing."""
    assert traces.tables_that_say(vote.secrets) == {"audit_logentry", "ballots_sealedpaper"}
    assert traces.tables_that_say([vote.people[0]]) == {"ballots_tokenrequest"}
    assert [one for one in vote.secrets if one in web_log] == []


def test_no_row_of_a_token_or_a_paper_has_a_time() -> None:
    """Times, addresses and sessions are what would join the two tables; neither has any."""
    for model in (
        secret_models.Turn,
        secret_models.TokenRequest,
        secret_models.SealedPaper,
        secret_models.TrusteeShare,
    ):
        kinds = {field.get_internal_type() for field in model._meta.get_fields() if hasattr(field, "get_internal_type")}
        assert not kinds & {"DateTimeField", "DateField", "TimeField", "GenericIPAddressField", "JSONField"}, model
