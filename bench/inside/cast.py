"""A ballot under way for the cast row: prepared with its voters, filled with earlier votes, counted afterwards."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.inside import answer

OPTIONS = 10  # candidates per item
ITEMS = (("compound", 2), ("volunteer", 5), ("team", 3), ("story", 1))  # four honours, as in Huayang
SESSIONS = 500
BATCH = 20_000
EARLIER_PAPERS = """
INSERT INTO ballots_paper (ballot_id, roll_row_id, epoch, attempt, choices, salt, commitment, leaf_hash, previous,
                           channel, cast_at, state)
SELECT ballot_id, id, 0, 0, %s, h.hex, h.hex, md5('leaf' || id) || md5('paper' || id), '', 'PHONE', %s, 'VALID'
FROM ballots_rollrow, LATERAL (SELECT md5(id::text) || md5('salt' || id) AS hex) AS h
WHERE ballot_id = %s AND number >= %s AND number < %s
"""
EARLIER_SIGNALS = """
INSERT INTO ballots_votesignal (ballot_id, code, address_hash, device_hash, account_age_days, minute)
SELECT ballot_id, code, md5('address' || number / 3), md5('device' || number), 30, %s
FROM ballots_rollrow WHERE ballot_id = %s AND number >= %s AND number < %s
"""
COLUMNS = ("ballot_id", "number", "code", "heads", "area_cm2", "epoch")


def work(do: str, **values: Any) -> dict[str, Any]:
    return {"prepare": prepare, "fill": fill, "requests": requests, "count": count, "queries": queries}[do](**values)


def prepare(voters: int) -> dict[str, Any]:
    """An open ballot with a roll of so many voters, and signed-in browsers."""
    from django.db import connection

    from yuanba.ballots import actions
    from yuanba.ballots.models import RollRow
    from yuanba.kernel import many
    from yuanba.web import clock

    now = clock.now()
    street, actor = place(now)
    order = actions.BallotOrder(
        territory_id=street.pk,
        title="测量用投票",
        items=tuple(
            actions.NewItem(
                key, most, tuple(actions.NewOption(f"entry:{key}-{one}", f"候选{one}") for one in range(OPTIONS))
            )
            for key, most in ITEMS
        ),
        rule={"id": "choose-k", "version": 1, "source": "bench"},
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=5),
    )
    ballot = actions.draft(order=order, actor=actor, now=now)
    actions.announce(ballot_id=ballot.pk, actor=actor, now=now)
    actions.open_ballot(ballot_id=ballot.pk, actor=actor, now=now)
    with connection.cursor() as cursor:
        many.insert(cursor, RollRow._meta.db_table, COLUMNS, roll(ballot.pk, voters))
        cursor.execute("ANALYZE")
    return {"ballot": ballot.pk, "cookies": sign_in(now)}


def roll(ballot: int, voters: int) -> Iterator[tuple[int, int, str, int, int, int]]:
    """So many roll rows of nobody in particular, behind the one that opening froze."""
    for number in range(1, voters + 1):
        yield ballot, number, hashlib.sha256(b"voter %d" % number).hexdigest(), 1, 900_000, 0


def place(now: datetime) -> tuple[Any, Any]:
    """A subdistrict with one dwelling and one resident, and an actor who may organise its ballots."""
    from yuanba.kernel.actor import Actor, Grant, system
    from yuanba.people.models import Person, Residence
    from yuanba.places import actions as places
    from yuanba.places.actions import PremisesRow

    by = {"actor": system("bench"), "now": now, "from_date": now.date() - timedelta(days=400), "basis": "bench"}
    street = places.found(kind="SUBDISTRICT", name="测量街道", **by)
    community = places.found(kind="COMMUNITY", name="测量社区", parent_id=street.pk, **by)
    compound = places.found(kind="COMPOUND", name="测量小区", parent_id=community.pk, **by)
    keys = places.enter_premises(
        compound_id=compound.pk,
        rows=[PremisesRow(("1栋", "1单元", "101"), "DWELLING", 900_000, None)],
        as_of_date=now.date(),
        actor=system("bench"),
        now=now,
    )
    person = Person.objects.create(name="王测", roll_key="bench", created_at=now)
    Residence.objects.create(premises_id=next(iter(keys.values())), person=person, from_date=by["from_date"])
    permissions = ("ballots.organise", "ballots.review")
    return street, Actor("system:bench", grants=frozenset(Grant(one, street.pk) for one in permissions))


def sign_in(now: datetime) -> list[str]:
    """Cookie headers of browsers in which verified residents are signed in, each with a person of its own."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from yuanba.people.models import Account, DeviceSession, Person
    from yuanba.web.sessions import BACKEND

    people = Person.objects.bulk_create(
        Person(name="李测", roll_key=f"bench-{number}", created_at=now) for number in range(SESSIONS)
    )
    accounts = Account.objects.bulk_create(
        Account(login=f"+8619900{number:06d}", password="!", person=person, created_at=now - timedelta(days=90))
        for number, person in enumerate(people)
    )
    store, sessions, devices, cookies = SessionStore(), [], [], []
    for account in accounts:
        key = secrets.token_hex(16)
        held = {
            "_auth_user_id": str(account.pk),
            "_auth_user_backend": BACKEND,
            "_auth_user_hash": account.get_session_auth_hash(),
            "epoch": account.session_epoch,
            "label": "李**",
            "second_factor": False,
        }
        sessions.append(Session(session_key=key, session_data=store.encode(held), expire_date=now + timedelta(days=9)))
        devices.append(DeviceSession(account=account, session_key=key, label="bench", signed_in_at=now, seen_at=now))
        cookies.append(f"sessionid={key}; vote-device={secrets.token_urlsafe(16)}")
    Session.objects.bulk_create(sessions)
    DeviceSession.objects.bulk_create(devices)
    return cookies


def fill(ballot: int, earlier: int) -> dict[str, Any]:
    """The first so many voters of the roll have cast before."""
    from django.db import connection

    from yuanba.web import clock

    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(EARLIER_PAPERS, [chosen_text(), now, ballot, 1, earlier + 1])
        cursor.execute(EARLIER_SIGNALS, [int(now.timestamp()) // 60, ballot, 1, earlier + 1])
        cursor.execute("VACUUM ANALYZE ballots_paper")
        cursor.execute("VACUUM ANALYZE ballots_votesignal")
        cursor.execute("CHECKPOINT")
    return {}


def requests(ballot: int, file: str, first: int, number: int, cookies: list[str]) -> dict[str, Any]:
    """The file holds one prepared request per voter from the roll's `first` on: cookie, tab, body."""
    from django.core import signing

    from yuanba.web.ballots.voter import SEEN_SALT

    choices = [(f"item.{item}", option) for item, options in chosen().items() for option in options]
    with Path(file).open("w") as out:
        for place, ticket in enumerate(tickets(ballot, first, number)):
            seen = signing.dumps(90, salt=SEEN_SALT + ticket)
            body = urlencode([("ticket", ticket), ("seen", seen), *choices])
            out.write(f"{cookies[place % len(cookies)]}\t{body}\n")
    return {}


def tickets(ballot: int, first: int, number: int) -> Iterator[str]:
    """What the review page would hand to each of these voters."""
    from yuanba.ballots import sealing
    from yuanba.ballots.models import BallotSecret, RollRow
    from yuanba.web import clock

    expires = int((clock.now() + sealing.TICKET_LIFE).timestamp())
    key = bytes.fromhex(BallotSecret.objects.get(ballot_id=ballot).ticket_key)
    rows = RollRow.objects.filter(ballot_id=ballot, number__gte=first, number__lt=first + number)
    for pk, code, epoch in rows.order_by("number").values_list("pk", "code", "epoch").iterator(BATCH):
        yield sealing.Ticket(ballot, pk, code, epoch, 0, "", expires).written(key)


def count(ballot: int) -> dict[str, Any]:
    """How many papers stand, and how large the table is."""
    from yuanba.ballots.models import Paper

    return {"papers": Paper.objects.filter(ballot_id=ballot).count()}


def queries(ballot: int, first: int, cookies: list[str]) -> dict[str, Any]:
    """The SQL statements of one cast, BEGIN and COMMIT included, once the process is warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    choices = {f"item.{item}": options for item, options in chosen().items()}
    statements: list[str] = []
    for ticket in islice(tickets(ballot, first, 2), 2):
        client = Client(headers={"cookie": cookies[0]})
        with CaptureQueriesContext(connection) as seen:
            reply = client.post("/cast", {"ticket": ticket, **choices})
        assert reply.status_code == 302, reply.status_code
        statements = [one["sql"] for one in seen.captured_queries]
    return {"statements": [sql.split(maxsplit=2)[:2] for sql in statements]}


def chosen() -> dict[str, list[str]]:
    return {key: [f"entry:{key}-{one}" for one in range(most)] for key, most in ITEMS}


def chosen_text() -> str:
    from yuanba.ballots import sealing

    return sealing.choices_text(chosen())


if __name__ == "__main__":
    answer(work)
