"""Founding a deployment: its first territory, its office, and the three administrators who may then appoint the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yuanba.kernel.actor import system
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no
from yuanba.people.actions.bodies import appoint, found_organisation
from yuanba.people.actions.persons import register_person
from yuanba.people.actions.staff import create_staff_account
from yuanba.people.models import Account, Organisation
from yuanba.people.posts import ADMINISTRATORS
from yuanba.places.actions import found, load_calendar
from yuanba.places.models import Territory


@dataclass(frozen=True)
class FirstAdministrator:
    """Who is to hold one of the three posts. With a password it stands; without, a temporary one is made."""

    post: str
    name: str
    phone: str
    login: str
    password: str = ""


@dataclass(frozen=True)
class Founded:
    """What stands now. `passwords`: login to temporary password, shown once."""

    territory: Territory
    office: Organisation
    accounts: tuple[Account, ...]
    passwords: dict[str, str]


@transaction.atomic
def found_deployment(  # noqa: PLR0913 - keyword-only: the place, its office and its administrators
    *,
    name: str,
    office: str,
    administrators: Sequence[FirstAdministrator],
    now: datetime,
    kind: str = "SUBDISTRICT",
    code: str = "",
    parent_id: int | None = None,
    from_date: date | None = None,
    territory_id: int | None = None,
) -> Founded:
    """The territory (new, or `territory_id`), its office, the work calendar and the three administrators stand.

    Each of SYSTEM_ADMIN, SECURITY_ADMIN and AUDIT_ADMIN is another person.
    Raises Refused: people.founded_already, people.administrators_incomplete, people.administrators_apart…
    """
    actor, start = system("found"), from_date or local_date(now)
    if Account.objects.filter(is_staff_account=True).exists():
        raise Refused(no("people.founded_already", "three administrators, once"))
    if {one.post for one in administrators} != ADMINISTRATORS:
        raise Refused(no("people.administrators_incomplete", "three administrators, once"))
    if territory_id is None:
        territory = found(
            kind=kind, name=name, code=code, parent_id=parent_id, from_date=start, basis="", actor=actor, now=now
        )
    else:
        territory = Territory.objects.get(pk=territory_id)
    body = found_organisation(kind="SUBDISTRICT_OFFICE", name=office, territory_id=territory.pk, actor=actor, now=now)
    load_calendar(actor=actor, now=now)
    accounts: list[Account] = []
    passwords: dict[str, str] = {}
    for one in administrators:
        person = register_person(name=one.name, phone=one.phone, actor=actor, now=now)
        appoint(
            person_id=person.pk,
            organisation_id=body.pk,
            post=one.post,
            territory_id=territory.pk,
            from_date=start,
            actor=actor,
            now=now,
        )
        account, password = create_staff_account(
            person_id=person.pk, login=one.login, password=one.password, actor=actor, now=now
        )
        accounts.append(account)
        passwords[account.login] = password
    return Founded(territory, body, tuple(accounts), passwords)
