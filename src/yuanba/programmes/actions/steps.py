"""The beats that every action on needs, plans and micro projects shares."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Max, Model

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue
from yuanba.people.queries import account_of
from yuanba.places.models import Territory
from yuanba.programmes import rules, states
from yuanba.programmes.models import CompoundPlan, Consultation, MicroProject, Need, PlanItem, ProgrammeStep
from yuanba.programmes.texts import Words

Moving = Consultation | CompoundPlan | PlanItem | MicroProject
TABLES = {
    Consultation: states.CONSULTATION,
    CompoundPlan: states.PLAN,
    PlanItem: states.ITEM,
    MicroProject: states.MICRO_PROJECT,
}
Row = TypeVar("Row", bound=Model)


def locked(model: type[Row], pk: int) -> Row:
    """The row, exclusively until the transaction ends. Raises Refused("programmes.missing")."""
    row = model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Refused(no("programmes.missing", pk=pk))
    return row


def next_number(model: type[Need] | type[MicroProject], territory_id: int) -> int:
    """The next free number of the place, which is locked: two who write at once wait for each other."""
    Territory.objects.select_for_update().get(pk=territory_id)
    last = model._default_manager.filter(territory_id=territory_id).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def move_on(row: Moving, verb: str, *, territory_id: int, actor: Actor, now: datetime, reason: str = "") -> None:
    """The row is in the next state and saved; step and audit event say so. Raises Refused."""
    source, row.state = row.state, TABLES[type(row)].step(row.state, verb)
    row.save()
    step(str(row), verb, source=source, target=row.state, actor=actor, now=now, reason=reason)
    note(verb, subject=str(row), territory_id=territory_id, actor=actor, now=now)


def step(
    subject: str, verb: str, *, target: str, actor: Actor, now: datetime, source: str = "", reason: str = ""
) -> None:
    kept = {"source": source, "target": target, "reason": reason[: rules.REASON_LENGTH]}
    ProgrammeStep.objects.create(subject=subject, verb=verb, actor=actor.id, at=now, **kept)


def note(
    verb: str,
    *,
    subject: str,
    territory_id: int,
    actor: Actor,
    now: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """The audit log tells of it."""
    record(verb=f"programmes.{verb}", subject=subject, actor=actor, now=now, detail=detail, territory_id=territory_id)


def reasoned(text: str, length: int = rules.REASON_LENGTH) -> str:
    """The reason in one line. Raises Refused: programmes.reason_missing, .personal_numbers."""
    reason = clean(text)[:length]
    if not reason:
        raise Refused(no("programmes.reason_missing", rules.SOURCE))
    require(rules.impersonal(reason))
    return reason


def tell(project: MicroProject, kind: str, words: Words, now: datetime, **facts: Any) -> None:
    """Whoever proposed it is told, if there is an account."""
    account = account_of(project.person_id)
    if account is None:
        return
    zh, en = words
    told = {"title": project.title, **facts}
    enqueue(
        channel="inapp",
        address="",
        person_ref=f"account:{account.pk}",
        kind=f"micro_project.{kind}",
        text_zh=zh.format(**told),
        text_en=en.format(**told),
        now=now,
        params={"micro_project": project.pk},
    )
