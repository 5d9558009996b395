"""Drafting, opening, posting, extending, concluding and withdrawing a public notice."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.files.kinds import IMAGES
from yuanba.files.queries import chosen
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.places.queries import calendar
from yuanba.publicity import queries, redaction, rules, states
from yuanba.publicity.actions.steps import move
from yuanba.publicity.models import Notice, Posting


@dataclass(frozen=True)
class Terms:
    """How long a notice runs and how objections to it are handled, in working days."""

    working_days: int = 5  # Source: N-013
    decision_days: int = 5  # our default; no law sets it for awards
    needs_board: bool = True
    contact_line: str = ""


@dataclass(frozen=True)
class Content:
    """What a notice says; `body` is a list of blocks as `redaction.well_formed` knows them."""

    kind: str
    title: str
    body: list[dict[str, Any]]


@transaction.atomic
def draft_general(
    *, content: Content, request_key: str, territory_id: int, actor: Actor, now: datetime, terms: Terms | None = None
) -> Notice:
    """A notice about nothing that the house keeps itself, written at the desk. A retry with the same key gets the same one.

    Raises Refused as `draft_notice`.
    """
    reference = f"general:{request_key}"
    earlier = Notice.objects.filter(subject_ref=reference, territory_id=territory_id, drafted_by=actor.id).first()
    if earlier is not None:
        return earlier
    return draft_notice(
        content=content, subject_ref=reference, territory_id=territory_id, terms=terms, actor=actor, now=now
    )


@transaction.atomic
def draft_notice(
    *, content: Content, subject_ref: str, territory_id: int, actor: Actor, now: datetime, terms: Terms | None = None
) -> Notice:
    """A notice that only staff see. Raises Refused(notice.not_yours, notice.empty, notice.bad_block, notice.length)."""
    terms = terms or Terms()
    require(rules.may(actor, "publicity.draft", territory_id, now))
    _check(content, terms)
    notice = Notice.objects.create(
        kind=content.kind,
        title=clean(content.title),
        body=content.body,
        territory_id=territory_id,
        subject_ref=subject_ref,
        drafted_at=now,
        drafted_by=actor.id,
        updated_at=now,
        **vars(terms),
    )
    record(verb="notice.draft", subject=str(notice), actor=actor, now=now, territory_id=territory_id)
    return notice


@transaction.atomic
def revise_notice(*, notice_id: int, content: Content, actor: Actor, now: datetime) -> Notice:
    """The draft says something else. What is public is never rewritten. Raises Refused(notice.published, …)."""
    notice = locked(notice_id)
    require(rules.may(actor, "publicity.draft", notice.territory_id, now))
    if notice.state != states.DRAFT:
        raise Refused(no("notice.published", rules.SOURCE, state=notice.state))
    _check(content, Terms())
    notice.kind, notice.title, notice.body = content.kind, clean(content.title), content.body
    notice.updated_at = now
    notice.save(update_fields=["kind", "title", "body", "updated_at"])
    record(verb="notice.revise", subject=str(notice), actor=actor, now=now, territory_id=notice.territory_id)
    return notice


@transaction.atomic
def redact_notice(*, notice_id: int, actor: Actor, now: datetime) -> Notice:
    """Every personal number of the draft is masked, as `redaction.preview` showed."""
    notice = locked(notice_id)
    title, body = redaction.redacted(notice.title, notice.body)
    return revise_notice(notice_id=notice_id, content=Content(notice.kind, title, body), actor=actor, now=now)


@transaction.atomic
def open_notice(*, notice_id: int, actor: Actor, now: datetime) -> Notice:
    """Anybody may read it, online from now on, and the term runs: `working_days` after today, the whole last day.

    Raises Refused(notice.personal_numbers, notice.calendar_unknown, notice.not_yours).
    """
    notice = locked(notice_id)
    require(rules.may(actor, "publicity.open", notice.territory_id, now))
    require(states.NOTICE.may(notice.state, "open"))
    require(redaction.gate(f"{notice.title} {notice.contact_line}", notice.body))
    today = local_date(now)
    notice.opens_at, notice.closes_at = now, rules.term_end(calendar(), today, notice.working_days)
    notice.opened_by, notice.updated_at = actor.id, now
    move(notice, "open", actor=actor, now=now, detail={"closes_at": notice.closes_at.isoformat()})
    notice.save(update_fields=["state", "opens_at", "closes_at", "opened_by", "updated_at"])
    Posting.objects.create(
        notice=notice,
        channel=Posting.Channel.ONLINE,
        posted_date=today,
        recorded_at=now,
        recorded_by=actor.id,
    )
    return notice


@transaction.atomic
def record_posting(
    *, notice_id: int, place: str, posted_date: date, photo_file_id: int, actor: Actor, now: datetime
) -> Posting:
    """The notice hangs on a board, with a photograph as proof; the same photograph once more changes nothing.

    Raises Refused(notice.not_open, notice.posting_day: before the opening or in the future, notice.place_missing,
    notice.photo_missing: no picture of the actor's own).
    """
    notice = locked(notice_id)
    require(rules.may(actor, "publicity.post", notice.territory_id, now))
    if notice.state not in states.RUNNING or notice.opens_at is None:
        raise Refused(no("notice.not_open", rules.SOURCE, state=notice.state))
    if not local_date(notice.opens_at) <= posted_date <= local_date(now):
        raise Refused(no("notice.posting_day", rules.SOURCE, day=posted_date.isoformat()))
    if not clean(place):
        raise Refused(no("notice.place_missing", rules.SOURCE))
    photo = chosen([photo_file_id]).get(photo_file_id)
    if photo is None or photo.erased_at is not None or photo.uploader != actor.id or photo.kind not in IMAGES:
        # A proof is shown to everybody: naming the file of somebody else would publish it.
        raise Refused(no("notice.photo_missing", rules.SOURCE))
    earlier = _same_posting(notice, clean(place), posted_date, photo_file_id)
    if earlier is not None:
        return earlier
    posting = Posting.objects.create(
        notice=notice,
        channel=Posting.Channel.BOARD,
        place=clean(place),
        photo_file_id=photo_file_id,
        posted_date=posted_date,
        recorded_at=now,
        recorded_by=actor.id,
    )
    detail = {"posting": posting.pk, "photo": photo_file_id}
    record(
        verb="notice.post", subject=str(notice), actor=actor, now=now, detail=detail, territory_id=notice.territory_id
    )
    return posting


@transaction.atomic
def extend_notice(*, notice_id: int, working_days: int, reason: str, actor: Actor, now: datetime) -> Notice:
    """The term ends `working_days` later than it would have, or after today if it was over already.

    The reason is public. Raises Refused(notice.length, notice.reason_missing, notice.personal_numbers,
    notice.calendar_unknown).
    """
    notice = locked(notice_id)
    require(rules.may(actor, "publicity.open", notice.territory_id, now))
    if working_days < 1:
        raise Refused(no("notice.length", rules.SOURCE, days=working_days))
    if not reason.strip():
        raise Refused(no("notice.reason_missing", rules.SOURCE))
    require(redaction.gate(reason, []))
    require(states.NOTICE.may(notice.state, "extend"))
    assert notice.closes_at is not None
    last = max(rules.last_day_of(notice.closes_at), local_date(now))
    notice.closes_at = rules.term_end(calendar(), last, working_days)
    notice.updated_at = now
    move(notice, "extend", actor=actor, now=now, reason=reason, detail={"working_days": working_days})
    notice.save(update_fields=["state", "closes_at", "updated_at"])
    return notice


@transaction.atomic
def conclude_notice(*, notice_id: int, conclusion: str, actor: Actor, now: datetime) -> Notice:
    """The notice has run its course and its outcome is public. Raises Refused as `queries.has_run` answers."""
    notice = locked(notice_id)
    require(rules.may(actor, "publicity.open", notice.territory_id, now))
    require(states.NOTICE.may(notice.state, "conclude"))
    require(queries.has_run(notice, now))
    require(redaction.gate(conclusion, []))
    move(notice, "conclude", actor=actor, now=now)
    notice.conclusion, notice.ended_at, notice.updated_at = conclusion.strip(), now, now
    notice.save(update_fields=["state", "conclusion", "ended_at", "updated_at"])
    return notice


@transaction.atomic
def withdraw_notice(*, notice_id: int, reason: str, actor: Actor, now: datetime) -> Notice:
    """The notice announces nothing any more; if it was public it stays readable with the reason."""
    notice = locked(notice_id)
    require(rules.may(actor, "publicity.open", notice.territory_id, now))
    if not reason.strip():
        raise Refused(no("notice.reason_missing", rules.SOURCE))
    require(redaction.gate(reason, []))
    move(notice, "withdraw", actor=actor, now=now, reason=reason)
    notice.conclusion, notice.ended_at, notice.updated_at = reason.strip(), now, now
    notice.save(update_fields=["state", "conclusion", "ended_at", "updated_at"])
    return notice


def locked(notice_id: int) -> Notice:
    """The notice, locked until the transaction ends."""
    return Notice.objects.select_for_update().get(pk=notice_id)


def _same_posting(notice: Notice, place: str, posted_date: date, photo_file_id: int) -> Posting | None:
    """The posting that a lost answer's retry repeats: same board, same day, same picture."""
    rows = list(notice.postings.filter(channel=Posting.Channel.BOARD, place=place, posted_date=posted_date))
    photos = chosen({photo_file_id, *(row.photo_file_id for row in rows if row.photo_file_id is not None)})
    if photo_file_id not in photos:
        return None
    sha256 = photos[photo_file_id].sha256
    return next(
        (row for row in rows if row.photo_file_id in photos and photos[row.photo_file_id].sha256 == sha256), None
    )


def _check(content: Content, terms: Terms) -> None:
    if not clean(content.title):
        raise Refused(no("notice.empty", redaction.SOURCE))
    require(redaction.well_formed(content.body))
    if terms.working_days < 1 or terms.decision_days < 1:
        raise Refused(no("notice.length", rules.SOURCE, days=min(terms.working_days, terms.decision_days)))
