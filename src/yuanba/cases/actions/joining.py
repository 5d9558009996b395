"""Two cases are one, or one case is two: every reporter keeps one thread and gets one message."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Coalesce

from yuanba.audit.actions import record
from yuanba.cases import rules, states, terms, texts
from yuanba.cases.actions.beats import filled, locked, move_on, note, phone_of, reasoned, tell_reporters
from yuanba.cases.actions.moving import category_of
from yuanba.cases.actions.reporting import new_number, settle
from yuanba.cases.actions.working import steered
from yuanba.cases.models import Case, Report, Step
from yuanba.cases.queries.intake import clock_for
from yuanba.cases.routing import Place, route
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.keys import seal


@transaction.atomic
def merge(*, case_id: int, into_id: int, reason: str, actor: Actor, now: datetime, revision: int | None = None) -> Case:
    """The case is over as MERGED; its reporters, photos and helpers are with the other one, which is returned.

    Both are locked in one order, so that two merges that cross wait for each other, and the second is told.
    Raises Refused: cases.merged_into_itself, .merge_elsewhere, .merge_confidential, .merge_target_ended,
    .reason_missing, .not_permitted, case.no_such_move, …
    """
    if case_id == into_id:
        raise Refused(no("cases.merged_into_itself", rules.SOURCE))
    both = {pk: locked(pk, revision if pk == case_id else None) for pk in sorted((case_id, into_id))}
    case, into = both[case_id], both[into_id]
    for one in (case, into):
        steered(one, actor, now)
    _may_merge(case, into)
    said = reasoned(reason)
    arrived = list(case.reports.order_by("pk"))
    case.reports.update(is_first=False, case=into, origin_id=Coalesce("origin_id", case.pk))
    known = set(into.attachments.values_list("file_id", flat=True))
    case.attachments.exclude(file_id__in=known).update(case=into)
    helping = into.co_handlers.filter(done_at__isnull=True).values("organisation_id")
    case.co_handlers.exclude(organisation_id__in=list(helping.values_list("organisation_id", flat=True))).update(
        case=into
    )
    into.reports_count += len(arrived)
    case.merged_into, case.ended_at = into, now
    terms.stop(case, now + terms.KEEP)
    move_on(case, "merge", actor=actor, now=now, reason=said, into=into.number)
    note(into, "join", actor=actor, now=now, reason=said, merged=case.number)
    tell_reporters(into, "merged", filled(texts.MERGED, into, None), now, arrived)
    return into


def _may_merge(case: Case, into: Case) -> None:
    require(states.CASE.may(case.state, "merge"))
    if into.state not in states.OPEN:
        raise Refused(no("cases.merge_target_ended", rules.SOURCE, state=into.state))
    if case.confidential or into.confidential:
        raise Refused(no("cases.merge_confidential", rules.CONFIDENTIAL))
    if case.territory_id != into.territory_id:
        raise Refused(no("cases.merge_elsewhere", rules.SOURCE))


@transaction.atomic
def split(
    *,
    case_id: int,
    actor: Actor,
    now: datetime,
    reason: str,
    report_id: int | None = None,
    text: str = "",
    category: str = "",
) -> Case:
    """A new case stands beside: a reporter's thread that is something else (`report_id`), or a second problem in the
    first reporter's words (`text`). It is routed and dated as new.

    Raises Refused: cases.nothing_to_split, .no_category, .category_ended, .case_ended, .reason_missing, …
    """
    case = locked(case_id)
    steered(case, actor, now)
    if case.state not in states.OPEN:
        raise Refused(no("cases.case_ended", rules.SOURCE, state=case.state))
    said, words = reasoned(reason), clean_lines(text)
    thread = _thread(case, report_id, words)
    new = _beside(case, thread, words or thread.text or case.text, category, now)
    if report_id is not None:
        case.attachments.filter(report=thread).update(case=new)
        Report.objects.filter(pk=thread.pk).update(case=new, is_first=True, origin=case)
        case.reports_count -= 1
    else:
        _copied(thread, new, words, actor, now)
    Step.objects.create(case=new, verb="split", target=new.state, level=new.level, at=now, by=actor.id, reason=said)
    record(verb="cases.split", subject=str(new), actor=actor, now=now, territory_id=new.territory_id)
    note(case, "split", actor=actor, now=now, reason=said, new=new.number)
    tell_reporters(new, "split", filled(texts.SPLIT, new, new.limit_at), now)
    return new


def _thread(case: Case, report_id: int | None, words: str) -> Report:
    rows = case.reports.order_by("-is_first", "pk")
    if report_id is None:
        first = rows.first()
        if first is not None and words:
            return first
    else:
        found = rows.filter(pk=report_id, is_first=False).first()
        if found is not None:
            return found
    raise Refused(no("cases.nothing_to_split", rules.SOURCE))


def _beside(case: Case, thread: Report, text: str, key: str, now: datetime) -> Case:
    require(rules.is_told(text, 1))
    kind = category_of(case, key, now)
    place = Place(
        case.territory_id,
        case.building_id,
        case.building.cluster_id if case.building is not None else None,
        case.entrance_id,
        case.premises_id,
        case.grid_id,
    )
    new = Case(
        number=new_number(now),
        territory_id=case.territory_id,
        building_id=case.building_id,
        entrance_id=case.entrance_id,
        premises_id=case.premises_id,
        grid_id=case.grid_id,
        point_id=case.point_id,
        place_note=case.place_note,
        text=text,
        source=case.source,
        split_from=case,
        state=states.CASE.initial,
        created_at=now,
    )
    settle(new, kind, route(kind, place, local_date(now)), keep_private=not case.is_public)
    terms.start_whole(new, clock_for(kind, now), now)
    new.save(force_insert=True)
    return new


def _copied(thread: Report, new: Case, words: str, actor: Actor, now: datetime) -> None:
    """The first reporter waits for the new case too."""
    key = f"split-{secrets.token_hex(16)}"
    Report.objects.create(
        case=new,
        origin=thread.case,
        is_first=True,
        client_key=key,
        account_ref=thread.account_ref,
        phone_hash=thread.phone_hash,
        contact=seal(phone_of(thread).encode(), f"case.report:{key}") if thread.contact else None,
        name=thread.name,
        text=words,
        entered_by=actor.id,
        joined_at=now,
    )
