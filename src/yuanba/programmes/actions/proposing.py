"""Micro projects: proposed by a resident, wanted by neighbours, talked over, taken into a plan."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yuanba.kernel.actor import Actor
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.programmes import rules, states, texts
from yuanba.programmes.actions.needs import NewNeed, written
from yuanba.programmes.actions.planning import ItemOrder, written_item
from yuanba.programmes.actions.steps import locked, move_on, next_number, note, reasoned, step, tell
from yuanba.programmes.models import CompoundPlan, MicroProject, MicroSupport, Need


@dataclass(frozen=True)
class Idea:
    territory_id: int
    title: str
    what: str
    where: str = ""
    cost_fen: int | None = None


@transaction.atomic
def propose(*, idea: Idea, request_key: str, actor: Actor, now: datetime) -> MicroProject:
    """The proposal is public, without a name. The same form sent again is the same proposal.

    Raises Refused: programmes.not_verified, .not_of_here, .text_missing, .too_long, .personal_numbers, .budget, .enough.
    """
    earlier = MicroProject.objects.filter(made_by=actor.id, request_key=request_key).first()
    if earlier is not None:
        return earlier
    require(rules.may_propose(actor, idea.territory_id, now))
    assert actor.person_id is not None, "may_propose asked"
    title, what, where = clean(idea.title)[: rules.TITLE_LENGTH], clean_lines(idea.what), clean(idea.where)[:80]
    require(rules.said(title, what))
    require(rules.impersonal(where))
    if idea.cost_fen is not None and not 0 <= idea.cost_fen <= rules.LARGEST_FEN:
        raise Refused(no("programmes.budget", rules.SOURCE))
    number = next_number(MicroProject, idea.territory_id)  # the place is locked: the count below holds
    mine = MicroProject.objects.filter(person_id=actor.person_id, territory_id=idea.territory_id)
    require(rules.room_for(mine.filter(state__in=states.MICRO_OPEN).count()))
    project = MicroProject.objects.create(
        territory_id=idea.territory_id,
        number=number,
        title=title,
        what=what,
        where=where,
        cost_fen=idea.cost_fen,
        person_id=actor.person_id,
        request_key=request_key,
        made_at=now,
        made_by=actor.id,
    )
    step(str(project), "propose", target=states.PROPOSED, actor=actor, now=now)
    note("propose", subject=str(project), territory_id=project.territory_id, actor=actor, now=now)
    return project


@transaction.atomic
def support(*, project_id: int, actor: Actor, now: datetime) -> None:
    """The neighbour wants it too; said twice it counts once.

    Raises Refused: programmes.missing, .not_verified, .not_of_here, .over, .own_idea.
    """
    project = locked(MicroProject, project_id)
    require(rules.may_propose(actor, project.territory_id, now))
    assert actor.person_id is not None, "may_propose asked"
    if project.state not in (states.PROPOSED, states.DELIBERATING):
        raise Refused(no("programmes.over", rules.SOURCE))
    if project.person_id == actor.person_id:
        raise Refused(no("programmes.own_idea", rules.SOURCE))
    MicroSupport.objects.get_or_create(project=project, person_id=actor.person_id, defaults={"at": now})


@transaction.atomic
def stop_supporting(*, project_id: int, actor: Actor, now: datetime) -> None:
    """The neighbour's support is taken back. Raises Refused: programmes.missing, .not_verified, .over."""
    project = locked(MicroProject, project_id)
    if actor.person_id is None:
        raise Refused(no("programmes.not_verified", rules.SOURCE))
    if project.state not in (states.PROPOSED, states.DELIBERATING):
        raise Refused(no("programmes.over", rules.SOURCE))
    MicroSupport.objects.filter(project=project, person_id=actor.person_id).delete()


@transaction.atomic
def withdraw(*, project_id: int, actor: Actor, now: datetime) -> MicroProject:
    """Whoever proposed it takes it back; its number stays empty. Raises Refused: programmes.not_yours, …"""
    project = locked(MicroProject, project_id)
    require(rules.is_own(actor, project))
    require(states.MICRO_PROJECT.may(project.state, "withdraw"))
    move_on(project, "withdraw", territory_id=project.territory_id, actor=actor, now=now)
    return project


@transaction.atomic
def deliberate(*, project_id: int, meets_at: datetime, where: str, actor: Actor, now: datetime) -> MicroProject:
    """Everybody reads when and where it is talked over.

    Raises Refused: programmes.missing, .not_permitted, .text_missing, .meets_in_past, micro_project.no_such_move.
    """
    project = _kept(project_id, "deliberate", actor, now)
    place = clean(where)[: rules.LINE_LENGTH]
    require(rules.said(place))
    if meets_at <= now:
        raise Refused(no("programmes.meets_in_past", rules.SOURCE))
    project.meets_at, project.meets_where = meets_at, place
    move_on(project, "deliberate", territory_id=project.territory_id, actor=actor, now=now)
    when = meets_at.astimezone(now.tzinfo)
    tell(project, "deliberated", texts.DELIBERATED, now, when=f"{when:%m-%d %H:%M}", where=place)
    return project


@dataclass(frozen=True)
class Deliberation:
    """Who was there and how they stood, with the minutes in short."""

    present: int
    in_favour: int
    against: int
    minutes: str


@transaction.atomic
def choose(*, project_id: int, held: Deliberation, actor: Actor, now: datetime) -> MicroProject:
    """The deliberation was for it: more for than against; it waits for a plan.

    Raises Refused: programmes.count_wrong, .not_in_favour, .meeting_ahead, .text_missing, micro_project.no_such_move.
    """
    project = _kept(project_id, "choose", actor, now)
    _keep_deliberation(project, held, now)
    if held.in_favour <= held.against:
        raise Refused(no("programmes.not_in_favour", rules.SOURCE, agree=held.in_favour, against=held.against))
    move_on(project, "choose", territory_id=project.territory_id, actor=actor, now=now)
    tell(project, "chosen", texts.CHOSEN, now)
    return project


@transaction.atomic
def decline(
    *, project_id: int, reason: str, held: Deliberation | None = None, actor: Actor, now: datetime
) -> MicroProject:
    """It is not taken up, and everybody reads why; with the deliberation, if there was one.

    Raises Refused: programmes.reason_missing, .count_wrong, .meeting_ahead, micro_project.no_such_move.
    """
    project = _kept(project_id, "decline", actor, now)
    if held is not None:
        _keep_deliberation(project, held, now)
    project.reason = reasoned(reason)
    move_on(project, "decline", territory_id=project.territory_id, actor=actor, now=now, reason=project.reason)
    tell(project, "declined", texts.DECLINED, now, reason=project.reason)
    return project


@transaction.atomic
def take_up(*, project_id: int, plan_id: int, order: ItemOrder, actor: Actor, now: datetime) -> MicroProject:
    """The micro project is an item of the plan; the need it answers stands on the list, with whoever wants it.

    Raises Refused: programmes.plan_over, .need_elsewhere, micro_project.no_such_move, and those of planning.add_item.
    """
    plan = locked(CompoundPlan, plan_id)
    project = _kept(project_id, "take_up", actor, now)
    if plan.territory_id != project.territory_id or plan.state not in (states.DRAFT, states.RUNNING):
        raise Refused(no("programmes.plan_over", rules.SOURCE, state=plan.state))
    if project.need is None:
        project.need = _need_of(project, actor, now)
    kept = {name: getattr(order, name) for name in ItemOrder.__dataclass_fields__}
    kept["need_ids"] = tuple({*order.need_ids, project.need.pk})
    item = written_item(plan, ItemOrder(**kept), actor, now)
    project.item = item
    move_on(project, "take_up", territory_id=project.territory_id, actor=actor, now=now)
    due = f"{item.due_date.month}月{item.due_date.day}日"
    tell(project, "taken_up", texts.TAKEN_UP, now, owner=item.owner.name, due=due)
    return project


def _need_of(project: MicroProject, actor: Actor, now: datetime) -> Need:
    new = NewNeed(
        territory_id=project.territory_id,
        title=project.title,
        source=Need.Source.PROPOSAL,
        about=project.what,
        mentions=1 + project.supports.count(),
        traces=(str(project),),
    )
    return written(new, actor, now)


def _keep_deliberation(project: MicroProject, held: Deliberation, now: datetime) -> None:
    if project.meets_at is None or project.meets_at > now:
        raise Refused(no("programmes.meeting_ahead", rules.SOURCE))
    require(rules.counted(held.present, held.in_favour, held.against))
    minutes = clean_lines(held.minutes)
    require(rules.said(minutes))
    project.present, project.in_favour, project.against = held.present, held.in_favour, held.against
    project.minutes = minutes


def _kept(project_id: int, verb: str, actor: Actor, now: datetime) -> MicroProject:
    project = locked(MicroProject, project_id)
    require(rules.holds(actor, rules.PLAN, project.territory_id, now))
    require(states.MICRO_PROJECT.may(project.state, verb))
    return project
