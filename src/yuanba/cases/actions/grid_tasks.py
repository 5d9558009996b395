"""Giving grid workers something to do: from the admitted list, or with somebody's approval and a last day (R-043)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.cases import rules
from yuanba.cases import task_states as states
from yuanba.cases.models import GridTask, GridTaskPart, TaskKind
from yuanba.kernel.actor import Actor, system
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue
from yuanba.people.models import Account, Appointment
from yuanba.people.rules import is_system
from yuanba.places.models import Grid
from yuanba.places.queries import current

GIVE = "cases.give_tasks"
APPROVE = "cases.approve_tasks"
LIST = "the admitted list of grid tasks (local rules on grid services, such as art. 24)"
TOLD = ("网格有新任务：{title}，{day}前完成。", "A task for your grid: {title}, to be done by {day}.")


@dataclass(frozen=True)
class NewTask:
    """`kind_key` is a line of the admitted list; "" for what stands on none, which then says `why`."""

    territory_id: int
    kind_key: str
    title: str
    from_date: date
    last_date: date
    grid_ids: tuple[int, ...]
    text: str = ""
    why: str = ""


@transaction.atomic
def give_grid_task(*, order: NewTask, actor: Actor, now: datetime) -> GridTask:
    """The workers of the grids have it, and are told; what stands on no list waits for approval first.

    Raises Refused: grid_task.not_permitted, .untitled, .not_listed, .no_reason, .no_end, .no_grid.
    """
    _may(actor, GIVE, order.territory_id, now)
    on = local_date(now)
    title, why = clean(order.title)[:80], clean(order.why)[:200]
    if not title:
        raise Refused(no("grid_task.untitled", LIST))
    require(rules.impersonal(f"{title}\n{order.text}\n{why}"))
    kind = TaskKind.objects.filter(current(on), key=order.kind_key).first() if order.kind_key else None
    if order.kind_key and kind is None:
        raise Refused(no("grid_task.not_listed", LIST))
    if kind is None and not why:
        raise Refused(no("grid_task.no_reason", LIST))
    if order.last_date < max(order.from_date, on):
        raise Refused(no("grid_task.no_end", LIST, day=order.last_date))
    grids = _grids(order, on)
    task = GridTask.objects.create(
        territory_id=order.territory_id,
        kind=kind,
        title=title,
        text=clean_lines(order.text)[:400],
        why=why,
        from_date=order.from_date,
        last_date=order.last_date,
        state=states.OPEN if kind else states.ASKED,
        asked_by=actor.id,
        asked_at=now,
    )
    GridTaskPart.objects.bulk_create(GridTaskPart(task=task, grid=grid) for grid in grids)
    record(verb="grid_task.give", subject=str(task), actor=actor, now=now, territory_id=task.territory_id)
    if kind:
        _tell(task, now)
    return task


def _grids(order: NewTask, on: date) -> list[Grid]:
    lowest = [Grid.Level.MICRO, Grid.Level.DEDICATED]
    rows = Grid.objects.filter(current(on), pk__in=order.grid_ids, community_id=order.territory_id, level__in=lowest)
    found = list(rows.order_by("pk"))
    if not found or len(found) != len(set(order.grid_ids)):
        raise Refused(no("grid_task.no_grid", LIST))
    return found


@transaction.atomic
def approve_grid_task(*, task_id: int, actor: Actor, now: datetime) -> GridTask:
    """The workers have what stands on no list, until its last day. By somebody else than who asked for it.

    Raises Refused: grid_task.not_permitted, .takes_two, .no_end, .no_such_move.
    """
    task = _decided(task_id, "approve", actor, now)
    if task.last_date < local_date(now):
        raise Refused(no("grid_task.no_end", LIST, day=task.last_date))
    task.save(update_fields=["state", "decided_by", "decided_at"])
    record(verb="grid_task.approve", subject=str(task), actor=actor, now=now, territory_id=task.territory_id)
    _tell(task, now)
    return task


@transaction.atomic
def refuse_grid_task(*, task_id: int, reason: str, actor: Actor, now: datetime) -> GridTask:
    """Nobody has to do it; why stands with it. Raises Refused as `approve_grid_task`, and cases.reason_missing."""
    require(rules.reason_given(reason))
    task = _decided(task_id, "refuse", actor, now)
    task.reason = clean(reason)[:200]
    task.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    record(verb="grid_task.refuse", subject=str(task), actor=actor, now=now, territory_id=task.territory_id)
    return task


def _decided(task_id: int, verb: str, actor: Actor, now: datetime) -> GridTask:
    task = _locked(task_id)
    _may(actor, APPROVE, task.territory_id, now)
    if actor.id == task.asked_by:
        raise Refused(no("grid_task.takes_two", LIST))
    task.state = states.GRID_TASK.step(task.state, verb)
    task.decided_by, task.decided_at = actor.id, now
    return task


@transaction.atomic
def call_off_grid_task(*, task_id: int, reason: str, actor: Actor, now: datetime) -> GridTask:
    """It needs not be done any more. Raises Refused: grid_task.not_permitted, .no_such_move, cases.reason_missing."""
    require(rules.reason_given(reason))
    task = _locked(task_id)
    _may(actor, GIVE, task.territory_id, now)
    task.state = states.GRID_TASK.step(task.state, "call_off")
    task.reason = clean(reason)[:200]
    task.save(update_fields=["state", "reason"])
    record(verb="grid_task.call_off", subject=str(task), actor=actor, now=now, territory_id=task.territory_id)
    return task


@transaction.atomic
def done_in_grid(*, part_id: int, note: str, actor: Actor, now: datetime) -> GridTaskPart:
    """The task is done in this grid: said by its worker or whoever gives tasks. Saying it twice is once.

    Raises Refused: grid_task.not_permitted, .over, .unknown, cases.personal_numbers.
    """
    part = GridTaskPart.objects.select_for_update(of=("self",)).select_related("task").filter(pk=part_id).first()
    if part is None:
        raise Refused(no("grid_task.unknown", LIST))
    if not serves(actor, part.grid_id, local_date(now)):
        _may(actor, GIVE, part.task.territory_id, now)
    require(rules.impersonal(note))
    if part.done_at is not None:
        return part
    if part.task.state != states.OPEN:
        raise Refused(no("grid_task.over", LIST))
    part.done_at, part.done_by, part.note = now, actor.id, clean(note)[:200]
    part.save(update_fields=["done_at", "done_by", "note"])
    record(verb="grid_task.done", subject=str(part), actor=actor, now=now, territory_id=part.task.territory_id)
    return part


def serves(actor: Actor, grid_id: int, on: date) -> bool:
    """True for the worker of the grid on that day."""
    rows = Appointment.objects.filter(current(on), post="GRID_WORKER", grid_id=grid_id, person_id=actor.person_id or 0)
    return rows.exists()


def end_grid_tasks_due(now: datetime) -> int:
    """Tasks whose last day is over have ended; how many. For the tick."""
    rows = GridTask.objects.filter(state=states.OPEN, last_date__lt=local_date(now))
    count = 0
    for pk in rows.order_by("pk").values_list("pk", flat=True)[:500]:
        with transaction.atomic():
            task = _locked(pk)
            if task.state != states.OPEN:
                continue
            task.state = states.GRID_TASK.step(task.state, "end")
            task.save(update_fields=["state"])
            record(
                verb="grid_task.end", subject=str(task), actor=system("tick"), now=now, territory_id=task.territory_id
            )
            count += 1
    return count


@transaction.atomic
def admit_task_kind(
    *, key: str, name: str, name_en: str, source: str, from_date: date, actor: Actor, now: datetime
) -> TaskKind:
    """The kind stands on the admitted list from that day on; the line of this key before it ends then.

    Raises Refused: grid_task.not_permitted, .untitled, .no_source, .day_before.
    """
    _may_anywhere(actor)
    if not clean(name) or not key:
        raise Refused(no("grid_task.untitled", LIST))
    if not clean(source):
        raise Refused(no("grid_task.no_source", LIST))
    before = TaskKind.objects.select_for_update().filter(key=key, to_date__isnull=True).first()
    if before is not None:
        _end_kind(before, from_date)
    facts = {"name": clean(name)[:40], "name_en": clean(name_en)[:60] or clean(name)[:40], "source": clean(source)}
    try:
        with transaction.atomic():
            row = TaskKind.objects.create(key=key, from_date=from_date, recorded_by=actor.id, **facts)
    except IntegrityError as error:
        raise Refused(no("grid_task.day_before", LIST, day=from_date)) from error
    record(verb="grid_task.admit", subject=str(row), actor=actor, now=now, detail={"key": key})
    return row


@transaction.atomic
def drop_task_kind(*, kind_id: int, to_date: date, actor: Actor, now: datetime) -> TaskKind:
    """The kind leaves the list on that day. Raises Refused: grid_task.not_permitted, .day_before, .unknown."""
    _may_anywhere(actor)
    row = TaskKind.objects.select_for_update().filter(pk=kind_id, to_date__isnull=True).first()
    if row is None:
        raise Refused(no("grid_task.unknown", LIST))
    _end_kind(row, to_date)
    record(verb="grid_task.drop", subject=str(row), actor=actor, now=now, detail={"key": row.key})
    return row


def _end_kind(row: TaskKind, to_date: date) -> None:
    if to_date <= row.from_date:
        raise Refused(no("grid_task.day_before", LIST, day=row.from_date))
    row.to_date = to_date
    row.save(update_fields=["to_date"])


def _locked(task_id: int) -> GridTask:
    task = GridTask.objects.select_for_update().filter(pk=task_id).first()
    if task is None:
        raise Refused(no("grid_task.unknown", LIST))
    return task


def _may(actor: Actor, permission: str, territory_id: int, now: datetime) -> None:
    if not (is_system(actor) or rules.holds(actor, permission, territory_id, local_date(now))):
        raise Refused(no("grid_task.not_permitted", rules.POSTS_SOURCE, permission=permission))


def _may_anywhere(actor: Actor) -> None:
    if not (is_system(actor) or actor.holds_anywhere(APPROVE)):
        raise Refused(no("grid_task.not_permitted", rules.POSTS_SOURCE, permission=APPROVE))


def _tell(task: GridTask, now: datetime) -> None:
    """Every worker of its grids hears of it once."""
    grids = task.parts.values("grid_id")
    serving = Appointment.objects.filter(current(local_date(now)), post="GRID_WORKER", grid__in=grids)
    day = f"{task.last_date.month}月{task.last_date.day}日"
    accounts = Account.objects.filter(person__in=serving.values("person_id"), closed_at__isnull=True)
    for account in accounts.order_by("pk"):
        enqueue(
            channel="inapp", address="", person_ref=f"account:{account.pk}", kind="grid_task",
            text_zh=TOLD[0].format(title=task.title, day=day),
            text_en=TOLD[1].format(title=task.title, day=task.last_date.isoformat()), now=now,
            params={"grid_task": task.pk},
        )  # fmt: skip
