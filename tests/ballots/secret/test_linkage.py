"""Linkage: does anything that is stored tell in which order people voted? 1,000 ballots, fixed seed, permutation test.

Whoever runs the platform knows when each person took a token. So the order of casting is what a thief of all disks
would need; the attack is a correlation between it and any order in which the papers can be read. Batches follow each
other (that is known and said: twenty can be told from the next twenty); inside a batch nothing may.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from tests.ballots import given as times
from tests.ballots.secret import given
from tests.ballots.secret import house as houses
from tests.verify.secrets import quick_paper
from yuanba.audit.models import LogEntry
from yuanba.ballots import actions, sealing, secret_models
from yuanba.ballots.actions import secret_closing
from yuanba.ballots.models import SealedPaper
from yuanba.ballots.secret import papers
from yuanba.ballots.secret.urn import Urn

VOTES, BATCH, TRIES, LEAST = 1000, 20, 1000, 0.001


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


@pytest.mark.django_db
def test_nothing_stored_tells_the_order_of_casting(tmp_path, monkeypatch) -> None:
    house = houses.opened(tmp_path, voters=12)
    house.urn, plain = urn_of(house, tmp_path / "urn", Random(3).shuffle), urn_of(house, tmp_path / "plain", list)
    made = thousand_papers(house)
    for one in made:
        house.urn.cast(one.body, times.DURING)
        plain.cast(one.body, times.DURING)
    house.round()
    here = times.closed(house.ballot)
    monkeypatch.setattr(secret_closing, "_check_statements", lambda *_: None)  # a thousand tokens would take a minute
    assert actions.empty_urn(ballot_id=here.pk, urn=house.near, issuers=house.issuers, now=times.CLOSES)
    hashes = [one.hash for one in made]
    for name, order, group in artefacts(here, tmp_path):
        places = {one: place for place, one in enumerate(order)}
        assert len(places) == VOTES, name
        assert p_value([places[one] for one in hashes], group) >= LEAST, name
    order = [one for number in range(VOTES // BATCH) for one in plain.batch(str(here), number)]
    assert p_value([order.index(one) for one in hashes], BATCH) < LEAST, "an urn that does not shuffle would be found"


def artefacts(ballot, tmp_path):
    """(what, hashes of the papers in its order, whether batches may be seen in it)."""
    urn = sqlite3.connect(tmp_path / "urn" / "urn.sqlite3")
    yield "urn: rows as they lie", [row[0] for row in urn.execute("SELECT hash FROM paper")], VOTES
    batches = [json.loads(row[0]) for row in urn.execute("SELECT hashes FROM batch ORDER BY number")]
    assert [len(batch) for batch in batches] == [BATCH] * (VOTES // BATCH)
    yield "urn: batches", [one for batch in batches for one in batch], BATCH
    whole = b"".join(file.read_bytes() for file in sorted((tmp_path / "urn").iterdir()))
    hashes = [row[0] for row in urn.execute("SELECT hash FROM paper")]
    yield "urn: bytes of the files", sorted(hashes, key=lambda one: whole.find(one.encode())), BATCH
    rows = SealedPaper.objects.filter(ballot=ballot).order_by("pk")
    yield "platform: ids of the papers", list(rows.values_list("hash", flat=True)), VOTES
    leaves = LogEntry.objects.filter(log__name=sealing.log_name(ballot.pk), body__contains='"kind":"sealed"').order_by(
        "pk"
    )
    yield "log: ids and indexes of the leaves", [json.loads(one.body)["paper"] for one in leaves], BATCH
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for order in ("ctid", "xmin::text::bigint, cmin::text::bigint, ctid"):
                cursor.execute(f"SELECT hash FROM ballots_sealedpaper ORDER BY {order}")
                yield f"platform: {order}", [row[0] for row in cursor.fetchall()], VOTES


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
