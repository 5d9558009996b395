"""The beats that every action on a case shares."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from yuanba.audit.actions import record
from yuanba.cases import rules, states
from yuanba.cases.models import Case, Report, Step
from yuanba.cases.texts import Words
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import SHANGHAI, local_date
from yuanba.kernel.normal import clean
from yuanba.kernel.verdict import Refused, no, require
from yuanba.messaging.actions import enqueue, enqueue_for_all
from yuanba.people.keys import Unreadable, unseal
from yuanba.people.queries import holders, staff_accounts

RESPONSES = frozenset({"accept", "dispatch", "start", "wait", "answer"})  # somebody took it on
WEEKDAYS = "一二三四五六日"


def locked(case_id: int, revision: int | None = None) -> Case:
    """The case, exclusively until the transaction ends.

    `revision` is what the page was made from: if somebody was quicker, the second one is told.
    Raises Refused: cases.missing, cases.changed_meanwhile.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("category", "building")
    case = rows.filter(pk=case_id).first()
    if case is None:
        raise Refused(no("cases.missing", case=case_id))
    if revision is not None and revision != case.revision:
        raise Refused(no("cases.changed_meanwhile", rules.SOURCE, state=case.state))
    return case


def move_on(case: Case, verb: str, *, actor: Actor, now: datetime, reason: str = "", **facts: Any) -> None:
    """The case is in the next state and saved; step and audit event say so. Raises Refused(case.no_such_move)."""
    before, case.state = case.state, states.CASE.step(case.state, verb)
    note(case, verb, before=before, actor=actor, now=now, reason=reason, **facts)


def note(
    case: Case, verb: str, *, actor: Actor, now: datetime, before: str = "", reason: str = "", **facts: Any
) -> None:
    """The case is saved as it is now; a step and the audit log tell of it."""
    case.revision += 1
    if case.responded_at is None and verb in RESPONSES:
        case.responded_at = now
    case.save()
    Step.objects.create(
        case=case,
        verb=verb,
        source=before or case.state,
        target=case.state,
        level=case.level,
        at=now,
        by=actor.id,
        reason=reason[: rules.REASON_LENGTH],
        facts=facts,
    )
    record(verb=f"cases.{verb}", subject=str(case), actor=actor, now=now, territory_id=case.territory_id)


def reasoned(text: str, length: int = rules.REASON_LENGTH) -> str:
    """The reason in one line. Raises Refused: cases.reason_missing, cases.personal_numbers."""
    require(rules.reason_given(text))
    return clean(text)[:length]


def day_and_hour(at: datetime | None) -> str:
    """ "11月24日（周二）17:00", as messages say it."""
    if at is None:
        return ""
    local = at.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日（周{WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def in_english(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(SHANGHAI):%a %d %b %H:%M}"


def filled(words: Words, case: Case, when: datetime | None, **more: Any) -> Words:
    zh, en = words
    facts = {"number": case.number, "when": day_and_hour(when), "when_en": in_english(when), **more}
    return zh.format(**facts), en.format(**facts)


def tell_reporter(report: Report, kind: str, words: Words, now: datetime) -> bool:
    """One reporter is told, in the app or, without an account, by SMS; whether there was a way."""
    params = {"case": report.case_id}
    if report.account_ref:
        enqueue(
            channel="inapp", address="", person_ref=report.account_ref, kind=f"case.{kind}",
            text_zh=words[0], text_en=words[1], now=now, params=params,
        )  # fmt: skip
        return True
    phone = phone_of(report)
    if phone:
        enqueue(
            channel="sms", address=phone, person_ref=str(report), kind=f"case.{kind}",
            text_zh=words[0], text_en=words[1], now=now, params=params,
        )  # fmt: skip
    return bool(phone)


def tell_reporters(case: Case, kind: str, words: Words, now: datetime, reports: Iterable[Report] | None = None) -> int:
    """Everybody who reported the case is told once, however often they did; how many."""
    told: set[str] = set()
    for report in case.reports.order_by("pk") if reports is None else reports:
        mark = report.account_ref or report.phone_hash
        if mark and mark not in told and tell_reporter(report, kind, words, now):
            told.add(mark)
    return len(told)


def phone_of(report: Report) -> str:
    """The number of a reporter without an account; "" if none was given, or it is forgotten."""
    if not report.contact:
        return ""
    try:
        return unseal(report.contact, f"case.report:{report.client_key}").decode()
    except Unreadable:
        return ""


def tell_staff(refs: Iterable[str], kind: str, words: Words, case: Case, now: datetime) -> None:
    """Those accounts are told in the app. One statement."""
    whom = sorted({one for one in refs if one})
    if whom:
        enqueue_for_all(
            person_refs=whom, kind=f"case.{kind}", text_zh=words[0], text_en=words[1], now=now, params={"case": case.pk}
        )


def accounts_with(permission: str, case: Case, now: datetime) -> list[str]:
    """The open staff accounts that hold the permission where the case is."""
    people = [row.person_id for row in holders(permission, case.territory_id, local_date(now))]
    return [f"account:{row.pk}" for row in staff_accounts(people).values()]


def answerable(case: Case, now: datetime) -> list[str]:
    """Whom to tell that the case needs them: its handler, else the desk; of a confidential one the supervisor."""
    if case.handler_ref:
        return [case.handler_ref]
    return accounts_with(rules.SUPERVISE if case.confidential else rules.DESK, case, now)
