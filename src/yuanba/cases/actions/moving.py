"""Up, down and sideways: another level, another organ, somebody who helps."""

from datetime import datetime

from django.db import IntegrityError, transaction

from yuanba.cases import rules, states, template, terms, texts
from yuanba.cases.actions.beats import accounts_with, filled, locked, move_on, note, reasoned, tell_staff
from yuanba.cases.actions.reporting import settle
from yuanba.cases.actions.working import handled, moved, steered
from yuanba.cases.models import Case, Category, CoHandler, Transfer
from yuanba.cases.queries.intake import clock_for
from yuanba.cases.routes import Route
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Account, Appointment, Organisation
from yuanba.places.queries import current


@transaction.atomic
def hand_over(
    *, case_id: int, level: str, reason: str, actor: Actor, now: datetime, revision: int | None = None
) -> Case:
    """The case is on another level, up (上呈) or down (下派), with that level's time, within the limit of the whole.

    It is nobody's there until somebody takes it. Raises Refused: cases.no_such_level, .reason_missing, …
    """
    case = locked(case_id, revision)
    handled(case, actor, now)
    require(states.CASE.may(case.state, "hand_over"))
    if level not in terms.LEVELS or level == case.level:
        raise Refused(no("cases.no_such_level", rules.SOURCE))
    said = reasoned(reason)
    is_up = terms.LEVELS.index(level) > terms.LEVELS.index(case.level)
    moved(case, Transfer.Kind.UP if is_up else Transfer.Kind.DOWN, actor, now, said, to_level=level)
    case.level, case.handler_ref = level, ""
    terms.start_level(case, clock_for(case.category, now), now)
    move_on(case, "hand_over", actor=actor, now=now, reason=said)
    if is_up:
        words = filled(texts.HANDED_UP, case, case.due_at)
        tell_staff(accounts_with(rules.SUPERVISE, case, now), "handed_up", words, case, now)
    return case


@transaction.atomic
def reroute(
    *,
    case_id: int,
    reason: str,
    actor: Actor,
    now: datetime,
    organ: str = "",
    category: str = "",
    revision: int | None = None,
) -> Case:
    """The case belongs to another organ, or is of another kind after all; the reason feeds the suggestion.

    With another kind come its organ (unless one is named), its confidentiality and its deadline, counted from the report.
    Raises Refused: cases.nothing_changes, .no_organ, .no_category, .category_ended, .reason_missing, …
    """
    case = locked(case_id, revision)
    steered(case, actor, now)
    require(states.CASE.may(case.state, "reroute"))
    said = reasoned(reason)
    kind = category_of(case, category, now)
    target = organ or kind.organ
    if target not in template.organs():
        raise Refused(no("cases.no_organ", rules.SOURCE))
    if target == case.organ and kind == case.category:
        raise Refused(no("cases.nothing_changes", rules.SOURCE))
    other_kind = kind.key if kind != case.category else ""
    moved(case, Transfer.Kind.REROUTE, actor, now, said, to_organ=target, to_category=other_kind)
    if other_kind:
        _of_kind(case, kind, now)
    case.organ, case.handler_ref = target, ""
    move_on(case, "reroute", actor=actor, now=now, reason=said, organ=target, category=other_kind)
    return case


def category_of(case: Case, key: str, now: datetime) -> Category:
    """The kind with this key, of a case that is of another now. Raises Refused: cases.no_category, .category_ended."""
    if not key or key == case.category.key:
        return case.category
    found = Category.objects.filter(key=key).first()
    if found is None:
        raise Refused(no("cases.no_category", rules.SOURCE))
    require(rules.is_open(found, local_date(now)))
    return found


def _of_kind(case: Case, kind: Category, now: datetime) -> None:
    """The case has what its new kind asks for. What was kept private stays private. Not saved."""
    level, was_private = case.level, not case.is_public
    settle(case, kind, Route(kind.organ), keep_private=was_private)
    case.level = max(level, kind.start_level, key=terms.LEVELS.index)
    clock = clock_for(kind, now, back_to=case.created_at)
    case.limit_at, case.due_official = clock.add(case.created_at, clock.from_level(kind.start_level))
    terms.start_level(case, clock, now)


@transaction.atomic
def ask_to_help(*, case_id: int, organisation_id: int, what: str, actor: Actor, now: datetime) -> CoHandler:
    """An organisation helps beside the handler: it reads the case, not who reported it.

    Raises Refused: cases.confidential_stays, .no_helper, .helps_already, .reason_missing, .case_ended, …
    """
    case = locked(case_id)
    handled(case, actor, now)
    if case.confidential:
        raise Refused(no("cases.confidential_stays", rules.CONFIDENTIAL))
    if case.state not in states.OPEN:
        raise Refused(no("cases.case_ended", rules.SOURCE, state=case.state))
    body = Organisation.objects.filter(pk=organisation_id, ended_date__isnull=True).first()
    if body is None:
        raise Refused(no("cases.no_helper", rules.SOURCE))
    said = reasoned(what)
    try:
        with transaction.atomic():
            row = CoHandler.objects.create(
                case=case, organisation=body, asked_for=said, asked_at=now, asked_by=actor.id
            )
    except IntegrityError as error:
        raise Refused(no("cases.helps_already", rules.SOURCE)) from error
    note(case, "ask_to_help", actor=actor, now=now, reason=body.name)
    tell_staff(_members(body, now), "asked_to_help", filled(texts.ASKED_TO_HELP, case, case.due_at), case, now)
    return row


@transaction.atomic
def helped(*, case_id: int, text: str, actor: Actor, now: datetime) -> CoHandler:
    """An organisation that was asked says what it did; its handler is told. Raises Refused: cases.no_helper, …"""
    case = locked(case_id)
    mine = Appointment.objects.filter(current(local_date(now)), person_id=actor.person_id or 0).values(
        "organisation_id"
    )
    row = case.co_handlers.filter(organisation_id__in=mine, done_at__isnull=True).select_related("organisation").first()
    if row is None or case.confidential:
        require(rules.may_see(case, actor, now))
        raise Refused(no("cases.no_helper", rules.SOURCE))
    row.done_text, row.done_at, row.done_by = reasoned(text), now, actor.id
    row.save(update_fields=["done_text", "done_at", "done_by"])
    note(case, "helped", actor=actor, now=now, reason=row.organisation.name)
    tell_staff([case.handler_ref], "helped", filled(texts.HELPED, case, None), case, now)
    return row


def _members(body: Organisation, now: datetime) -> list[str]:
    people = Appointment.objects.filter(current(local_date(now)), organisation=body).values("person_id")
    rows = Account.objects.filter(person_id__in=people, is_staff_account=True, closed_at__isnull=True)
    return [f"account:{pk}" for pk in rows.values_list("pk", flat=True)]
