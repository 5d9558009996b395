"""A report becomes a case; a neighbour joins one."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from yuanba.audit.actions import record
from yuanba.cases import rules, states, terms, texts
from yuanba.cases.actions.beats import accounts_with, filled, locked, note, tell_reporter, tell_staff
from yuanba.cases.models import Attachment, Case, Category, Report, Step
from yuanba.cases.queries.intake import Intake, clock_of, intake
from yuanba.cases.routes import Route
from yuanba.cases.routing import Place, route
from yuanba.files.kinds import SOUNDS
from yuanba.files.models import StoredFile
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.identifiers import BadIdentifier, mobile
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.redaction import for_everybody
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.keys import seal
from yuanba.people.models import Account
from yuanba.places.models import Territory

PLACES = frozenset({Territory.Kind.COMPOUND, Territory.Kind.COMMUNITY})
TRIES = 4
DIGITS = 10**6
OLDEST = timedelta(days=30)  # an older date of the phone is a wrong clock
KEY_LENGTH = 64
VOICE = SOUNDS | {"mp4"}  # some recorders write sound alone into a film's box


@dataclass(frozen=True)
class NewReport:
    """What somebody tells. `client_key` is made by the form or the phone, once for each report: sent again it is the same.

    `phone` and `name` are of somebody for whom the desk, a grid worker or an import writes; residents leave them empty.
    `told_at` is when the phone says it was written. `keep_private`: the reporter wants it off the public board.
    """

    category: str
    territory_id: int
    text: str
    client_key: str
    building_id: int | None = None
    entrance_id: int | None = None
    premises_id: int | None = None
    point_id: int | None = None
    place_note: str = ""
    source: str = Case.Source.REPORT
    external_ref: str = ""
    file_ids: tuple[int, ...] = ()
    name: str = ""
    phone: str = ""
    told_at: datetime | None = None
    keep_private: bool = False


@dataclass(frozen=True)
class Joining:
    """ "Me too": what somebody adds to a case that is there already. As in NewReport."""

    client_key: str
    text: str = ""
    file_ids: tuple[int, ...] = ()
    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Reporter:
    """How a reporter is found and reached."""

    account_ref: str = ""
    phone_hash: str = ""
    phone: str = ""
    name: str = ""


def report(*, order: NewReport, actor: Actor, now: datetime) -> Case:
    """A case stands under its number, in the organ and with the deadline that the dated rows say; its reporter is told.

    The same `client_key`, or the same number of the same other system, sent again is the same case. Eight statements
    for a plain report of a resident.
    Raises Refused: cases.sign_in_first, .not_permitted, .no_category, .category_ended, .no_place, .place_mismatch,
    .nothing_told, .text_too_long, .too_many_files, .file_missing, .too_many_today, .phone_wrong, .key_taken.
    """
    for _ in range(TRIES):
        try:
            return _reported(order, actor, now)
        except IntegrityError:
            known = _known(order, actor)
            if known is not None:
                return known
    raise Refused(no("cases.try_again", rules.SOURCE))


def _known(order: NewReport, actor: Actor) -> Case | None:
    earlier = Report.objects.filter(client_key=_key(order.client_key)).select_related("case").first()
    if earlier is not None:
        return _own(earlier, actor).case
    if order.external_ref:
        return Case.objects.filter(source=order.source, external_ref=clean(order.external_ref)).first()
    return None


@transaction.atomic
def _reported(order: NewReport, actor: Actor, now: datetime) -> Case:
    _may_report(order.source, order.territory_id, actor, now)
    where = Place(order.territory_id, order.building_id, None, order.entrance_id, order.premises_id)
    key = _key(order.client_key)
    around = intake(
        category=order.category, where=where, client_key=key, actor_id=actor.id, now=now, point_id=order.point_id
    )
    if around is None:
        raise Refused(no("cases.no_category", rules.SOURCE))
    if around.prior_case_id is not None:
        return _own(Report.objects.select_related("case").get(client_key=key), actor).case
    text = clean_lines(order.text)
    place = _checked(order, around, text, now)
    by = _reporter(order.phone, order.name, order.source, actor)
    files = own_files(order.file_ids, actor)
    case = _new_case(order, around, place, text, now)
    first = write_report(case, by, key, text, actor, now, is_first=True, told_at=_told(order.told_at, now))
    attach(case, first, files, actor, now)
    Step.objects.create(case=case, verb="report", target=case.state, level=case.level, at=now, by=actor.id)
    record(verb="cases.report", subject=str(case), actor=actor, now=now, territory_id=case.territory_id)
    words = texts.REPORTED if case.due_official else texts.REPORTED_UNOFFICIAL
    tell_reporter(first, "reported", filled(words, case, case.limit_at), now)
    if case.is_urgent:
        tell_staff(accounts_with(rules.HANDLE, case, now), "urgent", filled(texts.URGENT, case, None), case, now)
    return case


def _may_report(source: str, territory_id: int, actor: Actor, now: datetime) -> None:
    if source not in Case.Source.values:
        raise Refused(no("cases.no_source", rules.SOURCE))
    if source == Case.Source.REPORT:
        if actor.account_id is None:
            raise Refused(no("cases.sign_in_first", rules.SOURCE))
    elif not rules.holds(actor, rules.REPORT_FOR, territory_id, local_date(now)):
        raise Refused(no("cases.not_permitted", rules.POSTS_SOURCE, permission=rules.REPORT_FOR))


def _checked(order: NewReport, around: Intake, text: str, now: datetime) -> Place:
    require(rules.is_open(around.category, local_date(now)))
    if around.place_kind not in PLACES:
        raise Refused(no("cases.no_place", rules.SOURCE))
    if around.place is None:
        raise Refused(no("cases.place_mismatch", rules.SOURCE))
    require(rules.is_told(text, len(order.file_ids)))
    if order.source == Case.Source.REPORT and around.sent_today >= rules.MOST_A_DAY:
        raise Refused(no("cases.too_many_today", rules.SOURCE, most=rules.MOST_A_DAY))
    return around.place


def _new_case(order: NewReport, around: Intake, place: Place, text: str, now: datetime) -> Case:
    category = around.category
    way: Route = route(category, place, local_date(now))
    case = Case(
        number=new_number(now),
        territory_id=place.territory_id,
        building_id=place.building_id,
        entrance_id=place.entrance_id,
        premises_id=place.premises_id,
        grid_id=place.grid_id,
        point_id=order.point_id,
        place_note=clean(for_everybody(order.place_note))[:80],
        category=category,
        text=text,
        source=order.source,
        external_ref=clean(order.external_ref)[:60],
        state=states.CASE.initial,
        is_repeat=around.is_repeat,
        created_at=now,
    )
    settle(case, category, way, keep_private=order.keep_private)
    terms.start_whole(case, clock_of(category, around.minutes, around.hours, now), now)
    case.save(force_insert=True)
    return case


def settle(case: Case, category: Category, way: Route, *, keep_private: bool) -> None:
    """The case has what its category and route say. Not saved."""
    case.category = category
    case.level = category.start_level
    case.organ = way.organ
    case.handler_ref = way.handler_ref
    case.is_urgent = category.urgent
    case.confidential = category.confidential
    case.is_public = not (category.confidential or keep_private)
    case.public_text = for_everybody(case.text) if case.is_public else ""


def new_number(now: datetime) -> str:
    """The day and six random digits: it is read aloud on the telephone, and nobody counts up to the next one."""
    return f"{local_date(now):%y%m%d}-{secrets.randbelow(DIGITS):06d}"


def write_report(  # noqa: PLR0913 - a thread is what it is
    case: Case,
    by: Reporter,
    key: str,
    text: str,
    actor: Actor,
    now: datetime,
    *,
    is_first: bool = False,
    told_at: datetime | None = None,
) -> Report:
    """The reporter's thread on the case."""
    reachable = by.phone and not by.account_ref
    return Report.objects.create(
        case=case,
        is_first=is_first,
        client_key=key,
        account_ref=by.account_ref,
        phone_hash=by.phone_hash,
        contact=seal(by.phone.encode(), f"case.report:{key}") if reachable else None,
        name=by.name,
        text=text,
        entered_by=actor.id,
        told_at=told_at,
        joined_at=now,
    )


def _key(text: str) -> str:
    key = clean(text)[:KEY_LENGTH]
    if not key:
        raise Refused(no("cases.key_missing", rules.SOURCE))
    return key


def _own(earlier: Report, actor: Actor) -> Report:
    if earlier.entered_by != actor.id:
        raise Refused(no("cases.key_taken", rules.SOURCE))
    return earlier


def _told(told_at: datetime | None, now: datetime) -> datetime | None:
    """When it was written, if the clock of the phone can be believed."""
    return told_at if told_at is not None and now - OLDEST < told_at <= now else None


def _reporter(phone: str, name: str, source: str, actor: Actor) -> Reporter:
    """The account that writes; or whoever the desk writes for, found by number if they have an account."""
    if source == Case.Source.REPORT:
        return Reporter(account_ref=actor.id)
    called = clean(name)[:40]
    if not phone.strip():
        return Reporter(name=called)
    try:
        number = mobile(phone)
    except BadIdentifier as error:
        raise Refused(no("cases.phone_wrong", rules.SOURCE)) from error
    account = Account.objects.filter(phone=number, closed_at__isnull=True).first()
    return Reporter(str(account) if account else "", rules.phone_mark(number), number, called)


def own_files(file_ids: Sequence[int], actor: Actor) -> list[StoredFile]:
    """The actor's own uploads in this order. Raises Refused("cases.file_missing")."""
    if not file_ids:
        return []
    known = chosen(file_ids)
    files = [known[one] for one in file_ids if one in known]
    if len(files) < len(set(file_ids)) or any(one.uploader != actor.id or one.erased_at is not None for one in files):
        raise Refused(no("cases.file_missing", rules.SOURCE))
    return files


def attach(
    case: Case, report: Report | None, files: Sequence[StoredFile], actor: Actor, now: datetime, kind: str = ""
) -> None:
    Attachment.objects.bulk_create(
        Attachment(
            case=case,
            report=report,
            file_id=one.pk,
            kind=kind or (Attachment.Kind.VOICE if one.kind in VOICE else Attachment.Kind.PHOTO),
            added_at=now,
            added_by=actor.id,
        )
        for one in files
    )


def join(*, case_id: int, joining: Joining, actor: Actor, now: datetime) -> Report:
    """The actor waits for the answer of this case too, with a thread of their own; twice is once.

    Raises Refused: cases.missing, .sign_in_first, .joined_too_late, .confidential_no_joining, .text_too_long,
    .file_missing, .key_taken.
    """
    try:
        return _joined(case_id, joining, actor, now)
    except IntegrityError:
        earlier = Report.objects.filter(client_key=_key(joining.client_key)).first()
        if earlier is None:
            raise
        return _own(earlier, actor)


@transaction.atomic
def _joined(case_id: int, joining: Joining, actor: Actor, now: datetime) -> Report:
    case = locked(case_id)
    if actor.account_id is None:
        raise Refused(no("cases.sign_in_first", rules.SOURCE))
    require(rules.may_see(case, actor, now))
    if case.state == states.MERGED and case.merged_into_id is not None:
        return _joined(case.merged_into_id, joining, actor, now)
    key = _key(joining.client_key)
    by = _joiner(case, joining, actor, now)
    earlier = _thread_of(case, by, key)
    if earlier is not None:
        return earlier if earlier.client_key != key else _own(earlier, actor)
    if case.state not in states.OPEN:
        raise Refused(no("cases.joined_too_late", rules.SOURCE, state=case.state))
    text = clean_lines(joining.text)
    if len(text) > rules.TEXT_LENGTH:
        raise Refused(no("cases.text_too_long", rules.SOURCE, most=rules.TEXT_LENGTH, length=len(text)))
    files = own_files(joining.file_ids, actor)
    thread = write_report(case, by, key, text, actor, now)
    attach(case, thread, files, actor, now)
    case.reports_count += 1
    note(case, "join", actor=actor, now=now)
    tell_reporter(thread, "joined", filled(texts.JOINED, case, None), now)
    return thread


def _joiner(case: Case, joining: Joining, actor: Actor, now: datetime) -> Reporter:
    """The actor; or whoever the desk writes for. Nobody joins what is confidential."""
    if case.confidential:
        raise Refused(no("cases.confidential_no_joining", rules.CONFIDENTIAL))
    if not joining.phone.strip():
        return _reporter("", "", Case.Source.REPORT, actor)
    if not rules.holds(actor, rules.REPORT_FOR, case.territory_id, local_date(now)):
        raise Refused(no("cases.not_permitted", rules.POSTS_SOURCE, permission=rules.REPORT_FOR))
    return _reporter(joining.phone, joining.name, Case.Source.DESK, actor)


def _thread_of(case: Case, by: Reporter, key: str) -> Report | None:
    for row in case.reports.order_by("pk"):
        mine = (by.account_ref and row.account_ref == by.account_ref) or (
            by.phone_hash and row.phone_hash == by.phone_hash
        )
        if mine or row.client_key == key:
            return row
    return None
