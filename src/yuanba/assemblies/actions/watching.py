"""The committee's log over the property company with the company's right of reply, and owners' questions to it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yuanba.assemblies import queries, rules, states, texts
from yuanba.assemblies.actions.serving import note
from yuanba.assemblies.actions.steps import tell, tell_holders
from yuanba.assemblies.models import DutyOrder, OwnerQuestion, SupervisionEntry, SupervisionReply
from yuanba.assemblies.states import QUESTION, SUPERVISION
from yuanba.assemblies.terms import COMPANY_ANSWER, OWNER_ANSWER, due
from yuanba.kernel.actor import Actor
from yuanba.kernel.calendar import local_date
from yuanba.kernel.verdict import Refused, no, require
from yuanba.people.models import Organisation
from yuanba.people.queries import holders

COMMITTEE = DutyOrder.Duty.COMMITTEE


@dataclass(frozen=True)
class Observation:
    """What was checked, asked or demanded."""

    kind: str
    text: str
    happened_date: date
    company_id: int | None = None
    file_id: int | None = None


@transaction.atomic
def log_supervision(*, territory_id: int, seen: Observation, actor: Actor, now: datetime) -> SupervisionEntry:
    """The entry is public, and the company is told and has so many days to answer.

    Raises Refused: assemblies.not_yours, .nobody_in_office, .recused, .no_reason, .day_ahead.
    """
    require(rules.may(actor, queries.with_substitute([rules.SERVE], territory_id, COMMITTEE), territory_id, now))
    body = _body(territory_id, now)
    _require_free(actor, body, now)
    if seen.happened_date > local_date(now):
        raise Refused(no("assemblies.day_ahead", "dates of what happened", day=seen.happened_date))
    last = due(COMPANY_ANSWER, local_date(now))
    assert last is not None, "days are always known"
    row = SupervisionEntry.objects.create(
        body=body,
        company_id=seen.company_id,
        kind=seen.kind,
        text=_words(seen.text, 1000),
        happened_date=seen.happened_date,
        file_id=seen.file_id,
        due_date=last,
        recorded_at=now,
        recorded_by=actor.id,
    )
    note(row, "log_supervision", territory_id, actor=actor, now=now, kind=seen.kind)
    facts = {"body": body.name, "day": last}
    words = (texts.COMPANY_ASKED[0].format(**facts), texts.COMPANY_ASKED[1].format(**facts))
    tell_holders(rules.COMPANY, territory_id, "assemblies.company_asked", words, now)
    return row


@transaction.atomic
def reply(*, entry_id: int, text: str, actor: Actor, now: datetime, file_id: int | None = None) -> SupervisionReply:
    """The company's answer stands beside the entry, as long as the company says. Late ones too.

    Raises Refused: assemblies.not_yours, .other_company, .no_reason, supervision.no_such_move.
    """
    entry = _entry(entry_id)
    place = entry.body.territory_id
    require(rules.may(actor, [rules.COMPANY], place, now))
    rows = holders(rules.COMPANY, place, local_date(now)).filter(person_id=actor.person_id or 0)
    require(rules.may_reply(entry, set(rows.values_list("organisation_id", flat=True))))
    said = _say(entry, "reply", text, is_company=True, actor=actor, now=now, file_id=file_id)
    note(entry, "reply", place, actor=actor, now=now)
    return said


@transaction.atomic
def insist(*, entry_id: int, text: str, actor: Actor, now: datetime) -> SupervisionReply:
    """The answer is not enough, and why; the company has so many days again.

    Raises Refused: assemblies.not_yours, .recused, .no_reason, supervision.no_such_move.
    """
    entry = _entry(entry_id)
    place = entry.body.territory_id
    require(rules.may(actor, queries.with_substitute([rules.SERVE], place, COMMITTEE), place, now))
    _require_free(actor, entry.body, now)
    last = due(COMPANY_ANSWER, local_date(now))
    assert last is not None, "days are always known"
    entry.due_date = last
    said = _say(entry, "insist", text, is_company=False, actor=actor, now=now)
    note(entry, "insist", entry.body.territory_id, actor=actor, now=now)
    return said


@transaction.atomic
def close_entry(*, entry_id: int, text: str, actor: Actor, now: datetime) -> SupervisionEntry:
    """The matter is settled, with what was found. Raises Refused: assemblies.not_yours, .recused, .no_reason,
    supervision.no_such_move."""
    entry = _entry(entry_id)
    place = entry.body.territory_id
    require(rules.may(actor, queries.with_substitute([rules.SERVE], place, COMMITTEE), place, now))
    _require_free(actor, entry.body, now)
    entry.state = SUPERVISION.step(entry.state, "close")
    entry.closed_at, entry.closed_note = now, _words(text, 400)
    entry.save()
    note(entry, "close_entry", entry.body.territory_id, actor=actor, now=now)
    return entry


@transaction.atomic
def ask(*, territory_id: int, text: str, actor: Actor, now: datetime, person_id: int | None = None) -> OwnerQuestion:
    """The committee is asked and has so many days; `person_id` where the desk enters a question on paper.

    Raises Refused: assemblies.not_yours, .nobody_in_office, .not_resident, .no_reason, .asked_too_often.
    """
    asker = actor.person_id if person_id is None else person_id
    if person_id is not None and person_id != actor.person_id:
        require(rules.may(actor, [rules.DESK, rules.GUIDE], territory_id, now))
    on = local_date(now)
    body = _body(territory_id, now)
    require(queries.may_ask(asker, territory_id, on))
    assert asker is not None, "somebody asks"
    waiting = OwnerQuestion.objects.filter(body=body, person_id=asker).exclude(state=states.ANSWERED).count()
    require(rules.asks_in_measure(waiting))
    last = due(OWNER_ANSWER, on)
    assert last is not None, "days are always known"
    row = OwnerQuestion.objects.create(
        body=body,
        person_id=asker,
        text=_words(text, 500),
        on_paper=asker != actor.person_id,
        asked_at=now,
        due_date=last,
    )
    note(row, "ask", territory_id, actor=actor, now=now)
    office = queries.in_office(body.pk, on)
    facts = {"body": body.name, "day": last}
    words = (texts.ASKED[0].format(**facts), texts.ASKED[1].format(**facts))
    tell([one.person_id for one in office.sitting] if office else [], "assemblies.asked", words, now)
    return row


@transaction.atomic
def answer_question(*, question_id: int, text: str, actor: Actor, now: datetime) -> OwnerQuestion:
    """The answer is public, and whoever asked is told. After the escalation the community may answer too.

    Raises Refused: assemblies.not_yours, .no_reason, owner_question.no_such_move.
    """
    row = OwnerQuestion.objects.select_for_update(of=("self",)).select_related("body").get(pk=question_id)
    allowed = [rules.SERVE, rules.DESK] if row.state == states.ESCALATED else [rules.SERVE]
    require(rules.may(actor, allowed, row.body.territory_id, now))
    row.state = QUESTION.step(row.state, "answer")
    row.answer, row.answered_at, row.answered_by = _words(text, 1000), now, actor.id
    row.save()
    note(row, "answer_question", row.body.territory_id, actor=actor, now=now)
    zh, en = (one.format(body=row.body.name) for one in texts.ANSWERED)
    tell([row.person_id], "assemblies.answered", (zh, en), now)
    return row


def escalate_questions(now: datetime) -> int:
    """What was not answered in time goes to the community, which is told; how many."""
    found = 0
    for one in queries.overdue_questions(local_date(now)):
        with transaction.atomic():
            row = OwnerQuestion.objects.select_for_update(of=("self",)).select_related("body").get(pk=one.pk)
            if row.state != states.ASKED:
                continue
            row.state, row.escalated_at = QUESTION.step(row.state, "escalate"), now
            row.save(update_fields=["state", "escalated_at"])
            words = (texts.ESCALATED[0].format(body=row.body.name), texts.ESCALATED[1].format(body=row.body.name))
            tell_holders(rules.DESK, row.body.territory_id, "assemblies.escalated", words, now)
            note(row, "escalate", row.body.territory_id, actor=Actor(id="system:tick"), now=now)
            found += 1
    return found


def _say(
    entry: SupervisionEntry,
    verb: str,
    text: str,
    *,
    is_company: bool,
    actor: Actor,
    now: datetime,
    file_id: int | None = None,
) -> SupervisionReply:
    entry.state = SUPERVISION.step(entry.state, verb)
    entry.save()
    return SupervisionReply.objects.create(
        entry=entry, is_company=is_company, text=_words(text, 1000), file_id=file_id, said_at=now, said_by=actor.id
    )


def _entry(entry_id: int) -> SupervisionEntry:
    rows = SupervisionEntry.objects.select_for_update(of=("self",)).select_related("body")
    return rows.get(pk=entry_id)


def _body(territory_id: int, now: datetime) -> Organisation:
    office = queries.office_at(territory_id, local_date(now))
    if office is None:
        raise Refused(no("assemblies.nobody_in_office", "the committees of the compound"))
    return office.body


def _require_free(actor: Actor, body: Organisation, now: datetime) -> None:
    require(rules.not_recused(actor.person_id, queries.recused(body.pk, local_date(now))))


def _words(text: str, most: int) -> str:
    words = text.strip()[:most]
    if not words:
        raise Refused(no("assemblies.no_reason", "an act without a reason cannot be checked"))
    return words
