"""Filing, deciding, taking back an objection, and reading who filed it."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yuanba.audit.actions import record
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.normal import clean, clean_lines
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue
from yuanba.places.queries import calendar
from yuanba.publicity import redaction, rules, states, texts
from yuanba.publicity.actions import limits
from yuanba.publicity.actions.statements import Statement
from yuanba.publicity.actions.steps import move
from yuanba.publicity.models import Notice, Objection, Step


@dataclass(frozen=True)
class Filed:
    """The objection and the code with which anybody asks for the answer; the code is shown once and never kept."""

    objection: Objection
    code: str


@transaction.atomic
def file_objection(
    *, notice_id: int, statement: Statement, actor: Actor, now: datetime, request_key: str = "", address: str = ""
) -> Filed:
    """An objection stands and blocks the next step until it is decided.

    The same statement under the same `request_key` once more answers with the same objection and code. A desk that
    writes down a call, a letter or a visit needs the permission `publicity.receive`; online, the account that files is
    kept unless the objection is anonymous. `address` is where it came from on line; anonymous ones, and named ones
    without an account, are limited a day (rules.room_for).

    Raises Refused(notice.not_open, notice.term_over, notice.calendar_unknown, objection.empty, objection.name_missing,
    objection.seal_missing, objection.anonymous_has_name, objection.anonymous_address_limit,
    objection.anonymous_day_limit, objection.named_address_limit).
    """
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    code = _code(notice, statement, request_key)
    earlier = notice.objections.filter(code_hash=code_hash(code)).first()
    if earlier is not None:
        return Filed(earlier, code)
    require(rules.may_object(notice, now))
    is_desk = statement.channel != Objection.Channel.ONLINE
    if is_desk:
        require(rules.may(actor, "publicity.receive", notice.territory_id, now))
    text, name, contact = clean_lines(statement.text), clean(statement.name), clean(statement.contact)
    if not text:
        raise Refused(no("objection.empty", rules.SOURCE))
    require(rules.says_who(statement.kind, name, contact, statement.file_id))
    limits.count_in(notice, statement, address, actor, now)
    is_anonymous = statement.kind == Objection.Kind.ANONYMOUS
    objection = Objection.objects.create(
        notice=notice,
        about_ref=statement.about_ref,
        kind=statement.kind,
        channel=statement.channel,
        name=name,
        contact=contact,
        file_id=statement.file_id,
        text=text,
        code_hash=code_hash(code),
        filed_at=now,
        filed_by="" if is_anonymous or is_desk or actor.account_id is None else actor.id,
        received_by=actor.id if is_desk else "",
        decide_by_date=rules.last_day(calendar(), local_date(now), notice.decision_days),
    )
    # An anonymous objection leaves no trace of the account behind it, in the audit log either.
    teller = Actor(id="anonymous") if is_anonymous and not is_desk else actor
    record(
        verb="objection.file",
        subject=str(objection),
        actor=teller,
        now=now,
        detail={"notice": notice.pk, "kind": statement.kind},
        territory_id=notice.territory_id,
    )
    return Filed(objection, code)


@transaction.atomic
def decide_objection(
    *, objection_id: int, is_upheld: bool, reason: str, actor: Actor, now: datetime, involved: Collection[str] = ()
) -> Objection:
    """The objection is upheld or dismissed, once, with a reason that its author may read.

    `involved` names actors and persons who may not decide it. Raises Refused(objection.no_such_move if it was decided
    before, objection.involved, objection.reason_missing, notice.not_yours, notice.personal_numbers).
    """
    objection = _locked(objection_id)
    require(rules.may_decide(actor, objection, involved, now))
    verb = "uphold" if is_upheld else "dismiss"
    require(states.OBJECTION.may(objection.state, verb))
    text = clean_lines(reason)
    if not text:
        raise Refused(no("objection.reason_missing", rules.SOURCE))
    require(redaction.gate(text, []))
    move(objection, verb, actor=actor, now=now, detail={"notice": objection.notice_id})
    objection.decision_reason, objection.decided_at, objection.decided_by = text, now, actor.id
    objection.save(update_fields=["state", "decision_reason", "decided_at", "decided_by"])
    if objection.filed_by:
        zh, en = texts.UPHELD if is_upheld else texts.DISMISSED
        enqueue(
            channel="inapp",
            address="",
            person_ref=objection.filed_by,
            kind="objection.decided",
            text_zh=zh.format(title=objection.notice.title),
            text_en=en.format(title=objection.notice.title),
            now=now,
            params={"objection": objection.pk},
        )
    return objection


@transaction.atomic
def take_back_objection(*, objection_id: int, code: str, actor: Actor, now: datetime) -> Objection:
    """Whoever holds the code takes the objection back. Raises Refused(objection.wrong_code)."""
    objection = _locked(objection_id)
    if code_hash(code) != objection.code_hash:
        raise Refused(no("objection.wrong_code", rules.SOURCE))
    teller = Actor(id="anonymous") if objection.kind == Objection.Kind.ANONYMOUS else actor
    move(objection, "take_back", actor=teller, now=now)
    objection.save(update_fields=["state"])
    return objection


@dataclass(frozen=True)
class Author:
    """Who filed an objection."""

    name: str
    contact: str


@transaction.atomic
def unmask_author(
    *, objection_id: int, reason: str, actor: Actor, now: datetime, involved: Collection[str] = ()
) -> Author:
    """Name and contact are shown to somebody who may decide on it, and that it happened is logged with the reason.

    Raises Refused(notice.not_yours, objection.involved, objection.reason_missing).
    """
    objection = _locked(objection_id)
    require(rules.may_decide(actor, objection, involved, now))
    if not reason.strip():
        raise Refused(no("objection.reason_missing", rules.SOURCE))
    # The reason is free text: it stays in this subject's own rows, the log holds the id of the row.
    step = Step.objects.create(
        subject=str(objection),
        verb="unmask",
        source=objection.state,
        target=objection.state,
        actor=actor.id,
        at=now,
        reason=reason.strip()[:400],
    )
    record(
        verb="objection.unmask",
        subject=str(objection),
        actor=actor,
        now=now,
        detail={"step": step.pk},
        territory_id=objection.notice.territory_id,
    )
    return Author(objection.name, objection.contact)


def _code(notice: Notice, statement: Statement, request_key: str) -> str:
    """16 hexadecimal digits: drawn by lot, or, where a retry must be told the same, made from the key of the form.

    A statement that was changed meanwhile is another one, with another code: nothing that was said is dropped.
    """
    if not request_key:
        return secrets.token_hex(8)
    told = (statement.kind, statement.channel, statement.about_ref, statement.name, statement.contact, statement.text)
    parts = "\x1f".join((request_key, str(notice), *told))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def code_hash(code: str) -> str:
    """How a filing code is kept and looked up."""
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()


def _locked(objection_id: int) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",)).select_related("notice")
    return rows.get(pk=objection_id)
