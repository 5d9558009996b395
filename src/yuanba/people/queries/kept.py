"""What is kept about one account and its person, whole and unmasked, for their own eyes and their export (C-005)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from yuanba.people.models import Account, Consent, DataRequest, Relation, Seat, Word
from yuanba.people.queries.consents import consents_of
from yuanba.places.queries import names_at, premises_label

Value = str | int | bool | None
Rows = list[dict[str, Value]]


def kept_about(account: Account) -> dict[str, Rows]:
    """The people's part: section → rows of plain values; other subjects add theirs in web. Dates are ISO texts.

    Sections: account, sessions, sign_in_attempts, person, ownerships, residences, appointments, seats, words, honours,
    relations, consents, consents_for_children, verifications, unmaskings, data_requests. Secrets (password, second factor, code
    hashes) are left out.
    """
    kept: dict[str, Rows] = {
        "account": _rows(
            [account], "login", "phone", "language", "elder_mode", "is_staff_account", "created_at", "closed_at"
        ),
        "sessions": _rows(account.sessions.order_by("pk"), "label", "signed_in_at", "seen_at", "revoked_at"),
        "consents": [
            _more(kind=row.text.kind, version=row.text.version, text=row.text.text_zh)
            | _row(row, "subject", "channel", "given_at", "withdrawn_at")
            for row in consents_of(account_id=account.pk)
        ],
        "data_requests": _rows(
            DataRequest.objects.filter(account=account).order_by("pk"),
            "kind",
            "text",
            "state",
            "reason",
            "made_at",
            "answered_at",
        ),
        "words": _rows(
            Word.objects.filter(account=account).order_by("pk"), "kind", "text", "left_at", "answer", "answered_at"
        ),
        "verifications": _rows(
            account.verifications.order_by("pk"), "method", "verified_at", "ended_at", "ended_reason"
        ),
    }
    return kept | _of_person(account)


def _of_person(account: Account) -> dict[str, Rows]:
    person = account.person
    if person is None:
        return {}
    owned = list(person.ownerships.order_by("pk"))
    lived = list(person.residences.order_by("pk"))
    served = list(person.appointments.select_related("organisation").order_by("pk"))
    labels = premises_label([*(row.premises_id for row in owned), *(row.premises_id for row in lived)])
    places = names_at([row.territory_id for row in served], date.max)
    honours = _rows(person.honours.order_by("pk"), "year", "title", "granted_by")
    relations = Relation.objects.filter(person=person).select_related("relative").order_by("pk")
    return {
        "person": _rows([person], "name", "phone", "birth_month", "under_14_until", "created_at"),
        "ownerships": [
            _more(premises=labels[row.premises_id], share=f"{row.share_num}/{row.share_den}")
            | _row(row, "from_date", "to_date")
            for row in owned
        ],
        "residences": [
            _more(premises=labels[row.premises_id]) | _row(row, "relation", "from_date", "to_date") for row in lived
        ],
        "appointments": [
            _more(organisation=row.organisation.name, place=places.get(row.territory_id, ""))
            | _row(row, "post", "from_date", "to_date", "basis", "relay_line")
            for row in served
        ],
        "seats": [
            _more(organisation=row.appointment.organisation.name) | _row(row, "capacity", "source_unit", "duty")
            for row in Seat.objects.filter(appointment__person=person).select_related("appointment__organisation")
        ],
        "honours": honours,
        "relations": [_more(relative=row.relative.name) | _row(row, "declared_at") for row in relations],
        "consents_for_children": [
            _more(kind=row.text.kind, version=row.text.version) | _row(row, "subject", "given_at", "withdrawn_at")
            for row in Consent.objects.filter(guardian=person).select_related("text").order_by("pk")
        ],
        "unmaskings": _rows(person.unmaskings.order_by("-at"), "field", "reason", "at"),
    }


def _more(**values: Value) -> dict[str, Value]:
    return values


def _rows(rows: Iterable[Model], *fields: str) -> Rows:
    return [_row(row, *fields) for row in rows]


def _row(row: Model, *fields: str) -> dict[str, Value]:
    return {field: _plain(getattr(row, field)) for field in fields}


def _plain(value: Any) -> Value:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
