"""The beats that every action on a text shares."""

from datetime import datetime
from typing import Any

from yuanba.agreements import states
from yuanba.agreements.models import AgreementStep, AgreementVersion
from yuanba.agreements.queries import text_hash
from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.verdict import Refused, no

REASON_LENGTH = 300


def locked(version_id: int) -> AgreementVersion:
    """The version with its agreement, exclusively until the transaction ends. Raises Refused("agreements.missing")."""
    rows = AgreementVersion.objects.select_for_update(of=("self",)).select_related("agreement")
    version = rows.filter(pk=version_id).first()
    if version is None:
        raise Refused(no("agreements.missing", version=version_id))
    return version


def move_on(version: AgreementVersion, verb: str, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """The version is in the next state and saved; step and audit event say so. Raises Refused."""
    source, version.state = version.state, states.VERSION.step(version.state, verb)
    version.save()
    AgreementStep.objects.create(
        version=version,
        verb=verb,
        source=source,
        target=version.state,
        actor=actor.id,
        at=now,
        reason=reason[:REASON_LENGTH],
    )
    note(version, verb, actor=actor, now=now, detail={"text": version.text_hash})


def note(
    version: AgreementVersion, verb: str, *, actor: Actor, now: datetime, detail: dict[str, Any] | None = None
) -> None:
    """The audit log tells of an act on this version."""
    record(
        verb=f"agreements.{verb}",
        subject=str(version),
        actor=actor,
        now=now,
        detail=detail,
        territory_id=version.agreement.territory_id,
    )


def log_text(version: AgreementVersion, now: datetime) -> None:
    """The hash of the text stands in the audit log in an event without a secret: anyone can make its leaf again."""
    assert version.text_hash == text_hash(version.text), "the hash is that of the text"
    record(
        verb="agreements.text",
        subject=f"sha256:{version.text_hash}",
        actor=system("agreements"),
        now=now,
        territory_id=version.agreement.territory_id,
    )
