"""Setting a panel up: rubric, pool, public draw, seats."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from yuanba.audit.actions import record
from yuanba.kernel import canonical
from yuanba.kernel import draw as lots
from yuanba.kernel.actor import Actor
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue
from yuanba.rubrics import queries, rules, states, texts
from yuanba.rubrics.actions.steps import locked_panel, move
from yuanba.rubrics.models import Draw, Panel, PanelMember, PoolMember, Rubric


@dataclass(frozen=True)
class Seat:
    """Somebody whom the pool or the panel may hold."""

    person_id: int
    organisation_id: int | None = None


@transaction.atomic
def define_rubric(
    *,
    key: str,
    title: str,
    criteria: list[dict[str, Any]],
    scale: tuple[int, int, int],
    source: str,
    actor: Actor,
    now: datetime,
) -> Rubric:
    """The rubric of that key with exactly this content exists; a new content is the next version.

    `scale` is (lowest, highest, step). Raises Refused(rubric.no_criteria, rubric.keys, rubric.scale, rubric.weights).
    """
    require(rules.may_define(criteria, scale))
    low, high, step = scale
    digest = hashlib.sha256(canonical.encode({"criteria": criteria, "scale": [low, high, step], "title": title}))
    same = Rubric.objects.filter(key=key, content_hash=digest.hexdigest()).first()
    if same is not None:
        return same
    version = (Rubric.objects.filter(key=key).aggregate(last=Max("version"))["last"] or 0) + 1
    rubric = Rubric(
        key=key,
        version=version,
        title=title,
        criteria=criteria,
        scale_min=low,
        scale_max=high,
        scale_step=step,
        source=source,
        content_hash=digest.hexdigest(),
        created_at=now,
        created_by=actor.id,
    )
    require(rules.weights_ok(rubric))
    try:
        with transaction.atomic():
            rubric.save()
    except IntegrityError:
        return Rubric.objects.get(key=key, content_hash=digest.hexdigest())
    record(verb="rubric.define", subject=str(rubric), actor=actor, now=now, detail={"version": version})
    return rubric


@dataclass(frozen=True)
class Shape:
    """How a panel is made up. `readers_per_subject` and `shared_percent` count for RANDOM only."""

    method: str = Panel.Method.ALL_READ
    seats: int = 5
    reserves: int = 0
    readers_per_subject: int = 3
    shared_percent: int = 10
    is_on_the_spot: bool = False


@transaction.atomic
def create_panel(
    *, subject_ref: str, name: str, territory_id: int, rubric_id: int, shape: Shape, actor: Actor, now: datetime
) -> Panel:
    """An empty panel for `subject_ref` exists. Raises Refused(panel.not_yours, panel.exists)."""
    require(rules.may_manage(actor, territory_id, now))
    panel = Panel(
        subject_ref=subject_ref,
        name=name,
        territory_id=territory_id,
        rubric_id=rubric_id,
        created_at=now,
        created_by=actor.id,
        **vars(shape),
    )
    try:
        with transaction.atomic():
            panel.save()
    except IntegrityError as error:
        raise Refused(no("panel.exists", rules.SECTION, subject=subject_ref, name=name)) from error
    record(verb="panel.create", subject=str(panel), actor=actor, now=now, territory_id=territory_id)
    return panel


@transaction.atomic
def add_to_pool(*, panel_id: int, pool: Sequence[Seat], actor: Actor, now: datetime) -> Panel:
    """Everybody in `pool` may be drawn; whoever stands in it already stays once. Raises Refused(panel.pool_is_fixed)."""
    panel = locked_panel(panel_id)
    require(rules.may_manage(actor, panel.territory_id, now))
    require(rules.may_change_pool(panel))
    rows = [PoolMember(panel=panel, person_id=one.person_id, organisation_id=one.organisation_id) for one in pool]
    PoolMember.objects.bulk_create(rows, ignore_conflicts=True)
    record(verb="panel.add_to_pool", subject=str(panel), actor=actor, now=now, detail={"persons": len(rows)})
    return panel


@transaction.atomic
def announce_pool(*, panel_id: int, seed_source: str, seed_at: datetime, actor: Actor, now: datetime) -> Draw:
    """The pool is fixed, its hash is public, and so is which later public draw gives the seed.

    Raises Refused(panel.seed_unnamed, panel.seed_not_later, panel.pool_too_small).
    """
    panel = locked_panel(panel_id)
    require(rules.may_manage(actor, panel.territory_id, now))
    items = queries.pool_items(panel)
    require(rules.may_announce(panel, len(items), seed_source, seed_at, now))
    digest = lots.pool_hash(items)
    move(panel, "announce_pool", actor=actor, now=now, detail={"pool_hash": digest, "pool": len(items)})
    panel.save(update_fields=["state"])
    return Draw.objects.create(
        panel=panel,
        pool_hash=digest,
        pool_size=len(items),
        seed_source=seed_source.strip(),
        seed_at=seed_at,
        announced_at=now,
        announced_by=actor.id,
    )


@transaction.atomic
def draw_members(*, panel_id: int, seed: str, actor: Actor, now: datetime) -> list[PanelMember]:
    """The seats are filled in the order of the lots; the reserves wait in `Draw.result`.

    Raises Refused(panel.seed_not_yet, panel.seed_missing, panel.pool_changed).
    """
    panel = locked_panel(panel_id)
    require(rules.may_manage(actor, panel.territory_id, now))
    require(states.PANEL.may(panel.state, "draw"))
    drawing = panel.drawing
    items = queries.pool_items(panel)
    require(rules.may_draw(drawing, lots.pool_hash(items), seed, now))
    drawing.seed = seed.strip()
    drawing.result = lots.draw(items, min(panel.seats + panel.reserves, len(items)), drawing.seed)
    drawing.drawn_at, drawing.drawn_by = now, actor.id
    drawing.save(update_fields=["seed", "result", "drawn_at", "drawn_by"])
    move(panel, "draw", actor=actor, now=now, detail={"seed": drawing.seed, "result": drawing.result})
    panel.save(update_fields=["state"])
    chosen = [queries.pool_member(panel, item) for item in drawing.result[: panel.seats]]
    seats = [Seat(row.person_id, row.organisation_id) for row in chosen]
    return _seated(panel, seats, PanelMember.Origin.DRAWN, now)


@transaction.atomic
def seat(*, panel_id: int, chair_person_id: int, actor: Actor, now: datetime) -> Panel:
    """The drawn members sit, one of them as chair, and are told to declare their conflicts."""
    panel = locked_panel(panel_id)
    require(rules.may_manage(actor, panel.territory_id, now))
    move(panel, "seat", actor=actor, now=now)
    _install(panel, chair_person_id, now)
    return panel


@transaction.atomic
def appoint(*, panel_id: int, members: Sequence[Seat], chair_person_id: int, actor: Actor, now: datetime) -> Panel:
    """Named members sit without a draw (small campaigns, panels on the spot); the record says that none was drawn.

    Raises Refused(panel.seats: another number than the panel has, panel.chair_not_a_member).
    """
    panel = locked_panel(panel_id)
    require(rules.may_manage(actor, panel.territory_id, now))
    if len({one.person_id for one in members}) != panel.seats or len(members) != panel.seats:
        raise Refused(no("panel.seats", rules.SECTION, seats=panel.seats, named=len(members)))
    move(panel, "appoint", actor=actor, now=now, detail={"members": len(members)})
    _seated(panel, members, PanelMember.Origin.NAMED, now)
    _install(panel, chair_person_id, now)
    return panel


@transaction.atomic
def dissolve(*, panel_id: int, reason: str, actor: Actor, now: datetime) -> Panel:
    """The panel judges nothing any more; another one may take its place. Raises Refused(panel.reason_missing)."""
    panel = locked_panel(panel_id)
    require(rules.may_manage(actor, panel.territory_id, now))
    if not reason.strip():
        raise Refused(no("panel.reason_missing", rules.SECTION))
    move(panel, "dissolve", actor=actor, now=now, reason=reason)
    panel.save(update_fields=["state"])
    return panel


def _seated(panel: Panel, seats: Sequence[Seat], origin: str, now: datetime) -> list[PanelMember]:
    first = PanelMember.objects.filter(panel=panel).count() + 1
    return PanelMember.objects.bulk_create(
        PanelMember(
            panel=panel,
            person_id=one.person_id,
            organisation_id=one.organisation_id,
            code=f"J{number}",
            origin=origin,
            seated_at=now,
        )
        for number, one in enumerate(seats, first)
    )


def _install(panel: Panel, chair_person_id: int, now: datetime) -> None:
    chair = queries.seated(panel).filter(person_id=chair_person_id)
    if not chair.update(is_chair=True):
        raise Refused(no("panel.chair_not_a_member", rules.SECTION, person=chair_person_id))
    panel.save(update_fields=["state"])
    for member in queries.seated(panel):
        invite(member, now)


def invite(member: PanelMember, now: datetime) -> None:
    """The member is told to declare conflicts."""
    text_zh, text_en = texts.DECLARE
    enqueue(
        channel="inapp",
        address="",
        person_ref=f"person:{member.person_id}",
        kind="panel.declare",
        text_zh=text_zh.format(panel=member.panel.name),
        text_en=text_en.format(panel=member.panel.name),
        now=now,
        params={"panel": member.panel_id},
    )
