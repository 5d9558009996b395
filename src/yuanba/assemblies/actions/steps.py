"""The beats that every action on an assembly shares: find and lock it, move it, record the move, tell people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from yuanba.assemblies import queries
from yuanba.assemblies.models import Assembly, AssemblyStep
from yuanba.assemblies.states import ASSEMBLY
from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused
from yuanba.messaging.actions import enqueue
from yuanba.people.models import Account
from yuanba.people.queries import holders


def locked(assembly_id: int) -> Assembly:
    """The assembly, exclusively until the transaction ends. Raises Refused("assemblies.unknown")."""
    row = Assembly.objects.select_for_update(of=("self",)).filter(pk=assembly_id).first()
    if row is None:
        raise Refused(queries.unknown(assembly_id))
    return row


def move_on(assembly: Assembly, verb: str, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """The assembly is in the next state, and step and audit event say so. Raises Refused("assembly.no_such_move")."""
    source = assembly.state
    assembly.state = ASSEMBLY.step(source, verb)
    assembly.save()
    AssemblyStep.objects.create(
        assembly=assembly, verb=verb, source=source, target=assembly.state, actor=actor.id, at=now, reason=reason
    )
    note(assembly, verb, actor=actor, now=now)


def note(assembly: Assembly, verb: str, *, actor: Actor, now: datetime, detail: dict[str, Any] | None = None) -> None:
    """The audit log tells of an act on this assembly; ids and counts only."""
    record(
        verb=f"assemblies.{verb}",
        subject=str(assembly),
        actor=actor,
        now=now,
        detail=detail,
        territory_id=assembly.territory_id,
    )


def tell(person_ids: Iterable[int], kind: str, texts: tuple[str, str], now: datetime) -> int:
    """Each of these persons who has an account finds the message in its inbox; how many were told."""
    accounts = Account.objects.filter(person_id__in=set(person_ids), closed_at__isnull=True)
    for account in accounts:
        enqueue(
            channel="inapp",
            address="",
            person_ref=f"account:{account.pk}",
            kind=kind,
            text_zh=texts[0],
            text_en=texts[1],
            now=now,
        )
    return len(accounts)


def tell_holders(permission: str, territory_id: int, kind: str, texts: tuple[str, str], now: datetime) -> int:
    """Whoever holds the permission in the place finds the message; how many were told."""
    rows = holders(permission, territory_id, local_date(now))
    return tell(rows.values_list("person_id", flat=True), kind, texts, now)
