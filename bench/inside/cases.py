"""Cases for the row of that name: a table filled with earlier ones, requests that report new ones, the clock's round."""

import secrets
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from bench.inside import answer

REPORTERS = 1500  # twenty reports a day each
KINDS = ("leak", "lift", "cleaning", "facility", "noise", "parking")
COMPOUNDS = 20
# A year of cases, nine of ten of them over; the open ones are due around now.
FILL = """
INSERT INTO cases_case (number, territory_id, place_note, category_id, text, public_text, source, external_ref, level,
  organ, handler_ref, state, outcome, is_urgent, is_public, confidential, is_deed, due_at, limit_at, clock_at,
  due_official, waiting_for, reports_count, reopened, escalated, revision, created_at, first_due_at, responded_at,
  answered_at, closed_by, ended_at, is_repeat)
SELECT 'b' || n, (%(compounds)s::bigint[])[1 + n %% %(places)s], '',
  (%(kinds)s::bigint[])[1 + n %% %(number)s], 'bench', '测量用的一件事', 'REPORT',
  '', 'GRID', 'SERVICES', '', CASE WHEN n %% 10 = 0 THEN 'REPORTED' ELSE 'CLOSED' END,
  CASE WHEN n %% 10 = 0 THEN '' ELSE 'FIXED' END, false, true, false, false,
  CASE WHEN n %% 10 = 0 THEN %(due)s::timestamptz + (n %% 1000) * interval '1 second' END,
  CASE WHEN n %% 10 = 0 THEN %(due)s::timestamptz + interval '5 days' END,
  CASE WHEN n %% 10 = 0 THEN %(due)s::timestamptz + (n %% 1000) * interval '1 second' END,
  true, '', 1, 0, 0, 0, c.at, c.at + interval '4 hours', c.at + interval '1 hour',
  CASE WHEN n %% 10 = 0 THEN NULL ELSE c.at + interval '1 day' END,
  CASE WHEN n %% 10 = 0 THEN '' ELSE 'REPORTER' END,
  CASE WHEN n %% 10 = 0 THEN NULL ELSE c.at + interval '2 days' END, false
FROM generate_series(1, %(cases)s) AS n, LATERAL (SELECT %(since)s::timestamptz + n * %(step)s AS at) AS c
"""


def work(do: str, **values: Any) -> dict[str, Any]:
    return {"prepare": prepare, "requests": requests, "queries": queries, "tick": tick, "count": count}[do](**values)


def prepare(cases: int) -> dict[str, Any]:
    """A subdistrict of twenty compounds with so many earlier cases; browsers of reporters and of the desk."""
    from django.db import connection

    from yuanba.cases.models import Category
    from yuanba.kernel.actor import system
    from yuanba.places import actions as places
    from yuanba.places.models import CalendarYear
    from yuanba.web import clock

    now = clock.now()
    for year in (now.year - 1, now.year, now.year + 1):
        CalendarYear.objects.get_or_create(year=year, defaults={"source": "bench"})
    by = {"actor": system("bench"), "now": now, "from_date": now.date() - timedelta(days=800), "basis": "bench"}
    street = places.found(kind="SUBDISTRICT", name="测量街道", **by)
    community = places.found(kind="COMMUNITY", name="测量社区", parent_id=street.pk, **by)
    compounds = [
        places.found(kind="COMPOUND", name=f"测量小区{one}", parent_id=community.pk, **by).pk
        for one in range(COMPOUNDS)
    ]
    kinds = [Category.objects.get(key=one).pk for one in KINDS]
    facts = {
        "compounds": compounds, "places": COMPOUNDS, "kinds": kinds, "number": len(kinds), "cases": cases,
        "due": now + timedelta(hours=1), "since": now - timedelta(days=365), "step": timedelta(days=365) / max(cases, 1),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(FILL, facts)
        cursor.execute("VACUUM ANALYZE cases_case")
        cursor.execute("CHECKPOINT")
    return {"compound": compounds[0], "cookies": reporters(now), "desk": worker(street, now)}


def reporters(now: datetime) -> list[str]:
    """Cookie headers of signed-in residents."""
    from yuanba.people.models import Account, Person

    people = Person.objects.bulk_create(
        Person(name="李测", roll_key=f"bench-{number}", created_at=now) for number in range(REPORTERS)
    )
    accounts = Account.objects.bulk_create(
        Account(login=f"+8619900{number:06d}", password="!", person=person, created_at=now - timedelta(days=90))
        for number, person in enumerate(people)
    )
    return [f"sessionid={key}" for key in sessions(accounts, now)]


def worker(street: Any, now: datetime) -> str:
    """The cookie header of somebody at the desk of the subdistrict."""
    from yuanba.people.models import Account, Appointment, Organisation, Person

    person = Person.objects.create(name="周测", roll_key="bench-desk", created_at=now)
    office = Organisation.objects.create(kind="SUBDISTRICT_OFFICE", name="测量街道办事处", territory=street)
    since = now.date() - timedelta(days=400)
    Appointment.objects.create(
        person=person, organisation=office, post="STREET_ORGANISER", territory=street, from_date=since,
        appointed_by="system:bench",
    )  # fmt: skip
    account = Account.objects.create(
        login="bench-desk", password="!", person=person, is_staff_account=True, created_at=now, totp_confirmed_at=now
    )
    return f"sessionid={sessions([account], now, second_factor=True)[0]}"


def sessions(accounts: list[Any], now: datetime, *, second_factor: bool = False) -> list[str]:
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from yuanba.people.models import DeviceSession
    from yuanba.web.sessions import BACKEND

    store, rows, devices = SessionStore(), [], []
    for account in accounts:
        held = {
            "_auth_user_id": str(account.pk),
            "_auth_user_backend": BACKEND,
            "_auth_user_hash": account.get_session_auth_hash(),
            "epoch": account.session_epoch,
            "label": "李**",
            "second_factor": second_factor,
        }
        key = secrets.token_hex(16)
        rows.append(Session(session_key=key, session_data=store.encode(held), expire_date=now + timedelta(days=9)))
        devices.append(
            DeviceSession(
                account=account,
                session_key=key,
                label="bench",
                signed_in_at=now,
                seen_at=now,
                second_factor=second_factor,
            )
        )
    Session.objects.bulk_create(rows)
    DeviceSession.objects.bulk_create(devices)
    return [row.session_key for row in rows]


def requests(file: str, number: int, cookies: list[str]) -> dict[str, Any]:
    """The file holds so many reports, each with a key of its own, by the reporters in turn."""
    with Path(file).open("w") as out:
        for place in range(number):
            fields = {
                "category": KINDS[place % len(KINDS)],
                "text": "地下室有积水，从昨天晚上开始越来越多。",
                "client_key": uuid4().hex,
                "request_key": uuid4().hex,
                "alike_seen": "1",
            }
            out.write(f"{cookies[place % len(cookies)]}\t{urlencode(fields)}\n")
    return {}


def queries(path: str, cookie: str, compound: int = 0) -> dict[str, Any]:
    """The statements of one GET of the path, or, with a compound, of the one action that reports a case."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from yuanba.cases import actions
    from yuanba.kernel.actor import Actor
    from yuanba.people.models import Account
    from yuanba.web import clock

    if compound:
        account = Account.objects.filter(is_staff_account=False).latest("pk")
        actor = Actor(f"account:{account.pk}", account_id=account.pk, person_id=account.person_id)
        order = actions.NewReport("leak", compound, "漏水", uuid4().hex)
        with CaptureQueriesContext(connection) as seen:
            actions.report(order=order, actor=actor, now=clock.now())
        wanted = [one for one in seen.captured_queries if one["sql"].split()[0] not in ("BEGIN", "COMMIT")]
        return {"number": len(wanted)}
    with CaptureQueriesContext(connection) as seen:
        reply = Client(headers={"cookie": cookie}).get(path)
    assert reply.status_code == 200, reply.status_code
    return {"number": len(seen), "next": reply.context["next_url"] if reply.context else ""}


def tick(overdue: int) -> dict[str, Any]:
    """So many open cases are overdue at once; how long the clock's round takes, and that none moved twice."""
    from yuanba.cases import actions
    from yuanba.cases.models import Case, Step
    from yuanba.web import clock

    now = clock.now()
    chosen = Case.objects.filter(state="REPORTED", number__startswith="b").order_by("pk").values("pk")[:overdue]
    Case.objects.filter(number__startswith="b", state="REPORTED").update(clock_at=now + timedelta(days=9))
    Case.objects.filter(pk__in=list(chosen.values_list("pk", flat=True))).update(
        due_at=now - timedelta(minutes=5), clock_at=now - timedelta(minutes=5)
    )
    started, cpu = time.monotonic(), time.process_time()
    moved = actions.escalate_due(now)
    seconds, busy = time.monotonic() - started, time.process_time() - cpu
    again = actions.escalate_due(now)
    steps = Step.objects.filter(verb="escalate", at=now).count()
    return {"moved": moved, "seconds": seconds, "busy": busy, "again": again, "steps": steps}


def count() -> dict[str, Any]:
    """How many cases were reported by the load, and whether each has its step, record and message."""
    from yuanba.cases.models import Case, Report, Step

    new = Case.objects.exclude(number__startswith="b")
    return {
        "cases": new.count(),
        "reports": Report.objects.count(),
        "steps": Step.objects.filter(verb="report").count(),
    }


if __name__ == "__main__":
    answer(work)
